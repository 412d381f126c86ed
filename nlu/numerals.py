"""Chinese and Arabic numerals as people write and say them: 三百二, 五万零六百八, 12万3405, 三六七二一, 九块五."""

import re

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    char: value
    for value, chars in enumerate(("〇○洞", "壹幺", "贰两俩", "叁仨", "肆", "伍", "陆", "柒", "捌", "玖"))
    for char in chars
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
MYRIADS = {"万": 10_000, "萬": 10_000}
CHARS = "".join((*DIGITS, *UNITS, *MYRIADS, "廿", "卅"))
"""Every character a Chinese numeral may have, for the patterns that look for one."""
NUMERALS = frozenset((*DIGITS, *UNITS, *MYRIADS, *"0123456789"))
_PIECE = re.compile(r"\d+|.")
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})


def number(words: str) -> int | None:
    """A whole number: 12, 十二, 两百, 二零二六 (digit by digit), 廿三, 三百二 (320), 五万零六百八 (50,680).  None when it is none."""
    words = words.strip()
    if "廿" in words or "卅" in words:
        words = words.translate(_TENS)
    if words.isascii() and words.isdigit():
        return int(words)
    if not words or not NUMERALS.issuperset(words):
        return None
    if DIGITS.keys() >= set(words):
        return int("".join(str(DIGITS[c]) for c in words))
    return _spoken(words)


def _spoken(words: str) -> int | None:
    """With units.  A last digit without its unit is the next lower one's: 三百二 320, 一万八 18,000; not behind a 零."""
    total, section, digit, unit, behind_zero = 0, 0, -1, 0, False
    for piece in _PIECE.findall(words):
        if piece in UNITS:
            if digit < 0 and piece not in "十拾":
                return None
            section += (digit if digit >= 0 else 1) * UNITS[piece]
            digit, unit, behind_zero = -1, UNITS[piece], False
        elif piece in MYRIADS:
            section += max(digit, 0)
            if not section or total:
                return None
            total, section, digit, unit, behind_zero = section * MYRIADS[piece], 0, -1, MYRIADS[piece], False
        elif digit > 0:
            return None
        elif piece.isdigit():
            digit = int(piece)
        else:
            behind_zero = behind_zero or DIGITS[piece] == 0
            digit = DIGITS[piece] or -1
    if digit > 0:
        section += digit * unit // 10 if unit > 10 and digit < 10 and not behind_zero else digit
    return total + section


AMOUNT = (
    rf"(?P<sign>¥|RMB|rmb)? ?(?P<whole>\d+(?:\.\d{{1,2}})?|[{CHARS}]+)(?P<about>[来多几])?"
    rf"(?:(?P<unit>元|块钱?|圆)(?:零(?P<cents>[\d{CHARS}])分|(?P<tenth>[\d{CHARS}半])(?:毛|角)?(?:[\d{CHARS}]分)?(?![\d{CHARS}点号日月个人位分公次趟]))?|(?P<tenths>[毛角])钱?)?整?"
)
"""A sum of money; `unit`, `tenths` or `sign` tell it from another number."""


def yuan(found: re.Match[str]) -> float | int | None:
    """What a match of AMOUNT comes to: 35, 12.5, 9.5 (九块五), 0.8 (八毛), 320 (三百二)."""
    words = found["whole"]
    whole = float(words) if "." in words else number(words)
    if whole is None:
        return None
    if found["tenths"]:
        whole /= 10
    tenth = found["tenth"]
    if tenth:
        whole += 0.5 if tenth == "半" else (number(tenth) or 0) / 10
    if found["cents"]:
        whole += (number(found["cents"]) or 0) / 100
    whole = round(float(whole), 2)
    return int(whole) if whole == int(whole) else whole
