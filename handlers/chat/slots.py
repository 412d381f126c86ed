"""From the slots of a talk to a wish: days without an hour, spans, and an order said to be like the last one."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.bookings.model import Booking
from app.dispatch.views import destination
from app.fleet.model import KIND_NAMES, Kind
from app.kernel.clock import CITY_TZ, local
from app.kernel.faults import Refused

DAY_BEGINS, DAY_ENDS = time(8, 30), time(17, 30)  # What 全天 means unless hours are said; read back as a default.
PARTS = {"dawn": time(5), "morning": time(9), "noon": time(12), "afternoon": time(14), "evening": time(18, 30)}
HALF_DAY_H, FULL_DAY_H = 4, 9


def completed(slots: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """(slots with instants where only days were said, names of what a convention filled).

    Raises Refused("booking.recurring") for what has to be booked one by one.
    """
    found = {name: value for name, value in slots.items() if value is not None}
    filled: list[str] = []
    if "recurrence" in found:
        raise Refused("booking.recurring")
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
    said = {name: value for name, value in slots.items() if name not in ("copy", "trip_type") and value is not None}
    day = str(said.get("depart_at") or "")
    if len(day) == 10:
        said["depart_at"] = _at(day, local(booking.depart_at).timetz().replace(tzinfo=None))
    if said.get("depart_at") and booking.return_at and "return_at" not in said:
        said["return_at"] = (
            datetime.fromisoformat(said["depart_at"]) + (booking.return_at - booking.depart_at)
        ).isoformat()
    return old | {"trip_type": "round" if booking.return_at else "oneway"} | said


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
