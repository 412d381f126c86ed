"""Words that a correction strikes out: 是三位不是两位, 不是去常熟是去常州, 哪里是去江宁啊，我说的江浦.

What is struck is read by nobody; it only tells which slot of the draft is meant.  Times keep their own way of taking
back (nlu/rules/time/repair.py), for there the words struck lend the day: 不是明天8点，是9点.
"""

import re

from nlu.rule import Rule, Rules, Scope, read_all
from nlu.scene import Scene

TIMELY = "[点时号日周月年刻]|礼拜|星期|[今明后前]天|早|晚|上午|下午|中午|现在"
GOING = "去|到|从|在|往|坐|用|要|走"
ENDING = r"[哦啊呀嘛呢吧哈啦了]*(?=$|[，。！? ])"


def _words(found: re.Match[str], scope: Scope) -> str | None:
    """The words struck, without the word of motion before them; None when they are no value."""
    words = re.sub(rf"^(?:{GOING})(?=..)", "", found["old"])
    return words if words and not UNSAID.match(words) else None


def _known(found: re.Match[str], scope: Scope) -> str | None:
    """The words before 改 when the draft holds them: 中巴改商务车, 调研改开会."""
    old = found["old"]
    return (
        old if any(str(scope.slots.get(slot) or "").startswith(old) for slot in ("vehicle_type", "purpose")) else None
    )


def _second(found: re.Match[str], scope: Scope) -> str | None:
    """The time that would do too, where one is said before it: 九点，十点也行."""
    return found["old"] if re.search(CLOCK, found.string[max(0, found.start() - NEAR) : found.start()]) else None


def _in_draft(found: re.Match[str], scope: Scope) -> str | None:
    return found["old"] if scope.slots else None


def _told(found: re.Match[str], scope: Scope) -> str | None:
    """The time or the while that a reason names, where the point comes with a day of its own, or a draft has the day."""
    return found["old"] if scope.slots or DAY.search(found["point"]) else None


DAY = re.compile("[今明后]天|周|星期|礼拜|[号日]")


NEAR = 12
CLOCK = r"(?:(?:下下|下|这|本)?(?:周|星期|礼拜)[一二三四五六日天]|[今明后]天|\d{1,2}[点号日](?:半|\d{1,2}分?)?|[一二两三四五六七八九十]{1,3}[点号](?:半|[一三]刻)?|[上下中]午|早上|晚上|[一二两三四五六\d]个半?(?:小时|钟头))"
COUNT = r"[一二两三四五六七八九十\d]{1,3}(?:个人?|位|人|名)"
UNSAID = re.compile("不|没|说|我[这那]|这[个样]|那[个样]|因为|很|太")

