"""What people are told: once each, over their channel, and what became of it."""

import pytest
from sqlalchemy import select

from app.kernel.events import Task
from app.notices import ops as notices
from app.notices.model import Notice, State
from tests.app.desk import Desk
from tests.city import City
from workers.channels.port import Refusal, Unreachable


def rows(desk: Desk, openid: str) -> list[Notice]:
    with desk.looks() as session:
        return list(session.scalars(select(Notice).where(Notice.address == openid).order_by(Notice.id)))


def test_each_fact_is_told_to_each_person_once(desk: Desk) -> None:
    desk.gets_car("o-fangxun")
    with desk.looks() as session:
        told = session.execute(select(Notice.event_id, Notice.person_id, Notice.channel)).all()
    assert len(told) == len(set(told)) == len(desk.city.channel.sent) >= 3, "approver, driver, traveller"


def test_told_again_about_the_same_fact_nobody_hears_it_again(desk: Desk, city: City) -> None:
    with desk.acts("o-fangxun") as (session, scope):
        assert scope.person_id
        assert notices.tell(session, 4711, scope.person_id, "车换到后门", now=city.now)
        assert notices.tell(session, 4711, scope.person_id, "车换到后门了", now=city.now) is None
        assert notices.tell(session, 4712, scope.person_id, "车到了", now=city.now)
    city.settle()
    assert city.heard("o-fangxun") == "车换到后门\n车到了"


def test_who_has_no_channel_is_not_written_to(desk: Desk, city: City) -> None:
    with desk.acts("o-fangxun") as (session, _):
        assert notices.tell(session, 4711, 99_999, "谁", now=city.now) is None


def test_a_refusal_is_kept_and_not_tried_again(desk: Desk, city: City) -> None:
    city.channel.answers = [Refusal("window_closed", 45015)]
    desk.asks("o-fangxun")
    (kept,) = rows(desk, "o-fangxun-2")
    assert (kept.state, kept.refusal) == (State.FAILED, "window_closed")
    city.later(hours=1)
    assert city.heard("o-fangxun-2") == ""


def test_what_was_refused_is_told_when_the_person_next_talks(desk: Desk, city: City) -> None:
    city.channel.answers = [Refusal("window_closed", 45015)]
    ref = desk.asks("o-fangxun")
    with desk.acts("o-fangxun-2") as (session, scope):
        assert scope.person_id
        assert [ref in notice.words for notice in notices.catch_up(session, scope.person_id, now=city.now)] == [True]
        assert notices.catch_up(session, scope.person_id, now=city.now) == []
    assert rows(desk, "o-fangxun-2")[0].state == State.READ


def test_silence_is_tried_again_until_somebody_answers(desk: Desk, city: City) -> None:
    city.channel.answers = [Unreachable("no answer"), Unreachable("no answer")]
    with pytest.raises(Unreachable):
        desk.asks("o-fangxun")
    assert rows(desk, "o-fangxun-2")[0].state == State.QUEUED
    lend_again(city)
    with pytest.raises(Unreachable):
        city.settle()
    lend_again(city)
    city.settle()
    (kept,) = rows(desk, "o-fangxun-2")
    assert (kept.state, kept.refusal) == (State.SENT, "")
    assert city.heard("o-fangxun-2").count("【待审批】") == 1


def lend_again(city: City) -> None:
    """What the relay does with a task that failed, when its pause is over."""
    with city.sessions.begin() as session:
        for task in session.scalars(select(Task).where(Task.error.is_not(None))):
            task.error = task.leased_until = None


def test_words_that_the_channel_never_took_are_said_when_their_person_next_talks(city: City) -> None:
    city.runner.raises = False
    ref = city.booked("o-shuili-1", "后天上午9点两个人去金坛区政府检查，下午三点回")
    city.channel.answers = [Unreachable("silence")] * (city.settings.attempts_max * 4)
    city.tell("o-shuili-2", f"同意 {ref}")
    assert city.heard("o-shuili-1") == ""
    assert len(city.events("task.failed")) >= 2
    city.channel.answers = []
    answer = city.tell("o-shuili-1", "我的订单")
    assert "没能送达" in answer and "已派车" in answer and "苏D·" in answer
    assert "没能送达" not in city.tell("o-shuili-1", "我的订单")
