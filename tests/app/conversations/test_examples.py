"""Kept sentences are one person's and one tenant's, and end."""

from datetime import timedelta

from app.conversations import examples
from app.conversations.examples import Example
from app.conversations.model import Misreading
from tests.app.desk import Desk

WAS = {"intent": "book", "passengers": 2, "driver": "孙大伟"}


def keeps(desk: Desk, openid: str, *, agrees: bool = True) -> int:
    said = Example("派孙大伟送两人去无锡", desk.city.now, WAS, WAS | {"passengers": 3}, {})
    with desk.acts(openid) as (session, scope):
        if agrees:
            examples.agree(session, scope, now=desk.city.now)
        return examples.keep(session, scope, [said], reader="r", now=desk.city.now, keep_days=30)


def test_without_consent_nothing_is_kept(desk: Desk) -> None:
    assert keeps(desk, "o-zhangmin", agrees=False) == 0
    assert desk.city.count(Misreading) == 0


def test_a_driver_who_was_read_as_one_is_made_up_everywhere(desk: Desk) -> None:
    assert keeps(desk, "o-zhangmin") == 1
    with desk.looks() as session:
        (row,) = examples.to_review(session)
    assert row.text == "派张某某送两人去无锡" and row.was["driver"] == row.expect["driver"] == "张某某"


def test_another_tenant_does_not_see_them(desk: Desk) -> None:
    keeps(desk, "o-zhangmin")
    with desk.looks("o-zhouhang") as session:
        assert examples.to_review(session) == []


def test_taking_back_touches_only_ones_own(desk: Desk) -> None:
    keeps(desk, "o-zhangmin")
    keeps(desk, "o-shuili-1")
    with desk.acts("o-zhangmin") as (session, scope):
        assert examples.withdraw(session, scope, now=desk.city.now) == 1
    assert desk.city.count(Misreading) == 1


def test_their_time_ends(desk: Desk) -> None:
    keeps(desk, "o-zhangmin")
    for days, left in ((29, 1), (30, 0)):
        with desk.acts("o-zhangmin") as (session, _):
            examples.forget_past(session, desk.city.now + timedelta(days=days))
        assert desk.city.count(Misreading) == left
