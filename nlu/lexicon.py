"""A tenant's places, units and aliases: found by longest match, and mended when one of their characters is mistyped."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import ahocorasick

from nlu import cut
from nlu.data.divisions import DIVISIONS, SOUNDS


class Known(NamedTuple):
    """name: the words as they should have been written."""

    start: int
    end: int
    name: str
    kind: str


class Lexicon:
    """entries: (name, alias, …), a plain name, or an object with name, aliases and kind.  Immutable, cheap to build."""

    __slots__ = ("_trie",)

    def __init__(self, entries: Iterable[Any] = ()) -> None:
        trie = ahocorasick.Automaton()
        for words, kind in map(_fields, entries):
            for word in words:
                if word:
                    trie.add_word(word, (word, kind))
                    for wrong in misspellings(word):
                        if not trie.exists(wrong):
                            trie.add_word(wrong, (word, kind))
        if len(trie):
            trie.make_automaton()
        self._trie = trie if len(trie) else None

    def find(self, text: str) -> list[Known]:
        """Longest names first come, none overlapping."""
        if self._trie is None:
            return []
        return [Known(end - length + 1, end + 1, *value) for end, length, value in _longest(self._trie, text)]


def find(text: str, lexicon: Lexicon | None) -> list[Known]:
    """The tenant's names, and the divisions where the tenant knows nothing."""
    ours = lexicon.find(text) if lexicon else []
    common = [k for k in divisions().find(text) if not any(k.start < o.end and o.start < k.end for o in ours)]
    return sorted(ours + common)


@cache
def divisions() -> Lexicon:
    return Lexicon({"name": name, "kind": "division"} for name in DIVISIONS)


def misspellings(word: str) -> Iterator[str]:
    """The word with one character of the same sound; none that is a word itself."""
    for index, char in enumerate(word):
        for sounds in SOUNDS:
            if char not in sounds:
                continue
            for other in sounds:
                wrong = word[:index] + other + word[index + 1 :]
                if other != char and len(word) > 1 and not cut.is_word(wrong):
                    yield wrong


def _fields(entry: Any) -> tuple[list[str], str]:
    if isinstance(entry, str):
        return [entry], "place"
    if isinstance(entry, dict):
        return [entry["name"], *entry.get("aliases", ())], entry.get("kind", "place")
    if isinstance(entry, Iterable):
        return [str(word) for word in entry], "place"
    return [entry.name, *getattr(entry, "aliases", ())], getattr(entry, "kind", "place")


def _longest(trie: Any, text: str) -> Iterator[tuple[int, int, tuple[str, str]]]:
    for end, value in trie.iter_long(text):
        yield end, len(value[0]), value
