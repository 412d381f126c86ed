"""Holidays, solar terms, and the working days around them.  A year whose days off are not yet published is asked about."""

import re
from datetime import date, timedelta

from nlu import days
from nlu.rule import Rule, Scope
from nlu.rules.time.dates import named
from nlu.rules.time.named import VAGUE
from nlu.rules.time.when import When
from nlu.text import number

UNPUBLISHED = When(problem="missing_holiday_year")
NOT_A_FEAST = r"(?!(?!三天|[两二四五六七八2-8]天(?!后)|次日)(?:路|街|广场|新村|村|公园|大道|中学|小学|桥|宾馆|饭店|大厦|农场|镇|商场|联欢|晚会|木|山村|山庄|工程|水库|小区|社区|号|日|点|时|月|分|[个人位名座辆台天次]))"
FEAST = rf"(?P<name>{'|'.join(days.NAMES)})(?:{'|'.join(n for n in days.NAMES if n.endswith('节'))}|国庆)?(?:节日|节|[小长]?假期?)?"
NTH = r"的?(?:第(?P<nth>[一二三四五六七八1-8])天|(?P<days>[两二三四五六七八2-8])天(?!后)|(?P<rel>前一[天日夜晚]|前夕|前夜|头一天|后一[天日]|第二天|次日|当[天日]|那[天日]))?"
COMMON = "一二三四五六七八九十日年月上下大小中夜元半前天平"
OFF = "|".join(sorted(days.DAYS_OFF_OF, key=len, reverse=True))
NUMERALS = frozenset("零一二三四五六七八九十0123456789")
HOUR_NEXT = re.compile(r"一早|一大早|\d{1,2}[:点]|\d{4}|[一二三四五六七八九十]{1,3}点")
BEHIND = "周期拜第月点时零一二三四五六七八九十廿0123456789"
"""What makes 五一 a part of something else: 周五一早, 二十一, 第六一."""


def _sign(name: str) -> str:
    """A character by which a sentence without this name is mostly told."""
    return next((char for char in name if char not in COMMON), name[1])


def _is_free(found: re.Match[str]) -> bool:
    """五一, 八一, 十一 are days only where no numeral stands beside them: not 周五一早, 五一二, 二十一; but 五一8点.
    有大雪 tells the weather."""
    if found["name"].endswith("雪") and found.string[: found.start("name")].endswith(("有", "下", "场")):
        return False
    if found["name"][0] not in "三五六七八十":
        return True
    start, end, text = found.start("name"), found.end("name"), found.string
    return (start == 0 or text[start - 1] not in BEHIND) and (
        text[end : end + 1] not in NUMERALS or HOUR_NEXT.match(text, end) is not None
    )


def _feast(found: re.Match[str], scope: Scope) -> When | None:
    if not _is_free(found):
        return None
    today = scope.now.date()
    year = {"今": today.year, "明": today.year + 1}.get(found.groupdict().get("ny") or "")
    day = days.holiday(today, found["name"], year)
    if day is None:
        return named(None)
    if found["nth"]:
        return named(day + timedelta(days=(number(found["nth"]) or 1) - 1))
    if found["days"]:
        return When(day=day, until=When(day=day + timedelta(days=(number(found["days"]) or 1) - 1)))
    return named(day + timedelta(days={"前": -1, "后": 1, "次": 1, "第": 1}.get((found["rel"] or " ")[0], 0)))


def _day_off(found: re.Match[str], scope: Scope) -> When | None:
    """国庆放假第一天, 春节假期最后一天, 清明放假前一天."""
    if not _is_free(found):
        return None
    span = days.days_off(scope.now.date(), found["name"])
    if span is None:
        return UNPUBLISHED
    if found["before"]:
        return named(span[0] - timedelta(days=1))
    if found["last"]:
        return named(span[1])
    day = span[0] + timedelta(days=(number(found["nth"]) or 1) - 1)
    return named(day if day <= span[1] else None)


def _worked(found: re.Match[str], scope: Scope) -> When | None:
    """节后第一个工作日, 国庆前最后一天, 春节后上班第一天, 下个工作日, 三个工作日后."""
    today, name = scope.now.date(), found["name"]
    if name and not _is_free(found):
        return None
    if not name and not found["feast"]:
        return _as_published(days.workday(today, 1, number(found["n"]) or 1 if found["n"] else 1))
    if name and name not in days.DAYS_OFF_OF:
        eve = days.holiday(today, name)
        return _as_published(days.workday(eve, -1 if found["side"] == "前" else 1)) if eve else VAGUE
    span = days.days_off(today, name) if name else days.next_days_off(today)
    eve = (
        days.holiday(today, name) if span is None and name and found["side"] == "前" and found["what"] == "天" else None
    )
    if span is None:
        return named(eve - timedelta(days=1)) if eve else UNPUBLISHED
    if found["side"] == "前":
        return named(span[0] - timedelta(days=1)) if found["what"] == "天" else _as_published(days.workday(span[0], -1))
    return _as_published(days.workday(span[1], 1))


