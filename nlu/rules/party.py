"""How many people, without the driver; and what must carry them: type, count and seats of vehicles."""

import re

from nlu.rule import Mark, Rule, Scope, always, read_all
from nlu.scene import Scene
from nlu.text import number

ABSURD_FROM = 500
N = r"(?:\d{1,7}|[零一二两三四五六七八九十百]{1,5}|[俩仨])"
ROUGH = {
    "一两": 2,
    "一二": 2,
    "两三": 3,
    "二三": 3,
    "三四": 4,
    "四五": 5,
    "三五": 5,
    "五六": 6,
    "六七": 7,
    "七八": 8,
    "八九": 9,
}
NOT_PEOPLE = r"(?![民大才事社保防行力工造员间文体为均生家类物情转机次杰权伦][^，。、]|座|份|位)"
PEOPLE = r"专家|领导|客人|同志|老师|学生|人员|代表|群众|工人|队员|干部|同事|来宾|嘉宾|乘客|职工|工程师|技术员|科员|记者|评委|演员|运动员|志愿者|医生|护士|委员|教授|外宾|客商|老干部|老人|小伙子|实习生|家属|伤员|病人|乘员|学员|队友|朋友|女士|先生|村民|党员|纪检干部|审计人员|检查组成员"
TITLE = (
    r"(?:(?:[张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
    r"|[副正老])?(?:处长|科长|局长|主任|书记|院长|部长|秘书长|秘书|镇长|区长|县长|市长|站长|队长|校长|经理|所长|教授|会计|组长|主席|处|科|局|工|总|师)|[小老][\u4e00-\u9fa5]|同事|领导|会计|专家|老婆)"
)
VEHICLES = (
    ("大巴", "大巴车?|大客车?|大型客车|旅游大巴|大轿子车|大车"), ("中巴", "中巴车?|考斯特|柯斯达|中客|中型客车|面包大巴"),
    ("货车", "货车|卡车|厢货|箱货"), ("面包车", "面包车|依维柯|全顺|小面包"),
    ("商务车", r"商务车|别克商务|[Gg][Ll]8|[Mm][Pp][Vv]|商务(?!局|厅|区|部|谈判|活动|洽谈|委|考察|中心|楼|会谈|舱|酒店|大厦|学院|广场)|七座商务"),
    ("越野车", "越野车?|[Ss][Uu][Vv]|普拉多"), ("皮卡", "皮卡车?"), ("轿车", "小?轿车|小车|小汽车|帕萨特"),
)  # fmt: skip
SIZE = {name: rank for rank, (name, _) in enumerate(VEHICLES)}


def _count(found: re.Match[str], scope: Scope) -> int | None:
    return number(found["n"])


def _plus_one(found: re.Match[str], scope: Scope) -> int | None:
    count = number(found["n"])
    return None if count is None else count + 1


def _less_one(found: re.Match[str], scope: Scope) -> int | None:
    count = number(found["n"])
    return None if count is None else count - 1


def _named(found: re.Match[str], scope: Scope) -> int:
    return 1 + len(re.findall(TITLE, found["names"]))


def _rough(found: re.Match[str], scope: Scope) -> int | None:
    tens = {"": 0, "二": 20, "三": 30, "四": 40, "五": 50}
    if found["r10"]:
        return ROUGH[found["r10"]] * 10
    return ROUGH[found["r"]] + (10 if found["ten"] else 0) + tens[found["t"] or ""]


def _sum(found: re.Match[str], scope: Scope) -> int | None:
    parts = [number(found["a"]), number(found["b"])]
    return sum(p for p in parts if p is not None) if None not in parts else None


def _step(found: re.Match[str], scope: Scope) -> int | None:
    count = number(found["n"]) if found["n"] else 1
    return None if count is None else count * (-1 if re.match(r"[再又]?[少减去]", found["way"]) else 1)


