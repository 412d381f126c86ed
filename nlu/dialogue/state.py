"""What a conversation holds between two sentences."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

DRAFT_LIVES = timedelta(minutes=30)
SLOTS = (
    "depart_at", "depart_part", "arrive_by", "return_at", "return_part", "passengers", "origin", "destination", "stops", "trip_type",
    "purpose", "vehicle_type", "seats", "vehicle_count", "plate", "driver", "duration", "train_or_flight", "phone", "letter_no",
    "recurrence", "window", "copy", "urgent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """One slot whose words may mean several things, or nothing that can be taken (no candidates).

    why: hour midnight past place beyond_car; impossible_date missing_holiday_year vague relative absurd_count
    return_before (nothing to choose from); approximate mended (taken, and said aloud in the read-back).
    until: the return that goes with each candidate.  said: the words as they stood.
    """

    slot: str
    candidates: tuple[Any, ...]
    why: str
    until: tuple[str, ...] = ()
    said: str = ""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Doubt":
        return cls(
            value["slot"],
            tuple(value.get("candidates") or ()),
            value["why"],
            tuple(value.get("until") or ()),
            str(value.get("said") or ""),
        )


@dataclass(frozen=True, slots=True)
class State:
    """The draft as it stands.

    asked: what the last question was about.  soft_asked: the question that asks several points at once was asked.
    read_back: the wish as last read back; history: those before it, the latest last.  doubts: still to be asked;
    noted: taken, to be said aloud.  held: said, and taken only when its doubt is resolved.  queued: the words of
    further bookings.  told: return_at when the last sentence was about the way back and no other time.
    """

    slots: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    soft_asked: bool = False
    read_back: Mapping[str, Any] | None = None
    history: tuple[Mapping[str, Any], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    noted: tuple[Doubt, ...] = ()
    held: Mapping[str, Any] = field(default_factory=dict)
    inferred: tuple[str, ...] = ()
    queued: tuple[str, ...] = ()
    told: str = ""
    updated_at: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "State":
        return cls(
            slots=dict(value.get("slots") or {}),
            asked=value.get("asked") or "",
            soft_asked=bool(value.get("soft_asked")),
            read_back=value.get("read_back"),
            history=tuple(value.get("history") or ()),
            doubts=tuple(Doubt.from_json(doubt) for doubt in value.get("doubts") or ()),
            noted=tuple(Doubt.from_json(doubt) for doubt in value.get("noted") or ()),
            held=dict(value.get("held") or {}),
            inferred=tuple(value.get("inferred") or ()),
            queued=tuple(value.get("queued") or ()),
            told=value.get("told") or "",
            updated_at=value.get("updated_at") or "",
        )

    @property
    def has_draft(self) -> bool:
        return bool(self.slots) or bool(self.asked)

    @property
    def doubt(self) -> Doubt | None:
        """The doubt that the open question is about."""
        return self.doubts[0] if self.doubts else None

    def context(self, role: str = "official", pending: tuple[str, ...] = ()) -> dict[str, Any]:
        """The context of parse for the next sentence.  A bare number said to 中巴还是大巴 is another party."""
        found: dict[str, Any] = {"role": role, "pending": list(pending)}
        if self.has_draft:
            found |= {"intent": "book", "slots": dict(self.slots)}
        if self.doubt is not None and self.doubt.candidates and self.doubt.slot == self.asked:
            found["doubt"] = self.doubt.why
        asked = "passengers" if "passengers" in self.held else self.asked
        return found | ({"asked": asked} if asked else {})


def alive(state: State | None, now: datetime) -> State:
    """The state, or an empty one when it is none or half an hour old."""
    if state is None or not state.updated_at or now - datetime.fromisoformat(state.updated_at) > DRAFT_LIVES:
        return State()
    return state
