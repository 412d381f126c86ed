"""Plan a booking onto a car, and the verbs that move trips and bookings together: cancel, decline, assign by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bookings import ops as bookings
from app.bookings.model import STATE_NAMES, Booking, Leg
from app.bookings.model import State as Wished
from app.dispatch import slips
from app.dispatch.rules import Car, Choice, Job, Line, Refusal, Ride, Taken, because, choose
from app.fleet import ops as fleet
from app.fleet.model import Driver, Duty, Fitness, Kind, Occupancy, Vehicle
from app.kernel.clock import day_of, hour_minute
from app.kernel.events import record, subject_of
from app.kernel.faults import Refused
from app.kernel.geo import Point
from app.kernel.scope import Scope
from app.kernel.states import move
from app.policies.ops import in_force
from app.policies.topics import DispatchWeights
from app.tenancy.model import Unit
from app.trips.model import Assignment, State, Stop, Trip

OVERDUE = timedelta(minutes=30)  # A car that should be home is not counted on for that long.
LINES_KEPT = 30  # Score lines written out per decision; counts cover every car.


def plan_booking(session: Session, scope: Scope, booking: Booking, *, now: datetime) -> Trip | None:
    """Give an approved booking the best free car, or leave it unserved; the reasons are kept either way.

    The database refuses a span that is taken meanwhile, then the next best is tried.  A car may come late; when the
    whole ride is over there is nothing left to plan and the booking lapses.
    """
    legs = [leg for leg in booking.legs if leg.state in (Wished.APPROVED, Wished.UNSERVED)]
    if not legs:
        return None
    if legs[-1].arrive_at <= now:
        bookings.lapse(session, scope, booking, now=now)
        return None
    choice = look(session, booking, legs, now=now)
    while choice.lines:
        try:
            return issue(session, scope, booking, legs, choice, now=now)
        except Refused as refusal:
            if refusal.code != "fleet.taken":
                raise
            lost = choice.lines.pop(0)
            choice.refused[lost.vehicle_id] = Refusal("overlap", "刚被占用")
    if booking.state != Wished.UNSERVED:
        bookings.advance(booking, legs, Wished.UNSERVED)
        record(session, "booking.unserved", booking, actor=scope, at=now, **reasons(choice))
    return None


def look(session: Session, booking: Booking, legs: Sequence[Leg], *, now: datetime) -> Choice:
    """Score the whole fleet for these legs; writes nothing."""
    weights = _weights(session, booking, now=now)
    job = Job(
        rides=tuple(Ride(leg.pickup_point, leg.dropoff_point, leg.depart_at, leg.arrive_at) for leg in legs),
        party=max(booking.passengers, booking.seats_wanted or 0),
        kind=Kind(booking.vehicle_kind) if booking.vehicle_kind else None,
        duty=Duty(booking.duty),
        declined=_declined(session, legs),
    )
    return choose(job, fleet_around(session, legs[0].depart_at, legs[-1].arrive_at, now=now), weights)


def unserved(session: Session) -> list[Booking]:
    """Bookings that wait for a car, the earliest departure first, locked."""
    query = select(Booking).where(Booking.state == Wished.UNSERVED).order_by(Booking.depart_at, Booking.id)
    return list(session.scalars(query.with_for_update()))


def fleet_around(session: Session, from_at: datetime, to_at: datetime, *, now: datetime) -> list[Car]:
    """Every vehicle with what takes it that day, and what is still out whatever was planned."""
    taken = fleet.busy(session, from_at - timedelta(hours=12), to_at + timedelta(hours=12))
    busy = {r: tuple(Taken(o.from_at, o.ended_at or o.to_at, _why(o)) for o in rows) for r, rows in taken.items()}
    for trip in out_now(session):
        span = Taken(trip.left_at or trip.depart_at, max(trip.back_at, now + OVERDUE), "未回场")
        for resource in (f"vehicle:{trip.vehicle_id}", f"driver:{trip.driver_id}"):
            busy[resource] = (*busy.get(resource, ()), span)
    return [
        Car(
            vehicle_id=row.vehicle_id,
            plate=row.plate,
            kind=Kind(row.kind),
            seats=row.seats,
            duty=Duty(row.duty),
            is_fit=row.fitness == Fitness.FIT,
            base=Point(row.lat_wgs, row.lng_wgs),
            pool=row.pool,
            driver_id=row.driver_id,
            licence=row.licence or "",
            taken=busy.get(f"vehicle:{row.vehicle_id}", ()),
            driver_taken=busy.get(f"driver:{row.driver_id}", ()),
        )
        for row in fleet.lineup(session)
    ]


def out_now(session: Session) -> list[Trip]:
    """Trips under way, also those that should be home by now."""
    return list(session.scalars(select(Trip).where(Trip.state == State.RUNNING)))


def issue(
    session: Session, scope: Scope, booking: Booking, legs: Sequence[Leg], choice: Choice, *, now: datetime
) -> Trip:
    """Make the trip of the first line: stops, assignments, occupancies, slip.  Raises Refused("fleet.taken")."""
    line = choice.lines[0]
    vehicle = session.get_one(Vehicle, line.vehicle_id)
    driver = session.get_one(Driver, vehicle.driver_id)
    trip = _new_trip(booking, legs, line, driver.id, now=now)
    with session.begin_nested():
        session.add(trip)
        session.flush()
        resources = [subject_of(vehicle), subject_of(driver)]
        fleet.occupy(session, resources, trip.depart_at, trip.back_at, reason="trip", ref=subject_of(trip))
    move(trip, State.ISSUED)
    bookings.advance(booking, legs, Wished.ASSIGNED)
    session.flush()
    record(session, "booking.assigned", booking, actor=scope, at=now, trip=trip.id, plate=line.plate, **reasons(choice))
    slips.issue(session, booking, now=now)
    record(session, "trip.issued", trip, actor=scope, at=now, booking=booking.ref)
    return trip


def assign(session: Session, scope: Scope, ref: str, plate: str, *, now: datetime) -> tuple[Booking, Trip]:
    """A dispatcher sends this car; what the machine would have chosen stays beside it.

    Raises Refused("dispatch.car_refused") with the code of that car, Refused("dispatch.not_open" | "booking.over").
    """
    scope.demand("dispatcher")
    booking = bookings.get(session, scope, ref, lock=True, any_of_tenant=True)
    legs = [leg for leg in booking.legs if leg.state in (Wished.APPROVED, Wished.UNSERVED)]
    if not legs:
        raise Refused("dispatch.not_open", ref=booking.ref, state=STATE_NAMES[Wished(booking.state)])
    if legs[-1].arrive_at <= now:
        raise Refused("booking.over", ref=booking.ref, at=booking.depart_at)
    vehicle = fleet.vehicle_by_plate(session, plate)
    choice = look(session, booking, legs, now=now)
    refusal = choice.refused.get(vehicle.id)
    if refusal:
        raise Refused("dispatch.car_refused", plate=vehicle.plate, why=refusal.words)
    choice.lines.sort(key=lambda line: line.vehicle_id != vehicle.id)
    return booking, issue(session, scope, booking, legs, choice, now=now)


def cancel(session: Session, scope: Scope, ref: str, *, reason: str, now: datetime) -> Booking:
    """Call a booking off with its trips; seats and cars it held are free again before this returns.

    Raises NotFound, Refused("booking.cannot_cancel").
    """
    booking = bookings.get(session, scope, ref, lock=True)
    trips = trips_of(session, booking)
    for trip in trips:
        session.refresh(trip)  # Drivers move it only while they hold the booking, so this is how it stands.
    if any(trip.state == State.RUNNING for trip in trips):
        raise Refused("booking.car_left", ref=booking.ref)
    bookings.end(session, scope, booking, reason=reason, now=now)
    for trip in trips:
        end_assignments(session, scope, trip, booking.legs, reason="cancelled", now=now)
    return booking


def end_assignments(
    session: Session, scope: Scope, trip: Trip, legs: Sequence[Leg], *, reason: str, now: datetime
) -> None:
    """End what `trip` does for `legs`; with its last assignment the trip ends and its car is free."""
    keys = {leg.id for leg in legs}
    for assignment in trip.assignments:
        if assignment.leg_id in keys and assignment.ended_at is None:
            assignment.ended_at = now
    if all(assignment.ended_at for assignment in trip.assignments):
        move(trip, State.ABORTED)
        fleet.release(session, subject_of(trip), at=now)
        record(session, "trip.aborted", trip, actor=scope, at=now, reason=reason)


def trips_of(session: Session, booking: Booking, *, also_ended: bool = False) -> list[Trip]:
    """The trips that serve a booking, in order of departure."""
    query = select(Trip).join(Assignment, Assignment.trip_id == Trip.id)
    query = query.where(Assignment.leg_id.in_([leg.id for leg in booking.legs]))
    if not also_ended:
        query = query.where(Assignment.ended_at.is_(None))
    return list(session.scalars(query.order_by(Trip.depart_at, Trip.id)).unique())


def bookings_of(session: Session, trip: Trip, *, also_ended: bool = False) -> list[Booking]:
    """The bookings that a trip serves, in order of their numbers."""
    keys = [a.leg_id for a in trip.assignments if also_ended or a.ended_at is None]
    query = select(Booking).join(Leg, Leg.booking_id == Booking.id).where(Leg.id.in_(keys))
    return list(session.scalars(query.order_by(Booking.id)).unique())


def reasons(choice: Choice) -> dict[str, object]:
    """A decision's reasons as JSON: score lines best first, refusals by code, counts that sum to the fleet."""
    refused: dict[str, list[int]] = {}
    for vehicle_id, refusal in sorted(choice.refused.items()):
        refused.setdefault(refusal.code, []).append(vehicle_id)
    details = {str(key): refusal.detail for key, refusal in choice.refused.items() if refusal.detail}
    return {
        "lines": [[line.vehicle_id, line.plate, line.score, dict(line.terms)] for line in choice.lines[:LINES_KEPT]],
        "because": because(choice) if choice.lines else [],
        "scored": len(choice.lines),
        "refused": {code: spans(keys) for code, keys in refused.items()},
        "details": dict(list(details.items())[:LINES_KEPT]),
        "counts": choice.counts,
        "fleet": len(choice.lines) + len(choice.refused),
    }


