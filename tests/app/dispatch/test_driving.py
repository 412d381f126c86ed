"""A driver's words: each does what it says and what it implies, said twice it is said once."""

import pytest

from app.dispatch import driving
from app.fleet.model import Vehicle
from app.kernel import texts
from app.kernel.faults import Forbidden, NotFound, Refused
from tests.app.desk import Desk, hour
from tests.city import City

OUT_KM = 12_360  # What every odometer of the city shows at first.
WORDS = ("accept", "depart", "arrive", "aboard", "turn_back", "finish")


@pytest.fixture
def ride(desk: Desk) -> str:
    """水利局 to 南渡镇 and back on the 25th, 09:30 to 15:00."""
    return desk.gets_car("o-shuili-1", to="南渡镇", at="11-25 09:30", return_at=hour("11-25 15:00"))


def at(desk: Desk, words: str) -> None:
    desk.city.at(f"11-25 {words}")


def states(desk: Desk, ref: str) -> str:
    return " ".join(state for _, state in desk.stops(ref))


def leg_states(desk: Desk, ref: str) -> list[str]:
    with desk.looks() as session:
        return [str(leg.state) for leg in desk.booking(session, ref).legs]


def recorded(desk: Desk, ref: str) -> list[tuple[str, bool]]:
    """(word, implied) of every fact of the trip, in order."""
    found = [event for event in desk.city.events() if event.kind in TRIP_WORDS]
    return [(event.kind.removeprefix("trip."), bool(event.body.get("implied"))) for event in found]


TRIP_WORDS = {
    f"trip.{word}" for word in ("accepted", "departed", "reached", "aboard", "turned_back", "finished", "returned")
}


def test_a_day_with_every_word_said(desk: Desk, ride: str) -> None:
    desk.drives(ride, "accept")
    for moment, word, stops, booking in [
        ("09:05", "depart", "due due due due", "assigned"),
        ("09:20", "arrive", "reached due due due", "assigned"),
        ("09:34", "aboard", "left due due due", "under_way"),
        ("10:50", "arrive", "left left due due", "under_way"),
        ("15:02", "aboard", "left left left due", "under_way"),
        ("15:04", "turn_back", "left left left due", "under_way"),
        ("16:20", "finish", "left left left left", "done"),
    ]:
        at(desk, moment)
        desk.drives(ride, word)
        assert (states(desk, ride), desk.state(ride)) == (stops, booking), word
    at(desk, "16:45")
    desk.drives(ride, "back_at_base", OUT_KM + 121)
    assert recorded(desk, ride) == [
        ("accepted", False), ("departed", False), ("reached", False), ("aboard", False), ("reached", False),
        ("reached", True), ("aboard", False), ("turned_back", False), ("reached", True), ("finished", False),
        ("returned", False),
    ]  # fmt: skip


def test_the_story_of_four_words_is_enough(desk: Desk, ride: str) -> None:
    """出发, 到达, 返程, 回场: what lies between is implied and marked so; the wait between is paid."""
    at(desk, "09:30")
    desk.drives(ride, "depart")
    at(desk, "10:50")
    step = desk.drives(ride, "arrive")
    assert [stop.place for stop in step.stops] == ["南渡镇"] and [stop.seq for stop in step.implied] == [1]
    assert states(desk, ride) == "left left due due"
    at(desk, "15:05")
    desk.drives(ride, "turn_back")
    at(desk, "16:40")
    step = desk.drives(ride, "back_at_base", OUT_KM + 118)
    assert step.trip.state == "returned" and [stop.seq for stop in step.implied] == [4]
    assert (states(desk, ride), desk.state(ride)) == ("left left left left", "done")
    assert recorded(desk, ride)[:3] == [("accepted", True), ("departed", False), ("reached", True)]
    assert desk.charges(ride) == {"package": 32_500, "over_km": 18 * 270}, (
        "four hours' wait by the kilometre are dearer"
    )


def test_a_late_car_at_the_door_is_at_the_door(desk: Desk, city: City, ride: str) -> None:
    """It left late and is where it was to be first: nobody is aboard yet."""
    at(desk, "10:25")
    desk.drives(ride, "depart")
    at(desk, "10:45")
    step = desk.drives(ride, "arrive")
    assert [stop.place for stop in step.stops] == ["市水利局"] and not step.implied
    assert "到达上车点 市水利局" in city.heard("o-shuili-1")


def test_who_forgot_the_way_home_arrives_at_home(desk: Desk, ride: str) -> None:
    for moment, word in (("09:05", "depart"), ("09:34", "aboard"), ("10:50", "arrive"), ("16:15", "arrive")):
        at(desk, moment)
        step = desk.drives(ride, word)
    assert [stop.seq for stop in step.implied] == [3]
    assert (states(desk, ride), desk.state(ride)) == ("left left left left", "done")


