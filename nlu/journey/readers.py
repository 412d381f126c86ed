"""How each production reads its phrase: what hangs on a token, to the left and to the right of it."""

from nlu import cut
from nlu.journey import errands, names
from nlu.journey.line import Line, Phrase, Read
from nlu.words import KINDS


def _place(line: Line, kind: str, at: int, head: int, *, known: bool = False) -> Phrase | None:
    """The name at a token as a phrase; known: only when it is plainly a place."""
    run = line.name(at)
    if run is None or (known and not names.is_placelike(line.tokens, run)):
        return None
    return Phrase(kind, run.start, run.end, run.words, "", head, run.last)


def label(kind: str) -> Read:
    def read(line: Line, at: int) -> Phrase | None:
        first = line.skip(at + 1, "link", "light", "change", "arrow")
        is_linked = first > at + 1 or (line.at(first) is not None and line.tokens[first].word == " ")
        return _place(line, kind, first, at, known=not is_linked)

    return read


def begins(line: Line, at: int) -> Phrase | None:
    origin = _place(line, "origin", at + 1, at, known=line.tokens[at].word != "从")
    if origin is None:
        return None
    behind = line.at(origin.done)
    if behind is not None and (behind.plays("flies") or _comes_from(line, origin.done)):
        return origin._replace(kind="elsewhere")  # 从北京回来的李局
    return origin._replace(is_denied=_is_denied(line, at))


def _comes_from(line: Line, at: int) -> bool:
    """从北京回来的李局, 从海口飞来: where somebody who is met comes from."""
    if line.first("fetch") == len(line.tokens):
        return False
    word = line.tokens[at].word
    return word in ("飞来", "飞过来") or (word in COMES and line.plays(at + 1, "particle", "person"))


COMES = frozenset("来 回来 过来 回国 飞来 赶来 返回 回 调来 出差回来".split())


def stays(line: Line, at: int) -> Phrase | None:
    """在北门上车 begins there; 在市委党校开会 goes there."""
    here = _place(line, "here", at + 1, at)
    if here is None:
        return None
    if line.plays(here.done, "board", "fetch") or _is_waiting(line, here.done):
        return here._replace(kind="origin")
    return here._replace(is_denied=_is_denied(line, at))


def _is_waiting(line: Line, at: int) -> bool:
    """在北门等, 在北门见; but 在紫金山庄见客商 meets somebody there."""
    token, whom = line.at(at), line.at(at + 1)
    if token is None or token.word not in WAITS:
        return False
    if token.word not in MEETS or whom is None or whom.start != token.end:
        return True
    return bool(whom.kinds) and not whom.plays("person")


MEETS = frozenset("见 会面 碰面 见面".split())
WAITS = frozenset("等 等车 候车 碰头 等我 等候 上 走 碰面 见 会面 待命".split())


def by_way(line: Line, at: int) -> Phrase | None:
    first = line.skip(at + 1, "light", "go", "at", "link")
    if line.at(first) is not None and line.tokens[first].word in STROLLS:
        first += 1
    stop = _place(line, "stop", first, at)
    if stop is not None:
        stop = stop._replace(is_denied=_is_denied(line, at))
    if stop is None or line.tokens[at].word not in ("经", "先", "半路", "捎上", "带上", "顺带", "中间", "中途", "途中"):
        return stop
    return stop if _is_known_ahead(line, first) or line.plays(stop.done, "go", "arrow", "then") else None


STROLLS = frozenset(("看", "逛", "跑", "查", "看看", "转", "弯"))


def halts(line: Line, at: int) -> Phrase | None:
    """中间停海安、停如东县城: each is a stop; 车停北门 is none."""
    if line.tokens[at].word not in HALTS or not line.plays(at - 1, "via", "and", "then"):
        return None
    return _place(line, "stop", at + 1, at, known=True)


HALTS = frozenset("停 停一下 停一停 停一站".split())


def then_looks(line: Line, at: int) -> Phrase | None:
    """再看鸿山遗址: the next place looked at."""
    behind = line.at(at + 1)
    return _place(line, "goal", at + 2, at, known=True) if behind is not None and behind.word in STROLLS else None


