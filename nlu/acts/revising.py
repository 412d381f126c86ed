"""What is done with the draft or an order already made, short of calling it off: wait, take back, copy, change."""

import re

from nlu.acts import target
from nlu.acts.cancelling import WORDS
from nlu.acts.hearing import TRIP, hear
from nlu.frames import Frame, Words, choose
from nlu.scene import Scene

UNDO_FRAMES = (
    Frame("undo", "undo", "undo", says=(("还是改回去吧", "undo"), ("改回去改回去", "undo"), ("恢复原样", "undo"), ("刚刚改的不算，恢复", "undo")), silent=("不用改",)),
    Frame("back_to_former", "undo", "back_to<former", says=(("算了还是按刚才的", "undo"), ("还是照原来的吧", "undo"), ("恢复成之前的", "undo")), silent=("按时到", "刚才那单取消")),
    Frame("former_edit_void", "undo", "former edit void", says=(("刚那个改动不要了", "undo"), ("刚才的修改作废", "undo")), silent=("刚才那单作废",)),
    Frame("former_edit_back", "undo", "former edit back_to", says=(("刚刚的批准我要收回", "undo"), ("刚才的改动取消", "undo")), silent=("刚才那单",)),
)  # fmt: skip
COPY_FRAMES = (
    Frame("same_as_last", "copy", "as<last_time last_time<same", says=(("跟上次一样", "copy"), ("和上回一样", "copy")), silent=("上次的司机电话", "安排车，跟小陈去宜兴，午饭前回来", "麻烦安排一辆车，和老王去金坛，下班前回来")),
    Frame("last_again", "copy", "last_time again", says=(("昨天那单再来一次", "copy"), ("把昨天那趟照样再来一遍", "copy"), ("按上周三那单再约一次", "copy"), ("上回那种安排再来一次", "copy")), silent=("再来两个人", "上一单取消")),
    Frame("same_as_former", "copy", "as<former same", says=(("再订一趟跟刚才一样的", "copy"),), silent=("刚才那单取消",)),
    Frame("once_more", "copy", "once_more !change", says=(("再来一单一样的", "copy"), ("再订一次", "copy")), silent=("再加一个人", "另外再订一辆车")),
    Frame("habit", "copy", "^habit", says=(("老样子", "copy"), ("老规矩，明天八点", "copy"), ("照上一单来", "copy")), silent=("例会照旧",)),
)  # fmt: skip
HOLD = Frame("hold", "hold", "hold", says=(("先别派", "hold"), ("等一下", "hold"), ("稍等哈我确认下人数", "hold"), ("等一下，我问问处长再定", "hold"), ("不清楚呢，得问一下领导", "hold")), silent=("等级", "先去江阴"))  # fmt: skip


def hold(scene: Scene) -> str | None:
    """先别派, 等一下, 我问问: nothing is to happen now; a sentence that says a slot or asks of an order is more than that."""
    if "order_no" in scene.slots and ONLY_ASKS.search(scene.text):
        return None
    turned = TURNS.match(scene.text)
    if turned is not None and ONLY_ASKS.search(scene.text, turned.end()):
        return "hold" if HOLD.fits(hear(WORDS, scene.text[turned.end() :])) else None
    if _trip(scene) - (IDLY if GOING.search(scene.text) else IDLY | {"destination", "origin"}) or not HOLD.fits(
        hear(WORDS, scene.text)
    ):
        return None
    said = target.meant(scene)
    scene.slots = {"target": said} if said else {}
    return "hold"


TURNS = re.compile(
    r"(?:这个|那个|这事|这单)?(?:先)?(?:不说|不谈|不管|不聊|别说|放一放|放放|放着|搁一搁|搁着|等等|等一下|等下|慢着|打住)(?:这个|那个|这事|这单|这些|了|吧){0,2}[，。 ]"
)
"""先不说这个，昨天那单的师傅是谁: what is asked behind it is answered."""
IDLY = frozenset(["purpose", "duration"])
GOING = re.compile("去|到|从|接|送|往")
"""等我问问王处: without a word of going no place is meant."""


def goes_back(scene: Scene) -> bool:
    """还是改回去吧: back to what stood before the last change; with a new value in it the sentence is a change."""
    if BARE_UNDO.fullmatch(scene.text):
        return True
    words = hear(WORDS, scene.text)
    if choose(UNDO_FRAMES, words) is None:
        return False
    return not _trip(scene) - _of_words(scene, words, GOING_BACK) - {"trip_type"}


def undo(scene: Scene) -> str | None:
    """Back to what stood before the last change; of a draft no order is meant."""
    if not goes_back(scene):
        return None
    if scene.scope.slots and "order_no" not in scene.slots:
        scene.slots.pop("target", None)  # 刚才那个改动作废: of the draft.
    return "undo"


