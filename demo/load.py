"""Load the demo city: the story city of the documents, or with DEMO_CITY=large a city of 6,686 vehicles around it."""

import csv
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.fleet.model import Depot, Driver, Duty, Fitness, Kind, Vehicle
from app.kernel.db import across_tenants, enter_tenant
from app.kernel.settings import Settings
from app.policies import ops as policies
from app.tenancy.model import Identity, Person, Place, RoleGrant, Tenant, Unit
from demo import large

DATA = Path(__file__).parent / "data"
SINCE = date(2026, 1, 1)
CHANNEL = "wechat_mp"


@dataclass(frozen=True)
class Loaded:
    """What stands in the database after loading."""

    people: int
    vehicles: int
    places: int

    def __str__(self) -> str:
        return f"演示城市：{self.people}人，{self.vehicles}辆车，{self.places}个地点"


def load_city(sessions: sessionmaker[Session], settings: Settings, now: datetime) -> Loaded:
    """Load what is not there yet, in one transaction; a second call changes nothing but DEMO_VEHICLES' cars."""
    with sessions.begin() as session, across_tenants(session):
        if session.scalar(select(func.count(Tenant.id))) == 0:
            _load_story(session)
        if settings.demo_city == "large" and (session.scalar(select(func.count(Vehicle.id))) or 0) < large.VEHICLES:
            large.load(session)
        if settings.demo_city == "small" and settings.demo_vehicles is not None:
            _leave_fit(session, settings.demo_vehicles)
        counts = [session.scalar(select(func.count(model.id))) or 0 for model in (Person, Vehicle, Place)]
    return Loaded(*counts)


def city() -> dict[str, Any]:
    """The story city's document."""
    found: dict[str, Any] = json.loads((DATA / "city.json").read_text("utf8"))
    return found


def _load_story(session: Session) -> None:
    book = city()
    for each in book["tenants"]:
        tenant = Tenant(code=each["code"], name=each["name"], division=each["division"])
        session.add(tenant)
        session.flush()
        places = _places(session, tenant, DATA / each["places"])
        units = _units(session, tenant, book["units"][tenant.code], places)
        for person in book["people"][tenant.code]:
            _person(session, tenant, units, person)
        for policy in json.loads((DATA / each["policies"]).read_text("utf8")):
            root = units[book["units"][tenant.code][0]["code"]]
            policies.publish(session, root, valid_from=SINCE, **policy)
        if tenant.code == "changzhou":
            _fleet(session, tenant, units, book)
    session.flush()


def _places(session: Session, tenant: Tenant, file: Path) -> dict[str, Place]:
    with file.open(encoding="utf8", newline="") as lines:
        rows = [
            Place(
                tenant_id=tenant.id,
                name=row["name"],
                aliases=[alias for alias in row["aliases"].split("|") if alias],
                kind=row["kind"],
                division=row["division"],
                lat_wgs=float(row["lat_wgs"]),
                lng_wgs=float(row["lng_wgs"]),
                in_zone=row["in_zone"] == "1",
            )
            for row in csv.DictReader(lines)
        ]
    session.add_all(rows)
    session.flush()
    return {row.name: row for row in rows}


def _units(session: Session, tenant: Tenant, rows: list[dict[str, Any]], places: dict[str, Place]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in rows:
        above = units[row["parent"]] if row["parent"] else None
        unit = Unit(
            tenant_id=tenant.id,
            code=row["code"],
            name=row["name"],
            parent_id=above.id if above else None,
            place_id=places[row["place"]].id,
        )
        session.add(unit)
        session.flush()
        unit.path = f"{above.path if above else '/'}{unit.id}/"
        units[unit.code] = unit
    return units


def _person(session: Session, tenant: Tenant, units: dict[str, Unit], row: dict[str, Any]) -> Person:
    order = session.scalar(select(func.count(Person.id))) or 0
    person = Person(
        tenant_id=tenant.id,
        code=row["code"],
        unit_id=units[row["unit"]].id,
        name=row["name"],
        title=row["title"],
        phone=f"138000{order + 1:05d}",
        draws_allowance=row.get("draws_allowance", False),
    )
    session.add(person)
    session.flush()
    over = units[row.get("over", row["unit"])]
    session.add(Identity(tenant_id=tenant.id, channel=CHANNEL, external_id=f"o-{row['code']}", person_id=person.id))
    for role in row["roles"]:
        session.add(RoleGrant(tenant_id=tenant.id, person_id=person.id, role=role, unit_id=over.id, from_on=SINCE))
    session.flush()
    return person


def _fleet(session: Session, tenant: Tenant, units: dict[str, Unit], book: dict[str, Any]) -> None:
    depots = {}
    for row in book["depots"]:
        lat, lng = row["place"]
        depots[row["pool"]] = Depot(tenant_id=tenant.id, name=row["name"], pool=row["pool"], lat_wgs=lat, lng_wgs=lng)
    session.add_all(depots.values())
    session.flush()
    for number, (plate, kind, seats, duty, pool) in enumerate(book["vehicles"], 1):
        name = f"{book['drivers'][number - 1]}师傅"
        who = {"code": f"driver-{number}", "name": name, "title": "驾驶员", "unit": "center", "roles": ["driver"]}
        person = _person(session, tenant, units, who)
        driver = Driver(tenant_id=tenant.id, person_id=person.id, name=person.name, phone=person.phone, licence="A1")
        session.add(driver)
        session.flush()
        vehicle = Vehicle(
            tenant_id=tenant.id,
            plate=plate,
            kind=Kind(kind),
            seats=seats,
            duty=Duty(duty),
            fitness=Fitness.FIT,
            depot_id=depots[pool].id,
            driver_id=driver.id,
            odometer_km=book["odometer_km"],
        )
        session.add(vehicle)
        session.flush()


def _leave_fit(session: Session, count: int) -> None:
    """Only the first `count` cars of the story city stay fit for duty."""
    plates = [row[0] for row in city()["vehicles"]]
    for vehicle in session.scalars(select(Vehicle).where(Vehicle.plate.in_(plates))):
        vehicle.fitness = Fitness.FIT if plates.index(vehicle.plate) < count else Fitness.IN_REPAIR


def enter(session: Session, code: str = "changzhou") -> Tenant:
    """Enter a demo tenant by its code, for tests and commands."""
    with across_tenants(session):
        tenant = session.scalars(select(Tenant).where(Tenant.code == code)).one()
    enter_tenant(session, tenant.id)
    return tenant
