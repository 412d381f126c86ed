"""Frames: what a sentence wants, told by the words that stand in it, wherever they stand.

A Vocabulary names classes of words as data and finds them in one pass (the longest at each place, linear in the text).
A Frame says which classes make its meaning:

    Frame("query_driver", "driver", "chauffeur phone|who|name !complaint")

reads: a word of `chauffeur`, and one of `phone`, `who` or `name`, and none of `complaint`.  `a<b` asks for a word of
`a` before one of `b`; `^a` for `a` as the first word found, `a$` for `a` as the last.  The first frame that fits wins.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple


class Hit(NamedTuple):
    """A word found: where, which, and the classes it belongs to."""

    start: int
    end: int
    word: str
    kinds: frozenset[str]


NO_KINDS: frozenset[str] = frozenset()
_hit = partial(tuple.__new__, Hit)
"""A Hit of its fields, without the detour over a constructor written in Python: there are many."""


class Words(tuple[Hit, ...]):
    """The words of a vocabulary in a sentence, in their order, none overlapping."""

    _present: frozenset[str] | None = None

    def kinds(self) -> frozenset[str]:
        if self._present is None:
            self._present = NO_KINDS.union(*[hit.kinds for hit in self])
        return self._present

    def has(self, *kinds: str) -> bool:
        return bool(self) and not self.kinds().isdisjoint(kinds)

    def first(self, *kinds: str) -> Hit | None:
        for hit in self:
            if not hit.kinds.isdisjoint(kinds):
                return hit
        return None

    def last(self, *kinds: str) -> Hit | None:
        for hit in reversed(self):
            if not hit.kinds.isdisjoint(kinds):
                return hit
        return None

    def every(self, *kinds: str) -> Iterator[Hit]:
        return (hit for hit in self if not hit.kinds.isdisjoint(kinds))

    def after(self, place: int) -> "Words":
        return Words(hit for hit in self if hit.start >= place)

    def within(self, start: int, end: int) -> "Words":
        return Words([hit for hit in self if start <= hit.start and hit.end <= end]) if self else self

    def before(self, place: int) -> "Words":
        return Words(hit for hit in self if hit.end <= place)


class Vocabulary:
    """classes: name of the class -> its words, separated by blanks; a word may stand in several classes."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        kinds: dict[str, set[str]] = {}
        for kind, words in classes.items():
            for word in words.split():
                kinds.setdefault(word, set()).add(kind)
        self.words = {word: frozenset(found) for word, found in kinds.items()}
        self._firsts = frozenset(word[0] for word in self.words)
        self._sizes = _sizes_by_pair(self.words)

    def find(self, text: str) -> Words:
        """From the left, the longest word at each place; no two overlap.

        (A few slices a character are quicker than an automaton, whose root looks through hundreds of first characters.)
        """
        firsts, sizes, words = self._firsts, self._sizes, self.words
        hits: list[Hit] = []
        free = 0
        for start, char in enumerate(text):
            if char not in firsts or start < free:
                continue
            for size in sizes.get(text[start : start + 2]) or sizes.get(char, ()):
                word = text[start : start + size]
                kinds = words.get(word)
                if kinds is not None:
                    free = start + len(word)
                    hits.append(_hit((start, free, word, kinds)))
                    break
        return Words(hits)


def _sizes_by_pair(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths, largest first, of the words that begin with two characters, or are the one."""
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[:2], set()).add(len(word))
    for pair, found in sizes.items():
        if pair[0] in sizes:
            found.add(1)
    return {pair: tuple(sorted(found, reverse=True)) for pair, found in sizes.items()}


class Frame:
    """name: unique; value: what it means; needs: see above; says: (sentence, value); silent: sentences it must not fit."""

    def __init__(
        self, name: str, value: Any, needs: str, *, says: tuple[Any, ...] = (), silent: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.value = value
        self.says = says
        self.silent = silent
        needed = needs.split()
        self._without = frozenset(kind for need in needed if need.startswith("!") for kind in need[1:].split("|"))
        wanted = [need for need in needed if not need.startswith("!")]
        self._with = tuple(frozenset(side.strip("^$").split("|")) for need in wanted for side in need.split("<"))
        self._needs = frozenset(kind for need in wanted for kind in re.split("[|<^$]", need))
        self._order = tuple(_test(need) for need in wanted if not need.replace("|", "").isidentifier())

    def fits(self, words: Words, present: frozenset[str] | None = None) -> bool:
        """present: the classes found, where somebody has them at hand."""
        return self.suits(words.kinds() if present is None else present) and self.is_ordered(words)

    def suits(self, present: frozenset[str]) -> bool:
        """What it needs is there and what it must not have is not; the order is not looked at."""
        return self._without.isdisjoint(present) and not any(map(present.isdisjoint, self._with))

    def is_ordered(self, words: Words) -> bool:
        return not self._order or all(test(words) for test in self._order)

    def stretch(self, words: Words) -> tuple[int, int]:
        """From the first to the last of the words that it needs."""
        hits = [hit for hit in words if not hit.kinds.isdisjoint(self._needs)] or list(words)
        return hits[0].start, hits[-1].end


def choose(frames: tuple[Frame, ...], words: Words) -> Frame | None:
    """The first frame that fits."""
    for frame in _suited(frames, words.kinds()) if words else ():
        if frame.is_ordered(words):
            return frame
    return None


def fitting(frames: tuple[Frame, ...], words: Words) -> list[Frame]:
    """Every frame that fits."""
    return [frame for frame in _suited(frames, words.kinds()) if frame.is_ordered(words)] if words else []


@lru_cache(maxsize=8192)
def _suited(frames: tuple[Frame, ...], present: frozenset[str]) -> tuple[Frame, ...]:
    """Of one table, what the classes found allow: the same few sets come again and again."""
    return tuple(frame for frame in frames if frame.suits(present))


def _test(need: str) -> Callable[[Words], bool]:
    """What an order asks: a<b, ^a, a$."""
    if "<" in need:
        earlier, later = (side.split("|") for side in need.split("<"))
        return lambda words: _in_order(words, earlier, later)
    if need.startswith("^"):
        kinds = need[1:].split("|")
        return lambda words: bool(words) and not words[0].kinds.isdisjoint(kinds)
    if need.endswith("$"):
        kinds = need[:-1].split("|")
        return lambda words: bool(words) and not words[-1].kinds.isdisjoint(kinds)
    raise ValueError(f"a frame cannot need {need!r}")


def _in_order(words: Words, earlier: list[str], later: list[str]) -> bool:
    first, last = words.first(*earlier), words.last(*later)
    return first is not None and last is not None and first.end <= last.start
