"""The clauses of a sentence about orders, and in each the verdicts with what stands around them.

A verdict's word alone says little: 同意 is a yes, 不同意 a no, 先不同意 a pause, 没说同意 nothing, 同不同意 a question and 领导同意了
somebody else's.  So each word that could be one is read with the words in its scope: those of its clause before it,
up to the verdict before, and those right behind it.  A table of frames over the classes of these words says what it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nlu.acts.orders import Ref
from nlu.acts.people import PERSON
from nlu.acts.verdict_words import CORE, OBJECTS, REMARKS, SUBJECTS
from nlu.frames import Frame, Hit, Vocabulary, Words, choose
from nlu.rule import hide

SUBJECT = Vocabulary(SUBJECTS)
OBJECT = Vocabulary(OBJECTS)
REASONS = Vocabulary(REMARKS)
WORDS = Vocabulary(CORE)
PROUD = frozenset(["退了", "退掉", "否了", "拒绝", "否决", "谢绝", "婉拒", "拒", "回绝", "否", "退", "驳", "准", "允许", "准许", "许可"])
"""Refusals of other things as well: 拒绝腐败."""
STOP = re.compile(r"[，。！？；\n]+|(?<=[^\d ]) +(?=理由|原因)")
OF_ORDERS = re.compile("(?:他们?的|她的|该|以上|上述|全部|这[个份单条])?(?:申请|用车|派车|审批|审核|单子)")
UNREAD_ORDER = re.compile(r"第|\d{2,}|(?:\d|[一二三四五六七八九十])号")
"""An order seems to be named that was not understood."""
ASKS_END = re.compile("[吗么][啊呀哦]?$")
NOT_PASSED = re.compile("(?<=[\ue020都也])不过(?=$|[，。！；])")
"""第三个不过: no 不过 that means but."""
WHY_ASIDE = re.compile(r"(?<=[由因])(?![是为: ]|[就因])")
"""驳回理由写什么好 speaks of reasons and gives none."""
HEADS = ("assent", "fine", "refuse", "bad", "hold")
SOFT = ("light", "me")
FRAMES: tuple[Frame, ...] = (
    Frame("verdict_scoffed", "unsaid", "scoff", says=("谁说我批了", "我什么时候同意了", "谁说不批的"), silent=("谁批的",)),
    Frame("verdict_asked", "asks", "asks", says=("同不同意", "批了没", "谁批的", "是否同意"), silent=("同意",)),
    Frame("verdict_unsaid", "unsaid", "unsaid", says=("我没说同意", "不是不同意", "还没到同意那一步", "没同意", "谈不上同意", "没有不同意的意思"), silent=("不同意", "没意见")),
    Frame("verdict_left_open", "asks", "left_open !hold", says=("同意呢", "第二个批了呢"), silent=("同意",)),
    Frame("verdict_supposed", "unsaid", "if", says=("我要是驳回", "如果回得来就可以批"), silent=("驳回",)),
    Frame("verdict_hangs", "unsaid", "wait|then assent|fine|hold", says=("公函补来再批", "等函来了才能批"), silent=("就批前三个",)),
    Frame("verdict_twice", "unsaid", "deny<deny", says=("没办法不同意",), silent=("不同意",)),
    Frame("verdict_may_not", "doubt", "fine<deny", says=("可以不批",), silent=("不可以批",)),
    Frame("verdict_not_no", "unsaid", "deny|forbid|yet refuse", says=("先别驳回", "不驳回", "先不退回"), silent=("驳回",)),
    Frame("verdict_over", "doubt", "past", says=("早就批了", "昨天批了", "刚才同意的"), silent=("批了",)),
    Frame("verdict_likely", "doubt", "likely", says=("恐怕不能批", "应该可以", "可能会批"), silent=("批准",)),
    Frame("verdict_put_off", "hold", "hold<assent", says=("先考虑一下同意",), silent=("同意",)),
    Frame("verdict_later", "hold", "later assent !deny", says=("回头批", "明天到了一起批"), silent=("同意",)),
    Frame("verdict_perhaps", "doubt", "maybe !bad|refuse|deny|hold", says=("会批的", "请批准", "我想批", "赶紧批"), silent=("批准",)),
    Frame("verdict_not_yet", "hold", "yet<deny assent|fine", says=("还不能批", "现在不能同意", "今天不批"), silent=("不能批",)),
    Frame("verdict_not_now", "hold", "yet<bad", says=("现在不行", "今天不行"), silent=("不行",)),
    Frame("verdict_told_not", "hold", "forbid assent|fine", says=("先别通过", "别批", "暂不同意", "先不同意", "暂时不批", "不急着同意"), silent=("不批",)),
    Frame("verdict_no", "reject", "deny assent", says=("不批", "不同意", "不予批准", "恕我不能同意", "不能通过"), silent=("不行", "同意")),
    Frame("verdict_refused", "reject", "refuse", says=("驳回", "退回去", "同意不了", "退掉"), silent=("退休",)),
    Frame("verdict_unable", "reject", "deny<able", says=("坚决不行", "不给过", "这个都不可以"), silent=("行",)),
    Frame("verdict_bad", "reject", "bad", says=("不行", "不可以", "不妥"), silent=("行",)),
    Frame("verdict_paused", "hold", "hold", says=("先放放", "再看看", "压一下", "我考虑考虑"), silent=("放行",)),
    Frame("verdict_not_good", "doubt", "deny", says=("不好",), silent=("好",)),
    Frame("verdict_yes", "approve", "assent|fine", says=("同意", "批了", "准了", "没意见", "可以", "能过", "照准"), silent=("批评", "标准", "行程", "过去", "退休")),
)  # fmt: skip
"""In this order; doubt: no verdict can be told; unsaid: it is said that there is none."""


@dataclass(slots=True)
class Said:
    """One verdict's word read in its place.  verdict: of FRAMES, or doubt; refs: the orders beside it."""

    start: int
    end: int
    verdict: str
    is_weak: bool = False
    head: str = ""
    """Words before it that nothing explains: a reason, or somebody else."""
    tail: tuple[int, int] = (0, 0)
    """What stands behind it in its clause."""
    before: list[Ref] = field(default_factory=list)
    after: list[Ref] = field(default_factory=list)


