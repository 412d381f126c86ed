"""JSON lines in, JSON lines out:  python -m nlu [--explain].  --explain adds the span and the rule of every slot."""

import json
import sys
from typing import Any

from nlu.parse import parse


def answer(line: str, *, explain: bool) -> dict[str, Any]:
    """One line's reading; a line that is none of ours gives an error and the next is read."""
    try:
        ask = json.loads(line)
        reading = parse(ask["text"], ask["now"], ask.get("context"))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        return {"error": f"{type(fault).__name__}: {fault}"}
    if not explain:
        return dict(reading)
    spans = {found.pop("slot"): found for found in reading.explained(ask["text"])}
    return {**reading, "spans": spans}


def main() -> None:
    explain = "--explain" in sys.argv[1:]
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(answer(line, explain=explain), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
