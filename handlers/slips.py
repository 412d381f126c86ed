"""The printable 派车单.  Its check code opens it, so a roadside check needs no account."""

import hmac
from typing import Any

from apiflask import APIBlueprint
from flask import render_template, request
from sqlalchemy import select

from app.bookings import ops as bookings
from app.dispatch import slips
from app.kernel.clock import day_words
from app.kernel.db import across_tenants, enter_tenant
from app.kernel.faults import NotFound
from app.kernel.money import yuan
from app.settlement import ops as settlement
from app.settlement.model import Charge
from app.settlement.views import CHARGE_NAMES
from app.trips.model import Slip, Trip
from handlers.edge import session

pages = APIBlueprint("slips", __name__, enable_openapi=False)


@pages.get("/slips/<number>/<int:version>")
def print_slip(number: str, version: int) -> str:
    slip = _opened(number, version, request.args.get("code", ""))
    held = session()
    booking = bookings.by_subject(held, f"booking:{slip.booking_id}")
    charges = settlement.charges_of(held, booking)
    facts: dict[str, Any] = {
        "slip": slip,
        "groups": _groups(slip.body),
        "drives": [_drive(car["车牌"], held.get(Trip, car["trip"])) for car in slip.body["resource"]],
        "charges": [_charge(charge) for charge in charges],
        "total": yuan(sum(charge.amount_fen for charge in charges) or booking.estimate_fen),
        "is_latest": slips.latest(held, booking).version == slip.version,
        "is_genuine": slips.check_code(slip.number, slip.version, slip.body) == slip.check_code,
    }
    return render_template("slip.html", **facts)


def _opened(number: str, version: int, code: str) -> Slip:
    """The slip that this code opens; the session enters its tenant.  Raises NotFound("slip.none")."""
    held = session()
    with across_tenants(held):
        found = held.scalars(select(Slip).where(Slip.number == number, Slip.version == version)).all()
    given = code.encode("utf-8", "surrogatepass")
    slip = next((row for row in found if hmac.compare_digest(row.check_code.encode(), given)), None)
    if slip is None:
        raise NotFound("slip.none", ref=number)
    enter_tenant(held, slip.tenant_id)
    return slip


def _groups(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The slip's field groups under their headings, in the order of the form."""
    return {
        "申请": body["requester"],
        "乘车与事由": body["passengers"] | body["purpose"],
        "行程": body["itinerary"],
    }


def _drive(plate: str, trip: Trip | None) -> dict[str, Any]:
    """What was driven; what is not known yet stays empty, to be written by hand."""
    if trip is None:
        return {"plate": plate}
    out_km, in_km = trip.odometer_out_km, trip.odometer_in_km
    return {
        "plate": plate,
        "left": day_words(trip.left_at) if trip.left_at else "",
        "back": day_words(trip.returned_at) if trip.returned_at else "",
        "out_km": out_km,
        "in_km": in_km,
        "driven": f"{in_km - out_km}公里" if in_km is not None and out_km is not None else "",
    }


def _charge(charge: Charge) -> dict[str, str]:
    name = CHARGE_NAMES.get(charge.kind, "其他")
    return {"name": name, "formula": charge.formula, "yuan": yuan(charge.amount_fen)}
