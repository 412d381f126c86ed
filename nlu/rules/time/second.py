"""Where a second booking begins: 明天8点去句容3个人，后天9点去扬州2个人."""

import re
from collections.abc import Iterable

from nlu.frames import Hit
from nlu.rules.time.expr import Expr

CLAUSE = re.compile(r"[，。；！]|另外|还有|然后|以及")
GOAL = frozenset(("go", "take", "fetch", "be_there"))


def second(text: str, exprs: list[Expr], words: Iterable[Hit]) -> int | None:
    """The place where the second booking's clause begins, or None.

    Both name when and where: each has a clock and a word of going in its own stretch of the sentence.
    """
    leaving = [e for e in exprs if e.role in ("", "depart") and not e.when.at]
    other = _other(leaving)
    if other is None:
        return None
    clocks = [e.start for e in leaving if e.when.has_clock]
    goals = [hit.start for hit in words if not GOAL.isdisjoint(hit.kinds)]
    following = next((e.start for e in exprs if e.start > other.start), len(text))
    for starts, end in ((clocks, len(text)), (goals, following if other.when.has_clock else len(text))):
        if not any(at < other.start for at in starts) or not any(other.start <= at < end for at in starts):
            return None
    begins = [
        found.end() if len(found.group()) == 1 else found.start()
        for found in CLAUSE.finditer(text, leaving[0].end, other.start)
    ]
    return begins[-1] if begins else None


def _other(leaving: list[Expr]) -> Expr | None:
    """The first time that cannot be of the first booking: another day, or another hour with a goal."""
    day, has_clock = None, False
    for expr in leaving:
        if day and expr.when.day and expr.when.day != day and expr.until is None:
            return expr
        if has_clock and expr.when.has_clock and expr.sign in ("goes", "", "be_there"):
            return expr
        day, has_clock = day or expr.when.day, has_clock or expr.when.has_clock
    return None
