"""Every sentence of every rule, at one frozen time: what it says and where it is silent."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from nlu.book import Entry, entries, page
from nlu.rule import Scope

SCOPE = Scope(datetime.fromisoformat("2026-11-23T10:00:00+08:00"))
BOOK = entries()
SAYS = [
    (entry, *case, *[{}][len(case) - 2 :]) if isinstance(case, tuple) else (entry, case, None, {})
    for entry in BOOK
    for case in entry.says
]
SILENT = [(entry, sentence) for entry in BOOK for sentence in entry.silent]


@pytest.mark.parametrize(("entry", "sentence", "value", "draft"), SAYS, ids=[f"{e.name}: {s}" for e, s, _, _ in SAYS])
def test_a_rule_reads_its_sentences(entry: Entry, sentence: str, value: object, draft: dict[str, object]) -> None:
    found = entry.reads(sentence, replace(SCOPE, slots=draft))
    assert found, "nothing read"
    assert value is None or value in (found[0], str(found[0]))


@pytest.mark.parametrize(("entry", "sentence"), SILENT, ids=[f"{e.name}: {s}" for e, s in SILENT])
def test_a_rule_is_silent_elsewhere(entry: Entry, sentence: str) -> None:
    assert entry.reads(sentence, SCOPE) == []


def test_rule_names_tell_rules_apart() -> None:
    names = [entry.name for entry in BOOK]
    assert sorted(set(names)) == sorted(names)


def test_every_rule_has_a_sentence_that_proves_it() -> None:
    assert [entry.name for entry in BOOK if not entry.says] == []


def test_the_printed_book_is_the_one_that_is_read() -> None:
    printed = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf8")
    assert printed == page(), "python -m nlu.book > docs/rules.md"
