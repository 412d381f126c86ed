"""The booking talk: what is read back is what is booked, corrections and second thoughts, and how a draft ends."""

import pytest

from app.bookings.model import Booking
from tests.city import REF, City
from tests.handlers.chat.people import HEAD, LATER, OFFICIAL, WISH, on_sqlite

RIVER = "下周三上午8点半，4人，去丹阳市政府，学习考察，下午5点回"


@on_sqlite
def test_one_sentence_corrects_everything_at_once(city: City) -> None:
    city.tell(OFFICIAL, RIVER)
    card = city.tell(OFFICIAL, "改成9点，不去丹阳市政府了去江阴市政府，五个人")
    for fact in (
        "已改：",
        "出发时间",
        "目的地",
        "人数",
        "12-02(周三) 09:00",
        "江阴市政府",
        "5人",
        "学习考察",
        "12-02(周三) 17:00",
    ):
        assert fact in card, card
    assert "丹阳" not in card


@on_sqlite
def test_a_party_too_large_is_refused_and_the_talk_goes_back(city: City) -> None:
    city.tell(OFFICIAL, RIVER)
    assert "18" in city.tell(OFFICIAL, "人数改成四十个")
    back = city.tell(OFFICIAL, "算了还是按刚才的")
    assert "4人" in back and "丹阳市政府" in back
    ref = REF.search(city.tell(OFFICIAL, "确认"))
    assert ref and "4人" in city.tell(OFFICIAL, "我的订单")


@on_sqlite
def test_a_correction_is_taken_back_one_by_one(city: City) -> None:
    city.tell(OFFICIAL, RIVER)
    city.tell(OFFICIAL, "六个人")
    city.tell(OFFICIAL, "改到10点")
    assert "08:30" in (words := city.tell(OFFICIAL, "撤销刚才的修改")) and "6人" in words
    assert "4人" in city.tell(OFFICIAL, "撤销刚才的修改")


@on_sqlite
def test_taking_back_without_a_draft_says_so(city: City) -> None:
    assert "没有可撤销的修改" in city.tell(OFFICIAL, "撤销刚才的修改")


def test_a_yes_said_five_times_makes_one_order(city: City) -> None:
    city.tell(OFFICIAL, WISH)
    first, *more = [city.tell(OFFICIAL, said) for said in ("确认", "确认", "确认！", "确认。", "好的")]
    ref = REF.search(first)
    assert ref and city.count(Booking) == 1
    assert all("不会重复下单" in words and ref[0] in words for words in more[:-1])


def test_a_draft_expires_and_a_late_yes_books_nothing(city: City) -> None:
    city.tell(OFFICIAL, WISH)
    city.later(minutes=31)
    assert "没有提交" in city.tell(OFFICIAL, "确认")
    assert city.count(Booking) == 0
    assert "没有待确认的订单" in city.tell(OFFICIAL, "确认")
    assert "【请确认】" in city.tell(OFFICIAL, WISH)


