"""WeChat's two kinds of access token: the old one, which each fetch replaces, and the stable one, which it does not."""

import secrets
import threading
import time
from collections.abc import Callable

LIFE_S = 7200
OVERLAP_S = 300  # The old token lives on beside its successor; a stable one is renewed in its last five minutes.
FORCE_EVERY_S = 30

Token = tuple[str, float]  # and the machine's second at which it ends.


class TooOften(Exception):
    """A forced refresh right after another one."""


class WechatTokens:
    """`fetches` counts what was asked for: the measure of a client's discipline."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.ends: dict[str, float] = {}
        self.newest: Token | None = None
        self.steady: Token | None = None
        self.forced_s = float("-inf")
        self.fetches = 0

    def fetch(self) -> tuple[str, int]:
        """/cgi-bin/token: always a new one; the one before has five minutes left."""
        with self.lock:
            self.fetches += 1
            if self.newest:
                self.ends[self.newest[0]] = min(self.newest[1], self.clock() + OVERLAP_S)
            self.newest = self.issue()
            return self.newest[0], LIFE_S

    def fetch_stable(self, *, is_forced: bool) -> tuple[str, int]:
        """/cgi-bin/stable_token: the same one until shortly before its end; forced, the one before ends at once."""
        with self.lock:
            self.fetches += 1
            now_s = self.clock()
            if is_forced:
                self.force(now_s)
            if self.steady is None or self.steady[1] - now_s <= OVERLAP_S:
                self.steady = self.issue()
            return self.steady[0], int(self.steady[1] - now_s)

    def force(self, now_s: float) -> None:
        if now_s - self.forced_s < FORCE_EVERY_S:
            raise TooOften
        self.forced_s = now_s
        if self.steady:
            self.ends.pop(self.steady[0], None)
        self.steady = None

    def issue(self) -> Token:
        token = (secrets.token_urlsafe(96), self.clock() + LIFE_S)
        self.ends[token[0]] = token[1]
        return token

    def errcode(self, token: str) -> int:
        """0 while it holds; 41001 missing, 40001 unknown or replaced, 42001 past its end."""
        if not token:
            return 41001
        with self.lock:
            ends_s = self.ends.get(token)
        if ends_s is None:
            return 40001
        return 0 if ends_s > self.clock() else 42001

    def revoke(self) -> None:
        """Tests: every token stops working while the stable one is still handed out, until somebody forces it."""
        with self.lock:
            self.ends.clear()

    def expire(self) -> None:
        """Tests: every token has come to its end."""
        with self.lock:
            self.ends = dict.fromkeys(self.ends, self.clock())
            self.newest = self.steady = None
