"""What a person's sentence says: read by the language layer with the tenant's places, in this person's role."""

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

import nlu
from app.tenancy.gazetteer import Gazetteer, gazetteer
from handlers.chat import helping
from handlers.chat.turn import Turn

_lexicons: WeakKeyDictionary[Gazetteer, nlu.Lexicon] = WeakKeyDictionary()


def hear(turn: Turn, state: nlu.State | None, text: str) -> nlu.Reading:
    """The sentence in the light of the talk so far."""
    pending = tuple(turn.memory.menu)
    return nlu.hear(state, text, turn.now, role=role(turn), pending=pending, lexicon=lexicon(turn.session))


def context(turn: Turn, state: nlu.State | None) -> dict[str, Any]:
    """What the sentence is read in the light of, as the language layer has it."""
    return (state or nlu.State()).context(role(turn), tuple(turn.memory.menu))


def role(turn: Turn) -> str:
    """In which role the sentence is read: a draft in hand is an official's; else what waits for this person."""
    scope = turn.scope
    if turn.memory.has_draft:
        return "official"
    if scope.has("driver"):
        return "driver"
    if scope.has("dispatcher"):
        return "dispatcher"
    if scope.has(*helping.APPROVERS):
        return "approver"
    if scope.has("supervisor"):
        return "supervisor"
    return "visitor" if scope.has("visitor") else "official"


def lexicon(session: Session) -> nlu.Lexicon:
    """The tenant's places as the language layer wants them, built once per state of the gazetteer."""
    known = gazetteer(session)
    if known not in _lexicons:
        _lexicons[known] = nlu.Lexicon(known.places, home=known.home)
    return _lexicons[known]
