"""Tables: trip, stop, assignment, slip."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Base, BigKey, Id, Name, TenantOwned
from app.kernel.geo import Point


class State(StrEnum):
    PLANNED = "planned"
    ISSUED = "issued"
    ACCEPTED = "accepted"
    RUNNING = "running"
    RETURNED = "returned"
    CLOSED = "closed"
    ABORTED = "aborted"


MOVES = {
    State.PLANNED: {State.ISSUED, State.ABORTED},
    State.ISSUED: {State.ACCEPTED, State.PLANNED, State.ABORTED},
    State.ACCEPTED: {State.RUNNING, State.PLANNED, State.ABORTED},
    State.RUNNING: {State.RETURNED, State.ABORTED},
    State.RETURNED: {State.CLOSED},
}
STATE_NAMES = {
    State.PLANNED: "待派出",
    State.ISSUED: "待接单",
    State.ACCEPTED: "已接单",
    State.RUNNING: "行驶中",
    State.RETURNED: "已回场",
    State.CLOSED: "已结算",
    State.ABORTED: "已撤销",
}


class StopState(StrEnum):
    DUE = "due"
    REACHED = "reached"
    LEFT = "left"
    MISSED = "missed"


STOP_MOVES = {
    StopState.DUE: {StopState.REACHED, StopState.MISSED},
    StopState.REACHED: {StopState.LEFT, StopState.MISSED},
}


class Trip(TenantOwned, Base):
    """What one vehicle and driver do, from leaving the depot to being back.  planned_m: metres of the whole round."""

    __tablename__ = "trip"
    __table_args__ = (Index(None, "tenant_id", "driver_id", "state"), Index(None, "tenant_id", "depart_at"))
    MOVES = MOVES
    STATE_NAMES = STATE_NAMES

    id: Mapped[Id]
    carrier: Mapped[str] = mapped_column(String(20), default="own")
    vehicle_id: Mapped[int] = mapped_column(BigKey, ForeignKey("vehicle.id"))
    driver_id: Mapped[int] = mapped_column(BigKey, ForeignKey("driver.id"))
    state: Mapped[State] = mapped_column(String(20), default=State.PLANNED)
    depart_at: Mapped[datetime]
    back_at: Mapped[datetime]
    planned_m: Mapped[int]
    left_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    odometer_out_km: Mapped[int | None]
    odometer_in_km: Mapped[int | None]
    odometer_asked_km: Mapped[int | None]  # A reading that seemed too far was asked about; said again, it holds.
    stops: Mapped[list["Stop"]] = relationship(order_by="Stop.seq", lazy="selectin")
    assignments: Mapped[list["Assignment"]] = relationship(lazy="selectin")


class Stop(TenantOwned, Base):
    """Where a trip takes up or sets down one leg."""

    __tablename__ = "stop"
    __table_args__ = (UniqueConstraint("tenant_id", "trip_id", "seq"),)
    MOVES = STOP_MOVES

    id: Mapped[Id]
    trip_id: Mapped[int] = mapped_column(BigKey, ForeignKey("trip.id"))
    seq: Mapped[int]
    leg_id: Mapped[int] = mapped_column(BigKey)
    kind: Mapped[str] = mapped_column(String(10))  # pickup, dropoff
    place: Mapped[Name]
    lat_wgs: Mapped[float]
    lng_wgs: Mapped[float]
    due_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    state: Mapped[StopState] = mapped_column(String(10), default=StopState.DUE)

    @property
    def point(self) -> Point:
        return Point(self.lat_wgs, self.lng_wgs)


class Assignment(TenantOwned, Base):
    """A leg served by a trip, until it ends."""

    __tablename__ = "assignment"
    __table_args__ = (Index(None, "tenant_id", "leg_id"), Index(None, "tenant_id", "trip_id"))

    id: Mapped[Id]
    leg_id: Mapped[int] = mapped_column(BigKey)
    trip_id: Mapped[int] = mapped_column(BigKey, ForeignKey("trip.id"))
    seats: Mapped[int]
    ended_at: Mapped[datetime | None]


class Slip(TenantOwned, Base):
    """派车单: the numbered, versioned document of a booking; it spans the booking's trips."""

    __tablename__ = "slip"
    __table_args__ = (UniqueConstraint("tenant_id", "booking_id", "version"),)

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigKey)
    number: Mapped[str] = mapped_column(String(24))
    version: Mapped[int]
    issued_at: Mapped[datetime]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    check_code: Mapped[str] = mapped_column(String(16))
