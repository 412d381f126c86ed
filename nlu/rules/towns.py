"""Places and the towns they belong to: several named in one breath, the exact place of a town named before."""

import re
from collections.abc import Iterable, Iterator

from nlu import gazetteer
from nlu.lexicon import Known
from nlu.rule import Mark
from nlu.rules.party import TITLE

JOINT = re.compile("以及|还有|[、和跟与及同]")
COMPANY = re.compile(rf"(?:{TITLE})(?:(?:[、和跟与]|还有)(?:{TITLE}))*(?:们|一起|一同|等人?)*")


TOWN_MAX = 8


def town(place: str) -> str:
    """The short name of the division that a place begins with; empty when with none (上海路 lies in none)."""
    for size in range(min(len(place), TOWN_MAX), 1, -1):
        found = gazetteer.divisions(place[:size])
        if found and found[0].kind != "province" and place[size : size + 1] not in gazetteer.AFTER_TOWN:
            return gazetteer.short(found[0])
    return ""


def is_division(place: str) -> bool:
    """Only the name of a city, county or district, or of one inside the other (苏州吴中区), no place in it."""
    if gazetteer.is_division(place):
        return True
    own = next((place[:size] for size in range(len(place) - 2, 1, -1) if gazetteer.is_division(place[:size])), "")
    return own != "" and gazetteer.is_division(place[len(own) :])


def stands_alone(place: str, city: str) -> bool:
    """A place with a town of its own; a district of the city (or of many: 鼓楼区) is told by the city's name."""
    own = town(place)
    if not own or own == city[: len(own)]:
        return bool(own)
    is_district = place[len(own) :].startswith("区")
    cities = gazetteer.cities_of(own + "区") if is_district else ()
    return not (is_district and (len(cities) > 1 or city.removesuffix("市") in cities))


def apart(mark: Mark, known: Iterable[Known]) -> Iterator[Mark]:
    """江阴市水利局和靖江市水利局 are two places, 无锡市发改委和住建局 one; 和李工 is company and no place."""
    words, start = mark.value, 0
    inside = [(k.start - mark.start, k.end - mark.start) for k in known]
    for joint in JOINT.finditer(words):
        left, right = words[start : joint.start()], words[joint.end() :]
        if len(left) < 2 or any(first < joint.start() < last for first, last in inside):
            continue
        is_known = any(first == joint.end() for first, _ in inside)
        if COMPANY.fullmatch(right):
            words = words[: joint.start()]
            break
        if is_known or town(right):
            yield _part(mark, start, left)
            start = joint.end()
    yield _part(mark, start, words[start:])


def _part(mark: Mark, start: int, words: str) -> Mark:
    return Mark(mark.start + start, mark.start + start + len(words), words, mark.rule, mark.kind)


def sharpened(goal: Mark, others: Iterable[Mark]) -> Mark:
    """去宜兴，宜兴市政府: of one town the more exact place."""
    exact = [m for m in others if len(m.value) > len(goal.value) and town(m.value) == town(goal.value)]
    if goal.value in HOUSES:
        exact = [m for m in others if len(m.value) > len(goal.value) and m.value.endswith(goal.value)]
        return exact[0]._replace(rule=goal.rule, kind=goal.kind) if exact else goal
    if not exact or not is_division(goal.value) or not town(goal.value):
        return goal
    return Mark(exact[0].start, exact[0].end, exact[0].value, goal.rule, goal.kind)


HOUSES = frozenset(
    "法院 医院 学校 大学 中学 小学 党校 检察院 税务局 派出所 码头 机场 车站 高铁站 火车站 酒店 宾馆".split()
)
"""跑法院立案，玄武区人民法院: any of its sort, which a longer name makes plain."""


def detailed(towns: list[str], places: list[str]) -> list[str] | None:
    """The journey's towns, each with the place that belongs to it; None when a place belongs to none of them."""
    filled = list(towns)
    for place in places:
        own = town(place)
        fitting = [i for i, t in enumerate(towns) if filled[i] == t and is_division(t) and (not own or town(t) == own)]
        if not fitting:
            return None
        is_in_order = own or len(places) == len(towns)
        at = fitting[0] if is_in_order else fitting[-1]
        filled[at] = place if own or at == len(towns) - 1 else towns[at] + place
    return filled
