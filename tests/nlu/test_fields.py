"""Fields of the draft taken out again, and fields that the sentence names itself."""

import pytest

from nlu import parse

NOW = "2026-11-23T10:00:00+08:00"
DRAFT = {"depart_at": "2026-11-24T09:00:00+08:00", "destination": "长兴", "passengers": 4}


@pytest.mark.parametrize(
    ("text", "draft", "said"),
    [
        ("中间不去宜兴了，直接到", {"stops": ["宜兴"]}, {"intent": "change", "stops": None}),
        ("中途不停了", {"stops": ["宜兴"]}, {"intent": "change", "stops": None}),
        ("不要求七座了", {"seats": 7}, {"intent": "change", "seats": None}),
        ("不要商务车了", {"vehicle_type": "商务车"}, {"intent": "change", "vehicle_type": None}),
        ("不要商务车了，换中巴", {"vehicle_type": "商务车"}, {"intent": "change", "vehicle_type": "中巴"}),
        (
            "回来我们自己打车",
            {"return_at": "2026-11-24T17:00:00+08:00"},
            {"intent": "change", "trip_type": "oneway", "return_at": None},
        ),
        ("改成三个人，小王不去了", {}, {"intent": "change", "passengers": 3}),
        ("老张不去了，车也不用了", {}, {"intent": "cancel"}),
    ],
)
def test_a_field_is_taken_out_of_the_draft(text: str, draft: dict[str, object], said: dict[str, object]) -> None:
    assert dict(parse(text, NOW, {"intent": "book", "slots": {**DRAFT, **draft}})) == said


def test_the_way_back_asked_for_is_not_wanted() -> None:
    said = parse("不用接回来，我们自己坐高铁", NOW, {"asked": "return_at", "slots": DRAFT})
    assert dict(said) == {"intent": "inform", "trip_type": "oneway"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("起点改成市政府", {"intent": "change", "origin": "市政府"}),
        ("把订单的人数改成6人", {"intent": "change", "passengers": 6}),
        ("想撤掉一个单子，在哪个页面点", {"intent": "help"}),
        ("处级以下能坐商务车吗", {"intent": "help"}),
    ],
)
def test_without_a_draft(text: str, said: dict[str, object]) -> None:
    assert dict(parse(text, NOW)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("航班是MU2845", {"intent": "inform", "train_or_flight": "MU2845"}),
        ("事由还是开会", {"intent": "inform", "purpose": "开会"}),
        ("有个会在金坛", {"intent": "inform", "purpose": "会"}),
        ("没有了，就去开个会", {"intent": "inform", "purpose": "开个会"}),
    ],
)
def test_asked_what_for_only_the_errand_is_taken(text: str, said: dict[str, object]) -> None:
    assert dict(parse(text, NOW, {"intent": "book", "asked": "purpose", "slots": DRAFT})) == said
