"""Dispatchers and fleet managers by chat: what waits, this car for that order, the roster, out of duty and back."""

import re

import pytest

from app.fleet.model import Occupancy
from tests.city import City
from tests.handlers import ledger
from tests.handlers.chat.people import BIG, HEAD, OFFICIAL, WISH, on_sqlite

BUS, BUS_DRIVER = "苏D·0A141", "杨师傅"


def unserved(city: City, wish: str = BIG) -> str:
    """An approved order that no car can serve: the only bus is out of duty that day."""
    assert "停用" in city.tell("o-fleet", f"停用 {BUS} 后天7点到22点 年检")
    ref = city.booked(OFFICIAL, wish)
    city.tell(HEAD, f"同意 {ref}")
    return ref


def test_what_waits_is_listed_and_a_car_sent_by_hand(city: City) -> None:
    assert "没有待派" in city.tell("o-dispatch", "待派的")
    ref = unserved(city)
    assert f"派 车牌 {ref}" in city.heard("o-dispatch")
    assert city.tell("o-dispatch", "待派的") == f"1. {ref} 11-25 09:00 16人 金坛区政府 无车可派"
    assert f"订单 {ref}" in city.tell("o-dispatch", "1")
    assert "时间重叠" in city.tell("o-dispatch", f"派 {BUS} {BUS_DRIVER} {ref}")
    assert "已恢复" in city.say("o-fleet", f"恢复 {BUS}")
    sent = city.tell("o-dispatch", f"派 {BUS} {BUS_DRIVER} {ref}")
    assert f"{ref} 已派" in sent and BUS in sent and BUS_DRIVER in sent
    assert "【任务卡】" in city.heard("o-driver-8") and BUS in city.heard(OFFICIAL)
    assert "没有待派" in city.tell("o-dispatch", "待派的")
    assert "不需要派车" in city.tell("o-dispatch", f"派 {BUS} {BUS_DRIVER} {ref}")


@on_sqlite
@pytest.mark.parametrize("plate", ["苏D·0A141", "苏D0A141", "苏d·0a141", "苏D.0A141"])
def test_a_plate_is_read_however_its_dot_is_typed(city: City, plate: str) -> None:
    ref = unserved(city)
    city.say("o-fleet", f"恢复 {BUS}")
    assert f"{ref} 已派" in city.tell("o-dispatch", f"派 {plate} {ref}")


@on_sqlite
def test_without_a_number_the_orders_are_listed(city: City) -> None:
    ref = unserved(city)
    other = city.booked(OFFICIAL, BIG)
    city.tell(HEAD, f"同意 {other}")
    city.say("o-fleet", f"恢复 {BUS}")
    assert "请回复序号" in city.say("o-dispatch", f"派 {BUS} {BUS_DRIVER}")
    assert f"{other} 已派" in city.tell("o-dispatch", "2")
    assert f"1. {ref}" in city.tell("o-dispatch", "待派的")


@on_sqlite
def test_a_car_that_cannot_serve_is_refused_with_its_reason(city: City) -> None:
    ref = unserved(city)
    before = ledger.business(city)
    for said, why in (
        (f"派 苏D·0A121 钱师傅 {ref}", "座位不足"),
        (f"派 苏D·0A133 韩师傅 {ref}", "不能派"),
        (f"派 苏D·7Q777 {ref}", "没有车牌为"),
        ("派 苏D·0A121 钱师傅 YC20261123-0888", "没有找到订单"),
    ):
        assert why in city.tell("o-dispatch", said), said
    assert ledger.business(city) == before


@on_sqlite
def test_a_driver_who_does_not_drive_that_car_is_not_sent_silently(city: City) -> None:
    ref = unserved(city)
    city.say("o-fleet", f"恢复 {BUS}")
    words = city.say("o-dispatch", f"派 {BUS} 孙师傅 {ref}")
    assert BUS_DRIVER in words and "孙师傅" in words and not city.events("booking.assigned")


@on_sqlite
def test_the_roster_shows_every_car_and_what_it_does(city: City) -> None:
    assert "停用" in city.tell("o-fleet", "停用 苏D·0C122 今天14点到20点 保养")
    city.at("11-23 14:30")
    lines = city.tell("o-fleet", "车辆").splitlines()
    assert len(lines) == 16
    states = {line.split()[0]: line.split(maxsplit=5)[5] for line in lines}
    assert states["苏D·0C122"].startswith("停用至11-23") and states["苏D·0A123"] == "空闲"
    assert "应急保障" in lines[6] and "中巴18座" in lines[7]


def test_a_suspended_car_is_not_dispatched_and_a_resumed_one_is(city: City) -> None:
    ref = unserved(city)
    assert "暂无车可派" in city.heard(OFFICIAL)
    assert city.tell("o-fleet", f"恢复 {BUS}。")
    assert city.driver_of(ref) == "o-driver-8"


@on_sqlite
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (f"停用 {BUS}", "起止时间"),
        ("停用 苏D·7Q777 明天8点到18点 保养", "没有车牌为"),
        ("恢复 苏D·7Q777", "没有车牌为"),
    ],
)
def test_what_is_missing_or_unknown_is_said(city: City, said: str, answer: str) -> None:
    before = ledger.business(city)
    assert answer in city.tell("o-fleet", said)
    assert ledger.business(city) == before


@on_sqlite
def test_a_car_with_a_job_is_not_taken_out_of_duty(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    city.tell(HEAD, f"同意 {ref}")
    plate = re.search(r"苏D·\w+", city.heard(OFFICIAL))
    assert plate
    before = city.count(Occupancy)
    assert "已有任务" in city.tell("o-fleet", f"停用 {plate[0]} 后天8点到18点 保养")
    assert city.count(Occupancy) == before


def test_a_car_that_comes_free_goes_to_whoever_waits_for_one(city: City) -> None:
    ref = unserved(city)
    assert "暂无车可派" in city.heard(OFFICIAL)
    city.tell("o-fleet", f"恢复 {BUS}")
    assert BUS in city.heard(OFFICIAL)
    assert f"{ref} " in city.tell(OFFICIAL, "我的订单") and "没有待派" in city.tell("o-dispatch", "待派的")


def test_who_got_no_car_until_the_hour_is_told_and_the_order_ends(city: City) -> None:
    ref = unserved(city)
    city.heard(OFFICIAL)
    city.at("11-25 09:01")
    assert f"{ref} 到出发时间仍没有车可派" in city.heard(OFFICIAL)
    assert "已过期" in city.tell("o-dispatch", f"派 {BUS} {BUS_DRIVER} {ref}")
