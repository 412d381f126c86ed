"""How well the language layer reads a file of sentences:  python -m tests.nlu.score FILE…

A row: {"id", "text", "now", "context"?, "expect": {"intent", slots…}, "optional"?: [slots]}.  A list as an expected value
means that any of these is right, except for the slots that are lists themselves.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlu import parse

REMARKS = frozenset(["intent", "needs", "ambiguous", "inferred", "urgent", "too_long"])
WORDY = frozenset(["purpose", "reason", "condition", "place"])
LISTS = frozenset(["stops", "window", "expenses"])
IDLE = frozenset(["other", "chitchat", "greet", "thanks"])
QUIET = IDLE | {"help", "human", "complaint", "confirm", "deny", "hold", "undo"}
VERDICTS = frozenset(["approve", "reject"])


@dataclass(slots=True)
class Score:
    """Counts over a file.  misread: (row, what was read, what is wrong)."""

    rows: int = 0
    intents: int = 0
    exact: int = 0
    invented: int = 0
    wrong_verdicts: int = 0
    misread: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = field(default_factory=list)


def score(rows: Iterable[dict[str, Any]]) -> Score:
    found = Score()
    for row in rows:
        got = dict(parse(row["text"], row["now"], row.get("context")))
        wrong = faults(row, got)
        found.rows += 1
        found.intents += "intent" not in wrong
        found.exact += not wrong
        wanted = set(_listed(row["expect"]["intent"]))
        found.invented += wanted <= QUIET and not row["expect"].keys() - {"intent"} and bool(_said(row, got))
        found.wrong_verdicts += "intent" in wrong and (got["intent"] in VERDICTS or bool(wanted & VERDICTS))
        if wrong:
            found.misread.append((row, got, wrong))
    return found


def faults(row: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """The slots (and intent) that are not as expected."""
    want = row["expect"]
    intents = _listed(want["intent"])
    wrong = [] if got["intent"] in intents or (got["intent"] in IDLE and IDLE & set(intents)) else ["intent"]
    expected, said = _said(row, want), _said(row, got)
    for slot in sorted(expected.keys() | said.keys()):
        if slot in expected and slot in said and same(slot, expected[slot], said[slot]):
            continue
        if slot in row.get("optional", ()) and not (slot in expected and slot in said):
            continue
        wrong.append(slot)
    return wrong


def same(slot: str, want: Any, got: Any) -> bool:
    if slot in LISTS:
        return _plain(want) == _plain(got)
    return any(_alike(slot, each, got) for each in _listed(want))


def _alike(slot: str, want: Any, got: Any) -> bool:
    if slot in WORDY and isinstance(got, str) and isinstance(want, str):
        return len(got) >= 2 and (_plain(want) in _plain(got) or _plain(got) in _plain(want))
    if slot == "target" and isinstance(want, dict) and isinstance(got, dict):
        return want.keys() == got.keys() and all(same(key, want[key], got[key]) for key in want)
    if slot.endswith(("_at", "_by")) and isinstance(got, str) and isinstance(want, str):
        return want[:16] == got[:16]
    return bool(_plain(want) == _plain(got))


def _said(row: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Without remarks, and without the defaults: one vehicle, one way."""
    state = (row.get("context") or {}).get("slots") or {}
    kept = {slot: value for slot, value in values.items() if slot not in REMARKS}
    if kept.get("vehicle_count") == 1 and state.get("vehicle_count", 1) == 1:
        del kept["vehicle_count"]
    if "trip_type" in kept and (
        "trip_type" not in row["expect"]
        or (kept["trip_type"] == "oneway" and state.get("trip_type", "oneway") == "oneway")
    ):
        del kept["trip_type"]
    return kept


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(char for char in value.lower() if char not in " ,，。.!！?？;；、·")
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def main(paths: list[str]) -> None:
    for path in paths:
        found = score(read(Path(path)))
        for row, got, wrong in found.misread:
            shown = {slot: got.get(slot) for slot in wrong}
            print(row.get("id", ""), row["text"], "→", json.dumps(shown, ensure_ascii=False))
        share = [f"{count / max(found.rows, 1):.3f}" for count in (found.intents, found.exact)]
        print(
            f"{path}: {found.rows} rows, intent {share[0]}, exact {share[1]}, "
            f"invented {found.invented}, wrong verdicts {found.wrong_verdicts}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
