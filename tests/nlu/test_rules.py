"""Every sentence of every rule, at one frozen time: what it says and where it is silent."""

from datetime import datetime

import pytest

from nlu.rule import Rule, Scope
from nlu.rules import approver, driver, numbers, party, place, purpose, talk, trip_shape, words
from nlu.rules.time import clocks, dates, spans
from nlu.text import normalise

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
TALK = (talk.UNTRUSTED, talk.PRIVATE, talk.UNDO, talk.CANCEL, talk.WAIT, talk.DENY, talk.CONFIRM, talk.GREET, talk.THANKS, talk.HELP, talk.HUMAN, talk.COMPLAINT, talk.COPY)  # fmt: skip
RULES: tuple[Rule, ...] = (
    *dates.DAYS, *clocks.OFFSETS, *clocks.CLOCKS, *spans.SPANS, *numbers.NUMBERS, *party.PARTY, *party.VEHICLE, *place.PLACES, *purpose.PURPOSE,
    *trip_shape.SHAPES, *words.WORDS, words.EXPENSE, *driver.DRIVER, approver.DELEGATE, *talk.QUERY, *TALK,
)  # fmt: skip
SAYS = [(rule, sentence, value) for rule in RULES for sentence, value in rule.says]
SILENT = [(rule, sentence) for rule in RULES for sentence in rule.silent]


def reads(rule: Rule, sentence: str) -> list[object]:
    text = normalise(sentence).norm
    if rule.name in ("clock", "bare_count", "party_size", "day_of_month", "holiday"):
        text = numbers.without_place_digits(text)
    return [mark.value for mark in rule.marks(text, Scope(NOW))]


@pytest.mark.parametrize(("rule", "sentence", "value"), SAYS, ids=[f"{r.name}: {s}" for r, s, _ in SAYS])
def test_a_rule_reads_its_sentences(rule: Rule, sentence: str, value: object) -> None:
    found = reads(rule, sentence)
    assert found, "nothing read"
    assert value in (found[0], str(found[0]))


@pytest.mark.parametrize(("rule", "sentence"), SILENT, ids=[f"{r.name}: {s}" for r, s in SILENT])
def test_a_rule_is_silent_elsewhere(rule: Rule, sentence: str) -> None:
    assert reads(rule, sentence) == []


def test_rule_names_tell_rules_apart() -> None:
    names = [rule.name for rule in RULES]
    assert sorted(set(names)) == sorted(names)
