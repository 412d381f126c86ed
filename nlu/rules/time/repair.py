"""What a sentence takes back itself: 不是8点是9点, 明天哦不后天, 8点改成9点, 七点太早了八点吧."""

import re
from itertools import pairwise

from nlu.rules.time.expr import Expr
from nlu.rules.time.when import fits

OWN = r"(?:出发|走|回来|返回|返程|回|动身|用车|到|去|的(?:会议?|高铁|火车|动车|飞机|航班|票|车|培训|活动|班车))?"
"""A word of the earlier time's own: 28号回来，说错了29号回."""
WRONG = "不对|不是的?|错了|说错了?|讲错了?|写错了?|打错了?|记错了?|搞错了?|弄错了?|哦不是?|噢不是?|喔不|啊不是?|呃不是?|不不+|不，|口误|更正|纠正|应该是|应当是|我是说|重说|算了|改正|看错了?|不不，|说漏了|不(?![到去走回用要行在超是])"
INSTEAD = "改[成到为在]?|换[成到个]?|推[迟]?到|提[前早]?到|挪[到至]|调整?[到为成]?|变更?[成为到]?|延[后迟]?到|顺延[到至]|还是|放[到在]|移[到至]|转到|改签[成到为]?"
UNFIT = "太早|太晚|太赶|有点早|有点晚|早了|晚了|来不及|赶不上|不行|不合适|不方便|没空|没时间|不要了?|去不了|去不成|走不了|走不开|不去了?(?!吗)|不走了?(?!吗)|不用了?|不好|取消了?"
FILL = r"[，。、… 嗯呃啊哦噢那就是吧为:了的]*"
TAKEN_BACK_LATER = re.compile(rf"[^，。\d]{{0,12}}[，。、…]{FILL}(?:(?:{WRONG}){FILL}){{1,3}}")
"""后天8点去南通，说错了，是大后天"""
TAKEN_BACK = re.compile(rf"{OWN}{FILL}(?:(?:{WRONG}|{INSTEAD}|{UNFIT}){FILL}){{1,3}}(?:从|在|到|等到)?")
WRONG_AT_END = re.compile(rf"(?:^|[，。、… ]){FILL}(?P<words>(?:(?:{WRONG}){FILL}){{1,3}})$")
LONGEST = 24
NEGATED = re.compile(
    r"(?:不是|不要|不用|莫要|勿要|并非|不|别|莫|勿|甭|取消|不在|没说)[订定约要]?(?:(?<!取消)(?:[改换][成到为]?|推迟到|提前到|挪到|延到))?$"
)
BUT = re.compile(rf"{FILL}(?:是|改[成到为]?|换[成到]?)?")
"""Between a day denied and the day meant: 不是明天，是后天九点"""
OVERRULED = re.compile(
    rf" ?(?:的车|的)?(?:{UNFIT}|不对|错了|改[成到为]|换[成到]|变更?[成为]|调整?[成到为]|推迟到|提前到|挪到)"
)


def live(text: str, exprs: list[Expr]) -> list[Expr]:
    """Without what is taken back; what the correction leaves out it has from the time corrected."""
    kept: list[Expr] = []
    gone: list[Expr] = []
    for index, expr in enumerate(exprs):
        following = exprs[index + 1 :]
        if following and any(expr.when.has_clock and expr.when == old.when for old in gone):
            continue  # 莫要八点，八点我还在吃早饭呢，九点
        if not following:
            kept.append(expr)
        elif (
            not _corrects(text, expr)
            and NEGATED.search(text, max(expr.start - 6, 0), expr.start)
            and (_is_answered(expr, following) or _is_other_day(text, expr, following[0]))
        ):
            exprs[index + 1] = _lent_day(expr, following[0])
            gone.append(expr)
        elif following[0].start - expr.end <= LONGEST and _is_taken_back(text, expr, following[0]):
            exprs[index + 1] = _mended(expr, following[0])._replace(own=(expr.end, following[0].start))
        elif OVERRULED.match(text, expr.end) and _is_answered(expr, following):
            continue
        else:
            kept.append(expr)
    return kept


def _corrects(text: str, expr: Expr) -> bool:
    """十点不十一点: this 不 took back what stands before it."""
    return expr.own is not None and text[expr.start - 1] == "不"


def _is_taken_back(text: str, expr: Expr, new: Expr) -> bool:
    return any(p.fullmatch(text, expr.end, new.start) for p in (TAKEN_BACK, TAKEN_BACK_LATER))


def _is_answered(expr: Expr, following: list[Expr]) -> bool:
    return any(e.when.has_clock == expr.when.has_clock or e.when.part for e in following)


def denied(text: str, exprs: list[Expr]) -> tuple[tuple[int, int], ...]:
    """Where a day stands that is denied for the one behind it, with the words of denying."""
    return tuple(
        (no.start(), new.start)
        for old, new in pairwise(exprs)
        if (no := NEGATED.search(text, max(old.start - 6, 0), old.start)) and _is_other_day(text, old, new)
    )


def mended(text: str, said: tuple[Expr, ...], kept: list[Expr]) -> tuple[tuple[int, int], ...]:
    """周五去无锡，不对是周四: where the time stands that was taken back, and the words of taking back."""
    spans: list[tuple[int, int]] = []
    for own in (expr.own for expr in kept if expr.own):
        spans += [(old.start, old.end) for old in said if old.end == own[0]]
        words = WRONG_AT_END.search(text, *own)
        spans += [words.span("words")] if words else []
    return tuple(spans)


def _is_other_day(text: str, old: Expr, new: Expr) -> bool:
    """不是明天，是后天九点: the day that is meant stands right behind, with its hour."""
    if old.when.has_clock or not old.when.has_day or not new.when.has_day:
        return False
    return new.start - old.end <= LONGEST and BUT.fullmatch(text, old.end, new.start) is not None


def _lent_day(old: Expr, new: Expr) -> Expr:
    """不是明天8点是9点: of the same day."""
    if new.when.has_day or not old.when.day or not new.when.has_clock:
        return new
    return new._replace(when=new.when._replace(day=old.when.day, roll_days=old.when.roll_days))


def _mended(old: Expr, new: Expr) -> Expr:
    """明天九点，说错了，九点半 keeps the day; 早上8点，哦不后天 keeps the hour; a new part of day drops the hour."""
    was, now = old.when, new.when
    if was.at or now.at or now.problem or was.problem:
        return new
    day = now if now.has_day else was
    now = now._replace(day=day.day, after=day.after, roll_days=day.roll_days)
    if now.has_clock:
        hour = now.hour or 0
        if was.part and not now.part and not now.exact and (fits(hour, was.part) or fits(hour + 12, was.part)):
            now = now._replace(part=was.part)
    elif was.has_clock and not now.part:
        now = now._replace(
            hour=was.hour,
            minute=was.minute,
            part=was.part,
            exact=was.exact,
            until=now.until or was.until,
            is_window=was.is_window,
        )
    return new._replace(when=now)
