"""One word that could be a verdict, read with the words in its scope.

同意 is a yes, 不同意 a no, 先不同意 a pause, 没说同意 nothing, 同不同意 a question and 领导同意了 somebody else's.  The scope is what
stands before the word in its clause, up to the verdict before, and what stands right behind it.  A table of frames over
the classes of these words says what it is; then what no vocabulary explains may still turn a verdict into a doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nlu.acts.orders import Ref
from nlu.acts.people import PERSON
from nlu.acts.verdict_words import CORE, OBJECTS, REMARKS, SUBJECTS
from nlu.frames import Frame, Hit, Vocabulary, Words, choose

SUBJECT = Vocabulary(SUBJECTS)
OBJECT = Vocabulary(OBJECTS)
REASONS = Vocabulary(REMARKS)
WORDS = Vocabulary(CORE)
HEADS = ("assent", "fine", "refuse", "bad", "hold")
"""Classes of the words that can be verdicts."""
SOFT = ("light", "me")
"""Classes that say nothing of a verdict."""
FRAMES: tuple[Frame, ...] = (
    Frame("verdict_scoffed", "unsaid", "scoff", says=("谁说我批了", "我什么时候同意了", "谁说不批的"), silent=("谁批的",)),
    Frame("verdict_asked", "asks", "asks", says=("同不同意", "批了没", "谁批的", "是否同意"), silent=("同意",)),
    Frame("verdict_unsaid", "unsaid", "unsaid", says=("我没说同意", "不是不同意", "还没到同意那一步", "没同意", "谈不上同意", "没有不同意的意思"), silent=("不同意", "没意见")),
    Frame("verdict_left_open", "asks", "left_open !hold", says=("同意呢", "第二个批了呢"), silent=("同意",)),
    Frame("verdict_supposed", "supposed", "if", says=("我要是驳回", "如果回得来就可以批"), silent=("驳回",)),
    Frame("verdict_hangs", "unsaid", "wait|then assent|fine|hold", says=("公函补来再批", "等函来了才能批"), silent=("就批前三个",)),
    Frame("verdict_twice", "unsaid", "deny<deny", says=("没办法不同意",), silent=("不同意",)),
    Frame("verdict_may_not", "doubt", "fine<deny", says=("可以不批",), silent=("不可以批",)),
    Frame("verdict_not_no", "unsaid", "deny|forbid|ban|yet refuse", says=("先别驳回", "不驳回", "先不退回"), silent=("驳回",)),
    Frame("verdict_over", "doubt", "past", says=("早就批了", "昨天批了", "刚才同意的"), silent=("批了",)),
    Frame("verdict_then", "unsaid", "then refuse", says=("问清楚了再驳回",), silent=("驳回",)),
    Frame("verdict_intended", "doubt", "intends", says=("我会驳回", "会批的", "我想批"), silent=("驳回",)),
    Frame("verdict_likely", "doubt", "likely", says=("恐怕不能批", "应该可以", "可能会批"), silent=("批准",)),
    Frame("verdict_put_off", "hold", "hold<assent", says=("先考虑一下同意",), silent=("同意",)),
    Frame("verdict_later", "hold", "later assent !deny", says=("晚点同意", "明天到了一起批"), silent=("同意",)),
    Frame("verdict_perhaps", "doubt", "maybe !bad|refuse|deny|hold|ban", says=("请批准", "赶紧批"), silent=("批准",)),
    Frame("verdict_not_yet", "hold", "yet<deny assent|fine", says=("还不能批", "现在不能同意", "今天不批"), silent=("不能批",)),
    Frame("verdict_not_now", "hold", "yet<bad", says=("现在不行", "今天不行"), silent=("不行",)),
    Frame("verdict_told_not", "hold", "forbid assent|fine", says=("先别通过", "暂不同意", "先不同意", "暂时不批", "不急着同意"), silent=("不批",)),
    Frame("verdict_banned", "banned", "ban assent|fine", says=("别批", "请不要通过"), silent=("不批",)),
    Frame("verdict_no", "reject", "deny assent", says=("不批", "不同意", "不予批准", "恕我不能同意", "不能通过"), silent=("不行", "同意")),
    Frame("verdict_refused", "reject", "refuse", says=("驳回", "退回去", "同意不了", "退掉"), silent=("退休",)),
    Frame("verdict_unable", "reject", "deny<able", says=("不给过", "绝不放行"), silent=("行",)),
    Frame("verdict_bad", "reject", "bad", says=("不行", "不可以", "不妥"), silent=("行",)),
    Frame("verdict_paused", "hold", "hold", says=("先放放", "再看看", "压一下", "我考虑考虑"), silent=("放行",)),
    Frame("verdict_not_good", "doubt", "deny", says=("不好",), silent=("好",)),
    Frame("verdict_yes", "approve", "assent|fine", says=("同意", "批了", "准了", "没意见", "可以", "能过", "照准"), silent=("批评", "标准", "行程", "过去", "退休")),
)  # fmt: skip
"""In this order; doubt: no verdict can be told; unsaid: it is said that there is none; supposed: it is only thought of;
banned: a refusal when a reason stands beside it (请不要通过，事由不实), else a pause."""


_PROUD = "卡掉 刷掉 拒签 退了 退掉 否了 拒绝 否决 谢绝 婉拒 拒 回绝 否 退 驳 准 允许 准许 许可"
PROUD = frozenset(_PROUD.split())
"""Refusals of other things as well: 拒绝腐败, 不准迟到."""
OF_ORDERS = re.compile("(?:他们?的|她的|该|以上|上述|全部|这[个份单条])?(?:申请|用车|派车|审批|审核|单子)")
UNREAD_ORDER = re.compile(r"第|\d{2,}|(?:\d|[一二三四五六七八九十])号")
"""An order seems to be named that was not understood."""
BEHIND_MAX = 12
"""Characters behind a verdict in which what it is about is looked for."""
OUTCOME = re.compile(r"了?(?:他们?|她们?|你们?|人家|大家|下面)(?:又|还要|还会|会(?![后议场])|也会|肯定|反而|倒|心里)")
"""批了他们又要说闲话: what comes of a verdict, which is not given."""
UNLESS = re.compile("(?:要是|如果|但凡)?(?:没|无|不|缺|少|超)")
"""没公函就不同意 tells a rule; 没公函就不同意了 refuses."""


@dataclass(slots=True)
class Said:
    """One verdict's word read in its place.  verdict: a value of FRAMES; refs: the orders beside it."""

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
    follows_orders: bool = False
    """The clause before names orders and says nothing of them."""

    @property
    def names(self) -> bool:
        """It has orders of its own."""
        return bool(self.before or self.after or self.follows_orders)


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


