"""How a wish becomes legs, and what may refuse it before anything is written: pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from app.bookings.wish import LegDraft, Spot, Wish
from app.fleet.model import KIND_NAMES, Kind
from app.kernel.clock import local
from app.kernel.faults import Invalid, Refused
from app.kernel.geo import drive_min, road_m
from app.policies.topics import RING_NAMES, LeadTime, Purposes
from app.pricing.rules import Usage, nights

ARRIVE_SPARE_MIN = 5  # A deadline is met with that much to spare.
STOP_MIN = 30  # How long a stop on the way is taken to last.
RINGS = ("zone", "city", "province", "beyond")
SEATS_OF_KIND = {Kind.SEDAN: 4, Kind.SUV: 4, Kind.MPV: 6, Kind.MINIBUS: 18, Kind.COACH: 48}
KIND_WORDS = {
    Kind.SEDAN: ("轿车", "小车", "小轿车", "新能源"),
    Kind.SUV: ("越野", "皮卡"),
    Kind.MPV: ("商务", "别克", "GL8", "7座", "面包", "执法"),
    Kind.MINIBUS: ("中巴", "考斯特", "中型客车", "小巴", "依维柯"),
    Kind.COACH: ("大巴", "大客", "大型客车", "通勤车"),
}


def legs_of(wish: Wish, spots: Sequence[Spot], *, stay_min: int) -> list[LegDraft]:
    """One leg from each spot to the next, and one back to the first when a return is wished.

    Raises Invalid("booking.no_hour"), Invalid("booking.return_before").
    """
    ways = [road_m(a.point, b.point) for a, b in pairwise(spots)]
    at = _departure(wish, ways)
    legs = []
    for metres, pickup, dropoff in zip(ways, spots, spots[1:], strict=False):
        arrive_at = at + timedelta(minutes=drive_min(metres))
        legs.append(LegDraft(pickup, dropoff, at, arrive_at, metres))
        at = arrive_at + timedelta(minutes=STOP_MIN)
    return_at = wish.return_at or (
        legs[-1].arrive_at + timedelta(minutes=stay_min) if wish.trip_type == "round" else None
    )
    if return_at:
        if return_at < legs[-1].arrive_at:
            raise Invalid("booking.return_before", field="return_at", arrive=legs[-1].arrive_at)
        metres = road_m(spots[-1].point, spots[0].point)
        home_at = return_at + timedelta(minutes=drive_min(metres))
        legs.append(LegDraft(spots[-1], spots[0], return_at, home_at, metres))
    return legs


def check_times(lead: LeadTime, ring: str, depart_at: datetime, *, now: datetime, rule: str) -> None:
    """Raises Refused("booking.past" | "booking.too_late" | "booking.too_far")."""
    if depart_at <= now:
        raise Refused("booking.past", at=depart_at)
    least = {str(name): minutes for name, minutes in lead.least_min.items()}[ring]
    if depart_at - now < timedelta(minutes=least):
        raise Refused("booking.too_late", lead=least, ring=RING_NAMES[ring], rule=rule.partition("/")[0])
    if local(depart_at).date() > local(now).date() + timedelta(days=lead.horizon_days):
        raise Refused("booking.too_far", days=lead.horizon_days, rule=rule.rpartition("/")[2])


def duty_of(purposes: Purposes, words: str, *, rule: str) -> str:
    """The duty class a purpose belongs to.  Raises Refused("purpose.private")."""
    for word in purposes.never:
        if word in words:
            raise Refused("purpose.private", word=word, rule=rule)
    for duty, known in purposes.duty_class.items():
        if any(word in words for word in known):
            return duty
    return "ordinary"


def farthest(spots: Sequence[Spot]) -> str:
    """The widest ring that any of the places lies in."""
    return max((spot.ring for spot in spots), key=RINGS.index)


def kind_of(words: str | None) -> Kind | None:
    """The kind of vehicle that somebody's word means; None for none or an unknown one."""
    for kind, known in KIND_WORDS.items():
        if words and any(word in words for word in known):
            return kind
    return None


def kind_for(party: int, wanted: Kind | None) -> Kind:
    """The smallest kind that holds the party and is at least what was asked for."""
    kinds = list(KIND_NAMES)
    least = kinds.index(wanted) if wanted else 0
    fitting = [
        k for k in kinds if SEATS_OF_KIND[k] >= party and kinds.index(k) >= least and (k != Kind.SUV or k == wanted)
    ]
    return fitting[0] if fitting else Kind.COACH


def usage_of(legs: Sequence[LegDraft], kind: str) -> Usage:
    """What a draft will be billed for: there and back to the first pickup, also when nobody rides back."""
    metres = sum(leg.metres for leg in legs)
    last = legs[-1].dropoff.point
    home_m = road_m(last, legs[0].pickup.point)
    minutes = int((legs[-1].arrive_at - legs[0].depart_at).total_seconds() // 60) + drive_min(home_m)
    waits = sum((b.depart_at - a.arrive_at).total_seconds() / 60 for a, b in pairwise(legs))
    away = nights(legs[0].depart_at, legs[-1].arrive_at)
    return Usage(kind, metres + home_m, minutes, round(waits), away)


def _departure(wish: Wish, ways: Sequence[int]) -> datetime:
    if wish.depart_at:
        return wish.depart_at
    if not wish.arrive_by:
        raise Invalid("booking.no_hour", field="depart_at")
    driving = sum(drive_min(metres) for metres in ways) + STOP_MIN * (len(ways) - 1)
    return wish.arrive_by - timedelta(minutes=driving + ARRIVE_SPARE_MIN)
