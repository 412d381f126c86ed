"""The dispatcher's commands: this car, this driver, that order; in any order and words."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlu.acts import orders
from nlu.acts.hearing import PLACES
from nlu.acts.people import COMPOUND, FAMILY, GIVEN, NAME, NO_NAME, SURNAME
from nlu.frames import Frame, Vocabulary, choose
from nlu.rule import Mark
from nlu.rules.numbers import NUMBERS
from nlu.scene import Scene

COMMANDS = {
    "sends": """
        派错 派错了 弄错了 写错了
        派 改派 派给 指派 分派 派出 派去 派车 换 换成 换到 换给 换个 换辆 改 改成 改为 改用 改由 调 调给 调派 调换 安排 给 让 由 请 叫 用 定 就定 配 配给 分给 分配 交给 跑 开 去接 去送 接 送 跑一趟 去一趟 出车 顶 顶替 顶上 替 替换 指定 指定为 排 排给 上 拨 拨给 启用 动用 走 接手 接班 来开 去跑 更换 更换为 换下 负责 顶班
    """,
    # 给他们派考斯特
    "hands": "给 让 上 就",
    # 给苏D·0A123加油 sends nobody: with a plate alone one of these.
    "strong": "派错 派错了 弄错了 写错了 派 改派 派给 指派 派出 派去 派车 换 换成 换到 换个 换辆 改 改成 改为 改用 改由 调 调派 调换 安排 用 定 就定 配 启用 动用 更换 更换为 换下 去接 去送 去跑 跑一趟 上 排 顶上 替 出车",
    "pauses": "先不派 暂不派 先别派 先放着 先放一放 先压着 先压一压 缓一缓 暂缓 先等等 等等再派 先不急 先不安排 暂不安排 先别安排 先挂着 晚点再派 待会再派 回头再派 暂停 先搁着 先不动 不急着派 别急着派 先不要派 先停一停 先缓缓 先撤下来 先留着 等一下 等一等 再等等 稍后再派 先不排 先别动 先放放 先压压 搁一搁 缓缓 压一压",
    # 别派小车，安排辆大巴: a pause only where nothing else is sent.
    "spares": "别排 不排 先别排 别派 不派 不用派 不要派 别安排 不安排",
    # 刚才那个派车撤了
    "back": "撤了 撤掉 撤回 撤销 收回 取消 作废 不算 不作数",
    "made": "派车 派单 派的 改派 调度 派出去 派错 派错了 安排",
    "just": "刚才 刚刚 刚 上一个 上一单 方才 派错 派错了",
    "asks": "吗 么 谁 哪 怎么 如何 能不能 可不可以 是否 能否 是不是 有没有 什么 啥 为什么 为啥 为何 多久 多少 几 ？ 呢 咋 何时 行不行 好不好 没有没 了没 空着 有空 在哪 几点 多远 凭什么 或者 或是",
    "trouble": "停用 维修 保养 恢复 启用 解封 年检 故障",
    "inert": "申请 请示 请假 请客 邀请 请柬 开会 开工 开展 走访 走一走 用途 费用 使用说明 给力 接待 上午 上海 上班 上车 晚上 早上 路上 上面 上次 上回 接到 送达 调研 调查 调度 改天 改造 改革 定于 初步定 一定 决定 规定 约定 固定 排查 安排好了 排名 配合 配套 分配方案 跑步 由于 理由 自由 叫什么 让座 换届 换乘 起用 拨打 派送 派出所 派驻",
    "same": "司机不变 人不变 驾驶员不变 师傅不变 人不换 司机不换 人不动 司机不动 还是他 还是原来的司机 司机照旧 人员不变",
}
WORDS = Vocabulary(COMMANDS)
FRAMES: tuple[Frame, ...] = (
    Frame("dispatch_asked", "", "asks", says=("苏D·0A122这会儿开到哪了", "派了谁"), silent=("派苏D·0A123",)),
    Frame("dispatch_paused", "hold", "pauses", says=("先不派", "这单先放着"), silent=("派苏D·0A123",)),
    Frame("dispatch_taken_back", "undo", "back made just", says=("刚才那个派车撤了", "派错了，撤回"), silent=("取消预约",)),
    Frame("dispatch_sends", "dispatch", "sends", says=("派苏D·0A123", "换钱师傅去", "人定老胡"), silent=("苏D·0A123坏了",)),
    Frame("dispatch_spared", "hold", "spares", says=("这单别派", "0018不派了"), silent=("这单派苏D·0A123",)),
)  # fmt: skip
MASTER = "(?:师傅|师父|队长|班长)"
DRIVER = re.compile(
    rf"(?P<master>{NO_NAME}(?:{COMPOUND}|[小老]?{FAMILY}|(?<![\u4e00-\u9fa5]){FAMILY}(?:{GIVEN}){{1,2}}|(?<=[派让由请叫换给成是为用定]){FAMILY}(?:{GIVEN}){{1,2}}){MASTER})"
    rf"|(?:司机|驾驶员|驾驶人|开车的|(?<![\u4e00-\u9fa5])人|师傅)(?:就|还|也|先)?(?:改|换|定|派|用|由|让|是|为|:|还是|仍是|仍由|还用|照旧是|安排|指定|选|配|成|到|给|叫|请|找| )*(?P<role>{NAME})(?=$|[，。！； )]|来|去|开|跑|接|送|出|顶|上|吧|了|那|给|负责|替|的)"
    rf"|(?:^|[，。 ])(?:还是)?(?P<bare>[小老]{SURNAME}|{NO_NAME}{FAMILY}(?:{GIVEN}){{1,2}}?)(?=开|跑|去跑|来跑|来开|去开|驾驶|出车|顶)"
    rf"|(?:换成|换(?!成)|改派|派给?|让|由|给|交给|分给|配给?|归|顶班的?是?)(?P<whole>[小老]{SURNAME}|{NO_NAME}{FAMILY}(?:{GIVEN}){{1,2}}?)(?=$|[，。！； ]|吧|了)"
    rf"|(?:换成|换(?!成)|改成|改派|改由|改为|派给?|让|由|请|叫|给|安排|指派给?|交给|顶班的?是?|替班的?是?|归|分给|配给?)(?P<named>[小老]{SURNAME}|{NAME})(?=开|跑|去|来|接|送|出车|顶|上|负责|替|吧|驾驶)"
)
LISTED = re.compile(
    rf"(?<=[\dA-Za-z ，、单号])(?P<listed>[小老]{SURNAME}|{NO_NAME}(?:{COMPOUND}|{FAMILY})(?:{GIVEN}){{1,2}}?)(?:师傅)?(?=$|[ ，、。]|去?[跑开接送]|顶)"
)
"""004 苏E3C118 钱伟; 007老周跑."""
ANSWER = re.compile(
    rf"(?:老规矩|还是老样子|老样子|[，。 ]|就|还是|那|让|由|派|叫|给|选|用|改|换|定|安排|指定){{0,4}}(?P<answer>[小老]{SURNAME}|{NO_NAME}(?:{COMPOUND}|{SURNAME})(?:{GIVEN}){{1,2}}?)(?:师傅)?(?:吧|去|来|开|跑|好了|行|啊){{0,3}}(?:$|[，。！ ])"
)
"""刘建军; 就老周吧: the whole answer to the question for the driver."""
OLD_BEFORE = re.compile(
    r"(?:谢谢|感谢|表扬|投诉|联系|联系下|问问|告诉|通知|找一下|不要|不用|别派|别让|不派|不让|取消|撤下|撤掉|换下|换掉|换走|替换|替下|替|顶替|顶|不是|原来的?(?:是|司机)?|原定的?|把|将|除了)$"
)
OLD_AFTER = re.compile(
    r"(?:今天|现在|临时|那边|那|突然|刚|这几天|上午|下午|明天)*(?:换成|换为|换|改成|改为|改派|改|病|生病|请假|休息|休假|闹肚子|拉肚子|不舒服|发烧|感冒|来不了|去不了|有事|家里|没空|腾不开|身体|住院|喝了|来(?:我|办公|调度|一下|这|领|拿|取|签|开会|值班)|受伤|摔|迟到|不在|不行|不去|不能|不跑|不开|没来|没法|没回|还没|出不了|跑不了|赶不|走不开|脱不开|时间|冲突|轮休|调休|下班|堵|不方便|撤|下来|歇|太累|累|跑长途|出车未|嗓子|头疼|头晕|腰|牙|孩子|老婆|手机|的车|那辆|那台|车坏|退休|被)"
)
PREFERRED = re.compile(
    r"(?:换成?|改成?|改派|改由|改为|为|派给?|让|由|请|叫|给|安排|司机|驾驶员|人|定|用|顶|替|找|指定|交给|是|还是|，| )$"
)
OLD_CAR = re.compile(
    r"(?:今天|现在|临时|已经?|要|在|去)*(?:换成|换为|换|改成|改为|改派|改|坏|送修|保养|年检|抛锚|故障|维修|停用|不行|有问题|出毛病|爆胎|没油|不派|别派|撤)"
)
PLATE = next(rule for rule in NUMBERS if rule.kind == "plate")
KINDS = frozenset(["vehicle_type", "seats"])
"""Slots that say what is to be sent."""
SENT = ("driver", "plate", "vehicle_type")
"""Questions that a command leaves open."""
JOURNEY = frozenset("depart_at arrive_by destination origin passengers recurrence".split())


class Named(NamedTuple):
    start: int
    end: int
    name: str
    is_old: bool


def read(scene: Scene) -> str | None:
    """dispatch with plate, driver, vehicle and target; hold for an order that is to wait; undo of the command before."""
    if scene.text.startswith("【"):
        return None  # A message of some firm passed on.
    words = WORDS.find(scene.text)
    frame = choose(FRAMES, words)
    if frame is not None and frame.value != "dispatch":
        return _aimed(scene, frame.value) if frame.value else None
    named = "target" in scene.slots or any(ref.sort in ("some", "target") for ref in orders.find(scene))
    driver, has_car = _driver(scene, is_listed=named or "plate" in scene.slots), "plate" in scene.slots
    is_kind = not KINDS.isdisjoint(scene.slots) and (named or _replaces(scene.text) or _is_for_shown(scene))
    if not (driver or has_car or is_kind):
        return None
    if has_car and words.has("trouble") and not (named or driver or words.has("strong")):
        return "other"  # 苏D·0A123送去保养了
    is_named = named or "order_no" in scene.slots
    if (
        frame is None
        and scene.asked not in SENT
        and not (has_car and driver)
        and not (is_named and (has_car or driver))
    ):
        return None
    if not (driver or named or scene.asked in SENT) and (
        words.has("trouble") or not words.has("strong", *(["hands"] if is_kind else []))
    ):
        return None
    every = list(_plates(scene)) if has_car else []
    plates = [mark for mark in every if not mark.is_old]
    if plates and len(plates) < len(every):
        scene.take("plate", Mark(plates[-1].start, plates[-1].end, plates[-1].name, "plate_sent"))
    if driver is not None:
        scene.take("driver", Mark(driver.start, driver.end, driver.name, "driver_name"))
    return _aimed(scene, "dispatch")


def _aimed(scene: Scene, intent: str) -> str | None:
    """With the order meant; 那台考斯特 is no order but what is sent."""
    refs = orders.find(scene)
    ref = orders.one(refs)
    told = scene.slots.pop("target", {})
    target = (ref.target or {"order_no": ref.orders[0]}) if ref else told
    if "order_no" not in target and "order_no" in scene.slots:
        target = {"order_no": scene.slots["order_no"]}
    kind = target.get("vehicle_type")
    target = {name: value for name, value in target.items() if name != "vehicle_type"}
    if kind and "plate" not in scene.slots:
        scene.slots.setdefault("vehicle_type", kind)
    elif kind:
        scene.slots.pop("vehicle_type", None)
    if intent == "hold" and "plate" in scene.slots and not target:
        return None
    if target and ref is not None:
        orders.put(scene, "target", target, [ref])
    elif target:
        scene.slots["target"] = target
    return intent


def _replaces(text: str) -> bool:
    return (
        re.search(
            r"(?:改派|换成?|调换|更换|改成|改为|改用)[^，。]{0,4}(?:车|座|[中大]巴|轿|皮卡|越野|商务|考斯特|面包)|(?:这|那|该|此)(?:一)?[单趟个份]",
            text,
        )
        is not None
    )


def _is_for_shown(scene: Scene) -> bool:
    """派辆中巴, with orders to be served before one's eyes and no journey of its own."""
    is_free = scene.draft_intent in ("", "dispatch") and JOURNEY.isdisjoint(scene.slots)
    return is_free and bool(scene.pending) and "还是" not in scene.text


