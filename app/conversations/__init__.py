"""Messages that came in (once each) and where each person's talk stands."""