@dataclass(slots=True)
class Clause:
    """verdicts in their order; refs: of a clause that has no verdict; words: classes found in it."""

    start: int
    end: int
    said: list[Said]
    refs: list[Ref]
    kinds: frozenset[str]
    is_bare: bool
    """Nothing in it but what these vocabularies know."""
    is_if: bool = False
    """It begins with 如果, or ends with 的话."""


class Item(NamedTuple):
    """A word of the vocabulary, an order named, a stretch (word) that neither knows, or one that other rules have read."""

    start: int
    end: int
    hit: Hit | None = None
    ref: Ref | None = None
    word: str = ""
    is_read: bool = False
    is_time: bool = False

    def plays(self, *kinds: str) -> bool:
        return self.hit is not None and not self.hit.kinds.isdisjoint(kinds)


def read(text: str, free: str, refs: list[Ref], times: Sequence[tuple[int, int]] = ()) -> list[Clause]:
    """free: the text with what other rules have read hidden; times: where times were read."""
    masked = NOT_PASSED.sub("不批", _masked(text, [(ref.start, ref.end) for ref in refs], "\ue020"))
    masked = _masked(masked, [span for span in times if "\ue020" not in masked[span[0] : span[1]]], "\ue000")
    words = WORDS.find(_lower(masked))
    clauses: list[Clause] = []
    for start, end, stop in _spans(masked, words):
        items = list(_items(masked, free, words, refs, start, end))
        asks = "？" in stop or ASKS_END.search(masked, start, end) is not None
        items = [item._replace(is_time=item.is_read and any(first < item.end and item.start < last for first, last in times)) for item in items]
        clauses.append(_clause(masked, items, start, end, asks=asks, blocked=_blocked(clauses, masked)))
    return clauses


def _masked(text: str, spans: Iterable[tuple[int, int]], cover: str) -> str:
    for start, end in spans:
        text = hide(text, start, end, cover)
    return text


def _lower(text: str) -> str:
    """OK as ok; the length stays."""
    return "".join(c.lower() if c.isascii() else c for c in text)


def _spans(text: str, words: Words) -> Iterator[tuple[int, int, str]]:
    """Clauses end at a stop, and before 但 or a condition's first word where a verdict stands before it."""
    cuts = [(stop.start(), stop.end(), stop.group()) for stop in STOP.finditer(text)]
    heads = [hit.end for hit in words.every(*HEADS)]
    for hit in words.every("but", "lead", "why"):
        if heads and min(heads) <= hit.start and not ("why" in hit.kinds and WHY_ASIDE.match(text, hit.end)):
            cuts.append((hit.start, hit.start, ""))
    begin = 0
    for start, end, stop in [*sorted(cuts), (len(text), len(text), "")]:
        if start > begin or stop:
            yield begin, start, stop
        begin = max(begin, end)


def _items(text: str, free: str, words: Words, refs: list[Ref], start: int, end: int) -> Iterator[Item]:
    known = [Item(hit.start, hit.end, hit=hit) for hit in words if start <= hit.start and hit.end <= end]
    known += [Item(ref.start, ref.end, ref=ref) for ref in refs if start <= ref.start and ref.end <= end]
    at = start
    for item in [*sorted(known), Item(end, end)]:
        if item.start > at:
            yield from _stretch(text, free, at, item.start)
        if item.end > item.start:
            yield item
        at = max(at, item.end)


