"""One attempt at a task: done with its effect or not at all, noted when it fails."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.kernel.clock import machine_now
from app.kernel.events import Event, Task
from tests.workers import toy
from tests.workers.stage import Stage
from workers import debts, job
from workers.job import JOBS


@pytest.fixture(autouse=True)
def toys_write_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAICHE_VAR", str(tmp_path))


def lent(stage: Stage, task_id: int) -> int:
    """Lend the task out as the relay does; the attempt's number."""
    with stage.sessions.begin() as session:
        found = [debt for debt in debts.due(session, JOBS, now=stage.now, limit=100) if debt.id == task_id]
        return debts.lend(session, found, lease_s=30)[0].attempts


def test_a_job_is_done_together_with_its_effect(stage: Stage):
    (task_id,) = stage.owe("mark")
    stage.runner().run(task_id, lent(stage, task_id))
    assert stage.effects() == [task_id]
    assert stage.task(task_id).done_at and not stage.task(task_id).leased_until


def test_a_repeated_delivery_changes_nothing(stage: Stage):
    (task_id,) = stage.owe("mark")
    attempt = lent(stage, task_id)
    for _ in range(3):
        stage.runner().run(task_id, attempt)
    assert stage.effects() == [task_id]


def test_a_delivery_of_an_attempt_that_is_over_changes_nothing(stage: Stage):
    (task_id,) = stage.owe("mark")
    first = lent(stage, task_id)
    stage.expire_leases()
    lent(stage, task_id)
    stage.runner().run(task_id, first)
    assert stage.effects() == []


def test_a_failed_job_leaves_nothing_but_a_note_without_private_words(stage: Stage):
    (task_id,) = stage.owe("stumble")
    stage.runner().run(task_id, lent(stage, task_id))
    task = stage.task(task_id)
    assert stage.effects() == []
    assert (task.error, task.done_at, task.failed_at) == ("RuntimeError", None, None)
    assert task.leased_until and task.leased_until > machine_now()


def test_each_failure_waits_longer_than_the_one_before_and_none_longer_than_a_minute_and_a_quarter(stage: Stage):
    waits = [job.backoff_s(attempt) for attempt in (1, 2, 3, 4, 5, 6, 7, 8, 40)]
    assert all(earlier < later for earlier, later in itertools.pairwise(waits[:6]))
    assert max(waits) <= 60 * 1.25


def test_after_the_last_attempt_a_task_is_set_aside_and_that_is_a_fact(make_stage):
    stage = make_stage(ATTEMPTS_MAX="3")
    (task_id,) = stage.owe("stumble")
    for _ in range(3):
        stage.runner().run(task_id, lent(stage, task_id))
        stage.expire_leases()
    task = stage.task(task_id)
    assert task.failed_at and task.attempts == 3
    with stage.sessions.begin() as session:
        session.info["tenant_id"] = 1
        fact = session.scalars(select(Event).where(Event.kind == "task.failed")).one()
    assert fact.subject == f"task:{task_id}"
    assert fact.body == {"job": "stumble", "owed": "toy:1", "error": "RuntimeError", "attempts": 3}


def test_a_job_that_calls_out_records_the_answer_and_done_together(stage: Stage):
    (task_id,) = stage.owe("post_letter")
    stage.runner().run(task_id, lent(stage, task_id))
    assert stage.effects() == [task_id]
    assert len(toy.posted_file(stage.var).read_text().split()) == 1


def test_a_call_that_is_no_longer_wanted_is_not_made(stage: Stage):
    (task_id,) = stage.owe("post_letter", subject="letter:0")
    stage.runner().run(task_id, lent(stage, task_id))
    assert stage.task(task_id).done_at
    assert not toy.posted_file(stage.var).exists()


def test_a_second_delivery_while_the_call_is_out_makes_no_second_call(stage: Stage, monkeypatch):
    (task_id,) = stage.owe("post_letter")
    attempt, runner = lent(stage, task_id), stage.runner()
    call = toy.PostLetter.call

    def interrupted_call(self, ask, ports):
        stage.runner().run(task_id, attempt)
        return call(self, ask, ports)

    monkeypatch.setattr(toy.PostLetter, "call", interrupted_call)
    runner.run(task_id, attempt)
    assert stage.effects() == [task_id]
    assert len(toy.posted_file(stage.var).read_text().split()) == 1


def test_an_answer_that_came_after_the_lease_saves_the_next_attempt_its_call(stage: Stage, monkeypatch):
    (task_id,) = stage.owe("post_letter")
    attempt, runner = lent(stage, task_id), stage.runner()
    call = toy.PostLetter.call

    def slow_call(self, ask, ports):
        stage.expire_leases()
        lent(stage, task_id)
        return call(self, ask, ports)

    monkeypatch.setattr(toy.PostLetter, "call", slow_call)
    runner.run(task_id, attempt)
    runner.run(task_id, attempt + 1)
    assert stage.effects() == [task_id]
    assert len(toy.posted_file(stage.var).read_text().split()) == 1


def test_a_refused_lock_is_tried_again_at_once_and_counts_as_one_attempt(stage: Stage, monkeypatch):
    refusals = [
        OperationalError("…", {}, Exception(1213, "Deadlock")),
        OperationalError("…", {}, Exception("database is locked")),
    ]
    leave = toy.leave_effect

    def refused(*args):
        leave(*args)
        if refusals:
            raise refusals.pop()

    monkeypatch.setattr(toy, "leave_effect", refused)
    (task_id,) = stage.owe("mark")
    stage.runner().run(task_id, lent(stage, task_id))
    assert stage.effects() == [task_id]
    assert (stage.task(task_id).attempts, stage.task(task_id).error) == (1, None)


def test_what_fell_due_first_is_lent_first(stage: Stage):
    late, early = stage.owe("mark", due_at=stage.now), stage.owe("mark", due_at=stage.now - timedelta(hours=1))
    stage.owe("mark", due_at=stage.now + timedelta(hours=1))
    assert stage.settle() == 2
    assert stage.effects() == early + late


def test_a_recurring_job_owes_its_successor_once(make_stage, monkeypatch):
    stage: Stage = make_stage(DEMO="1")
    monkeypatch.setitem(JOBS, "mark", job.Job("mark", "dispatch", 10, 3600, effect=toy.mark))
    with stage.sessions.begin() as session:
        assert debts.unowed_recurring(session) == [("mark", 1)]
    for _ in range(2):
        with stage.sessions.begin() as session:
            debts.owe_recurring(session, [("mark", 1)], now=stage.now)
    stage.move_clock(timedelta(hours=5))
    assert stage.settle() == 1
    with stage.sessions.begin() as session:
        (successor,) = session.scalars(select(Task).where(Task.done_at.is_(None)))
    assert successor.due_at.minute == successor.due_at.second == 0
    assert stage.now < successor.due_at <= stage.now + timedelta(hours=1)
