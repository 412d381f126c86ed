"""Gunicorn's settings: `gunicorn -c workers/gunicorn_conf.py wsgi:application`."""

import ctypes
import gc
import os
import signal
import sys
from pathlib import Path
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from app.kernel.settings import Settings

_settings = Settings()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_processes
threads = _settings.web_threads
worker_class = "gthread"
preload_app = True  # Memory is shared; engines connect when first used, so no connection crosses the fork.
keepalive = 30
timeout = 30  # A thread that hangs longer takes its process with it.
graceful_timeout = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
errorlog = "-"
loglevel = _settings.log_level.lower()
control_socket_disable = True  # It would lie in the home folder of whoever starts this.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - heartbeats; a disk may stall.


gc.disable()  # While the application is imported: what lives for ever need not be looked through again and again.


def when_ready(_server: Any) -> None:
    """What was imported stays shared between the processes: the collector never writes to it."""
    gc.freeze()
    gc.enable()


def child_exit(_server: Any, worker: Any) -> None:
    """The counters of a process that has gone stay counted, its open files are let go."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        mark_process_dead(worker.pid)


def post_fork(_server: Any, _worker: Any) -> None:
    """A master that was killed must not leave processes that hold its port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
