"""Verdicts on orders: yes, no, not yet, each of some; never one that was not given.

In doubt there is none: a wrong approval sends a car, a wrong refusal keeps one back.
"""

import re
from collections.abc import Sequence

from nlu.acts import clauses as parts
from nlu.acts import orders, remarks, several
from nlu.acts.clauses import Clause, Said
from nlu.acts.orders import Ref
from nlu.acts.verdict_words import TAKEN_BACK
from nlu.frames import Frame, Vocabulary
from nlu.scene import Scene

UNDO_WORDS = Vocabulary(TAKEN_BACK)
UNDO = Frame(
    "verdict_taken_back",
    "undo",
    "back what !not",
    says=("刚刚的批准我要收回", "批错了，撤回", "同意错了", "驳回错了，应该同意"),
    silent=("撤回申请", "同意", "日期错了，驳回", "同意错峰出行"),
)
SPEAKING = (*parts.HEADS, "scoff", "depends", "powerless")
"""Classes without which no verdict is spoken of."""
RATHER = re.compile("应该|应当|本来|本该|其实|原来是?要")
"""驳回错了，应该同意: which verdict shall stand has to be asked."""
REGRETS = re.compile(
    r"(?:(?<!不)(?:同意|批准|通过|批)了?[，。 ]*|(?:驳回|退回)了?)(?:是?我)?(?:搞|弄|点|按|看)?错了[。！啊]*$"
)
"""同意了，搞错了"""
BARE = re.compile(
    r"(?P<yes>(?:[好行嗯][的吧]?[，。 ]?)?派(?:吧|了吧|啊)?)[！。， ]*|(?:这[个单条份张]?|那[个单]?|肯定)?过不去[的了吧啊]?[！。， ]*"
)
"""派！, 过不去: verdicts where nothing else is said."""
UNDO_MAX = 24
"""A longer sentence speaks of more than a verdict taken back."""
LATER = re.compile("[\ue000-\ue0ff]再?(?:处理|看|弄|办|审|审批|说|签|批|搞|定)[吧了啊]?$")
"""剩的明天处理"""
AFTERWARDS = re.compile(
    "(?:散[了完]?会|会后|[开忙吃]完[会饭]?|下班|饭后|落地|下[了完]?(?:飞机|高铁|车|课)|[到回][了到]?(?:单位|办公室|局里|家|去|来))(?:了|后|以后|之后|的时候)?(?:我|再|就|统一|一起)*(?:处理|看|弄|办|审|签|批|定|研究)"
)
"""散会看, 回办公室处理"""
BUSY = re.compile(
    "(?:我|人|还|正)在|在(?:开车|开会|外[地面]|路上|飞机上|高铁上)|[开忙]着|正(?:开会|开车|忙)|没信号|没带|登不[上进]|打不开|走不开|不在(?:单位|办公室|局里)|出差"
)
"""我正开会，批不了: it is the approver who cannot, now."""
CANNOT = re.compile("(?:批|签|审|处理|操作|看)不了")
OWN = re.compile("白(?:订|约)了|我(?:订|约|申请|预约)的|我的(?:车|预约|申请单?)(?!.{0,4}(?:同意|驳))")
"""An approver speaks of a booking of the approver's own."""
CONCEDED = re.compile("(同意|批|可以|行|好|准|过|通过)(?:也)?是(?:能|可以|会)?\\1")
"""同意是同意: something is to follow."""
ASKS_END = re.compile("(?:[吗么]|？|[没不](?:有)?)[啊呀]?$")
GOOD_NATURED = re.compile("[嗯哦啊，。 ]*(?:好|行|ok|OK|Ok|对)")
THANKS = re.compile("谢|收到|知道了|明白|辛苦|了解|麻烦")
IF = re.compile("如果|要是|除非|倘|假如|假使|若|万一|只要|一旦")
ASKS_WHY = re.compile(
    r"(?:理由|原因)(?:是|为|写)?(?:什么|啥|呢|哪)|(?:行|好|可以|对|妥|中)(?:不(?:行|好|可以|对|妥|中))?[吗么？]+$|怎么样？?$"
)
"""驳回理由是什么; 批第一个，行吗."""


SHOWS = re.compile(
    r"(?:待|没|未|等我|要我|该我)(?:审|批|签|处理|办)(?:批|核)?的?(?:单子|申请|订单|那些|这些)?(?:都|全部|全|还)?(?:给我|发我|发来|拿来|列|调|亮|报|看看|看一下|看下|瞧|过目|哪些|有哪些|多少|有多少|有?几[个单张份条])"
)
"""待审的给我看看 asks for what is to be decided."""
IDIOM = re.compile("一[个单份张条]都|门儿?都没|想都[别甭不]|怎么都|说什么都|无论如何都|谁来都|天王老子来了都")
"""都 that means no orders."""


