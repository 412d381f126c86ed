"""Where the name of a place ends: a run of tokens up to a word that plays another part."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlu import cut
from nlu.tokens import Token
from nlu.words import people

LIGHT_MAX = 12
"""Small words passed over at most: from each place on only so far, that a text of nothing else takes linear time."""
PLACE_MAX = 24
"""Tokens that one name may hold."""
OFFICE = frozenset(["office"])
WHOLE = frozenset(["name", "suffix"])
SOFT = frozenset(
    [
        "does",
        "matter",
        "thing",
        "person",
        "title",
        "return",
        "label_other",
        "label_purpose",
        "label_time",
        "polite",
        "office",
        "transport",
        "when",
        "trouble",
    ]
)
"""Parts that a word gives up when an office stands behind it: 接待 in 接待中心, 老干部 in 老干部局."""
TITLED = re.compile(
    rf"^(?:[老小]?[{people.EVERY_SURNAME}]|[{people.EVERY_SURNAME}][\u4e00-\u9fa5]{{1,2}})(?:处长?|局长?|工|总工?|主任|科长?|书记|队长?|所长?|院长?|厅长?|部长?|站长|校长|老师|师傅|教授|博士|镇长|主席|区长|县长|市长|委员|律师|经理|秘书长?|会长|董|姐|哥|阿姨|大姐|同志|先生|女士|院士|专家|老|董事长|总经理|副[处局市县区镇]长|副主任|[省市县区镇乡]长)$"
)
BY_AGE = re.compile(rf"[小老][{people.EVERY_SURNAME}]")
"""小钱, 老赵"""
NUMBER_ONLY = re.compile(r"[\d\W_一二三四五六七八九十百两零]+")
TRIM = re.compile(
    r"(?:[的了吧呢啊哈嘛好]|(?<=..)[两三四五六七八]$|(?<=.[堂馆室楼])里|(?<=..)里[头面]|方向|那边|这边|那里|那儿|这里)+$"
)
TRIMMED = frozenset("头面的了吧呢啊哈嘛好两三四五六七八向边里儿")
"""Last characters of what TRIM takes away."""


class Run(NamedTuple):
    """A stretch of tokens [first, last) that make one name."""

    first: int
    last: int
    start: int
    end: int
    words: str


def read(tokens: Sequence[Token], at: int) -> Run | None:
    """The name that begins at a token, small words in front of it passed over; None when none does."""
    first = at
    limit = min(len(tokens), at + LIGHT_MAX)
    while first < limit and tokens[first].word == " ":
        first += 1
    while (
        first < limit
        and ("light" in tokens[first].kinds or tokens[first].word in ("你们", "你"))
        and "suffix" not in tokens[first].kinds
        and not _is_garden(tokens, first)
    ):
        first += 1
    if first + 1 < len(tokens) and tokens[first].word in USUAL and _touches(tokens, first + 1):
        first += not tokens[first + 1].kinds or "suffix" in tokens[first + 1].kinds  # 老地方机关后门
    last = first
    while last < len(tokens) and last - first < PLACE_MAX and _belongs(tokens, first, last):
        last += 1
    last = _trimmed(tokens, first, last)
    if last == first:
        return None
    words = "".join(token.word for token in tokens[first:last] if token.word != " ")
    kept = TRIM.sub("", words) if words[-1:] in TRIMMED else words
    if not _is_name(kept, tokens[first:last]) or _is_somebody(tokens, first, last):
        return None
    return Run(first, last, tokens[first].start, tokens[last - 1].end - (len(words) - len(kept)), kept)


USUAL = frozenset(("老地方", "老位置"))


def _is_garden(tokens: Sequence[Token], at: int) -> bool:
    """个园: a small word and the end of a name are a name when nothing else follows."""
    if (
        at + 1 >= len(tokens)
        or tokens[at].word != "个"
        or not tokens[at + 1].plays("suffix")
        or len(tokens[at + 1].word) > 1
    ):
        return False
    return at + 2 >= len(tokens) or not _touches(tokens, at + 2)


def is_person(words: str) -> bool:
    """张处, 李工, 王建国主任."""
    return TITLED.match(words) is not None


def _is_somebody(tokens: Sequence[Token], first: int, last: int) -> bool:
    """张|处 and 送|王|处 are people; 水利局 is one word and an office."""
    ends = tokens[last - 1].kinds
    if ends.isdisjoint(("title", "person")) or "name" in ends:
        return False
    if first + 1 >= last:
        return tokens[first].plays("person")
    words = "".join(token.word for token in tokens[first:last])
    if (
        len(tokens[first].word) > 1
        and not is_person(tokens[first].word)
        and cut.is_word(tokens[first].word)
        and not tokens[first].plays("take", "fetch")
    ):
        return False  # 国库|处: its first word is no surname.
    return is_person(words) or (tokens[first].plays("take", "fetch") and is_person(words[len(tokens[first].word) :]))


def is_placelike(tokens: Sequence[Token], run: Run) -> bool:
    """A known place, or words that end as places do."""
    return not all(token.kinds.isdisjoint(WHOLE) for token in tokens[run.first : run.last])


def is_office(tokens: Sequence[Token], at: int) -> bool:
    """The token and at most one more stand before an office: 接待中心, 党员服务中心."""
    for ahead in (at + 1, at + 2):
        if ahead >= len(tokens) or not _touches(tokens, ahead):
            return False
        is_spot = tokens[ahead].word == "点" and tokens[at].word in SITE_VERBS  # 察看积水点
        if (tokens[ahead].plays("office") and not is_spot) or (
            tokens[ahead].plays("suffix") and tokens[ahead].word[-1] in OFFICE_ENDS
        ):
            return True
        if tokens[ahead].plays("suffix") and tokens[at].word not in SITE_VERBS:
            return not _says_more(tokens, ahead + 1)
        if tokens[ahead].kinds and not tokens[ahead].kinds <= SOFT | WHOLE:
            return False
    return False


def _says_more(tokens: Sequence[Token], at: int) -> bool:
    """学习|示范区|经验: behind the place stands what the verb is about."""
    return (
        at < len(tokens)
        and not tokens[at].kinds
        and tokens[at - 1].end == tokens[at].start
        and len(tokens[at].word) > 1
        and not cut.is_verb(tokens[at].word)
    )


SITE_VERBS = frozenset(
    "察看 看 查 查看 视察 检查 调研 走访 慰问 参观 验收 回访 看看 巡查 踏勘 勘察 考察 督查 巡视 拜访 探望 看望 勘查 勘测 测绘 测量 检修 抢修 维修 安装 调试 拍摄 采访 布置 拆除 打扫 清理 巡检 抽查 暗访 访问 复查 核查 核验 施工 搬运 巡河 巡湖 巡堤 整治 治理 选址 体检 参加 出席 参会".split()
)
"""Verbs that look at a place: 检查泵站 is an errand, 防汛仓库 a place."""
OFFICE_ENDS = frozenset("局院所部厅委队校司")


def _touches(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].end == tokens[at].start and tokens[at].kinds.isdisjoint(("read", "stop"))


def _belongs(tokens: Sequence[Token], first: int, at: int) -> bool:
    _, _, word, kinds = tokens[at]
    if not kinds:
        return not (at > first and (_is_errand(tokens, first, at) or is_caller(tokens, at)))
    if not kinds.isdisjoint(APART):
        is_gap = word == " " and at > first and not tokens[at - 1].kinds.isdisjoint(WHOLE)
        return is_gap and at + 1 < len(tokens) and _goes_on(tokens, at + 1)
    if "name" in kinds:
        return True
    if "and" in kinds:
        return at > first and (_goes_on(tokens, at + 1) or (word == "、" and _lists(tokens, at + 1)))
    if kinds == OFFICE and at > first:
        return True
    if word == "来" and at == first + 1 and len(tokens[first].word) == 1 and not tokens[first].kinds:
        return _is_named(tokens, at)
    if "suffix" in kinds:
        return at == first or not _is_verb_of(tokens, first, at)
    if kinds <= SOFT and word not in TRANSITIVE and is_office(tokens, at):
        return True
    if "person" in kinds and at + 1 < len(tokens) and "suffix" in tokens[at + 1].kinds and _touches(tokens, at + 1):
        return "title" not in kinds
    if (
        at == first + 1
        and len(word) == 1
        and "particle" in kinds
        and len(tokens[first].word) == 1
        and not tokens[first].kinds
    ):
        return word in "都也同还才将"
    pointed = _is_pointed(tokens, first, at)
    if pointed is not None:
        return pointed
    if word in ("下", "上", "后", "前") and at > first and "name" in tokens[at - 1].kinds:
        return any(_touches(tokens, k) and "suffix" in tokens[k].kinds for k in (at + 1, at + 2) if k < len(tokens))
    if at == first:
        return len(word) == 1 and (_is_village(tokens, at) or _is_garden(tokens, at))
    return len(word) == 1 and kinds.isdisjoint(NEVER_INSIDE) and _is_inside(tokens, at)


def _is_pointed(tokens: Sequence[Token], first: int, at: int) -> bool | None:
    """路口的那家印刷厂, 太湖边上的监测站: words that point inside a name; None for all others."""
    word, behind = tokens[at].word, tokens[at + 1].word if at + 1 < len(tokens) else ""
    if word == "那边" and behind == "的":
        return at > first and _goes_on(tokens, at + 2)
    if word in ("的", "那个", "那家", "这个", "那边的", "那"):
        return at > first and _goes_on(tokens, at + 1 + (behind in POINTING))  # 路口的那家印刷厂
    if word in POINTING and at > first and tokens[at - 1].word == "的":
        return _goes_on(tokens, at + 1)  # 房村镇的一个养殖场
    if word in BESIDE and at > first and behind == "的":
        return _belongs(tokens, first, at + 1)  # 太湖边上的监测站
    return None


POINTING = frozenset("那 那家 那个 那处 一个 一家 一处".split())
BESIDE = frozenset("上 里 边上 里面 旁边 附近 对面 下面 上面".split())


def _is_named(tokens: Sequence[Token], at: int) -> bool:
    """君|来|湖滨|饭店: a house whose name holds a word of motion."""
    ends = [ahead for ahead in range(at + 1, min(at + 4, len(tokens))) if tokens[ahead].word in HOUSES]
    return bool(ends) and all(_touches(tokens, ahead) for ahead in range(at, ends[0] + 1))


HOUSES = frozenset("饭店 酒店 大酒店 宾馆 大厦 大饭店 客栈 酒楼 度假村 山庄 公寓 国际大酒店 国际酒店 国际饭店".split())
APART = frozenset(["read", "stop", "arrow"])
NEVER_INSIDE = frozenset(["go", "from", "at", "no", "and", "mine", "fetch", "back", "link"])


def _is_inside(tokens: Sequence[Token], at: int) -> bool:
    """轨|交|大厦: a verb of one character between an unknown word and the end of the name."""
    before, after = tokens[at - 1], tokens[at + 1] if at + 1 < len(tokens) else None
    return not before.kinds and after is not None and after.plays("suffix") and _touches(tokens, at + 1)


TRANSITIVE = frozenset(
    "参加 出席 参观 看望 慰问 走访 拜访 视察 查看 探望 勘察 踏勘 访问 列席 陪同 会见 出差 开会 参会 拜年 洽谈 送材料 送文件 取文件 取材料 协助 配合 迎接 要 需要 请 派车 订车 用车 要车 安排".split()
)
"""宜兴|看望…, 局里|参加…: behind a whole name these verbs begin the errand."""


def _is_verb_of(tokens: Sequence[Token], first: int, at: int) -> bool:
    """办 in 市政府办 ends a name, in 去市政府办手续 it is a verb."""
    token = tokens[at]
    if not token.plays("does_to", "does"):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) and _touches(tokens, at + 1) else None
    return following is not None and (following.plays("thing", "matter") or following.kinds == frozenset())


def _is_errand(tokens: Sequence[Token], first: int, at: int) -> bool:
    """环卫所|拜年: a verb behind a whole name, with no office behind it, begins the errand."""
    word = tokens[at].word
    is_verb = cut.is_verb(word) or (len(word) in (2, 3) and word[0] in VERB_HEADS)
    is_behind_name = tokens[at - 1].plays("name", "suffix") or (
        len(word) > 1 and any(t.plays("name", "suffix") for t in tokens[first:at])
    )
    return is_behind_name and is_verb and not _ends_later(tokens, at)


def is_caller(tokens: Sequence[Token], at: int) -> bool:
    """昆山水务局|小钱，, 住建局|老|赵，: behind an office and at the end of the clause, who is speaking."""
    if at >= len(tokens) or tokens[at].word[0] not in "小老" or not tokens[at - 1].plays("suffix"):
        return False
    last = at + 1 if len(tokens[at].word) > 1 else at + 2
    is_last = last >= len(tokens) or not _touches(tokens, last)
    return is_last and BY_AGE.fullmatch("".join(token.word for token in tokens[at:last])) is not None


VERB_HEADS = frozenset(
    "核看查取拿领运拉交开办见搬谈拍测修买采寄送搞做装卸验学听审签考讲选递报种吃喝用赶坐飞打挂陪献祭扫接栽慰驻押巡量借换植采摘捐"
)
"""First characters of short words that are errands, though the dictionary does not call them verbs."""


def _ends_later(tokens: Sequence[Token], at: int) -> bool:
    """江阴|发展大厦, 金坛|开元名都大酒店: the verb belongs to a name that ends within three more tokens."""
    for ahead in range(at + 1, min(at + 4, len(tokens))):
        if not _touches(tokens, ahead):
            return False
        if tokens[ahead].plays("suffix", "office"):
            return True
        if (
            ahead == at + 1
            and not tokens[ahead].kinds
            and len(tokens[ahead].word) == 1
            and not (ahead + 1 < len(tokens) and _touches(tokens, ahead + 1) and not tokens[ahead + 1].kinds)
        ):
            return True  # 采石|矶
        if tokens[ahead].kinds - SOFT and not (
            len(tokens[ahead].word) == 1 and tokens[ahead].plays("particle") and len(tokens[ahead - 1].word) == 1
        ):
            return False
    return False


def _is_village(tokens: Sequence[Token], at: int) -> bool:
    """去岙村, 到溪镇: a small word, one more character and the end of a village's name."""
    if at + 1 < len(tokens) and tokens[at + 1].word in ("村", "镇", "乡") and tokens[at].end == tokens[at + 1].start:
        return tokens[at].plays("does_to")
    if at + 2 >= len(tokens) or tokens[at].plays("from", "no", "mine", "and", "particle") or tokens[at].word in GIVING:
        return False
    middle, last = tokens[at + 1], tokens[at + 2]
    if (
        middle.kinds
        or middle.word in ADJECTIVES
        or middle.word.isdigit()
        or tokens[at].end != middle.start
        or middle.end != last.start
    ):
        return False
    return last.plays("suffix") and (len(middle.word) == 1 or tokens[at].plays("take", "fetch"))


