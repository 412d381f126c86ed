"""Tables: tenant, unit, person, identity, role_grant, place."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, BigKey, Code, Id, Name, TenantOwned
from app.kernel.geo import Point


class Tenant(Base):
    """A city on the platform.  division: its GB/T 2260 code, six digits."""

    __tablename__ = "tenant"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    division: Mapped[str] = mapped_column(String(6))


class Unit(TenantOwned, Base):
    """A node of the one tree of authorities and units.  path: /1/4/ — ids from the root to this one."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("tenant_id", "code"), Index(None, "tenant_id", "path"))

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    parent_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"))
    path: Mapped[str] = mapped_column(String(120), default="")
    place_id: Mapped[int | None] = mapped_column(BigKey)  # Where its people are picked up unless they say otherwise.


class Person(TenantOwned, Base):
    """Somebody in a unit.  draws_allowance: gets the transport allowance (R07)."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("tenant_id", "code"), Index(None, "tenant_id", "unit_id"))

    id: Mapped[Id]
    code: Mapped[Code]
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    name: Mapped[Name]
    title: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    draws_allowance: Mapped[bool] = mapped_column(default=False)
    left_on: Mapped[date | None]


class Identity(Base):
    """By which name a channel knows a person.  Sign-in reads it across tenants."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("channel", "external_id"), Index(None, "person_id"))

    id: Mapped[Id]
    tenant_id: Mapped[int] = mapped_column(BigKey, ForeignKey("tenant.id"))
    channel: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))


class RoleGrant(TenantOwned, Base):
    """A role of a person over a unit and all below it, in a span of days."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "tenant_id", "person_id"), Index(None, "tenant_id", "unit_id", "role"))

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"))
    role: Mapped[Code]
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Place(TenantOwned, Base):
    """A place the tenant knows.  kind: office, station, airport, hospital, street, division, depot, other.

    division: GB/T 2260, six digits (a whole city ends in 00).  in_zone: inside the transport allowance zone.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    id: Mapped[Id]
    name: Mapped[Name]
    aliases: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(20))
    division: Mapped[str] = mapped_column(String(6))
    lat_wgs: Mapped[float]
    lng_wgs: Mapped[float]
    in_zone: Mapped[bool] = mapped_column(default=False)

    @property
    def point(self) -> Point:
        return Point(self.lat_wgs, self.lng_wgs)
