"""What each time is the time of: the first line of the table whose words stand beside it, then the whole sentence."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from nlu.frames import Hit
from nlu.rule import Mark
from nlu.rules.time.expr import Expr
from nlu.rules.time.role_lines import BEFORE, BEHIND, LEAVING, ROLES, Role, Step
from nlu.rules.time.signs import MOVING, READ
from nlu.rules.time.when import When, bare_face, face
from nlu.rules.time.whole import Sentence

FETCHING = frozenset(("goes", "fetched_again"))
"""Lines that a word beside the time corrected overrules: 回程六点太晚，四点半就接."""
BEING_THERE = frozenset(("goes", "gathers", "gathers_at", "present", "event_there"))
"""Lines that tell an hour of being there where another hour before it is that of leaving."""
RIDE_MAX_MIN = 180
STOP = frozenset(["stop"])
CLEAN = frozenset(" 、()" + READ)
LABELS = frozenset(("leave", "gather", "leave_label", "return", "return_label", "meeting_label", "vehicle"))


class Word(NamedTuple):
    """A word beside a time; is_near: nothing but fillers between it and the time, or the word before it."""

    start: int
    end: int
    kinds: frozenset[str]
    is_near: bool


def assign(text: str, exprs: list[Expr], spans: Sequence[Mark], sentence: Sentence) -> list[Expr]:
    """Each expression with its role.  A word that one has taken is no other's."""
    out: list[Expr] = []
    taken = 0
    has_lead = any(span.kind == "lead" for span in spans)
    for index, expr in enumerate(exprs):
        bound = exprs[index - 1].end if index else 0
        limit = exprs[index + 1].start if index + 1 < len(exprs) else len(text)
        before = _beside(text, sentence.words, max(bound, taken), expr.start, is_left=True)
        after = _beside(text, sentence.words, expr.end, limit, is_left=False)
        if index + 1 < len(exprs) and _is_next_label(text, before, after, limit):
            after = []
        role, end = _role(expr, before, after, sentence.kinds)
        if expr.own and (role is None or role.name in FETCHING):
            role, end = _of_corrected(text, expr, expr.own, bound, sentence) or (role, end)
        if role is None:
            out.append(expr)
            continue
        taken = max(taken, end) if role.role else taken
        out.append(expr._replace(role=role.role, sign=role.name))
    if has_lead and not any(e.role in ("arrive", "vehicle", "departs", "come_in_time") for e in out):
        out = [
            e._replace(role="arrive", sign="lead") if e.when.has_clock and e.role in ("", "come", "present") else e
            for e in out
        ]
    return _decided(out, sentence)


def _of_corrected(
    text: str, expr: Expr, own: tuple[int, int], bound: int, sentence: Sentence
) -> tuple[Role, int] | None:
    """九点的会改到十点, 回程六点太晚，四点半就接: the words beside the time that it corrects."""
    start = own[0]
    while start > bound and text[start - 1] == READ:
        start -= 1
    before = _beside(text, sentence.words, bound, start, is_left=True)
    role, end = _role(expr, before, _beside(text, sentence.words, *own, is_left=False), sentence.kinds)
    return (role, end) if role is not None and role.name != "goes" else None


def _beside(text: str, words: Sequence[Hit], start: int, end: int, *, is_left: bool) -> list[Word]:
    """The words between start and end, the nearest first, fillers left out."""
    found: list[Word] = []
    at, is_near = (end if is_left else start), True
    first = bisect_left(words, start, key=BEGINNING)
    inside = [hit for hit in words[first : bisect_left(words, end, lo=first, key=BEGINNING)] if hit.end <= end]
    for hit in reversed(inside) if is_left else inside:
        gap = text[hit.end : at] if is_left else text[at : hit.start]
        is_near = is_near and CLEAN.issuperset(gap)
        at = hit.start if is_left else hit.end
        if "filler" in hit.kinds:
            continue
        found.append(Word(hit.start, hit.end, hit.kinds, is_near))
        is_near = True
    return found


BEGINNING = attrgetter("start")


def _is_next_label(text: str, before: list[Word], after: list[Word], limit: int) -> bool:
    """出发 3月12日 8:00 返回 3月13日: a form; the word behind the time belongs to the next one."""
    if not before or not after or not before[0].is_near or LABELS.isdisjoint(before[0].kinds):
        return False
    return not LABELS.isdisjoint(after[0].kinds) and len(after) == 1 and CLEAN.issuperset(text[after[0].end : limit])


def _role(expr: Expr, before: list[Word], after: list[Word], kinds: frozenset[str]) -> tuple[Role | None, int]:
    """The first line that fits, and where its last word ends."""
    lines: set[int] = set()
    for word in after:
        for kind in word.kinds:
            lines.update(BEHIND.get(kind, ()))
    for word in before[:3]:
        for kind in word.kinds:
            lines.update(BEFORE.get(kind, ()))
    for number in sorted(lines):
        role = ROLES[number]
        if (role.needs and role.needs.isdisjoint(kinds)) or (role.timed and not expr.when.has_clock):
            continue
        if _fits(role.left, before) is None:
            continue
        end = _fits(role.right, after)
        if end is not None:
            return role, end
    return None, 0


