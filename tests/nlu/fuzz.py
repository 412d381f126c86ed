"""Random mixtures of fragments:  python -m tests.nlu.fuzz [N [SEED]]  (make fuzz).  Every sentence has to keep the promises of `parse`.

Sentence number i of a seed is always the same one; a fault is shown with its number, its words and its context.
"""

import gc
import json
import os
import random
import signal
import sys
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from nlu import parse

SENTENCES = 1_000_000
TEXT_MAX = 2_000
SLOW_MS = 250
"""A sentence that takes longer is a fault of a fuzz run (no test asks); two thousand characters take a tenth of that."""
STOP_S = 2
"""Then it is broken off.  Both are times of the processor, not of the clock on the wall."""
CHUNK = 500
SHOWN = 20
START = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
ROLES = ("official", "visitor", "approver", "driver", "dispatcher", "supervisor")
ASKED = (
    "",
    "",
    "depart_at",
    "depart_time",
    "arrive_by",
    "return_at",
    "destination",
    "passengers",
    "purpose",
    "place_detail",
    "confirm",
    "odometer_km",
)
PENDING = ([], ["20261123003", "20261123004"], ["YC20261123-0007", "YC20261123-0008", "YC20261123-0009"])
STATES: tuple[dict[str, Any], ...] = (
    {},
    {"depart_at": "2026-11-25"},
    {"depart_at": "2026-11-25T09:00:00+08:00", "destination": "无锡", "passengers": 3},
)
NOT_SLOTS = frozenset(("intent", "needs", "ambiguous", "inferred", "too_long"))


class Fault(NamedTuple):
    """A promise broken: which, by what sentence."""

    promise: str
    detail: str
    number: int
    text: str
    context: dict[str, Any]


class TooSlow(Exception):
    """Raised into a sentence that does not come to an end."""


def fragments() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "fragments.txt").read_text("utf8").splitlines()
    return tuple(_fragment(line) for line in lines if line and not line.startswith("#"))


def _fragment(line: str) -> str:
    words, star, times = line.rpartition("*")
    if star and times.isdigit():
        return words * int(times)
    return line if "\\" not in line else json.loads(f'"{line.replace(chr(92) + "x", chr(92) + "u00")}"')


FRAGMENTS = fragments()


def sentence(number: int, seed: int = 0) -> tuple[str, datetime, dict[str, Any]]:
    """The sentence of that number, its reference time and its context."""
    dice = random.Random(seed * 1_000_003 + number)
    glue = dice.choice(("", "", "", "，", " "))
    text = glue.join(dice.choices(FRAGMENTS, k=min(int(dice.expovariate(0.22)) + 1, 60)))
    for _ in range(dice.choice((0, 0, 0, 1, 2))):
        text = _mangled(text, dice)
    context = {
        "role": dice.choice(ROLES),
        "asked": dice.choice(ASKED),
        "slots": dict(dice.choice(STATES)),
        "pending": list(dice.choice(PENDING)),
        "intent": dice.choice(("", "book", "change")),
    }
    return text[:TEXT_MAX], START + timedelta(minutes=dice.randrange(800_000)), context