def _as_published(day: date | None) -> When:
    return named(day) if day else UNPUBLISHED


def _made_up(found: re.Match[str], scope: Scope) -> When | None:
    """调休上班那天: the next day at a weekend that is worked; two of one holiday are asked about."""
    name = found["name"] or ""
    found_days = days.made_up(scope.now.date(), name)
    if name:
        if not found_days:
            return UNPUBLISHED
        return named(found_days[0]) if len(found_days) == 1 else VAGUE
    if not found_days:
        days.is_published(scope.now.date() + timedelta(days=60))
        return UNPUBLISHED
    return named(found_days[0])


FEASTS: tuple[Rule, ...] = (
    Rule(
        "made_up_day", rf"(?P<name>{OFF})?(?:节|假期)?的?(?:调休|补班|调班|补上班|串休)(?:上班|补班)?(?:的?那一?[天日]|当[天日])", _made_up, kind="day", hint="调补串",
        says=(("调休上班那天上午9点", "missing_holiday_year"),), silent=("明天补班", "10月10号"),
    ),
    Rule(
        "working_day",
        rf"(?:(?P<name>{OFF}|{'|'.join(sorted(days.LUNAR, key=len, reverse=True))}|圣诞)(?:节|假期|放假|长假)?(?:过|放假|结束|完)?(?:之|以)?|(?P<feast>节|假|长假|放假))(?P<side>[前后])的?(?:上班)?(?:的?(?:第一|头一?|首|最后一?)个?|首个?)(?P<what>工作日|上班日|天)(?:上班)?"
        rf"|下(?:一)?个?工作日|(?P<n>[一二两三四五六七八九十\d]{{1,2}})个工作日(?:之|以)?后|(?:上班|收假)第一天",
        _worked, kind="day", hint="工班末后前首收", also="工天班", says=(("下个工作日上午9点", "11-24"), ("三个工作日后", "11-26"), ("元旦节后第一个工作日", "missing_holiday_year"), ("节前最后一天", "missing_holiday_year")), silent=("工作日志", "国庆第二天", "工作日"),
    ),
    Rule(
        "day_off", rf"(?P<name>{OFF})(?:节)?(?:小?长?假期?|放假|假期)的?(?:第(?P<nth>[一二三四五六七八九1-9])天|(?P<last>最后一天)|(?P<before>前一[天日]|的?前夕))", _day_off, kind="day", hint="假",
        says=(("元旦假期第二天", "missing_holiday_year"),), silent=("元旦第二天", "请假第二天"),
    ),
    Rule(
        "feast_time", rf"(?P<name>{OFF})(?:节)?(?:小?长?假期?)?(?:期间|前后|[前后](?![一]?[天日夜第最首头]|夕|的|上班|面|往))", lambda found, scope: VAGUE if _is_free(found) else None, kind="day", hint="期前后", also="旦春过除大清五劳端中国十",
        says=(("国庆期间去北京", "vague"), ("春节前去一趟", "vague"), ("清明前后", "vague")), silent=("国庆前一天", "元旦第二天"),
    ),
    Rule(
        "holiday_of_year", rf"(?P<ny>[今明])年的?{FEAST}{NOT_A_FEAST}{NTH}", _feast, kind="day", hint="年", also="今明",
        says=(("明年元旦上午", "01-01"), ("今年冬至", "12-22"), ("明年清明节前一天", "04-04")), silent=("明年五一路改造", "元旦"),
    ),
    Rule(
        "holiday", rf"{FEAST}{NOT_A_FEAST}{NTH}", _feast, kind="day", hint="".join(_sign(name) for name in days.NAMES), also="".join(name[0] for name in days.NAMES),
        says=(("元旦第二天去如东", "01-02"), ("冬至上午", "12-22"), ("国庆节前一天", "09-30"), ("除夕值班", "02-05"), ("八一建军节上午9点", "08-01"), ("六一儿童节早上", "06-01"),
              ("龙抬头上午9点", "03-09"), ("元旦三天我不在", "01-01..01-03"), ("立冬次日8点", "11-08"), ("父亲节", "06-20"), ("冬至十点四十五", "12-22"), ("五一八点去", "05-01"), ("十一 8:00", "10-01")),
        silent=("五一路12号", "国庆路口", "八一公园", "十一点", "五四路", "周五一早", "周六一大早", "十一个人", "二十一", "五一二", "八一三"),
    ),
)  # fmt: skip