def _idioms(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in IDIOM.finditer(text)]


def read(scene: Scene) -> str | None:
    """approve, reject or hold with target, decisions, reason and condition; change, undo; None when there is no verdict."""
    if len(scene.text) <= UNDO_MAX and (UNDO.fits(UNDO_WORDS.find(scene.text)) or REGRETS.search(scene.text)):
        orders.aim(scene)
        return "hold" if RATHER.search(scene.text) else "undo"
    if not scene.has_draft and (whole := BARE.fullmatch(scene.text)) and (whole["yes"] or scene.pending):
        return "approve" if whole["yes"] else "reject"
    if ASKS_WHY.search(scene.text) or OWN.search(scene.text) or SHOWS.search(scene.text):
        return None
    if not parts.WORDS.find(scene.text.lower()).has(*SPEAKING):
        return _later(scene)
    if CANNOT.search(scene.text) and BUSY.search(scene.text):
        return "hold"
    refs = [ref for ref in orders.find(scene) if not any(a <= ref.start < b for a, b in _idioms(scene.text))]
    clauses = _settled(scene.text, parts.read(scene.text, scene.free, refs, scene.times))
    verdict = _verdict(scene, clauses)
    if verdict is not None and verdict.verdict == "reject":
        return _given(scene, clauses, verdict, refs)
    if not _is_asked(scene.text, clauses) and (verdict or not _is_doubtful(clauses)) and remarks.change(scene, clauses):
        return _changed(scene, refs)
    if verdict is not None:
        return _given(scene, clauses, verdict, refs)
    if CONCEDED.search(scene.text) or any(
        one.verdict in ("hold", "unsaid") for clause in clauses for one in clause.said
    ):
        return _held(scene, clauses, refs)
    if any(
        {"asks", "depends"} <= clause.kinds or not clause.kinds.isdisjoint(("powerless", "scoff")) for clause in clauses
    ):
        return "hold"
    return _later(scene)


def _settled(text: str, clauses: list[Clause]) -> list[Clause]:
    """What the rest of the sentence decides: 请不要通过，事由不实 refuses; 要是我同意了，算谁的 asks."""
    is_question = ASKS_END.search(text) is not None or any("asks" in clause.kinds for clause in clauses)
    for clause in clauses:
        for said in clause.said:
            if said.verdict == "supposed":
                said.verdict = "asks" if is_question else "unsaid"
            elif said.verdict == "banned":
                beside = f"{text[: clause.start]}，{text[said.end :]}"
                said.verdict = "reject" if remarks.WORDING.find(beside).has("fault") else "hold"
    return clauses


def _later(scene: Scene) -> str | None:
    """剩的明天处理; 我在主席台上，散会看."""
    is_later = LATER.search(scene.free) or AFTERWARDS.search(scene.text)
    return "hold" if scene.pending and is_later else None


def _verdict(scene: Scene, clauses: Sequence[Clause]) -> Said | None:
    """The first verdict given, if nothing in the sentence takes it back."""
    said = [one for clause in clauses for one in clause.said]
    given = [one for one in said if one.verdict in several.GIVEN]
    if (
        not given
        or any("powerless" in clause.kinds for clause in clauses)
        or _is_asked(scene.text, clauses)
        or _hangs(scene.text, clauses, given[0])
        or _is_weak_talk(scene, clauses, given[0])
        or (given[0].is_weak and scene.text.endswith(("吗", "么", "？")))
    ):
        return None
    first = given[0]
    if (conceded := CONCEDED.search(scene.text)) and (
        any(one.verdict in ("unsaid", "hold") for one in said) or _is_grudged(scene.text[conceded.end() :])
    ):
        return None
    if first.is_weak and any(one.verdict == "unsaid" or (one.verdict == "doubt" and not one.is_weak) for one in said):
        return None
    if _is_put_off(clauses, first) or (first.is_weak and _is_muddled(clauses, first)):
        return None
    against = [one for one in given if one.verdict != first.verdict and not one.names]
    if against and not first.names:
        return against[-1] if _is_corrected(clauses, first, against[-1]) else None
    return first


def _is_grudged(behind: str) -> bool:
    """可以是可以，就是人太多了: behind what is conceded stands a fault, or nothing that is asked for."""
    words = remarks.WORDING.find(behind)
    return words.has("fault") or not words.has("bids")


