"""Small data the rules read: characters, divisions, the lunar calendar."""
