"""Seal the facts in batches and verify them.

A seal is itself an event (`audit.sealed`): it names a span of event keys and the hash over theirs and the seal before.
Facts younger than SETTLE_S wait for the next seal, so that no transaction in flight slips into a sealed span.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel import clock
from app.kernel.events import Event, record
from app.kernel.scope import system
from app.tenancy.model import Tenant

SETTLE_S = 60
BATCH = 5_000
SEALED = "audit.sealed"


@dataclass(frozen=True)
class Verdict:
    """What verification found: the head of the chain, or the first event that does not fit and why."""

    checked: int
    head: str
    wrong_id: int | None = None
    why: str = ""


def seal(session: Session, tenant: Tenant, *, now: datetime) -> Event | None:
    """Chain what is not sealed yet; None when there is nothing old enough."""
    last = _seals(session, tenant.id)[-1:]
    after, before = (last[0].body["to_id"], last[0].body["hash"]) if last else (0, "")
    limit = clock.machine_now() - timedelta(seconds=SETTLE_S)
    query = select(Event).where(Event.tenant_id == tenant.id, Event.id > after, Event.kind != SEALED)
    events = session.scalars(query.where(Event.recorded_at < limit).order_by(Event.id).limit(BATCH)).all()
    if not events:
        return None
    facts = {"from_id": events[0].id, "to_id": events[-1].id, "count": len(events), "before": before}
    return record(
        session, SEALED, tenant_row(tenant), actor=system(tenant.id), at=now, hash=link(before, events), **facts
    )


def verify(session: Session, tenant: Tenant) -> Verdict:
    """Recompute every hash and every link; names the first event that does not fit."""
    checked, head = 0, ""
    for event in session.scalars(select(Event).order_by(Event.id)).all():
        checked += 1
        if event.hash != event.digest():
            return Verdict(checked, head, event.id, "事件内容与其摘要不符")
    for seal_event in _seals(session, tenant.id):
        body = seal_event.body
        spanned = select(Event).where(Event.id >= body["from_id"], Event.id <= body["to_id"], Event.kind != SEALED)
        events = session.scalars(spanned.order_by(Event.id)).all()
        if body["before"] != head or body["count"] != len(events) or body["hash"] != link(head, events):
            return Verdict(checked, head, next(_suspects(seal_event, events)), "封存链不符：有事件被删除、插入或改写")
        head = body["hash"]
    return Verdict(checked, head)


def link(before: str, events: Sequence[Event]) -> str:
    """SHA-256 over the seal before and the hashes of the events, in hex."""
    words = "\n".join([before, *(f"{event.id}:{event.hash}" for event in events)])
    return hashlib.sha256(words.encode()).hexdigest()


def tenant_row(tenant: Tenant) -> "_TenantRow":
    return _TenantRow(tenant.id)


@dataclass(frozen=True)
class _TenantRow:
    """A tenant as the subject of an event: it has no tenant above it."""

    id: int
    __tablename__ = "tenant"

    @property
    def tenant_id(self) -> int:
        return self.id


def _seals(session: Session, tenant_id: int) -> list[Event]:
    query = select(Event).where(Event.tenant_id == tenant_id, Event.kind == SEALED)
    return list(session.scalars(query.order_by(Event.id)))


def _suspects(seal_event: Event, events: Sequence[Event]) -> Iterator[int]:
    """The first event of the broken span whose neighbour is missing, else the span's first."""
    yield events[0].id if events else seal_event.id
