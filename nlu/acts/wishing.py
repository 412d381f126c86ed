"""A journey wished for: a booking made afresh, the answer to a question, or a correction of the draft."""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from nlu.acts import idle, weighing
from nlu.acts.hearing import TRIP, beside_places, hear
from nlu.frames import Vocabulary
from nlu.rule import hide
from nlu.scene import Scene
from nlu.words.idle import IDLE
from nlu.words.orders import ORDERS

WISH = Vocabulary(
    {
        "ride": IDLE["ride"],
        "request": IDLE["request"],
        "self": IDLE["self"],
        "none": IDLE["not_private"] + " " + IDLE["no_ride"],
    }
)
FIELDS = Vocabulary(
    {"field": ORDERS["field"], "clear": ORDERS["clear"], "change": ORDERS["change"], "none": ORDERS["no_change"]}
)
CAR = re.compile(
    r"(?:要|订|约|派|叫|安排|借|需要?|用|坐|搭|申请|来)[^，。]{0,8}?车|[一二两三四五六七八九十\d约订派叫来借弄给备][辆台部]|车[，。 ]|[辆台]车(?!子?跑)|接[机站]|送[机站]|拼车|顺风车|捎"
)
MOVES = re.compile(r"去|到|接|送|往|赴|走|出发|从|跑|→|-")
ASKS = re.compile(
    r"(?:吗|么|没有?|呢|不)[啊呀]?[？。！]*$|[？]|几点|多少|多久|多远|多长|什么|怎么|哪|谁|还是[^，。]{1,8}$"
)
ASKING = frozenset("吗么没呢不？几多什怎哪谁还")
"""Characters of which every question has one."""
QUESTION = re.compile(r"(?<!干)吗|[？]|(?:没有?|不)[啊呀]?[。！]*$|几点|多少|多久|多远|什么|怎么|哪|谁")
COURTESY = re.compile(
    r"(?:几点|多少|什么|哪[里儿天]?|谁|几个人?|几号)来着(?=[^，。]{0,3}.)|(?:哪天|几点|什么时候|啥时候|哪个)[^，]{0,4}(?:都行|都可以|都成|方便|随便|合适)[^，]{0,5}|(?:具体)?几点钟?(?:再|还没|没|待|另|到时|不一定|未定|随)[^，]{0,4}|[行好可成中]以?[吗么不]|方便[吗么]|能[^，。]{0,6}[吗么不]|来得及[吗么]"
)
TIMED = frozenset(["depart_at", "arrive_by", "window", "recurrence", "depart_part"])
CALENDAR = frozenset(["depart_at", "depart_part", "arrive_by"])
COUNTED = {
    "passengers": frozenset(["passengers"]),
    **dict.fromkeys(("depart_at", "depart_time", "arrive_by"), TIMED | {"recurrence"}),
}
"""Questions that a number answers, and the slots of their answers."""
WORDY = frozenset(["destination", "origin", "stops", "purpose", "return_at"])
TIME_ASKED = frozenset(["depart_at", "depart_time", "return_at", "arrive_by"])
"""Questions that a time answers."""
ANOTHER = re.compile(
    r"(?:再|另外|还要|还想)(?:帮我|给我)?(?:订|约|要|来|派|加|预约|申请|安排)(?:一)?(?:辆|个|台|单|次|趟|部)?(?:车|单|趟|次)"
    r"|(?:还|另外?|再)有(?:另外?)?(?:一|1)?个?[单趟](?!位)|(?:^|[，。！ ])(?:另外?|下|再)一?个?[单趟][，:]"
)
"""再订一辆车, 还有一单：…: a booking of its own while one is open."""
ANOTHER_CAR = re.compile(
    r"(?:再|另外|还要|还想|还得)(?:帮我们?|给我们?|替我们?|麻烦){0,2}(?:订|约|要|来|派|叫|调|预约|申请|安排)(?:上|个)?(?:一|1)?[辆台部](?!是)"
)
"""再帮我叫一部商务车，周五下午去苏州湾: with a day and a place a booking of its own, not one car more."""
ALSO = re.compile(r"(?:还|也|另外|再)(?:得|要|想|需要?)(?:去一?[趟下次])?(?:去)?(?:接|送|跑|去)")
ON_THE_WAY = re.compile("顺路|顺道|顺便|中途|途中|路上|半路|中间|先|捎|改|换|加|原来|然后|再去")
"""路上还要接个人 is a stop of the draft; 还要接个人，明天11点20到扬州东站 with a day, an hour and a place is another journey."""
FIELD = "(?:时间|日期|日子|钟点|人数|人员|目的地|地点|地址|地方|起点|出发地|上车点|车型|车子?|座位|事由|用途|行程|返程|回程|车次|航班|联系人|电话|申请|单子?)"
CHANGES_FIELD = re.compile(rf"(?:改|换|调整?|挪)[^，。]{{0,5}}?{FIELD}|{FIELD}[^，。]{{0,4}}?(?:改|换|调整|挪)")
"""我是想改时间: a change announced, its value not yet said."""
WRONG = re.compile(r"不对|不是|错了|错啦|有误")
CLEARED = {
    "vehicle_type": "车型|什么车|车辆类型", "passengers": "人数|几个人|多少人|人员", "return_at": "返程|回程|回来|返回", "depart_at": "出发时间|用车时间|上车时间|出发的时间|走的时间|几点走|(?:^|(?<=[，。！ ]))(?:时间|日期|钟点)",
    "purpose": "事由|用途|理由|目的(?!地)", "origin": "上车点|上车地点|起点|出发地", "stops": "途经|中途|经停|停靠", "phone": "电话|手机|联系方式", "seats": "座位|几座", "train_or_flight": "车次|航班",
    "vehicle_count": "几辆|车辆数",
}  # fmt: skip
"""Slots and the words of a form that name them."""


