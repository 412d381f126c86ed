"""The printable 派车单.  Its check code opens it, so a roadside check needs no account."""

import hmac
from typing import Any

from apiflask import APIBlueprint
from flask import render_template, request
from sqlalchemy import select

from app.bookings import ops as bookings
from app.dispatch import slips
from app.kernel.db import across_tenants, enter_tenant
from app.kernel.faults import NotFound
from app.settlement import ops as settlement
from app.settlement.views import CHARGE_NAMES
from app.trips.model import Slip, Trip
from handlers.edge import session

pages = APIBlueprint("slips", __name__, enable_openapi=False)
GROUPS = {
    "requester": "申请",
    "passengers": "乘车人",
    "purpose": "事由",
    "itinerary": "行程",
}


@pages.get("/slips/<number>/<int:version>")
def print_slip(number: str, version: int) -> str:
    held = session()
    with across_tenants(held):
        found = held.scalars(select(Slip).where(Slip.number == number, Slip.version == version)).all()
    code = request.args.get("code", "").encode()
    slip = next((row for row in found if hmac.compare_digest(row.check_code.encode(), code)), None)
    if slip is None:
        raise NotFound("slip.none", ref=number)
    enter_tenant(held, slip.tenant_id)
    booking = bookings.by_subject(held, f"booking:{slip.booking_id}")
    trips = {car["trip"]: held.get(Trip, car["trip"]) for car in slip.body["resource"]}
    facts: dict[str, Any] = {
        "slip": slip,
        "groups": GROUPS,
        "trips": trips,
        "charges": settlement.charges_of(held, booking),
        "charge_names": CHARGE_NAMES,
        "is_latest": slips.latest(held, booking).version == slip.version,
        "is_genuine": slips.check_code(slip.number, slip.version, slip.body) == slip.check_code,
    }
    return render_template("slip.html", **facts)
