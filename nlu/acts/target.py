"""Which order is meant: by its number, its place in the list shown, the last one, or what is said of it.

明天去句容的那单提到七点半走 names two things: an order (the day and the place in front of 那单) and what shall be done.
`read` finds the first, reads it as a little sentence of its own and hides it, so that the slots are read from the second alone.
"""

import re
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from nlu.acts import orders
from nlu.acts.people import FAMILY, GIVEN, NO_NAME, SHORT_NAME
from nlu.frames import Vocabulary
from nlu.scene import Scene
from nlu.text import Text
from nlu.words.orders import ORDERS
from nlu.words.questions import QUESTIONS

VEHICLE = "大巴车?|中巴车?|商务车?|越野车?|轿车|小车|面包车?|皮卡|考斯特"
ORDER = (
    f"用车申请|用车单|派车单|订单|单子|申请单?|预约单?|行程单?|用车|接站|接机|送站|送机|接送|任务|{VEHICLE}|车子?|单"
)
PIECE = "单|趟|个|次|张|份|辆|台|部|条|笔|班|回|桩|档"
HEADS_MAX, WORDS_MAX, OPENING_MAX = 8, 30, 20
"""Heads looked at in a sentence; characters in front of one; characters of 把, 帮我看看 in front of these."""
HEAD = re.compile(
    rf"(?P<the>(?<![，。 了])那车(?![站牌库间型次])|(?:的|，)?[那这](?:[一两几](?=[{PIECE}]))?(?:{PIECE})(?:(?:{ORDER})子?)?)|的(?P<of>(?:[一两三四五六七八九十\d]{{1,2}}[辆台部])?(?:{ORDER}))|(?P<bare>的)(?=(?:车)?(?:再?多?加|减|改|换|推|提前|延|挪|晚|早|取消|不用了|不去了|不要了|退|撤|作废|别|几点|司机|驾驶))|(?<=[天日号一二三四五六午早上晚机站])(?P<fetch>接站|接机|送站|送机)"
)
HEADED = frozenset("那这的接送")
"""Characters of which every head has one."""
BEHIND = re.compile(
    r"$|[，。！？ ]|一样|一模|[改换推提延挪晚早加减少多调顺变取撤退删不别先批同可通驳准否压派给让由定用几多谁哪怎咋啥什为在到走开是有没还已能会要上返目出时人往再也都就安司车驾照重复补又结审进坐联号牌地日钟线途给打评的办报行需暂缓搁请麻作销停废黄吧呢啊了哈嘛呀帮我来接送批审发放原最最前后成取]"
)
OPENING = re.compile(
    r"(?:把|将|请问|请|麻烦|劳驾|帮我|帮忙|给我|我要|我想|想|要|取消|撤销|撤回|退掉|退订|作废|查一?下|查查|查询|看一?下|看下|看看|看|查下|问一?下|问下|问问|不同意|不批准?|同意|批准|通过|驳回|退回|修改|改一?下|复制一?下?|照抄|克隆|照搬|关于|那个|嗯|呃|额|哦|噢|哎|喂|先|还有|另外|就|按照?|照着?|跟|和|对了|算了|你好|您好|告诉我|想问|知道|我们?|咱们?)++"
)
WISHES = re.compile(r"(?:要|订|约|派|安排|申请|来|叫|预约|预订|借|备|需要?|用|坐)[一两]?[个辆台部]?$")
MADE = re.compile(r"(?:订|约|预约|预订|申请|提交|报|交|下|叫|派)(?:好|过|了)?$")
NOT_GOING = re.compile(r"不(?=[去到]|用去)")
"""明天不去南京了: the journey called off went to 南京."""
PAST_MAKING = re.compile(r"(?:交|提|报|提交|申请|订|约|下|填|发)(?:上去|过去|好|过|了)?的?$")
JUST_BEFORE = re.compile(r"^(?:今天|今早|早上|上午|中午|下午)+(?=刚)")
"""上午刚提交的那单: when it was made, not when it leaves."""
MAKER = re.compile(
    rf"(?P<who>{SHORT_NAME}|{NO_NAME}{FAMILY}(?:{GIVEN}){{1,2}})(?:订|约|申请|提交|报|叫|定)(?:好|过|了)?的"
)
"""小何订的 in 小何订的去海安那辆."""
LAST = re.compile(
    r"(?:刚才|刚刚|刚)(?:我)?(?:订|约|申请|提交|预约|下|报|交|发|填|那|这|一|的|个|好|过)*(?:那|这)?一?(?:[单次趟个张辆](?:车|单子?|订单|申请|用车)?|申请|订单|的车|预约|单子|(?<=[订约下报交请]的)(?=[改换推提延挪加减取撤退不，]|$))|上一?[个]?(?:[单次趟张]|订单|申请|预约|行程)(?!位)|(?:最近|最后|最新|末尾|前面)(?:的|(?:提交|提|报|申请|预约|下|订|约)的)?(?:那|这|一)+(?:[单次趟张]|个(?![周星礼月小工]))|最近的(?:订单|申请|预约|单子?|行程)|最新的(?:订单|申请|预约|单子?)"
)
THAT = re.compile(r"那(?:一)?(?:单|趟|张单子?|个(?:单子?|订单|申请|预约|行程))(?!位)")
EVERY = re.compile(
    r"(?:所有|全部)(?:的)?(?:订单|单子?|预约|行程|申请|用车|车)?|(?:都|全|统统|一起|一律|全都|通通)(?:给我)?(?:取消|撤|退|作废|删|不要)"
)
ACTING = Vocabulary(
    {
        "act": " ".join(ORDERS[k] for k in ("cancel", "drop", "hold", "change", "again", "as")),
        "verdict": "同意 批 批了 批准 可以批 可以 通过 准 准了 驳 驳了 驳回 退回 打回 拒绝 不批 不同意 不行 压一下 先压 过 行 否 否了 没问题",
        "assign": "派 派给 派车 改派 换 用 让 给 定 司机 驾驶员 安排 调 由",
        "ask": " ".join(
            QUESTIONS[k]
            for k in (
                "when",
                "who",
                "where",
                "what",
                "which",
                "how_many",
                "how_long",
                "how_much",
                "why",
                "how",
                "maybe",
                "tell",
                "approval",
                "dispatch",
                "progress",
                "near",
                "phone",
                "plate",
                "chauffeur",
            )
        ),
        "rate": " ".join(
            verb + mark + unit
            for verb in ("打", "给", "评", "打个", "给个")
            for mark in "一二两三四五12345满"
            for unit in ("分", "星", "颗星")
        ),
        "none": " ".join((ORDERS["no_change"], QUESTIONS["none"])),
    }
)
TAIL_QUESTION = re.compile(r"(?:吗|么|嘛|呢|没|没有|不|否)[啊呀呢哦]?(?:[，。！？ ]|$)|？")
DECIDING = frozenset(["approver", "dispatcher"])
"""Roles that speak of others' orders, also by who applied for them."""


