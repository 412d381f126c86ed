"""From phrases to origin, stops and destination: order tells, and what is fetched or taken turns it round."""

import re
from collections.abc import Sequence
from itertools import pairwise

from nlu.acts import revising, talk
from nlu.journey import meeting, names, shape
from nlu.journey.phrases import Line, Phrase
from nlu.lexicon import Known
from nlu.rule import Mark
from nlu.rules import towns
from nlu.scene import Scene
from nlu.tokens import Token

ASKED = ("origin", "destination", "place_detail")
CROSSING = re.compile(
    r"(?:路|街|道|高速|河)[与和跟][^、]{2,8}(?:路|街|道|高速|河)?(?:路口|交叉口|交界处?|[东西南北]{1,2}角|口|交汇处?)"
)
LEAVES = frozenset(
    "走 上 出发 上车 动身 集合 发车 开车 出车 启程 出门 等 等车 候车 见 碰头 汇合 会合 开 乘车 接 接人 接我 来接 去接 接上 接走 接机 接站 派车接".split()
)


def settle(scene: Scene, line: Line, found: Sequence[Phrase], known: Sequence[Known]) -> None:
    """Puts origin, stops and destination."""
    if not found and scene.asked not in ASKED:
        return
    is_led = bool(scene.struck) or any(p.kind in ("goal", "origin", "stop") for p in found)
    if scene.asked in ("purpose", "passengers") and not is_led:
        return
    standing = [p for p in _standing(line, found) if p.kind not in ("purpose", "elsewhere")]
    placed = [_placed(scene, line, phrase, standing) for phrase in standing]
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
            or any(p.is_correction and p.head == phrase.done for p in found[index + 1 :])  # 财政局东门|改|西门
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


def _placed(scene: Scene, line: Line, phrase: Phrase, found: Sequence[Phrase]) -> Phrase:
    """What a place is after a look at what stands behind it: where it begins, stops or goes."""
    behind = line.at(phrase.done)
    if phrase.kind == "here":
        return _stayed(line, phrase, found)
    if phrase.kind == "origin" and ((behind is not None and behind.word in PASSES) or _passes(scene, phrase)):
        return phrase._replace(kind="stop")
    if phrase.kind == "goal" and behind is not None and behind.word in GATHERS:
        return phrase._replace(kind="origin")
    if phrase.kind == "goal" and _is_where_taken_from(line, phrase, found):
        return phrase._replace(kind="origin")
    if phrase.kind == "goal" and _is_travelled_to(line, phrase, found):
        return phrase._replace(kind="elsewhere")
    if phrase.kind == "goal" and _is_lodging(scene, line, phrase, found):
        return phrase._replace(kind="origin")
    if phrase.kind == "goal" and _is_on_the_way_back(line, phrase, found):
        return phrase._replace(kind="stop")
    return _bare(scene, line, phrase, found) if phrase.kind == "bare" else phrase


def _is_where_taken_from(line: Line, phrase: Phrase, found: Sequence[Phrase]) -> bool:
    """到宾馆门口送我们去高铁站: the car comes there, and takes somebody on to the next place."""
    takes = line.at(phrase.done)
    if line.tokens[phrase.head].word not in ("到", "来") or takes is None or takes.word not in ("送", "载", "拉"):
        return False
    onward = next((p for p in found if p.head >= phrase.done and p.kind == "goal"), None)
    return onward is not None and not any(line.plays(at, "stop") for at in range(phrase.done, onward.head))


def _is_travelled_to(line: Line, phrase: Phrase, found: Sequence[Phrase]) -> bool:
    """赶萧山机场6点40的飞机去西安: the car goes to the airport."""
    if not line.plays(phrase.head - 1, "transport"):
        return False
    return any(p.kind in ("goal", "bare") and p.head < phrase.head and meeting.STATION.search(p.words) for p in found)


def _is_lodging(scene: Scene, line: Line, phrase: Phrase, found: Sequence[Phrase]) -> bool:
    """送我去苏州北，住在阳澄湖宾馆: who is taken to a station begins where they stay."""
    is_taken = scene.slots.get("trip_type") == "dropoff" and not any(p.kind == "origin" for p in found)
    stays = line.tokens[phrase.head].word == "住"
    return is_taken and stays and any(p.kind == "goal" and p is not phrase for p in found)


PASSES = frozenset("过 绕 经过 穿 那边过 走一下 绕一下".split())
GATHERS = frozenset("集合 上车 碰头 汇合 会合".split())
STOPS = frozenset("停 停一停 停一下 停留 停靠 下 停车".split())


def _stayed(line: Line, phrase: Phrase, found: Sequence[Phrase]) -> Phrase:
    """在南湖宾馆，要到会展中心 begins there; 在戴埠停一停 is a stop; 在党校开会 goes there."""
    stays = line.at(phrase.done)
    is_meeting = stays is not None and (stays.plays("does", "does_to", "matter") or stays.word == "有")
    if is_meeting and _is_over(line, phrase.done):
        is_meeting = not any(p.kind in ("goal", "back") and p.head >= phrase.done for p in found)
        if not is_meeting:
            return phrase._replace(kind="origin")
    if not is_meeting and any(p.rule == "go_to" and p.head >= phrase.done for p in found):
        return phrase._replace(kind="origin")
    if stays is not None and stays.word in STOPS:
        return phrase._replace(kind="stop")
    return phrase._replace(kind="goal", rule="bare_place")


