"""What drivers say of their trips."""

import re

from nlu.rule import Rule, Scope
from nlu.rules.place import clean
from nlu.rules.words import EXPENSE
from nlu.scene import Scene
from nlu.text import number

TROUBLE = r"爆胎|抛锚|熄火|打不着火?|趴窝|追尾|刮擦|剐蹭|剐了|撞[了上车]|碰撞|事故|漏油|漏水|水温(?:过)?高|开锅|冒烟|没电了?|亏电|刹车(?:失灵|有问题|不灵|异响)|异响|胎压(?:低|报警)|轮胎(?:扎了|瘪了|没气|坏了)|扎胎|故障灯亮|发动机(?:故障|有问题|坏了|异响)?|变速箱(?:故障|坏了)?|空调坏了|油用完了|没油了"


def _intent(found: re.Match[str], scope: Scope) -> str:
    return str(found.lastgroup)


def _row(intent: str, words: str, *says: str, silent: tuple[str, ...] = (), name: str = "") -> Rule:
    return Rule(
        name or f"driver_{intent}",
        f"(?P<{intent}>{words})",
        _intent,
        says=tuple((s, intent) for s in says),
        silent=silent,
        kind="driver",
    )


ODOMETER = re.compile(
    r"(?:里程表?|公里数?|表显|码表|路码|表数|表底|读数|总里程|仪表|表)(?:数|是|为|显示|:|，| |到了)*(?P<a>\d{3,7})|(?P<b>\d{4,7}) ?(?:公里|km|KM|码)|(?<!\d)(?P<c>\d{5,6})(?![\d\-点号])"
)
DRIVER: tuple[Rule, ...] = (
    _row("query", r"在哪接|哪里接|几点(?:出发|接|走|去)|电话(?:是)?多少|怎么联系|接谁|有(?:没有)?(?:任务|单)|今天.*任务|明天.*(?:任务|单子?吗|几单)|几个人\?|导航|地址(?:是|在哪)|多少钱|批了吗", "明天几点出发？", silent=("出发了",)),
    _row("delay", r"前[面方][^，]{0,6}(?:事故|车祸|追尾)|堵(?:车|住|死|得|在)", "前面出事故堵住了", silent=("出事故了",), name="driver_jam"),
    _row("noshow", r"(?:没|未|没有)(?:能)?(?:接到|见到|看到|看见|等到|找到)(?:人|客|乘客|领导|对方|他|她)?|接不到|等不到人|没人(?:来|上车|出现|应)|人(?:没|没有|不)(?:来|在|出现|见)|(?:乘客|客人|对方)(?:没来|未到|没到|没出现|不来|一直没|联系不上|不接电话|没下来|爽约)|找不到(?:人|乘客|客人)|不见人|空跑|放鸽子", "没接到人，等了四十分钟", "乘客一直没来", silent=("接到人了",)),
    _row("breakdown", rf"故障|车(?:子|辆)?坏|坏(?:了|在)|{TROUBLE}|动不了|走不了了|开不动|车(?:子)?(?:出)?(?:了)?(?:点)?(?:问题|毛病|状况)", "爆胎了动不了", "车坏在锡宜高速", silent=("出发了",)),
    _row("delay", r"堵|还没到|没到呢|晚(?:点|到|几分钟|\d|[一二三四五十半])|迟(?:到|\d|[一二三四五十半])|赶不[到上及]|来不及|耽误|延误|要等(?:会|一)|封路|修路|绕路|绕行|还(?:要|得|需|有)[^，]{0,4}(?:分钟|小时|刻钟|公里)|慢一?点到|红灯|走走停停|大雾|缓行", "还没到呢，堵在高架上", "路上堵车，晚十分钟到", silent=("到了",)),
    _row("decline", r"拒单|接不了|不接(?!电)|不能接|去不了|拒绝|跑不了|不能去|没法(?:去|接|跑|出)|不想[接去跑]|来不了|出不了车|不去|换(?:个)?(?:人|司机|师傅)|派别人|给别人|我请假|我(?:身体)?不(?:舒服|方便)|时间冲突|冲突|排不开|开不了", "这单我接不了，孩子发烧", silent=("接单",)),
    _row("aboard", r"(?<![没未])上车了?(?!点)|(?<![没未])接到(?:人|客|乘客|领导|了|他|对方|专家|\d|[一二两三四五六])|接上(?:人|了|客)|人(?:都)?(?:到)?齐了?|(?:都|已)上来了|客人(?:在|都在)车上|都上了", "接到人了", "客人已上车", silent=("没接到人",)),
    _row("back", r"回(?:到)?(?:车场|场|车库|库|单位了|基地|停车场|队|来了|局里了)|收车|入库|交车|已回|还车|停回", "回来了 里程48210", "车已入库", silent=("返程了",)),
    _row("return", r"返程|返回|往回[走开赶]|回程|回去了|开始回|在回来的路|准备回|往(?:单位|家)[走开]", "开始返程", silent=("回场",)),
    _row("finish", r"完成|任务结束|行程结束|结束了?|送完|(?:已|都)?送到(?:了|位|目的地|地方)?|已?送达|下车了|已下车|都下(?:车)?了|跑完|完事|搞定了|办完|收工", "送到了", "任务完成", "客人都下车了", silent=("出发",)),
    _row("arrive", r"(?<!还没)(?<!快)(?<!没)(?:到达|已经?到|到了|到位|到楼下|到门口|抵达|到上车点|到地方|到指定|我到|车到|到.{2,10}了$|在.{1,8}等(?:着|了|候)?|在楼下)", "我到楼下了", "已到达", silent=("还没到呢",)),
    _row("depart", r"出发|走了|动身|出车|发车|上路|在路上|开出|去接了|在去的路|往那边[走开]|启程|出门了|开始走|起步|出来了", "走了", "已经出发", silent=("到了",)),
    _row("accept", r"接单|^接了?$|我?接了|收到|好的?|明白|可以|没问题|^行|OK|ok|接受|知道了|确认|能去|我去|了解|得嘞|晓得|遵命|没事|保证|准时", "收到", "好的，没问题", silent=("堵车",)),
)  # fmt: skip
PLACE_OF_TROUBLE = re.compile(r"(?:在|停在|坏在|到)(?!路上|半路)(?P<p>[^，。！？\s]{2,20})")
REASON_OF_TROUBLE = re.compile(TROUBLE)
WHY_NOT = re.compile(
    r"(?:理由|原因|因为|由于)(?:是|为|:)?(?P<a>[^。]+)|(?:接不了|不接|去不了|来不了|拒单|拒绝|跑不了|不能去|出不了车|不能接|没法[去接跑])(?:了|这单|单)?[，。 ]+(?P<b>[^。]+)|^(?P<c>[^，]{2,}?)[，](?:.{0,4})(?:接不了|不接|去不了|来不了|跑不了|不能去|没法|出不了车|不能接)"
)
NOT_YET = re.compile(r"(?:还|都)(?:没|未)(?:有)?(?:出发|走|上车|接到|动身|完成|回)")


