"""From where, by where, to where: the phrase behind a word of motion, cut where the place ends."""

import re
from collections.abc import Iterator

from nlu import cut
from nlu.data.divisions import DIVISIONS
from nlu.lexicon import Known
from nlu.rule import Mark, Rule, Scope
from nlu.rules import talk, towns
from nlu.rules.purpose import VERB
from nlu.scene import Scene

E = "\ue000-\ue0ff"
C = rf"[^{E}，。；！？:()\s“”~→>—-]"
SUFFIX = (
    r"(?:市|县|区|镇|乡|街道|村|路|局|厅|委|办|院|所|中心|站|机场|广场|大厦|酒店|宾馆|饭店|公园|学校|中学|小学|大学|学院|政府|园|厂|公司|码头|港|湖|山|寺|楼|馆|基地|工地|服务区|会堂|法院|银行|小区|社区|门|桥|库|城|"
    r"部|党校|妇联|政协|人大|团委|工会|残联|文联|科协|侨联|商会|药业|分局|出口|门口|航站楼|[Tt][1-4]|支队|大队|单位|机关|高铁|口|侧|局里|花园|苑|庭|岛|室|湾|店|府|坝|闸|水库|堤|集团|仓库|现场)"
)
STOP = re.compile(
    rf"{VERB}|需要|麻烦|谢|总共|一共|大概|大约|预计|人数|事由|用途|联系|电话|返程|返回|来回|往返|双程|单程|包车|出发|上车|集合|下车|接(?!待|官)|顺路|顺便|中途|途经|路过|经过|然后|最后|接着|之后|随后|并且?|来(?=接)|"
    rf"要(?!塞)|用(?=车|商务|大巴|中巴|小车|[{E}])|坐[{E}]|乘|派(?!出所)|请|帮|可以|行吗|好吗|[吗呢吧啊哦哈嘛]|了|当天|全天|半天|改[成为到]|换成|不[去用要是对走行变动]|还[有是要]|住[{E}]|过夜|赶(?!集)|陪|带(?!路)|和(?=我|他)|"
    rf"回(?!龙|民|族|收)|再|去|到|送|应急(?!管理|指挥|中心|局|办|保障|大队)|紧急|急用|(?<!应)(?<!救)急(?!救)|每周|每天|的(?=车|客|领导|专家|代表|同志|人|会|火车|高铁|人|话|飞机|航班|那|单|申请|行程|预约|用车)|共(?=[{E}])|往(?!复)|有(?!限|色)|能(?!源)|就(?=[行好可是我要去])|都(?=[要去有是可行])|也(?=[去要行可一])|停(?![车机靠泊])|那(?![坡曲])|走(?!马)|同行|随行|等(?=我|他|人)|取消|撤|管道|爆|塌|[失起着]火|渗|溃|决口|险情|发生|出现|早点|晚点|安排|司机|差不多|左右|前后|随便|哪|怎|什么|多少|是(?!吗)|会(?=下|堵|不)|下雨|天气|至|办(?=完|好|个|点|一下|了)"
)
TRIM_END = re.compile(
    r"(?:的话|那边|那里|那儿|方向|附近|吧|呢|了|啊|的|一趟|一下|就行|就好|即可|这边|,|、|需|来|还|人|—|-|出)+$"
)
TRIM_START = re.compile(
    r"^(?:了|一?趟|一下|我们|咱们|咱|我(?!市)|那个|一个|是|为|在|去|到|往|的|个|又|先|你们|呃|嗯|个|、|-|:|从)+"
)
_NOT_PLACES = "哪 哪里 哪儿 这里 这 那里 那 那边 外地 外面 时候 单子 时间 日期 地点 目的地 车 一趟 一次 用车 人 您 你 他 她 客人 领导 我们 大家 上述 前面 手 申请 位置 站 公务 了 单 订单 电话 里 外 家 现场 一起"
NOT_PLACES = frozenset(_NOT_PLACES.split())
DIVISION_NAMES = frozenset(DIVISIONS)

