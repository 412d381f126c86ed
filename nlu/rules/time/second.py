"""Where a second booking begins: 明天8点去句容3个人，后天9点去扬州2个人."""

import re
from collections.abc import Iterable

from nlu.frames import Hit
from nlu.rules.time.expr import Expr

CLAUSE = re.compile(r"[，。；！]|另外|还有|然后|以及")
GOAL = frozenset(("go", "take", "fetch", "be_there"))


def second(text: str, exprs: list[Expr], words: Iterable[Hit]) -> int | None:
    """The place where the second booking's clause begins, or None.

    Both name when and where: each departure's clock has a word of going in its own stretch of the sentence.
    """
    leaving = [e for e in exprs if e.when.has_clock and e.role in ("", "depart") and not e.when.at]
    if len(leaving) < 2:
        return None
    first, other = leaving[0], leaving[1]
    goals = [hit.start for hit in words if not GOAL.isdisjoint(hit.kinds)]
    following = next((e.start for e in exprs if e.start > other.start), len(text))
    if not any(at < other.start for at in goals) or not any(other.end <= at < following for at in goals):
        return None
    if other.sign == "leaves":
        return None
    starts = [found.end() if len(found.group()) == 1 else found.start() for found in CLAUSE.finditer(text, first.end, other.start)]
    return starts[-1] if starts else None
