"""Departures and deadlines: their day, their hour, and the leeway between two hours."""

from datetime import date, datetime, timedelta

from nlu.rules.time.expr import Expr
from nlu.rules.time.groups import Groups
from nlu.rules.time.hours import Hour, day_of, instant, iso, put, said, said_day
from nlu.rules.time.when import When, bare_face, face, fits, part_of
from nlu.scene import Scene


def depart(scene: Scene, groups: Groups) -> None:
    expr = groups.get("depart")
    if expr is None:
        return
    if expr.is_window and expr.until is not None:
        _window(scene, expr)
        return
    if not expr.when.has_clock:
        _day_alone(scene, expr)
        return
    inherited = "" if _is_new_day_for_doubt(scene, expr.when) else _state_part(scene, expr.when)
    when = _before_deadline(expr.when, groups.get("arrive"))
    hour = instant(scene, when, _base(scene, expr.when, groups), inherited=inherited)
    put(scene, "depart_at", hour, expr.start, expr.end, expr.rule)
    if expr.until is not None:
        _until(scene, expr, hour)


def arrive(scene: Scene, groups: Groups) -> None:
    expr = groups.get("arrive")
    if expr is None:
        return
    base = _base(scene, expr.when, groups)
    was = said(scene.state.get("arrive_by"))
    if not expr.when.has_clock:
        day = day_of(scene, expr.when, base)
        is_kept = was is not None and (not expr.when.part or fits(was.hour, expr.when.part))
        at = iso(datetime.combine(day, was.timetz())) if was is not None and is_kept else day.isoformat()
        scene.put("arrive_by", at, expr.start, expr.end, expr.rule)
        return
    leave = said(scene.slots.get("depart_at"))
    inherited = groups["depart"].when.part if leave and "depart" in groups else ""
    if not leave and not expr.when.has_day:
        inherited = _late_part(was)
    hour = instant(scene, expr.when, base, floor=leave, inherited=inherited)
    put(scene, "arrive_by", hour, expr.start, expr.end, expr.rule)


def _before_deadline(when: When, deadline: Expr | None) -> When:
    """凌晨五点二十的航班，两点半走: of the two faces of a bare hour the last one before the deadline."""
    if deadline is None or deadline.when.hour is None or when.hour is None or when.part or when.exact or when.hour > 12:
        return when
    if when.day and deadline.when.day and when.day != deadline.when.day:
        return when
    until = deadline.when
    said_hour = until.hour or 0
    last = said_hour if until.exact else face(said_hour, until.part) if until.part else bare_face(said_hour)
    end = last * 60 + until.minute
    faces = [hour for hour in (when.hour % 12, when.hour % 12 + 12) if hour * 60 + when.minute < end]
    return when._replace(hour=faces[-1], exact=True) if faces else when


def _day_alone(scene: Scene, expr: Expr) -> None:
    when = expr.when
    day = day_of(scene, when, said_day(scene.state.get("depart_at")) or said_day(scene.state.get("arrive_by")))
    was = said(scene.state.get("depart_at"))
    if day < scene.now.date():
        scene.doubt("depart_at", "past", (day.isoformat(),))
    if was is not None and day > scene.now.date() and _is_new_day_for_doubt(scene, when):
        shown = was.hour % 12 or 12
        was = was.replace(hour=bare_face(shown) if not when.part else face(shown, when.part) % 24)
    if was is not None and (not when.part or fits(was.hour, when.part)):
        scene.put("depart_at", iso(datetime.combine(day, was.timetz())), expr.start, expr.end, expr.rule)
        return
    scene.put("depart_at", day.isoformat(), expr.start, expr.end, expr.rule)
    part = "evening" if when.part == "night" else when.part
    if part:
        scene.put("depart_part", part, expr.start, expr.end, expr.rule)
    if expr.until is not None and not expr.until.has_clock:
        _last_day(scene, expr, expr.until, day)


def _last_day(scene: Scene, expr: Expr, until: When, day: date) -> None:
    """周五到周日: the other end, which comes after the first."""
    last = day_of(scene, until, day)
    step = timedelta(days=7 if until.roll_days else 1)
    while last < day:
        last += step
    if last > day or not until.part:
        scene.put("return_at", last.isoformat(), expr.start, expr.end, expr.rule)
    if until.part and until.has_day:
        scene.put("return_part", until.part, expr.start, expr.end, expr.rule)


def _until(scene: Scene, expr: Expr, start: Hour) -> None:
    until = expr.until
    if until is None:
        return
    if not until.has_clock:
        scene.put("return_at", day_of(scene, until, start.at.date()).isoformat(), expr.start, expr.end, expr.rule)
        return
    end = instant(scene, until, start.at.date(), floor=start.at, inherited=expr.when.part)
    scene.put("return_at", iso(end.at), expr.start, expr.end, expr.rule)
    if start.faces:
        gap = end.at - start.at
        scene.doubts[-1]["until"] = [iso(at + gap) for at in start.faces]


def _window(scene: Scene, expr: Expr) -> None:
    first, last = expr.when, expr.until
    if first.hour is None or last is None or last.hour is None:
        return
    part = first.part or last.part or _state_part(scene, first)
    start, end = (face(h, part) if part else bare_face(h) for h in (first.hour, last.hour))
    if end < start and end + 12 < 24:
        end += 12
    day = day_of(scene, first._replace(part=""), said_day(scene.state.get("depart_at")))
    if day == scene.now.date() and not first.has_day and (start, first.minute) <= (scene.now.hour, scene.now.minute):
        day += timedelta(days=1)
    scene.put("depart_at", day.isoformat(), expr.start, expr.end, expr.rule)
    scene.put(
        "window",
        [f"{start % 24:02d}:{first.minute:02d}", f"{end % 24:02d}:{last.minute:02d}"],
        expr.start,
        expr.end,
        expr.rule,
    )


def _base(scene: Scene, when: When, groups: Groups) -> date | None:
    """The day an hour without a day belongs to: another expression's of this sentence, else the state's."""
    if when.day or when.at:
        return when.day
    for role in ("depart", "arrive", "return"):
        other = groups.get(role)
        if other is not None and other.when.day is not None and (role != "return" or groups["return"].start == 0):
            return other.when.day
    if scene.which_at:
        return said_day(scene.which_at)
    return said_day(scene.state.get("depart_at")) or said_day(scene.state.get("arrive_by"))


def _is_new_day_for_doubt(scene: Scene, when: When) -> bool:
    """The draft's hour is only one of two faces; a day said now lets it be read afresh."""
    return scene.scope.doubt == "hour" and scene.asked == "depart_at" and when.has_day


def _state_part(scene: Scene, when: When) -> str:
    """The part of day that a bare hour stays in: the one being asked about, or an evening or night already chosen."""
    part = scene.state.get("depart_part")
    if isinstance(part, str):
        return part
    return "" if when.day else _late_part(said(scene.state.get("depart_at")))


def _late_part(at: datetime | None) -> str:
    part = part_of(at.hour) if at else ""
    return part if part in ("evening", "dawn") else ""
