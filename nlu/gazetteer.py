"""The country's divisions, towns, stations and airports, shared by all tenants; loaded once, when first imported.

A meaning is a number: of a division, of a town (its district's number and its place in the district's list), of a
station or of an airport.  Sources and licences: data/SOURCES.md.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from nlu import cut, sounds

DATA = Path(__file__).parent / "data"
HOME = ("31", "32", "33", "34")  # Where misheard counties are mended too, and towns known without their suffix.
TOWN_FROM, STATION_FROM, AIRPORT_FROM, SHARED_FROM = 1 << 13, 1 << 22, (1 << 22) + (1 << 16), 1 << 23
TOWNS_MAX = 1 << 9  # In one district.
SHY, POINTED = 1, 2  # A town or a far county without its suffix; a station without 站: only in fitting company.
CANDIDATES_MAX = 9
LENGTH_MAX = 31
MUNICIPALITIES = frozenset(("11", "12", "31", "50", "81", "82"))
SHY_CITIES = frozenset(["白银", "安康", "日照", "中山", "山南", "安顺", "大庆", "通化"])
TOWN_SUFFIX = re.compile("(?:街道|镇|乡)$")


class Division(NamedTuple):
    """short: the name without its suffix; empty when nobody would understand it."""

    code: str
    name: str
    short: str
    kind: str
    towns: str


class Meaning(NamedTuple):
    """One place: full is its whole name, chain what it lies in (largest first), code its division's or city's."""

    kind: str
    full: str
    chain: tuple[str, ...]
    code: str


class Spot(NamedTuple):
    """A name found in a text.  senses: the numbers of what it may mean."""

    start: int
    end: int
    senses: tuple[int, ...]
    mark: int = 0


def _divisions() -> Iterator[Division]:
    for line in (DATA / "divisions.txt").read_text(encoding="utf-8").splitlines():
        code, name, short, towns = (*line.split("\t"), "", "")[:4]
        yield Division(code, name, short, _kind(code, name), towns)


def _kind(code: str, name: str) -> str:
    if len(code) == 2:
        return "city" if code in MUNICIPALITIES else "province"
    if len(code) == 4:
        return "city"
    return "district" if name.endswith("区") else "county"


DIVISIONS = tuple(_divisions())
BY_CODE = {each.code: each for each in DIVISIONS}
STATIONS = tuple(
    (name, city)
    for city, names in (line.split("\t") for line in (DATA / "stations.txt").read_text("utf-8").splitlines())
    for name in names.split()
)
AIRPORTS = tuple(tuple(line.split("\t")) for line in (DATA / "airports.txt").read_text("utf-8").splitlines())


def parents(code: str) -> tuple[Division, ...]:
    return tuple(BY_CODE[code[:size]] for size in (2, 4) if size < len(code) and code[:size] in BY_CODE)


# --- Words and what they mean ------------------------------------------------------------------------------------------


def _words() -> Iterator[tuple[str, int, int]]:
    """Each way to say a place: word, meaning, mark."""
    for index, each in enumerate(DIVISIONS):
        yield each.name, index, 0
        if each.short:
            yield each.short, index, SHY if _is_shy(each) else 0
        for place, town in enumerate(each.towns.split()):
            name = town.removesuffix("*")
            number = TOWN_FROM + index * TOWNS_MAX + place
            yield name, number, 0
            if name != town:
                yield TOWN_SUFFIX.sub("", name), number, SHY
    for index, (name, _) in enumerate(STATIONS, STATION_FROM):
        yield f"{name}站", index, 0
        if len(name) > 2 and (name[-1] in "东南西北" or name == "上海虹桥"):
            yield name, index, POINTED
        if name == "上海虹桥":
            yield from (("虹桥站", index, 0), ("虹桥", index, 0))
    for index, (_, _, name, aliases) in enumerate(AIRPORTS, AIRPORT_FROM):
        yield from ((word, index, 0) for word in {name, *aliases.split()})
        if name == "上海虹桥国际机场":
            yield "虹桥", index, 0


def _is_shy(division: Division) -> bool:
    """Far counties, and cities whose names are words (安康, 日照)."""
    is_far = len(division.code) == 6 and not division.code.startswith(HOME)
    return is_far or division.short in SHY_CITIES


def _build() -> tuple[dict[str, int], tuple[tuple[int, ...], ...]]:
    """Each word with (meaning << 2 | mark); words of several meanings point into the list."""
    meanings: dict[str, int] = {}
    marks: dict[str, int] = {}
    several: dict[str, list[int]] = defaultdict(list)
    for word, meaning, mark in _words():
        if len(word) > LENGTH_MAX:
            continue
        if meanings.setdefault(word, meaning) != meaning:
            several[word].append(meaning)
        marks[word] = min(mark, marks.get(word, mark)) if mark else 0
    numbers: dict[str, int] = {}
    shared: list[tuple[int, ...]] = []
    for word, meaning in meanings.items():
        senses = _likely((meaning, *several.get(word, ())), is_plain=marks[word] == 0)
        if len(senses) > 1:
            shared.append(senses)
        number = SHARED_FROM + len(shared) - 1 if len(senses) > 1 else senses[0]
        numbers[word] = number << 2 | marks[word]
    return numbers, tuple(shared)


def _sizes() -> dict[str, tuple[int, ...]]:
    """The lengths of the words that begin with two characters: few pairs of a sentence begin any."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for word in WORDS:
        sizes[word[:2]].add(len(word))
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}  # Of 24,000 pairs most have the same few lengths.
    return {pair: shared.setdefault(found, found) for pair, each in sizes.items() for found in (tuple(sorted(each)),)}


