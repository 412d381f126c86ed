"""Which servers and programs this machine offers to the tests.

A lane is a group of tests that needs one of them.  Each function answers with where to find it, or None.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

ANSWER_WAIT_S = 2
DATABASE_URL = "mysql+pymysql://root@127.0.0.1:3306/paiche_test?charset=utf8mb4"
REDIS_URL = "redis://127.0.0.1:6379/15"  # The last of Redis's own sixteen: a developer's data lies in 0.
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@cache
def database_url() -> str | None:
    """A MariaDB or MySQL server where tests may create databases; the name in the URL is theirs to prefix."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        return url
    import pymysql

    try:
        pymysql.connect(host="127.0.0.1", port=3306, user="root", connect_timeout=ANSWER_WAIT_S).close()
    except pymysql.MySQLError:
        return None
    return DATABASE_URL


@cache
def redis_url() -> str | None:
    """A Redis server whose numbered database tests may flush."""
    if url := os.environ.get("TEST_REDIS_URL"):
        return url
    import redis

    try:
        with redis.Redis.from_url(REDIS_URL, socket_connect_timeout=ANSWER_WAIT_S) as server:
            server.ping()
    except redis.RedisError:
        return None
    return REDIS_URL


@cache
def chromium() -> str | None:
    """The browser's program: CHROMIUM when set, else the system's."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@cache
def node() -> str | None:
    """A Node that runs; a version manager may leave a name on PATH that does not."""
    found = shutil.which("node")
    if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
        return found
    return None


LANES: dict[str, Callable[[], str | None]] = {
    "mariadb": database_url,
    "redis": redis_url,
    "browser": chromium,
    "node": node,
}
MISSING = {
    "mariadb": "no MariaDB or MySQL on 127.0.0.1:3306 (root, empty password) and no TEST_DATABASE_URL",
    "redis": "no Redis on 127.0.0.1:6379 and no TEST_REDIS_URL",
    "browser": "no Chromium on PATH and no CHROMIUM",
    "node": "no Node on PATH",
}
REQUIRED = ("mariadb", "redis", "browser")  # What CI may not go without.
