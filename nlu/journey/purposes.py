"""What the journey is for: the errand said, the answer to the question, or a clause that is nothing else."""

import re
from collections.abc import Iterator, Sequence

from nlu import cut
from nlu.acts import talk
from nlu.journey import errands, names
from nlu.journey.phrases import Line, Phrase
from nlu.scene import Scene
from nlu.tokens import Token

LEFT_MAX = 8
"""Tokens of a clause that can be an errand by itself."""


def settle(scene: Scene, line: Line, found: Sequence[Phrase]) -> None:
    if scene.asked == "purpose" and _answered(scene, line, found):
        return
    said = [p for p in found if p.kind == "purpose" and not (_is_denied(line, p) or HEARD.search(p.words))]
    if said:
        named = [p for p in said if line.plays(p.head, "label_purpose", "used_for", "because")]
        there = [p for p in said if any(g.kind in ("goal", "bare", "here") and g.done == p.head for g in found)]
        best = (named or there or [p for p in said if line.plays(p.head, "does", "does_to", "take")] or said)[0]
        scene.put("purpose", best.words, best.start, best.end, "errand")
        return
    if scene.slots.get("trip_type") == "round" and "fetch" in line.kinds:
        for fetch, who in (
            (line.tokens[i], line.tokens[i + 1]) for i in range(len(line.tokens)) if _is_of_guests(line, i)
        ):
            scene.put("purpose", fetch.word + who.word, fetch.start, who.end, "meets_guests")
            return


def _is_of_guests(line: Line, at: int) -> bool:
    """去无锡东站接客户，当天来回"""
    is_fetch = line.plays(at, "fetch") and not line.plays(at, "round")
    return is_fetch and line.plays(at + 1, "person") and line.tokens[at + 1].start == line.tokens[at].end


HEARD = re.compile("听[^，]{1,6}[说讲](?!座|课|解|话)|^[说讲](?!明|座|课|解|话)")
"""听司机说高速堵 is no errand."""


def _is_denied(line: Line, phrase: Phrase) -> bool:
    """不是去开会，是去送锦旗; 我还在吃早饭."""
    ahead = line.tokens[max(0, phrase.head - 2) : phrase.head]
    if "".join(token.word for token in ahead).endswith(("还在", "正在")):
        return True
    return any(token.word in ("不是", "并非", "不", "不用", "不要", "别") for token in ahead)


def _answered(scene: Scene, line: Line, found: Sequence[Phrase]) -> bool:
    """Asked what for, a short clause is the purpose."""
    if talk.is_small(scene.text) or any(t.plays("change", "no", "wrong") for t in line.tokens):
        return False
    if any(p.kind in ("goal", "origin", "stop") for p in found) and not any(p.kind == "purpose" for p in found):
        return False
    first = line.skip(0, "particle", "mine", "link", "go", "label_purpose", "because", "light", "stop")
    while line.at(first) is not None and line.tokens[first].word in errands.STILL and first + 1 < len(line.tokens):
        first += 1
    last, places = first, {p.head for p in found if p.kind == "here"} - {first}
    while (
        (token := line.at(last)) is not None
        and last not in places
        and not token.plays("read", "stop", "oneway", "round", "return")
    ):
        last += 1
    while last > first and line.tokens[last - 1].plays("particle") and line.tokens[last - 1].word not in ("的", "地"):
        last -= 1
    words = "".join(token.word for token in line.tokens[first:last])
    if not 2 <= len(words) <= 30 or ("train_or_flight" in scene.slots and OF_TRAIN.fullmatch(words)):
        return False
    lead = len(THERE_IS.match(words)[0])  # type: ignore[index]
    scene.put("purpose", words[lead:], line.tokens[first].start + lead, line.tokens[last - 1].end, "purpose_answer")
    return True


OF_TRAIN = re.compile(
    "(?:[我他]们?的?|客人的?|领导的?)?(?:坐|乘)?的?(?:航班|车次|飞机|高铁|火车|动车|班机)号?(?:是|为|就是|叫)?"
)
"""航班是MU2845 says which, not what for."""


THERE_IS = re.compile("(?:有?个(?=[^，。]{0,8}会$))?")
"""有个会在金坛"""


def leftover(scene: Scene, line: Line, found: Sequence[Phrase]) -> None:
    """A clause of a booking that says nothing else says what it is for: 献花, 疏堵, 祭典; best the one behind the place."""
    if "purpose" in scene.slots or "destination" not in scene.slots:
        return
    taken = {i for phrase in found for i in range(phrase.head, phrase.done)}
    clauses = [(first, last) for first, last in _clauses(line, taken) if _says_something(line.tokens[first:last])]
    if not clauses:
        return
    first, last = min(clauses, key=lambda clause: clause[0] - 1 not in taken)
    words = "".join(token.word for token in line.tokens[first:last])
    scene.put("purpose", words, line.tokens[first].start, line.tokens[last - 1].end, "errand_alone")


def _clauses(line: Line, taken: set[int]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(line.tokens):
        last = at
        while line.at(last) is not None and last not in taken and _may_be(line, last):
            last += 1
        if at < last <= at + LEFT_MAX and _is_clause(line, at, last, taken):
            yield at, last
        at = max(last, at + 1)


NO_ERRANDS = frozenset(
    "定 初步 不够 优先 实到 要命 来得及 晓得 知道 落实 要求 同车 声张 还行 名额 合计 受邀 委托 登记 备注 联系 到齐 到场 过时 方便 照旧 照常 同意 批准 提交 审批 上车 留车 备车 节前 节后".split()
)
STATES = frozenset("还全都也正又已刚才只挺很太")
"""全坐满, 还下着雨: how things are."""
TELLS = ("说", "讲", "通知", "预报")
"""天气预报说, 领导通知: who said it."""
AWAY = frozenset("不没别无未返回赴飞去到来乘坐住抵")


def _says_something(tokens: Sequence[Token]) -> bool:
    """A verb of at least two characters that names nobody and no movement."""
    words = "".join(token.word for token in tokens)
    if (
        tokens[0].plays("take", "fetch")
        or len(words) < 2
        or names.is_person(words)
        or not words.isalpha()
        or words.isascii()
        or errands.DONE.match(words)
        or words[0] in AWAY
        or words[0] in STATES
        or words.endswith(TELLS)
    ):
        return False
    if any(token.word in NO_ERRANDS for token in tokens):
        return False
    return any(cut.is_verb(t.word) for t in tokens) or words[0] in names.VERB_HEADS or words[-1] in "典赛训会展礼"


def _may_be(line: Line, at: int) -> bool:
    token = line.tokens[at]
    return token.word != "第" and (
        not token.kinds
        or token.word == "地"
        or (
            token.plays("thing", "matter", "does", "does_to", "office")
            and not token.plays("request", "no", "change", "particle", "read", "stop")
        )
    )


def _is_clause(line: Line, first: int, last: int, taken: set[int]) -> bool:
    before, after = line.at(first - 1), line.at(last)
    opens = (
        before is None
        or before.plays("stop", "read")
        or (first - 1) in taken
        or before.plays("particle", "round", "oneway")
    )
    is_over = after is not None and after.word == "了"  # 那个事定了
    return (
        opens
        and not is_over
        and (after is None or after.plays("stop", "read", "particle", "request", "polite", "round", "oneway", "return"))
    )
