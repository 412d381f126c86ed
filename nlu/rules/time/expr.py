"""A whole time expression: where it stands, what it says, and, once told, what it is the time of."""

from typing import NamedTuple

from nlu.rule import Mark
from nlu.rules.time.when import When


class Expr(NamedTuple):
    """role: depart arrive return which (it names an order) none (taken back by its own word), or '' (unsaid).

    sign: the row of the table of roles that told it.  own: where the words of the time that it corrects stand (九点的会改到十点).
    """

    start: int
    end: int
    when: When
    rule: str
    role: str = ""
    sign: str = ""
    own: tuple[int, int] | None = None

    @property
    def is_window(self) -> bool:
        return self.when.is_window

    @property
    def until(self) -> When | None:
        return self.when.until


class Times(NamedTuple):
    """exprs in their order, with roles; spans: lengths, shifts, recurrences; second: where a second booking begins; goes_home: 回 names
    a place to go to; denied: where words stand that a correction took back (不是明天，是)."""

    exprs: tuple[Expr, ...] = ()
    spans: tuple[Mark, ...] = ()
    second: int | None = None
    goes_home: bool = False
    denied: tuple[tuple[int, int], ...] = ()
