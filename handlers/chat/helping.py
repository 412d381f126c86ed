"""我能做什么, per role; the words for strangers; and what is said when something was not understood."""

from app.kernel.scope import Scope

HELP = {
    "official": "用车：直接说，例如“明早8点三人去无锡开会，下午5点回”。\n"
    "还可以说：我的订单 · 取消 YC… · 派车单 YC… · YC… 费用明细 · YC… 的经过 · 为什么派这辆车 YC… · 评价 5分 …"
    " · 我的设置",
    "approver": "审批：待我审批的 · 同意 YC… · 驳回 YC… 理由 …",
    "driver": "出车：接单 · 拒单 理由… · 出发 · 到达 · 上车 · 返程 · 完成 · 回场 里程 12480 · "
    "过路费 35 · 停车费 12 · 未接到人",
    "dispatcher": "调度：待派的 · 派 苏D·0A123 孙师傅 YC… · 车辆",
    "fleet_manager": "车队：车辆 · 停用 苏D·0B122 明天8点到18点 原因 · 恢复 苏D·0B122",
    "finance": "财务：YC… 费用明细 · 派车单 YC…",
    "supervisor": "监督：YC… 的经过 · 派车单 YC… · 规则 R07",
    "administrator": "管理：规则 R07",
}
APPROVERS = ("deputy_department_head", "department_head", "deputy_in_charge", "unit_head")
GREETING = "您好，{name}。我是派车助手。"
STRANGER = (
    "您好，我还不认识您，请问您是哪位？本平台供登记人员使用。\n"
    "已在单位登记的：请打开小程序，用手机号登录一次，这里就能直接用了。\n"
    "还没有登记的：请把姓名、单位、手机号交给本单位管理员登记。\n"
    "外地来访：请让接待单位凭公函（例如“锡水函〔2026〕88号”）代为申请。"
)
WELCOME = "欢迎使用派车。直接说行程就能约车，例如“明早8点三人去无锡”。回复“我能做什么”看全部用法。"
UNCLEAR = "没有听懂这句话。{hint}回复“我能做什么”看用法。"
NOT_HERE = "这件事现在还不能在这里办，请联系公务用车服务中心调度员。回复“我能做什么”看能办的。"
KINDS = {
    "voice": "没有听清这段语音，请打字再说一遍，例如“明早8点三人去无锡”。",
    "image": "收到图片，但还不能从图片里读行程，请用文字说，例如“明早8点三人去无锡”。",
    "video": "收到视频，但还不能从视频里读行程，请用文字说。",
    "link": "收到链接，但还不能打开，请把行程用文字说出来。",
    "miniprogrampage": "收到小程序卡片，请把行程用文字说出来，例如“明早8点三人去无锡”。",
    "unknown": "这类消息还看不懂，请用文字说，例如“明早8点三人去无锡”。",
}


def what_i_can(scope: Scope) -> str:
    """The words that this person's roles answer to."""
    roles = ["official"] if scope.has("official", "visitor") else []
    roles += ["approver"] if scope.has(*APPROVERS) else []
    roles += [role for role in HELP if role in scope.roles and role not in roles]
    return "\n".join(["您可以这样说：", *(HELP[role] for role in roles)]) if roles else STRANGER
