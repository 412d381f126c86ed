"""How a job is written and how one attempt at a task is run: claimed, done and marked done, or rolled back and noted.

A local job is a function; its effect and "done" are one transaction, so it happens exactly once:

    @job(queue="dispatch", timeout_s=20)
    def plan_dispatch(session: Session, task: Task, now: datetime) -> None: ...

A job that calls out is a class of three parts, for no transaction is open while the network is.  The call is made at
least once, with a key that the called side knows again:

    @job(queue="notify", timeout_s=15)
    class SendNotice:  # JOBS["send_notice"]
        def prepare(self, session, task, now) -> Ask | None: ...  # None: no longer wanted, the task is done.
        def call(self, ask, ports) -> Answer: ...
        def record(self, session, task, ask, answer, now) -> None: ...
        def abandon(self, session, task, now) -> None: ...  # If there is something to do when tries are given up.
"""

import logging
import random
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.kernel.clock import CITY_TZ, Clock, machine_now
from app.kernel.db import enter_tenant, lock_refused, make_engine, make_sessions
from app.kernel.events import Task, owe, record
from app.kernel.scope import system
from app.kernel.settings import Settings
from workers.nudge import make_nudge
from workers.ports import open_ports

QUEUES = ("notify", "provider", "dispatch", "rollup")
BACKOFF_MAX_S = 60
LOCK_TRIES = 4  # The first and three more, at once: the other transaction is over by then.
LEASE_MARGIN_S = 2  # A job is stopped this long before its lease ends.
ERROR_MAX = 200
CALLING = (
    "calling"  # In `error` while a call is out: nobody else makes it for this attempt, and a crash leaves a trace.
)

log = logging.getLogger(__name__)
T = TypeVar("T")
Effect = Callable[[Session, Task, datetime], None]
Ports = Mapping[str, Any]


class Outward(Protocol):
    """A job that calls out; `ports` maps a channel's or a firm's code to its adapter."""

    def prepare(self, session: Session, task: Task, now: datetime) -> Any: ...
    def call(self, ask: Any, ports: Ports) -> Any: ...
    def record(self, session: Session, task: Task, ask: Any, answer: Any, now: datetime) -> None: ...


@dataclass(frozen=True)
class Job:
    """every_s: the job recurs; each run owes the next at the start of the following period of the city's day."""

    name: str
    queue: str
    timeout_s: int
    every_s: int | None
    effect: Effect | None = None
    outward: Outward | None = None


JOBS: dict[str, Job] = {}


def job(*, queue: str, timeout_s: int, every_s: int | None = None) -> Callable[[T], T]:
    """Register a function (local) or a class with prepare, call, record (calls out) under its name in snake case."""
    assert queue in QUEUES, queue

    def register(work: T) -> T:
        if isinstance(work, type):
            name = re.sub(r"(?<!^)(?=[A-Z])", "_", work.__name__).lower()
            made = Job(name, queue, timeout_s, every_s, outward=work())
        else:
            name = work.__name__  # type: ignore[attr-defined]
            made = Job(name, queue, timeout_s, every_s, effect=work)  # type: ignore[arg-type]
        assert name not in JOBS, f"two jobs are called {name}"
        JOBS[name] = made
        return work

    return register


def load_jobs(module: str = "workers.jobs") -> dict[str, Job]:
    import_module(module)
    return JOBS