def test_the_reading_alone_ends_a_trip(desk: Desk, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    at(desk, "16:40")
    step = desk.drives(ride, "back_at_base", OUT_KM + 118)
    assert [stop.seq for stop in step.implied if stop.kind == "dropoff"] == [2, 4]
    assert desk.state(ride) == "done"


@pytest.mark.parametrize("before", range(len(WORDS)))
def test_a_word_tapped_twice_is_said_once(desk: Desk, before: int, ride: str) -> None:
    hours = ("08:50", "09:05", "09:20", "09:34", "15:04", "16:20")
    for moment, word in list(zip(hours, WORDS, strict=True))[: before + 1]:
        at(desk, moment)
        desk.drives(ride, word)
    seen = (states(desk, ride), leg_states(desk, ride), recorded(desk, ride))
    desk.city.later(seconds=9)
    assert desk.drives(ride, WORDS[before]).is_repeat
    assert (states(desk, ride), leg_states(desk, ride), recorded(desk, ride)) == seen


def test_at_the_destination_a_second_tap_does_not_start_the_way_home(desk: Desk, ride: str) -> None:
    for moment, word in (("09:05", "depart"), ("09:20", "arrive"), ("09:34", "aboard"), ("10:50", "arrive")):
        at(desk, moment)
        desk.drives(ride, word)
    desk.city.later(seconds=20)
    step = desk.drives(ride, "arrive")
    assert step.is_repeat and [stop.seq for stop in step.stops] == [2]
    assert states(desk, ride) == "left left due due"


def test_forgotten_taps_may_be_made_up_for_in_a_row(desk: Desk, ride: str) -> None:
    """At the destination the driver says 上车 and 到达 at last, one right after the other."""
    at(desk, "09:05")
    desk.drives(ride, "depart")
    at(desk, "10:50")
    desk.drives(ride, "aboard")
    desk.city.later(seconds=5)
    assert not desk.drives(ride, "arrive").is_repeat
    assert states(desk, ride) == "left left due due"


def test_a_word_before_the_car_has_left_is_too_early(desk: Desk, ride: str) -> None:
    for word, more in (
        ("arrive", []),
        ("aboard", []),
        ("turn_back", []),
        ("finish", []),
        ("back_at_base", [OUT_KM]),
        ("no_show", []),
    ):
        with pytest.raises(Refused, match=r"trip\.not_left"):
            desk.drives(ride, word, *more)
    assert recorded(desk, ride) == []


def test_another_drivers_trip_does_not_exist(desk: Desk, ride: str) -> None:
    other = next(f"o-driver-{n}" for n in range(1, 17) if f"o-driver-{n}" != desk.driver(ride))
    for word, more in (*((word, []) for word in WORDS), ("back_at_base", [OUT_KM]), ("no_show", [])):
        with pytest.raises(NotFound, match=r"trip\.unknown"):
            desk.drives(ride, word, *more, driver=other)
    with pytest.raises(Forbidden, match=r"role\.missing"):
        desk.drives(ride, "depart", driver="o-shuili-1")


def test_what_is_over_is_over(desk: Desk, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    at(desk, "16:40")
    desk.drives(ride, "back_at_base", OUT_KM + 118)
    for word, more in (*((word, []) for word in WORDS), ("back_at_base", [OUT_KM + 119])):
        with pytest.raises(NotFound, match=r"trip\.unknown"):
            desk.drives(ride, word, *more)


def test_one_car_is_out_at_a_time(desk: Desk, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    with desk.acts(desk.driver(ride)) as (session, scope):
        assert [trip.state for trip in driving.my_trips(session, scope)] == ["running"]
    plate = desk.plate(ride)
    evening = desk.asks("o-fangxun", at="11-25 19:00")
    desk.decides("o-fangxun-2", evening)
    while desk.plate(evening) != plate:
        desk.drives(evening, "decline", reason="换班")
    with pytest.raises(Refused, match=r"trip\.other_running") as refusal:
        desk.drives(evening, "depart")
    assert "回场" in texts.words(refusal.value)


def test_the_odometer_never_runs_backwards(desk: Desk, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    at(desk, "16:40")
    for reading in (0, OUT_KM - 1):
        with pytest.raises(Refused, match=r"odometer\.backwards") as refusal:
            desk.drives(ride, "back_at_base", reading)
        assert f"里程{reading}小于出车读数{OUT_KM}" in texts.words(refusal.value)
    desk.drives(ride, "back_at_base", OUT_KM + 118)
    assert odometer(desk, ride) == OUT_KM + 118


def test_a_car_starts_with_the_reading_it_came_home_with(desk: Desk, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    at(desk, "16:40")
    desk.drives(ride, "back_at_base", OUT_KM + 118)
    with desk.acts("o-dispatch") as (session, _):
        assert desk.trip(session, ride).odometer_out_km == OUT_KM
        vehicle = session.get(Vehicle, desk.trip(session, ride).vehicle_id)
        assert vehicle and vehicle.odometer_km == OUT_KM + 118


def odometer(desk: Desk, ref: str) -> int:
    with desk.looks() as session:
        vehicle = session.get(Vehicle, desk.trip(session, ref).vehicle_id)
        assert vehicle
        return vehicle.odometer_km


def test_a_reading_far_beyond_the_plan_is_asked_about_once(desk: Desk, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    at(desk, "16:40")
    step = desk.drives(ride, "back_at_base", OUT_KM + 900)
    assert step.far_km == 900
    assert (step.trip.state, odometer(desk, ride), len(desk.held())) == ("running", OUT_KM, 2)
    assert desk.drives(ride, "back_at_base", OUT_KM + 901).far_km == 901, "another reading is another question"
    assert desk.drives(ride, "back_at_base", OUT_KM + 901).far_km is None
    assert odometer(desk, ride) == OUT_KM + 901


def test_half_as_much_again_as_planned_is_not_far(desk: Desk, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    with desk.looks() as session:
        planned_m = desk.trip(session, ride).planned_m
    at(desk, "16:40")
    assert desk.drives(ride, "back_at_base", OUT_KM + int(planned_m * 1.5 // 1000) + 1).far_km
    assert desk.drives(ride, "back_at_base", OUT_KM + int(planned_m * 1.5 // 1000)).far_km is None


def test_car_and_driver_are_free_from_the_minute_of_the_return(desk: Desk, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    at(desk, "12:30")
    desk.drives(ride, "back_at_base", OUT_KM + 110)
    assert not desk.held()
    again = desk.gets_car("o-shuili-1", to="湖塘镇", at="11-25 13:40")
    counts = desk.facts(again, "booking.assigned")[-1]["counts"]
    assert not {"overlap", "cannot_arrive", "driver_busy"} & set(counts)


def test_a_no_show_is_believed_after_twenty_minutes_and_not_before(desk: Desk, city: City, ride: str) -> None:
    at(desk, "09:05")
    desk.drives(ride, "depart")
    at(desk, "09:20")
    desk.drives(ride, "arrive")
    at(desk, "09:49")
    with pytest.raises(Refused, match=r"trip\.too_early") as refusal:
        desk.drives(ride, "no_show")
    assert "11-25(周三) 09:50" in texts.words(refusal.value) and "20分钟" in texts.words(refusal.value)
    city.heard("o-shuili-1")
    at(desk, "09:50")
    desk.drives(ride, "no_show")
    assert (desk.state(ride), states(desk, ride)) == ("missed", "missed missed missed missed")
    assert "未接到您" in city.heard("o-shuili-1")
    at(desk, "10:15")
    desk.drives(ride, "back_at_base", OUT_KM + 9)
    assert desk.state(ride) == "missed" and not desk.held()


def test_who_is_aboard_is_no_no_show(desk: Desk, ride: str) -> None:
    for moment, word in (("09:05", "depart"), ("09:34", "aboard")):
        at(desk, moment)
        desk.drives(ride, word)
    at(desk, "10:00")
    with pytest.raises(Refused, match=r"trip\.too_early"):
        desk.drives(ride, "no_show")  # Only the way home is still to be picked up, and that is due at 15:00.
    assert desk.state(ride) == "under_way"


def test_the_traveller_hears_of_departure_and_of_the_car_at_the_door(desk: Desk, city: City, ride: str) -> None:
    city.heard("o-shuili-1")
    at(desk, "09:05")
    desk.drives(ride, "depart")
    assert f"{desk.plate(ride)} 已于11-25 09:05出发" in city.heard("o-shuili-1")
    at(desk, "09:20")
    desk.drives(ride, "arrive")
    assert "09:20到达上车点 市水利局" in city.heard("o-shuili-1")


def test_a_drivers_trips_are_the_running_one_and_then_by_hour(desk: Desk) -> None:
    later = desk.gets_car("o-shuili-1", at="11-26 08:00")
    driver = desk.driver(later)
    sooner = desk.gets_car("o-shuili-1", at="11-25 08:00")
    assert desk.driver(sooner) == driver
    with desk.acts(driver) as (session, scope):
        hours = [trip.depart_at for trip in driving.my_trips(session, scope)]
        assert hours == sorted(hours) and len(hours) == 2
