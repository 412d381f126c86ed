"""Handing the pen to another: 审批交给赵伟 for some days, and 把这单转给潘局 for one order."""

import re
from collections.abc import Iterator

from nlu.acts import orders, periods
from nlu.acts.people import NAME
from nlu.frames import Frame, Vocabulary, choose
from nlu.rule import Mark
from nlu.scene import Scene

POWER = {
    # 审批交给赵伟: what is handed over.
    "power": """
        替我批 代我批 帮我批 替批 代我审 帮我审 替我审 替我签 代我签 帮我签 替我把关 帮我把关 替我审批 代我审批 帮我审批
        审批 签批 审核 批单 审单 批单子 签单 签字 审批权 审批权限 签批权 批准权 权限 审批工作 审批事项 审批手续 审批单 审批件 审批的事 审批上的事 审批业务 审批任务 批的事 批件 授权 代批 代审 代审批 代签 代为审批 代理审批 用车审批 派车审批 车辆审批 公车审批 待批的单子 待审批的 待批的
        审批流程 审批这块 审批这一块 审批环节 批单权 批单的事 批车 批车子 批车的事 签批工作 审核工作 批示 把关
    """,
    # 单子: handed over when it is said what the other does with it.
    "papers": "单子 用车单 申请单 派车单 用车申请 申请 单 订单 用车的单子 手头的单子 来的单子 单据 工作 事情 事 手头工作 手头的工作 手头的事 这块 活 业务 职责 担子 公文",
    # 代批: what the other does.
    "serves": "代批 代审 代审批 代签 代理 代办 代为 代我 代劳 代管 替我 帮我 顶一下 顶替 顶上 顶着 顶班 顶几天 负责 处理 审批 审 批 签 签批 把关 审核 盯着 委托 盯一下 管 管着 看着 接手 接替 全权 代行 代 办理 经办 主持 兜着 批一下 批一批 审一下 签字 全权负责 全权处理 过问 拍板 定夺 做主 代职 行使 履行 代替 批复 批阅 代为审批 代理审批 过目",
    "away": "请假 休假 年假 出差 外出 不在 开会 学习 培训 考察 住院 手术 探亲 飞机上 在外地 在外 下乡 跑基层 产假 婚假 病假 事假 调研 上党校 党校 疗养 出国 离岗 值班 回老家 陪产 护理假 脱产 挂职 生病 看病 补休 调休 轮休",
    "inert": "工作人员 工作组 工作餐 工作日 工作会 工作会议 工作站 审批局 行政审批 党校门口 会议 单位 事业 事故 事务 同事 理事 人事 批发 批次 批评 签约 签到 管委会 管理 代表 会审 评审 审计 审判 培训中心 学习班",
    # 别交给赵伟
    "not": "撤销 取消 收回 终止 结束 解除 停止 作废 撤回 撤掉 改回",
    "asks": "吗 么 谁 哪 怎么 如何 能不能 可不可以 是否 能否 是不是 有没有 什么 啥 为什么 多久 ？ 呢 咋 何时 行不行 好不好",
}
WORDS = Vocabulary(POWER)
FRAMES: tuple[Frame, ...] = (
    Frame("delegation_asked", "", "asks", says=("审批能不能交给别人", "谁替我批"), silent=("审批交给赵伟",)),
    Frame("delegation_not", "", "not", says=("收回授权", "取消委托审批"), silent=("审批交给赵伟",)),
    Frame("delegation_power", "delegate", "power", says=("我周三到周五请假，审批交给赵伟", "授权王芳代为审批"), silent=("把材料交给赵伟",)),
    Frame("delegation_papers", "delegate", "papers serves|away", says=("单子归任洁批", "我下周出差，单子转给孙丽"), silent=("材料交给赵伟",)),
)  # fmt: skip
TAIL = "(?:来|去|先|暂时|暂|临时|全权|帮忙|帮着?|替我|帮我|代我|给我)*(?:代[批审签理办管劳为行替职我]?|审批?|批|签|顶|负责|处理|把关|盯|管|名下|看着|接手|接替|办理?|经办|主持|兜|拍板|定|看着办|拿主意|决定|做主|行使|履行|过目|来|去)"
HAND = "(?:全权|先|暂时|暂|临时|就|都|一律|统一|全部|全|也|还是|改)*(?:委托给?|托付给?|托给?|授权给?|授给|移交给?|转交给?|转给|转到|交由|交给|交到|交代给|让给|请托|拜托|麻烦|劳烦|烦请|指定|安排|请|让|由|归|叫|给|交|找|派|转)(?:了)?"
OFFICE = "(?:(?!办公室|综合|车队|分管|值班|常务|带班)[\u4e00-\u9fa5]{2,4}?[处科室办局股组部](?=[\u4e00-\u9fa5]))?"
"""业务处黎处: whose 黎处 is."""
DELEGATE = re.compile(
    rf"{HAND}{OFFICE}(?P<who>{NAME})(?:同志)?(?={TAIL}|(?:了|吧|啊|哈|手[上里]|那[边里儿]?|就行|即可|就好|同志|,)*(?:[，。！； (（]|$))"
)
SERVED = re.compile(rf"(?:^|[，。 ])(?P<who>{NAME})(?={TAIL}(?:我的?)?(?:审批|批|签|审|单子))")
FORWARD = re.compile(
    rf"(?:转给|转交给?|移交给?|转批给?|转到|转|交给|推给|推送给|派给|让给|请|让|由){OFFICE}(?P<who>{NAME})(?:同志)?(?:那里|那边|那儿|手里)?(?:来|去)?(?={TAIL}|(?:了|吧|啊|哈|一下|,)*(?:[，。！； (（]|$))"
)
DEPUTY = re.compile(
    rf"(?:代理|代批|代审|代签|代办|受托|受委托|被委托|委托|接替)(?:人员?(?:是|为|:|定为|找|请| )*|[是为:] ?)(?P<who>{NAME})(?=$|[，。！； (])"
)
"""审批代理人：戴宁"""
NOT_HANDED = re.compile("(?:别|不要|不用|不必|没有?|不|不再|先别)[^，。]{0,4}?(?:交|转|委托|授权|让|请|由|移交|托|找)")
FORWARDS = re.compile("转|移交|推给|推送|(?:交给|让|请|由).{2,6}(?:批|审|签|处理|定|把关|决定)")
AGREES = re.compile(
    "(?:我|拟|已阅|原则上?|情况属实|经核实|没意见|，)*(?:同意|批准|准予|可以|无异议|没意见)[^，。；？]{0,6}[，。；](?:请|呈|报|转|提请|送)"
)
"""拟同意，请王局审批: a verdict; the order goes on by itself."""
ONE_ORDER = re.compile(r"(?:这|那|此|该)(?:一)?(?:张|个|单|条|份|件|笔)(?:单子?|申请)?|第.{1,2}[个单条份]")


