"""Days as they are written: 12月4日, 2026-12-04, 12/4, 20261204, 4号, 1-3号, 农历八月十五, 初八."""

import re
from datetime import date, timedelta

from nlu import days
from nlu.rule import Rule, Scope
from nlu.rules.time.figures import DAY_NO, ONES, not_behind
from nlu.rules.time.when import When
from nlu.text import number

NOT_A_DAY = (
    r"(?!楼|门|线|院|厂|桥|馆|厅|会议|车|岗|井|库|路|街|地块|码头|航站|出口|出站|口|机|文|函|栋|幢|单元|室|台|桌|员|仓|基地|公馆|游|人|"
    r"坝|闸|病|宿舍|厂房|泵|点位|监|检|标|园|区|校|门岗|宾馆|住宅|信箱|电话|工地|地铁|展|单|包|位|弄|组|段|墩|公路|航|高速|[A-Za-z])"
)
MONTHS = {
    "上": -1,
    "上个": -1,
    "本": 0,
    "这": 0,
    "这个": 0,
    "当": 0,
    "下": 1,
    "下个": 1,
    "次": 1,
    "下下": 2,
    "下下个": 2,
}
REL_MONTH = r"下下个?|下个?|这个?|本|当|次"
IMPOSSIBLE = When(problem="impossible_date")
YEAR = r"(?P<y>20\d\d|[2-4]\d(?=年\d)|二[零〇]\w{2})年|(?P<ny>[今明后去来])年"
NAMED_MONTHS = {"元": 1, "正": 1, "冬": 11, "腊": 12}


def named(found: date | None, roll_days: int = 0) -> When:
    return When(day=found, roll_days=roll_days) if found else IMPOSSIBLE


def first_and_last(first: date | None, last: date | None) -> When:
    return When(day=first, until=When(day=last)) if first and last and first < last else IMPOSSIBLE


def the_year(found: re.Match[str], scope: Scope) -> int | None:
    """The year said: 2027, 27, 二零二七, 明年; None when it is left out."""
    if found["ny"]:
        return scope.now.year + {"今": 0, "明": 1, "来": 1, "后": 2, "去": -1}[found["ny"]]
    year = number(found["y"]) if found["y"] else None
    return year + 2000 if year is not None and year < 100 else year


def _full(found: re.Match[str], scope: Scope) -> When | None:
    year = the_year(found, scope)
    month, day = NAMED_MONTHS.get(found["m"]) or number(found["m"]), number(found["d"])
    if month is None or day is None:
        return None
    first = days.month_and_day(scope.now.date(), month, day) if year is None else days.real(year, month, day)
    if first is None or not found["d2"]:
        return named(first)
    last = days.real(first.year, first.month, number(found["d2"]) or 0)
    return first_and_last(first, last)


def _short(found: re.Match[str], scope: Scope) -> When | None:
    month, day = int(found["m"] or found["m2"] or found["m3"]), int(found["d"] or found["d2"] or found["d3"])
    if HOUR_DOTTED.fullmatch(found.group()) and _is_hour(scope, found, month, day):
        return None
    if found["day"] and month >= 10 and 10 <= day <= 12:
        return None  # 10-12日: from the tenth to the twelfth.
    return named(days.month_and_day(scope.now.date(), month, day)) if 1 <= month <= 12 and day else None


def _is_hour(scope: Scope, found: re.Match[str], month: int, day: int) -> bool:
    """Asked at what hour, 8.30 is one; of the way back only where no day soon after the departure is meant."""
    if scope.asked not in ("depart_time", "return_at") or CLOCK_TOO.search(found.string):
        return False
    leave = str(scope.slots.get("depart_at") or "")[:10]
    back = days.month_and_day(scope.now.date(), month, day)
    if scope.asked == "depart_time" or not leave or back is None:
        return scope.asked == "depart_time"
    return not 0 <= (back - date.fromisoformat(leave)).days <= STAY_MAX


STAY_MAX = 31
"""Days that a journey lasts at most where 11.26 is heard as its last."""
HOUR_DOTTED = re.compile(r"\d{1,2}\.[0-5]\d")
CLOCK_TOO = re.compile("[点时:]")


def _span(found: re.Match[str], scope: Scope) -> When:
    today = scope.now.date()
    first = days.month_and_day(today, int(found["m"]), int(found["d"]))
    return first_and_last(first, days.month_and_day(first or today, int(found["m2"]), int(found["d2"])))


def _iso(found: re.Match[str], scope: Scope) -> When:
    return named(days.real(int(found["y"]), int(found["m"]), int(found["d"])))


def _lunar(found: re.Match[str], scope: Scope) -> When | None:
    month = NAMED_MONTHS.get(found["m"]) or number(found["m"])
    day = number(found["d"].replace("初", ""))
    return named(days.lunar(scope.now.date(), month, day, bool(found["leap"]))) if month and day else None


