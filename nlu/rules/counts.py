"""Counts of heads: the number (三四, 十二三, 5-6, 二十来), its measure (人, 位, 名, 个), and whether heads are counted at all.

三个 counts heads before a noun of persons or where the clause ends, not before 项目; 四名 always; 慰问三位老党员 never.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from nlu.frames import Hit
from nlu.numerals import CHARS, number
from nlu.rule import HIDDEN
from nlu.words import people

VAGUE = -1
"""The value of 十几个人, 若干人: a count that says no number."""
COUNTS = ("count", "group", "bare")


class Token(NamedTuple):
    """kind: see heads.LETTERS; a group is a count with its noun.  value: of a count; rough: 大概, 三四个; human: by its measure (位, 名)."""

    start: int
    end: int
    kind: str
    value: int = 0
    rough: bool = False
    human: bool = False


class Number(NamedTuple):
    start: int
    end: int
    value: int
    rough: bool


def any_of(words: str) -> str:
    """An alternative of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))


# --- numbers -----------------------------------------------------------------------------------------------------
HAN = "".join(sorted(set(CHARS) - set("俩仨〇○洞幺")))
NUM = rf"(?:\d{{1,12}}万?|[{HAN}]+)"
NUMBER = re.compile(rf"[\d{HAN}](?:(?<=\d)\d{{0,11}}万?|(?<=[{HAN}])[{HAN}]*)")
"""NUM, found faster: it begins with a plain class of characters."""
RANGE = re.compile(r"[个人位名]?\s*(?:(?P<list>、)|[-~到至]|或者?)\s*")
ROUGH_TAIL = re.compile(
    r"(?:(?P<tens>[二三四五六七八九]?十|[一二三四五六七八九]百))?(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<unit>[十百])?"
)
LEADING_MINUS = re.compile(r"\s*-")
HALF_HEAD = re.compile(r"(?:个半|\.5个?|点五个?)人(?!高|工|次|份)")
"""两个半人, 2.5个人: no number of heads."""
SCALE = {"十": 10, "百": 100, None: 1}


def worth(words: str) -> tuple[int | None, bool]:
    """The number said and whether it is approximate: 十二三 -> (13, True).  The upper figure counts."""
    if words.isdigit() and words.isascii():
        return int(words), False
    pair = ROUGH_TAIL.fullmatch(words)
    if pair:
        low, high = number(pair["a"]) or 0, number(pair["b"]) or 0
        if high == low + 1 or (low, high) == (3, 5):
            return (number(pair["tens"]) or 0 if pair["tens"] else 0) + high * SCALE[pair["unit"]], True
    return number("一" + words if words[0] in "百千万" else words), False


def numbers(text: str) -> Iterator[Number]:
    """Each number; of a range the upper figure: 五到六, 3或4, 5-6."""
    last: Number | None = None
    for found in NUMBER.finditer(text):
        value, rough = worth(found.group())
        if value is None:
            continue
        is_negative = found.start() > 0 and text[found.start() - 1] == "负"
        if is_negative or LEADING_MINUS.fullmatch(text, 0, found.start()):
            yield Number(found.start() - 1, found.end(), 0, False)  # 负3个人, -3人: nobody can be that.
            continue
        here = Number(*found.span(), value, rough)
        if last is not None:
            joint = RANGE.fullmatch(text, last.end, here.start)
            if joint and last.value < value and (not joint["list"] or last.value + 1 == value):
                here = Number(last.start, here.end, value, True)
            else:
                yield last
        last = here
    if last is not None:
        yield last