def _fits(steps: tuple[Step, ...], words: list[Word]) -> int | None:
    """The end of the last word that the steps need (0 when they need none), or None."""
    at = end = 0
    for step in steps:
        place = _place(step, words, at)
        if place is None:
            if step.is_optional:
                continue
            return None
        at, end = place + 1, words[place].end
    return end


def _place(step: Step, words: list[Word], at: int) -> int | None:
    if not step.reach:
        if at < len(words) and words[at].is_near and not step.kinds.isdisjoint(words[at].kinds):
            return at
        return None
    barrier = STOP if step.reach == "..." else STOP | MOVING
    for place in range(at, len(words)):
        kinds = words[place].kinds
        if not step.kinds.isdisjoint(kinds):
            return place
        if not barrier.isdisjoint(kinds):
            return None
    return None


def _decided(exprs: list[Expr], sentence: Sentence) -> list[Expr]:
    """What only the whole sentence can tell: whose train it is, and whether 到 is a deadline."""
    exprs = _of_one_train(exprs, sentence)
    leaves = any(e.sign in LEAVING and e.when.has_clock for e in exprs)
    clocks = [e for e in exprs if e.when.has_clock and e.role in ("", "depart")]
    out = []
    for expr in exprs:
        others = len(clocks) > 1 or (bool(clocks) and clocks[0] is not expr)
        role = _final(expr, exprs, sentence, leaves, others)
        out.append(expr if role == expr.role else expr._replace(role=role))
    return out


def _of_one_train(exprs: list[Expr], sentence: Sentence) -> list[Expr]:
    """北京南8:05开，12:30到: who is met is met where the train ends, who is taken leaves where it begins."""
    starts = next((e for e in exprs if e.role == "departs"), None)
    ends = next((e for e in exprs if e.role == "come" and e.when.has_clock), None)
    if starts is None or ends is None:
        return exprs
    idle, other = (starts, ends) if sentence.way == "in" else (ends, starts)
    named = (
        other
        if other.when.has_day
        else other._replace(when=other.when._replace(day=idle.when.day, roll_days=idle.when.roll_days))
    )
    return [named if e is other else e._replace(role="none") if e is idle else e for e in exprs]


def _is_there_by(expr: Expr, exprs: list[Expr]) -> bool:
    """上午十点去党校宣讲，九点半从委里走: whoever leaves earlier is there at this hour; whoever goes is told before it."""
    if expr.when.hour is None:
        return False
    return any(
        other.sign in LEAVING
        and other.when.hour is not None
        and (expr.sign != "goes" or (other.start > expr.start and not other.when.has_day))
        and _is_before(other.when, expr.when)
        for other in exprs
    )


def _is_before(leaving: When, there: When) -> bool:
    """12点走 before 1点半, and 五点五十走 before 六点一刻: on the same face of the clock, where that is not long before."""
    if _minutes(leaving, there.part) < _minutes(there, ""):
        return True
    early = ((there.hour or 0) - (leaving.hour or 0)) * 60 + there.minute - leaving.minute
    return not (leaving.part or there.part) and 0 < early <= RIDE_MAX_MIN


def _minutes(when: When, part: str) -> int:
    """The minute of the day that a clock most likely means; part: of the clock beside it."""
    hour, part = when.hour or 0, when.part or part
    return (hour if when.exact else face(hour, part) if part else bare_face(hour)) * 60 + when.minute


def _final(expr: Expr, exprs: list[Expr], sentence: Sentence, leaves: bool, others: bool) -> str:
    """others: another clock stands there that may be a departure."""
    is_in = sentence.way == "in"
    if expr.role == "departs":
        return "arrive"
    if expr.sign in BEING_THERE and _is_there_by(expr, exprs):
        return "arrive"
    if expr.sign in ("ends", "end_word") and is_in and expr.when.has_clock and not others:
        is_then = any("fetch" in hit.kinds and hit.start >= expr.end for hit in sentence.words)
        return "depart" if is_then else "return"  # 放学四点一刻，去学校接六名学生
    if expr.role == "vehicle":
        return "depart" if is_in and not leaves else "arrive"
    if expr.role == "come_in_time":
        return "depart" if is_in and not leaves else "arrive"
    if expr.role == "come_by":
        rides = is_in or (sentence.way != "out" and not sentence.kinds.isdisjoint(("vehicle", "train")))
        return "depart" if rides and not leaves else "arrive"
    if expr.role == "come":
        if is_in:
            return "arrive" if leaves and expr.when.has_clock else "depart"
        if others and expr.when.part and not expr.when.has_clock and not expr.when.has_day:
            return "none"  # 早上六点半走，中午到合肥
        return "arrive" if others and expr.when.has_clock else "depart"
    if expr.role == "present":
        return ""
    if expr.role == "begins":
        return "depart" if sentence.kinds.isdisjoint(("meeting", "event", "meeting_label")) else "arrive"
    if expr.role == "again":
        return "return" if others else "depart"
    return expr.role
