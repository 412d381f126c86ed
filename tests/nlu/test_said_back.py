"""What people say back to the product: its own dates, answers to a doubt, places of a town, short numbers."""

from datetime import datetime
from typing import Any

import pytest

from nlu import Ask, State, advance, parse

NOW = datetime.fromisoformat("2026-11-23T10:15:00+08:00")
DRAFT = {"depart_at": "2026-11-24T08:00:00+08:00", "destination": "无锡", "passengers": 3}
PENDING = ["YC20261123-0001", "YC20261123-0002"]


def said(text: str, **context: Any) -> dict[str, Any]:
    return parse(text, NOW, context)


def in_draft(text: str, asked: str = "confirm") -> dict[str, Any]:
    return said(text, intent="book", slots=DRAFT, asked=asked)


def approver(text: str) -> dict[str, Any]:
    return said(text, role="approver", pending=PENDING)


def told(*texts: str) -> State:
    state: State | None = None
    for text in texts:
        state, _ = advance(state, parse(text, NOW, state.context() if state else None), NOW)
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("改成12-01 9:00出发", "2026-12-01T09:00"),
        ("改到12-01", "2026-12-01T08:00"),
        ("不是11-24是11-25", "2026-11-25T08:00"),
        ("11-24 08:00 改成 11-25 08:00", "2026-11-25T08:00"),
        ("11-28，上午八点，三个人去宜兴", "2026-11-28T08:00"),
        ("11-28 8点三个人去武进区政府", "2026-11-28T08:00"),
        ("11-28(周六) 8点去南京，2人", "2026-11-28T08:00"),
        ("11-28日上午8点去无锡", "2026-11-28T08:00"),
        ("11-28号8点", "2026-11-28T08:00"),
        ("11-26周四8点", "2026-11-26T08:00"),
        ("12-01 9:00到12-02 18:00去南京，两人", "2026-12-01T09:00"),
    ],
)
def test_the_products_own_way_to_write_a_date_is_read(text: str, at: str) -> None:
    assert in_draft(text)["depart_at"][:16] == at


def test_a_day_of_a_copy_may_be_written_that_way() -> None:
    assert said("跟上次一样，12-02") == {"intent": "book", "copy": {"which": "last"}, "depart_at": "2026-12-02"}


@pytest.mark.parametrize(
    "text", ["11-12人去无锡", "10-12个人去无锡", "房间10-12室去无锡", "10-12号楼去无锡", "02-3人去无锡"]
)
def test_a_range_of_people_or_rooms_is_no_date(text: str) -> None:
    assert "depart_at" not in said(text)


def test_hours_right_behind_a_day_are_no_date() -> None:
    assert said("明天10-12用车去无锡")["depart_at"] == "2026-11-24"


@pytest.mark.parametrize(
    ("answer", "at"),
    [
        ("11月28日8点三个人去武进区政府，下午5点回", "2026-11-28T08:00"),
        ("11月28日8点", "2026-11-28T08:00"),
        ("11-28", "2026-11-28T08:00"),
        ("后天", "2026-11-25T08:00"),
        ("后天上午", "2026-11-25T08:00"),
        ("后天晚上", "2026-11-25T20:00"),
        ("明天20:00", "2026-11-24T20:00"),
        ("明天下午3点", "2026-11-24T15:00"),
        ("明天", "2026-11-24T08:00"),
        ("上午", "2026-11-24T08:00"),
        ("晚上", "2026-11-23T20:00"),
        ("今天", "2026-11-23T20:00"),
    ],
)
def test_a_doubt_is_resolved_or_replaced_by_what_is_said(answer: str, at: str) -> None:
    state = told("8点三个人去武进区政府", answer)
    assert (state.slots["depart_at"][:16], state.doubt) == (at, None)


def test_an_hour_firmly_said_moves_along_to_another_day() -> None:
    state = told("今晚8点三个人去武进区政府开会，单程", "改到后天")
    assert state.slots["depart_at"][:16] == "2026-11-25T20:00"


@pytest.mark.parametrize("day", ["当天", "明天", ""])
def test_a_bare_hour_of_return_comes_after_the_departure(day: str) -> None:
    got = said(f"明天下午2点去武进区政府开会，{day}6点回来")
    assert got["return_at"][:16] == "2026-11-24T18:00" and got["inferred"] == ["return_at"]


