"""One field of the draft taken out again: a stop, the seats wanted, the way back; and fields that the sentence names itself."""

import re

from nlu.acts.hearing import TRIP
from nlu.scene import Scene

NOT = "不(?:用|要|需要|必|再|打算|想|一定要|非要|要求|限|限定|指定)?"
STOP_OFF = re.compile(
    rf"(?:(?:中间|中途|途中|路上|半路|顺路)?(?:就|都|也)?{NOT}(?:去|停|经过?|绕|路过|到|停靠|弯|拐)(?P<where>[^，。！不了]{{2,14}})|(?:中间|中途|途中|路上|半路)(?:就|都|也)?{NOT}(?:停|停靠|绕|拐|弯|经停)(?:车|站|路)?)(?:了|啦|喽)?(?=$|[，。！])"
)
"""中间不去宜兴了, 中途不停了"""
NOT_THERE = re.compile(
    r"(?:^|[，。！ ])(?P<where>[^，。！不就都也]{2,8})(?:就|都|也|那边|那站){0,2}不(?:去|停|经过|绕)了?(?=$|[，。！])"
)
"""江阴不去了"""
KIND = "大巴|中巴|商务|越野|轿车|面包|皮卡|考斯特"
CARRIED_OFF = re.compile(
    rf"{NOT}(?:是|非要|一定)?(?:(?P<seats>[一二两三四五六七八九十\d]{{1,3}}座)|(?P<kind>{KIND}))(?:车|的|的车)?(?:了|啦)?(?=$|[，。！])"
)
"""不要求七座了, 不用商务车了"""
RETURN_OFF = re.compile(
    r"(?:不用|不要|不需要|不必|别|甭|无需|用不着)(?:再|来|你们|派车|安排|给我们|车){0,3}(?:接回|接我们回|接我回|送回|管回|返程|回程|返回|接返|等我们回)"
    r"|(?:返程|回程|回来|回去|返回)(?:的?(?:时候|路上))?(?:我们|我|咱们|咱|他们|就|都|是|可以|会){0,4}(?:自行|自己|坐高铁|坐火车|坐动车|坐飞机|坐别的|坐地铁|打车|蹭|另外|另想|不用车|不用管|不用接|不坐)"
    r"|(?:坐|乘)(?:高铁|动车|火车|飞机|地铁|大巴|班车|城铁)(?:回去|回来|返回|[回返])(?=[了的吧啊]*(?:$|[，。！]))"
    r"|(?:不用|不要|不需要|不必|无需)(?:再)?[回返](?:来|程)?了?(?=，)"
    r"|(?:自行|自己|(?:我们?|咱们?|他们)就?)(?:坐|乘|打|叫|拼|搭|开|想办法|解决|走)[^，。]{0,6}?(?:回去|回来|返回|[回返])(?=[了的吧啊]*(?:$|[，。！]))"
    r"|(?:只要|只管|只用|只送|就要)(?:去程|去的|去就行|单程|去不)|(?:只去不回|只送不接|送到就行|单程就[行好可])"
)
"""不用接回来，我们自己坐高铁; 只要去的"""
STOP_NAMED = r"(?P<where>(?:(?!的)[一-鿿]){2,10}?)(?:(?:那|这)(?:一)?(?:站|个点|个地方)|停靠|经停|中转|(?P<bare>))"
TAKEN_FROM = (
    ("vehicle_type", rf"(?P<kind>{KIND})车?|车型|七座|九座"),
    ("return_at", "(?:返程|回程)(?:时间|用车|的车|车)?|(?:回来|回去|返回)(?:的?时间|的?车)?"),
    ("depart_at", "(?:出发|用车|上车|走的?)?(?:时间|日期|日子|钟点)"),
    ("purpose", "事由|用途|理由|备注"),
    ("passengers", "人数"),
    ("phone", "电话|手机号?|联系方式"),
    ("train_or_flight", "车次号?|航班号"),
    ("origin", "上车点|上车地点|起点|出发地点?"),
    ("stops", "途经点?|经停点?|停靠点?|中途(?:停靠|停车|停|那站|的?站)?|途中停靠|路上停靠|那一?站|" + STOP_NAMED),
)
PARTS = "(?:" + "|".join(f"(?P<{slot}>{words})" for slot, words in TAKEN_FROM) + ")"
OPENING = r"(?:^|[，。！ ])(?:那|就|先|请|麻烦|把|将|帮我|给我|帮忙|我们?|咱们?|要|想|还是|可以|再|也|算了|好的?|嗯)*"
CALL = "(?:取消|去掉|去除|删掉|删除|删了|拿掉|撤掉|撤销|撤了|划掉|清掉|退掉)(?:掉|了|一下)?"
OLD = "(?:原来的?|原定的?|之前的?|刚才的?|那个|这个|那辆|这辆|我们的|我的|里面的)?"
CLOSING = "(?:就行|就好|好了|吧|了|啊|哈|谢谢)*(?=$|[，。！ ])"
TAKEN = (
    re.compile(OPENING + CALL + OLD + PARTS + CLOSING),
    re.compile(OPENING + OLD + PARTS + "(?:就|给|先|也|都)?" + CALL + CLOSING),
)
"""取消商务车, 去掉返程, 金坛那站取消, 取消原来的时间，改到后天: the word of calling off has a part of the draft for its object."""
ALL_OFF = re.compile("不去了|不用了|不要了|不用车|算了[。！]*$|全部|整个|都取消|都不")
BESIDE = frozenset(["destination", "origin", "stops", "purpose", "trip_type", "return_at", "train_or_flight"])
"""Slots that these words may have been taken for."""
ORIGIN = "(?:上车点|上车地点|上车的地方|上车位置|起点|出发地点?|出发点|接人的?地点|候车点|接我们?的地方)"
ORIGIN_CHANGED = re.compile(
    rf"{ORIGIN}[^，。去]{{0,6}}?(?:改|换|变|挪|调|移|错|应该|应当|该是|应是|应为|其实是)|(?:改|换|变|挪|调整?)(?:一?下|个|一个)?{ORIGIN}"
)
PURPOSE_MENDED = re.compile(
    r"(?:事由|用途|理由|用车原因)[^，。]{0,3}?(?:写|填|报|搞|弄|打|选)?错了?[啦呢]?，?(?:应该|应当|应|该)?(?:是|为|改成|改为)(?P<why>[^，。！]{2,20})"
)


