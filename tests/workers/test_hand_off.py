"""The hand-off loses nothing and does nothing twice, whatever is killed.  Real processes, a Redis of the test's own."""

from collections import Counter
from datetime import timedelta

import pytest
from rq import Queue

from app.kernel.clock import set_clock
from tests.workers.stage import Stage, kill, wait_for
from tests.workers.toy import posted_file
from workers.job import QUEUES
from workers.nudge import NUDGE_KEY, make_nudge
from workers.relay import make_relay

pytestmark = [pytest.mark.redis, pytest.mark.slow]


def test_everything_owed_is_done_once(stage: Stage):
    stage.start_redis(), stage.start_relay(), stage.start_worker()
    owed = stage.owe("mark", 30) + stage.owe("post_letter", 10)
    stage.wait_until_done()
    stage.assert_each_once(owed)
    assert all(stage.task(each).attempts == 1 for each in owed)
    assert len(posted_file(stage.var).read_text().split()) == 10
    assert stage.redis.keys("rq:job:*") == []


def test_a_flushed_redis_loses_nothing_and_costs_no_attempt(stage: Stage):
    stage.start_redis(), stage.start_relay()
    owed = stage.owe("mark", 40) + stage.owe("post_letter", 10)
    wait_for(lambda: stage.queued() >= 50, "deliveries in the queue")
    stage.redis.flushall()
    stage.start_worker()
    stage.wait_for_effects(5)
    stage.redis.flushall()
    owed += stage.owe("mark", 10)
    stage.wait_until_done()
    stage.assert_each_once(owed)
    assert {stage.task(each).attempts for each in owed} == {1}
    assert len(posted_file(stage.var).read_text().split()) == 10


def test_a_killed_redis_loses_nothing(stage: Stage):
    redis = stage.start_redis()
    stage.start_relay(), stage.start_worker()
    owed = stage.owe("mark", 60)
    stage.wait_for_effects(5)
    kill(redis)
    owed += stage.owe("mark", 20)
    stage.start_redis()
    wait_for(lambda: set(owed[60:]) <= set(stage.effects()), "what was owed while Redis was away")
    stage.expire_leases()
    stage.wait_until_done()
    stage.assert_each_once(owed)


def test_while_redis_is_away_no_attempt_is_spent(stage: Stage):
    stage.start_relay()
    owed = stage.owe("mark", 5)
    with pytest.raises(OSError, match="No such file"):
        stage.redis.connection_pool.make_connection()._connect()
    relay = make_relay(stage.settings, "tests.workers.toy")
    for _ in range(3):
        with pytest.raises(Exception, match="No such file"):
            relay.step()
    assert [stage.task(each).attempts for each in owed] == [0] * 5


def test_a_lease_is_given_back_when_redis_goes_between_lending_and_sending(stage: Stage):
    redis = stage.start_redis()
    (task_id,) = stage.owe("mark")
    relay = make_relay(stage.settings, "tests.workers.toy")
    found, _ = relay.look(relay.room(), stage.now)
    lent = relay.lend(found, stage.now)
    kill(redis)
    with pytest.raises(Exception, match=r"No such file|refused|closed"):
        relay.send(lent)
    assert stage.task(task_id).attempts == 0
    stage.start_redis(), stage.start_relay(), stage.start_worker()
    stage.wait_until_done()
    stage.assert_each_once([task_id])


def test_a_worker_killed_in_the_middle_leaves_no_half_effect_and_the_task_is_taken_again(stage: Stage):
    stage.start_redis(), stage.start_relay()
    worker = stage.start_worker()
    owed = stage.owe("dawdle", 3)
    wait_for(lambda: (stage.var / f"dawdling-{owed[0]}").exists(), "the first job to be under way")
    kill(worker)
    assert stage.task(owed[0]).done_at is None and stage.task(owed[0]).attempts == 1
    stage.expire_leases()
    stage.start_worker()
    stage.wait_until_done()
    stage.assert_each_once(owed)
    assert stage.task(owed[0]).attempts == 2


def test_a_killed_relay_is_replaced_by_another(stage: Stage):
    stage.start_redis(), stage.start_worker()
    first = stage.start_relay()
    owed = stage.owe("mark", 20)
    stage.wait_for_effects(1)
    kill(first)
    owed += stage.owe("mark", 20)
    stage.start_relay()
    stage.expire_leases()
    stage.wait_until_done()
    stage.assert_each_once(owed)


def test_two_relays_share_the_work_and_send_nothing_twice(make_stage):
    stage: Stage = make_stage(QUEUE_CAP="40")
    stage.start_redis()
    owed = stage.owe("mark", 100)
    stage.start_relay(), stage.start_relay(), stage.start_worker(), stage.start_worker()
    stage.wait_until_done()
    stage.assert_each_once(owed)
    assert {stage.task(each).attempts for each in owed} == {1}


