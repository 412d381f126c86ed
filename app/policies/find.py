"""The text and source of a rule by its id, for whoever asks what R07 is."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.faults import NotFound
from app.kernel.money import yuan
from app.kernel.scope import ROLE_NAMES
from app.policies.model import Policy
from app.policies.topics import (
    RING_NAMES,
    TOPIC_NAMES,
    TOPICS,
    ApprovalChain,
    DispatchWeights,
    LeadTime,
    Purposes,
    Tariff,
)

DUTIES = {"classified_mail": "机要通信", "emergency_support": "应急保障"}


def rule_words(session: Session, rule: str) -> str:
    """Each policy row that carries this rule id: topic, since when, text, source.  Raises NotFound."""
    spoken = rule.strip().upper()
    rows = [
        row for row in session.scalars(select(Policy).order_by(Policy.id)) if spoken and spoken in row.rule.split("/")
    ]
    if not rows:
        raise NotFound("policy.no_rule", rule=rule)
    return "\n".join(
        f"规则 {spoken}（{TOPIC_NAMES[row.topic]}，{row.valid_from}起，第{row.version}版）\n"
        f"内容：{text_of(row)}\n来源：{row.source}"
        for row in rows
    )


def text_of(row: Policy) -> str:
    """What a rule says, in words made from its body, so that they cannot differ."""
    return TEXTS[row.topic](TOPICS[row.topic].model_validate(row.body))


def _chain(body: ApprovalChain) -> str:
    steps = {ring: "、".join(ROLE_NAMES.get(role, role) for role in roles) for ring, roles in body.rings.items()}
    return "；".join(
        f"{RING_NAMES[ring]}由{who}审批" if who else f"{RING_NAMES[ring]}免审批" for ring, who in steps.items()
    )


def _lead(body: LeadTime) -> str:
    least = "、".join(f"{RING_NAMES[ring]}{minutes}分钟" for ring, minutes in body.least_min.items())
    return f"须提前预约：{least}；最多提前{body.horizon_days}天"


def _purposes(body: Purposes) -> str:
    classes = "；".join(
        f"{'、'.join(words)}等只派{DUTIES.get(duty, duty)}车" for duty, words in body.duty_class.items()
    )
    return f"严禁公车私用（如{'、'.join(body.never[:6])}等）；{classes}"


def _weights(body: DispatchWeights) -> str:
    return f"按空驶、成本、等待风险、均衡、碳排放、车型匹配评分，低者先派；提前{body.meet_early_min}分钟到上车点"


def _tariff(body: Tariff) -> str:
    rates = "；".join(
        f"{kind} {yuan(r.per_km_fen)}元/公里、包车{yuan(r.day_fen)}元/天" for kind, r in body.kinds.items()
    )
    return f"{body.name}：{rates}；包车{body.day_h}小时/{body.day_km}公里，前{body.free_wait_min}分钟候时免费"


TEXTS: dict[str, Callable[[Any], str]] = {
    "approval_chain": _chain,
    "lead_time": _lead,
    "purposes": _purposes,
    "dispatch_weights": _weights,
    "tariff": _tariff,
}
