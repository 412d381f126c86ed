"""The parent of a set of programs: starts them, starts again what died, ends them all with itself.

Why not supervisord: decisions/0004-supervision.md.
"""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import IO, Any

LOOK_S = 0.1
STEADY_S = 10.0  # What ran this long is started again at once.
AGAIN_S = (0.0, 0.25, 0.5, 1.0)  # What dies sooner waits a little, each time longer.
ENOUGH_S = 8.0  # To finish what is under way; then it is killed.
LOG_MAX_BYTES = 5_000_000
PR_SET_PDEATHSIG = 1

log = logging.getLogger("paiche.supervise")


@dataclass
class Program:
    """last: ended after all others have gone, because they lean on it.  nice: gives way to others for the processor."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    last: bool = False
    nice: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    quick_deaths: int = 0
    again_at: float = 0.0


class Supervisor:
    """log_folder: one file a program; None lets them write where this process writes."""

    def __init__(self, *, env: Mapping[str, str], folder: Path, log_folder: Path | None = None) -> None:
        self.env, self.folder, self.log_folder = dict(env), folder, log_folder
        self.programs: list[Program] = []
        self.stopping = False
        _die_with_make()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._ask_to_stop)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # Ignored under nohup.
            signal.signal(signal.SIGHUP, self._ask_to_stop)

    def start(self, program: Program) -> None:
        self.programs.append(program)
        self._spawn(program)

    def tend(self, until: Callable[[], bool] = lambda: False) -> bool:
        """Keep everything running until told to stop (False) or until `until` says so (True)."""
        while not self.stopping:
            for program in self.programs:
                self._look_after(program)
            if until():
                return True
            time.sleep(LOOK_S)
        return False

    def stop(self) -> None:
        """Everybody is asked at once; who still runs when patience ends is killed, with all that it started."""
        for group in ([p for p in self.programs if not p.last], [p for p in self.programs if p.last]):
            for program in group:
                _signal(program, signal.SIGTERM)
            until = time.monotonic() + ENOUGH_S
            while any(_runs(program) for program in group) and time.monotonic() < until:
                time.sleep(LOOK_S / 5)
            for program in group:
                _kill_group(program)

    def _look_after(self, program: Program) -> None:
        if _runs(program) or self.stopping:
            return
        now = time.monotonic()
        if program.process is not None:
            log.warning("%s ended (%s), starting it again", program.name, program.process.returncode)
            _kill_group(program)  # Gunicorn's processes hold the port that the new master needs.
            program.process = None
            program.quick_deaths = 0 if now - program.started_at > STEADY_S else program.quick_deaths + 1
            program.again_at = now + AGAIN_S[min(program.quick_deaths, len(AGAIN_S) - 1)]
        if now >= program.again_at:
            self._spawn(program)

    def _spawn(self, program: Program) -> None:
        out: IO[Any] | int | None = None
        if self.log_folder:
            out = _open_log(self.log_folder / f"{program.name}.log")
        program.started_at = time.monotonic()
        program.process = subprocess.Popen(
            program.command,
            env={**self.env, **program.env},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,  # A Ctrl-C reaches this process only, and each program is a group of its own.
            preexec_fn=partial(_settle_in, program.nice),
        )
        if out:
            out.close()  # type: ignore[union-attr]

    def _ask_to_stop(self, _signum: int, _frame: FrameType | None) -> None:
        self.stopping = True


def _runs(program: Program) -> bool:
    return program.process is not None and program.process.poll() is None


def _signal(program: Program, signum: int) -> None:
    if program.process is not None and program.process.poll() is None:
        program.process.send_signal(signum)


def _kill_group(program: Program) -> None:
    if program.process is None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program.process.pid, signal.SIGKILL)
    program.process.wait()


def _open_log(path: Path) -> IO[bytes]:
    """Appended to; a file that has grown large is kept once as `.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_MAX_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _settle_in(nice: int) -> None:
    """In the child, before its program.  Linux ends it when its parent was killed and could not end it."""
    os.nice(nice)
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _die_with_make() -> None:
    """`make` leaves its recipe running when it is killed itself; then this process is to end in good order."""
    if _libc and os.environ.get("MAKELEVEL"):
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
