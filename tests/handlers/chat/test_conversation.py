"""Conversations through the door: stories S2 and S9 whole, with other names too; asides, several orders, what is kept."""

import pytest

from app.bookings.model import Booking
from tests.city import REF, City
from tests.handlers.chat.people import HEAD, LATER, OFFICIAL, WISH, on_sqlite

ZHANG = "o-zhangmin"


@on_sqlite
@pytest.mark.parametrize(
    ("who", "first", "asked", "window", "shown"),
    [
        (ZHANG, "8点到9点两个人去三井街道", ("今天20:00–21:00", "明天08:00–09:00"), "七八点都行", "07:00–08:00之间均可，2人，三井街道"),
        (OFFICIAL, "9点到10点四个人去孟河镇", ("今天21:00–22:00", "明天09:00–10:00"), "九十点都行", "09:00–10:00之间均可，4人，孟河镇"),
        ("o-shuili-1", "7点半到9点三个人去五星街道", ("今天19:30–21:00", "明天07:30–09:00"), "八九点都行", "08:00–09:00之间均可，3人，五星街道"),
    ],
)  # fmt: skip
def test_s2_ambiguity_is_asked_not_guessed(
    city: City, who: str, first: str, asked: tuple[str, str], window: str, shown: str
) -> None:
    words = city.tell(who, first)
    assert all(part in words for part in (*asked, "11-23", "11-24")) and "【请确认】" not in words, words
    firm = city.tell(who, "明天上午")
    assert f"11-24(周二) {asked[1][2:7]}" in firm and "什么事由" in firm
    assert f"11-24(周二) {shown}" in city.tell(who, window)
    midnight = city.tell(who, "今晚12点的火车")
    assert "11-23 24:00（即11-24 00:00），对吗" in midnight, midnight
    assert city.count(Booking) == 0


@on_sqlite
@pytest.mark.parametrize(
    ("who", "said", "correction", "diff", "many", "kept"),
    [
        (
            ZHANG,
            ("明早8点三人去无锡", "无锡市住建局,开现场会,下午五点回"),
            "改成九点,不去无锡了去宜兴,四个人,李工也去",
            ("出发时间 08:00→09:00", "目的地", "人数 3→4", "11-24(周二) 09:00", "宜兴", "11-24(周二) 17:00", "开现场会"),
            "人数改成四十个",
            "4人",
        ),
        (
            OFFICIAL,
            ("周四下午1点半两人去镇江", "镇江市水利局，看防汛仓库，五点半回"),
            "改到两点，不去镇江了去扬中，五个人",
            ("出发时间 13:30→14:00", "目的地", "人数 2→5", "11-26(周四) 14:00", "扬中", "11-26(周四) 17:30", "看防汛仓库"),
            "改成三十五个人",
            "5人",
        ),
        (
            "o-shuili-1",
            ("后天7点40，四个人去江阴市政府签约，下午3点回",),
            "不是7点40是8点20，去靖江，六个人",
            ("出发时间 07:40→08:20", "目的地", "人数 4→6", "11-25(周三) 08:20", "靖江", "11-25(周三) 15:00", "签约"),
            "一共二十五个人",
            "6人",
        ),
    ],
)  # fmt: skip
def test_s9_everything_is_corrected_in_one_utterance(
    city: City, who: str, said: tuple[str, ...], correction: str, diff: tuple[str, ...], many: str, kept: str
) -> None:
    for sentence in said:
        city.tell(who, sentence)
    second = city.tell(who, correction)
    assert all(fact in second for fact in diff), second
    offer = city.tell(who, many)
    assert "超出小车" in offer and "中巴" in offer and "大巴" in offer and f"仍按{kept}" in offer, offer
    back = city.tell(who, "算了还是按刚才的")
    assert kept in back and all(fact in back for fact in diff[3:]), back
    ref = REF.search(city.tell(who, "确认"))
    assert ref and kept in city.tell(who, "我的订单")


