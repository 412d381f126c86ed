"""The conversation: what is known, what is asked next, and when it is all there.  Pure; only codes, no wording."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from nlu.rules.towns import is_division, stands_alone

DRAFT_LIVES = timedelta(minutes=30)
HISTORY_MAX = 10
FILLING = ("book", "change", "inform")
SOFT = ("place_detail", "return_at", "purpose")
LEAVING = ("depart_at", "arrive_by", "recurrence", "copy")
ANSWERS = {"depart_at": LEAVING, "arrive_by": LEAVING, "return_at": ("return_at", "trip_type", "duration")}
SLOTS = (
    "depart_at", "depart_part", "arrive_by", "return_at", "return_part", "passengers", "origin", "destination", "stops", "trip_type",
    "purpose", "vehicle_type", "seats", "vehicle_count", "plate", "driver", "duration", "train_or_flight", "phone", "letter_no",
    "recurrence", "window", "copy", "urgent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """One slot whose words may mean several things, or nothing that can be taken (no candidates).  why: hour midnight past impossible_date vague absurd_count approximate second."""

    slot: str
    candidates: tuple[Any, ...]
    why: str
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for these points in one question.  doubt: choose among its candidates; problem: why an answer could not be taken."""

    points: tuple[str, ...]
    doubt: Doubt | None = None
    problem: str | None = None
    wish: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """All is there: read the wish back.  changed: the slots that differ from the last read-back; confirm: doubts to be said aloud."""

    wish: Mapping[str, Any]
    changed: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    confirm: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Anything else is done at once: submit (args: the wish), cancel, query, approve, depart, command, help, greet …"""

    verb: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drop:
    """The draft is given up."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not understood; the open question stands.  points: what it was about."""

    points: tuple[str, ...] = ()


Turn = Ask | Ready | Act | Drop | Unclear


@dataclass(frozen=True, slots=True)
class State:
    """The draft as it stands.  history: earlier read-backs, the latest last; queued: words of a second booking."""

    slots: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    soft_asked: bool = False
    read_back: Mapping[str, Any] | None = None
    history: tuple[Mapping[str, Any], ...] = ()
    doubt: Doubt | None = None
    inferred: tuple[str, ...] = ()
    queued: tuple[str, ...] = ()
    updated_at: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "State":
        doubt = value.get("doubt")
        return cls(
            slots=dict(value.get("slots") or {}), asked=value.get("asked") or "", soft_asked=bool(value.get("soft_asked")),
            read_back=value.get("read_back"), history=tuple(value.get("history") or ()),
            doubt=Doubt(doubt["slot"], tuple(doubt["candidates"]), doubt["why"], tuple(doubt.get("until") or ())) if doubt else None,
            inferred=tuple(value.get("inferred") or ()), queued=tuple(value.get("queued") or ()), updated_at=value.get("updated_at") or "",
        )  # fmt: skip

    @property
    def has_draft(self) -> bool:
        return bool(self.slots) or bool(self.asked)

    def context(self, role: str = "official", pending: tuple[str, ...] = ()) -> dict[str, Any]:
        """The context of parse for the next sentence."""
        found: dict[str, Any] = {"role": role, "pending": list(pending)}
        if self.has_draft:
            found |= {"intent": "book", "slots": dict(self.slots)}
        if self.doubt is not None and self.doubt.candidates and self.doubt.slot == self.asked:
            found["doubt"] = self.doubt.why
        return found | ({"asked": self.asked} if self.asked else {})


def alive(state: State | None, now: datetime) -> State:
    """The state, or an empty one when it is none or half an hour old."""
    if state is None or not state.updated_at or now - datetime.fromisoformat(state.updated_at) > DRAFT_LIVES:
        return State()
    return state


def advance(state: State | None, reading: Mapping[str, Any], now: datetime) -> tuple[State, Turn]:
    """The next state and what to do or say.  reading: of parse, read in the context of this state."""
    before = alive(state, now)
    after, turn = _turn(before, reading, now)
    return replace(after, updated_at=now.isoformat()), turn


def _turn(state: State, reading: Mapping[str, Any], now: datetime) -> tuple[State, Turn]:
    intent = str(reading.get("intent", "other"))
    if intent in FILLING and not _of_an_order(state, reading):
        return _fill(state, reading, now)
    if not state.has_draft:
        return state, Act(intent, _args(reading))
    if intent == "confirm":
        return _confirm(state, now)
    if intent == "undo":
        return _undo(state)
    if intent == "cancel" and "target" not in reading:
        return State(queued=()), Drop()
    if intent == "deny":
        return (
            (state, Unclear((state.asked,)))
            if state.asked != "confirm"
            else (replace(state, asked="change"), Ask(("change",), wish=dict(state.slots)))
        )
    if intent in ("other", "chitchat"):
        return state, Unclear(_points(state))
    return state, Act(intent, _args(reading))