def test_never_more_is_queued_than_the_cap(make_stage):
    stage: Stage = make_stage(QUEUE_CAP="12")
    stage.start_redis()
    owed = stage.owe("mark", 30) + stage.owe("dawdle", 5) + stage.owe("post_letter", 30)
    relays = [make_relay(stage.settings, "tests.workers.toy") for _ in range(2)]
    for _ in range(5):
        for relay in relays:
            relay.step()
            assert stage.queued() <= 12
    counts = Counter({name: Queue(name, connection=stage.redis).count for name in QUEUES})
    assert counts["dispatch"] == counts["notify"] == counts["rollup"] == 3, "each queue has its share"
    stage.start_relay(), stage.start_worker()
    stage.wait_until_done()
    stage.assert_each_once(owed)


def test_a_delivery_that_still_waits_in_its_queue_is_not_sent_again(stage: Stage):
    stage.start_redis()
    (task_id,) = stage.owe("mark")
    relay = make_relay(stage.settings, "tests.workers.toy")
    relay.hand_out(stage.now)
    for _ in range(12):
        stage.expire_leases()
        relay.hand_out(stage.now)
    assert stage.queued() == 1
    assert stage.task(task_id).attempts == 1


def test_what_kills_every_worker_is_set_aside_in_the_end(make_stage):
    stage: Stage = make_stage(ATTEMPTS_MAX="2")
    stage.start_redis()
    (task_id,) = stage.owe("mark")
    relay = make_relay(stage.settings, "tests.workers.toy")
    for _ in range(3):
        relay.hand_out(stage.now)
        stage.redis.flushall()
        stage.expire_leases()
    task = stage.task(task_id)
    assert task.failed_at and (task.attempts, task.error) == (2, "lost")


def test_failed_attempts_back_off_and_end(make_stage):
    stage: Stage = make_stage(ATTEMPTS_MAX="3")
    stage.start_redis(), stage.start_relay(), stage.start_worker()
    (task_id,) = stage.owe("stumble")
    stage.wait_until_done()
    assert stage.task(task_id).failed_at and stage.task(task_id).attempts == 3
    assert stage.effects() == []


def test_a_job_that_takes_too_long_is_stopped_and_noted(make_stage):
    stage: Stage = make_stage(ATTEMPTS_MAX="1")
    stage.start_redis(), stage.start_relay(), stage.start_worker()
    (task_id,) = stage.owe("hang")
    stage.wait_until_done()
    assert (stage.task(task_id).error, stage.effects()) == ("JobTimeoutException", [])


def test_a_clock_moved_forward_is_drained_in_the_order_of_due_times(make_stage):
    stage: Stage = make_stage(DEMO="1")
    assert stage.settings.clock_file
    set_clock(stage.settings.clock_file, stage.now)
    stage.start_redis(), stage.start_relay(), stage.start_relay()
    for _ in range(3):
        stage.start_worker()
    hours = (7, 2, 9, 4, 1, 8, 3, 6, 5, 10)
    owed = {}
    for hour in hours:
        for job in ("mark", "post_letter", "dawdle")[hour % 3 :][:1]:
            (owed[hour],) = stage.owe(job, due_at=stage.now + timedelta(hours=hour))
    (now_due,) = stage.owe("mark")
    wait_for(lambda: stage.effects() == [now_due], "what is due now")
    stage.move_clock(timedelta(hours=11))
    stage.wait_until_done()
    assert stage.effects() == [now_due] + [owed[hour] for hour in sorted(hours)]


def test_a_failing_task_does_not_hold_up_the_drain(make_stage):
    stage: Stage = make_stage(DEMO="1")
    assert stage.settings.clock_file
    set_clock(stage.settings.clock_file, stage.now)
    stage.start_redis(), stage.start_relay(), stage.start_worker()
    stage.owe("stumble", due_at=stage.now + timedelta(hours=1))
    later = stage.owe("mark", 2, due_at=stage.now + timedelta(hours=2))
    stage.move_clock(timedelta(hours=3))
    stage.wait_for_effects(2)
    stage.assert_each_once(later)


def test_a_stopped_worker_ends_after_its_job(stage: Stage):
    stage.start_redis(), stage.start_relay()
    worker = stage.start_worker()
    owed = stage.owe("dawdle", 2)
    wait_for(lambda: (stage.var / f"dawdling-{owed[0]}").exists(), "the first job to be under way")
    worker.terminate()
    assert worker.wait(timeout=30) == 0
    assert stage.effects() == owed[:1]


def test_an_idle_relay_writes_nothing(stage: Stage):
    stage.start_redis()
    stage.owe("mark", due_at=stage.now + timedelta(days=1))
    relay = make_relay(stage.settings, "tests.workers.toy")
    relay.step()
    written = []
    from sqlalchemy import event

    event.listen(
        relay.sessions.kw["bind"],
        "before_cursor_execute",
        lambda _c, _cur, statement, *_: (
            written.append(statement)
            if not statement.lstrip().startswith(("SELECT", "BEGIN", "PRAGMA", "SET", "SHOW"))
            else None
        ),
    )
    for _ in range(4):
        relay.step()
    assert written == []


def test_a_nudge_wakes_the_relay_never_piles_up_and_never_raises(stage: Stage):
    nudge = make_nudge(stage.settings)
    nudge()
    stage.start_redis()
    for _ in range(5):
        nudge()
    assert stage.redis.llen(NUDGE_KEY) == 1