class Runner:
    """Runs attempts at tasks: one per worker process, or one in a test."""

    def __init__(
        self,
        settings: Settings,
        sessions: sessionmaker[Session],
        *,
        now: Callable[[], datetime],
        ports: Ports,
        nudge: Callable[[], None] = lambda: None,
        raises: bool = False,
    ) -> None:
        self.settings, self.sessions, self.now = settings, sessions, now
        self.ports, self.nudge, self.raises = ports, nudge, raises

    def run(self, task_id: int, attempt: int) -> None:
        """One attempt.  A second delivery of it, or one of an attempt that is over, changes nothing."""
        try:
            self.attempt(task_id, attempt)
        except Exception as fault:
            error = describe(fault)
            way = "".join(traceback.format_tb(fault.__traceback__))
            log.warning("task %s attempt %s: %s\n%s", task_id, attempt, error, way)
            self.keep(task_id, attempt, error)
            if self.raises:
                raise

    def attempt(self, task_id: int, attempt: int) -> None:
        ask = self.transact(lambda session: self.begin(session, task_id, attempt))
        if ask is None:
            return
        answer = ask.outward.call(ask.body, self.ports)
        self.transact(lambda session: self.finish(session, task_id, ask, answer))

    def begin(self, session: Session, task_id: int, attempt: int) -> "Asked | None":
        """All of a local job; of one that calls out, the claim and what is to be asked."""
        task = claim(session, task_id)
        if task is None or task.attempts != attempt or task.error is not None:
            return None
        found = JOBS[task.job]
        if found.effect:
            found.effect(session, task, self.now())
        elif found.outward:
            body = found.outward.prepare(session, task, self.now())
            if body is not None:
                task.leased_until = machine_now() + timedelta(seconds=self.settings.lease_s)
                task.error = CALLING
                return Asked(found.outward, body)
        self.close(session, task)
        return None

    def finish(self, session: Session, task_id: int, ask: "Asked", answer: Any) -> None:
        """The answer is recorded even when the lease has run out meanwhile: it saves the next attempt its call."""
        task = claim(session, task_id)
        if task is None:
            return
        ask.outward.record(session, task, ask.body, answer, self.now())
        self.close(session, task)

    def close(self, session: Session, task: Task) -> None:
        task.done_at = self.now()
        task.leased_until = task.error = None
        owe_next(session, task.job, task.tenant_id, now=self.now())

    def note(self, session: Session, task_id: int, attempt: int, error: str) -> None:
        """After the rollback: what went wrong, and when to try again, or that there were tries enough."""
        task = claim(session, task_id)
        if task is None or task.attempts != attempt:
            return
        task.error = error
        if task.attempts >= self.settings.attempts_max:
            give_up(session, task, now=self.now())
        else:
            task.leased_until = machine_now() + timedelta(seconds=backoff_s(task.attempts))

    def keep(self, task_id: int, attempt: int, error: str) -> None:
        """Without a database to write to, the lease's end tells the same, a little later."""
        try:
            self.transact(lambda session: self.note(session, task_id, attempt, error))
        except DBAPIError as fault:
            log.warning("task %s attempt %s: not noted, %s", task_id, attempt, describe(fault))

    def transact(self, work: Callable[[Session], T]) -> T:
        """`work` in a transaction of its own, again at once when a lock was refused; then the relay is nudged."""
        for tries_left in reversed(range(LOCK_TRIES)):
            try:
                with self.sessions.begin() as session:
                    found = work(session)
                break
            except OperationalError as fault:
                if not tries_left or not lock_refused(fault):
                    raise
        if session.info.get("owes"):
            self.nudge()
        return found


@dataclass(frozen=True)
class Asked:
    outward: Outward
    body: Any


def claim(session: Session, task_id: int) -> Task | None:
    """The open task, locked, its tenant entered; None when nothing is owed any more."""
    task = session.get(Task, task_id, with_for_update=True)
    if task is None or task.done_at or task.failed_at:
        return None
    enter_tenant(session, task.tenant_id)
    return task


def give_up(session: Session, task: Task, *, now: datetime) -> None:
    """Set a task aside: tried often enough.  The chain of a recurring job goes on without it."""
    task.failed_at, task.leased_until = now, None
    facts = {"job": task.job, "owed": task.subject, "error": task.error, "attempts": task.attempts}
    record(session, "task.failed", task, actor=system(task.tenant_id), at=now, **facts)
    abandon = getattr(JOBS[task.job].outward, "abandon", None)
    if abandon is not None:
        abandon(session, task, now)
    owe_next(session, task.job, task.tenant_id, now=now)


def owe_next(session: Session, name: str, tenant_id: int, *, now: datetime) -> None:
    """Owe the next run of a recurring job; one task per period, whoever asks."""
    every_s = JOBS[name].every_s
    if every_s is None:
        return
    shift_s = CITY_TZ.utcoffset(None).total_seconds()
    period = int((now.timestamp() + shift_s) // every_s) + 1
    due_at = datetime.fromtimestamp(period * every_s - shift_s, CITY_TZ)
    owe(session, name, f"tenant:{tenant_id}", due_at=due_at, key=f"{name}:{tenant_id}:{period}")


def describe(fault: BaseException) -> str:
    """Class and code, nothing that was said: messages quote people, phone numbers and SQL parameters."""
    code = getattr(fault, "code", None)
    if isinstance(fault, DBAPIError):
        code = next(iter(getattr(fault.orig, "args", ())), None)
        code = code if isinstance(code, int) else type(fault.orig).__name__
    return (f"{type(fault).__name__}({code})" if isinstance(code, str | int) else type(fault).__name__)[:ERROR_MAX]


def backoff_s(attempts: int) -> float:
    """1, 2, 4 … 60 seconds, a quarter more or less, so that what failed together does not come back together."""
    return min(BACKOFF_MAX_S, 2 ** max(0, attempts - 1)) * random.uniform(0.75, 1.25)


_runner: Runner | None = None


def run_task(task_id: int, attempt: int) -> None:
    """What RQ calls."""
    runner_here().run(task_id, attempt)


def runner_here() -> Runner:
    """This process's runner, made when first asked for: an engine must not cross a fork."""
    global _runner
    if _runner is None:
        settings = Settings()
        sessions = make_sessions(make_engine(settings.sql_url))
        now = Clock(settings.clock_file).now
        _runner = Runner(settings, sessions, now=now, ports=open_ports(settings), nudge=make_nudge(settings))
    return _runner
