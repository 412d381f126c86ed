"""The core of Paiche, by capability.  Neither framework nor network is known in here."""
