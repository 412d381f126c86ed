"""Pieces of the patterns of time: how hours, minutes, days and lengths are written.

Every piece begins with a plain class of characters and looks behind only then (NOT_BEHIND): a search then skips to the
first character that can begin it, which is most of the speed.
"""

import re

from nlu.text import number

ONES = "一二三四五六七八九"
C = "零一二两三四五六七八九十廿"
"""Characters of a Chinese numeral below a hundred."""
HOUR = rf"[\d{C}](?:(?<=[012])\d|(?<=十)[{ONES}]|(?<=[二两])十[一二三四]?|(?<=廿)[一二三四])?"
MINUTE = rf"(?:[0-5]\d(?!\d)|零[{ONES}\d](?!\d)|[二三四五]?十[{ONES}]?(?![{C}]))"
DAY_NO = rf"(?:3[01]|[12]\d|0?[1-9]|[二三]十[{ONES}]?|廿[{ONES}]?|卅一?|十[{ONES}]?|[{ONES}])"
COUNT = r"(?:\d{1,3}|[一二两俩三四五六七八九十]{1,3})"
HALF_OR = r"(?:半|\d{1,3}(?:\.\d)?|[一二两俩三四五六七八九十]{1,3})"
LENGTH = (
    rf"(?:{HALF_OR}(?:个半|个)?[来多把]?(?:小时|钟头|(?<=个)钟(?!头|[楼声表]))半?(?:零?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})分钟?)?"
    rf"|\d{{1,3}}(?:\.\d)?(?:[hH](?:ours?|rs?)?|mins?)(?![A-Za-z])|{HALF_OR}[来多]?(?:分钟|刻钟)|[一二三两]刻(?=[后前，。走出 到]|$))"
)
QUARTERS = {"一": 15, "1": 15, "二": 30, "两": 30, "2": 30, "三": 45, "3": 45}
UNITS = {"小时": 60, "h": 60, "H": 60, "钟头": 60, "钟": 60, "刻钟": 15, "刻": 15}
_LENGTH = re.compile(
    rf"(?P<n>{HALF_OR})(?P<half>个半)?个?[来多把]?(?P<unit>小时|钟头|刻钟|分钟|分|刻|钟|[hH]|min)(?P<tail>半)?"
)


def not_behind(chars: str) -> str:
    """Not right behind one of these; stands after the first character of a pattern."""
    return rf"(?<![{chars}].)"


def length_min(words: str) -> int:
    """Minutes in 一个半小时, 两小时二十分钟, 三刻钟, 半小时, 40分钟; 0 when there is no length in it."""
    total = 0.0
    for found in _LENGTH.finditer(words):
        words_n = found["n"]
        count = 0.5 if words_n == "半" else float(words_n) if "." in words_n else float(number(words_n) or 0)
        count += 0.5 if found["half"] or found["tail"] else 0
        total += count * UNITS.get(found["unit"], 1)
    return round(total)
