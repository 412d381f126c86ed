"""Language: a sentence in, slots out; and the conversation that fills them.  Pure: no database, no clock, no network."""

from nlu.dialogue import Act, Ask, Doubt, Drop, Ready, State, Turn, Unclear, advance
from nlu.lexicon import Lexicon
from nlu.parse import parse
from nlu.scene import Reading, Span

__all__ = [
    "Act",
    "Ask",
    "Doubt",
    "Drop",
    "Lexicon",
    "Reading",
    "Ready",
    "Span",
    "State",
    "Turn",
    "Unclear",
    "advance",
    "parse",
]
