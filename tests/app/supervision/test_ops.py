"""The record verifies; whoever touches it is found out, and where."""

import json

import pytest
from sqlalchemy import select, text

from app.kernel.clock import machine_now
from app.kernel.events import Event
from app.supervision import ops as supervision
from app.supervision.ops import SEALED, Verdict
from app.tenancy.model import Tenant
from tests.app.desk import Desk, hour


@pytest.fixture
def told(desk: Desk) -> str:
    """A ride from wish to money, so that there are some thirty facts."""
    ref = desk.gets_car("o-shuili-1", to="横山桥镇", at="11-24 13:20", return_at=hour("11-24 16:30"))
    desk.city.at("11-24 13:05")
    desk.drives(ref, "depart")
    desk.city.at("11-24 17:20")
    desk.drives(ref, "back_at_base", 12_402)
    return ref


def seals(desk: Desk, *, recorded_until: bool = True) -> Event | None:
    """Seal what there is; without `recorded_until` only what is old enough."""
    with desk.acts("o-supervisor") as (session, scope):
        tenant = session.get(Tenant, scope.tenant_id)
        assert tenant
        until = machine_now() if recorded_until else None
        return supervision.seal(session, tenant, now=desk.city.now, recorded_until=until)


def verdict(desk: Desk) -> Verdict:
    with desk.acts("o-supervisor") as (session, scope):
        tenant = session.get(Tenant, scope.tenant_id)
        assert tenant
        return supervision.verify(session, tenant)


def tampers(desk: Desk, statement: str, **values: object) -> None:
    with desk.city.sessions.begin() as session:
        session.execute(text(statement), values)


def third(desk: Desk) -> Event:
    return desk.city.events()[2]


def rehashed(event: Event) -> str:
    with_new = Event(**{c.key: getattr(event, c.key) for c in Event.__table__.columns})
    return with_new.digest()


def command(desk: Desk) -> tuple[int, str]:
    result = desk.city.app.test_cli_runner().invoke(args=["audit", "verify"])
    return result.exit_code, result.output


def test_an_honest_record_verifies_sealed_or_not(desk: Desk, told: str) -> None:
    events = desk.city.events()
    assert len(events) > 12 and all(event.hash == event.digest() for event in events)
    assert verdict(desk) == Verdict(len(events), "")
    sealed = seals(desk)
    assert sealed and verdict(desk) == Verdict(len(events) + 1, sealed.body["hash"])
    code, words = command(desk)
    assert code == 0 and sealed.body["hash"] in words and f"{len(events) + 1} 个事件相符" in words


def test_seal_follows_on_seal_and_nothing_new_makes_none(desk: Desk, told: str) -> None:
    first = seals(desk)
    assert seals(desk) is None
    desk.asks("o-fangxun", at="11-25 09:10")
    second = seals(desk)
    assert first and second
    assert second.body["before"] == first.body["hash"] and second.body["from_id"] > first.body["to_id"]
    assert verdict(desk).head == second.body["hash"]


def test_fresh_facts_wait_for_the_next_seal(desk: Desk, told: str) -> None:
    """A transaction in flight may still add one before them."""
    assert seals(desk, recorded_until=False) is None
    assert not desk.city.events(SEALED)


@pytest.mark.parametrize(
    "change",
    [
        "facts = replace(facts, '\"', '''')",
        "actor_name = '别人'",
        "kind = 'booking.approve'",
        "subject = 'booking:9'",
        "actor_id = 4711",
        "at = '2026-11-23 02:15:00.000001'",
        "recorded_at = '2026-11-23 02:15:00.000001'",
        "hash = '00'",
    ],
)
def test_a_changed_fact_is_named(desk: Desk, told: str, change: str) -> None:
    event = third(desk)
    tampers(desk, f"UPDATE event SET {change} WHERE id = :id", id=event.id)
    assert verdict(desk).wrong_id == event.id
    code, words = command(desk)
    assert code == 1 and f"事件 {event.id} 不符" in words


def test_a_single_byte_is_enough(desk: Desk, told: str) -> None:
    event = next(e for e in desk.city.events() if e.kind == "trip.returned")
    facts = event.facts.replace("12402", "12401")
    assert facts != event.facts and len(facts) == len(event.facts)
    tampers(desk, "UPDATE event SET facts = :facts WHERE id = :id", facts=facts, id=event.id)
    assert verdict(desk).wrong_id == event.id


def test_of_several_the_first_is_named(desk: Desk, told: str) -> None:
    events = desk.city.events()
    tampers(desk, "UPDATE event SET actor_name = 'x' WHERE id IN (:a, :b)", a=events[7].id, b=events[4].id)
    assert verdict(desk).wrong_id == events[4].id


def test_a_fact_taken_out_of_a_sealed_span_is_named(desk: Desk, told: str) -> None:
    seals(desk)
    event = third(desk)
    tampers(desk, "DELETE FROM event WHERE id = :id", id=event.id)
    found = verdict(desk)
    assert found.wrong_id == event.id and "删除" in found.why
    assert command(desk)[0] == 1


def test_a_fact_rewritten_with_its_hash_is_named_once_it_was_sealed(desk: Desk, told: str) -> None:
    seals(desk)
    event = third(desk)
    event.facts = json.dumps({"另一个": "说法"}, ensure_ascii=False)
    new = rehashed(event)
    tampers(
        desk, "UPDATE event SET facts = :facts, hash = :hash WHERE id = :id", facts=event.facts, hash=new, id=event.id
    )
    found = verdict(desk)
    assert found.wrong_id == event.id and "改写" in found.why


def test_a_fact_slipped_into_a_sealed_span_is_named(desk: Desk, told: str) -> None:
    event = third(desk)
    copy = {c.key: getattr(event, c.key) for c in Event.__table__.columns}
    tampers(desk, "DELETE FROM event WHERE id = :id", id=event.id)
    seals(desk)
    with desk.acts("o-supervisor") as (session, _):
        session.add(Event(**copy))
    found = verdict(desk)
    assert found.wrong_id == event.id and "插入" in found.why


def test_a_changed_seal_is_named(desk: Desk, told: str) -> None:
    first = seals(desk)
    desk.asks("o-fangxun", at="11-25 09:10")
    seals(desk)
    assert first
    facts = first.facts.replace(first.body["hash"], "f" * 64)
    tampers(desk, "UPDATE event SET facts = :facts WHERE id = :id", facts=facts, id=first.id)
    assert verdict(desk).wrong_id == first.id
    code, words = command(desk)
    assert code == 1 and f"事件 {first.id} 不符" in words


def test_a_seal_that_cannot_even_be_read_is_named(desk: Desk, told: str) -> None:
    first = seals(desk)
    assert first
    tampers(desk, "UPDATE event SET facts = '{' WHERE id = :id", id=first.id)
    assert verdict(desk).wrong_id == first.id


def test_a_seal_taken_out_shows_in_the_next(desk: Desk, told: str) -> None:
    first = seals(desk)
    desk.asks("o-fangxun", at="11-25 09:10")
    second = seals(desk)
    assert first and second
    tampers(desk, "DELETE FROM event WHERE id = :id", id=first.id)
    found = verdict(desk)
    assert found.wrong_id == second.id and "前一封存" in found.why


def test_each_city_has_its_own_chain(desk: Desk, told: str) -> None:
    seals(desk)
    tampers(desk, "DELETE FROM event WHERE id = :id", id=third(desk).id)
    with desk.acts("o-zhouhang") as (session, scope):
        other = session.scalars(select(Tenant).where(Tenant.id == scope.tenant_id)).one()
        assert supervision.verify(session, other) == Verdict(0, "")
