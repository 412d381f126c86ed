"""From expressions with roles to slots: days are handed on, hours get their face, what is past is moved or flagged."""

from nlu.rules.time import moves
from nlu.rules.time.back import come_back
from nlu.rules.time.expr import Times
from nlu.rules.time.groups import by_role, lent
from nlu.rules.time.hours import said, said_day
from nlu.rules.time.leaving import arrive, depart
from nlu.scene import Scene


def settle(scene: Scene, times: Times) -> None:
    """Fills depart_at, arrive_by, return_at and their parts, window, duration, recurrence; covers what it has read."""
    for mark in times.spans:
        scene.cover(mark.start, mark.end)
    for expr in times.exprs:
        scene.times.append((expr.start, expr.end))
        scene.cover(expr.start, expr.end)
    for start, end in times.denied:
        scene.cover(start, end)
    if times.second is not None:
        scene.cover(times.second, len(scene.text))
    groups = by_role(scene, times)
    spans = {mark.kind: mark for mark in reversed(times.spans) if times.second is None or mark.start < times.second}
    if "recurrence" in spans:
        moves.recurring(scene, groups, spans["recurrence"])
        return
    if "other_recurrence" in spans:
        scene.doubt("depart_at", "vague")
        return
    lent(groups)
    depart(scene, groups)
    arrive(scene, groups)
    come_back(scene, groups, spans.get("stay"))
    if "duration" in spans:
        scene.take("duration", spans["duration"])
    if "lead" in spans:
        moves.lead(scene, spans["lead"])
    shifts = [
        mark for mark in times.spans if mark.kind == "shift" and (times.second is None or mark.start < times.second)
    ]
    for mark in shifts:
        moves.shift(scene, mark, alone=len(shifts) == 1)
    if "open" in spans:
        moves.left_open(scene, spans["open"])


__all__ = ["said", "said_day", "settle"]
