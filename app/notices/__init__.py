"""What people are told: one row per event, person and channel."""
