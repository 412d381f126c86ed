"""Telling weighed against wishing: a booking asks us for a car, a tale only speaks of journeys.

Every clause (，。：) is weighed by itself.  The signs of telling are one table, the signs of wishing another; a clause
that tells gives no evidence for a wish: 听说车紧张，那我先占一个：今天4点，儿童医院，三个人 wishes, however it begins.
"""

import re
from bisect import bisect_left
from itertools import islice
from typing import NamedTuple

from nlu.acts.hearing import COVER, TRIP, beside_places
from nlu.frames import Frame, Hit, Vocabulary, Words, fitting
from nlu.rule import hide
from nlu.scene import Scene
from nlu.words.telling import TELLING, WISHING

PATTERNS = (
    (re.compile(r"^[^，。我咱]{2,10}(?:局|委|办|处|科|街道|中心|单位|院|所|处长|主任|局长|公司|学校|镇)[^，。我咱]{0,4}(?:约了|订了|派了|叫了|申请了|要了|借了|用了|包了)"), "others_car", frozenset("了")),
    (re.compile(r"^[^，。我咱]{2,4}(?:已经|已|都|早就|早)[^，。我咱]{0,8}(?:订|约|派|叫|借|申请)(?:好|上|到|走|了|车了)"), "others_car", frozenset("已都早")),
    (re.compile(r"(?:走|去|来|回|坐|开|叫|派|住|买|飞|骑|进|出|起)的(?:[啊呀吧哈]?$)"), "done_so", frozenset("的")),
    (re.compile(r"[去来回到跑走开看玩住吃办转逛堵送接](?:了|过)(?!吗|没|么)|才从"), "gone_by", frozenset("了过才")),
    (re.compile(r"[搭蹭][^，。你我咱\d]{1,8}的[^，。]{0,2}[车巴]|(?:坐|乘)[^，。你我咱\d]{0,6}(?:[局委办院所科司厂村镇校厅社总哥姐他她]|他们|她们|人家|[老小][一-鿿])的[^，。]{0,2}[车巴]|[坐开](?:的是)?自己的车"), "others_seat", frozenset("搭蹭坐乘开")),
    (re.compile(r"^那[次回趟天晚年](?!的|单|一样|车|辆|再)|^上[次回][^，。]{0,8}(?:是|了|才|都)"), "bygone", frozenset("那上")),
    (re.compile(r"[到回来走](?:[^，。]{0,6})(?:都|已经|才)(?:快|是)?[^，。谁哪几什吗]{0,4}[点夜黑亮](?:[多半钟了]|$)|[堵等熬拖]到[^，。]{1,6}才"), "late_hour", frozenset("都已才")),
    (re.compile(r"每[^，。天周日年月]{1,3}[一二两三四五六七八九十\d]{1,3}[人名位张]|[点半刻](?:准时|正式)?(?:开始|开场|开赛|开演|开球|开播|入场)$"), "posted", frozenset("每开入")),
    (re.compile(r"^[^，。车接送从请派我凭报]{1,12}(?:[来到](?:我们?|咱们?)(?:这[里儿边]|[局处科院委]里?|单位|中心)|来(?:拿|取|谈|交|送|检查|调研|督查|考察|交流|参观|对接|座谈)|(?<![十百几多\d])来人(?:检查|调研|督查|考察|督导|验收|了|$))(?![^，。]{0,12}[接车])"), "come_here", frozenset("来到")),
    (re.compile(r"队[打对战迎][^，。]{1,5}队"), "news", frozenset("队")),
    (re.compile(r"(?:限|每批|每次)\d+人|限[报投前]?\d+|\d+楼|\d+室|会议室|报告厅|多功能厅"), "posted_figure", frozenset("限每楼室厅")),
    (re.compile(r"^[^，。几谁哪什怎]{2,20}[着会班训课]呢$|晚点回[你您]"), "tale", frozenset("呢回")),
    (re.compile(r"调[到去][^，。]{1,6}去?了(?:[么吗]|$)"), "tale", frozenset("调")),
    (re.compile(r"[到回](?:单位|家|办公室|公司|局里|学校)了"), "tale", frozenset("了")),
    (re.compile(r"(?:平时|平常|一般|通常|高峰)[^，。]{0,12}(?:分钟|小时|钟头|个钟)|到[^，。]{1,8}(?:要开|要走|得开|得走|开车|只要|要|得|需要?)[^，。用车]{0,3}(?:[\d一二两三四五六七八九十半]个?半?(?:分钟|小时|钟头|刻钟))$"), "drive", frozenset("分小钟")),
    (re.compile(r"(?:明|后|大后)年(?!元旦|春节|正月|清明|五一|[\d一二三四五六七八九十])[^，。\d月号日]{0,6}(?:可能|打算|准备|说不定|也许|估计|计划|要)|[\d一二两三四五六七八九十半][多来几]?年半?$|要是[^，。]{2,16}就好了$|(?:可能|准备|打算)[^，。]{0,2}(?:调[到去]|搬到)"), "would", frozenset("年要调搬")),
    (re.compile(r"[坐乘](?!我们|你们)[^，。接送用派]{1,8}(?:动车|高铁|火车|飞机|班车|地铁|公交车?)$|统一[坐乘]"), "own_way", frozenset("坐乘")),
    (re.compile(r"[归算扣能可要该用许准给管](?:不|没)[归算扣能可要该用许准给管]"), "whether", frozenset("不没")),
    (re.compile(r"住[一-鿿]{2,8}(?:酒店|宾馆|饭店|国际|大厦|招待所|山庄|度假村)$"), "lodge", frozenset("住")),
)  # fmt: skip
"""Signs that are patterns of characters: the pattern, its class, characters of which one must stand in the clause."""
FOUND_MAX = 4


