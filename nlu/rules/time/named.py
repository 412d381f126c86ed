"""Days by name: 明天, 周三, 下周末, 月底, 三天后, 次日; and words that name no day at all."""

import re
from datetime import date, timedelta

from nlu import days
from nlu.rule import Rule, Scope
from nlu.rules.time.dates import IMPOSSIBLE, MONTHS, named
from nlu.rules.time.figures import COUNT
from nlu.rules.time.when import When
from nlu.text import number

RELATIVE = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3, "赶明": 1}
AFTER = {"当": 0, "同": 0, "同一": 0, "次": 1, "翌": 1, "第二": 1, "隔": 1, "转": 1}
WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2, "下下下": 3}
VAGUE = When(problem="vague")
LATER_TODAY = When(problem="vague", after=0)
WEEK = r"(?:周|星期|礼拜)"
DAY = r"(?:[一二三四五六日天]|[1-7](?![\d:点人个年名位、.]))"
VAGUE_WORDS = (
    r"过(?:[两几][天日](?!后)|一阵|段时间|一段时间|些(?:天|日子|时候)|后再)|改[天日]|有空(?:的时候|时)?|有时间(?:的时候|时|的话|再)|这[两几][天日]|近期|近几[天日]|近日|最近(?!的)|回头再|待会儿?|等会儿?|"
    r"一会儿?(?<![在等]一会)(?<![在等]一会儿)(?!后|儿|去就)|晚些时候|稍后|下个?(?:周|星期|礼拜)(?![一二三四五六日天末]|[1-7](?![\d:点人个年])|的?今天|最后|第)|下个?月(?![\d一二三四五六七八九十底末初]|的?(?:今天|最后|最末|末尾|第|头一|首个|\d|[一二三]))|"
    r"月初(?<![正冬腊]月初)(?![一二三四五六七八九十](?!点|[一二]点))|月中(?!级|学|旬)|上旬|中旬|下旬|节后|年后|年前|节前|哪天|哪一天|明后[天日]|抽空|择日|隔天再说|随便哪天|几天后|[找挑选抽择][一个某]天"
)


def _relative(found: re.Match[str], scope: Scope) -> When:
    return named(scope.now.date() + timedelta(days=RELATIVE[found["d"] or found["e"] or found["g"]]))


def _both(found: re.Match[str], scope: Scope) -> When:
    """明后两天, 今明两天: from the first to the second."""
    today = scope.now.date()
    first, last = (today + timedelta(days=RELATIVE[found[word]]) for word in ("a", "b"))
    return When(day=first, until=When(day=last))


def _of_week(words: str) -> int:
    return "一二三四五六日".find(words.replace("天", "日")) + 1 or int(words)


def _weekday(found: re.Match[str], scope: Scope) -> When:
    weeks = WEEKS[found["rel"]] if found["rel"] else None
    first = days.weekday(scope.now.date(), _of_week(found["d"]), weeks)
    if not found["d2"]:
        return named(first, 7 if weeks is None else 0)
    last = first + timedelta(days=(_of_week(found["d2"]) - _of_week(found["d"])) % 7)
    return When(day=first, until=When(day=last), roll_days=7 if weeks is None else 0)


def _weekend(found: re.Match[str], scope: Scope) -> When:
    first = days.weekday(scope.now.date(), 6, WEEKS[found["rel"]] if found["rel"] else None)
    if found["d"]:
        return named(first + timedelta(days=0 if found["d"] == "六" else 1))
    return When(day=first, until=When(day=first + timedelta(days=1)) if found["both"] else None)


def _of_some_month(found: re.Match[str], scope: Scope) -> When:
    """本月最后一个周五, 下个月第二个周一, 这个月最后一天, 本月最后一个工作日."""
    today = scope.now.date()
    year, month = days.shifted(today, MONTHS[found["rel"]]) if found["rel"] else (today.year, number(found["m"]) or 0)
    if not 1 <= month <= 12:
        return IMPOSSIBLE
    year += found["rel"] is None and month < today.month
    nth = -1 if found["last"] else number(found["nth"] or "1") or 1
    if found["d"]:
        return named(days.nth_weekday(year, month, nth, _of_week(found["d"])))
    if found["work"]:
        edge = days.month_end(year, month) + timedelta(days=1) if nth < 0 else date(year, month, 1) - timedelta(days=1)
        day = days.workday(edge, -1 if nth < 0 else 1, abs(nth))
        return named(day) if day else When(problem="missing_holiday_year")
    return named(days.month_end(year, month) if nth < 0 else days.real(year, month, nth))


