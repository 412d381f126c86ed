"""What a sentence says of heads, as tokens: counts, names, nouns of persons and the small words that join them.

Every token has a kind, every kind a letter: the productions of party.py are patterns over these letters, so that
"me and name count" is 我和张处两个人 whatever the words.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from nlu.frames import Hit, Vocabulary
from nlu.rule import HIDDEN
from nlu.rules import counts
from nlu.rules.counts import COUNTS, END, Token
from nlu.words import people

LETTERS = {
    "count": "N", "group": "G", "bare": "n", "vague": "v", "name": "K", "role": "P", "couple": "C", "me": "M", "us": "S", "him": "H", "them": "T", "own": "o", "chauffeur": "D",
    "and": "A", "plus": "+", "bring": "B", "fetch": "f", "total": "t", "label": "L", "is": "i", "to": "=", "incl": "I", "excl": "X", "beyond": "E", "inside": "U", "more": "m", "less": "l",
    "also": "w", "fellows": "F", "leaves": "z", "wrong": "!", "among": "a", "comma": ",", "near": "g", "far": "x",
}  # fmt: skip
PARTY_WORDS = Vocabulary({**people.PARTY, "role": people.ROLES})


def tokens(text: str) -> list[Token]:
    """In their order, none overlapping; what lies between two of them is a comma, near or far."""
    words = PARTY_WORDS.find(text)
    numbers = [*counts.numbers(text)]
    nouns = [hit for hit in words if "role" in hit.kinds]
    found: list[Token] = []
    taken = bytearray(len(text) + 1)
    groups = [*counts.groups(text, nouns)]
    for more in (
        _labels(text),
        groups,
        counts.counts(text, numbers, nouns, {group.end for group in groups}),
        _names(text),
        _words(words),
        counts.bare(text, numbers),
    ):
        for token in more:
            if taken.find(1, token.start, token.end) < 0:
                taken[token.start : token.end] = b"\1" * (token.end - token.start)
                found.append(token)
    found.sort()
    return _with_drivers(_settled([*_with_gaps(text, _once(text, found))]))


def _once(text: str, found: list[Token]) -> list[Token]:
    """我跟老汤老汤你晓得吧: a name said again at once is the same person."""
    if sum(token.kind == "name" for token in found) < 2:
        return found
    return [
        token
        for last, token in pairwise([Token(0, 0, "far"), *found])
        if token.kind != "name" or last.kind != "name" or text[last.start : last.end] != text[token.start : token.end]
    ]


def letters(found: Iterable[Token]) -> str:
    return "".join(LETTERS[token.kind] for token in found)


# --- names -------------------------------------------------------------------------------------------------------
_SURNAME = rf"(?:{counts.any_of(people.COMPOUND_SURNAMES)}|[{people.SURNAMES}])"
_LONG_TITLE = counts.any_of(people.TITLES)
_SHORT_TITLE = "|".join(f"{title}(?![{bad}])" for title, bad in people.SHORT_TITLES.items())
_BY_TITLE = rf"{_SURNAME}[副正老大小]?(?:{_LONG_TITLE}|{_SHORT_TITLE})"
_BY_AGE = rf"[小老]{_SURNAME}(?![时区])(?:{_LONG_TITLE}|[总工处科局](?![\u4e00-\u9fa5]))?"
TITLE = rf"(?:{_BY_TITLE}|{_BY_AGE})"
"""张处, 李主任, 小王, 老赵: a person called by surname and title."""
CHAUFFEUR = rf"(?:{_SURNAME}师傅|[小老]{_SURNAME}(?:师傅)?)"
_FULL = rf"{_SURNAME}[\u4e00-\u9fa5]{{1,2}}?"
_AFTER_FULL = rf"{END}|[和跟与、]|还有|[俩两三四3-9]|去|到|一起|一同|一道|也|明|后天|今|下午|上午|周"
NAME = re.compile(
    rf"(?P<driver>{_SURNAME}师傅)|{TITLE}"
    rf"|(?<=[和跟与、同+带:有]){_FULL}(?={_AFTER_FULL})|(?P<post>(?<=[和跟与、同+带])[\u4e00-\u9fa5]{{1,4}}?[员师](?={END}|[和跟与、俩两三四3-9]|还有|去|到|一起))"
    rf"|(?<![\u4e00-\u9fa5]){_FULL}(?=也[去来一要想跟]|(?:不|去不|来不)[去来了]|[和跟与、]我(?![们的说讲联市县局]))"
)
"""A whole name (张敏) only where it is joined to somebody, or comes or stays away."""


BEGINS = re.compile(
    rf"(?!周[一二三四五六日末天])[小老{people.SURNAMES}{''.join(name[0] for name in people.COMPOUND_SURNAMES.split())}]|(?<=[和跟与、同+带])[\u4e00-\u9fa5]"
)
"""Where NAME may begin: it is tried nowhere else."""


def _names(text: str) -> Iterator[Token]:
    at = 0
    for begins in BEGINS.finditer(text):
        found = NAME.match(text, begins.start()) if begins.start() >= at else None
        if found:
            at = found.end()
            kind = "chauffeur" if found["driver"] else "role" if found["post"] else "name"
            yield Token(found.start(), at, kind)


# --- words -------------------------------------------------------------------------------------------------------
PEOPLE_LABEL = re.compile(
    r"人(?:(?<=^人)|(?<=[，。；！？、\s\ue000吧哦不过外]人))(?:数)?(?=[:是为有要变减加增定改]|也[少多]|[少多]|\d|[一二两三四五六七八九十]{1,3}[个位])"
)
"""人：3, 人四个, 人减到两个: a clause that begins with 人."""


def _labels(text: str) -> Iterator[Token]:
    if "人" in text:
        for found in PEOPLE_LABEL.finditer(text):
            yield Token(found.start(), found.end(), "label")


def _words(hits: Iterable[Hit]) -> Iterator[Token]:
    for start, end, _, kinds in hits:
        if "none" not in kinds:
            yield Token(start, end, min(kinds))


# --- between -----------------------------------------------------------------------------------------------------
COMMAS = frozenset("，、；()/")
NEAR_MAX = 6
APART = frozenset("。！？…去到往从在由接送回来走开会车打说批给坐请帮派") | {*COMMAS, HIDDEN}


def _with_gaps(text: str, found: list[Token]) -> Iterator[Token]:
    """Between two tokens: a comma, a few words (near) or anything else (far)."""
    at = -1
    for token in found:
        if 0 <= at < token.start:
            gap = text[at : token.start].strip(" ")
            words = gap.strip("，、；()/ ")
            if gap and gap[0] in COMMAS:
                yield Token(at, at, "comma")
            if words:
                yield Token(at, token.start, "near" if len(words) <= NEAR_MAX and APART.isdisjoint(words) else "far")
            if words and gap[-1] in COMMAS:
                yield Token(token.start, token.start, "comma")
        yield token
        at = token.end


def _settled(found: list[Token]) -> list[Token]:
    """Fillers fall away; 大概, 最多, 左右 make the count beside them approximate."""
    kept: list[Token] = []
    is_rough = False
    for token in found:
        if token.kind == "about":
            is_rough = True
        elif token.kind == "around":
            if kept and kept[-1].kind in COUNTS:
                kept[-1] = kept[-1]._replace(rough=True, end=token.end)
        elif token.kind != "filler":
            kept.append(token._replace(rough=True) if token.kind in COUNTS and is_rough else token)
            is_rough = is_rough and token.kind in ("is", "label", "total")
    return kept


def _with_drivers(found: list[Token]) -> list[Token]:
    """两名司机, and 司机1人 in a list: as many drivers, who are none of the party.  含司机3人 is the party's count."""
    if all(token.kind != "chauffeur" for token in found):
        return found
    kept: list[Token] = []
    for token, after in pairwise([*found, Token(0, 0, "far")]):
        last = kept[-1] if kept else None
        if last and last.kind == "count" and token.kind == "chauffeur" and last.end == token.start:
            kept[-1] = token._replace(start=last.start, value=last.value)
        elif (
            last
            and last.kind == "chauffeur"
            and token.kind == "count"
            and last.end == token.start
            and _is_own(kept, token, after)
        ):
            kept[-1] = last._replace(end=token.end, value=token.value)
        else:
            kept.append(token)
    return kept


def _is_own(kept: list[Token], count: Token, after: Token) -> bool:
    before = kept[-2].kind if len(kept) > 1 else "far"
    if before in ("incl", "excl", "bring", "plus"):
        return count.value == 1 and before != "excl"
    if before == "and" and count.value > 1:
        return len(kept) > 2 and kept[-3].kind in COUNTS  # 我和司机三个人: two and the driver.
    return before in ("comma", "and") or after.kind in ("comma", "and", "plus")
