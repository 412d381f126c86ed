"""How well and how fast sentences are read, against three libraries for Chinese times.

Times: generated sentences, which nobody's rules have seen, and the committed ones, by which ours were written.  Every
library answers from a process of its own (bench/readers.py), given the sentence and the present and nothing else.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bench.load import pss_mb
from bench.running import ROOT
from bench.sentences import COMMITTED, Question, committed, generated

PEERS = ("jionlp", "chinesetimenlp", "recognizers")
PEERS_PYTHON = ROOT / ".venv-bench" / "bin" / "python"  # Their own environment: `make bench` builds it.
# The marks of shared/language/README.md and issue 3.
TIMES_RIGHT_MARK, P50_MARK_US, P99_MARK_US, LOAD_MARK_S, MEMORY_MARK_MB = 97.0, 300.0, 3000.0, 2.0, 150.0
STARTS = 3
Line = dict[str, Any]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Score:
    """What one reader made of a set of sentences; `missing` says why it could not be asked."""

    name: str
    right: float = 0.0
    p50_us: float = 0.0
    p99_us: float = 0.0
    missing: str = ""


def measure(tell: Tell = lambda words: None) -> list[Line]:
    sets = {"generated": generated(), "committed": committed()}
    scores = {}
    for reader in ("nlu", *PEERS):
        for name, questions in sets.items():
            tell(f"nlu: {reader}, {len(questions)} sentences ({name})")
            scores[reader, name] = asked(reader, questions)
    lines = [line for peer in PEERS for name in sets for line in versus(peer, name, scores, len(sets[name]))]
    lines += [times_right(name, scores["nlu", name], len(questions)) for name, questions in sets.items()]
    tell("nlu: every committed sentence, a fresh process")
    return [*lines, *whole_sentences(), *started()]


def versus(peer: str, name: str, scores: dict[tuple[str, str], Score], count: int) -> Iterator[Line]:
    """Accuracy and speed on one set; a library that is not there has its line too, and says why."""
    ours, theirs = scores["nlu", name], scores[peer, name]
    more: Line = {"set": name, "sentences": count}
    if theirs.missing:
        against: Line = {"name": theirs.name, "value": None}
        more["missing"] = theirs.missing
        yield line(f"nlu_vs_{peer}", ours.right, "% of departure times", against, None) | more
        return
    against = {"name": theirs.name, "value": theirs.right}
    yield line(f"nlu_vs_{peer}", ours.right, "% of departure times", against, quotient(ours.right, theirs.right)) | more
    against = {"name": theirs.name, "value": theirs.p50_us, "p99": theirs.p99_us}
    speed = line(f"nlu_vs_{peer}_us", ours.p50_us, "us a sentence", against, quotient(ours.p50_us, theirs.p50_us))
    yield speed | {"p99": ours.p99_us} | more


def times_right(name: str, ours: Score, count: int) -> Line:
    more = {"set": name, "sentences": count}
    return against_mark("nlu_times_right", ours.right, "% of departure times", TIMES_RIGHT_MARK) | more


def whole_sentences() -> Iterator[Line]:
    """Every committed sentence with its context, in one process that has everything loaded."""
    code = f"from bench.language import timed; timed({str(COMMITTED)!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    took = sorted(json.loads(done.stdout))
    for point, mark in ((50, P50_MARK_US), (99, P99_MARK_US)):
        value = took[len(took) * point // 100]
        more = {"percentile": point, "sentences": len(took)}
        yield against_mark("nlu_sentence_us", value, "us", mark) | more


def timed(folder: str) -> None:
    """Microseconds of each parse, as one JSON list: the better of two, so that a neighbour's noise counts less."""
    import time

    import nlu

    rows = [json.loads(row) for file in sorted(Path(folder).rglob("*.jsonl")) for row in file.open(encoding="utf8")]
    rows = [row for row in rows if "now" in row]  # Other files are read at a time of their own test.
    rounds: list[list[float]] = []
    for _ in range(3):  # The first warms up.
        rounds.append([])
        for row in rows:
            began = time.perf_counter_ns()
            nlu.parse(row["text"], row["now"], row.get("context"))
            rounds[-1].append((time.perf_counter_ns() - began) / 1e3)
    print(json.dumps([round(min(pair), 1) for pair in zip(*rounds[1:], strict=True)]))


FIRST_SENTENCE = """
import sys, time
began = time.perf_counter()
import nlu
nlu.parse("明早8点三人去无锡", "2026-11-23T10:00:00+08:00")
print(time.perf_counter() - began, flush=True)
sys.stdin.read()
"""


def started() -> list[Line]:
    """A fresh process up to its first sentence, the best of a few; and what it then weighs."""
    seconds, weights = [], []
    for _ in range(STARTS):
        with running([sys.executable, "-c", FIRST_SENTENCE]) as (child, out):
            seconds.append(float(out.readline()))
            weights.append(pss_mb(child.pid))
    return [
        against_mark("nlu_load_s", round(min(seconds), 3), "s", LOAD_MARK_S),
        against_mark("nlu_memory_mb", round(min(weights), 1), "MB", MEMORY_MARK_MB),
    ]


def asked(reader: str, questions: Sequence[Question]) -> Score:
    """What share of the departure times `reader` gets right to the minute, and how long a sentence takes it.

    Ours reads everything a sentence says in that time, the libraries its times.
    """
    python = Path(sys.executable) if reader == "nlu" else PEERS_PYTHON
    if not python.exists():
        return Score(reader, missing=f"{python.relative_to(ROOT)} is not there: `make bench` makes it")
    said = "".join(json.dumps({"text": each.text, "now": each.now.isoformat()}) + "\n" for each in questions)
    command = [str(python), "-m", "bench.readers", reader]
    done = subprocess.run(command, cwd=ROOT, input=said, capture_output=True, text=True, check=False)
    heard = [json.loads(each) for each in done.stdout.splitlines()] or [{"missing": "it ended at its start"}]
    greeting, *answers = heard
    name = f"{greeting.get('name', reader)} {greeting.get('version', '')}".strip()
    if len(answers) < len(questions):
        return Score(name, missing=greeting.get("missing", f"it ended after {len(answers)} sentences"))
    right = sum(answer["at"] in question.depart_at for answer, question in zip(answers, questions, strict=True))
    took = sorted(answer["us"] for answer in answers)
    share = round(100 * right / len(questions), 1)
    return Score(name, share, took[len(took) // 2], took[len(took) * 99 // 100])


@contextlib.contextmanager
def running(command: list[str]) -> Iterator[tuple["subprocess.Popen[str]", IO[str]]]:
    """A child and what it says; it ends when its input does."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdout
        yield child, child.stdout


def line(name: str, value: float, unit: str, against: Line, ratio: float | None) -> Line:
    return {"name": name, "value": value, "unit": unit, "against": against, "ratio": ratio}


def against_mark(name: str, value: float, unit: str, mark: float) -> Line:
    return line(name, value, unit, {"name": "mark", "value": mark}, quotient(value, mark))


def quotient(value: float, other: float) -> float | None:
    return round(value / other, 3) if other else None
