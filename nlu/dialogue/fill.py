"""What was said laid over what was known: answers, corrections, and what follows from them for the other slots."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from nlu.dialogue import doubt as doubts
from nlu.dialogue.manner import Manner
from nlu.dialogue.state import SLOTS, Doubt, State
from nlu.rules.towns import is_division, stands_alone

Slots = dict[str, Any]


SPAN_END = "span_end"
"""Among the inferred: the return is only the end of a span of hours, nobody spoke of coming back."""


def fill(state: State, reading: Mapping[str, Any], now: datetime, manner: Manner) -> State | None:
    """The state with the sentence taken in; None when it said nothing."""
    said = {slot: value for slot, value in reading.items() if slot in SLOTS}
    found = doubts.found_in(reading, now)
    queued = tuple(str(d.candidates[0]) for d in found if d.why == "second" and d.candidates)
    found = [d for d in found if d.why != "second"]
    said |= _picked(state, reading.get("choice"))
    if not said and not found and not queued and state.has_draft:
        return None
    said, found = _of_every_time(state, said, found)
    said, found = _takable(said, found, manner)
    said, spanned = _chosen(state, said)
    said, held, found = _held(state, said, found, manner)
    slots = _laid_over(state, said, now)
    slots, found = _after_departure(state, slots, said, found)
    open_doubts = (*found, *_kept_open(state, said))
    return replace(
        state,
        slots=slots,
        soft_asked=state.soft_asked and not _is_another_town(state, slots),
        held=held,
        inferred=_inferred(state, (*reading.get("inferred", ()), *spanned), said, slots),
        doubts=doubts.in_order((d for d in open_doubts if not doubts.is_noted(d)), manner),
        noted=(*(d for d in found if doubts.is_noted(d)), *(d for d in state.noted if _is_still_so(d, said, slots))),
        queued=(*state.queued, *queued),
        told="return_at" if "return_at" in said and "depart_at" not in said else "",
    )


def take(state: State, doubt: Doubt) -> State:
    """A yes to the only candidate of a doubt."""
    said = {doubt.slot: doubt.candidates[0]}
    inferred = state.inferred
    if doubt.until:
        said["return_at"] = doubt.until[0]
        inferred = (*inferred, "return_at", SPAN_END)
    doubts_left = tuple(d for d in state.doubts if d is not doubt)
    return replace(state, slots={**state.slots, **said}, inferred=inferred, doubts=doubts_left)


def _picked(state: State, number: Any) -> Slots:
    """第二个: the value of that candidate."""
    doubt = state.doubt
    if doubt is None or not isinstance(number, int) or not 0 < number <= len(doubt.candidates):
        return {}
    return {doubt.slot: doubt.candidates[number - 1]}


def _of_every_time(state: State, said: Slots, found: list[Doubt]) -> tuple[Slots, list[Doubt]]:
    """改成十点 said of every Tuesday is no hour that is past today: the face that the hour has on another day."""
    late = [d for d in found if d.why in ("hour", "past") and d.slot == "depart_at" and d.candidates]
    if "recurrence" not in state.slots or not late:
        return said, found
    return {**said, "depart_at": late[0].candidates[-1]}, [d for d in found if d not in late]


def _takable(said: Slots, found: list[Doubt], manner: Manner) -> tuple[Slots, list[Doubt]]:
    """Without the values that cannot be: what was known before stays, and the slot is asked."""
    party = said.get("passengers")
    if isinstance(party, int) and not 0 < party <= manner.party_max:
        found = [Doubt("passengers", (), "absurd_count"), *(d for d in found if d.slot != "passengers")]
    lost = {d.slot for d in found if doubts.is_untakable(d)}
    lost |= {"depart_part"} if "depart_at" in lost else set()
    return {slot: value for slot, value in said.items() if slot not in lost}, found


def _chosen(state: State, said: Slots) -> tuple[Slots, tuple[str, ...]]:
    """上午 chooses among the candidates of a doubt, another instant replaces them; with the slots that only follow: the
    end of a span as the return that nobody called so."""
    doubt = state.doubt
    if doubt is None or not doubt.candidates or doubt.slot not in said:
        return said, ()
    index = doubts.choice(doubt, said)
    if index is None:
        return said, ()
    chosen = {slot: value for slot, value in said.items() if slot != "depart_part"}
    if doubt.slot == "stops":
        chosen["stops"] = [doubt.candidates[index] if s == doubt.said else s for s in state.slots.get("stops") or ()]
    else:
        chosen[doubt.slot] = doubt.candidates[index]
    if index < len(doubt.until):
        return {**chosen, "return_at": doubt.until[index]}, ("return_at", SPAN_END)
    return chosen, ()


def _held(state: State, said: Slots, found: list[Doubt], manner: Manner) -> tuple[Slots, Slots, list[Doubt]]:
    """A party that outgrows a small car is taken only together with the vehicle that carries it, and a vehicle only when
    it carries the party; until then what was known before stands."""
    held = {} if "passengers" in said else dict(state.held)
    if "passengers" in held and "vehicle_type" in said:
        party = held.pop("passengers")
        said = {**said, "passengers": party}
        count = manner.count_for(party, said["vehicle_type"])
        if count > 1 and "vehicle_count" not in said and said["vehicle_type"] in dict(manner.bigger):
            said["vehicle_count"] = count
    party = said.get("passengers", state.slots.get("passengers"))
    if not isinstance(party, int) or manner.holds(party, {**state.slots, **said}):
        return said, held, found
    small = said.get("vehicle_type")
    if small is None and ("passengers" not in said or not _outgrows(party, state.slots.get("passengers"), manner)):
        return said, held, found
    doubt = Doubt("vehicle_type", tuple(name for name, _ in manner.bigger), "beyond_car", said=str(small or ""))
    kept = {slot: value for slot, value in said.items() if slot not in ("vehicle_type", "vehicle_count")}
    if "passengers" in state.slots and "passengers" in kept:
        held = {"passengers": kept.pop("passengers")}
    return kept, held, [doubt, *(d for d in found if d.slot != "passengers")]


def _outgrows(party: int, before: Any, manner: Manner) -> bool:
    """Whether it takes a bigger vehicle than the party that was known before."""
    return isinstance(before, int) and manner.size(party) > manner.size(before)


def _laid_over(state: State, said: Slots, now: datetime) -> Slots:
    slots = {**state.slots, **_detailed(state, said)}
    _settle_times(state, slots, said)
    slots = {slot: value for slot, value in slots.items() if value is not None}
    if slots.get("urgent") and not slots.get("depart_at") and not slots.get("arrive_by"):
        slots["depart_at"] = now.replace(second=0, microsecond=0).isoformat()
    return slots


def _settle_times(state: State, slots: Slots, said: Slots) -> None:
    """What a new time leaves without sense is given up: the part of day of an hour, a window beside a firm hour, a
    length of stay beside a return."""
    if _has_hour(slots.get("depart_at")):
        slots.pop("depart_part", None)
        if "depart_at" in said and "window" not in said:
            slots.pop("window", None)
    if _has_hour(slots.get("return_at")):
        slots.pop("return_part", None)
    if "return_at" in said and "duration" not in said:
        slots.pop("duration", None)
    if said.get("trip_type") == "oneway" or ("duration" in said and "return_at" not in said):
        slots.pop("return_at", None)
        slots.pop("return_part", None)
    if "recurrence" in slots and "recurrence" not in said:
        _settle_recurrence(slots, said)
    elif "recurrence" in said:
        slots.pop("depart_at", None) if "depart_at" not in said else None
    _settle_deadline(state, slots, said)


def _settle_recurrence(slots: Slots, said: Slots) -> None:
    """改成十点 said of 每周二九点 is its new hour; a day with an hour is one journey instead."""
    at = said.get("depart_at")
    if _has_hour(at):
        slots["recurrence"] = {**slots["recurrence"], "at": str(at)[11:16]}
        slots.pop("depart_at", None)


def _settle_deadline(state: State, slots: Slots, said: Slots) -> None:
    """A deadline before the departure, or a departure after the deadline: what was said last holds."""
    leave, due = slots.get("depart_at"), slots.get("arrive_by")
    if not leave or not due:
        return
    if "depart_at" in said and "arrive_by" not in said:
        if not _has_hour(leave) and _has_hour(due):
            slots["arrive_by"] = leave + due[10:]
            slots.pop("depart_at", None)
        elif _has_hour(leave) and _has_hour(due) and leave >= due:
            slots.pop("arrive_by", None)
    elif "arrive_by" in said and "depart_at" not in said and _is_overtaken(leave, due, said):
        for slot in ("depart_at", "depart_part", "window"):
            slots.pop(slot, None)


def _is_overtaken(leave: str, due: str, said: Slots) -> bool:
    """A departure that a new deadline leaves without sense."""
    if not _has_hour(due):
        return False
    return leave >= due if _has_hour(leave) else "window" not in said or leave > due[:10]


def _after_departure(state: State, slots: Slots, said: Slots, found: list[Doubt]) -> tuple[Slots, list[Doubt]]:
    """A journey moved to another day takes its return along; a return that comes before the departure is asked anew."""
    old, new = (_leaving(each) for each in (state.slots, slots))
    back = slots.get("return_at")
    if not new or not back:
        return slots, found
    if old and new != old and "return_at" not in said:
        days = date.fromisoformat(new[:10]) - date.fromisoformat(old[:10])
        back = (date.fromisoformat(back[:10]) + days).isoformat() + back[10:]
    is_before = back <= new if _has_hour(back) and _has_hour(new) else back[:10] < new[:10]
    if not is_before:
        return {**slots, "return_at": back}, found
    if "return_at" in said and "depart_at" not in said and state.slots.get("return_at"):
        return {**slots, "return_at": state.slots["return_at"]}, [*found, Doubt("return_at", (), "return_before")]
    kept = {slot: value for slot, value in slots.items() if slot not in ("return_at", "return_part")}
    if SPAN_END in state.inferred and "return_at" not in said:
        return kept, found  # 8点到9点 named no return: its end goes without a word.
    return kept, [*found, Doubt("return_at", (), "return_before")]


def _kept_open(state: State, said: Slots) -> tuple[Doubt, ...]:
    return doubts.still_open(state.doubts, said)


def _is_another_town(state: State, slots: Slots) -> bool:
    """Before anything was read back the exact place is asked of the new town as it was of the old one."""
    town = str(slots.get("destination") or "")
    return state.read_back is None and town != str(state.slots.get("destination") or "") and is_division(town)


def _is_still_so(noted: Doubt, said: Slots, slots: Slots) -> bool:
    """Not said anew; a mended town stays one when the place in it is named."""
    return noted.slot not in said or (noted.why == "mended" and str(noted.candidates[0]) in str(slots.get(noted.slot)))


def _inferred(state: State, new: tuple[str, ...], said: Slots, slots: Slots) -> tuple[str, ...]:
    """The slots that a convention filled: those of this sentence, and earlier ones that nobody said since."""
    kept = (s for s in dict.fromkeys((*state.inferred, *new)) if s not in said or s in new)
    return tuple(s for s in kept if (s if s != SPAN_END else "return_at") in slots)


def _detailed(state: State, said: Slots) -> Slots:
    """市住建局 said of 无锡 is 无锡市住建局; another town's name stands alone."""
    if not state.soft_asked or state.asked not in ("place_detail", "return_at", "purpose") or "destination" not in said:
        return said
    town, place = str(state.slots.get("destination", "")), str(said["destination"])
    if not is_division(town) or is_division(place) or place.startswith(town[:2]) or stands_alone(place, town):
        return said
    return {**said, "destination": town + place}


def _leaving(slots: Mapping[str, Any]) -> str:
    return str(slots.get("depart_at") or slots.get("arrive_by") or "")


def _has_hour(at: Any) -> bool:
    return isinstance(at, str) and len(at) > 10
