"""Messages that came in (once each), where each person's talk stands, and what was misread, for review."""
