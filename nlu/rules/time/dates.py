"""Days: relative, weekdays, days of the month, holidays, the lunar calendar."""

import re
from datetime import date, timedelta

from nlu import days
from nlu.rule import Rule, Scope
from nlu.rules.time.when import When
from nlu.text import number

N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
NOT_A_DAY = (
    r"(?!楼|门|线|院|厂|桥|馆|厅|会议|车|岗|井|库|路|街|地块|码头|航站|出口|出站|口|机|文|函|栋|单元|室|台|桌|员|仓|基地|公馆|游|人|"
    r"坝|闸|病|宿舍|厂房|泵|点位|监|检|标|园|区|校|门岗|宾馆|住宅|信箱|电话|工地|地铁|展)"
)
NOT_A_FEAST = r"(?!路|街|广场|新村|村|公园|大道|中学|小学|桥|宾馆|饭店|大厦|农场|镇|商场|工程|水库|小区|社区|号|点|时|月|分|[一二三四五六七八九\d])"
RELATIVE = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
AFTER = {"当": 0, "同": 0, "次": 1, "翌": 1, "第二": 1, "隔": 1, "转": 1}
WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2, "下下下": 3}
MONTHS = {"上": -1, "本": 0, "这": 0, "当": 0, "下": 1, "次": 1, "下下": 2}
IMPOSSIBLE = When(problem="impossible_date")
VAGUE = When(problem="vague")
LATER_TODAY = When(problem="vague", after=0)


def _day(found: date | None, roll_days: int = 0) -> When:
    return When(day=found, roll_days=roll_days) if found else IMPOSSIBLE


def _full(found: re.Match[str], scope: Scope) -> When | None:
    year = int(found["y"]) if found["y"] else None
    if found["ny"]:
        year = scope.now.year + {"今": 0, "明": 1, "后": 2, "去": -1}[found["ny"]]
    month, day = number(found["m"]), number(found["d"])
    if month is None or day is None:
        return None
    if year is None:
        return _day(days.month_and_day(scope.now.date(), month, day))
    return _day(days.real(year, month, day))


def _short(found: re.Match[str], scope: Scope) -> When | None:
    month, day = int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
    if found["day"] and month >= 10 and 10 <= day <= 12:
        return None  # 10-12日: from the tenth to the twelfth.
    return _day(days.month_and_day(scope.now.date(), month, day)) if 1 <= month <= 12 and day else None


def _iso(found: re.Match[str], scope: Scope) -> When:
    return _day(days.real(int(found["y"]), int(found["m"]), int(found["d"])))


def _lunar(found: re.Match[str], scope: Scope) -> When | None:
    names = {"正": 1, "冬": 11, "腊": 12}
    month = names.get(found["m"]) or number(found["m"])
    day = number(found["d"].replace("初", ""))
    return _day(days.lunar(scope.now.date(), month, day)) if month and day else None


def _feast(found: re.Match[str], scope: Scope) -> When | None:
    today = scope.now.date()
    year = {"今": today.year, "明": today.year + 1, "": None}[found["ny"] or ""]
    day = days.holiday(today, found["name"], year)
    if day is None:
        return IMPOSSIBLE
    if found["nth"]:
        return _day(day + timedelta(days=(number(found["nth"]) or 1) - 1))
    return _day(day + timedelta(days={"前一天": -1, "前夕": -1, "后一天": 1, "第二天": 1}.get(found["rel"] or "", 0)))


def _weekday(found: re.Match[str], scope: Scope) -> When:
    day = "一二三四五六日".find(found["d"].replace("天", "日")) + 1 or int(found["d"] if found["d"].isdigit() else 7)
    weeks = WEEKS[found["rel"]] if found["rel"] else None
    return _day(days.weekday(scope.now.date(), day, weeks), 7 if weeks is None else 0)


def _weekend(found: re.Match[str], scope: Scope) -> When:
    return _day(days.weekday(scope.now.date(), 6, WEEKS[found["rel"]] if found["rel"] else None))


def _of_month(found: re.Match[str], scope: Scope) -> When | None:
    day = number(found["d"])
    if not day or day > 31:
        return IMPOSSIBLE if day and day < 100 else None
    return _day(days.day_of_month(scope.now.date(), day, MONTHS[found["rel"]] if found["rel"] else None))


def _month_end(found: re.Match[str], scope: Scope) -> When:
    today = scope.now.date()
    if found["year"]:
        return _day(date(today.year + (found["year"] == "明"), 12, 31))
    if found["m"]:
        month = number(found["m"]) or 12
        return _day(days.month_end(today.year + (month < today.month), month)) if 1 <= month <= 12 else IMPOSSIBLE
    return _day(days.end_of_month(today, MONTHS.get(found["rel"] or "本", 0)))


