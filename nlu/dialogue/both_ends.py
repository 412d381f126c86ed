"""Both ends of a journey moved by one sentence, and a return told in words that name no hour."""

import re
from datetime import datetime
from typing import Any

from nlu.dialogue.state import State
from nlu.scene import Reading

SHIFT = "(?:顺延|推迟|推后|延后|延迟|往后|后移|后推|提前|往前|跟着|晚|早|一样)"
WAY = "(?:来回|往返|去回|两头|去程?[和跟、与]?(?:返程|回程?|回来)|(?:出发|走)[和跟、与]?(?:返程|回程|回来|返回))(?:的?时间)?"
BACK = "(?:返程|回程|回来|返回|回)(?:的?时间)?"
BOTH = re.compile(
    rf"{WAY}(?:都|一起|全|各|统一|全都){{1,2}}[^，。]{{0,4}}?{SHIFT}|{BACK}(?:也|跟着|同样|相应|一并|一起){{1,2}}[^，。]{{0,4}}?{SHIFT}"
)
"""去和回都晚半小时; 回来也顺延"""
VAGUE = re.compile(
    r"(?:晚饭|午饭|中饭|早饭|饭点|吃饭|下班|天黑|放学|散会|会议?结束|活动结束|办完事?|完事|忙完|结束)(?:之|以)?(?:前|后|点)?(?:再|就|能|左右)?(?:回来?|返程|返回|到家)|(?:早点|晚点|尽快|尽早|迟点)(?:回来|回|返回)(?=[，。！吧了]|$)"
)
"""晚饭前回, 办完就回"""


def read(state: State, text: str, reading: Reading) -> Reading:
    """The reading, with what the sentence says of the other end."""
    if reading.get("intent") not in ("change", "inform", "book", "other") or ("回" not in text and "返" not in text):
        return reading
    ends = {slot: state.slots.get(slot) for slot in ("depart_at", "return_at")}
    said = [slot for slot in ends if slot in reading]
    if len(said) == 1 and BOTH.search(text) and all(_has_hour(at) for at in (*ends.values(), reading[said[0]])):
        other = "return_at" if said[0] == "depart_at" else "depart_at"
        step = _instant(reading[said[0]]) - _instant(ends[said[0]])
        reading[other] = (_instant(ends[other]) + step).isoformat()
    elif (ends["return_at"] or state.asked == "return_at") and "return_at" not in reading and VAGUE.search(text):
        reading["intent"] = "inform" if reading["intent"] == "other" else reading["intent"]
        doubts = [d for d in reading.get("ambiguous", ()) if d["slot"] != "return_at"]
        reading["ambiguous"] = [*doubts, {"slot": "return_at", "candidates": [], "why": "vague"}]
    return reading


def _instant(at: Any) -> datetime:
    return datetime.fromisoformat(str(at))


def _has_hour(at: Any) -> bool:
    return isinstance(at, str) and len(at) > len("2026-11-24")
