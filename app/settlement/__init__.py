"""Money lines about trips."""
