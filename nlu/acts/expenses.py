"""What a driver has paid: every sum with its kind, in whatever order they are said."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from nlu.frames import Vocabulary
from nlu.numerals import AMOUNT, yuan
from nlu.rule import HIDDEN, Rule, hide
from nlu.words.driving import FEES

SUMS_MAX = 20
LOOK_BACK = 14
"""How many characters before a sum tell what it is."""

_KIND = {word: kind for kind, words in FEES.items() for word in words.split()}
_VOCABULARY = Vocabulary(
    {
        "fee": " ".join(_KIND),
        "not": "停车场8 过路人 油门 油表 加油站旁 加油站里 停车场里 停车场等 加油站等 高速上 高速堵 高速口等 停车场门口 上油 机油灯 油耗 油温 用电 下饭 通行证 停车证",
    }
)
SUM = Rule(
    "sum_of_money", rf"(?<![\d.A-Za-z第])(?:{AMOUNT})", lambda found, scope: yuan(found), kind="yuan",
    says=(("三百二", 320), ("九块五", 9.5), ("¥64", 64), ("12块5毛", 12.5), ("八毛", 0.8), ("一百零五", 105), ("叁佰伍拾元整", 350)), silent=("第三",),
)  # fmt: skip
_NOT_MONEY = re.compile(
    r"(?: ?(?:公里|km|KM|升|L)|点|号|日|月|年|公里|km|KM|升|L|度|个|人|位|次|趟|张|笔|份|顿|桌|单|分钟|分(?!钱)|小时|钟头|天|楼|座|台|辆|路|国道|省道|#|瓶|箱|桶|条|回(?!\d)|遍|下|种|%|样|会|起|边|站|家|直|般|定|点儿|些|共|路上|程|口|米|斤|公斤|代|号门|区|期|块(?:钱)?(?:地|牌))"
)
_GRADE = re.compile("(?:9[258]|0) ?(?:的|号|#|号的)?(?:汽|柴)?油")
"""加92的油: what was filled in, not what it cost."""
_LINK = re.compile(
    r"(?:[费用款是花交付给收扣缴掏垫了共:约 ，。的刷走去回来到加要为又各钱额票我就才都]|一共|总共|大概|大约|合计|共计|小计|应该|实际|实付|每[次趟]|现金|金额|发票|微信|扫码|师傅|他们|人家|左右|单程|往返|去程|返程|回程|来程|对了|还有"
    r"|[一二两三四五六七八九十\d]{1,3}(?:[次趟张笔份顿]|个?小时|个钟头?|[升度天晚个瓶箱桶])){0,8}"
)
_PAID = re.compile(
    r"(?:是|应该是|应为|改成|改为|更正为|花了?|交了?|付了?|给了?|收了?|扣了?|缴了?|垫了?|掏了?|加了?|用了?|共|各|还有|和|另外|加上) ?$"
)
_TOTAL = re.compile(r"(?:一共|总共|合计|共计|总计|小计|加起来|一起|共)(?:是|花了|:| |付了|垫了|用了)*$")
_DENIED = re.compile(r"(?:不是|不对|没有|不应该是|不到|而不是|并非)[ ，]*$")
_CORRECTS = re.compile(r"不是|不对|错了|报错|写错|说错|打错|多报|少报|更正|改成|改为|应该是|应为|纠正")
_EACH = re.compile(r"各(?:是|花了?|付了?|交了?)?$")
_BESIDE = re.compile(rf"[{HIDDEN} ，、。；和与:元]*")
_STOP = re.compile(r"[，。；！]")


class Expense(NamedTuple):
    """One sum and its kind, and where they stand."""

    start: int
    end: int
    kind: str
    yuan: float | int

    def value(self) -> dict[str, Any]:
        return {"kind": self.kind, "yuan": self.yuan}


class _Sum(NamedTuple):
    start: int
    end: int
    yuan: float | int
    is_money: bool


class _Fee(NamedTuple):
    start: int
    end: int
    kind: str


def read(text: str) -> list[Expense]:
    """The expenses in the normal text, in the order of their sums."""
    fees = _fees(text)
    if not fees:
        return []
    sums = [paid for paid in islice(_sums(text, fees), SUMS_MAX) if not _said_before(_DENIED, text, paid.start)]
    if not sums:
        return []
    paired = _paired(text, fees, sums)
    if _CORRECTS.search(text):
        paired = list({expense.kind: expense for expense in paired}.values())
    return paired


def says_nothing_else(text: str, paid: list[Expense]) -> bool:
    """The expenses are all that the text says."""
    for expense in paid:
        text = hide(text, expense.start, expense.end)
    return _BESIDE.fullmatch(text) is not None


def _fees(text: str) -> list[_Fee]:
    """Neighbours of one kind are one: 高速过路费, 油加了…油."""
    fees: list[_Fee] = []
    for hit in _VOCABULARY.find(text):
        kind = _KIND.get(hit.word)
        if kind is None:
            continue
        if len(fees) == 2 * SUMS_MAX:
            break
        if (
            fees
            and hit.start - fees[-1].end <= 1
            and (fees[-1].kind == kind or {kind, fees[-1].kind} == {"过路费", "过桥费"})
        ):
            fees[-1] = fees[-1]._replace(end=hit.end)
        else:
            fees.append(_Fee(hit.start, hit.end, kind))
    return fees


def _sums(text: str, fees: list[_Fee]) -> Iterator[_Sum]:
    last = 0
    for found in SUM.pattern.finditer(text):
        is_money = bool(found["sign"] or found["unit"] or found["tenths"])
        if not is_money and (_NOT_MONEY.match(text, found.end()) or _GRADE.match(text, found.start())):
            continue
        if any(fee.start < found.end() and found.start() < fee.end for fee in fees):
            continue
        if not is_money and not _stands_by(text, found.start(), found.end(), fees, last):
            continue
        paid = yuan(found)
        if paid is not None:
            last = found.end()
            yield _Sum(found.start(), found.end(), paid, is_money)


def _stands_by(text: str, start: int, end: int, fees: list[_Fee], last: int) -> bool:
    """A bare number is a sum right behind its kind, right before it, or behind a word of paying."""
    before = max((fee.end for fee in fees if fee.end <= start), default=None)
    before = max(before, last) if before is not None else None
    if before is not None and (
        (start - before <= LOOK_BACK and _LINK.fullmatch(text, before, start)) or _PAID.search(text, before, start)
    ):
        return True
    after = min((fee.start for fee in fees if fee.start >= end), default=None)
    return (
        after is not None
        and text[end:after].strip(" ") in ("", "的")
        and (start == 0 or text[start - 1] in "，。；！ :" or _said_before(_PAID, text, start))
    )


def _paired(text: str, fees: list[_Fee], sums: list[_Sum]) -> list[Expense]:
    """Within a clause kinds come before their sums, or all behind them; a sum alone in its clause belongs to the kind before."""
    found: list[Expense] = []
    for clause, its_sums in _by_clause(text, sums):
        its_fees = [fee for fee in fees if clause[0] <= fee.start < clause[1]]
        found += _one_clause(text, its_fees, its_sums, [fee for fee in fees if fee.end <= clause[0]], found)
    return found


def _one_clause(
    text: str, fees: list[_Fee], sums: list[_Sum], earlier: list[_Fee], found: list[Expense]
) -> Iterator[Expense]:
    sums_first = bool(fees) and sums[0].start < fees[0].start
    used: set[_Fee] = set()
    for index, paid in enumerate(sums):
        limit = sums[index - 1].end if index else 0
        if sums_first:
            until = sums[index + 1].start if index + 1 < len(sums) else len(text)
            mine = [fee for fee in fees if paid.end <= fee.start < until]
        else:
            mine = [fee for fee in fees if limit <= fee.start and fee.end <= paid.start]
        if not mine and _said_before(_TOTAL, text, paid.start) and (found or used):
            continue
        if not mine:
            mine = [fee for fee in (*earlier, *fees) if fee.end <= paid.start][-1:]
        if not mine:
            continue
        used.update(mine)
        yield from _booked(text, mine, paid)


def _booked(text: str, fees: list[_Fee], paid: _Sum) -> Iterator[Expense]:
    """过路费停车费各20 are two; 过路费停车费一共60 is one of both kinds; otherwise the nearest kind is meant."""
    kinds = list(dict.fromkeys(fee.kind for fee in fees))
    start, end = min(fees[0].start, paid.start), max(fees[-1].end, paid.end)
    if len(kinds) > 1 and _said_before(_EACH, text, paid.start):
        yield from (Expense(fee.start, end, kind, paid.yuan) for fee, kind in zip(fees, kinds, strict=False))
        return
    if len(kinds) > 1 and _said_before(_TOTAL, text, paid.start):
        yield Expense(start, end, "、".join(kinds), paid.yuan)
        return
    near = fees[-1] if fees[-1].end <= paid.start else fees[0]
    yield Expense(min(near.start, paid.start), max(near.end, paid.end), near.kind, paid.yuan)


def _by_clause(text: str, sums: list[_Sum]) -> Iterator[tuple[tuple[int, int], list[_Sum]]]:
    start = 0
    for end in (*(stop.start() for stop in _STOP.finditer(text)), len(text)):
        its = [paid for paid in sums if start <= paid.start < end]
        if its:
            yield (start, end), its
        start = end


def _said_before(pattern: re.Pattern[str], text: str, at: int) -> bool:
    return pattern.search(text, max(0, at - LOOK_BACK), at) is not None