def _of_an_order(state: State, reading: Mapping[str, Any]) -> bool:
    """A change of an order already made is no draft's business."""
    return reading.get("intent") in ("change", "inform") and ("target" in reading or not state.has_draft)


def _args(reading: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in reading.items() if k not in ("intent", "needs", "inferred")}


def _fill(state: State, reading: Mapping[str, Any], now: datetime) -> tuple[State, Turn]:
    said = {k: v for k, v in reading.items() if k in SLOTS}
    if not said and not reading.get("ambiguous") and state.has_draft:
        return state, Unclear(_points(state))
    slots = _with_moved_return(state, _resolved(state, said, now))
    slots = {k: v for k, v in slots.items() if v is not None}
    if isinstance(slots.get("depart_at"), str) and len(slots["depart_at"]) > 10:
        slots.pop("depart_part", None)
    if _soft_answered(state, said):
        slots = _detailed(state, slots, said)
    if slots.get("urgent") and not slots.get("depart_at") and not slots.get("arrive_by"):
        slots["depart_at"] = now.replace(second=0, microsecond=0).isoformat()
    inferred = tuple(
        s
        for s in dict.fromkeys((*state.inferred, *reading.get("inferred", ())))
        if s in slots and (s not in said or s in reading.get("inferred", ()))
    )
    doubts = [*(_doubt(d) for d in reading.get("ambiguous", ())), *_still_open(state.doubt, said)]
    queued = (*state.queued, *(str(d.candidates[0]) for d in doubts if d.why == "second" and d.candidates))
    new = replace(state, slots=slots, inferred=inferred, queued=queued, doubt=None)
    return _next(new, [d for d in doubts if d.why != "second"], now)


def _still_open(doubt: Doubt | None, said: Mapping[str, Any]) -> tuple[Doubt, ...]:
    """What could not be taken is asked until its slot is said; meanwhile the draft still holds the earlier value."""
    if doubt is None or doubt.candidates or not said.keys().isdisjoint(ANSWERS.get(doubt.slot, (doubt.slot,))):
        return ()
    return (doubt,)


def _doubt(found: Mapping[str, Any]) -> Doubt:
    return Doubt(found["slot"], tuple(found.get("candidates") or ()), found["why"], tuple(found.get("until") or ()))