def _likely(senses: tuple[int, ...], *, is_plain: bool) -> tuple[int, ...]:
    """吉林 is the province, 苏州 the city and 禄口 the airport, whatever small places share the name."""
    senses = tuple(dict.fromkeys(senses))
    divisions = [sense for sense in senses if sense < len(DIVISIONS)]
    codes = [DIVISIONS[sense].code for sense in divisions]
    large = [sense for sense, code in zip(divisions, codes, strict=True) if len(code) == 2]
    large = large or [s for s, code in zip(divisions, codes, strict=True) if len(code) == 4 and code.startswith(HOME)]
    if not is_plain:
        return senses
    return tuple(large[:1] or divisions) or tuple(s for s in senses if s >= STATION_FROM) or senses


WORDS, SHARED = _build()
SIZES = _sizes()
PAIR = re.compile(f"[{''.join({pair[0] for pair in SIZES})}](?=[{''.join({pair[1] for pair in SIZES})}])")
"""What may be one of them: two small tables, where 24,000 pairs lie far apart in memory."""


@lru_cache(maxsize=4096)
def meaning(sense: int) -> Meaning:
    if sense >= AIRPORT_FROM:
        _, city, name, _ = AIRPORTS[sense - AIRPORT_FROM]
        return Meaning("airport", name, (city,), _city_code(city))
    if sense >= STATION_FROM:
        name, city = STATIONS[sense - STATION_FROM]
        return Meaning("station", f"{name}站", (city,), _city_code(city))
    if sense >= TOWN_FROM:
        index, place = divmod(sense - TOWN_FROM, TOWNS_MAX)
        district = DIVISIONS[index]
        chain = (*(each.name for each in parents(district.code)), district.name)
        town = district.towns.split()[place].removesuffix("*")
        return Meaning("town", "".join(chain) + town, chain, district.code)
    each = DIVISIONS[sense]
    chain = tuple(parent.name for parent in parents(each.code))
    return Meaning(each.kind, "".join(chain) + each.name, chain, each.code)


def _city_code(short: str) -> str:
    return next((e.code for e in DIVISIONS if e.short == short and len(e.code) <= 4 and e.kind == "city"), "")


# --- Finding -----------------------------------------------------------------------------------------------------------


def spots(text: str) -> list[Spot]:
    """Every name of the gazetteer in the text that fits its company; they may overlap."""
    found: list[Spot] = []
    ends: set[int] = set()
    for start, end, value in _words_in(text):
        number, mark = value >> 2, value & 3
        if text[end - 1] == "站" and end < len(text) and text[end] in STANDING:
            continue
        if (end - start > 2 or is_apart(text, start, end)) and (
            not mark or _fits(text, start, end, mark, start in ends)
        ):
            ends.add(end)
            found.append(Spot(start, end, SHARED[number - SHARED_FROM] if number >= SHARED_FROM else (number,), mark))
    return found


