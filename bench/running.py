"""The real product as a child of a benchmark: its own folder and ports, and processes to look at and to kill."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from redis import Redis, RedisError

from workers import embedded

ROOT = Path(__file__).parents[1]
READY_S = 180.0
STOP_S = 30.0


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: str


@dataclass
class Product:
    var: Path
    port: int
    emulator_port: int
    parent: "subprocess.Popen[bytes]"

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        return os.environ.get("DATABASE_URL") or f"sqlite:///{self.var / 'paiche.sqlite3'}"

    def is_well(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.web}/healthz", timeout=2, trust_env=False).status_code == 200
        return False

    def sent(self) -> list[dict[str, Any]]:
        """Everything that the emulators were handed for people."""
        found: list[dict[str, Any]] = httpx.get(
            f"http://127.0.0.1:{self.emulator_port}/_sent", timeout=60, trust_env=False
        ).json()
        return found

    def processes(self) -> list[Process]:
        """All that descend from the product's parent."""
        listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
        every = [Process(int(pid), int(parent), command) for pid, parent, command in map(_three, listed.splitlines())]
        family, grown = {self.parent.pid}, True
        while grown:
            more = {each.pid for each in every if each.parent in family} - family
            family, grown = family | more, bool(more)
        return [each for each in every if each.pid in family - {self.parent.pid}]

    def find(self, role: str) -> list[int]:
        """Processes that play `role`: worker, relay, redis, web (one of gunicorn's), web_master."""
        found = self.processes()
        masters = {each.pid for each in found if "gunicorn" in each.command and each.parent == self.parent.pid}
        if role == "web_master":
            return sorted(masters)
        if role == "web":
            return [each.pid for each in found if each.parent in masters]
        word = {"worker": "workers.main", "relay": "workers.relay", "redis": "redis-server"}[role]
        return [each.pid for each in found if word in each.command]

    def kill(self, role: str, lots: random.Random) -> bool:
        """kill -9 one of them; False when there is none right now."""
        pids = self.find(role)
        if not pids:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(lots.choice(pids), signal.SIGKILL)
        return True

    def flush(self) -> bool:
        where = os.environ.get("REDIS_URL") or f"unix://{embedded.socket_path(self.var)}"
        try:
            return bool(Redis.from_url(where, socket_timeout=2).flushall())
        except (RedisError, OSError):
            return False


@contextlib.contextmanager
def running(var: Path, **more: str) -> Iterator[Product]:
    """`python -m demo` until the block ends; its output goes to a file in `var`."""
    var.mkdir(parents=True, exist_ok=True)
    port, emulator_port = free_ports(2)
    env = {"PAICHE_VAR": str(var), "PORT": str(port), "EMULATOR_PORT": str(emulator_port)} | more
    with (var / "demo.out").open("wb") as out:
        parent = subprocess.Popen(
            [sys.executable, "-m", "demo"], cwd=ROOT, env=os.environ | env, stdout=out, stderr=subprocess.STDOUT
        )
    product = Product(var, port, emulator_port, parent)
    try:
        until = time.monotonic() + READY_S
        while not product.is_well():
            if parent.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"the product did not start:\n{(var / 'demo.out').read_text('utf8')}")
            time.sleep(0.1)
        yield product
    finally:
        parent.terminate()
        try:
            parent.wait(timeout=STOP_S)
        except subprocess.TimeoutExpired:
            parent.kill()


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on.  They are held together, so that no two are the same."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def _three(line: str) -> tuple[str, str, str]:
    pid, parent, command = line.split(maxsplit=2)
    return pid, parent, command
