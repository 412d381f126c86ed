"""From expressions with roles to slots: days are handed on, hours get their face, what is past is moved or flagged."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from nlu.rule import Mark
from nlu.rules.time.compose import Expr, Times
from nlu.rules.time.when import When, bare_face, face, fits, join, part_of
from nlu.scene import Scene

WAKING = range(6, 23)
SLOT_OF = {"depart": "depart_at", "arrive": "arrive_by", "return": "return_at"}


@dataclass(frozen=True, slots=True)
class Hour:
    """An instant found; faces: the other instants that the same words may mean, with why; is_filled: by a convention."""

    at: datetime
    faces: tuple[datetime, ...] = ()
    why: str = ""
    is_filled: bool = False


def settle(scene: Scene, times: Times) -> None:
    exprs = _sound(scene, times.exprs)
    groups = _by_role(scene, exprs)
    spans = {mark.kind: mark for mark in reversed(times.spans)}
    for mark in times.spans:
        scene.cover(mark.start, mark.end)
    for expr in times.exprs:
        scene.times.append((expr.start, expr.end))
        scene.cover(expr.start, expr.end)
    if "recurrence" in spans:
        _recurring(scene, groups, spans["recurrence"])
        return
    _depart(scene, groups)
    _arrive(scene, groups, spans.get("shift"))
    _return(scene, groups, spans.get("stay"))
    if "duration" in spans:
        scene.take("duration", spans["duration"])
    if "shift" in spans and "arrive_by" not in scene.slots:
        _shift(scene, spans["shift"])


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


def _sound(scene: Scene, exprs: tuple[Expr, ...]) -> list[Expr]:
    """Without days that do not exist, and without the hours that such a day leaves without one."""
    kept, is_lost = [], False
    for expr in exprs:
        if expr.when.problem:
            scene.doubt(SLOT_OF.get(expr.role, "depart_at"), expr.when.problem)
            is_lost = is_lost or (expr.when.problem == "impossible_date" and expr.role != "return")
            continue
        if expr.until is not None and expr.until.problem:
            scene.doubt("return_at", expr.until.problem)
            expr = replace(expr, until=None)
        kept.append(expr)
    return [expr for expr in kept if not is_lost or expr.when.day or expr.when.at]


def _by_role(scene: Scene, exprs: list[Expr]) -> dict[str, Expr]:
    """The expression of each role; a day said alone is lent to the hours that have none."""
    groups: dict[str, Expr] = {}
    for index, expr in enumerate(exprs):
        role = _role(scene, expr, index, exprs)
        held = groups.get(role)
        if held is None:
            groups[role] = expr
            continue
        both = join(held.when, expr.when) if held.until is None or not held.until.has_clock else None
        if both is not None:
            wide = expr if expr.when.has_clock else held
            groups[role] = replace(wide, when=both, until=expr.until or held.until, window=expr.window or held.window)
        elif (
            role == "depart"
            and "arrive" not in groups
            and "return" not in groups
            and expr.when.has_clock
            and not expr.when.has_day
        ):
            groups["extra"] = expr
        else:
            scene.flags.add("second_booking")
            scene.doubt("booking", "second", (scene.text[expr.start :],))
    return groups


def _role(scene: Scene, expr: Expr, index: int, exprs: list[Expr]) -> str:
    alone = len(exprs) == 1
    meets = "meets" in scene.flags
    departs_elsewhere = any(e is not expr and e.when.has_clock and e.role in ("", "depart") for e in exprs)
    if expr.role == "return":
        known = scene.state.get("depart_at") or scene.asked == "return_at"
        return "depart" if alone and not known and "goes_home" in scene.flags else "return"
    if expr.role in ("arrive", "come") and meets:
        return "depart"
    if expr.role == "come":
        return "arrive" if departs_elsewhere and expr.when.has_clock else "depart"
    timed = any(e is not expr and e.when.has_clock and e.when.day for e in exprs)
    if expr.role == "arrive" and (expr.when.has_clock or alone or timed):
        return "arrive"
    if expr.role == "" and scene.asked == "return_at":
        return "return"
    if expr.role == "" and scene.asked == "arrive_by":
        return "arrive"
    return "depart"


def _depart(scene: Scene, groups: dict[str, Expr]) -> None:
    expr = groups.get("depart")
    if expr is None:
        return
    if (expr.window and expr.until is not None) or expr.when.to_hour is not None:
        _window(scene, expr)
        return
    if not expr.when.has_clock and _lends(scene, groups, expr):
        return
    if not expr.when.has_clock:
        _depart_day(scene, expr)
        return
    inherited = "" if _is_new_day_for_doubt(scene, expr.when) else _state_part(scene)
    hour = instant(scene, expr.when, _base(scene, expr.when, groups), inherited=inherited)
    _put_hour(scene, "depart_at", expr, hour)
    if expr.until is not None:
        _until(scene, expr, hour)


def _lends(scene: Scene, groups: dict[str, Expr], expr: Expr) -> bool:
    """明天，赶9点的会: the day belongs to the deadline and is no departure of its own."""
    other = groups.get("arrive")
    if other is None or expr.until is not None or not other.when.has_clock or other.when.has_day:
        return False
    groups["arrive"] = replace(other, when=join(expr.when, other.when) or other.when)
    return True


def _depart_day(scene: Scene, expr: Expr) -> None:
    when = expr.when
    day = _day_of(scene, when, said_day(scene.state.get("depart_at")))
    was = said(scene.state.get("depart_at"))
    if day < scene.now.date():
        scene.doubt("depart_at", "past", (day.isoformat(),))
    if was is not None and day > scene.now.date() and _is_new_day_for_doubt(scene, when):
        was = was.replace(
            hour=bare_face(was.hour % 12 or 12) if not when.part else face(was.hour % 12 or 12, when.part) % 24
        )
    if was is not None and (not when.part or fits(was.hour, when.part)):
        kept = datetime.combine(day, was.timetz())
        scene.put("depart_at", kept.isoformat(timespec="seconds"), expr.start, expr.end, expr.rule)
        return
    scene.put("depart_at", day.isoformat(), expr.start, expr.end, expr.rule)
    part = "evening" if when.part == "night" else when.part
    if part:
        scene.put("depart_part", part, expr.start, expr.end, expr.rule)
    if expr.until is not None and not expr.until.has_clock:
        last = _day_of(scene, expr.until, day)
        while last < day:
            last += timedelta(days=7 if expr.until.roll_days else 1)
        if last > day or not expr.until.part:
            scene.put("return_at", last.isoformat(), expr.start, expr.end, expr.rule)
        if expr.until.part and expr.until.has_day:
            scene.put("return_part", expr.until.part, expr.start, expr.end, expr.rule)


def _until(scene: Scene, expr: Expr, start: Hour) -> None:
    until = expr.until
    if until is None:
        return
    if not until.has_clock:
        scene.put("return_at", _day_of(scene, until, start.at.date()).isoformat(), expr.start, expr.end, expr.rule)
        return
    end = instant(scene, until, start.at.date(), floor=start.at, inherited=expr.when.part)
    scene.put("return_at", end.at.isoformat(timespec="seconds"), expr.start, expr.end, expr.rule)
    if start.faces:
        gap = end.at - start.at
        scene.doubts[-1]["until"] = [(at + gap).isoformat(timespec="seconds") for at in start.faces]


def _arrive(scene: Scene, groups: dict[str, Expr], shift: Mark | None) -> None:
    expr = groups.get("arrive")
    if expr is None:
        return
    base = _base(scene, expr.when, groups)
    if not expr.when.has_clock:
        scene.put("arrive_by", _day_of(scene, expr.when, base).isoformat(), expr.start, expr.end, expr.rule)
        return
    leave = said(scene.slots.get("depart_at"))
    hour = instant(
        scene,
        expr.when,
        base,
        floor=leave,
        inherited=groups["depart"].when.part if leave and "depart" in groups else "",
    )
    if shift is not None and shift.value.get("minutes", 0) < 0:
        hour = replace(hour, at=hour.at + timedelta(minutes=shift.value["minutes"]))
    _put_hour(scene, "arrive_by", expr, hour)


def _return(scene: Scene, groups: dict[str, Expr], stay: Mark | None) -> None:
    expr = groups.get("return") or groups.get("extra")
    leave_day = said_day(scene.slots.get("depart_at")) or said_day(scene.slots.get("arrive_by"))
    back_day = said_day(scene.state.get("return_at"))
    base = leave_day or back_day or said_day(scene.state.get("depart_at"))
    if stay is not None and "return_at" not in scene.slots:
        base = (base or scene.now.date()) + timedelta(days=stay.value)
        if expr is None:
            if leave_day or scene.state.get("depart_at"):
                scene.take("return_at", stay, base.isoformat())
            return
    if expr is None:
        return
    if expr.when.has_clock:
        leave = (
            said(scene.slots.get("depart_at"))
            or said(scene.slots.get("arrive_by"))
            or said(scene.state.get("depart_at"))
        )
        hour = instant(scene, expr.when, base, floor=leave)
        _put_hour(scene, "return_at", expr, hour)
        return
    day, was = _day_of(scene, expr.when, base), said(scene.state.get("return_at"))
    if was is not None and expr.when.has_day and (not expr.when.part or fits(was.hour, expr.when.part)):
        kept = datetime.combine(day, was.timetz()).isoformat(timespec="seconds")
        scene.put("return_at", kept, expr.start, expr.end, expr.rule)
        return
    scene.put("return_at", day.isoformat(), expr.start, expr.end, expr.rule)
    if expr.when.part:
        part = "evening" if expr.when.part == "night" else expr.when.part
        scene.put("return_part", part, expr.start, expr.end, expr.rule)


def _recurring(scene: Scene, groups: dict[str, Expr], mark: Mark) -> None:
    value: dict[str, object] = {"weekdays": mark.value}
    expr = groups.get("depart") or groups.get("arrive") or groups.get("return")
    if expr is not None and expr.when.hour is not None:
        hour = face(expr.when.hour, expr.when.part) if expr.when.part else bare_face(expr.when.hour)
        value["at"] = f"{hour % 24:02d}:{expr.when.minute:02d}"
    scene.take("recurrence", mark, value)


def _shift(scene: Scene, mark: Mark) -> None:
    slot = "return_at" if "shift_return" in scene.flags else "depart_at"
    was = scene.state.get(slot)
    if slot in scene.slots and said(scene.slots[slot]):
        return
    at, day = said(was), said_day(was)
    step = timedelta(minutes=mark.value.get("minutes", 0), days=mark.value.get("days", 0))
    if at is not None:
        scene.take(slot, mark, (at + step).isoformat(timespec="seconds"))
    elif day is not None and "days" in mark.value:
        scene.take(slot, mark, (day + step).isoformat())
    else:
        scene.flags.add("shift")
        scene.steps.append({"slot": slot, "candidates": [], "why": "relative", **mark.value})


def _window(scene: Scene, expr: Expr) -> None:
    first = expr.when
    last_hour, last_minute = (expr.until.hour, expr.until.minute) if expr.until else (first.to_hour, first.minute)
    if first.hour is None or last_hour is None:
        return
    part = first.part or _state_part(scene)
    start, end = (face(h, part) if part else bare_face(h) for h in (first.hour, last_hour))
    if end < start and end + 12 < 24:
        end += 12
    day = _day_of(scene, first, said_day(scene.state.get("depart_at")))
    if day == scene.now.date() and not first.has_day and (start, first.minute) <= (scene.now.hour, scene.now.minute):
        day += timedelta(days=1)
    scene.put("depart_at", day.isoformat(), expr.start, expr.end, expr.rule)
    value = [f"{start % 24:02d}:{first.minute:02d}", f"{end % 24:02d}:{last_minute:02d}"]
    scene.put("window", value, expr.start, expr.end, expr.rule)


def _put_hour(scene: Scene, slot: str, expr: Expr, hour: Hour) -> None:
    scene.put(slot, hour.at.isoformat(timespec="seconds"), expr.start, expr.end, expr.rule)
    if hour.why:
        scene.doubt(slot, hour.why, tuple(at.isoformat(timespec="seconds") for at in hour.faces))
    elif hour.is_filled:
        scene.infer(slot)


def _base(scene: Scene, when: When, groups: dict[str, Expr]) -> date | None:
    """The day an hour without a day belongs to: another expression's of this sentence, else the state's."""
    if when.day or when.at:
        return when.day
    for role in ("depart", "arrive"):
        other = groups.get(role)
        if other is not None and other.when.day is not None:
            return other.when.day
    return said_day(scene.state.get("depart_at")) or said_day(scene.state.get("arrive_by"))


def _day_of(scene: Scene, when: When, base: date | None) -> date:
    if when.at:
        return when.at.date()
    if when.day:
        return when.day
    if when.after is not None:
        return (base or scene.now.date()) + timedelta(days=when.after)
    if base is not None:
        return base
    over = (
        when.part
        and when.hour is None
        and scene.now.hour >= {"morning": 11, "noon": 13, "afternoon": 18}.get(when.part, 24)
    )
    return scene.now.date() + timedelta(days=1 if over else 0)


def _is_new_day_for_doubt(scene: Scene, when: When) -> bool:
    """The draft's hour is only one of two faces; a day said now lets it be read afresh."""
    return scene.scope.doubt == "hour" and scene.asked == "depart_at" and when.has_day