REQUEST = re.compile(
    r"(?:约|订|要|叫|派|安排|申请|预约)(?:上|个)?(?:一|1)?[辆台部个]?(?:车|用车)(?=[，。！、 吗呗]|$|去|到|明|后|大后|下?周|[\d一二三四五六七八九十])"
)
CHANGING = re.compile("改|换|不去|不是|不对|错|应该|还是|取消|不要|推迟|提前|延")


def may_be_another(text: str) -> bool:
    """A cheap look at the words: whether a sentence may speak of a journey besides the draft."""
    return any(words.search(text) for words in (ANOTHER, ANOTHER_CAR, ALSO, REQUEST))


def is_another(text: str, said: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """还有一单：…; 对了还要接个人，明天11点20到扬州东站; 帮我约个车，大后天去江阴市政府: another journey beside the draft.

    said: what the sentence says; known: what the draft holds.
    """
    if ANOTHER.search(text):
        return True
    if said.keys() >= {"depart_at", "destination"} and ANOTHER_CAR.search(text):
        return True
    leave, held = str(said.get("depart_at") or ""), str(known.get("depart_at") or "")
    if not leave or not held or said.keys().isdisjoint(("destination", "origin")):
        return False
    is_elsewhen = leave[:10] != held[:10]
    if ALSO.search(text) and not ON_THE_WAY.search(text):
        is_other_hour = len(held) > 10 and leave != held and said.get("trip_type") == "pickup"
        return len(leave) > 10 and ("train_or_flight" in said or is_elsewhen or is_other_hour)
    place, goal = str(said.get("destination") or ""), str(known.get("destination") or "")
    is_elsewhere = bool(place and goal) and place not in goal and goal not in place
    return is_elsewhen and is_elsewhere and REQUEST.search(text) is not None and not CHANGING.search(text)


def in_draft(scene: Scene) -> str | None:
    """An answer, or a change of the draft that is open."""
    if not scene.has_draft or _is_another(scene):
        return None
    said = TRIP & scene.slots.keys()
    if _corrects(scene, said):
        return "change"
    if (
        QUESTION.search(COURTESY.sub("", scene.text))
        and said <= CALENDAR | WORDY
        and not hear(FIELDS, scene.text).has("change")
    ):
        return None
    if not said and not _untakable(scene):
        if CHANGES_FIELD.search(scene.text) and not ASKS.search(scene.text):
            return "change"
        if re.search(rf"{FIELD}[^，。]{{0,6}}?(?:是|为|写|应)[^，。]{{1,8}}", scene.text) and WRONG.search(scene.text):
            return "change"
        return "deny" if WRONG.search(scene.text[:6]) else None
    if _beside_the_point(scene, said):
        return None
    if not scene.asked or scene.asked == "confirm":
        return "change"
    contradicted = {
        s
        for s in said
        if s in scene.state
        and scene.state[s] != scene.slots[s]
        and not str(scene.slots[s]).startswith(str(scene.state[s]))
    }
    return "change" if contradicted and hear(FIELDS, scene.text).has("change") else "inform"


def _is_another(scene: Scene) -> bool:
    """Another journey; of one car more for it the draft takes no second one."""
    if not may_be_another(scene.text) or not is_another(scene.text, scene.slots, scene.state):
        return False
    if ANOTHER_CAR.search(scene.text) and not ANOTHER.search(scene.text):
        scene.slots.pop("vehicle_count", None)
    return True


def _corrects(scene: Scene, said: frozenset[str]) -> bool:
    """哪里是去江宁啊，我说的江浦; 领导刚通知，不去扬州了，去仪征: what the draft holds is denied, another value said."""
    if not said - CALENDAR - {"purpose"}:
        return False
    if scene.struck:
        return not scene.asked or scene.asked == "confirm"
    denied = DENIED.search(scene.text)
    held = str(scene.state.get("destination") or "")
    return denied is not None and "destination" in said and bool(denied["new"] or (held and held in denied["old"]))


DENIED = re.compile(
    r"(?:^|[，。！ ])(?:就|先|都)?(?:不去|不到|不用去|不是去)(?P<old>[^，。！]{2,12}?)(?:了|啦)?[，。！ ](?P<new>(?:就|改|还是|直接)?[去到])?"
)
"""不去扬州了，去仪征"""


def cleared(scene: Scene) -> str | None:
    """车型随便, 人数先清掉: a slot of the draft is emptied."""
    words = hear(FIELDS, scene.text) if scene.scope.slots else ()
    if not words or not words.has("clear"):
        return None
    found = False
    for slot, names in CLEARED.items():
        for name in islice(re.finditer(names, scene.text), 4):
            wipe = next(
                (
                    h
                    for h in islice(words.every("clear"), 12)
                    if 0 <= h.start - name.end() <= 6 and "，" not in scene.text[name.end() : h.start]
                ),
                None,
            )
            if wipe is not None and not _said_behind(scene, slot, wipe.end):
                found = True
                if scene.state.get(slot) is not None:
                    scene.put(slot, None, name.start(), wipe.end, "cleared")
    return "change" if found else None


def _said_behind(scene: Scene, slot: str, place: int) -> bool:
    """人数不要写三个，写五个: the slot is said anew."""
    span = scene.spans.get(slot)
    return (
        slot in scene.slots
        and scene.slots[slot] is not None
        and span is not None
        and span.start >= scene.source.span(place - 1, place)[1]
    )


def _untakable(scene: Scene) -> bool:
    """11月31日, 99999人: an answer or a change all the same; a vague day only where a day is asked for or changed."""
    whys = {doubt["why"] for doubt in scene.doubts}
    asks_day = scene.asked in TIME_ASKED or hear(FIELDS, scene.free).has("change")
    return bool(whys & {"impossible_date", "absurd_count"}) or ("vague" in whys and asks_day)


def _beside_the_point(scene: Scene, said: frozenset[str]) -> bool:
    """A sentence about other things in which a date or a place happens to stand."""
    weights = weighing.weigh(scene)
    if said & NUMBERED or (weights.wished >= DRAFT_WISH and weights.wishes):
        return False
    if idle.report(scene) is not None:
        return True
    if _is_over(scene) and weighing.rest(scene) >= 2:
        return True
    words = hear(FIELDS, scene.text)
    if scene.bygone and not words.has("change") and not weights.wishes and weighing.rest(scene) >= REST_BESIDE_TALE:
        return True
    if words.has("change") or _wishes(scene) or (scene.asked in TIME_ASKED and said & TIMED):
        return False
    if scene.asked in COUNTED and said.isdisjoint(COUNTED[scene.asked]):
        return _rest(scene) >= 4 and said <= CALENDAR | WORDY
    return said <= CALENDAR and weighing.rest(scene) >= 5


REST_BESIDE_TALE = 3
"""我同事小李上回也是坐的这种车，七个人挤一挤也够: more than a value stands beside what is over."""
NUMBERED = frozenset(["letter_no", "phone"])
"""Slots that nobody tells for telling's sake."""
PUT_OFF = re.compile(
    rf"(?:{FIELD}|几个人|多少人)[^，。]{{0,4}}?(?:再|待会|晚点|晚些|回头|等会|等下|稍后|过会|还没|没定|未定|待定|先不)[^，。]{{0,8}}"
)
"""人数待会儿报你: the answer to another question is put off."""


def _rest(scene: Scene) -> int:
    """What nothing explains, without an answer that is put off."""
    put_off = PUT_OFF.search(scene.text)
    return weighing.rest(scene) - (weighing.rest(scene, *put_off.span()) if put_off else 0)


DRAFT_WISH = 4
"""那就两个吧, 那提前半小时走: weight of an answer or a change, whatever stands before it."""


def _wishes(scene: Scene) -> bool:
    return hear(WISH, scene.text).has("ride", "request") or CAR.search(scene.text) is not None


def fresh(scene: Scene) -> str | None:
    """Without a draft: a booking, or nothing at all.  The less a sentence asks for a car, the less else it may say."""
    text, said = _without_bygone(scene, scene.text), TRIP & scene.slots.keys()
    words = hear(WISH, _without_bygone(scene, beside_places(scene)))
    rides = words.has("ride") or CAR.search(text) is not None
    asks = not ASKING.isdisjoint(scene.source.chars) and ASKS.search(COURTESY.sub("", text)) is not None
    if not said and _untakable(scene) and MOVES.search(text) and not asks and weighing.rest(scene) <= 1:
        return "book"  # 25点走
    if not said:
        return "book" if rides and not asks and (words.has("request", "self") or len(text) <= BARE_WISH_MAX) else None
    if not rides and idle.in_house(scene):
        return None
    if (
        said == ERRAND
        and scene.role in ("official", "visitor")
        and not scene.has_draft
        and BARE_ERRAND.match(text)
        and not asks
    ):
        return "book" if weighing.rest(scene) <= REST_ALONE else None
    if weighing.weigh(scene).wished >= idle.PLAIN_WISH and not asks and said & (PLACED | TIMED):
        return "book"
    if said & PLACED and said & TIMED and ANOTHER.search(text) and not asks:
        return "book"
    if idle.report(scene) is not None or (_is_over(scene) and "passengers" not in said and not rides):
        return None
    where, when = not said.isdisjoint(PLACED), not said.isdisjoint(TIMED)
    if asks and not rides and not COURTESY.search(text) and not (where and when and "passengers" in said):
        return None
    if rides or "recurrence" in said or (said & CARRIED and (where or when or words.has("request"))):
        return "book"
    if _is_way(scene, said):
        return "book"
    rest = 0 if len(LABEL.findall(text)) > 1 else weighing.rest(scene)
    if "passengers" in said and (where or when):
        return "book" if (where and when) or rest <= REST_WITH_PEOPLE else None
    if where and (when or MOVES.search(text)):
        wished = words.has("request", "self") or "trip_type" in said
        return "book" if rest <= (REST_WITH_WISH if wished else REST_ALONE if MOVES.search(text) else 1) else None
    return "book" if "arrive_by" in said and JOINS.search(text) and rest <= REST_ALONE else None


def _without_bygone(scene: Scene, text: str) -> str:
    """昨天送我们去机场的师傅人真好: what is over asks for nothing."""
    for start, end in scene.bygone:
        text = hide(text, start, end)
    return text


def _is_way(scene: Scene, said: frozenset[str]) -> bool:
    """From there to there at an hour; or a clause that is nothing but a way and an hour, whatever stands beside it."""
    if not any(len(str(scene.slots.get(slot, ""))) > DAY_ONLY for slot in ("depart_at", "arrive_by")):
        return False
    if "destination" not in said or weighing.weigh(scene).told:
        return False
    if "origin" in said or CATCHES.search(scene.text):
        return True
    moves = MOVES.search(scene.text) or JOINS.search(scene.text)
    return moves is not None and weighing.crowd(scene) <= REST_ALONE


DAY_ONLY = len("2026-11-24")


ERRAND = frozenset(["purpose"])
BARE_ERRAND = re.compile(
    r"(?:我们?|咱们?|俺们?|领导|处里|科里|单位)?(?:明后天|这两天)?(?:要|想|得|需要|准备|打算)?(?:出去|外出|下乡|去)(?!了|过)"
)
"""去开会, 我们要去检查: a first sentence that says what for, and no more."""


def _is_over(scene: Scene) -> bool:
    """昨天加油站排队好长: of a day gone by."""
    today = scene.now.date().isoformat()
    return any(
        doubt["why"] == "past" and all(str(at)[:10] < today for at in doubt["candidates"]) for doubt in scene.doubts
    )


LABEL = re.compile("[一-鿿]:")
"""A form names its fields."""
BARE_WISH_MAX = 12
REST_WITH_PEOPLE, REST_WITH_WISH, REST_ALONE = 12, 12, 3
"""Characters that nothing explains, at most: beside a place or time with people, with a wish in words, with neither."""
PLACED = frozenset(["destination", "trip_type", "origin", "stops"])
CARRIED = frozenset(["vehicle_type", "vehicle_count", "seats"])
JOINS = re.compile("火车|高铁|动车|飞机|航班|班机")
"""今晚12点的火车: to be caught."""
CATCHES = re.compile(r"[去赶送][^，。]{0,4}(?:机场|[东西南北]站|火车站|高铁站)")
