"""Which of a person's orders is meant by what was said of it: its place, its day, its vehicle, who applied for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.bookings.model import Booking
from app.dispatch import ops as dispatch
from app.dispatch import views
from app.fleet.model import KIND_NAMES, Kind, Vehicle
from app.kernel.clock import local
from app.tenancy.model import Person
from handlers.chat.turn import Choice, Turn

SAID = ("depart_at", "destination", "vehicle_type", "applicant")
TITLES_END = "长员任记工师总"
NO_SUCH = "没有找到{said}的订单，什么都没有改动。您是指下面哪一单？请回复序号，或说“{verb}YC…”。"
WORDS = {"cancel": "取消 ", "approve": "同意 ", "reject": "驳回 "}


def fitting(turn: Turn, rows: Sequence[Booking]) -> list[Booking]:
    """Those that fit all that was said; all of them when nothing was."""
    said = _said(turn)
    return [booking for booking in rows if all(_fits(turn, booking, slot, words) for slot, words in said.items())]


def choices(turn: Turn, rows: Sequence[Booking]) -> list[Choice]:
    return [Choice(booking.ref, views.order_line(turn.session, booking)) for booking in rows]


def none_fits(turn: Turn, verb: str, rows: Sequence[Booking]) -> str:
    """没有找到去无锡的订单: nothing is done, the orders there are stand below, a number picks."""
    turn.memory.show_menu([booking.ref for booking in rows], verb, turn.args, now=turn.now)
    turn.must_pick = True
    asks = NO_SUCH.format(said=_words(_said(turn)), verb=WORDS.get(verb, ""))
    return "\n".join([asks, *(f"{n}. {choice.line}" for n, choice in enumerate(choices(turn, rows), 1))])


def _said(turn: Turn) -> dict[str, str]:
    target = turn.args.get("target")
    said = target if isinstance(target, dict) and not turn.order_no else {}
    return {slot: str(said[slot]) for slot in SAID if said.get(slot)}


def _fits(turn: Turn, booking: Booking, slot: str, words: str) -> bool:
    if slot == "depart_at":
        return _leaves(booking, words)
    if slot == "destination":
        return any(_is_short_for(words, place) for place in views.route(booking).split("→")[1:])
    if slot == "vehicle_type":
        return words in _kinds(turn, booking)
    person = turn.session.get(Person, booking.requester_id)
    return person is not None and _is_called(person.name, words)


def _leaves(booking: Booking, said: str) -> bool:
    """On the day said; where an hour is said, at that one on either face of the clock."""
    at, leaves = datetime.fromisoformat(said), local(booking.depart_at)
    if at.date() != leaves.date():
        return False
    return len(said) <= len("2026-11-25") or (at.hour % 12, at.minute) == (leaves.hour % 12, leaves.minute)


def _is_short_for(words: str, place: str) -> bool:
    """金坛医院 for 金坛区人民医院: all its characters, in their order."""
    left = iter(place)
    return all(character in left for character in words)


def _is_called(name: str, words: str) -> bool:
    """张敏, 小张, 张科员"""
    short = words.removesuffix("同志")
    short = short[1:] if len(short) > 1 and short[0] in "小老" else short
    if len(short) > 1 and short[-1] in TITLES_END:
        return name[0] == short[0]
    return name.startswith(short)


def _kinds(turn: Turn, booking: Booking) -> set[str]:
    """The kind that was wished for, and those of the cars that come."""
    cars = [turn.session.get(Vehicle, trip.vehicle_id) for trip in dispatch.trips_of(turn.session, booking)]
    kinds = {booking.vehicle_kind, *(car.kind for car in cars if car is not None)} - {None}
    return {KIND_NAMES[Kind(kind)] for kind in kinds if kind}


def _words(said: dict[str, Any]) -> str:
    """11-25去无锡 of 张敏"""
    day = said.get("depart_at", "")[5:16].replace("T", " ")
    place = f"去{said['destination']}" if "destination" in said else ""
    who = f"{said['applicant']}申请" if "applicant" in said else ""
    car = f"用{said['vehicle_type']}" if "vehicle_type" in said else ""
    return "、".join(part for part in (who, f"{day}{place}", car) if part)
