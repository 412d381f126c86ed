"""What a time is the time of, told by the words beside it: one table, read from above.

A line shows the words in their order around the time `@`: `return @` is 返程下午5点, `@ before leave` 8点前出发.  Words
of the class `filler` (大概, 就, 我们) may stand between.  `word?` may be missing; `..` reaches over other words of the
clause but no verb of motion; `...` over anything in the clause; `a|b` is a word of either class.  needs: what must be
found somewhere in the sentence.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from nlu.frames import Hit
from nlu.rule import Mark
from nlu.rules.time.expr import Expr
from nlu.rules.time.signs import MOVING, READ, TRAIN, VOCABULARY

NONE: frozenset[str] = frozenset()
STOP = frozenset(["stop"])
CLEAN = frozenset(" 、()" + READ)


class Word(NamedTuple):
    """A word beside a time; is_near: nothing but fillers between it and the time, or the word before it."""

    start: int
    end: int
    kinds: frozenset[str]
    is_near: bool


class Step(NamedTuple):
    kinds: frozenset[str]
    reach: str = ""
    is_optional: bool = False


class Role:
    """name: of the line; role: see Expr, or vehicle departs come again for what the whole sentence decides.

    timed: it is told of clocks alone.  says, silent: sentences in which it tells a time's role, and must not.
    """

    def __init__(
        self,
        name: str,
        role: str,
        line: str,
        *,
        says: tuple[str, ...],
        silent: tuple[str, ...],
        needs: str = "",
        timed: bool = False,
    ) -> None:
        self.name, self.role, self.line = name, role, line
        self.says, self.silent = says, silent
        self.needs = frozenset(needs.split("|")) if needs else NONE
        self.timed = timed
        left, _, right = line.partition("@")
        self.left, self.right = _steps(left.split()[::-1]), _steps(right.split())
        self.first = next((step.kinds for step in self.right if not step.is_optional), NONE)
        self.last = next((step.kinds for step in self.left if not step.is_optional), NONE)


def _steps(words: list[str]) -> tuple[Step, ...]:
    steps: list[Step] = []
    reach = ""
    for word in words:
        if word in ("..", "..."):
            reach = word
            continue
        steps.append(Step(frozenset(word.strip("?").split("|")), reach, word.endswith("?")))
        reach = ""
    return tuple(steps)


ROLES: tuple[Role, ...] = (
    Role("named_order", "which", "@ ... which", says=("明天去南京那单改到10点",), silent=("明天去南京",)),
    Role("not_back", "none", "@ must? not_back", says=("当天不回了",), silent=("当天回",)),
    Role("return_time", "return", "return_label at? @", says=("返程时间：下午5点", "回来时间定在晚上6点"), silent=("出发时间8点",)),
    Role("leave_time", "depart", "leave_label at? @", says=("出发时间改到8点半", "用车时间：明天9点"), silent=("返程时间8点",)),
    Role("vehicle_back", "", "@ return stop? train|vehicle", says=("明天返程，高铁票是10点",), silent=("明天返程",)),
    Role("vehicle_leaves", "departs", "@ vdepart", needs="vehicle|train|station", timed=True, says=("送我去机场，17:25起飞", "高铁票，7:19发车"), silent=("13:00发车去海安",)),
    Role("vehicle_leaves_town", "departs", "@ from .. vdepart", needs="vehicle|train", timed=True, says=("飞机明早九点一刻从禄口飞",), silent=("九点从禄口走，坐飞机",)),
    Role("by_return", "return", "@ before must? return|ends", says=("5点前回来", "下午四点之前必须返回"), silent=("5点前到",)),
    Role("by_leaving", "depart", "@ before must? leave|from", says=("8点前出发", "7点之前从局里走"), silent=("8点前到",)),
    Role("latest_leaving", "depart", "latest @ must? leave|from", says=("最迟8点走", "最晚明天9点从单位出发"), silent=("最迟8点到",)),
    Role("returns", "return", "@ must? return|ends", says=("下午5点回", "傍晚5点往回赶", "4点半返程", "五点散会"), silent=("3点回访信访户", "8点走")),
    Role("returns_from", "return", "@ from .. return", says=("周五晚上八点从那边往回走",), silent=("8点从局里出发",)),
    Role("leaves", "depart", "@ must? leave|from", says=("8点出发", "早上5点就得走", "7点从局门口走"), silent=("8点到", "3点走访企业")),
    Role("gathers", "depart", "@ before? must? gather", says=("6点半集合", "8点20在楼下等"), silent=("8点出发",)),
    Role("gathers_at", "depart", "@ at .. gather", says=("9点15在北门集合",), silent=("9点15在北门",)),
    Role("return_word", "return", "return|ends at? @", says=("返程改到晚上七点", "回来大概5点"), silent=("返程时间5点",)),
    Role("there_and_back", "return", "@ round", says=("当天来回",), silent=("来回两小时",)),
    Role("deadline", "arrive", "@ before", says=("10点之前赶到舒城", "9点45前到"), silent=("8点前门集合", "8点前往南京")),
    Role("latest", "arrive", "latest at? @", says=("最迟后天下午3点到", "不晚于10点"), silent=("最近10点",)),
    Role("caught", "arrive", "catch @", timed=True, says=("赶5点10分的飞机",), silent=("赶往机场5点",)),
    Role("arrival", "come_by", "arrive_label at? @", timed=True, says=("车次已定，到达时间29日17:12",), silent=("5点到达",)),
    Role("vehicle_there", "vehicle", "@ have ... vehicle|train", timed=True, says=("明天7点50有趟去合肥的高铁",), silent=("8点有会",)),
    Role("vehicle", "vehicle", "@ vehicle|train", timed=True, says=("8点15的飞机", "10点40的高铁"), silent=("8点走，坐飞机",)),
    Role("of_car", "vehicle", "@ car", needs="train|vehicle|station", timed=True, says=("送我到高铁站，10:52的车",), silent=("8点的车，去局里",)),
    Role("begins", "begins", "@ must? start", timed=True, says=("去省厅开会，9点开始",), silent=("9点去",)),
    Role("fetched_again", "again", "@ must? fetch_again", says=("8点送我去医院，5点来接",), silent=("5点接站",)),
    Role("in_time", "come_in_time", "@ must? in_time", timed=True, says=("10点赶到舒城", "14:30必须到位"), silent=("10点到",)),
    Role("must_be_there", "come_in_time", "@ must be_there|lands", timed=True, says=("9点必须到省厅", "一定要10点准时到"), silent=("9点到",)),
    Role("be_there", "come", "@ be_there|lands", says=("8点出发9点半到", "今天17:55抵达"), silent=("8点出发",)),
    Role("event", "arrive", "@ event|meeting", timed=True, says=("9点20的会", "下午1点半开庭"), silent=("9点开发区",)),
    Role("goes", "depart", "@ must? go|take|fetch", says=("8点去无锡", "6点送领导", "下午5点接客人"), silent=("8点开会",)),
    Role("leave_word", "depart", "leave at? @", says=("走的不是八点是六点半", "出发8点"), silent=("出发时间8点",)),
    Role("of_meeting", "arrive", "meeting_label at? @", timed=True, says=("会议时间9点", "开庭时间是10点"), silent=("去开会，9点",)),
    Role("of_train", "vehicle", "train stop? @", timed=True, says=(f"{TRAIN}，12:15",), silent=(f"{TRAIN}，两个人，8点走",)),
    Role("of_vehicle", "vehicle", "vehicle at? @", timed=True, says=("航班晚上8点10分", "高铁票是9点"), silent=("高铁站9点",)),
    Role("vehicle_leaves_at", "departs", "vdepart @", needs="vehicle|train", timed=True, says=("飞机起飞时间8点10分",), silent=("开到8点",)),
    Role("vehicle_leaves_from", "departs", "@ .. vdepart", needs="vehicle|train", timed=True, says=("16点22常州北开，高铁票已买好",), silent=("16点22去常州北，打开后备箱",)),
    Role("vehicle_lands", "come", "@ .. lands", needs="vehicle|train", timed=True, says=("明天9点虹桥落地，航班晚点",), silent=("明天9点虹桥",)),
    Role("return_said", "return", "return_trip stop @", timed=True, says=("加个返程，晚上6点",), silent=("当天回，9点走",)),
    Role("meeting", "arrive", "@ .. meeting", timed=True, says=("下周一上午9点半省厅有个会", "今天下午2点在市府1号楼开碰头会"), silent=("9点去省厅开会",)),
)  # fmt: skip
LEAVING = frozenset(("leaves", "leave_time", "leave_word", "by_leaving", "latest_leaving"))


HOMES = frozenset(("回单位", "回局里", "回家", "回城", "回常", "回锡", "返城", "返常", "返锡"))
LABELS = frozenset(("leave", "gather", "leave_label", "return", "return_label", "meeting_label", "vehicle"))


class Sentence(NamedTuple):
    """What the words of the whole sentence and the state tell of the journey.

    way: in (someone arrives and is met), out (someone is taken to a train or flight), or ''.
    """

    words: tuple[Hit, ...]
    kinds: frozenset[str]
    way: str
    goes_home: bool


def look(text: str, state: Mapping[str, Any]) -> Sentence:
    """text: with times hidden and trains, stations and places marked."""
    words = tuple(VOCABULARY.find(text))
    kinds = frozenset(kind for hit in words for kind in hit.kinds)
    return Sentence(words, kinds, _way(words, kinds, state), _goes_home(text, words))


def _way(words: Sequence[Hit], kinds: frozenset[str], state: Mapping[str, Any]) -> str:
    is_fetched = not kinds.isdisjoint(("fetch", "fetch_again"))
    to_station = _to_station(words)
    if is_fetched and not to_station:
        return "in"
    if "catch" in kinds or to_station or "take" in kinds:
        return "out" if "lands" not in kinds or to_station or "catch" in kinds else "in"
    if "lands" in kinds and not kinds.isdisjoint(("vehicle", "train")):
        return "in"
    return {"pickup": "in", "dropoff": "out"}.get(str(state.get("trip_type")), "")


def _to_station(words: Sequence[Hit]) -> bool:
    """送到南站, 接上去机场; not 去南站接人."""
    mover, is_going = "", False
    for hit in words:
        if not hit.kinds.isdisjoint(("fetch", "fetch_again")):
            mover, is_going = "fetch", False
        elif "take" in hit.kinds:
            mover = "take"
        elif mover != "take" and not hit.kinds.isdisjoint(("go", "be_there", "from")):
            mover = "go" if "go" in hit.kinds else "come"
        elif "stop" in hit.kinds and is_going:
            return True
        if "station" in hit.kinds and mover in ("take", "go"):
            is_going = True
    return is_going


def _goes_home(text: str, words: Sequence[Hit]) -> bool:
    """下午3点回常州: a place behind 回 is where the journey goes."""
    for hit in words:
        if hit.word in HOMES:
            return True
        if hit.word in ("回", "返", "返回", "回到", "赶回") and "return" in hit.kinds:
            rest = text[hit.end : hit.end + 2]
            if len(rest) == 2 and all("\u4e00" <= c <= "\u9fff" or c in "\ue010\ue012" for c in rest):
                return True
    return False


def assign(text: str, exprs: list[Expr], spans: Sequence[Mark], sentence: Sentence) -> list[Expr]:
    """Each expression with its role.  A word that one has taken is no other's."""
    out: list[Expr] = []
    taken = 0
    has_lead = any(span.kind == "lead" for span in spans)
    for index, expr in enumerate(exprs):
        bound = exprs[index - 1].end if index else 0
        limit = exprs[index + 1].start if index + 1 < len(exprs) else len(text)
        before = _beside(text, sentence.words, max(bound, taken), expr.start, is_left=True)
        after = _beside(text, sentence.words, expr.end, limit, is_left=False)
        if index + 1 < len(exprs) and _is_next_label(text, before, after, limit):
            after = []
        role, end = _role(expr, before, after, sentence.kinds)
        if role is None and expr.own:
            own = _beside(text, sentence.words, *expr.own, is_left=False)
            role, end = _role(expr, [], own, sentence.kinds)
        if role is None:
            out.append(expr)
            continue
        taken = max(taken, end) if role.role else taken
        out.append(expr._replace(role=role.role, sign=role.name))
    if has_lead and not any(e.role in ("arrive", "vehicle", "departs", "come_in_time") for e in out):
        out = [e._replace(role="arrive", sign="lead") if e.when.has_clock and e.role in ("", "come") else e for e in out]
    return _decided(out, sentence)