# --- what stands around a count ----------------------------------------------------------------------------------
END = r"$|[，。；！？、)(\s+/\ue000]"
GOES = any_of(people.GOES)
MEASURE = re.compile(
    rf"(?P<more>[来多余]?)\s*(?:(?P<people>[Pp](?:[Aa][Xx])?(?![A-Za-z0-9])|(?:[个号口]|ge)?人(?!{any_of(people.NOT_HEADS)})(?:头(?![桥街]))?|口子?(?={END})|号(?={END}))"
    rf"|(?!{any_of(people.NOT_PLACES)})(?P<human>[位名])|(?P<open>个(?={END}|{GOES}|不[去来走是]|我?[^，。]错))|(?P<thing>个))?"
)
"""What follows a number when it counts heads; 二十来号 needs its 来 (二十号 is a day)."""
BARE = re.compile(rf"(?={END}|[加和跟去到回吧哈呢啊从改往]|司机|左右|上下)")
NOT_BEFORE = re.compile(
    r"(?:[打写填输]错了?|[少多漏][打写填输]了?|[\d.第A-Za-z限]|\d:|每(?:[车辆台组间桌批年月周天次趟]|[辆台部]车)|名额|限报|编制)$"
)
POINTS_AT = re.compile(rf"(?:{any_of(people.POINTS_AT)})(?<![就只，那]剩)$")
TAKES_THINGS = re.compile(rf"(?:{any_of(people.TAKES_THINGS)})$")
ONE_ALONE = re.compile(rf"(?:^|[，。；！？、)(\s+/\ue000]|{any_of(people.ONE_BEHIND)})$")
VISITED = re.compile(rf"(?:{any_of(people.VISITS)})(?:了|过)?$")
GIVEN = re.compile(r"(?:[给向替]|(?<!不)对|(?<![改变整更定增减升降应作])为)$")
ORDERED = re.compile(rf"(?:都|也)?(?:{any_of(people.ORDERS)})")
NOT_A_ROLE = tuple(people.NOT_A_ROLE.split())
THINGS = tuple(people.THINGS.split())
NOUN_MAX = 8
PERSON_ENDS = frozenset("员官者")
NO_FILLER = frozenset("去到接送和跟与在从回来要会车加带")
UNITS = frozenset("百千万")
BEFORE = 5


def counts(text: str, found: Sequence[Number], nouns: Sequence[Hit], counted: Container[int]) -> Iterator[Token]:
    """Numbers with a measure of persons.  nouns: those of persons in the text; counted: where groups read before end."""
    roles = {hit.start: hit for hit in nouns}
    nouns_end = {hit.end for hit in nouns if hit.end not in counted}
    for here in found:
        before = text[max(0, here.start - BEFORE) : here.start]
        half = HALF_HEAD.match(text, here.end)
        if half is not None:
            yield Token(here.start, half.end(), "count", 0)
            continue
        measure = MEASURE.match(text, here.end)
        if measure is None or NOT_BEFORE.search(before):
            continue
        if UNITS.issuperset(text[here.start : here.end]) and not measure["more"]:
            continue  # 千人计划, 万处长
        of_noun = (
            here.start in nouns_end
        )  # 领导两位随行三位: the noun stands before its count.  Not so 三个领导两个随从.
        noun = None if measure["people"] or of_noun else _noun(measure.end(), text, roles)
        kind = _kind(text, here, measure, noun, of_noun, before)
        end = noun or measure.end()
        if kind and not _is_visited(text, before, end):
            nouns_end.discard(end)
            human = noun is not None or measure["human"] is not None
            yield Token(here.start, end, kind, here.value, here.rough or bool(measure["more"]), human)


def _kind(text: str, here: Number, measure: re.Match[str], noun: int | None, of_noun: bool, before: str) -> str:
    if measure["people"]:
        return "" if measure["people"] == "号" and not measure["more"] else "count"
    if noun and (measure["human"] or measure["thing"] or measure["open"] or here.value > 1):
        return "group"  # 三个科员, 四名代表, 接2客人
    if measure["human"]:
        return "count"
    if measure["open"] or measure["thing"]:
        is_sure = of_noun or before.endswith("人")
        if is_sure or (measure["open"] and _is_open(before, here.value, text[measure.end() : measure.end() + 1])):
            return "count"
    return ""


def _noun(start: int, text: str, roles: dict[int, Hit]) -> int | None:
    """Where the noun of persons ends that follows a measure: 两名[省水利院]专家; None without one."""
    if text.startswith(THINGS, start):
        return None
    for at in range(start, min(start + NOUN_MAX, len(text))):
        role = roles.get(at)
        if role is not None:
            return None if text.startswith(NOT_A_ROLE, role.end) else role.end
        if text[at] in NO_FILLER or not "\u4e00" <= text[at] <= "\u9fa5":
            return None
        if text[at] in PERSON_ENDS and at > start:  # 三个施工员
            return None if text.startswith(NOT_A_ROLE, at + 1) else at + 1
    return None


