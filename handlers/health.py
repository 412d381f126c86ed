"""How the product is: /healthz for balancers, /metrics for Prometheus.  The age of the oldest due task is the alarm."""

import os
from datetime import datetime
from typing import Any

from apiflask import APIBlueprint
from flask import Response, g
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.kernel.events import Task
from handlers.edge import REGISTRY, session

MULTIPROC_DIR = "PROMETHEUS_MULTIPROC_DIR"  # The library's own name.
pages = APIBlueprint("health", __name__, enable_openapi=False)


@pages.get("/healthz")
def healthz() -> dict[str, Any]:
    """200 once the database answers."""
    return {"status": "ok", "oldest_due_task_s": oldest_due_s(session(), now=g.now)}


@pages.get("/metrics")
def metrics() -> Response:
    """Requests of all web processes of this host, tasks of the whole product."""
    words = generate_latest(_request_counts()) + generate_latest(_task_gauges(session(), now=g.now))
    return Response(words, content_type=CONTENT_TYPE_LATEST)


def oldest_due_s(held: Session, *, now: datetime) -> float:
    """Seconds, on the product's clock, that the oldest due task has waited; 0 when none is due."""
    oldest = held.scalar(select(func.min(Task.due_at)).where(Task.done_at.is_(None), Task.failed_at.is_(None)))
    return round(max(0.0, (now - oldest).total_seconds()), 3) if oldest else 0


def _request_counts() -> CollectorRegistry:
    """The counts of every process that shares the folder the parent named; alone, this process's own."""
    if MULTIPROC_DIR not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _task_gauges(held: Session, *, now: datetime) -> CollectorRegistry:
    registry = CollectorRegistry()
    tasks = Gauge("paiche_tasks", "Open tasks by job and state", ["job", "state"], registry=registry)
    age = Gauge("paiche_oldest_due_task_seconds", "Age of the oldest due task", ["job"], registry=registry)
    state = case((Task.failed_at.is_not(None), "failed"), (Task.due_at > now, "later"), else_="due")
    query = select(Task.job, state, func.count(), func.min(Task.due_at)).where(Task.done_at.is_(None))
    for job, name, count, oldest in held.execute(query.group_by(Task.job, state)):
        tasks.labels(job, name).set(count)
        if name == "due":
            age.labels(job).set((now - oldest).total_seconds())
    return registry
