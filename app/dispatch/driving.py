"""The verbs of a driver: accept, decline, depart, arrive, aboard, return, finish, back at base, no-show.

A driver's word also does what it implies: who says 返程 has been at the destination.  Each implied step is a fact too,
marked as implied, so nobody is stuck for a forgotten tap and the record stays honest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bookings import ops as bookings
from app.bookings.model import Booking, Leg
from app.bookings.model import State as Wished
from app.dispatch.ops import bookings_of, end_assignments
from app.fleet import ops as fleet
from app.fleet.model import Driver, Vehicle
from app.kernel.events import Event, record, subject_of
from app.kernel.faults import Forbidden, Invalid, NotFound, Refused
from app.kernel.scope import Scope
from app.kernel.states import move
from app.policies.model import Policy
from app.policies.topics import Tariff
from app.trips.model import State, Stop, StopState, Trip

OPEN = (State.ISSUED, State.ACCEPTED, State.RUNNING)
REPEAT_S = 60  # A word said again within a minute is the same word: 到达 at one stop, 上车 at one pickup.
LONG_RIDE_MIN = 30
NEARLY = 0.75  # Of a ride's time: who first says 到达 that long after the pickup's hour is where the ride goes to.
FAR_FACTOR = 1.5  # A reading beyond the plan by half is asked about once,
NEAR_FACTOR = 0.1  # and so is one that says the car hardly moved.


@dataclass
class Step:
    """What a driver's word did: the trip, the stops it touched, and those of them that were only implied."""

    trip: Trip
    stops: list[Stop] = field(default_factory=list)
    implied: list[Stop] = field(default_factory=list)
    is_repeat: bool = False
    far_km: int | None = None  # The reading seemed odd and was asked about; nothing else was done.

    def touch(self, stop: Stop, *, implied: bool) -> None:
        found = self.implied if implied else self.stops
        if stop not in found:
            found.append(stop)


def driver_of(session: Session, scope: Scope) -> Driver:
    """The driver this person is.  Raises Forbidden("role.missing")."""
    driver = session.scalar(select(Driver).where(Driver.person_id == scope.person_id))
    if driver is None:
        raise Forbidden("role.missing", roles="驾驶员")
    return driver


def my_trips(session: Session, scope: Scope, states: Iterable[State] = OPEN) -> list[Trip]:
    """The driver's trips in these states, the running one first, then by departure."""
    driver = driver_of(session, scope)
    query = select(Trip).where(Trip.driver_id == driver.id, Trip.state.in_([*states]))
    return sorted(session.scalars(query), key=lambda t: (t.state != State.RUNNING, t.depart_at, t.id))


def accept(session: Session, scope: Scope, trip_id: int, *, now: datetime) -> Step:
    """The driver takes the job; said again it changes nothing."""
    trip = own_trip(session, scope, trip_id)
    if trip.state == State.ACCEPTED:
        return Step(trip, is_repeat=True)
    move(trip, State.ACCEPTED)
    record(session, "trip.accepted", trip, actor=scope, at=now)
    return Step(trip)


def decline(session: Session, scope: Scope, trip_id: int, *, reason: str, now: datetime) -> Step:
    """The driver does not take the job: the trip ends, its bookings are planned anew without this car.

    Raises Invalid("trip.reason"), Refused("state.wrong").
    """
    trip = own_trip(session, scope, trip_id)
    if not reason.strip():
        raise Invalid("trip.reason", field="reason")
    if trip.state == State.RUNNING:
        raise Refused("trip.running")
    served = [(b, _legs_on(trip, b)) for b in bookings_of(session, trip)]
    record(session, "trip.declined", trip, actor=scope, at=now, reason=reason[:200])
    for booking, legs in served:
        end_assignments(session, scope, trip, legs, reason="declined", now=now)
        bookings.advance(booking, legs, Wished.APPROVED)
        record(session, "booking.released", booking, actor=scope, at=now, trip=trip.id)
    return Step(trip)


def depart(session: Session, scope: Scope, trip_id: int, *, now: datetime) -> Step:
    """The car leaves its base; its odometer is the one it came home with.  Implies having accepted."""
    trip = own_trip(session, scope, trip_id)
    if trip.state == State.RUNNING:
        return Step(trip, is_repeat=True)
    running = [t for t in my_trips(session, scope, (State.RUNNING,)) if t.id != trip.id]
    if running:
        raise Refused("trip.other_running", at=running[0].depart_at)
    if trip.state == State.ISSUED:
        move(trip, State.ACCEPTED)
        record(session, "trip.accepted", trip, actor=scope, at=now, implied=True)
    move(trip, State.RUNNING)
    vehicle = session.get(Vehicle, trip.vehicle_id)
    assert vehicle is not None
    trip.left_at, trip.odometer_out_km = now, vehicle.odometer_km
    record(session, "trip.departed", trip, actor=scope, at=now, odometer_km=trip.odometer_out_km)
    return Step(trip)


