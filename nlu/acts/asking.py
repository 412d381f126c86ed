"""The ten questions: what is asked, of which order; a question never books and never cancels.

A question is a way of asking (几点, 谁, 有没有, …吗, 查一下) and a topic; each frame below is such a pair.
"""

import re
from itertools import islice
from typing import Any

from nlu.acts import target
from nlu.acts.hearing import COVER, beside_places, is_topic
from nlu.frames import Frame, Hit, Vocabulary, Words, choose
from nlu.rule import Mark
from nlu.scene import Scene, Span
from nlu.words.questions import QUESTIONS

TAIL = re.compile(
    r"(?:(?<!怎)(?<!什)(?<!多)么|没有?|不(?![一-鿿])|否|嘛|没得)(?:[啊呀呢哦哈嘞]|了)?(?=[，。！？ ]|$)|(?<!干)吗|[？]|(?:呢|来着)[？。]?$|了没[，。啊呀]|(?:好|了|过)没(?=[，。 ]|$)"
)
"""A clause that ends as a question does."""
PERFECT = re.compile(r"(?:怎么|咋|如何|怎样)(?!样)[^，。]{1,10}?(?:了|的)[啊呀呢吗]?(?:[，。？！ ]|$)")
"""怎么取消了, 咋给退了: asked of what has happened, it asks why."""
WHOSE_DOING = re.compile(
    r"(?:是)?(?:谁|哪位|哪个领导)(?:给)?(?:批|审|同意|签|驳|退|派|定)[^，。]{0,3}?(?:的|了)(?=[，。？！啊 ]|$|[这那该此])"
)

DONE_YET = re.compile(
    r"(?:了|好|完|过|出来|下来|下去|上去|上来|成功?|妥|定|[走做办批审派排订约交报填提]完[^，。]{0,4})了?(?:没有?|吗|么|不)[啊呀呢哦]*(?=[，。！？ ]|$)"
)
"""下来了没, 走完流程没有: whether something has been done."""
ENDINGS_MAX = 12
"""Clauses whose ends are looked at."""
ENDINGS = ((DONE_YET, "done_yet"), (TAIL, "yesno"), (PERFECT, "perfect"), (WHOSE_DOING, "who_did"))
DONE = ("approval", "dispatch", "settle", "cancelled", "passed")
NEAR = 4
"""Characters at most between what was done and 没: 批了没, 安排车了没有."""


def _follows(text: str, words: Words, tail: Hit) -> bool:
    done = next((hit for hit in reversed(words) if hit.start < tail.start and not hit.kinds.isdisjoint(DONE)), None)
    return done is not None and tail.start - done.end <= NEAR and "，" not in text[done.end : tail.start]


class Questions(Vocabulary):
    """The words with what the end of a clause, a perfect tense or a doer adds to them."""

    def find(self, text: str) -> Words:
        words = super().find(text)
        more = [
            Hit(*found.span(), found.group(), frozenset([kind]))
            for pattern, kind in ENDINGS
            for found in islice(pattern.finditer(text), ENDINGS_MAX)
        ]
        more += [
            Hit(*hit[:3], frozenset(["just"])) for hit in more if "yesno" in hit.kinds and _follows(text, words, hit)
        ]
        return Words(sorted((*words, *more))) if more else words


