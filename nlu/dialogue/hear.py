"""A sentence read in the light of the conversation: a bare number picks, a point is named, another journey waits."""

import re
from datetime import datetime

from nlu.acts.wishing import says_another
from nlu.dialogue.state import State, alive
from nlu.lexicon import Lexicon
from nlu.parse import parse
from nlu.scene import Reading

DIGITS = "1-9一二两三四五六七八九"
PICK = re.compile(rf"(?:那?就?选|要|第)?第?(?P<n>[{DIGITS}])(?:个|种|项)?[吧啊呀。.!！]*")
BARE = re.compile(rf"[{DIGITS}][吧。.!！]*|.*第.*|.*选.*")
PLACED = re.compile(r"(?:选|要|就)?(?:(?P<first>前者|前一[个种]|前面(?:那?个|的)?|头一[个种])|(?P<last>后者|后一[个种]|后面(?:那?个|的)?|最后一[个种]))[吧啊。.!！]*")  # fmt: skip
POINTS = {
    "depart_at": "时间 出发时间 用车时间 日期 哪天 几点 钟点", "return_at": "返程 回程 返程时间 回程时间 回来的时间", "passengers": "人数 几个人 乘车人数 人员",
    "destination": "目的地 地点 地方 去哪 终点", "origin": "出发地 上车点 起点 上车地点", "purpose": "事由 用途 原因 理由", "vehicle_type": "车型 车辆类型 车",
}  # fmt: skip
NAMED = {word: point for point, words in POINTS.items() for word in words.split()}
POINT = re.compile(
    rf"(?:(?:我|还)?(?:要|想)?(?:改|修改|更改|调整|变更|换)(?:一?下)?)?(?P<name>{'|'.join(sorted(NAMED, key=len, reverse=True))})(?:也|再|还)?(?:不对|错了|有误|要改|要?改一?下|不是这个|有问题|搞错了|弄错了|写错了)?[了吧啊。!！]*"
)


def hear(
    state: State | None,
    text: str,
    now: datetime,
    *,
    role: str = "official",
    pending: tuple[str, ...] = (),
    lexicon: Lexicon | None = None,
) -> Reading:
    """What a sentence says to this state; `advance` takes it in."""
    state = alive(state, now)
    short = text.strip()[:20]
    picked = _picked(state, short)
    if picked:
        return Reading({"intent": "inform", "choice": picked})
    point = _point(state, short)
    if point:
        return Reading({"intent": "inform", "point": point})
    reading = parse(text, now, state.context(role, pending), lexicon)
    if _is_another(state, text, reading):
        return Reading({"intent": "book", "ambiguous": [{"slot": "booking", "candidates": [text], "why": "second"}]})
    return reading


def _picked(state: State, text: str) -> int:
    """Which of the candidates shown is chosen by its number; 0 for none."""
    if state.doubt is None or state.doubt.slot != state.asked:
        return 0
    found, placed = PICK.fullmatch(text), PLACED.fullmatch(text)
    count = len(state.doubt.candidates)
    if placed:
        return 1 if placed["first"] else count
    if not found or not BARE.fullmatch(text):
        return 0
    chosen = int(found["n"]) if found["n"].isdecimal() else "一二三四五六七八九".index(found["n"]) + 1
    return chosen if chosen <= count else 0


def _point(state: State, text: str) -> str:
    """人数错了, 改一下时间: the point that is to be asked about."""
    if not state.has_draft or (state.asked not in ("confirm", "change") and text in NAMED):
        return ""
    found = POINT.fullmatch(text)
    return NAMED[found["name"]] if found else ""


def _is_another(state: State, text: str, reading: Reading) -> bool:
    """另外再订一辆车，后天去扬州; 还有一单：…: a booking of its own while one is being made."""
    return (
        (state.read_back is not None or (state.has_draft and says_another(text)))
        and reading.get("intent") == "book"
        and "copy" not in reading
        and not reading.keys().isdisjoint(("destination", "origin"))
    )
