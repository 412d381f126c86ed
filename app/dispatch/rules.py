"""Which car serves a round of legs: each car of the fleet gets a score line or a refusal code.  Pure.

Units: minutes, metres, aware instants.  Lower scores are better; ties go to the smaller vehicle id, so runs repeat.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.fleet.model import KIND_NAMES, Duty, Kind
from app.kernel.geo import Point, drive_min, road_m
from app.policies.topics import DispatchWeights

CARBON_G_PER_KM = {Kind.SEDAN: 170, Kind.SUV: 220, Kind.MPV: 240, Kind.MINIBUS: 420, Kind.COACH: 780}
LICENCES = {  # The first letters of licences that cover a kind; no licence covers none.
    Kind.SEDAN: {"A", "B", "C"},
    Kind.SUV: {"A", "B", "C"},
    Kind.MPV: {"A", "B", "C"},
    Kind.MINIBUS: {"A", "B"},
    Kind.COACH: {"A"},
}
BUSES = (Kind.MINIBUS, Kind.COACH)
CAR_SEATS_MAX = 6
BUS_FOR_FEW = 5.0  # A bus for those who fit a car weighs as much as an hour of empty driving.
TERMS = {
    "empty_min": "空驶分钟",
    "cost_yuan": "空驶成本",
    "wait_risk": "等待风险",
    "balance": "均衡",
    "carbon_kg": "碳排放",
    "class_match": "车型匹配",
}
REFUSALS = {
    "in_repair": "在修",
    "class_mismatch": "车辆类别不符",
    "seats_short": "座位不足",
    "kind_mismatch": "车型不符",
    "no_driver": "驾驶员缺",
    "licence": "准驾不符",
    "declined": "驾驶员已拒单",
    "overlap": "时间重叠",
    "cannot_arrive": "转场来不及",
    "driver_busy": "驾驶员另有任务",
}


@dataclass(frozen=True)
class Taken:
    """A span in which a car or driver is not free, and why (a trip's or booking's public words)."""

    from_at: datetime
    to_at: datetime
    why: str


@dataclass(frozen=True)
class Car:
    """One vehicle with its driver, as dispatch sees it."""

    vehicle_id: int
    plate: str
    kind: Kind
    seats: int
    duty: Duty
    is_fit: bool
    base: Point
    pool: str
    driver_id: int | None
    licence: str
    taken: tuple[Taken, ...] = ()
    driver_taken: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class Ride:
    """One leg to be driven."""

    pickup: Point
    dropoff: Point
    depart_at: datetime
    arrive_at: datetime


@dataclass(frozen=True)
class Job:
    """Legs that one car is to drive in this order, with what the car must be."""

    rides: tuple[Ride, ...]
    party: int
    kind: Kind | None
    duty: Duty
    declined: frozenset[int] = frozenset()  # Vehicles whose driver has said no to it.


@dataclass(frozen=True)
class Line:
    """A candidate's score: each term as weighted, and the span the car would be out."""

    vehicle_id: int
    plate: str
    score: float
    terms: Mapping[str, float]
    leave_at: datetime
    back_at: datetime
    metres: int
    empty_min: int


@dataclass(frozen=True)
class Refusal:
    code: str
    detail: str = ""

    @property
    def words(self) -> str:
        return REFUSALS[self.code] + (f"（{self.detail}）" if self.detail else "")


@dataclass(frozen=True)
class Choice:
    """The best first; lines and refusals together are the whole fleet."""

    lines: list[Line] = field(default_factory=list)
    refused: dict[int, Refusal] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for refusal in self.refused.values():
            found[refusal.code] = found.get(refusal.code, 0) + 1
        return found


def choose(job: Job, fleet: Sequence[Car], weights: DispatchWeights) -> Choice:
    """Score every car that can serve `job` and say of each other car why it cannot."""
    lines, refused = [], {}
    for car in fleet:
        line = _line(job, car, weights)
        refusal = refuse(job, car, line, weights)
        if refusal:
            refused[car.vehicle_id] = refusal
        else:
            lines.append(line)
    return Choice(sorted(lines, key=lambda line: (line.score, line.vehicle_id)), refused)


def because(choice: Choice) -> list[str]:
    """Three reasons for the first line, in words."""
    best, *others = choice.lines
    fits = "车型正合适" if best.terms["class_match"] < 0 else "座位够"
    rival = "只有这一辆可派"
    if others:
        rival = f"评分{best.score:g}最低，次选 {others[0].plate} 为{others[0].score:g}"
    if others and others[0].score < best.score:  # A person's choice; the machine's advice stays beside it.
        rival = f"调度员指定，系统建议 {others[0].plate}（评分{others[0].score:g}，这辆{best.score:g}）"
    return [f"空驶共{best.empty_min}分钟", fits, rival]


