"""Lengths, shifts, stays and recurrences: what is said of time without naming an hour."""

import re

from nlu.rule import Rule, Scope
from nlu.rules.time.clocks import LENGTH, length_min
from nlu.text import number

N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
EARLIER = r"提前|提早|早|往前提|往前|前移"
LATER = r"推迟|延后|推后|往后推|往后延|往后|顺延|延迟|延|晚|迟|后移"


def _duration(found: re.Match[str], scope: Scope) -> object:
    words = found.group()
    if re.search(r"半天|半日", words):
        return "half_day"
    if re.search(r"全天|整天|一天|全日", words):
        return "full_day"
    minutes = length_min(words)
    hours = minutes / 60
    return (int(hours) if hours == int(hours) else hours) if minutes else None


def _shift(found: re.Match[str], scope: Scope) -> dict[str, int] | None:
    way = -1 if re.match(EARLIER, found["way"]) else 1
    if found["days"]:
        return {"days": way * (number(found["days"]) or 0)}
    if found["weeks"]:
        return {"days": way * 7 * (number(found["weeks"]) or 0)}
    minutes = length_min(found["length"])
    return {"minutes": way * minutes} if minutes else None


def _stay(found: re.Match[str], scope: Scope) -> int | None:
    """Days between leaving and coming back: N天 counts both ends, a night is one day."""
    if found["nights"]:
        return number(found["nights"])
    if found["days"]:
        days = number(found["days"])
        return days - 1 if days and days > 1 else None
    return 1


def _recurrence(found: re.Match[str], scope: Scope) -> list[int] | None:
    if found["every"]:
        return [1, 2, 3, 4, 5, 6, 7]
    if found["work"]:
        return [1, 2, 3, 4, 5]
    days = [
        ("一二三四五六日".find(c.replace("天", "日")) + 1) or int(c)
        for c in re.findall(r"[一二三四五六日天1-7]", found["days"])
    ]
    if re.search(r"[至到-]", found["days"]) and len(days) == 2 and days[0] < days[1]:
        return list(range(days[0], days[1] + 1))
    return sorted(set(days))


SPANS: tuple[Rule, ...] = (
    Rule(
        "recurrence",
        r"(?P<every>每天|每日|天天)|(?P<work>(?:每个?)?工作日(?!志|上午后)|每逢工作日)|每个?(?:周|星期|礼拜)(?P<days>[一二三四五六日天1-7](?:[、和及至到-]?(?:每?个?(?:周|星期|礼拜))?[一二三四五六日天1-7](?![\d点时个人]))*)",
        _recurrence, kind="recurrence", hint="每工天",
        says=(("每周二周四上午九点去工地", [2, 4]), ("每天早上7点半", [1, 2, 3, 4, 5, 6, 7]), ("每周一到周五", [1, 2, 3, 4, 5]), ("每周一三五", [1, 3, 5]),
              ("工作日早上8点", [1, 2, 3, 4, 5])),
        silent=("下周二周四", "下个星期三"),
    ),
    Rule(
        "shift",
        r"(?<![最更大])(?P<way>" + EARLIER + "|" + LATER + r")(?:个|了|一?点)?(?:(?P<length>" + LENGTH + r")|(?P<days>" + N + r")天|(?P<weeks>" + N
        + r")个?(?:周|星期|礼拜))(?![后内])",
        _shift, kind="shift",
        says=(("延后四十分钟", {"minutes": 40}), ("提前半小时走", {"minutes": -30}), ("推迟一天", {"days": 1}), ("晚一个半小时", {"minutes": 90}),
              ("提前二十分钟到", {"minutes": -20})),
        silent=("明早8点", "晚8点半", "推迟到9点"),
    ),
    Rule(
        "stay",
        r"(?:去|共|为期|出差|待|住|来回|前后|一共|跑|用|总共|要|开)(?:车|个)?(?P<days>" + N + r")天(?![后内前])|[住过](?P<nights>" + N + r")[晚夜]|过夜|住一宿|(?<![第这前后过\d每一几二三四五六七八九十])(?P<d2>" + N + r")天(?![后内前之以\d])",
        lambda found, scope: _stay(found, scope) if not found["d2"] else ((number(found["d2"]) or 1) - 1 or None), kind="stay", hint="天晚夜宿",
        says=(("去三天", 2), ("住一晚", 1), ("去两天住一晚", 1)), silent=("用一天", "三天后", "今晚", "第三天", "这两天"),
    ),
    Rule(
        "duration",
        r"全天|一整天|整天|全日|(?:用|要|租|包)?车?(?<![一二三四五六七八九十两第\d前后每这那同某有])一天(?!后)|(?<![上下前后大])半天|半日|(?:用车?|包车?|需要?|大概|大约|约|预计|全程|要|开)(?:时间|时长|车)?(?:大概|约|是)?:?" + LENGTH
        + r"(?![后内前])|(?<=[，。 ])" + LENGTH + r"(?=[，。]|$)",
        _duration, kind="duration",
        says=(("明天全天用商务车", "full_day"), ("用车3小时", 3), ("用半天", "half_day"), ("用车两个半小时", 2.5), ("包车一天", "full_day")),
        silent=("半小时后", "三天", "第一天"),
    ),
)  # fmt: skip
