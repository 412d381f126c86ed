"""From pieces to expressions: neighbours are joined, ranges paired, corrections heard, and each told what it is the time of."""

import re
from collections.abc import Iterable
from datetime import timedelta

from nlu import days
from nlu.rule import Mark, Rule, Rules, Scope, read_all
from nlu.rules.time import repair, roles, whole
from nlu.rules.time.clocks import CLOCKS
from nlu.rules.time.dates import WRITTEN
from nlu.rules.time.expr import Expr, Times
from nlu.rules.time.feasts import FEASTS
from nlu.rules.time.named import NAMED
from nlu.rules.time.parts import OFFSETS, PARTS_OF_DAY
from nlu.rules.time.second import second
from nlu.rules.time.signs import NAME, READ, STATION, TRAIN
from nlu.rules.time.spans import SPANS
from nlu.rules.time.when import UNDATED, When, face, fits, join

LENGTHS = Rules(SPANS)
MARKS = Rules((*FEASTS, *WRITTEN, *NAMED, *OFFSETS, *CLOCKS, *PARTS_OF_DAY))
RULES: tuple[Rule, ...] = (*SPANS, *MARKS)
GAP = re.compile(
    r"[ 的，、()]{0,2}|，?时间(?:为|是|:)?|这?一?天的?|那[天日]的?|[,，]?(?:嗯|呃|那个|就是?)[，]?|大?约|大概|当[天日]"
)
RANGE = re.compile(r" ?(?:到|至|-|~|--|一直到|直到|(?:开始|出发|起)[到至]) ?")
EITHER = re.compile(r"(?:、|[，]?或者?|，?或是|，?要么|/|和|及|跟|与)")
ALIKE = re.compile(r"[ ，、(吧嗯呃啊哦]{0,3}(?:也?就是|即|就|是|说的是|也就是说)?[ ，、(]{0,2}")
STAMMER = re.compile("[啊嗯呃哦吧 ]{0,2}")
SAME = re.compile("就是|即|也就")
FORMAL_SIGNS = re.compile("[壹贰叁肆伍陆柒捌玖拾〇]")
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾〇", "一二三四五六七八九十零")
WINDOW_AFTER = re.compile(
    r"(?:这?之间|期间)?[^，。\d]{0,4}?(?:都行|都可以?|均可|皆可|都成|都好|都OK|都没问题|随便|随时|任意|任何时[间候]|不限|哪个点|哪个时间|无所谓)|(?:这?之间|左右)(?!用车|使用|开)|，(?:都行|都可以|随便|随时)|出发|走(?!访|到|进|廊)"
)
EACH = re.compile(r"(?:这?两天|我们?|咱们?)?(?:都|各)(?:得|需|要|想){0,3}(?:再|来)?[去到跑赴送接](?!底)")
"""明天和后天都要去: a journey on each day, no stay from the first to the second."""
DAY_ALONE = re.compile(r"(?:\d{1,2}|[一二三十廿]{1,3})[日号]")
EXPLICIT = frozenset(("full_date", "iso_date", "short_date", "compact_date", "day_of_month", "lunar_date", "holiday"))


LOOSE = frozenset(("holiday", "feast_time", "vague_time"))
"""Days that may name an occasion alone."""