def refuse(job: Job, car: Car, line: Line, weights: DispatchWeights) -> Refusal | None:
    """The first reason why `car` cannot serve `job`; None when it can."""
    if not car.is_fit:
        return Refusal("in_repair")
    if not duty_fits(job.duty, car.duty):
        return Refusal("class_mismatch")
    if car.seats < job.party:
        return Refusal("seats_short", f"{car.seats}座，需{job.party}座")
    if job.kind and not kind_fits(job.kind, car.kind):
        return Refusal("kind_mismatch", KIND_NAMES[car.kind])
    if car.driver_id is None:
        return Refusal("no_driver")
    if car.licence[:1] not in LICENCES[car.kind]:
        return Refusal("licence", car.licence)
    if car.vehicle_id in job.declined:
        return Refusal("declined")
    return _clash(line, car.taken, weights, "overlap") or _clash(line, car.driver_taken, weights, "driver_busy")


def duty_fits(job: Duty, car: Duty) -> bool:
    """R02: classified mail travels only in its class; reserved classes serve no ordinary trip."""
    if job == Duty.EMERGENCY_SUPPORT:
        return car in (Duty.EMERGENCY_SUPPORT, Duty.ORDINARY)
    return job == car


def kind_fits(wanted: Kind, kind: Kind) -> bool:
    """A kind asked for is met by itself or a larger one; a cross-country car only by itself."""
    sizes = list(Kind)
    return kind == wanted or (Kind.SUV not in (wanted, kind) and sizes.index(kind) > sizes.index(wanted))


def _line(job: Job, car: Car, weights: DispatchWeights) -> Line:
    first, last = job.rides[0], job.rides[-1]
    to_m, home_m = road_m(car.base, first.pickup), road_m(last.dropoff, car.base)
    between_m = [road_m(a.dropoff, b.pickup) for a, b in zip(job.rides, job.rides[1:], strict=False)]
    metres = to_m + home_m + sum(between_m) + sum(road_m(r.pickup, r.dropoff) for r in job.rides)
    leave_at = first.depart_at - timedelta(minutes=drive_min(to_m) + weights.meet_early_min)
    back_at = last.arrive_at + timedelta(minutes=drive_min(home_m))
    empty_min = drive_min(to_m) + drive_min(home_m)
    hours_taken = sum((t.to_at - t.from_at).total_seconds() for t in car.taken) / 3600
    raw = {
        "empty_min": empty_min,
        "cost_yuan": (to_m + home_m) / 1000 * CARBON_G_PER_KM[car.kind] / 100,
        "wait_risk": _wait_risk(leave_at, car.taken),
        "balance": hours_taken,
        "carbon_kg": metres / 1_000_000 * CARBON_G_PER_KM[car.kind],
        "class_match": _class_match(job, car),
    }
    terms = {name: round(getattr(weights, name) * value, 3) for name, value in raw.items()}
    score = round(sum(terms.values()), 3)
    return Line(car.vehicle_id, car.plate, score, terms, leave_at, back_at, metres, empty_min)


def _wait_risk(leave_at: datetime, taken: Sequence[Taken]) -> float:
    """1 when the job before ends as this one must leave, 0 with an hour or more between."""
    gaps = [(leave_at - t.to_at).total_seconds() / 3600 for t in taken if t.to_at <= leave_at]
    return max(0.0, 1.0 - min(gaps, default=1.0))


def _class_match(job: Job, car: Car) -> float:
    """-1 for the kind asked for or the smallest that fits, BUS_FOR_FEW for a bus where a car would do."""
    if car.kind == job.kind if job.kind else car.seats - job.party <= 3:
        return -1.0
    return BUS_FOR_FEW if car.kind in BUSES and job.kind not in BUSES and job.party <= CAR_SEATS_MAX else 0.0


def _clash(line: Line, taken: Sequence[Taken], weights: DispatchWeights, code: str) -> Refusal | None:
    turn = timedelta(minutes=weights.turn_min)
    for span in sorted(taken, key=lambda t: t.from_at):
        if span.to_at <= line.leave_at - turn or span.from_at >= line.back_at + turn:
            continue
        overlap = min(span.to_at, line.back_at) - max(span.from_at, line.leave_at)
        if code == "overlap" and overlap <= turn:
            short = max(span.to_at + turn - line.leave_at, timedelta(0))
            short = min(short, line.back_at + turn - span.from_at)
            return Refusal("cannot_arrive", f"{span.why}，缺{-(-int(short.total_seconds()) // 60)}分钟")
        return Refusal(code, span.why)
    return None
