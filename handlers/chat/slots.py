"""From the slots of a talk to a wish: days without an hour, spans, and an order said to be like the last one."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.bookings.model import Booking
from app.dispatch.views import destination
from app.fleet.model import KIND_NAMES, Kind
from app.kernel.clock import CITY_TZ, local

DAY_BEGINS, DAY_ENDS = time(8, 30), time(17, 30)  # What 全天 means unless hours are said; read back as a default.
PARTS = {"dawn": time(5), "morning": time(9), "noon": time(12), "afternoon": time(14), "evening": time(18, 30)}
HALF_DAY_H, FULL_DAY_H = 4, 9


def completed(slots: dict[str, Any], now: datetime) -> tuple[dict[str, Any], list[str]]:
    """(slots with instants where only days were said, names of what a convention filled).

    What recurs is booked one by one: the first time comes out.
    """
    found = {name: value for name, value in slots.items() if value is not None}
    filled: list[str] = []
    if "recurrence" in found:
        found |= _first_time(found, now)
    leave = found.get("depart_at")
    if isinstance(leave, str) and len(leave) == 10:
        found["depart_at"] = _at(leave, _first_hour(found))
        filled += [] if "window" in found else ["depart_at"]
    back = found.get("return_at")
    if isinstance(back, str) and len(back) == 10:
        found["return_at"] = _at(back, PARTS.get(str(found.get("return_part")), DAY_ENDS))
        filled.append("return_at")
    if not back and found.get("depart_at") and "duration" in found:
        found["return_at"] = _end_of(datetime.fromisoformat(found["depart_at"]), found["duration"])
        filled.append("return_at")
    return found, filled


def like(booking: Booking, slots: dict[str, Any]) -> dict[str, Any]:
    """The slots of an earlier order under those that were said now; its hours move to the day that was said."""
    first = booking.legs[0]
    old: dict[str, Any] = {
        "origin": first.pickup,
        "destination": destination(booking),
        "passengers": booking.passengers,
        "purpose": booking.purpose,
    }
    if booking.vehicle_kind:
        old["vehicle_type"] = KIND_NAMES[Kind(booking.vehicle_kind)]
    said = {name: value for name, value in slots.items() if name != "copy" and value is not None}
    day = str(said.get("depart_at") or "")
    if len(day) == 10:
        said["depart_at"] = _at(day, local(booking.depart_at).timetz().replace(tzinfo=None))
    if said.get("depart_at") and booking.return_at and "return_at" not in said:
        said["return_at"] = (
            datetime.fromisoformat(said["depart_at"]) + (booking.return_at - booking.depart_at)
        ).isoformat()
    return old | {"trip_type": "round" if booking.return_at else "oneway"} | said


def _first_time(slots: dict[str, Any], now: datetime) -> dict[str, Any]:
    """每周二周四九点: from tomorrow on, or from the day that was said, the first such day; a return on the same day."""
    value = slots["recurrence"]
    named = str(slots.get("depart_at") or "")[:10]
    day = date.fromisoformat(named) if named else local(now).date() + timedelta(days=1)
    days = {int(each) for each in value.get("weekdays") or range(1, 8)}
    while day.isoweekday() not in days:
        day += timedelta(days=1)
    found = {"depart_at": _at(day.isoformat(), time.fromisoformat(str(value.get("at") or DAY_BEGINS)))}
    back = slots.get("return_at")
    return found | ({"return_at": day.isoformat() + back[10:]} if isinstance(back, str) else {})


def _first_hour(slots: dict[str, Any]) -> time:
    window = slots.get("window")
    if isinstance(window, list) and window:
        return time.fromisoformat(str(window[0]))
    return PARTS.get(str(slots.get("depart_part")), DAY_BEGINS)


def _end_of(leave: datetime, duration: Any) -> str:
    if duration == "full_day":
        end = leave.astimezone(CITY_TZ).replace(hour=DAY_ENDS.hour, minute=DAY_ENDS.minute)
        return (end if end > leave else leave + timedelta(hours=FULL_DAY_H)).isoformat()
    hours = HALF_DAY_H if duration == "half_day" else float(duration)
    return (leave + timedelta(hours=hours)).isoformat()


def _at(day: str, hour: time) -> str:
    return datetime.combine(date.fromisoformat(day), hour, CITY_TZ).isoformat()
