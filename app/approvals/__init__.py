"""A chain of decisions about any subject."""
