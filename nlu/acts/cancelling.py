"""An order or the draft called off: 取消, 不用了, with the order that is meant and the reason; and 别取消, which keeps it."""

import re
from itertools import islice
from typing import Any, NamedTuple

from nlu.acts import orders, talk, target
from nlu.acts.hearing import beside_places, hear
from nlu.acts.people import FAMILY, GIVEN, NO_NAME, SHORT_NAME
from nlu.frames import Hit, Vocabulary, Words
from nlu.scene import Scene, Span
from nlu.words.orders import ORDERS

WORDS = Vocabulary({kind: words for kind, words in ORDERS.items() if kind not in ("clear", "field")})
CALLS = Vocabulary({kind: ORDERS[kind] for kind in ("cancel", "drop")})
"""Of these words, or a 不, one stands in every sentence that calls something off."""
CALLS_MAX, CLAUSES_MAX, DESCRIBING_MAX = 12, 24, 3
"""Words of calling off, clauses, and clauses read for the order meant, that are looked at in one sentence."""
STOP = re.compile(r"[，。；！？]|(?<=[一-鿿\ue000-\uf8ff]) +(?=[一-鿿\ue000-\uf8ff])")
NOT_ANY_MORE = re.compile(
    r"(?:(?:不(?:用|要|需要|坐)|用不[着上到])(?:[^，。不]{0,12}?)(?:车|单|接送|接站|接机|大巴|中巴|商务|去|来)|不去(?!了)[^，。不]{1,12}?)了(?=[，。！吧啊]|$)"
)
"""不用明天的车了, 不去无锡了: the words of 不用了 with its object between them."""
ONLY_ASKS = re.compile(
    r"(?:吗|么|没有?|不)[啊呀呢]?(?=[，。？！]|$)|？|怎么|咋|如何|为什么|为啥|为何|多少|多久|多长|几(?:天|个?小时|分钟)|能不能|可不可以|能否|是不是|会不会|要不要|([一-鿿])不\1|谁|的话"
)
COURTESY = re.compile(
    r"(?:好吗|好么|行吗|行么|可以吗|可以么|好不好|行不行|可不可以|成吗|谢谢|麻烦了)[？。！]*$|^(?:能不能|可不可以|能否|可否|麻烦|请|帮)(?:帮我|帮忙|给我)?"
)


class Clause(NamedTuple):
    """A stretch between two stops."""

    start: int
    end: int
    text: str


def keep(scene: Scene) -> str | None:
    """别取消, 不是要取消: a cancellation denied; what else the sentence says, if anything, is done."""
    if not hear(CALLS, scene.text):
        return None
    words = hear(WORDS, scene.text)
    kept = [hit for hit in islice(words.every("cancel"), CALLS_MAX) if _is_denied(scene.text, words, hit)]
    if not kept or words.has("drop") or any(hit not in kept for hit in words.every("cancel")):
        return None
    return None if words.after(kept[-1].end).has("change") else "deny"


def _is_denied(text: str, words: Words, cancel: Hit) -> bool:
    before = words.before(cancel.start)
    dont = before.last("dont")
    return dont is not None and cancel.start - dont.end <= 4 and STOP.search(text, dont.end, cancel.start) is None


def cancel(scene: Scene) -> str | None:
    """取消, 不用了: with the order that is meant and the reason, unless the words only change a part of it or ask."""
    if _spares_driver(scene) and not scene.has_draft:
        scene.slots = {}
        return "other"
    if "不" not in scene.text and not hear(CALLS, scene.text):
        return None
    text = beside_places(scene, named=True, purpose=False)
    words = hear(WORDS, text)
    hit = _call_off(scene, text, words)
    if hit is not None and HOW_TO.search(scene.text):
        return "help"
    if hit is None or _only_asks(text, hit) or _goes_on(scene, words, hit):
        return None
    calls = _calls(text, words)
    acting = [c for c in clauses(text) if any(c.start <= call.start and call.end <= c.end for call in calls)]
    others = [c for c in clauses(text) if c not in acting and not _only_calls(scene.text[c.start : c.end])]
    said, describing = _aimed(scene, words, acting, others)
    reason = _reason(scene, words, acting, [c for c in others if c is not describing])
    scene.slots = {"target": said} if said else {}
    if reason:
        scene.put("reason", reason.text, reason.start, reason.end, "cancel_reason")
    return "cancel"


