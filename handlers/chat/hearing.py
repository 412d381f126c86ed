"""What a person's sentence says: read by the language layer with the tenant's places, in this person's role."""

import re
from difflib import SequenceMatcher
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

import nlu
from app.tenancy.gazetteer import Gazetteer, gazetteer
from handlers.chat import helping
from handlers.chat.turn import Turn

SIMILAR_MAX, SHARED_MIN = 3, 3
VERDICT = re.compile(r"同意|批准|驳回|通过|不批|准了")

_lexicons: WeakKeyDictionary[Gazetteer, nlu.Lexicon] = WeakKeyDictionary()


def hear(turn: Turn, state: nlu.State | None, text: str) -> nlu.Reading:
    """The sentence in the light of the talk so far."""
    pending = _pending(turn, text)
    if is_for_verdict(turn, state, text):
        reading = nlu.hear(state, text, turn.now, role="approver", pending=pending, lexicon=lexicon(turn.session))
        if reading.get("intent") in ("approve", "reject") or (reading.get("intent") == "hold" and VERDICT.search(text)):
            return reading
    return nlu.hear(state, text, turn.now, role=role(turn), pending=pending, lexicon=lexicon(turn.session))


def is_for_verdict(turn: Turn, state: nlu.State | None, text: str) -> bool:
    """An approver with a draft still decides: after a list, or by a verdict's words.  A bare yes is the read-back's."""
    if not turn.memory.has_draft or not turn.scope.has(*helping.APPROVERS):
        return False
    if turn.memory.menu:
        return True
    is_bare = re.sub(r"[\s。.!！吧了的]", "", text) == "同意"
    return VERDICT.search(text) is not None and not (is_bare and state is not None and state.asked == "confirm")


def context(turn: Turn, state: nlu.State | None) -> dict[str, Any]:
    """What the sentence is read in the light of, as the language layer has it."""
    return (state or nlu.State()).context(role(turn), _pending(turn, turn.text))


def _pending(turn: Turn, text: str) -> tuple[str, ...]:
    """The orders that a number may mean: a bare one only right after the list, 第二个 for some minutes."""
    return tuple(turn.memory.menu or (() if text.strip().isdigit() else turn.memory.shown(turn.now)))


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


def similar(session: Session, place: str) -> list[str]:
    """Known places that begin like one that is not known, or share most of its name; the likeliest first."""
    found = []
    for known in gazetteer(session).places:
        shared = SequenceMatcher(None, place, known.name, autojunk=False).find_longest_match().size
        if known.kind != "division" and (place[:2] == known.name[:2] or shared >= max(SHARED_MIN, len(place) // 2)):
            found.append((-shared, len(known.name), known.name))
    return [name for *_, name in sorted(found)[:SIMILAR_MAX]]