class Named(NamedTuple):
    """A stretch that names an order, and what it says of it."""

    start: int
    end: int
    target: dict[str, Any]


def read(scene: Scene) -> None:
    """Put scene.slots['target'] and hide its words when the sentence does something with an order that it describes."""
    chars = scene.source.chars
    if "单" not in chars and "车" not in chars and (HEADED.isdisjoint(chars) or HEAD.search(scene.text) is None):
        return
    named = _described(scene) or _last(scene)
    if named is None:
        return
    scene.put("target", named.target, named.start, named.end, "target")
    scene.cover(named.start, named.end)
    if "depart_at" in named.target and "depart_at" not in scene.state:
        scene.lent["depart_at"] = named.target["depart_at"]


def _described(scene: Scene) -> Named | None:
    """〔day〕〔去 place〕的那单, 周四的车, 明天的接站."""
    if HEADED.isdisjoint(scene.source.chars):
        return None
    text = scene.text
    shown = [ref for ref in orders.find(scene) if ref.sort == "some"] if scene.pending else []
    for head in islice(HEAD.finditer(text), HEADS_MAX):
        if any(ref.start < head.end() and head.start() < ref.end for ref in shown):
            continue
        start = _beginning(text, head.start())
        if not _names(text, start, head) or not _is_done_with(scene, start, head):
            continue
        target = _said_of(scene, start, head)
        if target:
            return Named(start, head.end(), target)
    return None


def _last(scene: Scene) -> Named | None:
    """刚提交的那个, 上一单: hidden too, for 提交 is nothing to be done on the way."""
    found = LAST.search(scene.text)
    if found is None or not _is_done_with(scene, found.start(), found):
        return None
    return Named(*found.span(), {"which": "last"})


def _beginning(text: str, end: int) -> int:
    """Where the words in front of the head begin: behind the last stop, without 把, 取消, 帮我看看."""
    first = max(0, end - WORDS_MAX - OPENING_MAX)
    start = max(first, *(text.rfind(stop, first, end) + 1 for stop in "，。；！？:"))
    opened = OPENING.match(text, start, end)
    return opened.end() if opened else start


def _names(text: str, start: int, head: re.Match[str]) -> bool:
    """Something is said in front of the head, the head ends a phrase, and nobody asks for such a car here and now."""
    words = text[start : head.start()]
    if not words or len(words) > WORDS_MAX or BEHIND.match(text, head.end()) is None:
        return False
    if head["the"]:
        return (
            head["the"].strip("，的") not in ("那个", "这个")
            or re.match(r"(?:会|地方|时候|点|人|楼|站|局|厅|区)", text[head.end() :]) is None
        )
    return WISHES.search(text[:start]) is None and WISH_FIRST.match(words) is None and TELLS.search(words) is not None


TELLS = re.compile(
    r"[天日号周]|星期|礼拜|月|今|明|昨|早|晚|上午|下午|去|到|回|往|飞|赴|接|送|订|约|申请|预约|大巴|中巴|商务"
)
"""A day, a way or a booking: 10点40的车 is a train."""
WISH_FIRST = re.compile(r"(?:再|还)?(?:想要?|要|订|约|派|安排|申请|来|叫|预约|预订|借|需要?|用)(?!的|好|过|了|下)")


