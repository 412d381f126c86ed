"""What a rule is: a name, a pattern, a builder, and the sentences that prove it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, reduce
from itertools import count
from operator import itemgetter, or_
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Scope:
    """What a builder may know besides its match: the reference time and the conversation so far."""

    now: datetime
    slots: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    role: str = "official"
    doubt: str = ""


class Mark(NamedTuple):
    """A stretch of the normal text that a rule has read; kind groups rules that speak of one thing."""

    start: int
    end: int
    value: Any
    rule: str
    kind: str = ""


Build = Callable[[re.Match[str], Scope], Any]


def always(value: Any) -> Build:
    """A builder for words that mean one thing only."""
    return lambda found, scope: value


class Rule:
    """says: (sentence, value of the first mark[, what the draft holds]); silent: sentences in which the rule must find nothing.

    hint: characters of which one must stand in a sentence before the pattern is tried (a saving, not a meaning); also:
    others, of which one must stand in it too.
    """

    def __init__(
        self,
        name: str,
        pattern: str,
        build: Build,
        *,
        says: tuple[tuple[Any, ...], ...],
        silent: tuple[str, ...] = (),
        kind: str = "",
        hint: str = "",
        also: str = "",
    ) -> None:
        self.name = name
        self.pattern = re.compile(pattern)
        self.build = build
        self.says = says
        self.silent = silent
        self.kind = kind or name
        self.hint = frozenset(hint)
        self.also = frozenset(also)

    def marks(self, text: str, scope: Scope) -> Iterator[Mark]:
        if (self.hint and self.hint.isdisjoint(text)) or (self.also and self.also.isdisjoint(text)):
            return iter(())
        return iter(self.read(text, scope))

    def read(self, text: str, scope: Scope) -> list[Mark]:
        """The marks in a text of which the hints are known to hold."""
        marks: list[Mark] = []
        for found in self.pattern.finditer(text):
            value = self.build(found, scope)
            if value is not None:
                marks.append(Mark(found.start(), found.end(), value, self.name, self.kind))
        return marks


KEPT_MAX = 4_096
"""Sets of hints of which a table remembers the rules: the same ones come again and again."""


_SIGNS: dict[str, int] = {}
"""For each character the hints in which it stands, of every table: each hint of each rule has a bit."""
_BITS = count()


def hints(text: Iterable[str]) -> int:
    """Every hint of which the text has a character: found once, it serves all the tables."""
    bits, known = 0, _SIGNS
    for char in text:
        if char in known:
            bits |= known[char]
    return bits


class Rules(tuple[Rule, ...]):
    """A table of rules that tells by their hints which of them a text may hold."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        needed: list[tuple[Rule, int]] = []
        for rule in self:
            needs = 0
            for hint in filter(None, (rule.hint, rule.also)):
                bit = 1 << next(_BITS)
                for char in hint:
                    _SIGNS[char] = _SIGNS.get(char, 0) | bit
                needs |= bit
            needed.append((rule, needs))
        self._mask = reduce(or_, (needs for _, needs in needed), 0)
        self._with = lru_cache(maxsize=KEPT_MAX)(
            lambda bits: tuple(rule for rule, needs in needed if bits & needs == needs)
        )

    def likely(self, text: str, hinted: int = 0) -> tuple[Rule, ...]:
        """Those of whose every hint the text has a character; hinted: see read_all."""
        return self._with((hinted or hints(text)) & self._mask)


def read_all(rules: Rules, text: str, scope: Scope, hinted: int = 0) -> list[Mark]:
    """All marks of the rules without overlaps: an earlier rule wins; each mark hides its characters from the next.

    hinted: the hints of the text, or of what it was before parts of it were hidden, where they are at hand.
    """
    marks: list[Mark] = []
    for rule in rules.likely(text, hinted):
        for mark in rule.read(text, scope):
            if mark.end > mark.start:
                text = hide(text, mark.start, mark.end)
                marks.append(mark)
    marks.sort(key=START)
    return marks


START = itemgetter(0)
HIDDEN = "\ue000"


def hide(text: str, start: int, end: int, cover: str = HIDDEN) -> str:
    return text[:start] + cover * (end - start) + text[end:]
