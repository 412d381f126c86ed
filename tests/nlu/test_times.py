"""When: sentences with their times, and every day beside every clock and every word of going."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nlu import days, parse

SENTENCES = [json.loads(line) for line in (Path(__file__).parent / "times.jsonl").read_text("utf8").splitlines()]
TIMES = ("depart_at", "depart_part", "arrive_by", "return_at", "return_part", "window", "duration", "recurrence")
NOW = datetime.fromisoformat("2026-11-25T09:20:00+08:00")


def times(text: str, now: datetime | str = NOW, context: dict[str, Any] | None = None) -> dict[str, Any]:
    got = parse(text, now, context)
    return {slot: got[slot] for slot in TIMES if slot in got}


@pytest.mark.parametrize("row", SENTENCES, ids=[f"{n}: {row['text'][:40]}" for n, row in enumerate(SENTENCES)])
def test_a_sentence_says_when(row: dict[str, Any]) -> None:
    got = times(row["text"], row["now"], row.get("context"))
    if "window" in row["expect"]:
        got.pop("depart_part", None)
    assert got == row["expect"]


DAYS = {
    "明天": "2026-11-26", "后天": "2026-11-27", "大后天": "2026-11-28", "周五": "2026-11-27", "下周二": "2026-12-01", "下下礼拜天": "2026-12-13", "30号": "2026-11-30",
    "三号": "2026-12-03", "12月4日": "2026-12-04", "十二月四号": "2026-12-04", "12/4 ": "2026-12-04", "2026-12-04 ": "2026-12-04", "明年1月8号": "2027-01-08", "月底": "2026-11-30",
    "三天后": "2026-11-28", "元旦": "2027-01-01", "元旦第二天": "2027-01-02", "冬至": "2026-12-22", "正月初八": "2027-02-13", "12月4日(周五)": "2026-12-04", "后天，周五，": "2026-11-27",
}  # fmt: skip
CLOCKS = {
    "8点": "08:00", "上午九点半": "09:30", "早上8点10分": "08:10", "下午两点一刻": "14:15", "14:35": "14:35", "晚上七点三刻": "19:45", "3点": "15:00", "十点四十五": "10:45", "中午12点20": "12:20",
    "差五分九点": "08:55", "凌晨4点半": "04:30", "20点": "20:00", "上午10：05": "10:05",
}  # fmt: skip
FRAMES = {
    "{}去扬州，三个人": "depart_at", "{}从局里出发，去扬州，3人": "depart_at", "去扬州，3人，{}走": "depart_at", "{}前赶到扬州，3人": "arrive_by", "最迟{}到扬州，3人": "arrive_by",
    "{}的高铁，送我到常州站": "arrive_by", "G7021，{}到常州站，接3人": "depart_at", "{}在扬州开会，3人": "arrive_by",
}  # fmt: skip


def together(frame: str) -> Iterator[tuple[str, str]]:
    for day, on in DAYS.items():
        for clock, at in CLOCKS.items():
            yield frame.format(day + clock), f"{on}T{at}:00+08:00"


@pytest.mark.parametrize("frame", FRAMES)
def test_every_day_goes_with_every_clock(frame: str) -> None:
    assert [text for text, at in together(frame) if times(text) != {FRAMES[frame]: at}] == []


@pytest.mark.parametrize(
    "text", ["元旦节后第一个工作日上午9点去市局，2人", "春节假期第二天去敬老院，2人", "补班那天上午9点去市局，2人"]
)
def test_a_year_whose_days_off_are_not_yet_published_warns_and_asks(text: str) -> None:
    days.warn_unpublished.cache_clear()
    with pytest.warns(UserWarning, match="节假日安排 2027 年尚未发布，请") as warned:
        got = parse(text, NOW)
        parse(text, NOW)
    assert len(warned) == 1
    assert not set(TIMES) & got.keys()
    assert [doubt["why"] for doubt in got["ambiguous"]] == ["missing_holiday_year"]


def test_an_hour_past_by_now_takes_its_other_face_only_by_day() -> None:
    late = datetime.fromisoformat("2026-04-02T11:25:00+08:00")
    assert times("9点去总工会，1人", late) == {"depart_at": "2026-04-02T21:00:00+08:00"}
    assert times("10点半去总工会，1人", late) == {"depart_at": "2026-04-03T10:30:00+08:00"}


def test_a_second_booking_leaves_the_first_alone() -> None:
    got = parse("明天8点送两位专家去句容；后天9点接3个人去扬州", NOW)
    assert (got["depart_at"][:16], got["destination"], got["passengers"]) == ("2026-11-26T08:00", "句容", 2)
    assert [(d["why"], d["candidates"]) for d in got["ambiguous"]] == [("second", ["后天9点接3个人去扬州"])]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("明天和后天都要去溧阳", {"slot": "booking", "candidates": ["后天都要去溧阳"], "why": "second"}),
        (
            "周五下午2点去溧阳，2人，当天12点回",
            {"slot": "return_at", "candidates": ["2026-11-28T00:00:00+08:00"], "why": "midnight"},
        ),
    ],
)
def test_a_second_day_and_a_midnight_are_asked_about(text: str, doubt: dict[str, Any]) -> None:
    assert parse(text, NOW)["ambiguous"] == [doubt]


def test_days_have_names() -> None:
    today = date(2026, 11, 25)
    assert days.nth_weekday(2026, 11, -1, 5) == date(2026, 11, 27)
    assert days.lunar_day(today, 8) == date(2026, 12, 16)
    assert days.days_off(date(2026, 9, 30), "国庆") == (date(2026, 10, 1), date(2026, 10, 7))
    assert days.made_up(date(2026, 9, 30), "国庆") == (date(2026, 10, 10),)
    assert days.workday(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert days.month_and_day(today, 2, 29) is None
    assert days.lunar(today, 5, 3, is_leap=True) == date(2028, 6, 23) + timedelta(days=2)