RANGE_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
PARTY: tuple[Rule, ...] = (
    Rule("people_sum", rf"(?<!\d)(?P<a>{N})\s*(?:加|\+)\s*(?P<b>{N})(?:个?人|位)?(?![\d小分])|(?P<c>{N})大(?P<d>{N})小|(?P<e>{N})男(?P<f>{N})女",
         lambda found, scope: _sum(found, scope) if found["a"] else sum(number(w) or 0 for w in (found["c"] or found["e"], found["d"] or found["f"])),
         kind="party", hint="加+大男", says=(("三加一，明天8点", 4), ("两大一小", 3), ("三男两女", 5)), silent=("加一个人", "增加")),
    Rule("without_me", rf"(?:除|除了|不算|不含|不包括)我(?:以?外|之外|自己)?[，]?(?:还有|还要|另有|再加|另外|外加)?(?P<n>{N})(?:个|位|名)?(?:人|同事|{PEOPLE})?", _plus_one,
         kind="party", hint="我", says=(("除我外还有两个", 3), ("不算我四个人", 5)), silent=("除了第二个",)),
    Rule("with_me", rf"(?:连我|含我|包括我|算上我|加上我|带上我)(?:自己|在内)?(?:一共|总共|共|一起|是|，)*(?P<n>{N})(?:个|位|名)?(?:人|号人)?", _count, kind="party", hint="我",
         says=(("连我一共五个人", 5), ("算上我三个", 3)), silent=("我三点走",)),
    Rule("with_driver", rf"(?:含|包括|连|算上|加上|带)(?:司机|驾驶员|师傅)(?:在内|一起)?(?:一共|总共|共|，|是)*(?P<n>{N})(?:个|位|名)?人?(?![点号月:\d])", _less_one, kind="party", hint="司驾师",
         says=(("明天10点去兴化，含司机3人", 2), ("连驾驶员一共5个", 4)), silent=("司机3点到",)),
    Rule("n_with_driver", rf"(?P<n>{N})(?:个|位|名)?人?[(，]?(?:含|包括|连|算上)(?:司机|驾驶员|师傅)", _less_one, kind="party", hint="司驾师", says=(("4人（含司机）", 3),),
         silent=("4人（不含司机）",)),
    Rule("i_bring", rf"(?:(?<![一二三四五六七八九十\d])(?:我|本人|领导|局长|处长|主任|科长)(?:再|要|会)?(?:带着?|和|跟|与|同|陪)(?:上|了)?|外加我和?|我，?还有)(?:另外|其他|其余)?(?P<n>{N})(?:个|位|名)?(?:人|{PEOPLE}|处长|科长|[\u4e00-\u9fa5]{{2}}(?=[，。]|$))", _plus_one,
         kind="party", hint="我领局处主科本", says=(("我带三个同事，明天9点", 4), ("我和两位专家", 3), ("局长带两个科员", 3)), silent=("我带材料", "接我和行李")),
    Rule("named", rf"我[和跟与同、](?P<names>{TITLE}(?:[、和跟与]{TITLE})*)(?![\u4e00-\u9fa5]?[的说批定])", _named, kind="party", hint="我",
         says=(("我跟老王，下午2点", 2), ("我和张处、李科", 3)), silent=("我和你说", "帮我和司机说")),
    Rule("named_and_me", rf"(?P<names>{TITLE}(?:[、和跟与，]{TITLE})*)(?:和|跟|与|、|还有)我(?!们的|的|说|联|讲|市|局|单)", _named, kind="party", hint="我",
         says=(("处长和我，周三14:00", 2), ("张处、李科和我", 3)), silent=("司机和我说",)),
    Rule("seats", rf"(?P<n>{N})\s*(?:人座|座(?!谈|标|位号|右|落|机|城))|(?:能坐|坐得下|可坐|坐下|装得下|坐|容纳)(?:得下)?(?P<m>{N})(?:来)?(?:个|位|名)?人?(?=的车|的|以上|座)",
         lambda found, scope: number(found["n"] or found["m"]), kind="seats", hint="座坐装容",
         says=(("7座的车", 7), ("能坐十六人的车", 16), ("要辆坐得下十六个人的车", 16)), silent=("一座桥"[1:], "开座谈会")),
    Rule("rough", rf"(?<![\d第])(?:(?P<t>[二三四五])?(?P<ten>十)?(?P<r>{'|'.join(ROUGH)})|(?P<r10>{'|'.join(ROUGH)})十)(?:来|多)?(?:个人|号人|人|位|名|个(?=[，。]|$|{PEOPLE}))(?:{PEOPLE})?",
         _rough, kind="party", says=(("三四个人", 4), ("十五六个人", 16), ("四五十人", 50), ("两三位专家", 3)), silent=("七八点", "三四号楼")),
    Rule("range", rf"(?<![\d第点:])(?P<a>{RANGE_N})(?:个|人|位)?\s*(?:-|~|到|至|、|或者?)\s*(?P<n>{RANGE_N})\s*(?:个人|人|位|名|个(?=[，。吧]|$))" + NOT_PEOPLE, _count, kind="party",
         says=(("5-6人", 6), ("人数改成10-12个", 12), ("五到六个人", 6), ("3或4人", 4)), silent=("8点到10点",)),
    Rule("vague_many", r"(?<![二三四五六七八九\d])十几个?[人位名]?|好几个人|几个人(?!$)|一群人|若干人", lambda found, scope: -1, kind="party", hint="几群若",
         says=(("十几个人去溧阳", -1),), silent=("十个人",)),
    Rule("party_step", rf"(?P<way>[再又]?(?:多加|增加|加上|外加|加|多|少|减少|减掉|减|去掉|添)|再来|还有)(?:上|了|去)?(?P<n>{N})(?:个|位|名)?(?:人(?!\d)|同事|{PEOPLE}|(?<=[个位名])(?=[，。吧]|$))", _step, kind="party_step", hint="加多少减添来有",
         says=(("再多两个人", 2), ("少一个", -1), ("再加一个人", 1), ("减两位", -2), ("多一个人", 1), ("加两个人", 2)), silent=("多少人", "加油300")),
    Rule("head_count_step", rf"(?:人数|人员|乘客)(?:要|得|需要)?(?P<way>再?(?:增加|加|多|减少|减|少|减去))(?:上|了|去)?(?P<n>{N})(?:个|位|名)?人?(?![点号月:\d])", _step, kind="party_step", hint="加多减少",
         says=(("人数加一", 1), ("人数减1", -1), ("人数增加两个", 2), ("人数再加三位", 3)), silent=("人数4", "人数改成五个", "人数加8点")),
    Rule("also_goes", rf"(?P<names>{TITLE}|[\u4e00-\u9fa5]{{2,3}})也(?:一起|要|跟着|想)?(?:去|来|走|坐|乘)", lambda found, scope: 1, kind="party_step", hint="也",
         says=(("李工也去", 1),), silent=("也行", "我也去")),
    Rule("party_size", rf"(?<![第\d.:每/])(?P<n>{N})\s*(?:来|多|几|余)?\s*(?:个人|号人|人|位(?!数|置|于)|口人|名(?=[，。]|$|{PEOPLE})|员工|个(?={PEOPLE})|(?={PEOPLE}))(?:{PEOPLE})?" + NOT_PEOPLE, _count, kind="party",
         says=(("明早8点三人去无锡", 3), ("一行12位", 12), ("我们俩人去", 2), ("二十来号人", 20), ("1位专家", 1), ("5个人", 5), ("99,999人", 99999), ("四名代表", 4)),
         silent=("去八人民路", "第三人民医院", "人大会议", "三人民调", "2号线")),
    Rule("party_label", rf"(?:乘车人数|用车人数|乘车人员|人数|乘客数?|随行|同行|总共|一共|共计|共|合计|一行|带队共?)(?:是|为|:|大概|大约|约|有|改[成为到])*(?P<n>{N})(?:个|位|名)?人?(?![\d点号月:天辆台])", _count, kind="party",
         says=(("人数4", 4), ("乘车人数：3", 3), ("人数改成四十个", 40), ("共六", 6)), silent=("共3天", "一共两辆", "共青团")),
    Rule("just_us", r"(?:我们|咱们?|哥|爷|姐|夫妻|就我们|师徒)?(?P<n>[俩仨])(?![\u4e00-\u9fa5]?[点月])", _count, kind="party", hint="俩仨", says=(("我们仨", 3), ("咱俩去", 2)), silent=("三个",)),
    Rule("just_me", r"(?:就|只有?|仅)?我(?:自己|本人|独自)(?:去|一个)?|就我(?:一个|去)?(?=[，。去]|$)|只有我|独自|单独一人|本人(?=[，。去]|$)", lambda found, scope: 1, kind="party", hint="我独单本",
         says=(("就我自己", 1), ("就我", 1)), silent=("我自行安排"[0:1] + "们",)),
    Rule("we_n", rf"(?:我们|咱们?|他们|你们)(?P<n>{N})(?:个|位)(?!小时|月|单位|地方)人?", _count, kind="party", hint="们咱", says=(("我们三个去趟徐州", 3), ("王主任他们四个", 4)), silent=("我们三点走",)),
    Rule("bare_count", rf"(?<![第\d.:点前后这那某每])(?P<n>{N})个(?=[，。吧]|$)", _count, kind="party", hint="个", says=(("明天去金坛，四个", 4),), silent=("第二个", "四个小时")),
)  # fmt: skip
VEHICLE: tuple[Rule, ...] = (
    Rule("vehicle_count", rf"(?P<n>{N})(?:辆|台|部)(?!班|手机|电脑|设备)车?", lambda found, scope: number(found["n"]), hint="辆台部",
         says=(("两台车8个人", 2), ("要一辆考斯特", 1)), silent=("车辆", "三位")),
    *(Rule(f"vehicle_{rank}", rf"(?<!不用)(?<!不要)(?<!不坐)(?<!不是)(?<!别派)(?<!别)(?:{words})", always(name), kind="vehicle_type",
           says=(("要" + words.split("|")[0].replace("?", "") + "，3人", name),), silent=("要车",))
      for rank, (name, words) in enumerate(VEHICLES)),
)  # fmt: skip


