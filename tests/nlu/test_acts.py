"""What sentences want, of which order, and why: a file of sentences by intent, and the statements that the acts stand on."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from nlu import parse

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
PENDING = ["YC20261123-0001", "YC20261123-0002", "YC20261123-0003"]
DRAFT = {"depart_at": "2026-11-24T08:00:00+08:00", "destination": "镇江", "passengers": 4, "origin": "市政府"}
IDLE = {"other", "chitchat", "greet", "thanks"}
"""Among these the difference does no harm."""


def said(text: str, **context: Any) -> dict[str, Any]:
    return dict(parse(text, NOW, context))


def sentences() -> Iterator[tuple[str, str, str]]:
    """heading, context and sentence of the file."""
    heading = who = ""
    for line in (Path(__file__).parent / "acts.txt").read_text("utf8").splitlines():
        if line.startswith("= "):
            heading, _, who = line[2:].partition(" · ")
        elif line and not line.startswith("#"):
            yield heading, who, line


def context(who: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"pending": PENDING} if "第" in text or "approver" in who else {}
    for word in who.split():
        if word == "draft" or word.startswith("?"):
            found |= {"intent": "book", "slots": _draft(word.lstrip("?"))}
            found |= {"asked": word[1:]} if word.startswith("?") else {}
        else:
            found["role"] = word
    return found


def _draft(asked: str) -> dict[str, Any]:
    if asked == "depart_time":
        return {**DRAFT, "depart_at": "2026-11-24"}
    return {slot: value for slot, value in DRAFT.items() if slot != asked}


@pytest.mark.parametrize(("heading", "who", "text"), sentences(), ids=[text for _, _, text in sentences()])
def test_a_sentence_wants(heading: str, who: str, text: str) -> None:
    intent, _, query = heading.partition(":")
    got = said(text, **context(who, text))
    assert got["intent"] == intent or {got["intent"], intent} <= IDLE
    assert not query or got["query"] == query
    if intent in IDLE | {"help", "human", "complaint", "confirm", "deny"}:
        assert set(got) <= {"intent"}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("明天去句容的那单提到七点半走", {"depart_at": "2026-11-24", "destination": "句容"}),
        ("把去宣城的单子上车点改为南门", {"destination": "宣城"}),
        ("3月2号那单推到3月3号下午两点", {"depart_at": "2027-03-02"}),
        ("明天那趟返程改成晚上七点半", {"depart_at": "2026-11-24"}),
        ("我后天的那个用车，目的地换成栖霞区", {"depart_at": "2026-11-25"}),
        ("周三去镇江的多加一个人", {"depart_at": "2026-11-25", "destination": "镇江"}),
        ("YC20261201-0003改成五个人", {"order_no": "YC20261201-0003"}),
        ("上一单目的地换成金坛区政府", {"which": "last"}),
        ("刚提交的那个，人数改成五个", {"which": "last"}),
    ],
)
def test_a_change_names_its_order(text: str, target: dict[str, str]) -> None:
    got = said(text)
    assert (got["intent"], got["target"]) == ("change", target)


def test_an_hour_alone_is_of_the_day_of_the_order_named() -> None:
    assert said("明天去句容的那单提到七点半走")["depart_at"][:16] == "2026-11-24T07:30"
    assert said("明天那趟返程改成晚上七点半")["return_at"][:16] == "2026-11-24T19:30"


@pytest.mark.parametrize(
    ("text", "target", "reason"),
    [
        ("会改线上开了，周四的车不需要了", {"depart_at": "2026-11-26"}, "会改线上开"),
        ("取消 YC20261230-0007，领导临时有会", {"order_no": "YC20261230-0007"}, "领导临时有会"),
        ("因为领导生病，后天去上海的行程取消", {"depart_at": "2026-11-25", "destination": "上海"}, "领导生病"),
        (
            "后天去马鞍山的那辆大巴退掉",
            {"depart_at": "2026-11-25", "destination": "马鞍山", "vehicle_type": "大巴"},
            None,
        ),
        ("活动取消了，30号的两辆大巴都不要了", {"depart_at": "2026-11-30", "vehicle_type": "大巴"}, "活动取消"),
        ("对方航班取消了，接机的车别派了", None, "对方航班取消"),
        ("明天不去南京了", {"depart_at": "2026-11-24", "destination": "南京"}, None),
        ("上一单撤了吧", {"which": "last"}, None),
        ("我约的车全部取消", {"which": "all"}, None),
    ],
)
def test_a_cancellation_names_its_order_and_its_reason(
    text: str, target: dict[str, str] | None, reason: str | None
) -> None:
    got = said(text)
    assert (got["intent"], got.get("target")) == ("cancel", target)
    assert reason is None or reason in got["reason"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("后天去海宁的驾驶员手机号给一下", {"depart_at": "2026-11-25", "destination": "海宁"}),
        ("后天还有几台商务车空着", {"depart_at": "2026-11-25", "vehicle_type": "商务车"}),
        ("跑一趟黄山要多少钱", {"destination": "黄山"}),
        ("明早那辆车的牌照号是多少", {"depart_at": "2026-11-24"}),
        ("20270812014啥时候发车", {"order_no": "20270812014"}),
        ("苏D·0A123现在停在什么位置", None),
        ("我的申请咋给退了", None),
    ],
)
def test_a_question_names_its_order(text: str, target: dict[str, str] | None) -> None:
    got = said(text)
    assert (got["intent"], got.get("target")) == ("query", target)


def test_a_drafts_own_hour_is_not_asked_about() -> None:
    got = said("周四还有没有中巴", intent="book", slots=DRAFT, asked="passengers")
    assert got["target"] == {"depart_at": "2026-11-26", "vehicle_type": "中巴"}


@pytest.mark.parametrize(
    ("text", "slot"),
    [("车型随便，不一定要商务车", "vehicle_type"), ("返程时间去掉", "return_at"), ("出发时间先不定", "depart_at")],
)
def test_a_slot_may_be_emptied(text: str, slot: str) -> None:
    state = {**DRAFT, "vehicle_type": "商务车", "return_at": "2026-11-24T18:00:00+08:00"}
    got = said(text, intent="book", slots=state)
    assert got["intent"] == "change" and got[slot] is None


def test_an_earlier_order_is_copied_with_what_is_said_anew() -> None:
    got = said("把昨天那趟照样再来一遍，时间放后天")
    assert (got["intent"], got["copy"], got["depart_at"]) == ("book", {"depart_at": "2026-11-22"}, "2026-11-25")
    assert said("老样子，跟上次一样，明天八点")["copy"] == {"which": "last"}


@pytest.mark.parametrize(
    ("text", "rating"),
    [("打两分吧，迟到了", 2), ("给五星", 5), ("五星好评", 5), ("给司机打个四分", 4), ("评价 5分 开得稳", 5)],
)
def test_a_mark_is_given_in_free_words(text: str, rating: int) -> None:
    got = said(text)
    assert (got["intent"], got["rating"]) == ("rate", rating)
