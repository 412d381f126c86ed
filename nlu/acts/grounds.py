"""Why a driver declines, what broke, and where: the words of the clause that says so, before or behind the rest."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlu.frames import Hit, Vocabulary, Words
from nlu.words.driving import FALSE_SPOTS, REPORT_OPENERS, SPOTS

REASON_MAX = 60
_LABEL = re.compile(r"^[ :，]*(?:理由|原因|事由|因为|由于|是因为|主要是|主要|实在是|说是|就是){1,3}(?:是|为|:| ){0,3}")
_TAIL = re.compile(r"(?:[吧啊呀的哦，。 ]|所以|因此|只好|只能|恐怕|估计|实在)+$")
_HEAD = re.compile(r"^(?:[\ue000 ，。:、了吧啊呀哦呃嗯的]|报告|汇报|调度|不好意思|抱歉|对不起|那个)+")
_TRIP = re.compile(
    r"^.{0,18}?(?:[那这](?:一)?(?:个)?|下一?|第.个?|上午|下午|明天|后天|的)(?:趟车?|单子?|活儿?|任务|行程|班)(?:我|俺)?|^第[一二三四五六七八九十\d]{1,2}[个趟单条]|^[^，。]{0,4}\ue000+"
)
_EMPTY = re.compile("|".join(sorted(map(re.escape, REPORT_OPENERS.split()), key=len, reverse=True)))
_CLAUSE = re.compile(r"[^，。！；!;]+")
_PIECE = re.compile(r"[^，。！；!; ]+")
_KILOMETRE = re.compile(r"[GSgs]\d{1,4}(?!\d)|[Kk]\d{1,4}(?:\+\d{1,3})?(?:处|附近)?|\d{1,4}公里(?:处|附近)")
_SPOTS = Vocabulary({"spot": SPOTS, "false": FALSE_SPOTS})
_AT = re.compile(
    r"(?:现在|目前|我|我们|车子?|人|还|就|正|刚|客人)*(?:停在|停到|停靠在?|坏在|抛锚在|趴在|困在|卡在|撂在|陷在|掉在|人在|车在|位置在|位置是?|地点在?|地点是?|地址是?|位于|走到|开到|行驶到|跑到|(?<![打见找听收感看报升降])到|在|于)[了: ]*(?P<p>[^，。！；!; ]{2,28})"
)
_NOWHERE = re.compile(
    r"^(?:这里?|那里?|这边|路上|半路上?|半道上?|路边|原地|途中|应急车道上?|硬路肩|里面|外面|一?边|等|修|检查|保养|换|开|走|里程.*|我.*|[\d\W]+)$"
)
_DOING = re.compile(
    "换|修|等|检查|处理|联系|打电话|找|叫|推|排|加油|充电|看|弄|搞|交涉|协商|报警|赶|跑|开|走|倒|拍|补|路上|半路|堵|吃|睡|救|拖|抢|上|下"
)
"""在换备胎 tells what is being done, not where."""
_PLACE_TAIL = re.compile(
    r"(?:了|呢|的时候|这里|这边|这儿|那边|那里|这块|等(?:着|救援|拖车)?|出|发生|突然|被|上(?=$)){1,5}$"
)
_BEFORE_TROUBLE = re.compile(
    r"(?:上|里|处|附近|门口|[了的: ]|突然|出了?|发生|我的?|本?车子?(?!门|灯|窗|胎|钥)|现在|刚才|被(?=追尾|撞|刮|剐|蹭)|又|也|老是|故障(?=.{2})|在|停){1,8}"
)
_BEFORE_PLACE = re.compile(
    r"(?:我们?|现在|目前|车子?|刚刚?|正|还|就|在|已经?|停|到|于|走|开|人|都|[那这]边|那个|快){1,8}"
)
_DISTANCE = re.compile(r"^(?:K|k)?\d+(?:\+\d+)?(?:公里)?处?")


class Said(NamedTuple):
    """Words, and where they stand in the normal text."""

    start: int
    end: int
    words: str


def of_refusal(text: str, words: Words) -> Said | None:
    """我身体不舒服，这单接不了; 不接，座位不够; 发烧了去不了: what is left beside the refusal."""
    for found in _clauses(text):
        start, end = found.span()
        inside = [hit for hit in words.every("refuse", "pass") if start <= hit.start and hit.end <= end]
        for piece in _around(text, start, end, inside):
            said = _reason(text, *piece, words)
            if said is not None:
                return _with_the_next(text, said, words)
    away = next((hit for hit in words.every("refuse") if "假" in hit.word or "休" in hit.word), None)
    return Said(away.start, away.end, away.word) if away else None


def _with_the_next(text: str, said: Said, words: Words) -> Said:
    """A reason goes on in the next clause: 今天尾号限行，进不了市区."""
    end = said.end
    for found in _CLAUSE.finditer(text, said.end):
        if (
            any(found.start() <= hit.start < found.end() for hit in words.every("refuse", "pass", "take"))
            or _ELSE.match(found.group())
            or _reason(text, *found.span(), words) is None
        ):
            break
        end = found.end()
    return Said(said.start, end, text[said.start : end][:REASON_MAX])


_ELSE = re.compile("[ ，]*(?:麻烦|请|谢|不好意思|辛苦|安排|叫|让|拜托|抱歉|对不起|帮|另|好吧|行不|可以)")


def of_trouble(text: str, words: Words, place: Said | None) -> Said | None:
    """The piece that names the trouble; 车坏了 names none."""
    for hit in words.every("car_trouble", "accident"):
        piece = next(p for p in _PIECE.finditer(text) if p.start() <= hit.start < p.end())
        start, end = piece.span()
        if place and start <= place.start < end:
            start, end = (place.end, end) if hit.start >= place.end else (start, place.start)
        words_said = text[start:end]
        head = _BEFORE_TROUBLE.match(words_said)
        start += head.end() if head else 0
        tail = _TAIL.search(text[start:end])
        end = start + tail.start() if tail else end
        if end - start >= 2:
            return Said(start, end, text[start : min(end, start + REASON_MAX)])
    return None


def of_place(text: str, words: Words) -> Said | None:
    """停在沪蓉高速横林服务区; 故障 金坛南环二路 刹车发软; 锡宜高速阳羡服务区爆胎了."""
    troubles = list(words.every("car_trouble", "accident", "crash", "broken", "jam"))
    spots = [(hit.start, hit.end) for hit in _SPOTS.find(text) if "spot" in hit.kinds]
    spots += [found.span() for found in _KILOMETRE.finditer(text)]
    for piece in _PIECE.finditer(text):
        start, end = piece.span()
        for found in _AT.finditer(text, start, end):
            said = _place(text, found.start("p"), end, troubles, spots, is_marked=True)
            if said is not None:
                return said
    for piece in _PIECE.finditer(text):
        said = _place(text, *piece.span(), troubles, spots, is_marked=False)
        if said is not None:
            return said
    return None


def _place(
    text: str, start: int, end: int, troubles: list[Hit], spots: list[tuple[int, int]], *, is_marked: bool
) -> Said | None:
    head = _HEAD.match(text, start, end)
    start = head.end() if head else start
    limit = min((hit.start for hit in troubles if start <= hit.start < end), default=end)
    last = max((to for at, to in spots if start <= at and to <= limit), default=None)
    if last is not None:
        more = _DISTANCE.match(text[last:limit])
        limit = last + more.end() if more and more.end() else last
    elif not is_marked or _DOING.match(text, start, limit):
        return None
    words = text[start:limit]
    tail = _PLACE_TAIL.search(words)
    words = words[: tail.start()] if tail else words
    lead = _BEFORE_PLACE.match(words)
    if lead and len(words) - lead.end() >= 2:
        start += lead.end()
        words = words[lead.end() :]
    if len(words) < 2 or _NOWHERE.fullmatch(words) or "\ue000" in words or (not is_marked and len(words) < 3):
        return None
    return Said(start, start + len(words), words)


def _clauses(text: str) -> Iterator[re.Match[str]]:
    return _CLAUSE.finditer(text)


def _around(text: str, start: int, end: int, refusals: list[Hit]) -> Iterator[tuple[int, int]]:
    """The stretches of a clause before, between and behind what refuses in it; 吃了药不能开车 stays whole."""
    if refusals and refusals[-1].word in _WHOLE and refusals[-1].start - start >= 4:
        yield start, end
        return
    at = start
    for hit in refusals:
        yield at, hit.start
        at = hit.end
    yield at, end


_EXHAUSTED = "不能开 不能开车 没法开车 没法开 开不了 开不了车 没办法开 无法开车 跑不动 跑不动了 吃不消 撑不住 冲突 冲突了 时间冲突 撞单 撞期 排不开"
_WHOLE = frozenset(_EXHAUSTED.split())
"""Refusals that are half of their reason: 吃了药不能开车."""


def _reason(text: str, start: int, end: int, hits: Words) -> Said | None:
    """The stretch without trip, label and filler; None when nothing of its own is left."""
    for pattern in (_HEAD, _TRIP, _HEAD, _LABEL, _HEAD):
        found = pattern.match(text[start:end]) if pattern is not _LABEL else pattern.search(text[start:end])
        start += found.end() if found else 0
    tail = _TAIL.search(text[start:end])
    end = start + tail.start() if tail else end
    words = text[start:end].strip()
    own = re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", _EMPTY.sub("", words))
    is_trouble = any(start <= hit.start < end for hit in hits.every("broken", "car_trouble"))
    return Said(start, end, words[:REASON_MAX]) if len(own) >= 2 or is_trouble else None
