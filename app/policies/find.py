"""The text and source of a rule by its id, for whoever asks what R07 is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.faults import NotFound
from app.policies.model import Policy
from app.policies.topics import TOPIC_NAMES


def rule_words(session: Session, rule: str) -> str:
    """Each policy row that carries this rule id: topic, since when, source.  Raises NotFound("policy.no_rule")."""
    spoken = rule.strip().upper()
    rows = [
        row for row in session.scalars(select(Policy).order_by(Policy.id)) if spoken and spoken in row.rule.split("/")
    ]
    if not rows:
        raise NotFound("policy.no_rule", rule=rule)
    return "\n".join(
        f"规则 {spoken}（{TOPIC_NAMES[row.topic]}，{row.valid_from}起，第{row.version}版）\n来源：{row.source}"
        for row in rows
    )
