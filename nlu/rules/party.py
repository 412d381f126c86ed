"""How many people: the productions of algebra.py read, and one of them chosen.

A stated total goes before a sum, a correction before what it corrects, a count before mere names; a step (再加两个)
starts from what is known already.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from nlu.rule import Mark
from nlu.rules import uncounted, vehicles
from nlu.rules.algebra import PARTY, Shape, Tokens
from nlu.rules.counts import COUNTS, END, VAGUE
from nlu.rules.heads import TITLE, letters, tokens
from nlu.scene import Scene
from nlu.words import people as words

ABSURD_FROM = 500
SHORT = 3
NEAR = 6
"""Characters before a mark that are looked at."""


CLEARED = re.compile(
    r"(?:人数|乘车人数|多少人|几个人)[^，。\d]{0,6}(?:清掉|清空|清除|去掉|删掉|删了|不填|先空|空着|待定|未定|没定|不定|不确定|说不准|没数|再说|再报)"
)


# --- reading -----------------------------------------------------------------------------------------------------
class Found(NamedTuple):
    """A mark and the tokens it stands on."""

    first: int
    last: int
    mark: Mark


def read(scene: Scene, text: str) -> None:
    """text: with ids, times and the digits of places hidden."""
    text = vehicles.read(scene, text)
    kinds = tokens(text)
    found = _produce(kinds)
    parties = [f for f in found if f.mark.kind in ("party", "total") and not _is_talk(text, f, kinds)]
    steps = [f for f in found if "step" in f.mark.kind]
    for one in (*parties, *(s for s in steps if s.mark.kind == "step")):
        scene.cover(one.mark.start, one.mark.end)
    if parties:
        chosen = _chosen(text, kinds, parties, steps)
        _people(scene, text, chosen, kinds, [s for s in steps if s.first > chosen.last and _moves(scene, s)])
    elif not (_cleared(scene) or _answered(scene, kinds) or _steps(scene, [s.mark for s in steps])):
        mark = uncounted.read(scene, text, kinds)
        if mark:
            if mark.end - mark.start <= SHORT:  # A longer stretch holds places: 把我从宾馆捎到…
                scene.cover(mark.start, mark.end)
            people(scene, mark.value, mark)


def _moves(scene: Scene, step: Found) -> bool:
    """三个人，再加两个 are five; 四个人，李工也去 are four, he among them; a new count tells already that 小王不去了."""
    return step.mark.rule in COUNTED_STEPS or (step.mark.rule == "stays_away" and "passengers" not in scene.state)


COUNTED_STEPS = ("party_step", "head_count_step")


def people(scene: Scene, count: int, mark: Mark) -> None:
    """0 and 99,999 people are dropped and said; so is a count without a number (十几个)."""
    if not 0 < count < ABSURD_FROM:
        scene.doubt("passengers", "absurd_count" if count != VAGUE else "approximate")
        return
    scene.take("passengers", mark, count)


def _produce(kinds: Tokens) -> list[Found]:
    """What the productions find; an earlier production hides its tokens from the later ones."""
    left = letters(kinds)
    found: list[Found] = []
    for production in _likely(frozenset(left)):
        for stretch in production.pattern.finditer(left):
            start, end = stretch.span()
            mark = production.mark(kinds[start:end])
            if mark is not None:
                found.append(Found(start, end - 1, mark))
                left = left[:start] + "x" * (end - start) + left[end:]
    return sorted(found)


@lru_cache(maxsize=4_096)
def _likely(present: frozenset[str]) -> tuple[Shape, ...]:
    """The productions for which a kind of token that they need is there."""
    return tuple(production for production in PARTY if not production.needs.isdisjoint(present))


TALK_BEFORE = re.compile(r"[向给问找让由替被请跟和与同的及](?:一下)?$|(?:联系|通知|告诉|转告|询问|汇报)$")
TALK_AFTER = re.compile(r"(?:都|已经?|刚)?(?:的(?!话)|说|批|定了|讲|联系|商量|通过|打电话|电话|约好|对接好|沟通|们的)")


def _is_talk(text: str, found: Found, kinds: Tokens) -> bool:
    """我和王处说一下, 向张处、李处汇报: people are named, nobody rides."""
    inside = kinds[found.first : found.last + 1]
    if found.mark.rule not in ("company", "pair") or any(token.kind in COUNTS for token in inside):
        return False
    if TALK_AFTER.match(text, found.mark.end):
        return True
    return (
        all(token.kind != "me" for token in inside)
        and TALK_BEFORE.search(text[max(0, found.mark.start - NEAR) : found.mark.start]) is not None
    )


NEGATED = re.compile(r"(?:不是|并非|不止|没有|不只|从|由原来|原来|原定|本来)$")
TAKEN_BACK = re.compile(
    r"(?:不对|错了|说错|哦?不，|改[成到为]?|变[成为]?|换成|减[到至为]|加[到至为]|增[到至]|太多|太少)"
)


def _chosen(text: str, kinds: Tokens, parties: list[Found], steps: list[Found]) -> Found:
    """The one that holds: not one taken back, the last after a correction, a stated total before parts."""
    firm = [p for p in parties if not _is_part(p, kinds)] or parties
    if len(firm) > 1:
        firm = [p for p in firm if not _denied(text, p, firm)] or firm
    if len(firm) == 1:
        return firm[0]
    between = kinds[firm[0].last + 1 : firm[-1].first]
    gone_since = any(firm[0].last < s.first < firm[-1].first and s.mark.rule == "stays_away" for s in steps)
    if gone_since or any(token.kind == "wrong" for token in between):
        return firm[-1]
    total = next((p for p in firm if p.mark.kind == "total"), None)
    return total or _counted_later(text, kinds, firm) or _summed_up(firm)


def _counted_later(text: str, kinds: Tokens, parties: list[Found]) -> Found | None:
    """曲科长、章会计同车，就他们三个: a count goes before names; and before somebody who is fetched on the way."""
    first = parties[0]
    is_named = first.mark.rule in ("company", "pair") and not _has_count(kinds, first)
    is_fetched = first.first > 0 and kinds[first.first - 1].kind == "fetch" and ON_THE_WAY.search(text) is not None
    if not (is_named or is_fetched):
        return None
    counted = (p for p in parties[1:] if _has_count(kinds, p) and kinds[p.first - 1].kind != "fetch")
    later = next((p for p in counted if p.mark.value >= first.mark.value), None)
    return later if later and OVER.isdisjoint(text[first.mark.end : later.mark.start]) else None


ON_THE_WAY = re.compile("途中|顺路|中途|途经|顺道|路过|半路|沿途|先接")


OVER = frozenset("；。")


def _has_count(kinds: Tokens, found: Found) -> bool:
    return any(token.kind in COUNTS for token in kinds[found.first : found.last + 1])


def _is_part(found: Found, kinds: Tokens) -> bool:
    """12人，其中专家3人; 9人，含领导2人."""
    if found.mark.kind == "total":
        return False
    before = found.first - 1
    while before >= 0 and kinds[before].kind in ("role", "own"):
        before -= 1
    return before >= 0 and kinds[before].kind in ("among", "incl")


def _denied(text: str, found: Found, all_found: list[Found]) -> bool:
    is_last = found is all_found[-1]
    return not is_last and (
        NEGATED.search(text[max(0, found.mark.start - NEAR) : found.mark.start]) is not None
        or TAKEN_BACK.match(text, found.mark.end) is not None
    )


def _summed_up(parties: list[Found]) -> Found:
    """三男一女四个, 处里2人…局里1人…3人: a last count that is the sum of all before it; else the first."""
    before = sum(p.mark.value for p in parties[:-1])
    return parties[-1] if parties[-1].mark.value == before else parties[0]


def _people(scene: Scene, text: str, found: Found, kinds: Tokens, steps: list[Found]) -> None:
    count = found.mark.value + (_leaders(text, found, kinds) if found.mark.value > 0 else 0)
    if count != VAGUE and found.mark.kind != "total":
        count = max(count + sum(step.mark.value for step in steps), 1 if count > 0 else 0)
    people(scene, count, found.mark)
    stretch = kinds[found.first : found.last + 1]
    if "passengers" not in scene.slots:
        return
    if any(token.rough for token in stretch):
        scene.doubt("passengers", "approximate", (count,))
    if found.mark.rule in ("company", "pair") and not any(token.kind in (*COUNTS, "me") for token in stretch):
        scene.infer("passengers")


FOLLOWERS = re.compile(rf"(?:{'|'.join(words.FOLLOWERS.split())})")
CLAUSE_START = re.compile(rf"(?:^|:|{END[2:]})$")


def _leaders(text: str, found: Found, kinds: Tokens) -> int:
    """程书记明日赴市委党校，随员两名: the one they follow rides too.  程书记，… speaks to him."""
    if found.mark.rule != "party_size" or not FOLLOWERS.search(text[max(0, found.mark.start - NEAR) : found.mark.end]):
        return 0
    named = [token for token in kinds[: found.first] if token.kind == "name"]
    return sum(
        1
        for token in named
        if CLAUSE_START.search(text[: token.start][-1:]) and text[token.end : token.end + 1] not in ("，", ":", "")
    )


def _cleared(scene: Scene) -> bool:
    """人数先清掉"""
    found = CLEARED.search(scene.text) if scene.state.get("passengers") else None
    if found:
        scene.put("passengers", None, found.start(), found.end(), "count_cleared")
    return found is not None


def _answered(scene: Scene, kinds: Tokens) -> bool:
    """Asked how many: 六, 张处, 我 alone are answers."""
    said = [token for token in kinds if token.kind not in ("comma", "is", "inside")]
    if scene.asked != "passengers" or len(said) != 1 or said[0].kind not in ("bare", "name", "me", "him"):
        return False
    value = said[0].value if said[0].kind == "bare" else 1
    people(scene, value, Mark(said[0].start, said[0].end, value, "bare_answer"))
    if said[0].rough and "passengers" in scene.slots:
        scene.doubt("passengers", "approximate", (value,))
    return True


def _steps(scene: Scene, steps: list[Mark]) -> bool:
    """True when there was a step to take."""
    was = scene.state.get("passengers")
    if not isinstance(was, int):
        steps = [m for m in steps if m.kind == "step" and m.rule != "swapped"]
    counted_ones = [m for m in steps if m.rule in COUNTED_STEPS]
    step = sum(m.value for m in counted_ones or steps)  # 少一个，小周不去了: one and the same.
    if steps and isinstance(was, int):
        if step:
            scene.take("passengers", steps[0], max(1, was + step))
    elif steps:
        scene.flags.add("party_step")
        scene.steps.append({"slot": "passengers", "candidates": [], "why": "relative", "step": step})
    return bool(steps)


__all__ = ["TITLE", "people", "read"]
