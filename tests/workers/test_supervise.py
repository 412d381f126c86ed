"""The parent of all processes: who dies comes back, and nobody outlives it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workers.stage import ROOT, wait_for

FAMILY = """
import os, sys
from pathlib import Path
from workers.supervise import Program, Supervisor
child = "import os, subprocess, sys, time; {before}; p = subprocess.Popen(['sleep', '1000']); print(os.getpid(), p.pid, flush=True); time.sleep(1000)"
stubborn = child.format(before="import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)")
supervisor = Supervisor(env=dict(os.environ), folder=Path.cwd(), log_folder=Path(sys.argv[1]))
supervisor.start(Program("plain", [sys.executable, "-c", child.format(before="pass")]))
if "stubborn" in sys.argv:
    import workers.supervise
    workers.supervise.ENOUGH_S = 1.0
    supervisor.start(Program("stubborn", [sys.executable, "-c", stubborn]))
if "failing" in sys.argv:
    supervisor.start(Program("failing", [sys.executable, "-c", "print('again', flush=True); raise SystemExit(3)"]))
try:
    supervisor.tend()
finally:
    supervisor.stop()
"""
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")


@pytest.fixture
def family(tmp_path: Path):
    """A function that starts a supervisor with the programs named and answers with it."""
    started = []

    def start(*names: str) -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen([sys.executable, "-c", FAMILY, str(tmp_path), *names], cwd=ROOT))
        return started[-1]

    yield start
    for each in started:
        each.terminate()
        each.wait()


def lives(pid: int) -> bool:
    """Whether it runs; one that has ended and waits to be reaped does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def pids(log: Path) -> list[list[int]]:
    """(program, what it started) of each start so far."""
    return [[int(word) for word in line.split()] for line in log.read_text().splitlines()] if log.exists() else []


def test_a_killed_program_is_started_again_and_what_it_had_started_is_gone(family, tmp_path):
    family()
    log = tmp_path / "plain.log"
    wait_for(lambda: len(pids(log)) == 1, "the program")
    os.kill(pids(log)[0][0], signal.SIGKILL)
    wait_for(lambda: len(pids(log)) == 2, "the program again")
    wait_for(lambda: not lives(pids(log)[0][1]), "the first one's child to be gone")
    assert lives(pids(log)[1][0])


def test_a_program_that_cannot_start_is_tried_again_and_again(family, tmp_path):
    family("failing")
    wait_for(
        lambda: (tmp_path / "failing.log").exists() and (tmp_path / "failing.log").read_text().count("again") > 4,
        "five tries",
    )


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_everybody_and_their_children(family, tmp_path, signum):
    supervisor = family("stubborn")
    logs = [tmp_path / "plain.log", tmp_path / "stubborn.log"]
    wait_for(lambda: all(pids(log) for log in logs), "both programs")
    supervisor.send_signal(signum)
    assert supervisor.wait(timeout=30) == 0
    wait_for(lambda: not any(lives(pid) for log in logs for pid in pids(log)[0]), "everybody to be gone")


@on_linux
def test_killed_itself_it_leaves_no_program_behind(family, tmp_path):
    supervisor = family()
    log = tmp_path / "plain.log"
    wait_for(lambda: bool(pids(log)), "the program")
    supervisor.kill()
    wait_for(lambda: not lives(pids(log)[0][0]), "the program to be gone")
    os.kill(pids(log)[0][1], signal.SIGKILL)  # What a program starts is its own to look after; gunicorn and we do.
