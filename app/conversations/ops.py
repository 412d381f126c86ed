"""Take in each message once, and keep where each talk stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from app.conversations.model import Conversation, Inbox
from app.kernel.db import insert_once
from app.kernel.scope import Scope


def take_in(session: Session, channel: str, key: str, *, at: datetime) -> Inbox | None:
    """The inbox row of a new message; None for a repeat.  A concurrent repeat waits here for the first one's end."""
    if not insert_once(session, Inbox(channel=channel, message_key=key, received_at=at, answer_type="")):
        return None
    return session.scalars(_by_key(channel, key)).one()


def first_answer(session: Session, channel: str, key: str) -> tuple[bytes, str] | None:
    """(body, content type) that the first arrival of this message got."""
    row = session.scalar(_by_key(channel, key))
    return (row.answer, row.answer_type) if row and row.answer is not None else None


def _by_key(channel: str, key: str) -> Select[Inbox]:
    return select(Inbox).where(Inbox.channel == channel, Inbox.message_key == key)


def open_conversation(session: Session, scope: Scope, channel: str, *, now: datetime) -> Conversation:
    """This person's conversation row, locked: two messages of one person are answered one after the other."""
    query = select(Conversation).where(Conversation.person_id == scope.person_id, Conversation.channel == channel)
    row = session.scalar(query.with_for_update())
    if row is None:
        fresh = Conversation(
            tenant_id=scope.tenant_id, person_id=scope.person_id, channel=channel, memory={}, updated_at=now
        )
        insert_once(session, fresh)
        row = session.scalars(query.with_for_update()).one()
    return row


def keep(row: Conversation, memory: dict[str, Any], *, now: datetime) -> None:
    row.memory, row.updated_at = memory, now


def forget_before(session: Session, at: datetime) -> int:
    """Drop inbox rows older than `at`; channels repeat within minutes."""
    done = session.execute(delete(Inbox).where(Inbox.received_at < at).execution_options(synchronize_session=False))
    return int(getattr(done, "rowcount", 0))
