"""A sentence read in the light of the conversation: a bare number picks, a point is named, another journey waits."""

import re
from collections.abc import Callable
from datetime import datetime

from nlu.acts.wishing import is_another, may_be_another
from nlu.dialogue import both_ends
from nlu.dialogue.state import State, alive
from nlu.lexicon import Lexicon
from nlu.parse import parse
from nlu.scene import Reading

DIGITS = "1-9一二两三四五六七八九"
PICK = re.compile(rf"(?:那?就?选|要|第)?第?(?P<n>[{DIGITS}])(?:个|种|项)?[吧啊呀。.!！]*")
BARE = re.compile(rf"[{DIGITS}][吧。.!！]*|.*第.*|.*选.*")
PLACED = re.compile(r"(?:选|要|就)?(?:(?P<first>前者|前一[个种]|前面(?:那?个|的)?|头一[个种])|(?P<last>后者|后一[个种]|后面(?:那?个|的)?|最后一[个种]))[吧啊。.!！]*")  # fmt: skip
FILLING = ("book", "change", "inform")
TIME_ASKED = ("depart_at", "depart_time", "arrive_by")
BARE_CLOCK = re.compile(
    r"(?:那?就|还是|改成?|改到|要不|大概){0,2}(?:上午|下午|晚上|傍晚|中午)?[\d一二两三四五六七八九十]{1,3}(?:点钟?|:)(?:半|[一三]刻|[\d零一二三四五]{1,3}分?)?[吧了啊。！]*"
)
"""四点, 还是五点半吧: an hour, and not a word of which way."""
UNDECIDED = re.compile(
    r"(?:回来|返程|回程|返回|回|几点回来?|时间|这个|这|我|现在|暂时|目前|还|也|都|得|要|就|先|可能|要看|嗯|哦|，){0,5}"
    r"(?:看(?:会议|现场|那边|当天|进度)?(?:的)?(?:情况|进度|进展)|说不[好准定]|没定|没准|不一定|不确定|定不下来|不知道|不清楚|不好说|难说|待定|未定|再说|再定|再看|到时候?(?:再?说|再?看|再?定|联系)|(?:办完事?|完事|忙完|开完会?|结束)(?:之?后)?(?:再|就|了就)?[回返](?:来|程)?)[了吧呢啊嘛哦。，！]*(?:到时候?再?[说看定]|再[说看定])?[了吧呢啊。！]*"
)
"""看情况, 还没定, 办完就回: the hour of the way back stays open."""
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
    if state.asked == "return_at" and state.doubt is None and UNDECIDED.fullmatch(short):
        return Reading({"intent": "inform", "trip_type": "round", "inferred": ["trip_type"]})
    if state.asked == "return_at" and state.doubt is None and (rest := _beside_undecided(text)):
        reading = parse(rest, now, state.context(role, pending), lexicon)
        if reading.get("intent") in FILLING and "return_at" not in reading:
            return Reading({"trip_type": "round", **reading, "inferred": [*reading.get("inferred", ()), "trip_type"]})
    context = state.context(role, pending)
    reading = parse(text, now, context, lexicon)
    if not state.has_draft:
        return reading
    if "copy" in reading and state.asked == "return_at":
        return parse(text, now, context | {"asked": "depart_at"}, lexicon)
    if _is_another(state, text, reading, lambda: parse(text, now, {"role": role}, lexicon)):
        return Reading({"intent": "book", "ambiguous": [{"slot": "booking", "candidates": [text], "why": "second"}]})
    if _may_be_return(state, short, reading):
        back = parse(text, now, context | {"asked": "return_at"}, lexicon)
        if str(back.get("return_at") or "") > str(state.slots.get("depart_at") or ""):
            return back
    return both_ends.read(state, text, reading)


def _beside_undecided(text: str) -> str:
    """开会，看情况: what is said beside the hour that stays open; empty when there is none."""
    clauses = re.split("[，,。；;]", text)
    rest = [clause for clause in clauses if clause.strip() and not UNDECIDED.fullmatch(clause.strip())]
    return "，".join(rest) if 0 < len(rest) < len([clause for clause in clauses if clause.strip()]) else ""


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


def _is_another(state: State, text: str, reading: Reading, alone: Callable[[], Reading]) -> bool:
    """另外再订一辆车，后天去扬州; 还有一单：…: a booking of its own while one is being made.

    alone: the sentence read without the draft, of which an hour may have become the return.
    """
    if "copy" in reading or reading.get("intent") not in FILLING:
        return False
    if state.read_back is not None and reading["intent"] == "book" and _is_placed(reading):
        return True
    if not may_be_another(text):
        return False
    fresh = alone()
    return fresh.get("intent") == "book" and _is_placed(fresh) and is_another(text, fresh, state.slots)


def _is_placed(reading: Reading) -> bool:
    return not reading.keys().isdisjoint(("destination", "origin"))


def _may_be_return(state: State, text: str, reading: Reading) -> bool:
    """四点 right after the return was told, or where it would be a departure behind the return."""
    at, back = str(reading.get("depart_at") or ""), str(state.slots.get("return_at") or "")
    if len(at) <= len("2026-11-24") or state.asked in TIME_ASKED or state.doubt is not None:
        return False
    return bool(back) and BARE_CLOCK.fullmatch(text) is not None and (state.told == "return_at" or at >= back)
