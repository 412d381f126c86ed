"""The promises of `parse` for every text: no exception, one reading for NFKC-equal texts, a span for every slot, linear time."""

import ast
import importlib
import json
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlu
from nlu import parse
from nlu.rule import Rule
from tests.nlu import fuzz, patterns
from tests.nlu.work import calls

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
FUZZED = 2_000
CONTEXTS = st.fixed_dictionaries(
    {
        "role": st.sampled_from(fuzz.ROLES),
        "asked": st.sampled_from(fuzz.ASKED),
        "slots": st.sampled_from(fuzz.STATES),
        "pending": st.sampled_from(fuzz.PENDING),
        "intent": st.sampled_from(["", "book", "change"]),
    }
)
ANYTHING = st.characters(codec=None, categories=None)
"""Lone surrogates too."""
MIXTURES = st.lists(
    st.one_of(st.sampled_from(fuzz.FRAGMENTS).filter(lambda words: len(words) < 40), st.text(max_size=3)), max_size=16
).map("".join)
COMPATIBLE = "０１２３４５６７８９：；，．（）［］〔〕～－／＃＊①②⑳㈠㊀Ⅷ℡㍘㏠㋀ｶﾞﾊﾟ丽兀㈱㎞㎡％＋＝＠ｇＧ　\u2002ﬁ½²…"


@settings(max_examples=400, deadline=None)
@given(st.text(ANYTHING, max_size=2_000), CONTEXTS)
def test_any_text_is_read_and_every_slot_tells_where_it_stands(text: str, context: dict[str, Any]) -> None:
    assert list(fuzz.broken(text, NOW, context)) == []


@settings(max_examples=600, deadline=None)
@given(MIXTURES, CONTEXTS)
def test_so_is_any_mixture_of_our_own_words(text: str, context: dict[str, Any]) -> None:
    assert list(fuzz.broken(text[:2_000], NOW, context)) == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(list(COMPATIBLE)), st.sampled_from(["明天", "去无锡", "3人", "8点", "里程", "过路费"])
        ),
        max_size=14,
    ).map("".join),
    st.sampled_from(fuzz.ROLES),
)
def test_texts_that_unicode_holds_for_compatible_have_one_reading(text: str, role: str) -> None:
    context = {"role": role}
    forms = {
        form: dict(parse(unicodedata.normalize(form, text), NOW, context)) for form in ("NFC", "NFD", "NFKC", "NFKD")
    }
    assert all(reading == dict(parse(text, NOW, context)) for reading in forms.values()), forms


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\x00",
        "\ud800",
        "\ue000",
        "\ue000\ue001明天\ue0ff",
        "e\u0301",
        "👨‍👩‍👧",
        "\u202e明天8点",
        "9" * 2_000,
        "一" * 2_000,
        "万" * 2_000,
    ],
)
@pytest.mark.parametrize("role", fuzz.ROLES)
def test_odd_texts_keep_the_promises(text: str, role: str) -> None:
    assert list(fuzz.broken(text, NOW, {"role": role})) == []


@pytest.mark.parametrize("text", ["去" * 2_001, "，" * 5_000])
def test_a_longer_text_is_too_long(text: str) -> None:
    assert parse(text, NOW) == {"intent": "other", "too_long": True}


def test_a_run_of_mixtures_keeps_the_promises() -> None:
    faults, _, _ = fuzz.run(0, FUZZED, seed=20261123)
    shown = [
        f"#{fault.number} {fault.promise}: {fault.detail}  {fault.text[:80]!r} {fault.context}" for fault in faults
    ]
    assert shown == []


# --- Linear time ------------------------------------------------------------------------------------------------------

REPEATED = (
    "好的", "嗯", "是的吧", "谢谢你", "你好在吗", "哈哈", "的", "了，", "1", "一", "1，", "12-", "1:", "8点", "明天", "周三到", "不是无锡是", "从常州", "去，", "个人",
    "同意", "第二个", "不", "YC", "20261123007", "过路费1", "里程", "苏D", "我和张工、", "，", " ", "\ue000", "除", "最", "每周二", "改成", "途经", "到", "局", "（",
)  # fmt: skip
"""Fragments that patterns may stumble over when they come in hundreds."""
SHORT, LONG, FACTOR = 900, 1_800, 2.8
"""Twice the text may make twice the calls, a little more for sorting; four times would be quadratic."""


@pytest.mark.parametrize("role", ["official", "driver", "approver"])
@pytest.mark.parametrize("words", REPEATED)
def test_twice_the_text_takes_about_twice_the_work(words: str, role: str) -> None:
    short, long = (_work(words * (size // len(words)) + "x", role) for size in (SHORT, LONG))
    assert long <= short * FACTOR


def _work(text: str, role: str) -> int:
    context = {
        "role": role,
        "asked": "confirm",
        "slots": {"destination": "无锡"},
        "pending": ["20261123003", "20261123004"],
    }
    parse(text, NOW, context)  # What is kept from one sentence to the next is no part of the count.
    return calls(lambda: parse(text, NOW, context))


# --- Patterns ---------------------------------------------------------------------------------------------------------

CALLS = frozenset(["compile", "match", "search", "fullmatch", "sub", "subn", "split", "finditer", "findall"])


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(nlu.__path__, "nlu."):
        if not info.name.rpartition(".")[2].startswith("__"):
            yield importlib.import_module(info.name)


def _patterns() -> dict[str, tuple[str, int]]:
    """Every pattern of the language layer: those of rules, those kept in modules, and those written into a call of `re`."""
    found: dict[str, tuple[str, int]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for thing in value if isinstance(value, tuple | list) else (value,):
                pattern = thing.pattern if isinstance(thing, Rule) else thing
                if isinstance(pattern, re.Pattern):
                    found.setdefault(
                        f"{module.__name__}:{getattr(thing, 'name', name)}", (pattern.pattern, pattern.flags)
                    )
        for line, words in _written(module):
            found[f"{module.__name__}:{line}"] = (words, 0)
    return found


def _written(module: Any) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CALLS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
        ):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


PATTERNS = _patterns()


@pytest.mark.parametrize("where", PATTERNS)
def test_no_pattern_can_explode(where: str) -> None:
    assert patterns.faults(*PATTERNS[where]) == []


@pytest.mark.parametrize(
    "pattern", ["(?:a+)+", "(?:a|ab|b)+$", "(?:好|好的|的)+$", "(?:x|嗯+)*y", "(?:(?:a{0,20}b?)c?){2,}"]
)
def test_what_explodes_is_found(pattern: str) -> None:
    assert patterns.faults(pattern)


@pytest.mark.parametrize(
    "pattern", ["(?:a|b)+", "[ab]+c*", "(?:好的|好吧|行)+$", "(?>a|ab|b)++", "(?:ab?){1,8}", "(?:,[0-9]{1,3})*"]
)
def test_what_does_not_explode_is_left_alone(pattern: str) -> None:
    assert patterns.faults(pattern) == []


def test_every_sentence_of_a_run_can_be_had_again() -> None:
    assert fuzz.sentence(7, 3) == fuzz.sentence(7, 3)
    json.dumps(fuzz.sentence(7, 3)[2])