TO = r"(?:去(?!年|掉|除|向|哪|过|接待|不了|吗|不|[，。 ]|$)|前往|赶往|赶赴|赶去|赶到|抵达|到达|开往|开到|送到|送至|送往|接到|回到|返回|飞往|赴|奔(?!牛|驰)|(?<![接收看找遇没得感想听等提迟报签达轮改赶送回换调延推直提])到(?!了|时|底|期|家|哪|岗|货|齐|账|站后?接|站[，。]|位|场|[，。 ]|$)|至(?!少|于|今)|往(?!返|后|前|来|常)|上(?=[北上南杭苏广重无]京?[京海]))"
NOT_GO = r"(?<![不别没勿未过出失死进])"
PLACES: tuple[Rule, ...] = (
    Rule("destination_label", rf"(?:目的地|(?<![车发人])地点(?!:?从|:?自)|会址|终点站?|目的地点|到达地|下车点|下车地点|去向|去处)(?:就?是|为|在|:|改[成为到]|换[成到]|变[成为]|写)*(?P<p>{C}{{2,24}})", lambda found, scope: clean(found["p"]),
         kind="destination", hint="目终下去到地会", says=(("目的地改为如皋", "如皋"), ("终点：宜兴", "宜兴")), silent=("去宜兴",)),
    Rule("origin_label", rf"(?:起点|起始地|出发地点?|上车地?点|上车地|出发点|始发地|接人地点)(?:就?是|为|在|:|改[成为到在]|换[成到])*(?P<p>{C}{{2,24}})", lambda found, scope: clean(found["p"]),
         kind="origin", hint="起出上始接", says=(("起点：机关北门", "机关北门"), ("上车点改成市委西门", "市委西门")), silent=("从机关走",)),
    Rule("from_place", rf"(?:从|自(?![己行动驾由愿然])|由(?!于))(?P<p>{C}{{2,20}}?)(?=去|到|出发|走(?!马)|上车|至|赴|前往|回|接|往|送|开往|开车|启程|动身|[，{E}]|$)", lambda found, scope: clean(found["p"]), kind="origin", hint="从自由",
         says=(("明天下午三点从住建局去苏州吴中区", "住建局"), ("9点从局里走", "局里")), silent=("由于下雨",)),
    Rule("at_place", rf"在(?P<p>{C}{{2,16}}?)(?:门口|楼下)?(?=上车|出发|集合|等车|候车|碰头|接(?!待)|等(?!级|到|待区))", lambda found, scope: clean(found["p"]), kind="origin", hint="在", says=(("在市民中心上车", "市民中心"), ("在北门集合", "北门")), silent=("在吗",)),
    Rule("rename_destination", rf"(?:把)?(?P<old>{C}{{2,12}})(?:改[成为]|换[成])(?:去|到)?(?P<p>{C}{{2,20}})", lambda found, scope: _renamed(found, scope), kind="destination", hint="改换",
         says=(), silent=("人数改成5个",)),
    Rule("not_but_place", rf"不(?:是|去|到)了?(?P<old>{C}{{2,12}}?)了?[，,]?(?:了，?)?(?:改?去|是|改?到|改成|换成|而是)(?P<p>{C}{{2,20}})", lambda found, scope: _place_like(found["p"]), kind="destination", hint="不",
         says=(("不去无锡了去常熟", "常熟"), ("不是无锡是宜兴", "宜兴")), silent=("不去了",)),
    Rule("by_way_of", rf"(?:途经|途径|路过|经过|经停|经(?![理济开信过常营贸费办纬侦手典历])|中途(?:到|去|停靠?)?|顺路(?:去|到|经过)?|绕道?(?:去|到)?|先(?:去|到|送到))(?:一?下)?(?P<p>{C}{{2,20}})", lambda found, scope: clean(found["p"]), kind="stop", hint="途经过先路绕",
         says=(("先去江阴再去无锡", "江阴"), ("途经丹阳", "丹阳")), silent=("先放着",)),
    Rule("go_to", rf"{NOT_GO}{TO}(?:一?趟|一下|了)? ?(?P<p>{C}{{2,24}})", lambda found, scope: clean(found["p"]), kind="destination", hint="去前赶抵到开送接回返飞赴奔至往上",
         says=(("去苏州吴中区，4人", "苏州吴中区"), ("去宜兴市政府开防汛座谈会", "宜兴市政府"), ("去金坛站接站", "金坛站"), ("去常州经开区管委会", "常州经开区管委会"),
               ("去溧阳开发区管委会", "溧阳开发区管委会"), ("去宜兴看泵站", "宜兴"), ("去金坛区看守所", "金坛区看守所"), ("月底去趟审计厅", "审计厅"), ("到宿迁出差", "宿迁"), ("去无锡软件园参加论坛", "无锡软件园"), ("赶到镇江市政府", "镇江市政府")),
         silent=("去开会", "不去了", "去年", "收到", "到了", "去看泵站", "去查水质")),
    Rule("from_bare", rf"(?<![\u4e00-\u9fff\w])(?P<p>{C}{{2,14}}?)(?:到|至|→|[-—]+>?)(?={C}{{2}})", lambda found, scope: _whole_place(found["p"]), kind="origin", hint="到至→-—",
         says=(("政府大院到人民医院", "政府大院"), ("常州到无锡", "常州")), silent=("领导到南京", "我们到无锡")),
    Rule("dash_to", rf"(?<=[\u4e00-\u9fff])(?:→|[-—~]+>?)(?P<p>{C}{{2,20}})", lambda found, scope: clean(found["p"]), kind="destination", hint="→-—~",
         says=(("市政府-金坛区人大", "金坛区人大"),), silent=("8-9点",)),
    Rule("trouble_at", rf"(?:^|[，。！]|急)(?P<p>{C}{{2,12}}?)(?:发生|出现|有|管道|堤防|圩堤|大坝|大堤|水闸|燃气|化工|道路)*(?:渗漏|溃|决口|险情|失火|起火|着火|塌|爆|泄漏|漏水|管涌|内涝|积水|断电|火灾|事故)", lambda found, scope: clean(found["p"]), kind="trouble",
         says=(("急!运村圩堤渗漏", "运村"),), silent=("爆了",)),
    Rule("go_back_to", rf"(?<![来不])回(?!来|去|程|到?了|吗|到|单吗|场|复|头|电|执|访|龙)(?P<p>{C}{{2,16}})", lambda found, scope: clean(found["p"]), kind="back", hint="回",
         says=(("接2人回单位", "单位"), ("下午3点从无锡回常州", "常州")), silent=("回来了", "回场")),
)  # fmt: skip


