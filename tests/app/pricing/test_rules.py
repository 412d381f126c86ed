"""Fares by the tariff: sums worked by hand, boundaries, and what never happens."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from app.kernel.clock import CITY_TZ
from app.policies.topics import RatePerKind, Tariff
from app.pricing.rules import Usage, fare, nights, total

RATE = RatePerKind(
    per_km_fen=270, wait_per_h_fen=3500, overnight_fen=10000, day_fen=32500, over_hour_fen=3500, over_km_fen=270
)
TARIFF = Tariff(name="t", kinds={"sedan": RATE}, day_h=8, day_km=100, free_wait_min=60, combine="sum")


def cost(km: float, hours: float, wait_h: float = 0, nights: int = 0, tariff: Tariff = TARIFF) -> int:
    return total(fare(tariff, Usage("sedan", round(km * 1000), round(hours * 60), round(wait_h * 60), nights)))


def test_a_short_ride_is_paid_by_the_kilometre() -> None:
    assert cost(104, 2.5) == 28080
    assert cost(20, 1) == 5400


def test_the_first_hour_of_waiting_is_free_and_each_begun_hour_after_it_counts() -> None:
    assert cost(20, 3, wait_h=1) == 5400
    assert cost(20, 3, wait_h=61 / 60) == 5400 + 3500
    assert cost(20, 4, wait_h=2) == 5400 + 3500


def test_a_day_with_much_waiting_takes_the_package_when_it_is_cheaper() -> None:
    assert cost(100, 8, wait_h=6) == 32500
    assert cost(104, 10, wait_h=7) == min(28080 + 6 * 3500, 32500 + 2 * 3500 + 1080)


def test_with_max_the_larger_of_overtime_and_over_distance_is_charged() -> None:
    largest = TARIFF.model_copy(update={"combine": "max"})
    assert cost(140, 10, wait_h=7, tariff=largest) == 32500 + max(2 * 3500, 40 * 270)


def test_a_night_away_is_charged_once() -> None:
    lines = fare(TARIFF, Usage("sedan", 300_000, 30 * 60, 20 * 60, 1))
    assert [line.amount_fen for line in lines if line.kind == "overnight"] == [10000]


@given(
    st.integers(0, 900_000), st.integers(0, 3000), st.integers(0, 1500), st.integers(0, 100_000), st.integers(0, 300)
)
def test_more_use_never_costs_less(metres: int, minutes: int, wait: int, more_m: int, more_min: int) -> None:
    wait = min(wait, minutes)
    base = total(fare(TARIFF, Usage("sedan", metres, minutes, wait)))
    more = total(fare(TARIFF, Usage("sedan", metres + more_m, minutes + more_min, wait + more_min)))
    assert 0 <= base <= more


def test_coming_home_after_midnight_is_no_night_away() -> None:
    evening = datetime(2026, 11, 24, 14, 0, tzinfo=CITY_TZ)
    assert nights(evening, evening.replace(day=25, hour=0, minute=30)) == 0
    assert nights(evening, evening.replace(day=25, hour=9)) == 1
    assert nights(evening, evening.replace(day=26, hour=3)) == 1
    assert nights(evening, evening.replace(day=26, hour=18)) == 2
