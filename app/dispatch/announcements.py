"""Who is told what after which fact: the words of every notice, from the rows as they stand."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.approvals.model import ApprovalStep
from app.approvals.model import State as Step
from app.approvals.ops import current_round
from app.bookings import ops as bookings
from app.bookings.model import Booking, State
from app.dispatch import views
from app.dispatch.ops import bookings_of, trips_of
from app.dispatch.rules import REFUSALS
from app.fleet.model import Driver, Vehicle
from app.kernel.clock import day_of, day_words, hour_minute, month_day
from app.kernel.events import Event, subject_id
from app.kernel.money import yuan
from app.policies.topics import RING_NAMES
from app.tenancy.model import Person, Unit
from app.tenancy.ops import people_with
from app.trips.model import Trip

Told = list[tuple[int, str]]  # (person, words)


def for_approver(session: Session, event: Event, now: datetime) -> Told:
    """The card of the step that opened; when a booking was called off, a word to whoever had been asked in vain."""
    if event.kind == "booking.cancelled":
        booking = bookings.by_subject(session, event.subject)
        asked = [step for step in current_round(session, event.subject) if step.opened_at and step.state == Step.LAPSED]
        return [(step.approver_id, f"{booking.ref} 申请人已取消，无需审批。") for step in asked]
    step = session.get(ApprovalStep, subject_id(event.subject))
    if step is None or step.state != Step.WAITING:
        return []
    return [(step.approver_id, approval_card(session, bookings.by_subject(session, step.subject), step))]


def for_traveller(session: Session, event: Event, now: datetime) -> Told:
    return [
        (b.requester_id, words) for b in _bookings(session, event) if (words := _traveller_words(session, event, b))
    ]


def for_driver(session: Session, event: Event, now: datetime) -> Told:
    """The job card of a trip that was issued; a word when the trip was called off."""
    trip = session.get(Trip, subject_id(event.subject))
    assert trip is not None
    driver = session.get(Driver, trip.driver_id)
    assert driver is not None
    if event.kind == "trip.issued":
        return [(driver.person_id, views.job_card(session, trip))]
    if event.body.get("reason") == "declined":
        return []  # The driver said so.
    refs = "、".join(b.ref for b in bookings_of(session, trip, also_ended=True))
    return [(driver.person_id, f"任务已撤销：{refs}（{day_words(trip.depart_at)} 出场），无需出车。")]


def for_dispatcher(session: Session, event: Event, now: datetime) -> Told:
    """Every dispatcher of the tenant hears of a booking without a car, and of one nobody came for."""
    people = people_with(session, "dispatcher", on=day_of(now))
    words = [_for_dispatcher(event, booking) for booking in _bookings(session, event)]
    return [(person.id, "\n".join(words)) for person in people]


def _for_dispatcher(event: Event, booking: Booking) -> str:
    if event.kind == "booking.missed":
        return f"{booking.ref} {day_words(booking.depart_at)} 驾驶员报未接到人，订单已结束。"
    return _unserved(booking, event, "派 车牌 " + booking.ref)


def approval_card(session: Session, booking: Booking, step: ApprovalStep) -> str:
    """All that is needed to decide, and the words that do."""
    unit, person = session.get(Unit, booking.unit_id), session.get(Person, booking.requester_id)
    assert unit is not None and person is not None
    lines = [f"【待审批】{booking.ref}", f"{unit.name} {person.name}{person.title}，{booking.passengers}人"]
    lines.append(f"{day_words(booking.depart_at)} {views.route(booking)}（{RING_NAMES[booking.ring]}）")
    lines.append(f"返程 {day_words(booking.return_at)}" if booking.return_at else "单程")
    lines.append(f"事由 {booking.purpose}，预计费用 {yuan(booking.estimate_fen)}元，规则 {step.rule}")
    lines.append(f"回复“同意 {booking.ref}”或“驳回 {booking.ref} 理由…”")
    return "\n".join(lines)


def _traveller_words(session: Session, event: Event, booking: Booking) -> str:
    write = WORDS.get(event.kind)
    return write(session, event, booking) if write else ""


def _approved(session: Session, event: Event, booking: Booking) -> str:
    if booking.state != State.APPROVED:
        return ""  # The car was quicker than this word, and says the same.
    by = event.body.get("by", "")
    return f"{booking.ref} 已批准（{by} {hour_minute(event.at)}），正在派车。"


def _rejected(session: Session, event: Event, booking: Booking) -> str:
    facts = event.body
    why = str(facts["reason"]).rstrip("。.")
    return f"{booking.ref} 被{facts['by']}驳回：{why}（规则 {facts['rule']}）。改好后请重新说一遍行程。"


def _lapsed(session: Session, event: Event, booking: Booking) -> str:
    if event.body.get("was") == State.REQUESTED:
        return f"{booking.ref} 到出发时间仍未批准，已过期。需要用车请重新申请并联系审批人。"
    return f"{booking.ref} 到出发时间仍没有车可派，已结束，抱歉。请改时间重新申请，或联系调度员。"


def _issued(session: Session, event: Event, booking: Booking) -> str:
    trip = session.get(Trip, subject_id(event.subject))
    again = len(trips_of(session, booking, also_ended=True)) > 1
    assert trip is not None
    why = "；".join(views.decision_of(session, booking).get("because", []))
    reasons = f"\n选这辆：{why}。其余的车为什么没派，问“为什么 {booking.ref}”。" if why else ""
    return f"{booking.ref} {'改派新车' if again else '已派车'}\n{views.car_words(session, trip)}{reasons}"


def _departed(session: Session, event: Event, booking: Booking) -> str:
    trip = session.get(Trip, subject_id(event.subject))
    assert trip is not None
    vehicle = session.get(Vehicle, trip.vehicle_id)
    plate = vehicle.plate if vehicle else ""
    return (
        f"{booking.ref} 车辆 {plate} 已于{month_day(event.at)} {hour_minute(event.at)}出发，前往{trip.stops[0].place}。"
    )


def _reached(session: Session, event: Event, booking: Booking) -> str:
    facts = event.body
    if facts.get("implied") or facts.get("stop_kind") != "pickup" or facts.get("stop") != 1:
        return ""
    return f"{booking.ref} 车辆已于{month_day(event.at)} {hour_minute(event.at)}到达上车点 {facts['place']}，请上车。"


def _missed(session: Session, event: Event, booking: Booking) -> str:
    return f"{booking.ref} 驾驶员在上车点未接到您，订单已结束。仍需用车请重新申请。"


def _settled(session: Session, event: Event, booking: Booking) -> str:
    total = yuan(event.body["total_fen"])
    return (
        f"{booking.ref} 行程结束，费用合计 {total}元（预计 {yuan(booking.estimate_fen)}元）。"
        f"回复“{booking.ref} 费用明细”查看，回复“评价 5分 …”评价。"
    )


def _told_unserved(session: Session, event: Event, booking: Booking) -> str:
    return _unserved(booking, event, "")


def _unserved(booking: Booking, event: Event, how: str) -> str:
    counts = "、".join(f"{REFUSALS[code]}{n}辆" for code, n in event.body.get("counts", {}).items())
    what = f"可回复“{how}”人工派车。" if how else "调度员已收到，您也可以改时间后重新申请，或先取消。"
    wish = f"{booking.ref} {day_words(booking.depart_at)} {views.destination(booking)}"
    return f"{wish} 暂无车可派（{counts or '无车'}）。{what}"


WORDS: dict[str, Callable[[Session, Event, Booking], str]] = {
    "booking.approved": _approved,
    "booking.rejected": _rejected,
    "booking.lapsed": _lapsed,
    "booking.unserved": _told_unserved,
    "booking.missed": _missed,
    "trip.issued": _issued,
    "trip.departed": _departed,
    "trip.reached": _reached,
    "trip.settled": _settled,
}


def _bookings(session: Session, event: Event) -> list[Booking]:
    """The bookings an event is about, by itself or through its trip."""
    if event.subject.startswith("booking:"):
        return [bookings.by_subject(session, event.subject)]
    trip = session.get(Trip, subject_id(event.subject))
    return bookings_of(session, trip) if trip else []
