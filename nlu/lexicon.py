"""Names of places in a sentence: a tenant's own first, then the country's; whole ones, and ones misheard or mistyped.

Everything is linear in the text: three automata run over it once, and each stretch is taken by one name.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import ahocorasick

from nlu import gazetteer, sounds
from nlu.gazetteer import CANDIDATES_MAX

NAME_MAX = 63


class Known(NamedTuple):
    """A place named in a text.

    name: the words as they should have been written, as long as said, the words as they stood.  kind: a tenant's kind
    or province, city, district, county, town, station, airport.  candidates: the whole names, when it may be one of
    several.  full: the whole name of the one it is.  chain: what it lies in, largest first.  code: its division.
    """

    start: int
    end: int
    name: str
    kind: str
    said: str = ""
    candidates: tuple[str, ...] = ()
    full: str = ""
    chain: tuple[str, ...] = ()
    code: str = ""


class Place(NamedTuple):
    """One of a tenant's."""

    name: str
    kind: str
    division: str


class Lexicon:
    """A tenant's names.  Immutable, cheap to build; the country's names are shared and not copied.

    entries: dicts or objects with name, aliases, kind and division (its GB code), a tuple of names, or a plain name.
    home: the code of the tenant's own division: of several towns of one name the nearer ones are meant.
    """

    __slots__ = ("_homophones", "_places", "_trie", "_words", "home")

    def __init__(self, entries: Iterable[Any] = (), home: str = "") -> None:
        self.home = home
        self._places: list[Place] = []
        meant: dict[str, tuple[int, ...]] = {}
        for words, kind, division in map(_fields, entries):
            for word in dict.fromkeys(words):
                if 2 <= len(word) <= NAME_MAX:
                    meant[word] = (*meant.get(word, ()), len(self._places))
            self._places.append(Place(words[0], kind, division))
        self._words = tuple(meant.items())
        self._homophones: dict[int, tuple[int, ...]] = {}
        self._trie = self._by_ear()

    def _by_ear(self) -> Any:
        """An automaton over sounds finds the names as written and those misheard alike."""
        trie = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for number, (word, _) in enumerate(self._words):
            for key in sounds.keys(word):
                first = trie.get(key, -1)
                if first < 0:
                    trie.add_word(key, number)
                else:
                    self._homophones[first] = (*self._homophones.get(first, ()), number)
        trie.make_automaton()
        return trie if self._words else None

    def hits(self, text: str, heard: str) -> Iterator[tuple[int, int, bool]]:
        """(start, number of the word, as written) for each of our names in the text; they may overlap."""
        if self._trie is None:
            return
        for last, first in self._trie.iter(heard):
            for number in (first, *self._homophones.get(first, ())):
                word = self._words[number][0]
                start = last - len(word) + 1
                yield start, number, text.startswith(word, start)

    def word(self, number: int) -> str:
        return self._words[number][0]

    def known(self, text: str, start: int, number: int, around: str) -> Known:
        """around: the code of a division named just before (新北区 市民中心), which decides between places of one name."""
        word, ids = self._words[number]
        places = [self._places[each] for each in ids]
        near = [each for each in places if around and each.division.startswith(around)]
        places = near or places
        names = tuple(dict.fromkeys(each.name for each in places))
        end, one = start + len(word), places[0]
        candidates = names[:CANDIDATES_MAX] if len(names) > 1 else ()
        return Known(
            start, end, word, one.kind, text[start:end], candidates, "" if candidates else one.name, (), one.division
        )


class _Found(NamedTuple):
    """A stretch that will be taken: by one of our words (number) or by the country's (senses)."""

    start: int
    end: int
    name: str
    number: int = -1
    senses: tuple[int, ...] = ()


def find(text: str, lexicon: Lexicon | None) -> list[Known]:
    """The names in the order they stand, none overlapping."""
    heard = sounds.heard(text)
    hits = list(lexicon.hits(text, heard)) if lexicon else []
    spots = [_Found(s.start, s.end, text[s.start : s.end], senses=s.senses) for s in gazetteer.spots(text)]
    taken = _written(text, lexicon, hits, spots) if lexicon and hits else _longest(spots)
    taken = _with_misheard(text, heard, lexicon, hits, taken)
    return _described(text, lexicon, taken)


def _written(text: str, lexicon: Lexicon, hits: list[tuple[int, int, bool]], spots: list[_Found]) -> list[_Found]:
    """Ours, except inside a longer name of the country's (机场 in 宁波机场); then the country's beside them."""
    country = _longest(spots)
    ours = [
        _Found(start, start + len(lexicon.word(n)), lexicon.word(n), n) for start, n, is_written in hits if is_written
    ]
    ours = [o for o in ours if len(o.name) > 2 or gazetteer.is_apart(text, o.start, o.end)]
    owners = _owners(text, country)
    ours = _longest(o for o in ours if not _lies_inside(o, country, owners))
    if not ours:
        return country
    owners = _owners(text, ours)
    return sorted(ours + _longest(s for s in spots if max(owners[s.start : s.end]) < 0))


def _owners(text: str, taken: list[_Found]) -> list[int]:
    """For each character the number of the name it belongs to, -1 for none."""
    owners = [-1] * len(text)
    for number, each in enumerate(taken):
        owners[each.start : each.end] = [number] * (each.end - each.start)
    return owners