def _words_in(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, value) of each word of ours, from the left.  (An automaton's root would look through 2,500 first characters.)"""
    for found in PAIR.finditer(text):
        start = found.start()
        for size in SIZES.get(text[start : start + 2], ()):
            end = start + size
            value = WORDS.get(text[start:end])
            if value is not None and end <= len(text):
                yield start, end, value


LEADS_TOWN = frozenset("去到从在往回经至赴抵奔达是成为改换对趟过，。！？；: 、-—→~市县区")
AFTER_TOWN = frozenset("路街大桥费湖河岛山道")  # 通江大道 is no county.
STANDING = frozenset("着住岗稳点台位立起务好满")  # 常州站着等: somebody stands there.
AFTER_POINT = frozenset("部面边侧门路街大区城郊方太亭湖岸京海州山江河环外二三四一里")


def _fits(text: str, start: int, end: int, mark: int, follows_name: bool) -> bool:
    """湖塘 alone is a town behind 去 or 武进; 杭州西 is a station, but not in 杭州西湖."""
    if mark == SHY:
        is_led = follows_name or start == 0 or text[start - 1] in LEADS_TOWN
        return is_led and (end == len(text) or text[end] not in AFTER_TOWN)
    return end == len(text) or (text[end] not in AFTER_POINT and not cut.is_word(text[end - 1 : end + 1]))


def is_apart(text: str, start: int, end: int) -> bool:
    """A name of two characters does not stand astride two words: 来安 in 来安排, 天宁 in 今天宁可."""
    own = cut.frequency(text[start:end]) or 3
    before = cut.frequency(text[start - 1 : start + 1]) if start else 0
    after = cut.frequency(text[end - 1 : end + 1]) if end < len(text) and text[end] not in "东南西北" else 0
    return before <= own and after <= own


def _by_ear() -> tuple[ahocorasick.Automaton, tuple[str, ...]]:
    """What a misheard name may have been: prefectures everywhere, counties of the home provinces."""
    names: list[str] = []
    trie = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for each in sorted(DIVISIONS, key=lambda each: (not each.code.startswith(HOME), len(each.code), each.code)):
        if len(each.code) > 4 and not each.code.startswith(HOME):
            continue
        for name in filter(None, (each.name, each.short)):
            for key in sounds.keys(name):
                if not trie.exists(key):
                    trie.add_word(key, len(names))
            names.append(name)
    trie.make_automaton()
    return trie, tuple(names)


EAR, EAR_NAMES = _by_ear()


def misheard(text: str, heard: str) -> Iterator[tuple[int, str]]:
    """(start, name) for stretches that sound like a division but are written otherwise."""
    for last, number in EAR.iter(heard):
        name = EAR_NAMES[number]
        start = last - len(name) + 1
        if text[start : last + 1] != name:
            yield start, name


# --- Questions the rules ask ----------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def senses(word: str) -> tuple[Meaning, ...]:
    """Everything a word may mean; empty for none."""
    value = WORDS.get(word)
    if value is None:
        return ()
    number = value >> 2
    return tuple(meaning(each) for each in (SHARED[number - SHARED_FROM] if number >= SHARED_FROM else (number,)))


def divisions(word: str) -> tuple[Meaning, ...]:
    """The provinces, cities, districts and counties of that name, short or whole."""
    return tuple(each for each in senses(word) if each.kind in ("province", "city", "district", "county"))


def short(division: Meaning) -> str:
    """常州 for 常州市; the whole name where there is no other."""
    found = BY_CODE[division.code]
    return found.short or found.name


def is_division(word: str) -> bool:
    return bool(divisions(word))


def cities_of(word: str) -> tuple[str, ...]:
    """The cities (常州, not 常州市) in which a district or county of that name lies; a city is its own."""
    found = []
    for each in divisions(word):
        city = BY_CODE.get(each.code[:4]) or BY_CODE.get(each.code[:2])
        if city is not None and city.kind == "city":
            found.append(city.short or city.name)
    return tuple(dict.fromkeys(found))


def is_shared(word: str) -> bool:
    """A name that several cities have: 鼓楼区."""
    return len(cities_of(word)) > 1