@on_sqlite
def test_a_bigger_vehicle_is_chosen_by_its_number_and_carries_the_party(city: City) -> None:
    city.tell(OFFICIAL, WISH)
    assert "仍按2人" in city.tell(OFFICIAL, "改成16个人")
    card = city.tell(OFFICIAL, "1")
    assert "16人" in card and "中巴" in card and "人数 2→16" in card
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
def test_a_party_for_which_there_is_no_vehicle_leaves_the_earlier_one(city: City) -> None:
    city.tell(OFFICIAL, WISH)
    city.tell(OFFICIAL, "改成四十个人")
    words = city.tell(OFFICIAL, "大巴")
    assert "最大座位数18" in words and "人数仍是2人" in words
    assert "2人" in city.tell(OFFICIAL, "确认")
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
@pytest.mark.parametrize(
    ("said", "why", "kept"),
    [
        ("改到11月31日", "没有这一天", "出发时间仍是11-25(周三) 09:00"),
        ("改到昨天", "已经过去", "出发时间仍是11-25(周三) 09:00"),
        ("改成99999个人", "1到55人", "人数仍是2人"),
        ("不去金坛区政府了，去水星基地", "不认识“水星基地”", "目的地仍是金坛区政府"),
        ("改到下个月20号", "最多可提前15天", "出发时间仍是11-25(周三) 09:00"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_earlier_value_stays(city: City, said: str, why: str, kept: str) -> None:
    city.tell(OFFICIAL, WISH)
    words = city.tell(OFFICIAL, said)
    assert why in words and kept in words, words
    back = city.tell(OFFICIAL, "还是按刚才的")
    assert "11-25(周三) 09:00" in back and "2人" in back and "金坛区政府" in back
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
def test_a_question_in_between_is_answered_and_the_open_one_asked_again(city: City) -> None:
    city.tell(OFFICIAL, "明天上午9点去金坛区政府")
    aside = city.tell(OFFICIAL, "规则 R30")
    assert "R30" in aside and aside.rstrip().endswith("几个人乘车？"), aside
    assert aside.count("几个人乘车") == 1
    assert "3人" in city.tell(OFFICIAL, "三个")
    city.tell(OFFICIAL, "检查，单程")
    aside = city.tell(OFFICIAL, "我能做什么")
    assert "您可以这样说" in aside and "还没提交" in aside and "回复“确认”提交" in aside
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
def test_a_bare_number_answers_the_question_and_not_the_list_above_it(city: City) -> None:
    city.booked(OFFICIAL, WISH)
    city.tell(OFFICIAL, "明天上午10点去溧阳市政府")
    assert "几个人乘车？" in city.tell(OFFICIAL, "我的订单")
    assert "1人" in city.tell(OFFICIAL, "1")


@on_sqlite
def test_words_not_understood_ask_the_open_question_again(city: City) -> None:
    city.tell(OFFICIAL, "明天上午9点去金坛区政府")
    words = city.tell(OFFICIAL, "今天股票怎么样")
    assert "没有听懂" in words and "几个人乘车？" in words


@on_sqlite
def test_calling_off_an_order_in_the_middle_of_a_draft_picks_it_by_number_and_goes_on(city: City) -> None:
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    city.tell(OFFICIAL, "明天上午10点3个人去溧阳市政府检查，单程")
    assert f"{second} 已取消" in (words := city.tell(OFFICIAL, f"取消 {second}")) and "还没提交" in words
    assert first in city.tell(OFFICIAL, "我的订单")
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
def test_which_of_several_orders_is_changed_is_asked_by_number(city: City) -> None:
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    asked = city.tell(OFFICIAL, "把订单改到下午5点")
    assert f"1. {second}" in asked and f"2. {first}" in asked
    words = city.tell(OFFICIAL, "第二个")
    assert first in words and "取消" in words and second not in words


@on_sqlite
@pytest.mark.parametrize(("number", "index"), [("2", 1), ("第二个", 1), ("第一个", 0), ("最后一个", 1), ("一", 0)])
def test_an_order_is_picked_in_any_words(city: City, number: str, index: int) -> None:
    first, second = city.booked(OFFICIAL, WISH), city.booked(OFFICIAL, LATER)
    city.tell(OFFICIAL, "取消")
    assert f"{(second, first)[index]} 已取消" in city.tell(OFFICIAL, number)


@on_sqlite
def test_two_bookings_in_one_sentence_follow_one_another(city: City) -> None:
    words = city.tell(OFFICIAL, "后天上午9点2个人去金坛区政府防汛检查单程，大后天下午2点3个人去溧阳市政府检查水库单程")
    assert "金坛区政府" in words and "等这一单提交后接着约" in words
    done = city.tell(OFFICIAL, "确认")
    assert REF.search(done) and "【请确认】" in done and "11-26(周四) 14:00" in done and "3人" in done
    assert REF.search(city.tell(OFFICIAL, "确认")) and city.count(Booking) == 2


@on_sqlite
def test_the_second_booking_is_not_lost_with_the_first(city: City) -> None:
    city.tell(OFFICIAL, "后天上午9点2个人去金坛区政府防汛检查单程，大后天下午2点3个人去溧阳市政府检查水库单程")
    words = city.tell(OFFICIAL, "取消")
    assert "不约了" in words and "大后天下午2点3个人去溧阳市政府" in words


@on_sqlite
def test_the_order_of_a_named_day_is_copied_with_changes_in_the_same_breath(city: City) -> None:
    city.booked(OFFICIAL, WISH)
    city.booked(OFFICIAL, LATER)
    city.at("11-26 12:00")
    card = city.tell(OFFICIAL, "昨天那单再来一次，改到周五，四个人")
    for fact in ("11-27(周五) 09:00", "金坛区政府", "4人", "防汛检查", "11-27(周五) 15:00"):
        assert fact in card, card


@on_sqlite
def test_an_order_of_a_day_without_one_is_chosen_from_a_list(city: City) -> None:
    city.booked(OFFICIAL, WISH)
    city.booked(OFFICIAL, LATER)
    words = city.tell(OFFICIAL, "昨天那单再来一次")
    assert "没有11-22(周日)的订单" in words and "1. " in words and "2. " in words
    assert "什么时候出发" in city.tell(OFFICIAL, "2")
    card = city.tell(OFFICIAL, "周五上午8点")
    assert "11-27(周五) 08:00" in card and "金坛区政府" in card and "2人" in card


@on_sqlite
def test_what_was_filled_as_usual_is_marked_in_the_card(city: City) -> None:
    card = city.tell(OFFICIAL, "后天3点送我去金坛区政府检查")
    assert "11-25(周三) 15:00（按惯例）" in card and "1人（按惯例）" in card, card
    city.tell(OFFICIAL, "取消")
    card = city.tell(OFFICIAL, "后天上午9点16个人去金坛区政府检查")
    card = city.tell(OFFICIAL, "好的") if "【请确认】" not in card else card
    assert "单程（按惯例）" in card and "中巴（按惯例）" in card, card


@on_sqlite
def test_a_mistyped_place_stands_beside_what_was_typed(city: City) -> None:
    city.tell(ZHANG, "后天上午9点3个人去无西开会，单程")
    card = city.tell(ZHANG, "市住建局")
    assert "无锡市住建局" in card and "“无西”" in card, card


@on_sqlite
def test_an_approximate_count_is_said_in_the_card_even_after_another_question(city: City) -> None:
    city.tell(OFFICIAL, "后天上午9点三四个人去金坛区政府")
    assert "4人（约数，请核对）" in city.tell(OFFICIAL, "检查，单程")


@on_sqlite
def test_what_recurs_is_read_back_and_booked_one_by_one(city: City) -> None:
    card = city.tell(OFFICIAL, "每周二周四上午九点去金坛区政府巡查，两个人，单程")
    for fact in ("每周二、周四 09:00", "11-24(周二) 09:00", "一次一约"):
        assert fact in card, card
    assert "每周二、周四 10:00" in city.tell(OFFICIAL, "改成十点")
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
@pytest.mark.parametrize(
    ("said", "purpose"),
    [
        (("急！运村圩堤渗漏，马上要两台车8个人",), "应急处置（渗漏）（按惯例）"),
        (("急！运村圩堤渗漏，马上要两台车8个人", "去运村"), "应急处置（渗漏）（按惯例）"),
        (("急！马上要车去武进区政府，2个人",), "应急（按惯例）"),
    ],
)
def test_s14_an_emergency_is_read_back_once_and_submitted(city: City, said: tuple[str, ...], purpose: str) -> None:
    for words in said:
        card = city.tell(OFFICIAL, words)
        assert "【请确认】" in card and purpose in card, card
    city.later(minutes=6)
    assert REF.search(city.tell(OFFICIAL, "确认")) and city.count(Booking) == 1


@on_sqlite
def test_who_approves_still_does_with_a_draft_in_hand(city: City) -> None:
    first, second = (city.booked(OFFICIAL, wish) for wish in (WISH, LATER))
    assert "事由" in city.tell(HEAD, "大后天上午10点2个人去溧阳市政府，单程")
    assert first in city.tell(HEAD, "待我审批的")
    assert f"{first} 已于10:15:00同意" in city.tell(HEAD, "第一个同意")
    assert f"{second} 已于10:15:00驳回" in city.tell(HEAD, f"驳回 {second} 理由：已有班车")


@on_sqlite
@pytest.mark.parametrize("words", ["不用回", "不回了", "不用回来了", "不返程"])
def test_no_return_is_one_way(city: City, words: str) -> None:
    assert "几点回" in city.tell(OFFICIAL, "后天9点2个人去溧阳市政府，开会")
    card = city.tell(OFFICIAL, words)
    assert "【请确认】" in card and "返程 单程" in card, card


@on_sqlite
def test_a_place_nobody_knows_leaves_the_rest_visible_and_offers_others(city: City) -> None:
    words = city.tell(OFFICIAL, "明早8点三人去红梅小学后门")
    assert "11-24(周二) 08:00，3人" in words and "1. 红梅公园" in words, words
    assert "4人" in city.tell(OFFICIAL, "四个人")
    assert "不能提交" in city.tell(OFFICIAL, "确认")
    words = city.tell(OFFICIAL, "第一个")
    assert "红梅公园" in words and "不认识" not in words, words


@on_sqlite
def test_a_place_nobody_knows_can_be_let_go(city: City) -> None:
    city.tell(OFFICIAL, "明早8点三人去红梅小学后门")
    words = city.tell(OFFICIAL, "算了还是按刚才的")
    assert "不认识" not in words and "08:00，3人" in words and "要去哪里" in words, words


@on_sqlite
def test_both_ends_of_a_span_are_shown_and_its_end_blocks_no_new_departure(city: City) -> None:
    city.tell(OFFICIAL, "8点到9点两个人去三井街道")
    assert "11-24(周二) 08:00–09:00，2人" in city.tell(OFFICIAL, "明天上午")
    city.tell(OFFICIAL, "今晚12点的火车")
    for words in ("后天上午八点半去溧阳", "3个人"):
        assert "返程时间早于出发" not in city.tell(OFFICIAL, words)


@on_sqlite
@pytest.mark.parametrize("words", ["人数改成0", "人数改成两千"])
def test_an_absurd_party_is_mentioned_once(city: City, words: str) -> None:
    city.tell(OFFICIAL, "后天9点4个人去溧阳市政府，开会，下午4点回")
    assert "人数仍是4人" in city.tell(OFFICIAL, words)
    assert "【请确认】" in city.tell(OFFICIAL, "确认")
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
def test_why_within_a_draft_names_who_decides_and_the_rule(city: City) -> None:
    city.tell(OFFICIAL, "后天9点4个人去溧阳市政府，开会，下午4点回")
    words = city.tell(OFFICIAL, "为什么要处长批")
    assert "由郑宏审批" in words and "R30" in words and "来源" in words and "【请确认】" not in words, words
    assert REF.search(city.tell(OFFICIAL, "确认"))


@on_sqlite
def test_what_changed_of_the_departure_is_said_once(city: City) -> None:
    city.tell(OFFICIAL, "后天9点4个人去溧阳市政府，开会，下午4点回")
    city.tell(OFFICIAL, "七八点都行")
    assert "出发时段" not in city.tell(OFFICIAL, "改成10点").partition("\n")[0]
