"""Tables: depot, vehicle, driver, occupancy, occupancy_hour."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, BigKey, Code, Id, Name, TenantOwned
from app.kernel.geo import Point


class Kind(StrEnum):
    """Kinds of vehicle, small to large."""

    SEDAN = "sedan"
    SUV = "suv"
    MPV = "mpv"
    MINIBUS = "minibus"
    COACH = "coach"


KIND_NAMES = {Kind.SEDAN: "轿车", Kind.SUV: "越野车", Kind.MPV: "商务车", Kind.MINIBUS: "中巴", Kind.COACH: "大巴"}


class Duty(StrEnum):
    """Duty classes (R01): every vehicle has exactly one."""

    ORDINARY = "ordinary"
    CLASSIFIED_MAIL = "classified_mail"
    EMERGENCY_SUPPORT = "emergency_support"
    LAW_ENFORCEMENT = "law_enforcement"
    SPECIAL_TECHNICAL = "special_technical"


DUTY_NAMES = {
    Duty.ORDINARY: "一般公务",
    Duty.CLASSIFIED_MAIL: "机要通信",
    Duty.EMERGENCY_SUPPORT: "应急保障",
    Duty.LAW_ENFORCEMENT: "执法执勤",
    Duty.SPECIAL_TECHNICAL: "特种专业技术",
}


class Fitness(StrEnum):
    """Whether a vehicle may be dispatched at all."""

    FIT = "fit"
    IN_REPAIR = "in_repair"


class Depot(TenantOwned, Base):
    """Where vehicles belong; `pool` is the name of the pool it stands for."""

    __tablename__ = "depot"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    id: Mapped[Id]
    name: Mapped[Name]
    pool: Mapped[Code]
    lat_wgs: Mapped[float]
    lng_wgs: Mapped[float]

    @property
    def point(self) -> Point:
        return Point(self.lat_wgs, self.lng_wgs)


class Driver(TenantOwned, Base):
    """A person who drives.  licence: A1, A3, B1, C1 …"""

    __tablename__ = "driver"
    __table_args__ = (UniqueConstraint("tenant_id", "person_id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    name: Mapped[Name]
    phone: Mapped[str] = mapped_column(String(20), default="")
    licence: Mapped[str] = mapped_column(String(4))


class Vehicle(TenantOwned, Base):
    """One official vehicle.  seats: for passengers, the driver not counted."""

    __tablename__ = "vehicle"
    __table_args__ = (UniqueConstraint("tenant_id", "plate"), Index(None, "tenant_id", "depot_id"))

    id: Mapped[Id]
    plate: Mapped[str] = mapped_column(String(12))
    kind: Mapped[Kind] = mapped_column(String(20))
    seats: Mapped[int]
    duty: Mapped[Duty] = mapped_column(String(20), default=Duty.ORDINARY)
    fitness: Mapped[Fitness] = mapped_column(String(20), default=Fitness.FIT)
    depot_id: Mapped[int] = mapped_column(BigKey, ForeignKey("depot.id"))
    driver_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("driver.id"))
    odometer_km: Mapped[int] = mapped_column(default=0)


class Occupancy(TenantOwned, Base):
    """Why a vehicle or driver is not free in [from_at, to_at): trip, hold, service, leave, holiday lock."""

    __tablename__ = "occupancy"
    __table_args__ = (Index(None, "tenant_id", "resource", "to_at"), Index(None, "tenant_id", "ref"))

    id: Mapped[Id]
    resource: Mapped[str] = mapped_column(String(40))  # vehicle:3, driver:3
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str] = mapped_column(String(40))
    ended_at: Mapped[datetime | None]


class OccupancyHour(TenantOwned, Base):
    """The guard against double booking: a row an hour, a bit a minute.

    Taking minutes that are taken sets `minutes` to -1, which the database's own check refuses.  See decisions/0003.
    """

    __tablename__ = "occupancy_hour"
    __table_args__ = (CheckConstraint("minutes >= 0", name="free"),)

    tenant_id: Mapped[int] = mapped_column(BigKey, ForeignKey("tenant.id"), primary_key=True)
    resource: Mapped[str] = mapped_column(String(40), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # Hours since 1970 UTC.
    minutes: Mapped[int] = mapped_column(BigKey)
