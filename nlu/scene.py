"""One sentence being read: its text, what has been covered, and the slots found so far with their spans."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from nlu.rule import HIDDEN, Mark, Scope, hide
from nlu.text import Text


class Span(NamedTuple):
    """Where in the sentence as sent a slot was read, and by which rule."""

    start: int
    end: int
    rule: str


class Reading(dict[str, Any]):
    """intent and slots; spans tells for each slot where it came from."""

    def __init__(self, values: Mapping[str, Any] = {}, spans: Mapping[str, Span] | None = None) -> None:
        super().__init__(values)
        self.spans: dict[str, Span] = dict(spans or {})

    def explained(self, text: str) -> list[dict[str, Any]]:
        """For each slot the characters of the sentence as sent that it came from, and the rule."""
        return [
            {"slot": slot, "start": s.start, "end": s.end, "words": text[s.start : s.end], "rule": s.rule}
            for slot, s in self.spans.items()
        ]


@dataclass(slots=True)
class Scene:
    """free: the text with everything read so far hidden; which_at: the day by which an order already made is named (昨天那单).

    struck: words that a correction took out (不是两位); bygone: where clauses stand that are over (昨天去过了); kept: what the acts have worked out of the slots, once for all
    who ask; lent: what an order spoken of lends to the reading (its day); read_part: reads the slots of a stretch as a
    sentence of its own.
    """

    source: Text
    scope: Scope
    pending: tuple[str, ...] = ()
    draft_intent: str = ""
    slots: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    inferred: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    steps: list[dict[str, Any]] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    bygone: list[tuple[int, int]] = field(default_factory=list)
    which_at: str = ""
    lent: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    read_part: "Callable[[Scene], None] | None" = None

    text: str = field(init=False)
    free: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.free = self.source.norm

    @property
    def now(self) -> datetime:
        return self.scope.now

    @property
    def state(self) -> Mapping[str, Any]:
        return {**self.scope.slots, **self.lent} if self.lent else self.scope.slots

    @property
    def asked(self) -> str:
        return self.scope.asked

    @property
    def role(self) -> str:
        return self.scope.role

    @property
    def has_draft(self) -> bool:
        return bool(self.scope.slots) or bool(self.asked) or self.draft_intent in ("book", "change", "inform")

    def put(self, slot: str, value: Any, start: int, end: int, rule: str) -> None:
        self.slots[slot] = value
        self.spans[slot] = Span(*self.source.span(start, end), rule)

    def take(self, slot: str, mark: Mark, value: Any = None) -> None:
        self.put(slot, mark.value if value is None else value, mark.start, mark.end, mark.rule)

    def cover(self, start: int, end: int) -> None:
        self.free = hide(self.free, start, end)

    def doubt(self, slot: str, why: str, candidates: tuple[Any, ...] = (), **more: Any) -> None:
        self.doubts.append({"slot": slot, "candidates": list(candidates), "why": why, **more})

    def infer(self, slot: str) -> None:
        if slot not in self.inferred:
            self.inferred.append(slot)


__all__ = ["HIDDEN", "Reading", "Scene", "Span"]