def test_another_days_return_keeps_its_morning() -> None:
    assert said("明天下午2点去武进区政府开会，第二天6点回来")["return_at"][:16] == "2026-11-25T06:00"


@pytest.mark.parametrize(
    ("answer", "stops", "goal"),
    [
        ("江阴市水利局，靖江市水利局，查防汛物资，下午四点半回", ["江阴市水利局"], "靖江市水利局"),
        ("靖江市水利局，江阴市水利局，查防汛物资", ["江阴市水利局"], "靖江市水利局"),
        ("江阴市水利局和靖江市水利局，查防汛物资", ["江阴市水利局"], "靖江市水利局"),
        ("江阴市水利局，查防汛物资", ["江阴市水利局"], "靖江"),
        ("市水利局，市水利局，查防汛物资", ["江阴市水利局"], "靖江市水利局"),
    ],
)
def test_each_place_belongs_to_the_town_it_begins_with(answer: str, stops: list[str], goal: str) -> None:
    slots = told("明天上午8点三个人先去江阴再去靖江，当天回", answer).slots
    assert (slots["stops"], slots["destination"], slots["purpose"]) == (stops, goal, "查防汛物资")


@pytest.mark.parametrize(
    ("town", "answer", "goal"),
    [
        ("靖江", "江阴市水利局，开会", "江阴市水利局"),
        ("常州", "武进区政府，开会", "常州武进区政府"),
        ("徐州", "鼓楼区政府，开会", "徐州鼓楼区政府"),
        ("无锡", "武进区政府，开会", "武进区政府"),
    ],
)
def test_a_place_with_a_town_of_its_own_stands_alone(town: str, answer: str, goal: str) -> None:
    assert told(f"明天8点三个人去{town}", answer).slots["destination"] == goal


@pytest.mark.parametrize(
    ("places", "stops", "goal"),
    [
        ("江阴市水利局和靖江市水利局", ["江阴市水利局"], "靖江市水利局"),
        ("江阴市水利局、靖江市水利局", ["江阴市水利局"], "靖江市水利局"),
        ("江阴市水利局跟靖江市水利局开会", ["江阴市水利局"], "靖江市水利局"),
        ("南京、常州、无锡", ["南京", "常州"], "无锡"),
        ("无锡市发改委和住建局", None, "无锡市发改委和住建局"),
        ("苏州和平饭店", None, "苏州和平饭店"),
        ("市委和老干部局", ["市委"], "老干部局"),
        ("宜兴市政府和李工", None, "宜兴市政府"),
        ("宜兴市政府和王局长、李工一起开会", None, "宜兴市政府"),
        ("宜兴，宜兴市政府", None, "宜兴市政府"),
        ("宜兴，到宜兴市政府", None, "宜兴市政府"),
    ],
)
def test_two_places_in_one_breath_are_two_and_one_is_one(places: str, stops: list[str] | None, goal: str) -> None:
    got = said(f"明天8点三个人去{places}")
    assert (got.get("stops"), got["destination"]) == (stops, goal)


def test_the_more_exact_place_of_a_new_town_wins() -> None:
    got = in_draft("不去无锡了，去宜兴，宜兴市政府")
    assert (got["intent"], got["destination"]) == ("change", "宜兴市政府") and "stops" not in got


@pytest.mark.parametrize("shape", ["单程", " 单程", "，单程", "不用等", " 往返", "当天回"])
def test_the_shape_of_a_journey_is_no_purpose(shape: str) -> None:
    assert said(f"明天8点去宜兴市政府开会{shape}")["purpose"] == "开会"
    assert in_draft(f"调研{shape}", "purpose")["purpose"] == "调研"
    assert "purpose" not in in_draft(shape.strip(" ，"), "purpose")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("同意 2", {PENDING[1]: "approve"}),
        ("2 同意", {PENDING[1]: "approve"}),
        ("第二个同意", {PENDING[1]: "approve"}),
        ("驳回 2 理由 预算不够", {PENDING[1]: "reject"}),
        ("驳回2，3个人太少", {PENDING[1]: "reject"}),
        ("同意 2，驳回 1", {PENDING[1]: "approve", PENDING[0]: "reject"}),
        ("2 同意 1 驳回", {PENDING[1]: "approve", PENDING[0]: "reject"}),
        ("同意 1 驳回 2", {PENDING[0]: "approve", PENDING[1]: "reject"}),
        ("同意 2 和 1", {PENDING[0]: "approve", PENDING[1]: "approve"}),
    ],
)
def test_a_short_number_beside_a_verdict_is_an_order_shown(text: str, want: dict[str, str]) -> None:
    got = approver(text)
    one = {got["target"]["order_no"]: got["intent"]} if "target" in got else {}
    assert got.get("decisions", one) == want


