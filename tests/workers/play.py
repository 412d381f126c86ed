"""`python -m tests.workers.play relay | worker QUEUE…`: the real processes, with the toy jobs."""

import sys

from workers import main as worker
from workers import relay
from workers.job import load_jobs

JOBS_MODULE = "tests.workers.toy"

if __name__ == "__main__":
    role, *queues = sys.argv[1:]
    load_jobs(JOBS_MODULE)
    if role == "relay":
        relay.main(jobs_module=JOBS_MODULE)
    else:
        worker.main(queues, jobs_module=JOBS_MODULE)