NO_RETURN = re.compile(
    r"(?:那|就|可以|我们?|当天|这次){0,3}(?:不用|不需要|无需|不必|不要|不)(?:再|我们)?[回返](?:来|程|去)?[了的吧啊，。！]*"
)
"""不用回, 当天不回了"""
FROM_WORDS = "出发地点?|出发点|起点|上车点|上车地点|始发地"
TO_WORDS = "目的地|终点|到达地|下车点|去的地方"
TURNED_ROUND = re.compile(
    rf"(?:(?:{FROM_WORDS})[和跟与、]?(?:{TO_WORDS})|(?:{TO_WORDS})[和跟与、]?(?:{FROM_WORDS})|方向|来去|去向)[^，。]{{0,6}}反"
)
"""起点终点写反了"""
GATE = re.compile("[东南西北正大后前侧旁小边]{1,3}门")
STOP_ADDED = re.compile(r"(?:^|[，。！ ])(?:再|中途|路上|中间)?(?:加|增加|多|添)停?(?:一个?|个)?站(?:[，:是]|在)")
"""加一站，镇江"""
BY_GATE = re.compile("走(?:的是|的)?(?=[东南西北正大后前侧旁小边]{1,3}门)")
"""走南大门: where they leave by."""


def emptied(scene: Scene) -> str | None:
    """change (or the answer) when a stop, the seats or the way back are not wanted any more, or both ends change places."""
    if scene.scope.slots and scene.draft_intent not in ("cancel", "query") and (intent := _taken(scene)):
        return intent
    if not scene.scope.slots or scene.slots.keys() & TRIP - BESIDE - {"vehicle_type", "seats"}:
        return None
    return _turned_round(scene) or _stop_off(scene) or _carried_off(scene)


def one_way(scene: Scene) -> str | None:
    """change, or the answer: 不用回; 我们自己坐高铁回, whoever goes home by himself is fetched by nobody."""
    if scene.has_draft and NO_RETURN.fullmatch(scene.text):
        return _no_return(scene)
    if not scene.scope.slots or scene.slots.keys() & TRIP - BESIDE - {"vehicle_type", "seats"}:
        return None
    return _return_off(scene)


def _taken(scene: Scene) -> str | None:
    """A part of the draft called off; what is said behind it stands instead."""
    found = TAKEN[0].search(scene.text) or TAKEN[1].search(scene.text)
    if found is None or "order_no" in scene.slots or ALL_OFF.search(scene.text, found.end()):
        return None
    slot = next(name for name, _ in TAKEN_FROM if found[name])
    value: list[object] | None = None
    is_other = bool(found["kind"]) and found["kind"][:2] not in str(scene.state.get(slot, ""))
    if found["where"]:
        stops = scene.state.get("stops") or []
        left = [stop for stop in stops if found["where"] not in str(stop) and str(stop) not in found["where"]]
        if len(left) == len(stops) and found["bare"] is not None:
            return None
        value, is_other = left or None, len(left) == len(stops)
    scene.slots = {s: v for s, v in scene.slots.items() if s in TRIP and _said_behind(scene, (s,), found.end())}
    if slot == "return_at" and slot not in scene.slots:
        scene.put("trip_type", "oneway", *found.span(), "taken_out")
    if slot not in scene.slots and scene.state.get(slot) is not None and not is_other:
        scene.put(slot, value, *found.span(), "taken_out")
    return "change"