def spans(keys: Sequence[int]) -> str:
    """Sorted vehicle keys as 1-5,8: a fleet of thousands fits in a fact."""
    parts: list[list[int]] = []
    for key in keys:
        if parts and key == parts[-1][1] + 1:
            parts[-1][1] = key
        else:
            parts.append([key, key])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in parts)


def _new_trip(booking: Booking, legs: Sequence[Leg], line: Line, driver_id: int, *, now: datetime) -> Trip:
    late = max(timedelta(0), now - line.leave_at)
    trip = Trip(
        tenant_id=booking.tenant_id,
        carrier="own",
        vehicle_id=line.vehicle_id,
        driver_id=driver_id,
        state=State.PLANNED,
        depart_at=line.leave_at + late,
        back_at=line.back_at + late,
        planned_m=line.metres,
    )
    ends = [(leg, kind) for leg in legs for kind in ("pickup", "dropoff")]
    trip.stops = [_new_stop(leg, kind, seq) for seq, (leg, kind) in enumerate(ends, 1)]
    trip.assignments = [Assignment(tenant_id=leg.tenant_id, leg_id=leg.id, seats=booking.passengers) for leg in legs]
    return trip


def _new_stop(leg: Leg, kind: str, seq: int) -> Stop:
    is_pickup = kind == "pickup"
    point = leg.pickup_point if is_pickup else leg.dropoff_point
    return Stop(
        tenant_id=leg.tenant_id,
        seq=seq,
        leg_id=leg.id,
        kind=kind,
        place=leg.pickup if is_pickup else leg.dropoff,
        lat_wgs=point.lat_wgs,
        lng_wgs=point.lng_wgs,
        due_at=leg.depart_at if is_pickup else leg.arrive_at,
    )


def _weights(session: Session, booking: Booking, *, now: datetime) -> DispatchWeights:
    unit = session.get(Unit, booking.unit_id)
    assert unit is not None
    return in_force(session, unit, DispatchWeights, on=day_of(now)).body


def _declined(session: Session, legs: Sequence[Leg]) -> frozenset[int]:
    """Vehicles whose drivers have declined one of these legs before."""
    query = select(Trip.vehicle_id).join(Assignment, Assignment.trip_id == Trip.id)
    query = query.where(Assignment.leg_id.in_([leg.id for leg in legs]), Assignment.ended_at.is_not(None))
    return frozenset(session.scalars(query.where(Trip.state == State.ABORTED)))


def _why(occupancy: Occupancy) -> str:
    what = {"trip": "任务", "service": "停用", "leave": "请假", "hold": "预留"}.get(occupancy.reason, occupancy.reason)
    return f"{what}{hour_minute(occupancy.from_at)}–{hour_minute(occupancy.to_at)}"
