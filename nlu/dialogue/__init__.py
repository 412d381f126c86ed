"""The conversation: what is known, what is asked next, and when it is all there.  Pure; only codes, no wording.

`hear` reads a sentence in the light of the State, `advance` says what comes of it:

    hear(state, "明早8点三人去无锡", now)       → Reading: book, depart_at, passengers, destination
    advance(state, reading, now, manner)      → (State, Ask | Ready | Act | Drop | Unclear)

Ask is one question, Ready the read-back with what changed, Act something to be done at once (submit,
a query, a verdict); what stood open before it is handed over with it, so that it can be asked again.

    state.py    what is known, what is doubted, earlier read-backs
    turns.py    what the product does or says next
    manner.py   a tenant's order of questions and sizes of cars
    hear.py     a bare number picks, a point is named, another journey waits; the rest is `nlu.parse`
    both_ends.py  去和回都晚半小时: the other end of the journey; a return told without an hour
    fill.py     what was said laid over what was known
    doubt.py    what may mean several things, or cannot be taken
    ask.py      the next question
    undo.py     the read-back, what changed, and the way back
    advance.py  which of these a sentence calls for
"""

from nlu.dialogue.advance import FILLING, advance, resumed
from nlu.dialogue.ask import standing
from nlu.dialogue.hear import hear
from nlu.dialogue.manner import Manner
from nlu.dialogue.state import DRAFT_LIVES, SLOTS, Doubt, State, alive
from nlu.dialogue.turns import Act, Ask, Drop, Ready, Reply, Turn, Unclear
from nlu.dialogue.undo import refused

__all__ = [
    "DRAFT_LIVES",
    "FILLING",
    "SLOTS",
    "Act",
    "Ask",
    "Doubt",
    "Drop",
    "Manner",
    "Ready",
    "Reply",
    "State",
    "Turn",
    "Unclear",
    "advance",
    "alive",
    "hear",
    "refused",
    "resumed",
    "standing",
]
