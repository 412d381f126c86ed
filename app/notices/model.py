"""Tables: notice, subscription."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, BigKey, Id, TenantOwned


class State(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    READ = "read"
    FAILED = "failed"


MOVES = {State.QUEUED: {State.SENT, State.FAILED}, State.SENT: {State.READ}, State.FAILED: {State.READ}}


class Notice(TenantOwned, Base):
    """Words owed to one person because of one event over one channel: never twice."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("tenant_id", "event_id", "person_id", "channel"),
        Index(None, "tenant_id", "person_id", "state"),
    )
    MOVES = MOVES

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(BigKey)
    person_id: Mapped[int] = mapped_column(BigKey)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[State] = mapped_column(String(10), default=State.QUEUED)
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(String(40), default="")


class Subscription(TenantOwned, Base):
    """How many subscribe messages of one template a person has agreed to and not yet been sent."""

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("tenant_id", "person_id", "template"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigKey)
    template: Mapped[str] = mapped_column(String(60))
    quota: Mapped[int] = mapped_column(default=0)
