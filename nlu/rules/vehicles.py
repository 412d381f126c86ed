"""What must carry them: the kind of vehicle, how many of them, how many seats; and who is wished at the wheel."""

import re
from string import digits

from nlu.frames import Vocabulary
from nlu.rule import HIDDEN, Mark, Rule, Rules, Scope, always, hide, read_all
from nlu.rules.counts import END, GOES, HAN, NUM, worth
from nlu.rules.heads import CHAUFFEUR
from nlu.scene import Scene
from nlu.words.vehicles import NO_VEHICLE, NO_VEHICLE_BEFORE, VEHICLES

SEATS_MAX = 80
MARKS_MAX = 30
NEAR = 10
"""Characters before a mark that are looked at."""
SIZE = {name: rank for rank, name in enumerate(VEHICLES)}
KIND_WORDS = Vocabulary({**VEHICLES, "none": NO_VEHICLE})


PLACES = re.compile(NO_VEHICLE_BEFORE)


class Kinds(Rule):
    """The kind of vehicle by its words (nlu/words/vehicles.py); longer words that only contain one are silent."""

    def read(self, text: str, scope: Scope) -> list[Mark]:
        return [
            Mark(hit.start, hit.end, min(hit.kinds, key=lambda kind: SIZE[kind]), self.name, self.kind)
            for hit in KIND_WORDS.find(text)
            if "none" not in hit.kinds and not PLACES.match(text, hit.end)
        ]


def _number(found: re.Match[str], scope: Scope) -> int | None:
    return worth(found["n"])[0]


def _seats(found: re.Match[str], scope: Scope) -> int | None:
    count = worth(found["n"])[0]
    return count if count is not None and 2 <= count <= SEATS_MAX else None


CARRIES = r"的?(?:车|商务|轿|越野|中巴|中客|大巴|大客|面包|考斯特|客车|小[车轿巴客]|大[车巴客]|中[巴客]|[SsMmGg][UuPpLl]|别克|新能源|依维柯|皮卡)"
SEAT_RULES: tuple[Rule, ...] = (
    Rule("seats", rf"(?<![厦楼城园场心栋期路层第一])(?:{NUM}[-~到至或、])?(?P<n>{NUM})\s*人?座(?=位?(?:及?以[上内]|左右|{CARRIES}|的|那种|就|够|吧|也|都|行|型|{END}))位?(?:及?以[上内]|左右)?", _seats, kind="seats", hint="座",
         says=(("7座的车", 7), ("40座大巴", 40), ("叫个七座车", 7), ("十二座的", 12)), silent=("座谈会", "看两座泵站", "国际大厦3座", "B座")),
    Rule("seat_count", rf"座位数?(?:是|为|:|要|得|有|至少|不少于)*(?P<n>{NUM})个?|(?<!\d)(?P<m>{NUM})个座位?", lambda found, scope: worth(found["n"] or found["m"])[0], kind="seats", hint="座",
         says=(("座位要12个", 12), ("5个座位够了", 5)), silent=("座位不够",)),
    Rule("holds", rf"(?:能够?|可以?|够|得)?(?:坐得?下|装得下|(?:能|可以?|够|得)(?:坐|装|载|乘坐?)(?:得下|下|满)?|容纳|核载|载客)(?:至少|大?约|大概|个)*(?P<n>{NUM})[来多]?\s*[个位名号]?(?:人|乘客)?(?:以上)?(?=的|{END}|就|那种|左右)|(?:坐|装|载|乘)(?P<m>{NUM})[来多]?\s*[个位名号]?人?(?:以上)?(?=的?车|的那种|的大|的中)|(?:至少|最少|起码|不少于)(?:要|得|能|可|需)*(?:坐|装|载)(?P<k>{NUM})[个位名]?人?的",
         lambda found, scope: worth(found["n"] or found["m"] or found["k"])[0], kind="seats", hint="坐装容载乘",
         says=(("能坐十六人的车", 16), ("要辆坐得下十六个人的车", 16), ("坐六个人的车", 6), ("能坐十九个人的车一台", 19), ("容纳20人", 20)), silent=("坐3点的车", "我们坐6个人去")),
)  # fmt: skip
COUNT_RULES: tuple[Rule, ...] = (
    Rule("vehicle_each", rf"各(?:要|派|来|订|用|安排)?(?P<n>{NUM})(?:\s*[辆台部]|(?={END}))", _number, kind="vehicle_each", hint="各", says=(("轿车和商务车各一部", 1),), silent=("各位",)),
    Rule("vehicle_count", rf"(?<![第这那每哪同前上另\d.])(?P<n>{NUM})\s*(?:辆|[台部](?={END}|{GOES}|车|的|[大小中新七九5-9]|{CARRIES}|[公轿商越皮考金普途奥红救警冷执机无通班])|个(?={CARRIES}|公务车))(?!班|次|自行车|电动自行车|电瓶车|摩托)车?(?![站间库])|(?<=[务野轿巴车卡斯客])(?P<m>{NUM})[台部](?=[上下到往进跑奔])",
         lambda found, scope: worth(found["n"] or found["m"])[0], kind="vehicle_count", hint="辆台部个", also=digits + HAN, says=(("两台车8个人", 2), ("要一辆考斯特", 1), ("中巴一台", 1), ("派三部车", 3), ("三辆车", 3), ("越野一台上四明山", 1)),
         silent=("车辆", "三位", "三台电脑", "两部手机", "十部门", "一辆自行车"[:0] + "这辆车")),
    Rule("vehicle_label", rf"(?:用车数量?|车辆数量?|车数|辆数|车辆|用车|车)\s*(?:是|为|:|共|要|需要)?\s*(?P<n>{NUM})(?={END})|(?:^|(?<=[，。 \ue000]))(?P<m>[两三四五2-9])车(?=[，。 \ue000\d一二三四五六七八九十]|$)",
         lambda found, scope: worth(found["n"] or found["m"])[0], kind="vehicle_count", hint="车数", also=digits + HAN, says=(("车辆数：2，人数30", 2), ("两车8人", 2)), silent=("车2号楼接", "上车3人")),
)  # fmt: skip
KINDS = Kinds(
    "vehicle_type", "", always(None), hint="".join(word[0] for words in VEHICLES.values() for word in words.split()),
    also="".join(word[-1] for words in VEHICLES.values() for word in words.split()),
    says=(*((f"要{words.split()[-1]}，3人", name) for name, words in VEHICLES.items()), ("明天8点别克GL8去南京", "商务车")),
    silent=("去商务局开会", "到车管所办事", "在大巴车站集合", "去新能源产业园", "要车", "越野赛保障", "三辆自行车"),
)  # fmt: skip
LOAVES = Rule("small_van", rf"(?<=[{HIDDEN}台辆部])面包(?![店房屋厂坊])", always("面包车"), kind="vehicle_type", hint="面包",
              says=(("借辆面包，周三", "面包车"),), silent=("买面包", "面包店"))  # fmt: skip
