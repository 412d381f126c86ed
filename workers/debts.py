"""The task table as the relay sees it: what is due, lending it out, taking it back.

Leases run by the machine's clock, due times by the product's.  Each function is one short transaction's worth.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from app.kernel.clock import machine_now
from app.kernel.events import Task
from app.tenancy.model import Tenant
from workers.job import CALLING, JOBS, claim, give_up, owe_next

LOST = "lost"  # Lent out and never heard of again, as often as a task may be tried.


@dataclass(frozen=True)
class Debt:
    """was_lent: an earlier delivery may still lie in a queue.  is_out: lent now, nobody may have it."""

    id: int
    job: str
    attempts: int
    was_lent: bool
    is_out: bool


def due(session: Session, jobs: Collection[str], *, now: datetime, limit: int) -> list[Debt]:
    """What may be lent out now, oldest due first.  Reads only."""
    query = open_tasks(jobs, until=now).where(not_lent()).limit(limit)
    return [as_debt(task) for task in reading(session).scalars(query)]


def earliest(session: Session, jobs: Collection[str], *, until: datetime) -> Debt | None:
    """The open task that fell due first, lent or not, but for those that failed and wait for another try."""
    backing_off = Task.error.is_not(None) & (Task.error != CALLING) & (Task.leased_until > machine_now())
    query = open_tasks(jobs, until=until).where(~backing_off).limit(1)
    task = reading(session).scalar(query)
    return as_debt(task) if task else None


def lent_out(session: Session, jobs: Collection[str]) -> list[Debt]:
    """What was sent and has not been heard of: neither done nor failed nor calling out.  Reads only."""
    query = select(Task).where(*is_open(), Task.job.in_(list(jobs)), Task.error.is_(None))
    query = query.where(Task.leased_until >= machine_now()).order_by(Task.due_at, Task.id)
    return [as_debt(task) for task in reading(session).scalars(query)]


def lend(
    session: Session, debts: Sequence[Debt], *, lease_s: int, queued: Iterable[tuple[int, int]] = ()
) -> list[Debt]:
    """Lend out those of `debts` that are still to be had and count the attempt; what comes back is to be sent.

    queued: (task, attempt) deliveries that lie in a queue: they get a new lease instead of a second delivery.
    """
    here = set(queued)
    ids = [debt.id for debt in debts]
    query = select(Task).where(Task.id.in_(ids), *is_open(), not_lent()).order_by(Task.due_at, Task.id)
    until = machine_now() + timedelta(seconds=lease_s)
    lent = []
    for task in session.scalars(query.with_for_update(skip_locked=True)):
        task.leased_until = until
        if (task.id, task.attempts) in here:
            continue
        task.attempts += 1
        task.error = None
        if (task.id, task.attempts) not in here:
            lent.append(as_debt(task))
    return lent


def take_back(session: Session, debts: Iterable[Debt]) -> None:
    """Nobody was reached: the attempt does not count.  The lease ends rather than vanishes, so that a delivery that
    got through after all is looked for."""
    for debt in debts:
        back = update(Task).where(Task.id == debt.id, Task.attempts == debt.attempts, *is_open())
        session.execute(back.values(attempts=debt.attempts - 1, leased_until=machine_now()))


def set_aside(session: Session, lost: Iterable[Debt], *, now: datetime) -> None:
    """Give up on tasks that were lost as often as one may be tried: each time it seems to have killed its worker."""
    for debt in lost:
        task = claim(session, debt.id)
        if task and task.attempts == debt.attempts:
            task.error = task.error or LOST
            give_up(session, task, now=now)


def unowed_recurring(session: Session) -> list[tuple[str, int]]:
    """(job, tenant) of every recurring job that nobody owes.  Reads only."""
    names = [name for name, job in JOBS.items() if job.every_s]
    tenants = reading(session).scalars(select(Tenant.id)).all()
    query = select(Task.job, Task.tenant_id).where(Task.job.in_(names), *is_open())
    owed = {(name, tenant) for name, tenant in session.execute(query)}
    return [(name, tenant) for name in names for tenant in tenants if (name, tenant) not in owed]


def owe_recurring(session: Session, unowed: Iterable[tuple[str, int]], *, now: datetime) -> None:
    for name, tenant_id in unowed:
        session.info["tenant_id"] = tenant_id
        owe_next(session, name, tenant_id, now=now)


def open_tasks(jobs: Collection[str], *, until: datetime) -> Select[Task]:
    query = select(Task).where(*is_open(), Task.due_at <= until, Task.job.in_(list(jobs)))
    return query.order_by(Task.due_at, Task.id)


def is_open() -> tuple[ColumnElement[bool], ...]:
    return Task.done_at.is_(None), Task.failed_at.is_(None)


def not_lent() -> ColumnElement[bool]:
    return or_(Task.leased_until.is_(None), Task.leased_until < machine_now())


def as_debt(task: Task) -> Debt:
    until = task.leased_until
    return Debt(task.id, task.job, task.attempts, until is not None, until is not None and until >= machine_now())


def reading(session: Session) -> Session:
    """The session, in a transaction that on SQLite takes no write lock."""
    if not session.in_transaction():
        session.connection(execution_options={"reading": True})
    return session
