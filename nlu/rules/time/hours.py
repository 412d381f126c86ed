"""Which instant a clock means: the face of a bare hour, what is past, midnight."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from nlu.rules.time.when import When, bare_face, face, fits
from nlu.scene import Scene

WAKING = (6 * 60, 22 * 60)
"""The minutes of the day between which the other face of a past hour may lie."""
OVER_AT = {"dawn": 6, "morning": 11, "noon": 13, "afternoon": 18}
"""From which hour a part of day named without a day is tomorrow's."""


class Hour(NamedTuple):
    """An instant found; faces: the other instants that the same words may mean, with why; is_filled: by a convention."""

    at: datetime
    faces: tuple[datetime, ...] = ()
    why: str = ""
    is_filled: bool = False


def said(value: object) -> datetime | None:
    """A slot's instant, or None when it holds a date alone."""
    if not isinstance(value, str) or len(value) < 16:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def said_day(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def day_of(scene: Scene, when: When, base: date | None) -> date:
    """base: the day of a time that names none."""
    if when.at:
        return when.at.date()
    if when.day:
        return when.day
    if when.after is not None:
        return (base or scene.now.date()) + timedelta(days=when.after)
    if base is not None:
        return base
    is_over = when.part and when.hour is None and scene.now.hour >= OVER_AT.get(when.part, 24)
    return scene.now.date() + timedelta(days=1 if is_over else 0)


def instant(scene: Scene, when: When, base: date | None, *, floor: datetime | None = None, inherited: str = "") -> Hour:
    """The instant of a clock; base: its day when it names none; floor: it comes after this; inherited: a part of day."""
    if when.at is not None:
        return Hour(when.at)
    hour = when.hour or 0
    part = when.part
    if not part and inherited and not when.exact and fits(face(hour, inherited), inherited):
        part = inherited
    day = day_of(scene, when, base)
    if when.exact or part:
        known = hour if when.exact and (hour > 12 or not part or fits(hour, part)) else face(hour, part)
        at = on(scene, day, known, when.minute)
        is_midnight = hour == 12 and part in ("evening", "night")
        return _known_face(scene, when, at, base=base, floor=floor, is_midnight=is_midnight)
    if floor is not None and day == floor.date():
        for shown in (hour, hour + 12) if when.has_day else (hour, hour + 12, hour + 24):
            later = on(scene, day, shown, when.minute)
            if later > floor and later.hour == 0:
                return Hour(later, (later,), "midnight")  # 14:00 there, 12点回
            if later > floor:
                return Hour(later, is_filled=shown != hour)
    return _bare(scene, when, day)


def on(scene: Scene, day: date, hour: int, minute: int) -> datetime:
    """hour: 24 and more is the next day's."""
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=scene.now.tzinfo)
    return midnight + timedelta(hours=hour, minutes=minute)


def put(scene: Scene, slot: str, hour: Hour, start: int, end: int, rule: str) -> None:
    scene.put(slot, iso(hour.at), start, end, rule)
    if hour.why:
        scene.doubt(slot, hour.why, tuple(iso(at) for at in hour.faces))
    elif hour.is_filled:
        scene.infer(slot)


def _is_over(scene: Scene, at: datetime) -> bool:
    return at < scene.now.replace(second=0, microsecond=0) and "may_have_begun" not in scene.flags


def _known_face(
    scene: Scene, when: When, at: datetime, *, base: date | None, floor: datetime | None, is_midnight: bool
) -> Hour:
    if floor is not None and at <= floor and not when.has_day:
        later = at + timedelta(hours=12)
        return Hour(later if not when.part and not when.exact and later > floor else at + timedelta(days=1))
    if is_midnight:
        return Hour(at, (at,), "midnight")
    if not _is_over(scene, at):
        return Hour(at)
    if when.roll_days:
        return Hour(at + timedelta(days=when.roll_days))
    if base is None and not when.has_day:
        return Hour(at + timedelta(days=1), (at + timedelta(days=1),), "past")
    return Hour(at, (at,), "past")


def _bare(scene: Scene, when: When, day: date) -> Hour:
    at = on(scene, day, bare_face(when.hour or 0), when.minute)
    if not _is_over(scene, at):
        return Hour(at, is_filled=at.hour != (when.hour or 0) % 24)
    if when.roll_days:
        return Hour(at + timedelta(days=when.roll_days), is_filled=True)
    if day != scene.now.date():
        return Hour(at, (at,), "past")
    tomorrow = at + timedelta(days=1)
    other = at.replace(hour=(at.hour + 12) % 24)
    if other > scene.now and WAKING[0] <= other.hour * 60 + other.minute <= WAKING[1]:
        return Hour(other, (other, tomorrow), "hour")
    return Hour(tomorrow, (tomorrow,), "past")
