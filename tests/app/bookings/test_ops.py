"""What becomes of a wish: made once, refused by rule, called off, rated at its end."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.bookings import ops as bookings
from app.bookings.model import Booking, Rating
from app.dispatch import driving
from app.dispatch import ops as dispatch
from app.fleet.model import OccupancyHour
from app.kernel import texts
from app.kernel.faults import Fault, Forbidden, Invalid, NotFound, Refused
from tests.app.desk import Desk, hour, wish
from tests.app.locks import does_not_wait
from tests.city import City

ON_MARIADB = pytest.mark.parametrize("city", [pytest.param("mariadb", marks=pytest.mark.mariadb)], indirect=True)


def test_one_draft_said_twice_is_one_booking(desk: Desk) -> None:
    first = desk.asks("o-fangxun", key="draft-77")
    assert desk.asks("o-fangxun", key="draft-77") == first
    assert desk.asks("o-fangxun", to="郑陆镇", key="draft-77") == first
    assert len(desk.city.events("booking.requested")) == len(desk.city.events("approval.opened")) == 1


def test_one_key_of_two_people_is_two_bookings(desk: Desk) -> None:
    assert desk.asks("o-fangxun", key="draft-77") != desk.asks("o-shuili-1", key="draft-77")


@ON_MARIADB
def test_one_draft_said_twice_at_once_is_one_booking(desk: Desk) -> None:
    """The second waits for the first, and then is given what the first has made."""
    now = desk.city.now
    with desk.city.sessions() as first, desk.city.sessions() as second:
        one, other = desk.scope(first, "o-fangxun"), desk.scope(second, "o-fangxun")
        made = bookings.submit(first, one, wish(), key="draft-78", channel="api", now=now).ref
        with does_not_wait(second), pytest.raises(OperationalError, match="1205"):
            bookings.submit(second, other, wish(), key="draft-78", channel="api", now=now)
        second.rollback()
        first.commit()
        assert bookings.submit(second, other, wish(), key="draft-78", channel="api", now=now).ref == made
        second.commit()
    assert desk.city.count(Booking) == 1


def test_an_order_knows_its_day_its_route_and_its_price(desk: Desk) -> None:
    ref = desk.asks("o-fangxun", to="常州大学", at="11-25 09:30", return_at=hour("11-25 11:45"))
    assert ref.startswith("YC20261123-")
    with desk.looks() as session:
        booking = desk.booking(session, ref)
        assert [(leg.pickup, leg.dropoff) for leg in booking.legs] == [
            ("市防汛办", "常州大学"),
            ("常州大学", "市防汛办"),
        ]
        assert (
            booking.estimate_fen == round(booking.planned_m * 270 / 1000) + 3500
        )  # Two hours there, one of them free.


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"at": "11-23 10:15"}, "booking.past", "11-23(周一) 10:15 已经过去"),
    ({"at": "11-23 10:40"}, "booking.too_late", "30分钟预约（规则 R34）"),
    ({"to": "江都", "at": "11-23 21:00"}, "booking.too_late", "720分钟预约（规则 R34）"),
    ({"at": "12-09 08:30"}, "booking.too_far", "最多可提前15天预约（规则 R35）"),
    ({"passengers": 19}, "booking.too_many", "19人超过现有车辆的最大座位数18"),
    ({"to": "不周山"}, "place.unknown", "不认识“不周山”"),
    ({"origin": "方壶岛"}, "place.unknown", "不认识“方壶岛”"),
    ({"purpose": "下班后相亲"}, "purpose.private", "“相亲”不属于公务用车范围（规则 R07）"),
]


def test_what_a_rule_refuses_is_refused_with_the_rule_and_nothing_is_kept(desk: Desk) -> None:
    for more, code, says in REFUSED:
        with pytest.raises(Fault) as fault:
            desk.asks("o-fangxun", **more)
        assert fault.value.code == code
        assert says in texts.words(fault.value)
    assert desk.city.count(Booking) == 0 and not desk.city.events()


def test_who_may_not_book_is_told_which_role_it_takes(desk: Desk) -> None:
    for openid in ("o-finance", "o-driver-4", "o-supervisor"):
        with pytest.raises(Forbidden, match=r"role\.missing"):
            desk.asks(openid)


def test_a_look_writes_nothing(desk: Desk) -> None:
    with desk.acts("o-fangxun") as (session, scope):
        draft = bookings.preview(session, scope, wish("太仓", "11-27 06:50", passengers=5), now=desk.city.now)
        assert (draft.ring, draft.priced_kind, [who.name for who in draft.deciders]) == ("province", "mpv", ["郑宏"])
    assert desk.city.count(Booking) == 0


def test_a_pin_is_called_by_the_known_place_beside_it(desk: Desk) -> None:
    ref = desk.asks("o-fangxun", wish(origin_pin={"lat_wgs": 31.7742, "lng_wgs": 119.9641}))
    with desk.looks() as session:
        leg = desk.booking(session, ref).legs[0]
        assert (leg.pickup, leg.pickup_lat_wgs) == ("中医医院", 31.7742)


def test_calling_off_frees_car_and_driver_at_once_and_tells_the_driver(desk: Desk, city: City) -> None:
    ref = desk.gets_car("o-fangxun")
    driver = desk.driver(ref)
    city.heard(driver)
    with desk.acts("o-fangxun") as (session, scope):
        dispatch.cancel(session, scope, ref, reason="下雨", now=city.now)
        assert not any(session.scalars(select(OccupancyHour.minutes)))
    assert not desk.held()
    city.settle()
    assert "任务已撤销" in (told := city.heard(driver)) and ref in told
    assert desk.state(ref) == "cancelled"
    again = desk.gets_car("o-fangxun")
    assert desk.driver(again) == driver, "the car is as free as before"


def test_an_order_waiting_for_its_verdict_can_be_called_off(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    desk.cancels("o-fangxun", ref)
    assert desk.state(ref) == "cancelled"


def test_once_the_car_has_left_nobody_calls_it_off(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun")
    desk.city.at("11-24 13:55")
    desk.drives(ref, "depart")
    with pytest.raises(Refused, match=r"booking\.car_left"):
        desk.cancels("o-fangxun", ref)
    assert desk.held() and desk.state(ref) == "assigned"


def test_what_is_over_cannot_be_called_off_and_its_state_is_said_in_words(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    desk.cancels("o-fangxun", ref)
    with pytest.raises(Refused, match=r"booking\.cannot_cancel") as refusal:
        desk.cancels("o-fangxun", ref)
    assert texts.words(refusal.value).startswith(f"{ref} 现在是“已取消”")


def test_only_whose_order_it_is_may_call_it_off(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    for other in ("o-shuili-1", "o-fangxun-2", "o-dispatch", "o-zhouhang"):
        with pytest.raises(NotFound, match=r"booking\.unknown"):
            desk.cancels(other, ref)


@ON_MARIADB
def test_of_a_departure_and_a_calling_off_at_once_the_first_holds(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun")
    desk.city.at("11-24 13:55")
    now = desk.city.now
    with desk.city.sessions() as car, desk.city.sessions() as desktop:
        driver, traveller = desk.scope(car, desk.driver(ref)), desk.scope(desktop, "o-fangxun")
        seen = dispatch.trips_of(desktop, bookings.get(desktop, traveller, ref))
        assert [trip.state for trip in seen] == ["issued"]
        driving.depart(car, driver, seen[0].id, now=now)
        with does_not_wait(desktop), pytest.raises(OperationalError, match="1205"):
            dispatch.cancel(desktop, traveller, ref, reason="改期", now=now)
        desktop.rollback()
        dispatch.trips_of(desktop, bookings.get(desktop, traveller, ref))
        car.commit()
        with pytest.raises(Refused, match=r"booking\.car_left"):
            dispatch.cancel(desktop, traveller, ref, reason="改期", now=now)
        desktop.rollback()
    assert desk.state(ref) == "assigned" and len(desk.held()) == 2


@ON_MARIADB
def test_an_order_called_off_is_not_revived_by_the_driver_who_declines_it_at_once(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun")
    now = desk.city.now
    with desk.city.sessions() as car, desk.city.sessions() as desktop:
        driver, traveller = desk.scope(car, desk.driver(ref)), desk.scope(desktop, "o-fangxun")
        trip = driving.my_trips(car, driver)[0]
        dispatch.cancel(desktop, traveller, ref, reason="改期", now=now)
        with does_not_wait(car), pytest.raises(OperationalError, match="1205"):
            driving.decline(car, driver, trip.id, reason="发烧", now=now)
        car.rollback()
        driving.my_trips(car, driver)
        desktop.commit()
        with pytest.raises(NotFound, match=r"trip\.unknown"):
            driving.decline(car, driver, trip.id, reason="发烧", now=now)
        car.rollback()
    desk.city.settle()
    assert desk.state(ref) == "cancelled" and not desk.held()


def test_a_ride_is_rated_at_its_end_with_one_to_five_and_again_if_one_likes(desk: Desk) -> None:
    ref = desk.gets_car("o-fangxun")
    rate(desk, ref, 4, "", Refused, r"rating\.too_soon")
    desk.city.at("11-24 14:00")
    desk.drives(ref, "depart")
    rate(desk, ref, 4, "", Refused, r"rating\.too_soon")
    desk.city.at("11-24 15:10")
    desk.drives(ref, "back_at_base", 12385)
    for score in (0, 6, -1):
        rate(desk, ref, score, "", Invalid, r"rating\.score")
    for score in (2, 5):
        rate(desk, ref, score, "车很干净")
    with desk.looks() as session:
        rows = session.scalars(select(Rating)).all()
        assert [(row.score, row.comment) for row in rows] == [(5, "车很干净")]
    assert [fact["score"] for fact in desk.facts(ref, "booking.rated")] == [2, 5]


def rate(desk: Desk, ref: str, score: int, comment: str, *refused: object) -> None:
    with desk.acts("o-fangxun") as (session, scope):
        if refused:
            with pytest.raises(refused[0], match=refused[1]):  # type: ignore[call-overload]
                bookings.rate(session, scope, ref, score, comment=comment, now=desk.city.now)
        else:
            bookings.rate(session, scope, ref, score, comment=comment, now=desk.city.now)


def test_a_number_that_is_not_an_orders_is_unknown(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    number = ref.partition("-")[2]
    with desk.acts("o-fangxun") as (session, scope):
        assert bookings.get(session, scope, f" {ref.lower()} ").ref == ref
        for wrong in (
            f"YC20261124-{number}",
            f"YC20261123-{number}9",
            "YC20261123-",
            "YC",
            "",
            "YC20261123-１",
            f"YC-{number}",
        ):
            with pytest.raises(NotFound, match=r"booking\.unknown"):
                bookings.get(session, scope, wrong)