def _is_over(line: Line, at: int) -> bool:
    """在阜宁调查完了，在党校开会结束: what was done there is done."""
    return any(
        token.word in OVER or token.word.endswith("完")
        for token in line.tokens[at + 1 : at + 4]
        if not token.plays("stop")
    )


OVER = frozenset("完 完了 结束 结束了 好了 完毕".split())


def _bare(scene: Scene, line: Line, phrase: Phrase, found: Sequence[Phrase]) -> Phrase:
    """What a place without a word of motion is."""
    others = [p for p in found if p is not phrase and p.kind in ("goal", "stop", "bare") and not p.is_denied]
    if LED_IN.search(scene.text, max(0, phrase.start - 2), phrase.start):
        return phrase._replace(kind="goal")
    if COUNT_BEHIND.match(scene.text, phrase.end) and any(p.kind != "stop" for p in others):
        return phrase._replace(kind="elsewhere")  # 信访局三人: whose people ride.
    behind = line.at(phrase.done)
    if _is_whose_wish(line, phrase):
        return phrase._replace(kind="elsewhere")
    if (
        others
        and behind is not None
        and behind.start == phrase.end
        and (
            behind.plays("does", "trouble")
            or behind.word == "有"
            or _names_errand(line, phrase.done)
            or (phrase.words[-1] == "里" and behind.word == "开")
        )
    ):
        return phrase._replace(kind="elsewhere")
    if HALT.match(scene.free[phrase.end :]):
        return phrase._replace(kind="stop")
    if scene.asked in ASKED:
        return phrase
    return phrase._replace(kind="origin" if _leaves_from(scene, line, phrase, found) else "goal")


def _names_errand(line: Line, at: int) -> bool:
    """运河|遗产|对接: a place, one more word and an errand, and the clause is over."""
    between, does = line.at(at), line.at(at + 1)
    return (
        between is not None
        and does is not None
        and not between.kinds
        and does.plays("does", "matter")
        and between.end == does.start
        and (line.at(at + 2) is None or line.plays(at + 2, "stop"))
    )


def _is_whose_wish(line: Line, phrase: Phrase) -> bool:
    """老干部处要去南通: who goes, not where from."""
    at = phrase.done
    if line.plays(at, "and") and (other := line.name(at + 1)) is not None:
        at = other.last  # 消防支队、应急局一起去化工园
    will = line.at(at)
    if will is None or will.start != line.tokens[at - 1].end or will.word not in WILL:
        return False
    return line.plays(at + 1, "go")


WILL = frozenset("一起 一同 一道 联合 要 想 想要 准备 打算 计划 拟".split())
COUNT_BEHIND = re.compile(r"(?:一行|共)?(?:\d{1,3}|[一二三四五六七八九十两]{1,3})(?:个|人|位|名)")
LED_IN = re.compile(r"[到达]$")
"""提前四十分钟到织里镇: the hour has taken the word of motion with it."""
HALT = re.compile(r"(?:各|都|也|要|需)?停(?!车场|车楼)")


def _is_on_the_way_back(line: Line, phrase: Phrase, found: Sequence[Phrase]) -> bool:
    """回来的时候也去一趟金坛: the journey goes where it went, and stops there on its way back."""
    if not any(p.kind == "goal" and p.done <= phrase.head for p in found):
        return False
    for at in range(phrase.head - 1, max(-1, phrase.head - 7), -1):
        if line.plays(at, "stop"):
            return False
        if line.plays(at, "return"):
            return True
    return False


def _passes(scene: Scene, phrase: Phrase) -> bool:
    """从绩溪那边过."""
    return re.match(r"(?:那边|那里|那儿)?(?:过|绕|穿|走一下)", scene.free[phrase.end :]) is not None


def _leaves_from(scene: Scene, line: Line, phrase: Phrase, found: Sequence[Phrase]) -> bool:
    behind = line.at(phrase.done)
    if phrase.head and line.tokens[phrase.head - 1].word in ("停", "停在"):
        return True
    if behind is not None and behind.word == "走" and line.plays(phrase.done + 1, "light"):
        return False  # 阜宁走一趟
    if behind is not None and behind.word == "开" and line.plays(phrase.done + 1, "matter"):
        return False  # 市政府那边开协调会
    if behind is not None and behind.word in LEAVES and not (behind.word == "上" and not _ends(line, phrase.done)):
        return True
    later = [p for p in found if p.head >= phrase.done and p.kind in ("goal", "stop") and not p.is_denied]
    if any(p.kind == "origin" for p in found):
        return False
    if not later and _leads_to(line, phrase, found):
        return True
    if not later or later[0].rule in ("destination_label", "renamed", "instead"):
        return False
    return not any(p.kind == "goal" and p.head < phrase.head for p in found)


def _leads_to(line: Line, phrase: Phrase, found: Sequence[Phrase]) -> bool:
    """政协南楼。溧水白马: a house in town, then a place with its county before it."""
    after = [p for p in found if p.kind == "bare" and p.head >= phrase.done]
    is_whole = not any(line.plays(at, "and") for at in range(phrase.head, phrase.done))
    return (
        is_whole
        and len(after) == 1
        and line.plays(after[0].head, "name")
        and not line.plays(phrase.head, "name")
        and not any(p.kind == "goal" for p in found)
    )


def _ends(line: Line, at: int) -> bool:
    return line.at(at + 1) is None or line.plays(at + 1, "stop", "read", "particle")


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
    if any(m.kind == kind for m in marks) or talk.is_small(scene.text) or revising.undo(scene):
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
        if not is_behind or house.value[0] == "第" or not towns.is_division(town.value):
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
