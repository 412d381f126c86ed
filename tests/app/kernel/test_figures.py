"""Money in whole fen, and places on earth to the metre."""

import math
from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.geo import CIRCUITY, Point, drive_min, gcj_from_wgs, road_m, wgs_from_gcj
from app.kernel.money import fen, whole_fen, yuan

IN_CHINA = st.builds(Point, st.floats(20, 50), st.floats(75, 132))


@given(st.integers(-(10**12), 10**12))
def test_fen_said_as_yuan_come_back_as_the_same_fen(amount: int) -> None:
    assert fen(yuan(amount)) == amount


@pytest.mark.parametrize(
    ("said", "amount"),
    [("35", 3500), (0.1 + 0.2, 30), ("18.005", 1801), (Decimal("-2.5"), -250), ("0.004", 0), (7, 700)],
)
def test_yuan_become_whole_fen_half_up(said: object, amount: int) -> None:
    found = fen(said)  # type: ignore[arg-type]
    assert found == amount and isinstance(found, int)


def test_what_is_no_sum_is_not_taken_for_one() -> None:
    with pytest.raises(InvalidOperation):
        fen("三十五")


@pytest.mark.parametrize(("amount", "words"), [(5, "0.05"), (100, "1.00"), (-14_540, "-145.40"), (0, "0.00")])
def test_a_sum_shows_both_digits_after_the_point(amount: int, words: str) -> None:
    assert yuan(amount) == words


def test_one_rounding_at_the_end() -> None:
    assert whole_fen(Decimal("0.5")) == 1 and whole_fen(Decimal("2.49")) == 2


def metres(a: Point, b: Point) -> float:
    north = math.radians(a.lat_wgs - b.lat_wgs) * 6_371_000
    east = math.radians(a.lng_wgs - b.lng_wgs) * 6_371_000 * math.cos(math.radians(a.lat_wgs))
    return math.hypot(north, east)


@given(IN_CHINA)
def test_there_and_back_between_the_datums_is_within_two_metres(point: Point) -> None:
    assert metres(wgs_from_gcj(*gcj_from_wgs(point)), point) < 2


@given(IN_CHINA)
def test_the_datums_lie_some_hundred_metres_apart(point: Point) -> None:
    assert 1 < metres(Point(*gcj_from_wgs(point)), point) < 1_200


def test_a_known_pair_of_the_datums() -> None:
    """天安门 as the formula's published examples have it."""
    lat_gcj, lng_gcj = gcj_from_wgs(Point(39.907375, 116.391349))
    assert (round(lat_gcj, 4), round(lng_gcj, 4)) == (39.9088, 116.3976)


def test_a_road_is_longer_than_the_crow_flies_by_the_circuity() -> None:
    a, b = Point(31.5, 119.5), Point(31.5, 119.6)
    assert road_m(a, b) == pytest.approx(CIRCUITY * metres(a, b), rel=0.003)
    assert road_m(a, a) == 0


@given(IN_CHINA, IN_CHINA)
def test_a_road_is_as_long_back_as_there(a: Point, b: Point) -> None:
    assert road_m(a, b) == road_m(b, a) >= 0


@given(st.integers(0, 2_000_000), st.integers(0, 50_000))
def test_farther_never_takes_less_time(there: int, more: int) -> None:
    assert 0 <= drive_min(there) <= drive_min(there + more)


def test_town_is_slow_and_the_open_road_fast() -> None:
    assert drive_min(5_600) == 10
    assert drive_min(8_000 + 10_500) == math.ceil(8_000 / 560 + 10)
