"""Facts and debts: an Event is past and immutable, a Task is owed work with a due time and a unique key.

Both are written in the caller's transaction, so a state change, its fact and what it owes stand or fall together.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel import clock
from app.kernel.db import Base, Id, LongText, TenantOwned, insert_once
from app.reactions import REACTIONS

KEY_MAX = 120


class Event(TenantOwned, Base):
    """A fact.  `hash` covers everything but the key, so that a change to any byte shows."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "tenant_id", "subject"), Index(None, "tenant_id", "kind", "at"))

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    facts: Mapped[str] = mapped_column(LongText)
    hash: Mapped[str] = mapped_column(String(64))

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.facts)
        return found

    def digest(self) -> str:
        """SHA-256 over the fact's own words, in hex."""
        when = (_wire(self.at), _wire(self.recorded_at))
        parts = (self.tenant_id, self.kind, self.subject, self.actor_id, self.actor_name, *when, self.facts)
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class Task(Base):
    """Owed work.  The relay lends it out (`leased_until`, the machine's clock); `due_at` is the product's clock."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_open", "done_at", "failed_at", "due_at"),)

    id: Mapped[Id]
    tenant_id: Mapped[int]
    job: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    event_id: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(KEY_MAX), unique=True)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))


def record(session: Session, kind: str, row: Any, *, actor: Any, at: datetime, **facts: Any) -> Event:
    """Write one fact about `row` and owe what REACTIONS says follows from it.

    actor: a Scope (person or system).  facts: JSON values.  `row` must have been flushed or is flushed here.
    """
    if row.id is None:
        session.flush()
    event = Event(
        tenant_id=row.tenant_id,
        kind=kind,
        subject=subject_of(row),
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=at,
        recorded_at=clock.machine_now(),
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str),
    )
    event.hash = event.digest()
    session.add(event)
    session.flush()
    for job in REACTIONS.get(kind, ()):
        owe(session, job, row, due_at=at, key=f"e{event.id}:{job}", event=event)
    return event


def owe(session: Session, job: str, row: Any, *, due_at: datetime, key: str, event: Event | None = None) -> bool:
    """Owe one task about `row`, due at `due_at`; the same key is the same debt.  True when it is a new one."""
    subject = row if isinstance(row, str) else subject_of(row)
    tenant_id = session.info["tenant_id"] if isinstance(row, str) else row.tenant_id
    task = Task(
        tenant_id=tenant_id,
        job=job,
        subject=subject,
        event_id=event.id if event else None,
        key=key,
        due_at=due_at,
        attempts=0,
    )
    session.info["owes"] = True  # The edge nudges the relay after the commit.
    return insert_once(session, task)


def subject_of(row: Any) -> str:
    """booking:12"""
    return f"{row.__tablename__}:{row.id}"


def subject_id(subject: str) -> int:
    return int(subject.rpartition(":")[2])


def _wire(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
