"""Vehicles, drivers, depots, and why one of them is not free."""
