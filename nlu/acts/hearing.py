"""The sentence as the acts hear it: without the names of places, in which any word may stand (收费站, 统计局)."""

import re
from functools import lru_cache

from nlu.frames import Vocabulary, Words
from nlu.scene import Scene
from nlu.words.questions import QUESTIONS

TRIP = frozenset(
    "depart_at arrive_by return_at origin destination stops passengers vehicle_type vehicle_count seats trip_type purpose duration train_or_flight phone letter_no window recurrence depart_part return_part".split()
)
"""The slots of a journey."""
PLACES = ("destination", "origin", "stops")
COVER = "\ue003"
TAILS = re.compile("(?:完|好|过|下来|成|上)?了?[没吗么不呢否]")
ASKING = re.compile(
    r"[几谁哪啥吗呢？]|什么|怎么|多少|有没有|为何|为什么|没|[上这下本]个?[月周年季]|[今去半]年|季度|月份|(.)[不没]\1"
)


TOPICS = frozenset(
    " ".join(
        QUESTIONS[kind]
        for kind in (
            "plate",
            "phone",
            "progress",
            "model",
            "name",
            "order",
            "record",
            "money",
            "position",
            "kind_of_car",
            "chauffeur",
            "count",
        )
    ).split()
)


@lru_cache(maxsize=32)
def hear(vocabulary: Vocabulary, text: str) -> Words:
    """The words of a vocabulary in a text; several readers ask for the same."""
    return vocabulary.find(text)


def is_topic(place: str) -> bool:
    """What was taken for a place is a question or its topic: 哪个环节, 牌照号."""
    return place in TOPICS or ASKING.search(place) is not None


def heard_beside(vocabulary: Vocabulary, scene: Scene) -> Words:
    """The words of a vocabulary, but those that are only a part of a place's name: 八卦 in 八卦洲."""
    words = hear(vocabulary, scene.text)
    at = scene.source.at
    spans = [
        scene.spans[slot]
        for slot in PLACES
        if slot in scene.slots and slot in scene.spans and not is_topic(str(scene.slots[slot]))
    ]
    return (
        Words(
            hit
            for hit in words
            if not any(
                s.start <= at[hit.start] and at[hit.end - 1] < s.end and hit.end - hit.start < s.end - s.start
                for s in spans
            )
        )
        if spans
        else words
    )


def beside_places(scene: Scene, *, named: bool = False, purpose: bool = True) -> str:
    """The text with places and purposes covered; one that seems to hold a question was misread and stays.

    named: the words that name an order are covered too; purpose: so is the purpose.
    """
    text = scene.text
    at = scene.source.at
    for slot in (*PLACES, *(("target",) if named else ()), *(("purpose",) if purpose else ())):
        span = scene.spans.get(slot)
        if span is None or slot not in scene.slots:
            continue
        inside = [index for index, place in enumerate(at) if span.start <= place < span.end]
        if inside and not is_topic(text[inside[0] : inside[-1] + 1]) and not TAILS.match(text, inside[-1] + 1):
            text = text[: inside[0]] + COVER * (inside[-1] + 1 - inside[0]) + text[inside[-1] + 1 :]
    return text
