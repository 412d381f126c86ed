"""A driver's words, step by step and out of order, and the reading at the end."""

import pytest

from app.settlement.model import Charge
from tests.city import City
from tests.handlers import ledger
from tests.handlers.chat.people import BIG, HEAD, OFFICIAL, assigned, on_sqlite


def test_every_step_of_a_day_is_answered_with_what_comes_next(city: City) -> None:
    ref, driver = assigned(city)
    card = city.heard(driver)
    for fact in (f"【任务卡】{ref}", "里程 12360", "09:00 接 市防汛办", "送 金坛区政府", "吴磊 2人", "接单"):
        assert fact in card
    assert "已接单" in city.tell(driver, "接单") and "已接单" in city.tell(driver, "接单！")
    city.at("11-25 08:35")
    assert "里程 12360" in (left := city.tell(driver, "出发")) and "市防汛办" in left
    assert "出发" in city.heard(OFFICIAL)
    city.at("11-25 08:52")
    assert "回复“上车”" in city.tell(driver, "到达")
    assert "请上车" in city.heard(OFFICIAL)
    assert "已记录" in city.tell(driver, "到达")  # Within the minute: the same arrival.
    city.at("11-25 09:01")
    assert "金坛区政府" in city.tell(driver, "上车")
    city.at("11-25 09:58")
    assert "下一站" in city.tell(driver, "到达")
    city.at("11-25 15:02")
    assert "返程" in city.tell(driver, "返程")
    city.at("11-25 16:10")
    assert "服务完成" in city.tell(driver, "完成")
    assert "本次行驶88公里" in city.tell(driver, f"回场 里程 12448 {ref}")
    assert "费用合计" in city.heard(OFFICIAL)


def test_a_forgotten_tap_is_implied_and_said(city: City) -> None:
    ref, driver = assigned(city)
    city.at("11-25 08:40").tell(driver, "出发")
    city.at("11-25 15:05")
    words = city.tell(driver, "返程")
    assert "一并记为已完成" in words and "接市防汛办" in words and "送金坛区政府" in words
    assert "（推定）" in city.tell(OFFICIAL, f"{ref} 的经过")


def test_a_reading_below_is_refused_and_one_far_beyond_asked_about_once(city: City) -> None:
    _, driver = assigned(city)
    city.at("11-25 08:40").tell(driver, "出发")
    city.at("11-25 16:00")
    before = ledger.business(city)
    assert "请报收车里程" in city.tell(driver, "回场")
    assert "小于出车读数12360" in city.tell(driver, "12000")
    assert "小于出车读数12360" in city.tell(driver, "回场 里程 12359")
    assert ledger.business(city) == before
    assert "确认无误" in city.tell(driver, "回场 里程：13360")
    assert "确认无误" in city.tell(driver, "回场 里程 13361")  # Another reading is another question.
    assert not city.events("trip.returned")
    assert "行驶1001公里" in city.tell(driver, "回场 里程 13361")
    assert len(city.events("trip.returned")) == 1


@on_sqlite
def test_a_bare_reading_answers_the_question(city: City) -> None:
    _, driver = assigned(city)
    city.at("11-25 08:40").tell(driver, "出发")
    city.at("11-25 16:00").tell(driver, "回场")
    assert "本次行驶90公里" in city.tell(driver, "12450")


def test_a_reading_and_what_was_paid_may_come_in_one_breath(city: City) -> None:
    _, driver = assigned(city)
    city.at("11-25 08:40").tell(driver, "出发")
    words = city.at("11-25 16:00").tell(driver, "回场了，表底一万两千四百五，过路费三十五块五，停车八块")
    assert "里程 12450" in words and "过路费 35.50元" in words and "停车费 8.00元" in words


