"""What is said beside a verdict: the reason of a refusal, the condition of an approval, the change that is asked for."""

import re
from collections.abc import Sequence

from nlu.acts.clauses import WORDS, Clause, Said
from nlu.acts.verdict_words import REMARKS
from nlu.frames import Vocabulary
from nlu.rule import hide
from nlu.scene import Scene

WORDING = Vocabulary(REMARKS)
CHANGEABLE = (
    "depart_at",
    "arrive_by",
    "return_at",
    "destination",
    "origin",
    "stops",
    "passengers",
    "vehicle_type",
    "vehicle_count",
    "window",
)
STEPS = ("shift", "party_step")
"""Rules that read a change by themselves: 晚半小时, 少一个人."""
EDGES = " ，。！；、:~“”"
WHY = re.compile(
    r"^(?:的|了|吧|呢|哈|啊|掉|去|回去)*(?:[，。: ]*)(?:(?:退回|驳回|不批|主要|不同意)?的?(?:理由|原因|缘由)(?:就?是|为|:)?|因为|由于|主要是|鉴于|考虑到|毕竟)?[:，。 ]*"
)
LEADS = re.compile(
    r"^(?:但是?|不过|可是|只是|只不过|然而|可以不过|(?:前提|条件|要求)是?|(?:附带|有个?)(?:条件|要求)是?|有一[点条]是?|[，。:；])+"
)
PARTICLES = re.compile(r"[吧了呢啊哈的呀噢哦嘛嗯,]+$")
REASON_MAX = 120
POLITE = re.compile(r"(?:谢谢|多谢|辛苦了?|麻烦了?|收到|知道了|明白)+[了啊您你]*")


def change(scene: Scene, clauses: Sequence[Clause]) -> bool:
    """同意，时间改成9点: a clause asks for another value, and the value was read in it."""
    for clause in clauses:
        words = WORDING.find(scene.text[clause.start : clause.end])
        if _holds_slot(scene, clause.start, clause.end, is_altered=words.has("alters")):
            return True
    return False


def reason(scene: Scene, clauses: Sequence[Clause], said: Said) -> None:
    """Behind the refusal, else before it."""
    start, end = said.tail[0], _until(clauses, said)
    text = _without_orders(scene.text, clauses)
    words = _plain(text, start, end)
    if len(words) < 2:
        start, end = _from(clauses, said), said.start
        words = _plain(text, start, end)
        if len(words) < 2 and len(said.head) > 1:
            words, start, end = said.head.strip(EDGES), said.start, said.end
    if len(words) >= 2 and not _is_empty(words):
        scene.put("reason", words[:REASON_MAX], start, end, "reject_reason")


def condition(scene: Scene, clauses: Sequence[Clause], said: Said) -> None:
    end = _until(clauses, said)
    for clause in clauses:
        if clause.start < said.tail[0] or clause.start >= end:
            continue
        text = scene.text[clause.start : end].strip(EDGES)
        is_led = LEADS.match(text) is not None
        words = PARTICLES.sub("", LEADS.sub("", text)).strip(EDGES)
        if (
            len(words) >= 2
            and (is_led or _bids(scene.text[clause.start : clause.end].strip(EDGES)))
            and not _is_empty(words)
        ):
            scene.put("condition", words, clause.start, end, "condition")
            return


def _bids(words: str) -> bool:
    """A bid, or words that neither explain nor thank: 住宿不报, but not 手续齐全."""
    found = WORDING.find(words)
    return found.has("bids") or not (
        found.has("thanks", "explains") or WORDS.find(words).has("me", "why", "past", "asks")
    )


def _is_empty(words: str) -> bool:
    return POLITE.fullmatch(words) is not None


def _holds_slot(scene: Scene, start: int, end: int, *, is_altered: bool) -> bool:
    first, last = scene.source.span(start, end)
    return any(
        slot in scene.slots and first <= span.start and span.end <= last and (is_altered or span.rule in STEPS)
        for slot, span in scene.spans.items()
        if slot in CHANGEABLE
    )


def _until(clauses: Sequence[Clause], said: Said) -> int:
    """Up to the next verdict that is one."""
    later = [
        clause.start
        for clause in clauses
        for one in clause.said
        if one.start > said.start
        and (one.verdict in ("approve", "reject") or (one.verdict in ("hold", "unsaid") and (one.before or one.after)))
    ]
    if said.names:
        later += [clause.start for clause in clauses if clause.start >= said.tail[0] and _is_of_another(clause, said)]
    beside = [one.tail[0] for clause in clauses for one in clause.said if one is said and one.tail[1] < clause.end]
    if beside:
        return said.tail[1]
    return min((start for start in later if start >= said.tail[0]), default=clauses[-1].end)


def _is_of_another(clause: Clause, said: Said) -> bool:
    """第一个同意，第二个让他写清楚事由: a clause that begins with an order the verdict does not speak of."""
    own = {order for ref in (*said.before, *said.after) for order in ref.orders}
    first = next(iter(clause.refs), None)
    return first is not None and first.start <= clause.start + 1 and own.isdisjoint(first.orders)


def _from(clauses: Sequence[Clause], said: Said) -> int:
    """From behind the verdict before, or the sentence's beginning."""
    earlier = [one.end for clause in clauses for one in clause.said if one.end <= said.start and one is not said]
    return max(earlier, default=0)


def _without_orders(text: str, clauses: Sequence[Clause]) -> str:
    """Without the orders that a verdict names, or that a clause begins with: 第二个人数太多."""
    for clause in clauses:
        refs = [ref for one in clause.said for ref in (*one.before, *one.after)]
        for ref in refs + clause.refs:
            if refs or clause.is_bare or not text[clause.start : ref.start].strip():
                text = hide(text, ref.start, ref.end, " ")
    return text


def _plain(text: str, start: int, end: int) -> str:
    """The words without 理由是 and particles."""
    words = WHY.sub("", text[start:end].strip(EDGES)).strip(EDGES)
    words = PARTICLES.sub("", words).strip(EDGES)
    hits = WORDS.find(words)
    known = sum(hit.end - hit.start for hit in hits if not hit.kinds.isdisjoint(("light", "me", "deny")))
    return words if len(words) - known >= 2 or any("asks" in h.kinds for h in hits) else ""