def goes(line: Line, at: int) -> Phrase | None:
    token = line.tokens[at]
    first = line.skip(at + 1, "link")
    is_lodging = token.word == "住" and line.first("fetch") < len(line.tokens)
    if token.word in WEAK and first == at + 1 and not is_lodging and not _is_known_ahead(line, first):
        return None
    if token.word == "上" and not (line.plays(first, "name") or _is_hill(line, at)):
        return None
    goal = _place(line, "goal", first, at)
    if goal is None or (cut.is_verb(goal.words) and not _is_known_ahead(line, first)):
        return None
    if token.word == "到" and line.plays(at - 1, "particle") and line.tokens[at - 1].word == "得":
        return None
    return goal._replace(is_denied=True) if _is_denied(line, at) else goal


WEAK = frozenset("赶 上 往 跑 走 奔 来 至 游 过去 住 运到 拉到 跑趟 下到 带到 坐到 拐到".split())


def _is_hill(line: Line, at: int) -> bool:
    """要上茅山看林场: behind 上 a name by its ending; not 上大学, 会上江工说."""
    ahead, before = line.at(at + 1), line.at(at - 1)
    is_name = ahead is not None and len(ahead.word) > 1 and ahead.plays("suffix") and ahead.word not in KINDS
    return is_name and (before is None or before.end < line.tokens[at].start or bool(before.kinds & LEADS_UP))


LEADS_UP = frozenset(("read", "stop", "request", "mine", "particle", "person", "go", "oneway", "round"))


def _is_known_ahead(line: Line, at: int) -> bool:
    run = line.name(at)
    return run is not None and names.is_placelike(line.tokens, run)


def _is_denied(line: Line, at: int) -> bool:
    """不去无锡; but 不如去无锡 goes, and 算了去无锡 too."""
    before = line.at(at - 1)
    return before is not None and before.plays("no") and before.word != "算了" and before.end == line.tokens[at].start


def takes(line: Line, at: int) -> Phrase | None:
    """送客人到机场 and 送机场 go there; 送文件 is an errand."""
    first = line.skip(at + 1, "light", "mine", "other_one", "title", "read", "back")
    if line.plays(first, "go", "person", "stop") or line.at(first) is None:
        return None
    place = _place(line, "elsewhere", first, at, known=True)
    behind = line.at(place.done) if place is not None else None
    if behind is not None and (behind.word == "的" or behind.plays("person")):
        return place  # 送纪委的同志, 送省厅领导
    is_met = min(line.first("fetch"), line.first("arrival")) < at
    return _place(line, "goal", first, at, known=not is_met)


def comes_back(line: Line, at: int) -> Phrase | None:
    return _place(line, "back", line.skip(at + 1, "go"), at)


def renamed(line: Line, at: int) -> Phrase | None:
    """无锡改成宜兴, 不是无锡是宜兴: the new place, when the old one stands in the draft."""
    first = line.skip(at + 1, "go", "light")
    new = _place(line, "goal", first, at)
    if new is None:
        return None
    old = str(line.state.get("destination", ""))
    before = _before(line, at)
    if before and (before in old or (old and old in before)):
        return new._replace(is_correction=True)
    if old and before in FIELDS:
        return new._replace(is_correction=True)  # 地方么换成金坛
    start = str(line.state.get("origin", ""))
    if before and start and (before in start or start in before):
        return new._replace(kind="origin", is_correction=True)
    if (
        line.tokens[at].word in ("改到", "改去", "换到", "换去", "应该是", "应是")
        and old
        and names.is_placelike(line.tokens, _run(line, first))
    ):
        return new._replace(is_correction=True)
    if old and line.tokens[at].word in SWAPS and line.plays(first, "name") and _leads_to_swap(line, at):
        return new._replace(is_correction=True)
    return None


SWAPS = frozenset("改 换 改成 换成 改为 换为".split())


def _leads_to_swap(line: Line, at: int) -> bool:
    """改常熟; 无锡改常熟, whatever the draft holds: a known place, or nothing but small words, stands in front."""
    return at == 0 or line.plays(at - 1, "stop", "name", "particle", "light", "mine")


FIELDS = frozenset("地方 地点 去处 地址".split())