GUARDED = ("rename_destination", "not_but_place")


def clean(words: str, known: tuple[Known, ...] = ()) -> str | None:
    """The place at the head of a phrase, without verbs and particles; None when none is left."""
    words = TRIM_START.sub("", words)
    limit = len(words)
    for stop in STOP.finditer(words):
        if not any(k.start < stop.start() < k.end or k.start == stop.start() for k in known) and not _inside_name(
            words, stop
        ):
            limit = stop.start()
            break
    words = words[:limit]
    words = TRIM_END.sub("", _before_verb(words))
    return words if len(words) >= 2 and words not in NOT_PLACES and not re.fullmatch(r"[\d\W]+", words) else None


def _inside_name(words: str, stop: re.Match[str]) -> bool:
    """接待 in 接待中心 and 回 in 回龙镇 belong to the name; 接站 is a verb."""
    return (
        len(stop.group()) <= 3
        and (stop.group(), words[stop.end() : stop.end() + 1]) != ("接", "站")
        and re.match(
            r"(?:中心|基地|学校|大厦|广场|公司|大厅|站(?!接)|办公室|所(?!以)|科|处(?!理)|局|路|街|村|镇)",
            words[stop.end() :],
        )
        is not None
        and stop.start() > 0
    )


_ONE_CHAR_VERBS = (
    "看 查 取 拿 办 谈 开 参 领 搬 做 搞 给 找 送 接 问 听 学 验 测 拍 采 交 换 修 玩 吃 逛 买 见 拉 装 卸"
)
ONE_CHAR_VERBS = frozenset(_ONE_CHAR_VERBS.split())


def _before_verb(words: str) -> str:
    if not ONE_CHAR_VERBS.intersection(words[2:]):
        return words
    at = 0
    for word in cut.words(words):
        is_name = words[at + 1 : at + 2] in ("区", "街", "镇", "乡")  # 经开区: nobody "opens" a district.
        if at >= 2 and word in ONE_CHAR_VERBS and len(words) - at > 2 and not is_name:
            return words[:at]
        at += len(word)
    return words


def _place_like(words: str) -> str | None:
    place = clean(words)
    return (
        place
        if place
        and not re.match(
            r"[\d一二三四五六七八九十两]+[个位人点辆号]|明天|后天|今天|周|大巴|中巴|商务|轿车|[想要问说因我他]", place
        )
        else None
    )


