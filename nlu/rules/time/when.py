"""The value of a time expression before its role is known, and how two pieces become one."""

from datetime import date, datetime
from typing import NamedTuple

PART_HOURS = {
    "dawn": (0, 6),
    "morning": (5, 12),
    "noon": (11, 14),
    "afternoon": (12, 19),
    "evening": (17, 24),
    "night": (22, 30),
}
UNDATED = frozenset(("impossible_date", "missing_holiday_year"))
"""Problems of a day that is named but cannot be told: an hour of such a day is no hour."""


class When(NamedTuple):
    """A day, a part of it, a clock, each said or not.

    after: days after the day spoken of.  exact: the hour is one of 24.  roll_days: by how much to move on when the hour
    is past (a bare weekday: 7).  until: the other end of a range; is_window: any time between the two will do.
    """

    day: date | None = None
    part: str = ""
    hour: int | None = None
    minute: int = 0
    exact: bool = False
    at: datetime | None = None
    roll_days: int = 0
    after: int | None = None
    problem: str = ""
    until: "When | None" = None
    is_window: bool = False
    is_now: bool = False

    def __str__(self) -> str:
        if self.at:
            return self.at.strftime("%m-%d %H:%M")
        clock = f"{self.hour:02d}:{self.minute:02d}" if self.hour is not None else ""
        day = self.day.isoformat()[5:] if self.day else ("" if self.after is None else f"+{self.after}")
        words = " ".join(word for word in (day, self.part, clock, self.problem) if word)
        return words if self.until is None else f"{words}{'~' if self.is_window else '..'}{self.until}"

    @property
    def has_day(self) -> bool:
        return self.day is not None or self.after is not None or self.at is not None

    @property
    def has_clock(self) -> bool:
        return self.hour is not None or self.at is not None


def join(left: When, right: When) -> When | None:
    """One expression of two neighbours, or None when they do not belong together."""
    if left.problem == "vague" and left.after == 0 and right.has_clock and not right.has_day:
        return right._replace(after=0)  # 待会儿3点: the hour is said after all.
    if (left.problem or right.problem) and not (left.has_day or right.has_day):
        return When(problem=left.problem or right.problem)  # An hour of a day that does not exist is no hour.
    if left.at or right.at or left.problem or right.problem:
        return None
    if right.after is not None and left.day and not left.has_clock and not right.has_clock:
        return _counted_on(left, right)
    if (left.has_day and right.has_day) or (left.has_clock and right.has_clock):
        return None
    if left.part and right.part and left.part != right.part and not _is_one_hour(left, right):
        return None
    clock = right if right.has_clock else left
    day = left if left.has_day else right
    return clock._replace(
        day=day.day,
        after=day.after,
        part=right.part or left.part,
        roll_days=day.roll_days,
        until=clock.until or day.until,
        is_now=False,
    )


def _is_one_hour(left: When, right: When) -> bool:
    """下午6点下班后: the hour lies in both parts of day; 早上六点走，下午 is none, nor is 早上下午六点."""
    return right.hour is None and (left.hour is None or face(left.hour, left.part) == face(left.hour, right.part))


def _counted_on(left: When, right: When) -> When | None:
    """立秋次日, 中秋当晚: counted from the day just named."""
    if left.day is None or right.after is None:
        return None
    return left._replace(
        day=date.fromordinal(left.day.toordinal() + right.after), part=right.part or left.part, roll_days=0
    )


def face(hour: int, part: str) -> int:
    """The hour of the day (24 and more: next day's) that an hour said in a part of day means."""
    if hour > 12:
        return hour
    if part == "dawn":
        return hour % 12
    if part == "noon":
        return hour if hour >= 10 else hour + 12
    if part == "afternoon":
        return hour if hour == 12 else hour + 12
    if part == "evening":
        return 24 if hour == 12 else hour + 12 if hour >= 5 else hour + 24 if hour < 5 and hour else 24
    if part == "night":
        return 24 if hour in (0, 12) else hour + 24 if hour < 6 else hour + 12
    return hour


def fits(hour: int, part: str) -> bool:
    first, last = PART_HOURS[part]
    return first <= hour < last


def part_of(hour: int) -> str:
    if hour < 6:
        return "dawn"
    if hour < 11:
        return "morning"
    if hour < 13:
        return "noon"
    return "afternoon" if hour < 18 else "evening"


def bare_face(hour: int) -> int:
    """Bare hours 1-5 are afternoon, 6-12 as they stand."""
    return hour + 12 if 1 <= hour <= 5 else hour
