"""What a rule is: a name, a pattern, a builder, and the sentences that prove it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Scope:
    """What a builder may know besides its match: the reference time and the conversation so far."""

    now: datetime
    slots: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    role: str = "official"
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
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
    """says: (sentence, value of the first mark); silent: sentences in which the rule must find nothing.

    hint: characters of which one must stand in a sentence before the pattern is tried (a saving, not a meaning); also:
    others, of which one must stand in it too.
    """

    def __init__(
        self,
        name: str,
        pattern: str,
        build: Build,
        *,
        says: tuple[tuple[str, Any], ...],
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
        return self.read(text, scope)

    def read(self, text: str, scope: Scope) -> Iterator[Mark]:
        """The marks in a text of which the hints are known to hold."""
        for found in self.pattern.finditer(text):
            value = self.build(found, scope)
            if value is not None:
                yield Mark(found.start(), found.end(), value, self.name, self.kind)


class Rules(tuple[Rule, ...]):
    """A table of rules that tells by their hints which of them a text may hold, asking each of its characters once."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Each hint of each rule has a bit; a character has the bits of the hints in which it stands."""
        self._bits: dict[str, int] = {}
        needed: list[tuple[Rule, int]] = []
        bit = 1
        for rule in self:
            needs = 0
            for hint in filter(None, (rule.hint, rule.also)):
                for char in hint:
                    self._bits[char] = self._bits.get(char, 0) | bit
                needs |= bit
                bit <<= 1
            needed.append((rule, needs))
        self._needed = tuple(needed)

    def likely(self, text: str) -> list[Rule]:
        """Those of which the text has a character of every hint."""
        bits, known = 0, self._bits
        for char in text:
            if char in known:
                bits |= known[char]
        return [rule for rule, needs in self._needed if bits & needs == needs]


def read_all(rules: Rules, text: str, scope: Scope) -> list[Mark]:
    """All marks of the rules without overlaps: an earlier rule wins; each mark hides its characters from the next."""
    marks: list[Mark] = []
    for rule in rules.likely(text):
        for mark in tuple(rule.read(text, scope)):
            if mark.end > mark.start:
                text = hide(text, mark.start, mark.end)
                marks.append(mark)
    return sorted(marks, key=lambda m: m.start)


HIDDEN = "\ue000"


def hide(text: str, start: int, end: int, cover: str = HIDDEN) -> str:
    return text[:start] + cover * (end - start) + text[end:]
