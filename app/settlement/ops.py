"""Turn a finished trip into money lines, by the tariff its price was shown with."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bookings.model import Booking
from app.bookings.rules import kind_for
from app.dispatch.driving import own_trip
from app.dispatch.ops import bookings_of
from app.fleet.model import Kind, Vehicle
from app.kernel.events import record
from app.kernel.faults import Invalid
from app.kernel.scope import Scope
from app.kernel.states import move
from app.policies.model import Policy
from app.policies.topics import Tariff
from app.pricing.rules import Usage, fare, nights
from app.settlement.model import Charge, State
from app.trips.model import State as Driven
from app.trips.model import Trip

EXPENSE_MAX_FEN = 500_000


def settle_trip(session: Session, scope: Scope, trip: Trip, *, now: datetime) -> list[Charge]:
    """Write the fare of a returned trip and close it; a trip that is closed is left as it is."""
    if trip.state != Driven.RETURNED:
        return []
    booking = bookings_of(session, trip)[0]
    charges = [
        Charge(
            tenant_id=trip.tenant_id,
            trip_id=trip.id,
            booking_id=booking.id,
            kind=line.kind,
            amount_fen=line.amount_fen,
            formula=line.formula,
            state=State.OPEN,
            charged_at=now,
        )
        for line in fare(_tariff(session, booking), usage_of(session, trip, booking))
    ]
    session.add_all(charges)
    move(trip, Driven.CLOSED)
    session.flush()
    total = sum(charge.amount_fen for charge in charges_of(session, booking))
    record(session, "trip.settled", trip, actor=scope, at=now, total_fen=total, estimate_fen=booking.estimate_fen)
    return charges


def expense(session: Session, scope: Scope, trip_id: int, kind: str, amount_fen: int, *, now: datetime) -> Charge:
    """What the driver paid on the way (toll, parking …), borne by the trip's first booking."""
    trip = own_trip(session, scope, trip_id, closed_too=True)
    if not 0 < amount_fen <= EXPENSE_MAX_FEN:
        raise Invalid("expense.amount", field="amount", most=EXPENSE_MAX_FEN // 100)
    served = bookings_of(session, trip)
    charge = Charge(
        tenant_id=trip.tenant_id,
        trip_id=trip.id,
        booking_id=served[0].id,
        kind=kind,
        amount_fen=amount_fen,
        formula="驾驶员垫付，凭票",
        state=State.OPEN,
        charged_at=now,
    )
    session.add(charge)
    record(session, "trip.expense", trip, actor=scope, at=now, item=kind, amount_fen=amount_fen)
    return charge


def usage_of(session: Session, trip: Trip, booking: Booking) -> Usage:
    """What was driven and waited: kilometres by odometer, minutes by the driver's taps.

    The kind billed is the one the price was shown for, unless a smaller car served.
    """
    vehicle = session.get(Vehicle, trip.vehicle_id)
    assert vehicle is not None and trip.left_at and trip.returned_at
    shown = kind_for(max(booking.passengers, booking.seats_wanted or 0), _wanted(booking))
    kinds = list(Kind)
    kind = min(shown, Kind(vehicle.kind), key=kinds.index)
    metres = ((trip.odometer_in_km or 0) - (trip.odometer_out_km or 0)) * 1000
    minutes = int((trip.returned_at - trip.left_at).total_seconds() // 60)
    waited = 0.0
    for done, following in zip(trip.stops, trip.stops[1:], strict=False):
        if done.kind == "dropoff" and following.kind == "pickup" and done.reached_at and following.left_at:
            waited += (following.left_at - done.reached_at).total_seconds() / 60
    return Usage(kind, metres, minutes, round(waited), nights(trip.left_at, trip.returned_at))


def charges_of(session: Session, booking: Booking) -> list[Charge]:
    """A booking's money lines in the order they arose."""
    return list(session.scalars(select(Charge).where(Charge.booking_id == booking.id).order_by(Charge.id)))


def _tariff(session: Session, booking: Booking) -> Tariff:
    policy = session.get(Policy, booking.tariff_id)
    assert policy is not None, "a booking's tariff row is never deleted"
    return Tariff.model_validate(policy.body)


def _wanted(booking: Booking) -> Kind | None:
    return Kind(booking.vehicle_kind) if booking.vehicle_kind else None
