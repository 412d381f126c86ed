"""A city of 6,686 vehicles around the story city: districts, units, depots, drivers; the same on every machine."""

import itertools
import random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.fleet.model import Depot, Driver, Vehicle
from app.tenancy.model import Identity, Person, RoleGrant, Tenant, Unit

VEHICLES = 6_686
SEED = 20261123
DEPOTS = 40
BATCH = 2_000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
KINDS = [("sedan", 4, 48), ("mpv", 6, 30), ("suv", 4, 8), ("minibus", 18, 11), ("coach", 48, 3)]
DUTIES = [
    ("ordinary", 78),
    ("law_enforcement", 12),
    ("emergency_support", 5),
    ("special_technical", 3),
    ("classified_mail", 2),
]
CENTRES = [
    (31.81, 119.97),
    (31.70, 119.94),
    (31.84, 119.98),
    (31.78, 120.01),
    (31.80, 119.90),
    (31.72, 119.59),
    (31.42, 119.48),
]
AUTHORITIES = ["changzhou", "wujin", "xinbei"]
BUREAUS = [
    "教育",
    "科技",
    "公安",
    "民政",
    "司法",
    "财政",
    "人社",
    "交通",
    "商务",
    "文旅",
    "卫健",
    "审计",
    "国资",
    "统计",
    "医保",
    "城管",
    "体育",
    "信访",
    "应急",
    "气象",
]


def load(session: Session) -> None:
    """Fill the first tenant up to VEHICLES, in bulk."""
    tenant = session.scalars(select(Tenant).order_by(Tenant.id)).first()
    assert tenant is not None
    dice = random.Random(SEED)
    units = _units(session, tenant.id)
    depots = _depots(session, tenant.id, dice)
    have = session.scalar(select(func.count(Vehicle.id))) or 0
    _vehicles(session, tenant.id, dice, units, depots, range(have + 1, VEHICLES + 1))


def _units(session: Session, tenant_id: int) -> list[int]:
    """Sixty bureaus: the city's own, and those of two of its districts."""
    query = select(Unit).where(Unit.tenant_id == tenant_id, Unit.code.in_(AUTHORITIES))
    above = sorted(session.scalars(query), key=lambda unit: AUTHORITIES.index(unit.code))
    made = []
    for n, (authority, bureau) in enumerate(itertools.product(above, BUREAUS), 1):
        unit = Unit(
            tenant_id=tenant_id,
            code=f"u{n:03d}",
            name=f"{'市' if authority.parent_id is None else authority.name}{bureau}局",
            parent_id=authority.id,
            place_id=authority.place_id,
        )
        session.add(unit)
        session.flush()
        unit.path = f"{authority.path}{unit.id}/"
        made.append(unit.id)
    return made


def _depots(session: Session, tenant_id: int, dice: random.Random) -> list[int]:
    made = []
    for n in range(1, DEPOTS + 1):
        lat, lng = dice.choice(CENTRES)
        spot = (lat + dice.uniform(-0.06, 0.06), lng + dice.uniform(-0.06, 0.06))
        depot = Depot(tenant_id=tenant_id, name=f"第{n}车场", pool=f"第{n}车场", lat_wgs=spot[0], lng_wgs=spot[1])
        session.add(depot)
        session.flush()
        made.append(depot.id)
    return made


def _vehicles(
    session: Session, tenant_id: int, dice: random.Random, units: list[int], depots: list[int], numbers: range
) -> None:
    people, drivers, identities, grants, vehicles = ([] for _ in range(5))
    first_person = (session.scalar(select(func.max(Person.id))) or 0) + 1
    first_driver = (session.scalar(select(func.max(Driver.id))) or 0) + 1
    since = session.scalar(select(func.min(RoleGrant.from_on)))
    for at, n in enumerate(numbers):
        kind, seats, _ = dice.choices(KINDS, [weight for _, _, weight in KINDS])[0]
        duty = dice.choices([d for d, _ in DUTIES], [weight for _, weight in DUTIES])[0]
        name, phone, unit_id = f"{dice.choice(SURNAMES)}师傅", f"139{n:08d}", dice.choice(units)
        person_id, driver_id, own = first_person + at, first_driver + at, {"tenant_id": tenant_id}
        people.append(own | {"id": person_id, "code": f"driver-{n}", "unit_id": unit_id, "name": name, "title": "驾驶员",
                             "phone": phone, "draws_allowance": False})  # fmt: skip
        drivers.append(own | {"id": driver_id, "person_id": person_id, "name": name, "phone": phone, "licence": "A1"})
        identities.append(own | {"channel": "wechat_mp", "external_id": f"o-driver-{n}", "person_id": person_id})
        grants.append(own | {"person_id": person_id, "role": "driver", "unit_id": unit_id, "from_on": since})
        vehicles.append(own | {"plate": f"苏D·{n:05d}", "kind": kind, "seats": seats, "duty": duty, "fitness": "fit",
                               "depot_id": dice.choice(depots), "driver_id": driver_id,
                               "odometer_km": dice.randrange(2_000, 180_000)})  # fmt: skip
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (Person, people), (Driver, drivers), (Identity, identities), (RoleGrant, grants), (Vehicle, vehicles),
    ]  # fmt: skip
    for model, found in rows:
        for start in range(0, len(found), BATCH):
            session.execute(insert(model), found[start : start + BATCH])
