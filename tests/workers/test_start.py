"""`make run`: the clock at a start, refusals in plain words, and the whole of it started, killed in part and stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.kernel.clock import CITY_TZ, Clock
from app.kernel.settings import SOCKET_PATH_MAX
from demo import clock
from tests.workers.stage import ROOT, wait_for
from tests.workers.test_supervise import lives
from workers import embedded

MORNING = datetime(2026, 11, 23, 9, tzinfo=CITY_TZ)


def shows(file: Path, at: datetime) -> bool:
    return timedelta(0) <= Clock(file).now() - at < timedelta(minutes=1)


def test_the_first_start_lets_the_clock_begin_where_it_is_told(tmp_path):
    clock.prepare(tmp_path / "clock.json", "2026-11-23T09:00")
    assert shows(tmp_path / "clock.json", MORNING)


def test_the_first_start_without_a_word_begins_with_the_machines_present(tmp_path):
    clock.prepare(tmp_path / "clock.json", "")
    assert shows(tmp_path / "clock.json", datetime.now(CITY_TZ) - timedelta(seconds=5))


@pytest.mark.parametrize(
    ("said", "hours"), [("2026-11-23T12:00", 3), ("2026-11-23T09:00", 0), ("2026-11-23T01:00", 0), ("", 0)]
)
def test_a_later_start_moves_the_clock_forward_or_lets_it_run_on_but_never_back(tmp_path, said, hours):
    file = tmp_path / "clock.json"
    clock.prepare(file, "2026-11-23T09:00")
    assert clock.prepare(file, said)
    assert shows(file, MORNING + timedelta(hours=hours))


def test_a_folder_with_a_long_name_gets_a_short_socket(tmp_path):
    long = tmp_path / ("很长的名字" * 20)
    assert len(os.fsencode(embedded.socket_path(long))) <= SOCKET_PATH_MAX
    assert embedded.socket_path(long) != embedded.socket_path(tmp_path / ("更长的名字" * 20))


def test_without_any_redis_server_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(embedded, "_bundled", lambda: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(embedded.NoRedis, match="apt install redis-server"):
        embedded.find_server()


# --- the real thing


@pytest.fixture
def demo(tmp_path: Path):
    """A function that starts `python -m demo` on free ports."""
    started = []
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        ports = one.getsockname()[1], two.getsockname()[1]

    def start(**more: str) -> "subprocess.Popen[str]":
        env = (
            os.environ
            | {"PAICHE_VAR": str(tmp_path / "var"), "PORT": str(ports[0]), "EMULATOR_PORT": str(ports[1])}
            | more
        )
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "demo"],
                cwd=ROOT,
                env=env,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        )
        started[-1].page = f"http://127.0.0.1:{ports[0]}/healthz"
        return started[-1]

    yield start
    for each in started:
        each.terminate()
        each.communicate()


def answers(page: str) -> bool:
    try:
        with urllib.request.urlopen(page, timeout=2) as reply:
            return json.load(reply)["status"] == "ok"
    except OSError:
        return False


def children(pid: int) -> list[tuple[int, str]]:
    """(pid, command) of all descendants."""
    listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [(int(row[0]), int(row[1]), row[2]) for row in (line.split(maxsplit=2) for line in listed.splitlines())]
    family = {pid}
    for _ in range(4):
        family |= {child for child, parent, _ in rows if parent in family}
    return [(child, command) for child, _, command in rows if child in family - {pid}]


@pytest.mark.slow
def test_a_taken_port_is_told_and_nothing_is_started(demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = demo(PORT=str(taken.getsockname()[1]))
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "占用" in said and "PORT=" in said


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_it_starts_mends_itself_stops_whole_and_goes_on_where_it_stopped(demo):
    run = demo(DEMO_NOW="2026-11-23T09:00")
    wait_for(lambda: answers(run.page), "the first start")
    second = demo()
    assert "已有一个演示在运行" in second.communicate(timeout=60)[0] and second.returncode == 1
    for word in ("gunicorn", "workers.relay", "workers.main", "redis-server", "emulators"):
        pid = next(pid for pid, command in children(run.pid) if word in command)
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda pid=pid, word=word: any(word in c and p != pid for p, c in children(run.pid)), f"{word} again")
    wait_for(lambda: answers(run.page), "the web again")
    everybody = children(run.pid)
    run.terminate()
    said, _ = run.communicate(timeout=60)
    assert run.returncode == 0 and "o-zhangmin" in said and "已停止" in said
    wait_for(lambda: not any(lives(pid) for pid, _ in everybody), "everybody to be gone")

    again = demo(DEMO_NOW="2026-11-23T09:00")
    wait_for(lambda: answers(again.page), "the second start")
    everybody = children(again.pid)
    again.kill()
    if sys.platform == "linux":
        wait_for(
            lambda: not any(lives(pid) for pid, _ in everybody), "everybody to be gone after kill -9 of the parent"
        )
