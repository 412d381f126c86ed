"""An approver's desk over JSON: what waits, and the verdict."""

from typing import Any

from apiflask import APIBlueprint
from flask import g

from app.bookings import ops as bookings
from handlers import show
from handlers.edge import session
from handlers.login import signed_in
from handlers.schemas.bookings import BookingOut, BookingsOut, VerdictIn

api = APIBlueprint("approvals", __name__, tag="审批")


@api.get("/approvals")
@api.output(BookingsOut)
@signed_in
def list_approvals() -> dict[str, Any]:
    """待我审批的订单，先来在前。"""
    waiting = bookings.awaiting(session(), g.scope)
    return {"bookings": [show.booking(session(), booking) for _, booking in waiting]}


@api.post("/approvals/<ref>/verdict")
@api.input(VerdictIn)
@api.output(BookingOut)
@signed_in
def decide_booking(ref: str, json_data: VerdictIn) -> dict[str, Any]:
    """同意或驳回；先到的决定有效，后到的得知谁何时已决定。"""
    verdict: Any = json_data.verdict
    booking = bookings.decide(session(), g.scope, ref, verdict, reason=json_data.reason, now=g.now)
    return show.booking(session(), booking)
