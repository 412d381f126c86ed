"""The rules of the language, one file for each thing a sentence may speak of; every rule carries its own proof."""