def read(scene: Scene, text: str) -> None:
    """text: with ids, times and the digits of places hidden."""
    _vehicles(scene, text)
    marks = [m for m in read_all(PARTY, text, scene.scope) if not _taken_back(text, m)]
    people = [m for m in marks if m.kind == "party"]
    for mark in marks:
        scene.cover(mark.start, mark.end)
    seats = next((m for m in marks if m.kind == "seats"), None)
    if seats:
        scene.take("seats", seats)
    if people:
        _people(scene, people[-1] if _corrects(text, people) else people[0])
    else:
        _steps(scene, [m for m in marks if m.kind == "party_step"])


def people(scene: Scene, count: int, mark: Mark) -> None:
    if not 0 < count < ABSURD_FROM:
        scene.doubt("passengers", "absurd_count" if count >= 0 else "approximate")
        return
    scene.take("passengers", mark, count)


def _people(scene: Scene, mark: Mark) -> None:
    people(scene, mark.value, mark)
    words, before = scene.text[mark.start : mark.end], scene.text[max(0, mark.start - 2) : mark.start]
    if mark.rule in ("rough", "range") or re.search("来|多|大概|大约", words) or before in ("大概", "大约"):
        scene.doubt("passengers", "approximate", (mark.value,))


def _steps(scene: Scene, steps: list[Mark]) -> None:
    was = scene.state.get("passengers")
    if steps and isinstance(was, int):
        scene.take("passengers", steps[0], max(1, was + sum(m.value for m in steps)))
    elif steps:
        scene.flags.add("party_step")
        scene.steps.append(
            {"slot": "passengers", "candidates": [], "why": "relative", "step": sum(m.value for m in steps)}
        )