def arrive(session: Session, scope: Scope, trip_id: int, *, now: datetime) -> Step:
    """At the next stop.  At a pickup without 上车 said, the next arrival implies it; so does an hour at which the car
    must long have been there and is due where it goes to."""
    trip, step = _running(session, scope, trip_id)
    last = next((s for s in reversed(trip.stops) if s.reached_at), None)
    here = last if last and last.state == StopState.REACHED else None
    if last and (here or last.kind == "dropoff") and _just_now(last.reached_at, now):
        return Step(trip, [last], is_repeat=True)
    if here:
        _leave(session, scope, step, here, now=now, implied=True)
    due = [s for s in trip.stops if s.state == StopState.DUE]
    if not due:
        raise Refused("trip.no_stop")
    if len(due) > 1 and _is_beyond(trip, due[0], due[1], now):
        _leave(session, scope, step, due.pop(0), now=now, implied=True)
    _reach(session, scope, step, due[0], now=now, implied=False)
    return step


def aboard(session: Session, scope: Scope, trip_id: int, *, now: datetime) -> Step:
    """The passengers of the pickup at hand are in the car."""
    trip, step = _running(session, scope, trip_id)
    pickup = next((s for s in trip.stops if s.kind == "pickup" and s.state in (StopState.DUE, StopState.REACHED)), None)
    if pickup is None or any(_just_now(s.left_at, now) for s in trip.stops if s.kind == "pickup"):
        return Step(trip, is_repeat=True)
    _pass(session, scope, step, [s for s in trip.stops if s.seq < pickup.seq], now=now)
    _leave(session, scope, step, pickup, now=now, implied=False)
    return step


def turn_back(session: Session, scope: Scope, trip_id: int, *, now: datetime) -> Step:
    """返程: the way out is done; on a round trip the passengers are aboard again for the way home."""
    trip, step = _running(session, scope, trip_id)
    if _was_said(session, trip, "trip.turned_back"):
        return Step(trip, is_repeat=True)
    home = trip.stops[-1]
    returning = trip.stops[-2] if len(trip.stops) > 2 and home.place == trip.stops[0].place else None
    before = [s for s in trip.stops if returning is None or s.seq < returning.seq]
    _pass(session, scope, step, before, now=now)
    if returning:
        _leave(session, scope, step, returning, now=now, implied=False)
    record(session, "trip.turned_back", trip, actor=scope, at=now)
    return step


def finish(session: Session, scope: Scope, trip_id: int, *, now: datetime) -> Step:
    """完成: every passenger is where they wanted to be."""
    trip, step = _running(session, scope, trip_id)
    if _was_said(session, trip, "trip.finished"):
        return Step(trip, is_repeat=True)
    _pass(session, scope, step, trip.stops, now=now)
    record(session, "trip.finished", trip, actor=scope, at=now)
    return step


def back_at_base(session: Session, scope: Scope, trip_id: int, odometer_km: int, *, now: datetime) -> Step:
    """The car is home with this reading: it and its driver are free again, the trip is settled next.

    A reading far beyond the plan is asked about once (`far_km`), said again it holds.  Raises
    Refused("odometer.backwards").
    """
    trip, step = _running(session, scope, trip_id)
    out = trip.odometer_out_km or 0
    if odometer_km < out:
        raise Refused("odometer.backwards", reading=odometer_km, out=out)
    driven_m = (odometer_km - out) * 1000
    hardly_moved = driven_m < trip.planned_m * NEAR_FACTOR and all(s.state != StopState.MISSED for s in trip.stops)
    is_odd = hardly_moved or driven_m > trip.planned_m * FAR_FACTOR
    if is_odd and trip.odometer_asked_km != odometer_km:
        trip.odometer_asked_km = odometer_km
        return Step(trip, far_km=odometer_km - out)
    _pass(session, scope, step, trip.stops, now=now)
    move(trip, State.RETURNED)
    trip.returned_at, trip.odometer_in_km = now, odometer_km
    vehicle = session.get(Vehicle, trip.vehicle_id)
    assert vehicle is not None
    vehicle.odometer_km = odometer_km
    fleet.release(session, subject_of(trip), at=now)
    record(session, "trip.returned", trip, actor=scope, at=now, odometer_km=odometer_km, driven_km=odometer_km - out)
    return step