def read(
    text: str,
    scope: Scope,
    trains: Iterable[tuple[int, int]] = (),
    places: Iterable[tuple[int, int, bool]] = (),
    *,
    hinted: int = 0,
) -> Times:
    """text: with ids and place digits hidden.  trains: where numbers of trains stand; places: known places, is it a station.

    hinted: see rule.read_all.
    """
    if FORMAL_SIGNS.search(text):
        text = text.translate(FORMAL)
        hinted = 0
    spans = read_all(LENGTHS, text, scope, hinted)
    for mark in spans:
        text = _hidden(text, mark.start, mark.end, READ)
    spans, marks = _weekly(spans, read_all(MARKS, text, scope, hinted))
    if not marks:
        return Times(spans=tuple(spans))
    exprs = _some_day(text, _ranges(text, _joined(text, _plausible(text, marks))))
    marked = _marked(text, exprs, trains, places)
    said, denied = tuple(exprs), repair.denied(marked, exprs)
    exprs = repair.live(marked, exprs)
    denied += repair.mended(marked, said, exprs)
    sentence = whole.look(marked, scope.slots)
    exprs = _occasions(_parts_lent(roles.assign(marked, exprs, spans, sentence)))
    return Times(
        tuple(exprs),
        tuple(spans),
        second(marked, exprs, sentence.words) if len(exprs) > 1 and not scope.slots else None,
        sentence.goes_home,
        denied,
    )


def _some_day(text: str, exprs: list[Expr]) -> list[Expr]:
    """月底前找一天: any day until then, which is asked about."""
    out: list[Expr] = []
    for expr in exprs:
        is_any = SOME_DAY.fullmatch(text, expr.start, expr.end) is not None
        if is_any and out and UNTIL.fullmatch(text, out[-1].end, expr.start):
            expr = expr._replace(start=out.pop().start)
        out.append(expr)
    return out


SOME_DAY = re.compile("[找挑选抽择][一个某]天")
UNTIL = re.compile("(?:(?:之|以)?[前内里]|当中|里面)?，?(?:我们?|想|要|再|能|得){0,3}")


