"""Send prepared requests from a few threads over kept connections, and what it cost the server."""

import http.client
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

THREADS = 8
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Request:
    path: str
    body: bytes


@dataclass(frozen=True)
class Result:
    """rate: answers a second; cpu_us: processor time of the server's processes, per request."""

    rate: float
    cpu_us: float
    failed: int


def fire(port: int, requests: Sequence[Request], server_pids: Sequence[int]) -> Result:
    """All of `requests`, as fast as THREADS senders get answers."""
    queue, lock, failed = iter(requests), threading.Lock(), []
    cpu, began = cpu_s(server_pids), time.perf_counter()

    def send() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                request = next(queue, None)
            if request is None:
                return
            connection.request("POST", request.path, request.body, {"Content-Type": "text/xml"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                failed.append(answer.status)

    senders = [threading.Thread(target=send) for _ in range(THREADS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    seconds = time.perf_counter() - began
    return Result(len(requests) / seconds, (cpu_s(server_pids) - cpu) / len(requests) * 1e6, len(failed))


def cpu_s(pids: Sequence[int]) -> float:
    """User and system seconds that these processes have used."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def pss_mb(pid: int) -> float:
    """Proportional set size: what a process costs, shared pages counted by share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
