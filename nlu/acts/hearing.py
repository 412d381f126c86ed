"""The sentence as the acts hear it: without the names of places, in which any word may stand (收费站, 统计局)."""

import re
from bisect import bisect_left
from functools import lru_cache

from nlu.frames import Vocabulary, Words
from nlu.rule import hide
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


@lru_cache(maxsize=2048)
def is_topic(place: str) -> bool:
    """What was taken for a place is a question or its topic: 哪个环节, 牌照号."""
    return place in TOPICS or ASKING.search(place) is not None


PLACE_ENDS = frozenset("局委办院所心司厂村镇道路街巷园区馆站寺湖山洲乡县市港湾桥楼厦场校部处队厅社圩岛城堂库店号")
"""Ends of names: what begins such a name is a part of it."""


def heard_beside(vocabulary: Vocabulary, scene: Scene) -> Words:
    """The words of a vocabulary, but those that only begin a place's name: 八卦 in 八卦洲."""
    words = hear(vocabulary, scene.text)
    ended = (
        [slot for slot in PLACES if slot in scene.slots and str(scene.slots[slot])[-1:] in PLACE_ENDS] if words else []
    )
    places = [found for slot in ended if (found := _stretch(scene, slot))]
    if not places:
        return words
    return Words(hit for hit in words if not any(start <= hit.start and hit.end < end for start, end in places))


def beside_places(scene: Scene, *, named: bool = False, purpose: bool = True) -> str:
    """The text with places and purposes covered; one that seems to hold a question was misread and stays.

    named: the words that name an order are covered too; purpose: so is the purpose.
    """
    text = scene.text
    for slot in COVERED[named, purpose]:
        if slot not in scene.slots:
            continue
        found = _stretch(scene, slot)
        if found and not is_topic(text[slice(*found)]) and not TAILS.match(text, found[1]):
            text = hide(text, *found, COVER)
    return text


COVERED = {
    (named, purpose): (*PLACES, *(("target",) if named else ()), *(("purpose",) if purpose else ()))
    for named in (False, True)
    for purpose in (False, True)
}


def _stretch(scene: Scene, slot: str) -> tuple[int, int] | None:
    """Where in the normal text a slot was read: its span speaks of the sentence as it was sent."""
    span = scene.spans.get(slot)
    if span is None or slot not in scene.slots:
        return None
    at = scene.source.at
    start, end = bisect_left(at, span.start), bisect_left(at, span.end)
    value = scene.slots[slot]
    if isinstance(value, str) and scene.text.startswith(value, start):
        end = start + len(value)
    return (start, end) if start < end else None
