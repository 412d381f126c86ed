"""Verdicts, delegation and commands have moved to nlu.acts; this stays until nlu.acts.decide calls them."""

from nlu.acts.orders import resolve
from nlu.acts.verdicts import read

__all__ = ["read", "resolve"]
