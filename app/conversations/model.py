"""Tables: inbox, conversation, consent, misreading."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, BigKey, Id, TenantOwned


class Inbox(Base):
    """A message that came in, by the key its channel repeats it under, with the bytes it was answered with.

    Read across tenants: it is looked at before anybody is known.
    """

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("channel", "message_key"),)

    id: Mapped[Id]
    channel: Mapped[str] = mapped_column(String(20))
    message_key: Mapped[str] = mapped_column(String(120))
    received_at: Mapped[datetime]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary(65535))
    answer_type: Mapped[str] = mapped_column(String(40), default="")


class Conversation(TenantOwned, Base):
    """Where one person's talk over one channel stands: the dialogue's own state, as JSON."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("tenant_id", "person_id", "channel"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigKey)
    channel: Mapped[str] = mapped_column(String(20))
    memory: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime]


class Consent(TenantOwned, Base):
    """Whether a person lets misread sentences be kept.  given_at: since when; asked_at: nobody is asked twice."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("tenant_id", "person_id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigKey)
    asked_at: Mapped[datetime | None]
    given_at: Mapped[datetime | None]


class Misreading(TenantOwned, Base):
    """A sentence that was read wrong and put right by who said it, without what tells who somebody is.

    context, was, expect: as in tests/nlu/sentences.jsonl.  reader: the state of the language that read it so.
    """

    __tablename__ = "misreading"
    __table_args__ = (Index(None, "tenant_id", "person_id", "kept_at"), Index(None, "kept_until"))

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigKey)
    said_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    was: Mapped[dict[str, Any]] = mapped_column(JSON)
    expect: Mapped[dict[str, Any]] = mapped_column(JSON)
    reader: Mapped[str] = mapped_column(String(16))
    kept_at: Mapped[datetime]
    kept_until: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
