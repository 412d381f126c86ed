"""Days with names: weekdays, holidays, the lunar calendar, month ends.  Pure arithmetic on dates."""

import calendar
import warnings
from datetime import date, timedelta
from functools import cache

import chinese_calendar

from nlu.data.lunar import MONTHS, TERM_NAMES, TERMS

FIXED = {
    "元旦": (1, 1), "妇女节": (3, 8), "三八节": (3, 8), "植树节": (3, 12), "五一": (5, 1), "劳动节": (5, 1), "青年节": (5, 4),
    "五四": (5, 4), "儿童节": (6, 1), "六一": (6, 1), "七一": (7, 1), "建党节": (7, 1), "八一": (8, 1), "建军节": (8, 1),
    "教师节": (9, 10), "国庆": (10, 1), "十一": (10, 1), "圣诞": (12, 25), "平安夜": (12, 24), "公祭日": (12, 13),
}  # fmt: skip
LUNAR = {
    "春节": (1, 1), "过年": (1, 1), "大年初一": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15),
    "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 24),
}  # fmt: skip
EVES = frozenset(("除夕", "大年三十", "年三十", "大年夜"))
NAMES = tuple(sorted((*FIXED, *LUNAR, *EVES, *TERM_NAMES.split()), key=len, reverse=True))


def weekday(today: date, day: int, weeks: int | None) -> date:
    """day 1-7; weeks 0 this week, 1 next week, -1 last; None: the bare weekday, next week's when already past."""
    monday = today - timedelta(days=today.weekday())
    if weeks is None:
        found = monday + timedelta(days=day - 1)
        return found if found >= today else found + timedelta(days=7)
    return monday + timedelta(days=day - 1 + 7 * weeks)


def day_of_month(today: date, day: int, months: int | None) -> date | None:
    """months ahead; None: the next one that is not past.  None back: no such day."""
    if months is not None:
        return real(*_shifted(today, months), day)
    found = real(today.year, today.month, day)
    if found is not None and found >= today:
        return found
    return real(*_shifted(today, 1), day)


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def end_of_month(today: date, months: int) -> date:
    return month_end(*_shifted(today, months))


def real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_and_day(today: date, month: int, day: int) -> date | None:
    """This year's, or next year's when past; None when there is no such day."""
    found = real(today.year, month, day) or (real(today.year + 1, month, day) if (month, day) == (2, 29) else None)
    if found is not None and found < today:
        return real(today.year + 1, month, day)
    return found


def lunar(today: date, month: int, day: int) -> date | None:
    """The next day of that lunar month and day that is not past."""
    for year in (today.year - 1, today.year, today.year + 1):
        first = lunar_months().get((year, month))
        if first is not None and 1 <= day <= 30 and first + timedelta(days=day - 1) >= today:
            return first + timedelta(days=day - 1)
    return None


def holiday(today: date, name: str, year: int | None = None) -> date | None:
    """The next day of that name: a fixed date, a lunar one, a solar term."""
    base = today if year is None or year == today.year else date(year, 1, 1)
    if name in FIXED:
        return month_and_day(base, *FIXED[name])
    if name in LUNAR:
        return lunar(base, *LUNAR[name])
    if name in EVES:
        first = lunar(base + timedelta(days=1), 1, 1)
        return first - timedelta(days=1) if first else None
    days = [d for y in (base.year, base.year + 1) for d in terms(y).get(name, ()) if d >= base]
    return days[0] if days else None


def next_workday(today: date) -> date | None:
    """None when the State Council has not yet published that year."""
    for ahead in range(1, 15):
        day = today + timedelta(days=ahead)
        try:
            if chinese_calendar.is_workday(day):
                return day
        except NotImplementedError:
            warnings.warn(f"no holiday calendar for {day.year}", stacklevel=2)
            return None
    return None


@cache
def lunar_months() -> dict[tuple[int, int], date]:
    found = {}
    for year, words in MONTHS.items():
        for word in words.split():
            month, first = word.split(":")
            if not month.startswith("-"):
                found[year, int(month)] = date(int(first[:4]), int(first[4:6]), int(first[6:]))
    return found


@cache
def terms(year: int) -> dict[str, tuple[date, ...]]:
    names, found = TERM_NAMES.split(), TERMS.get(year, "").split()
    return {name: (date(year, int(day[:2]), int(day[2:])),) for name, day in zip(names, found, strict=False)}


def _shifted(today: date, months: int) -> tuple[int, int]:
    month = today.year * 12 + today.month - 1 + months
    return month // 12, month % 12 + 1
