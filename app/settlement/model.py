"""Table: charge."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, BigKey, Id, TenantOwned


class State(StrEnum):
    OPEN = "open"
    REVIEW = "review"
    DISPUTED = "disputed"
    AGREED = "agreed"


MOVES = {
    State.OPEN: {State.REVIEW, State.AGREED, State.DISPUTED},
    State.REVIEW: {State.AGREED, State.DISPUTED},
    State.DISPUTED: {State.AGREED},
}


class Charge(TenantOwned, Base):
    """One money line about one trip, borne by one booking.  formula: how it was reckoned, for people."""

    __tablename__ = "charge"
    __table_args__ = (Index(None, "tenant_id", "trip_id"), Index(None, "tenant_id", "booking_id"))
    MOVES = MOVES

    id: Mapped[Id]
    trip_id: Mapped[int] = mapped_column(BigKey)
    booking_id: Mapped[int] = mapped_column(BigKey)
    kind: Mapped[str] = mapped_column(
        String(20)
    )  # distance, waiting, package, over_time, over_km, overnight, toll, parking
    amount_fen: Mapped[int]
    formula: Mapped[str] = mapped_column(String(160))
    state: Mapped[State] = mapped_column(String(10), default=State.OPEN)
    charged_at: Mapped[datetime]
