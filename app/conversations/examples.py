"""Sentences that were read wrong and put right by who said them, kept for review with that person's consent only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.conversations.model import Consent, Misreading
from app.conversations.rules import scrubbed, scrubbed_value
from app.kernel.clock import CITY_TZ, day_of
from app.kernel.db import insert_once
from app.kernel.events import record
from app.kernel.scope import Scope
from app.tenancy import ops as tenancy

PER_DAY_MAX = 5  # Of one person: a talk that goes wrong over and over says the same thing.


@dataclass(frozen=True)
class Example:
    """was: how the sentence was read, with its intent; expect: how its speaker says it should have been."""

    text: str
    said_at: datetime
    was: dict[str, Any]
    expect: dict[str, Any]
    context: dict[str, Any]


def consent_of(session: Session, scope: Scope) -> Consent | None:
    return session.scalar(select(Consent).where(Consent.person_id == scope.person_id))


def agree(session: Session, scope: Scope, *, now: datetime) -> Consent:
    """From now on this person's misread sentences may be kept."""
    consent = _consent(session, scope)
    if consent.given_at is None:
        consent.given_at = now
        record(session, "examples.agreed", consent, actor=scope, at=now)
    return consent


def withdraw(session: Session, scope: Scope, *, now: datetime) -> int:
    """No more of them, and those that were kept are forgotten; how many."""
    consent = _consent(session, scope)
    mine = delete(Misreading).where(Misreading.person_id == scope.person_id)
    done = session.execute(mine.execution_options(synchronize_session=False))
    forgotten = int(getattr(done, "rowcount", 0))
    consent.asked_at = consent.asked_at or now  # Who has said no is not asked.
    if consent.given_at is not None:
        consent.given_at = None
        record(session, "examples.withdrawn", consent, actor=scope, at=now, forgotten=forgotten)
    return forgotten


def ask_once(session: Session, scope: Scope, *, now: datetime) -> bool:
    """Whether this person is to be asked for their consent now: the first time, and never again."""
    consent = _consent(session, scope)
    if consent.asked_at is not None or consent.given_at is not None:
        return False
    consent.asked_at = now
    return True


def keep(
    session: Session, scope: Scope, found: Sequence[Example], *, reader: str, now: datetime, keep_days: int
) -> int:
    """Keep these sentences without what tells who somebody is, a few a person and day; how many were kept.

    reader: which state of the language read them.  Without consent nothing is kept.
    """
    consent = consent_of(session, scope)
    if consent is None or consent.given_at is None:
        return 0
    room = max(PER_DAY_MAX - _kept_today(session, scope, now), 0)
    for example in found[:room]:
        names = (*names_in_slots(example.was), *tenancy.names_in(session, example.text))
        row = Misreading(
            person_id=scope.person_id,
            said_at=example.said_at,
            text=scrubbed(example.text, names),
            was=scrubbed_value(example.was, names),
            expect=scrubbed_value(example.expect, names),
            context=scrubbed_value(example.context, names),
            reader=reader,
            kept_at=now,
            kept_until=now + timedelta(days=keep_days),
        )
        session.add(row)
    session.flush()
    return min(len(found), room)


def names_in_slots(slots: dict[str, Any]) -> list[str]:
    """People that were read as such: they are names wherever they stand."""
    target = slots.get("target")
    applicant = target.get("applicant") if isinstance(target, dict) else None
    found = (slots.get("driver"), slots.get("delegate_to"), applicant)
    return [name for name in found if isinstance(name, str)]


def kept(session: Session, scope: Scope) -> int:
    """How many of this person's sentences there are."""
    query = select(func.count(Misreading.id)).where(Misreading.person_id == scope.person_id)
    return session.scalar(query) or 0


def to_review(session: Session, *, since: datetime | None = None) -> list[Misreading]:
    """What nobody has reviewed yet, oldest first."""
    query = select(Misreading).where(Misreading.reviewed_at.is_(None)).order_by(Misreading.id)
    return list(session.scalars(query.where(Misreading.kept_at >= since) if since else query))


def reviewed(rows: Sequence[Misreading], *, now: datetime) -> None:
    for row in rows:
        row.reviewed_at = now


def forget_past(session: Session, now: datetime) -> None:
    """Sentences whose time is over, reviewed or not."""
    past = delete(Misreading).where(Misreading.kept_until <= now)
    session.execute(past.execution_options(synchronize_session=False))


def _kept_today(session: Session, scope: Scope, now: datetime) -> int:
    midnight = datetime.combine(day_of(now), time(), CITY_TZ)
    mine = (Misreading.person_id == scope.person_id, Misreading.kept_at >= midnight)
    return session.scalar(select(func.count(Misreading.id)).where(*mine)) or 0


def _consent(session: Session, scope: Scope) -> Consent:
    found = consent_of(session, scope)
    if found is None:
        insert_once(session, Consent(tenant_id=scope.tenant_id, person_id=scope.person_id))
        found = session.scalars(select(Consent).where(Consent.person_id == scope.person_id)).one()
    return found
