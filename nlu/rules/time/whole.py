"""What the whole sentence tells of the journey: whether someone is met or taken, and whether 回 names its goal."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from nlu.frames import Hit
from nlu.rules.time.signs import NAME, STATION, VOCABULARY

HOMES = frozenset(("回单位", "回局里", "回家", "回城", "回常", "回锡", "返城", "返常", "返锡"))


class Sentence(NamedTuple):
    """What the words of the whole sentence and the state tell of the journey.

    way: in (someone arrives and is met), out (someone is taken to a train or flight), or ''.
    """

    words: tuple[Hit, ...]
    kinds: frozenset[str]
    way: str
    goes_home: bool


def look(text: str, state: Mapping[str, Any]) -> Sentence:
    """text: with times hidden and trains, stations and places marked."""
    words = VOCABULARY.find(text)
    kinds = words.kinds()
    return Sentence(words, kinds, _way(words, kinds, state), _goes_home(text, words))


def _way(words: Sequence[Hit], kinds: frozenset[str], state: Mapping[str, Any]) -> str:
    is_fetched = not kinds.isdisjoint(("fetch", "fetch_again"))
    to_station = _to_station(words) or _catches(words)
    if is_fetched and not to_station:
        return "in"
    if "catch" in kinds or to_station or "take" in kinds:
        return "out" if "lands" not in kinds or to_station or "catch" in kinds else "in"
    if "lands" in kinds and not kinds.isdisjoint(("vehicle", "train")):
        return "in"
    return {"pickup": "in", "dropoff": "out"}.get(str(state.get("trip_type")), "")


def _to_station(words: Sequence[Hit]) -> bool:
    """送到南站, 接上去机场; not 去南站接人."""
    mover, is_going = "", False
    for hit in words:
        if not hit.kinds.isdisjoint(("fetch", "fetch_again")):
            mover, is_going = "fetch", False
        elif "take" in hit.kinds:
            mover = "take"
        elif mover != "take" and not hit.kinds.isdisjoint(("go", "be_there", "from")):
            mover = "go" if "go" in hit.kinds else "come"
        elif "stop" in hit.kinds and is_going:
            return True
        if "station" in hit.kinds and mover in ("take", "go"):
            is_going = True
    return is_going


def _catches(words: Sequence[Hit]) -> bool:
    """接我赶萧山机场6点40的飞机: whoever catches a train leaves by it; not 赶着接高铁."""
    is_catching = False
    for hit in words:
        if "catch" in hit.kinds:
            is_catching = True
        elif is_catching and not hit.kinds.isdisjoint(("vehicle", "train")):
            return True
        elif not hit.kinds.isdisjoint(("stop", "fetch", "fetch_again")):
            is_catching = False
    return False


def _goes_home(text: str, words: Sequence[Hit]) -> bool:
    """下午3点回常州: a place behind 回 is where the journey goes; 送专家返程: who is taken home is taken there."""
    is_taken = False
    for hit in words:
        if "return_trip" in hit.kinds and is_taken:
            return True
        if not hit.kinds.isdisjoint(("take", "stop", "go", "be_there")):
            is_taken = "take" in hit.kinds
        if hit.word in HOMES:
            return True
        if hit.word in ("回", "返", "返回", "回到", "赶回") and "return" in hit.kinds:
            rest = text[hit.end : hit.end + 2]
            if len(rest) == 2 and all("\u4e00" <= c <= "\u9fff" or c in NAME + STATION for c in rest):
                return True
    return False