VEHICLE = Rules((*SEAT_RULES, *COUNT_RULES, KINDS, LOAVES))
DRIVER = Rules((
    Rule("driver_label", rf"(?:司机|驾驶员)(?:是|为|:|就|还|指定|最好|希望|能|仍|安排|派|用|要|请|让|叫|由| )+(?P<d>{CHAUFFEUR})", lambda found, scope: found["d"], kind="driver", hint="司驾",
         says=(("司机还是李师傅", "李师傅"), ("驾驶员：王师傅", "王师傅")), silent=("司机电话多少", "司机到哪了")),
    Rule("driver_sent", rf"(?:让|请|派|由|叫|安排|指定|要|用|换|是)(?P<d>{CHAUFFEUR})(?=来?(?:开|驾|送(?:一|我|领|客|专|去|到)|接(?:我|一|送|站|机)|跑|出车))", lambda found, scope: found["d"], kind="driver", hint="让请派由叫安指要用换是",
         says=(("最好让王师傅来开", "王师傅"), ("派老周开车", "老周"), ("请孙师傅送我们", "孙师傅")), silent=("王师傅电话多少", "跟王师傅说一声", "请师傅来接")),
))  # fmt: skip
DRIVES = frozenset("司驾傅小老")
WITHOUT = re.compile(
    r"(?:不用|不要|不坐|不是|不必|别|甭|无需|不需要?|不想[要坐用]?|不一定[要用坐是]?|用不着|取消|除了?)(?:派|要|用|坐|叫|安排|搞|弄|那?辆|什么|一辆|给我们?|换成?)*$"
)
UNFIT = re.compile(
    r"(?:太大|太小|太挤|不够|坐不下|装不下|换成?|改[成为用]|不行|不要|不用|不必|不合适|不方便|没有的话|退掉)"
)
ANY_KIND = re.compile(
    r"(?:车型|车辆类型|什么车|哪种车|啥车)(?:都|也|就)?(?:随便|不限|行|可以|无所谓|任意|不要求|没要求|没有要求|你们定|不讲究|能)|随便(?:什么|啥|派)?车|不挑车"
)
STEP = re.compile(
    r"(?P<less>少|减|去掉|撤)(?:派|要|用|来|掉)?$|(?:再|多|增|追)(?:加|派|要|来|安排|叫|配|调|备)*$|加派?$"
)
REPLACED = re.compile(r"车?(?:不够|坐不下|装不下|太少|不对|改|换|变)")
NO_COUNT_BEFORE = re.compile(r"(?:不是|并非|不止)$")