class Scope(NamedTuple):
    """before, behind: what stands around a verdict's word (head); rest: the text behind it, to its clause's end."""

    before: Sequence[Item]
    head: Hit
    behind: Sequence[Item]
    rest: str

    @property
    def is_all(self) -> bool:
        return any(item.ref and item.ref.sort in ("all", "rest") for item in self.before)


def read(scope: Scope, *, is_asked: bool, is_announced: bool) -> Said:
    """is_asked: its clause ends as a question; is_announced: the clause before is 他说 or the like."""
    words, left = _bearing(scope.before)
    hits = Words((*words, scope.head, *_closing(scope.behind)))
    frame = choose(FRAMES, hits)
    verdict = str(frame.value) if frame else "doubt"
    if is_asked and verdict not in ("unsaid", "supposed"):
        verdict = "asks"
    if verdict in ("approve", "reject"):
        verdict = "doubt" if is_announced else _checked(verdict, scope, left, hits.has("so"))
    is_weak = not scope.head.kinds.isdisjoint(("fine", "bad")) and "refuse" not in scope.head.kinds
    return Said(scope.before[0].start if scope.before else scope.head.start, scope.head.end, verdict, is_weak, left)


def _checked(verdict: str, scope: Scope, left: str, hangs: bool) -> str:
    """The verdict, unless its time, its subject, its object or a word that nothing explains make a doubt of it."""
    is_theirs = _is_theirs(verdict, left)
    if verdict == "reject" and _is_timed(scope.before):
        return "doubt" if is_theirs else "hold"
    if any(item.is_read for item in scope.before) and (verdict == "approve" or scope.is_all):  # 去南京的都批, 下午批
        is_later = "assent" in scope.head.kinds and any(item.is_time for item in scope.before)
        return "hold" if is_later and not is_theirs else "doubt"
    if is_theirs or UNREAD_ORDER.search(left) or _is_else(scope) or OUTCOME.match(scope.rest):
        return "doubt"
    if verdict == "approve":
        return _explained(scope, left, hangs)
    if hangs and UNLESS.match(left) and not scope.rest.startswith("了"):
        return "doubt"
    return "reject" if _is_plain_no(scope, left) else "doubt"


