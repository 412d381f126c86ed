"""Hours: clocks as they are written and said, and ranges and leeways of hours."""

import re

from nlu.rule import HIDDEN, Rule, Scope
from nlu.rules.time.figures import HOUR, MINUTE, QUARTERS, C, not_behind
from nlu.rules.time.when import When
from nlu.text import number

PAIRS = {
    "一二": 1, "两三": 2, "二三": 2, "三四": 3, "四五": 4, "五六": 5, "六七": 6, "七八": 7, "八九": 8, "九十": 9, "十来": 10, "十一二": 11, "十一十二": 11,
}  # fmt: skip
OTHER = not_behind(r"\d.第月:/\-年A-Za-z〔")
SAID = HOUR.replace("(?:", not_behind(r"\d.第月") + r"(?<!\d:.)(?:", 1)
NOT_MINUTES = r"(?![个人位名辆台座口几点:元块号日月年层楼室]|[来多][个号位人名])"
NOT_A_CLOCK = r"(?!建议|意见|要求|说明|原因|几|水|钱|心|评|名|菜|子|燃|击|赞|缀|数|滴|儿|点滴)"
SPELL = r"时(?!段|间|候|期|代|效|空|长|光|差|速|刻表|节|隔|令|机|常|髦|事|尚|钟|而|不时|好时坏|半会)"
ABOUT = r"(?:左右|上下|许|来钟|多钟|钟|光景|样子|前后(?![勤巷街村桥路])|多|出头)?"
ONE_AFTER = ("左右", "前", "之前", "以前", "出发", "集合", "走", "到", "去", "从", "开")
MORE = tuple("早晚多快慢大小高低远近好差有些宽全靠前后")
LITTLE = ("也", "都", "不", "没", "儿", "点")
ONE_BEFORE = re.compile(
    rf"(?:^|[午晨上天间里日号约概在到至成是为于从周，。、 :~{HIDDEN}-]|[午饭]后|[期拜周][一二三四五六日天末]|差不多)$"
)


def _clock(found: re.Match[str], scope: Scope) -> When | None:
    hour = number(found["h"])
    if hour is not None and hour > 24 and LEAVES.match(found.string, found.end()):
        return When(problem="impossible_date")  # 25点走
    if hour is None or hour > 24 or not _is_hour(found):
        return None
    minute = 0
    if found["half"]:
        minute = 30
    elif found["quarter"]:
        minute = QUARTERS[found["quarter"]]
    elif found["m"]:
        minute = number(found["m"]) or 0
    if found["less"]:
        return _before_the_hour(hour, QUARTERS[found["lq"]] if found["lq"] else number(found["lm"]) or 0)
    return When(hour=hour, minute=minute, exact=hour > 12 or hour == 0)


LEAVES = re.compile("$|[，。]|走|出发|去|到|集合|上车|动身|从|用车")


def _is_hour(found: re.Match[str]) -> bool:
    """一点 is a little of something unless the words around it speak of time; 一时 is a while."""
    if found["h"] != "一" or any(found[piece] for piece in ("half", "quarter", "m", "less", "sharp")):
        return True
    text, end = found.string, found.end("unit")
    if found["unit"] != "点":
        return text[max(found.start() - 2, 0) : found.start()] in ("下午", "凌晨", "中午")
    if text[found.start() - 2 : found.start()] in ("午后", "饭后"):
        return True
    if text.startswith(LITTLE, end) or (
        text[found.start() - 1 : found.start()] in MORE and text[found.start() - 2 : found.start() - 1] != HIDDEN
    ):
        return False
    return ONE_BEFORE.search(text[max(found.start() - 3, 0) : found.start()]) is not None or text.startswith(
        ONE_AFTER, end
    )


def _before_the_hour(hour: int, early: int) -> When | None:
    return When(hour=(hour - 1) % 24, minute=60 - early, exact=hour > 13) if 0 < early < 60 else None


def _to_the_hour(found: re.Match[str], scope: Scope) -> When | None:
    hour = number(found["h"])
    early = QUARTERS[found["q"]] if found["q"] else number(found["m"]) or 0
    return _before_the_hour(hour, early) if hour and hour <= 24 else None


def _digits(found: re.Match[str], scope: Scope) -> When | None:
    hour, minute = int(found["h"]), int(found["m"])
    if hour > 24:
        return None
    return When(hour=hour, minute=minute, exact=hour > 12 or hour == 0 or found["h"][0] == "0")


def _four(found: re.Match[str], scope: Scope) -> When | None:
    """Any minute where a verb follows or the hour has its nought; else only round ones: 1437 alone is a number."""
    if found["m"][1] not in "05" and found["h"][0] != "0" and found["verb"] is None:
        return None
    return _digits(found, scope)


def _pair(found: re.Match[str], scope: Scope) -> When | None:
    half = 30 if found["half"] else 0
    if found["pair"]:
        first = PAIRS[found["pair"]]
        last = first if found["pair"] == "十来" else first + 1
        return When(
            hour=first,
            minute=half,
            until=When(hour=last, minute=half) if last > first else None,
            is_window=last > first,
        )
    first_, last_ = number(found["a"]), number(found["b"])
    if first_ is None or last_ is None or not first_ < last_ <= 24:
        return None
    return When(hour=first_, until=When(hour=last_, minute=half), is_window=True)


