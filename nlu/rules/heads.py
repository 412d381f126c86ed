"""What a sentence says of heads, as tokens: counts, names, nouns of persons and the small words that join them.

One pass for counts (characters), one for names (surname and title), one for words (nlu/words/people.py).  Every token has
a kind, every kind a letter: the productions of party.py are patterns over these letters, so that "me and name count" is
我和张处两个人 whatever the words.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlu.frames import Hit, Vocabulary
from nlu.numerals import CHARS, number
from nlu.rule import HIDDEN
from nlu.words import people

VAGUE = -1
"""The value of 十几个人, 若干人: a count that says no number."""
LETTERS = {
    "count": "N", "group": "G", "bare": "n", "vague": "v", "name": "K", "role": "P", "couple": "C", "me": "M", "us": "S", "him": "H", "them": "T", "own": "o", "chauffeur": "D",
    "and": "A", "plus": "+", "bring": "B", "fetch": "f", "total": "t", "label": "L", "is": "i", "to": "=", "incl": "I", "excl": "X", "beyond": "E", "inside": "U", "more": "m", "less": "l",
    "also": "w", "leaves": "z", "wrong": "!", "among": "a", "comma": ",", "near": "g", "far": "x",
}  # fmt: skip


COUNTS = ("count", "group", "bare")


class Token(NamedTuple):
    """value: of a count; rough: 大概, 三四个; human: its measure is for persons (位, 名); kind: see LETTERS (group: a count with its noun)."""

    start: int
    end: int
    kind: str
    value: int = 0
    rough: bool = False
    human: bool = False


# --- numbers -----------------------------------------------------------------------------------------------------
HAN = "".join(sorted(set(CHARS) - set("俩仨〇○洞幺")))
NUM = rf"(?:\d{{1,12}}万?|[{HAN}]+)"
ROUGH_TAIL = re.compile(r"(?:(?P<tens>[二三四五六七八九]?十|[一二三四五六七八九]百))?(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<unit>[十百])?")
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


# --- counts ------------------------------------------------------------------------------------------------------
NUMBER = re.compile(NUM)
RANGE = re.compile(r"[个人位名]?\s*(?:(?P<list>、)|[-~到至]|或者?)\s*")
END = r"$|[，。；！？、)(\s+/\ue000]"
NOT_PEOPLE = "民|大(?![巴客车人概约])|才(?:市|中心|公寓|服务|大厦|港|局|办|交)|社(?:局|厅|部|所)|防(?:办|工|基)|次|均|力资|寿|保(?:局|公司|大厦)|事(?:局|厅|处|科|部|考)|行(?:道|天)|工智|造|员|影"
GOES = "去|到|坐|一起|一同|都|也|要|在|走|乘|参|前往|出发|赴|过去|回|从|[加和跟与吧哈呢啊呀哦嘛算]|左右|上下|以[内上下]|不到|同[去行]|随车|上车"
MEASURE = re.compile(
    rf"(?P<more>[来多余]?)\s*(?:(?P<people>[个号口]?人(?!{NOT_PEOPLE})(?:头(?![桥街]))?|口子?(?={END})|号(?={END}))"
    rf"|(?P<human>位(?!数|置|于|移|一体|次|居)|名(?!额|次|称|列|胜|牌|城|单(?!位)|字|片))|(?P<open>个(?={END}|{GOES}))|(?P<thing>个))?"
)
"""What follows a number when it counts heads; 二十来号 needs its 来 (二十号 is a day)."""
MIXED = re.compile(rf"(?P<a>{NUM})(?P<sex>[男女大小老少])(?P<b>{NUM})(?P<sex2>[男女大小老少童])(?:孩|人|个(?!人))?|男(?P<men>{NUM})[人名位个]?[，、]?女(?P<women>{NUM})[人名位个]?")
TWO = re.compile(r"(?P<n>[俩仨])人?(?!小时|[点月天县市区村镇会站厂箱包车路单半]|礼拜|星期|钟|地方|项目|部门|公司)")
SOME = re.compile(
    r"(?:好几十?|[二三四五六七八九]?十几|几十|若干|数十|上百)(?:个(?:人)?|[号口]?人|位|名)|一(?:大?[群帮伙]|车|众)(?:人|专家|领导|同事|学生|学员|客人)"
)
BARE = re.compile(rf"(?={END}|[加和跟去到回吧哈呢啊从改往]|司机)")
NOT_BEFORE = re.compile(r"(?:[\d.第A-Za-z每]|\d:|每[车辆台组间桌])$")
NO_MEASURE_BEFORE = re.compile(r"(?:[第前后这那哪某上下头末每剩]|其余|剩下|另外)$")
TAKES_THINGS = re.compile(
    r"(?:[没约订派换选批填删写取领拉运拿看跑查改签走设分]|(?:项目|工地|点位|会议|地方|单位|企业|部门|站点|箱子|行李|材料|文件|方案|厂|村)有?)$"
)
ONE_ALONE = re.compile(
    r"(?:^|[，。；！？、)(\s+/\ue000]|[我他她俺就只仅共光单带少多减加去掉捎接送处局工总科师任长记授员友事导人室里])$"
)
NO_FILLER = frozenset("去到接送和跟与在从回来要的，会车")
NOT_A_ROLE = ("公寓", "宿舍", "大厦", "新村", "小区", "中心", "食堂", "之家", "俱乐部", "会", "组", "团", "队", "班", "局", "家园", "公园", "活动", "培训", "学院", "楼", "名单", "工作", "制")  # fmt: skip


PEOPLE_LABEL = re.compile(r"(?:^|(?<=[，。；！？、\s\ue000吧哦不过]))人(?:数)?(?=[:是为有要变减加增定改]|也[少多]|[少多]|\d|[一二两三四五六七八九十]{1,3}[个位])")
"""人：3, 人四个, 人减到两个."""


class Number(NamedTuple):
    start: int
    end: int
    value: int
    rough: bool


def tokens(text: str) -> list[Token]:
    """In their order, none overlapping; what lies between two of them is a comma, near or far."""
    words = PARTY_WORDS.find(text)
    numbers = [*_numbers(text)]
    roles = [hit for hit in words if "role" in hit.kinds]
    found: list[Token] = []
    taken = bytearray(len(text) + 1)
    for more in (_labels(text), _groups(text), _counts(text, numbers, roles), _names(text), _words(words), _bare(text, numbers)):
        for token in more:
            if not any(taken[token.start : token.end]):
                taken[token.start : token.end] = b"\1" * (token.end - token.start)
                found.append(token)
    found.sort()
    return _settled([*_with_gaps(text, found)])


def _labels(text: str) -> Iterator[Token]:
    if "人" in text:
        for found in PEOPLE_LABEL.finditer(text):
            yield Token(found.start(), found.end(), "label")


def _numbers(text: str) -> Iterator[Number]:
    """Each number; of a range the upper figure: 五到六, 3或4, 5-6."""
    last: Number | None = None
    for found in NUMBER.finditer(text):
        value, rough = worth(found.group())
        if value is None:
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


def _groups(text: str) -> Iterator[Token]:
    """三男一女, 两大一小; 我们俩; 十几个人."""
    if not SEXES.isdisjoint(text):
        for found in MIXED.finditer(text):
            if found["men"] or found["sex"] != found["sex2"]:
                total = (worth(found["a"] or found["men"])[0] or 0) + (worth(found["b"] or found["women"])[0] or 0)
                yield Token(found.start(), found.end(), "count", total)
    if not TWOS.isdisjoint(text):
        for found in TWO.finditer(text):
            yield Token(found.start(), found.end(), "count", 2 if found["n"] == "俩" else 3)
    if not SOMES.isdisjoint(text):
        for found in SOME.finditer(text):
            yield Token(found.start(), found.end(), "vague", VAGUE)


SEXES, TWOS, SOMES = frozenset("男女大小老少"), frozenset("俩仨"), frozenset("几若数百群帮伙车众")


def _counts(text: str, numbers: list[Number], nouns: list[Hit]) -> Iterator[Token]:
    roles = {hit.start: hit for hit in nouns}
    counted_before = {hit.end for hit in nouns}
    for found in numbers:
        before = text[max(0, found.start - 4) : found.start]
        if NOT_BEFORE.search(before):
            continue
        measure = MEASURE.match(text, found.end)
        if measure is None:
            continue
        rough = found.rough or bool(measure["more"])
        is_of_noun = found.start in counted_before  # 领导两位随行三位: the noun stands before its count.
        noun = None if measure["people"] or is_of_noun else _noun(measure.end(), text, roles)
        if measure["people"] or measure["human"]:
            if not (measure["people"] == "号" and not measure["more"]):
                kind = "group" if noun else "count"
                yield Token(found.start, noun or measure.end(), kind, found.value, rough, bool(measure["human"]))
        elif noun and (measure["thing"] or measure["open"] or (measure.end() in roles and found.value > 1)):
            yield Token(found.start, noun, "group", found.value, rough, True)  # 三个科员, 接2客人
        elif (measure["open"] and _is_open(before, found.value, text[measure.end() : measure.end() + 1])) or (
            (measure["open"] or measure["thing"]) and (is_of_noun or before.endswith("人"))
        ):
            yield Token(found.start, measure.end(), "count", found.value, rough)


def _noun(start: int, text: str, roles: dict[int, Hit]) -> int | None:
    """Where the noun of persons ends that follows a measure: 两名[省水利院]专家; None without one."""
    for at in range(start, min(start + 7, len(text))):
        role = roles.get(at)
        if role is not None:
            return None if text.startswith(NOT_A_ROLE, role.end) else role.end
        if text[at] in NO_FILLER or not "\u4e00" <= text[at] <= "\u9fa5":
            return None
    return None


def _is_open(before: str, value: int, after: str) -> bool:
    """四个 without a noun counts heads unless something else was spoken of: 第二个, 工地四个, 订两个, 一个上午."""
    if value == 1 and after == HIDDEN:
        return False
    if NO_MEASURE_BEFORE.search(before) or TAKES_THINGS.search(before):
        return False
    return value != 1 or ONE_ALONE.search(before) is not None


# --- names -------------------------------------------------------------------------------------------------------
_SURNAME = rf"(?:{'|'.join(people.COMPOUND_SURNAMES.split())}|[{people.SURNAMES}])"
_LONG_TITLE = "|".join(sorted(people.TITLES.split(), key=len, reverse=True))
_SHORT_TITLE = "|".join(f"{title}(?![{bad}])" for title, bad in people.SHORT_TITLES.items())
TITLE = rf"(?:{_SURNAME}[副正老大小]?(?:{_LONG_TITLE}|{_SHORT_TITLE})|[小老]{_SURNAME}(?![时区])(?:{_LONG_TITLE}|[总工处科局](?![\u4e00-\u9fa5]))?)"
"""张处, 李主任, 小王, 老赵: a person called by surname and title."""
CHAUFFEUR = rf"(?:{_SURNAME}师傅|[小老]{_SURNAME}(?:师傅)?)"
_FULL = rf"{_SURNAME}[\u4e00-\u9fa5]{{1,2}}?"
NAME = re.compile(
    rf"(?P<driver>{_SURNAME}师傅)|{TITLE}"
    rf"|(?<=[和跟与、同+带]){_FULL}(?={END}|[和跟与、]|还有|[俩两三四3-9]|去|到|一起|一同|一道|也|明|后天|今|下午|上午|周)"
    rf"|(?<![\u4e00-\u9fa5]){_FULL}(?=也[去来一要想跟]|(?:不|去不|来不)[去来了])|(?<![\u4e00-\u9fa5]){_FULL}(?=[和跟与、]我(?![们的说讲联市县局]))"
)
NAME_HINT = frozenset(people.SURNAMES)


def _names(text: str) -> Iterator[Token]:
    if NAME_HINT.isdisjoint(text):
        return
    for found in NAME.finditer(text):
        yield Token(found.start(), found.end(), "chauffeur" if found["driver"] else "name")


# --- words -------------------------------------------------------------------------------------------------------
PARTY_WORDS = Vocabulary({**people.PARTY, "role": people.ROLES})


def _words(hits: tuple[Hit, ...]) -> Iterator[Token]:
    for hit in hits:
        if "none" not in hit.kinds:
            yield Token(hit.start, hit.end, min(hit.kinds))


def _bare(text: str, numbers: list[Number]) -> Iterator[Token]:
    for found in numbers:
        if BARE.match(text, found.end) and not NOT_BEFORE.search(text[max(0, found.start - 2) : found.start]):
            yield Token(found.start, found.end, "bare", found.value, found.rough)


# --- between -----------------------------------------------------------------------------------------------------
COMMAS = frozenset("，、；()/")
NEAR_MAX = 6
APART = frozenset("。！？…去到往从在由接送回来走开会车打说批给坐请帮派") | COMMAS | {HIDDEN}


def _with_gaps(text: str, found: list[Token]) -> Iterator[Token]:
    """Between two tokens: a comma, a few words (near) or anything else (far)."""
    at = -1
    for token in found:
        if 0 <= at < token.start:
            words = text[at : token.start].strip(" ")
            if words:
                is_near = len(words) <= NEAR_MAX and APART.isdisjoint(words)
                yield Token(at, token.start, "comma" if COMMAS.issuperset(words) else "near" if is_near else "far")
        yield token
        at = token.end


def _settled(found: list[Token]) -> list[Token]:
    """Fillers fall away; 大概, 最多, 左右 make the count beside them approximate."""
    kept: list[Token] = []
    is_rough = False
    for token in found:
        if token.kind == "filler":
            continue
        if token.kind == "about":
            is_rough = True
            continue
        if token.kind == "around":
            if kept and kept[-1].kind in COUNTS:
                kept[-1] = kept[-1]._replace(rough=True, end=token.end)
            continue
        if token.kind in COUNTS and is_rough:
            token = token._replace(rough=True)
        if token.kind not in ("is", "label", "total"):
            is_rough = False
        kept.append(token)
    return kept


def letters(found: list[Token]) -> str:
    return "".join(LETTERS[token.kind] for token in found)
