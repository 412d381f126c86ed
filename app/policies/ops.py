"""Find the rule in force for a unit, and publish a new one."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.faults import Invalid, Refused
from app.policies.model import Policy
from app.policies.topics import TOPICS, Topic
from app.tenancy.model import Unit

T = TypeVar("T", bound=Topic)


@dataclass(frozen=True)
class InForce(Generic[T]):
    """A rule as it holds for somebody: its body, and where it comes from."""

    body: T
    rule: str
    source: str
    version: int
    policy_id: int


def in_force(session: Session, unit: Unit, kind: type[T], *, on: date) -> InForce[T]:
    """The rule of topic `kind` for `unit` on a day: the nearest unit upward wins, there the latest valid version.

    Raises Refused("policy.missing").
    """
    topic = next(name for name, model in TOPICS.items() if model is kind)
    upward = [int(key) for key in unit.path.strip("/").split("/")][::-1]
    rows = [r for r in _of_units(session, tuple(upward)) if r.topic == topic and r.valid_from <= on]
    if not rows:
        raise Refused("policy.missing", topic=topic)
    row = min(rows, key=lambda r: (upward.index(r.unit_id), -r.valid_from.toordinal(), -r.version))
    return InForce(kind.model_validate(row.body), row.rule, row.source, row.version, row.id)


def _of_units(session: Session, unit_ids: tuple[int, ...]) -> list[Policy]:
    """Every policy row of these units, read once a transaction: a check asks for several topics."""
    kept: dict[tuple[int, ...], list[Policy]] = session.info.setdefault("policies", {})
    if unit_ids not in kept:
        kept[unit_ids] = list(session.scalars(select(Policy).where(Policy.unit_id.in_(unit_ids))))
    return kept[unit_ids]


def publish(
    session: Session, unit: Unit, topic: str, body: dict[str, Any], *, rule: str, source: str, valid_from: date
) -> Policy:
    """A new version of a topic for a unit.  Raises Invalid("policy.topic" | "policy.body")."""
    if topic not in TOPICS:
        raise Invalid("policy.topic", field="topic", topic=topic)
    try:
        TOPICS[topic].model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        raise Invalid("policy.body", field=".".join(map(str, first["loc"])), why=first["msg"]) from error
    versions = session.scalars(select(Policy.version).where(Policy.topic == topic, Policy.unit_id == unit.id)).all()
    row = Policy(
        tenant_id=unit.tenant_id,
        unit_id=unit.id,
        topic=topic,
        rule=rule,
        version=max(versions, default=0) + 1,
        valid_from=valid_from,
        body=body,
        source=source,
    )
    session.add(row)
    session.flush()
    session.info.pop("policies", None)
    return row
