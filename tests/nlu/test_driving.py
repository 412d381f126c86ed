"""What drivers say: sentences of many voices, the fixed words in every punctuation, and the numbers of a trip."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from nlu import parse
from nlu.acts import expenses, mileage
from nlu.numerals import number
from nlu.text import normalise
from tests.nlu.test_parse import REMARKS, same

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
SENTENCES = [json.loads(line) for line in (Path(__file__).parent / "drivers.jsonl").read_text("utf8").splitlines()]
IDLE = {"other", "chitchat", "greet", "thanks"}


def told(text: str, **context: Any) -> dict[str, Any]:
    return parse(text, NOW, {"role": "driver", **context})


@pytest.mark.parametrize("row", SENTENCES, ids=[row["text"][:40] for row in SENTENCES])
def test_a_driver_says_this_and_nothing_else(row: dict[str, Any]) -> None:
    got, want = parse(row["text"], row["now"], row["context"]), row["expect"]
    intents = want["intent"] if isinstance(want["intent"], list) else [want["intent"]]
    assert got["intent"] in intents or (IDLE & set(intents) and got["intent"] in IDLE)
    for slot in (set(want) | set(got)) - REMARKS:
        if slot in row.get("optional", ()) and not (slot in want and slot in got):
            continue
        assert slot in want and slot in got and same(slot, want[slot], got[slot]), (slot, want.get(slot), got.get(slot))


FIXED = {
    "接单": {"intent": "accept"},
    "出发": {"intent": "depart"},
    "到达": {"intent": "arrive"},
    "上车": {"intent": "aboard"},
    "返程": {"intent": "return"},
    "完成": {"intent": "finish"},
    "未接到人": {"intent": "noshow"},
    "回场{ }里程{:}12480": {"intent": "back", "odometer_km": 12480},
    "拒单{,}理由{:}车在保养": {"intent": "decline", "reason": "车在保养"},
    "过路费{:}35": {"intent": "expense", "expenses": [{"kind": "过路费", "yuan": 35}]},
    "停车费{:}12{,}过路费{:}8.5": {
        "intent": "expense",
        "expenses": [{"kind": "停车费", "yuan": 12}, {"kind": "过路费", "yuan": 8.5}],
    },
    "故障{,}爆胎{,}里程{:}40321": {"intent": "breakdown", "reason": "爆胎", "odometer_km": 40321},
}
STOPS = [
    {",": ",", ":": ":", ".": "."},
    {",": "，", ":": "：", ".": "。"},
    {",": " ", ":": " ", ".": ""},
    {",": "， ", ":": ": ", ".": "。"},
]


@pytest.mark.parametrize("stops", STOPS, ids=["ascii", "chinese", "blanks", "other"])
@pytest.mark.parametrize("words", FIXED)
def test_the_fixed_words_work_in_every_punctuation(words: str, stops: dict[str, str]) -> None:
    text = words.replace("{ }", " ").replace("{,}", stops[","]).replace("{:}", stops[":"])
    assert told(text) == told(text + stops["."]) == FIXED[words]


NUMBERS = {
    "12": 12, "十": 10, "廿三": 23, "两百": 200, "一百零二": 102, "一百一": 110, "三百二": 320, "一千零五": 1005, "三千六": 3600, "二零二六": 2026, "三六七二一": 36721, "幺二三": 123,
    "三万五": 35000, "三万零五": 30005, "五万零六百八": 50680, "八万零八百零八": 80808, "一十一万八千四百三十二": 118432, "12万3405": 123405, "3万6千7": 36700, "两万零四十五": 20045, "柒万零伍拾": 70050,
    "百": None, "万": None, "": None, "三个": None, "十点": None,
}  # fmt: skip


@pytest.mark.parametrize("words", NUMBERS)
def test_numerals(words: str) -> None:
    assert number(words) == NUMBERS[words]


SUMS = {
    "停车费三块五毛": [("停车费", 3.5)],
    "过路费停车费各20": [("过路费", 20), ("停车费", 20)],
    "过路费停车费一共60": [("过路费、停车费", 60)],
    "过路费35，停车费8，一共43": [("过路费", 35), ("停车费", 8)],
    "花了200块加油，8块停车": [("加油费", 200), ("停车费", 8)],
    "加了40升95的油花了328块": [("加油费", 328)],
    "停车两小时十块": [("停车费", 10)],
    "餐费两份共56": [("餐费", 56)],
    "高速费十九块零五分": [("过路费", 19.05)],
    "过路费不是35，是53": [("过路费", 53)],
    "停车场8点集合": [],
    "过路费多少": [],
    "加油3号油": [],
}


@pytest.mark.parametrize("text", SUMS)
def test_sums_go_with_their_kinds(text: str) -> None:
    assert [(paid.kind, paid.yuan) for paid in expenses.read(normalise(text).norm)] == SUMS[text]


@pytest.mark.parametrize(
    "text", ["今天跑了186公里", "还有五公里", "本次里程88公里", "过路费35", "8点30出发", "13600001234", "里程怎么填"]
)
def test_a_distance_is_no_reading(text: str) -> None:
    assert mileage.read(normalise(text).norm, expected=True) is None


@pytest.mark.parametrize("text", ["明天8点三人去无锡", "后天下午两点去南京，5个人，要一辆商务车"])
def test_a_driver_who_books_is_an_official(text: str) -> None:
    assert told(text) == parse(text, NOW)
