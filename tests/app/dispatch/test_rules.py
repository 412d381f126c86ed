"""Which car is chosen, and why each other one is not: tuples in, score lines and refusal codes out."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dispatch.rules import LICENCES, REFUSALS, Car, Choice, Job, Ride, Taken, choose, duty_fits, kind_fits
from app.fleet.model import Duty, Kind
from app.kernel.clock import CITY_TZ
from app.kernel.geo import Point
from app.policies.topics import DispatchWeights

WEIGHTS = DispatchWeights(
    empty_min=1.0, cost_yuan=0.4, wait_risk=8.0, balance=0.6, carbon_kg=0.15, class_match=12.0, turn_min=15
)
FACTORY, HARBOUR = Point(31.7560, 119.9990), Point(31.7400, 120.0100)
NEAR, FAR, FARTHEST = Point(31.7600, 120.0000), Point(31.8100, 119.9800), Point(31.8440, 119.9800)
NINE = datetime(2026, 11, 26, 9, 0, tzinfo=CITY_TZ)
SEATS = {Kind.SEDAN: 4, Kind.SUV: 4, Kind.MPV: 6, Kind.MINIBUS: 18, Kind.COACH: 48}


def car(number: int, *, base: Point = NEAR, kind: Kind = Kind.SEDAN, **more: Any) -> Car:
    fields: dict[str, Any] = {
        "plate": f"苏D·T{number:04d}",
        "seats": SEATS[kind],
        "duty": Duty.ORDINARY,
        "is_fit": True,
        "pool": "测试",
        "driver_id": number,
        "licence": "A1",
    }
    return Car(vehicle_id=number, kind=kind, base=base, **(fields | more))


def job(party: int = 2, *, kind: Kind | None = None, duty: Duty = Duty.ORDINARY, **more: Any) -> Job:
    ride = Ride(FACTORY, HARBOUR, NINE, NINE + timedelta(minutes=40))
    return Job(rides=(ride,), party=party, kind=kind, duty=duty, **more)


def run(fleet: list[Car], what: Job | None = None) -> Choice:
    return choose(what or job(), fleet, WEIGHTS)


def best(fleet: list[Car], what: Job | None = None) -> int:
    return run(fleet, what).lines[0].vehicle_id


def code(one: Car, what: Job | None = None) -> str:
    """Why this car may not go; empty when it may."""
    refusal = run([one], what).refused.get(one.vehicle_id)
    return REFUSALS[refusal.code] if refusal else ""


def detail(one: Car, what: Job | None = None) -> str:
    return run([one], what).refused[one.vehicle_id].words


def out(one: Car) -> tuple[datetime, datetime]:
    """When this car would leave its base and be back."""
    line = run([replace(one, taken=(), driver_taken=())]).lines[0]
    return line.leave_at, line.back_at


def test_of_two_alike_the_nearer_goes() -> None:
    assert best([car(1, base=FARTHEST), car(2, base=FAR), car(3, base=NEAR)]) == 3


def test_the_nearest_that_fits_goes_not_the_nearest() -> None:
    assert best([car(1, base=NEAR, is_fit=False), car(2, base=FAR), car(3, base=FARTHEST)]) == 2


def test_of_equals_the_smaller_number_goes_in_whatever_order_they_stand() -> None:
    fleet = [car(7), car(4), car(9)]
    assert [line.vehicle_id for line in run(fleet).lines] == [4, 7, 9]
    assert run(fleet[::-1]).lines == run(fleet).lines


@pytest.mark.parametrize("base", [FAR, FARTHEST, Point(31.7030, 119.9400)])
def test_a_minibus_is_not_sent_for_two_while_a_sedan_is_free(base: Point) -> None:
    assert best([car(1, kind=Kind.MINIBUS), car(2, base=base)]) == 2
    assert best([car(1, kind=Kind.COACH), car(2, base=base, kind=Kind.MPV)]) == 2


def test_a_minibus_goes_for_two_when_nothing_smaller_is_free() -> None:
    assert best([car(1, kind=Kind.MINIBUS), car(2, is_fit=False)]) == 1


def test_a_minibus_goes_for_ten_and_for_whoever_asked_for_one() -> None:
    assert best([car(1, base=FAR, kind=Kind.MINIBUS), car(2)], job(10)) == 1
    assert best([car(1, kind=Kind.MINIBUS), car(2, kind=Kind.COACH)], job(2, kind=Kind.MINIBUS)) == 1
    assert best([car(1, base=FAR, kind=Kind.MINIBUS), car(2, kind=Kind.SEDAN)], job(2, kind=Kind.MINIBUS)) == 1


def test_the_car_that_has_driven_less_that_day_goes_first() -> None:
    morning = Taken(NINE - timedelta(hours=8), NINE - timedelta(hours=4), "任务")
    assert best([car(1, taken=(morning,)), car(2)]) == 2


def test_the_car_with_little_slack_before_it_waits_for_another_turn() -> None:
    leave, _ = out(car(1))
    before = Taken(leave - timedelta(minutes=45), leave - timedelta(minutes=15), "任务")
    early = Taken(leave - timedelta(minutes=150), leave - timedelta(minutes=120), "任务")
    assert best([car(1, taken=(before,)), car(2, taken=(early,))]) == 2


def test_a_car_in_repair_stays() -> None:
    assert code(car(1, is_fit=False)) == "在修"


@pytest.mark.parametrize("party", [5, 19])
def test_a_car_too_small_stays_and_says_how_many_seats_are_wanted(party: int) -> None:
    assert code(car(1), job(party)) == "座位不足"
    assert detail(car(1), job(party)) == f"座位不足（4座，需{party}座）"


def test_the_last_seat_may_be_taken() -> None:
    assert code(car(1), job(4)) == ""
    assert code(car(1, kind=Kind.MINIBUS), job(18)) == ""


def test_a_kind_asked_for_is_met_by_itself_or_larger() -> None:
    assert code(car(1), job(kind=Kind.MPV)) == "车型不符"
    assert code(car(1, kind=Kind.MPV), job(kind=Kind.MPV)) == ""
    assert code(car(1, kind=Kind.MINIBUS), job(kind=Kind.MPV)) == ""


def test_a_cross_country_car_is_only_ever_met_by_itself() -> None:
    assert [k for k in Kind if kind_fits(Kind.SUV, k)] == [Kind.SUV]
    assert Kind.SUV not in [k for k in Kind if kind_fits(Kind.SEDAN, k)]


def test_a_car_without_a_driver_stays() -> None:
    assert code(car(1, driver_id=None, licence="")) == "驾驶员缺"


@pytest.mark.parametrize(
    ("kind", "licence", "allowed"),
    [
        (Kind.SEDAN, "C1", True),
        (Kind.MINIBUS, "C1", False),
        (Kind.MINIBUS, "B1", True),
        (Kind.COACH, "B1", False),
        (Kind.COACH, "A1", True),
        (Kind.SEDAN, "", False),
    ],
)
def test_the_licence_covers_the_car(kind: Kind, licence: str, allowed: bool) -> None:
    """An empty licence is no licence, for any kind."""
    assert code(car(1, kind=kind, licence=licence)) == ("" if allowed else "准驾不符")


def test_every_kind_has_its_licences_and_seats() -> None:
    assert set(LICENCES) == set(Kind) == set(SEATS)


def test_a_driver_who_said_no_is_not_asked_again_for_the_same_ride() -> None:
    asked = job(declined=frozenset({3}))
    assert code(car(3), asked) == "驾驶员已拒单"
    assert code(car(4), asked) == ""


def test_secrets_travel_in_their_own_cars_only() -> None:
    secret = job(duty=Duty.CLASSIFIED_MAIL)
    assert code(car(1), secret) == "车辆类别不符"
    assert code(car(1, duty=Duty.EMERGENCY_SUPPORT), secret) == "车辆类别不符"
    assert code(car(1, duty=Duty.CLASSIFIED_MAIL), secret) == ""
    assert code(car(1, duty=Duty.CLASSIFIED_MAIL)) == "车辆类别不符"


@pytest.mark.parametrize("reserved", [duty for duty in Duty if duty != Duty.ORDINARY])
def test_reserved_cars_serve_no_ordinary_trip(reserved: Duty) -> None:
    assert code(car(1, duty=reserved)) == "车辆类别不符"


def test_an_emergency_may_take_emergency_and_ordinary_cars_and_no_others() -> None:
    assert {duty for duty in Duty if duty_fits(Duty.EMERGENCY_SUPPORT, duty)} == {
        Duty.EMERGENCY_SUPPORT,
        Duty.ORDINARY,
    }


def test_a_car_out_at_that_time_stays() -> None:
    taken = Taken(NINE - timedelta(minutes=40), NINE + timedelta(hours=3), "任务08:20–12:00")
    assert code(car(1, taken=(taken,))) == "时间重叠"
    assert detail(car(1, taken=(taken,))) == "时间重叠（任务08:20–12:00）"


def test_a_trip_inside_the_wanted_span_is_an_overlap() -> None:
    leave, back = out(car(1))
    assert (
        code(car(1, taken=(Taken(leave + timedelta(minutes=20), back - timedelta(minutes=20), "任务"),))) == "时间重叠"
    )


@pytest.mark.parametrize("minutes", [1, 8, 15])
def test_a_car_that_comes_home_too_late_says_how_many_minutes_are_missing(minutes: int) -> None:
    """A turn takes 15 minutes here."""
    leave, _ = out(car(1))
    before = Taken(leave - timedelta(hours=2), leave - timedelta(minutes=15 - minutes), "任务")
    assert detail(car(1, taken=(before,))) == f"转场来不及（任务，缺{minutes}分钟）"


@pytest.mark.parametrize("minutes", [1, 8, 15])
def test_a_car_that_would_be_home_too_late_for_its_next_trip_says_so(minutes: int) -> None:
    _, back = out(car(1))
    after = Taken(back + timedelta(minutes=15 - minutes), back + timedelta(hours=4), "任务")
    assert detail(car(1, taken=(after,))) == f"转场来不及（任务，缺{minutes}分钟）"


def test_half_a_minute_missing_is_a_minute_missing() -> None:
    leave, _ = out(car(1))
    before = Taken(leave - timedelta(hours=2), leave - timedelta(minutes=14, seconds=30), "任务")
    assert detail(car(1, taken=(before,))) == "转场来不及（任务，缺1分钟）"


def test_trips_may_touch_with_just_the_time_to_turn_round() -> None:
    leave, back = out(car(1))
    turn = timedelta(minutes=15)
    around = (
        Taken(leave - timedelta(hours=3), leave - turn, "任务"),
        Taken(back + turn, back + timedelta(hours=3), "任务"),
    )
    assert code(car(1, taken=around)) == ""
    assert code(car(1, driver_taken=around)) == ""


def test_a_driver_with_another_job_keeps_the_car_at_home() -> None:
    taken = Taken(NINE, NINE + timedelta(hours=1), "请假09:00–10:00")
    assert code(car(1, driver_taken=(taken,))) == "驾驶员另有任务"


def test_the_first_reason_is_the_one_given() -> None:
    taken = Taken(NINE, NINE + timedelta(hours=1), "任务")
    worst = car(1, is_fit=False, duty=Duty.CLASSIFIED_MAIL, driver_id=None, licence="", taken=(taken,))
    assert code(worst, job(30)) == "在修"
    assert code(replace(worst, is_fit=True), job(30)) == "车辆类别不符"
    assert code(replace(worst, is_fit=True, duty=Duty.ORDINARY), job(30)) == "座位不足"


def test_the_span_of_a_trip_is_way_out_ride_and_way_home() -> None:
    line = run([car(1)]).lines[0]
    assert line.leave_at < NINE - timedelta(minutes=WEIGHTS.meet_early_min)
    assert line.back_at > NINE + timedelta(minutes=40)
    assert line.empty_min == ((NINE - line.leave_at) + (line.back_at - NINE)).total_seconds() / 60 - 40 - 10


CARS = st.builds(
    lambda number, base, kind, duty, fit, driver, licence, gap, length: car(
        number,
        base=Point(*base),
        kind=kind,
        duty=duty,
        is_fit=fit,
        driver_id=driver,
        licence=licence,
        taken=() if gap is None else (Taken(NINE + gap, NINE + gap + length, "任务"),),
    ),
    st.integers(1, 400),
    st.tuples(st.floats(31.3, 32.1), st.floats(119.3, 120.4)),
    st.sampled_from(list(Kind)),
    st.sampled_from(list(Duty)),
    st.booleans(),
    st.none() | st.integers(1, 400),
    st.sampled_from(["A1", "B1", "C1", ""]),
    st.none() | st.timedeltas(timedelta(hours=-6), timedelta(hours=6)),
    st.timedeltas(timedelta(minutes=1), timedelta(hours=6)),
)


@given(
    st.lists(CARS, max_size=25, unique_by=lambda c: c.vehicle_id),
    st.integers(1, 50),
    st.none() | st.sampled_from(list(Kind)),
    st.sampled_from(list(Duty)),
)
def test_every_car_has_a_score_or_a_reason(fleet: list[Car], party: int, kind: Kind | None, duty: Duty) -> None:
    found = run(fleet, job(party, kind=kind, duty=duty))
    scored, refused = [line.vehicle_id for line in found.lines], list(found.refused)
    assert sorted(scored + refused) == sorted(one.vehicle_id for one in fleet)
    assert sum(found.counts.values()) + len(scored) == len(fleet)
    assert [(line.score, line.vehicle_id) for line in found.lines] == sorted(
        (x.score, x.vehicle_id) for x in found.lines
    )


@given(st.lists(CARS, min_size=1, max_size=15, unique_by=lambda c: c.vehicle_id))
def test_a_score_is_the_sum_of_the_terms_it_shows(fleet: list[Car]) -> None:
    for line in run(fleet).lines:
        assert line.score == pytest.approx(sum(line.terms.values()), abs=0.002)


@given(st.lists(CARS, max_size=20, unique_by=lambda c: c.vehicle_id), st.integers(1, 18))
def test_whoever_is_sent_fits_and_is_free(fleet: list[Car], party: int) -> None:
    by_id = {one.vehicle_id: one for one in fleet}
    turn = timedelta(minutes=WEIGHTS.turn_min)
    for line in run(fleet, job(party)).lines:
        one = by_id[line.vehicle_id]
        assert one.is_fit and one.seats >= party and one.duty == Duty.ORDINARY and one.driver_id
        assert all(t.to_at + turn <= line.leave_at or t.from_at >= line.back_at + turn for t in one.taken)