def _range(found: re.Match[str], scope: Scope) -> When | None:
    first, last = number(found["a"]), number(found["b"])
    if first is None or last is None or max(first, last) > 24:
        return None
    until = When(hour=last, minute=30 if found["half"] else 0, exact=last > 12)
    return When(hour=first, minute=30 if found["ahalf"] else 0, exact=first > 12 or first == 0, until=until)


CLOCKS: tuple[Rule, ...] = (
    Rule(
        "to_the_hour", rf"[差欠](?:(?P<q>[一1])刻钟?|(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})分钟?)[到就]?(?P<h>{HOUR})[点时]钟?", _to_the_hour, kind="clock", hint="差欠",
        says=(("差十分九点", "08:50"), ("差一刻8点", "07:45"), ("差5分钟到两点", "01:55")), silent=("差不多九点", "差十分"),
    ),
    Rule(
        "clock_window",
        rf"(?:(?P<pair>{'|'.join(sorted(PAIRS, key=len, reverse=True))})|(?P<a>{HOUR}){not_behind('0-9')}[、，](?P<b>1\d|\d|十[一二]?|[二三四五六七八九]))点(?P<half>半)?钟?(?!\d)",
        _pair, kind="clock", hint="点", also="、，" + "".join(pair[1] for pair in PAIRS),
        says=(("七八点都行", "07:00~08:00"), ("8、9点", "08:00~09:00"), ("两三点", "02:00~03:00"), ("十来点", "10:00"), ("九十点钟", "09:00~10:00")),
        silent=("二十点", "十一点", "八点"),
    ),
    Rule(
        "clock_range", rf"(?<![点{C}])(?P<a>{SAID})(?P<ahalf>半)?(?:-|~|到|至|--)(?P<b>{HOUR})(?:点钟?|时(?!间|候|段))(?P<half>半)?(?!\d)", _range, kind="clock", hint="-~到至", also="点时",
        says=(("9-11点", "09:00..11:00"), ("九到十一点半", "09:00..11:30"), ("14至16时", "14:00..16:00")), silent=("9点", "10-12人", "9点到11点"),
    ),
    Rule(
        "clock",
        rf"(?P<h>{SAID})(?P<unit>点|{SPELL}){NOT_A_CLOCK}(?P<sharp>钟)?:?(?:(?P<half>半)|过?(?P<quarter>[一二三123])刻钟?|[整正]|过?(?P<m>(?:{MINUTE}|[1-9一二三四五六七八九](?=分(?!之))){NOT_MINUTES})分?"
        rf"|(?P<less>[差欠](?:(?P<lq>[一1])刻钟?|(?P<lm>\d{{1,2}}|[五十]{{1,2}})分钟?)))?{ABOUT}",
        _clock, kind="clock", hint="点时",
        says=(("两点半", "02:30"), ("明早8点三人", "08:00"), ("三点一刻", "03:15"), ("十四点零五分", "14:05"), ("8点10个人", "08:00"), ("8点40集合", "08:40"),
              ("晚八点二十", "08:20"), ("九点二十五，一个人", "09:25"), ("18时30分", "18:30"), ("九点十五人", "09:00"), ("3点过一刻", "03:15"), ("八点过五分", "08:05"),
              ("三点差五分", "02:55"), ("14时三人去", "14:00"), ("下午一点去", "01:00"), ("午后一点有个会", "01:00"), ("一点半", "01:30"), ("6点前后回", "06:00"), ("9点都要去", "09:00"), ("7点40四个人", "07:40"), ("九点二十3人", "09:20"), ("二十三点", "23:00")),
        silent=("早一点", "两点建议", "一点也不", "地点", "3小时", "八佰伴", "写全一点：宿迁", "快一点", "一时半会", "大一点的车", "靠后一点", "第三点", "晚一点走"),
    ),
    Rule(
        "digit_clock", rf"(?<![\d.])(?<!\d:)(?P<h>\d(?:(?<=[012])\d)?):(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:])分?{ABOUT}", _digits, kind="clock", hint=":",
        says=(("07:30", "07:30"), ("14:05到", "14:05"), ("9:30左右", "09:30")), silent=("比分1:200", "29:10"),
    ),
    Rule(
        "dot_clock", r"(?<![\d.:/])(?P<h>\d(?:(?<=[012])\d)?)\.(?P<m>[0-5]\d)(?![\d.元块公万米吨%个人]|小时)", _digits, kind="clock", hint=".",
        says=(("上午9.00去东海", "09:00"),), silent=("35.50元", "3.14159"),
    ),
    Rule(
        "four_digits", rf"(?P<h>[012]{OTHER}(?:(?<=[01])\d|(?<=2)[0-3]))(?P<m>[0-5]\d)(?![\d年.元公座号人米室房会楼个块份只吨\-])(?:(?P<verb>)(?=出发|走|到|开|起飞|落地|发车|集合|回|前|之前|的|上车))?", _four, kind="clock", hint="012",
        says=(("明天0830从局里走", "08:30"), ("1430出发", "14:30"), ("1437到", "14:37"), ("0847", "08:47")), silent=("2026年", "13600001234", "1400人", "1437"),
    ),
)  # fmt: skip
