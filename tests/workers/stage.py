"""A stage for kill tests: a database, a Redis of its own, relays and workers as real processes."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from redis import Redis
from rq import Queue
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.kernel.clock import Clock, machine_now, set_clock
from app.kernel.db import Base, make_engine, make_sessions
from app.kernel.events import Event, Task, owe
from app.kernel.settings import Settings
from app.tenancy.model import Tenant
from tests.workers.toy import EFFECTS
from workers import debts, embedded
from workers.job import JOBS, QUEUES, Runner

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
LOOK_S = 0.05
LEASE_S = 12  # The shortest that a toy job's time and the margin fit into.


@dataclass
class Stage:
    var: Path
    url: str
    more: dict[str, str] = field(default_factory=dict)
    players: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.redis_url = f"unix://{embedded.socket_path(self.var)}"
        self.env = {
            "PAICHE_VAR": str(self.var),
            "DATABASE_URL": self.url,
            "REDIS_URL": self.redis_url,
            "LEASE_S": str(LEASE_S),
            "LOG_LEVEL": "INFO",
        } | self.more
        self.settings = Settings(
            paiche_var=self.var,
            database_url=self.url,
            redis_url=self.redis_url,
            lease_s=LEASE_S,
            **{name.lower(): value for name, value in self.more.items()},
        )
        self.engine = make_engine(self.url)
        tables = [Base.metadata.tables[each.__tablename__] for each in (Tenant, Event, Task)]
        Base.metadata.create_all(self.engine, tables=tables)
        EFFECTS.metadata.create_all(self.engine)
        self.sessions: sessionmaker[Session] = make_sessions(self.engine)
        with self.sessions.begin() as session:
            session.add(Tenant(id=1, code="wuxi", name="无锡", division="320200"))
        self.redis = Redis.from_url(self.redis_url)

    @property
    def now(self) -> datetime:
        return Clock(self.settings.clock_file).now()

    def runner(self) -> Runner:
        return Runner(self.settings, self.sessions, now=lambda: self.now, ports={})

    def settle(self) -> int:
        """Run here, oldest first, what is due, until nothing is; how many attempts that took."""
        for count in range(100):
            with self.sessions.begin() as session:
                found = debts.due(session, JOBS, now=self.now, limit=1)
            if not found:
                return count
            with self.sessions.begin() as session:
                (lent,) = debts.lend(session, found, lease_s=LEASE_S)
            self.runner().run(lent.id, lent.attempts)
        raise AssertionError("owed work never ends")

    # --- what is owed, and what became of it

    def owe(self, job: str, count: int = 1, *, due_at: datetime | None = None, subject: str = "toy:1") -> list[int]:
        keys = [f"{job}-{time.monotonic_ns()}-{n}" for n in range(count)]
        with self.sessions.begin() as session:
            session.info["tenant_id"] = 1
            for key in keys:
                owe(session, job, subject, due_at=due_at or self.now - timedelta(seconds=1), key=key)
        with self.sessions.begin() as session:
            return list(session.scalars(select(Task.id).where(Task.key.in_(keys)).order_by(Task.id)))

    def task(self, task_id: int) -> Task:
        with self.sessions.begin() as session:
            task = session.get(Task, task_id)
            assert task is not None
            return task

    def open_tasks(self) -> int:
        with self.sessions.begin() as session:
            query = select(Task.id).where(Task.done_at.is_(None), Task.failed_at.is_(None))
            return len(session.scalars(query).all())

    def effects(self) -> list[int]:
        """Task ids in the order in which their effects were left."""
        with self.engine.begin() as connection:
            return list(connection.scalars(select(EFFECTS.c.task_id).order_by(EFFECTS.c.id)))

    def wait_until_done(self) -> None:
        wait_for(lambda: self.open_tasks() == 0, f"{self.open_tasks} open tasks")

    def wait_for_effects(self, count: int) -> None:
        wait_for(lambda: len(self.effects()) >= count, f"{count} effects")

    def assert_each_once(self, ids: list[int]) -> None:
        assert Counter(self.effects()) == Counter(ids)

    def queued(self) -> int:
        return sum(Queue(name, connection=self.redis).count for name in QUEUES)

    def move_clock(self, ahead: timedelta) -> None:
        assert self.settings.clock_file
        set_clock(self.settings.clock_file, self.now + ahead)

    def expire_leases(self) -> None:
        """What the machine's clock will do in LEASE_S."""
        with self.sessions.begin() as session:
            for task in session.scalars(select(Task).where(Task.leased_until > machine_now())):
                task.leased_until = machine_now() - timedelta(seconds=1)

    # --- processes

    def start_redis(self) -> "subprocess.Popen[bytes]":
        server = self.spawn(embedded.command(self.var))
        assert embedded.wait_until_ready(self.redis_url)
        return server

    def start_relay(self) -> "subprocess.Popen[bytes]":
        return self.spawn([sys.executable, "-m", "tests.workers.play", "relay"])

    def start_worker(self, *queues: str) -> "subprocess.Popen[bytes]":
        return self.spawn([sys.executable, "-m", "tests.workers.play", "worker", *(queues or QUEUES)])

    def spawn(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with (self.var / "players.log").open("ab") as log:
            player = subprocess.Popen(command, env=os.environ | self.env, cwd=ROOT, stdout=log, stderr=log)
        self.players.append(player)
        return player

    def close(self) -> None:
        for player in self.players:
            player.kill()
            player.wait()
        self.redis.close()
        self.engine.dispose()


def kill(player: "subprocess.Popen[bytes]") -> None:
    player.send_signal(signal.SIGKILL)
    player.wait()


def wait_for(true: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(LOOK_S)