def _only_calls(clause: str) -> bool:
    """用不着了 beside 别派: said once more, no reason."""
    return any(
        not clause[: hit.start].strip() and not clause[hit.end :].strip("了吧啊呢的 ") for hit in CALLS.find(clause)
    )


HOW_TO = re.compile(
    r"(?:哪个|什么|啥)(?:页面|界面|菜单|按钮|按键|选项|入口|栏目|图标|键|网页|功能|地方点)|哪[里儿]?(?:点|按|操作|弄|撤|退|能撤|能退|可以撤|可以退)(?!到)|怎么(?:操作|点|弄|按)"
)
"""想撤掉一个单子，在哪个页面点 asks how it is done."""
EVERYTHING = {"which": "all"}


def _aimed(
    scene: Scene, words: Words, acting: list[Clause], others: list[Clause]
) -> tuple[dict[str, Any] | None, Clause | None]:
    """The order meant, and the clause that describes it when that is not the one that calls off: 约的后天去如皋，现在去不成了."""
    others = [c for c in others if not _is_kept(c.text)]
    if scene.pending and (shown := [ref for ref in orders.find(scene) if ref.sort != "all"]):
        near = [ref for ref in shown if any(c.start <= ref.start < c.end for c in acting)]
        if any(ref.sort in ("but", "outside") for ref in near):
            return None, None  # 除了007都取消: which ones is asked.
        if len(near) < len(shown) and orders.one(near) is not None:
            orders.aim(scene, near)
            return dict(scene.slots["target"]), None
    said = target.meant(scene, that=True)
    if said is not None and said != EVERYTHING:
        return said, None
    told = _told(scene, acting[0].start, acting[-1].end) if acting else None
    if told:
        return told, None
    for clause in others[:DESCRIBING_MAX]:
        if not _is_troubled(words, clause) and (told := _told(scene, clause.start, clause.end)):
            return told, clause
    return said, None


KEEPS = re.compile(
    r"(?:留着|留下|保留|照旧|照常|照样|照去|不变|不动|不取消|不退|不撤|还要用?|继续用?)(?:的|吧|了|就行|即可)*$|^(?:别|不是|不要|没有?|不)(?:要|说)?(?:取消|撤|退)"
)
"""004留着, 不是取消007: of an order that stays."""


def _is_kept(clause: str) -> bool:
    return KEEPS.search(clause.strip()) is not None


def _calls(text: str, words: Words) -> list[Hit]:
    """Every word that calls something off, but what the meeting is called off by: 会议取消了."""
    found = [
        h
        for h in islice(words.every("cancel", "drop"), CALLS_MAX)
        if not _is_denied(text, words, h) and not _of_event(text, words, h) and not _of_driver(text, h)
    ]
    found += [Hit(*m.span(), m.group(), frozenset(["drop"])) for m in islice(NOT_ANY_MORE.finditer(text), CALLS_MAX)]
    return sorted(found)


def _of_event(text: str, words: Words, hit: Hit) -> bool:
    behind = words.after(hit.end).first("event")
    if "cancel" in hit.kinds and hit.word.endswith("了") and behind is not None and behind.start == hit.end:
        return True  # 领导取消了会议
    event = words.before(hit.start).last("event", "order", "part")
    if event is None or "event" not in event.kinds:
        return False
    return hit.start - event.end <= 1 or ADVERBS.fullmatch(text, event.end, hit.start) is not None


SPARED = re.compile(
    rf"(?:别|不要|不用|甭)(?:再|给我|给我们)?(?:(?:安?排|派)(?:{SHORT_NAME}|{NO_NAME}{FAMILY}(?:{GIVEN}){{1,2}}(?=来|开|去|跑|给|接|送|师傅|[，。！了]|$)|[他她](?!们)|(?:那个|这个|上次|上回|姓)[^，。！]{{0,6}}(?:师傅|司机|驾驶员))|(?:安?排|派|让|叫)[^，。！]{{1,6}}(?:开车|来开|当司机))"
)
"""别派小张开车: who shall not drive, while the car may come."""


def _of_driver(text: str, hit: Hit) -> bool:
    return hit.word[0] in "别不甭" and SPARED.match(text, hit.start) is not None