BARE_UNDO = re.compile(r"(?:请|麻烦|帮我|给我|那|就|先)*撤[销消](?:一下|掉|下|吧|了|啊)*[。！， ]*")
"""撤销 with nothing that it is of: the last change, never an order that was submitted."""
GOING_BACK = frozenset(["undo", "back_to", "former", "edit", "void"])
LIKE_LAST = frozenset(["as", "last_time", "same", "again", "once_more", "habit", "former"])
"""Words of going back, and of another one like it."""


def copy(scene: Scene) -> str | None:
    """跟上次一样, 昨天那单再来一次: a booking like an earlier one."""
    words = hear(WORDS, scene.text)
    frame = choose(COPY_FRAMES, words)
    if frame is not None and not (scene.has_draft and frame.name in ("habit", "same_as_former") and _in_a_field(words)):
        if frame.name == "same_as_last" and not _is_like_last(words):
            return None
        for slot in _of_words(scene, words, LIKE_LAST):
            del scene.slots[slot]
        return "copy"
    return "copy" if "target" in scene.slots and words.has("again") else None


def _of_words(scene: Scene, words: Words, kinds: frozenset[str]) -> set[str]:
    """Slots that were read of words which mean something else: 上次一样 is no place."""
    taken = [scene.source.span(hit.start, hit.end) for hit in words if hit.kinds & kinds]
    spans = {slot: scene.spans[slot] for slot in WORDY if slot in scene.slots and slot in scene.spans}
    return {
        slot for slot, span in spans.items() if any(span.start < last and first < span.end for first, last in taken)
    }


WORDY = ("destination", "origin", "purpose")


def _is_like_last(words: Words) -> bool:
    """跟上次一样, but not 我跟小陈去宜兴，昨天那边都安排好了: the word of likeness stands beside the last time."""
    last = [hit.start for hit in words.every("last_time")]
    return any(0 <= start - hit.end <= NEAR for hit in words.every("as") for start in last)


NEAR = 4
"""按我们上次那样"""


def _in_a_field(words: Words) -> bool:
    """钟点照旧, 时间跟刚才一样: of the draft one field stays."""
    first = words.first("habit", "as")
    return first is not None and first.start > 1


def change(scene: Scene) -> str | None:
    """An order already made, named, and something of it said anew: 把去宣城的单子上车点改为南门."""
    words = hear(WORDS, scene.text)
    changes = words.has("change") or "shift" in scene.flags or "party_step" in scene.flags
    if ONLY_ASKS.search(scene.text) and not CHANGES_POLITELY.search(scene.text):
        return None
    said = target.meant(scene, that=True)
    if said is None:
        return "change" if changes and not scene.has_draft and _changes_alone(scene, words) else None
    if not changes and not _trip(scene):
        return None
    if "shift" in scene.flags or "party_step" in scene.flags:
        scene.doubts += scene.steps
    return "change"


ONLY_ASKS = re.compile(r"(?<!干)吗|[？]|(?:没有?|不)[啊呀]?(?=[，。]|$)|多少|几[点个辆]|什么|怎么|哪|谁")
CHANGES_POLITELY = re.compile(
    r"(?:能|可以|可否|行|方便)[^，。]{0,14}[吗么不？]|[行好可成]以?[吗么]|能不能|可不可以|能否"
)
CHANGES_FIRST = re.compile(
    r"(?:我)?(?:想|要|需要|麻烦|请|帮我|能不能|可以)?(?:把|将)?(?:我们?的?|咱们?的?)?(?:这个?|那个?|原来的?|之前的?)?(?:已经)?(?:约|订|申请|提交|报)?(?:好|了|过)?的?(?:订单|单子|预约单|预约|申请单|申请|用车单|派车单|用车|行程|车|单)?的?(?:出发|用车|返程|回来|上车)?(?:时间|日期|日子|人数|目的地|终点|去向|地点|上车点|起点|出发地点?|出发点|车型|行程)?(?:给|要|想|我){0,2}(?:改|换|推迟|延后|提前|调整|顺延|变更|往后|往前)"
)


def _changes_alone(scene: Scene, words: Words) -> bool:
    """改到下午三点, 改成去无锡, without a draft and without an order named: which one is asked."""
    if CHANGES_FIRST.match(scene.text) is None:
        return False
    if GOES_ELSEWHERE.match(scene.text):
        return True
    return NAMES_PLACE.match(scene.text) is not None or scene.slots.keys().isdisjoint(("destination", "origin"))


GOES_ELSEWHERE = re.compile(r"(?:我们?|想|要|麻烦|请|帮我){0,3}(?:改[成为到]|换[成为]|改(?=去))(?=..)")
"""改成去无锡, 改到周五去常州"""
NAMES_PLACE = re.compile(
    r"(?:我|想|要|麻烦|请|帮我|把|将|单子|订单|预约|申请|的){0,6}(?:目的地|终点|地点|去向|上车点|上车地点|起点|出发地点?|出发点)(?:给|要|想|我){0,2}(?:改|换|变更|更正|挪|调)"
)
"""起点改成市政府"""


def _trip(scene: Scene) -> frozenset[str]:
    return TRIP & scene.slots.keys()