def _state_part(scene: Scene) -> str:
    """The part of day that a bare hour stays in: the one being asked about, or an evening or night already chosen."""
    part = scene.state.get("depart_part")
    if isinstance(part, str):
        return part
    at = said(scene.state.get("depart_at"))
    part = part_of(at.hour) if at else ""
    return part if part in ("evening", "dawn") else ""


def instant(scene: Scene, when: When, base: date | None, *, floor: datetime | None = None, inherited: str = "") -> Hour:
    """The instant of a clock; base: its day when it names none; floor: it comes after this."""
    if when.at is not None:
        return Hour(when.at)
    hour = when.hour or 0
    part = when.part
    if not part and inherited and not when.exact and fits(face(hour, inherited), inherited):
        part = inherited
    day = _day_of(scene, replace(when, part=""), base)
    if when.exact or part:
        at = _at(scene, day, hour if when.exact else face(hour, part), when.minute)
        is_midnight = hour == 12 and part in ("evening", "night")
        return _known_face(scene, when, at, base=base, floor=floor, is_midnight=is_midnight)
    if floor is not None and day == floor.date():
        for shown in (hour, hour + 12) if when.has_day else (hour, hour + 12, hour + 24):
            later = _at(scene, day, shown, when.minute)
            if later > floor:
                return Hour(later, is_filled=shown != hour)
    return _bare(scene, when, day, base)


