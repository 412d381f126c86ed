"""Hours: clocks, parts of the day, offsets from now."""

import re
from datetime import datetime, timedelta

from nlu.rule import HIDDEN, Rule, Scope, always
from nlu.rules.time.when import When
from nlu.text import number

H = r"(?:2[0-4]|1\d|0?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
M = r"(?:[0-5]\d|[零][一二三四五六七八九\d]|[二三四五]?十[一二三四五六七八九]?)"
NOT_MINUTES = r"(?![\d一二三四五六七八九十个人位名辆台座口多几点:]|来个)"
NOT_A_CLOCK = r"(?!建议|意见|要求|说明|原因|几|水|都|也|儿|钱|心|评|名|菜)"
PAIRS = {
    "一二": 1,
    "两三": 2,
    "二三": 2,
    "三四": 3,
    "四五": 4,
    "五六": 5,
    "六七": 6,
    "七八": 7,
    "八九": 8,
    "九十": 9,
    "十一二": 11,
    "十一十二": 11,
}
QUARTERS = {"一": 15, "1": 15, "二": 30, "两": 30, "2": 30, "三": 45, "3": 45}
PARTS = (
    ("dawn", "凌晨|拂晓|天不亮|天没亮"),
    ("night", "半夜|深夜|午夜|后半夜"),
    ("noon", "中午|正午|晌午|午间|午餐时"),
    ("afternoon", "午饭后|吃过午饭|吃完午饭|饭后|午后|下午|午休后|下昼"),
    ("evening", "下班后|下了班|傍晚|晚上|夜里|夜间|晚间|晚饭后|天黑后|入夜|收工后"),
    ("morning", "一大早|大清早|大早上|清早|一早|清晨|早上|早晨|早间|上午|上班后|早饭后|一上班|晨间|早高峰"),
)  # fmt: skip


def _clock(found: re.Match[str], scope: Scope) -> When | None:
    hour = number(found["h"])
    if hour is None or hour > 24:
        return None
    minute = 0
    if found["half"]:
        minute = 30
    elif found["quarter"]:
        minute = QUARTERS[found["quarter"]]
    elif found["m"]:
        minute = number(found["m"]) or 0
    if found["less"]:
        hour, minute = (
            hour - 1,
            60 - (QUARTERS[found["lq"]] if found["lq"] else number(found["less"].strip("差分刻")) or 0),
        )
    return When(hour=hour, minute=minute, exact=hour > 12 or hour == 0)


def _to_the_hour(found: re.Match[str], scope: Scope) -> When | None:
    hour = number(found["h"])
    early = QUARTERS[found["q"]] if found["q"] else number(found["m"]) or 0
    return When(hour=hour - 1, minute=60 - early, exact=hour > 13) if hour and 0 < early < 60 else None


def _digits(found: re.Match[str], scope: Scope) -> When:
    hour, minute = int(found["h"]), int(found["m"])
    return When(
        hour=hour, minute=minute, exact=hour > 12 or hour == 0 or (len(found["h"]) == 2 and found["h"][0] == "0")
    )


def _pair(found: re.Match[str], scope: Scope) -> When | None:
    if found["pair"]:
        first = PAIRS[found["pair"]]
        return When(hour=first, to_hour=first + 1, minute=30 if found["half"] else 0)
    first_, last = number(found["a"]), number(found["b"])
    return When(hour=first_, to_hour=last) if first_ is not None and last is not None and first_ < last else None


def _offset(found: re.Match[str], scope: Scope) -> When | None:
    if not (found["past"] or found["pre"]):
        return None
    minutes = length_min(found["length"])
    return When(at=_minute(scope) + timedelta(minutes=minutes)) if minutes else None


def length_min(words: str) -> int:
    """Minutes in 一个半小时, 两小时二十分钟, 三刻钟, 半小时, 40分钟; 0 when there is no length in it."""
    total = 0.0
    for found in re.finditer(
        r"(?P<n>半|\d+(?:\.\d)?|[一二两三四五六七八九十]+)(?P<half>个半)?个?(?P<unit>小时|钟头|刻钟|分钟|分|刻)(?P<tail>半)?",
        words,
    ):
        count = (
            0.5 if found["n"] == "半" else float(found["n"]) if "." in found["n"] else float(number(found["n"]) or 0)
        )
        count += 0.5 if found["half"] or found["tail"] else 0
        total += count * {"小时": 60, "钟头": 60, "刻钟": 15, "刻": 15}.get(found["unit"], 1)
    return round(total)


def _minute(scope: Scope) -> datetime:
    return scope.now.replace(second=0, microsecond=0)


