"""派车单: issue the next version of a booking's slip, with the field groups a slip has to show (RULES §5)."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approvals.ops import current_round
from app.bookings.model import Booking
from app.fleet.model import DUTY_NAMES, KIND_NAMES, Driver, Duty, Kind, Vehicle
from app.kernel.clock import day_words, local
from app.kernel.events import subject_of
from app.kernel.faults import NotFound
from app.kernel.money import yuan
from app.policies.topics import RING_NAMES
from app.pricing.rules import km_words
from app.tenancy.model import Person, Unit
from app.trips.model import Assignment, Slip, Trip

CHANNELS = {"wechat_mp": "聊天", "api": "小程序", "phone": "电话"}


def issue(session: Session, booking: Booking, *, now: datetime) -> Slip:
    """The next version of the slip, as things stand now."""
    before = session.scalars(select(Slip.version).where(Slip.booking_id == booking.id)).all()
    version = max(before, default=0) + 1
    body = compose(session, booking, now=now)
    slip = Slip(
        tenant_id=booking.tenant_id,
        booking_id=booking.id,
        number=booking.slip_no,
        version=version,
        issued_at=now,
        body=body,
        check_code=check_code(booking.slip_no, version, body),
    )
    session.add(slip)
    session.flush()
    return slip


def latest(session: Session, booking: Booking) -> Slip:
    """The slip in force.  Raises NotFound("slip.none")."""
    query = select(Slip).where(Slip.booking_id == booking.id).order_by(Slip.version.desc()).limit(1)
    slip = session.scalar(query)
    if slip is None:
        raise NotFound("slip.none", ref=booking.ref)
    return slip


def check_code(number: str, version: int, body: dict[str, Any]) -> str:
    """Twelve hex digits over number, version and content: what a roadside check compares."""
    words = json.dumps([number, version, body], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def compose(session: Session, booking: Booking, *, now: datetime) -> dict[str, Any]:
    """The slip's content by field group; execution, fees and closing are read live (`views.slip`)."""
    unit, person = session.get(Unit, booking.unit_id), session.get(Person, booking.requester_id)
    assert unit is not None and person is not None
    trips = _trips(session, booking)
    legs = [leg for leg in booking.legs if leg.state not in ("cancelled",)]
    until = trips[-1].back_at if trips else legs[-1].arrive_at
    return {
        "identity": {
            "关联申请单号": booking.ref,
            "单据类型": "应急" if booking.duty == Duty.EMERGENCY_SUPPORT else "正常",
            "有效期": f"{day_words(legs[0].depart_at)} 至 {day_words(until)}",
        },
        "requester": {
            "用车单位": unit.name,
            "申请人": person.name,
            "电话": booking.contact_phone or person.phone or "无",
            "渠道": CHANNELS.get(booking.channel, booking.channel),
        },
        "passengers": {"带队人": person.name, "乘车人数": booking.passengers, "公函号": booking.letter_no or "无"},
        "purpose": {"用车类别": DUTY_NAMES[Duty(booking.duty)], "事由": booking.purpose},
        "itinerary": {
            "出发地": legs[0].pickup,
            "目的地": "、".join(leg.dropoff for leg in legs if leg.dropoff != legs[0].pickup) or legs[-1].dropoff,
            "范围": RING_NAMES[booking.ring],
            "计划出发": day_words(legs[0].depart_at),
            "计划返回": day_words(booking.return_at) if booking.return_at else "单程",
            "计划里程": f"{km_words(sum(t.planned_m for t in trips))}公里",
            "车次航班": booking.train_or_flight or "无",
        },
        "approval": _approval(session, booking),
        "resource": [_resource(session, trip) for trip in trips],
        "estimate": {"预计费用": f"{yuan(booking.estimate_fen)}元"},
        "issued": f"{local(now):%Y-%m-%d %H:%M}",
    }


def _approval(session: Session, booking: Booking) -> list[dict[str, str]]:
    return [
        {
            "级次": str(step.seq),
            "审批人": step.decided_by or step.approver_name,
            "时间": day_words(step.decided_at) if step.decided_at else "",
            "意见": {"granted": "同意", "declined": "驳回"}.get(step.state, "待审批"),
            "规则编号": step.rule,
        }
        for step in current_round(session, subject_of(booking))
    ] or [{"级次": "0", "审批人": "免审批", "时间": "", "意见": "按规则免审批", "规则编号": "R30"}]


def _resource(session: Session, trip: Trip) -> dict[str, Any]:
    vehicle, driver = session.get(Vehicle, trip.vehicle_id), session.get(Driver, trip.driver_id)
    assert vehicle is not None and driver is not None
    return {
        "保障模式": "平台车",
        "车牌": vehicle.plate,
        "车型": KIND_NAMES[Kind(vehicle.kind)],
        "座位": vehicle.seats,
        "车辆类别": DUTY_NAMES[Duty(vehicle.duty)],
        "驾驶员": driver.name,
        "电话": driver.phone,
        "准驾": driver.licence,
        "里程": f"{km_words(trip.planned_m)}公里",
        "trip": trip.id,
    }


def _trips(session: Session, booking: Booking) -> list[Trip]:
    query = select(Trip).join(Assignment, Assignment.trip_id == Trip.id).where(Assignment.ended_at.is_(None))
    query = query.where(Assignment.leg_id.in_([leg.id for leg in booking.legs]))
    return list(session.scalars(query.order_by(Trip.depart_at, Trip.id)).unique())
