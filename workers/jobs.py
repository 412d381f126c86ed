"""The jobs by name, each a thin step outward: read the truth again, call one verb or one channel.

`app/reactions.py` says what owes them.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.bookings import ops as bookings
from app.conversations import examples
from app.conversations import ops as conversations
from app.dispatch import announcements
from app.dispatch import ops as dispatch
from app.kernel.clock import machine_now
from app.kernel.events import Event, Task, subject_id
from app.kernel.scope import system
from app.notices import ops as notices
from app.notices.model import Notice, State
from app.settlement import ops as settlement
from app.supervision import ops as supervision
from app.tenancy.model import Tenant
from app.trips.model import Trip
from workers.channels.port import Refusal, Sent
from workers.job import Ports, job

INBOX_KEPT = timedelta(days=3)  # Channels repeat within minutes; the days are for whoever asks what happened.


@job(queue="dispatch", timeout_s=20)
def plan_dispatch(session: Session, task: Task, now: datetime) -> None:
    """An approved booking gets its car, or is unserved with the reasons."""
    booking = bookings.by_subject(session, task.subject, lock=True)
    dispatch.plan_booking(session, system(task.tenant_id), booking, now=now)


@job(queue="dispatch", timeout_s=25)
def replan_unserved(session: Session, task: Task, now: datetime) -> None:
    """A car has come free: whoever waits for one is looked at again, the earliest departure first."""
    for booking in dispatch.unserved(session):
        dispatch.plan_booking(session, system(task.tenant_id), booking, now=now)


@job(queue="notify", timeout_s=15)
def notify_approver(session: Session, task: Task, now: datetime) -> None:
    _tell(session, task, announcements.for_approver, now)


@job(queue="notify", timeout_s=15)
def notify_traveller(session: Session, task: Task, now: datetime) -> None:
    _tell(session, task, announcements.for_traveller, now)


@job(queue="notify", timeout_s=15)
def notify_driver(session: Session, task: Task, now: datetime) -> None:
    _tell(session, task, announcements.for_driver, now)


@job(queue="notify", timeout_s=15)
def notify_dispatcher(session: Session, task: Task, now: datetime) -> None:
    _tell(session, task, announcements.for_dispatcher, now)


@dataclass(frozen=True)
class Words:
    """What is to be sent.  The words and the address stay out of logs."""

    channel: str
    address: str = field(repr=False)
    text: str = field(repr=False)


@job(queue="notify", timeout_s=20)
class SendNotice:
    """One notice over its channel.  A refusal is kept with it; silence is tried again."""

    def prepare(self, session: Session, task: Task, now: datetime) -> Words | None:
        notice = session.get(Notice, subject_id(task.subject))
        if notice is None or notice.state != State.QUEUED:
            return None
        return Words(notice.channel, notice.address, notice.words)

    def call(self, ask: Words, ports: Ports) -> Sent | Refusal:
        answer: Sent | Refusal = ports[ask.channel].send_text(ask.address, ask.text)
        return answer

    def record(self, session: Session, task: Task, ask: Words, answer: Any, now: datetime) -> None:
        notice = session.get(Notice, subject_id(task.subject), with_for_update=True)
        if notice is not None and notice.state == State.QUEUED:
            notices.settle(session, notice, refusal=answer.code if isinstance(answer, Refusal) else "", now=now)

    def abandon(self, session: Session, task: Task, now: datetime) -> None:
        """WeChat was silent for too long: the words wait for the next time their person talks."""
        notice = session.get(Notice, subject_id(task.subject), with_for_update=True)
        if notice is not None and notice.state == State.QUEUED:
            notices.settle(session, notice, refusal="unreachable", now=now)


@job(queue="rollup", timeout_s=20)
def settle_trip(session: Session, task: Task, now: datetime) -> None:
    """A returned trip gets its money lines and is closed."""
    trip = session.get(Trip, subject_id(task.subject), with_for_update=True)
    if trip is not None:
        settlement.settle_trip(session, system(task.tenant_id), trip, now=now)


@job(queue="notify", timeout_s=15)
def lapse_booking(session: Session, task: Task, now: datetime) -> None:
    """At the planned departure nobody had decided, or no car was found."""
    booking = bookings.by_subject(session, task.subject, lock=True)
    if booking.depart_at <= now:
        bookings.lapse(session, system(task.tenant_id), booking, now=now)


@job(queue="rollup", timeout_s=25, every_s=300)
def seal_events(session: Session, task: Task, now: datetime) -> None:
    """Chain the facts that have settled since the last seal."""
    tenant = session.get(Tenant, task.tenant_id)
    if tenant is not None:
        supervision.seal(session, tenant, now=now)


@job(queue="rollup", timeout_s=25, every_s=86_400)
def tidy(session: Session, task: Task, now: datetime) -> None:
    """Forget messages that no channel will repeat any more, and misread sentences whose time is over."""
    conversations.forget_before(session, machine_now() - INBOX_KEPT)
    examples.forget_past(session, now)


def _tell(session: Session, task: Task, write: Any, now: datetime) -> None:
    event = session.get(Event, task.event_id)
    if event is not None:
        notices.tell_all(session, event.id, write(session, event, now), now=now)