def test_the_reason_stands_behind_the_number() -> None:
    assert approver("驳回 2 理由 预算不够")["reason"] == "预算不够"
    assert approver("驳回2，3个人太少")["reason"] == "3个人太少"


@pytest.mark.parametrize("text", ["同意 3", "第三个同意", "驳回第三个"])
def test_a_verdict_on_an_order_not_shown_is_none(text: str) -> None:
    assert approver(text)["intent"] not in ("approve", "reject")


@pytest.mark.parametrize("text", ["驳回(YC20261123-0007)理由：材料不全", "驳回（YC20261123-0007），材料不全"])
def test_an_order_in_brackets_is_no_reason(text: str) -> None:
    want = {"intent": "reject", "target": {"order_no": "YC20261123-0007"}, "reason": "材料不全"}
    assert said(text, role="approver") == want


@pytest.mark.parametrize(
    ("words", "from_at", "to_at", "reason"),
    [
        ("，从12月1日8点到12月2日18点，年检", "2026-12-01T08:00", "2026-12-02T18:00", "年检"),
        ("，自12月1日8点起至12月2日18点止，年检", "2026-12-01T08:00", "2026-12-02T18:00", "年检"),
        (" 今天9点到今天23点 保养", "2026-11-23T09:00", "2026-11-23T23:00", "保养"),
        (" 年检 从12-01 8:00到12-02 18:00", "2026-12-01T08:00", "2026-12-02T18:00", "年检"),
    ],
)
def test_why_a_car_is_suspended_has_nothing_of_when(words: str, from_at: str, to_at: str, reason: str) -> None:
    args = said(f"停用苏D·0B122{words}", role="dispatcher")["command"]["args"]
    assert (args["from_at"][:16], args["to_at"][:16], args["reason"]) == (from_at, to_at, reason)


@pytest.mark.parametrize(
    ("text", "count"), [("人数加一", 4), ("多一个人", 4), ("加两个人", 5), ("人数减1", 2), ("乘车人数减少1人", 2)]
)
def test_the_party_grows_and_shrinks(text: str, count: int) -> None:
    assert in_draft(text) == {"intent": "change", "passengers": count}


@pytest.mark.parametrize("text", ["评价 3.5分", "评分3.5", "评价 3分半"])
def test_a_mark_between_two_is_asked(text: str) -> None:
    got = said(text)
    assert got["rating"] is None and got["needs"] == ["rating"] and got["ambiguous"][0]["candidates"] == [3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "去宜兴市政府开防汛座谈会，明天上午十点，两人，单程",
        "明天上午十点，两人，单程，去宜兴市政府开防汛座谈会",
        "两人，去宜兴市政府，明天上午十点，开防汛座谈会，单程",
        "开防汛座谈会，去宜兴市政府，两人，明天上午十点，单程",
        "单程，两人，明天上午十点，去宜兴市政府开防汛座谈会",
        "宜兴市政府，明天上午十点，两人，开防汛座谈会，单程",
        "两人明天上午十点去宜兴市政府开防汛座谈会单程",
    ],
)
def test_the_parts_of_a_wish_come_in_any_order(text: str) -> None:
    assert said(text) == {
        "intent": "book", "depart_at": "2026-11-24T10:00:00+08:00", "passengers": 2, "purpose": "开防汛座谈会",
        "trip_type": "oneway", "destination": "宜兴市政府",
    }  # fmt: skip


def test_a_doubt_still_open_is_part_of_the_context() -> None:
    state, turn = advance(None, said("8点三个人去武进区政府"), NOW)
    assert isinstance(turn, Ask) and state.context()["doubt"] == "hour"