def _beside(text: str, words: Sequence[Hit], start: int, end: int, *, is_left: bool) -> list[Word]:
    """The words between start and end, the nearest first, fillers left out."""
    found: list[Word] = []
    at, is_near = (end if is_left else start), True
    inside = [hit for hit in words if hit.start >= start and hit.end <= end]
    for hit in reversed(inside) if is_left else inside:
        gap = text[hit.end : at] if is_left else text[at : hit.start]
        is_near = is_near and CLEAN.issuperset(gap)
        at = hit.start if is_left else hit.end
        if "filler" in hit.kinds:
            continue
        found.append(Word(hit.start, hit.end, hit.kinds, is_near))
        is_near = True
    return found


def _is_next_label(text: str, before: list[Word], after: list[Word], limit: int) -> bool:
    """出发 3月12日 8:00 返回 3月13日: a form; the word behind the time belongs to the next one."""
    if not before or not after or not before[0].is_near or LABELS.isdisjoint(before[0].kinds):
        return False
    return not LABELS.isdisjoint(after[0].kinds) and len(after) == 1 and CLEAN.issuperset(text[after[0].end : limit])


def _role(expr: Expr, before: list[Word], after: list[Word], kinds: frozenset[str]) -> tuple[Role | None, int]:
    """The first line that fits, and where its last word ends."""
    left = frozenset().union(*(word.kinds for word in before[:3]))
    right = frozenset().union(*(word.kinds for word in after))
    for role in ROLES:
        if (role.first and role.first.isdisjoint(right)) or (role.last and role.last.isdisjoint(left)):
            continue
        if (role.needs and role.needs.isdisjoint(kinds)) or (role.timed and not expr.when.has_clock):
            continue
        if _fits(role.left, before) is None:
            continue
        end = _fits(role.right, after)
        if end is not None:
            return role, end
    return None, 0