def _stretch(text: str, free: str, start: int, end: int) -> Iterator[Item]:
    """Words that nothing knows, and what other rules have read, of the text between two items."""
    left = "".join(c for c, f in zip(text[start:end], free[start:end], strict=True) if not "\ue000" <= f <= "\ue0ff")
    if len(left) < end - start:
        yield Item(start, end, is_read=True)
    if left := left.strip(" 、:~\ue020\ufe0f"):
        yield Item(start, end, word=left)


def _blocked(before: list[Clause], text: str) -> bool:
    """他说，同意: the words of a clause that only announces them."""
    if not before or before[-1].said:
        return False
    words = SUBJECT.find(text[before[-1].start : before[-1].end])
    last = text[before[-1].start : before[-1].end].rstrip("了过着")
    return bool(words) and "announces" in words[-1].kinds and words[-1].end >= len(last)


def _clause(text: str, items: list[Item], start: int, end: int, *, asks: bool, blocked: bool) -> Clause:
    said: list[Said] = []
    refs: list[Ref] = []
    scope: list[Item] = []
    for index, item in enumerate(items):
        if item.ref is not None:
            refs.append(item.ref)
            if item.ref.sort == "target" and scope and scope[-1].word:
                scope.pop()  # 财务小郑那个: whose 小郑 is belongs to the name.
        if not item.plays(*HEADS) or _serves(items, index):
            scope.append(item)
            continue
        behind = _behind(items, index)
        one = _said(text[:end], scope, item, behind, asks=asks, blocked=blocked)
        one.before, refs, scope = refs, [], []
        one.tail = (item.end, end)
        if said:
            said[-1].tail = (said[-1].tail[0], item.start)
        if said and one.verdict == "approve" and not any(ref.orders or ref.target for ref in one.before) and said[-1].verdict in ("doubt", "asks", "unsaid"):
            one.verdict = "doubt"  # 想批就批: what is said of one is said of the next.
        said.append(one)
    if said:
        said[-1].after = refs
    kinds = frozenset(kind for item in items if item.hit for kind in item.hit.kinds)
    bare = all(item.ref or item.is_read or item.plays(*SOFT, *HEADS, "deny", "yet") for item in items)
    is_if = bool(items) and (items[0].plays("if", "wait") or text[start:end].endswith("的话"))
    return Clause(start, end, said, [] if said else refs, kinds, bare, is_if)


def _serves(items: list[Item], index: int) -> bool:
    """可以 in 可以批, 不可 in 不可批, 先别 in 先别批: it serves the verdict right behind it."""
    item = items[index]
    if not item.plays("fine", "bad", "hold"):
        return False
    for after in items[index + 1 :]:
        if after.plays("assent", "refuse") or (after.plays("fine", "bad") and item.plays("light", "deny")):
            return True
        if not after.plays("deny", "light", "forbid", "yet"):
            return False
    return False


def _behind(items: list[Item], index: int) -> list[Item]:
    """What follows a verdict up to the next one."""
    later = items[index + 1 :]
    stop = next((i for i, item in enumerate(later) if item.plays(*HEADS) and not _serves(items, index + 1 + i)), len(later))
    return later[:stop]


def _said(text: str, scope: list[Item], head: Item, behind: list[Item], *, asks: bool, blocked: bool) -> Said:
    words, left = _scope(scope)
    hits = [*words, head.hit, *_closing(behind)] if head.hit else []
    kinds = frozenset(kind for hit in hits if hit for kind in hit.kinds)
    frame = choose(FRAMES, Words(hit for hit in hits if hit))
    verdict = str(frame.value) if frame else "doubt"
    if asks and verdict != "unsaid":
        verdict = "asks"
    is_weak = head.plays("fine", "bad") and not head.plays("refuse")
    one = Said(scope[0].start if scope else head.start, head.end, verdict, is_weak, left)
    is_told = any(item.is_read for item in scope)  # 去南京的都批, 下午批
    if verdict in ("approve", "reject"):
        theirs = _is_theirs(text, left, scope, verdict)
        if is_told and (verdict == "approve" or any(item.ref and item.ref.sort in ("all", "rest") for item in scope)):
            one.verdict = "hold" if any(item.is_time for item in scope) and head.plays("assent") and not theirs else "doubt"
        elif blocked or UNREAD_ORDER.search(left) or theirs or _is_else(text, head.end, behind):
            one.verdict = "doubt"
        elif verdict == "approve":
            is_plain = all(item.ref or item.plays(*SOFT, "so") for item in scope)
            one.verdict = _sure(kinds, left, behind, head, text[head.end :]) if is_plain or head.plays("assent") else "doubt"
        elif not _is_plain_no(left, head, behind, text[head.end :]):
            one.verdict = "doubt"
    return one


