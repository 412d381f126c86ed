"""One expression for each role of the journey: what belongs together is joined, days are lent to hours that have none."""

import re

from nlu.rules.time.expr import Expr, Times
from nlu.rules.time.hours import said
from nlu.rules.time.role_lines import LEAVING
from nlu.rules.time.when import When, face, fits, join
from nlu.scene import Scene

SLOT_OF = {"depart": "depart_at", "arrive": "arrive_by", "return": "return_at"}
CHANGES = re.compile(r"[改换调挪推]|提前|提到|加到|减到|顺延")
DEADLINES = frozenset(("deadline", "latest", "in_time", "must_be_there"))
"""明天10点开标，要求9点半前到: of two hours to be there by, the one said to be it."""
TRAINS = frozenset(("vehicle", "of_train", "before_train", "of_vehicle", "vehicle_leaves", "vehicle_there", "caught"))
"""Lines that tell a time by the train or flight beside it."""
Groups = dict[str, Expr]
"""depart arrive return, and extra: a later hour of the same day whose role nothing tells"""


def by_role(scene: Scene, times: Times) -> Groups:
    told = [(e, _role(scene, e, times)) for e in _sound(scene, times) if e.role != "none"]
    exprs = _train_home(scene, [e if e.role == role else e._replace(role=role) for e, role in told])
    groups: Groups = {}
    for index, expr in enumerate(exprs):
        if expr.role == "which":
            _name_order(scene, expr, alone=len(exprs) == 1)
            continue
        if times.second is not None and expr.start >= times.second and "second_booking" in scene.flags:
            break
        role = _follows(exprs, index, groups)
        held = groups.get(role)
        if held is None:
            groups[role] = expr
            continue
        one = _one(held, expr, role)
        if one is not None:
            groups[role] = one
        elif _is_extra(role, expr, groups, times):
            groups["extra"] = expr
        elif held.when != expr.when and "second_booking" not in scene.flags:
            scene.flags.add("second_booking")
            scene.doubt("booking", "second", (scene.text[expr.start if times.second is None else times.second :],))
    return groups


def _one(held: Expr, expr: Expr, role: str) -> Expr | None:
    """Two expressions of one role as one, or None when they are two."""
    old, new = held.when, expr.when
    names_day = new.has_day and not new.has_clock and not old.has_day
    both = join(old, new) if held.until is None or not held.until.has_clock or names_day else None
    if new.at and old.day == new.at.date() and not old.has_clock:
        return expr  # 今天就走，现在
    if both is not None:
        return (expr if new.has_clock else held)._replace(when=both, sign=expr.sign or held.sign)
    if old.after is not None and not old.has_clock and new.day:
        return expr  # 同一天两趟：本周五上午9点…
    if old.day and old.day == new.day and not old.has_clock and (new.has_clock or not old.part):
        return expr._replace(when=new._replace(until=new.until or old.until))  # 29号-30号去溧阳，29号8点走
    if not old.has_clock or not new.has_clock or (new.day and old.day and new.day != old.day):
        return None
    if role == "arrive":
        if (expr.sign in DEADLINES) == (held.sign in DEADLINES):
            return None
        return expr._replace(when=_of_the_day(old, new)) if expr.sign in DEADLINES else held
    if role == "return" and "ends" in (held.sign, expr.sign) and held.sign != expr.sign:
        return held if expr.sign == "ends" else expr._replace(when=_of_the_day(old, new))  # 四点散会，四点半往回走
    if role != "depart":
        return None
    if expr.sign in LEAVING and held.sign not in LEAVING:
        return expr._replace(when=_of_the_day(old, new))  # 8:00集合8:15发车
    return held if held.sign in LEAVING and expr.sign.startswith("gathers") else None


def _of_the_day(old: When, new: When) -> When:
    part = (
        old.part
        if not new.part and new.hour is not None and old.part and fits(face(new.hour, old.part), old.part)
        else new.part
    )
    return new._replace(
        day=new.day or old.day, after=old.after if new.after is None else new.after, roll_days=old.roll_days, part=part
    )


