"""Text as the rules want it: one width, one punctuation, simplified characters, common mistypings mended.

Every character kept remembers where it stood, so that spans speak of the sentence as it was sent.  Sentences that
Unicode holds for compatible (NFKC) have one normal form.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from nlu.data.characters import CONTEXT, CONTEXTUAL, SIMPLIFIED
from nlu.data.mistypings import MISTYPINGS, SPELLINGS
from nlu.numerals import number
from nlu.rule import hints

PUNCTUATION = {
    ",": "，",
    "?": "？",
    "!": "！",
    ";": "；",
    "｡": "。",
    "‧": "·",
    "•": "·",
    "・": "·",
    "–": "-",
    "—": "-",
    "−": "-",
    "〜": "~",
    "∶": ":",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "\n": "，",
    "➡": "→",
    "⁄": "/",
}
# Zero width, direction, variation selectors, the keycap of 8️⃣, control characters: nothing a person reads.
DROPPED = re.compile(
    "[\u00ad\u034f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\U000e0000-\U000e01ef]"
)
ASCII_STOP = re.compile(r"\.(?!\d)|(?<=[\u4e00-\u9fff])\.(?=\d+[个位人点号])")
"""早上.2个人 begins anew; 3.5公里 and 12.1 are figures."""
LIKE_FIGURES = re.compile(r"(?<=\d)[Oo]{1,2}(?=[点时号日分人个:])|(?<![A-Za-z\d])[lI](?=[\dOo]?[点号日])")
"""1O点, l0点: letters that thumbs and scanners put for figures."""
CLOCK_COMMA = re.compile(r"(?<=\d)[；](?=[0-5]\d(?!\d))")
THOUSAND = re.compile(r"，\d{3}")
THOUSANDS = re.compile(r"[1-9](?<![\d-].)\d{0,2}(?:，\d{3})+(?!\d)")
"""48,210; 014，014 are two numbers of orders."""
# Second halves that NFKC joins to the character before them though they are no marks (Hangul, some Indic vowels).
NUMERALS = "0-9零一二两三四五六七八九十几"
JOINING = re.compile(
    "[\u1160-\u11ff\ud7b0-\ud7ff\uffa0-\uffdc\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35]"
)


SPELT: dict[str, str] = dict(pair.split(":") for pair in SPELLINGS.split())
PINYIN = re.compile(
    rf"(?<=[{NUMERALS}个])(?:ren|dian|hao)(?![A-Za-z])|(?<![A-Za-z\d./:@_-])(?:{'|'.join(w for w in SPELT if len(w) > 3)})(?![A-Za-z/:@_-]|\.[A-Za-z])",
    re.IGNORECASE,
)
LETTER = re.compile("[A-Za-z]")


class Text:
    """The sentence in its normal form; at[i]: where its i-th character stood in the sentence as sent.

    chars: the characters in it, for whoever asks whether a search is worth while; hints: those of rules in it.
    """

    __slots__ = ("at", "chars", "hints", "norm")

    def __init__(self, norm: str, at: Sequence[int]) -> None:
        self.norm = norm
        self.at = at
        self.chars = frozenset(norm)
        self.hints = hints(self.chars)

    def span(self, start: int, end: int) -> tuple[int, int]:
        if start >= end or not self.at:
            return (0, 0)
        last = len(self.at) - 1
        return (self.at[min(start, last)], self.at[min(end - 1, last)] + 1)


class _Plain(dict[int, int]):
    """For str.translate: a character in its plain form.  Keeps what it has worked out, for the BMP only."""

    def __missing__(self, code: int) -> int:
        found = ord(_plain(chr(code)))
        if code < 0x10000:
            self[code] = found
        return found


_PLAIN = _Plain()
_NARROW = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFF01, 0xFF5F), 0x3000)}


def _plain(char: str) -> str:
    char = _NARROW.get(ord(char), char)
    if char.isdecimal():
        return str(unicodedata.decimal(char))  # ٣ is a 3.
    if char.isspace() and char != "\n":
        return " "
    return PUNCTUATION.get(char) or SIMPLIFIED.get(char) or char


_USUAL = [*map(chr, (*range(0x20, 0x7F), *range(0xFF01, 0xFF5F), *range(0x4E00, 0xA000))), *"　、。→“”"]
"""Characters that stand for themselves in NFKC, but for their width, whatever stands beside them."""
_WIDE_OR_NOT = re.compile(f"[{re.escape(''.join(_USUAL))}]*")
_AS_IT_IS = re.compile(f"[{re.escape(''.join(char for char in _USUAL if _plain(char) == char))}]*")


def normalise(raw: str) -> Text:
    if _AS_IT_IS.fullmatch(raw):
        return _finished(raw, range(len(raw)))
    if _WIDE_OR_NOT.fullmatch(raw):
        return _finished(raw.translate(_PLAIN), range(len(raw)))
    narrow = raw.translate(_NARROW)
    if unicodedata.is_normalized("NFKC", narrow) and not DROPPED.search(narrow):
        return _finished(narrow.translate(_PLAIN), range(len(narrow)))
    spread, at = _spread(narrow)
    kept = [index for index, char in enumerate(spread) if not DROPPED.match(char)]
    return _finished("".join(spread[index] for index in kept).translate(_PLAIN), [at[index] for index in kept])


def _finished(norm: str, at: Sequence[int]) -> Text:
    if CONTEXTUAL.search(norm):
        for pattern, right in CONTEXT:
            norm = pattern.sub(right, norm)
    if LETTER.search(norm):
        norm, at = _in_characters(norm, at)
        norm = LIKE_FIGURES.sub(lambda like: "1" if like.group() in "lI" else "0" * len(like.group()), norm)
    if "." in norm:
        norm = ASCII_STOP.sub("。", norm)
    if "；" in norm:
        norm = CLOCK_COMMA.sub(":", norm)
    norm = _mended(norm)
    if THOUSAND.search(norm) and (groups := [found.span() for found in THOUSANDS.finditer(norm)]):
        gone = frozenset(index for start, end in groups for index in range(start, end) if norm[index] == "，")
        at = [place for index, place in enumerate(at) if index not in gone]
        norm = "".join(char for index, char in enumerate(norm) if index not in gone)
    return Text(norm, at)


def _in_characters(norm: str, at: Sequence[int]) -> tuple[str, Sequence[int]]:
    """4ren, 司机dianhua: words left in letters by hurried thumbs."""
    for found in reversed([*PINYIN.finditer(norm)]):
        (start, end), word = found.span(), SPELT[found.group().lower()]
        norm = norm[:start] + word + norm[end:]
        at = [*at[:start], *(at[start],) * (len(word) - 1), at[end - 1], *at[end:]]
    return norm, at


def _spread(text: str) -> tuple[str, list[int]]:
    """The text in NFKC and where each of its characters stood; what joins (a letter and its marks) goes together."""
    pieces: list[str] = []
    at: list[int] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _joins(text[index]):
            continue
        pieces.append(unicodedata.normalize("NFKC", text[start:index]))
        at += [start] * len(pieces[-1])
        start = index
    whole = unicodedata.normalize("NFKC", text)
    if "".join(pieces) != whole:  # Scripts with joins of their own: the text counts, places are near enough.
        at = [min(index, len(text) - 1) for index in range(len(whole))]
    return whole, at


def _joins(char: str) -> bool:
    if char < "\u0300":
        return False
    first = unicodedata.normalize("NFKC", char)[:1] or char
    return unicodedata.combining(first) != 0 or JOINING.match(char) is not None


def _index() -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    """The mistypings by their first character: one pattern of all that is said, each in its company, and what each means."""
    rules = defaultdict(list)
    for row in MISTYPINGS:
        before = row.before if row.before.startswith("(") else f"(?<={row.before})" if row.before else ""
        for wrong in row.said.split():
            after = f"(?={row.after})" if row.after else ""
            rules[wrong[0]].append((f"({before}{wrong}{after})", row.meant))
    return {
        first: (re.compile("|".join(said for said, _ in rows)), tuple(meant for _, meant in rows))
        for first, rows in rules.items()
    }


_MISTYPINGS = _index()
_SAID = frozenset(wrong for row in MISTYPINGS for wrong in row.said.split())
_SUSPECT = re.compile(
    f"[{''.join(w for w in _SAID if len(w) == 1)}]|[{''.join(_MISTYPINGS)}](?=[{''.join(w[1] for w in _SAID if len(w) > 1)}])"
)


def _mended(norm: str) -> str:
    """Words of the same length in place of those misheard or mistyped."""
    for suspect in _SUSPECT.finditer(norm):
        start = suspect.start()
        pattern, meant = _MISTYPINGS[suspect.group()]
        found = pattern.match(norm, start)
        if found and found.lastindex:
            right = meant[found.lastindex - 1]
            norm = norm[:start] + right + norm[start + len(right) :]
    return norm


__all__ = ["Text", "normalise", "number"]
