"""What every channel answers with.  "No" is a value; silence is an exception and is tried again later."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sent:
    """The channel took it.  `message_id` is the channel's own, empty where it gives none."""

    message_id: str = ""


@dataclass(frozen=True)
class Refusal:
    """The channel said no and will say no again: `code` is ours, `errcode` and `text` are the channel's."""

    code: str
    errcode: int
    text: str = ""


@dataclass(frozen=True)
class Identity:
    """Who signed in: never the session key, which is WeChat's secret about this person's device."""

    openid: str
    unionid: str = ""


@dataclass(frozen=True)
class Phone:
    number: str = field(repr=False)  # Kept out of logs and tracebacks.


@dataclass(frozen=True)
class Verdict:
    """What the channel's censor thinks of a text: pass, review or risky."""

    suggest: str
    label: int


class Unreachable(Exception):
    """No usable answer came.  The text names the cause and never what was sent or signed with."""


def in_parts(text: str, limit_bytes: int) -> list[str]:
    """`text` as messages of at most `limit_bytes` of UTF-8, cut between lines, a longer line inside."""
    parts: list[str] = []
    room = 0
    for line in text.split("\n"):
        size = len(line.encode()) + 1
        if parts and size <= room:
            parts[-1] += "\n" + line
            room -= size
            continue
        while line:
            head = line.encode()[:limit_bytes].decode("utf-8", "ignore")
            parts.append(head)
            line = line[len(head) :]
            room = limit_bytes - len(head.encode())
    return [part.strip("\n") for part in parts if part.strip()]