def _run(line: Line, at: int) -> names.Run:
    run = line.name(at)
    if run is None:
        raise ValueError("no name here")
    return run


def _before(line: Line, at: int) -> str:
    """The words right before a token, back to the last small word."""
    last = at
    while last > 0 and line.plays(last - 1, "stop", "particle", "no", "wrong", "go"):
        last -= 1
    first = last
    while first > 0 and (not line.tokens[first - 1].kinds or line.plays(first - 1, "name", "suffix")):
        first -= 1
    return "".join(token.word for token in line.tokens[first:last])


def instead(line: Line, at: int) -> Phrase | None:
    """不是A是B: B, when A stood behind 不是."""
    if line.tokens[at].word in ("是", "应该是") and max(line.first("label_origin"), line.first("wrong")) < at:
        start = _place(line, "origin", at + 1, at, known=True)
        return start and start._replace(is_correction=True)
    if line.tokens[at].word not in ("是", "而是") or not any(
        t.word in ("不是", "并非") for t in line.tokens[max(0, at - 8) : at]
    ):
        return None
    return renamed(line, at)


OPENS = frozenset(
    "stop read request person mine particle arrow board label_other charter round oneway polite then label_count and link other_one heads".split()
)
"""What may stand before a place that no word of motion leads in."""


def bare(line: Line, at: int) -> Phrase | None:
    """A place without any word of motion, at the head of a clause: 市民广场, 瑞景大厦."""
    token, before = line.tokens[at], line.tokens[at - 1]
    if token.word == "奔" and line.plays(at + 1, "name"):
        return _place(line, "goal", at + 1, at)  # 2人，奔苏州; 奔牛 is a town
    if at and (before.kinds.isdisjoint(OPENS) or before.word == "给"):
        return None
    if ("light" in token.kinds and token.word != "个") or token.word == "办":
        return None
    place = _place(line, "bare", at, at, known=True)
    if place is None or _is_whose(line, at, place):
        return None
    is_whence = _sends(line, place.done) or (not line.asked and _is_whence(line, at, place))
    return place._replace(kind="elsewhere") if is_whence else place


def _sends(line: Line, at: int) -> bool:
    """皖南医学院来的老师, 中科院过来两位专家: where those who are met come from."""
    behind = line.at(at)
    return behind is not None and behind.word in SENDS and line.plays(at + 1, "particle", "person", "does")


SENDS = frozenset(("来", "过来", "来的", "方面"))


def _is_whence(line: Line, at: int, place: Phrase) -> bool:
    """我姓顾，离休干部处的。: a clause that says where somebody belongs."""
    behind = line.at(place.done)
    is_clause = at == 0 or line.plays(at - 1, "stop", "particle")
    return is_clause and behind is not None and behind.word == "的" and line.plays(place.done + 1, "stop")


def _is_whose(line: Line, at: int, place: Phrase) -> bool:
    """我们单位, 处里2人, 工会主席: whose people ride, no place; nor is 区 alone."""
    if place.words in NO_HEADS:
        return True
    if place.words in OWN_HOUSE and (
        line.plays(place.done, "read")
        or (line.plays(at - 1, "mine") and not line.plays(place.done, "board", "go", "arrow"))
    ):
        return True
    behind = line.at(place.done)
    if behind is None or behind.start != place.end:
        return False
    is_person = behind.plays("title", "person") or names.is_caller(line.tokens, place.done)
    return behind.word in TOLD_OF or (is_person and not behind.plays("suffix"))


OWN_HOUSE = frozenset("单位 局里 科 处 科里 处里 全科室 科室 局 院里 所里 厅里 委里 中心 部门 公司".split())
NO_HEADS = frozenset("市 区 县 局 处 科 点 口 里 所 院 队 站 门 部 城 库 楼 机关 办 路 河 江 学会 单位名称".split())


TOLD_OF = frozenset("说 讲 说是 通知 告知 反映 规定 好走 不好走 难走 不通 走不通 过不去 堵车".split())
"""宾馆|说早饭七点才有, 山上路|不好走: the place tells or is told of, nobody goes there."""


