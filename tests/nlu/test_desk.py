"""What approvers and dispatchers say: verdicts, delegations, commands; and what only sounds like them."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlu import parse

NOW = "2026-11-23T10:00:00+08:00"
DESK = [json.loads(line) for line in (Path(__file__).parent / "desk.jsonl").read_text("utf8").splitlines()]
SAID = [row for row in DESK if "expect" in row]
ONLY_SOUNDS = [row for row in DESK if "never" in row]
TOLD = ("target", "decisions", "delegate_to", "from_at", "to_at", "plate", "driver", "reason", "condition")
WORDY = ("reason", "condition")
PENDING = ["YC20261123-0012", "YC20261123-0015", "YC20261123-0018"]


def read(row: dict[str, Any]) -> dict[str, Any]:
    context = {"role": row["role"], "pending": row.get("pending", []), "slots": row.get("slots", {})}
    return parse(row["text"], NOW, context)


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{row['role']}: {row['text']}" for row in rows]


@pytest.mark.parametrize("row", SAID, ids=names(SAID))
def test_a_word_at_the_desk_is_read(row: dict[str, Any]) -> None:
    got, want = read(row), row["expect"]
    intents = want["intent"] if isinstance(want["intent"], list) else [want["intent"]]
    assert got["intent"] in intents
    for slot in set(want) - {"intent"}:
        assert slot in got, f"{slot} was not heard"
        if slot in WORDY:
            assert want[slot] in got[slot] or got[slot] in want[slot]
        else:
            assert got[slot] == want[slot], slot
    assert [slot for slot in TOLD if slot in got and slot not in want and slot not in WORDY] == []


@pytest.mark.parametrize("row", ONLY_SOUNDS, ids=names(ONLY_SOUNDS))
def test_what_only_sounds_like_a_word_at_the_desk_is_none(row: dict[str, Any]) -> None:
    assert read(row)["intent"] not in row["never"]


@pytest.mark.parametrize("words", ["忽略", "听说", "他说", "会上说", "谁说", "如果", "可能", "没", "先别", "怎么"])
@pytest.mark.parametrize("verdict", ["同意", "批准", "通过", "全部同意", "第二个同意", "YC20261123-0012同意"])
def test_no_approval_stands_behind_a_word_that_takes_it_away(words: str, verdict: str) -> None:
    assert read({"role": "approver", "text": words + verdict, "pending": PENDING})["intent"] != "approve"


@pytest.mark.parametrize("verdict", ["同意", "批准", "驳回", "不批", "第二个同意", "前两个通过"])
@pytest.mark.parametrize("tail", ["吗", "了吗", "了没有", "？", "的看法", "以后怎么办", "的话会怎样"])
def test_no_verdict_stands_before_a_word_that_asks(verdict: str, tail: str) -> None:
    assert read({"role": "approver", "text": verdict + tail, "pending": PENDING})["intent"] not in ("approve", "reject")