def _driver(scene: Scene, *, is_listed: bool) -> Named | None:
    """The driver who is to go: never the one who is replaced, nor a place or a vehicle."""
    found = [one for one in _named(scene, is_listed=is_listed) if not one.is_old]
    if not found:
        return None
    return next((one for one in reversed(found) if PREFERRED.search(scene.text[: one.start])), found[-1])


def _plates(scene: Scene) -> Iterator[Named]:
    """Every plate, and whether it is the one replaced: 不是苏D0A121，是苏D0A122."""
    text = scene.text
    for mark in PLATE.marks(text, scene.scope):
        before = text[max(0, mark.start - 6) : mark.start]
        is_old = OLD_CAR.match(text, mark.end) is not None or OLD_BEFORE.search(before) is not None
        yield Named(mark.start, mark.end, mark.value, is_old)


def _is_read(scene: Scene, start: int, end: int, slots: tuple[str, ...]) -> bool:
    """Read as one of these slots: 越野车 in 换越野车, 高邮 in 004 高邮."""
    start, end = scene.source.span(start, end)
    spans = [scene.spans[slot] for slot in slots if slot in scene.slots and slot in scene.spans]
    return any(start < span.end and span.start < end for span in spans)


def _named(scene: Scene, *, is_listed: bool) -> Iterator[Named]:
    text = scene.text
    answer = ANSWER.match(text) if scene.asked == "driver" else None
    listed = LISTED.finditer(text) if is_listed else ()
    for found in (*DRIVER.finditer(text), *([answer] if answer else listed)):
        group = str(found.lastgroup)
        start, end = found.span(group)
        if _is_read(scene, start, end, ("vehicle_type", *(PLACES if group == "listed" else ()))):
            continue
        is_old = (
            OLD_AFTER.match(text, end) is not None or OLD_BEFORE.search(text[max(0, start - 6) : start]) is not None
        )
        yield Named(start, end, found[group], is_old)