def _month_end(found: re.Match[str], scope: Scope) -> When:
    today = scope.now.date()
    if found["end"]:
        return named(date(today.year + (found["year"] == "明"), 12, 31))
    if found["m"]:
        month = number(found["m"]) or 12
        return named(days.month_end(today.year + (month < today.month), month)) if 1 <= month <= 12 else IMPOSSIBLE
    return named(days.end_of_month(today, MONTHS.get(found["rel"] or "本", 0)))


def _later(found: re.Match[str], scope: Scope) -> When | None:
    if found["half"]:
        return named(scope.now.date() + timedelta(days=15))
    count = number(found["n"])
    if count is None or count > 400:
        return None
    return _counted(scope, count, found["unit"])


def _weekday_later(found: re.Match[str], scope: Scope) -> When | None:
    weeks = number(found["n"])
    return named(days.weekday(scope.now.date(), _of_week(found["d"]), weeks)) if weeks and weeks < 60 else None


def _counted(scope: Scope, count: int, unit: str) -> When:
    if unit == "个月":
        year, month = days.shifted(scope.now.date(), count)
        return named(date(year, month, min(scope.now.day, days.month_end(year, month).day)))
    return named(scope.now.date() + timedelta(days=count * (1 if unit in ("天", "日") else 7)))


def _passing(found: re.Match[str], scope: Scope) -> When | None:
    """再过三天, 过5天; 过两天 is vague."""
    count = number(found["n"])
    return _counted(scope, count, found["unit"]) if count and count < 100 else None


def _same_day(found: re.Match[str], scope: Scope) -> When:
    """下周今天, 下个月的今天"""
    today = scope.now.date()
    if found["unit"] == "月":
        year, month = days.shifted(today, WEEKS[found["rel"]])
        return named(days.real(year, month, today.day))
    return named(today + timedelta(days=7 * WEEKS[found["rel"]]))


