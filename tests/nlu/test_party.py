"""Heads, vehicles and ids: a file of sentences, and the statements the algebra of heads stands on."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from nlu import parse
from nlu.rules import heads, place_digits
from nlu.rules.counts import worth
from nlu.text import normalise
from nlu.words import people

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
ROWS = [json.loads(line) for line in (Path(__file__).parent / "party.jsonl").read_text("utf8").splitlines()]
OURS = (
    "passengers", "seats", "vehicle_type", "vehicle_count", "plate", "driver", "phone", "letter_no", "train_or_flight",
)  # fmt: skip


def context(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("asked", "slots", "role") if key in row}


def without_the_default(slots: dict[str, Any]) -> dict[str, Any]:
    """One vehicle is what a booking asks for, whether it says so or not."""
    return {slot: value for slot, value in slots.items() if (slot, value) != ("vehicle_count", 1)}


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{row['text'][:40]} {row.get('slots', {}).get('passengers', '')}" for row in ROWS]
)
def test_a_sentence_says_who_rides_in_what(row: dict[str, Any]) -> None:
    got = parse(row["text"], NOW, context(row))
    heard = {slot: got[slot] for slot in OURS if slot in got}
    assert without_the_default(heard) == without_the_default(row["expect"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("明天9点去溧阳，三四个人", "approximate"),
        ("明天9点去溧阳，大概五个人", "approximate"),
        ("明天9点去溧阳，最多五个人", "approximate"),
        ("明天9点去溧阳，5-6人", "approximate"),
        ("明天9点去溧阳，二十来号人", "approximate"),
        ("明天9点去溧阳，十人左右", "approximate"),
        ("明天9点去溧阳，十几个人", "approximate"),
        ("明天9点去溧阳，0人", "absurd_count"),
        ("明天9点去溧阳，一万个人", "absurd_count"),
        ("明天9点去溧阳，99,999人", "absurd_count"),
    ],
)
def test_a_count_that_is_no_certain_number_is_doubted(text: str, why: str) -> None:
    doubts = [doubt for doubt in parse(text, NOW)["ambiguous"] if doubt["slot"] == "passengers"]
    assert [doubt["why"] for doubt in doubts] == [why]


@pytest.mark.parametrize("text", ["明天9点去溧阳，五个人", "我和张处、李工明天9点去溧阳", "明天9点去溧阳，含司机3人"])
def test_a_certain_count_is_not_doubted(text: str) -> None:
    assert "ambiguous" not in parse(text, NOW)


def test_people_only_named_are_inferred() -> None:
    assert parse("王局、李局和赵主任明天8点去南京", NOW)["inferred"] == ["passengers"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("三四", (4, True)), ("十二三", (13, True)), ("四五十", (50, True)), ("三五", (5, True)), ("二十三", (23, False)), ("九十", (90, False)), ("百", (100, False)),
        ("两百", (200, False)), ("一万", (10_000, False)), ("叁", (3, False)), ("12", (12, False)),
    ],
)  # fmt: skip
def test_numbers_of_heads(words: str, value: tuple[int, bool]) -> None:
    assert worth(words) == value


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("去3号楼", "去"), ("三点到三井街道", "三点到"), ("8点去五一路12号", "8点去"), ("下午3点二院", "下午3点"), ("周三三院", "周三"), ("五月十号三楼", "五月十号"),
        ("12号9点去12号线", "12号9点去"), ("第三人民医院", "医院"), ("元旦第二天", "元旦第二天"), ("两大一小", "两大一小"), ("三十六湾小学", "小学"), ("明早八点十里铺", "明早八点铺"),
        ("八佰伴对面", "对面"), ("七座的车", "七座的车"), ("三个人去人民路", "三个人去人民路"), ("去七人巷", "去"), ("T2航站楼", ""), ("312国道", ""), ("一起去", "一起去"), ("3号去", "3号去"), ("十一去南京", "十一去南京"),
    ],
)  # fmt: skip
def test_digits_of_places_are_hidden_and_no_others(text: str, left: str) -> None:
    assert place_digits.hidden(text).replace(place_digits.COVER, "") == left


def test_a_word_of_the_party_has_one_part() -> None:
    parts = [word for words in (*people.PARTY.values(), people.ROLES) for word in set(words.split())]
    assert sorted(parts) == sorted(set(parts))


def test_words_become_kinds() -> None:
    kinds = heads.letters(heads.tokens(normalise("我和张处、两位专家，共4人").norm))
    assert kinds == "MAKAG,tN"


@pytest.mark.parametrize("text", ["负3个人", "-3人", "负三人", "负二", "两个半人", "2.5个人"])
def test_a_count_that_no_party_has_is_doubted(text: str) -> None:
    draft = {"depart_at": "2026-11-25T08:00:00+08:00", "destination": "无锡"}
    got = parse(text, NOW, {"intent": "book", "asked": "passengers", "slots": draft})
    assert (got["intent"], [doubt["why"] for doubt in got["ambiguous"]]) == ("inform", ["absurd_count"])
