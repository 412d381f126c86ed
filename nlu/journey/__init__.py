"""The journey in a sentence: phrases of going, fetching and purpose, read from tokens; then what they mean together."""
