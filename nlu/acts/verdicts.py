"""Verdicts on orders: yes, no, not yet, each of some; never one that was not given.

In doubt there is none: a wrong approval sends a car, a wrong refusal keeps one back.
"""

import re
from collections.abc import Sequence

from nlu.acts import clauses as parts
from nlu.acts import orders, remarks, several
from nlu.acts.clauses import Clause, Said
from nlu.acts.verdict_words import TAKEN_BACK
from nlu.frames import Frame, Vocabulary
from nlu.scene import Scene

UNDO_WORDS = Vocabulary(TAKEN_BACK)
UNDO = Frame("verdict_taken_back", "undo", "back what !not", says=("刚刚的批准我要收回", "批错了，撤回"), silent=("撤回申请", "同意"))
UNDO_MAX = 24
"""A longer sentence speaks of more than a verdict taken back."""
ASKS_WHY = re.compile(r"(?:理由|原因)(?:是|为|写)?(?:什么|啥|呢|哪)|(?:行|好|可以|对|妥|中)(?:不(?:行|好|可以|对|妥|中))?[吗么？]+$|怎么样？?$")
"""驳回理由是什么; 批第一个，行吗."""


def read(scene: Scene) -> str | None:
    """approve, reject or hold with target, decisions, reason and condition; change, undo; None when there is no verdict."""
    if len(scene.text) <= UNDO_MAX and UNDO.fits(UNDO_WORDS.find(scene.text)):
        return "undo"
    if ASKS_WHY.search(scene.text):
        return None
    refs = orders.find(scene)
    clauses = parts.read(scene.text, scene.free, refs)
    verdict = _verdict(scene, clauses)
    if verdict is not None and verdict.verdict == "reject":
        return _given(scene, clauses, verdict)
    if not _is_asked(clauses) and (verdict or not _is_doubtful(clauses)) and remarks.change(scene, clauses):
        return _changed(scene, clauses)
    if verdict is not None:
        return _given(scene, clauses, verdict)
    if any(one.verdict in ("hold", "unsaid") for clause in clauses for one in clause.said):
        return _held(scene, clauses)
    return None


def _verdict(scene: Scene, clauses: Sequence[Clause]) -> Said | None:
    """The first verdict given, if nothing in the sentence takes it back."""
    said = [one for clause in clauses for one in clause.said]
    given = [one for one in said if one.verdict in several.GIVEN]
    if not given or _is_asked(clauses) or _hangs(clauses, given[0]) or _is_weak_talk(scene, clauses, given[0]):
        return None
    first, later = given[0], said[said.index(given[0]) + 1 :]
    if first.is_weak and any(one.verdict == "unsaid" for one in said):
        return None
    if _is_put_off(clauses, first, later):
        return None
    against = [one for one in given if one.verdict != first.verdict and not _names(clauses, one)]
    if against and not _names(clauses, first):
        return against[-1] if _is_corrected(clauses, first, against[-1]) else None
    return first


def _is_asked(clauses: Sequence[Clause]) -> bool:
    """A verdict's word is asked about, or the verdict before is: 批第一个，行吗."""
    return any(one.verdict == "asks" for clause in clauses for one in clause.said)


def _is_doubtful(clauses: Sequence[Clause]) -> bool:
    return any(one.verdict == "doubt" and not one.is_weak for clause in clauses for one in clause.said)


def _hangs(clauses: Sequence[Clause], first: Said) -> bool:
    """如果当天回得来，同意: what a clause before makes it depend on."""
    return first.verdict == "approve" and any(clause.is_if for clause in clauses if clause.end <= first.start)


def _is_weak_talk(scene: Scene, clauses: Sequence[Clause], first: Said) -> bool:
    """行，明天8点去南京，3人: a good-natured word before a booking; 好的 to a question that was asked."""
    if not first.is_weak or first.verdict == "reject":
        return False
    return bool(scene.asked) or ({"destination", "passengers"} <= scene.slots.keys() and not _names(clauses, first))


def _is_put_off(clauses: Sequence[Clause], first: Said, later: list[Said]) -> bool:
    """同意，先放一放; 不批，公函到了再说: nothing is decided after all."""
    for clause in clauses:
        for one in clause.said:
            if one not in later or _names(clauses, one):
                continue
            if one.verdict == "unsaid":
                return True
            if one.verdict == "hold" and (clause.is_bare or (first.is_weak and first.verdict == "approve")):
                return "maybe" not in clause.kinds or first.verdict == "approve"
    return False


def _names(clauses: Sequence[Clause], said: Said) -> bool:
    """The verdict has orders of its own, beside it or in the clause before."""
    if said.before or said.after:
        return True
    before = [clause for clause in clauses if clause.end <= said.start]
    return bool(before) and not before[-1].said and bool(before[-1].refs)


def _is_corrected(clauses: Sequence[Clause], first: Said, last: Said) -> bool:
    return any("wrong" in clause.kinds for clause in clauses if first.start <= clause.start <= last.start or first in clause.said)


def _given(scene: Scene, clauses: Sequence[Clause], first: Said) -> str | None:
    decided = several.decide(clauses, scene.pending)
    if decided.is_lost:
        return "other"
    verdict = first.verdict
    if decided.decisions and verdict not in decided.decisions.values():
        verdict = next(iter(decided.decisions.values()))
    _target(scene, decided)
    said = [one for clause in clauses for one in clause.said]
    refused = [one for one in said if one.verdict == "reject"]
    if refused and (verdict == "reject" or decided.decisions):
        remarks.reason(scene, clauses, refused[-1])
    approved = [one for one in said if one.verdict == "approve"]
    if approved and verdict == "approve" and not refused:
        remarks.condition(scene, clauses, approved[-1])
    return verdict


def _target(scene: Scene, decided: several.Decided) -> None:
    if decided.is_whole:
        scene.slots["target"] = {"which": "all"}
    elif len(decided.decisions) == 1:
        scene.slots["target"] = {"order_no": next(iter(decided.decisions))}
    elif decided.decisions:
        scene.slots["decisions"] = decided.decisions
        scene.slots.pop("order_no", None)
    elif decided.target:
        scene.slots["target"] = decided.target


def _changed(scene: Scene, clauses: Sequence[Clause]) -> str:
    named = orders.target(scene)
    if "order_no" in named or "applicant" in named:
        scene.slots["target"] = named
    return "change"


def _held(scene: Scene, clauses: Sequence[Clause]) -> str | None:
    if _is_asked(clauses) and not any(one.verdict == "unsaid" for clause in clauses for one in clause.said):
        return None
    named = orders.target(scene)
    if named:
        scene.slots["target"] = named
    return "hold"