def _weekly(spans: list[Mark], marks: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """周二和周六9点，每周如此: the weekdays named are those of the recurrence; without any it is asked about."""
    number = next((n for n, span in enumerate(spans) if span.value == "weekly"), None)
    if number is None:
        return spans, marks
    named = [m.value for m in marks if m.rule == "weekday"]
    found = sorted({w.day.isoweekday() for value in named for w in (value, value.until) if w and w.day})
    mark = spans[number]
    told = mark._replace(value=found) if found else mark._replace(kind="other_recurrence", value="vague")
    return [*spans[:number], told, *spans[number + 1 :]], [m for m in marks if m.rule != "weekday"]


def _occasions(exprs: list[Expr]) -> list[Expr]:
    """国庆值班，今晚六点; 中秋之前要去慰问，定在下周一十点: beside a day with its hour a feast tells only what for."""
    out = []
    for index, expr in enumerate(exprs):
        is_loose = expr.rule in LOOSE and expr.role in ("", "depart", "arrive") and not expr.when.has_clock
        is_told = is_loose and expr.until is None and any(_is_told(e) for e in exprs[index + 1 :])
        out.append(expr._replace(role="none", sign="occasion") if is_told else expr)
    return out


def _parts_lent(exprs: list[Expr]) -> list[Expr]:
    """早上六点走，下午在那边开会五点回: a part of day that follows an hour is the next hour's, or tells of no journey."""
    out: list[Expr] = []
    has_part, part = False, ""
    for expr in exprs:
        when = expr.when
        if part and when.has_clock and not when.has_day and not when.part and not when.exact:
            is_fitting = when.hour is not None and fits(face(when.hour, part), part)
            expr = expr._replace(when=when._replace(part=part)) if is_fitting else expr
        is_loose = has_part and bool(when.part) and not (when.has_clock or when.has_day or when.until or expr.role)
        part = when.part if is_loose else ""
        has_part = has_part or (when.has_clock and bool(when.part or when.exact))
        out.append(expr._replace(role="none", sign="part") if is_loose else expr)
    return out


def _is_told(expr: Expr) -> bool:
    """A day and an hour of leaving or being there, said outright."""
    return (
        expr.when.has_clock
        and expr.when.day is not None
        and expr.rule not in LOOSE
        and expr.role in ("", "depart", "arrive")
    )


def _hidden(text: str, start: int, end: int, cover: str) -> str:
    return text[:start] + cover * (end - start) + text[end:]


def _marked(
    text: str, exprs: list[Expr], trains: Iterable[tuple[int, int]], places: Iterable[tuple[int, int, bool]]
) -> str:
    """The text as the signs want it: times read, trains, stations and known places one sign each."""
    for start, end in trains:
        text = text[:start] + TRAIN + READ * (end - start - 1) + text[end:]
    for start, end, is_station in places:
        if READ not in text[start:end] and not any(e.start < end and start < e.end for e in exprs):
            text = text[:start] + (STATION if is_station else NAME) + NAME * (end - start - 1) + text[end:]
    for expr in exprs:
        text = _hidden(text, expr.start, expr.end, READ)
    return text


def _plausible(text: str, marks: list[Mark]) -> list[Mark]:
    """12.10 is a date beside a clock, 9.30 a clock beside a date; now is nothing beside an hour."""
    clocks = [m for m in marks if m.kind == "clock" and not m.value.is_now]
    if clocks and any(m.kind == "clock" and m.value.is_now for m in marks):
        marks = [m for m in marks if not (m.kind == "clock" and m.value.is_now and not _is_open_range(text, m))]
    if not any(m.rule == "short_date" for m in marks):
        return marks
    marks = [m for m in marks if clocks or not _is_hours(text, m, marks)]
    return [_dotted(text, m, marks) if m.rule == "short_date" and not clocks else m for m in marks]


def _is_open_range(text: str, mark: Mark) -> bool:
    """从现在起到下周一"""
    return RANGE.match(text, mark.end) is not None or text[mark.end : mark.end + 1] == "起"


def _is_hours(text: str, mark: Mark, marks: list[Mark]) -> bool:
    """明天10-12: hours right behind a day or a part of it, in their order, are no date."""
    first, dash, last = text[mark.start : mark.end].partition("-")
    if mark.rule != "short_date" or not dash or not int(first) < int(last.rstrip("日号")) <= 24:
        return False
    return any(m.end <= mark.start and not text[m.end : mark.start].strip() for m in marks if m.kind in ("day", "part"))


def _dotted(text: str, mark: Mark, marks: list[Mark]) -> Mark:
    """9.30 beside a day is a clock; the mark itself when it is a date."""
    hour, _, minute = text[mark.start : mark.end].partition(".")
    if (
        len(minute) != 2
        or not minute.isdigit()
        or int(minute) >= 60
        or not any(_names_day(m, mark, int(hour)) for m in marks)
    ):
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
        one = _one(text, exprs[-1], new) if exprs else None
        if one is None:
            exprs.append(new)
        else:
            exprs[-1] = one
    return exprs


def _one(text: str, left: Expr, right: Expr) -> Expr | None:
    """Both as one expression, or None."""
    gap = text[left.end : right.start]
    if len(gap) > 12:
        return None
    if GAP.fullmatch(gap) is not None and ("，" not in gap or not left.when.has_clock):
        both = join(left.when, right.when)
        if both is not None:
            return Expr(left.start, right.end, both, right.rule if right.when.has_clock else left.rule)
    if ALIKE.fullmatch(gap) is None:
        return None
    both = _same_day(left, right, gap) or _same_hour(left.when, right.when, is_stammered=bool(STAMMER.fullmatch(gap)))
    return None if both is None else Expr(left.start, right.end, both, left.rule)


def _same_day(left: Expr, right: Expr, gap: str) -> When | None:
    """12月12日(星期六), 下周三也就是2月4号: one day said twice; the date stands, the weekday explains it."""
    first, again = left.when, right.when
    if first.has_clock or first.until or again.until:
        return None
    if not again.day:
        return first if again.problem and first.day and gap.strip(" ，(") else None
    if first.problem in UNDATED:
        return first if right.rule == "weekday" else again if gap.strip(" ，(") else None
    if not first.day:
        return None
    if (
        first.day != again.day
        and not (right.rule in ("weekday", "made_up_day") and gap in ("", " ", "("))
        and not SAME.search(gap)
    ):
        return None
    stands = again if right.rule in EXPLICIT and left.rule not in EXPLICIT else first
    clock = again if again.has_clock else first
    return clock._replace(day=stands.day, roll_days=0, part=again.part or first.part)


def _same_hour(left: When, right: When, *, is_stammered: bool) -> When | None:
    """两点，今天下午两点: one hour said twice; 十一点十一点一刻: begun again, and said in full."""
    if left.hour is None or right.hour is None or left.until or right.until:
        return None
    if (
        left.hour % 12 != right.hour % 12
        or (left.minute != right.minute and not (is_stammered and left.minute == 0))
        or (left.day and right.day and left.day != right.day)
    ):
        return None
    if left.part and right.part and left.part != right.part:
        return None
    day = right if right.has_day else left
    return right._replace(
        day=day.day,
        after=day.after,
        part=right.part or left.part,
        roll_days=day.roll_days,
        exact=left.exact or right.exact,
    )


def _ranges(text: str, exprs: list[Expr]) -> list[Expr]:
    out: list[Expr] = []
    for expr in exprs:
        last = out[-1] if out else None
        both = _paired(text, last, expr) if last is not None else None
        if both is None:
            out.append(expr)
        else:
            out[-1] = both
    return [_as_window(text, expr) for expr in out]


def _paired(text: str, last: Expr, expr: Expr) -> Expr | None:
    """last to expr, or last or expr."""
    gap = text[last.end : expr.start]
    if len(gap) > 6:
        return None
    if RANGE.fullmatch(gap):
        if last.when.problem == "impossible_date":
            return last._replace(end=expr.end)  # What begins on no day has no end either.
        if last.until is None and not last.when.problem:
            until = _following(last.when, expr.when, text[expr.start : expr.end])
            return last._replace(end=expr.end, when=last.when._replace(until=until))
        return None
    if EITHER.fullmatch(gap) is None or last.until or expr.until:
        return None
    if last.when.hour is not None and expr.when.hour is not None and not expr.when.has_day:
        if expr.when.part and last.when.part and expr.when.part != last.when.part:
            return last._replace(end=expr.end, when=last.when._replace(hour=None, minute=0, part="", exact=False))
        return last._replace(end=expr.end, when=last.when._replace(until=expr.when, is_window=True))
    return _two_days(text, last, expr, gap)


def _two_days(text: str, last: Expr, expr: Expr, gap: str) -> Expr | None:
    """周四、周五 are both; 周四或周五 is asked about."""
    first, second_ = last.when, expr.when
    if not first.day or not second_.day or first.has_clock or first.part or second_.part:
        return None
    if "或" in gap or "要么" in gap:
        return last._replace(end=expr.end, when=When(problem="vague"))
    if EACH.match(text, expr.end):
        return None
    day = second_.day + timedelta(days=second_.roll_days if second_.day < first.day else 0)
    if day != first.day + timedelta(days=1):
        return None
    return last._replace(
        end=expr.end, when=second_._replace(day=first.day, roll_days=first.roll_days, until=When(day=day))
    )


def _as_window(text: str, expr: Expr) -> Expr:
    """8点到9点都行: the range is a leeway."""
    when = expr.when
    if when.until is None or when.is_window or when.hour is None or when.until.hour is None or when.until.has_day:
        return expr
    found = WINDOW_AFTER.match(text, expr.end)
    return expr._replace(end=expr.end, when=when._replace(is_window=True)) if found else expr


def _following(first: When, until: When, words: str) -> When:
    """26日 behind 12月24日 is of that month, 周二 behind 周五 of the week after."""
    if first.day is None or until.day is None or until.day >= first.day:
        return until
    if until.roll_days:
        return until._replace(day=until.day + timedelta(days=until.roll_days))
    return until._replace(day=days.day_of_month(first.day, until.day.day, None)) if DAY_ALONE.match(words) else until