WORDS = Questions(QUESTIONS)
FRAMES = (
    Frame("asked_why", "why", "why !near|where|position", says=(("为啥不给我派7座的", "why"), ("凭什么要报到我这里", "why"), ("为什么要王局批", "why"), ("凭啥给我们换成小轿车了", "why")), silent=("怎么还没到", "几点走")),
    Frame("stats_period", "stats", "period how_many|how_much|count !which|that", says=(("这个月用了多少次车", "stats"), ("上个月全市公车跑了多少公里", "stats"), ("我们委上半年用了多少次车", "stats"), ("今年我们单位用车花了多少钱", "stats")), silent=("上个月的事",)),
    Frame("price_sum", "price", "how_much", says=(("去南京大概多少钱", "price"), ("怎么收费", "price"), ("用公车比打车便宜多少", "price"), ("取消要扣多少", "price"), ("上一单一共花了多少", "price")), silent=("多少人",)),
    Frame("why_perfect", "why", "perfect", says=(("我的申请咋给退了", "why"), ("怎么取消了", "why")), silent=("怎么取消订单",)),
    Frame("pending_at", "pending", "pending_at", says=(("卡在谁那里了", "pending"), ("到谁了", "pending"), ("还要批到谁", "pending"), ("现在轮到谁批了", "pending")), silent=("谁来接",)),
    Frame("who_did", "status", "who_did", says=(("20280630031是谁批的", "status"), ("谁同意的", "status")), silent=("谁还没批",)),
    Frame("pending_undone", "pending", "undone which|how_many|maybe", says=(("还有哪些单没派", "pending"), ("多少单没处理", "pending")), silent=("还没派车吗",)),
    Frame("pending_ones", "pending", "undone_ones order|mine|yesno|which|how_many|tell|agenda", says=(("还没派的有几单", "pending"), ("手上还有几单要签的", "pending"), ("待审的给我看看", "pending"), ("我还没审的申请", "pending"), ("没派的单还有吗", "pending")), silent=("没批",)),
    Frame("pending_word", "pending", "pending maybe|yesno|how_many|which|what|where|tell|who", says=(("待派的还有几单", "pending"), ("有没有等我签的", "pending"), ("还有哪些等着我批", "pending"), ("还没批下来的有几张", "pending"), ("谁还没批", "pending")), silent=("还没批",)),
    Frame("who_approves", "pending", "who<approval", says=(("谁来批", "pending"), ("谁负责审批", "pending")), silent=("谁来接",)),
    Frame("approval_by_whom", "pending", "approval<who", says=(("审批人是谁", "pending"),), silent=("谁来接",)),
    Frame("when_fetched", "depart_at", "pickup_when", says=(("明天车什么时候来接", "depart_at"), ("几点来接我们", "depart_at")), silent=("来接我",)),
    Frame("status_wait", "status", "approval|dispatch|order much_longer", says=(("审批还要多久能好", "status"), ("派车还要等多久", "status")), silent=("师傅还要多久",)),
    Frame("where_near", "location", "near", says=(("怎么还没到", "location"), ("车快到了吗", "location"), ("司机什么时候到", "location")), silent=("几点出发",)),
    Frame("where_coming", "location", "coming yesno|how_long|when|where|maybe !leave", says=(("接我的车进站了没", "location"), ("车出站了没", "location")), silent=("火车晚点，三点半才到",)),
    Frame("how_far", "location", "car|chauffeur how_long !exist|money", says=(("车子还有多远", "location"), ("师傅还要多久", "location")), silent=("多久审批",)),
    Frame("status_where", "status", "order|flow position", says=(("用车单走到哪了", "status"),), silent=("车在哪",)),
    Frame("where_car", "location", "car|chauffeur|plate position|where !approval|order", says=(("车到哪了", "location"), ("车现在在什么位置", "location"), ("师傅在哪", "location")), silent=("车牌多少",)),
    Frame("where_position", "location", "position !approval|order|name|kind_of_car|pending", says=(("到哪了", "location"), ("苏D·0A122这会儿开到哪了", "location"), ("走到哪儿了", "location")), silent=("申请走到哪个环节了",)),
    Frame("stats_asked", "stats", "count|sum how_many|what|who|tell|maybe", says=(("一共跑了多少公里", "stats"),), silent=("一共3人", "去统计局")),
    Frame("stats_pair", "stats", "count<count", says=(("数据汇总一下", "stats"),), silent=("统计局",)),
    Frame("figure", "stats", "figure", says=(("全市公车总里程", "stats"), ("公车使用率是多少", "stats"), ("出车次数", "stats"), ("月报", "stats")), silent=("去统计局",)),
    Frame("stats_alone", "stats", "^count count$", says=(("统计一下", "stats"), ("汇总", "stats")), silent=("一共3人去开会", "去统计局")),
    Frame("price_asked", "price", "money how_many|what|how|yesno|tell|maybe", says=(("费用大概是多少", "price"), ("取消的话要扣钱吗", "price"), ("查一下费用", "price")), silent=("费用我出",)),
    Frame("stats_most", "stats", "which|who|what|kind_of_car<sum", says=(("哪个单位用车最多", "stats"), ("哪个局出车最多", "stats")), silent=("订了哪几趟",)),
    Frame("free_drivers", "availability", "free chauffeur|who|yesno !phone|name|order|leave", says=(("哪个师傅今天有空", "availability"), ("明天下午还有师傅吗", "availability"), ("有空的司机有哪些", "availability")), silent=("司机电话多少",)),
    Frame("enough", "availability", "enough", says=(("司机够不够用", "availability"), ("明天车排不排得开", "availability")), silent=("够用",)),
    Frame("driver_phone", "driver", "chauffeur phone|name", says=(("驾驶员联系方式", "driver"), ("师傅电话给我一下", "driver"), ("后天去海宁的驾驶员手机号给一下", "driver"), ("司机叫什么", "driver")), silent=("司机不变",)),
    Frame("driver_phone_of", "driver", "phone<chauffeur", says=(("怎么联系司机", "driver"), ("联系一下师傅", "driver")), silent=("电话13600001234",)),
    Frame("driver_who", "driver", "chauffeur who|which|what", says=(("司机是谁", "driver"), ("后天去苏州的车来的是哪位师傅", "driver")), silent=("司机不变",)),
    Frame("who_drives", "driver", "who drives", says=(("哪位师傅来接我们", "driver"), ("谁开车", "driver"), ("明天谁送我", "driver")), silent=("谁批",)),
    Frame("capacity", "vehicle", "capacity car|mine|order", says=(("派的车能坐几个人", "vehicle"),), silent=("坐三个人",)),
    Frame("car_plate", "vehicle", "plate", says=(("车牌多少", "vehicle"), ("车牌号是几", "vehicle"), ("牌照发我一下", "vehicle")), silent=("几点走",)),
    Frame("kind_of_car", "vehicle", "kind_of_car !why", says=(("派的什么车", "vehicle"), ("明天来接我的是什么车", "vehicle"), ("后天开哪辆车", "vehicle")), silent=("派车",)),
    Frame("is_car", "vehicle", "is<car yesno", says=(("明天的车是轿车吗", "vehicle"),), silent=("车是我的",)),
    Frame("car_or_car", "vehicle", "car<or or<car !exist", says=(("给安排的是商务还是轿车", "vehicle"),), silent=("要商务车",)),
    Frame("model", "vehicle", "model what|how|tell|yesno|maybe|which", says=(("车型是什么", "vehicle"), ("型号是什么", "vehicle")), silent=("车型随便",)),
    Frame("car_what", "vehicle", "car<what|which !how_many|exist|leave", says=(("车是哪个", "vehicle"),), silent=("车几点来",)),
    Frame("when_leave", "depart_at", "when leave", says=(("我的车几点出发", "depart_at"), ("第二个几点走", "depart_at"), ("20270812014啥时候发车", "depart_at"), ("咱明天几点集合出发来着", "depart_at")), silent=("几点开会",)),
    Frame("when_order", "depart_at", "when order|mine|car", says=(("我约的是几点", "depart_at"), ("那单是几点的", "depart_at"), ("下一单是几点", "depart_at")), silent=("几点",)),
    Frame("urged", "status", "urge", says=(("麻烦催一下我那个单子", "status"),), silent=("急",)),
    Frame("agenda", "list", "agenda", says=(("明天我有什么安排", "list"), ("明天有任务吗", "list"), ("我明天有几趟车要坐", "list")), silent=("去安排",)),
    Frame("list_which", "list", "which|how_many order !approval|flow|undone", says=(("我名下有哪些单子", "list"), ("我有几张订单", "list")), silent=("去哪些地方",)),
    Frame("list_cars", "list", "mine which|how_many car !exist|approval", says=(("我都约了哪些车", "list"),), silent=("我几点走",)),
    Frame("list_any", "list", "mine exist<order !approval|dispatch|progress|car", says=(("我有没有没走完的订单", "list"), ("我还有单子吗", "list")), silent=("有车吗",)),
    Frame("list_out", "list", "list_out", says=(("我约过的车列出来", "list"), ("把我的申请列一下", "list")), silent=("列席会议",)),
    Frame("list_tell", "list", "tell order !approval|dispatch|progress|name|phone|plate|settle|who", says=(("今天的派车单都列出来看看", "list"), ("查一下我的订单", "list")), silent=("帮我看看批了没",)),
    Frame("list_record", "list", "record order|mine|car|tell|which", says=(("历史订单", "list"), ("用车记录", "list")), silent=("记录员", "讲讲无锡的历史")),
    Frame("manage", "availability", "manage yesno|maybe", says=(("明天能安排得开吗", "availability"), ("2月16号还派得出大巴吗", "availability"), ("车够用吗明天", "availability")), silent=("够用",)),
    Frame("could", "availability", "could", says=(("现在能派车吗", "availability"), ("能不能安排车", "availability"), ("元旦那天能约车不", "availability")), silent=("能不能快点",)),
    Frame("availability", "availability", "exist car yesno|how_many|maybe|which|tell|what|how", says=(("后天还有车吗", "availability"), ("大巴还有没有", "availability"), ("今天车还有富余的没", "availability"), ("后天还有几台商务车空着", "availability"), ("后天有没有能坐二十人的车", "availability")), silent=("有车了",)),
    Frame("status_or", "status", "approval<or or<approval", says=(("我这单是通过还是驳回了", "status"),), silent=("通过了",)),
    Frame("status_not_yet", "status", "not_yet mine|car|order|yesno", says=(("我约的车还没回复呢", "status"), ("还没派车吗", "status")), silent=("我还没想好",)),
    Frame("status_progress", "status", "progress", says=(("我那个单子走到哪个环节了", "status"), ("申请进度", "status"), ("有结果了吗", "status"), ("批到哪一级了", "status")), silent=("工程进度",)),
    Frame("status_approval", "status", "approval just|maybe|how|tell", says=(("我的申请批了没", "status"), ("领导签字了没有啊", "status"), ("审核通过没", "status"), ("批下来没有啊", "status")), silent=("批了",)),
    Frame("status_dispatch", "status", "dispatch just|how", says=(("车派了吗", "status"), ("明天的车安排好了吗", "status"), ("车订上了没", "status")), silent=("派车",)),
    Frame("status_passed", "status", "passed just order|mine", says=(("我周三那个申请过了吗", "status"),), silent=("吃过了吗",)),
    Frame("status_settled", "status", "settle|cancelled just|maybe", says=(("上一单结算了没", "status"), ("那单取消了吗", "status")), silent=("报销去",)),
    Frame("status_done", "status", "done_yet order|mine|flow|car", says=(("我上午提的单子下来了没", "status"), ("我的派车单出来没有", "status"), ("刚才那个申请交上去了吗", "status"), ("单子走完流程没有", "status")), silent=("好了吗",)),
    Frame("status_of_order", "status", "tell|how order|mine", says=(("查一下我的申请", "status"), ("我的单子呢怎么样", "status")), silent=("申请用车",)),
)  # fmt: skip
BARE_ORDER = re.compile(
    r"(?:单子?|申请|订单|预约|用车|(?:YC|yc|PC)?-?\d[\d-]{6,})呢[？。]?$|^(?:请|麻烦|帮我|帮忙)?(?:查|看|查询|查看)(?:一?下|看)? ?(?:(?:YC|yc|PC)?-?\d[\d-]{6,})[。]?$"
)
"""我的单子呢, 查一下YC20261201-0009: how it stands."""
OF_A_TRIP = frozenset(["availability", "price", "status", "driver", "vehicle", "depart_at", "list"])
"""Questions whose order may be told by its day and place; the others only by name."""


