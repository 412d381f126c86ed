"""What the product does or says next.  Codes and values; whoever hands it on finds the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nlu.dialogue.state import Doubt


@dataclass(frozen=True, slots=True)
class Reply:
    """A short answer for a client that has buttons; the chat has none.  code: choose (the n-th candidate), fill (this value), ask (about this slot), confirm, change, cancel."""

    code: str
    slot: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for these points in one question.  doubt: choose among its candidates; problem: why an answer could not be taken."""

    points: tuple[str, ...]
    doubt: Doubt | None = None
    problem: str | None = None
    wish: Mapping[str, Any] = field(default_factory=dict)
    replies: tuple[Reply, ...] = ()
    held: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """All is there: read the wish back.  changed: the slots that differ from the last read-back, was: that one.

    confirm: what was taken on a likely reading and is to be said aloud.
    """

    wish: Mapping[str, Any]
    changed: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    confirm: tuple[Doubt, ...] = ()
    was: Mapping[str, Any] = field(default_factory=dict)
    replies: tuple[Reply, ...] = (Reply("confirm"), Reply("change"), Reply("cancel"))


@dataclass(frozen=True, slots=True)
class Act:
    """Anything else is done at once: submit (args: the wish), cancel, query, approve, depart, command, help, greet …

    resume: the question or read-back that stands open and is asked again afterwards.
    """

    verb: str
    args: Mapping[str, Any] = field(default_factory=dict)
    resume: Ask | Ready | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """The draft is given up.  queued: the words of bookings that were to come after it."""

    queued: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not understood; the open question stands and is asked again.  points: what it is about."""

    points: tuple[str, ...] = ()
    resume: Ask | Ready | None = None


Turn = Ask | Ready | Act | Drop | Unclear
