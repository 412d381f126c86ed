"""A sentence over the API: what was read, from which characters, by which rule."""

from typing import Any

import pytest

from nlu.dialogue import SLOTS
from tests.city import City
from tests.handlers.ledger import rows
from tests.handlers.test_api import Caller, fault

WHO = "o-shuili-1"


def test_every_value_names_the_characters_and_the_rule_it_came_from(city: City) -> None:
    sentence = "后天下午2点从市水利局去溧阳查泵站，4人"
    answer = Caller(city, WHO).post("/readings", {"text": sentence})
    found = {span["slot"]: span for span in answer["spans"]}
    assert answer["reading"]["destination"] == "溧阳"
    assert {slot: span["words"] for slot, span in found.items()} == {
        "depart_at": "后天下午2点", "origin": "市水利局", "destination": "溧阳", "purpose": "查泵站", "passengers": "4人",
    }  # fmt: skip
    assert all(span["rule"] and sentence[span["start"] : span["end"]] == span["words"] for span in found.values())


def test_an_answer_is_read_in_the_light_of_the_question(city: City) -> None:
    context = {"slots": {"depart_at": "2026-11-25T09:00:00+08:00", "destination": "南通"}, "asked": "passengers"}
    assert Caller(city, WHO).post("/readings", {"text": "12", **context})["reading"]["passengers"] == 12


def test_reading_writes_nothing(city: City) -> None:
    before = rows(city)
    Caller(city, WHO).post("/readings", {"text": "明早8点三人去无锡"})
    assert rows(city) == before


def test_a_sentence_without_a_sender_or_without_words_is_refused(city: City) -> None:
    fault(city.client.post("/api/v1/readings", json={"text": "明早8点三人去无锡"}), 401, "login.needed")
    fault(city.client.post("/api/v1/readings", json={"text": ""}, headers=city.sign_in(WHO)), 422, "request.invalid")
    fault(
        city.client.post("/api/v1/readings", json={"text": "去" * 2_001}, headers=city.sign_in(WHO)),
        422,
        "request.invalid",
    )


@pytest.mark.parametrize(
    "context",
    [
        {"slots": {"stops": 5}},
        {"slots": {"stops": ["无锡"] * 21}},
        {"slots": {"passengers": "三"}},
        {"slots": {"depart_at": "whenever"}},
        {"slots": {"depart_at": "2026-11-25T09:00:00"}},
        {"slots": {"recurrence": 3}},
        {"slots": {"nobody_knows": 1}},
        {"slots": {"destination": "去" * 121}},
        {"slots": []},
        {"pending": ["YC" * 21]},
        {"pending": ["YC20261123-0001"] * 51},
        {"pending": [1]},
    ],
)
def test_a_context_of_another_kind_is_refused(city: City, context: dict[str, Any]) -> None:
    said = {"text": "去无锡", **context}
    fault(city.client.post("/api/v1/readings", json=said, headers=city.sign_in(WHO)), 422, "request.invalid")


def test_a_reading_may_be_the_next_context(city: City) -> None:
    caller = Caller(city, WHO)
    for text in ("每周二九点三人去无锡，途经宜兴", "明天下午7点到8点去无锡，半天", "跟上次一样，后天"):
        reading = caller.post("/readings", {"text": text})["reading"]
        slots = {slot: value for slot, value in reading.items() if slot in SLOTS}
        assert caller.post("/readings", {"text": "四个人", "slots": slots})["reading"]["passengers"] == 4
