"""What makes a regular expression explode: repeats within repeats, and repeats whose alternatives can be read in two ways.

Works on what the standard library's own parser makes of the pattern, not on its text.
"""

import itertools
from collections.abc import Iterator, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MANY = 16
"""A repeat that may go round so often counts as one without end."""
WORDS_MAX = 4_000
"""Alternatives are written out up to here; beyond, only repeats within repeats are looked for."""
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)


def faults(pattern: str, flags: int = 0) -> list[str]:
    """What is dangerous in the pattern; empty when nothing is."""
    return [*_faults(parser.parse(pattern, flags), endless=False)]


def _faults(items: Any, *, endless: bool) -> Iterator[str]:
    for code, value in items:
        if code in REPEATS:
            _, most, body = value
            if most >= MANY:
                if endless and _length(body)[1]:
                    yield "a repeat within a repeat"
                yield from _two_readings(body)
            yield from _faults(body, endless=endless or most >= MANY)
        else:
            yield from itertools.chain.from_iterable(
                _faults(inside, endless=endless and code is not codes.ATOMIC_GROUP) for inside in _inside(code, value)
            )


def _inside(code: Any, value: Any) -> Sequence[Any]:
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.ATOMIC_GROUP:
        return [value]
    if code is codes.POSSESSIVE_REPEAT:
        return [value[2]]
    if code is codes.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _length(body: Any) -> tuple[int, int]:
    least, most = body.getwidth()
    return int(least), int(most)


def _two_readings(body: Any) -> Iterator[str]:
    """The words a repeat may go round with are a code: no text may be two sequences of them (Sardinas and Patterson)."""
    try:
        words = {word for word in itertools.islice(_words(body), WORDS_MAX + 1) if word}
    except LookupError:
        return
    if len(words) > WORDS_MAX:
        return
    twice = _ambiguous(words)
    if twice:
        yield f"a repeat that can be read in two ways: {twice}"


def _ambiguous(words: set[str]) -> str:
    rests = {b[len(a) :] for a in words for b in words if a != b and b.startswith(a)}
    seen: set[str] = set()
    while rests:
        for rest in rests:
            if rest in words:
                return rest
        seen |= rests
        found = {word[len(rest) :] for rest in rests for word in words if word.startswith(rest)} | {
            rest[len(word) :] for rest in rests for word in words if rest.startswith(word)
        }
        rests = found - seen
    return ""


def _words(items: Any) -> Iterator[str]:
    """Every text that the items match; characters beyond the plain ones stand for their kind.  LookupError: not written out."""
    if not len(items):
        yield ""
        return
    code, value = items[0]
    for tail in _words(items[1:]):
        for head in _heads(code, value):
            yield head + tail


def _heads(code: Any, value: Any) -> Iterator[str]:
    if code is codes.LITERAL:
        yield chr(value)
    elif code is codes.IN:
        yield from _class(value)
    elif code is codes.BRANCH:
        for branch in value[1]:
            yield from _words(branch)
    elif code is codes.SUBPATTERN:
        yield from _words(value[3])
    elif code in REPEATS and value[1] <= 3:
        for times in range(value[0], value[1] + 1):
            yield from (
                "".join(words)
                for words in itertools.product(list(itertools.islice(_words(value[2]), 200)), repeat=times)
            )
    elif code in (codes.AT, codes.ASSERT, codes.ASSERT_NOT):
        yield ""
    else:
        raise LookupError(code)


def _class(members: Any) -> Iterator[str]:
    for code, value in members:
        if code is codes.LITERAL:
            yield chr(value)
        elif code is codes.RANGE and value[1] - value[0] <= 40:
            yield from map(chr, range(value[0], value[1] + 1))
        elif code is codes.RANGE:
            yield from (chr(value[0]), chr(value[1]))
        elif code is codes.CATEGORY:
            yield {codes.CATEGORY_DIGIT: "5", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "w"}.get(value, "\uf8ff")
        else:
            raise LookupError(code)
