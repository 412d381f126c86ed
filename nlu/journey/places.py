"""From phrases to origin, stops and destination: order tells, and what is fetched or taken turns it round."""

import re
from collections.abc import Sequence
from itertools import pairwise

from nlu.acts import revising, talk
from nlu.acts.hearing import PLACE_ENDS
from nlu.journey import meeting, names, parts, shape
from nlu.journey.parts import ASKED
from nlu.journey.phrases import Line, Phrase
from nlu.lexicon import Known
from nlu.rule import Mark
from nlu.rules import towns
from nlu.scene import Scene
from nlu.tokens import Token

CROSSING = re.compile(
    r"(?:路|街|道|高速|河)[与和跟][^、]{2,8}(?:路|街|道|高速|河)?(?:路口|交叉口|交界处?|[东西南北]{1,2}角|口|交汇处?)"
)


def settle(scene: Scene, line: Line, found: Sequence[Phrase], known: Sequence[Known]) -> None:
    """Puts origin, stops and destination."""
    if not found and scene.asked not in ASKED:
        return
    is_led = bool(scene.struck) or any(p.kind in ("goal", "origin", "stop") for p in found)
    if scene.asked in ("purpose", "passengers") and not is_led:
        return
    standing = [p for p in _standing(line, found) if p.kind not in ("purpose", "elsewhere")]
    placed = [parts.placed(scene, line, phrase, standing) for phrase in standing]
    marks = [mark for phrase in placed if phrase.kind != "elsewhere" for mark in _apart(line, phrase)]
    if not any(p.kind in ("goal", "back", "stop", "bare") for p in placed) and scene.asked not in ASKED:
        marks += _looked_at(line, found)
    if scene.asked in ASKED:
        marks = _answered(scene, line, marks)
    origins, stops, goals, backs = ([m for m in marks if m.kind == kind] for kind in ("origin", "stop", "goal", "back"))
    if scene.slots.get("trip_type") == "pickup":
        origins, goals = meeting.fetched(line, origins, goals, stops, alone=shape.ALONE.search(scene.text))
    else:
        origins = _without_legs(origins, goals)
    if not goals and backs and ("return_at" not in scene.slots or scene.slots.get("trip_type") == "pickup"):
        goals = backs[:1]
    origins, goals = meeting.arrives(scene, *meeting.named_station(origins, goals))
    if (
        not goals
        and scene.slots.get("trip_type") == "dropoff"
        and origins
        and meeting.STATIONS_ONLY.search(origins[-1].value)
    ):
        origins, goals = origins[:-1], origins[-1:]  # 16:32的G7128，常州北站上车，送一下
    if not goals and stops and not scene.state.get("destination"):
        goals, stops = stops[-1:], stops[:-1]
    _put(scene, origins, goals, stops, known)
    _stands_for_struck(scene)
    _dropped(scene, found)
    for slot in ("destination", "origin"):
        _doubts(scene, slot, [m for m in (*goals, *origins) if m.value == scene.slots.get(slot)], known)


def _without_legs(origins: list[Mark], goals: list[Mark]) -> list[Mark]:
    """去湖塘，再从湖塘去牛塘: the second leg begins where the first ends, the journey does not."""
    if len(goals) < 2:
        return origins
    return [o for o in origins if not any(g.value == o.value and g.end <= o.start for g in goals[:-1])]


def _stands_for_struck(scene: Scene) -> None:
    """应该是常州北站，不是常州站: the place said stands where the one struck stood."""
    said = [slot for slot in ("origin", "destination") if slot in scene.slots]
    if len(said) != 1:
        return
    for slot in {"origin", "destination"} - set(said):
        old = str(scene.state.get(slot) or "")
        if old and any(words in old or old in words for words in scene.struck):
            scene.slots[slot], scene.spans[slot] = scene.slots.pop(said[0]), scene.spans.pop(said[0])


def _standing(line: Line, found: Sequence[Phrase]) -> list[Phrase]:
    """Without what is denied or taken back: 不去无锡, 从国资委，嗯不是，从发改委."""
    kept: list[Phrase] = []
    corrected = {phrase.head for phrase in found if phrase.is_correction}
    for index, phrase in enumerate(found):
        if phrase.kind == "again":
            before = next(
                (p for p in reversed(kept) if p.kind in ("goal", "origin", "stop", "bare", "here", "back")), None
            )
            if before is not None:
                kept.remove(before)
            kept.append(phrase._replace(kind=before.kind if before else "goal", rule="instead"))
            continue
        alike = STARTS if phrase.kind in STARTS else (phrase.kind,)
        later = next((p for p in found[index + 1 :] if p.kind in alike), None)
        if (
            phrase.is_denied
            or phrase.done in corrected  # 财政局东门|改|西门
            or _is_given_up(line, phrase)
            or (later is not None and _is_taken_back(line, phrase, later))
        ):
            continue
        kept.append(phrase)
    return kept


STARTS = ("origin", "here")
"""从酒店……算了，在南门: one beginning takes the place of the other."""


