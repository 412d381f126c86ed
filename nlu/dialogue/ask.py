"""The next question: doubts first, then what must be known, one point each, then what one question asks together."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nlu.dialogue.manner import Manner
from nlu.dialogue.state import Doubt, State
from nlu.dialogue.turns import Ask, Ready, Reply, Turn
from nlu.dialogue.undo import read_back
from nlu.rules.towns import is_division

PROBLEMS = ("impossible_date", "missing_holiday_year", "absurd_count", "vague", "past", "return_before")
PART_HOURS = {
    "dawn": ("05:00", "06:00"),
    "morning": ("08:00", "08:30", "09:00"),
    "noon": ("12:00", "12:30", "13:00"),
    "afternoon": ("14:00", "14:30", "15:00"),
    "evening": ("18:00", "18:30", "19:00"),
}
CHANGEABLE = ("depart_at", "return_at", "passengers", "destination", "purpose")


def next_turn(state: State, manner: Manner) -> tuple[State, Turn]:
    """What is asked now, or the read-back."""
    if state.doubt is not None:
        return replace(state, asked=_point(state.doubt)), about(state, state.doubt)
    missing = _first_missing(state.slots, manner)
    if missing:
        return replace(state, asked=missing), question(state, (missing,))
    open_points = together(state.slots, manner)
    required = tuple(point for point in open_points if point in manner.required)
    if open_points and not state.soft_asked and (state.read_back is None or required):
        return replace(state, asked=open_points[0], soft_asked=True), question(state, open_points)
    if required:
        return replace(state, asked=required[0]), question(state, required[:1])
    return read_back(state)


def standing(state: State, manner: Manner | None = None) -> Ask | Ready | None:
    """The question or the read-back that is open; it is asked again after something else was answered."""
    if not state.has_draft:
        return None
    if state.doubt is not None:
        return about(state, state.doubt)
    if state.asked == "confirm" and state.read_back is not None:
        return Ready(dict(state.read_back), inferred=state.inferred, confirm=state.noted)
    manner = manner or Manner()
    open_points = together(state.slots, manner)
    points = open_points if state.asked in open_points and state.asked != "purpose" else (state.asked or "change",)
    return question(state, points)


def question(state: State, points: tuple[str, ...], problem: str | None = None) -> Ask:
    return Ask(points, None, problem, dict(state.slots), _replies(state.slots, points))


def about(state: State, doubt: Doubt) -> Ask:
    """Which of its candidates is meant; or, when there is none, the slot once more with what was wrong."""
    problem = doubt.why if doubt.why in PROBLEMS else None
    point = (_point(doubt),)
    if not doubt.candidates:
        return replace(question(state, point, problem), held=dict(state.held))
    replies = tuple(Reply("choose", doubt.slot, value) for value in doubt.candidates)
    return Ask(point, doubt, problem, dict(state.slots), replies, dict(state.held))


def together(slots: Mapping[str, Any], manner: Manner) -> tuple[str, ...]:
    """The points of the common question that are still open; an emergency or a copy is not asked about."""
    if slots.get("urgent") or "copy" in slots:
        return ()
    return tuple(point for point in manner.together if _is_open(point, slots))


def _is_open(point: str, slots: Mapping[str, Any]) -> bool:
    if point == "place_detail":
        return is_division(str(slots.get("destination", "")))
    if point == "return_at":
        is_told = "duration" in slots or "recurrence" in slots or slots.get("trip_type") in ("oneway", "pickup", "dropoff")  # fmt: skip
        return not slots.get("return_at") and not is_told
    return not slots.get(point)


def _first_missing(slots: Mapping[str, Any], manner: Manner) -> str:
    """The most important point that must be known and is not; empty when all are.  An emergency is read back at once."""
    if "copy" in slots:
        return ""
    is_emergency = slots.get("urgent") and slots.get("destination")
    for point in manner.order:
        missing = _departure(slots) if point == "depart_at" else "" if slots.get(point) else point
        if missing and not (is_emergency and point != "depart_at"):
            return missing
    return ""


def _departure(slots: Mapping[str, Any]) -> str:
    """depart_at while no day is known, depart_time while only the hour is not."""
    if "recurrence" in slots:
        return "" if slots["recurrence"].get("at") else "depart_time"
    if not slots.get("depart_at") and not slots.get("arrive_by"):
        return "depart_at"
    has_hour = any(len(str(slots.get(slot, ""))) > 10 for slot in ("depart_at", "arrive_by"))
    return "" if has_hour or "window" in slots or slots.get("duration") == "full_day" else "depart_time"


def _point(doubt: Doubt) -> str:
    return "depart_at" if doubt.slot == "booking" else doubt.slot


def _replies(slots: Mapping[str, Any], points: tuple[str, ...]) -> tuple[Reply, ...]:
    found: list[Reply] = []
    for point in points:
        if point == "return_at":
            found.append(Reply("fill", "trip_type", "oneway"))
        elif point == "passengers":
            found += [Reply("fill", "passengers", count) for count in (1, 2, 3, 4)]
        elif point == "depart_time":
            hours = PART_HOURS.get(str(slots.get("depart_part")), PART_HOURS["morning"])
            found += [Reply("fill", "depart_at", hour) for hour in hours]
        elif point == "change":
            found += [Reply("ask", slot) for slot in CHANGEABLE]
    return tuple(found)
