"""The scripted dialogues of tests/nlu/dialogues: what people say, and what the product asks, reads back or does.

A file holds dialogues on one theme; its name and a running number are the test's name.  The lines of a dialogue:

    == 标题                         a new dialogue
    now: 2026-11-23 10:15           when it begins; every sentence takes a minute
    role: driver                    official when left out
    用户: 明早8点三人去无锡
    系统: ask place_detail,return_at,purpose depart_at=11-24T08:00 passengers=3
    +31                             minutes go by
    待选: cancel YC20261123-0001 YC20261123-0002     orders were shown, and this verb waits for one of them

What the product does: `ask` and the points of the question, `ready` (the read-back), `act` and the verb, `drop`,
`unclear` and the point that stays open.  Behind it stand slots of the wish or arguments of the act, and:

    changed=a,b   exactly these slots differ from the last read-back      -slot    not there
    inferred=a    these (perhaps more) were filled by a convention        noted=a  these are said aloud in the read-back
    why=hour      what makes the question necessary                       choices=11-23T20:00|11-24T08:00
    held=passengers:40  waits for the answer                              resume=passengers  asked again afterwards
    queued=1      bookings still to come

A time without a year is the one that is meant; 2,4@09:00 is a recurrence, 07:00~08:00 a window.  `act submit` names every
slot that is submitted (the shape of the journey may be left out).
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nlu import Act, Ask, Drop, Ready, State, Turn, Unclear, advance, hear, parse

FOLDER = Path(__file__).parent / "dialogues"
CITY = "+08:00"


@dataclass
class Script:
    title: str
    file: str
    lines: list[tuple[int, str]] = field(default_factory=list)


def scripts() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.txt")):
        found: list[Script] = []
        for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
            if line.startswith("== "):
                found.append(Script(line[3:], path.name))
            elif line.strip() and not line.startswith("#"):
                found[-1].lines.append((number, line))
        for index, script in enumerate(found, 1):
            yield pytest.param(script, id=f"{path.stem}-{index:02d}")


@pytest.mark.parametrize("script", [*scripts()])
def test_a_dialogue_goes_as_written(script: Script) -> None:
    talk = Talk()
    for number, line in script.lines:
        key, _, rest = line.partition(":")
        talk.take(key.strip(), rest.strip(), f"{script.file}:{number} “{script.title}”")


class Talk:
    def __init__(self) -> None:
        self.now = datetime.fromisoformat(f"2026-11-23T10:15{CITY}")
        self.state, self.turn, self.role = State(), Turn, "official"
        self.pending: tuple[str, ...] = ()
        self.waiting = ""
        self.said = ""

    def take(self, key: str, rest: str, where: str) -> None:
        if key == "now":
            self.now = datetime.fromisoformat(f"{rest}{CITY}")
        elif key == "role":
            self.role = rest
        elif key == "待选":
            self.waiting, *refs = rest.split()
            self.pending = tuple(refs)
        elif key == "用户":
            self.hear(rest)
        elif key == "系统":
            wrong = differences(rest, self.turn, self.state)
            assert not wrong, (
                f"{where}: {self.said}\n  wanted {rest}\n  got    {shown_turn(self.turn)}\n  " + "; ".join(wrong)
            )
        else:
            assert key.startswith("+"), f"{where}: what is {key}?"
            self.now += timedelta(minutes=int(key[1:]))

    def hear(self, text: str) -> None:
        self.said = text
        self.now += timedelta(minutes=1)
        state = self.state
        if self.pending and self.waiting:
            context = {"role": self.role, "intent": self.waiting, "pending": list(self.pending)}
            reading = parse(text, self.now, context)
        else:
            reading = hear(state, text, self.now, role=self.role, pending=self.pending)
        state, self.turn = advance(state, reading, self.now)
        self.state = State.from_json(state.to_json())
        if isinstance(self.turn, Act | Drop):
            self.pending, self.waiting = (), ""


def differences(wanted: str, turn: Any, state: State) -> list[str]:
    kind, *words = wanted.split()
    if type(turn).__name__.lower() != kind:
        return [f"{type(turn).__name__.lower()} for {kind}"]
    wrong = []
    if kind in ("ask", "unclear") and words and "=" not in words[0]:
        points = words.pop(0)
        if ",".join(turn.points) != points:
            wrong.append(f"asks {','.join(turn.points)}")
    if kind == "act":
        verb = words.pop(0)
        if turn.verb not in verb.split("/"):
            wrong.append(f"act {turn.verb}")
    held = values(turn)
    named = {word.partition("=")[0] for word in words}
    for word in words:
        wrong += one_difference(word, turn, state, held)
    if kind == "act" and turn.verb == "submit" and len(words) > 0:
        wrong += [f"also {slot}={shown(held[slot])}" for slot in held if slot not in named | {"trip_type"}]
    return wrong


def one_difference(word: str, turn: Any, state: State, held: dict[str, Any]) -> list[str]:
    name, _, value = word.partition("=")
    if name.startswith("-"):
        return [f"{name[1:]} is there: {shown(held[name[1:]])}"] if held.get(name[1:]) is not None else []
    told = told_of(name, turn, state)
    if told is None:
        got = shown(held.get(name))
        return [] if fits(value, got) else [f"{name} is {got}"]
    if name in ("inferred", "noted"):
        return [] if set(value.split(",")) <= set(told.split(",")) else [f"{name} {told}"]
    if name == "changed":
        same = set(filter(None, value.split(","))) == set(told.split(",")) - {"trip_type", ""} or value == told
        return [] if same else [f"changed {told}"]
    alike = len(value.split("|")) == len(told.split("|")) and all(map(fits, value.split("|"), told.split("|")))
    return [] if alike else [f"{name} {told}"]


def told_of(name: str, turn: Any, state: State) -> str | None:
    """What a turn says besides its slots."""
    match name:
        case "changed":
            return ",".join(turn.changed)
        case "inferred":
            return ",".join(turn.inferred)
        case "noted":
            return ",".join(doubt.slot for doubt in turn.confirm)
        case "why":
            return (turn.doubt.why if turn.doubt else None) or turn.problem or ""
        case "choices":
            return "|".join(shown(each) for each in turn.doubt.candidates) if turn.doubt else ""
        case "held":
            return ",".join(f"{slot}:{shown(value)}" for slot, value in turn.held.items())
        case "queued":
            return str(len(turn.queued if isinstance(turn, Drop) else state.queued))
        case "resume":
            found = turn.resume
            return "confirm" if isinstance(found, Ready) else ",".join(found.points) if found else ""
    return None


def values(turn: Any) -> dict[str, Any]:
    if isinstance(turn, Ask | Ready):
        return dict(turn.wish)
    return dict(turn.args) if isinstance(turn, Act) else {}


def fits(wanted: str, got: str) -> bool:
    """11-24T08:00 is any year's; a/b: either."""
    return any(got in (each, f"20{got[2:4]}-{each}") for each in wanted.split("/"))