EVERYTHING = {"which": "all"}
_WHO = "(?:[处科厅局部]级|[处科厅]干|合同工|外聘|聘用|临时工|实习生|退休|编外|劳务派遣|借调|家属|级别|职级|职务)"
RULES_ASKED = re.compile(
    rf"{_WHO}[^，。？]{{0,8}}(?:能不能|可不可以|可否|能否|允不允许|准不准|归不归|算不算|够不够)[^，。？]{{0,8}}(?:车|座|坐|用)|{_WHO}[^，。？]{{0,6}}(?:能|可以|允许|有资格)[^，。？]{{0,8}}(?:车|座)[^，。？]{{0,3}}[吗么不？]"
)
"""处级以下能坐商务车吗 asks for the rules."""
RANKS = frozenset("级干工聘生休外遣调属务")
"""Characters of which every such word has one."""


def read(scene: Scene) -> str | None:
    """query with its slots, or None when nothing is asked or a whole booking only asks along the way."""
    if (
        not RANKS.isdisjoint(scene.source.chars)
        and RULES_ASKED.search(scene.text)
        and scene.slots.keys().isdisjoint(("depart_at", "arrive_by", "recurrence"))
    ):
        return "help"
    if scene.asked == "purpose" and not TAIL.search(scene.text):
        return None
    if scene.asked in scene.slots and not TAIL.search(scene.text):
        return None
    if _is_whole(scene) and ASKS_AT_ALL.search(scene.text) is None:
        return None
    found = _question(scene)
    if found is None or _books_despite(scene, found.value):
        return None
    said = target.meant(scene)
    if said == EVERYTHING:
        said = None  # 我的全部预约
    if said is None and found.value in OF_A_TRIP:
        said = _told(scene, found.value)
    scene.slots = {"target": said} if said else {}
    scene.put("query", found.value, found.start, found.end, found.rule)
    return "query"


