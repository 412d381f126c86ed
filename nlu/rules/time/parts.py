"""Parts of the day, and times counted from now."""

import re
from datetime import datetime, timedelta

from nlu.rule import HIDDEN, Rule, Scope
from nlu.rules.time.figures import LENGTH, length_min
from nlu.rules.time.when import When

PARTS = {
    "dawn": "凌晨 拂晓 天不亮 天没亮 天还没亮 天蒙蒙亮 破晓",
    "night": "半夜 深夜 午夜 后半夜 子夜 大半夜 三更半夜 夜半 半夜里",
    "noon": "中午 正午 晌午 午间 午餐时 午饭时 大中午 中饭时 吃午饭时",
    "afternoon": "中午饭后 午饭后 吃过午饭 吃完午饭 吃过中饭 吃完中饭 中饭后 饭后 午后 下午 午休后 午觉后 午睡后 下昼 下半天 下半日 下半晌 后半晌 后晌",
    "evening": "下班后 下班之后 下班以后 下了班 下班时 傍晚 晚上 夜里 夜间 晚间 夜晚 晚饭后 吃过晚饭 吃完晚饭 晚饭时 天黑后 天黑以后 天黑了 入夜 收工后 黄昏 擦黑 夜头 夜里厢 晚上头",
    "morning": "一大早 大清早 一清早 大早上 大早 清早 一早 赶早 清晨 早上 早晨 早间 上午 上班后 上班时 一上班 刚上班 早饭后 吃过早饭 吃完早饭 晨间 早高峰 上半天 上半日 上半晌 头晌 上昼 天亮后 天一亮 天刚亮 早上头",
}  # fmt: skip
PART_OF = {word: part for part, words in PARTS.items() for word in words.split()}
NOW = "马上 现在 立刻 立即 立马 即刻 这就 尽快 赶紧 赶快 火速 此刻 眼下 这会儿 即时"
GOING = "去(?!不|了|哪)|走(?!不|了)|出发|前往|赴|到(?!哪|什么|了|处|期|底|底)|派|用(?!不|完)|送|接(?!到|了|待)|从|来(?!不|了|的)|过去|过来|回|动身|启程|上车|安排|叫|要|急需|需要?|赶|往|起(?!来)|跑|带|拉|出车|订|约|有急|有个急"


def _part(found: re.Match[str], scope: Scope) -> When:
    return When(part=PART_OF[found["part"]])


def _after_meal(found: re.Match[str], scope: Scope) -> When:
    """吃完饭去: after the midday meal, where no other is named."""
    return When(part={"早": "morning", "晚": "evening"}.get((found["when"] or "")[:1], "afternoon"))


def _minute(scope: Scope) -> datetime:
    return scope.now.replace(second=0, microsecond=0)


def _offset(found: re.Match[str], scope: Scope) -> When | None:
    minutes = length_min(found["length"])
    return When(at=_minute(scope) + timedelta(minutes=minutes)) if minutes else None


OFFSETS: tuple[Rule, ...] = (
    Rule(
        "offset", rf"(?P<length>{LENGTH})(?:(?:之|以|过)?后|(?:之|以)?内)(?:的(?=[上下]))?", _offset, kind="clock", hint="时头分刻钟hm",
        says=(("半小时后从局里走", "11-23 10:30"), ("一个半小时后", "11-23 11:30"), ("两个钟头之后", "11-23 12:00"), ("一小时二十分钟后", "11-23 11:20"),
              ("2.5小时后", "11-23 12:30"), ("一刻钟后", "11-23 10:15"), ("俩小时后", "11-23 12:00"), ("30min后", "11-23 10:30"), ("半个多小时以后", "11-23 10:30")),
        silent=("用车3小时", "提前半小时到"),
    ),
    Rule(
        "in_a_while", rf"(?:再过|再有|再等|隔|过)(?:个)?(?P<length>{LENGTH})(?:(?:之|以)?后)?", _offset, kind="clock", hint="过有等隔",
        says=(("再过20分钟", "11-23 10:20"), ("再过半个钟头", "11-23 10:30"), ("过一刻钟", "11-23 10:15")), silent=("再过两天", "用车3小时"),
    ),
    Rule(
        "now", rf"(?<![到至等比])(?:{NOW.replace(' ', '|')})(?=(?:就|请|麻烦|帮我|给我|我们?|想|得|能不能|能否|可否|可不可以|能|可以|有|急着|[,，。！\s])*(?:{GOING})|[，。！]|$)", lambda found, scope: When(at=_minute(scope), is_now=True),
        kind="clock", hint="马现立即这尽赶火此眼",
        says=(("马上要车", "11-23 10:00"), ("现在去防汛办", "11-23 10:00"), ("现在就走", "11-23 10:00"), ("尽快派车", "11-23 10:00"), ("现在能不能来辆车", "11-23 10:00"), ("现在", "11-23 10:00")),
        silent=("明天要车", "车现在在哪", "等到现在人影都没有", "现在是七个", "赶紧换一辆", "现在时间紧"),
    ),
)  # fmt: skip
PARTS_OF_DAY: tuple[Rule, ...] = (
    Rule(
        "after_a_meal", r"(?P<when>早上|早晨|中午|晚上)?吃[完过了好]饭(?:了|以后|之后|后)?(?=，?(?:我们?|咱们?|再|就|想|要|得|直接|马上){0,3}(?:去|走|出发|到|过去|从|赴|动身|回))", _after_meal, kind="part", hint="饭", also="吃",
        says=(("吃完饭去武进看现场", "afternoon"), ("中午吃完饭走", "afternoon"), ("晚上吃过饭再去", "evening"), ("早上吃了饭就出发", "morning")), silent=("吃完饭再看", "吃饭去", "刚吃完饭"),
    ),
    Rule(
        "part_of_day", rf"(?P<part>{'|'.join(sorted(PART_OF, key=len, reverse=True))})(?!茶|饭|报|间操|餐|新闻|路|市场|景|校|班|宵|好(?:[啊呀哈吗，。！!]|$))", _part, kind="part", hint="早晚午夜晨班亮晌昼饭天上下黑黄工晓高",
        says=tuple((f"{word}走", part) for word, part in PART_OF.items()), silent=("明天走", "晚一点", "下午茶", "早上好，"),
    ),
    Rule(
        "meridiem", rf" ?(?:(?<={HIDDEN})|(?<={HIDDEN} ))[AaPp]\.?[Mm]\.?(?![A-Za-z])|[AaPp][Mm] ?(?={HIDDEN})", lambda found, scope: When(part="morning" if found.group().strip()[0] in "Aa" else "afternoon"),
        kind="part", hint="AaPp", also="Mm", says=((f"{HIDDEN}am去", "morning"), (f"PM{HIDDEN}", "afternoon")), silent=("AM去", "pm"),
    ),
    Rule(
        "short_part", rf"[早晚晨夜](?:(?<={HIDDEN}.)(?!点(?!到)|些|会|到|了|高峰)|(?<![提最推延尽更稍].)(?={HIDDEN}))",
        lambda found, scope: When(part="evening" if found.group() in "晚夜" else "morning"), kind="part", hint="早晚晨夜",
        says=((f"{HIDDEN}晚{HIDDEN}", "evening"), (f"{HIDDEN}早", "morning")), silent=("晚点走",),
    ),
)  # fmt: skip
