"""Moved: nlu.acts.driving reads drivers."""

from nlu.acts.driving import read

__all__ = ["read"]