ASKS_AT_ALL = re.compile("[吗么没几多谁哪啥何咋呢查催否？]|什么|怎|告诉|看|进度|进展")


def _is_whole(scene: Scene) -> bool:
    slots = scene.slots.keys()
    return (
        "passengers" in slots
        and not slots.isdisjoint(("destination", "origin"))
        and not slots.isdisjoint(("depart_at", "arrive_by", "recurrence"))
    )


def _question(scene: Scene) -> Mark | None:
    """The topic asked about, and the words that ask."""
    text = beside_places(scene)
    if text != scene.text and (_is_cut(text, scene.text) or _is_misread(scene)):
        text = scene.text
    words = WORDS.find(text)
    frame = choose(FRAMES, words)
    if frame is not None:
        return Mark(*frame.stretch(words), frame.value, frame.name)
    bare = BARE_ORDER.search(text) if "呢" in text or "查" in text or "看" in text else None
    return Mark(*bare.span(), "status", "bare_order") if bare else None


def _is_cut(covered: str, text: str) -> bool:
    """A cover cuts a word of a question in two: what it hides is no place."""
    return any(COVER in (part := covered[hit.start : hit.end]) and part.strip(COVER) for hit in WORDS.find(text))


def _is_misread(scene: Scene) -> bool:
    """抽得出, 还剩: the words that ask for a car were taken for an errand."""
    purpose = str(scene.slots.get("purpose", ""))
    words = WORDS.find(purpose)
    return words.has("exist", "manage", "could") or (purpose.startswith(("查", "看", "翻")) and words.has("record"))


