"""What the sentence wants, decided from its words, its slots, the speaker's role and what was asked."""

import re
from typing import Any

from nlu.acts import delegating, dispatching, orders, verdicts
from nlu.rule import Rule
from nlu.rules import driver, talk
from nlu.scene import Scene

TRIP = ("depart_at", "arrive_by", "return_at", "origin", "destination", "stops", "passengers", "vehicle_type", "vehicle_count", "seats", "trip_type", "purpose", "duration", "train_or_flight", "phone", "letter_no", "window", "recurrence", "depart_part", "return_part")  # fmt: skip
CHANGES = re.compile(
    r"改[成为到在去坐一]?|换[成到个一]?|调整|变更|推迟|延后|提前(?!预约)|推后|顺延|不是|不对|错了|更正|说错|写错|应该是|修正|不去|挪|加上|少|多|再加|减|不用.{1,4}[，了]|也去|不变|不动|早点走|晚点走|往后|往前"
)
WANTS = re.compile(
    r"用车|要[^，。]{0,6}车|订[^，。]{0,3}车|约[^，。]{0,3}车|派[^，。]{0,6}车|叫[^，。]{0,4}车|安排[^，。]{0,6}[车接送]|来[一]?[辆个台]|申请|预约|预订|出车|借[^，。]{0,3}车|公车|车辆|包车|班车|顺风车|捎|[辆台]车|车[，。 ]|接[机站]|坐车|需[^，。]{0,4}车|搭|拼车|送机"
)
ASKING = re.compile(r"[吗么？]|多少|几点|什么|怎么|哪|谁|没有?$|呢$|查|看看|为啥|何时|有没有|统计|能不能")
URGENT = re.compile(
    r"急[!！，。]|^急|紧急|十万火急|抢险|险情|应急(?!管理|指挥|中心|局|办|演练)|马上要[^，]{0,4}车|救援|救护|溃|渗漏|决口|火情|突发"
)
REASON = re.compile(
    r"(?:因为|由于|原因是?:?|理由是?:?)(?P<a>[^，。]+)|(?:^|，|。)(?P<b>[^，。\ue000]*(?:会议|活动|会|行程|领导|客人|对方|任务|项目|培训|调研|检查)[^，。]{0,4}(?:取消|改期|延期|推迟|不开|不来|不去|有事|变了|变更|临时有事))(?=了|，|。|$)"
)
LATEST = re.compile(
    r"(?:刚才|刚刚|刚)(?:订|约|申请|提交|预约|下|那|一|的|个)*(?:那)?(?:一?[单个次趟]|申请|订单|的车|预约)|上(?:一|个)?[单次趟]|(?:最近|最后|最新)(?:的)?(?:那|一)*[单个]|(?:那|这)(?:一)?单(?!位)|上一单"
)
EVERY = re.compile(r"(?:所有|全部)(?:的)?(?:订单|单|预约|行程|申请)?|都取消|全取消|统统取消")


def decide(scene: Scene) -> str:
    for step in (_refused, _picked, _by_role, _talk, _order, _conversation, _fresh):
        intent = step(scene)
        if intent is not None:
            return intent
    return "other"


def _says(rule: Rule, text: str) -> bool:
    return rule.pattern.search(text) is not None


def _refused(scene: Scene) -> str | None:
    text = scene.text
    if not re.search(r"[\w\u4e00-\u9fff]", text):
        return "chitchat"
    if _says(talk.UNTRUSTED, text) or _says(talk.PRIVATE, text):
        return "other"
    return None


def _picked(scene: Scene) -> str | None:
    """A bare number, or 第二个, chooses from the orders shown."""
    if not scene.pending or scene.asked in ("passengers", "depart_at", "depart_time", "return_at"):
        return None
    order = orders.resolve(scene.text.strip(" ，。"), scene.pending)
    if order is None:
        return None
    scene.slots = {"target": {"order_no": order}}
    wanted = ("approve", "reject", "cancel", "query", "change", "dispatch")
    return scene.draft_intent if scene.draft_intent in wanted else "inform"


def _by_role(scene: Scene) -> str | None:
    if scene.role == "driver":
        intent = driver.read(scene)
        if intent is not None:
            return intent
    if scene.role != "driver" and delegating.read(scene):
        return "delegate"
    if scene.role == "dispatcher":
        return dispatching.read(scene)
    if scene.role == "approver" or (scene.pending and scene.role != "driver" and scene.asked != "confirm"):
        return None if _talks_only(scene) else verdicts.read(scene)
    return None


def _talks_only(scene: Scene) -> bool:
    return (
        any(_says(rule, scene.text) for rule in (talk.GREET, talk.THANKS, talk.HUMAN))
        or re.match(r"[改换]$", scene.text) is not None
    )


def _may_confirm(scene: Scene) -> bool:
    """After a read-back, or at a question that may be passed over; a bare figure answers that question."""
    if scene.asked in ("place_detail", "return_at", "purpose"):
        return not scene.text.strip("，。 ").isdigit()
    return scene.asked == "confirm" or (scene.has_draft and not scene.asked)