def _whole_place(words: str) -> str | None:
    """The words when they are a place and nothing else."""
    named = words in DIVISION_NAMES or re.search(SUFFIX + "$", words)
    return words if named and clean(words) == words and not NOT_BARE.match(words) else None


def _renamed(found: re.Match[str], scope: Scope) -> str | None:
    old, place = clean(found["old"]), _place_like(found["p"])
    return place if old and place and old in str(scope.slots.get("destination", "")) else None


def read(scene: Scene, known: tuple[Known, ...]) -> None:
    """Order tells: the last place gone to is the destination, those before it are stops."""
    found = [part for mark in _found(scene, known) for part in _parts(mark, known)]
    _answers(scene, found, known)
    origins = [m for m in found if m.kind == "origin"]
    goals = [m for m in found if m.kind == "destination"]
    stops = [m for m in found if m.kind == "stop"]
    backs = [m for m in found if m.kind == "back"]
    pickup = scene.slots.get("trip_type") == "pickup"
    if pickup:
        origins, goals = _fetching(scene, origins, goals)
    if not goals and backs and ("return_at" not in scene.slots or pickup):
        goals = backs[:1]
    if not goals and re.search("急|马上|险|立即|立刻|赶紧", scene.text):
        goals = [m for m in found if m.kind == "trouble"]
    if not goals and stops and not scene.state.get("destination"):
        goals, stops = stops[-1:], stops[:-1]
    _put(scene, origins, goals, stops)


def _parts(mark: Mark, known: tuple[Known, ...]) -> Iterator[Mark]:
    if mark.kind in ("origin", "trouble"):
        yield mark
    else:
        yield from towns.apart(mark, known)


def _put(scene: Scene, origins: list[Mark], goals: list[Mark], stops: list[Mark]) -> None:
    if origins:
        scene.take("origin", origins[0])
    if not goals:
        if stops:
            scene.take("stops", stops[0], [m.value for m in stops])
        return
    if scene.asked == "place_detail" and _detailed(scene, goals):
        return
    if len(goals) > 1 and "second_booking" in scene.flags:
        goals = goals[:1]
    corrected = [m for m in goals if m.rule in ("not_but_place", "rename_destination", "destination_label")]
    goal = corrected[-1] if corrected else goals[-1]
    scene.take("destination", goal)
    one_breath = [m for m in corrected if m.rule == goal.rule and m is not goal]
    between = [m for m in (*stops, *(one_breath if corrected else goals[:-1])) if not _same_goal(m, goal)]
    if between:
        scene.take("stops", between[0], [m.value for m in sorted(between, key=lambda m: m.start)])


def _same_goal(mark: Mark, goal: Mark) -> bool:
    """去宜兴，到宜兴市政府 goes to one place; 先去无锡 keeps its stop."""
    return mark.value == goal.value or (mark.kind == "destination" and towns.sharpened(mark, [goal]) is not mark)


def _detailed(scene: Scene, goals: list[Mark]) -> bool:
    """先去江阴再去靖江, asked where: each place said belongs to the town it begins with."""
    stops, last = list(scene.state.get("stops") or ()), scene.state.get("destination")
    filled = towns.detailed([*stops, last], [m.value for m in goals]) if stops and last else None
    if filled is None:
        return False
    if filled[:-1] != stops:
        scene.take("stops", goals[0], filled[:-1])
    if filled[-1] != last:
        scene.take("destination", goals[-1], filled[-1])
    return True


