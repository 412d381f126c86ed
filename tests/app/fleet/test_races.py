"""Eight processes want the same few cars: the database itself lets nobody have what somebody has."""

import multiprocessing
import random
from collections import defaultdict
from itertools import pairwise

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.fleet import ops as fleet
from app.kernel.faults import Refused
from app.tenancy.ops import sign_in
from tests.app.desk import Desk, hour
from tests.app.fleet import racer
from tests.app.fleet.racer import Wanted
from tests.app.locks import does_not_wait
from tests.city import City

PROCESSES = 8
CARS = ["vehicle:1", "vehicle:2", "vehicle:3"]
FROM, TO = hour("12-04 09:10"), hour("12-04 11:30")


def race(city: City, wanted: list[list[Wanted]]) -> tuple[list[Wanted], list[Wanted]]:
    """(won, refused) of all racers, who start together."""
    context = multiprocessing.get_context("spawn")
    start, out = context.Barrier(len(wanted)), context.Queue()
    url = city.sessions.kw["bind"].url.render_as_string(hide_password=False)
    racers = [
        context.Process(target=racer.run, args=(url, "changzhou", f"r{number}-", spans, start, out), daemon=True)
        for number, spans in enumerate(wanted)
    ]
    for each in racers:
        each.start()
    answers = [out.get(timeout=90) for _ in racers]
    for each in racers:
        each.join(10)
    assert not [answer for answer in answers if isinstance(answer, str)]
    return [span for won, _ in answers for span in won], [span for _, refused in answers for span in refused]


def overlap(one: Wanted, other: Wanted) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def spans_of(number: int) -> list[Wanted]:
    """First the rush: everybody wants each car from 08:00; then spans of all lengths and beginnings."""
    dice = random.Random(number)
    rush = [(resource, 480, 560) for resource in CARS]
    dice.shuffle(rush)
    spread = []
    for _ in range(20):
        low = dice.randrange(560, 1200)
        spread.append((dice.choice(CARS), low, low + dice.choice([1, 15, 45, 61, 130])))
    return rush + spread


@pytest.mark.slow
def test_of_eight_processes_at_once_no_two_hold_one_car_and_as_many_win_as_fit(desk: Desk) -> None:
    won, refused = race(desk.city, [spans_of(number) for number in range(PROCESSES)])
    assert len(won) + len(refused) == PROCESSES * 23
    assert sorted(s for s in won if s[1] == 480) == [(resource, 480, 560) for resource in CARS]
    assert all(any(overlap(lost, held) for held in won) for lost in refused), "refused, yet it was free"
    assert_nobody_doubled(desk, expected=2 * len(won))


def assert_nobody_doubled(desk: Desk, *, expected: int) -> None:
    held = desk.held()
    assert len(held) == expected
    by_resource = defaultdict(list)
    for row in held:
        by_resource[row.resource].append((row.from_at, row.to_at))
    for resource, spans in by_resource.items():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans))), resource


def wants(city: City, session: Session, ref: str) -> None:
    sign_in(session, "wechat_mp", "o-dispatch", now=city.now)
    fleet.occupy(session, ["vehicle:2", "driver:2"], FROM, TO, reason="trip", ref=ref)


@pytest.mark.parametrize("city", [pytest.param("mariadb", marks=pytest.mark.mariadb)], indirect=True)
@pytest.mark.parametrize("first_keeps_it", [True, False])
def test_the_second_waits_for_the_first_and_then_hears_no_unless_the_first_gave_up(
    city: City, first_keeps_it: bool
) -> None:
    with city.sessions() as first, city.sessions() as second:
        wants(city, first, "trip:801")
        with does_not_wait(second), pytest.raises(OperationalError, match="1205"):
            wants(city, second, "trip:802")
        second.rollback()
        if first_keeps_it:
            first.commit()
            with pytest.raises(Refused, match=r"fleet\.taken"):
                wants(city, second, "trip:802")
        else:
            first.rollback()
            wants(city, second, "trip:802")
        second.commit()
    assert {row.ref for row in Desk(city).held()} == {"trip:801" if first_keeps_it else "trip:802"}


@pytest.mark.parametrize("city", [pytest.param("mariadb", marks=pytest.mark.mariadb)], indirect=True)
def test_who_wants_another_hour_of_the_same_car_need_not_wait(city: City) -> None:
    with city.sessions() as first, city.sessions() as second:
        wants(city, first, "trip:801")
        sign_in(second, "wechat_mp", "o-dispatch", now=city.now)
        with does_not_wait(second):
            fleet.occupy(second, ["vehicle:2"], hour("12-05 09:10"), hour("12-05 11:30"), reason="trip", ref="trip:802")
        second.commit()
        first.commit()
    assert [row.ref for row in Desk(city).held()] == ["trip:801", "trip:801", "trip:802"]
