"""Coming back: a day or an hour, or so many days after leaving."""

from datetime import date, datetime, timedelta

from nlu.rule import Mark
from nlu.rules.time.expr import Expr
from nlu.rules.time.groups import Groups
from nlu.rules.time.hours import day_of, instant, iso, put, said, said_day
from nlu.rules.time.when import When, fits
from nlu.scene import Scene


def come_back(scene: Scene, groups: Groups, stay: Mark | None) -> None:
    expr = groups.get("return") or groups.get("extra")
    if (expr is None and stay is None) or _is_day_of_train(expr, groups):
        return
    leave_day = said_day(scene.slots.get("depart_at")) or said_day(scene.slots.get("arrive_by"))
    back_day = said_day(scene.state.get("return_at"))
    is_as_before = leave_day is not None and leave_day == said_day(scene.state.get("depart_at"))
    base = (
        (None if is_as_before else leave_day)
        or said_day(scene.which_at)
        or back_day
        or said_day(scene.state.get("depart_at"))
    )
    if stay is not None and "return_at" not in scene.slots and not (expr and expr.when.after):
        base = (leave_day or said_day(scene.state.get("depart_at")) or scene.now.date()) + timedelta(days=stay.value)
        if expr is None:
            if leave_day or scene.state.get("depart_at"):
                scene.take("return_at", stay, base.isoformat())
            return
    if expr is None:
        return
    expr = _after(expr, leave_day)
    if not expr.when.has_clock:
        _day_alone(scene, expr, day_of(scene, expr.when, base))
        return
    leave = (
        said(scene.slots.get("depart_at")) or said(scene.slots.get("arrive_by")) or said(scene.state.get("depart_at"))
    )
    put(scene, "return_at", instant(scene, _latest(expr), base, floor=leave), expr.start, expr.end, expr.rule)
    if expr.is_window:
        scene.infer("return_at")


def _latest(expr: Expr) -> When:
    """三四点回来: of two hours the later one, so that the car is not gone too early."""
    last = expr.until
    if not expr.is_window or last is None or last.hour is None:
        return expr.when
    return expr.when._replace(hour=last.hour, minute=last.minute)


def _is_day_of_train(expr: Expr | None, groups: Groups) -> bool:
    """后天回合肥，15:48的车: home by train, the day is the train's."""
    train = groups.get("arrive")
    if expr is None or train is None or "depart" in groups or train.rule == expr.rule:
        return False
    return expr.start < train.start and not (expr.when.has_clock or train.when.has_day)


def _after(expr: Expr, leave_day: date | None) -> Expr:
    """下下周二去，周四回来: a bare weekday is the first one that the journey reaches."""
    when = expr.when
    if not when.roll_days or when.day is None or leave_day is None or when.day >= leave_day:
        return expr
    weeks = -((when.day - leave_day).days // when.roll_days)
    return expr._replace(when=when._replace(day=when.day + timedelta(days=weeks * when.roll_days), roll_days=0))


def _day_alone(scene: Scene, expr: Expr, day: date) -> None:
    was = said(scene.state.get("return_at"))
    if was is not None and expr.when.has_day and (not expr.when.part or fits(was.hour, expr.when.part)):
        scene.put("return_at", iso(datetime.combine(day, was.timetz())), expr.start, expr.end, expr.rule)
        return
    scene.put("return_at", day.isoformat(), expr.start, expr.end, expr.rule)
    if expr.when.part:
        part = "evening" if expr.when.part == "night" else expr.when.part
        scene.put("return_part", part, expr.start, expr.end, expr.rule)
