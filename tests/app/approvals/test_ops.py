"""Who decides, in which order, and what a second verdict hears."""

import pytest

from app.approvals.ops import current_round, waiting_for
from app.bookings import ops as bookings
from app.kernel import texts
from app.kernel.faults import Invalid, NotFound, Refused
from app.tenancy.model import Person
from app.tenancy.ops import scope_of
from tests.app.desk import Desk, hour
from tests.city import City

RINGS = [("天宁区政府", "李强", "city"), ("江阴市政府", "王芳", "province"), ("芜湖", "刘建国", "beyond")]


@pytest.mark.parametrize(("to", "decider", "ring"), RINGS)
def test_the_farther_it_goes_the_more_senior_decides(desk: Desk, to: str, decider: str, ring: str) -> None:
    ref = desk.asks("o-zhaowei", to=to, at="11-26 07:40")
    assert desk.approver_names(ref) == [decider]
    with desk.looks() as session:
        assert desk.booking(session, ref).ring == ring


@pytest.mark.parametrize(
    ("who", "to", "decider"),
    [("o-liqiang", "横林镇", "王芳"), ("o-wangfang", "靖江", "刘建国"), ("o-wangfang", "横林镇", "李强")],
)
def test_nobody_decides_their_own_wish_the_next_more_senior_does(desk: Desk, who: str, to: str, decider: str) -> None:
    assert desk.approver_names(desk.asks(who, to=to, at="11-26 07:40")) == [decider]


def test_where_nobody_is_left_to_decide_the_wish_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"approval\.nobody") as refusal:
        desk.asks("o-fangxun-2", to="横林镇")
    assert "市防汛办" in texts.words(refusal.value) and "R30" in texts.words(refusal.value)
    assert not desk.city.events("booking.requested")


def test_the_first_verdict_holds_and_the_second_hears_who_decided_what_and_when(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    desk.city.later(minutes=23, seconds=9)
    desk.decides("o-fangxun-2", ref)
    desk.city.later(minutes=4)
    with pytest.raises(Refused, match=r"approval\.decided") as refusal:
        desk.decides("o-fangxun-2", ref, "decline", "人太多")
    assert "郑宏已于10:38:09同意" in texts.words(refusal.value)
    assert desk.state(ref) == "assigned"
    assert len(desk.city.events("approval.granted")) == 1 and not desk.city.events("approval.declined")


@pytest.mark.parametrize("city", [pytest.param("mariadb", marks=pytest.mark.mariadb)], indirect=True)
def test_of_two_verdicts_at_once_the_first_to_be_written_holds(desk: Desk) -> None:
    """The second looked at the order before the first was written: what it saw then must not count."""
    ref, now = desk.asks("o-fangxun"), desk.city.now
    with desk.city.sessions() as first, desk.city.sessions() as second:
        early, late = desk.scope(first, "o-fangxun-2"), desk.scope(second, "o-fangxun-2")
        seen = bookings.get(second, late, ref, any_of_tenant=True)
        assert [step.state for step in current_round(second, f"booking:{seen.id}")] == ["waiting"]
        bookings.decide(first, early, ref, "decline", reason="先走远程会议", now=now)
        first.commit()
        with pytest.raises(Refused, match=r"approval\.decided") as refusal:
            bookings.decide(second, late, ref, "grant", reason="", now=now)
        second.rollback()
    assert "郑宏已于10:15:00驳回" in texts.words(refusal.value)
    assert desk.state(ref) == "rejected"


def test_a_no_wants_a_reason(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    for reason in ("", "   "):
        with pytest.raises(Invalid, match=r"approval\.reason"):
            desk.decides("o-fangxun-2", ref, "decline", reason)
    assert desk.state(ref) == "requested"
    desk.decides("o-fangxun-2", ref, "decline", "改乘地铁")
    assert desk.state(ref) == "rejected"
    told = desk.city.heard("o-fangxun")
    assert "郑宏驳回：改乘地铁" in told and "R30" in told


def test_who_was_not_asked_hears_whose_step_it_is(desk: Desk) -> None:
    ref = desk.asks("o-zhaowei", to="横林镇")
    for colleague in ("o-wangfang", "o-zhaowei"):
        with pytest.raises(Refused, match=r"approval\.not_yours") as refusal:
            desk.decides(colleague, ref)
        assert "李强" in texts.words(refusal.value)
    for stranger in ("o-fangxun-2", "o-admin"):
        with pytest.raises(NotFound, match=r"booking\.unknown"):
            desk.decides(stranger, ref)
    assert desk.state(ref) == "requested"


def test_an_order_that_was_never_to_be_decided_has_no_step(desk: Desk) -> None:
    with pytest.raises(NotFound, match=r"booking\.unknown"):
        desk.decides("o-liqiang", "YC20261123-4711")


def test_what_nobody_decided_lapses_at_the_planned_hour_and_the_traveller_is_told(desk: Desk, city: City) -> None:
    ref = desk.asks("o-fangxun", at="11-24 14:20")
    city.at("11-24 14:19")
    assert desk.state(ref) == "requested"
    city.at("11-24 14:20")
    assert desk.state(ref) == "lapsed"
    assert ref in city.heard("o-fangxun")
    with pytest.raises(Refused, match=r"approval\.closed"):
        desk.decides("o-fangxun-2", ref)


def test_what_was_decided_in_time_does_not_lapse(desk: Desk, city: City) -> None:
    ref = desk.gets_car("o-fangxun", at="11-24 14:20")
    city.at("11-24 14:20")
    assert desk.state(ref) == "assigned"


def test_an_order_called_off_is_off_the_approvers_desk(desk: Desk) -> None:
    ref = desk.asks("o-fangxun")
    desk.cancels("o-fangxun", ref)
    with desk.acts("o-fangxun-2") as (session, scope):
        assert not bookings.awaiting(session, scope)
    with pytest.raises(Refused, match=r"approval\.closed"):
        desk.decides("o-fangxun-2", ref)


def test_an_approvers_desk_holds_what_waits_for_them_oldest_first(desk: Desk) -> None:
    refs = [desk.asks("o-zhaowei", to=to) for to in ("横林镇", "遥观镇", "郑陆镇")]
    desk.asks("o-zhaowei", to="江阴市政府", at="11-26 07:40")
    desk.decides("o-liqiang", refs[1], "decline", "路程太近")
    with desk.acts("o-liqiang") as (session, scope):
        assert [booking.ref for _, booking in bookings.awaiting(session, scope)] == [refs[0], refs[2]]
        assert len(waiting_for(session, scope.person_id or 0)) == 2


def test_the_card_says_all_that_is_needed_to_decide(desk: Desk) -> None:
    ref = desk.asks("o-fangxun", to="丹阳市政府", at="11-26 07:40", return_at=hour("11-26 15:10"), passengers=3)
    card = desk.city.heard("o-fangxun-2")
    for fact in (
        ref,
        "市防汛办",
        "吴磊",
        "3人",
        "11-26(周四) 07:40",
        "丹阳市政府",
        "市外",
        "11-26(周四) 15:10",
        "R30",
        "元",
    ):
        assert fact in card, card


def test_who_has_left_acts_no_more(desk: Desk) -> None:
    with desk.acts("o-zhaowei") as (session, scope):
        assert scope.person_id
        person = session.get(Person, scope.person_id)
        assert person
        person.left_on = desk.city.now.date()
        session.flush()
        assert scope_of(session, scope.tenant_id, scope.person_id, now=desk.city.now) is None
