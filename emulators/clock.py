"""The product's clock as a file beside the data: {"machine_s": float, "product": iso}.  Moved here, read by everybody.

The product's present is `product` plus what the machine's clock has run since `machine_s`; no file, no difference.
"""

import json
import os
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

CITY_TZ = timezone(timedelta(hours=8))
YEARS = range(1971, 2200)  # Beyond, a clock that runs on would one day leave the calendar.


class InThePast(Exception):
    """The clock runs forward only: what has happened has happened."""


class Clock:
    """Every look reads the file, so another process's move counts at once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.moving = threading.Lock()

    def now(self) -> datetime:
        machine_s = time.time()
        try:
            body = json.loads(self.file.read_text("utf8"))
        except FileNotFoundError:
            return datetime.fromtimestamp(machine_s, CITY_TZ)
        return instant(body["product"]) + timedelta(seconds=machine_s - body["machine_s"])

    def move(self, to: datetime) -> datetime:
        """Let the clock stand at `to` and run on from there.  Raises InThePast."""
        with self.moving:
            if to < self.now():
                raise InThePast
            handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=self.file.name)
            with os.fdopen(handle, "w", encoding="utf8") as out:
                json.dump({"machine_s": time.time(), "product": to.isoformat()}, out)
            os.replace(name, self.file)  # noqa: PTH105 - in one step: no reader sees half a file.
        return self.now()


def instant(text: str) -> datetime:
    """An ISO instant in the city's zone; without an offset it is the city's time.  Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.year not in YEARS:
        raise ValueError("a year out of reach")
    return (found if found.tzinfo else found.replace(tzinfo=CITY_TZ)).astimezone(CITY_TZ)
