"""The shape of the journey: there and back, fetched, taken, chartered; and who rides when nobody is counted."""

import re

from nlu.journey.phrases import Line
from nlu.scene import Scene
from nlu.tokens import Token

ALONE = re.compile(r"(?:送|接)(?:一?下)?我(?!们|市|局|单位|处|县|区|爱人|孩|家|妈|爸|的|和|跟)")
ARRIVES = frozenset("出站 落地 抵达 抵 降落 到站 进站".split())
BACK_AGAIN = re.compile(
    r"[送去到].{1,20}(?:再|然后|完|之后|晚上|下午|傍晚)[^，。]{0,8}接[^，。]{0,6}回|接回来|接我们?回|送[^，。]{1,14}再[^，。]{0,6}接|(?:办|开|等)[^，。]{0,6}完[^，。]{0,4}(?:接|送)?回|去完就回|再(?:送|接)回来"
)
STATION = re.compile(r"(?:站|机场|航站楼|[Tt]\d)$")
CHARTER = re.compile(r"(?<!面)包(?:车|个?(?:大巴|中巴|商务车|考斯特|轿车|面包车)|一?[辆台天]|一?整天|半天)")
NO_RETURN = re.compile(
    r"(?:返程|回程|回来|返回)[^，。]{0,4}(?:不用|不需要|不要|取消|自己|不管)|不用[^，。]{0,3}(?:回来|返程|返回|接回|等)|不(?:用|需要|必)?(?:返|接回)|不回来|只去不回|只送不接|单程|单趟"
)


DENIES = frozenset("不单只取自")
"""One of them stands in whatever NO_RETURN finds."""


def read(scene: Scene, line: Line) -> None:
    alone = ALONE.search(scene.text) if "我" in scene.source.chars else None
    shape = _shape(scene, line, alone)
    if shape is not None:
        kind, token = shape
        scene.put("trip_type", kind, token.start, token.end, f"shape_{kind}")
    if alone and "passengers" not in scene.slots and "passengers" not in scene.state:
        scene.put("passengers", 1, alone.start(), alone.end(), "lone_rider")
        scene.infer("passengers")
    if scene.slots.get("trip_type") == "oneway" and scene.state.get("return_at") and "return_at" not in scene.slots:
        scene.slots["return_at"] = None


def _shape(scene: Scene, line: Line, alone: re.Match[str] | None) -> tuple[str, Token] | None:
    text, chars = scene.text, scene.source.chars
    found = None if DENIES.isdisjoint(chars) else NO_RETURN.search(text)
    if found and not scene.slots.get("return_at"):
        return "oneway", _token(found)
    found = CHARTER.search(text) if "包" in chars else None
    if found:
        return "charter", _token(found)
    if "round" in line.kinds:
        return "round", line.tokens[line.first("round")]
    found = BACK_AGAIN.search(text) if "回" in chars or "接" in chars else None
    if found:
        return "round", _token(found)
    for at, token in enumerate(line.tokens) if "fetch" in line.kinds else ():
        if "fetch" in token.kinds and not line.plays(at - 1, "no", "via") and not _is_accepting(line, at):
            return "pickup", token
    if alone and "接" in alone.group():
        return "pickup", _token(alone)
    arrives = "take" in line.kinds and (any(t.word in ARRIVES for t in line.tokens) or _comes_by_train(scene, line))
    for at, token in enumerate(line.tokens) if "take" in line.kinds else ():
        if "take" not in token.kinds:
            continue
        if arrives and not line.plays(at + 1, "thing"):
            return "pickup", token
        if not line.plays(at - 1, "no") and _takes_people(line, at):
            return "dropoff", token
    if "take_back" in line.kinds and "go" not in line.kinds and "fetch" not in line.kinds:
        return "dropoff", line.tokens[line.first("take_back")]
    return ("dropoff", _token(alone)) if alone else None


def _comes_by_train(scene: Scene, line: Line) -> bool:
    """JD5189 11:35到兴东机场，送至管委会: whoever a train or flight brings to the station is taken on from there."""
    if "train_or_flight" not in scene.slots:
        return False
    return any(
        token.word == "到"
        and line.plays(at - 1, "read")
        and (run := line.name(at + 1)) is not None
        and STATION.search(run.words) is not None
        and line.first("take") >= run.last
        for at, token in enumerate(line.tokens)
    )


def _token(found: re.Match[str]) -> Token:
    return Token(found.start(), found.end(), found.group(), frozenset())


def _is_accepting(line: Line, at: int) -> bool:
    """接电话, 接通知, 接到任务 meet nobody."""
    following = line.at(at + 1)
    if following is not None and following.plays("light"):
        following = line.at(at + 2)  # 接个电话
    return following is not None and (
        following.plays("thing", "matter") or following.word in ("电话", "通知", "任务", "单", "到通知", "手", "班")
    )


def _takes_people(line: Line, at: int) -> bool:
    """送领导, 送我们, 送站; not 送文件."""
    from nlu.journey import errands

    is_of_thing = line.plays(at - 1, "thing") and line.tokens[at - 1].end == line.tokens[at].start  # 把标书送到南通
    return not is_of_thing and errands.read(line.tokens, at) is None
