"""Time: the product's clock (business), the machine's clock (leases, signatures, tokens), and how people read it.

The demo's clock is a file that every process looks at: {"machine_s": float, "product": iso}; the product's present is
`product` plus what the machine's clock has run since `machine_s`.  Without a file both clocks are one.
"""

import json
import os
import tempfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

CITY_TZ = timezone(timedelta(hours=8), "Asia/Shanghai")  # China has kept one offset since 1991.
WEEKDAYS = "一二三四五六日"


class Clock:
    """The product's clock.  `now()` is aware, in the city's zone."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._stamp: tuple[int, int] | None = None
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return machine_now().astimezone(CITY_TZ) + self._offset()

    def _offset(self) -> timedelta:
        if self.file is None:
            return timedelta(0)
        try:
            found = self.file.stat()
        except FileNotFoundError:
            return timedelta(0)
        stamp = (found.st_mtime_ns, found.st_ino)
        if stamp != self._stamp:
            body = json.loads(self.file.read_text("utf8"))
            self._ahead = read_instant(body["product"]) - datetime.fromtimestamp(body["machine_s"], UTC)
            self._stamp = stamp
        return self._ahead


def set_clock(file: Path, to: datetime) -> None:
    """Let the product's clock stand at `to` now and run on from there.  Replaced in one step: no reader sees half."""
    body = json.dumps({"machine_s": machine_now().timestamp(), "product": to.isoformat()})
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    with os.fdopen(handle, "w", encoding="utf8") as out:
        out.write(body)
    Path(name).replace(file)


def machine_now() -> datetime:
    return datetime.now(UTC)


def read_instant(text: str) -> datetime:
    """An ISO instant; without an offset it is the city's time.  Raises ValueError."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=CITY_TZ)


def local(at: datetime) -> datetime:
    return at.astimezone(CITY_TZ)


def day_of(at: datetime) -> date:
    return local(at).date()


def hour_minute(at: datetime) -> str:
    return f"{local(at):%H:%M}"


def month_day(at: datetime) -> str:
    return f"{local(at):%m-%d}"


def day_words(at: datetime) -> str:
    """11-24(周二) 08:00"""
    here = local(at)
    return f"{here:%m-%d}(周{WEEKDAYS[here.weekday()]}) {here:%H:%M}"


def span_words(seconds: float) -> str:
    """How long, for people: 45分钟, 1小时20分, 2天3小时."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}分钟"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours}小时{minutes}分" if minutes else f"{hours}小时"
    days, hours = divmod(hours, 24)
    return f"{days}天{hours}小时" if hours else f"{days}天"
