"""The generated sentences are the same every time, and their truth is what people would say."""

from datetime import datetime

import pytest

from app.kernel.clock import CITY_TZ
from bench.language import Score, versus
from bench.readers import first_to_come
from bench.sentences import SEED, committed, generated, minute_words, spelled

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CITY_TZ)
TRUE = {"明早八点半": "T08:30", "明天下午两点半": "T14:30", "明天晚上7:30": "T19:30"}


def test_the_same_seed_draws_the_same():
    assert generated(50) == generated(50) != generated(50, seed=SEED + 1)


def test_every_departure_is_still_to_come():
    assert all(question.depart_at[0] > f"{question.now:%Y-%m-%dT%H:%M}" for question in generated(300))


@pytest.mark.parametrize(("said", "clock"), TRUE.items())
def test_words_and_truth_belong_together(said: str, clock: str):
    found = [question for question in generated(4000) if said in question.text]
    assert found and all(question.depart_at[0].endswith(clock) for question in found)


def test_numbers_are_spelled_as_they_are_said():
    assert [spelled(n) for n in (2, 10, 12, 20, 45)] == ["两", "十", "十二", "二十", "四十五"]
    assert [minute_words(5, style) for style in ("figures", "characters")] == ["05分", "零五分"]


def test_committed_sentences_stand_alone_and_name_an_hour():
    found = committed()
    assert len(found) > 50 and all(len(at) == 16 for question in found for at in question.depart_at)


def test_a_library_that_is_not_there_has_its_line_and_says_why():
    scores = {("nlu", "generated"): Score("paiche", 98.0), ("jionlp", "generated"): Score("jionlp", missing="no wheel")}
    (line,) = versus("jionlp", "generated", scores, 10)
    assert line["name"] == "nlu_vs_jionlp" and line["missing"] == "no wheel" and line["against"]["value"] is None


def test_of_several_values_the_one_to_come_is_taken():
    values = [{"value": "2025-11-28 14:30:00"}, {"value": "2026-11-28 14:30:00"}]
    assert first_to_come(values, MONDAY.replace(tzinfo=None)) == datetime(2026, 11, 28, 14, 30)  # noqa: DTZ001
