"""Lengths, shifts, leads, stays and recurrences: what is said of time without naming an hour."""

import re
from string import digits

from nlu.rule import Rule, Scope, always
from nlu.rules.time.figures import COUNT, LENGTH, length_min
from nlu.rules.time.named import WEEK
from nlu.text import number

EARLIER = "往前提 往前挪 往前调 往前移 往前推 往前 前移 提前 提早 早"
LATER = "推 往后推 往后延 往后挪 往后顺 往后移 往后拖 往后压 往后 往后调 推迟 延后 推后 后推 后移 押后 顺延 延迟 延误 延 晚点 误点 晚 迟 缓"
WAY = "|".join(sorted(f"{EARLIER} {LATER}".split(), key=len, reverse=True))
SOONER = frozenset(EARLIER.split())
STAYING = tuple(
    "去 共 为期 出差 待 呆 住 来回 前后 一共 跑 用 总共 要 开 培训 学习 考察 调研 会期 会议 玩 行程 借 租 包 请假 休假 用车 包车 借车 租车 待个 开个 去个 待了 去上 开会 出去".split()
)
COUNTED = tuple("第这前后过每几隔末明号日周、和一二三四五六七八九十0123456789个")
"""What makes N天 something else than a stay: 第三天, 前三天, 周四五两天."""
ONES_SAID = frozenset("两二三四五六七八九十")
GOAL_BEFORE = re.compile(r"[去赴到][\u4e00-\u9fff]{2,8}$")
ABOUT = r"(?:[个了]|一?点|大?约|大概|差不多|将近|近|再)*"
COMPLAINT = r"(?!(?:都|就|总|老|也|是|在|这么|那么){0,3}(?:堵|挤|忙|累|下[雨雪]|加班|塞车|晚点|迟到|出事|吵|催))"
"""每天都堵: how things are, no journeys."""
AT_PLACE = r"到(?:[达场岗位站]|会(?![议展场堂所馆客计]))?|抵达|赶到|进[场站]|入场|候[车机]|签到|报到|就位|在那"
WEEKDAYS = r"(?:[一二三四五六日天](?![次趟回点时个人])|[1-7](?![次趟回点时个人\d:]))"
MORE = rf"(?:[、，和及至到~-]?(?:每?个?{WEEK})?{WEEKDAYS})*"


def _duration(found: re.Match[str], scope: Scope) -> object:
    words = found.group()
    if re.search(r"半天|半日", words):
        return "half_day"
    if re.search(r"全天|整天|一天|全日|一日", words):
        return "full_day"
    hours = length_min(words) / 60
    return (int(hours) if hours == int(hours) else round(hours, 2)) if hours else None


def _way(found: re.Match[str]) -> int:
    """-1 earlier, 1 later, 0 when 早 or 晚 is a part of the day or of another word."""
    if found.start() and found.string[found.start() - 1] in "最更大今明昨每一":
        return 0
    return -1 if found["way"] in SOONER else 1


def _shift(found: re.Match[str], scope: Scope) -> dict[str, int] | None:
    minutes = _way(found) * length_min(found["length"])
    return {"minutes": minutes} if minutes else None


def _shift_days(found: re.Match[str], scope: Scope) -> dict[str, int] | None:
    days = number(found["days"]) if found["days"] else 7 * (number(found["weeks"]) or 0)
    return {"days": _way(found) * days} if days and _way(found) else None


def _shift_stay(found: re.Match[str], scope: Scope) -> dict[str, int] | None:
    """Of the way back; with a draft open only where that knows one."""
    if scope.slots and not scope.slots.get("return_at"):
        return None
    sign = 1 if found["way"] == "多" else -1
    days = number(found["days"]) if found["days"] else None
    minutes = length_min(found["length"]) if found["length"] else None
    return {"days": sign * days} if days else {"minutes": sign * minutes} if minutes else None


def _lead(found: re.Match[str], scope: Scope) -> int | None:
    return length_min(found["a"] or found["b"]) or None


def _stay(found: re.Match[str], scope: Scope) -> int | None:
    """Days between leaving and coming back: N天 counts both ends, a night is one day."""
    count, before = number(found["n"]), found.string[max(found.start() - 4, 0) : found.start()]
    if not count:
        return None
    if found["night"]:
        return count if before.endswith(("住", "过", "待", "呆", "住上", "住个")) else None
    if found["off"]:
        return count - 1 if before.endswith(("请", "休", "请个")) else None
    is_named = before.endswith(STAYING) or (found["unit"] == "日" and _is_of_goal(found))
    if not is_named and (
        found["unit"] == "日" or before.endswith(COUNTED) or found.string.startswith(("之", "以"), found.end())
    ):
        return None
    return count - 1 if count > 1 else None