def _spares_driver(scene: Scene) -> bool:
    """Nothing but that somebody shall not drive; who is spared is no driver wished for."""
    spared = SPARED.search(scene.text) if DONT.search(scene.text) else None
    if spared is None:
        return False
    named = scene.spans.get("driver") if "driver" in scene.slots else None
    if named is not None and named.start < scene.source.span(*spared.span())[1]:
        del scene.slots["driver"]
    return scene.slots.keys().isdisjoint(("destination", "depart_at", "passengers", "driver"))


DONT = re.compile("[别要用甭](?:再|给我|给我们)?[派排安让叫]")
ADVERBS = re.compile("(?:因故|临时|已经|已|突然|被|都|又|全部|也|不得不|暂时|说是?|通知|那边)++")


def _call_off(scene: Scene, text: str, words: Words) -> Hit | None:
    calls = _calls(text, words)
    if calls:
        meant = [h for h in calls if "cancel" in h.kinds] or [h for h in calls if not _is_one_fewer(scene, h)] or calls
        return meant[0]
    event = next((h for h in islice(words.every("cancel", "drop"), CALLS_MAX) if _of_event(text, words, h)), None)
    return (
        event
        if event is not None and (scene.has_draft or "target" in scene.slots) and not words.has("change")
        else None
    )


def _only_asks(text: str, hit: Hit) -> bool:
    """取消的话要扣钱吗 asks; 帮我取消一下好吗 asks politely."""
    courteous = COURTESY.sub("", text)
    clause = next((c for c in clauses(text) if c.start <= hit.start < c.end), Clause(0, len(text), text))
    return (
        ONLY_ASKS.search(courteous, 0) is not None
        and ONLY_ASKS.search(COURTESY.sub("", clause.text) if courteous != text else text[clause.start :]) is not None
    )


def _goes_on(scene: Scene, words: Words, hit: Hit) -> bool:
    """不去无锡了去常熟, 返程不用了, 上午去不了换下午: a change wears the words of a cancellation."""
    if _is_of_a_part(scene, words, hit):
        return True
    if "cancel" in hit.kinds:
        return False
    return _is_one_fewer(scene, hit) or _says_anew(scene, words, hit)


def _is_of_a_part(scene: Scene, words: Words, hit: Hit) -> bool:
    """返程不用了, 商务车不要了: only that part; without a draft the vehicle is the order."""
    part = words.before(hit.start).last("part")
    if part and "order" in part.kinds and not scene.has_draft:
        part = None
    behind = words.after(hit.end).first("part")
    return bool(
        (part and hit.start - part.end <= 3)
        or (
            behind
            and behind.start == hit.end
            and "返" in behind.word
            and not words.after(behind.end).has("drop", "cancel")
        )
    )


def _is_one_fewer(scene: Scene, hit: Hit) -> bool:
    """老王不去了: of those who go, not the journey."""
    counted = scene.spans.get("passengers") if "passengers" in scene.slots else None
    if counted is None:
        return False
    start, end = scene.source.span(hit.start, hit.end)
    if scene.has_draft and counted.start < end and start < counted.end:
        return True
    near = scene.text[max(0, hit.start - LEAVER_MAX) : hit.start]
    return "leaver" in hit.kinds and LEAVER.search(near) is not None


LEAVER_MAX = 12
LEAVER = re.compile(
    rf"(?:{SHORT_NAME}|(?:^|[，。！；了对]|还有|那个){NO_NAME}{FAMILY}(?:{GIVEN}){{1,2}}|[他她]|[一两二三1-3]个人?|有[个人])(?:同志|他|她|那边|临时|突然|有事|也|就|又|今天|明天|说|可能)*$"
)
"""Who does not go, right before 不去了."""
ANEW = ("destination", "depart_at", "return_at", "passengers", "vehicle_type", "seats", "origin", "depart_part")


def _says_anew(scene: Scene, words: Words, hit: Hit) -> bool:
    """Behind the word something is said that shall be instead."""
    after = scene.source.span(hit.start, hit.end)[1] - 1
    behind = words.after(hit.end)
    said = {slot for slot in ANEW if slot in scene.slots and scene.spans.get(slot) and scene.spans[slot].start >= after}
    if scene.has_draft and "purpose" in scene.slots and GOES_FOR.search(scene.text):
        return True
    if behind.has("trouble", "event") and not said & {"destination"}:
        return False  # 不用来了，航班延误到明天: the reason has a day of its own.
    changes = next((h for h in behind.every("change") if "trouble" not in h.kinds), None)
    if changes and "drop" in hit.kinds and (_has_order(scene) or changes.word[0] in "改换"):
        return True
    if said and (changes or said & {"destination", "vehicle_type", "seats"} or scene.has_draft):
        return behind.last("drop", "cancel") is None or not CALLED_AT_LAST.search(scene.text)
    return scene.slots.get("trip_type") == "oneway" or (
        scene.has_draft and "vehicle_type" in scene.slots and not said and "destination" not in scene.slots
    )


