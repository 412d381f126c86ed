"""From pieces to expressions: neighbours are joined, ranges paired, and each expression told what it is the time of."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from nlu import days
from nlu.rule import Mark, Scope, read_all
from nlu.rules.time.clocks import CLOCKS, OFFSETS
from nlu.rules.time.dates import DAYS
from nlu.rules.time.spans import SPANS
from nlu.rules.time.when import When, face, fits, join

GAP = re.compile(r"[ 的，,、()]{0,2}|，?时间(?:为|是|:)?|这?一?天的?|那天")
RANGE = re.compile(r" ?(?:到|至|-|~|--|一直到|直到|(?:开始|出发|起)[到至]) ?")
EITHER = re.compile(r"(?:、|或者?|，?或是|/|和)")
WINDOW_AFTER = re.compile(r"(?:之间|期间)?(?:都行|都可以|均可|之间|皆可|都成|都好|都OK|随便|左右出发|出发)")
NOT_BEFORE = r"(?!往|台|门|面|后|进|期|方|黄|洲|进|程|沿|述|景)"
ARRIVE_AFTER = re.compile(
    rf"(?:左右)?(?:之前|以前|前{NOT_BEFORE}|(?:的|有个?|召开|开始的?)?(?:火车|高铁|动车|飞机|航班|车?票|列车|班机|会(?!合|展|计|馆|所|稽)|活动|培训|开庭|典礼|仪式|开幕|座谈会|发布会|讲座|考试|评审会?|论坛|报到|签到|到位|起飞|检票|到岗))"
    r"|(?:在.{2,10})?(?:开会|开大会|开始|的会|开幕|起飞|开庭|开考|准时开)"
)
ARRIVE_BEFORE = re.compile(
    r"(?:最迟|最晚|赶在?|务必|不晚于|不迟于|赶上|截止|必须在|要在|抵达时间:?|到达时间:?|会议时间:?|开会时间:?|会议是?|航班|火车|高铁|飞机)是?$"
)
BEFORE_GO = re.compile(r"(?:之前|以前|前)(?:就?要?)(?:出发|走|动身|发车|开车|出车|从)")
RETURN_AFTER = re.compile(
    r"(?:左右|之前|以前|前|多|的?时候)?(?:再|就|要|从那边|从那里|我们|大家|一起|准备|能|必须|得|一定|他们|我|散会|结束|开完会?|会后|办完|往|统一|赶|返)*(?:回[来去程到]?(?!民|族|收|访|龙|迁|购)|返程|返回|返|来接|接回|结束|散会|完事|收工|往回|接我们?回)"
)
RETURN_BEFORE = re.compile(
    r"(?:返程|回程|返回|回来|回程时间|返程时间|返回时间|回来时间|返|回|结束|结束时间|用到|返程改[成到为]|回来改[成到为])(?:的?时间)?(?:定在?|大概|大约|是|为|:|，|改[成到为]|预计|在|约)*$"
)
GO_AFTER = re.compile(
    r"(?:左右|准时|整|就|要|再|我|我们|从.{1,10})*(?:出发|走|动身|发车|用车|上车|启程|出车|开车|集合|启动|出门|从|去|送|前往|赴)"
)
GO_BEFORE = re.compile(
    r"(?:出发|用车|发车|上车|出车|出发时间|用车时间|上车时间|启程|集合)(?:的?时间)?(?:定在?|大概|是|为|:|，|改[成到为]|在|约)*$"
)
COME_AFTER = re.compile(
    r"(?:左右)?(?:要|能|得|可以|必须)?(?:到(?!时|底|处|期|位吗)|抵达|赶到|到达|进站|落地|降落|到站)"
)


@dataclass(frozen=True, slots=True)
class Expr:
    """A whole time expression.  role: depart arrive return or '' (unsaid); window: until is the other end of a leeway."""

    start: int
    end: int
    when: When
    rule: str
    role: str = ""
    until: "When | None" = None
    window: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    exprs: tuple[Expr, ...]
    spans: tuple[Mark, ...]


def read(text: str, scope: Scope) -> Times:
    """text: with ids and place digits hidden."""
    spans = read_all(SPANS, text, scope)
    for mark in spans:
        text = text[: mark.start] + "\ue001" * (mark.end - mark.start) + text[mark.end :]
    marks = read_all((*DAYS, *OFFSETS, *CLOCKS), text, scope)
    exprs = _ranges(text, _joined(text, _plausible(text, marks)))
    live = _live(text, exprs)
    ends = [0, *(e.end for e in live)]
    return Times(tuple(_with_role(text, e, ends[i]) for i, e in enumerate(live)), tuple(spans))


def _plausible(text: str, marks: list[Mark]) -> list[Mark]:
    """12.10 is a date beside a clock, 9.30 a clock beside a date; now is nothing beside an hour."""
    clocks = [m for m in marks if m.kind == "clock" and not m.value.is_now]
    if clocks:
        marks = [m for m in marks if not (m.kind == "clock" and m.value.is_now)]
    marks = [m for m in marks if clocks or not _is_hours(text, m, marks)]
    return [_dotted(text, m, marks) if m.rule == "short_date" and not clocks else m for m in marks]


def _is_hours(text: str, mark: Mark, marks: list[Mark]) -> bool:
    """明天10-12: hours right behind a day or a part of it, in their order, are no date."""
    first, dash, last = text[mark.start : mark.end].partition("-")
    if mark.rule != "short_date" or not dash or not int(first) < int(last) <= 24:
        return False
    return any(m.end <= mark.start and not text[m.end : mark.start].strip() for m in marks if m.kind in ("day", "part"))


def _dotted(text: str, mark: Mark, marks: list[Mark]) -> Mark:
    """9.30 beside a day is a clock; the mark itself when it is a date."""
    hour, _, minute = text[mark.start : mark.end].partition(".")
    if len(minute) != 2 or int(minute) >= 60 or not any(_names_day(m, mark, int(hour)) for m in marks):
        return mark
    return Mark(mark.start, mark.end, When(hour=int(hour), minute=int(minute)), "dot_clock", "clock")


def _names_day(mark: Mark, dotted: Mark, hour: int) -> bool:
    """Another day anywhere, or a part of day in which such an hour lies: 9.30上午 is a clock, 11.30下午 is not."""
    if mark is dotted or mark.kind not in ("day", "part"):
        return False
    is_in_front = mark.start < dotted.start
    return mark.kind == "day" or is_in_front or fits(face(hour, mark.value.part), mark.value.part)


def _joined(text: str, marks: list[Mark]) -> list[Expr]:
    exprs: list[Expr] = []
    for mark in marks:
        new = Expr(mark.start, mark.end, mark.value, mark.rule)
        if exprs and _near(text, exprs[-1], new):
            both = join(exprs[-1].when, new.when)
            if (
                new.rule == "weekday"
                and text[exprs[-1].end : new.start] in ("(", "", " ")
                and (exprs[-1].when.day or exprs[-1].when.problem == "impossible_date")
                and not exprs[-1].when.has_clock
            ):
                both = replace(exprs[-1].when, roll_days=0)  # 12月12日(星期六): the date stands, the weekday explains.
            if both is not None:
                rule = new.rule if new.when.has_clock else exprs[-1].rule
                exprs[-1] = Expr(exprs[-1].start, new.end, both, rule)
                continue
        exprs.append(new)
    return exprs


def _near(text: str, left: Expr, right: Expr) -> bool:
    gap = text[left.end : right.start]
    if GAP.fullmatch(gap) is None:
        return False
    return "，" not in gap or (not left.when.has_clock and RETURN_AFTER.match(text, right.end) is None)


def _ranges(text: str, exprs: list[Expr]) -> list[Expr]:
    out: list[Expr] = []
    for expr in exprs:
        last = out[-1] if out else None
        gap = text[last.end : expr.start] if last else ""
        if last is not None and last.when.problem == "impossible_date" and RANGE.fullmatch(gap):
            out[-1] = replace(last, end=expr.end)  # What begins on no day has no end either.
        elif last is not None and last.until is None and not last.when.problem and RANGE.fullmatch(gap):
            leeway = last.when.has_clock and WINDOW_AFTER.match(text, expr.end) is not None
            until = _following(last.when, expr.when, text[expr.start : expr.end])
            out[-1] = replace(last, end=expr.end, until=until, window=leeway)
        elif last is not None and EITHER.fullmatch(gap) and last.when.hour is not None and expr.when.hour is not None:
            out[-1] = replace(last, end=expr.end, until=expr.when, window=True)
        else:
            out.append(expr)
    return out


DAY_ALONE = re.compile(r"(?:\d{1,2}|[一二三十廿]{1,3})[日号]")


def _following(first: When, until: When, words: str) -> When:
    """26日 behind 12月24日 is of that month, 周二 behind 周五 of the week after."""
    if first.day is None or until.day is None or until.day >= first.day:
        return until
    if until.roll_days:
        return replace(until, day=until.day + timedelta(days=until.roll_days))
    return replace(until, day=days.day_of_month(first.day, until.day.day, None)) if DAY_ALONE.match(words) else until


NEGATED = re.compile(r"(?:不是|不要|不用|并非|不|别|取消|不在|没说)$")
OVERRULED = re.compile(
    r" ?(?:的车)?(?:不对|错了|太早|太晚|太赶|不行|来不及|不合适|不要了|改[成到为]|换[成到]|变更?[成为]|调整?[成到为]|推迟到|提前到|挪到|(?:就)?不[去走](?!了?吗))"
)


def _live(text: str, exprs: list[Expr]) -> list[Expr]:
    """Without what the sentence itself takes back: 不是8点是9点, 八点半不对九点半, 8点改成9点."""
    kept = []
    for index, expr in enumerate(exprs):
        more = any(e.when.has_clock == expr.when.has_clock for e in exprs[index + 1 :])
        if more and (NEGATED.search(text[: expr.start]) or OVERRULED.match(text, expr.end)):
            continue
        kept.append(expr)
    return kept


def _with_role(text: str, expr: Expr, last_end: int) -> Expr:
    """last_end: of the expression before; a word right behind that (7点出发9点到) is that one's own."""
    own = re.compile(r"(?:出发|走|返回|返程|回来|回)").match(text, last_end) if last_end else None
    first = max(own.end() if own else 0, expr.start - 12, 0)
    before, end = text[min(first, expr.start) : expr.start], expr.end
    if RETURN_BEFORE.search(before) or _comes_back(text, end):
        return replace(expr, role="return")
    if BEFORE_GO.match(text, end) or GO_BEFORE.search(before):
        return replace(expr, role="depart")
    if ARRIVE_BEFORE.search(before) or ARRIVE_AFTER.match(text, end):
        return replace(expr, role="arrive")
    if COME_AFTER.match(text, end):
        return replace(expr, role="come")
    if GO_AFTER.match(text, end):
        return replace(expr, role="depart")
    return expr


def _comes_back(text: str, end: int) -> bool:
    return RETURN_AFTER.match(text, end) is not None
