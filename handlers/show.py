"""Rows to JSON shapes, for every blueprint alike."""

from typing import Any

from sqlalchemy.orm import Session

from app.approvals.ops import current_round
from app.bookings.model import STATE_NAMES, Booking, State
from app.bookings.wish import Draft
from app.dispatch import views
from app.dispatch.driving import Step
from app.dispatch.ops import bookings_of, trips_of
from app.fleet.model import KIND_NAMES, Driver, Kind, Vehicle
from app.kernel.clock import local
from app.kernel.events import subject_of
from app.trips.model import STATE_NAMES as TRIP_STATES
from app.trips.model import State as Driven
from app.trips.model import Trip


def booking(session: Session, row: Booking) -> dict[str, Any]:
    steps = current_round(session, subject_of(row))
    return {
        "ref": row.ref,
        "state": row.state,
        "state_name": STATE_NAMES[State(row.state)],
        "version": row.version,
        "depart_at": local(row.depart_at),
        "return_at": local(row.return_at) if row.return_at else None,
        "passengers": row.passengers,
        "purpose": row.purpose,
        "ring": row.ring,
        "estimate_fen": row.estimate_fen,
        "approvers": [step.approver_name for step in steps],
        "legs": [_leg(leg, leg.pickup, leg.dropoff, leg.seq, leg.state) for leg in row.legs],
        "cars": [car(session, trip) for trip in trips_of(session, row)],
    }


def draft(found: Draft) -> dict[str, Any]:
    legs = [_leg(leg, leg.pickup.name, leg.dropoff.name, seq, "draft") for seq, leg in enumerate(found.legs, 1)]
    return {
        "legs": legs,
        "ring": found.ring,
        "duty": found.duty,
        "approvers": [who.name for who in found.deciders],
        "estimate_fen": found.estimate_fen,
        "lines": [vars(line) for line in found.lines],
        "distance_m": found.metres,
    }


def car(session: Session, trip: Trip) -> dict[str, Any]:
    vehicle, driver = session.get(Vehicle, trip.vehicle_id), session.get(Driver, trip.driver_id)
    assert vehicle is not None and driver is not None
    return {
        "trip_id": trip.id,
        "plate": vehicle.plate,
        "kind": KIND_NAMES[Kind(vehicle.kind)],
        "seats": vehicle.seats,
        "driver": driver.name,
        "driver_phone": driver.phone,
        "state": trip.state,
        "depart_at": local(trip.depart_at),
        "back_at": local(trip.back_at),
    }


def trip(session: Session, row: Trip) -> dict[str, Any]:
    vehicle = session.get(Vehicle, row.vehicle_id)
    assert vehicle is not None
    fields = ("seq", "kind", "place", "due_at", "reached_at", "left_at", "state", "lat_wgs", "lng_wgs")
    return {
        "id": row.id,
        "state": row.state,
        "state_name": TRIP_STATES[Driven(row.state)],
        "plate": vehicle.plate,
        "depart_at": local(row.depart_at),
        "back_at": local(row.back_at),
        "planned_m": row.planned_m,
        "odometer_km": vehicle.odometer_km,
        "orders": [b.ref for b in bookings_of(session, row, also_ended=True)],
        "stops": [{name: getattr(stop, name) for name in fields} for stop in row.stops],
        "card": views.job_card(session, row),
    }


def step(session: Session, done: Step) -> dict[str, Any]:
    far = f"本次行驶{done.far_km}公里，与计划相差太大；确认无误请再提交一次" if done.far_km else None
    return {
        "trip": trip(session, done.trip),
        "implied": [stop.seq for stop in done.implied],
        "is_repeat": done.is_repeat,
        "asks": far,
    }


def _leg(leg: Any, pickup: str, dropoff: str, seq: int, state: str) -> dict[str, Any]:
    times = {"depart_at": local(leg.depart_at), "arrive_at": local(leg.arrive_at)}
    return {"seq": seq, "pickup": pickup, "dropoff": dropoff, "state": state} | times
