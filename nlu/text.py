"""Text as the rules want it: one width, one punctuation, simplified characters, common mistypings mended.

Every character kept remembers where it stood, so that spans speak of the sentence as it was sent.
"""

import re
import unicodedata
from dataclasses import dataclass

from nlu.data.characters import MISTYPINGS, SIMPLIFIED

PUNCTUATION = {
    ",": "，",
    "、": "、",
    "?": "？",
    "!": "！",
    ";": "；",
    "；": "；",
    "‧": "·",
    "•": "·",
    "・": "·",
    "–": "-",
    "—": "-",
    "－": "-",
    "～": "~",
    "〜": "~",
    "∶": ":",
    "︰": ":",
    "(": "(",
    ")": ")",
    "「": "“",
    "」": "”",
    "\n": "，",
    "\r": " ",
    "\t": " ",
    "\u3000": " ",
    "➡": "→",
    "〇": "零",
    "○": "零",
}
DROPPED = re.compile(r"[\u200b-\u200f\u2028-\u202e\ufe0f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
ASCII_STOP = re.compile(r"\.(?!\d)")
CLOCK_COMMA = re.compile(r"(?<=\d)[；](?=[0-5]\d(?!\d))")
THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "俩": 2,
    "仨": 3,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Text:
    """The sentence in its normal form; at[i]: where its i-th character stood in the sentence as sent."""

    norm: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        if start >= end or not self.at:
            return (0, 0)
        last = len(self.at) - 1
        return (self.at[min(start, last)], self.at[min(end - 1, last)] + 1)


def normalise(raw: str) -> Text:
    chars: list[str] = []
    at: list[int] = []
    for index, char in enumerate(raw):
        for plain in _plain(char):
            chars.append(plain)
            at.append(index)
    norm = "".join(chars)
    norm = CLOCK_COMMA.sub(":", ASCII_STOP.sub("。", norm))
    for pattern, right in MISTYPINGS:
        norm = pattern.sub(right, norm)  # Same length on both sides: the map holds.
    for match in reversed(list(THOUSANDS.finditer(norm))):
        norm = norm[: match.start()] + norm[match.end() :]
        del at[match.start() : match.end()]
    return Text(norm, tuple(at))


def number(words: str) -> int | None:
    """A whole number in digits or Chinese numerals: 12, 十二, 两百, 二零二六, 廿三.  None when it is none."""
    words = words.replace("廿", "二十").replace("卅", "三十").strip()
    if words.isascii() and words.isdigit():
        return int(words)
    if not words or any(c not in CHINESE_DIGITS and c not in CHINESE_UNITS for c in words):
        return None
    if not any(c in CHINESE_UNITS for c in words):
        return int("".join(str(CHINESE_DIGITS[c]) for c in words))
    total, digit = 0, 0
    for char in words:
        if char in CHINESE_UNITS:
            total += (digit or (1 if char == "十" else 0)) * CHINESE_UNITS[char]
            digit = 0
        else:
            digit = CHINESE_DIGITS[char]
    return total + digit


def _plain(char: str) -> str:
    if "\u4e00" <= char <= "\u9fff":
        return SIMPLIFIED.get(char, "零" if char == "〇" else char)
    if char.isascii() and char.isalnum():
        return char
    if DROPPED.match(char):
        return ""
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) != 1 or wide.isspace():
        wide = " " if wide.isspace() or not wide else wide
    return "".join(PUNCTUATION.get(c, c) for c in wide)