def test_what_was_paid_is_kept_with_the_trip(city: City) -> None:
    ref, driver = assigned(city)
    city.at("11-25 08:40").tell(driver, "出发")
    assert "过路费 35.00元" in city.tell(driver, "过路费 35")
    words = city.tell(driver, "过路费：12.5元，停车费：8元")
    assert "过路费 12.50元" in words and "停车费 8.00元" in words
    assert city.count(Charge) == 3
    city.at("11-25 16:00").tell(driver, "回场 里程 12450")
    assert "停车费 6.00元" in city.tell(driver, "停车费6元")  # Remembered after the trip.
    assert "过路费 35.00元" in city.tell(OFFICIAL, f"{ref} 费用明细")


@on_sqlite
@pytest.mark.parametrize("said", ["过路费 0", "过路费 5001", "停车费 99999999"])
def test_an_impossible_sum_is_refused(city: City, said: str) -> None:
    _, driver = assigned(city)
    city.at("11-25 08:40").tell(driver, "出发")
    before = ledger.business(city)
    assert "不超过5000元" in city.tell(driver, said)
    assert ledger.business(city) == before


def test_declining_needs_a_reason_and_sends_another_car(city: City) -> None:
    ref, driver = assigned(city)
    assert "拒单请写明理由" in city.tell(driver, "拒单")
    assert f"{ref} 将另派" in city.tell(driver, "拒单 理由：身体不适")
    other = city.driver_of(ref)
    assert other != driver and "【任务卡】" in city.heard(other)
    assert "没有这样的任务" in city.tell(driver, "接单")
    city.at("11-25 08:40").tell(other, "出发")
    assert "车已出发" in city.tell(other, "拒单 理由 累了")


def test_nobody_at_the_pickup_is_reported_after_the_wait(city: City) -> None:
    ref, driver = assigned(city)
    city.at("11-25 08:40").tell(driver, "出发")
    city.at("11-25 09:19")
    assert "09:20" in city.tell(driver, "未接到人")
    city.at("11-25 09:20")
    assert "已记录未接到人" in city.tell(driver, "未接到人")
    assert "未接到" in city.heard(OFFICIAL)
    assert "未接到人" in city.tell(OFFICIAL, "我的订单") and "分" in city.tell(OFFICIAL, f"评价 {ref} 1分")


@on_sqlite
def test_two_jobs_are_told_apart_by_number_or_list(city: City) -> None:
    first = city.booked(OFFICIAL, BIG)
    second = city.booked(OFFICIAL, BIG.replace("后天", "大后天"))
    for ref in (first, second):
        city.tell(HEAD, f"同意 {ref}")
    driver = city.driver_of(first)
    assert driver == city.driver_of(second)
    words = city.tell(driver, "接单")
    assert f"1. {first}" in words and f"2. {second}" in words and "11-26" in words
    assert f"【任务卡】{second}" in city.tell(driver, "2")
    assert f"【任务卡】{first}" in city.tell(driver, f"接单 {first}")
    assert "没有找到您的这趟任务" in city.tell(driver, "接单 YC20261123-0999")
    city.at("11-25 08:30")
    assert "请回复序号" in city.tell(driver, "出发")
    assert "已出发" in city.tell(driver, "1")
    assert "没有回场" in city.tell(driver, f"出发 {second}")


@on_sqlite
def test_steps_before_leaving_are_refused_and_change_nothing(city: City) -> None:
    _, driver = assigned(city)
    before = ledger.business(city)
    for said in ("到达", "上车", "返程", "完成", "回场 里程 12400", "未接到人"):
        assert "还没有出发" in city.tell(driver, said), said
    assert "没有可以记费用" in city.tell(driver, "过路费 10")
    assert ledger.business(city) == before


@on_sqlite
def test_a_driver_asks_for_the_jobs_at_hand(city: City) -> None:
    assert "没有这样的任务" in city.tell("o-driver-4", "我的订单")
    ref, driver = assigned(city)
    for said in ("我的订单", "今天有任务吗"):
        assert f"【任务卡】{ref}" in city.tell(driver, said), said
