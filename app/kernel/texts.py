"""One table of words for every fault code; people read them in chat and in the interfaces.

A sentence says what to do next.  Placeholders are the facts the fault was raised with.
"""

import re
from datetime import datetime
from typing import Any

from app.kernel.clock import day_words
from app.kernel.faults import Fault

TEXTS: dict[str, str] = {
    "approval.closed": "{ref} 现在是“{state}”，无需审批。回复“待我审批的”查看其余待办。",
    "approval.decided": "{ref} {who}已于{at}{verdict}（{day}），本次操作未生效。",
    "approval.nobody": "{unit}没有可审批的人（规则 {rule}），请联系本单位管理员设置审批人。",
    "approval.none": "该订单没有待审批的环节。回复“待我审批的”查看待办。",
    "approval.not_yours": "这一步由{who}审批，您无需处理。",
    "approval.reason": "驳回请写明理由，例如：驳回 {ref} 理由 事由写清楚。",
    "booking.cannot_cancel": "{ref} 现在是“{state}”，不能取消。需要帮助请联系调度员。",
    "booking.car_left": "{ref} 的车已经出发，请直接联系驾驶员或调度员。",
    "booking.no_hour": "还不知道几点出发，请说一下时间，例如“明早8点”。",
    "booking.not_yours": "约车需要用车人身份，您没有。需要用车请让本单位管理员开通，或由用车人来约。",
    "booking.over": "{ref} 的出发时间（{at}）已过，不能再处理。需要用车请重新申请。",
    "booking.past": "{at} 已经过去了，请换一个时间。",
    "booking.return_before": "返程时间早于预计到达（{arrive}），请换一个返程时间，或说“单程”。",
    "booking.too_far": "最多可提前{days}天预约（规则 {rule}），请临近时再约。",
    "booking.too_late": "{ring}用车须至少提前{lead}分钟预约（规则 {rule}），请改晚一些；急用请联系调度员。",
    "booking.too_many": "{party}人超过现有车辆的最大座位数{most}，请分成几单预约，每单不超过{most}人。",
    "booking.unknown": "没有找到订单 {ref}，请核对单号；回复“我的订单”查看您的订单。",
    "dispatch.car_refused": "{plate} 不能派：{why}。请换一辆，或回复“待派的”。",
    "dispatch.not_open": "{ref} 现在是“{state}”，不需要派车。回复“待派的”查看待派订单。",
    "expense.amount": "金额须大于0元且不超过{most}元，请核对后重发，例如“过路费 35”。",
    "fleet.taken": "该车或驾驶员在这段时间已有任务，请换一辆或换个时间。",
    "login.code": "登录凭证无效或已过期，请重新打开小程序再试。",
    "login.expired": "登录已过期，请重新登录。",
    "login.needed": "请先登录。",
    "login.stranger": "您还没有登记。请在小程序用手机号登录，或联系本单位管理员登记。",
    "odometer.backwards": "里程{reading}小于出车读数{out}，请核对里程表后重发，例如“回场 里程 {out}”。",
    "person.unknown": "花名册里没有这个手机号，请联系本单位管理员登记后再试。",
    "place.no_origin": "不知道从哪里出发，请说一下上车点，例如“从市政府出发”。",
    "place.unknown": "不认识“{place}”，请换一个附近的地名、加上所在区县，或发送位置。",
    "policy.body": "规则内容不合格式：{why}。请改正后再保存。",
    "policy.missing": "本单位没有“{topic}”规则，请联系管理员设置。",
    "policy.no_rule": "没有编号为“{rule}”的规则，请核对编号，例如“规则 R30”。",
    "policy.topic": "没有“{topic}”这类规则，请核对名称。",
    "purpose.private": "“{word}”不属于公务用车范围（规则 {rule}），公车不能私用；请改乘公共交通或自行安排。",
    "rating.score": "评分请用1到5分，例如“评价 5分 准时”。",
    "rating.too_soon": "{ref} 还没有结束，行程完成后再评价。",
    "request.invalid": "{field}：{why}",
    "request.missing": "没有这个地址，请核对网址。",
    "request.method": "这个地址不支持该操作。",
    "request.too_large": "内容太大，请精简后再发。",
    "request.too_many": "操作太频繁，请稍后再试。",
    "role.missing": "这项操作需要{roles}身份，您没有。如需开通请联系本单位管理员。",
    "server.busy": "系统繁忙，请稍后再试。",
    "server.error": "系统出了点问题，已记录（编号 {request_id}），请稍后再试。",
    "slip.none": "{ref} 还没有派车单，派车后再看。",
    "span.empty": "结束时间须晚于开始时间和现在，请重新说明起止时间。",
    "state.wrong": "现在的状态（{old}）不能这样操作。",
    "trip.no_stop": "这趟车没有下一个停靠点了，可以回复“完成”或“回场 里程 …”。",
    "trip.not_left": "这趟车还没有出发，请先回复“出发”。",
    "trip.other_running": "您还有一趟车（{at}出场）没有回场，请先回复“回场 里程 …”。",
    "trip.reason": "拒单请写明理由，例如：拒单 理由 车辆故障。",
    "trip.running": "车已出发，不能拒单；有问题请联系调度员。",
    "trip.too_early": "请等到{until}（约定时间后{minutes}分钟）再报“未接到人”，先电话联系乘客。",
    "trip.unknown": "没有找到您的这趟任务，可能已撤销或已完成。",
    "wish.unclear": "{name}没有看懂，请重新说一下。",
    "vehicle.unknown": "没有车牌为“{plate}”的车，请核对车牌。",
}


def words(fault: Fault, **more: Any) -> str:
    """The sentence for a fault, with its figures filled in for people."""
    facts = {name: _spoken(value) for name, value in {**fault.facts, **more}.items()}
    return TEXTS[fault.code].format_map(_Gaps(facts))


# What the schema library says of a value that does not fit, and how we say it.
SCHEMA_WORDS: tuple[tuple[str, str], ...] = (
    (r"Field required", "必填"),
    (r"Input should be greater than or equal to (\S+)", r"不能小于\1"),
    (r"Input should be greater than (\S+)", r"须大于\1"),
    (r"Input should be less than or equal to (\S+)", r"不能大于\1"),
    (r"Input should be less than (\S+)", r"须小于\1"),
    (r"(?:String|List|Value) should have at least (\d+) .*", r"至少要有\1个字或项"),
    (r"(?:String|List|Value) should have at most (\d+) .*", r"最多\1个字或项"),
    (r"String should match pattern .*", "不是规定的取值"),
    (r"Input should be a valid (?:integer|number).*", "须是数字"),
    (r"Input should be a valid (?:datetime|date).*", "须是带时区的时间，例如 2026-11-24T08:00:00+08:00"),
    (r"Input should have timezone info", "时间须带时区，例如 +08:00"),
    (r"Input should be a valid (?:string|list|dictionary|boolean).*", "格式不对"),
    (r"Extra inputs are not permitted", "没有这一项"),
    (r"Bad Request", "请求格式不对"),
)


def in_chinese(said: str) -> str:
    """A reason of the schema library in words for people; one not foreseen stays as it is."""
    for pattern, ours in SCHEMA_WORDS:
        if re.fullmatch(pattern, said):
            return re.sub(pattern, ours, said)
    return said


class _Gaps(dict[str, Any]):
    """A sentence never fails for a missing figure: the gap shows as ×."""

    def __missing__(self, key: str) -> str:
        return "×"


def _spoken(value: Any) -> Any:
    return day_words(value) if isinstance(value, datetime) else value
