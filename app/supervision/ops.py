"""Seal the facts in batches and verify them.

A seal is itself an event (`audit.sealed`): it names each event it covers with the first digits of its hash, and the
hash over theirs and the seal before.  Facts younger than SETTLE_S wait for the next seal, so that no transaction in
flight slips into a sealed span.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel import clock
from app.kernel.events import Event, record
from app.kernel.scope import system
from app.tenancy.model import Tenant

SETTLE_S = 60
BATCH = 5_000
MARK = 8  # Digits of an event's hash that its seal writes out, so that the event that does not fit can be named.
SEALED = "audit.sealed"


@dataclass(frozen=True)
class Verdict:
    """What verification found: the head of the chain, or the first event that does not fit and why."""

    checked: int
    head: str
    wrong_id: int | None = None
    why: str = ""


def seal(session: Session, tenant: Tenant, *, now: datetime, recorded_until: datetime | None = None) -> Event | None:
    """Chain what is not sealed yet; None when there is nothing old enough.

    recorded_until: by the machine's clock; SETTLE_S ago unless said otherwise.
    """
    query = select(Event).where(Event.tenant_id == tenant.id, Event.kind == SEALED).order_by(Event.id.desc())
    last = session.scalars(query.limit(1)).first()
    after, before = (last.body["to_id"], last.body["hash"]) if last else (0, "")
    limit = recorded_until or clock.machine_now() - timedelta(seconds=SETTLE_S)
    query = select(Event).where(Event.tenant_id == tenant.id, Event.id > after, Event.kind != SEALED)
    fresh = session.scalars(query.order_by(Event.id).limit(BATCH))
    events = list(takewhile(lambda event: event.recorded_at < limit, fresh))  # A span has no gaps.
    if not events:
        return None
    facts = {"from_id": events[0].id, "to_id": events[-1].id, "count": len(events), "before": before}
    facts |= {"marks": [[event.id, event.hash[:MARK]] for event in events], "hash": link(before, events)}
    return record(session, SEALED, tenant_row(tenant), actor=system(tenant.id), at=now, **facts)


def verify(session: Session, tenant: Tenant) -> Verdict:
    """Recompute every hash and every link; names the first event that does not fit."""
    events = session.scalars(select(Event).where(Event.tenant_id == tenant.id).order_by(Event.id)).all()
    wrong = {event.id: "事件内容与其摘要不符" for event in events if event.hash != event.digest()}
    facts = [event for event in events if event.kind != SEALED]
    keys, head = [event.id for event in facts], ""
    for seal_event in (event for event in events if event.kind == SEALED and event.id not in wrong):
        body = seal_event.body
        spanned = facts[bisect_left(keys, body["from_id"]) : bisect_right(keys, body["to_id"])]
        for key, why in _misfits(seal_event, head, spanned):
            wrong.setdefault(key, why)
        head = body["hash"]
    first = min(wrong, default=None)
    return Verdict(len(events), head, first, wrong[first] if first is not None else "")


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


def _misfits(seal_event: Event, head: str, spanned: Sequence[Event]) -> Iterator[tuple[int, str]]:
    """(event, why) of what a seal finds changed; the seal itself when its events fit and its links do not."""
    body, here = seal_event.body, {event.id: event.hash[:MARK] for event in spanned}
    marks = dict(body["marks"])
    for key in sorted(marks.keys() | here.keys()):
        if key not in here:
            yield key, "事件封存后被删除"
        elif key not in marks:
            yield key, "事件是封存后插入的"
        elif here[key] != marks[key]:
            yield key, "事件封存后被改写"
    if body["before"] != head:
        yield seal_event.id, "封存链断开：前一封存被删除或改写"
    elif marks == here and body["hash"] != link(head, spanned):
        yield seal_event.id, "封存与其事件不符"
