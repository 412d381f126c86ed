"""Tables: inbox, conversation."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String, UniqueConstraint
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