def _is_of_goal(found: re.Match[str]) -> bool:
    """去庐江三日，: so many days at the goal; not 去庐江，三日, 去庐江23日."""
    text, end = found.string, found.end()
    said_in_full = found["n"] in ONES_SAID and (end == len(text) or text[end] in "，。；")
    return said_in_full and GOAL_BEFORE.search(text, max(found.start() - 10, 0), found.start()) is not None


def _recurrence(found: re.Match[str], scope: Scope) -> list[int] | None:
    if found["daily"] or (found["every"] and not found["only"]):
        return [1, 2, 3, 4, 5, 6, 7]
    if found["work"]:
        return [1, 2, 3, 4, 5]
    if found["ends"]:
        return [6, 7]
    words = found["days"] or found["only"]
    days = [
        "一二三四五六日".find(c.replace("天", "日")) + 1 or int(c) for c in re.findall(r"[一二三四五六日天1-7]", words)
    ]
    if re.search(r"[至到~-]", words) and len(days) == 2 and days[0] < days[1]:
        return list(range(days[0], days[1] + 1))
    return sorted(set(days))


SPANS: tuple[Rule, ...] = (
    Rule(
        "recurrence",
        rf"(?:(?P<only>{WEEK}[一二三四五六日天](?:[、和及至到~-]?{WEEK}?[一二三四五六日天])*)的?)?(?P<every>每天|每日|每一天){COMPLAINT}|(?P<work>(?:每个?|每逢|逢|(?<![个一二三四五六七八九十\d每逢下上班]))工作日(?!志|后|上午后))"
        rf"|(?P<daily>每个?(?=(?:早[上晨]?|晚上?|夜里?|清晨|上午|中午|下午|傍晚){COMPLAINT}))"
        rf"|(?P<ends>(?:每个?|每逢|逢)(?:周末|双休日?))|(?:每逢|每个?|逢){WEEK}(?P<days>{WEEKDAYS}{MORE})",
        _recurrence, kind="recurrence", hint="每工逢",
        says=(("每周二周四上午九点去工地", [2, 4]), ("每天早上7点半", [1, 2, 3, 4, 5, 6, 7]), ("每周一到周五", [1, 2, 3, 4, 5]), ("每周一三五", [1, 3, 5]), ("工作日早上8点", [1, 2, 3, 4, 5]),
              ("周一到周五每天上午8点一刻", [1, 2, 3, 4, 5]), ("每逢周四下午", [4]), ("以后每周三9点都要去", [3]), ("每个星期三和星期五", [3, 5]), ("每个周末", [6, 7]), ("每周六周日", [6, 7]), ("每晚九点巡一遍码头", [1, 2, 3, 4, 5, 6, 7])),
        silent=("下周二周四", "下个星期三", "节后第一个工作日", "下个工作日", "每周三次", "本月最后一个工作日", "这路每天都堵", "每晚都加班"),
    ),
    Rule(
        "weekly", rf"每个?{WEEK}(?:都?如此|都是|都这样|都一样|都(?=[要得去跑])|[一1][次趟回]|固定|循环|重复)", always("weekly"), kind="recurrence", hint="每", also="周星礼",
        says=(("周二和周六9点去，每周如此", "weekly"), ("周五下午两点去，每周一次", "weekly")), silent=("每周三次", "每周二"),
    ),
    Rule("daily", f"天天{COMPLAINT}", always([1, 2, 3, 4, 5, 6, 7]), kind="recurrence", hint="天", says=(("天天早上6点半送菜", [1, 2, 3, 4, 5, 6, 7]),), silent=("每天", "明天", "路上天天堵死人", "天天都忙", "天天下雨")),
    Rule(
        "other_recurrence", rf"每个?月(?=[\d一二三第初底末月])|(?:隔周|每隔一周|每两周|隔一周)的?(?={WEEK}|[一二三四五六日天])|每季度|每隔[一两三\d]天", always("vague"), kind="other_recurrence", hint="每隔",
        says=(("每月5号上午9点去", "vague"), ("隔周周三去", "vague")), silent=("每周三", "参加每月例会"),
    ),
    Rule(
        "lead", rf"(?<![最更])(?:提前|提早|早)个?(?:(?:{AT_PLACE})(?:个|大?约|大概)?(?P<a>{LENGTH})|(?P<b>{LENGTH})(?:就|要|左右)*(?:{AT_PLACE}))", _lead, kind="lead", hint="早提", also="小钟刻hm",
        says=(("提前二十分钟到", 20), ("要早到一刻钟", 15), ("提前俩小时到", 120), ("提前四十分钟到站", 40), ("早到半小时", 30), ("提前一个半小时到", 90)), silent=("提前半小时走", "提前到9点", "推迟半小时到"),
    ),
    Rule(
        "shift", rf"(?P<way>{WAY}){ABOUT}(?P<length>{LENGTH})(?![后内])", _shift, kind="shift", hint="早提前晚推延后迟误缓", also="小钟刻hm",
        says=(("延后四十分钟", {"minutes": 40}), ("提前半小时走", {"minutes": -30}), ("晚一个半小时", {"minutes": 90}), ("往后顺一刻钟", {"minutes": 15}), ("晚点五十分钟", {"minutes": 50}),
              ("延误了大概一个小时", {"minutes": 60}), ("早半个小时", {"minutes": -30})),
        silent=("明早8点", "晚8点半", "推迟到9点", "推迟一天", "今晚半小时"),
    ),
    Rule(
        "shift_days", rf"(?P<way>{WAY}){ABOUT}(?:(?P<days>{COUNT})[天日](?!前)|(?P<weeks>{COUNT})个?{WEEK}(?![一二三四五六日天]))(?![后内])", _shift_days, kind="shift", hint="早提前晚推延后迟缓", also="天日周星礼",
        says=(("推迟一天", {"days": 1}), ("往前提两天", {"days": -2}), ("往后推一周", {"days": 7}), ("提前一天去", {"days": -1})), silent=("今晚两天", "推迟半小时", "提前到三天后"),
    ),
    Rule(
        "shift_stay", rf"(?P<way>[多少])(?:待|呆|住|留|停|玩|逗留|耽搁|开|学|培训|考察|调研|跑)(?:上|个|了)?(?:(?P<days>{COUNT})(?:天|个?晚上?|夜|宿)|(?P<length>{LENGTH}))(?![后内])", _shift_stay, kind="shift", hint="多少",
        says=(("多待一天再回", {"days": 1}), ("少住两晚", {"days": -2}), ("多待两个小时再走", {"minutes": 120})), silent=("多少天", "待一天"),
    ),
    Rule(
        "stay", r"(?P<n>[\d一二两俩三四五六七八九十]{1,3})(?:(?P<unit>[天日])(?P<off>[年病事公]?假)?|(?P<night>个?晚上?|夜|宿))(?![后内前])", _stay, kind="stay", hint="天晚夜宿日", also=digits + "一二两俩三四五六七八九十",
        says=(("去三天", 2), ("住一晚", 1), ("去两天住一晚", 1), ("用车5天", 4), ("住两宿", 2), ("出差两天", 1), ("三天两晚", 2), ("请一天假", 0), ("为期三日", 2), ("去庐江三日，四人", 2), ("开两天会", 1)),
        silent=("用一天", "三天后", "今晚", "第三天", "这两天", "周四五两天", "明后两天", "再过三天", "五日", "前三天", "去庐江，三日", "三日去庐江"),
    ),
    Rule("overnight", "过夜|住一宿|过一夜", always(1), kind="stay", hint="夜宿", says=(("在那边过夜", 1),), silent=("连夜回来",)),
    Rule(
        "whole_days",
        r"全天(?!不|太)|一整天|整天|全日|(?:用|要|租|包)?车?(?<![一二三四五六七八九十两第头首末\d前后每这那同某有找挑选抽择哪])一天(?!后|到晚)|(?<![上下前后大好老了])半天(?![没了才都也不还人])|(?<![上下])半日|(?<=下午)半天|(?<=上午)半天",
        _duration, kind="duration", hint="天日", also="全整一半",
        says=(("明天全天用商务车", "full_day"), ("用半天", "half_day"), ("包车一天", "full_day"), ("明天下午半天", "half_day")), silent=("三天", "第一天", "下半天", "等了半天了", "一天到晚", "头一天", "全天不算"),
    ),
    Rule(
        "duration",
        rf"(?:用车?|包车?|借车?|租车?|需要?|待|呆|停留|耽搁|逗留|占用|谈|办事|总共|一共|为期|时长|大概|大约|约|预计|估计|全程|来回|前后|开会?|要)(?:时间|时长|车)?(?:大概|大约|约|是|要|个)?:?{LENGTH}(?![后内前])"
        rf"|(?<=[，。 ]){LENGTH}(?=左右[，。]|[，。]|$)|{LENGTH}(?=左右?(?:够|足够|就行)|够了|就够|用车|的车)",
        _duration, kind="duration", hint="小钟刻hH", says=(("用车4h", 4), ("用车3小时", 3), ("用车两个半小时", 2.5), ("待两个小时", 2), ("大概用3小时", 3)), silent=("半小时后", "过半小时"),
    ),
    Rule(
        "open_departure", r"(?:出发|用车|发车|走)的?(?:时间|点)?(?:先|暂时|还|再)*(?:不定|没定|待定|未定|空着|不填)", always("depart_at"), kind="open", hint="定空填",
        says=(("出发时间先不定", "depart_at"),), silent=("出发时间定在8点",),
    ),
    Rule(
        "open_return", r"(?:返程|回程|回来|返回)的?(?:时间|点)?(?:先|就|都|也|给我)*(?:去掉|删掉|删了|取消|不要|不定|待定|未定|不填)", always("return_at"), kind="open", hint="返回",
        says=(("返程时间去掉", "return_at"), ("回程先不定", "return_at")), silent=("返程定在5点",),
    ),
)  # fmt: skip
