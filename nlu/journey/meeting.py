"""Where people are met and where a train or flight is caught: what fetching and taking do to the places named."""

import re

from nlu.journey.phrases import Line
from nlu.rule import Mark
from nlu.scene import Scene

STATION = re.compile(r"(?:站|机场|码头|[Tt]\d|航站楼|高铁|火车站|南|北|东|西)$")
BARE = ("bare_place", "bare_unknown")
ANY_STATION = frozenset("车站 机场 高铁站 火车站 动车站 站 站上 站里 码头".split())
STATIONS_ONLY = re.compile(r"(?:站|机场|航站楼|[Tt]\d)$")


def fetched(
    line: Line, origins: list[Mark], goals: list[Mark], stops: list[Mark], *, alone: re.Match[str] | None
) -> tuple[list[Mark], list[Mark]]:
    """去P接X: P is where they are; 接X去Q: Q is where they go; of two, a station comes first.  alone: 接我, read as a count."""
    fetch = next((t for t in line.tokens if t.plays("fetch")), None) or next(
        (t for t in line.tokens if t.plays("take")), None
    )
    at = fetch.start if fetch else alone.start() if alone else 0
    if any(m.kind == "goal" for m in goals) and _stops_for(stops, goals, at):
        is_round_up = sum(t.plays("fetch") for t in line.tokens) > 1 and len(goals) > 1
        if not origins and (len(stops) > 1 or is_round_up):  # 先到东门接我，再到南门接老卞，然后去泗洪
            return [stops.pop(0)], goals
        return origins, goals
    ahead = [m for m in goals if m.end <= at]
    behind = [m for m in goals if m.end > at]
    if origins:
        is_weak = origins[0].rule in BARE
        if ahead and STATION.search(ahead[-1].value) and not STATION.search(origins[0].value) and (behind or is_weak):
            return ahead[-1:], behind
        return origins, behind or [m for m in ahead if m.value != origins[0].value]
    here = _met_at(ahead)
    if here and behind == [] and here != ahead[-1:]:
        behind = [
            m for m in ahead if m.start > here[0].start and m.value not in ANY_STATION
        ]  # 到常州站，去市水利局，麻烦接站
    if not here and len(behind) == 1 and not ahead and _is_arrived_at(line, behind[0]):
        return behind, []
    if not here:
        here = _met_behind(behind, is_led=fetch is not None and fetch.word in ("接机", "接站", "接车"))
    return here, [m for m in behind if m not in here]


def _is_arrived_at(line: Line, goal: Mark) -> bool:
    """接机，后天下午3点50到温州龙湾: behind an hour, with no other place, 到 tells where they arrive."""
    if not any(t.word in ("接机", "接站", "接车") for t in line.tokens):
        return False
    at = next((i for i, t in enumerate(line.tokens) if t.start >= goal.start), 0)
    return at > 1 and line.tokens[at - 1].word in ("到", "抵", "抵达", "到达") and line.plays(at - 2, "read")


def _met_at(ahead: list[Mark]) -> list[Mark]:
    """Of the places named before the fetching: a station by its name, else the nearest."""
    named = [m for m in ahead if m.value not in ANY_STATION]
    stations = [m for m in named if STATIONS_ONLY.search(m.value)]
    return stations[-1:] or named[-1:] or ahead[-1:]


def _met_behind(behind: list[Mark], *, is_led: bool) -> list[Mark]:
    stations = [m for m in behind if STATION.search(m.value)]
    bare = [m for m in behind if m.rule in BARE]
    if stations and (len(behind) > 1 or is_led or stations[0].rule in BARE or STATIONS_ONLY.search(stations[0].value)):
        return stations[:1]
    if bare:
        return bare[:1]
    return [m for m in behind if m.rule == "destination_label"][:1] if len(behind) > 1 else []


def arrives(scene: Scene, origins: list[Mark], goals: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """A visitor's 到常州北站，去新孟河枢纽: met at the station, though nobody says so."""
    is_arrival = scene.role == "visitor" and not origins and len(goals) == 2 and STATIONS_ONLY.search(goals[0].value)
    if not is_arrival or STATIONS_ONLY.search(goals[1].value) or "trip_type" in scene.slots:
        return origins, goals
    scene.put("trip_type", "pickup", goals[0].start, goals[0].end, "shape_arrival")
    scene.infer("trip_type")
    return goals[:1], goals[1:]


def named_station(origins: list[Mark], goals: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """16点22常州北开，送我去车站: the station is the one named."""
    if not goals or goals[-1].value not in ANY_STATION:
        return origins, goals
    named = [m for m in (*origins, *goals[:-1]) if STATION.search(m.value) and (m.rule in BARE or len(origins) > 1)]
    if not named:
        return origins, goals
    return [m for m in origins if m not in named], [named[-1]]


def _stops_for(stops: list[Mark], goals: list[Mark], at: int) -> bool:
    """途经金坛接一下老杨: somebody is picked up on the way; the journey keeps its beginning and its end."""
    ahead = [m for m in (*stops, *goals) if m.end <= at]
    return bool(ahead) and max(ahead, key=lambda m: m.end).kind == "stop"
