"""Money: by the tariff whose price was shown, to the fen, whatever became of the tariff since."""

import pytest
from sqlalchemy import select

from app.bookings.rules import usage_of as planned_usage
from app.bookings.wish import LegDraft, Spot
from app.kernel.faults import Invalid
from app.kernel.money import fen
from app.policies import ops as policies
from app.policies.model import Policy
from app.pricing.rules import fare, total
from app.settlement import ops as settlement
from app.settlement.views import CHARGE_NAMES, fee_words
from app.tenancy.model import Unit
from tests.app.desk import Desk, hour

OUT_KM = 12_360


def driven(desk: Desk, ref: str, out: str, home: str, km: int, *between: tuple[str, str]) -> dict[str, int]:
    """Drive it: out, words between with their hours, home with that many kilometres; the money lines."""
    for words, verb in ((out, "depart"), *between):
        desk.city.at(words)
        desk.drives(ref, verb)
    desk.city.at(home)
    desk.drives(ref, "back_at_base", OUT_KM + km)
    return desk.charges(ref)


def test_one_way_is_paid_by_the_kilometre_there_and_back(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1", to="横山桥镇", at="11-24 14:20")
    assert driven(desk, ref, "11-24 14:00", "11-24 15:50", 47) == {"distance": 47 * 270}


def test_of_the_waiting_the_first_hour_is_free_and_a_begun_hour_counts(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1", to="横山桥镇", at="11-24 13:20", return_at=hour("11-24 16:30"))
    between = (("11-24 14:00", "arrive"), ("11-24 14:02", "arrive"), ("11-24 16:23", "turn_back"))
    # There from 14:02, away at 16:23: 141 minutes, 60 of them free, the other 81 are two hours begun.
    assert driven(desk, ref, "11-24 13:00", "11-24 17:10", 45, *between) == {"distance": 45 * 270, "waiting": 2 * 3500}


def test_a_long_day_takes_the_package_with_its_extra_hours_and_kilometres(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1", to="江都", at="11-25 07:30", return_at=hour("11-25 17:30"), passengers=5)
    between = (("11-25 07:25", "arrive"), ("11-25 09:00", "arrive"), ("11-25 17:40", "turn_back"))
    lines = driven(desk, ref, "11-25 07:10", "11-25 19:05", 291, *between)
    # 商务车: 11 h 55 min is 8 and four begun hours; 291 km is 100 and 191.
    assert lines == {"package": 39_000, "over_time": 4 * 3500, "over_km": 191 * 310}
    assert sum(lines.values()) < 291 * 310 + 8 * 3500, "by the kilometre with its waiting it would be dearer"


def test_a_night_away_is_a_night_and_two_days(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1", to="盐城", at="11-25 08:30", return_at=hour("11-26 14:00"))
    between = (("11-25 08:25", "arrive"), ("11-25 11:30", "arrive"), ("11-26 14:05", "turn_back"))
    lines = driven(desk, ref, "11-25 08:10", "11-26 17:10", 433, *between)
    assert lines["overnight"] == 10_000
    assert lines["package"] == 2 * 32_500 and lines["over_km"] == (433 - 200) * 270


def test_the_kind_whose_price_was_shown_is_billed_though_a_larger_car_came(desk: Desk) -> None:
    for _ in range(7):
        desk.gets_car("o-zhaowei")  # All ordinary sedans are out.
    ref = desk.gets_car("o-shuili-1")
    with desk.looks() as session:
        assert "0A13" in desk.plate(ref) or "0B131" in desk.plate(ref) or "0C131" in desk.plate(ref)
        assert desk.booking(session, ref).vehicle_kind is None
    assert driven(desk, ref, "11-24 14:00", "11-24 15:20", 20) == {"distance": 20 * 270}


def test_the_price_shown_is_the_price_billed_when_it_goes_as_planned(desk: Desk) -> None:
    """The same usage costs the same before and after, line by line."""
    ref = desk.gets_car("o-shuili-1", to="横山桥镇", at="11-24 13:20", return_at=hour("11-24 16:30"))
    with desk.looks() as session:
        booking = desk.booking(session, ref)
        tariff = settlement._tariff(session, booking)
        drafts = [
            LegDraft(
                spot(leg.pickup, leg.pickup_point),
                spot(leg.dropoff, leg.dropoff_point),
                leg.depart_at,
                leg.arrive_at,
                0,
            )
            for leg in booking.legs
        ]
        usage = planned_usage(drafts, "sedan")
        lines = fare(tariff, type(usage)("sedan", booking.planned_m, usage.minutes, usage.wait_min, usage.nights))
        assert total(lines) == booking.estimate_fen
        assert {line.kind for line in lines} == {"distance", "waiting"}


def spot(name: str, point: object) -> Spot:
    return Spot(name, point, name, True, "city")  # type: ignore[arg-type]


def test_a_tariff_raised_after_the_booking_does_not_raise_its_bill(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1", to="横山桥镇", at="11-25 14:20")
    with desk.acts("o-admin") as (session, _):
        root = session.scalars(select(Unit).where(Unit.parent_id.is_(None))).one()
        old = session.scalars(select(Policy).where(Policy.topic == "tariff")).one()
        dearer = {kind: rates | {"per_km_fen": 999} for kind, rates in old.body["kinds"].items()}
        day = hour("11-24 00:00").date()
        policies.publish(session, root, "tariff", old.body | {"kinds": dearer}, rule="R43", source="试", valid_from=day)
    late = desk.asks("o-shuili-1", to="横山桥镇", at="11-25 14:20")
    with desk.looks() as session:
        assert desk.booking(session, late).estimate_fen > 2 * desk.booking(session, ref).estimate_fen
    assert driven(desk, ref, "11-25 14:00", "11-25 15:50", 47) == {"distance": 47 * 270}


def test_what_the_driver_paid_on_the_way_is_added_to_the_fen(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1", to="横山桥镇", at="11-24 14:20")
    desk.city.at("11-24 14:00")
    desk.drives(ref, "depart")
    pays(desk, ref, "toll", fen("18.5"))
    desk.city.at("11-24 15:50")
    desk.drives(ref, "back_at_base", OUT_KM + 47)
    assert "费用合计 145.40元" in desk.city.heard("o-shuili-1")
    pays(desk, ref, "parking", fen(7))
    assert desk.charges(ref) == {"toll": 1850, "distance": 12_690, "parking": 700}


def pays(desk: Desk, ref: str, kind: str, amount_fen: int) -> None:
    with desk.acts(desk.driver(ref)) as (session, scope):
        settlement.expense(session, scope, desk.trip(session, ref).id, kind, amount_fen, now=desk.city.now)


def test_an_expense_is_a_sum_a_driver_can_have_paid(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1")
    for amount_fen in (0, -100, 500_001):
        with pytest.raises(Invalid, match=r"expense\.amount"):
            pays(desk, ref, "toll", amount_fen)
    assert desk.charges(ref) == {}


def test_a_trip_is_settled_once_however_often_it_is_asked_for(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1")
    lines = driven(desk, ref, "11-24 14:00", "11-24 15:20", 20)
    with desk.acts("o-finance") as (session, scope):
        assert settlement.settle_trip(session, scope, desk.trip(session, ref), now=desk.city.now) == []
        assert desk.trip(session, ref).state == "closed"
    assert desk.charges(ref) == lines and len(desk.facts(ref, "trip.settled")) == 1


def test_the_lines_of_a_bill_add_up_in_words_as_in_figures(desk: Desk) -> None:
    ref = desk.gets_car("o-shuili-1", to="横山桥镇", at="11-24 13:20", return_at=hour("11-24 16:30"))
    between = (("11-24 14:00", "arrive"), ("11-24 14:02", "arrive"), ("11-24 16:23", "turn_back"))
    lines = driven(desk, ref, "11-24 13:00", "11-24 17:10", 45, *between)
    with desk.looks() as session:
        booking = desk.booking(session, ref)
        words = fee_words(booking, settlement.charges_of(session, booking))
    assert all(isinstance(amount, int) for amount in lines.values())
    assert "里程费 121.50元：45公里×2.70元" in words
    assert "候时费 70.00元：候时2小时×35.00元（前60分钟免费）" in words
    assert "合计 191.50元" in words


def test_every_kind_of_line_has_its_name() -> None:
    assert {"distance", "waiting", "package", "over_time", "over_km", "overnight", "toll", "parking"} <= set(
        CHARGE_NAMES
    )
