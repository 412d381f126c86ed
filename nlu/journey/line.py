"""What a sentence is while its journey is read: a line of tokens, the phrases found, the productions that find them."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from nlu.journey import names
from nlu.tokens import Token


class Phrase(NamedTuple):
    """kind: goal origin stop back here bare purpose trouble; start, end: of its words; rule: the production; head: its first token; done: the first token behind it."""

    kind: str
    start: int
    end: int
    words: str
    rule: str
    head: int
    done: int
    is_denied: bool = False
    is_correction: bool = False


@dataclass(frozen=True)
class Line:
    """The tokens of a sentence and what a production may ask about the conversation."""

    tokens: Sequence[Token]
    asked: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    _names: dict[int, names.Run | None] = field(default_factory=dict)

    def at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def plays(self, index: int, *kinds: str) -> bool:
        return 0 <= index < len(self.tokens) and not self.tokens[index].kinds.isdisjoint(kinds)

    def skip(self, index: int, *kinds: str) -> int:
        while self.plays(index, *kinds):
            index += 1
        return index

    def name(self, index: int) -> names.Run | None:
        """The name that begins at a token: several productions ask for it."""
        if index not in self._names:
            self._names[index] = names.read(self.tokens, index)
        return self._names[index]

    def first(self, kind: str) -> int:
        """Where the first token of a kind stands; behind the last when there is none."""
        return self._firsts.get(kind, len(self.tokens))

    @property
    def kinds(self) -> Container[str]:
        """Every kind that one of the tokens plays."""
        return self._firsts

    @cached_property
    def _firsts(self) -> dict[str, int]:
        firsts: dict[str, int] = {}
        for index, token in enumerate(self.tokens):
            for kind in token.kinds:
                firsts.setdefault(kind, index)
            if token.word in ARRIVALS:
                firsts.setdefault("arrival", index)
        return firsts


ARRIVALS = frozenset(("落地", "抵达", "抵", "降落"))


Read = Callable[[Line, int], Phrase | None]


@dataclass(frozen=True, slots=True)
class Production:
    """name; opens: kinds of the token it hangs on; read; says: (sentence, words of its first phrase[, what the draft holds]); silent: sentences without one.

    shuts: kinds of tokens it never hangs on.
    """

    name: str
    opens: tuple[str, ...]
    read: Read
    says: tuple[tuple[Any, ...], ...]
    silent: tuple[str, ...] = ()
    shuts: tuple[str, ...] = ()