def _resolved(state: State, said: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What was said put over what was known; 上午 chooses among the candidates of a doubt, another instant replaces them."""
    slots = dict(state.slots)
    if state.doubt is not None and state.doubt.slot in said:
        chosen = _choice(state.doubt, said, slots)
        if chosen is not None:
            index, value = chosen
            said = {**said, state.doubt.slot: value}
            said.pop("depart_part", None)
            if index < len(state.doubt.until):
                said["return_at"] = state.doubt.until[index]
    return slots | said


def _choice(doubt: Doubt, said: Mapping[str, Any], slots: Mapping[str, Any]) -> tuple[int, Any] | None:
    value, part = str(said[doubt.slot]), said.get("depart_part")
    day, is_hour = value[:10], len(value) > 10
    for index, at in enumerate(doubt.candidates):
        if (
            str(at)[:16] == value[:16]
            if is_hour
            else str(at)[:10] == day and (not part or _in_part(str(at), str(part)))
        ):
            return index, at
    if is_hour or day not in {str(at)[:10] for at in doubt.candidates}:
        return None
    same_part = [(i, at) for i, at in enumerate(doubt.candidates) if part and _in_part(str(at), str(part))]
    return same_part[0] if len(same_part) == 1 else None


def _in_part(at: str, part: str) -> bool:
    hours = {"dawn": (0, 6), "morning": (5, 12), "noon": (11, 14), "afternoon": (12, 19), "evening": (17, 24)}[part]
    return hours[0] <= int(at[11:13] or 0) < hours[1]


def _with_moved_return(state: State, slots: dict[str, Any]) -> dict[str, Any]:
    """A journey moved to another day takes its return with it; a return before the departure is forgotten."""
    old, new, back = state.slots.get("depart_at"), slots.get("depart_at"), slots.get("return_at")
    if not (old and new and back) or back != state.slots.get("return_at") or new == old:
        return slots
    days = date.fromisoformat(new[:10]) - date.fromisoformat(old[:10])
    moved = (date.fromisoformat(back[:10]) + days).isoformat() + back[10:]
    if len(moved) > 10 and len(new) > 10 and moved <= new:
        return {k: v for k, v in slots.items() if k != "return_at"}
    return {**slots, "return_at": moved}


def _soft_answered(state: State, said: Mapping[str, Any]) -> bool:
    return state.soft_asked and state.asked in SOFT and "destination" in said


def _detailed(state: State, slots: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """市住建局 said of 无锡 is 无锡市住建局; another town's name stands alone."""
    town, place = str(state.slots.get("destination", "")), str(said["destination"])
    if (
        not town
        or not is_division(town)
        or is_division(place)
        or place.startswith(town[:2])
        or stands_alone(place, town)
    ):
        return slots
    return {**slots, "destination": town + place}


def _next(state: State, doubts: list[Doubt], now: datetime) -> tuple[State, Turn]:
    slots = state.slots
    wish = dict(slots)
    blocking = [d for d in doubts if d.why not in ("approximate",)]
    if blocking:
        first = blocking[0]
        problem = first.why if first.why in ("impossible_date", "absurd_count", "vague", "past") else None
        asked = "depart_at" if first.slot == "booking" else first.slot
        return replace(state, asked=asked, doubt=first), Ask(
            (asked,), first if first.candidates else None, problem, wish
        )
    missing = _hard(slots)
    if missing:
        return replace(state, asked=missing), Ask((missing,), wish=wish)
    soft = _soft(state)
    if soft and not state.soft_asked and (state.read_back is None or "purpose" in soft):
        return replace(state, asked=soft[0], soft_asked=True), Ask(soft, wish=wish)
    if "purpose" in soft:
        return replace(state, asked="purpose"), Ask(("purpose",), wish=wish)
    return _read_back(state, tuple(d for d in doubts if d.why == "approximate"))


def _hard(slots: Mapping[str, Any]) -> str:
    if "copy" not in slots and "recurrence" not in slots:
        if not slots.get("depart_at") and not slots.get("arrive_by"):
            return "depart_at"
        if (
            not any(len(str(slots.get(s, ""))) > 10 for s in ("depart_at", "arrive_by"))
            and "window" not in slots
            and slots.get("duration") != "full_day"
        ):
            return "depart_time"
    if "copy" in slots or (slots.get("urgent") and slots.get("destination")):
        return ""  # An emergency is read back once, not asked about.
    return next((slot for slot in ("destination", "passengers") if not slots.get(slot)), "")


def _soft(state: State) -> tuple[str, ...]:
    """Points still open; an emergency is not asked about."""
    slots = state.slots
    if slots.get("urgent") or "copy" in slots:
        return ()
    open_ = []
    if is_division(str(slots.get("destination", ""))):
        open_.append("place_detail")
    if (
        not slots.get("return_at")
        and slots.get("trip_type") not in ("oneway", "pickup", "dropoff")
        and "duration" not in slots
        and "recurrence" not in slots
    ):
        open_.append("return_at")
    if not slots.get("purpose"):
        open_.append("purpose")
    return tuple(open_) if "purpose" in open_ or not state.soft_asked else ()


def _read_back(state: State, confirm: tuple[Doubt, ...] = ()) -> tuple[State, Turn]:
    slots = dict(state.slots)
    inferred = list(state.inferred)
    if not slots.get("return_at") and "trip_type" not in slots and "duration" not in slots:
        slots["trip_type"] = "oneway"
        inferred.append("trip_type")
    elif slots.get("return_at") and slots.get("trip_type") in (None, "oneway"):
        slots["trip_type"] = "round"
        inferred.append("trip_type")
    old = state.read_back
    changed = (
        tuple(k for k in sorted({*slots, *(old or {})}) if (old or {}).get(k) != slots.get(k))
        if old is not None
        else ()
    )
    history = state.history if old is None or not changed else (*state.history, dict(old))[-HISTORY_MAX:]
    new = replace(
        state,
        slots=slots,
        asked="confirm",
        read_back=slots,
        history=history,
        inferred=tuple(dict.fromkeys(inferred)),
        doubt=None,
    )
    return new, Ready(dict(slots), changed, new.inferred, confirm)


def _confirm(state: State, now: datetime) -> tuple[State, Turn]:
    if state.doubt is not None and state.doubt.candidates:
        slots = {**state.slots, state.doubt.slot: state.doubt.candidates[0]}
        return _next(replace(state, slots=slots, doubt=None), [], now)
    if state.read_back is not None and state.asked == "confirm" and dict(state.read_back) == dict(state.slots):
        return State(queued=state.queued), Act("submit", dict(state.slots))
    return _next(state, list(_still_open(state.doubt, {})), now)


def _undo(state: State) -> tuple[State, Turn]:
    """Back to the read-back before; a half-made change goes back to the last one."""
    is_open = state.doubt is not None or dict(state.read_back or {}) != dict(state.slots)
    if state.read_back is not None and is_open:
        earlier, history = state.read_back, state.history
    elif state.history:
        earlier, history = state.history[-1], state.history[:-1]
    else:
        again = Ready(dict(state.slots), inferred=state.inferred)
        return (state, again) if state.read_back is not None else (state, Unclear(_points(state)))
    changed = tuple(k for k in sorted({*earlier, *state.slots}) if earlier.get(k) != state.slots.get(k))
    inferred = tuple(slot for slot in state.inferred if slot in earlier and slot not in changed)
    back = replace(state, slots=dict(earlier), read_back=dict(earlier), history=history, inferred=inferred)
    return replace(back, asked="confirm", doubt=None), Ready(dict(earlier), changed, inferred)


def _points(state: State) -> tuple[str, ...]:
    return (state.asked,) if state.asked else ()