def _new_year(found: re.Match[str], scope: Scope) -> When:
    """大年初三 counts from the first of the first month, 年二十八 from that of the twelfth."""
    if found["d"]:
        return named(days.lunar(scope.now.date(), 1, number(found["d"]) or 1))
    return named(days.lunar(scope.now.date(), 12, number(found["e"]) or 1))


def _of_month(found: re.Match[str], scope: Scope) -> When | None:
    day = number(found["d"])
    if not day or day > 31:
        return IMPOSSIBLE if day and day < 100 else None
    return named(days.day_of_month(scope.now.date(), day, MONTHS[found["rel"]] if found["rel"] else None))


def _pair_of_month(found: re.Match[str], scope: Scope) -> When | None:
    """1-3号, 3到5日, 8、9号: both days of one month."""
    first, last = number(found["a"]), number(found["b"])
    if not first or not last or not first < last <= 31 or (found["and"] and last != first + 1):
        return None
    start = days.day_of_month(scope.now.date(), first, MONTHS[found["rel"]] if found["rel"] else None)
    return first_and_last(start, days.real(start.year, start.month, last) if start else None)


def _of_lunar_month(found: re.Match[str], scope: Scope) -> When:
    """下月初三: of the moon's next month."""
    start = scope.now.date()
    for _ in range(MONTHS[found["rel"]]):
        start = days.lunar_day(start + timedelta(days=1), 1) or start
    return named(days.lunar_day(start, number(found["d"]) or 1))