def _taken_back(text: str, mark: Mark) -> bool:
    before, after = text[: mark.start], text[mark.end :]
    more = re.search(rf"{N}(?:个|人|位)|{N}$", after)
    return bool(more and re.search(r"(?:不是|并非|不止|没有)$", before)) or bool(
        more and re.match(r"(?:不对|错了|改[成到为]|变[成为]|换成)", after)
    )


def _corrects(text: str, marks: list[Mark]) -> bool:
    return (
        len(marks) > 1
        and re.search(r"(?:不对|哦不|改[成为到]|应该是|更正|不是|说错)", text[marks[0].end : marks[-1].start])
        is not None
    )


def _vehicles(scene: Scene, text: str) -> None:
    marks = read_all(VEHICLE, text, scene.scope)
    counts = [m for m in marks if m.kind == "vehicle_count"]
    types = [m for m in marks if m.kind == "vehicle_type"]
    for mark in marks:
        scene.cover(mark.start, mark.end)
    kept = [
        m for m in types if not re.match(r"(?:太大|太小|不够|坐不下|换成|改[成为]|不行|不要|不用)", text[m.end :])
    ] or types
    if kept:
        scene.take("vehicle_type", min(kept, key=lambda m: SIZE[m.value]))
    total = sum(m.value for m in counts)
    if counts and len(counts) == 1 and "各" in text and len(types) > 1:
        total *= len(types)
    if counts and total:
        scene.take("vehicle_count", counts[0], total)