class Telling(Vocabulary):
    """The words with what patterns add."""

    def find(self, text: str) -> Words:
        return with_patterns(super().find(text), text, _hinted(frozenset(text)))

    def find_plain(self, text: str) -> Words:
        """Without the patterns, which look at a clause by itself."""
        return super().find(text)


Shape = tuple[re.Pattern[str], str]


def _hinted(chars: frozenset[str]) -> list[Shape]:
    """The patterns that a text of these characters may hold, and their classes."""
    return [(pattern, kind) for pattern, kind, hint in PATTERNS if not hint.isdisjoint(chars)]


def with_patterns(words: Words, clause: str, patterns: list[Shape], start: int = 0) -> Words:
    """start: where the clause begins in the text of which the words are."""
    more = [
        Hit(start + found.start(), start + found.end(), found.group(), frozenset([kind]))
        for pattern, kind in patterns
        if (found := pattern.search(clause))
    ]
    return Words(sorted((*words, *more))) if more else words


WORDS = Telling(TELLING)
SIGNS = (
    Frame("tells_own_way", 4, "own_way !returning", says=(("我打的去高铁站就行", 4), ("我们仨明天骑共享单车去政务中心", 4)), silent=("打的票", "返程我们坐高铁")),
    Frame("tells_others_seat", 4, "others_seat !begs", says=(("周四去市委党校我们蹭教育局的车", 4), ("坐水利局的中巴", 4), ("开的是自己的车", 4)), silent=("坐我们局的车", "能不能搭一下发改委的车", "坐七座的车")),
    Frame("tells_bygone", 2, "bygone", says=(("那次从宿迁回来", 2), ("那天两点从机关大院出发", 2)), silent=("那天的单子", "那个人去", "冬至那天去雨花台", "后天那趟不用了")),
    Frame("tells_late_hour", 2, "late_hour", says=(("到赣榆都十点多", 2), ("从盐城回来已经十一点了", 2), ("堵到四点才到", 2)), silent=("怎么都几点了还不到", "到四点")),
    Frame("tells_no_need", 4, "no_need", says=(("不麻烦你们了", 4),), silent=("麻烦派车",)),
    Frame("tells_of_others", 4, "they<did|own_way !not_they", says=(("人家财政的昨儿去安吉", 4), ("他们派了车来接我", 4)), silent=("他们三个去北京",)),
    Frame("tells_others_car", 6, "others_car !asks", says=(("环保局约了明天8点的中巴", 6),), silent=("教育局明天用车",)),
    Frame("tells_their_car", 4, "their_car !asks", says=(("城管那边每周一、四都有车去垃圾场巡查", 4),), silent=("有车去苏州吗",)),
    Frame("tells_of_neighbours", 4, "neighbours !we", says=(("隔壁科室下午两点去溧阳", 4),), silent=("隔壁科也要去",)),
    Frame("tells_come_here", 3, "come_here", says=(("纪委的同志上午十点到我们单位", 3), ("下周二省里来人检查", 3), ("住建局今天下午两点要来拿材料", 3)), silent=("八点到单位接我们", "车到局里等")),
    Frame("tells_arrived", 4, "arrived", says=(("招商局一行五人已抵达苏州", 4),), silent=("抵达苏州",)),
    Frame("tells_staff", 4, "staff", says=(("12月5号单位体检", 4),), silent=("去体检中心检查",)),
    Frame("tells_riddle", 6, "riddle", says=(("考考你", 6),), silent=("去考试",)),
    Frame("tells_done", 2, "done_so", says=(("两点半从南门走的", 2),), silent=("两点半走",)),
    Frame("tells_visitors", 3, "visitors<arrive !sets_out", says=(("省里专家组明天到常州", 3),), silent=("接专家组", "督查组一行5人从市政府到金坛")),
    Frame("tells_lodging", 2, "lodge", says=(("住锦江国际", 2), ("住在白金汉爵", 2)), silent=("去住建局",)),
    Frame("tells_hearsay", 4, "hearsay !not_heard", says=(("听说放假前车紧张", 4),), silent=("去听课", "听讲座")),
    Frame("tells_past", 2, "past !again|asks", says=(("上周我们坐车去泗洪调研", 2),), silent=("昨天那单再来一次",)),
    Frame("tells_gone_by", 2, "past gone_by !again|asks", says=(("上周我们三个去了趟无锡", 2),), silent=("去了无锡再去江阴",)),
    Frame("tells_dream", 4, "would", says=(("退休以后我要开房车", 4), ("明年我可能要去新疆援建", 4), ("要是有辆车天天接我上班就好了", 4)), silent=("退休干部", "明年1月3日要去南京", "明年元旦要用车")),
    Frame("tells_drive", 4, "drive !begs", says=(("从单位到南站要开40分钟", 4), ("局里到开发区平时20分钟现在要50分钟", 4), ("每天到单位要一个小时", 4)), silent=("40分钟后到南站", "到南站用车两小时", "去无锡要一个半小时后的车")),
    Frame("tells_obstacle", 2, "obstacle", says=(("312国道天天修路", 2), ("东门封闭", 2)), silent=("去看修路工程", "堵车那次的费用")),
    Frame("tells_happens", 4, "happens !attends", says=(("明天上午10点大院消防演练", 4), ("楼下9点要放鞭炮", 4)), silent=("去开发区参加消防演练", "到粮库检查消杀")),
    Frame("tells_tale", 3, "tale", says=(("累得不想说话", 3),), silent=("去讲课",)),
    Frame("tells_leave", 5, "leave !others_leave", says=(("年假还剩五天", 5),), silent=("去年会",)),
    Frame("tells_late_in", 4, "late_in", says=(("晚半小时到", 4),), silent=("三点到",)),
    Frame("tells_posted", 2, "posted", says=(("会期半天", 2), ("扫码报名", 2)), silent=("开会",)),
    Frame("tells_posted_figure", 1, "posted_figure", says=(("每单位限2人", 1),), silent=("两个人",)),
    Frame("tells_mail", 3, "mail !asks", says=(("取件码60-3-2218", 3),), silent=("发件",)),
    Frame("tells_falling", 5, "falls !must_go", says=(("雨停了没", 5), ("外面下大雪了", 5)), silent=("大雪那天",)),
    Frame("tells_weather", 3, "weather !must_go", says=(("明天有雨", 3),), silent=("去气象局",)),
    Frame("tells_news", 3, "news", says=(("流量突破一千万辆次", 3),), silent=("去新闻中心",)),
)  # fmt: skip
"""name, weight, the classes that make it."""
POINT = re.compile(r"^(?:就(?=[去到改走按])|那(?:么)?)(?![个次趟单边里位辆年时天帮会些几种样两三\d])")
"""那就两个吧, 那提前半小时走."""