def _talk(scene: Scene) -> str | None:
    text = scene.text
    if _may_confirm(scene) and _says(talk.CONFIRM, text) and not talk.ONLY_THANKS.fullmatch(text):
        return "confirm"
    if _says(talk.UNDO, text) and not (_trip_slots(scene) - {"trip_type"}):
        return "undo"
    for rule in (talk.GREET, talk.THANKS, talk.HUMAN):
        if _says(rule, text):
            return str(rule.says[0][1])
    if _says(talk.DENY, text) or (talk.KEEP.search(text) and not re.search("，.*取消", text)):
        return "deny"
    if _says(talk.COMPLAINT, text):
        return "complaint"
    if _says(talk.HELP, text) and "destination" not in scene.slots:
        return "help"
    if (
        scene.asked != "passengers"
        and _says(talk.CHAT, text)
        and not scene.slots
        and not _says(talk.CONFIRM, text)
        and not re.fullmatch(r"[\d.:]+", text)
    ):
        return "chitchat"
    return None


def _order(scene: Scene) -> str | None:
    """Cancelling, holding, asking: what is said of an order."""
    text = scene.text
    cancel = talk.CANCEL.pattern.search(text)
    if cancel and not ASKING.search(text[cancel.start() :].replace("了", "", 1)) and not _keeps_going(scene, cancel):
        _cancelled(scene, cancel)
        return "cancel"
    if _says(talk.WAIT, text) and not _trip_slots(scene) - {"purpose"}:
        return "hold"
    query = _question(scene)
    if (
        query
        and (
            ASKING.search(text)
            or query in ("driver", "vehicle", "location", "status", "stats", "list", "price", "pending")
        )
        and not _books_despite(scene, query)
    ):
        scene.slots = (
            {"query": query} | {k: v for k, v in scene.slots.items() if k in ("target", "order_no")} | _target(scene)
        )
        return "query"
    return None


def _keeps_going(scene: Scene, cancel: re.Match[str]) -> bool:
    """不去无锡了去常熟, 返程不用了, 算了还是9点: a change wears the words of a cancellation."""
    words = cancel.group()
    if re.search(r"取消|撤|作废|退|删", words):
        return bool(re.search(r"(?:返程|回程|商务|大巴|中巴|途经|那站|一站)[^，]{0,3}取消", scene.text)) or bool(
            re.search(r"(?:会议|活动|航班|高铁|车次)取消了?，?(?:改|去|换)", scene.text)
        )
    said = {
        k
        for k in _trip_slots(scene)
        if scene.spans.get(k) and scene.spans[k].start >= scene.source.span(cancel.start(), cancel.end())[0]
    }
    if scene.slots.get("trip_type") == "oneway" or "vehicle_type" in scene.slots:
        return True
    return bool(said & {"destination", "depart_at", "passengers", "return_at"}) and not re.search(
        r"(?:都|全)?(?:算了|不去了|不用了|不要了)[。！吧啊]*$", scene.text
    )


def _cancelled(scene: Scene, cancel: re.Match[str]) -> None:
    found = REASON.search(scene.text)
    target = _target(scene)
    scene.slots = dict(target)
    if found:
        words = found["a"] or found["b"]
        if (
            words
            and len(words) >= 2
            and (found["a"] or found.end("b") != cancel.end())
            and not re.search("^(?:取消|不去)", words)
        ):
            scene.put("reason", re.sub(r"[了吧，]*(?:取消吧?)?$", "", words) or words, *found.span(), "cancel_reason")


def _target(scene: Scene) -> dict[str, Any]:
    """Which order is meant: its number, or what is said of it."""
    if "target" in scene.slots:
        return {"target": scene.slots["target"]}
    if "order_no" in scene.slots:
        return {"target": {"order_no": scene.slots["order_no"]}}
    target: dict[str, Any] = {}
    if "depart_at" in scene.slots:
        target["depart_at"] = scene.slots["depart_at"]
    if "destination" in scene.slots and len(scene.slots["destination"]) <= 12:
        target["destination"] = scene.slots["destination"]
    if "vehicle_type" in scene.slots and not target:
        target["vehicle_type"] = scene.slots["vehicle_type"]
    if target:
        return {"target": target}
    if EVERY.search(scene.text):
        return {"target": {"which": "all"}}
    if LATEST.search(scene.text):
        return {"target": {"which": "last"}}
    chosen = re.search(r"第[一二三四五六七八九十\d]+[个单条]|(?<![\d])\d{3}(?!\d)", scene.text)
    order = orders.resolve(chosen.group(), scene.pending) if chosen else None
    return {"target": {"order_no": order}} if order else {}


def _question(scene: Scene) -> str | None:
    text = scene.free if "train_or_flight" in scene.slots else scene.text
    for rule in talk.QUERY:
        if rule.pattern.search(text):
            return rule.name.removeprefix("query_")
    return None


