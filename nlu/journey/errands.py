"""What a journey is for: a verb and what hangs on it, up to a word that says something else."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlu import cut
from nlu.journey import names
from nlu.tokens import Token
from nlu.words import people

ENDS = (
    "stop",
    "read",
    "request",
    "return",
    "board",
    "alight",
    "oneway",
    "round",
    "charter",
    "polite",
    "mine",
    "change",
    "wrong",
    "no",
    "then",
    "arrow",
    "label_count",
    "label_other",
    "label_time",
    "label_origin",
    "label_destination",
    "label_route",
    "link",
    "from",
    "via",
    "heads",
    "measure",
    "transport",
    "when",
)
"""Parts that end an errand."""
JOINS = frozenset(
    (
        "的",
        "和",
        "与",
        "及",
        "、",
        "以及",
        "有关",
        "关于",
        "一下",
        "一遍",
        "一圈",
        "一轮",
        "个",
        "等",
        "对",
        "各",
        "全",
        "几",
        "多",
        "地",
        "下",
        "跟",
        "着",
        "其他",
        "还",
        "每",
        "一个",
    )
)
"""Small words that an errand may hold."""
ERRAND_MAX = 16
CARRIES = frozenset(("拉", "运", "接", "领"))
TAKING = frozenset(("送", "送一下", "专送"))


DONE = re.compile(r"[开办谈弄忙吃]完|.{1,4}完$")
"""开完会, 培训完 tells when, not what for."""


class Errand(NamedTuple):
    start: int
    end: int
    words: str
    last: int


def read(tokens: Sequence[Token], at: int) -> Errand | None:
    """The errand that begins at a token; None when the token begins none."""
    token = tokens[at]
    if token.plays("label_purpose", "used_for", "because"):
        return _named(tokens, at)
    if not _begins(tokens, at):
        return None
    return stretch(tokens, at, at + 1)


def _named(tokens: Sequence[Token], at: int) -> Errand | None:
    """事由：项目验收; 因防汛检查需用车."""
    first = at + 1
    while first < len(tokens) and (tokens[first].plays("link", "change", "light") or tokens[first].word in STILL):
        first += 1
    if first >= len(tokens) or tokens[first].plays("stop", "read", "polite"):
        return None
    if tokens[at].plays("because") and tokens[first].plays("particle", "request", "mine", "person"):
        return None
    return stretch(tokens, first, first + 1)


STILL = frozenset((" ", "还是", "仍是", "仍然是", "还", "仍", "是", "照旧是"))
"""事由还是开会"""


def _begins(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    touches = following is not None and following.start == token.end
    if at and tokens[at - 1].word in GOING_ON and tokens[at - 1].end == token.start:
        return False
    if token.word in TAKING:
        return touches and _is_thing(tokens, at + 1)
    if names.is_office(tokens, at) and token.word not in names.TRANSITIVE:
        return False
    if touches and following is not None and _is_no_errand(token, following):
        return False
    if at >= 2 and tokens[at - 1].plays("read") and tokens[at - 2].plays("fetch", "take"):
        return False
    if token.plays("does"):
        return not (
            at and tokens[at - 1].plays("take", "fetch") and tokens[at - 1].end == token.start
        ) and not _is_of_people(tokens, at)
    if token.word == "还" and not (touches and following and (following.plays("thing") or following.word in THINGS)):
        return False  # 还下着雨
    if token.plays("does_to"):
        carries = (
            token.word in CARRIES
            and following is not None
            and (following.plays("person") or following.word[-1] in "团组队")
        )
        return touches and not carries and _has_object(tokens, at + 1)
    return token.plays("matter") and _is_clause(tokens, at)


def _is_no_errand(token: Token, following: Token) -> bool:
    """比赛|完了 is over, 会议|通知 a paper, 协调|一辆车 the request itself."""
    if following.word in OVER:
        return True
    if token.plays("matter") and following.word in PAPERS:
        return True
    return token.word in PROCURES and (following.plays("read") or following.word in VEHICLES)


GOING_ON = frozenset(("在", "正在", "还在", "正"))
"""八点我还在吃早饭: what somebody is at, no journey's purpose."""
OVER = frozenset("完 完了 结束 结束了 散 散场 散了".split())
PAPERS = frozenset("通知 纪要 名单 议程 日程 资料".split())
PROCURES = frozenset("协调 落实 保障 调度 安置".split())
VEHICLES = frozenset("车 车辆 公车 公务车 用车 小车 车子 辆 台 部 个 一下".split())


