"""What keeps the record honest: seals over the facts, and their verification."""
