"""Tenants, the tree of units, the people in it, how they sign in, what they may do, and the places a tenant knows."""