LENGTH = (
    r"(?:(?:半|\d+(?:\.\d)?|[一二两三四五六七八九十]+)(?:个半)?个?(?:小时|钟头)(?:半)?(?:零?(?:\d+|[一二三四五六七八九十]+)分钟?)?"
    r"|(?:\d+|[一二两三四五六七八九十]+)(?:分钟|刻钟)|[一二三]刻(?=[后前，。]|$))"
)
OFFSETS: tuple[Rule, ...] = (
    Rule(
        "offset", r"(?P<pre>再过|过)?(?P<length>" + LENGTH + r")(?P<past>(?:之|以|过)?后|(?:之|以)?内)?", _offset, kind="clock", hint="时头分刻",
        says=(("半小时后从局里走", "11-23 10:30"), ("一个半小时后", "11-23 11:30"), ("再过20分钟", "11-23 10:20"), ("两个钟头之后", "11-23 12:00"),
              ("一小时二十分钟后", "11-23 11:20"), ("2.5小时后", "11-23 12:30")),
        silent=("用车3小时", "提前半小时到"),
    ),
    Rule(
        "now", r"马上|现在(?!在)|立刻|立即|即刻|这就|尽快|赶紧|此刻|眼下", lambda found, scope: When(at=_minute(scope), is_now=True), kind="clock",
        says=(("马上要车", "11-23 10:00"), ("现在去防汛办", "11-23 10:00")), silent=("明天要车", "车现在在哪"),
    ),
)  # fmt: skip
CLOCKS: tuple[Rule, ...] = (
    Rule(
        "to_the_hour", r"差(?:(?P<q>[一1])刻|(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})分钟?)到?(?P<h>" + H + r")[点时]钟?", _to_the_hour, kind="clock", hint="差",
        says=(("差十分九点", "08:50"), ("差一刻8点", "07:45")), silent=("差不多九点",),
    ),
    Rule(
        "clock_window",
        r"(?:(?P<pair>" + "|".join(sorted(PAIRS, key=len, reverse=True)) + r")|(?<!\d)(?P<a>1?\d|[一二两三四五六七八九十])[、](?P<b>1\d|\d|十[一二]?|[二三四五六七八九]))点(?P<half>半)?钟?(?!\d)",
        _pair, kind="clock", hint="点", says=(("七八点都行", "07:00~08:00"), ("8、9点", "08:00~09:00"), ("两三点", "02:00~03:00")),
        silent=("二十点", "十一点", "八点"),
    ),
    Rule(
        "clock",
        r"(?<![\d.第月])(?<!\d:)(?!(?<=[早晚多快少慢有差大小高低远近好])一点)(?P<h>" + H + r")(?:点钟?|时(?=" + M + r"|[半整许正，。 去到从出前]|$|左右|" + HIDDEN + r"))" + NOT_A_CLOCK
        + r":?(?:(?P<half>半)|(?P<quarter>[一二三123])刻|[整正]|过?(?P<m>(?:" + M + r"|[1-9一二三四五六七八九](?=分))" + NOT_MINUTES
        + r")分?|(?P<less>差(?:(?P<lq>[一])刻|(?:\d{1,2}|[五十]{1,2})分)))?(?:左右|上下|许|来钟|多钟|钟)?",
        _clock, kind="clock", hint="点时",
        says=(("两点半", "02:30"), ("明早8点三人", "08:00"), ("三点一刻", "03:15"), ("十四点零五分", "14:05"), ("8点10个人", "08:00"),
              ("8点40集合", "08:40"), ("晚八点二十", "08:20"), ("九点二十五，一个人", "09:25"), ("18时30分", "18:30"), ("九点十五人", "09:00")),
        silent=("早一点", "两点建议", "一点也不", "地点", "3小时", "八佰伴"),
    ),
    Rule(
        "late_one", r"(?<=早上|中午|下午|半夜|凌晨)一点(?P<half>半)?|(?<=早|晚)十一点(?P<b>半)?",
        lambda found, scope: When(hour=1 if found.group().startswith("一") else 11, minute=30 if found["half"] or found["b"] else 0), kind="clock",
        hint="点", says=(("早十一点", "11:00"),), silent=("一点",),
    ),
    Rule(
        "digit_clock", r"(?<![\d.])(?<!\d:)(?P<h>[01]?\d|2[0-4])(?::)(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:])", _digits, kind="clock", hint=":",
        says=(("07:30", "07:30"), ("14:05到", "14:05")), silent=("比分1:200",),
    ),
    Rule(
        "dot_clock", r"(?<![\d.:/])(?P<h>1?\d|2[0-3]|0\d)\.(?P<m>[0-5]\d)(?![\d.元块公万米吨%]|小时)", _digits, kind="clock", hint=".",
        says=(("上午9.00去东海", "09:00"),), silent=("35.50元",),
    ),
    Rule(
        "four_digits", r"(?<![\d.\-年/A-Za-z:〔])(?P<h>[01]\d|2[0-3])(?P<m>[0-5][05])(?![\d年.元公座人号米])", _digits, kind="clock",
        says=(("明天0830从局里走", "08:30"), ("1430出发", "14:30")), silent=("2026年", "13600001234", "1400人"),
    ),
    *(
        Rule(part, rf"(?:{words})(?!茶|饭|报|间操|餐)", always(When(part=part)), kind="part",
             says=((words.split("|")[0] + "走", part),), silent=("明天走", "晚一点"))
        for part, words in PARTS
    ),
    Rule(
        "short_part", rf"(?:(?<={HIDDEN})(?P<a>[早晚晨夜])(?!点|些|会|到|了)|(?<![提最推延])(?P<b>[早晚夜])(?={HIDDEN}))",
        lambda found, scope: When(part="evening" if (found["a"] or found["b"]) in "晚夜" else "morning"), kind="part", hint="早晚晨夜",
        says=(("\ue000晚\ue000", "evening"),), silent=("晚点走",),
    ),
)  # fmt: skip
