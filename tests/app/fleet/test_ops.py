"""Taking and freeing cars and drivers: exact to the minute, all or none, and the same on both databases."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.fleet import ops as fleet
from app.fleet.model import Fitness, Occupancy, OccupancyHour, Vehicle
from app.fleet.ops import _hours
from app.kernel.clock import CITY_TZ
from app.kernel.faults import Forbidden, Invalid, NotFound, Refused
from tests.app.desk import Desk, hour

MINUTE = timedelta(minutes=1)
CAR, DRIVER = "vehicle:5", "driver:5"
FROM, TO = hour("11-26 13:25"), hour("11-26 16:40")


def take(desk: Desk, from_at: datetime = FROM, to_at: datetime = TO, *resources: str, ref: str = "trip:901") -> None:
    with desk.acts("o-dispatch") as (session, _):
        fleet.occupy(session, resources or (CAR,), from_at, to_at, reason="trip", ref=ref)


def free(desk: Desk, ref: str, at: datetime) -> None:
    with desk.acts("o-dispatch") as (session, _):
        fleet.release(session, ref, at=at)


def is_refused(desk: Desk, from_at: datetime, to_at: datetime, *resources: str) -> bool:
    """Whether the span cannot be had; nothing is kept either way."""
    with desk.looks() as session:
        try:
            fleet.occupy(session, resources or (CAR,), from_at, to_at, reason="trip", ref="trip:999")
        except Refused as refusal:
            assert refusal.code == "fleet.taken"
            return True
        finally:
            session.rollback()
    return False


def minutes_taken(desk: Desk, resource: str = CAR) -> int:
    with desk.looks() as session:
        rows = session.scalars(select(OccupancyHour.minutes).where(OccupancyHour.resource == resource)).all()
    return sum(int(bits).bit_count() for bits in rows)


def test_a_span_takes_its_minutes_and_not_one_more(desk: Desk) -> None:
    take(desk)
    assert minutes_taken(desk) == (TO - FROM) / MINUTE == 195


def test_spans_that_touch_do_not_collide(desk: Desk) -> None:
    take(desk)
    take(desk, TO, TO + timedelta(hours=2), ref="trip:902")
    take(desk, FROM - timedelta(hours=2), FROM, ref="trip:903")
    assert minutes_taken(desk) == 195 + 240


def test_an_overlap_of_a_single_minute_is_refused(desk: Desk) -> None:
    take(desk)
    for low, high in [(-60, 1), (194, 260), (0, 195), (-10, 205), (80, 81), (34, 36), (0, 1), (194, 195)]:
        assert is_refused(desk, FROM + low * MINUTE, FROM + high * MINUTE), (low, high)


def test_seconds_count_as_the_minute_they_lie_in(desk: Desk) -> None:
    take(desk, FROM + timedelta(seconds=40), TO + timedelta(seconds=5))
    assert is_refused(desk, FROM - MINUTE, FROM + MINUTE)
    assert is_refused(desk, TO, TO + MINUTE)
    assert not is_refused(desk, TO + MINUTE, TO + 2 * MINUTE)


def test_one_cars_span_is_nothing_to_another_car(desk: Desk) -> None:
    take(desk)
    assert not is_refused(desk, FROM, TO, "vehicle:6", DRIVER)


def test_car_and_driver_are_taken_together_or_not_at_all(desk: Desk) -> None:
    take(desk, FROM, TO, DRIVER)
    assert is_refused(desk, FROM, TO, CAR, DRIVER)
    with desk.acts("o-dispatch") as (session, _), pytest.raises(Refused, match=r"fleet\.taken"):
        fleet.occupy(session, ["vehicle:4", CAR, DRIVER], TO - MINUTE, TO + MINUTE, reason="trip", ref="trip:902")
    assert minutes_taken(desk) == minutes_taken(desk, "vehicle:4") == 0
    assert [row.ref for row in desk.held()] == ["trip:901"]


def test_after_a_refusal_the_same_transaction_goes_on(desk: Desk) -> None:
    take(desk)
    with desk.acts("o-dispatch") as (session, _):
        with pytest.raises(Refused, match=r"fleet\.taken"):
            fleet.occupy(session, [CAR], FROM, TO, reason="trip", ref="trip:902")
        fleet.occupy(session, ["vehicle:6"], FROM, TO, reason="trip", ref="trip:902")
    assert sorted(row.resource for row in desk.held()) == [CAR, "vehicle:6"]


def test_who_comes_home_early_frees_the_rest_and_only_the_rest(desk: Desk) -> None:
    take(desk)
    at = FROM + 70 * MINUTE
    free(desk, "trip:901", at)
    assert minutes_taken(desk) == 70
    assert is_refused(desk, at - MINUTE, TO)
    assert not is_refused(desk, at, TO)


def test_who_is_freed_before_the_hour_frees_all(desk: Desk) -> None:
    take(desk, FROM, TO, CAR, DRIVER)
    free(desk, "trip:901", FROM - timedelta(hours=3))
    assert minutes_taken(desk) == minutes_taken(desk, DRIVER) == 0
    assert not desk.held()


def test_who_comes_home_late_frees_nothing_of_the_next(desk: Desk) -> None:
    take(desk)
    take(desk, TO, TO + timedelta(hours=1), ref="trip:902")
    free(desk, "trip:901", TO + 20 * MINUTE)
    assert minutes_taken(desk) == 195 + 60


def test_freeing_twice_does_not_free_who_came_after(desk: Desk) -> None:
    take(desk)
    free(desk, "trip:901", FROM)
    take(desk, ref="trip:902")
    free(desk, "trip:901", FROM)
    assert minutes_taken(desk) == 195
    assert is_refused(desk, FROM, FROM + MINUTE)


def test_a_fortnight_is_taken_whole_and_freed_whole(desk: Desk) -> None:
    end = FROM + timedelta(days=15)
    take(desk, FROM, end)
    assert minutes_taken(desk) == 15 * 24 * 60
    assert is_refused(desk, end - MINUTE, end + MINUTE)
    free(desk, "trip:901", FROM + timedelta(days=1))
    assert minutes_taken(desk) == 24 * 60


def test_what_was_called_off_before_it_began_is_not_in_the_way(desk: Desk) -> None:
    """Also not in a window that spans the hour of its being called off."""
    take(desk)
    free(desk, "trip:901", FROM - timedelta(hours=3))
    with desk.looks() as session:
        assert fleet.busy(session, FROM - timedelta(hours=12), TO) == {}


def test_what_ended_early_is_in_the_way_until_then(desk: Desk) -> None:
    take(desk)
    free(desk, "trip:901", FROM + 30 * MINUTE)
    with desk.looks() as session:
        assert list(fleet.busy(session, FROM + 29 * MINUTE, TO)) == [CAR]
        assert not fleet.busy(session, FROM + 30 * MINUTE, TO)
        assert not fleet.busy(session, TO, TO + MINUTE)


@given(st.integers(0, 500_000), st.integers(1, 40 * 60))
def test_the_hours_of_a_span_hold_exactly_its_minutes(after: int, length: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=CITY_TZ) + after * MINUTE
    rows = list(_hours(start, start + length * MINUTE))
    assert sum(bits.bit_count() for _, bits in rows) == length
    assert [number for number, _ in rows] == list(range(rows[0][0], rows[0][0] + len(rows)))
    assert all(0 < bits < 1 << 60 for _, bits in rows)


def test_a_plate_is_known_however_its_dot_is_typed(desk: Desk) -> None:
    with desk.looks() as session:
        for spoken in ("苏D·0C122", "苏D0C122", "苏d.0c122", "0C122", " 苏D 0C122 "):
            assert fleet.vehicle_by_plate(session, spoken).plate == "苏D·0C122"
        for spoken in ("", "苏D", "122", "苏E·0C122", "·"):
            with pytest.raises(NotFound, match=r"vehicle\.unknown"):
                fleet.vehicle_by_plate(session, spoken)


def test_a_car_out_of_duty_cannot_be_taken_and_a_resumed_one_can(desk: Desk) -> None:
    with desk.acts("o-fleet") as (session, scope):
        fleet.suspend(session, scope, "苏D·0A132", FROM, TO, reason="年检", now=desk.city.now)
    assert is_refused(desk, FROM, TO)
    with desk.acts("o-fleet") as (session, scope):
        fleet.resume(session, scope, "苏D·0A132", now=desk.city.now)
    assert not is_refused(desk, FROM, TO)
    assert [event.kind for event in desk.city.events() if event.subject == CAR] == [
        "vehicle.suspended",
        "vehicle.resumed",
    ]


def test_a_car_that_has_a_trip_is_not_taken_out_of_duty(desk: Desk) -> None:
    take(desk)
    with desk.acts("o-fleet") as (session, scope), pytest.raises(Refused, match=r"fleet\.taken"):
        fleet.suspend(session, scope, "苏D·0A132", TO - MINUTE, TO + MINUTE, reason="保养", now=desk.city.now)


def test_a_span_has_a_length_and_its_owner_a_role(desk: Desk) -> None:
    with desk.acts("o-fleet") as (session, scope), pytest.raises(Invalid, match=r"span\.empty"):
        fleet.suspend(session, scope, "苏D·0A132", TO, TO, reason="年检", now=desk.city.now)
    with desk.acts("o-fangxun") as (session, scope), pytest.raises(Forbidden, match=r"role\.missing"):
        fleet.suspend(session, scope, "苏D·0A132", FROM, TO, reason="年检", now=desk.city.now)


def test_a_resumed_car_is_fit(desk: Desk) -> None:
    with desk.acts("o-fleet") as (session, scope):
        fleet.vehicle_by_plate(session, "苏D·0B122").fitness = Fitness.IN_REPAIR
        fleet.resume(session, scope, "苏D·0B122", now=desk.city.now)
    with desk.looks() as session:
        assert session.scalars(select(Vehicle.fitness).where(Vehicle.plate == "苏D·0B122")).one() == Fitness.FIT
        assert not session.scalars(select(Occupancy)).all()
