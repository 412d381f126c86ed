"""Bookings over JSON: preview, submit, look, call off, rate, and what became of them."""

from typing import Any

from apiflask import APIBlueprint
from flask import g

from app.bookings import ops as bookings
from app.bookings.wish import Wish
from app.dispatch import ops as dispatch
from app.dispatch import slips, views
from app.settlement import ops as settlement
from handlers import show
from handlers.edge import session
from handlers.login import signed_in
from handlers.schemas.bookings import (
    BookingOut,
    BookingsOut,
    DraftOut,
    FeesOut,
    RatingIn,
    Reason,
    SlipOut,
    SubmitIn,
    TimelineOut,
    WhyOut,
    WishIn,
)

api = APIBlueprint("bookings", __name__, tag="订单")


@api.post("/bookings/preview")
@api.input(WishIn)
@api.output(DraftOut)
@signed_in
def preview_booking(json_data: WishIn) -> dict[str, Any]:
    """先看规则怎么说：审批人、费用、能不能约；不写入任何东西。"""
    return show.draft(bookings.preview(session(), g.scope, _wish(json_data), now=g.now))


@api.post("/bookings")
@api.input(SubmitIn)
@api.output(BookingOut, status_code=201)
@signed_in
def submit_booking(json_data: SubmitIn) -> dict[str, Any]:
    """提交订单；同一个 key 重复提交得到同一单。"""
    key = f"api:{json_data.key}"
    booking = bookings.submit(session(), g.scope, _wish(json_data), key=key, channel="api", now=g.now)
    return show.booking(session(), booking)


@api.get("/bookings")
@api.output(BookingsOut)
@signed_in
def list_bookings() -> dict[str, Any]:
    """我的订单，最新在前。"""
    return {"bookings": [show.booking(session(), row) for row in bookings.mine(session(), g.scope)]}


@api.get("/bookings/<ref>")
@api.output(BookingOut)
@signed_in
def show_booking(ref: str) -> dict[str, Any]:
    """一单的全部：状态、审批人、行程段、车。"""
    return show.booking(session(), bookings.get(session(), g.scope, ref))


@api.post("/bookings/<ref>/cancellation")
@api.input(Reason)
@api.output(BookingOut)
@signed_in
def cancel_booking(ref: str, json_data: Reason) -> dict[str, Any]:
    """取消订单；占用的车和座位立即释放。"""
    booking = dispatch.cancel(session(), g.scope, ref, reason=json_data.reason, now=g.now)
    return show.booking(session(), booking)


@api.post("/bookings/<ref>/rating")
@api.input(RatingIn)
@api.output(BookingOut)
@signed_in
def rate_booking(ref: str, json_data: RatingIn) -> dict[str, Any]:
    """行程结束后评分，1到5分；再评覆盖前次。"""
    bookings.rate(session(), g.scope, ref, json_data.score, comment=json_data.comment, now=g.now)
    return show.booking(session(), bookings.get(session(), g.scope, ref))


@api.get("/bookings/<ref>/timeline")
@api.output(TimelineOut)
@signed_in
def show_timeline(ref: str) -> dict[str, Any]:
    """经过：申请-审批-调度-出车-回场-评分。"""
    booking = bookings.get(session(), g.scope, ref)
    steps = views.timeline(session(), booking)
    names = ("at", "step", "what", "implied")
    return {"ref": booking.ref, "steps": [dict(zip(names, step, strict=True)) for step in steps]}


@api.get("/bookings/<ref>/fees")
@api.output(FeesOut)
@signed_in
def show_fees(ref: str) -> dict[str, Any]:
    """费用明细：每一行和它的算法。"""
    booking = bookings.get(session(), g.scope, ref)
    charges = settlement.charges_of(session(), booking)
    lines = [{"kind": c.kind, "amount_fen": c.amount_fen, "formula": c.formula, "state": c.state} for c in charges]
    sums = {"estimate_fen": booking.estimate_fen, "total_fen": sum(c.amount_fen for c in charges)}
    return {"ref": booking.ref, "charges": lines} | sums


@api.get("/bookings/<ref>/slip")
@api.output(SlipOut)
@signed_in
def show_slip(ref: str) -> dict[str, Any]:
    """派车单：编号、版本、内容与可打印的页面。"""
    slip = slips.latest(session(), bookings.get(session(), g.scope, ref))
    fields = {name: getattr(slip, name) for name in ("number", "version", "issued_at", "check_code", "body")}
    return fields | {"print_url": f"/slips/{slip.number}/{slip.version}?code={slip.check_code}"}


@api.get("/bookings/<ref>/explanation")
@api.output(WhyOut)
@signed_in
def explain_booking(ref: str) -> dict[str, Any]:
    """为什么派这辆车，其余的车为什么没派。"""
    booking = bookings.get(session(), g.scope, ref)
    return {"ref": booking.ref, "words": views.why_words(session(), booking)}


def _wish(given: WishIn) -> Wish:
    return Wish.model_validate(given.model_dump())
