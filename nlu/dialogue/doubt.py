"""Doubts: which are asked and which only said aloud, what resolves them, and what is no value at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from nlu.dialogue.manner import Manner
from nlu.dialogue.state import Doubt

NOTED = ("approximate", "mended")
LEAVING = ("depart_at", "arrive_by", "recurrence", "copy")
ANSWERS = {"depart_at": LEAVING, "arrive_by": LEAVING, "return_at": ("return_at", "trip_type", "duration"), "vehicle_type": ("vehicle_type", "passengers")}  # fmt: skip
PLACES = ("origin", "destination", "stops")
HOURS = {"dawn": (0, 6), "morning": (5, 12), "noon": (11, 14), "afternoon": (12, 19), "evening": (17, 24)}


def found_in(reading: Mapping[str, Any], now: datetime) -> list[Doubt]:
    """The doubts of a reading; an instant that is over is no candidate."""
    doubts = [Doubt.from_json(each) for each in reading.get("ambiguous", ())]
    return [
        Doubt(d.slot, tuple(at for at in d.candidates if _is_ahead(at, now)), d.why, d.until, d.said)
        if d.why == "past"
        else d
        for d in doubts
    ]


def is_noted(doubt: Doubt) -> bool:
    """Taken on a likely reading: it is said aloud in the read-back and not asked about."""
    return doubt.why in NOTED and len(doubt.candidates) == 1


def is_untakable(doubt: Doubt) -> bool:
    """No value at all: what was known before stays."""
    return not doubt.candidates and doubt.why not in NOTED


def still_open(doubts: Iterable[Doubt], said: Mapping[str, Any]) -> tuple[Doubt, ...]:
    """Those whose slot was not said: they are asked until it is."""
    return tuple(d for d in doubts if said.keys().isdisjoint(ANSWERS.get(d.slot, (d.slot,))))


def in_order(doubts: Iterable[Doubt], manner: Manner) -> tuple[Doubt, ...]:
    """The most important first; one a slot."""
    by_slot: dict[str, Doubt] = {}
    for doubt in doubts:
        by_slot.setdefault(doubt.slot, doubt)
    return tuple(sorted(by_slot.values(), key=lambda d: manner.rank(d.slot)))


def choice(doubt: Doubt, said: Mapping[str, Any]) -> int | None:
    """Which candidate the words mean: 明天上午 of two hours, 南京的 of two 鼓楼区; None for none of them."""
    value = said[doubt.slot]
    if doubt.slot in PLACES or doubt.slot == "vehicle_type":
        return _named(doubt, str(value[-1] if isinstance(value, list | tuple) else value))
    return _instant(doubt, str(value), said.get("depart_part"))


def _named(doubt: Doubt, words: str) -> int | None:
    if words in doubt.candidates:
        return doubt.candidates.index(words)
    fitting = [n for n, name in enumerate(doubt.candidates) if words in str(name) or str(name) in words]
    return fitting[0] if len(fitting) == 1 else None


def _instant(doubt: Doubt, value: str, part: Any) -> int | None:
    day, is_hour = value[:10], len(value) > 10
    for index, at in enumerate(doubt.candidates):
        if str(at)[:16] == value[:16] if is_hour else str(at)[:10] == day and (not part or _in_part(str(at), part)):
            return index
    if is_hour or day not in {str(at)[:10] for at in doubt.candidates}:
        return None
    same_part = [index for index, at in enumerate(doubt.candidates) if part and _in_part(str(at), part)]
    return same_part[0] if len(same_part) == 1 else None


def _in_part(at: str, part: Any) -> bool:
    first, last = HOURS[str(part)]
    return first <= int(at[11:13] or 0) < last


def _is_ahead(at: Any, now: datetime) -> bool:
    value = str(at)
    return value >= now.date().isoformat() if len(value) == 10 else datetime.fromisoformat(value) > now