def _fetching(scene: Scene, origins: list[Mark], goals: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """去P接X: P is where they are; 接X去Q: Q is where they go; of two, the station comes first."""
    at = scene.text.find("接")
    here = [
        m
        for m in goals
        if m.end <= at + 1
        or (m.rule == "bare_place" and (STATION.search(m.value) or re.search("接[机站]", scene.text)))
    ]
    here = here or [m for m in goals[:-1] if STATION.search(m.value)][:1]
    if here == goals and len(goals) == 1 and origins and not STATION.search(goals[0].value):
        return origins, goals
    return (origins or here[-1:]), [m for m in goals if m not in here]


STATION = re.compile(r"(?:站|机场|码头|[Tt]\d|航站楼)$")


def _answers(scene: Scene, found: list[Mark], known: tuple[Known, ...]) -> None:
    """A place without a word of motion: the answer to a question, or a clause that is nothing but a place."""
    kinds = {m.kind for m in found}
    asked = scene.asked if scene.asked in ("origin", "destination", "place_detail") else ""
    slot = "origin" if asked == "origin" else "destination"
    if scene.asked in ("purpose", "passengers") or talk.is_small(scene.text):
        return
    bare = [part for mark in _bare(scene, known, slot, bool(asked)) for part in _parts(mark, known)]
    bare = [m for m in bare if not any(m.start < f.end and f.start < m.end for f in found)]
    first = next((m for m in bare if m.kind not in kinds), None)
    if first is not None:
        found.append(first)
        found += [m for m in bare if m.start > first.start and _goes_on(scene, m, first)]
    exact = [m for m in bare if m.kind == "destination"]
    found[:] = [towns.sharpened(m, exact) if m.kind in ("destination", "stop") else m for m in found]


def _goes_on(scene: Scene, mark: Mark, first: Mark) -> bool:
    """江阴市水利局和靖江市水利局; or, asked where, one clause after another."""
    if mark.kind != "destination" or first.kind != mark.kind:
        return False
    is_asked = scene.asked in ("destination", "place_detail") and re.search(SUFFIX + "$", mark.value) is not None
    in_one_breath = JOINED.fullmatch(scene.text[first.end : mark.start]) is not None
    return in_one_breath or (is_asked and (towns.town(mark.value) != "" or "stops" in scene.state))


JOINED = re.compile(rf"(?:{towns.JOINT.pattern})")
BARE_CLAUSE = re.compile(rf"[^{E}，。；！？:()\s]+")
NOT_BARE = re.compile(
    r"^(?:.*(?:我|你|谢|吗|请|麻烦|申请|预约|订|司机|领导|客人|专家|取消|改|不|要|公车|用车|派车|需|想|帮|同意|驳回|批|单(?!位)|多少|几|什么|为|急|联系|电话|人(?![民大社才防武行])|大家|可以|公函|信用|发票|费).*)$"
)


def _bare(scene: Scene, known: tuple[Known, ...], slot: str, asked: bool) -> Iterator[Mark]:
    for clause in BARE_CLAUSE.finditer(scene.free):
        words = clause.group()
        arrow = re.fullmatch(rf"({C}{{2,12}}?)(?:到|至|-|→|->|>|—)({C}{{2,16}})", words)
        inside = [k for k in known if k.start >= clause.start() and k.end <= clause.end()]
        place = clean(words)
        if place is None or (arrow and not asked and not inside):
            continue
        if (
            NOT_BARE.match(words)
            and not (asked and len(words) <= 12 and re.search(SUFFIX, words))
            and not any(k.start == clause.start() for k in inside)
        ):
            continue
        starts_known = any(k.start - clause.start() <= 1 for k in inside)
        if asked or starts_known or re.search(SUFFIX + "$", place):
            start = clause.start() + max(words.find(place), 0)
            ending = scene.free[clause.end() :][:1]
            boards = (
                re.match(r"[\ue000-\ue0ff，]*(?:上车|出发|集合|接(?!待))", scene.free[start + len(place) :]) is not None
            )
            yield Mark(start, start + len(place), place, "bare_place", "origin" if boards and not asked else slot)
            if ending == "":
                return


def _found(scene: Scene, known: tuple[Known, ...]) -> Iterator[Mark]:
    text = scene.free
    taken: list[tuple[int, int]] = []
    for rule in PLACES:
        if rule.hint and rule.hint.isdisjoint(text):
            continue
        at = 0
        while (found := rule.pattern.search(text, at)) is not None:
            start, end = found.span("p")
            inner = tuple(
                Known(k.start - start, k.end - start, k.name, k.kind) for k in known if start <= k.start < end
            )
            value = rule.build(found, scene.scope)
            if inner and rule.name not in GUARDED:
                value = clean(found["p"], tuple(_moved(inner, found["p"]))) or value
            if value is None or any(s < start + 1 <= e for s, e in taken):
                at = found.start() + 1
                continue
            offset = found["p"].find(value)
            begin = start + max(offset, 0)
            taken.append((found.start(), begin + len(value)))
            yield Mark(begin, begin + len(value), value, rule.name, rule.kind)
            at = begin + len(value)


def _moved(inner: tuple[Known, ...], words: str) -> Iterator[Known]:
    """clean drops leading particles; spans are counted after them."""
    lead = len(words) - len(TRIM_START.sub("", words))
    for k in inner:
        yield Known(k.start - lead, k.end - lead, k.name, k.kind)
