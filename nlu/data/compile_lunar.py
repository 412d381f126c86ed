"""Compiles lunar.txt with cnlunar (MIT, requirements-dev.in); run by hand: python nlu/data/compile_lunar.py."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import cnlunar

FIRST, LAST = 2020, 2099


def lines() -> Iterator[str]:
    """year, the first days of its lunar months (a leap month has a minus), its solar terms in their order."""
    months = _months()
    for year in range(FIRST, LAST + 1):
        terms = cnlunar.Lunar(datetime(year, 6, 1, 12)).thisYearSolarTermsDic  # noqa: DTZ001
        days = " ".join(f"{month:02}{day:02}" for month, day in sorted(terms.values()))
        yield f"{year}\t{' '.join(months[year])}\t{days}"


def _months() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {year: [] for year in range(FIRST - 1, LAST + 2)}
    day = datetime(FIRST, 1, 1, 12)  # noqa: DTZ001
    while day < datetime(LAST + 1, 2, 1):  # noqa: DTZ001
        lunar = cnlunar.Lunar(day)
        if lunar.lunarDay == 1:
            sign = "-" if lunar.isLunarLeapMonth else ""
            found[lunar.lunarYear].append(f"{sign}{lunar.lunarMonth}:{day:%Y%m%d}")
        day += timedelta(days=1)
    return found


if __name__ == "__main__":
    (Path(__file__).parent / "lunar.txt").write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
