"""What sentences say: a file of whole sentences, and the statements that the language stands on."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu import Lexicon, parse

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
SENTENCES = [json.loads(line) for line in (Path(__file__).parent / "sentences.jsonl").read_text("utf8").splitlines()]
REMARKS = {"intent", "needs", "ambiguous", "inferred", "urgent", "too_long"}
WORDY = {"purpose", "reason", "condition", "place"}
DEFAULTS = {"vehicle_count": 1, "trip_type": "oneway"}


def said(text: str, **context: Any) -> dict[str, Any]:
    return parse(text, NOW, context)


def same(slot: str, want: Any, got: Any) -> bool:
    wants = want if isinstance(want, list) and slot not in ("stops", "window", "expenses") else [want]
    if slot in WORDY and isinstance(got, str):
        return any(w in got or got in w for w in wants)
    if isinstance(got, str) and got[10:11] == "T":
        return any(w[:16] == got[:16] for w in wants)
    if slot == "target":
        return any(set(w) == set(got) and all(same(k, w[k], got[k]) for k in w) for w in wants)
    return got in wants


@pytest.mark.parametrize("row", SENTENCES, ids=[row["text"][:40] for row in SENTENCES])
def test_a_sentence_says_what_it_says_and_nothing_else(row: dict[str, Any]) -> None:
    got, want = parse(row["text"], row["now"], row.get("context")), row["expect"]
    intents = want["intent"] if isinstance(want["intent"], list) else [want["intent"]]
    idle = {"other", "chitchat", "greet", "thanks"}
    assert got["intent"] in intents or (idle & set(intents) and got["intent"] in idle)
    for slot in (set(want) | set(got)) - REMARKS - set(row.get("optional", ())):
        if (slot == "trip_type" and slot not in want) or (
            DEFAULTS.get(slot, ...) == got.get(slot, None) and slot not in want
        ):
            continue
        if slot == "vehicle_count" and want.get(slot) == 1 and slot not in got:
            continue
        assert slot in want, f"{slot} was never said"
        assert slot in got, f"{slot} was not heard"
        assert same(slot, want[slot], got[slot]), slot


def test_an_impossible_date_is_dropped_and_said() -> None:
    got = said("11月31日上午9点去溧阳，2人")
    assert got["ambiguous"][0]["why"] == "impossible_date"
    assert "11-31" not in json.dumps(got)


@pytest.mark.parametrize("count", ["0", "99,999"])
def test_an_absurd_count_is_dropped_and_said(count: str) -> None:
    got = said(f"明天9点去溧阳，{count}人")
    assert "passengers" not in got
    assert [d["why"] for d in got["ambiguous"]] == ["absurd_count"]


@pytest.mark.parametrize("text", ["昨天下午3点去溧阳，2人", "今天上午8点去溧阳，2人"])
def test_a_time_gone_by_is_flagged(text: str) -> None:
    assert [d["why"] for d in said(text)["ambiguous"]] == ["past"]


def test_an_hour_gone_by_is_asked_with_both_its_faces() -> None:
    doubt = said("9点到10点两个人去新桥镇")["ambiguous"][0]
    assert doubt["candidates"] == ["2026-11-23T21:00:00+08:00", "2026-11-24T09:00:00+08:00"]
    assert doubt["until"] == ["2026-11-23T22:00:00+08:00", "2026-11-24T10:00:00+08:00"]


def test_midnight_tonight_is_the_next_day_and_read_back() -> None:
    got = said("今晚12点的火车，去常州站，1人")
    assert got["arrive_by"] == "2026-11-24T00:00:00+08:00"
    assert got["ambiguous"][0]["why"] == "midnight"


def test_a_second_booking_waits_its_turn() -> None:
    got = said("明天8点去句容3个人，后天9点去扬州2个人")
    assert (got["destination"], got["depart_at"][:10], got["passengers"]) == ("句容", "2026-11-24", 3)
    assert [d["why"] for d in got["ambiguous"]] == ["second"]


def test_a_tenants_places_win_over_numbers_and_typos() -> None:
    lexicon = Lexicon([("八号桥文创园", "八号桥"), {"name": "三堡街七人巷", "kind": "place"}])
    got = parse("明天8点三人去八号桥", NOW, None, lexicon)
    assert (got["destination"], got["passengers"]) == ("八号桥", 3)
    assert parse("明天8点去三堡街七人巷", NOW, None, lexicon).get("passengers") is None


def test_every_slot_tells_where_it_was_read() -> None:
    text = "明早8点三人去无锡"
    spans = parse(text, NOW).spans
    assert {slot: text[s.start : s.end] for slot, s in spans.items()} == {
        "depart_at": "明早8点",
        "passengers": "三人",
        "destination": "无锡",
    }


def test_a_text_too_long_is_not_read() -> None:
    assert said("去" * 2_001) == {"intent": "other", "too_long": True}


@pytest.mark.parametrize(("role", "want"), [("driver", "accept"), ("official", "command")])
def test_to_accept_means_another_thing_to_another_role(role: str, want: str) -> None:
    assert said("接受", role=role)["intent"] == want


def test_a_car_is_suspended_from_to_and_why() -> None:
    command = said("停用 苏D·0B122 明天8点到18点 年检", role="fleet")["command"]
    assert command == {"name": "suspend", "args": {"plate": "苏D·0B122", "from_at": "2026-11-24T08:00:00+08:00", "to_at": "2026-11-24T18:00:00+08:00", "reason": "年检"}}  # fmt: skip


@pytest.mark.parametrize("text", ["2", "第二个", "004"])
def test_a_bare_number_picks_from_the_list(text: str) -> None:
    assert said(text, role="approver", pending=["20261123003", "20261123004"])["target"] == {"order_no": "20261123004"}


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=200),
    st.sampled_from(["official", "driver", "approver", "dispatcher"]),
    st.sampled_from(["", "depart_at", "depart_time", "passengers", "confirm", "purpose"]),
)
def test_no_text_is_ever_refused(text: str, role: str, asked: str) -> None:
    json.dumps(
        parse(
            text, NOW, {"role": role, "asked": asked, "slots": {"depart_at": "2026-11-25"}, "pending": ["20261123003"]}
        )
    )


PIECES = [
    "明天",
    "后天",
    "周三",
    "下周一",
    "8点",
    "八点半",
    "12点",
    "到",
    "去",
    "从",
    "不",
    "改成",
    "无锡",
    "市政府",
    "三人",
    "0个",
    "99999",
    "人",
    "号",
    "月",
    "31",
    "2",
    "，",
    "。",
    "前",
    "回",
    "接",
    "送",
    "开会",
    "取消",
    "同意",
    "第二个",
    "除了",
    "上午",
    "晚上",
    "半小时",
    "后",
    "每周",
    "G12",
    ".",
    ":",
    "-",
    "1/2",
    "·",
    "〔",
    "的",
    "吗",
    "日",
    "初八",
    "腊月",
    "提前",
    "推迟",
    "天",
]


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["official", "driver", "approver", "dispatcher"])
)
def test_no_jumble_of_our_own_words_is_ever_refused(words: list[str], role: str) -> None:
    json.dumps(
        parse(
            "".join(words),
            NOW,
            {
                "role": role,
                "asked": "depart_time",
                "slots": {"depart_at": "2026-11-25T09:00:00+08:00"},
                "pending": ["1"],
            },
        )
    )


def test_the_command_line_goes_on_after_a_bad_line() -> None:
    lines = [
        '{"text": "同意", "now": "2026-11-23T10:00:00+08:00", "context": {"role": "approver"}}',
        "not json",
        '{"text": "我的订单", "now": "2026-11-23T10:00:00+08:00"}',
    ]
    run = subprocess.run(
        [sys.executable, "-m", "nlu", "--explain"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    first, second, third = map(json.loads, run.stdout.splitlines())
    assert (first["intent"], list(second), third["query"]) == ("approve", ["error"], "list")


LATER = datetime.fromisoformat("2026-11-23T10:15:00+08:00")


@pytest.mark.parametrize(
    ("words", "from_at", "to_at"),
    [
        ("11月24日8点到11月26日18点", "2026-11-24T08:00", "2026-11-26T18:00"),
        ("周三上午8点至周五下午5点 大修", "2026-11-25T08:00", "2026-11-27T17:00"),
        ("12-01 08:00 到 12-03 18:00", "2026-12-01T08:00", "2026-12-03T18:00"),
        ("12月24日8点到26日18点", "2026-12-24T08:00", "2026-12-26T18:00"),
        ("周五8点到周二18点", "2026-11-27T08:00", "2026-12-01T18:00"),
        ("今天8点到20点", "2026-11-23T08:00", "2026-11-23T20:00"),
        ("今天8点到11月26日18点 年检", "2026-11-23T08:00", "2026-11-26T18:00"),
        ("8点到20点", "2026-11-23T08:00", "2026-11-23T20:00"),
        ("8点到9点", "2026-11-24T08:00", "2026-11-24T09:00"),
        ("明天8点到18点 保养", "2026-11-24T08:00", "2026-11-24T18:00"),
    ],
)
def test_a_suspension_runs_between_the_days_it_names_and_may_have_begun(words: str, from_at: str, to_at: str) -> None:
    args = parse(f"停用 苏D·0B122 {words}", LATER, {"role": "dispatcher"})["command"]["args"]
    assert (args["from_at"][:16], args["to_at"][:16]) == (from_at, to_at)
    assert args.get("reason", "") == words.partition("点 ")[2]


@pytest.mark.parametrize(
    "day", ["11月31日", "11月31号", "11月31日(星期二)", "13月1日", "十三月一号", "2026年13月1日", "32号", "11.31 "]
)
@pytest.mark.parametrize("hour", ["", "9点", "上午9点", "9点到12点", "下午"])
def test_an_hour_on_a_day_that_does_not_exist_is_no_hour(day: str, hour: str) -> None:
    got = parse(f"{day}{hour}去溧阳，2人", LATER)
    assert not {"depart_at", "arrive_by", "return_at", "depart_part", "window"} & got.keys()
    assert [d["why"] for d in got["ambiguous"]] == ["impossible_date"]


def test_an_impossible_day_takes_the_hours_said_of_it_along() -> None:
    got = parse("11月31日去溧阳，9点出发，下午5点回，2人", LATER)
    assert not {"depart_at", "return_at"} & got.keys()
    back = parse("11月29日8点到11月31日18点去溧阳，2人", LATER)
    assert back["depart_at"][:16] == "2026-11-29T08:00" and "return_at" not in back
    assert [(d["slot"], d["why"]) for d in back["ambiguous"]] == [("return_at", "impossible_date")]


@pytest.mark.parametrize("role", ["official", "visitor", "approver", "supervisor"])
def test_another_roles_fixed_words_are_read_as_what_they_are(role: str) -> None:
    spent = said("过路费 35", role=role)
    assert (spent["intent"], spent["expenses"]) == ("expense", [{"kind": "过路费", "yuan": 35}])
    sent = said("派 苏D·0A123 孙师傅 YC20261123-0001", role=role)
    assert (sent["intent"], sent["plate"], sent["driver"]) == ("dispatch", "苏D·0A123", "孙师傅")
    assert sent["target"] == {"order_no": "YC20261123-0001"}


WHAT_FOR = ("看泵站", "看望老干部", "查看水位", "巡查河道", "拍照", "送材料", "取文件", "参加揭牌仪式", "剪彩", "查隐患", "看样品", "取快递")  # fmt: skip


@pytest.mark.parametrize("words", WHAT_FOR)
def test_what_is_to_be_done_there_is_the_purpose(words: str) -> None:
    behind = said(f"明天9点去宜兴{words}，3人")
    assert (behind["destination"], behind["purpose"]) == ("宜兴", words)
    for answer in (words, f"去{words}"):
        got = said(answer, intent="book", asked="purpose", slots={"destination": "宜兴"})
        assert (got["intent"], got["purpose"], got.get("destination")) == ("inform", words, None)


@pytest.mark.parametrize(
    "place", ["常州经开区管委会", "溧阳开发区管委会", "国家开放大学", "开封", "金坛区看守所", "常州市检查站", "金坛开元名都大酒店", "社会福利院"]
)  # fmt: skip
def test_a_name_with_a_verb_in_it_stays_whole(place: str) -> None:
    got = said(f"明天9点去{place}，3人")
    assert got["destination"] == place and "purpose" not in got


@pytest.mark.parametrize("text", ["12-a/", "1/-x 12-x.", "12-上/", "12-", "12-/3", "1.-"])
def test_half_a_date_is_none(text: str) -> None:
    assert "depart_at" not in said(text)


def test_thanks_alone_submit_nothing() -> None:
    for asked in ("confirm", "return_at", "purpose", "place_detail"):
        assert said("谢谢", intent="book", asked=asked, slots={"destination": "苏州"})["intent"] == "thanks"
    assert said("好的，谢谢", intent="book", asked="confirm", slots={"destination": "苏州"})["intent"] == "confirm"


def test_a_vague_word_in_a_farewell_changes_nothing() -> None:
    assert said("谢谢，改天见", intent="book", asked="confirm", slots={"destination": "苏州"})["intent"] == "thanks"


def test_a_dotted_pair_is_a_clock_beside_a_day_and_a_date_otherwise() -> None:
    clocks = {
        "明天9.30去句容": "2026-11-24T09:30",
        "11.30上午去句容": "2026-11-23T11:30",
        "下午3.30去句容": "2026-11-23T15:30",
    }
    dates = {"12/4下午去句容": "2026-12-04", "11.30下午去句容": "2026-11-30", "12.10 9点去句容": "2026-12-10T09:00"}
    assert {text: said(text)["depart_at"][:16] for text in clocks | dates} == clocks | dates
