"""A traveller's words about orders: the list and its numbers, card, slip, fees, story, reasons, rating, calling off."""

import re

import pytest

from app.bookings.model import Booking, Rating
from tests.city import City
from tests.handlers import ledger
from tests.handlers.chat.people import HEAD, LATER, OFFICIAL, WISH, assigned, driven, on_sqlite

LINE = re.compile(r"(\d+)\. (YC\d{8}-\d{4,}) (\d\d-\d\d) (\d\d:\d\d) (\d+)人 (\S+) (\S+)")
SUPERVISORS = ("o-dispatch", "o-finance", "o-supervisor", "o-admin")


def test_my_orders_are_numbered_and_a_bare_number_picks(city: City) -> None:
    assert "还没有订单" in city.tell(OFFICIAL, "我的订单")
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    for said in ("我的订单", "我的订单。", "我的订单!"):
        found = LINE.findall(city.tell(OFFICIAL, said))
        assert found == [
            ("1", second, "11-26", "10:00", "3", "溧阳市政府", "待审批"),
            ("2", first, "11-25", "09:00", "2", "金坛区政府", "待审批"),
        ]
    assert f"订单 {first}" in city.tell(OFFICIAL, "2")
    city.tell(OFFICIAL, "我的订单")
    assert "请回复1到2" in city.tell(OFFICIAL, "7")
    assert f"订单 {second}" in city.tell(OFFICIAL, "第1个")
    assert "没有听懂" in city.tell(OFFICIAL, "2")  # The list is gone.


@on_sqlite
def test_an_order_of_the_list_is_named_by_its_number_for_ten_minutes(city: City) -> None:
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    city.tell(OFFICIAL, "我的订单")
    city.tell(OFFICIAL, "规则 R07")
    assert f"{first} 已取消" in city.tell(OFFICIAL, "取消第二个")
    city.booked(OFFICIAL, WISH)
    assert "请回复序号" in city.later(minutes=11).tell(OFFICIAL, "取消第二个")
    assert f"{second} 已取消" in city.tell(OFFICIAL, "第二个")