def read(scene: Scene) -> str | None:
    """The intent of a driver's sentence with its slots, or None when it is no report."""
    text = re.sub(r"加了?(\d+)(?:块钱?|元)的?油", r"加油\1元", scene.text)
    spent = list(EXPENSE.marks(text, scene.scope))
    if spent and not re.search(r"多少|怎么报|能报", text):
        scene.put("expenses", [m.value for m in spent], spent[0].start, spent[-1].end, "expense")
        return "expense" if not re.search("回场|收车|入库", text) else _with_odometer(scene, "back")
    if re.search(r"[吗？]$|多少|怎么", text) and not DRIVER[0].pattern.search(text):
        return None
    if NOT_YET.search(text):
        return "delay"
    mark = next((m for rule in DRIVER for m in rule.marks(text, scene.scope)), None)
    if mark is None:
        return _with_odometer(scene, "back") if ODOMETER.search(text) and "里程" in text else None
    intent = str(mark.value)
    if intent == "breakdown":
        _trouble(scene)
    elif intent == "decline":
        found = WHY_NOT.search(text)
        if found and (words := (found["a"] or found["b"] or found["c"] or "").strip(" ，:")):
            scene.put("reason", words, found.start(), found.end(), "decline_reason")
    return _with_odometer(scene, intent)


def _with_odometer(scene: Scene, intent: str) -> str:
    found = ODOMETER.search(scene.text) if intent in ("back", "return", "finish", "breakdown", "depart") else None
    if found:
        scene.put("odometer_km", number(found["a"] or found["b"] or found["c"]), found.start(), found.end(), "odometer")
    return intent


def _trouble(scene: Scene) -> None:
    reason = REASON_OF_TROUBLE.search(scene.text)
    if reason:
        words = reason.group().removesuffix("了") or reason.group()
        scene.put("reason", words, reason.start(), reason.end(), "trouble")
    found = PLACE_OF_TROUBLE.search(scene.text)
    if found:
        words = re.split(rf"{TROUBLE}|坏|故障|动不了|里程|了$|，|出", found["p"])[0]
        place = clean(words) if words else None
        if place:
            scene.put("place", place, *found.span("p"), "place_of_trouble")