def _fits(steps: tuple[Step, ...], words: list[Word]) -> int | None:
    """The end of the last word that the steps need (0 when they need none), or None."""
    at = end = 0
    for step in steps:
        place = _place(step, words, at)
        if place is None:
            if step.is_optional:
                continue
            return None
        at, end = place + 1, words[place].end
    return end


def _place(step: Step, words: list[Word], at: int) -> int | None:
    if not step.reach:
        if at < len(words) and words[at].is_near and not step.kinds.isdisjoint(words[at].kinds):
            return at
        return None
    barrier = STOP if step.reach == "..." else STOP | MOVING
    for place in range(at, len(words)):
        kinds = words[place].kinds
        if not step.kinds.isdisjoint(kinds):
            return place
        if not barrier.isdisjoint(kinds):
            return None
    return None


def _decided(exprs: list[Expr], sentence: Sentence) -> list[Expr]:
    """What only the whole sentence can tell: whose train it is, and whether 到 is a deadline."""
    leaves = any(e.sign in LEAVING and e.when.has_clock for e in exprs)
    out = []
    for expr in exprs:
        others = [e for e in exprs if e is not expr and e.when.has_clock and e.role in ("", "depart")]
        out.append(expr._replace(role=_final(expr, sentence, leaves, others)))
    return out


def _final(expr: Expr, sentence: Sentence, leaves: bool, others: list[Expr]) -> str:
    is_in = sentence.way == "in"
    if expr.role == "departs":
        return "arrive"
    if expr.role == "vehicle":
        return "depart" if is_in and not leaves else "arrive"
    if expr.role == "come_in_time":
        return "depart" if is_in and not leaves else "arrive"
    if expr.role == "come_by":
        rides = is_in or (sentence.way != "out" and not sentence.kinds.isdisjoint(("vehicle", "train")))
        return "depart" if rides and not leaves else "arrive"
    if expr.role == "come":
        if is_in:
            return "arrive" if leaves and expr.when.has_clock else "depart"
        return "arrive" if others and expr.when.has_clock else "depart"
    if expr.role == "begins":
        return "depart" if sentence.kinds.isdisjoint(("meeting", "event", "meeting_label")) else "arrive"
    if expr.role == "again":
        return "return" if others else "depart"
    return expr.role