GOES_FOR = re.compile(r"不去(?!了)[^，。！]{1,10}了?，(?:就|改|直接|还是)?去(?!不)")
"""不去开会了，去调研"""
CALLED_AT_LAST = re.compile(r"(?:算了|不去了|不用了|不要了|取消)[。！吧啊]*$")


def _has_order(scene: Scene) -> bool:
    return scene.has_draft or "target" in scene.slots or "order_no" in scene.slots


NAMING_END = re.compile(rf"(?:的|{target.VEHICLE})$")
"""取消去宝应的, 取消大巴: the order stands behind the word that calls off."""


def _told(scene: Scene, start: int, end: int) -> dict[str, Any] | None:
    """The day and the place that a stretch names; a reason's own day is none of it."""
    opened = target.OPENING.match(scene.text, start, end) if NAMING_END.search(scene.text, start, end) else None
    said = target.little(scene, opened.end() if opened else start, end)
    if str(said.get("depart_at", ""))[:16] == scene.now.isoformat()[:16]:
        del said["depart_at"]  # 现在取消
    if said:
        scene.spans["target"] = Span(*scene.source.span(start, end), "target")
    return said or None


def clauses(text: str) -> list[Clause]:
    found, start = [], 0
    for stop in STOP.finditer(text):
        found.append(Clause(start, stop.start(), text[start : stop.start()]))
        start = stop.end()
    found.append(Clause(start, len(text), text[start:]))
    return [clause for clause in found if clause.text.strip()][:CLAUSES_MAX]


BECAUSE = re.compile(r"(?:是?因为|由于|原因是?:?|理由是?:?|事由是?:?)(?P<why>[^，。；！]+)")
TIDY = re.compile(r"^(?:因为?|由于|那|就|所以|的|了|:| )+|(?:了|吧|啊|所以|就|的|呢| )+$")
EXPLAINED = re.compile(r"[\ue000-\uf8ff，。！？ 我们咱你您的了吧呢啊把那这个单趟车次订约申请麻烦谢帮请去要哦好嗯]+")


def _reason(scene: Scene, words: Words, acting: list[Clause], others: list[Clause]) -> Clause | None:
    """What stands behind 因为, else the clause beside the one that calls off, else the trouble named in front of it."""
    because = BECAUSE.search(scene.text)
    if because:
        return _tidied(Clause(*because.span("why"), because["why"]))
    telling = [c for c in others if _is_troubled(words, c)] or [c for c in others if _tells(scene, c)]
    if telling:
        return _tidied(Clause(telling[0].start, telling[0].end, scene.text[telling[0].start : telling[0].end]))
    for clause in acting:
        inside = words.after(clause.start).before(clause.end)
        trouble, call = inside.first("trouble"), inside.first("cancel", "drop")
        if trouble and call and trouble.end <= call.start:
            start = max(
                (
                    f + 1
                    for f in range(clause.start, trouble.start)
                    if scene.free[f] >= "\ue000" and scene.free[f] <= "\uf8ff"
                ),
                default=clause.start,
            )
            return _tidied(Clause(start, trouble.end, scene.text[start : trouble.end]))
    return None


POLITE = re.compile(
    "不好意思|抱歉|对不[起住]|打扰了?|(?:改天|回头|以后|下次|下回|过后|到时候?)再(?:说|约|订|定)|再说吧?$|给你?您?添麻烦"
)


def _is_troubled(words: Words, clause: Clause) -> bool:
    return words.after(clause.start).before(clause.end).has("trouble", "event")


def _tells(scene: Scene, clause: Clause) -> bool:
    """Something besides the order itself and politeness."""
    if _is_kept(clause.text):
        return False
    left = EXPLAINED.sub("", POLITE.sub("", scene.free[clause.start : clause.end]))
    return len(left) >= 2 and not talk.is_small(clause.text)


def _tidied(clause: Clause) -> Clause | None:
    words = TIDY.sub("", clause.text)
    start = clause.start + max(clause.text.find(words), 0)
    return Clause(start, start + len(words), words) if len(words) >= 2 else None