def _is_muddled(clauses: Sequence[Clause], first: Said) -> bool:
    """A weak yes in one breath with a word that is none."""
    return any(
        clause.start <= first.start < clause.end and any(one.verdict == "doubt" for one in clause.said)
        for clause in clauses
    )


def _is_asked(text: str, clauses: Sequence[Clause]) -> bool:
    """A verdict's word is asked about; behind a verdict that is given (不批，谁去都不行) only by a question's own end."""
    said = [one for clause in clauses for one in clause.said]
    first = next((index for index, one in enumerate(said) if one.verdict in several.GIVEN), len(said))
    asked = [index for index, one in enumerate(said) if one.verdict == "asks"]
    return bool(asked) and (asked[0] < first or ASKS_END.search(text) is not None)


def _is_doubtful(clauses: Sequence[Clause]) -> bool:
    return any(one.verdict == "doubt" and not one.is_weak for clause in clauses for one in clause.said)


def _hangs(text: str, clauses: Sequence[Clause], first: Said) -> bool:
    """如果当天回得来，同意: what a clause before makes it depend on."""
    before = [clause for clause in clauses if clause.is_if and clause.end <= first.start]
    return any(first.verdict == "approve" or IF.match(text, clause.start) for clause in before)


def _is_weak_talk(scene: Scene, clauses: Sequence[Clause], first: Said) -> bool:
    """行，明天8点去南京，3人: a good-natured word before a booking; 好的 to a question that was asked; 好的谢谢."""
    if not first.is_weak or first.verdict == "reject":
        return False
    if GOOD_NATURED.match(scene.text) and THANKS.search(scene.text):
        return True
    return bool(scene.asked) or ({"destination", "passengers"} <= scene.slots.keys() and not first.names)


def _is_put_off(clauses: Sequence[Clause], first: Said) -> bool:
    """同意，先放一放; 不批，公函到了再说: nothing is decided after all."""
    for clause in clauses:
        for one in clause.said:
            if one.start <= first.start or one.names:
                continue
            if one.verdict == "unsaid":
                return True
            if one.verdict == "hold" and (
                clause.is_bare or (first.verdict == "approve" and (first.is_weak or _leads(clause, one)))
            ):
                return "maybe" not in clause.kinds or first.verdict == "approve"
    return False


def _leads(clause: Clause, one: Said) -> bool:
    """但先等财务回话: the clause begins with its pause."""
    return not one.head and one.start <= clause.start + 2 and "maybe" not in clause.kinds


def _is_corrected(clauses: Sequence[Clause], first: Said, last: Said) -> bool:
    return any("wrong" in clause.kinds for clause in clauses if clause.start <= last.start and clause.end > first.start)


def _given(scene: Scene, clauses: Sequence[Clause], first: Said, refs: Sequence[Ref]) -> str | None:
    decided = several.decide(clauses, scene.pending)
    if decided.is_lost:
        return "other"
    if decided.is_unclear:
        if decided.target:
            orders.put(scene, "target", decided.target, refs)
        return "hold"
    verdict = first.verdict
    if decided.decisions and verdict not in decided.decisions.values():
        verdict = next(iter(decided.decisions.values()))
    _target(scene, decided, refs)
    said = [one for clause in clauses for one in clause.said]
    refused = [one for one in said if one.verdict == "reject"]
    if refused and (verdict == "reject" or decided.decisions):
        remarks.reason(scene, clauses, refused[-1])
    approved = [one for one in said if one.verdict == "approve"]
    if approved and verdict == "approve" and not refused:
        remarks.condition(scene, clauses, approved[-1])
    return verdict


def _target(scene: Scene, decided: several.Decided, refs: Sequence[Ref]) -> None:
    if decided.is_whole:
        orders.put(scene, "target", {"which": "all"}, refs)
    elif len(decided.decisions) == 1:
        orders.put(scene, "target", {"order_no": next(iter(decided.decisions))}, refs)
    elif decided.decisions:
        orders.put(scene, "decisions", decided.decisions, refs)
        scene.slots.pop("order_no", None)
    elif decided.target:
        orders.put(scene, "target", decided.target, refs)


def _changed(scene: Scene, refs: Sequence[Ref]) -> str:
    """第一个改成两个人，第二个同意: the change is of the first."""
    ref = orders.one(refs) or next(iter(refs), None)
    if ref is not None and (len(ref.orders) == 1 or "applicant" in ref.target):
        orders.aim(scene, [ref])
    return "change"


def _held(scene: Scene, clauses: Sequence[Clause], refs: Sequence[Ref]) -> str | None:
    if _is_asked(scene.text, clauses) and not any(one.verdict == "unsaid" for clause in clauses for one in clause.said):
        return None
    orders.aim(scene, refs)
    return "hold"