def _is_done_with(scene: Scene, start: int, head: re.Match[str]) -> bool:
    """Outside the stretch stands what is done with the order."""
    outside = f"{scene.text[:start]}，{scene.text[head.end() :]}"
    words = ACTING.find(outside)
    if (scene.role == "approver" or scene.pending) and words.has("verdict") and not TAIL_QUESTION.search(outside):
        return False  # verdicts.py reads the order together with its verdict.
    if words.has("act", "ask", "rate") or TAIL_QUESTION.search(outside):
        return True
    return scene.role == "dispatcher" and words.has("assign")


def _said_of(scene: Scene, start: int, head: re.Match[str]) -> dict[str, Any]:
    """The day, the place and the kind of vehicle that the stretch names."""
    words = scene.text[start : head.start()]
    if LAST.fullmatch(JUST_BEFORE.sub("", words) + head.group()) or LAST.match(words):
        return {}
    vehicle = re.search(VEHICLE, head.group())
    maker = MAKER.match(scene.text, start, head.start())
    slots = little(scene, maker.end() if maker else start, head.start(), "，" + vehicle.group() if vehicle else "")
    return {"applicant": maker["who"], **slots} if maker and slots else slots


def opened(text: str) -> int:
    """Where a question's matter begins: behind 我先问下."""
    found = OPENING.match(text)
    return found.end() if found else 0


def little(scene: Scene, start: int, end: int, more: str = "") -> dict[str, Any]:
    """What a stretch says of an order, read as a sentence of its own: nothing of the draft colours it."""
    words = scene.text[start:end]
    words = PAST_MAKING.sub("", words) if re.match(r"(?:今天|昨天|前天|刚才?|刚刚|上午|下午|早上)", words) else words
    words = NOT_GOING.sub("", words) + more
    part = Scene(Text(words, tuple(range(len(words)))), replace(scene.scope, slots={}, asked="", doubt=""))
    part.flags.add("may_have_begun")
    if scene.read_part is not None:
        scene.read_part(part)
    return told(part.slots)


def told(slots: dict[str, Any]) -> dict[str, Any]:
    """day, place and vehicle of slots, as a target names them."""
    target: dict[str, Any] = {}
    day = slots.get("depart_at") or slots.get("arrive_by")
    if day:
        target["depart_at"] = day
    place = slots.get("destination")
    if place and len(place) <= 16:
        target["destination"] = place
    if slots.get("vehicle_type"):
        target["vehicle_type"] = slots["vehicle_type"]
    return target


def meant(scene: Scene, *, that: bool = False) -> dict[str, Any] | None:
    """The order named outright, put into the target: read before, its number, its place in the list, the last one, all.

    that: 那单 is the last one too.
    """
    if "order_no" in scene.slots:
        scene.slots["target"] = {"order_no": scene.slots["order_no"]}
        scene.spans["target"] = scene.spans["order_no"]
    if "target" in scene.slots:
        return dict(scene.slots["target"])
    named = _made_by(scene) or _shown(scene) or _spoken(scene, that=that)
    if named is None:
        return None
    scene.put("target", named.target, named.start, named.end, "target")
    return dict(named.target)


THOSE = re.compile(f"[那这]一?(?:{PIECE})")
"""林涛那单: anybody may name another's order, with its own word."""


def _shown(scene: Scene) -> Named | None:
    """第二个, 18那单 among the orders shown; 小顾申请的那个 for who decides on others' orders."""
    value = orders.target(scene)
    if "order_no" not in value and "applicant" not in value:
        return None
    ref = next(ref for ref in orders.find(scene) if ref.sort in ("some", "target"))
    if not scene.pending and scene.role not in DECIDING and not THOSE.search(scene.text, ref.start, ref.end):
        return None
    return Named(ref.start, ref.end, value)


MADE_FOR_ME = re.compile(
    rf"(?P<who>{SHORT_NAME}|{NO_NAME}{FAMILY}(?:{GIVEN}){{1,2}})(?:同志|他们)?(?:替|帮|给|代)(?:我|我们)(?:订|约|申请|提交?|报|预约|下|叫|填)(?:好|过|了)?的(?:那|这)?(?:一)?(?:{PIECE})?"
)
"""小付替我约的那单"""
FOR_ME = re.compile("[替帮给代]我")
"""What stands in it: quicker to look for than a name."""


def _made_by(scene: Scene) -> Named | None:
    found = MADE_FOR_ME.search(scene.text) if FOR_ME.search(scene.text) else None
    return Named(*found.span(), {"applicant": found["who"]}) if found else None


def _spoken(scene: Scene, *, that: bool) -> Named | None:
    """上一单, 全部取消; a tale of what is over (上次去扬州坐了七座) names none."""
    every = EVERY.search(scene.text)
    if every:
        return Named(*every.span(), {"which": "all"})
    last = LAST.search(scene.text) or (
        THAT.search(scene.text) if that and not scene.pending and not scene.has_draft else None
    )
    if last is None or any(start <= last.start() < end for start, end in scene.bygone):
        return None
    return Named(*last.span(), {"which": "last"})
