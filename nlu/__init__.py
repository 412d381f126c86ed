"""Language: a sentence in, slots out; and the conversation that fills them.  Pure: no database, no clock, no network."""

from nlu.dialogue import Act, Ask, Doubt, Drop, Manner, Ready, Reply, State, Turn, Unclear, advance, hear
from nlu.lexicon import Lexicon
from nlu.parse import parse
from nlu.scene import Reading, Span

__all__ = [
    "Act",
    "Ask",
    "Doubt",
    "Drop",
    "Lexicon",
    "Manner",
    "Reading",
    "Ready",
    "Reply",
    "Span",
    "State",
    "Turn",
    "Unclear",
    "advance",
    "hear",
    "parse",
]
