"""What one vehicle and driver do: the trip, its stops, the legs it serves, and the dispatch slip."""