def _is_open(before: str, value: int, after: str) -> bool:
    """四个 without a noun counts heads unless something else was spoken of: 第二个, 工地四个, 订两个, 一个上午."""
    if (value == 1 and after == HIDDEN) or POINTS_AT.search(before) or TAKES_THINGS.search(before):
        return False
    return value != 1 or ONE_ALONE.search(before) is not None


def _is_visited(text: str, before: str, end: int) -> bool:
    """慰问三位老党员, 给两位老干部送书; but 给两位领导订车."""
    return VISITED.search(before) is not None or (GIVEN.search(before) is not None and not ORDERED.match(text, end))


# --- counts without a number of their own ------------------------------------------------------------------------
MIXED = re.compile(
    rf"(?P<a>{NUM})(?P<sex>[男女大小老少])(?P<b>{NUM})(?P<sex2>[男女大小老少童])(?:孩|人|个(?!人))?"
    rf"|男(?P<men>{NUM})[人名位个]?[，、]?女(?P<women>{NUM})[人名位个]?"
)
TWO = re.compile(
    rf"(?P<kin>(?<=[{''.join(people.KIN.split())}]))?(?P<n>[俩仨])(?P<sure>个?人(?!{any_of(people.NOT_HEADS)})|(?={END}|{GOES}))?"
)
SOME = re.compile(
    r"(?:好几十?|[二三四五六七八九]?十几|几十|若干|数十|上百)(?:个(?:人)?|[号口]?人|位|名)"
    r"|一(?:大?[群帮伙]|车|众)(?:人|专家|领导|同事|学生|学员|客人)"
)
ONE_MORE = re.compile(
    r"(?:(?<=[加多少减添捎])|(?<=[加多少减添捎]了))个(?P<man>人(?!员|原因|物|信|身|名|情|体|所|行为))?"
)
SINGLE = re.compile(rf"单人(?={END}|去)")
SEXES, TWOS, SOMES = frozenset("男女大小老少"), frozenset("俩仨"), frozenset("几若数百群帮伙车众")


def groups(text: str, nouns: Sequence[Hit]) -> Iterator[Token]:
    """三男一女, 两大一小; 我们俩, 俩同事; 十几个人; 加个人."""
    if not SEXES.isdisjoint(text):
        for found in MIXED.finditer(text):
            if found["men"] or found["sex"] != found["sex2"]:
                total = (worth(found["a"] or found["men"])[0] or 0) + (worth(found["b"] or found["women"])[0] or 0)
                yield Token(found.start(), found.end(), "count", total)
    roles = {hit.start: hit for hit in nouns}
    if "单人" in text:
        for found in SINGLE.finditer(text):
            yield Token(found.start(), found.end(), "count", 1)
    for found in ONE_MORE.finditer(text) if "个" in text else ():
        noun = found.end() if found["man"] else _noun(found.end(), text, roles)
        if noun:
            yield Token(found.start(), noun, "count", 1)
    if not TWOS.isdisjoint(text):
        yield from _twos(text, roles)
    if not SOMES.isdisjoint(text):
        for found in SOME.finditer(text):
            yield Token(found.start(), found.end(), "vague", VAGUE)


def _twos(text: str, roles: dict[int, Hit]) -> Iterator[Token]:
    for found in TWO.finditer(text):
        noun = None if found["sure"] else _noun(found.end(), text, roles)
        if noun or found["sure"] is not None or found["kin"] is not None:
            value = 2 if found["n"] == "俩" else 3
            yield Token(found.start(), noun or found.end(), "group" if noun else "count", value, human=noun is not None)


def bare(text: str, found: Sequence[Number]) -> Iterator[Token]:
    """A number that stands alone: it counts heads where a word before it says so (人数4, 共六)."""
    for here in found:
        if BARE.match(text, here.end) and not NOT_BEFORE.search(text[max(0, here.start - BEFORE) : here.start]):
            yield Token(here.start, here.end, "bare", here.value, here.rough)
