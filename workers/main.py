"""A worker: takes deliveries from RQ's queues and runs them, in this process, one after the other.

`python -m workers.main QUEUE…`; of several queues the first goes first when it is dispatch, else they take turns.
RQ's SimpleWorker runs six times as many jobs a second as the forking one; what that gives up, leases give back.
"""

import logging
import signal
import sys
import time
from types import FrameType
from uuid import uuid4

from redis import Redis, RedisError
from rq import SimpleWorker
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer
from rq.worker import DequeueStrategy

from app.kernel.settings import Settings
from workers.job import LEASE_MARGIN_S, QUEUES, load_jobs, runner_here

WORKER_TTL_S = 45  # RQ waits 15 s less for a delivery: so long may a Redis that fell silent go unnoticed.
RECONNECT_S = 0.5

log = logging.getLogger("paiche.worker")


class Worker(SimpleWorker):
    """RQ's worker without its command channel (a thread and a connection each) and with short waits for Redis."""

    max_connection_wait_time = 1.0
    log_result_lifespan = False
    stopping = False  # Of the class: a signal may meet the worker before this one.

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        Worker.stopping = True
        super().request_stop(signum, frame)

    def set_shutdown_requested_date(self) -> None:
        """RQ writes it to Redis from inside the signal handler, in the middle of whatever was being said there."""

    def subscribe(self) -> None:
        """Stopping, killing and retrying are the relay's and the supervisor's."""


def work(settings: Settings, queues: list[str]) -> None:
    """Until SIGTERM, which ends after the current job.  Redis may go and come back."""
    strategy = DequeueStrategy.DEFAULT if queues[0] == "dispatch" else DequeueStrategy.ROUND_ROBIN
    redis = Redis.from_url(settings.queue_url)
    while not Worker.stopping:
        try:
            worker = Worker(
                queues,
                name=uuid4().hex,
                connection=redis,
                serializer=JSONSerializer,
                worker_ttl=WORKER_TTL_S,
                log_job_description=False,
            )
            worker.work(logging_level="WARNING", dequeue_strategy=strategy)
        except StopRequested:
            return
        except (RedisError, OSError) as fault:
            log.warning("worker: %s, connecting again", type(fault).__name__)
        time.sleep(RECONNECT_S)


def main(queues: list[str], jobs_module: str = "workers.jobs") -> None:
    settings = Settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(name)s %(message)s")
    assert queues and set(queues) <= set(QUEUES), f"queues are {', '.join(QUEUES)}"
    jobs = load_jobs(jobs_module)
    longest_s = settings.lease_s - LEASE_MARGIN_S
    for each in jobs.values():
        assert each.timeout_s <= longest_s, f"{each.name}: its lease would end before its time is up"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # Until RQ's own takes over: nothing is under way yet.
    runner_here()
    work(settings, queues)


if __name__ == "__main__":
    main(sys.argv[1:])
