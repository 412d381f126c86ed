"""Which car serves which booking, why, and the verbs that move trips and bookings together."""
