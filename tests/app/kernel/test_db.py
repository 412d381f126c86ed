"""The wall between tenants, instants that keep their zone, and "insert once" on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import delete, exists, func, insert, literal, select, union_all, update
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session, aliased

from app.approvals.model import ApprovalStep
from app.bookings.model import Booking, Leg
from app.fleet.model import Depot, Vehicle
from app.kernel.db import across_tenants, insert_once, lock_refused
from app.kernel.events import Event, Task, owe
from app.notices.model import Notice
from app.policies.model import Policy
from app.tenancy.model import Person, Place, RoleGrant, Unit
from app.tenancy.ops import scope_of
from app.trips.model import Slip, Trip
from tests.app.desk import Desk
from tests.city import City

VISITOR = "o-zhouhang"  # Of 无锡: has no business with 常州's rows.
WALLED = [Booking, Leg, Trip, Slip, Vehicle, Depot, ApprovalStep, Notice]


def keys(city: City, model: Any) -> list[int]:
    with city.sessions() as session, across_tenants(session):
        return list(session.scalars(select(model.id).order_by(model.id)))


def test_a_person_of_another_city_finds_none_of_this_ones_rows(desk: Desk) -> None:
    desk.gets_car("o-fangxun")
    with desk.looks(VISITOR) as session:
        for model in WALLED:
            assert keys(desk.city, model), f"{model.__name__} should have rows to be hidden"
            assert session.scalars(select(model)).all() == []
            assert [session.get(model, key) for key in keys(desk.city, model)] == [None] * len(keys(desk.city, model))
        assert {row.name for row in session.scalars(select(Person))} == {"周航"}
        assert not set(session.scalars(select(Place.name))) & {"湖塘镇", "罗溪镇"}
        assert all(event.subject.startswith("person") for event in session.scalars(select(Event)))


def test_the_wall_holds_however_the_question_is_put(desk: Desk) -> None:
    desk.gets_car("o-fangxun")
    car = aliased(Vehicle)
    with desk.looks(VISITOR) as session:
        assert session.scalar(select(func.count()).select_from(Booking)) == 0
        assert session.scalar(select(func.max(Vehicle.seats))) is None
        assert session.scalars(select(Unit.id).where(exists().where(Vehicle.id > 0))).all() == []
        assert session.scalars(select(literal(1)).where(Unit.id.in_(select(Booking.unit_id)))).all() == []
        assert session.scalars(select(Unit.id).join(Booking, literal(True))).all() == []
        assert session.scalars(select(car.plate)).all() == []
        assert session.execute(union_all(select(Vehicle.id), select(Trip.id))).all() == []
        assert session.execute(select(Vehicle.plate, Depot.pool).join(Depot, Depot.id == Vehicle.depot_id)).all() == []


def test_nobody_changes_or_removes_another_citys_rows(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    with desk.acts(VISITOR) as (session, _):
        session.execute(update(Booking).values(purpose="改过"))
        session.execute(update(Leg).where(Leg.seq == 1).values(pickup="改过"))
        session.execute(delete(ApprovalStep))
    with desk.looks() as session:
        booking = desk.booking(session, ref)
        assert (booking.purpose, booking.legs[0].pickup) == ("查看排水口", "市防汛办")
    assert desk.approvers(ref) == ["o-fangxun-2"]


def test_rows_changed_or_added_by_the_hundred_do_not_go_past_the_wall(desk: Desk) -> None:
    with desk.looks(VISITOR) as session:
        with pytest.raises(AssertionError, match="Vehicle rows are changed one by one"):
            session.execute(update(Vehicle), [{"id": 1, "seats": 40}, {"id": 2, "seats": 40}])
        place = {
            "name": "新地",
            "aliases": [],
            "kind": "other",
            "division": "320411",
            "lat_wgs": 31.0,
            "lng_wgs": 120.0,
        }
        with pytest.raises(AssertionError, match="Place of another tenant"):
            session.execute(insert(Place), [place | {"tenant_id": tenant(desk)}])


def test_a_question_to_bare_tables_is_refused(desk: Desk) -> None:
    with desk.looks(VISITOR) as session:
        for table in (Vehicle.__table__, Booking.__table__):
            with pytest.raises(AssertionError, match="past the models"):
                session.execute(select(table))
            with pytest.raises(AssertionError, match="past the models"):
                session.execute(delete(table))  # type: ignore[arg-type]
        with pytest.raises(AssertionError, match="past the models"):
            session.execute(select(exists().where(Vehicle.id > 0)))


def test_a_new_row_of_another_city_is_our_mistake(desk: Desk) -> None:
    with desk.looks(VISITOR) as session:
        session.add(RoleGrant(tenant_id=tenant(desk), person_id=1, role="dispatcher", unit_id=1, from_on=day()))
        with pytest.raises(AssertionError, match="RoleGrant of another tenant"):
            session.flush()
    with desk.looks(VISITOR) as session, pytest.raises(AssertionError, match="Notice of another tenant"):
        insert_once(session, notice(tenant(desk)))


def test_a_new_row_gets_the_tenant_that_was_entered(desk: Desk) -> None:
    with desk.acts(VISITOR) as (session, scope):
        session.add(Depot(name="北门车场", pool="北门", lat_wgs=31.6, lng_wgs=120.3))
        session.flush()
        assert session.scalars(select(Depot.tenant_id)).all() == [scope.tenant_id]


def test_with_no_tenant_entered_nothing_is_read_and_nothing_written(city: City) -> None:
    with city.sessions() as session:
        for model in (Booking, Vehicle, Event, Policy):
            with pytest.raises(AssertionError, match="with no tenant entered"):
                session.execute(select(model))
        with pytest.raises(AssertionError, match="with no tenant entered"):
            session.scalar(select(func.count()).select_from(Booking))
        with pytest.raises(AssertionError, match="with no tenant entered"):
            session.get(Vehicle, 1)
        session.add(Depot(name="无主", pool="无主", lat_wgs=31.6, lng_wgs=120.3))
        with pytest.raises(AssertionError, match="Depot needs a tenant"):
            session.flush()


def test_the_wall_stands_again_after_it_was_down(desk: Desk) -> None:
    with desk.looks(VISITOR) as session:
        with across_tenants(session):
            assert session.scalars(select(Vehicle.id)).all()
        assert not session.scalars(select(Vehicle.id)).all()
        with pytest.raises(ZeroDivisionError), across_tenants(session):
            raise ZeroDivisionError
        assert not session.scalars(select(Vehicle.id)).all()


def test_through_the_interface_another_citys_order_is_not_found(desk: Desk, city: City) -> None:
    ref = desk.gets_car("o-fangxun")
    stranger = city.sign_in(VISITOR)
    for page in ("", "/timeline", "/fees", "/slip", "/explanation"):
        answer = city.client.get(f"/api/v1/bookings/{ref}{page}", headers=stranger)
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "booking.unknown")
    for verb, body in (("cancellation", {"reason": "试试"}), ("rating", {"score": 1, "comment": ""})):
        answer = city.client.post(f"/api/v1/bookings/{ref}/{verb}", json=body, headers=stranger)
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "booking.unknown")
    answer = city.client.post(
        f"/api/v1/approvals/{ref}/verdict", json={"verdict": "grant", "reason": ""}, headers=stranger
    )
    assert answer.status_code == 404
    assert city.client.get("/api/v1/bookings", headers=stranger).json["bookings"] == []
    assert desk.state(ref) == "assigned"


def test_a_token_of_one_city_opens_no_door_of_another(desk: Desk) -> None:
    """A person's key with the other tenant's: nobody."""
    with desk.looks(VISITOR) as session:
        person = session.scalars(select(Person.id)).one()
        assert scope_of(session, tenant(desk), person, now=desk.city.now) is None


def test_an_instant_comes_back_as_it_went_in_whatever_its_zone(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    at = datetime(2026, 11, 26, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=-7)))
    with desk.acts("o-fangxun") as (session, _):
        desk.booking(session, ref).depart_at = at
    with desk.looks() as session:
        kept = desk.booking(session, ref).depart_at
        assert kept == at and kept.tzinfo == UTC


def test_an_instant_without_a_zone_is_refused(desk: Desk) -> None:
    with desk.looks() as session, pytest.raises(StatementError, match="needs its zone"):
        session.scalars(select(Booking).where(Booking.depart_at > datetime(2026, 11, 26))).all()  # noqa: DTZ001


def test_a_row_with_a_taken_key_is_not_inserted_again(desk: Desk) -> None:
    with desk.acts("o-fangxun") as (session, scope):
        assert insert_once(session, notice(scope.tenant_id, words="先说的"))
        assert not insert_once(session, notice(scope.tenant_id, words="后说的"))
        assert session.scalars(select(Notice.words)).all() == ["先说的"]


def test_the_same_key_is_one_debt(desk: Desk) -> None:
    with desk.acts("o-fangxun") as (session, _):
        assert owes(session, desk, "tidy:7")
        assert not owes(session, desk, "tidy:7")
        assert owes(session, desk, "tidy:8")
    with desk.acts("o-fangxun") as (session, _):
        assert not owes(session, desk, "tidy:8")
        assert session.scalars(select(Task.key).where(Task.job == "tidy").order_by(Task.key)).all() == [
            "tidy:7",
            "tidy:8",
        ]


def owes(session: Session, desk: Desk, key: str) -> bool:
    return owe(session, "tidy", "tenant:1", due_at=desk.city.now + timedelta(days=9), key=key)


def notice(tenant_id: int, words: str = "话") -> Notice:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Notice(
        tenant_id=tenant_id, event_id=771, person_id=1, channel="wechat_mp", address="o-x", words=words,
        state="queued", queued_at=at, refusal="",
    )  # fmt: skip


def tenant(desk: Desk) -> int:
    """常州's key."""
    with desk.looks() as session:
        return int(session.info["tenant_id"])


def day() -> Any:
    return datetime(2026, 11, 1, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("args", "again"),
    [
        ((1213, "Deadlock found when trying to get lock"), True),
        ((1205, "Lock wait timeout exceeded"), True),
        ((1305, "SAVEPOINT sa_savepoint_1 does not exist"), True),
        ((1305, "PROCEDURE city.count does not exist"), False),
        (("database is locked",), True),
        ((1146, "Table 'city.trip' doesn't exist"), False),
        ((), False),
    ],
)
def test_a_refused_lock_is_told_from_other_faults(args: tuple[object, ...], again: bool) -> None:
    assert lock_refused(OperationalError("", {}, Exception(*args))) is again