def _scope(scope: list[Item]) -> tuple[list[Hit], str]:
    """The words that bear on a verdict, and what stands between them that nothing explains.

    A stretch that is not understood cuts off a 不 or a 没 before it, where the verdict has a 不 of its own: 没有公函不同意.
    """
    last = max((i for i, item in enumerate(scope) if item.word or item.plays("inert", "why")), default=-1)
    left = "".join(item.word or (item.hit.word if item.hit else "") for item in scope[: last + 1] if item.word or item.hit) if last >= 0 else ""
    near = [item.hit for item in scope[last + 1 :] if item.hit]
    far = [item.hit for item in scope[: last + 1] if item.hit]
    if any("deny" in hit.kinds for hit in near):
        far = [hit for hit in far if hit.kinds.isdisjoint(("deny", "unsaid", "yet", "past", "asks"))]
    far = [hit for hit in far if hit.kinds.isdisjoint(("deny", "yet", "so"))]
    return [*far, *near], left


def _closing(behind: list[Item]) -> Iterator[Hit]:
    """吗, 没有, 不 that make a question of what stands before them; 过 that puts it into the past."""
    for index, item in enumerate(behind):
        if item.word or item.ref:
            return
        if item.plays("asks", "past", "left_open"):
            yield item.hit  # type: ignore[misc]
        elif item.plays("deny", "unsaid") and item.hit and index == len(behind) - 1 and item.hit.word in ("不", "没", "没有"):
            yield Hit(item.start, item.end, item.hit.word, frozenset(["asks"]))


def _is_theirs(text: str, left: str, scope: list[Item], verdict: str) -> bool:
    """Somebody else's verdict, or words of another: 领导同意了, 会上说原则同意."""
    if not left or left[0] in "到在回去":
        return False
    words = SUBJECT.find(left)
    if words.has("speech"):
        return True
    if verdict == "reject" and not words.has("others"):
        return PERSON.fullmatch(left) is not None
    return words.has("others") or PERSON.search(left) is not None


def _is_else(text: str, end: int, behind: list[Item]) -> bool:
    """批准后, 批准的流程, 同意老王的看法, 驳回上诉."""
    rest = text[end : end + 12]
    if rest[:1] in ("，", "。", "！", "；", " "):
        return False
    words = OBJECT.find(rest)
    if rest.startswith("的") and len(behind) > 1 and behind[1].ref and behind[1].ref.sort in ("all", "rest"):
        return True  # 能同意的都同意了
    if words and words[0].start == 0 and "over" in words[0].kinds and not _is_ref_next(behind):
        return True
    return any("opinion" in hit.kinds for hit in words if not any(s in rest[: hit.start] for s in "，。！；"))


def _is_ref_next(behind: list[Item]) -> bool:
    return bool(behind) and behind[0].ref is not None


def _sure(kinds: frozenset[str], left: str, behind: list[Item], head: Item, rest: str) -> str:
    """An approval must be explained to its last word; anything else is a doubt."""
    if left and ("so" in kinds or head.plays("fine")):
        return "unsaid" if "so" in kinds else "doubt"
    if left and not SUBJECT.find(left).has("fit"):
        return "doubt"
    if not any(item.word or item.plays("inert") for item in behind):
        return "approve"
    return "approve" if head.plays("assent") and _is_of_a_trip(rest, head) else "doubt"


def _is_of_a_trip(rest: str, head: Item) -> bool:
    """同意他们去, 批准用车; 通过这次调研 is no verdict."""
    rest = rest.lstrip(" 了吧的啊呀哈嗯")
    words = OBJECT.find(rest)
    if not words or words[0].start or "trip" not in words[0].kinds:
        return False
    return head.hit is None or head.hit.word not in ("通过", "过") or OF_ORDERS.match(rest) is not None


def _is_plain_no(left: str, head: Item, behind: list[Item], rest: str) -> bool:
    """A refusal behind words that are no reason speaks of something else (快递退回了), and one before them may (拒绝腐败, 不准迟到)."""
    if left and head.plays("refuse", "bad") and not REASONS.find(left).has("fault"):
        return False
    if head.hit is None or not behind or not (head.plays("bad") or head.hit.word in PROUD):
        return True
    return not behind[0].word or REASONS.find(behind[0].word).has("fault") or _is_of_a_trip(rest, head)


__all__ = ["WORDS", "Clause", "Said", "read"]