NAMED: tuple[Rule, ...] = (
    Rule(
        "same_day", r"(?P<rel>下下|下)个?(?P<unit>周|星期|礼拜|月)的?(?:今天|今日|这天|同一天)", _same_day, kind="day", hint="今这同", also="周星礼月",
        says=(("下周今天上午9点", "11-30"), ("下个月的今天", "12-23")), silent=("下周三",),
    ),
    Rule(
        "of_some_month",
        rf"(?:(?P<rel>下下个?|下个?|这个?|本|当)月|(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?)的?(?:(?P<last>(?:最后|最末|末尾)[一那]?)|第(?P<nth>[一二三四五1-5])|[头首](?:一(?=[个天]))?)个?(?:{WEEK}(?P<d>[一二三四五六日天])|(?P<work>工作日|上班日)|天)", _of_some_month, kind="day", hint="月", also="最末第头首",
        says=(("12月最后那天", "12-31"), ("本月最末一天", "11-30"), ("下个月头一个周一", "12-07"), ("下月首个工作日", "12-01"), ("这个月最后一个周五上午9点", "11-27"), ("本月最后一天", "11-30"), ("下个月第一个周一", "12-07"), ("本月最后一个工作日", "11-30"), ("12月第二个星期三", "12-09")), silent=("下个月5号", "最后一天", "本月头等大事"),
    ),
    Rule(
        "two_days", r"(?P<a>[今明后])(?<!大.)(?:天|日)?[、和]?(?P<b>[明后])(?:天|日)?(?:这|共|一共)?[两2二]天", _both, kind="day", hint="两2二", also="明后",
        says=(("明后两天，9点出发", "11-24..11-25"), ("今明两天", "11-23..11-24")), silent=("明后天", "后两天"),
    ),
    Rule(
        "passing", r"(?:再过|过|再隔)(?P<n>[3-9]|\d\d|[一三四五六七八九十]{1,3})(?P<unit>天|日(?!子)|个?星期|个?礼拜|周)(?:(?:之|以)?后)?", _passing, kind="day", hint="过隔", also="天日周星礼",
        says=(("再过三天，上午10点", "11-26"), ("过一周", "11-30"), ("过五天之后", "11-28")), silent=("过两天", "过几天"),
    ),
    Rule(
        "vague_time", VAGUE_WORDS,
        lambda found, scope: LATER_TODAY if re.match("[待等一]|晚些|稍后", found.group()) else VAGUE, kind="day", hint="过改空时这近最头会稍下初旬节年哪后抽择几中找挑选",
        says=(("过两天去趟金坛", "vague"), ("待会儿去金坛", "+0 vague"), ("下周去北京", "vague"), ("下周9点去北京", "vague"), ("有空的时候送一下", "vague"), ("最近要用车", "vague"),
              ("明后天去", "vague"), ("下旬去一趟", "vague"), ("稍后去", "+0 vague"), ("过几天要去", "vague"), ("找一天去苏州", "vague"), ("月底前挑个天", "vague")),
        silent=("下周三去北京", "下个月5号", "过两天后", "最近的车", "下个月最后一天"),
    ),
    Rule(
        "weekday_later", rf"(?P<n>{COUNT})个?{WEEK}(?:之|以)?后的?{WEEK}(?P<d>[一二三四五六日天])", _weekday_later, kind="day", hint="后", also="周星礼",
        says=(("两周后的周五上午9点", "12-11"), ("一个星期后的星期三", "12-02")), silent=("两周后",),
    ),
    Rule(
        "weekend", rf"(?P<rel>本|这|下下|下)?个?(?:周末|双休日?)(?:(?P<both>这?两天)|(?:的|那个?|，)?{WEEK}(?P<d>[六日天]))?", _weekend, kind="day", hint="末休",
        says=(("这周末去扬州", "11-28"), ("下周末", "12-05"), ("周末那个周日", "11-29"), ("这周末两天", "11-28..11-29")), silent=("周围",),
    ),
    Rule(
        "weekday",
        rf"(?P<rel>上上|上|本|这|下下下|下下|下)?个?{WEEK}(?P<d>{DAY})(?:[、和跟]?(?P<d2>[一二三四五六日天])(?=[这]?两天))?(?![岁年刊报]|日报)",
        _weekday, kind="day", hint="周期拜",
        says=(("下下周三开会", "12-09"), ("周五上午", "11-27"), ("这周五", "11-27"), ("下个礼拜天", "12-06"), ("下周三", "12-02"), ("星期2", "11-24"), ("下周四五两天", "12-03..12-04")),
        silent=("周岁", "周总来了"),
    ),
    Rule(
        "month_end", r"(?:(?P<end>(?P<year>[今明])?年底)|(?:(?P<rel>下下|下|本|这|当)个?)?(?:(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?|月)(?:底|末)(?:那天|最后一天)?)",
        _month_end, kind="day", hint="底末",
        says=(("月底下午2点", "11-30"), ("下个月底", "12-31"), ("12月底", "12-31"), ("年底前", "12-31")), silent=("海底世界", "周末"),
    ),
    Rule(
        "days_later",
        rf"(?:(?P<half>半个月)|(?P<n>{COUNT})(?P<unit>天|日|个星期|星期|个?礼拜|周|个月))(?:(?:之|以|过)?后)",
        _later, kind="day", hint="后", also="日周星礼月一二两三四五六七八九十俩0123456789半",
        says=(("三天后", "11-26"), ("两周后", "12-07"), ("五天之后", "11-28"), ("一个月以后", "12-23")), silent=("后三天", "两天半"),
    ),
    Rule(
        "relative_day",
        r"(?P<d>赶明|大后|大前|今|明|后|昨|前)(?:天(?!后宫)|日(?!报)|儿个?|个儿?(?=[早上下晚中一去，]))|(?P<g>[今明])(?<![\u4e00-\u9fff].)(?=(?:\d{1,2}|[一二两三四五六七八九十]{1,3})[点:](?!心|评))|(?P<e>[今明后昨](?<![然之以过最随先午饭班向往落靠].))(?:朝(?!阳|天)|(?=早|晚(?!报)|晨|夜|上午|下午|中午|午))",
        _relative, kind="day", hint="今明后昨前",
        says=(("大后天8点", "11-26"), ("明8点去", "11-24"), ("明早8点三人去无锡", "11-24"), ("今晚", "11-23"), ("昨天那单", "11-22"), ("明朝下半天", "11-24"), ("后儿上午", "11-25"), ("今夜", "11-23")),
        silent=("今年", "最后", "前面", "明朝阳区", "说明8点半前交", "明3人"),
    ),
    Rule(
        "day_after",
        r"(?P<d>同一|当|同|次|翌|隔|转)(?:天|日)|(?P<e>第二)[天日]|(?P<f>当)(?=晚|夜)",
        lambda found, scope: When(after=AFTER[found["d"] or found["e"] or found["f"]]), kind="day", hint="当同次翌隔转第", also="天日晚夜",
        says=(("当天来回", "+0"), ("第二天上午回", "+1"), ("次日回", "+1"), ("同一天", "+0")), silent=("第三天",),
    ),
)  # fmt: skip
