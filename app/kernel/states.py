"""States of rows and the one way to change them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.kernel.faults import Refused

Moves = Mapping[Any, frozenset[Any] | set[Any]]


def may_move(moves: Moves, old: StrEnum, new: StrEnum) -> bool:
    return new in moves.get(old, ())


def move(row: Any, new: StrEnum) -> None:
    """Take `row` to state `new` if its MOVES table allows it.

    row: has `state` and the class attributes `MOVES` and, if people see its states, `STATE_NAMES`.
    Raises Refused("state.wrong").
    """
    old = row.state
    if not may_move(type(row).MOVES, old, new):
        names = getattr(type(row), "STATE_NAMES", {})
        raise Refused("state.wrong", thing=type(row).__name__.lower(), old=names.get(old, str(old)), new=str(new))
    row.state = new
