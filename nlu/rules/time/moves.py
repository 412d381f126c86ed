"""Times moved and repeated: earlier or later by so much, a lead off a deadline, a slot left open, every week."""

import re
from datetime import timedelta

from nlu.rule import Mark
from nlu.rules.time.expr import Expr
from nlu.rules.time.groups import Groups
from nlu.rules.time.hours import instant, iso, on, put, said, said_day
from nlu.rules.time.when import bare_face, face
from nlu.scene import Scene

OF_RETURN = re.compile(r"返程|回程|回来|返回|回去|往回|回的|回(?=[，。；了吧]|$)")
OF_LEAVING = re.compile(r"出发|去程|动身|启程|发车|用车|上车|走")
KEPT = re.compile(
    r"(?:返程|回程|回来|返回|回去|出发|去程)的?(?:时间|点)?(?:还是|仍|都|就|也)?(?:不变|不动|不改|不用改|不用变|照旧|照常|照原|按原|原样|保持)"
)
"""What is said to stay as it is: 出发时间再晚一个小时，回程不变"""
OF_BOTH = re.compile(r"来回|往返|两头|去回|去程返程|前后都|往返都|都(?=顺延|推|提前|往|延|晚|早)")
CLAUSE_ENDS = "，。；！？"
LEAVING = re.compile(r"(?:再)?(?:走|出发|动身|启程|发车|用车|上车|去)")


def recurring(scene: Scene, groups: Groups, mark: Mark) -> None:
    value: dict[str, object] = {"weekdays": mark.value}
    expr = groups.get("depart") or groups.get("arrive") or groups.get("return")
    if expr is not None and expr.when.hour is not None:
        hour = face(expr.when.hour, expr.when.part) if expr.when.part and not expr.when.exact else expr.when.hour
        if not expr.when.part and not expr.when.exact:
            hour = bare_face(expr.when.hour)
        value["at"] = f"{hour % 24:02d}:{expr.when.minute:02d}"
    scene.take("recurrence", mark, value)
    back = groups.get("return") or groups.get("extra")
    if back is not None and back.when.has_clock and back.when.at is None:
        _back_each_time(scene, back, value)


def _back_each_time(scene: Scene, back: Expr, value: dict[str, object]) -> None:
    """每周二上午九点去，十一点回: the return of the first of the journeys, of which each has its hour."""
    weekdays = value["weekdays"]
    if not isinstance(weekdays, list) or not weekdays:
        return
    day = scene.now.date() + timedelta(days=1)
    while day.isoweekday() not in weekdays:
        day += timedelta(days=1)
    at = str(value.get("at") or "00:00").split(":")
    leave = on(scene, day, int(at[0]), int(at[1]))
    hour = instant(scene, back.when._replace(day=day, after=None), day, floor=leave)
    put(scene, "return_at", hour, back.start, back.end, back.rule)


def lead(scene: Scene, mark: Mark) -> None:
    """提前二十分钟到: off the deadline said here or known already."""
    at = said(scene.slots.get("arrive_by")) or (
        None if "depart_at" in scene.slots else said(scene.state.get("arrive_by"))
    )
    if at is None:
        return
    early = iso(at - timedelta(minutes=mark.value))
    if "arrive_by" in scene.slots:
        scene.slots["arrive_by"] = early
    else:
        scene.take("arrive_by", mark, early)


def shift(scene: Scene, mark: Mark, *, alone: bool = True) -> None:
    """延后四十分钟, 返程推迟一天, 来回都顺延一天; before a deadline said in the same breath: 9点的会，提前半小时走.

    alone: no other shift stands in the sentence, so that its slot may be named in another clause.
    """
    if "arrive_by" in scene.slots and mark.value.get("minutes", 0) < 0:
        _before_deadline(scene, mark)
        return
    if OF_BOTH.search(scene.text) and "days" in mark.value and scene.state.get("return_at"):
        _moved(scene, "return_at", mark)
        _moved(scene, "depart_at", mark)
        return
    slot = "return_at" if mark.rule == "shift_stay" or _is_of_return(scene, mark, alone=alone) else "depart_at"
    if slot == "depart_at" and not scene.state.get("depart_at") and scene.state.get("arrive_by"):
        slot = "arrive_by"
    if not (slot in scene.slots and said(scene.slots[slot])):
        _moved(scene, slot, mark)


def _is_of_return(scene: Scene, mark: Mark, *, alone: bool) -> bool:
    """The words of its own clause tell; where they do not, the whole sentence does, unless that speaks of leaving too."""
    if _is_leaving(scene, mark):
        return False
    text = KEPT.sub(lambda found: "不" * len(found.group()), scene.text)
    start = max(text.rfind(stop, 0, mark.start) for stop in CLAUSE_ENDS) + 1
    end = min((at for at in (text.find(stop, mark.end) for stop in CLAUSE_ENDS) if at >= 0), default=len(text))
    if OF_RETURN.search(text, start, end) or re.match("再?(?:返?回|返程)", text[mark.end : end]):
        return True
    return alone and OF_LEAVING.search(text, start, end) is None and OF_RETURN.search(text) is not None


def _is_leaving(scene: Scene, mark: Mark) -> bool:
    return LEAVING.match(scene.text, mark.end) is not None


def _before_deadline(scene: Scene, mark: Mark) -> None:
    at = said(scene.slots["arrive_by"])
    if at is None:
        return
    early = iso(at + timedelta(minutes=mark.value["minutes"]))
    if _is_leaving(scene, mark):
        if "depart_at" not in scene.slots:
            scene.take("depart_at", mark, early)
    else:
        scene.slots["arrive_by"] = early


def _moved(scene: Scene, slot: str, mark: Mark) -> None:
    was = scene.state.get(slot)
    at, day = said(was), said_day(was)
    step = timedelta(minutes=mark.value.get("minutes", 0), days=mark.value.get("days", 0))
    if at is not None:
        scene.take(slot, mark, iso(at + step))
    elif day is not None and "days" in mark.value:
        scene.take(slot, mark, (day + step).isoformat())
    else:
        scene.flags.add("shift")
        scene.steps.append({"slot": slot, "candidates": [], "why": "relative", **mark.value})


def left_open(scene: Scene, mark: Mark) -> None:
    """出发时间先不定: what was known is known no more."""
    if scene.state.get(mark.value) and mark.value not in scene.slots:
        scene.put(mark.value, None, mark.start, mark.end, mark.rule)