def _is_of_people(tokens: Sequence[Token], at: int) -> bool:
    """评审专家, 考察团: what people are called by."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and following.start == tokens[at].end and following.word in PEOPLE


PEOPLE = frozenset("专家 人员 代表 嘉宾 评委 团队 小组 组 团 队 员 对象 老师 学员 骨干 专员 队员 团员 专班".split())


def _is_thing(tokens: Sequence[Token], at: int) -> bool:
    """文件, 一份材料, 锦旗: things, no people and no place."""
    while (
        at < len(tokens)
        and tokens[at].word in ("个", "一下", "些", "点", "份", "一份", "一批", "批", "几份", "一个", "下")
    ) or (at < len(tokens) and (tokens[at].plays("measure") or tokens[at].word in "一两二三四五六七八九十几")):
        at += 1
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.plays("thing", "matter") or token.word in THINGS or _is_of_things(tokens, at):
        return True
    word = _word(tokens, at)
    if token.kinds or len(token.word) < 2 or word[-1] in "团组队们员者客班":
        return False
    if len(word) > 2 and word[-1] in THING_ENDS and word[0] not in people.EVERY_SURNAME and word[-2:] != "代表":
        return True  # 送语文卷到考点
    return not names.is_person(word) and not _goes_next(tokens, at)


THING_ENDS = frozenset("卷表票药饭货卡证件图样品料物器具箱袋粮油菜苗旗牌")
THINGS = frozenset(
    "表 书 票 药 花 饭 货 卡 证 件 图 样 报 信 奖 旗 牌 粥 饺 粽 饼 糕 米 油 水 菜 茶 酒 煤 粮 布 被 衣 鞋 伞 床 泵 锁".split()
)


def _is_of_things(tokens: Sequence[Token], at: int) -> bool:
    """审计|资料, 防汛|沙袋: what kind of things."""
    for ahead in range(at, min(at + 3, len(tokens))):
        if ahead > at and tokens[ahead].start != tokens[ahead - 1].end:
            return False
        if tokens[ahead].plays("thing"):
            return True
        if tokens[ahead].kinds and not tokens[ahead].plays("does", "matter", "suffix"):
            return False
    return False


def _word(tokens: Sequence[Token], at: int) -> str:
    """The unknown words and titles from a token on, as one name."""
    last = at
    while last < len(tokens) and last < at + 4 and (not tokens[last].kinds or tokens[last].plays("title", "person")):
        last += 1
    return "".join(token.word for token in tokens[at:last])


def _goes_next(tokens: Sequence[Token], at: int) -> bool:
    """送王建国去…: somebody who rides."""
    while at < len(tokens) and (not tokens[at].kinds or tokens[at].word == "的"):
        at += 1
    return at < len(tokens) and tokens[at].plays("go", "back", "title", "person", "suffix", "name")


def _has_object(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) and (tokens[at].word in JOINS or tokens[at].plays("light") or _is_amount(tokens, at)):
        at += 1
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.word == "年":
        return False  # 开年第一趟
    if token.word[0] in "一两二三几多" and token.word[-1] in "遍圈家趟次下步回个":
        return False
    return not token.kinds or token.plays(
        "thing", "matter", "does", "suffix", "name", "person", "title", "does_to", "office"
    )


def _is_amount(tokens: Sequence[Token], at: int) -> bool:
    """押|一批|疫苗, 取|两箱|样品, 看|三个|工地: how much of a thing."""
    token = tokens[at]
    if not token.plays("measure") or len(token.word) != 2 or at + 1 >= len(tokens):
        return False
    thing = tokens[at + 1]
    is_counted = token.word[0] in "一两二三四五六七八九十几" and tokens[at - 1].plays("does", "does_to")
    is_thing = thing.plays("thing") or (is_counted and (thing.plays("suffix") or _is_unknown(thing)))
    return thing.start == token.end and is_thing and tokens[at - 1].plays("does", "does_to", "take")


def _is_unknown(token: Token) -> bool:
    """看两家|企业: a noun that plays no part."""
    return not token.kinds and len(token.word) > 1 and not cut.is_verb(token.word) and not names.is_person(token.word)


def _is_clause(tokens: Sequence[Token], at: int) -> bool:
    """会议, 活动: alone between two stops."""
    before, after = (tokens[at - 1] if at else None), (tokens[at + 1] if at + 1 < len(tokens) else None)
    opens = (
        before is None or before.plays("stop", "read", "name", "suffix", "light") or before.word in ("有", "的", "场")
    )
    return opens and (after is None or after.plays(*ENDS) or after.plays("at"))


def stretch(tokens: Sequence[Token], first: int, last: int) -> Errand | None:
    """The errand that begins at a token, as far as it goes."""
    while last < len(tokens) and last - first < ERRAND_MAX and _goes_on(tokens, last):
        last += 1
    while last > first and (
        (tokens[last - 1].word in JOINS and tokens[last - 1].word != "地") or tokens[last - 1].plays("go", "and")
    ):
        last -= 1
    words = "".join(token.word for token in tokens[first:last])
    if len(words) < 2 or DONE.match(words):
        return None
    lead = words[0] == "个"  # 有|个座谈会
    return Errand(tokens[first].start + lead, tokens[last - 1].end, words[lead:], last)


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.word in JOINS or token.plays("and") or _is_amount(tokens, at):
        return True
    if token.plays("go"):
        return False
    if token.plays("request") and (token.plays("does", "does_to") or token.word in ("车辆", "公务用车", "调", "排")):
        return True
    if token.plays(*ENDS):
        return False
    if token.plays("particle", "light"):
        return False
    return not token.plays("fetch", "at", "back") or cut.is_verb(token.word)


__all__ = ["Errand", "read"]