def _sound(scene: Scene, times: Times) -> list[Expr]:
    """Without days that do not exist, the hours that such a day leaves without one, and what a second booking says."""
    kept, is_lost = [], False
    for expr in times.exprs:
        if expr.sign == "occasion":
            continue
        if expr.when.problem:
            scene.doubt(SLOT_OF.get(expr.role, "depart_at"), expr.when.problem)
            is_lost = is_lost or (
                expr.when.problem in ("impossible_date", "missing_holiday_year") and expr.role != "return"
            )
            continue
        if expr.until is not None and expr.until.problem:
            scene.doubt("return_at", expr.until.problem)
            expr = expr._replace(when=expr.when._replace(until=None))
        kept.append(expr)
    return [expr for expr in kept if not is_lost or expr.when.day or expr.when.at]


def _role(scene: Scene, expr: Expr, times: Times) -> str:
    """What the question asked and the state add to the words of the sentence."""
    alone = len(times.exprs) == 1
    role = expr.role
    if scene.asked == "return_at" and role not in ("which", "none") and expr.sign not in ("leave_time", "leave_word"):
        return "return"
    if role == "return":
        is_known = scene.state.get("depart_at") or scene.state.get("arrive_by")
        return "depart" if alone and not is_known and times.goes_home else "return"
    if role == "" and (scene.asked == "arrive_by" or _moves_deadline(scene)):
        return "arrive"
    if role == "arrive" and not expr.when.has_clock and not alone:
        others = any(e is not expr and e.when.has_clock and e.when.day for e in times.exprs)
        return "arrive" if others else ""
    return role


def _train_home(scene: Scene, exprs: list[Expr]) -> list[Expr]:
    """我明天返程，16:32的G7128: the day of going home is the train's; nobody is driven back."""
    if len(exprs) != 2 or scene.state.get("depart_at") or scene.asked == "return_at":
        return exprs
    day, train = exprs
    is_home = day.role == "return" and not day.when.has_clock and day.until is None
    if not is_home or train.role != "arrive" or train.sign not in TRAINS or train.when.has_day:
        return exprs
    return [day._replace(role="depart"), train]


def _moves_deadline(scene: Scene) -> bool:
    """A bare time said of a journey that has a deadline and no departure is its deadline's."""
    return (
        bool(scene.state.get("arrive_by"))
        and not scene.state.get("depart_at")
        and scene.asked not in ("depart_at", "depart_time")
    )


def _follows(exprs: list[Expr], index: int, groups: Groups) -> str:
    """8号走，10号回来，下午5点: a bare hour belongs to the day said just before."""
    expr = exprs[index]
    if expr.role:
        return expr.role
    last = exprs[index - 1] if index else None
    leaves = groups.get("depart")
    if (
        last is not None
        and last.role == "return"
        and expr.when.has_clock
        and not expr.when.has_day
        and not last.when.has_clock
        and (last.when.day is not None or (leaves is not None and leaves.when.has_clock))
    ):
        return "return"
    return "depart"


def _is_extra(role: str, expr: Expr, groups: Groups, times: Times) -> bool:
    return (
        role == "depart"
        and times.second is None
        and "arrive" not in groups
        and "return" not in groups
        and expr.when.has_clock
        and not expr.when.has_day
        and expr.sign != "goes"
    )


def _name_order(scene: Scene, expr: Expr, *, alone: bool) -> None:
    """昨天那单: which order is meant; the day of its departure when nothing else is said of time."""
    at = expr.when.day or (expr.when.at.date() if expr.when.at else None)
    if at is None:
        return
    scene.which_at = at.isoformat()
    if alone and not scene.has_draft and not CHANGES.search(scene.text):
        scene.put("depart_at", at.isoformat(), expr.start, expr.end, expr.rule)


def lent(groups: Groups) -> None:
    """明天，赶9点的会: the day belongs to the deadline and is no departure of its own."""
    day, other = groups.get("depart"), groups.get("arrive")
    if day is None or other is None or day.when.has_clock or day.until is not None:
        return
    if not other.when.has_clock or other.when.has_day:
        return
    groups["arrive"] = other._replace(when=_joined(day.when, other.when))
    del groups["depart"]


def _joined(day: When, clock: When) -> When:
    return join(day, clock) or clock._replace(day=day.day, after=day.after, roll_days=day.roll_days)


def leaving(scene: Scene) -> object:
    """The departure known so far: of this sentence, else of the state."""
    return (
        said(scene.slots.get("depart_at")) or said(scene.slots.get("arrive_by")) or said(scene.state.get("depart_at"))
    )