def read(scene: Scene) -> str | None:
    """delegate with delegate_to and the days, or the one order that is passed on."""
    if scene.pending and AGREES.match(scene.text):
        return None
    frame = choose(FRAMES, WORDS.find(scene.text))
    if scene.role in ("approver", "supervisor") and _forwards(scene):
        return "delegate"
    if frame is None or not frame.value or NOT_HANDED.search(scene.text):
        return None
    found = next(_names(scene.text), None)
    if found is None:
        return None
    scene.take("delegate_to", Mark(*found.span("who"), found["who"], "delegate"))
    periods.put(scene)
    return "delegate"


def _names(text: str) -> Iterator[re.Match[str]]:
    """A driver takes a car over and no pen."""
    found = (*DEPUTY.finditer(text), *DELEGATE.finditer(text), *SERVED.finditer(text))
    return (name for name in found if not name["who"].endswith(("师傅", "师父")))


def _forwards(scene: Scene) -> bool:
    """转给赵伟, 把第二个转给潘局: one order, not the office."""
    words = WORDS.find(scene.text)
    if (
        words.has("not", "asks")
        or NOT_HANDED.search(scene.text)
        or not FORWARDS.search(scene.text)
        or words.has("away")
    ):
        return False
    target = orders.target(scene)
    found = FORWARD.search(scene.text)
    bare = found is not None and not found.start() and not words.has("power", "papers")
    if found is None or not (target or bare or ONE_ORDER.search(scene.text)):
        return False
    scene.take("delegate_to", Mark(*found.span("who"), found["who"], "forward"))
    orders.aim(scene)
    return True