RULES = Rules((
    Rule("struck_after", rf"(?:(?<=[是去到成为换])|^)(?:(?!不是)[^，。！]){{1,14}}?，?(?:而)?(?<!是)(?:不是|并非)(?P<old>[^，。！?是不\ue000-\uf8ff]{{1,12}}?){ENDING}(?!，?(?:而)?是)", _words, says=(("是三位不是两位哦", "两位"), ("应该是常州北站，不是常州站", "常州站"), ("是去江阴不是靖江", "靖江"), ("日期搞错了，是后天不是明天", "明天")), silent=("不是8点是9点", "是不是明天", "我不是这个意思", "不是不同意"), hint="非是"),
    Rule("struck_before", rf"(?<!是)(?:不是|并非)(?P<old>(?:(?!{TIMELY})[^，。！?是不\d\ue000-\uf8ff]){{1,12}}?)[哦啊呀噢嘛了，]*(?:而)?(?:是|应该是)(?!不)", _words, says=(("人不是五个哦是六个", "五个"), ("不是去常熟是去常州", "常熟")), silent=("不是8点是9点", "不是明天是后天", "是不是南京", "不是我说你"), hint="非是"),
    Rule("struck_question", rf"(?:(?:哪里|哪儿)(?:是|说|要)|谁说(?:要|是)?|什么时候说)(?P<old>(?:{GOING})[^，。！?]{{2,10}}?|{COUNT})[啊呀了嘛]*[，。?！](?=[^，。]{{0,2}}(?:我[说讲要是们的]|是|应该|明明))", _words, says=(("哪里是去江宁啊，我说的江浦", "江宁"), ("谁说三个人，明明是四个", "三个人")), silent=("哪里去领车，我在门口",), hint="哪谁什"),
    Rule("struck_pair", r"(?:^|(?<=[，。！；、 把]))(?P<old>[^，。！？、 \d改换变]{2,12})(?:改|换|变)(?=[^，。！？ 一])", _known, says=(("中巴改商务车", "中巴", {"vehicle_type": "中巴"}),), silent=("会场改在市委", "中巴改商务车"), hint="改换变"),
    Rule("struck_reason", rf"(?:说|讲|通知|预报|报)[^，。！？]{{0,6}}?(?P<old>{CLOCK}{{1,3}})[^，。！？]{{0,8}}，(?=(?P<point>(?:那|所以|就)[^，。]{{0,6}}?{CLOCK}))", _told, says=(("预报说周四有大雪，那就周三去吧", "周四"), ("天气预报说明天有雨，那后天去溧阳吧", "明天")), silent=("通知说九点开会，那八点走",), hint="说讲知报", also="那所就"),
    Rule("struck_not_needed", rf"(?<=，)(?:不用|不必|不要|用不着|没必要|别|无需)(?:再|等到?|到|那么[早晚]|[约定订]|是){{0,2}}(?P<old>{CLOCK}{{1,3}})(?:走|出发|回|来|到)?了?{ENDING}", _in_draft, says=(("九点走，不用八点半", "八点半", {"depart_at": "2026-11-24T08:30:00+08:00"}),), silent=("两点出发就行，不用一点半",), hint="用必要别需着"),
    Rule("struck_second_best", rf"(?<=，)(?:或者?)?(?P<old>{CLOCK}{{1,3}})(?:走|出发|回|来|到)?(?:也|都)(?:行|可以|成|好|没问题|来得及){ENDING}", _second, says=(("九点，十点也行", "十点"),), silent=("那就，十点也行",), hint="也都"),
    Rule("struck_unfit", r"(?:从|在|到)(?P<old>[^，。！？不\ue000-\uf8ff]{2,10}?)(?:走|出发|上车|集合|等)?(?:不行|不方便|不合适|不顺路|太远|太绕|太堵|太偏|停不了车|不好停车?)了?，(?=(?:就|还是|那就|要不|得)?(?:改成?|换成?)?[从在到])", _words, says=(("从家里走不行，从单位走", "家里"), ("在北门上车不方便，改到南门", "北门")), silent=("从家里走，从单位回", "到南京太远，明天去"), hint="从在到"),
    Rule("struck_written", r"(?:写|填|打|说|讲|记|弄|搞|报|选|看|听|约|订)成(?:了|是)?(?P<old>[^，。！？]{1,12}?)了?[啦呢呀]?，(?=(?:其实|实际|实际上)?(?:应该|应当|应是|应为|是(?!不)|不是|改))", _words, says=(("写成出差了，应该是走访慰问", "出差"), ("人数填成三个了，应该是五个", "三个")), silent=("写成材料了，明天去", "他听成明天了"), hint="成"),
    Rule("struck_put_off", "(?:人数|时间|钟点|事由|电话|几个人|多少人|几点走?)(?:我|就)?(?P<old>待会儿?|等会儿?|等下|晚点|晚些|一会儿?|回头|稍后|过会儿?)(?=再?(?:报|告诉|发|给|说|通知|补|填|定))", lambda found, scope: found["old"], says=(("从发改委大楼走，人数待会儿报你", "待会儿"), ("时间晚点再定", "晚点")), silent=("待会儿走", "时间晚点没事"), hint="待等晚回稍过一"),
    Rule("struck_nobody", "(?P<old>一个人?)(?=[也都](?:不|没))", lambda found, scope: found["old"], says=(("一个人也不接了，直达", "一个人"), ("一个都不去", "一个")), silent=("一个人去", "我一个人也去"), hint="也都"),
))  # fmt: skip


def read(scene: Scene) -> None:
    """Hides what is struck and keeps its words on the scene."""
    for mark in read_all(RULES, scene.free, scene.scope):
        scene.struck.append(str(mark.value))
        start = scene.free.index(mark.value, mark.start)
        scene.cover(start, start + len(mark.value))