def _lies_inside(found: _Found, taken: list[_Found], owners: list[int]) -> bool:
    owner = owners[found.start]
    return owner >= 0 and found.end <= taken[owner].end and found.name != taken[owner].name


def _with_misheard(
    text: str, heard: str, lexicon: Lexicon | None, hits: list[tuple[int, int, bool]], taken: list[_Found]
) -> list[_Found]:
    """Names that sound right are taken where none is written, or where they hold the written ones (常州市财证局)."""
    slips: list[_Found] = []
    if lexicon:
        slips += [
            _Found(s, s + len(lexicon.word(n)), lexicon.word(n), n) for s, n, is_written in hits if not is_written
        ]
    slips += [_Found(start, start + len(name), name) for start, name in gazetteer.misheard(text, heard)]
    if not slips:
        return taken
    owners = _owners(text, taken)
    slips = _longest(slip for slip in slips if _may_stand(text, slip, taken, owners))
    owners = _owners(text, slips)
    return sorted(slips + [t for t in taken if max(owners[t.start : t.end]) < 0])


def _may_stand(text: str, slip: _Found, taken: list[_Found], owners: list[int]) -> bool:
    beside = [taken[owner] for owner in set(owners[slip.start : slip.end]) if owner >= 0]
    rest_min = 2 if slip.name[-1] in "市区县镇站" else 1  # 姜堰取个样 is not 姜堰区.
    if any(t.start < slip.start or slip.end < t.end or len(slip.name) - len(t.name) < rest_min for t in beside):
        return False
    follows_name = slip.start > 0 and owners[slip.start - 1] >= 0
    return sounds.is_slip(text, slip.start, slip.name, follows_name=follows_name)


def _longest(found: Iterable[_Found]) -> list[_Found]:
    """From the left, the longest first."""
    chosen: list[_Found] = []
    at = 0
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if each.start >= at:
            chosen.append(each)
            at = each.end
    return chosen


# --- What they are -----------------------------------------------------------------------------------------------------

STATION_TAIL = re.compile(f"市?(?:火车|高铁|动车|汽车|客运)?[东南西北]?站(?![{''.join(gazetteer.STANDING)}])")
TERMINAL = re.compile("(?:国际)?(?:机场)?(?:[Tt][1-4]|[一二三1-4]号?航站楼|航站楼)")


def _described(text: str, lexicon: Lexicon | None, taken: list[_Found]) -> list[Known]:
    known: list[Known] = []
    for each in taken:
        before = known[-1] if known and known[-1].end == each.start else None
        if known and each.start < known[-1].end:
            continue  # Inside a station's or an airport's longer name.
        around = before.code if before and before.kind in ("province", "city", "district", "county") else ""
        if lexicon and each.number >= 0:
            known.append(lexicon.known(text, each.start, each.number, around))
        else:
            known.append(_country(text, each, around, lexicon.home if lexicon else ""))
    return known


def _country(text: str, found: _Found, around: str, home: str) -> Known:
    meanings = _nearer(found.senses, around, home) if found.senses else gazetteer.senses(found.name)
    said, one = text[found.start : found.end], meanings[0]
    if len(meanings) > 1:
        names = tuple(dict.fromkeys(each.full for each in meanings))[:CANDIDATES_MAX]
        plain = Known(found.start, found.end, found.name, one.kind, said, names)
    else:
        plain = Known(found.start, found.end, found.name, one.kind, said, (), one.full, one.chain, one.code)
    return _lengthened(text, plain)


def _nearer(senses: tuple[int, ...], around: str, home: str) -> tuple[gazetteer.Meaning, ...]:
    """Of several places of one name those in the division named before, or else in the tenant's city or province."""
    meanings = tuple(gazetteer.meaning(sense) for sense in senses)
    for code in filter(None, (around, home[:6], home[:4], home[:2])) if len(meanings) > 1 else ():
        near = tuple(each for each in meanings if each.code.startswith(code))
        if near:
            return near
    return meanings


def _lengthened(text: str, known: Known) -> Known:
    """常州 + 火车站 is a station, 虹桥 + T2 the airport."""
    is_place = known.kind in ("city", "district", "county", "town")
    tail = STATION_TAIL.match(text, known.end) if is_place else None
    if tail:
        name = known.name + tail.group()
        return Known(
            known.start, tail.end(), name, "station", known.said + tail.group(), (), name, known.chain, known.code
        )
    tail = TERMINAL.match(text, known.end)
    airports = [
        each
        for word in ((known.name, f"{known.name}机场") if tail else ())
        for each in gazetteer.senses(word)
        if each.kind == "airport"
    ]
    if tail and airports:
        name = known.name + tail.group()
        said, one = known.said + tail.group(), airports[0]
        return Known(known.start, tail.end(), name, "airport", said, (), one.full, one.chain, one.code)
    return known


def _fields(entry: Any) -> tuple[list[str], str, str]:
    if isinstance(entry, str):
        return [entry], "place", ""
    if isinstance(entry, dict):
        division = entry.get("division") or entry.get("near") or ""
        return [entry["name"], *entry.get("aliases", ())], entry.get("kind", "place"), division
    if isinstance(entry, Iterable):
        return [str(word) for word in entry], "place", ""
    kind, division = getattr(entry, "kind", "place"), getattr(entry, "division", "")
    return [entry.name, *getattr(entry, "aliases", ())], kind, division
