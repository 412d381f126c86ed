"""The hand-off: due tasks from the database to RQ's queues.  The only loop and the only timer of the product.

The database knows what is owed, Redis only carries it: whatever is lost there is lent out again when its lease ends.
Several relays may run.  `python -m workers.relay`
"""

import contextlib
import logging
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from redis import Redis, RedisError
from redis.exceptions import LockError
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy.orm import Session, sessionmaker

from app.kernel.clock import Clock
from app.kernel.db import make_engine, make_sessions
from app.kernel.settings import Settings
from workers import debts
from workers.debts import Debt
from workers.job import JOBS, LEASE_MARGIN_S, QUEUES, load_jobs
from workers.nudge import NUDGE_KEY, make_nudge

__all__ = ["Relay", "main", "make_nudge"]

ENTRY = "workers.job.run_task"
SWEEP_S = 1.0  # A lost nudge costs no more than this.
REFILL_S = 0.05  # Between looks while more is due than the queues have room for.
DRAIN_LOOK_S = 0.01  # Between looks at the one task that is out.
BACKOFF_S = (0.1, 0.2, 0.5, 1.0)  # While Redis or the database is away.
JUMP_S = 2.0  # The product's clock ran this much ahead of the machine's: somebody moved it.
RECURRING_S = 60.0
FAILED_JOB_TTL_S = 60  # RQ's own note of a job that ended badly; ours is in the task.
REDIS_WAIT_S = 5.0
MEMORY_KEY = "paiche:memory"
HANDOUT_LOCK = "paiche:handing-out"
HANDOUT_S = 1.0  # A relay that was killed while handing out holds the others up no longer.

log = logging.getLogger("paiche.relay")


@dataclass
class Watch:
    """Looks at the product's clock and notices when it was moved forward, also while no relay ran."""

    clock: Clock
    seen: tuple[datetime, float] | None = None

    def look(self) -> tuple[datetime, bool]:
        """The product's present, and whether what has fallen due must be drained."""
        now, machine = self.clock.now(), time.monotonic()
        if self.seen is None:
            jumped = self.hands() != self.drained_hands()
        else:
            jumped = (now - self.seen[0]).total_seconds() - (machine - self.seen[1]) > JUMP_S
        self.seen = now, machine
        return now, jumped

    def hands(self) -> str:
        """How the clock was set last; empty where it is the machine's."""
        with contextlib.suppress(FileNotFoundError):
            return self.clock.file.read_text("utf8") if self.clock.file else ""
        return ""

    def drained_hands(self) -> str:
        with contextlib.suppress(FileNotFoundError):
            return self._note.read_text("utf8") if self._note else ""
        return ""

    def drained(self, hands: str) -> None:
        """Everything that fell due when the clock was set to `hands` is done."""
        if self._note and hands != self.drained_hands():
            self._note.write_text(hands, "utf8")

    @property
    def _note(self) -> Path | None:
        return self.clock.file.with_suffix(".drained") if self.clock.file else None


@dataclass(frozen=True)
class Room:
    """Places left in all and in each queue.  Each has its share of the cap: a slow channel holds up no dispatch."""

    total: int
    queues: dict[str, int]

    def first_of(self, found: Sequence[Debt]) -> list[Debt]:
        """As many as there are places for, the oldest of each queue first."""
        left = dict(self.queues)
        kept: list[Debt] = []
        for debt in found:
            queue = JOBS[debt.job].queue
            if left[queue] > 0 and len(kept) < self.total:
                left[queue] -= 1
                kept.append(debt)
        return kept