WRITTEN: tuple[Rule, ...] = (
    Rule(
        "lunar_date",
        rf"(?:[农阴旧](?<!务.)历?(?:的)?)?(?P<leap>闰)?(?P<m>[正冬腊]|(?<=历)(?:十[一二]?|[{ONES}])|(?<=闰)[{ONES}]|(?:十[一二]?|[{ONES}])(?=月初))月(?P<d>初[{ONES}十]|[二廿三]?十[{ONES}]?|廿[{ONES}]?|[{ONES}])(?!号|日|个|点)",
        _lunar, kind="day", hint="正冬腊历闰初", also="月",
        says=(("正月初八上班", "02-13"), ("腊月二十三", "01-30"), ("农历八月十五", "09-15"), ("十一月初三", "12-11"), ("农历三月三", "04-09"), ("闰五月初三", "06-25")), silent=("正月里", "三月份", "三月三"),
    ),
    Rule(
        "full_date",
        rf"(?:(?:{YEAR})的?)?(?P<m>[\d元](?<!\d.)\d?|十[一二三四五六七八九]?|[{ONES}])月份?(?P<d>3\d|[12]\d|0?[1-9]|[二三]?十[{ONES}]?|廿[{ONES}]?|[{ONES}])(?:[日号]?(?:-{{1,2}}|~|到|至)(?P<d2>{DAY_NO})[日号](?!楼|门|线|院)|[日号](?!楼|门|线|院)|(?![\d点]|个))",
        _full, kind="day", hint="月",
        says=(("12月7日08:00用车", "12-07"), ("十二月三号下午", "12-03"), ("2027年1月5日", "01-05"), ("11月31日去溧阳", "impossible_date"), ("明年2月30号", "impossible_date"),
              ("13月1日9点去无锡", "impossible_date"), ("十三月一号", "impossible_date"), ("11月26日18点", "11-26"), ("28年1月5号", "01-05"), ("明年元月12号", "01-12"),
              ("二零二七年十月二十日", "10-20"), ("12月1-3日", "12-01..12-03"), ("9月2号到4号", "09-02..09-04"), ("2月29号", "impossible_date")),
        silent=("每月一次", "这个月去过"),
    ),
    Rule(
        "iso_date", r"(?P<y>2(?<!\d.)0[2-4]\d)(?:[-/.年](?P<m>1[0-2]|0?[1-9])[-/.月](?P<d>3[01]|[12]\d|0?[1-9])日?)(?!\d)", _iso, kind="day", hint="2",
        says=(("2026-12-04 9:00出车", "12-04"), ("2027/1/6", "01-06")), silent=("20261204001",),
    ),
    Rule(
        "compact_date", r"(?P<y>2(?<![\dA-Za-z-].)0[2-4]\d)(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?![\d\-])", _iso, kind="day", hint="2",
        says=(("20260828 09:00", "08-28"), ("20270105日", "01-05")), silent=("20261204001", "20261123-0007", "20261301"),
    ),
    Rule(
        "date_span",
        r"(?<![\d/.:-])(?P<m>1[0-2]|0?[1-9])[/.](?P<d>3[01]|[12]\d|0?[1-9])(?:-{1,2}|~|到|至)(?P<m2>1[0-2]|0?[1-9])[/.](?P<d2>3[01]|[12]\d|0?[1-9])(?![\d/.:-]|[元块公千万吨米人个点%分小])",
        _span, kind="day", hint="/.", says=(("12.1-12.3去亳州", "12-01..12-03"), ("12/30到1/2", "12-30..01-02")), silent=("12.1", "1.5-2.5小时", "1.5到2.5公里", "13.1-13.2"),
    ),
    Rule(
        "short_date",
        r"(?<![\d/.-])(?<!\d:)(?:(?P<m>1[0-2]|0?[1-9])[/.](?P<d>3[01]|[12]\d|0?[1-9])(?![\d/.:-]|[元块公千万吨米人个点%分小])(?:[日号](?!楼|线|门|院|厂|馆|室|库))?"
        r"|(?<![A-Za-z第])(?:(?P<m2>1[0-2]|0[1-9])-(?P<d2>3[01]|[12]\d|0[1-9])(?:(?P<day>[日号])(?!楼|线|门|院|厂|馆|室|库)|(?![\d/.:-]| ?[元块公千万吨米人个位名座辆台岁点时%分小日号月天层楼栋幢室#]|周(?![一二三四五六日天])))"
        r"|(?P<m3>1[0-2]|[1-9])-(?P<d3>3[01]|[12]\d|[1-9])(?= ?(?:\()?(?:周|星期|礼拜)[一二三四五六日天]| \d{1,2}:\d\d| ?[上下]午)))",
        _short, kind="day", hint="/.-",
        says=(("12/4 9:00去句容", "12-04"), ("12-04 9:00去句容", "12-04"), ("12.1上午去", "12-01"), ("改到12-01", "12-01"), ("跟上次一样，12-02", "12-02"),
              ("11-28，上午八点，三个人", "11-28"), ("11-28 8点三个人", "11-28"), ("11-28日上午", "11-28"), ("11-28号8点", "11-28"), ("11-26周四8点", "11-26"),
              ("12-7 周一 07:50", "12-07"), ("12-7上午", "12-07"), ("11.27号上午", "11-27")),
        silent=("花了12.5元", "2.5小时", "10-12点", "12-a/", "11-12人", "10-12个人", "8-9点", "3-4人", "10-12座", "13-01", "12-32", "A10-12室", "10-12号楼", "12-7"),
    ),
    Rule(
        "day_pair", rf"(?<![第路街弄巷村座楼A-Za-z\d.\-/月:])(?:(?P<rel>{REL_MONTH})月)?(?P<a>{DAY_NO})(?:[日号]?(?:-|~|到|至)|(?P<and>[、，和跟]))(?P<b>{DAY_NO})[日号]{NOT_A_DAY}", _pair_of_month, kind="day", hint="号日", also="-~到至、，和跟",
        says=(("1-3号去杭州", "12-01..12-03"), ("25到27号", "11-25..11-27"), ("28、29号", "11-28..11-29"), ("下个月3到5号", "12-03..12-05")), silent=("3号", "1-3号楼", "3、5号"),
    ),
    Rule(
        "new_year_day", rf"(?:大年|新年|年)(?:初(?P<d>[{ONES}十])(?![级年班])|(?P<e>[二廿]十?[{ONES}])(?![个天人]))", _new_year, kind="day", hint="年", also="初二廿",
        says=(("大年初六上午9点", "02-11"), ("年初三", "02-08"), ("年二十八", "02-04")), silent=("年初", "年二人"),
    ),
    Rule(
        "lunar_day_of_month", rf"(?P<rel>{REL_MONTH})月初(?P<d>[{ONES}十])(?![点号级年班个人中学位到至-])", _of_lunar_month, kind="day", hint="初", also="月",
        says=(("下月初三去宜兴", "12-11"), ("这个月初十", "12-18"), ("下个月初八上午", "12-16")), silent=("下月初", "下月初三点", "月初三个人"),
    ),
    Rule(
        "lunar_day", rf"初{not_behind('当最起年月')}(?P<d>[{ONES}十])(?![级年班个人中学位(]|学生|毕业|家长)", lambda found, scope: named(days.lunar_day(scope.now.date(), number(found["d"]) or 1)), kind="day", hint="初",
        says=(("初八早上", "12-16"),), silent=("最初三人", "初三学生", "初一(3)班", "当初一起"),
    ),
    Rule(
        "day_of_month",
        rf"(?<![第路街弄巷村座楼A-Za-z\d.\-/\ue010])(?:(?P<rel>{REL_MONTH})月的?)?(?P<d>\d{{1,2}}|[二三]十[{ONES}]?|廿[{ONES}]?|十[{ONES}]?|[{ONES}])[号日]{NOT_A_DAY}",
        _of_month, kind="day", hint="号日",
        says=(("10号上午去射阳", "12-10"), ("28号", "11-28"), ("下月三号", "12-03"), ("二十五日", "11-25"), ("35号去", "impossible_date"), ("下个月6号", "12-06")),
        silent=("3号楼", "五一路12号", "2号线", "第三号"),
    ),
)  # fmt: skip
