"""`make run`: the demo city in the foreground — web, relay, workers, emulators and a Redis of its own.

Ctrl-C or SIGTERM ends all of it; the data stays under PAICHE_VAR, and the next start goes on with it.
"""

import fcntl
import hashlib
import logging
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from app.kernel.settings import Settings
from demo import clock, welcome
from workers import embedded, serve
from workers.serve import CannotStart
from workers.supervise import Program, Supervisor

READY_S = 120.0
LOOK_S = 1.0


def main() -> int:
    try:
        settings = read_settings()
        with only_one(settings.paiche_var):
            return run(settings)
    except (CannotStart, embedded.NoRedis) as why:
        print(why, file=sys.stderr)
        return 1


def read_settings() -> Settings:
    """The environment as the demo sees it; also what the children will see."""
    os.environ["DEMO"] = "1"
    try:
        settings = Settings()
    except ValidationError as wrong:
        names = "、".join(str(error["loc"][0]).upper() for error in wrong.errors())
        raise CannotStart(f"环境变量写得不对：{names}。各变量的意思见 README。") from None
    var = settings.paiche_var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    password = settings.demo_password.get_secret_value() or kept_password(var / "demo-password")
    os.environ |= {
        "PAICHE_VAR": str(var),
        "DEMO_PASSWORD": password,
        "WECHAT_API": f"http://127.0.0.1:{settings.emulator_port}/wechat",
    }
    return Settings()


def run(settings: Settings) -> int:
    began = time.monotonic()
    for name in ("PORT", "EMULATOR_PORT"):
        serve.demand_free(settings, name)
    told = [prepare_clock(settings)]
    logging.basicConfig(level="WARNING", format="%(name)s: %(message)s")
    supervisor = Supervisor(
        env=serve.environment(settings), folder=serve.FOLDER, log_folder=settings.paiche_var / "logs"
    )
    try:
        if redis := serve.redis_of_our_own(settings):
            supervisor.start(redis)
        supervisor.start(Program("emulators", [sys.executable, "-m", "emulators"]))
        told.append(prepare_data(settings))
        if not supervisor.stopping:
            supervisor.start(serve.web())
        if not wait_until_ready(settings, supervisor):
            return 0 if supervisor.stopping else 1
        for program in serve.behind(settings):  # After the web: two cores are not enough for all to import at once.
            supervisor.start(program)
        welcome.show(settings, told=told, seconds=time.monotonic() - began)
        supervisor.tend()
    finally:
        supervisor.stop()
    welcome.farewell(settings)
    return 0


def prepare_clock(settings: Settings) -> str:
    assert settings.clock_file is not None
    try:
        return clock.prepare(settings.clock_file, settings.demo_now)
    except ValueError:
        raise CannotStart(f"DEMO_NOW 读不懂：{settings.demo_now}。要写成 2026-11-23T09:00 这样。") from None


def prepare_data(settings: Settings) -> str:
    """Tables and the city's people, places and vehicles.  Where the last start left all as this one wants it, nothing is
    even looked at: a second start is to be quick."""
    note = settings.paiche_var / "prepared"
    if not settings.database_url and note.exists() and note.read_text("utf8") == mark_of_data(settings):
        return "演示城市沿用上次的数据。"
    from app.kernel.clock import Clock
    from app.kernel.db import make_engine, make_sessions
    from demo.load import load_city

    serve.upgrade(settings)
    engine = make_engine(settings.sql_url)
    loaded = load_city(make_sessions(engine), settings, Clock(settings.clock_file).now())
    engine.dispose()
    note.write_text(mark_of_data(settings), "utf8")
    return f"{loaded}。"


def mark_of_data(settings: Settings) -> str:
    """A hash over what tables and city are made from, and over the very file they are in."""
    files = sorted([*(serve.FOLDER / "migrations").rglob("*.py"), *(serve.FOLDER / "demo").rglob("*.*")])
    digest = hashlib.sha256(f"{settings.sql_url} {settings.demo_city} {settings.demo_vehicles}".encode())
    for each in files:
        if each.suffix != ".pyc":
            digest.update(each.read_bytes())
    data = settings.paiche_var / "paiche.sqlite3"
    return f"{digest.hexdigest()} {data.stat().st_ino if data.exists() else 'none'}"


def wait_until_ready(settings: Settings, supervisor: Supervisor) -> bool:
    """Web and emulators answer.  False when told to stop, or when patience ends: then the logs say why."""
    until = time.monotonic() + READY_S
    pages = [f"http://{reachable(settings.host)}:{port}/healthz" for port in (settings.port, settings.emulator_port)]
    redis = embedded.url(settings)
    if not supervisor.tend(lambda: time.monotonic() > until or all(map(answers, pages))) or time.monotonic() > until:
        if not supervisor.stopping:
            print(f"等了 {READY_S:.0f} 秒还没有全部就绪，请看日志：{settings.paiche_var / 'logs'}", file=sys.stderr)
        return False
    return embedded.wait_until_ready(redis)


def answers(page: str) -> bool:
    try:
        with urllib.request.urlopen(page, timeout=LOOK_S) as reply:  # noqa: S310 - our own address.
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def reachable(host: str) -> str:
    """Where to ask a server that listens on `host`."""
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104


def kept_password(file: Path) -> str:
    """Made at the first start, readable for its owner only, the same at every later start."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(9), "utf8")
    return file.read_text("utf8").strip()


def only_one(var: Path) -> IO[str]:
    """The open lock file: two demos on one folder would fight over its data.  The lock ends with the process."""
    held = (var / "demo.lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStart(f"{var} 里已有一个演示在运行。请先停掉它，或者用 PAICHE_VAR 换一个目录。") from None
    return held


if __name__ == "__main__":
    sys.exit(main())