@dataclass
class Relay:
    """drain_to: until everything due by then is done, tasks go out one at a time, in the order of their due times."""

    settings: Settings
    sessions: sessionmaker[Session]
    redis: Redis
    watch: Watch
    drain_to: datetime | None = None
    drained_hands: str = ""
    stopping: bool = False
    forgotten: bool = False
    recurring_at: float = field(default=0.0)

    def run(self) -> None:
        failures = 0
        while not self.stopping:
            try:
                wait_s = self.step()
                if wait_s and not self.stopping:
                    self.redis.blpop([NUDGE_KEY], timeout=wait_s)
                failures = 0
            except Exception as fault:
                if failures % 30 == 0:
                    log.warning("relay: %s, trying again", type(fault).__name__, exc_info=failures == 0)
                time.sleep(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
                failures += 1

    def step(self) -> float:
        """One look.  Returns how long the next may wait, in seconds, unless somebody nudges."""
        hands = self.watch.hands()
        now, jumped = self.watch.look()
        if jumped:
            log.info("relay: the clock was moved to %s; draining in the order of due times", now.isoformat())
            self.drain_to, self.drained_hands = now, hands
        if time.monotonic() >= self.recurring_at:
            self.owe_recurring(now)
            self.recurring_at = time.monotonic() + RECURRING_S
        self.remember()
        if self.drain_to:
            return self.drain(self.drain_to)
        return self.hand_out(now)

    def hand_out(self, now: datetime) -> float:
        """Lend what is due and send it, as far as the queues have room."""
        room = self.room()
        found, more = self.look(room, now)
        if not found:
            return REFILL_S if more else SWEEP_S
        with self.alone() as alone:
            if not alone:
                return REFILL_S
            self.send(self.lend(self.room().first_of(found), now))
        return REFILL_S

    def drain(self, until: datetime) -> float:
        """One task at a time.  Several relays may do this together: only the earliest goes out, and only once."""
        with self.sessions.begin() as session:
            first = debts.earliest(session, JOBS, until=until)
        if first is None:
            log.info("relay: drained up to %s", until.isoformat())
            self.watch.drained(self.drained_hands)
            self.drain_to = None
            return 0.0
        if first.is_out or not self.room().first_of([first]):
            time.sleep(DRAIN_LOOK_S)
        else:
            self.send(self.lend([first], until))
        return 0.0

    def look(self, room: "Room", now: datetime) -> tuple[list[Debt], bool]:
        """What is due for the queues that have room, and whether more may be due than that."""
        found: list[Debt] = []
        more = False
        with self.sessions.begin() as session:
            for queue, count in room.queues.items():
                jobs = [name for name, job in JOBS.items() if job.queue == queue]
                these = debts.due(session, jobs, now=now, limit=max(count, 1)) if jobs else []
                more = more or len(these) >= max(count, 1)
                found += these[: max(count, 0)]
        return found, more

    def lend(self, found: Sequence[Debt], now: datetime) -> list[Debt]:
        if not found:
            return []
        queued = self.still_queued(found)
        lost = [
            debt
            for debt in found
            if debt.attempts >= self.settings.attempts_max and (debt.id, debt.attempts) not in queued
        ]
        with self.sessions.begin() as session:
            debts.set_aside(session, lost, now=now)
            return debts.lend(session, found, lease_s=self.settings.lease_s, queued=queued)

    def send(self, lent: Sequence[Debt]) -> None:
        """Into the queues, all or nothing; when Redis is away the leases go back and the attempts do not count."""
        if not lent:
            return
        try:
            self.enqueue(lent)
        except (RedisError, OSError):
            with self.sessions.begin() as session:
                debts.take_back(session, lent)
            raise

    def enqueue(self, lent: Sequence[Debt]) -> None:
        with self.redis.pipeline() as pipe:
            for queue in QUEUES:
                if these := [debt for debt in lent if JOBS[debt.job].queue == queue]:
                    self.queue(queue).enqueue_many([self.parcel(debt) for debt in these], pipeline=pipe)
            pipe.execute()

    def remember(self) -> None:
        """A Redis that has forgotten our key was flushed: what was out is sent once more, as the same attempts.  Where
        one of them is in hand already, its second delivery finds nothing to do."""
        self.forgotten = bool(self.redis.set(MEMORY_KEY, 1, nx=True)) or self.forgotten
        if not self.forgotten:
            return
        with self.sessions.begin() as session:
            out = debts.lent_out(session, JOBS)
        here = self.still_queued(out)
        self.enqueue([debt for debt in out if (debt.id, debt.attempts) not in here])
        self.forgotten = False

    def parcel(self, debt: Debt) -> Any:
        return Queue.prepare_data(
            ENTRY,
            args=[debt.id, debt.attempts],
            timeout=min(JOBS[debt.job].timeout_s, self.settings.lease_s - LEASE_MARGIN_S),
            result_ttl=0,
            failure_ttl=FAILED_JOB_TTL_S,
            description=f"{debt.job} {debt.id}",
            job_id=delivery(debt.id, debt.attempts),
        )

    def room(self) -> "Room":
        with self.redis.pipeline(transaction=False) as pipe:
            for queue in QUEUES:
                pipe.llen(self.queue(queue).key)
            lengths = pipe.execute()
        cap = self.settings.queue_cap
        share = max(1, cap // len(QUEUES))
        return Room(cap - sum(lengths), {name: share - found for name, found in zip(QUEUES, lengths, strict=True)})

    def still_queued(self, found: Sequence[Debt]) -> set[tuple[int, int]]:
        """Deliveries of these tasks that nobody has taken out of their queue yet: no reason to send another."""
        asked = [(debt, debt.attempts + more) for debt in found if debt.was_lent for more in (0, 1)]
        with self.redis.pipeline(transaction=False) as pipe:
            for debt, attempt in asked:
                pipe.lpos(self.queue(JOBS[debt.job].queue).key, delivery(debt.id, attempt))
            places = pipe.execute() if asked else []
        return {(debt.id, attempt) for (debt, attempt), place in zip(asked, places, strict=True) if place is not None}

    def owe_recurring(self, now: datetime) -> None:
        with self.sessions.begin() as session:
            unowed = debts.unowed_recurring(session)
        if unowed:
            with self.sessions.begin() as session:
                debts.owe_recurring(session, unowed, now=now)

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether this relay is the one that hands out: two at once would overrun the cap together."""
        lock = self.redis.lock(HANDOUT_LOCK, timeout=HANDOUT_S)
        if not lock.acquire(blocking=False):
            yield False
            return
        try:
            yield True
        finally:
            with contextlib.suppress(LockError, RedisError):
                lock.release()

    def queue(self, name: str) -> Queue:
        return Queue(name, connection=self.redis, serializer=JSONSerializer)

    def stop(self, *_: Any) -> None:
        self.stopping = True


def delivery(task_id: int, attempt: int) -> str:
    return f"t{task_id}-{attempt}"


def make_relay(settings: Settings, jobs_module: str = "workers.jobs") -> Relay:
    load_jobs(jobs_module)
    redis = Redis.from_url(settings.queue_url, socket_timeout=REDIS_WAIT_S, socket_connect_timeout=REDIS_WAIT_S)
    sessions = make_sessions(make_engine(settings.sql_url))
    return Relay(settings, sessions, redis, Watch(Clock(settings.clock_file)))


def main(jobs_module: str = "workers.jobs") -> None:
    settings = Settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(name)s %(message)s")
    relay = make_relay(settings, jobs_module)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, relay.stop)
    relay.run()


if __name__ == "__main__":
    main()