GIVING = frozenset("帮 给 替 代 受 为 让 请 要".split())
ADJECTIVES = frozenset("老 新 大 小 旧 那 下 好 各 全 本".split())


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Behind 和 or 的 another place begins."""
    if at >= len(tokens) or tokens[at].plays("read", "stop"):
        return False
    if tokens[at].plays("name"):
        return True
    ahead = at
    while ahead < len(tokens) and ahead < at + 6 and (not tokens[ahead].kinds or tokens[ahead].plays("suffix", "name")):
        if ahead > at and not _touches(tokens, ahead):
            break
        ahead += 1
    if ahead == at:
        return False
    words = "".join(token.word for token in tokens[at:ahead])
    return tokens[ahead - 1].plays("suffix") and not is_person(words)


def _lists(tokens: Sequence[Token], at: int) -> bool:
    """三河口、焦溪、郑陆: in a list of places an unknown word is one too."""
    last = at
    while last < len(tokens) and not tokens[last].kinds:
        last += 1
    words = "".join(token.word for token in tokens[at:last])
    return 2 <= len(words) <= 5 and not is_person(words) and not any(cut.is_verb(t.word) for t in tokens[at:last])


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> int:
    while last > first and (tokens[last - 1].word == "的" or "and" in tokens[last - 1].kinds):
        last -= 1
    return last


def _is_name(words: str, tokens: Sequence[Token]) -> bool:
    if len(words) < 2 or words in NO_PLACES or (words.endswith("单位") and 2 < len(words) <= 4):
        return False
    if words.startswith(("那边", "这边", "那里", "这里", "那头")) or words.endswith(WEATHERS):
        return False
    if (not words[0].isalpha() or words[0] in COUNTING) and (NUMBER_ONLY.fullmatch(words) or COUNTED.fullmatch(words)):
        return False
    is_odd = len(words) == 2 and len(tokens) == 2 and words[-1] in "点处口里段号关"
    return not is_odd or words in INSIDE


NO_PLACES = frozenset(
    "进山 上山 下山 出山 上路 哪里 哪儿 这里 那里 那边 外地 外面 时候 单子 时间 日期 地点 用车 大家 申请 位置 公务 订单 电话 事情 明天 今天 后天 路上 半路 里面 其他地方 别处 目的地 原因 一样 一边 旁边 附近 门口 楼下 对面 方向 车上 手上 不变 地方 现在 大点 小点 快点 早点 晚点 一点 手续 人手 我院 现场会 会上 网上 线上 床上 心里 手里 到底 年底 月底 高速 高铁 动车 火车 飞机 地铁 城际 行李 时期 空车 专车 自己 师傅 驾驶员 驾驶 车子 车次 航班 票 返程 单程".split()
)
WEATHERS = ("风里", "雨里", "雪里", "雾里", "太阳下", "太阳底下", "风口里")
"""他站风里: out in the weather is no place."""
COUNTED = re.compile(
    r"[加少多]?[\d一二两三四五六七八九十几]+(?:站|个|点|处|家|地|次|趟|号|楼|层|口|段|部|台|刻钟?|分钟|小时|天|圈|遍|辆|人|位)"
)
COUNTING = frozenset("加少多零百一二两三四五六七八九十几")
"""First characters of what NUMBER_ONLY and COUNTED match, besides figures and signs."""
INSIDE = frozenset("局里 厅里 市里 省里 区里 县里 镇里 村里 院里 所里 厂里 家里 委里 站里 校里 工地 路口".split())