def _bearing(before: Sequence[Item]) -> tuple[list[Hit], str]:
    """The words that bear on a verdict, and what stands between them that nothing explains.

    A stretch that is not understood cuts off a 不 or a 没 before it, where the verdict has a 不 of its own: 没有公函不同意.
    """
    last = max((i for i, item in enumerate(before) if item.word or item.plays("inert", "why")), default=-1)
    left = "".join(item.word or (item.hit.word if item.hit else "") for item in before[: last + 1])
    near = [item.hit for item in before[last + 1 :] if item.hit]
    cut = ["deny", "yet", "so"]
    if any("deny" in hit.kinds for hit in near):
        cut += ["unsaid", "past", "asks"]
    far = [item.hit for item in before[: last + 1] if item.hit and item.hit.kinds.isdisjoint(cut)]
    return [*far, *near], left


def _closing(behind: Sequence[Item]) -> Iterator[Hit]:
    """吗, 没有, 不 that make a question of what stands before them; 过 that puts it into the past."""
    for index, item in enumerate(behind):
        if item.hit is None:
            return
        if item.plays("asks", "past", "left_open"):
            yield item.hit
        elif item.hit.word in ("不", "没", "没有") and index == len(behind) - 1:
            yield item.hit._replace(kinds=frozenset(["asks"]))


def _is_timed(before: Sequence[Item]) -> bool:
    """今天不批, 明天驳回: the time stands right before the verdict, not in a reason."""
    for item in reversed(before):
        if item.is_time:
            return True
        if item.word or item.plays("inert", "why"):
            return False
    return False


def _is_theirs(verdict: str, left: str) -> bool:
    """Somebody else's verdict, or words of another: 领导同意了, 会上说原则同意."""
    if not left or left[0] in "到在回去":
        return False
    if SUBJECT.find(left).has("speech", "announces", "others"):
        return True
    return (PERSON.fullmatch(left) if verdict == "reject" else PERSON.search(left)) is not None


def _is_else(scope: Scope) -> bool:
    """批准后, 批准的流程, 能同意的都同意了, 同意老王的看法, 驳回上诉, 不行再派车."""
    rest, behind = scope.rest[:BEHIND_MAX], scope.behind
    if rest.startswith(" "):
        return False
    if "bad" in scope.head.kinds and rest.startswith("再"):
        return True
    if rest.startswith("的") and len(behind) > 1 and behind[1].ref and behind[1].ref.sort in ("all", "rest"):
        return True
    words = OBJECT.find(rest)
    if words and words[0].start == 0 and "over" in words[0].kinds and not (behind and behind[0].ref):
        return True
    return words.has("opinion")


def _explained(scope: Scope, left: str, hangs: bool) -> str:
    """An approval must be explained to its last word; anything else is a doubt."""
    is_strong = "assent" in scope.head.kinds
    if left and hangs:
        return "unsaid"
    if not is_strong and (left or not all(item.ref or item.plays(*SOFT, "so") for item in scope.before)):
        return "doubt"
    if left and not SUBJECT.find(left).has("fit"):
        return "doubt"
    if not any(item.word or item.plays("inert") for item in scope.behind):
        return "approve"
    return "approve" if is_strong and _is_of_a_trip(scope) else "doubt"


def _is_of_a_trip(scope: Scope) -> bool:
    """同意他们去, 批准用车; 通过这次调研 is no verdict."""
    rest = scope.rest.lstrip(" 了吧的啊呀哈嗯")
    words = OBJECT.find(rest)
    if not words or words[0].start or "trip" not in words[0].kinds:
        return False
    return scope.head.word not in ("通过", "过") or OF_ORDERS.match(rest) is not None


def _is_plain_no(scope: Scope, left: str) -> bool:
    """A refusal behind words that are no reason speaks of something else (快递退回了), and one before them may (拒绝腐败, 不准迟到)."""
    kinds = scope.head.kinds
    if left and not kinds.isdisjoint(("refuse", "bad")) and not REASONS.find(left).has("fault"):
        return False
    if not scope.behind or ("bad" not in kinds and scope.head.word not in PROUD):
        return True
    first = scope.behind[0].word
    return not first or REASONS.find(first).has("fault") or _is_of_a_trip(scope)
