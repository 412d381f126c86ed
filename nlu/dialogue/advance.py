"""Which turn a sentence calls for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from nlu.dialogue import ask, undo
from nlu.dialogue.fill import fill, take
from nlu.dialogue.manner import Manner
from nlu.dialogue.state import Doubt, State, alive
from nlu.dialogue.turns import Act, Drop, Turn, Unclear

FILLING = ("book", "change", "inform")
DEFAULT = Manner()


def advance(
    state: State | None, reading: Mapping[str, Any], now: datetime, manner: Manner = DEFAULT
) -> tuple[State, Turn]:
    """The next state and what to do or say.  reading: of `hear`, heard in the light of this state."""
    after, turn = _turn(alive(state, now), reading, now, manner)
    return replace(after, updated_at=now.isoformat()), turn


def resumed(state: State, now: datetime, manner: Manner = DEFAULT) -> tuple[State, Turn]:
    """The open question or the read-back once more, after something outside the sentence changed the state."""
    after, turn = ask.next_turn(state, manner)
    return replace(after, updated_at=now.isoformat()), turn


def _turn(state: State, reading: Mapping[str, Any], now: datetime, manner: Manner) -> tuple[State, Turn]:
    intent = str(reading.get("intent", "other"))
    state = replace(state, doubts=tuple(d for d in state.doubts if not _was_mentioned(state, d)))
    if state.has_draft and "point" in reading:
        point = str(reading["point"])
        doubts = tuple(doubt for doubt in state.doubts if doubt.slot != point)
        return replace(state, asked=point, doubts=doubts), ask.question(state, (point,))
    if intent in FILLING and not _of_an_order(state, reading):
        return _filled(state, reading, now, manner)
    if not state.has_draft:
        return state, Act(intent, _args(reading))
    if intent == "confirm":
        return _confirmed(state, manner)
    if intent == "undo" and "target" not in reading:
        return undo.undo(state) or ask.next_turn(state, manner)
    if intent == "cancel" and _is_of_draft(state, reading):
        return State(), Drop(state.queued)
    if intent == "deny":
        return _denied(state, manner)
    if intent in ("other", "chitchat"):
        return _unclear(state, manner)
    return state, Act(intent, _args(reading), ask.standing(state, manner))


def _filled(state: State, reading: Mapping[str, Any], now: datetime, manner: Manner) -> tuple[State, Turn]:
    new = fill(state, reading, now, manner)
    if new is not None and new.queued != state.queued and new.slots == state.slots and new.doubts == state.doubts:
        stands = ask.standing(state, manner) if state.asked else None
        return (new, stands) if stands is not None else ask.next_turn(new, manner)
    return ask.next_turn(new, manner) if new is not None else _unclear(state, manner)


def _confirmed(state: State, manner: Manner) -> tuple[State, Turn]:
    """A yes takes the only candidate of a doubt, or submits what was read back; to an open question it is no answer."""
    doubt = state.doubt
    if doubt is not None and len(doubt.candidates) == 1:
        return ask.next_turn(take(state, doubt), manner)
    if doubt is None and state.asked == "confirm" and dict(state.read_back or {}) == dict(state.slots):
        return State(queued=state.queued), Act("submit", dict(state.slots))
    return ask.next_turn(state, manner)


def _denied(state: State, manner: Manner) -> tuple[State, Turn]:
    """None of the candidates is meant: the slot is asked openly.  No to the read-back: what is to be changed?"""
    doubt = state.doubt
    if state.held and state.read_back is not None:
        return undo.undo(state) or ask.next_turn(state, manner)
    if doubt is not None and doubt.candidates:
        slots = {slot: value for slot, value in state.slots.items() if slot != doubt.slot}
        new = replace(state, slots=slots, doubts=state.doubts[1:], held={}, asked=doubt.slot)
        return new, ask.question(new, (doubt.slot,))
    if state.asked == "confirm":
        return replace(state, asked="change"), ask.question(state, ("change",))
    return _unclear(state, manner)


def _unclear(state: State, manner: Manner) -> tuple[State, Turn]:
    return state, Unclear((state.asked,) if state.asked else (), ask.standing(state, manner))


def _was_mentioned(state: State, doubt: Doubt) -> bool:
    """改成0人 was refused once, and the party that was known before stands: no more words about it."""
    return doubt.why == "absurd_count" and not doubt.candidates and doubt.slot in state.slots


def _of_an_order(state: State, reading: Mapping[str, Any]) -> bool:
    """A change of an order already made is no draft's business."""
    if reading.get("intent") not in ("change", "inform"):
        return False
    return not state.has_draft or not _is_of_draft(state, reading)


def _is_of_draft(state: State, reading: Mapping[str, Any]) -> bool:
    """无锡那个 is the draft in hand when that goes to 无锡; an order's number never is."""
    target = reading.get("target")
    if not isinstance(target, Mapping):
        return True
    if target.get("which") == "last":
        return True
    known = {slot: str(state.slots.get(slot) or "") for slot in ("depart_at", "destination", "vehicle_type")}
    return target.keys() <= known.keys() and all(
        known[slot][:10] == str(words)[:10] if slot == "depart_at" else str(words) in known[slot]
        for slot, words in target.items()
    )


def _args(reading: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reading.items() if name not in ("intent", "needs", "inferred")}
