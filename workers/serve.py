"""The production form: migrations, then web, relay and workers under one parent.  `python -m workers.serve`

The same programs run as services of their own, on several hosts, with the same commands.
"""

import logging
import os
import socket
import sys
from importlib import import_module
from pathlib import Path

from app.kernel.settings import Settings
from workers import embedded
from workers.supervise import Program, Supervisor

FOLDER = Path(__file__).parents[1]
LIGHT_QUEUES = ("notify", "provider", "rollup")
ALL_QUEUES = ("dispatch", *LIGHT_QUEUES)
BEHIND_NICE = 5

log = logging.getLogger("paiche.serve")


class CannotStart(Exception):
    """Why, for people."""


def web() -> Program:
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "workers/gunicorn_conf.py", "wsgi:application"]
    return Program("web", gunicorn)


def behind(settings: Settings) -> list[Program]:
    """Relay and workers.  The dispatch worker lends a hand with the light queues when nothing is to be planned.
    People wait for the web, nobody for these: they give way."""
    programs: dict[str, tuple[str, ...]] = {"relay": ("workers.relay",)}
    programs |= {f"worker-{n}": ("workers.main", *LIGHT_QUEUES) for n in range(1, settings.workers + 1)}
    programs |= {"worker-dispatch": ("workers.main", *ALL_QUEUES)}
    return [Program(name, [sys.executable, "-m", *words], nice=BEHIND_NICE) for name, words in programs.items()]


def redis_of_our_own(settings: Settings) -> Program | None:
    """None when REDIS_URL names one.  Raises NoRedis."""
    if settings.redis_url:
        return None
    return Program("redis", embedded.command(settings.paiche_var), last=True)


def demand_free(settings: Settings, name: str = "PORT") -> None:
    """Raises CannotStart: somebody listens on that port already."""
    host, port = settings.host, getattr(settings, name.lower())
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as why:
            raise CannotStart(
                f"{host} 的端口 {port} 不能用（{why.strerror}）。"
                f"若已被占用，请先停掉占用它的程序，或者换一个端口：{name}={port + 100}"
            ) from None


def environment(settings: Settings) -> dict[str, str]:
    """What every child sees: ours, with the folder and Redis spelled out."""
    return dict(os.environ) | {
        "PAICHE_VAR": str(settings.paiche_var.resolve()),
        "REDIS_URL": embedded.url(settings),
        "PYTHONUNBUFFERED": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(_empty(settings.paiche_var.resolve() / "metrics")),
    }


def _empty(folder: Path) -> Path:
    """Where the web processes keep their counters together; counts begin anew with the parent."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()
    return folder


def upgrade(settings: Settings) -> None:
    import_module("migrations").upgrade(settings.sql_url)


def main() -> int:
    settings = Settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(name)s %(message)s")
    settings.paiche_var.mkdir(parents=True, exist_ok=True)
    try:
        demand_free(settings)
        redis = redis_of_our_own(settings)
    except (CannotStart, embedded.NoRedis) as why:
        print(why, file=sys.stderr)
        return 1
    upgrade(settings)
    supervisor = Supervisor(env=environment(settings), folder=FOLDER)
    try:
        if redis:
            supervisor.start(redis)
        if not embedded.wait_until_ready(embedded.url(settings)):
            log.warning("Redis does not answer yet; the relay goes on asking")
        for program in (web(), *behind(settings)):
            supervisor.start(program)
        supervisor.tend()
    finally:
        supervisor.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