def _books_despite(scene: Scene, query: str) -> bool:
    """A whole booking with a question in it stays a booking."""
    whole = {"destination", "passengers"} <= scene.slots.keys() and (
        "depart_at" in scene.slots or "arrive_by" in scene.slots
    )
    return whole and query in ("availability", "status", "price", "driver", "vehicle", "location", "depart_at")


def _trip_slots(scene: Scene) -> set[str]:
    return {slot for slot in TRIP if slot in scene.slots}


def _conversation(scene: Scene) -> str | None:
    """An answer, or a change of the draft that is open."""
    said = _trip_slots(scene)
    if talk.COPY.pattern.search(scene.free) or talk.COPY.pattern.search(scene.text):
        return "copy"
    if not scene.has_draft or talk.AGAIN.search(scene.text):
        return None
    if not said and not _untakable(scene):
        return "deny" if re.match(r"不对|不是|错了", scene.text) else None
    if re.search(r"^通知|天气|下雨", scene.text) and not WANTS.search(scene.text):
        return "other"
    if said <= CALENDAR and not CHANGES.search(scene.text) and not WANTS.search(scene.text) and _rest(scene) >= 4:
        return None
    if not scene.asked or scene.asked == "confirm":
        return "change"
    changed = {
        s
        for s in said
        if s in scene.state
        and scene.state[s] != scene.slots[s]
        and not str(scene.slots[s]).startswith(str(scene.state[s]))
    }
    return "change" if changed and CHANGES.search(scene.text) else "inform"


def _untakable(scene: Scene) -> bool:
    """11月31日, 99999人: an answer or a change all the same; a vague day only where a day is asked for or changed."""
    whys = {doubt["why"] for doubt in scene.doubts}
    asks_day = scene.asked in ("depart_at", "depart_time", "return_at", "arrive_by") or CHANGES.search(scene.free)
    return bool(whys & {"impossible_date", "absurd_count"}) or ("vague" in whys and bool(asks_day))


CALENDAR = frozenset(("depart_at", "depart_part", "arrive_by"))


def _rest(scene: Scene) -> int:
    """How many characters of the sentence no rule has read and no particle explains."""
    return len(re.sub("[\ue000-\ue0ff，。！？ 的吧呢了就是那要在出发走回到前后再可以行大概左右我们]+", "", scene.free))


def _fresh(scene: Scene) -> str | None:
    """Without a draft: a change of an order already made, a booking, or nothing at all."""
    text, said = scene.text, _trip_slots(scene)
    if (
        re.search(r"改[成为到签期]|换[成到]|推迟|延后|提前(?!.*到)|调整|挪到|顺延|加[上]?.{0,3}人", text)
        or "shift" in scene.flags
    ) and (
        LATEST.search(text)
        or "order_no" in scene.slots
        or re.search(r"把|那[单趟个]|的(?:车|单|行程|预约|那)|原定|已经?(?:订|约)|订的|约的", text)
        or "shift" in scene.flags
    ):
        return _change_of_order(scene)
    if not said:
        if re.search(
            r"(?:我)?(?:要|想|需要|申请|帮我|给我)[^，。]{0,4}(?:用|订|约|派|叫|坐|申请)?[一个辆]*车|^(?:订车|用车|约车|派车|叫车)|预约用车|用车申请",
            text,
        ) and not ASKING.search(text):
            return "book"
        return "confirm" if _says(talk.CONFIRM, text) else None
    if talk.NOTICE.search(text) and not re.search(
        r"用车|要[^，]{0,4}车|派[^，]{0,4}车|订[^，]{0,2}车|安排车|需车|送|接", text
    ):
        return "other"
    goes = "destination" in said or "trip_type" in said
    asks = bool(WANTS.search(text)) or bool(
        said & {"vehicle_type", "vehicle_count", "seats", "recurrence", "train_or_flight"}
    )
    timed = bool(said & {"depart_at", "arrive_by", "passengers", "window"})
    question = re.search(r"[吗么？]$", text) and not WANTS.search(text) and not re.search(r"[行好可]以?[吗么]", text)
    if "arrive_by" in said and re.search("提前[^，]{2,8}到", text):
        return "book"
    if question or not (goes or asks):
        return "book" if timed and {"depart_at", "passengers"} <= said and not question else None
    if goes and not asks and not timed and not re.search(r"去|到|接|送|回|往", text):
        return None
    return "book"


def _change_of_order(scene: Scene) -> str:
    text = scene.text
    target = _target_of_change(scene, text)
    if target:
        scene.slots["target"] = target
    if "shift" in scene.flags or "party_step" in scene.flags:
        scene.doubts += scene.steps
    return "change"


def _target_of_change(scene: Scene, text: str) -> dict[str, Any]:
    if "order_no" in scene.slots:
        return {"order_no": scene.slots["order_no"]}
    if LATEST.search(text):
        return {"which": "last"}
    return {}
