"""What each place is to the journey, by the words beside it: where it begins, stops or goes, or none of it."""

import re
from collections.abc import Sequence

from nlu.journey import meeting
from nlu.journey.phrases import Line, Phrase
from nlu.scene import Scene

ASKED = ("origin", "destination", "place_detail")
"""Questions that a place answers."""
LEAVES = frozenset(
    "走 上 出发 上车 动身 集合 发车 开车 出车 启程 出门 等 等车 候车 见 碰头 汇合 会合 开 乘车 接 接人 接我 来接 去接 接上 接走 接机 接站 派车接".split()
)


def placed(scene: Scene, line: Line, phrase: Phrase, found: Sequence[Phrase]) -> Phrase:
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
