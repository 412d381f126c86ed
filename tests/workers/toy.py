"""Toy jobs for the hand-off's tests.  Each effect is a row without any unique key, so that a second one would show."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, insert
from sqlalchemy.orm import Session

from app.kernel.events import Task
from app.kernel.settings import Settings
from workers.job import Ports, job

EFFECTS = Table(
    "toy_effect",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("task_id", Integer),
    Column("job", String(40)),
    Column("at", DateTime),
)
DAWDLE_S = 0.4


def leave_effect(session: Session, task: Task, now: datetime) -> None:
    session.execute(insert(EFFECTS).values(task_id=task.id, job=task.job, at=now.replace(tzinfo=None)))


@job(queue="dispatch", timeout_s=10)
def mark(session: Session, task: Task, now: datetime) -> None:
    leave_effect(session, task, now)


@job(queue="rollup", timeout_s=10)
def dawdle(session: Session, task: Task, now: datetime) -> None:
    """Long enough to be killed in the middle, after its effect and before the commit."""
    leave_effect(session, task, now)
    (Settings().paiche_var / f"dawdling-{task.id}").touch()
    time.sleep(DAWDLE_S)


@job(queue="rollup", timeout_s=10)
def stumble(session: Session, task: Task, now: datetime) -> None:
    """Never succeeds.  Its words must not be kept anywhere."""
    leave_effect(session, task, now)
    raise RuntimeError("13800000001 wants to go to the hospital")


@job(queue="rollup", timeout_s=1)
def hang(session: Session, task: Task, now: datetime) -> None:
    leave_effect(session, task, now)
    time.sleep(60)


@dataclass(frozen=True)
class Letter:
    key: str


@job(queue="notify", timeout_s=10)
class PostLetter:
    """Calls out: `call` leaves a line in a file, `record` the effect."""

    def prepare(self, session: Session, task: Task, now: datetime) -> Letter | None:
        return None if task.subject == "letter:0" else Letter(task.key)

    def call(self, ask: Letter, ports: Ports) -> str:
        with posted_file(Settings().paiche_var).open("a") as out:
            out.write(ask.key + "\n")
        return "sent"

    def record(self, session: Session, task: Task, ask: Letter, answer: Any, now: datetime) -> None:
        leave_effect(session, task, now)


def posted_file(var: Path) -> Path:
    return var / "posted"
