"""Days with names: weekdays, holidays, working days, the lunar calendar, month ends.  Pure arithmetic on dates."""

import calendar
import warnings
from datetime import date, timedelta
from functools import cache

import chinese_calendar
from chinese_calendar import constants

from nlu.data.lunar import MONTHS, TERM_NAMES, TERMS

FIXED = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "三八": (3, 8), "植树节": (3, 12), "消费者权益日": (3, 15), "世界水日": (3, 22), "愚人节": (4, 1),
    "地球日": (4, 22), "五一": (5, 1), "劳动节": (5, 1), "青年节": (5, 4), "五四": (5, 4), "防灾减灾日": (5, 12), "护士节": (5, 12), "儿童节": (6, 1), "六一": (6, 1),
    "环境日": (6, 5), "七一": (7, 1), "建党节": (7, 1), "党的生日": (7, 1), "八一": (8, 1), "建军节": (8, 1), "医师节": (8, 19), "教师节": (9, 10), "烈士纪念日": (9, 30),
    "国庆": (10, 1), "十一": (10, 1), "万圣节": (10, 31), "记者节": (11, 8), "消防日": (11, 9), "消防宣传日": (11, 9), "双十一": (11, 11), "宪法日": (12, 4),
    "双十二": (12, 12), "公祭日": (12, 13), "平安夜": (12, 24), "圣诞": (12, 25), "跨年夜": (12, 31), "跨年": (12, 31),
}  # fmt: skip
NTH_WEEKDAY = {"母亲节": (5, 2, 7), "父亲节": (6, 3, 7), "感恩节": (11, 4, 4), "助残日": (5, 3, 7)}
"""month, which one, weekday"""
LUNAR = {
    "春节": (1, 1), "过年": (1, 1), "大年初一": (1, 1), "元宵": (1, 15), "正月半": (1, 15), "龙抬头": (2, 2), "上巳": (3, 3), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15),
    "中秋": (8, 15), "八月半": (8, 15), "重阳": (9, 9), "下元": (10, 15), "腊八": (12, 8), "小年": (12, 24),
}  # fmt: skip
EVES = frozenset(("除夕", "大年三十", "年三十", "大年夜", "年夜饭那天"))
NAMES = tuple(sorted((*FIXED, *NTH_WEEKDAY, *LUNAR, *EVES, *TERM_NAMES.split()), key=len, reverse=True))
DAYS_OFF_OF = {
    "元旦": "元旦", "春节": "春节", "过年": "春节", "除夕": "春节", "大年初一": "春节", "清明": "清明", "五一": "五一", "劳动节": "五一", "端午": "端午", "中秋": "中秋",
    "国庆": "国庆", "十一": "国庆",
}  # fmt: skip
"""The seven holidays with days off, by the name of the day that their span is looked for around."""
SPAN_MAX = timedelta(days=12)
DAYS_OFF = constants.holidays
MADE_UP = constants.workdays
"""Days off, and days at weekends that are worked for them, with the English name of their holiday."""


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
        return real(*shifted(today, months), day)
    found = real(today.year, today.month, day)
    if found is not None and found >= today:
        return found
    return real(*shifted(today, 1), day)


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def end_of_month(today: date, months: int) -> date:
    return month_end(*shifted(today, months))