@on_sqlite
def test_a_number_said_alone_shows_the_order(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    assert f"订单 {ref}" in city.tell(OFFICIAL, ref) and f"订单 {ref}" in city.tell(OFFICIAL, ref.lower())


def test_calling_off_picks_the_order_and_frees_the_car(city: City) -> None:
    first, driver = assigned(city)
    second = city.booked(OFFICIAL, LATER)
    assert "请回复序号" in city.tell(OFFICIAL, "取消")
    assert f"{first} 已取消" in city.tell(OFFICIAL, "2")
    assert "任务已撤销" in city.heard(driver) and "没有这样的任务" in city.tell(driver, "接单")
    assert f"{second} 已取消" in city.tell(OFFICIAL, f"取消 {second}")
    assert "不能取消" in city.tell(OFFICIAL, f"取消 {second}")
    assert [line[-1] for line in LINE.findall(city.tell(OFFICIAL, "我的订单"))] == ["已取消", "已取消"]


@on_sqlite
@pytest.mark.parametrize(
    "said", ["去无锡那个不去了", "取消周五的车", "取消去无锡那单，不去了", "周五那单取消", "取消大巴那单"]
)
def test_an_order_that_is_not_there_calls_off_no_other(city: City, said: str) -> None:
    ref = city.booked(OFFICIAL, WISH)
    words = city.tell(OFFICIAL, said)
    assert "没有找到" in words and f"1. {ref}" in words and "取消 YC" in words, words
    assert [line[-1] for line in LINE.findall(city.tell(OFFICIAL, "我的订单"))] == ["待审批"]
    city.tell(OFFICIAL, said)
    assert f"{ref} 已取消" in city.tell(OFFICIAL, "1")


@on_sqlite
@pytest.mark.parametrize("said", ["去金坛那个不去了", "周三那单取消", "11月25号那单取消", "后天9点那单不用了"])
def test_an_order_told_by_day_or_place_is_called_off(city: City, said: str) -> None:
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    city.tell(OFFICIAL, "我的订单")
    assert f"{first} 已取消" in city.tell(OFFICIAL, said)
    assert f"{second}" in city.tell(OFFICIAL, "我的订单")


@on_sqlite
def test_take_back_calls_no_order_off(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    for said in ("撤销", "撤销吧。", "别派小张开车，上次他开太快"):
        words = city.tell(OFFICIAL, said)
        assert "已取消" not in words, words
    assert f"取消 {ref}" in city.tell(OFFICIAL, "撤销")
    city.tell(OFFICIAL, LATER)
    assert "8人" in city.tell(OFFICIAL, "改成8个人")
    assert "3人" in city.tell(OFFICIAL, "撤销")
    assert "不约了" in city.tell(OFFICIAL, "取消")
    assert f"{ref} 已取消" in city.tell(OFFICIAL, "取消")


@on_sqlite
def test_a_car_that_has_left_is_not_called_off(city: City) -> None:
    ref, driver = assigned(city)
    city.at("11-25 08:20").tell(driver, "出发")
    assert "已经出发" in city.tell(OFFICIAL, f"取消 {ref}")
    assert "行驶中" in city.tell(OFFICIAL, "到哪了")


def test_the_slip_names_number_version_car_and_kilometres(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    assert "还没有派车单" in city.tell(OFFICIAL, f"派车单 {ref}")
    city.tell(HEAD, "同意")
    for said in (f"派车单 {ref}", f"派车单{ref}。", "派车单"):
        slip = city.tell(OFFICIAL, said)
        for fact in (f"PC{ref[2:]} 版本1", "苏D·", "公里", "市防汛办→金坛区政府", "郑宏 同意", "R30", "校验码"):
            assert fact in slip, slip


def test_another_car_makes_another_version_of_the_slip(city: City) -> None:
    ref, driver = assigned(city)
    before = city.tell(OFFICIAL, f"派车单 {ref}")
    city.tell(driver, "拒单 理由 车辆报修")
    after = city.tell(OFFICIAL, f"派车单 {ref}")
    assert "版本2" in after and city.driver_of(ref) != driver
    assert re.search(r"苏D·\w+", before)[0] != re.search(r"苏D·\w+", after)[0]
    assert "改派新车" in city.heard(OFFICIAL)


def test_a_finished_trip_is_told_reckoned_and_rated(city: City) -> None:
    ref, driver = driven(city)
    city.tell(driver, "过路费 18")
    fees = city.tell(OFFICIAL, f"{ref} 费用明细")
    lines = [float(found) for found in re.findall(r"^\S+费 ([\d.]+)元：", fees, re.M)]
    assert lines and f"合计 {sum(lines):.2f}元" in fees and "预计" in fees
    story = city.tell(OFFICIAL, f"{ref}的经过")
    steps = ["申请", "审批同意", "调度派车", "出车", "回场", "结算"]
    assert [story.index(step) for step in steps] == sorted(story.index(step) for step in steps)
    assert "（推定）" in story and "共 2天" in story
    assert "92公里" in city.tell(OFFICIAL, f"派车单 {ref}")
    assert "4分" in city.tell(OFFICIAL, "评价 4分 车里有点热")
    assert "2分" in city.tell(OFFICIAL, f"评价 {ref} 2分 想起来还误了会")
    assert "1分" in city.tell(OFFICIAL, f"评价 1分 {ref}")
    assert city.count(Rating) == 1
    assert "评分" in city.tell(OFFICIAL, f"{ref} 的经过")


@on_sqlite
@pytest.mark.parametrize(
    ("said", "answer"), [("评价 0分", "1到5分"), ("评价 6分", "1到5分"), ("评价 10分 好", "1到5分")]
)
def test_a_rating_is_one_to_five(city: City, said: str, answer: str) -> None:
    driven(city)
    before = ledger.business(city)
    assert answer in city.tell(OFFICIAL, said)
    assert ledger.business(city) == before


@on_sqlite
def test_a_rating_waits_for_the_end(city: City) -> None:
    assert "没有已结束" in city.tell(OFFICIAL, "评价 5分")
    ref, _ = assigned(city)
    assert "还没有结束" in city.tell(OFFICIAL, f"评价 {ref} 5分")


@on_sqlite
def test_why_this_car_counts_the_whole_fleet(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    assert "还没有派车" in city.tell(OFFICIAL, f"为什么还不派车 {ref}")
    city.tell(HEAD, "同意")
    for said in (f"为什么派这辆车 {ref}", f"{ref} 为什么派这辆", "为什么？"):
        why = city.tell(OFFICIAL, said)
        assert "共比较16辆" in why and "选中 苏D·" in why
        scored = int(re.search(r"可派(\d+)辆", why)[1])
        assert scored + sum(int(n) for n in re.findall(r"未选 (\d+)辆", why)) == 16


@on_sqlite
def test_others_orders_are_unknown_and_overseers_may_look(city: City) -> None:
    ref, driver = assigned(city)
    for openid in ("o-zhangmin", "o-shuili-2", "o-zhouhang", "o-driver-16", "o-fleet"):
        for said in (f"{ref} 的经过", f"派车单 {ref}", f"{ref} 费用明细", f"取消 {ref}", f"评价 {ref} 5分"):
            assert "没有找到订单" in city.tell(openid, said), (openid, said)
    for openid in (*SUPERVISORS, HEAD, driver):
        assert "申请 吴磊" in city.tell(openid, f"{ref} 的经过")
        assert "没有找到订单" in city.tell(openid, f"取消 {ref}")
    assert [row[-1] for row in LINE.findall(city.tell(OFFICIAL, "我的订单"))] == ["已派车"]


@on_sqlite
def test_rules_are_told_with_their_source(city: City) -> None:
    for said in ("规则 R30", "规则R30", "规则 r30。"):
        words = city.tell(OFFICIAL, said)
        assert "审批级次" in words and "来源" in words
    assert "没有编号为" in city.tell(OFFICIAL, "规则 R98")
    assert "公车私用" in city.tell("o-driver-2", "规则 R07")


@on_sqlite
def test_what_this_stage_does_not_serve_is_said_so(city: City) -> None:
    before = ledger.business(city)
    for openid, said in (("o-finance", "账单 2026年11月"), ("o-supervisor", "预警"), (OFFICIAL, "同意合并")):
        assert "还不能在这里办" in city.tell(openid, said)
    assert ledger.business(city) == before and city.count(Booking) == 0
