"""The loaded city is the documented one, loading twice changes nothing, and the large city has its size."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.fleet.model import Depot, Driver, Duty, Fitness, Kind, Vehicle
from app.kernel.db import Base, across_tenants, make_engine, make_sessions
from app.kernel.geo import road_m
from app.policies import ops as policies
from app.policies.model import Policy
from app.policies.topics import TOPICS, ApprovalChain
from app.tenancy import ops as tenancy
from app.tenancy.gazetteer import gazetteer
from app.tenancy.model import Identity, Person, Place, Unit
from demo.load import enter, load_city
from migrations import upgrade
from nlu.data.divisions import DIVISIONS
from tests.city import NOW, City, city_settings

PLATES = "0A123 0A121 0A131 0A122 0A132 0A124 0A133 0A141 0B121 0B122 0B131 0B132 0C121 0C122 0C131 0C132"
DECIDERS = [
    ("o-zhangmin", "city", "李强"),
    ("o-zhangmin", "province", "王芳"),
    ("o-zhangmin", "beyond", "刘建国"),
    ("o-liqiang", "city", "王芳"),
    ("o-shuili-1", "city", "周涛"),
    ("o-shuili-1", "beyond", "周涛"),
    ("o-fangxun", "province", "郑宏"),
]
CALLED = {
    "新北区孟河镇": "孟河镇",
    "机场": "常州奔牛国际机场",
    "高铁站": "常州北站",
    "常州市水利局": "市水利局",
    "溧阳市天目湖": "天目湖",
    "市三院": "第三人民医院",
    "江阴火车站": "江阴站",
    "浙江湖州": "湖州",
}


def test_the_sixteen_cars_stand_in_their_pools_with_their_drivers(city: City) -> None:
    with city.sessions() as session:
        enter(session)
        query = select(Vehicle, Depot.pool, Driver.name).join(Depot).join(Driver).order_by(Vehicle.id)
        rows = session.execute(query).all()
    plates = [vehicle.plate for vehicle, _, _ in rows]
    assert plates == [f"苏D·{plate}" for plate in PLATES.split()]
    assert [pool for _, pool, _ in rows] == ["市中心"] * 8 + ["武进"] * 4 + ["新北"] * 4
    assert rows[0][2] == "孙师傅" and len({name for _, _, name in rows}) == 16
    assert {vehicle.odometer_km for vehicle, _, _ in rows} == {12360}
    special = {n: vehicle.duty for n, (vehicle, _, _) in enumerate(rows, 1) if vehicle.duty != Duty.ORDINARY}
    assert special == {
        6: Duty.CLASSIFIED_MAIL, 7: Duty.EMERGENCY_SUPPORT, 12: Duty.EMERGENCY_SUPPORT, 16: Duty.EMERGENCY_SUPPORT
    }  # fmt: skip
    assert {n for n, (vehicle, _, _) in enumerate(rows, 1) if vehicle.kind == Kind.SEDAN} == {1, 2, 4, 6, 9, 10, 13, 14}
    assert (rows[7][0].kind, rows[15][0].kind) == (Kind.MINIBUS, Kind.SUV)
    assert [v.seats for v, _, _ in rows] == [4, 4, 6, 4, 6, 4, 6, 18, 4, 4, 6, 6, 4, 4, 6, 4]


def test_the_nth_car_is_driven_by_the_nth_driver_of_the_documents(city: City) -> None:
    with city.sessions() as session:
        enter(session)
        query = (
            select(Vehicle.id, Identity.external_id)
            .join(Driver, Driver.id == Vehicle.driver_id)
            .join(Identity, Identity.person_id == Driver.person_id)
        )
        found = [tuple(row) for row in session.execute(query.order_by(Vehicle.id))]
    assert found == [(n, f"o-driver-{n}") for n in range(1, 17)]


def test_who_decides_is_who_the_documents_name(city: City) -> None:
    found = [(openid, ring, decider_of(city, openid, ring)) for openid, ring, _ in DECIDERS]
    assert found == DECIDERS


def decider_of(city: City, openid: str, ring: str) -> str | None:
    with city.sessions() as session:
        scope = tenancy.sign_in(session, "wechat_mp", openid, now=NOW)
        assert scope is not None
        unit = session.get_one(Unit, scope.unit_id)
        (role,) = policies.in_force(session, unit, ApprovalChain, on=NOW.date()).body.rings[ring]
        found = tenancy.decider(session, role, unit, but=scope.person_id, on=NOW.date())
    return found[1].name if found else None


def test_people_of_the_housing_bureau_alone_draw_the_allowance(city: City) -> None:
    with city.sessions() as session, across_tenants(session):
        query = select(Unit.name, Person.draws_allowance).join(Unit, Unit.id == Person.unit_id).distinct()
        assert {unit for unit, draws in session.execute(query) if draws} == {"市住建局"}
        assert session.execute(query).all().count(("市住建局", False)) == 0


def test_every_policy_row_has_its_source_and_both_cities_have_every_topic(city: City) -> None:
    with city.sessions() as session, across_tenants(session):
        rows = session.scalars(select(Policy)).all()
    assert {(row.tenant_id, row.topic) for row in rows} == {(t, topic) for t in (1, 2) for topic in TOPICS}
    assert all(row.source and row.rule for row in rows)


def test_the_demo_tariff_is_the_caps_with_a_day_at_65_percent(city: City) -> None:
    with city.sessions() as session:
        enter(session)
        body = session.scalars(select(Policy.body).where(Policy.topic == "tariff")).one()
    day_of_market = {"sedan": 500, "mpv": 600, "minibus": 800, "coach": 1000}
    assert {kind: body["kinds"][kind]["day_fen"] for kind in day_of_market} == {
        kind: round(yuan * 0.65 / 5) * 500 for kind, yuan in day_of_market.items()
    }
    assert [body["kinds"][kind]["per_km_fen"] for kind in Kind] == [270, 270, 310, 360, 560]
    assert (body["day_h"], body["day_km"], body["free_wait_min"], body["combine"]) == (8, 100, 60, "sum")


def test_no_name_means_two_places(city: City) -> None:
    with city.sessions() as session, across_tenants(session):
        names = Counter((p.tenant_id, name) for p in session.scalars(select(Place)) for name in (p.name, *p.aliases))
    assert not [name for name, count in names.items() if count > 1]


def test_places_are_known_by_what_people_call_them(city: City) -> None:
    with city.sessions() as session:
        enter(session)
        places = gazetteer(session)
    found = {words: places.find(words) for words in CALLED}
    assert {words: (place.name, exact) for words, (place, exact) in found.items()} == {
        words: (name, True) for words, name in CALLED.items()
    }


def test_every_division_that_the_language_knows_is_a_place(city: City) -> None:
    with city.sessions() as session:
        enter(session)
        places = gazetteer(session)
        assert not [name for name in DIVISIONS if places.find(name) is None]


def test_everybody_signs_in_as_who_they_are(city: City) -> None:
    with city.sessions() as session:
        found = {
            name: tenancy.sign_in(session, "wechat_mp", name, now=NOW)
            for name in ("o-zhangmin", "o-driver-16", "o-guest-1")
        }
        wuxi = tenancy.sign_in(session, "wechat_mp", "o-zhouhang", now=NOW)
    assert found["o-zhangmin"].name == "张敏" and found["o-driver-16"].has("driver")
    assert found["o-guest-1"] is None
    assert wuxi.tenant_id != found["o-zhangmin"].tenant_id


def test_rings_and_distances_are_those_of_the_documents(city: City) -> None:
    with city.sessions() as session:
        tenant = enter(session)
        place = {p.name: p for p in session.scalars(select(Place))}
        rings = {name: tenancy.ring_of(place[name], tenant.division) for name in place}
    assert {rings[n] for n in ("市政府", "市住建局", "市水利局", "常州站")} == {"zone"}
    assert {rings[n] for n in ("常州北站", "三井街道", "武进区政府", "金坛区", "溧阳市", "孟河镇")} == {"city"}
    assert {rings[n] for n in ("无锡", "江阴", "宜兴", "丹阳", "靖江", "扬中", "镇江", "南京")} == {"province"}
    assert {rings[n] for n in ("上海", "湖州", "滁州")} == {"beyond"}
    assert 51_500 <= road_m(place["市住建局"].point, place["无锡"].point) <= 52_500


def test_loading_twice_changes_nothing_and_takes_no_time(city: City) -> None:
    before = content(city)
    load_city(city.sessions, city.settings, NOW)
    assert content(city) == before


def content(city: City) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with city.sessions() as session, across_tenants(session):
        tables = Base.metadata.sorted_tables
        return {t.name: [tuple(row) for row in session.execute(t.select().order_by(*t.primary_key))] for t in tables}


def test_a_car_in_repair_stays_there_unless_the_demo_counts_its_cars(city: City) -> None:
    with city.sessions.begin() as session:
        enter(session)
        session.scalars(select(Vehicle).where(Vehicle.plate == "苏D·0A121")).one().fitness = Fitness.IN_REPAIR
    load_city(city.sessions, city.settings, NOW)
    with city.sessions() as session:
        enter(session)
        found = session.scalars(select(Vehicle.plate).where(Vehicle.fitness == Fitness.IN_REPAIR)).all()
    assert found == ["苏D·0A121"]


@pytest.mark.parametrize(("fit", "expected"), [(0, 0), (1, 1), (9, 9)])
def test_only_the_first_cars_are_fit_when_the_demo_says_so(city: City, fit: int, expected: int) -> None:
    settings = city_settings(city.settings.paiche_var, city.settings.database_url, demo_vehicles=fit)
    load_city(city.sessions, settings, NOW)
    with city.sessions() as session:
        enter(session)
        found = session.scalars(select(Vehicle.plate).where(Vehicle.fitness == Fitness.FIT).order_by(Vehicle.id)).all()
    assert len(found) == expected and (not found or found[0] == "苏D·0A123")


def test_the_large_city_has_6686_vehicles_each_with_its_driver(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'large.sqlite3'}"
    upgrade(url)
    sessions = make_sessions(make_engine(url))
    settings = city_settings(tmp_path, url, demo_city="large")
    load_city(sessions, settings, NOW)
    load_city(sessions, settings, NOW)
    with sessions() as session, across_tenants(session):
        assert session.scalar(select(func.count(Vehicle.id))) == 6_686
        assert session.scalar(select(func.count(Driver.id.distinct()))) == 6_686
        plates = list(session.scalars(select(Vehicle.plate).order_by(Vehicle.id)))
        assert plates[:16] == [f"苏D·{plate}" for plate in PLATES.split()]
        assert session.scalar(select(func.min(Vehicle.odometer_km))) >= 0
        assert session.scalar(select(func.count(Identity.id))) == session.scalar(select(func.count(Person.id)))
        assert (session.scalar(select(func.count(Unit.id))), session.scalar(select(func.count(Depot.id)))) == (73, 43)


@pytest.mark.slow
def test_the_large_city_is_the_same_on_every_machine(tmp_path: Path) -> None:
    plates = []
    for name in ("here", "there"):
        url = f"sqlite:///{tmp_path / name}.sqlite3"
        upgrade(url)
        sessions = make_sessions(make_engine(url))
        load_city(sessions, city_settings(tmp_path, url, demo_city="large"), NOW)
        with sessions() as session, across_tenants(session):
            rows = session.execute(select(Vehicle.plate, Vehicle.kind, Vehicle.depot_id, Vehicle.odometer_km)).all()
        plates.append([tuple(row) for row in rows])
    assert plates[0] == plates[1]
