"""Table: approval_step."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, BigKey, Id, TenantOwned


class State(StrEnum):
    WAITING = "waiting"
    GRANTED = "granted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    HELD = "held"
    WITHDRAWN = "withdrawn"


MOVES = {
    State.WAITING: {State.GRANTED, State.DECLINED, State.LAPSED, State.HELD},
    State.HELD: {State.WAITING},
    State.GRANTED: {State.WITHDRAWN},
}


class ApprovalStep(TenantOwned, Base):
    """One decision of one person about `subject` (booking:12).  Steps of a round open one after the other."""

    __tablename__ = "approval_step"
    __table_args__ = (
        Index(None, "tenant_id", "subject"),
        Index(None, "tenant_id", "approver_id", "state"),
    )
    MOVES = MOVES

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(40))
    round: Mapped[int]
    seq: Mapped[int]
    approver_id: Mapped[int] = mapped_column(BigKey)
    approver_name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(20))
    state: Mapped[State] = mapped_column(String(20), default=State.WAITING)
    opened_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