def _books_despite(scene: Scene, query: str) -> bool:
    """A whole booking with a question in it stays a booking; so does a wish that is asked for politely."""
    slots = scene.slots
    timed = "depart_at" in slots or "arrive_by" in slots or "window" in slots
    placed = "destination" in slots or ("origin" in slots and slots.get("trip_type") == "pickup")
    if placed and timed and "passengers" in slots:
        return query not in ("why", "pending", "list", "stats")
    if query not in ("availability", "status") or not placed:
        return False
    words = WORDS.find(beside_places(scene))
    polite = words.has("courtesy", "could")
    return (
        polite
        and not any(
            hit.kinds & {"exist", "progress", "maybe"} and not hit.kinds & {"courtesy", "could"} for hit in words
        )
        and (timed or "passengers" in slots)
    )


def _told(scene: Scene, query: str) -> dict[str, Any] | None:
    """The day and the place of the trip asked about; a draft's own hour is not said."""
    said = target.little(scene, target.opened(scene.text), len(scene.text))
    if query != "availability":
        said.pop("vehicle_type", None)
    if str(said.get("depart_at", ""))[:16] == scene.now.isoformat()[:16]:
        del said["depart_at"]  # 现在: when it is asked, not when the journey begins.
    if "destination" in said and is_topic(said["destination"]):
        del said["destination"]
    if "destination" in said and WORDS.find(said["destination"]).has("approval", "flow"):
        del said["destination"]  # 处里签过字
    if said:
        scene.spans["target"] = (
            scene.spans.get("depart_at")
            or scene.spans.get("destination")
            or scene.spans.get("vehicle_type")
            or Span(*scene.source.span(0, len(scene.text)), "target")
        )
    return said or None
