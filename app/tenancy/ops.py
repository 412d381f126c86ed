"""Who somebody is, and who holds a role."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.orm import Session

from app.kernel.clock import day_of
from app.kernel.db import across_tenants, enter_tenant
from app.kernel.faults import NotFound
from app.kernel.scope import Scope
from app.tenancy.gazetteer import KnownPlace
from app.tenancy.model import Identity, Person, Place, RoleGrant, Unit

SENIORITY = ("department_head", "deputy_in_charge", "unit_head")  # R30, from the bottom up.


def sign_in(session: Session, channel: str, external_id: str, *, now: datetime) -> Scope | None:
    """The scope of whoever this channel knows by that name, and the session enters their tenant; None for strangers."""
    identity = session.scalar(select(Identity).where(Identity.channel == channel, Identity.external_id == external_id))
    return scope_of(session, identity.tenant_id, identity.person_id, now=now) if identity else None


def scope_of(session: Session, tenant_id: int, person_id: int, *, now: datetime) -> Scope | None:
    """A person's scope today; None for those who have left.  The session enters the tenant."""
    enter_tenant(session, tenant_id)
    today = day_of(now)
    query = select(Person, Unit).join(Unit, Unit.id == Person.unit_id).where(Person.id == person_id)
    found = session.execute(query).first()
    if found is None or (found[0].left_on and found[0].left_on <= today):
        return None
    person, unit = found
    session.info["who"] = found  # Held, so that the verbs find both rows in the session without asking again.
    grants = session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person_id, *_on(today))).all()
    return Scope(tenant_id, person.id, person.name, unit.id, unit.path, frozenset(grants))


def bind(session: Session, channel: str, external_id: str, phone: str, *, now: datetime) -> Scope:
    """Let a channel's account be the person on the roster whose phone the channel has proved.

    Raises NotFound("person.unknown"): nobody or more than one person has that number.
    """
    with across_tenants(session):
        found = session.scalars(select(Person).where(Person.phone == phone, Person.left_on.is_(None)).limit(2)).all()
    if not phone or len(found) != 1:
        raise NotFound("person.unknown")
    session.add(Identity(tenant_id=found[0].tenant_id, channel=channel, external_id=external_id, person_id=found[0].id))
    session.flush()
    scope = scope_of(session, found[0].tenant_id, found[0].id, now=now)
    assert scope is not None
    return scope


def unit_of(session: Session, person: Person) -> Unit:
    unit = session.get(Unit, person.unit_id)
    assert unit is not None, "a person has a unit"
    return unit


def address_of(session: Session, person_id: int, channel: str) -> str | None:
    """By which name `channel` knows this person."""
    found = session.scalars(
        select(Identity.external_id).where(Identity.person_id == person_id, Identity.channel == channel)
    ).first()
    return found


def holders(session: Session, role: str, unit: Unit, *, on: date, but: int | None = None) -> list[Person]:
    """Who holds `role` exactly over `unit`, or over the nearest unit upward where somebody else than `but` does; oldest
    grant first."""
    upward = [int(key) for key in unit.path.strip("/").split("/")][::-1]
    rows = session.execute(
        select(RoleGrant.unit_id, Person)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == role, RoleGrant.unit_id.in_(upward), *_on(on))
        .where(or_(Person.left_on.is_(None), Person.left_on > on))
        .order_by(RoleGrant.id)
    ).all()
    for unit_id in upward:
        people = [person for held, person in rows if held == unit_id and person.id != but]
        if people:
            return people
    return []


def decider(session: Session, role: str, unit: Unit, *, but: int | None, on: date) -> tuple[str, Person] | None:
    """(role, person) who decides for `role`: the holder, else the next more senior; never the requester (`but`)."""
    start = SENIORITY.index(role) if role in SENIORITY else 0
    for candidate in (role, *SENIORITY[start + 1 :]):
        if people := holders(session, candidate, unit, on=on, but=but):
            return candidate, people[0]
    return None


def people_with(session: Session, role: str, *, on: date) -> list[Person]:
    """Everybody in the tenant who holds `role` today, e.g. all dispatchers."""
    query = select(Person).join(RoleGrant, RoleGrant.person_id == Person.id).where(RoleGrant.role == role, *_on(on))
    return list(session.scalars(query.order_by(Person.id)).unique())


def names_in(session: Session, text: str) -> list[str]:
    """Names of people of this tenant that stand in `text`."""
    named = literal(text).contains(Person.name) & Person.name.like("__%")
    return list(session.scalars(select(Person.name).where(named).distinct()))


def ring_of(place: Place | KnownPlace, home: str) -> str:
    """zone, city, province or beyond, seen from the tenant whose division code is `home`."""
    if place.division[:4] == home[:4]:
        return "zone" if place.in_zone else "city"
    return "province" if place.division[:2] == home[:2] else "beyond"


def _on(day: date) -> tuple[ColumnElement[bool], ...]:
    return RoleGrant.from_on <= day, or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= day)
