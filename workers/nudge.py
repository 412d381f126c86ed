"""A word to the relay that something is owed, so that it need not wait for its next sweep.  Lost, it costs a second."""

import contextlib
from collections.abc import Callable

from redis import Redis, RedisError

from app.kernel.settings import Settings

NUDGE_KEY = "paiche:nudge"
PATIENCE_S = 0.2  # A caller has just committed and wants to answer.


def make_nudge(settings: Settings) -> Callable[[], None]:
    """A function to call after a commit.  It never raises and connects only when called."""
    redis = Redis.from_url(settings.queue_url, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S)

    def nudge() -> None:
        with contextlib.suppress(RedisError, OSError), redis.pipeline(transaction=False) as pipe:
            pipe.lpush(NUDGE_KEY, 1)
            pipe.ltrim(NUDGE_KEY, 0, 0)
            pipe.execute()

    return nudge
