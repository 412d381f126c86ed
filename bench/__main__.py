"""`make bench`: one JSON object a line on standard output, progress on standard error.

`python -m bench webhook|latency|nlu` runs one part.
"""

import json
import sys
from collections.abc import Callable

from rich.console import Console

from bench import language, latency, webhook
from tests import lanes

Lines = list[dict[str, object]]
Tell = Callable[[str], None]


def webhook_lines(_: Tell) -> Lines:
    """On MariaDB when a server answers, and on SQLite."""
    urls = [url for url in (lanes.database_url(), "sqlite://") if url]
    return [line for url in urls for line in webhook.measure(url)]


PARTS: dict[str, Callable[[Tell], Lines]] = {
    "webhook": webhook_lines,
    "latency": lambda _: latency.measure(),
    "nlu": language.measure,
}


def main(names: list[str]) -> int:
    console = Console(stderr=True)
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        console.print(f"没有这一项：{'、'.join(unknown)}。可选：{'、'.join(PARTS)}")
        return 2
    for name in names or list(PARTS):
        with console.status(f"{name} …") as status:
            lines = PARTS[name](lambda words: status.update(f"{words} …"))
        for line in lines:
            print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
