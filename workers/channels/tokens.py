"""The access token of one account, shared by all processes through Redis: one asks for it, the others wait.

Redis is a convenience here.  Flushed, the next caller asks again; down, each process keeps its own.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from redis import Redis
from redis.exceptions import LockError, RedisError
from redis.lock import Lock

RENEW_BEFORE_S = 120  # WeChat renews a stable token within its last five minutes; the old one lives on until its end.
FORCE_EVERY_S = 60  # WeChat allows 20 forced tokens a day, 30 s apart.
LOCK_S = 15  # Longer than a fetch takes; the lock of a killed process is gone after that.
WAIT_S = 5  # Who waited that long for a neighbour asks on their own: a stable token suffers it.
REST_S = 5  # A Redis that did not answer is left alone that long: its client may take seconds to give up.

Fetch = Callable[[bool], tuple[str, int]]  # is_forced -> token, seconds it lives.  Raises Unreachable.
T = TypeVar("T")


class Tokens:
    """`current()` before a call; `renewed(bad)` once, when the call was refused for its token."""

    def __init__(self, name: str, fetch: Fetch, redis: Redis | None) -> None:
        self.name, self.fetch, self.redis = name, fetch, redis
        self.own: tuple[str, float] | None = None  # Token, and the machine's second at which it ends.
        self.forced_s = self.rested_s = float("-inf")
        self.one_thread = threading.Lock()

    def current(self) -> str:
        return self.stored() or self.fetched(instead_of="")

    def renewed(self, bad: str) -> str:
        """Another token than `bad`, if there is one: perhaps a neighbour has fetched it already."""
        return self.fetched(instead_of=bad)

    def fetched(self, *, instead_of: str) -> str:
        with self.turn():
            token = self.stored()
            if token and token != instead_of:
                return token
            token, lives_s = self.fetch(False)
            if token == instead_of and self.may_force():
                token, lives_s = self.fetch(True)
            self.store(token, lives_s)
            return token

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One thread of one process at a time, as far as Redis can say; nobody waits for ever."""
        is_ours = self.one_thread.acquire(timeout=WAIT_S)
        try:
            lock = self.shared(self.locked, otherwise=lambda: None)
            try:
                yield
            finally:
                if lock is not None:
                    self.shared(lambda _: lock.release(), otherwise=lambda: None)
        finally:
            if is_ours:
                self.one_thread.release()

    def locked(self, redis: Redis) -> Lock | None:
        lock = Lock(redis, f"{self.name}:lock", timeout=LOCK_S, blocking_timeout=WAIT_S, sleep=0.02)
        return lock if lock.acquire() else None

    def stored(self) -> str:
        return alive(self.shared(lambda redis: read(redis.get(self.name)), otherwise=lambda: self.own))

    def store(self, token: str, lives_s: int) -> None:
        self.own = (token, time.time() + lives_s)
        body = json.dumps(self.own)
        self.shared(lambda redis: redis.set(self.name, body, ex=max(lives_s, 1)), otherwise=lambda: None)

    def may_force(self) -> bool:
        def alone() -> bool:
            is_due = time.monotonic() - self.forced_s > FORCE_EVERY_S
            self.forced_s = time.monotonic() if is_due else self.forced_s
            return is_due

        name = f"{self.name}:forced"
        return self.shared(lambda redis: bool(redis.set(name, 1, nx=True, ex=FORCE_EVERY_S)), otherwise=alone)

    def shared(self, do: Callable[[Redis], T], *, otherwise: Callable[[], T]) -> T:
        """`do` with Redis, or `otherwise` while there is none."""
        if self.redis is not None and time.monotonic() - self.rested_s > REST_S:
            try:
                return do(self.redis)
            except LockError:
                pass  # Ours ran out, or was flushed, and a neighbour may hold it: nothing to give back.
            except RedisError:
                self.rested_s = time.monotonic()
        return otherwise()


def read(found: object) -> tuple[str, float] | None:
    try:
        token, ends_s = json.loads(found)  # type: ignore[arg-type]
        return str(token), float(ends_s)
    except (TypeError, ValueError):
        return None


def alive(found: tuple[str, float] | None) -> str:
    """The token, unless it is about to end."""
    return found[0] if found and found[1] - time.time() > RENEW_BEFORE_S else ""
