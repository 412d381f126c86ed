"""An approver's words: what waits, a verdict by number or alone, a list when several are meant, and who was first."""

import pytest

from tests.city import City
from tests.handlers import ledger
from tests.handlers.chat.people import HEAD, LATER, OFFICIAL, WISH, on_sqlite


def test_what_waits_is_listed_and_a_number_shows_it(city: City) -> None:
    assert "没有待您审批的订单" in city.tell(HEAD, "待我审批的")
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    words = city.tell(HEAD, "待我审批的。")
    assert words.splitlines() == [
        f"1. {first} 11-25 09:00 2人 金坛区政府 待审批",
        f"2. {second} 11-26 10:00 3人 溧阳市政府 待审批",
    ]
    assert f"订单 {second}" in city.tell(HEAD, "2")


def test_a_single_order_is_decided_without_its_number(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    assert f"{ref} 已于10:15:00同意" in city.tell(HEAD, "同意")
    assert f"{ref} 已派车" in city.heard(OFFICIAL)


def test_several_orders_are_listed_and_a_number_decides(city: City) -> None:
    first, second, third = (city.booked(OFFICIAL, wish) for wish in (WISH, LATER, LATER))
    assert city.tell(HEAD, "同意").count("YC") == 3
    assert f"{second} 已于10:15:00同意" in city.tell(HEAD, "2")
    assert city.tell(HEAD, "驳回 理由：已有班车").count("YC") == 2
    assert f"{third} 已于10:15:00驳回，理由：已有班车" in city.tell(HEAD, "2")
    assert "已有班车" in city.heard(OFFICIAL)
    assert f"{first} 已于10:15:00同意" in city.tell(HEAD, f"同意{first}")
    assert len(city.events("approval.granted")) == 2 and len(city.events("approval.declined")) == 1


@on_sqlite
@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    "said",
    [
        "去无锡那单同意",
        "同意周五那单",
        "张敏那个同意",
        "周五那单驳回，理由不充分",
        "同意小张的",
        "张科员那单不批，理由不充分",
    ],
)
def test_an_order_that_does_not_wait_decides_no_other(city: City, said: str, *, listed: bool) -> None:
    ref = city.booked(OFFICIAL, WISH)
    if listed:
        city.tell(HEAD, "待我审批的")
    before = len(city.events("approval.granted")) + len(city.events("approval.declined"))
    words = city.tell(HEAD, said)
    assert "没有找到" in words and f"1. {ref}" in words, words
    assert len(city.events("approval.granted")) + len(city.events("approval.declined")) == before


@on_sqlite
@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    "said", ["都同意吧，吴磊那个除外", "全部同意，除了吴磊的", "除吴磊那单外都同意", "吴磊那个先放放，其他同意"]
)
def test_all_but_one_that_has_no_number_decides_nothing(city: City, said: str, *, listed: bool) -> None:
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    if listed:
        city.tell(HEAD, "待我审批的")
    words = city.tell(HEAD, said)
    assert "没有批" in words and first in words and second in words, words
    assert not city.events("approval.granted")
    assert f"{second} 已于10:15:00同意" in city.tell(HEAD, "第二个同意")


@on_sqlite
def test_a_place_beyond_the_list_is_said_not_to_be_there(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    city.tell(HEAD, "待我审批的")
    for said in ("第一个同意，第二个让他写清楚事由", "第二个同意"):
        words = city.tell(HEAD, said)
        assert "没有第二个" in words and ref in words and "同意 YC" in words, words
    assert not city.events("approval.granted")
    assert "没有批" in city.tell(HEAD, "可以是可以，就是人太多了")
    assert f"{ref} 已于10:15:00同意" in city.tell(HEAD, "第一个同意")


@on_sqlite
def test_an_order_told_by_day_or_applicant_is_decided(city: City) -> None:
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    city.tell(HEAD, "待我审批的")
    assert f"{second} 已于10:15:00同意" in city.tell(HEAD, "周四那单同意")
    assert f"{first} 已于10:15:00驳回" in city.tell(HEAD, "小吴那单驳回，理由：已有班车")


@on_sqlite
def test_a_refusal_needs_a_reason(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    before = ledger.business(city)
    for said in ("驳回", f"驳回 {ref}"):
        assert f"驳回 {ref} 理由" in city.tell(HEAD, said)
    assert ledger.business(city) == before
    assert "理由：行程不必要" in city.tell(HEAD, f"驳回 {ref} 理由：行程不必要")


@on_sqlite
def test_ascii_and_chinese_punctuation_decide_alike(city: City) -> None:
    for said in ("驳回 {} 理由:重复申请", "驳回 {}，理由：重复申请。", "驳回{}理由 重复申请"):
        ref = city.booked(OFFICIAL, WISH)
        assert "已于10:15:00驳回，理由：重复申请" in city.tell(HEAD, said.format(ref))


def test_a_late_verdict_is_told_who_decided_what_and_when(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    city.later(minutes=7, seconds=11)
    assert "同意" in city.tell(HEAD, f"同意 {ref}")
    before = ledger.business(city)
    city.clock.at = city.now.replace(second=59)
    for said in (f"驳回 {ref} 理由 太远", "驳回 理由 太远", f"同意 {ref}", "同意"):
        assert "郑宏已于10:22:11同意" in city.tell(HEAD, said), said
    assert ledger.business(city) == before


@on_sqlite
def test_an_order_is_decided_by_its_own_approver_only(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    before = ledger.business(city)
    assert "由郑宏审批" in city.tell(OFFICIAL, f"同意 {ref}")
    assert "由郑宏审批" in city.tell(OFFICIAL, f"驳回 {ref} 理由 不妥")
    for openid in ("o-shuili-2", "o-juzhang"):
        assert "没有找到" in city.tell(openid, f"同意 {ref}")
    assert "没有找到" in city.tell(HEAD, "同意 YC20261123-0777")
    assert "没有找到" in city.tell("o-zhouhang", f"同意 {ref}")
    assert ledger.business(city) == before


@on_sqlite
def test_nobody_approves_their_own_order(city: City) -> None:
    ref = city.booked("o-liqiang", "后天上午9点，2人，去金坛区政府，调研，下午3点回")
    assert "没有待您审批" in city.tell("o-liqiang", "同意")
    assert "由王芳审批" in city.tell("o-liqiang", f"同意 {ref}")
    assert f"{ref} 已于" in city.tell("o-wangfang", f"同意 {ref}")


@on_sqlite
def test_the_farther_the_journey_the_higher_the_approver(city: City) -> None:
    for place, name in (("溧阳市政府", "李强"), ("江阴市政府", "王芳"), ("虹桥站", "刘建国")):
        city.tell("o-zhangmin", f"后天上午9点，2人，去{place}，调研，单程")
        assert f"待{name}审批" in city.tell("o-zhangmin", "确认"), place


@on_sqlite
def test_who_has_nothing_to_decide_is_told_so(city: City) -> None:
    assert "没有待您审批的订单" in city.tell("o-zhangmin", "待我审批的")
    assert "没有待您审批的订单" in city.tell("o-driver-5", "待我审批的")
