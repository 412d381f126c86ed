"""The odometer's reading in a driver's sentence: 里程 12480, 表底五万零六百八, 跑到 50,112 公里, 回场三六七二一."""

import re
from typing import NamedTuple

from nlu.numerals import CHARS, number
from nlu.rule import Rule, Scope

KM_MIN, KM_MAX = 10, 1_999_999
TRIP_MAX = 3_000
"""Nobody has driven more on one trip: 跑了四万八千 is what the odometer shows."""
BARE_MIN = 1_000
"""A number without a word of the odometer beside it is a reading only from here on."""

_WHEN = "终了|终止|起始|出车|收车|回场|出场|入库|总|累计|当前|目前|现在|表"
_NAMES = rf"(?:{_WHEN})?(?:里程|(?<![\d{CHARS}])公里)(?:表|数|读数|显示){{0,3}}|(?:码表|路码|表显|表底|底数|咪表|迈表|迈数|码数|仪表盘?|表)(?:表|数|读数|上|显示){{0,3}}|读数"
_LINK = r"(?:[ :，。]|读数|显示|现在|目前|为|是|数|走到|跑到|到了?|已经?|停在|有|报|写|填|拍|更正|应该|应为|错了|改成|改为|不对|=|-)"
_N = rf"(?P<n>\d{{1,3}}(?: \d{{3}}){{1,2}}(?! ?\d)|[\d{CHARS}]{{1,16}}(?:\.\d{{1,4}}万?)?)"
_UNIT = r"(?:公里|千米|km|KM|Km|码|迈)"


def _reading(found: re.Match[str], scope: Scope) -> int | None:
    return _km(found["n"])


# fmt: off
NAMED = Rule(
    "odometer_named", rf"(?<![工一])(?:{_NAMES}){_LINK}{{0,8}}{_N}", _reading, kind="odometer_km",
    says=(("里程 12480", 12480), ("里程报错了，是48201", 48201), ("表底五万零六百八", 50680), ("码表一十一万八千四百三十二", 118432), ("里程表读数12万3405", 123405), ("公里数：２５９１７", 25917), ("终了里程9870", 9870), ("里程表7.2万", 72000)),
    silent=("怎么填里程", "工程表彰三等奖"),
)
RUN_TO = Rule(
    "odometer_run_to", rf"(?:跑[到了]了?|走到了?|开到了?|跑满|已跑) ?{_N} ?(?={_UNIT}|了|，|$)", _reading, kind="odometer_km",
    says=(("跑到 50,112 公里", 50112), ("回来啦，跑了四万八千二百一", 48210)), silent=("跑到南京",),
)
WITH_UNIT = Rule(
    "odometer_with_unit", rf"(?<![\d.{CHARS}]){_N} ?{_UNIT}", _reading, kind="odometer_km", says=(("收车 48210km", 48210), ("四万一千八百七十七公里", 41877)), silent=("48210",),
)
BARE = Rule(
    "odometer_bare", rf"(?<![\dA-Za-z.\-¥{CHARS}])(?P<n>\d{{4,7}}|[{CHARS}]{{4,12}}|[{CHARS}\d]{{1,3}}万[{CHARS}\d]{{0,9}})(?![\dA-Za-z\-点号元块毛个人位升年月日{CHARS}]|\.\d)", _reading, kind="odometer_km",
    says=(("回场，三六七二一", 36721), ("收工，五万一", 51000)), silent=("8点30", "13600001234"),
)
# fmt: on
_DISTANCE = re.compile(
    r"(?:本次|这次|这趟|此次|单程|来回|往返|全程|行驶|跑了|开了|走了|还有|大概|只有|差|今天|一共|总共|共)(?:行驶|跑|开|走|的|了|里程|公里数|总)*[ :是]*$"
)
_DENIED = re.compile("(?:不是|并非)[ :]*$")
_ANSWER = re.compile(rf"[ ，。是:]*{_N}[ ，。]*{_UNIT}?[ ，。！了吧的]*")
LOOK_BACK = 12


class Reading(NamedTuple):
    """Kilometres, and where they stand."""

    start: int
    end: int
    km: int


def read(text: str, *, expected: bool = False) -> Reading | None:
    """The reading in the normal text.  expected: the sentence tells of a trip's start or end, so that the word for it may be left out."""
    for rule in (NAMED, RUN_TO, WITH_UNIT, BARE) if expected else (NAMED, RUN_TO):
        least = KM_MIN if rule is NAMED else BARE_MIN
        for found in rule.pattern.finditer(text):
            km = _km(found["n"])
            if km is None or not least <= km <= KM_MAX:
                continue
            if _DENIED.search(text, max(0, found.start("n") - LOOK_BACK), found.start("n")):
                continue
            if km >= TRIP_MAX or not _DISTANCE.search(text, max(0, found.start() - LOOK_BACK), found.start()):
                return Reading(found.start(), found.end(), km)
    return None


def whole(text: str) -> int | None:
    """The reading that a sentence consists of, as the answer to the question for it."""
    found = _ANSWER.fullmatch(text)
    km = _km(found["n"]) if found else None
    return km if km is not None and KM_MIN <= km <= KM_MAX else None


def _km(words: str) -> int | None:
    words = words.replace(" ", "")
    if "." in words:
        head, _, tail = words.partition(".")
        if tail.endswith("万"):
            return round(float(f"{head}.{tail[:-1]}") * 10_000) if head.isdigit() else None
        words = head
    return number(words) if len(words) <= 16 else None