def _known_face(
    scene: Scene, when: When, at: datetime, *, base: date | None, floor: datetime | None, is_midnight: bool
) -> Hour:
    if floor is not None and at <= floor and not when.has_day:
        later = at + timedelta(hours=12)
        return Hour(later if not when.part and not when.exact and later > floor else at + timedelta(days=1))
    if is_midnight:
        return Hour(at, (at,), "midnight")
    if at >= scene.now.replace(second=0, microsecond=0) or "may_have_begun" in scene.flags:
        return Hour(at)
    if when.roll_days:
        return Hour(at + timedelta(days=when.roll_days))
    if base is None and not when.has_day:
        return Hour(at + timedelta(days=1), (at + timedelta(days=1),), "past")
    return Hour(at, (at,), "past")


def _bare(scene: Scene, when: When, day: date, base: date | None) -> Hour:
    at = _at(scene, day, bare_face(when.hour or 0), when.minute)
    if at >= scene.now.replace(second=0, microsecond=0) or "may_have_begun" in scene.flags:
        return Hour(at, is_filled=at.hour != (when.hour or 0) % 24)
    if when.roll_days:
        return Hour(at + timedelta(days=when.roll_days), is_filled=True)
    if day != scene.now.date():
        return Hour(at, (at,), "past")
    tomorrow = at + timedelta(days=1)
    other = at.replace(hour=(at.hour + 12) % 24)
    if other > scene.now and other.hour in WAKING and other.date() == day:
        return Hour(other, (other, tomorrow), "hour")
    return Hour(tomorrow, (tomorrow,), "past")


def _at(scene: Scene, day: date, hour: int, minute: int) -> datetime:
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=scene.now.tzinfo)
    return midnight + timedelta(hours=hour, minutes=minute)
