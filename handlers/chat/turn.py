"""One turn of a talk, as a verb sees it: who speaks, what was read, what is remembered; and how an order is picked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.kernel.scope import Scope
from handlers.chat.memory import Memory

ORDER = re.compile(r"[YyPp][Cc]\d{8}-\d{4,12}")  # An order's number, or its slip's.


@dataclass
class Turn:
    """has_lapsed: a draft was given up just now because nobody had confirmed it in time.  must_pick: the answer
    asks for a number of its own; has_resumed: it asks the draft's open question itself.
    is_aside: what was said is no part of a draft; before: the draft's slots before this sentence; doubted: what was
    open about them then."""

    session: Session
    scope: Scope
    memory: Memory
    now: datetime
    inbox_id: int
    text: str
    args: dict[str, Any] = field(default_factory=dict)
    has_lapsed: bool = False
    must_pick: bool = False
    has_resumed: bool = False
    is_aside: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    doubted: str = ""

    @property
    def order_no(self) -> str:
        """The order number that was said, if one was: it may follow any word."""
        target = self.args.get("target")
        read = str(target.get("order_no") or "") if isinstance(target, dict) else ""
        found = ORDER.search(self.text)
        return read or (found[0].upper() if found else "")

    @property
    def command_args(self) -> dict[str, Any]:
        """What a fixed word was said with."""
        command = self.args.get("command")
        return dict(command.get("args") or {}) if isinstance(command, dict) else {}


Verb = Callable[[Turn], str]


@dataclass(frozen=True)
class Choice:
    """One of several orders that may be meant: its number and the line that shows it."""

    ref: str
    line: str


def pick(turn: Turn, verb: str, choices: Sequence[Choice], *, none: str) -> tuple[str, str]:
    """(ref, "") when it is clear which order is meant, ("", words) to show a list or to say that there is none.

    A number that was said wins, whether or not it is among the choices: the verb itself says what is wrong with it.
    """
    if turn.order_no:
        return turn.order_no, ""
    if not choices:
        return "", none
    if len(choices) == 1:
        return choices[0].ref, ""
    turn.memory.show_menu([choice.ref for choice in choices], verb, turn.args, now=turn.now)
    turn.must_pick = True
    lines = [f"{n}. {choice.line}" for n, choice in enumerate(choices, 1)]
    return "", "\n".join(["请回复序号选择：", *lines])
