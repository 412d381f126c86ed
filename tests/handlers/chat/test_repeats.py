"""A message sent again, at once or while the first is still being answered, gets the first bytes and no second effect."""

import itertools
from collections.abc import Callable
from threading import Barrier, Event, Thread, get_ident
from typing import Any

from app.approvals.model import ApprovalStep
from app.bookings.model import Booking
from tests.city import City, opened, sealed_post, text_message
from tests.handlers import ledger
from tests.handlers.chat.test_webhook import CAME, event

WHO = "o-shuili-1"
WISH = "后天下午1点半三个人去横林镇政府，检查泵站，单程"
PATIENCE_S = 20  # A thread that never comes must not hang the suite.
_ids = itertools.count(9_000)


def sealed(city: City, words: str, msg_id: int, openid: str = WHO) -> dict[str, Any]:
    """Sealed anew each time: other random bytes, other signature, the same message."""
    return sealed_post(city.account, text_message(openid, words, msg_id, CAME), city._machine_s())


def together(*works: Callable[[], Any]) -> list[Any]:
    """What each of them came to, started at one moment in threads of their own."""
    barrier, found = Barrier(len(works)), [None] * len(works)

    def one(index: int, work: Callable[[], Any]) -> None:
        barrier.wait(PATIENCE_S)
        found[index] = work()

    threads = [Thread(target=one, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
    return found


def test_the_same_message_three_times_is_answered_with_the_same_bytes(city: City) -> None:
    city.say(WHO, WISH)
    first, *again = (city.client.post("/wechat/mp", **sealed(city, "确认", 77)) for _ in range(3))
    assert [(a.status_code, a.data, a.mimetype) for a in again] == [(200, first.data, first.mimetype)] * 2
    assert "已提交" in opened(city.account, first.data)
    assert city.count(Booking) == city.count(ApprovalStep) == 1
    assert len(city.events("booking.requested")) == 1


def test_two_people_may_send_the_same_message_id(city: City) -> None:
    assert "陈静" in city.say("o-shuili-1", "你好", msg_id=5)
    assert "周涛" in city.say("o-shuili-2", "你好", msg_id=5)


def test_an_event_repeats_by_sender_and_second(city: City) -> None:
    first = city.post(event("subscribe", at_s=CAME))
    assert city.post(event("subscribe", at_s=CAME)).data == first.data
    assert city.post(event("subscribe", at_s=CAME + 1)).data != first.data  # Sealed anew: another event.
    assert city.post(event("subscribe", at_s=CAME, openid="o-guest-1")).data != first.data


def test_a_repeat_of_a_silent_answer_is_silent_too(city: City) -> None:
    assert [city.post(event("VIEW", at_s=CAME)).data for _ in range(2)] == [b"success"] * 2


def test_a_repeat_that_overtakes_waits_for_the_first_answer(city: City) -> None:
    """The second post knocks while the first stands in the middle of its work."""
    city.say(WHO, WISH)
    working, knocked = Event(), Event()
    first_thread: list[int] = []

    def watch(statement: str, thread: int) -> None:
        if thread not in first_thread and first_thread and ("inbox" in statement or statement.startswith("BEGIN")):
            knocked.set()
        if "INTO inbox" in statement and not first_thread:
            first_thread.append(thread)
        elif "INTO booking " in statement:
            working.set()
            assert knocked.wait(PATIENCE_S)

    def second() -> Any:
        assert working.wait(PATIENCE_S)
        return city.app.test_client().post("/wechat/mp", **sealed(city, "确认", 78))

    with ledger.watched(city, watch):
        answers = together(lambda: city.app.test_client().post("/wechat/mp", **sealed(city, "确认", 78)), second)
    assert answers[0].status_code == 200 and answers[0].data == answers[1].data
    assert "已提交" in opened(city.account, answers[1].data)
    assert city.count(Booking) == 1


def test_repeats_at_one_moment_have_one_effect(city: City) -> None:
    for number in range(4):
        city.say(WHO, WISH)
        msg_id = next(_ids)
        answers = together(*[lambda m=msg_id: city.app.test_client().post("/wechat/mp", **sealed(city, "确认", m))] * 2)
        assert answers[0].data == answers[1].data and answers[0].status_code == answers[1].status_code == 200
        assert city.count(Booking) == number + 1


def test_two_devices_confirm_one_draft(city: City) -> None:
    """Other message ids, so two messages: the talk is locked, the draft makes one order."""
    city.say(WHO, WISH)
    answers = together(
        *(lambda m=m: city.app.test_client().post("/wechat/mp", **sealed(city, "确认", m)) for m in (1001, 1002))
    )
    words = sorted(opened(city.account, answer.data) for answer in answers)
    assert city.count(Booking) == 1
    assert any("已提交，订单号" in each for each in words) and any("不会重复下单" in each for each in words)


def test_two_verdicts_at_one_moment_are_one_verdict(city: City) -> None:
    ref = city.booked(WHO, WISH)
    answers = together(
        lambda: city.app.test_client().post("/wechat/mp", **sealed(city, f"同意 {ref}", 1, "o-shuili-2")),
        lambda: city.app.test_client().post("/wechat/mp", **sealed(city, f"驳回 {ref} 理由 重复", 2, "o-shuili-2")),
    )
    words = [opened(city.account, answer.data) for answer in answers]
    assert sum("本次操作未生效" in each and "周涛已于10:15:00" in each for each in words) == 1, words
    assert len(city.events("approval.granted")) + len(city.events("approval.declined")) == 1


def test_a_bug_in_the_middle_leaves_nothing_and_the_message_may_come_again(city: City) -> None:
    city.say(WHO, WISH)
    before, failures = ledger.rows(city), itertools.count(1)

    def fail_once(statement: str, _thread: int) -> None:
        if "INTO event " in statement and next(failures) == 1:
            raise LookupError("something of ours broke")

    with ledger.watched(city, fail_once):
        answer = city.client.post("/wechat/mp", **sealed(city, "确认", 79))
        assert answer.status_code == 500 and answer.json["error"]["code"] == "server.error"
        assert answer.headers["X-Request-Id"] in answer.json["error"]["message"]
        assert "something" not in answer.text and ledger.rows(city) == before
        again = city.client.post("/wechat/mp", **sealed(city, "确认", 79))
    assert "已提交" in opened(city.account, again.data) and city.count(Booking) == 1


def test_a_repeat_takes_over_when_the_first_breaks(city: City) -> None:
    city.say(WHO, WISH)
    working, knocked = Event(), Event()
    broken: list[int] = []

    def watch(statement: str, thread: int) -> None:
        if working.is_set() and thread not in broken and ("inbox" in statement or statement.startswith("BEGIN")):
            knocked.set()
        if "INTO event " in statement and not broken:
            broken.append(get_ident())
            working.set()
            assert knocked.wait(PATIENCE_S)
            raise LookupError("something of ours broke")

    def second() -> Any:
        assert working.wait(PATIENCE_S)
        return city.app.test_client().post("/wechat/mp", **sealed(city, "确认", 80))

    with ledger.watched(city, watch):
        first, again = together(lambda: city.app.test_client().post("/wechat/mp", **sealed(city, "确认", 80)), second)
    assert (first.status_code, again.status_code) == (500, 200)
    assert "已提交" in opened(city.account, again.data) and city.count(Booking) == 1
