"""How a wish becomes legs, a kind of car and a price, and what a rule refuses: pure."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from app.bookings.model import State
from app.bookings.ops import state_of
from app.bookings.rules import check_times, duty_of, farthest, kind_for, kind_of, legs_of, usage_of
from app.bookings.wish import Spot, Wish
from app.fleet.model import Kind
from app.kernel import texts
from app.kernel.clock import CITY_TZ
from app.kernel.faults import Invalid, Refused
from app.kernel.geo import Point, drive_min, road_m
from app.policies.topics import LeadTime, Purposes

NOW = datetime(2026, 12, 1, 16, 5, tzinfo=CITY_TZ)
MILL, DAM, LOCK = (
    Spot("纺织厂", Point(31.7710, 119.9020), "纺织厂", True, "city"),
    Spot("水坝", Point(31.9030, 119.8120), "水坝", True, "city"),
    Spot("船闸", Point(31.9200, 120.2850), "船闸", True, "province"),
)
LEAD = LeadTime(least_min={"zone": 30, "city": 45, "province": 600, "beyond": 600}, horizon_days=12)
PURPOSES = Purposes(duty_class={"classified_mail": ["密函"], "emergency_support": ["排涝"]}, never=["踏青", "搬家"])


def wished(**more: object) -> Wish:
    given = {"destination": "水坝", "depart_at": NOW + timedelta(hours=20), "passengers": 3, "purpose": "看水位"}
    return Wish.model_validate(given | more)


def test_one_way_is_one_leg() -> None:
    (leg,) = legs_of(wished(), [MILL, DAM], stay_min=90)
    assert (leg.pickup.name, leg.dropoff.name, leg.depart_at) == ("纺织厂", "水坝", NOW + timedelta(hours=20))
    assert leg.arrive_at - leg.depart_at == timedelta(minutes=drive_min(road_m(MILL.point, DAM.point)))


def test_a_return_is_a_leg_of_its_own_from_the_last_place_to_the_first() -> None:
    back = NOW + timedelta(hours=26)
    legs = legs_of(wished(return_at=back), [MILL, DAM], stay_min=90)
    assert [(leg.pickup.name, leg.dropoff.name) for leg in legs] == [("纺织厂", "水坝"), ("水坝", "纺织厂")]
    assert legs[1].depart_at == back


def test_a_round_trip_without_an_hour_stays_as_long_as_the_policy_says() -> None:
    legs = legs_of(wished(trip_type="round"), [MILL, DAM], stay_min=90)
    assert legs[1].depart_at - legs[0].arrive_at == timedelta(minutes=90)


def test_stops_on_the_way_are_driven_in_the_order_they_were_said() -> None:
    legs = legs_of(wished(return_at=NOW + timedelta(hours=28)), [MILL, LOCK, DAM], stay_min=90)
    assert [leg.pickup.name for leg in legs] == ["纺织厂", "船闸", "水坝"]
    assert all(a.arrive_at < b.depart_at for a, b in pairwise(legs))


def test_who_names_the_hour_of_arrival_is_there_five_minutes_early() -> None:
    by = NOW + timedelta(hours=24)
    legs = legs_of(wished(depart_at=None, arrive_by=by), [MILL, DAM], stay_min=90)
    assert by - legs[-1].arrive_at == timedelta(minutes=5)


def test_a_return_before_the_arrival_cannot_be() -> None:
    with pytest.raises(Invalid, match=r"booking\.return_before") as fault:
        legs_of(wished(return_at=NOW + timedelta(hours=20, minutes=5)), [MILL, DAM], stay_min=90)
    assert fault.value.field == "return_at"


def test_without_an_hour_there_is_nothing_to_plan() -> None:
    with pytest.raises(Invalid, match=r"booking\.no_hour"):
        legs_of(wished(depart_at=None), [MILL, DAM], stay_min=90)


@pytest.mark.parametrize(
    ("ring", "ahead", "code", "says"),
    [
        ("city", timedelta(0), "booking.past", "12-01(周二) 16:05 已经过去"),
        ("city", timedelta(minutes=-1), "booking.past", "换一个时间"),
        ("city", timedelta(minutes=44), "booking.too_late", "市内用车须至少提前45分钟预约（规则 R31）"),
        ("province", timedelta(minutes=599), "booking.too_late", "市外用车须至少提前600分钟"),
        ("city", timedelta(days=13), "booking.too_far", "最多可提前12天预约（规则 R31）"),
    ],
)
def test_a_wish_at_the_wrong_time_is_refused_with_the_rule(ring: str, ahead: timedelta, code: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_times(LEAD, ring, NOW + ahead, now=NOW, rule="R31")
    assert refusal.value.code == code
    assert says in texts.words(refusal.value)


def test_the_last_moment_allowed_is_allowed() -> None:
    check_times(LEAD, "city", NOW + timedelta(minutes=45), now=NOW, rule="R31")
    check_times(LEAD, "city", datetime(2026, 12, 13, 23, 59, tzinfo=CITY_TZ), now=NOW, rule="R31")


def test_the_horizon_counts_days_of_the_city() -> None:
    with pytest.raises(Refused, match=r"booking\.too_far"):
        check_times(LEAD, "city", datetime(2026, 12, 14, 0, 0, tzinfo=CITY_TZ), now=NOW, rule="R31")


def test_a_purpose_names_its_duty_class_and_private_ones_are_never_served() -> None:
    assert duty_of(PURPOSES, "送密函到省里", rule="R07") == "classified_mail"
    assert duty_of(PURPOSES, "夜间排涝", rule="R07") == "emergency_support"
    assert duty_of(PURPOSES, "走访企业", rule="R07") == "ordinary"
    with pytest.raises(Refused, match=r"purpose\.private") as refusal:
        duty_of(PURPOSES, "排涝后去踏青", rule="R07")
    assert "“踏青”" in texts.words(refusal.value) and "R07" in texts.words(refusal.value)


def test_the_farthest_place_names_the_ring() -> None:
    assert farthest([MILL, LOCK, DAM]) == "province"
    assert farthest([MILL, DAM]) == "city"


@pytest.mark.parametrize(
    ("party", "wanted", "kind"),
    [
        (1, None, Kind.SEDAN),
        (4, None, Kind.SEDAN),
        (5, None, Kind.MPV),
        (7, None, Kind.MINIBUS),
        (19, None, Kind.COACH),
        (2, Kind.MPV, Kind.MPV),
        (2, Kind.SUV, Kind.SUV),
        (5, Kind.SUV, Kind.MPV),
        (8, Kind.SEDAN, Kind.MINIBUS),
        (55, None, Kind.COACH),
    ],
)
def test_the_smallest_kind_that_holds_the_party_is_priced(party: int, wanted: Kind | None, kind: Kind) -> None:
    assert kind_for(party, wanted) == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("小车", Kind.SEDAN),
        ("一辆别克商务", Kind.MPV),
        ("考斯特", Kind.MINIBUS),
        ("大巴车", Kind.COACH),
        ("越野车", Kind.SUV),
    ],
)
def test_a_kind_is_known_by_its_everyday_words(words: str, kind: Kind) -> None:
    assert kind_of(words) == kind
    assert kind_of("三轮") is kind_of(None) is None


def test_one_way_is_priced_there_and_back_with_no_waiting() -> None:
    legs = legs_of(wished(), [MILL, DAM], stay_min=90)
    usage = usage_of(legs, "sedan")
    assert (usage.metres, usage.wait_min, usage.nights) == (2 * legs[0].metres, 0, 0)


def test_the_stay_is_priced_as_waiting_and_the_night_as_a_night() -> None:
    legs = legs_of(wished(return_at=NOW + timedelta(hours=44)), [MILL, DAM], stay_min=90)
    usage = usage_of(legs, "sedan")
    assert usage.wait_min == (legs[1].depart_at - legs[0].arrive_at).total_seconds() / 60
    assert usage.nights == 1


@pytest.mark.parametrize(
    ("legs", "state"),
    [
        ("requested", "requested"),
        ("approved approved", "approved"),
        ("assigned assigned", "assigned"),
        ("assigned unserved", "unserved"),
        ("assigned approved", "approved"),
        ("assigned requested", "requested"),
        ("assigned held", "held"),
        ("under_way assigned", "under_way"),
        ("under_way requested", "under_way"),
        ("done assigned", "under_way"),
        ("missed assigned", "under_way"),
        ("done done", "done"),
        ("done missed", "done"),
        ("done cancelled", "done"),
        ("missed missed", "missed"),
        ("missed cancelled", "missed"),
        ("cancelled cancelled", "cancelled"),
        ("rejected rejected", "rejected"),
        ("lapsed lapsed", "lapsed"),
    ],
)
def test_a_bookings_state_follows_from_its_legs(legs: str, state: str) -> None:
    parts = [State(each) for each in legs.split()]
    assert state_of(parts) == state_of(parts[::-1]) == state
