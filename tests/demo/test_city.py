"""The loaded city is the documented one, loading twice changes nothing, and the large city has its size."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.fleet.model import Depot, Driver, Fitness, Vehicle
from app.kernel.db import across_tenants, make_engine, make_sessions
from app.kernel.geo import road_m
from app.tenancy import ops as tenancy
from app.tenancy.model import Identity, Person, Place
from demo.load import enter, load_city
from migrations import upgrade
from tests.city import NOW, City, city_settings


def test_the_sixteen_cars_stand_in_their_pools_with_their_drivers(city: City) -> None:
    with city.sessions() as session:
        enter(session)
        query = select(Vehicle, Depot.pool, Driver.name).join(Depot).join(Driver).order_by(Vehicle.id)
        rows = session.execute(query).all()
    plates = [vehicle.plate for vehicle, _, _ in rows]
    assert plates[:3] == ["苏D·0A123", "苏D·0A121", "苏D·0A131"] and plates[15] == "苏D·0C132"
    assert [pool for _, pool, _ in rows] == ["市中心"] * 8 + ["武进"] * 4 + ["新北"] * 4
    assert rows[0][2] == "孙师傅" and len({name for _, _, name in rows}) == 16
    assert {vehicle.odometer_km for vehicle, _, _ in rows} == {12360}
    duties = {vehicle.plate: vehicle.duty for vehicle, _, _ in rows}
    assert duties["苏D·0A124"] == "classified_mail" and duties["苏D·0C132"] == "emergency_support"
    assert [v.seats for v, _, _ in rows] == [4, 4, 6, 4, 6, 4, 6, 18, 4, 4, 6, 6, 4, 4, 6, 4]


def test_everybody_signs_in_as_who_they_are(city: City) -> None:
    with city.sessions() as session:
        found = {name: tenancy.sign_in(session, "wechat_mp", name, now=NOW) for name in ("o-zhangmin", "o-driver-16", "o-guest-1")}
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


def test_loading_twice_changes_nothing(city: City) -> None:
    before = city.count(Person), city.count(Place), city.count(Identity)
    load_city(city.sessions, city.settings, NOW)
    assert (city.count(Person), city.count(Place), city.count(Identity)) == before


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
        assert session.scalars(select(Vehicle.plate).order_by(Vehicle.id)).first() == "苏D·0A123"