def _stop_off(scene: Scene) -> str | None:
    stops = scene.state.get("stops") or []
    found = (STOP_OFF.search(scene.text) or NOT_THERE.search(scene.text)) if stops else None
    if found is None:
        return None
    where = found["where"]
    left = [stop for stop in stops if where and str(stop) not in where and where not in str(stop)]
    if where and len(left) == len(stops):
        return None
    _only(scene, found.end())
    scene.put("stops", left or None, *found.span(), "stop_off")
    return "change"


def _carried_off(scene: Scene) -> str | None:
    found = CARRIED_OFF.search(scene.text)
    if found is None or scene.slots.keys() & BESIDE - {"purpose"}:
        return None
    slot = "seats" if found["seats"] else "vehicle_type"
    if slot == "vehicle_type" and str(found["kind"])[:2] not in str(scene.state.get(slot, "")):
        return None
    if scene.state.get(slot) is None or _said_behind(scene, ("seats", "vehicle_type"), found.end()):
        return None
    scene.slots = {}
    scene.put(slot, None, *found.span(), "carried_off")
    return "change"


def _return_off(scene: Scene) -> str | None:
    found = RETURN_OFF.search(scene.text)
    if found is None or not (
        scene.asked == "return_at" or "return_at" in scene.state or scene.state.get("trip_type") == "round"
    ):
        return None
    scene.slots = {}
    scene.put("trip_type", "oneway", *found.span(), "return_off")
    if scene.state.get("return_at") is not None:
        scene.put("return_at", None, *found.span(), "return_off")
    return "inform" if scene.asked == "return_at" else "change"


def _no_return(scene: Scene) -> str:
    """不用回, 不回了: there is no way back."""
    scene.slots = {}
    scene.put("trip_type", "oneway", 0, len(scene.text), "no_return")
    if scene.state.get("return_at") is not None:
        scene.put("return_at", None, 0, len(scene.text), "no_return")
    return "change" if scene.asked == "confirm" else "inform"


def _turned_round(scene: Scene) -> str | None:
    """出发地跟目的地弄反了: each stands where the other stood."""
    ends = {slot: scene.state.get(slot) for slot in ("origin", "destination")}
    found = TURNED_ROUND.search(scene.text) if "反" in scene.text and all(ends.values()) else None
    if found is None or any(_said_behind(scene, (slot,), found.end()) for slot in ends):
        return None
    scene.slots = {}
    for slot, other in (("origin", "destination"), ("destination", "origin")):
        scene.put(slot, ends[other], *found.span(), "turned_round")
    return "change"


def _only(scene: Scene, place: int) -> None:
    """What is said behind the stop stays: 中间不去宜兴了，直接到长兴."""
    scene.slots = {
        slot: value
        for slot, value in scene.slots.items()
        if slot == "destination" and _said_behind(scene, (slot,), place)
    }


def _said_behind(scene: Scene, slots: tuple[str, ...], place: int) -> bool:
    first = scene.source.span(place - 1, place)[1]
    return any(
        slot in scene.slots and (span := scene.spans.get(slot)) is not None and span.start >= first for slot in slots
    )


def _is_of_origin(scene: Scene) -> bool:
    """上车点改到X; in a draft that knows where it goes 走南大门."""
    if ORIGIN_CHANGED.search(scene.text):
        return True
    gate = GATE.fullmatch(str(scene.slots["destination"]))
    return gate is not None and "destination" in scene.state and BY_GATE.search(scene.text) is not None


def _is_where_met(scene: Scene) -> bool:
    """航班换了，MU2845，到禄口是17:55: the train's or flight's own goal is where the draft already fetches from."""
    where, held = str(scene.slots.get("destination") or ""), str(scene.state.get("origin") or "")
    comes = "train_or_flight" in scene.slots or LANDS.search(scene.text) is not None
    return bool(where) and scene.state.get("trip_type") == "pickup" and comes and where in held


LANDS = re.compile("航班|飞机|高铁|动车|火车|车次|班次|落地|降落|到站|晚点|改签")


def named(scene: Scene) -> None:
    """换个上车点，改到科教城东门; 走南大门; 事由写错了，是防汛检查: the field is told, whatever its words look like."""
    if "destination" in scene.slots and "origin" not in scene.slots and _is_of_origin(scene):
        scene.slots["origin"] = scene.slots.pop("destination")
        scene.spans["origin"] = scene.spans.pop("destination")
    if _is_where_met(scene):
        del scene.slots["destination"]
    if "destination" in scene.slots and "stops" not in scene.slots and STOP_ADDED.search(scene.text):
        scene.slots["stops"] = [scene.slots.pop("destination")]
        scene.spans["stops"] = scene.spans.pop("destination")
    mended = PURPOSE_MENDED.search(scene.text) if "错" in scene.text else None
    if mended is not None:
        scene.put("purpose", mended["why"], *mended.span("why"), "purpose_mended")