def no_show(session: Session, scope: Scope, trip_id: int, *, now: datetime) -> Step:
    """Nobody came to the pickup.  Raises Refused("trip.too_early") until the policy's wait is over."""
    trip, step = _running(session, scope, trip_id)
    pickup = next((s for s in trip.stops if s.kind == "pickup" and s.state in (StopState.DUE, StopState.REACHED)), None)
    if pickup is None:
        raise Refused("trip.no_stop")
    booking = next(b for b in bookings_of(session, trip) if any(leg.id == pickup.leg_id for leg in b.legs))
    policy = session.get(Policy, booking.tariff_id)
    wait = timedelta(minutes=Tariff.model_validate(policy.body).no_show_min if policy else 20)
    if now < pickup.due_at + wait:
        raise Refused("trip.too_early", until=pickup.due_at + wait, minutes=int(wait.total_seconds() // 60))
    missed = [leg for leg in _legs_on(trip, booking) if leg.state in (Wished.ASSIGNED, Wished.UNDER_WAY)]
    for stop in trip.stops:
        if stop.leg_id in {leg.id for leg in missed} and stop.state in (StopState.DUE, StopState.REACHED):
            move(stop, StopState.MISSED)
            step.stops.append(stop)
    bookings.advance(booking, missed, Wished.MISSED)
    record(session, "booking.missed", booking, actor=scope, at=now, trip=trip.id)
    return step


def own_trip(session: Session, scope: Scope, trip_id: int, *, closed_too: bool = False) -> Trip:
    """The driver's own trip, locked.  Raises NotFound("trip.unknown"), also for another driver's.

    Its bookings are locked first, as `dispatch.cancel` does: of a driver's word and a cancellation the first wins.
    """
    driver = driver_of(session, scope)
    query = select(Trip).where(Trip.id == trip_id, Trip.driver_id == driver.id)
    trip = session.scalar(query)
    if trip is not None:
        bookings.lock(session, bookings_of(session, trip))
        trip = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    allowed = (*OPEN, State.RETURNED, State.CLOSED) if closed_too else OPEN
    if trip is None or trip.state not in allowed:
        raise NotFound("trip.unknown")
    return trip


def _just_now(at: datetime | None, now: datetime) -> bool:
    return at is not None and now - at < timedelta(seconds=REPEAT_S)


def _is_beyond(trip: Trip, pickup: Stop, dropoff: Stop, now: datetime) -> bool:
    """Whether a long ride's 到达 comes so late, by the clock and since the last word, that it is the drop-off's."""
    ride = dropoff.due_at - pickup.due_at
    said = max((at for s in trip.stops for at in (s.reached_at, s.left_at) if at), default=trip.left_at) or now
    late = now - max(pickup.due_at, said)
    return pickup.kind == "pickup" and ride >= timedelta(minutes=LONG_RIDE_MIN) and late >= ride * NEARLY


def _was_said(session: Session, trip: Trip, kind: str) -> bool:
    query = select(Event.id).where(Event.subject == subject_of(trip), Event.kind == kind)
    return session.scalars(query.limit(1)).first() is not None


def _running(session: Session, scope: Scope, trip_id: int) -> tuple[Trip, Step]:
    trip = own_trip(session, scope, trip_id)
    if trip.state != State.RUNNING:
        raise Refused("trip.not_left")
    return trip, Step(trip)


def _reach(session: Session, scope: Scope, step: Step, stop: Stop, *, now: datetime, implied: bool) -> None:
    move(stop, StopState.REACHED)
    stop.reached_at = now
    step.touch(stop, implied=implied)
    facts = {"stop": stop.seq, "place": stop.place, "stop_kind": stop.kind}
    record(session, "trip.reached", step.trip, actor=scope, at=now, implied=implied, **facts)
    if stop.kind == "dropoff":
        move(stop, StopState.LEFT)
        stop.left_at = now
        _ride(session, step.trip, stop, Wished.DONE)


def _leave(session: Session, scope: Scope, step: Step, stop: Stop, *, now: datetime, implied: bool) -> None:
    if stop.state == StopState.DUE:
        _reach(session, scope, step, stop, now=now, implied=True)
    if stop.state == StopState.REACHED:
        move(stop, StopState.LEFT)
        stop.left_at = now
        step.touch(stop, implied=implied)
        record(session, "trip.aboard", step.trip, actor=scope, at=now, stop=stop.seq, place=stop.place, implied=implied)
        _ride(session, step.trip, stop, Wished.UNDER_WAY)


def _pass(session: Session, scope: Scope, step: Step, stops: Iterable[Stop], *, now: datetime) -> None:
    """Everything up to here has happened, though nobody said so."""
    for stop in stops:
        if stop.state in (StopState.DUE, StopState.REACHED):
            _leave(session, scope, step, stop, now=now, implied=True)


def _ride(session: Session, trip: Trip, stop: Stop, new: Wished) -> None:
    leg = session.get(Leg, stop.leg_id)
    assert leg is not None
    booking = session.get(Booking, leg.booking_id)
    assert booking is not None
    bookings.advance(booking, [leg], new)


def _legs_on(trip: Trip, booking: Booking) -> list[Leg]:
    keys = {a.leg_id for a in trip.assignments if a.ended_at is None}
    return [leg for leg in booking.legs if leg.id in keys]