@on_sqlite
def test_an_expired_draft_is_not_taken_for_the_order_before_it(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    city.tell(OFFICIAL, LATER)
    city.later(minutes=45)
    words = city.tell(OFFICIAL, "确认")
    assert "没有提交" in words and ref not in words and city.count(Booking) == 1


@on_sqlite
def test_an_approvers_expired_draft_does_not_swallow_a_verdict(city: City) -> None:
    city.tell(HEAD, LATER)
    ref = city.booked(OFFICIAL, WISH)
    city.later(minutes=31)
    assert f"{ref} 已于10:46:00同意" in city.tell(HEAD, "同意")


def test_what_was_read_back_is_what_is_booked(city: City) -> None:
    card = city.tell(OFFICIAL, LATER)
    for fact in ("11-26(周四) 10:00", "市防汛办→溧阳市政府", "3人", "检查水库", "单程", "郑宏", "R30"):
        assert fact in card
    ref = city.booked(OFFICIAL)
    shown = city.tell(OFFICIAL, "批了吗")
    assert ref in shown and "11-26(周四) 10:00 市防汛办→溧阳市政府 3人 检查水库" in shown and "等待郑宏审批" in shown


@on_sqlite
def test_the_same_again_on_another_day(city: City) -> None:
    assert "没有可以照抄的" in city.tell(OFFICIAL, "跟上次一样")
    city.booked(OFFICIAL, LATER)
    assert "什么时候" in city.tell(OFFICIAL, "跟上次一样")
    card = city.tell(OFFICIAL, "11月30日上午9点")
    for fact in ("11-30(周一) 09:00", "溧阳市政府", "3人", "检查水库"):
        assert fact in card
    city.booked(OFFICIAL)
    assert city.count(Booking) == 2


@on_sqlite
def test_the_price_and_the_approver_of_a_draft_may_be_asked_for(city: City) -> None:
    card = city.tell(OFFICIAL, WISH)
    for asked in ("多少钱", "为什么要郑主任批"):
        words = city.tell(OFFICIAL, asked)
        assert "郑宏" in words and "R30" in words, words
    assert "已提交" in city.tell(OFFICIAL, "确认") and "325.00元" in card


@on_sqlite
@pytest.mark.parametrize("word", ["取消", "算了", "不去了"])
def test_a_draft_is_given_up_with_a_word(city: City, word: str) -> None:
    city.tell(OFFICIAL, WISH)
    assert "不约了" in city.tell(OFFICIAL, word)
    assert "没有待确认的订单" in city.tell(OFFICIAL, "确认")


@on_sqlite
def test_a_draft_survives_a_question_about_something_else(city: City) -> None:
    city.tell(OFFICIAL, WISH)
    assert "R30" in city.tell(OFFICIAL, "规则 R30")
    assert "没有找到订单" in city.tell(OFFICIAL, "派车单 YC20261123-0404")
    assert "已提交" in city.tell(OFFICIAL, "确认")


@on_sqlite
def test_a_submitted_order_is_not_changed_by_word(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    words = city.tell(OFFICIAL, f"把{ref}改到下午2点")
    assert ref in words and "取消" in words
    assert "09:00" in city.tell(OFFICIAL, "我的订单")


@on_sqlite
def test_a_yes_after_calling_off_is_told_that_it_is_called_off(city: City) -> None:
    ref = city.booked(OFFICIAL, WISH)
    city.tell(OFFICIAL, "取消")
    words = city.tell(OFFICIAL, "对")
    assert f"{ref} 已取消" in words and "提交过" not in words


@on_sqlite
def test_the_price_in_the_middle_of_a_draft(city: City) -> None:
    city.tell(OFFICIAL, "明天8点去金坛区政府 3人")
    words = city.tell(OFFICIAL, "等等，先问下多少钱")
    assert "预计费用" in words and "几点回" in words


@on_sqlite
def test_a_way_back_left_open_is_read_back_as_open(city: City) -> None:
    city.tell(OFFICIAL, "明天8点去金坛区政府 3人 开会")
    assert "返程 待定" in city.tell(OFFICIAL, "看情况")


@on_sqlite
def test_an_emergency_goes_where_it_was_said_to(city: City) -> None:
    card = city.tell(OFFICIAL, "急急急！运河漏水，马上要车去三堡街，5个人")
    assert "三堡街" in card and "注意：" in card and "【请确认】" in card
    assert "4人" in city.tell(OFFICIAL, "还是4个人")
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
def test_an_unknown_place_is_asked_once_and_other_answers_are_taken(city: City) -> None:
    assert "不认识“省厅”" in city.tell(OFFICIAL, "明天8点去省厅")
    assert "几点回" in (words := city.tell(OFFICIAL, "3个人")) and "不认识" not in words
    assert "不认识“省厅”" in city.tell(OFFICIAL, "下午三点回，开会")
    assert "【请确认】" in city.tell(OFFICIAL, "金坛区政府")


@on_sqlite
def test_a_day_too_far_off_is_said_at_once(city: City) -> None:
    assert "最多可提前" in city.tell(OFFICIAL, "12月25日去金坛区政府")
    assert "几点出发" in city.tell(OFFICIAL, "后天")


@on_sqlite
def test_other_changes_are_taken_while_the_vehicle_is_being_chosen(city: City) -> None:
    city.tell(OFFICIAL, "明天8点去金坛区政府 6人 开会 下午三点半回")
    city.tell(OFFICIAL, "还是坐七个吧，再加个商务车")
    assert "已记下：出发时间 11-24(周二) 09:00" in city.tell(OFFICIAL, "九点")
    assert "已记下：返程时间 11-24(周二) 16:30" in city.tell(OFFICIAL, "回来晚一个小时")
    card = city.tell(OFFICIAL, "中巴")
    assert "7人" in card and "11-24(周二) 09:00" in card and "16:30" in card