def shown(value: Any) -> str:
    """A value as the files write it."""
    if isinstance(value, dict):
        if "weekdays" in value:
            return ",".join(map(str, value["weekdays"])) + (f"@{value['at']}" if value.get("at") else "")
        return ",".join(shown(each) for each in value.values())
    if isinstance(value, list | tuple):
        return ("~" if len(value) == 2 and ":" in str(value[0]) else ",").join(map(str, value))
    text = str(value)
    return text[:16] if len(text) > 16 and text[4:5] == "-" and text[10:11] == "T" else text


def shown_turn(turn: Any) -> str:
    slots = " ".join(f"{slot}={shown(value)}" for slot, value in values(turn).items())
    head = {Ask: "points", Unclear: "points", Act: "verb", Ready: "changed", Drop: "queued"}[type(turn)]
    return f"{type(turn).__name__.lower()} {getattr(turn, head)} {slots} {getattr(turn, 'doubt', '') or ''}"


def test_there_are_two_hundred_dialogues_each_with_a_title_of_its_own() -> None:
    titles = [param.values[0].title for param in scripts()]
    assert len(titles) >= 200 and len(titles) == len(set(titles))


SENTENCES = [line.partition(":")[2].strip() for param in scripts() for _, line in param.values[0].lines if line.startswith("用户:")]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_in_whatever_order_things_are_said_nothing_is_submitted_unread(seed: int) -> None:
    lots, state, read = random.Random(seed), State(), None
    now = datetime.fromisoformat(f"2026-11-23T10:15{CITY}")
    for _ in range(120):
        now += timedelta(minutes=lots.choice((1, 1, 1, 1, 40)))
        said = lots.choice((*lots.sample(SENTENCES, 3), "确认", "还是按刚才的", "2", "改成九点"))
        state, turn = advance(state, hear(state, said, now), now)
        assert State.from_json(json.loads(json.dumps(state.to_json()))) == state, said
        if isinstance(turn, Ask):
            assert turn.points and turn.points[0] == state.asked, said
        if isinstance(turn, Act) and turn.verb == "submit":
            assert read == turn.args, said
        if isinstance(turn, Ready):
            read = dict(turn.wish)