def _is_given_up(line: Line, phrase: Phrase) -> bool:
    """歙县太远, 杭州不去了."""
    behind = line.at(phrase.done)
    if phrase.kind not in ("bare", "goal") or behind is None or behind.start != phrase.end:
        return False
    return (
        behind.word.startswith(("太", "去不"))
        or behind.word in ("不去", "不去了")
        or (behind.word == "不" and line.plays(phrase.done + 1, "go"))
    )


def _is_taken_back(line: Line, phrase: Phrase, later: Phrase) -> bool:
    between = line.tokens[phrase.done : later.head + 1]
    if any(t.word == "不" and nxt.plays("stop") for t, nxt in pairwise(between)):
        return True
    if any(
        token.plays("wrong") or token.word in ("算了", "改去", "改到", "改成", "换成", "换到", "改为", "应该是")
        for token in between
    ):
        return True
    before = line.at(phrase.head - 1)
    return before is not None and before.word in ("不是", "并非") and any(t.word in ("是", "而是") for t in between)


def _apart(line: Line, phrase: Phrase) -> list[Mark]:
    """江阴市水利局和靖江市水利局, 枫桥街道、狮山街道 are several; a crossing of two roads is one."""
    whole = Mark(phrase.start, phrase.end, phrase.words, phrase.rule, phrase.kind)
    inside = [t for t in line.tokens if phrase.start <= t.start and t.end <= phrase.end]
    if phrase.kind == "origin" or not any(t.plays("and") for t in inside[1:-1]) or CROSSING.search(phrase.words):
        return [whole]
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(inside):
        if (token.plays("and") and parts[-1] and parts[-1][-1].plays("name", "suffix") and at + 1 < len(inside)) or (
            token.plays("and") and token.word == "、" and parts[-1]
        ):
            parts.append([])
        else:
            parts[-1].append(token)
    names = ["".join(t.word for t in part) for part in parts]
    if len(parts) == 1 or any(len(name) < 2 for name in names) or _shares_town(names):
        return [whole]
    return [
        Mark(part[0].start, part[-1].end, name, phrase.rule, phrase.kind)
        for part, name in zip(parts, names, strict=True)
    ]


def _shares_town(names: list[str]) -> bool:
    """无锡市发改委和住建局: the second office is that town's too."""
    first, *others = (towns.town(name) for name in names)
    return bool(first) and len(names[0]) > len(first) + 1 and not any(others)


LOOKS = frozenset(
    "出差 逛 看 巡 查 查看 视察 检查 调研 走访 慰问 参观 验收 回访 看看 巡查 踏勘 勘察 考察 实地查看 督查 巡视 拜访 探望 看望".split()
)


def _looked_at(line: Line, found: Sequence[Phrase]) -> list[Mark]:
    """去看雪堰污水厂提标改造工地: with no other goal, the thing looked at is where the journey goes."""
    for phrase in found:
        if phrase.kind != "purpose":
            continue
        for at in range(phrase.head, phrase.done):
            word = line.tokens[at].word
            run = names.read(line.tokens, at + 1) if word in LOOKS else None
            if run is None:
                continue
            if word == "逛" or (
                names.is_placelike(line.tokens, run) and (len(run.words) >= 4 or line.plays(run.first, "name"))
            ):
                return [Mark(run.start, run.end, run.words, "looked_at", "goal")]
    return []


def _answered(scene: Scene, line: Line, marks: list[Mark]) -> list[Mark]:
    """Asked where, the sentence is the place, unless words of motion say otherwise."""
    kind = "origin" if scene.asked == "origin" else "goal"
    marks = [Mark(m.start, m.end, m.value, m.rule, kind) if m.kind == "bare" else m for m in marks]
    if scene.asked == "origin" and not any(m.kind == "origin" for m in marks):
        marks = [Mark(m.start, m.end, m.value, m.rule, "origin") if m.kind == "goal" else m for m in marks]
    if any(m.kind == kind for m in marks) or talk.is_small(scene.text) or revising.goes_back(scene):
        return marks
    if ORDINAL.fullmatch(scene.text):
        return marks
    whole = _whole(line)
    return [*marks, Mark(whole[0], whole[1], whole[2], "place_answer", kind)] if whole else marks


ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,2}(?:个|单|条|家|处|种)[呢吧啊呀？。]{0,2}")
"""第二个呢 names something shown, no place."""


def _whole(line: Line) -> tuple[int, int, str] | None:
    """The clause that is nothing but unknown words."""
    first = line.skip(0, "light", "particle", "stop", "mine", "go", "link", "from", "at")
    last = first
    while (token := line.at(last)) is not None and not token.plays(
        "read", "stop", "request", "polite", "change", "no", "wrong", "mine", "other_one", "particle", "return", "does"
    ):
        last += 1
    while last > first and line.tokens[last - 1].plays("particle", "light", "board"):
        last -= 1
    words = "".join(token.word for token in line.tokens[first:last])
    if (
        not 2 <= len(words) <= 20
        or any(t.plays("request", "no", "change") for t in line.tokens)
        or not re.search(r"[\u4e00-\u9fff]{2}", words)
    ):
        return None
    if line.at(last) is not None and not line.plays(last, "stop", "read", "particle", "board", "polite"):
        return None
    return line.tokens[first].start, line.tokens[last - 1].end, words


