"""What people see of trips and bookings, derived from the rows: job card, order line, slip, timeline, why."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.approvals.ops import current_round
from app.bookings.model import STATE_NAMES, Booking, Rating
from app.bookings.model import State as Wished
from app.dispatch import slips
from app.dispatch.ops import bookings_of, trips_of
from app.dispatch.rules import REFUSALS, TERMS
from app.fleet.model import KIND_NAMES, Driver, Kind, Vehicle
from app.kernel.clock import day_words, hour_minute, month_day, span_words
from app.kernel.events import Event, subject_of
from app.kernel.money import yuan
from app.pricing.rules import km_words
from app.tenancy.model import Person, Unit
from app.trips.model import STATE_NAMES as TRIP_STATES
from app.trips.model import State, Trip

STEP_WORDS = {
    "booking.requested": "申请",
    "approval.granted": "审批同意",
    "approval.declined": "审批驳回",
    "booking.approved": "审批通过",
    "booking.assigned": "调度派车",
    "booking.released": "改派",
    "booking.unserved": "暂无车可派",
    "booking.cancelled": "取消",
    "booking.rejected": "驳回",
    "booking.lapsed": "过期",
    "booking.missed": "未接到人",
    "trip.accepted": "驾驶员接单",
    "trip.declined": "驾驶员拒单",
    "trip.departed": "出车",
    "trip.reached": "到达",
    "trip.aboard": "上车",
    "trip.turned_back": "返程",
    "trip.finished": "服务完成",
    "trip.returned": "回场",
    "trip.settled": "结算",
    "booking.rated": "评分",
}


def order_line(session: Session, booking: Booking) -> str:
    """YC20261123-0007 11-24 08:00 3人 无锡市住建局 待审批"""
    parts = (booking.ref, month_day(booking.depart_at), hour_minute(booking.depart_at), f"{booking.passengers}人")
    return " ".join((*parts, destination(booking), STATE_NAMES[Wished(booking.state)]))


def destination(booking: Booking) -> str:
    """Where the booking goes: the drop-off of its last leg outward."""
    outward = booking.legs[:-1] if booking.return_at and len(booking.legs) > 1 else booking.legs
    return outward[-1].dropoff


def route(booking: Booking) -> str:
    outward = booking.legs[:-1] if booking.return_at and len(booking.legs) > 1 else booking.legs
    return "→".join([outward[0].pickup, *(leg.dropoff for leg in outward)])


def job_card(session: Session, trip: Trip) -> str:
    """任务卡: everything the driver needs, and the words that answer it."""
    vehicle = session.get(Vehicle, trip.vehicle_id)
    assert vehicle is not None
    served = bookings_of(session, trip)
    lines = [f"【任务卡】{'、'.join(b.ref for b in served)}", f"车辆 {vehicle.plate} {KIND_NAMES[Kind(vehicle.kind)]}"]
    lines.append(f"出场 {day_words(trip.depart_at)}，预计回场 {day_words(trip.back_at)}")
    for stop in trip.stops:
        lines.append(f"{stop.seq}. {hour_minute(stop.due_at)} {'接' if stop.kind == 'pickup' else '送'} {stop.place}")
    for booking in served:
        unit, person = _unit(session, booking), _person(session, booking)
        phone = booking.contact_phone or person.phone
        lines.append(f"乘客 {unit.name} {person.name} {booking.passengers}人 {phone}".rstrip())
    lines.append(f"出车里程表 里程 {vehicle.odometer_km}，计划 {km_words(trip.planned_m)}公里")
    if trip.state == State.ISSUED:
        lines.append("请回复“接单”，或“拒单 理由…”")
    return "\n".join(lines)


def car_words(session: Session, trip: Trip) -> str:
    """Which car comes: plate, kind, driver with phone, where and when it waits."""
    vehicle, driver = session.get(Vehicle, trip.vehicle_id), session.get(Driver, trip.driver_id)
    assert vehicle is not None and driver is not None
    first = trip.stops[0]
    return (
        f"车牌 {vehicle.plate}（{KIND_NAMES[Kind(vehicle.kind)]}{vehicle.seats}座），"
        f"驾驶员 {driver.name} {driver.phone}\n"
        f"上车点 {first.place}，{day_words(first.due_at)}"
    )


def order_card(session: Session, booking: Booking) -> str:
    """One order with all that its traveller asks about."""
    lines = [f"订单 {booking.ref} {STATE_NAMES[Wished(booking.state)]}"]
    lines.append(f"{day_words(booking.depart_at)} {route(booking)} {booking.passengers}人 {booking.purpose}")
    if booking.return_at:
        lines.append(f"返程 {day_words(booking.return_at)}")
    waiting = [step for step in current_round(session, subject_of(booking)) if step.state == "waiting"]
    if booking.state == Wished.REQUESTED and waiting:
        lines.append(f"等待{waiting[0].approver_name}审批（规则 {waiting[0].rule}）")
    for trip in trips_of(session, booking):
        lines.append(f"{car_words(session, trip)}\n车次状态 {TRIP_STATES[State(trip.state)]}")
    lines.append(f"预计费用 {yuan(booking.estimate_fen)}元")
    return "\n".join(lines)


def slip_words(session: Session, booking: Booking) -> str:
    """派车单 in words: number, version, each car with plate and kilometres, places."""
    slip = slips.latest(session, booking)
    body = slip.body
    void = "（已作废）" if booking.state in (Wished.CANCELLED, Wished.LAPSED, Wished.REJECTED) else ""
    lines = [
        f"【派车单】{slip.number} 版本{slip.version}{void}",
        f"申请单 {booking.ref} {body['identity']['单据类型']}",
    ]
    lines.append(f"{body['requester']['用车单位']} {body['requester']['申请人']} {body['passengers']['乘车人数']}人")
    lines.append(f"事由 {body['purpose']['事由']}（{body['purpose']['用车类别']}）")
    trip_words = body["itinerary"]
    lines.append(
        f"{trip_words['出发地']}→{trip_words['目的地']}，{trip_words['计划出发']} 出发，返回 {trip_words['计划返回']}"
    )
    for step in body["approval"]:
        lines.append(f"审批 {step['审批人']} {step['意见']} {step['时间']}（{step['规则编号']}）")
    for car in body["resource"]:
        trip = session.get(Trip, car["trip"])
        lines.append(f"车辆 {car['车牌']} {car['车型']} 驾驶员 {car['驾驶员']} {_km(trip) if trip else car['里程']}")
        if trip and trip.odometer_out_km is not None:
            closing = f"，收车 {trip.odometer_in_km}" if trip.odometer_in_km is not None else ""
            lines.append(f"里程表 出车 {trip.odometer_out_km}{closing}")
    lines.append(f"校验码 {slip.check_code}，签发 {body['issued']}")
    return "\n".join(lines)


def timeline(session: Session, booking: Booking) -> list[tuple[datetime, str, str, bool]]:
    """(at, step, who and what, implied) of a booking, its approvals and its trips, in order."""
    subjects = [subject_of(booking), *(subject_of(trip) for trip in trips_of(session, booking, also_ended=True))]
    subjects += [subject_of(step) for step in current_round(session, subject_of(booking))]
    query = select(Event).where(or_(Event.subject.in_(subjects)), Event.kind.in_([*STEP_WORDS])).order_by(Event.id)
    found = []
    for event in session.scalars(query):
        facts = event.body
        if event.kind == "booking.approved" and not facts.get("by", "").startswith("免"):
            continue  # The approver's own step says it.
        what = " ".join(str(facts[k]) for k in ("place", "plate", "odometer_km", "score", "reason") if facts.get(k))
        found.append(
            (event.at, STEP_WORDS[event.kind], f"{event.actor_name} {what}".strip(), bool(facts.get("implied")))
        )
    return found


def timeline_words(session: Session, booking: Booking) -> str:
    """申请-审批-调度-出车-回场-评分, each with its hour and how long after the step before."""
    steps = timeline(session, booking)
    lines = [f"【经过】{booking.ref}"]
    before: datetime | None = None
    for at, step, what, implied in steps:
        after = f"（+{span_words((at - before).total_seconds())}）" if before else ""
        lines.append(f"{month_day(at)} {hour_minute(at)} {step} {what}{'（推定）' if implied else ''}{after}")
        before = at
    if len(steps) > 1:
        lines.append(f"共 {span_words((steps[-1][0] - steps[0][0]).total_seconds())}")
    return "\n".join(lines)


def decision_of(session: Session, booking: Booking) -> dict[str, Any]:
    """The reasons kept with the latest dispatch decision about a booking; empty before there is one."""
    kinds = ("booking.assigned", "booking.unserved")
    query = select(Event).where(Event.subject == subject_of(booking), Event.kind.in_(kinds)).order_by(Event.id.desc())
    event = session.scalars(query.limit(1)).first()
    return event.body if event else {}


def why_words(session: Session, booking: Booking) -> str:
    """Why this car and none of the others, from the reasons kept with the decision."""
    facts = decision_of(session, booking)
    if not facts:
        return f"{booking.ref} 还没有派车，等审批通过后自动派。"
    lines = [f"{booking.ref} 共比较{facts['fleet']}辆：可派{facts['scored']}辆"]
    if facts["lines"]:
        _, plate, score, terms = facts["lines"][0]
        best = "、".join(f"{TERMS[name]}{value:g}" for name, value in terms.items() if value)
        lines.append(f"选中 {facts.get('plate', plate)}，评分{score:g}（越低越好）：{best}")
        lines += [f"次选 {plate} {score:g}" for _, plate, score, _ in facts["lines"][1:3]]
    lines += [f"未选 {count}辆：{REFUSALS[code]}" for code, count in facts["counts"].items()]
    return "\n".join(lines)


def rating_of(session: Session, booking: Booking) -> Rating | None:
    return session.scalar(select(Rating).where(Rating.booking_id == booking.id))


def _km(trip: Trip) -> str:
    if trip.odometer_in_km is not None and trip.odometer_out_km is not None:
        return f"{trip.odometer_in_km - trip.odometer_out_km}公里"
    return f"{km_words(trip.planned_m)}公里"


def _unit(session: Session, booking: Booking) -> Unit:
    unit = session.get(Unit, booking.unit_id)
    assert unit is not None
    return unit


def _person(session: Session, booking: Booking) -> Person:
    person = session.get(Person, booking.requester_id)
    assert person is not None
    return person
