"""Chains of decisions: open one, decide a step (the first decision wins), let it lapse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approvals.model import ApprovalStep, State
from app.kernel.clock import local, month_day
from app.kernel.events import record
from app.kernel.faults import NotFound, Refused
from app.kernel.scope import Scope
from app.kernel.states import move

Outcome = Literal["granted", "declined", "next"]
VERDICTS = {State.GRANTED: "同意", State.DECLINED: "驳回", State.LAPSED: "过期", State.WITHDRAWN: "撤回"}


@dataclass(frozen=True)
class Decider:
    """Who is to decide one step, in which role, by which rule."""

    person_id: int
    name: str
    role: str
    rule: str


def open_chain(
    session: Session, scope: Scope, subject: str, deciders: Sequence[Decider], *, now: datetime
) -> list[ApprovalStep]:
    """A new round of steps about `subject`; the first one opens at once."""
    rounds = session.scalars(select(ApprovalStep.round).where(ApprovalStep.subject == subject)).all()
    steps = [
        ApprovalStep(
            tenant_id=scope.tenant_id,
            subject=subject,
            round=max(rounds, default=0) + 1,
            seq=seq,
            approver_id=who.person_id,
            approver_name=who.name,
            role=who.role,
            rule=who.rule,
            state=State.WAITING,
        )
        for seq, who in enumerate(deciders, 1)
    ]
    session.add_all(steps)
    session.flush()
    if steps:
        _open(session, scope, steps[0], now=now)
    return steps


def decide(
    session: Session, scope: Scope, subject: str, verdict: Literal["grant", "decline"], *, reason: str, now: datetime
) -> tuple[Outcome, ApprovalStep]:
    """Record this person's verdict on the step that is open for them.

    The rows are locked: of two verdicts at once the first wins.  Raises NotFound("approval.none"),
    Refused("approval.decided") naming who decided what and when, Refused("approval.not_yours").
    """
    steps = current_round(session, subject, lock=True)
    if not steps:
        raise NotFound("approval.none")
    mine = [step for step in steps if step.approver_id == scope.person_id]
    waiting = next((step for step in steps if step.state == State.WAITING and step.opened_at), None)
    if waiting is None or (mine and waiting not in mine and all(step.state != State.WAITING for step in mine)):
        raise already(steps, mine)
    if waiting not in mine:
        raise Refused("approval.not_yours", who=waiting.approver_name)
    move(waiting, State.GRANTED if verdict == "grant" else State.DECLINED)
    waiting.decided_at, waiting.decided_by, waiting.reason = now, scope.name, reason[:200]
    record(session, f"approval.{waiting.state}", waiting, actor=scope, at=now, of=subject, reason=reason[:200])
    if waiting.state == State.DECLINED:
        return "declined", waiting
    following = next((step for step in steps if step.seq == waiting.seq + 1), None)
    if following is None:
        return "granted", waiting
    _open(session, scope, following, now=now)
    return "next", following


def lapse(session: Session, scope: Scope, subject: str, *, now: datetime) -> bool:
    """Nobody decided in time: the open steps lapse.  False when there was none."""
    steps = [step for step in current_round(session, subject, lock=True) if step.state == State.WAITING]
    for step in steps:
        move(step, State.LAPSED)
        record(session, "approval.lapsed", step, actor=scope, at=now, of=subject)
    return bool(steps)


def current_round(session: Session, subject: str, *, lock: bool = False) -> list[ApprovalStep]:
    """The steps of the latest round about `subject`, in order."""
    query = select(ApprovalStep).where(ApprovalStep.subject == subject).order_by(ApprovalStep.round, ApprovalStep.seq)
    steps = session.scalars(query.with_for_update().execution_options(populate_existing=True) if lock else query).all()
    latest = max((step.round for step in steps), default=0)
    return [step for step in steps if step.round == latest]


def waiting_for(session: Session, person_id: int) -> list[ApprovalStep]:
    """The steps that are open for one person, oldest first."""
    query = select(ApprovalStep).where(ApprovalStep.approver_id == person_id, ApprovalStep.state == State.WAITING)
    return list(session.scalars(query.where(ApprovalStep.opened_at.is_not(None)).order_by(ApprovalStep.id)))


def last_decided(session: Session, person_id: int) -> ApprovalStep | None:
    """The step of this person that was decided last, by whomever."""
    query = select(ApprovalStep).where(ApprovalStep.approver_id == person_id, ApprovalStep.decided_at.is_not(None))
    return session.scalars(query.order_by(ApprovalStep.decided_at.desc(), ApprovalStep.id.desc()).limit(1)).first()


def already(steps: Sequence[ApprovalStep], mine: Sequence[ApprovalStep]) -> Refused:
    """The fault that tells a late decider who decided what, and when."""
    decided = [step for step in (*mine, *steps) if step.decided_at]
    if not decided:
        return Refused("approval.closed", ref=steps[0].subject, state=str(steps[0].state))
    step = decided[0]
    assert step.decided_at is not None
    when = {"at": f"{local(step.decided_at):%H:%M:%S}", "day": month_day(step.decided_at)}
    return Refused("approval.decided", who=step.decided_by, verdict=VERDICTS.get(step.state, step.state), **when)


def _open(session: Session, scope: Scope, step: ApprovalStep, *, now: datetime) -> None:
    step.opened_at = now
    record(session, "approval.opened", step, actor=scope, at=now, of=step.subject, approver=step.approver_id)
