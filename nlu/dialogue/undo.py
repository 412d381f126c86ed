"""The read-back: what is submitted on a yes, what changed since the last one, and the way back to it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nlu.dialogue.state import State
from nlu.dialogue.turns import Ready

HISTORY_MAX = 10


def read_back(state: State) -> tuple[State, Ready]:
    """All is there.  One way or there and back is inferred when nobody said it."""
    slots, inferred = _shaped(state)
    was = dict(state.read_back or {})
    changed = differing(was, slots) if state.read_back is not None else ()
    history = (*state.history, was)[-HISTORY_MAX:] if changed else state.history
    new = replace(
        state, slots=slots, asked="confirm", read_back=slots, history=history, inferred=inferred, doubts=(), held={}
    )
    return new, Ready(dict(slots), changed, inferred, new.noted, was if changed else {})


def undo(state: State) -> tuple[State, Ready] | None:
    """Back to the last read-back when something was said since, else to the one before it; None when there is none."""
    if state.read_back is None:
        return None
    if state.asked != "confirm" or dict(state.read_back) != dict(state.slots) or not state.history:
        earlier, history = state.read_back, state.history
    else:
        earlier, history = state.history[-1], state.history[:-1]
    changed = differing(state.slots, earlier)
    inferred = tuple(slot for slot in state.inferred if slot in earlier and slot not in changed)
    noted = tuple(doubt for doubt in state.noted if doubt.slot in earlier and doubt.slot not in changed)
    back = replace(state, slots=dict(earlier), read_back=dict(earlier), history=history, inferred=inferred, noted=noted)
    back = replace(back, asked="confirm", doubts=(), held={})
    return back, Ready(dict(earlier), changed, inferred, noted, dict(state.slots) if changed else {})


def refused(state: State, slot: str) -> State:
    """The rules refuse the last read-back: the one before it stands, and the slot is what the next bare word answers."""
    if not state.history:
        return replace(state, asked=slot)
    earlier = state.history[-1]
    kept = replace(state, slots=dict(earlier), read_back=dict(earlier), history=state.history[:-1], doubts=(), held={})
    changed = differing(state.slots, earlier)
    return replace(kept, asked=slot, inferred=tuple(each for each in state.inferred if each not in changed))


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(slot for slot in sorted({*old, *new}) if old.get(slot) != new.get(slot))


def _shaped(state: State) -> tuple[dict[str, Any], tuple[str, ...]]:
    slots, inferred = dict(state.slots), list(state.inferred)
    if "copy" not in slots:
        shape = slots.get("trip_type")
        if slots.get("return_at") and shape in (None, "oneway"):
            slots["trip_type"] = "round"
            inferred.append("trip_type")
        elif not slots.get("return_at") and shape is None and "duration" not in slots:
            slots["trip_type"] = "oneway"
            inferred.append("trip_type")
    return slots, tuple(dict.fromkeys(inferred))
