"""The clauses of a sentence about orders, with the orders that they name and the verdicts in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlu.acts import said
from nlu.acts.orders import Ref
from nlu.acts.said import HEADS, SOFT, SUBJECT, WORDS, Item, Said, Scope
from nlu.frames import Words
from nlu.rule import hide

STOP = re.compile(
    r"[，。！？；\n]+|(?<=[^\d ]) +(?=理由|原因)|(?<=同意|批准|准予|准了|批了|驳回|退回) +(?=[\u4e00-\u9fa5]{3})"
)
ASKS_END = re.compile("[吗么][啊呀哦]?$")
ORDER, TIME = "\ue020", "\ue000"
"""What stands for an order named and for a time that was read."""
NOT_PASSED = re.compile("(?<=[\ue020都也])不过(?=$|[，。！；])")
"""第三个不过: no 不过 that means but."""
WHY_ASIDE = re.compile(r"(?<=[由因])(?![是为: ]|[就因])")
"""驳回理由写什么好 speaks of reasons and gives none."""
SERVES_MAX = 8
"""Words among which the verdict that a word serves must come."""


@dataclass(slots=True)
class Clause:
    """said: its verdicts in their order; refs: the orders named where it has none; kinds: classes of the words in it."""

    start: int
    end: int
    said: list[Said]
    refs: list[Ref]
    kinds: frozenset[str]
    is_bare: bool
    """Nothing in it but what the vocabularies know."""
    is_if: bool = False
    """It begins with 如果, or ends with 的话."""


def read(text: str, free: str, refs: Sequence[Ref], times: Sequence[tuple[int, int]] = ()) -> list[Clause]:
    """free: the text with what other rules have read hidden; times: where times were read."""
    masked = NOT_PASSED.sub("不批", _masked(text, ((ref.start, ref.end) for ref in refs), ORDER))
    times = [(start, end) for start, end in times if ORDER not in masked[start:end]]
    masked = _masked(masked, times, TIME)
    words = WORDS.find(_lower(masked))
    items = list(_items(masked, free, words, refs, times))
    clauses: list[Clause] = []
    at = 0
    for start, end, stop in _spans(masked, words):
        inside: list[Item] = []
        while at < len(items) and items[at].start < end:
            if items[at].start >= start:
                inside.append(items[at])
            at += 1
        is_asked = "？" in stop or ASKS_END.search(masked, start, end) is not None
        is_announced = _announces(clauses, masked)
        clause = _clause(masked, inside, start, end, is_asked=is_asked, is_announced=is_announced)
        for one in clause.said:
            one.follows_orders = bool(clauses) and not clauses[-1].said and bool(clauses[-1].refs)
        clauses.append(clause)
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
    first = words.first(*HEADS)
    for hit in words.every("but", "lead", "why"):
        if first and first.end <= hit.start and not ("why" in hit.kinds and WHY_ASIDE.match(text, hit.end)):
            cuts.append((hit.start, hit.start, ""))
    begin = 0
    for start, end, stop in [*sorted(cuts), (len(text), len(text), "")]:
        if start > begin or stop:
            yield begin, start, stop
        begin = max(begin, end)


def _items(text: str, free: str, words: Words, refs: Sequence[Ref], times: Sequence[tuple[int, int]]) -> Iterator[Item]:
    """Words known, orders named, and the stretches between them, none across a stop."""
    known = [Item(hit.start, hit.end, hit=hit) for hit in words]
    known += [Item(ref.start, ref.end, ref=ref) for ref in refs]
    known += [Item(stop.start(), stop.end()) for stop in STOP.finditer(text)]
    at = 0
    for item in [*sorted(known, key=lambda item: item.start), Item(len(text), len(text))]:
        if item.start > at:
            yield from _stretch(text, free, at, item.start, times)
        if item.hit or item.ref:
            yield item
        at = max(at, item.end)


def _stretch(text: str, free: str, start: int, end: int, times: Sequence[tuple[int, int]]) -> Iterator[Item]:
    """Words that nothing knows, and what other rules have read."""
    left = "".join(c for c, f in zip(text[start:end], free[start:end], strict=True) if not "\ue000" <= f <= "\ue0ff")
    if len(left) < end - start:
        is_time = any(first < end and start < last for first, last in times)
        yield Item(start, end, is_read=True, is_time=is_time)
    if left := left.strip(" 、:~\ue020\ufe0f"):
        yield Item(start, end, word=left)


def _announces(before: Sequence[Clause], text: str) -> bool:
    """他说，同意: the words of a clause that only announces them."""
    if not before or before[-1].said:
        return False
    last = text[before[-1].start : before[-1].end].rstrip("了过着")
    words = SUBJECT.find(last)
    return bool(words) and "announces" in words[-1].kinds and words[-1].end >= len(last)


def _clause(text: str, items: Sequence[Item], start: int, end: int, *, is_asked: bool, is_announced: bool) -> Clause:
    found: list[Said] = []
    refs: list[Ref] = []
    scope: list[Item] = []
    for index, item in enumerate(items):
        if item.ref is not None:
            refs.append(item.ref)
            if item.ref.sort == "target" and scope and scope[-1].word:
                scope.pop()  # 财务小郑那个: whose 小郑 is belongs to the name.
        if item.hit is None or not item.plays(*HEADS) or _serves(items, index):
            scope.append(item)
            continue
        around = Scope(scope, item.hit, _behind(items, index), text[item.end : end])
        one = said.read(around, is_asked=is_asked, is_announced=is_announced)
        one.before, one.tail, refs, scope = refs, (item.end, end), [], []
        if found:
            found[-1].tail = (found[-1].tail[0], item.start)
            one.verdict = _after(found[-1], one)
        found.append(one)
    if found:
        found[-1].after = refs
    kinds = frozenset(kind for item in items if item.hit for kind in item.hit.kinds)
    is_bare = all(item.ref or item.is_read or item.plays(*SOFT, *HEADS, "deny", "yet") for item in items)
    is_if = bool(items) and (items[0].plays("if", "wait") or text[start:end].endswith("的话"))
    return Clause(start, end, found, [] if found else refs, kinds, is_bare, is_if)


def _after(former: Said, one: Said) -> str:
    """想批就批, 等等再第一个同意: what is said of one is said of the next in the same breath."""
    if one.verdict in ("approve", "reject") and former.verdict == "hold" and not former.before:
        return "hold"
    names_its_own = any(ref.orders or ref.target for ref in one.before)
    if (
        one.verdict == "approve"
        and former.verdict in ("doubt", "asks", "unsaid", "supposed", "banned")
        and not names_its_own
    ):
        return "doubt"
    return one.verdict


def _serves(items: Sequence[Item], index: int) -> bool:
    """可以 in 可以批, 不可 in 不可批, 先别 in 先别批: it serves the verdict right behind it."""
    item = items[index]
    if not item.plays("fine", "bad", "hold"):
        return False
    for after in items[index + 1 : index + 1 + SERVES_MAX]:
        if after.ref is not None and item.plays("forbid", "ban"):
            continue  # 先别全部同意
        if after.plays("assent", "refuse") or (after.plays("fine", "bad") and item.plays("light", "deny")):
            return True
        if not after.plays("deny", "light", "forbid", "ban", "yet"):
            return False
    return False


def _behind(items: Sequence[Item], index: int) -> Sequence[Item]:
    """What follows a verdict up to the next one."""
    for later in range(index + 1, len(items)):
        if items[later].plays(*HEADS) and not _serves(items, later):
            return items[index + 1 : later]
    return items[index + 1 :]


__all__ = ["HEADS", "WORDS", "Clause", "Said", "read"]