def _mangled(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return dice.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at : at + 1] * 2 + text[at + 1 :],
            text[at:] + text[:at],
            text.translate(WIDE),
            text[:at],
        )
    )


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def broken(text: str, now: datetime, context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The promises that the sentence breaks, each with what shows it."""
    try:
        reading = parse(text, now, context)
        json.dumps(reading)
        plain = unicodedata.normalize("NFKC", text)
        other = parse(plain, now, context) if plain != text and len(plain) <= TEXT_MAX else reading
    except TooSlow:
        yield "slow", f"stopped after {STOP_S} s"
        return
    except Exception as fault:
        where = traceback.extract_tb(fault.__traceback__)[-1]
        yield "exception", f"{type(fault).__name__}: {fault} ({where.filename.rpartition('/nlu/')[2]}:{where.lineno})"
        return
    for slot in sorted(reading.keys() - NOT_SLOTS - reading.spans.keys()):
        yield "slot without a span", slot
    for slot, span in reading.spans.items():
        if not 0 <= span.start < span.end <= len(text):
            yield "span outside the text", f"{slot} {span.start}:{span.end} of {len(text)} ({span.rule})"
    if other != reading:
        yield (
            "another reading for NFKC-equal text",
            " ".join(sorted(key for key in reading.keys() | other.keys() if reading.get(key) != other.get(key))),
        )


def run(first: int, last: int, seed: int = 0) -> tuple[list[Fault], list[tuple[float, int, str]], Counter[str]]:
    """The faults, the slowest sentences (milliseconds, number, words) and the intents of a stretch of numbers."""
    faults: list[Fault] = []
    slowest: list[tuple[float, int, str]] = []
    intents: Counter[str] = Counter()
    for number in range(first, last):
        text, now, context = sentence(number, seed)
        began = time.process_time()
        faults += (
            Fault(promise, detail, number, text, context) for promise, detail in _stopped_in_time(text, now, context)
        )
        took_ms = round((time.process_time() - began) * 1_000, 1)
        slowest = sorted([*slowest, (took_ms, number, text)], reverse=True)[:SHOWN]
    return faults, slowest, intents


def _stopped_in_time(text: str, now: datetime, context: dict[str, Any]) -> list[tuple[str, str]]:
    """A pattern that explodes would hold up the run: the alarm ends it."""
    signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, STOP_S)
    try:
        return list(broken(text, now, context))
    except TooSlow:
        return [("slow", f"stopped after {STOP_S} s")]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _ring(number: int, frame: object) -> None:
    raise TooSlow


def _chunk(job: tuple[int, int, int]) -> tuple[int, list[Fault], list[tuple[float, int, str]]]:
    faults, slowest, _ = run(*job)
    return job[1] - job[0], faults, slowest


def _settle() -> None:
    """What is loaded once lives for ever: the collector need not look through it in the midst of a sentence."""
    parse("明早8点三人去无锡", START)
    gc.collect()
    gc.freeze()


def main(arguments: list[str]) -> int:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    total = int(arguments[0]) if arguments else SENTENCES
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(1_000_000)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{total:,} sentences, seed {seed}, {os.cpu_count()} processes")
    jobs = [(first, min(first + CHUNK, total), seed) for first in range(0, total, CHUNK)]
    faults: list[Fault] = []
    slowest: list[tuple[float, int, str]] = []
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[found]} faults"))
    with (
        Progress(*columns, console=console) as progress,
        ProcessPoolExecutor(os.cpu_count(), initializer=_settle) as pool,
    ):
        task = progress.add_task("", total=total, found=0)
        for done, found, slow in pool.map(_chunk, jobs):
            faults += found
            slowest = sorted([*slowest, *slow], reverse=True)[:SHOWN]
            faults += (
                Fault("slow", f"{ms} ms", number, *_without_hour(number, seed))
                for ms, number, _ in slow
                if ms > SLOW_MS
            )
            progress.update(task, advance=done, found=len(faults))
    _report(console, faults, slowest)
    return 1 if faults else 0


def _without_hour(number: int, seed: int) -> tuple[str, dict[str, Any]]:
    text, _, context = sentence(number, seed)
    return text, context


def _report(console: Any, faults: list[Fault], slowest: list[tuple[float, int, str]]) -> None:
    from rich.markup import escape
    from rich.table import Table

    slow = Table("ms", "number", "slowest sentences", title=None)
    for took, number, text in slowest:
        slow.add_row(str(took), str(number), escape(_short(text)))
    console.print(slow)
    kinds = Counter(
        (fault.promise, fault.detail.partition(" ")[0] if fault.promise.startswith("slot") else "") for fault in faults
    )
    for (promise, slot), count in kinds.most_common():
        console.print(f"[red]{promise}{': ' + slot if slot else ''}[/red]  {count}")
        for fault in [f for f in faults if f.promise == promise and f.detail.startswith(slot)][:5]:
            console.print(
                escape(
                    f"  #{fault.number} {fault.detail}\n     {_short(fault.text)}\n     {json.dumps(fault.context, ensure_ascii=False)}"
                )
            )
    console.print("[green]every promise kept[/green]" if not faults else f"[red]{len(faults)} faults[/red]")


def _short(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False) if text.isprintable() else json.dumps(text)
    return shown if len(shown) <= 160 else f"{shown[:120]} … {shown[-30:]} ({len(text)} characters)"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