def nth_weekday(year: int, month: int, nth: int, day: int) -> date | None:
    """nth 1-5, or -1 for the last; day 1-7."""
    if nth < 0:
        last = month_end(year, month)
        return last - timedelta(days=(last.isoweekday() - day) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(day - first.isoweekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_and_day(today: date, month: int, day: int) -> date | None:
    """This year's, or next year's when past; None when there is no such day (29 February but in a leap year)."""
    return real(today.year + ((month, day) < (today.month, today.day)), month, day)


def lunar(today: date, month: int, day: int, is_leap: bool = False) -> date | None:
    """The next day of that lunar month and day that is not past; a leap month's may be years away."""
    for year in range(today.year - 1, today.year + (20 if is_leap else 2)):
        first = lunar_months().get((year, -month if is_leap else month))
        if first is not None and 1 <= day <= 30 and first + timedelta(days=day - 1) >= today:
            return first + timedelta(days=day - 1)
    return None


def lunar_day(today: date, day: int) -> date | None:
    """初八 alone: the next eighth of a lunar month."""
    found = (first + timedelta(days=day - 1) for first in lunar_months().values())
    return min((at for at in found if at >= today), default=None)


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
    if name in NTH_WEEKDAY:
        found = [nth_weekday(y, *NTH_WEEKDAY[name]) for y in (base.year, base.year + 1)]
    else:
        found = [d for y in (base.year, base.year + 1) for d in terms(y).get(name, ())]
    return next((d for d in found if d and d >= base), None)


def days_off(today: date, name: str) -> tuple[date, date] | None:
    """First and last day off of a holiday that is not yet over.  None: none has days off, or that year is not yet published."""
    if name not in DAYS_OFF_OF:
        return None
    day = holiday(today - SPAN_MAX, DAYS_OFF_OF[name])
    span = _span(day) if day else None
    if span is not None and span[1] < today:
        day = holiday(today, DAYS_OFF_OF[name])
        span = _span(day) if day else None
    return span


def next_days_off(today: date) -> tuple[date, date] | None:
    """The holiday that is on or comes next, whatever its name."""
    day = min((d for d in DAYS_OFF if d >= today), default=None)
    return _span(day) if day else None


def _span(day: date) -> tuple[date, date] | None:
    if not is_published(day):
        return None
    first = last = day
    while first - timedelta(days=1) in DAYS_OFF:
        first -= timedelta(days=1)
    while last + timedelta(days=1) in DAYS_OFF:
        last += timedelta(days=1)
    return (first, last) if day in DAYS_OFF else None


def is_published(day: date) -> bool:
    """Whether the State Council's days off of that year are known; warns when not."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        warn_unpublished(day.year)
        return False
    return True


@cache
def warn_unpublished(year: int) -> None:
    """Once a year in a process."""
    warnings.warn(
        f"节假日安排 {year} 年尚未发布，请在国务院公布后升级依赖 chinesecalendar；在此之前，涉及该年放假调休的日期会向用车人追问",
        stacklevel=3,
    )


def workday(day: date, step: int, count: int = 1) -> date | None:
    """The count-th working day after (step 1) or before (-1) a day.  None when that year is not yet published."""
    for _ in range(30 * count):
        day += timedelta(days=step)
        if not is_published(day):
            return None
        count -= chinese_calendar.is_workday(day)
        if not count:
            return day
    return None


def next_workday(today: date) -> date | None:
    """None when the State Council has not yet published that year."""
    return workday(today, 1)


def made_up(today: date, name: str = "") -> tuple[date, ...]:
    """Days at weekends that are worked in lieu of days off (补班), from today on; name: those of one holiday alone."""
    days = [day for day in sorted(MADE_UP) if day >= today]
    span = days_off(today, name) if name else None
    if name:
        days = [
            day
            for day in days
            if span is not None and MADE_UP[day] == DAYS_OFF[span[0]] and abs(day - span[0]) < timedelta(days=30)
        ]
    return tuple(days)


@cache
def lunar_months() -> dict[tuple[int, int], date]:
    """First days by year and month; a leap month has a minus."""
    found = {}
    for year, words in MONTHS.items():
        for word in words.split():
            month, first = word.split(":")
            found[year, int(month)] = date(int(first[:4]), int(first[4:6]), int(first[6:]))
    return found


@cache
def terms(year: int) -> dict[str, tuple[date, ...]]:
    names, found = TERM_NAMES.split(), TERMS.get(year, "").split()
    return {name: (date(year, int(day[:2]), int(day[2:])),) for name, day in zip(names, found, strict=False)}


def shifted(today: date, months: int) -> tuple[int, int]:
    """Year and month, so many months away."""
    month = today.year * 12 + today.month - 1 + months
    return month // 12, month % 12 + 1
