"""What every capability stands on: rows, facts, time, money, places on earth, who acts, and what may go wrong."""
