"""How much work a call does, counted and not timed: the calls it makes, which no other program on the machine changes."""

import sys
from collections.abc import Callable
from typing import Any


def calls(task: Callable[[], Any]) -> int:
    """Calls of functions, Python's and C's, that the task makes."""
    count = 0

    def tick(frame: Any, event: str, detail: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        task()
    finally:
        sys.setprofile(before)
    return count