class Wishing(Vocabulary):
    """The words, and 那 at the head of a clause that comes to the point."""

    def find(self, text: str) -> Words:
        return with_point(super().find(text), text)

    def find_plain(self, text: str) -> Words:
        """Without 那, which stands at the head of a clause."""
        return super().find(text)


def with_point(words: Words, clause: str, start: int = 0) -> Words:
    """start: where the clause begins in the text of which the words are."""
    return Words((Hit(start, start, "那", frozenset(["turn"])), *words)) if POINT.match(clause) else words


WISHES = Wishing(WISHING)
ASKED_FOR = (
    Frame("wishes_car", 6, "strong", says=(("请派车", 6), ("帮我订车", 6)), silent=("派车单", "不安排接送")),
    Frame("wishes_turn", 2, "turn", says=(("那我先占一个", 2), ("还是得去", 2)), silent=("那两个人去开会",)),
    Frame("wishes_no_more", 5, "drop !off", says=(("算啦", 5), ("不用接了", 5)), silent=("去开会", "联席会因故取消")),
)  # fmt: skip
WEIGHTS = {**{frame.name: frame.value for frame in ASKED_FOR}, "change": 4, "answer": 2, "ours": 4}
"""Of each wish; change: of the draft; answer: to what was asked; ours: a journey of ours beside that of others."""
WHOLE, DOUBTED, BARRED, FORWARD, ANSWER_REST = 2, 2, 3, 3, 5
"""Weight of a whole journey; of a clause whose slots, and whose wishes, count for nothing; of a forwarded head; what may stand beside an answer."""
JOURNEY = frozenset(["time", "place", "people"])
QUOTED = re.compile(r'“[^”]{1,80}”|"[^"]{1,80}"|「[^」]{1,80}」')
QUOTES = frozenset('“"「')
FORWARDED = re.compile(
    r"^[^，。:？]{0,12}(?:通知|公告|公示|通报|启事|提示|提醒|预告|喜报|讣告)[:]|^(?:[【\[（(][^】\]）)]{1,16}[】\])）]|-{4,}|@\S|转[发:]|转[^，。:]{1,5}(?:短信|消息|微信|邮件)|转:|fwd?:|RE:|关于[^，。]{2,40}的(?:通知|公告|函|请示)|《|会议(?:时间|地点|议题|名称):|[一-鿿]{2,8}(?:台|处|办|局|科|部|站|中心|支部|委|组):)|邮件自动回复",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[^，。；！？:]+")
CLAUSES_MAX = 40
GROUPS = {
    **dict.fromkeys(("depart_at", "arrive_by", "window", "recurrence", "depart_part"), "time"),
    **dict.fromkeys(("destination", "origin", "stops"), "place"),
    "passengers": "people",
    "trip_type": "fetching",
    **dict.fromkeys(("vehicle_type", "vehicle_count", "seats"), "car"),
}
"""What of a journey each slot tells."""


class Weights(NamedTuple):
    told: int
    wished: int
    turns: bool
    """A word comes to the point behind what is told."""

    @property
    def wishes(self) -> bool:
        return self.wished >= WISHED and self.wished >= self.told

    @property
    def tells(self) -> bool:
        return self.told >= TOLD and self.told > self.wished


WISHED = TOLD = 3
"""Weights from which a sentence is believed to wish, or to tell."""


class Clause(NamedTuple):
    """What the words of one clause weigh, whatever is read in it."""

    start: int
    end: int
    told: int
    past: bool
    """What it tells is over."""
    wishes: set[str]
    changes: bool
    """A word of changing stands in it."""
    is_over: bool
    """Nobody reads it: it is of a time gone by (nlu/rules/bygone.py)."""


def weigh(scene: Scene) -> Weights:
    """How much of the sentence tells and how much of it asks us for something."""
    weights: Weights | None = scene.kept.get("weights")
    if weights is None:
        weights = scene.kept["weights"] = _weigh(scene)
    return weights


def _weigh(scene: Scene) -> Weights:
    forwarded = FORWARDED.search(scene.text) is not None
    told = FORWARD if forwarded else 0
    groups, wishes, later = set[str](), set[str](), set[str]()
    quotes = _quotes(scene)
    places, moved, asked = _places(scene), _is_moved(scene), scene.asked
    over, ours, gone = False, -1, 0
    for start, end, tells, past, wished, changes, is_over in _clauses(scene):
        if is_over:
            gone, over = gone + tells, True
            continue
        if (told or gone) and not (tells or forwarded):
            ours = start if OUR_WAY.search(scene.text, start, end) else ours
            if (ours >= 0 and _is_timed(scene, ours, start, end, over)) or (
                scene.has_draft and POINTS.match(scene.text, start, end) and _tells(scene, places, start, end)
            ):
                told, wished = 0, wished | OURS
            elif wished >= COMES_TO_A_CAR:
                told = 0
        told, over, ours = told + tells, over or past, -1 if tells else ours
        if tells < BARRED:
            wishes |= wished | CHANGE if changes and moved else wished
        said: list[str] = []
        if tells < DOUBTED and not (quotes and _is_quoted(quotes, start, end)):
            said = [slot for place, slot in places if start <= place < end]
        groups.update([GROUPS[slot] for slot in said if slot in GROUPS])
        if moved and said and tells < BARRED and POINT.match(scene.text[start:end]):
            wishes |= CHANGE  # 预报说周四有大雪，那就周三去吧
        later = set() if tells >= BARRED else later | groups
        if asked and said and (asked in said or (asked == "depart_time" and "depart_at" in said)):
            wishes |= {"answer"} if rest(scene, start, end) <= ANSWER_REST else set()
    told += min(gone, OVER) if wishes or "time" in groups else gone
    weight = sum([WEIGHTS[name] for name in wishes]) + len(groups)
    return Weights(told, weight + (WHOLE if later >= JOURNEY and not forwarded else 0), "wishes_turn" in wishes)


COMES_TO_A_CAR = {"wishes_turn", "wishes_car"}
"""隔壁处坐高铁，我们嫌麻烦，还是坐车."""
CHANGE, OURS = {"change"}, {"ours"}


def _is_timed(scene: Scene, ours: int, start: int, end: int, over: bool) -> bool:
    """他们昨天去过盱眙了，我们是明天去: what was told before is of others, the journey with its time is ours.

    ours: where our way begins; over: what was told is past, so that a day must be said.
    """
    if over and DAY_AHEAD.search(scene.text, ours, end) is None:
        return False
    return any(first < end and start < last for first, last in scene.times)


def _tells(scene: Scene, places: list[tuple[int, str]], start: int, end: int) -> bool:
    """A clause holds a time or another slot of the journey."""
    in_time = any(first < end and start < last for first, last in scene.times)
    return in_time or any(start <= place < end and slot in GROUPS for place, slot in places)


POINTS = re.compile(r"(?:那|就|只|还?剩|我们?还是|咱们还是|还是|改|车也|车就)(?![么个次天时边])")
"""小赵感冒来不了，剩两个; 预报说周四有大雪，那就周三去吧: with a draft open, the point of what was told."""


OUR_WAY = re.compile(
    r"(?:我|咱|本[处科局办委])[^，。跟搭蹭骑]{0,12}?(?<![不没])(?:去|走|到|出发|动身|跑|赶)(?![了过不])"
)
DAY_AHEAD = re.compile(r"[今明后]|[周号日]|礼拜|星期")


OVER = 2
"""The most that clauses of a time gone by weigh beside a journey with a time of its own."""
PAST = ("past", "gone_by", "done_so", "bygone")


def _clauses(scene: Scene) -> list[Clause]:
    text = scene.text
    telling, wishing, patterns = WORDS.find_plain(text), WISHES.find_plain(text), _hinted(scene.source.chars)
    clauses: list[Clause] = []
    back: Hit | None = None
    for found in islice(CLAUSE.finditer(text), CLAUSES_MAX):
        start, end, clause = *found.span(), found.group()
        told = telling.within(start, end)
        if patterns:
            told = with_patterns(told, clause, patterns, start)
        back = told.first("returning") or back
        if back and told.has(
            "own_way"
        ):  # 回来不用管，我们自己坐地铁: how they come back is no word against the way there.
            told = Words((back, *told))
        is_over = any(first < end and start < last for first, last in scene.bygone)
        tells = sum([sign.value for sign in fitting(SIGNS, told)]) if told else 0
        wished = with_point(wishing.within(start, end), clause, start)
        wishes = {frame.name for frame in fitting(ASKED_FOR, wished)} if wished and not is_over else set()
        clauses.append(Clause(start, end, tells, is_over or told.has(*PAST), wishes, wished.has("change"), is_over))
    return clauses


def _places(scene: Scene) -> list[tuple[int, str]]:
    """Where each slot of the journey was read."""
    at, slots = scene.source.at, scene.slots
    return [(bisect_left(at, span.start), slot) for slot, span in scene.spans.items() if slot in slots and slot in TRIP]


def _quotes(scene: Scene) -> list[tuple[int, int]]:
    if QUOTES.isdisjoint(scene.source.chars):
        return []
    return [quote.span() for quote in islice(QUOTED.finditer(scene.text), CLAUSES_MAX)]


def _is_quoted(quotes: list[tuple[int, int]], start: int, end: int) -> bool:
    """What is quoted was said by others."""
    return any(first < end and start < last for first, last in quotes)


def _is_moved(scene: Scene) -> bool:
    """A draft is open, and something of a journey or a step is said."""
    return scene.has_draft and (not scene.flags.isdisjoint(("shift", "party_step")) or not TRIP.isdisjoint(scene.slots))


def crowd(scene: Scene) -> int:
    """The most that stands unread in one of the clauses in which the journey is told: what stands beside it may be long."""
    places = _places(scene)
    said = [
        found.span()
        for found in islice(CLAUSE.finditer(scene.text), CLAUSES_MAX)
        if any(found.start() <= place < found.end() for place, slot in places if slot in GROUPS)
    ]
    return max((rest(scene, start, end) for start, end in said), default=0)


def rest(scene: Scene, start: int = 0, end: int | None = None) -> int:
    """How many characters of the sentence no rule has read and no particle explains."""
    free = scene.free
    for covered in COVERED.finditer(beside_places(scene)):
        free = hide(free, *covered.span())
    return len(EXPLAINED.sub("", free[start:end]))


COVERED = re.compile(f"{COVER}+")
EXPLAINED = re.compile("[\ue000-\ue0ff，。！？ 的吧呢了就是那要在出发走回到前后再可以行大概左右我们]+")
