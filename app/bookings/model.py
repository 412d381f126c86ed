"""Tables: booking, leg, rating."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.clock import local
from app.kernel.db import Base, BigKey, Id, Name, TenantOwned
from app.kernel.geo import Point


class State(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    HELD = "held"
    ASSIGNED = "assigned"
    UNSERVED = "unserved"
    UNDER_WAY = "under_way"
    DONE = "done"
    MISSED = "missed"


MOVES = {
    State.REQUESTED: {State.APPROVED, State.REJECTED, State.CANCELLED, State.LAPSED, State.HELD},
    State.HELD: {State.REQUESTED, State.CANCELLED},
    State.APPROVED: {State.ASSIGNED, State.UNSERVED, State.CANCELLED, State.LAPSED, State.HELD, State.REQUESTED},
    State.ASSIGNED: {State.UNDER_WAY, State.APPROVED, State.REQUESTED, State.CANCELLED, State.MISSED},
    State.UNSERVED: {State.ASSIGNED, State.CANCELLED, State.LAPSED},
    State.UNDER_WAY: {State.DONE, State.MISSED},
}
STATE_NAMES = {
    State.REQUESTED: "待审批",
    State.APPROVED: "待派车",
    State.REJECTED: "已驳回",
    State.CANCELLED: "已取消",
    State.LAPSED: "已过期",
    State.HELD: "暂缓",
    State.ASSIGNED: "已派车",
    State.UNSERVED: "无车可派",
    State.UNDER_WAY: "用车中",
    State.DONE: "已完成",
    State.MISSED: "未接到人",
}


class Booking(TenantOwned, Base):
    """One wish.  Its number is its key with the day it was made: YC20261123-0007."""

    __tablename__ = "booking"
    __table_args__ = (Index(None, "tenant_id", "requester_id", "depart_at"), Index(None, "tenant_id", "state"))
    MOVES = MOVES
    STATE_NAMES = STATE_NAMES

    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    requester_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    state: Mapped[State] = mapped_column(String(20), default=State.REQUESTED)
    version: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    depart_at: Mapped[datetime]
    return_at: Mapped[datetime | None]
    passengers: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(120))
    duty: Mapped[str] = mapped_column(String(20))
    ring: Mapped[str] = mapped_column(String(10))
    vehicle_kind: Mapped[str | None] = mapped_column(String(20))
    seats_wanted: Mapped[int | None]
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    train_or_flight: Mapped[str] = mapped_column(String(20), default="")
    letter_no: Mapped[str] = mapped_column(String(40), default="")
    estimate_fen: Mapped[int]
    planned_m: Mapped[int]
    tariff_id: Mapped[int] = mapped_column(BigKey)  # The price shown is the price billed: the policy row it came from.
    submit_key: Mapped[str] = mapped_column(String(80))  # The same confirmed draft makes one booking.
    legs: Mapped[list["Leg"]] = relationship(order_by="Leg.seq", lazy="selectin")

    @property
    def ref(self) -> str:
        return f"YC{local(self.created_at):%Y%m%d}-{self.id:04d}"

    @property
    def slip_no(self) -> str:
        return "PC" + self.ref[2:]


Index("uq_booking_submit", Booking.tenant_id, Booking.requester_id, Booking.submit_key, unique=True)


class Leg(TenantOwned, Base):
    """One ride in one car: one pickup, one drop-off, one planned hour.  stay_min: how long the car waits after it."""

    __tablename__ = "leg"
    __table_args__ = (UniqueConstraint("tenant_id", "booking_id", "seq"),)
    MOVES = MOVES
    STATE_NAMES = STATE_NAMES

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigKey, ForeignKey("booking.id"))
    seq: Mapped[int]
    state: Mapped[State] = mapped_column(String(20), default=State.REQUESTED)
    pickup: Mapped[Name]
    pickup_lat_wgs: Mapped[float]
    pickup_lng_wgs: Mapped[float]
    dropoff: Mapped[Name]
    dropoff_lat_wgs: Mapped[float]
    dropoff_lng_wgs: Mapped[float]
    depart_at: Mapped[datetime]
    arrive_at: Mapped[datetime]  # Planned by the travel model, or the deadline the traveller named.

    @property
    def pickup_point(self) -> Point:
        return Point(self.pickup_lat_wgs, self.pickup_lng_wgs)

    @property
    def dropoff_point(self) -> Point:
        return Point(self.dropoff_lat_wgs, self.dropoff_lng_wgs)


class Rating(TenantOwned, Base):
    """One to five, once a booking; said again it is replaced."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("tenant_id", "booking_id"),)

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(BigKey, ForeignKey("booking.id"))
    score: Mapped[int]
    comment: Mapped[str] = mapped_column(String(200), default="")
    rated_at: Mapped[datetime]