def elsewhere(line: Line, at: int) -> Phrase | None:
    """飞广州, 坐高铁去的北京, 北京来的专家, 蚌埠市住建局的，: where others come from or fly to is no place of this journey."""
    if line.tokens[at].word in ("飞", "直飞", "转飞"):
        return _place(line, "elsewhere", at + 1, at)
    place = _place(line, "elsewhere", at, at, known=True)
    behind = line.at(place.done) if place else None
    if place is None or behind is None:
        return None
    if behind.word in ("来访", "来函", "来人", "来客", "来电", "通知"):
        return place
    if behind.word == "的" and line.plays(at - 1, "stop") | (at == 0):
        return place if line.plays(place.done + 1, "person", "stop") else None
    return place if _sends(line, place.done) else None


def belongs_to(line: Line, at: int) -> Phrase | None:
    """我是滁州市发改委的, 我们是合肥市住建局考察组: whose people they are, no place of the journey."""
    first = line.skip(at + 1, "link", "light", "mine")
    if first < len(line.tokens) and line.tokens[first].word in ("这边", "这里", "这"):
        first += 1
    place = _place(line, "elsewhere", first, at, known=True)
    if place is None or line.plays(place.done, "board", "go", "fetch"):
        return None
    is_theirs = line.plays(place.done, "person") or (
        line.at(place.done) is not None and line.tokens[place.done].word == "的"
    )
    return place if is_theirs else None


def other_label(line: Line, at: int) -> Phrase | None:
    """联系人：唐霞, 来访单位：南通市审计局: fields of a form that say nothing of the way."""
    last = line.skip(at + 1, "link")
    if last == at + 1:
        if line.at(last) is None or line.tokens[last].word != " ":
            return None
        last += 1
    first = last
    while line.at(last) is not None and not line.plays(last, "stop", "read"):
        last += 1
    if last == first:
        return None
    words = "".join(token.word for token in line.tokens[first:last])
    return Phrase("elsewhere", line.tokens[first].start, line.tokens[last - 1].end, words, "", at, last)


def again(line: Line, at: int) -> Phrase | None:
    """不对是无锡站, 说错了去江阴: a place in the place of the one before."""
    if line.tokens[at].word in ("不是", "并非"):
        return None
    return _place(
        line, "again", line.skip(at + 1, "link", "stop", "go", "from", "particle", "light", "wrong"), at, known=True
    )


def arrow(line: Line, at: int) -> Phrase | None:
    return _place(line, "goal", line.skip(at + 1, "stop"), at)


def errand(line: Line, at: int) -> Phrase | None:
    found = errands.read(line.tokens, at)
    return found and Phrase("purpose", found.start, found.end, found.words, "", at, found.last)


def brings(line: Line, at: int) -> Phrase | None:
    """把标书送到南通: what is brought there."""
    carries = line.at(at + 1)
    if carries is None or not carries.plays("take", "go") or carries.word[0] not in "送交递捎带运拿":
        return None
    if not any(token.word in ("把", "将") for token in line.tokens[max(0, at - 3) : at]):
        return None
    thing = line.tokens[at]
    return Phrase("purpose", thing.start, carries.start + 1, carries.word[0] + thing.word, "", at, at + 1)


def benefits(line: Line, at: int) -> Phrase | None:
    """去福利院给孩子理发: for whom something is done, and what, behind the place."""
    whom = line.skip(at + 1, "person")
    if line.tokens[at].word not in ("给", "为", "帮") or whom == at + 1 or not line.plays(at - 1, "name", "suffix"):
        return None
    does = line.at(whom)
    if does is None or does.kinds or not (cut.is_verb(does.word) or does.word[0] in names.VERB_HEADS):
        return None
    found = errands.stretch(line.tokens, at, whom + 1)
    return found and Phrase("purpose", found.start, found.end, found.words, "", at, found.last)


def goes_to_do(line: Line, at: int) -> Phrase | None:
    """去结题: a verb that no list knows, by the dictionary's mark."""
    token = line.at(at + 1)
    if (
        token is None
        or token.kinds
        or not cut.is_verb(token.word)
        or len(token.word) < 2
        or token.word[0] in "来去过回到不没"
    ):
        return None
    found = errands.stretch(line.tokens, at + 1, at + 2)
    return found and Phrase("purpose", found.start, found.end, found.words, "", at, found.last)
