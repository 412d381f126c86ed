"""What a sentence wants done: one module a kind of speaker or of talk."""
