"""Phrases of the journey: each production looks at one token and reads what hangs on it."""

from functools import cache

from nlu.journey import readers
from nlu.journey.line import Line, Phrase, Production


def phrases(line: Line) -> list[Phrase]:
    """From left to right; the first production that reads a token's phrase has it."""
    found: list[Phrase] = []
    at = 0
    while at < len(line.tokens):
        phrase = _first(line, at)
        if phrase is None:
            at += 1
            continue
        found.append(phrase)
        at = max(phrase.done, at + 1)
    return found


def _first(line: Line, at: int) -> Phrase | None:
    for production in _opened(line.tokens[at].kinds):
        phrase = production.read(line, at)
        if phrase is not None:
            return phrase._replace(rule=production.name)
    return None


@cache
def _opened(kinds: frozenset[str]) -> tuple[Production, ...]:
    """The productions that a token of these kinds may begin."""
    return tuple(p for p in PRODUCTIONS if (not p.opens or not kinds.isdisjoint(p.opens)) and kinds.isdisjoint(p.shuts))


BARE = ("name", "suffix", "light", "does", "does_to", "matter", "person", "thing")
"""Kinds of tokens with which a place without a word of motion may begin."""


PRODUCTIONS: tuple[Production, ...] = (
    Production("destination_label", ("label_destination",), readers.label("goal"), (("目的地改为如皋", "如皋"), ("终点：宜兴", "宜兴"))),
    Production("origin_label", ("label_origin",), readers.label("origin"), (("起点：机关北门", "机关北门"), ("上车点改成市委西门", "市委西门")), ("出发地点",)),
    Production("stops_label", ("label_stops",), readers.label("stop"), (("途经点：丹阳", "丹阳"),)),
    Production("other_label", ("label_other", "label_count"), readers.other_label, (("联系人：唐霞，去江阴", "唐霞"),)),
    Production("belongs_to", ("mine",), readers.belongs_to, (("我是滁州市发改委的", "滁州市发改委"),), ("我们从局里走"[:2],)),
    Production("again", ("wrong",), readers.again, (("去江阴，不对，去无锡"[3:], "无锡"),), ("不对",)),
    Production("elsewhere", ("name", "suffix"), readers.elsewhere, (("接2位北京来的专家", "北京"),)),
    Production("flies_to", ("flies",), readers.elsewhere, (("张处飞广州", "广州"),)),
    Production("from_place", ("from",), readers.begins, (("明天下午三点从住建局去苏州吴中区", "住建局"), ("9点从局里走", "局里")), ("由于下雨",)),
    Production("at_place", ("at",), readers.stays, (("在市民中心上车", "市民中心"), ("在北门集合", "北门")), ("在吗",)),
    Production("by_way_of", ("via",), readers.by_way, (("先去江阴再去无锡", "江阴"), ("途经丹阳", "丹阳")), ("先放着",)),
    Production("halt", ("heads",), readers.halts, (("中间停海安，到如东", "海安"), ("途中停宝应，到淮安", "宝应")), ("车停北门口",)),
    Production("then_look", ("then",), readers.then_looks, (("再看鸿山遗址", "鸿山遗址"),), ("再看看",)),
    Production("renamed", ("change",), readers.renamed, (("无锡改成宜兴", "宜兴", {"destination": "无锡"}),)),
    Production("instead", ("link", "change"), readers.instead, (("不是无锡是宜兴", "宜兴", {"destination": "无锡"}),)),
    Production("go_to", ("go",), readers.goes,
               (("去苏州吴中区，4人", "苏州吴中区"), ("去宜兴市政府开防汛座谈会", "宜兴市政府"), ("去金坛站接站", "金坛站"), ("去常州经开区管委会", "常州经开区管委会"), ("去宜兴看泵站", "宜兴"), ("去送变电公司谈协议", "送变电公司"),
                ("去金坛区看守所", "金坛区看守所"), ("月底去趟审计厅", "审计厅"), ("到宿迁出差", "宿迁"), ("去无锡软件园参加论坛", "无锡软件园"), ("赶到镇江市政府", "镇江市政府"), ("去环卫所拜年", "环卫所"), ("去岙村调研", "岙村")),
               ("去开会", "不去了", "去年", "收到", "到了", "去看泵站", "去查水质", "去拜年")),
    Production("take_to", ("take",), readers.takes, (("送客人2位，送机场", "机场"),), ("送文件", "送领导")),
    Production("back_to", ("back",), readers.comes_back, (("接2人回单位", "单位"), ("下午3点从无锡回常州", "常州")), ("回来了", "回场")),
    Production("arrow_to", ("arrow",), readers.arrow, (("市政府→金坛区人大", "金坛区人大"),), ("8-9点",)),
    Production("brings", ("thing",), readers.brings, (("把标书送到南通", "送标书"), ("要将样品交到省检测中心", "交样品")), ("标书送到南通",)),
    Production("bare_place", BARE, readers.bare, (("两个人，市民广场，下午", "市民广场"), ("驻沪办接人", "驻沪办")), ()),
    Production("bare_unknown", (), readers.bare, (("瑞景大厦，3人", "瑞景大厦"),), (), ("read", "stop", *BARE)),
    Production("benefits", ("request", "because"), readers.benefits, (("福利院给孩子理发", "给孩子理发"),), ("给我派车",)),
    Production("goes_to_do", ("go",), readers.goes_to_do, (("是去踏春", "踏春"),), ("去无锡",)),
    Production("errand", ("does", "does_to", "take", "matter", "used_for", "because", "label_purpose"), readers.errand,
               (("无锡市住建局，开现场会，下午五点回", "开现场会"), ("送文件去江阴", "送文件"), ("去溧阳查工地", "查工地"), ("到宿迁出差", "出差"), ("去看望老干部", "看望老干部"), ("去区里取文件", "取文件")),
               ("送客人去机场", "接待中心", "审计厅", "检查站", "看守所", "经开区管委会")),
)  # fmt: skip

__all__ = ["PRODUCTIONS", "Line", "Phrase", "Production", "phrases"]
