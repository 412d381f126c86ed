"""Tokens: what the rules have not yet read, cut into words, each with the parts it can play."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from nlu import cut
from nlu.lexicon import Known
from nlu.words import KINDS

NONE: frozenset[str] = frozenset()
READ = frozenset(["read"])
STOP = frozenset(["stop"])
NAME = frozenset(["name"])
RUN = re.compile(
    r"(?P<read>[\ue000-\ue0ff]+)|(?P<stop>[，。；！？…“”\"'()\s]+)|(?P<arrow>→|->|-->|—>|=>|>)|(?P<mark>[、:~/-])|(?P<words>[\u3400-\u9fffA-Za-z0-9·#+]+|.)"
)
ARROW = frozenset(["arrow"])
MARKS = {"、": frozenset(["and"]), ":": frozenset(["link"])}
SIGNS = {"read": READ, "stop": STOP, "arrow": ARROW}
ENDINGS = frozenset("市县区镇乡村路街巷局厅院所站场厦店馆园校厂港湖山寺楼库城桥坝闸苑湾府塔庙祠圩墩庄坊河塘浜岛")
"""Last characters by which a longer word of the dictionary is a place."""
LONG_ENDINGS = tuple(w for w, k in KINDS.items() if "suffix" in k and len(w) > 1)
BEFORE_NO_PLACE = frozenset("我本贵你咱他一两几")
PAPERS = ("文件", "材料", "资料", "合同", "图纸", "报告", "样品", "标书")
"""A longer word that ends so is a thing: 红头文件, 申报材料; 特种设备 may be part of an office's name."""
SUFFIX, DOES, MEASURE, THING = (frozenset([kind]) for kind in ("suffix", "does", "measure", "thing"))


class Token(NamedTuple):
    """kinds: of nlu.words; besides: read (a rule has read it), stop (punctuation), name (a known place), noun (ends like a place)."""

    start: int
    end: int
    word: str
    kinds: frozenset[str]

    def plays(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


def tokens(free: str, known: Iterable[Known] = ()) -> list[Token]:
    """free: the text with what has been read hidden; known: places found in it, taken whole where nothing hides them."""
    found: list[Token] = []
    at = 0
    for place in known:
        if place.start < at or "\ue000" in free[place.start : place.end]:
            continue
        found += _cut(free, at, place.start)
        found.append(Token(place.start, place.end, free[place.start : place.end], NAME))
        at = place.end
    found += _cut(free, at, len(free))
    return found


def _cut(free: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    for run in RUN.finditer(free, start, end) if start < end else ():
        sort, at, words = run.lastgroup or "", run.start(), run.group()
        if sort == "words" and words[0].isalnum():
            for word, kinds in _words(words):
                last = at + len(word)
                found.append(Token(at, last, word, kinds))
                at = last
        else:
            kinds = SIGNS.get(sort) or MARKS.get(words, ARROW if sort == "mark" else STOP)
            found.append(Token(at, run.end(), words, kinds))
    return found


@lru_cache(maxsize=16_384)
def _words(run: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((word, _kinds(word)) for word in cut.words(run))


def _kinds(word: str) -> frozenset[str]:
    kinds = KINDS.get(word)
    if kinds is not None:
        return kinds
    if len(word) > 2 and "does" in KINDS.get(word[-2:], NONE):
        return DOES
    if len(word) > 3 and word.endswith(PAPERS):
        return THING
    if len(word) == 2 and word[1] in "个台辆部份批箱件条家" and word[0] in "一二两三四五六七八九十几":
        return MEASURE
    if len(word) < 2 or word[0] in BEFORE_NO_PLACE:
        return NONE
    return SUFFIX if word[-1] in ENDINGS or word.endswith(LONG_ENDINGS) else NONE
