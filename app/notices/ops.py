"""Queue words for people, once per event, person and channel, and note what became of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.db import insert_once
from app.kernel.events import owe
from app.kernel.states import move
from app.notices.model import Notice, State
from app.tenancy.ops import address_of

CHANNEL = "wechat_mp"
KEPT = timedelta(days=7)
CATCH_UP_MAX = 5


def tell(session: Session, event_id: int, person_id: int, words: str, *, now: datetime) -> Notice | None:
    """Owe `words` to a person because of an event; None when they were owed before or no channel reaches them."""
    address = address_of(session, person_id, CHANNEL)
    if address is None:
        return None
    fresh = Notice(
        tenant_id=session.info["tenant_id"],
        event_id=event_id,
        person_id=person_id,
        channel=CHANNEL,
        address=address,
        words=words,
        state=State.QUEUED,
        queued_at=now,
        refusal="",
    )
    if not insert_once(session, fresh):
        return None
    found = session.scalars(
        select(Notice).where(Notice.event_id == event_id, Notice.person_id == person_id, Notice.channel == CHANNEL)
    ).one()
    owe(session, "send_notice", found, due_at=now, key=f"n{found.id}")
    return found


def tell_all(session: Session, event_id: int, told: Iterable[tuple[int, str]], *, now: datetime) -> None:
    for person_id, words in told:
        tell(session, event_id, person_id, words, now=now)


def settle(session: Session, notice: Notice, *, refusal: str, now: datetime) -> None:
    """What the channel answered: empty means it took the words."""
    move(notice, State.FAILED if refusal else State.SENT)
    notice.refusal, notice.sent_at = refusal, now


def catch_up(session: Session, person_id: int, *, now: datetime) -> list[Notice]:
    """What no channel could deliver lately, to be shown now that the person talks; it counts as read from here on."""
    query = select(Notice).where(Notice.person_id == person_id, Notice.state == State.FAILED)
    found = session.scalars(query.where(Notice.queued_at > now - KEPT).order_by(Notice.id).limit(CATCH_UP_MAX)).all()
    for notice in found:
        move(notice, State.READ)
    return list(found)