def _relative(found: re.Match[str], scope: Scope) -> When:
    return _day(scope.now.date() + timedelta(days=RELATIVE[found["d"] or found["e"]]))


def _later(found: re.Match[str], scope: Scope) -> When | None:
    count = number(found["n"])
    if count is None or count > 400:
        return None
    if found["unit"] == "个月":
        months = scope.now.year * 12 + scope.now.month - 1 + count
        last = days.month_end(months // 12, months % 12 + 1)
        return _day(last.replace(day=min(scope.now.day, last.day)))
    return _day(scope.now.date() + timedelta(days=count * (1 if found["unit"] in ("天", "日") else 7)))


def _workday(found: re.Match[str], scope: Scope) -> When:
    day = days.next_workday(scope.now.date())
    return _day(day) if day else VAGUE


DAYS: tuple[Rule, ...] = (
    Rule(
        "vague_time",
        r"过[两几]天(?!后)|过一阵|过段时间|改天|有空(?:的时候|时)?|有时间(?:的时候|时)|这[两几]天|近期|回头再|待会儿?|等会儿?|"
        r"一会儿(?!后)|晚些时候|下(?:个?(?:周|星期|礼拜))(?![一二三四五六日天末]|[1-7](?![\d:点人个年]))|下个?月(?![\d一二三四五六七八九十底末])|"
        r"(?<![正冬腊])月初(?![一二三四五六七八九十])|月中(?!级|学|旬)|节后|年后|哪天|过些(?:天|日子)|明后[天日]|抽空|择日",
        lambda found, scope: LATER_TODAY if re.match("[待等一]|晚些", found.group()) else VAGUE,
        kind="day", says=(("过两天去趟金坛", "vague"), ("待会儿去金坛", "+0 vague"), ("下周去北京", "vague"), ("下周9点去北京", "vague"), ("有空的时候送一下", "vague")),
        silent=("下周三去北京", "下个月5号", "过两天后"),
    ),
    Rule(
        "full_date",
        r"(?:(?P<y>20\d\d)年|(?P<ny>[今明后去])年)?(?P<m>(?<!\d)\d{1,2}|十[一二三四五六七八九]?|[一二三四五六七八九])月份?"
        r"(?P<d>3\d|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:[日号](?!楼|门|线|院)|(?![\d点]))",
        _full, kind="day", hint="月",
        says=(("12月7日08:00用车", "12-07"), ("十二月三号下午", "12-03"), ("2027年1月5日", "01-05"), ("11月31日去溧阳", "impossible_date"),
              ("明年2月30号", "impossible_date"), ("13月1日9点去无锡", "impossible_date"), ("十三月一号", "impossible_date"), ("11月26日18点", "11-26")),
        silent=("每月一次", "这个月去过"),
    ),
    Rule(
        "iso_date", r"(?<!\d)(?P<y>20[2-4]\d)[-/.年](?P<m>1[0-2]|0?[1-9])[-/.月](?P<d>3[01]|[12]\d|0?[1-9])日?(?!\d)", _iso, kind="day",
        says=(("2026-12-04 9:00出车", "12-04"), ("2027/1/6", "01-06")), silent=("20261204001",),
    ),
    Rule(
        "short_date",
        r"(?<![\d/.-])(?<!\d:)(?:(?P<m>1[0-2]|0?[1-9])[/.](?P<d>3[01]|[12]\d|0?[1-9])(?![\d/.:-]|[元块公千万吨米人个点%分小])"
        r"|(?<![A-Za-z第])(?P<m2>1[0-2]|0[1-9])-(?P<d2>3[01]|[12]\d|0[1-9])(?:(?P<day>[日号])(?!楼|线|门|院|厂|馆|室|库)|(?![\d/.:-]| ?[元块公千万吨米人个位名座辆台岁点时%分小日号月天层楼栋幢室#]|周(?![一二三四五六日天]))))",
        _short, kind="day", hint="/.-",
        says=(("12/4 9:00去句容", "12-04"), ("12-04 9:00去句容", "12-04"), ("12.1上午去", "12-01"), ("改到12-01", "12-01"), ("跟上次一样，12-02", "12-02"),
              ("11-28，上午八点，三个人", "11-28"), ("11-28 8点三个人", "11-28"), ("11-28日上午", "11-28"), ("11-28号8点", "11-28"), ("11-26周四8点", "11-26")),
        silent=("花了12.5元", "2.5小时", "10-12点", "12-a/", "11-12人", "10-12个人", "8-9点", "3-4人", "10-12座", "13-01", "12-32", "A10-12室", "10-12号楼"),
    ),
    Rule(
        "lunar_date",
        r"(?:农历|阴历)?(?P<m>正|冬|腊|十[一二]?|[一二三四五六七八九])月(?P<d>初[一二三四五六七八九十]|(?:[二廿]?十?|廿)[一二三四五六七八九十])(?!号|日|个)",
        _lunar, kind="day", hint="月",
        says=(("正月初八上班", "02-13"), ("腊月二十三", "01-30"), ("农历八月十五", "09-15")), silent=("正月里", "三月份"),
    ),
    Rule(
        "new_year_day", r"(?:大年|新年|年)(?P<d>初[一二三四五六七八九十])", lambda found, scope: _day(days.lunar(scope.now.date(), 1, number(found["d"][1:]) or 1)),
        kind="day", hint="初", says=(("大年初六上午9点", "02-11"),), silent=("年初",),
    ),
    Rule(
        "holiday",
        r"(?:(?P<ny>[今明])年)?(?P<name>" + "|".join(days.NAMES) + r")(?:节|假期)?" + NOT_A_FEAST
        + r"(?:期间|的)?(?:第(?P<nth>[一二三四五六七八1-8])天|(?P<rel>前一天|前夕|后一天|当天|那天))?",
        _feast, kind="day",
        says=(("元旦第二天去如东", "01-02"), ("冬至上午", "12-22"), ("国庆节前一天", "09-30"), ("除夕值班", "02-05")),
        silent=("五一路12号", "国庆路口", "八一公园", "十一点", "五四青年广场"[:2] + "路"),
    ),
    Rule(
        "weekday",
        r"(?P<rel>上上|上|本|这|下下下|下下|下)?个?(?:周|星期|礼拜)(?P<d>[一二三四五六日天]|[1-7](?![\d:点人个年]))(?!岁|年|刊|报)",
        _weekday, kind="day", hint="周期拜",
        says=(("下下周三开会", "12-09"), ("周五上午", "11-27"), ("这周五", "11-27"), ("下个礼拜天", "12-06"), ("下周三", "12-02"),
              ("星期2", "11-24")),
        silent=("周岁", "周总来了"),
    ),
    Rule(
        "weekend", r"(?P<rel>本|这|下)?个?周末", _weekend, kind="day", hint="末",
        says=(("这周末去扬州", "11-28"), ("下周末", "12-05")), silent=("周围",),
    ),
    Rule(
        "month_end", r"(?:(?P<year>[今明])?年底|(?:(?P<rel>下下|下|本|这|当)个?)?(?:(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月|月)(?:底|末)(?:最后一天)?)",
        _month_end, kind="day", hint="底末",
        says=(("月底下午2点", "11-30"), ("下个月底", "12-31"), ("12月底", "12-31")), silent=("海底世界", "周末"),
    ),
    Rule(
        "day_of_month",
        r"(?<![第路街弄巷村座楼A-Za-z\d.\-/])(?:(?P<rel>下下|下|本|这|当|次)个?月)?"
        r"(?P<d>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日]" + NOT_A_DAY,
        _of_month, kind="day", hint="号日",
        says=(("10号上午去射阳", "12-10"), ("28号", "11-28"), ("下月三号", "12-03"), ("二十五日", "11-25"), ("35号去", "impossible_date")),
        silent=("3号楼", "五一路12号", "2号线", "第三号"),
    ),
    Rule(
        "days_later",
        r"(?:再?过)?(?P<n>" + N + r")(?P<unit>天|日|个星期|星期|个?礼拜|周|个月)(?:(?:之|以|过)?后)",
        _later, kind="day", hint="后",
        says=(("三天后", "11-26"), ("两周后", "12-07"), ("过五天之后", "11-28")), silent=("后三天", "两天半"),
    ),
    Rule(
        "next_workday", r"下(?:一)?个?工作日|(?:节后|假后)?上班第一天", _workday, kind="day",
        says=(("下个工作日上午9点", "11-24"),), silent=("工作日志",),
    ),
    Rule(
        "relative_day",
        r"(?P<d>大后|大前|今|明|后|昨|前)(?:天(?!后宫)|日(?!报)|儿个?)|(?P<e>今|明|后|昨)(?=早|晚(?!报)|晨|夜|上午|下午|中午|午)",
        _relative, kind="day", hint="今明后昨前",
        says=(("大后天8点", "11-26"), ("明早8点三人去无锡", "11-24"), ("今晚", "11-23"), ("昨天那单", "11-22")), silent=("今年", "最后", "前面"),
    ),
    Rule(
        "day_after",
        r"(?P<d>当|同|次|翌|隔|转)(?:天|日)|(?P<e>第二)天|(?P<f>当)(?=晚|夜)",
        lambda found, scope: When(after=AFTER[found["d"] or found["e"] or found["f"]]), kind="day", hint="天日晚夜",
        says=(("当天来回", "+0"), ("第二天上午回", "+1"), ("次日回", "+1")), silent=("第三天",),
    ),
)  # fmt: skip