def read(scene: Scene, text: str) -> str:
    """text: with ids, times and the digits of places hidden.  Gives it back with vehicles and seats hidden too."""
    marks = read_all(VEHICLE, text, scene.scope, scene.source.hints)
    for mark in marks:
        scene.cover(mark.start, mark.end)
        text = hide(text, mark.start, mark.end)
    seats = next((m for m in marks if m.kind == "seats"), None)
    if seats:
        scene.take("seats", seats)
    kinds = [m for m in marks if m.kind == "vehicle_type"][:MARKS_MAX]
    _kind(scene, kinds)
    _count(scene, [m for m in marks if m.kind in ("vehicle_count", "vehicle_each")][:MARKS_MAX], kinds)
    if scene.role in ("official", "visitor") and not DRIVES.isdisjoint(scene.source.chars):
        for driver in read_all(DRIVER, text, scene.scope, scene.source.hints)[:1]:
            scene.take("driver", driver)
            scene.cover(driver.start, driver.end)
    return text


def _kind(scene: Scene, kinds: list[Mark]) -> None:
    """Of several the largest; 不用大巴, 大巴太大 says which it is not."""
    wanted = [m for m in kinds if not (WITHOUT.search(_before(scene.text, m)) or UNFIT.match(scene.text, m.end))]
    if wanted:
        scene.take("vehicle_type", min(wanted, key=lambda m: SIZE[m.value]))
        return
    state = scene.state.get("vehicle_type")
    free = ANY_KIND.search(scene.text) if state else None
    if state and (free or any(m.value == state or scene.text[m.start : m.end] == state for m in kinds)):
        start, end = free.span() if free else (kinds[0].start, kinds[0].end)
        scene.put("vehicle_type", None, start, end, "any_vehicle")


def _count(scene: Scene, counts: list[Mark], kinds: list[Mark]) -> None:
    text = scene.text
    counts = [
        m for m in counts if not (NO_COUNT_BEFORE.search(_before(text, m)) or REPLACED.match(text, m.end))
    ] or counts
    if not counts:
        return
    of_all = [m for m in counts if not _of_a_kind(text, m, kinds)]  # 用车两部，轿车和商务车各一部
    each = [m.value * (_listed(text, m, kinds) if m.kind == "vehicle_each" else 1) for m in counts]
    total = of_all[0].value if of_all else sum(each)
    step = STEP.search(_before(text, counts[0]))
    if step and scene.state and len(counts) == 1:
        known = scene.state.get("vehicle_count") or 1
        total = max(1, known + (-total if step["less"] else total))
    if total:
        scene.take("vehicle_count", counts[0], total)


def _before(text: str, mark: Mark) -> str:
    return text[max(0, mark.start - NEAR) : mark.start]


def _listed(text: str, mark: Mark, kinds: list[Mark]) -> int:
    """How many kinds stand in one breath before 各一辆."""
    listed, at = 0, mark.start
    for kind in reversed([m for m in kinds if m.end <= mark.start]):
        if not JOINT.fullmatch(text, kind.end, at):
            break
        listed, at = listed + 1, kind.start
    return max(listed, 1)


JOINT = re.compile(r"[、和跟与及，\s]*(?:都|要|需要)?")
BESIDE = re.compile(r"[的大小中新型\s]*|七座|九座")


def _of_a_kind(text: str, mark: Mark, kinds: list[Mark]) -> bool:
    return mark.kind == "vehicle_each" or any(
        BESIDE.fullmatch(text, mark.end, m.start) or BESIDE.fullmatch(text, m.end, mark.start) for m in kinds
    )