ANYWHERE = frozenset(("现场", "场地", "地方", "实地"))


def _put(scene: Scene, origins: list[Mark], goals: list[Mark], stops: list[Mark], known: Sequence[Known]) -> None:
    if origins and not (goals and goals[-1].value == origins[0].value):
        scene.take("origin", origins[0])
    if not goals:
        if stops:
            scene.take("stops", stops[0], [m.value for m in stops])
        return
    if scene.state.get("trip_type") == "pickup" and "trip_type" not in scene.slots:
        goals = [m for m in goals if m.value != scene.state.get("origin")]
        if not goals:
            return
    if scene.asked == "place_detail" and _detailed(scene, goals):
        return
    if len(goals) > 1 and (
        "second_booking" in scene.flags or (scene.asked == "destination" and not any(m.rule == "go_to" for m in goals))
    ):
        goals = goals[:1] if "second_booking" in scene.flags else goals[-1:]
    goals = _in_town(goals, known)
    goal, before = _goal([m for m in goals if m.value not in ANYWHERE] or goals)
    scene.take("destination", goal)
    between = [m for m in (*stops, *before) if not _is_same(m, goal) and m.value not in {o.value for o in origins}]
    if between:
        between.sort(key=lambda m: m.start)
        scene.take("stops", between[0], list(dict.fromkeys(m.value for m in between)))


def _in_town(goals: list[Mark], known: Sequence[Known]) -> list[Mark]:
    """去南京，住建厅: the house right behind a town lies in it, unless it is known or has a town of its own."""
    for town, house in pairwise(goals):
        is_behind = house.start - town.end == 1 and house.rule in meeting.BARE and house is goals[-1]
        if (
            not is_behind
            or house.value[0] == "第"
            or house.value[-1] not in PLACE_ENDS
            or not towns.is_division(town.value)
        ):
            continue
        if not towns.town(house.value) and not any(k.start < house.end and house.start < k.end for k in known):
            return [*goals[:-2], Mark(town.start, house.end, town.value + house.value, town.rule, town.kind)]
    return goals


def _dropped(scene: Scene, found: Sequence[Phrase]) -> None:
    """不经过金坛了: one stop less."""
    stops = scene.state.get("stops")
    held = list(stops) if isinstance(stops, list | tuple) else []
    for phrase in found:
        if phrase.kind == "stop" and phrase.is_denied and phrase.words in held:
            held.remove(phrase.words)
            scene.put("stops", held or None, phrase.start, phrase.end, phrase.rule)


def _doubts(scene: Scene, slot: str, marks: list[Mark], known: Sequence[Known]) -> None:
    """A name that was mended is shown with what was typed; one that several places bear is asked about."""
    for mark in marks[:1]:
        for place in known:
            if not (mark.start <= place.start and place.end <= mark.end):
                continue
            if place.said and place.said != place.name:
                scene.doubt(slot, "mended", (mark.value,), said=place.said)
            if place.candidates and (place.start, place.end) == (mark.start, mark.end):
                scene.doubt(slot, "place", place.candidates)


def _goal(goals: list[Mark]) -> tuple[Mark, list[Mark]]:
    """The destination and the goals on the way there."""
    corrected = [m for m in goals if m.rule in ("renamed", "instead", "destination_label")]
    if corrected:
        return corrected[-1], [
            m for m in corrected[:-1] if m.rule == corrected[-1].rule and m.end <= corrected[-1].start
        ]
    moving = [m for m in goals if m.rule not in ("bare_place", "bare_unknown")]
    last = (moving or goals)[-1]
    exact = towns.sharpened(last, goals)
    return exact, [m for m in goals if m is not last and m.start < last.start and m.value != exact.value]


def _is_same(mark: Mark, goal: Mark) -> bool:
    """去宜兴，到宜兴市政府 goes to one place; 先去无锡 keeps its stop."""
    return mark.value == goal.value or (mark.kind == "goal" and towns.sharpened(mark, [goal]) is not mark)


def _detailed(scene: Scene, goals: list[Mark]) -> bool:
    """先去江阴再去靖江, asked where: each place said belongs to the town it begins with."""
    held, last = scene.state.get("stops"), scene.state.get("destination")
    stops = list(held) if isinstance(held, list | tuple) else []
    filled = towns.detailed([*stops, last], [m.value for m in goals]) if stops and last else None
    if filled is None:
        return False
    if filled[:-1] != stops:
        scene.take("stops", goals[0], filled[:-1])
    if filled[-1] != last:
        scene.take("destination", goals[-1], filled[-1])
    return True
