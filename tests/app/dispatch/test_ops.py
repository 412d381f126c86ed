"""From a yes to a car: chosen, declined, none to be had, sent by hand."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.dispatch import ops as dispatch
from app.dispatch import slips, views
from app.dispatch.rules import REFUSALS
from app.fleet import ops as fleet
from app.fleet.model import Vehicle
from app.kernel import texts
from app.kernel.events import subject_of
from app.kernel.faults import Forbidden, Invalid, NotFound, Refused
from demo.load import load_city
from tests.app.desk import Desk, hour
from tests.city import City, city_settings

CARS = 16


def pools_with(city: City, tmp_path: Path, cars: int) -> None:
    """Only the first `cars` cars are fit for duty."""
    url = city.sessions.kw["bind"].url.render_as_string(hide_password=False)
    load_city(city.sessions, city_settings(tmp_path, url, demo_vehicles=cars), city.now)


def reasons(desk: Desk, ref: str, kind: str = "booking.assigned") -> dict[str, Any]:
    return desk.facts(ref, kind)[-1]


def assert_sums_to_the_fleet(facts: dict[str, Any]) -> None:
    assert sum(facts["counts"].values()) + facts["scored"] == facts["fleet"] == CARS
    assert {code: len(one_by_one(cars)) for code, cars in facts["refused"].items()} == facts["counts"]


def one_by_one(spans: str) -> list[int]:
    """1-3,8 → 1, 2, 3, 8"""
    ends = [span.split("-") for span in spans.split(",")]
    return [key for low, *high in ends for key in range(int(low), int((high or [low])[0]) + 1)]


def test_a_car_of_the_nearest_pool_comes_and_the_decision_keeps_its_reasons(desk: Desk) -> None:
    assert desk.plate(desk.gets_car("o-zhaowei", to="罗溪镇")).startswith("苏D·0A12")
    ref = desk.gets_car("o-fangxun", to="罗溪镇", origin="武进区政府")
    assert desk.plate(ref).startswith("苏D·0B12"), "picked up in 武进, a sedan from there is nearest"
    facts = reasons(desk, ref)
    assert_sums_to_the_fleet(facts)
    assert facts["counts"]["class_mismatch"] == 4
    assert facts["lines"][0][1] == desk.plate(ref)


def test_the_trip_its_stops_its_slip_and_its_occupancies_are_there_together(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun", at="11-25 08:50", return_at=hour("11-25 10:40"))
    assert [kind for kind, _ in desk.stops(ref)] == ["pickup", "dropoff", "pickup", "dropoff"]
    with desk.looks() as session:
        trip = desk.trip(session, ref)
        assert trip.depart_at < hour("11-25 08:40") and trip.back_at > hour("11-25 10:40")
        held = [(row.resource, row.from_at, row.to_at, row.ref) for row in desk.held()]
        span = (trip.depart_at, trip.back_at, subject_of(trip))
        assert held == [(f"driver:{trip.driver_id}", *span), (f"vehicle:{trip.vehicle_id}", *span)]
        assert slips.latest(session, desk.booking(session, ref)).version == 1


def test_cars_run_out_one_by_one_and_none_is_given_twice(desk: Desk) -> None:
    refs = [desk.gets_car("o-fangxun") for _ in range(4)]
    assert len({desk.plate(ref) for ref in refs}) == 4
    assert reasons(desk, refs[3])["counts"]["overlap"] == 3


def test_two_are_not_sent_a_minibus_while_a_sedan_stands_anywhere_in_the_city(desk: Desk) -> None:
    """Seven ordinary sedans stand in three pools; the minibus beside the pickup waits for ten."""
    plates = [desk.plate(desk.gets_car("o-zhaowei")) for _ in range(7)]
    assert "苏D·0A141" not in plates
    assert desk.plate(desk.gets_car("o-zhaowei", passengers=10)) == "苏D·0A141"


def test_the_same_car_goes_again_when_it_is_back(desk: Desk, tmp_path: Path) -> None:
    pools_with(desk.city, tmp_path, 1)
    morning = desk.gets_car("o-fangxun", at="11-25 08:10")
    noon = desk.gets_car("o-fangxun", at="11-25 11:30")
    assert desk.plate(morning) == desk.plate(noon)


def test_a_trip_called_off_yesterday_is_not_in_the_way_of_tonights(desk: Desk, tmp_path: Path) -> None:
    """It was called off before its hour and within half a day of the next: it never held the car."""
    pools_with(desk.city, tmp_path, 1)
    ref = desk.gets_car("o-fangxun", at="11-24 07:30", return_at=hour("11-24 16:00"))
    desk.city.at("11-23 22:00")
    desk.cancels("o-fangxun", ref)
    late = desk.gets_car("o-fangxun", at="11-23 23:00", return_at=hour("11-24 08:30"))
    facts = reasons(desk, late)
    assert facts["lines"][0][3]["balance"] == 0


def test_secrets_get_the_only_car_of_their_class(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun", purpose="送绝密文件")
    assert desk.plate(ref) == "苏D·0A124"
    assert reasons(desk, ref)["counts"]["class_mismatch"] == CARS - 1


def test_a_driver_who_declines_is_replaced_the_slip_rises_and_the_traveller_is_told(desk: Desk, city: City) -> None:
    ref = desk.gets_car("o-fangxun")
    first, plate = desk.driver(ref), desk.plate(ref)
    city.heard("o-fangxun")
    desk.drives(ref, "decline", reason="轮胎漏气")
    assert desk.state(ref) == "assigned"
    assert desk.plate(ref) != plate and desk.driver(ref) != first
    told = city.heard("o-fangxun")
    assert "改派新车" in told and desk.plate(ref) in told
    with desk.looks() as session:
        slip = slips.latest(session, desk.booking(session, ref))
        assert (slip.version, [car["车牌"] for car in slip.body["resource"]]) == (2, [desk.plate(ref)])
    assert len(desk.held()) == 2, "the first car and driver are free"
    assert reasons(desk, ref)["counts"]["declined"] == 1


def test_a_no_of_the_driver_wants_a_reason_and_an_open_road_takes_none(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun")
    with pytest.raises(Invalid, match=r"trip\.reason"):
        desk.drives(ref, "decline", reason=" ")
    desk.city.at("11-24 13:50")
    desk.drives(ref, "depart")
    with pytest.raises(Refused, match=r"trip\.running"):
        desk.drives(ref, "decline", reason="堵车")


def test_without_any_car_traveller_and_dispatcher_hear_why_with_counts_that_sum_to_the_fleet(
    desk: Desk, city: City, tmp_path: Path
) -> None:
    pools_with(city, tmp_path, 0)
    ref = desk.asks("o-fangxun", passengers=7)
    desk.decides("o-fangxun-2", ref)
    assert desk.state(ref) == "unserved"
    facts = reasons(desk, ref, "booking.unserved")
    assert_sums_to_the_fleet(facts)
    assert facts["counts"] == {"in_repair": CARS}
    for openid in ("o-fangxun", "o-dispatch"):
        told = city.heard(openid)
        assert ref in told and f"在修{CARS}辆" in told
    assert not desk.held() and not city.events("trip.issued")


def test_counts_name_every_kind_of_reason(desk: Desk, city: City, tmp_path: Path) -> None:
    pools_with(city, tmp_path, 14)
    ref = desk.asks("o-fangxun", passengers=18)
    desk.decides("o-fangxun-2", ref)
    other = desk.asks("o-fangxun", passengers=17)
    desk.decides("o-fangxun-2", other)
    assert (desk.state(ref), desk.state(other)) == ("assigned", "unserved")
    facts = reasons(desk, other, "booking.unserved")
    assert_sums_to_the_fleet(facts)
    assert facts["counts"] == {"class_mismatch": 3, "in_repair": 2, "seats_short": 10, "overlap": 1}
    told = city.heard("o-dispatch")
    for code, count in facts["counts"].items():
        assert f"{REFUSALS[code]}{count}辆" in told
    assert f"共比较{CARS}辆：可派0辆" in why(desk, other)


def why(desk: Desk, ref: str) -> str:
    with desk.looks() as session:
        return views.why_words(session, desk.booking(session, ref))


def test_why_this_car_is_told_with_its_terms_and_the_next_best(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    assert "还没有派车" in why(desk, ref)
    desk.decides("o-fangxun-2", ref)
    words = why(desk, ref)
    assert f"选中 {desk.plate(ref)}" in words and "空驶分钟" in words and "次选" in words and "车辆类别不符" in words


def test_a_dispatcher_sends_a_car_by_hand(desk: Desk, city: City, tmp_path: Path) -> None:
    pools_with(city, tmp_path, 0)
    ref = desk.asks("o-fangxun")
    desk.decides("o-fangxun-2", ref)
    with desk.acts("o-fleet") as (session, scope):
        fleet.resume(session, scope, "苏D·0C131", now=city.now)
    desk.assigns(ref, "0C131")
    assert (desk.state(ref), desk.plate(ref)) == ("assigned", "苏D·0C131")
    assert ref in city.heard(desk.driver(ref)) and "苏D·0C131" in city.heard("o-fangxun")


def test_by_hand_a_car_that_may_not_go_is_refused_with_its_reason(desk: Desk, city: City, tmp_path: Path) -> None:
    pools_with(city, tmp_path, 0)
    ref = desk.asks("o-fangxun")
    desk.decides("o-fangxun-2", ref)
    with pytest.raises(Refused, match=r"dispatch\.car_refused") as refusal:
        desk.assigns(ref, "苏D·0A122")
    assert "苏D·0A122 不能派：在修" in texts.words(refusal.value)
    with pytest.raises(NotFound, match=r"vehicle\.unknown"):
        desk.assigns(ref, "苏D·9Z999")
    assert desk.state(ref) == "unserved"


def test_by_hand_an_order_that_has_its_car_is_left_alone_and_its_state_is_said_in_words(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun")
    with pytest.raises(Refused, match=r"dispatch\.not_open") as refusal:
        desk.assigns(ref, "苏D·0C131")
    assert f"{ref} 现在是“已派车”" in texts.words(refusal.value)


def test_only_dispatchers_dispatch(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    with desk.acts("o-fangxun") as (session, scope), pytest.raises(Forbidden, match=r"role\.missing"):
        dispatch.assign(session, scope, ref, "苏D·0C131", now=desk.city.now)


def test_a_car_taken_in_the_meantime_gives_way_to_the_next_best(desk: Desk) -> None:
    """Whoever looked before somebody else took the car is told by the database itself."""
    ref = desk.asks("o-fangxun")
    with desk.acts("o-dispatch") as (session, scope):
        booking = desk.booking(session, ref)
        choice = dispatch.look(session, booking, booking.legs, now=desk.city.now)
        best = choice.lines[0]
        fleet.occupy(session, [f"driver:{best.vehicle_id}"], best.leave_at, best.back_at, reason="leave", ref="leave:1")
        with pytest.raises(Refused, match=r"fleet\.taken"):
            dispatch.issue(session, scope, booking, booking.legs, choice, now=desk.city.now)
    desk.decides("o-fangxun-2", ref)
    with desk.looks() as session:
        first = session.scalars(select(Vehicle.plate).where(Vehicle.id == best.vehicle_id)).one()
    assert desk.state(ref) == "assigned" and desk.plate(ref) != first
    assert reasons(desk, ref)["counts"]["driver_busy"] == 1


def test_said_again_planning_gives_no_second_car(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun")
    with desk.acts("o-dispatch") as (session, scope):
        assert dispatch.plan_booking(session, scope, desk.booking(session, ref), now=desk.city.now) is None
    assert len(desk.held()) == 2 and len(desk.facts(ref, "trip.issued")) == 1
