"""Time passes while work waits: late cars still come, rides that are over end, cars that are out are not counted on."""

from app.bookings.model import Booking
from tests.city import City

WISH = "今天上午11点30分两个人去武进区政府开会，单程"


def test_an_approval_that_is_worked_off_after_the_ride_leaves_nothing_stranded(city: City) -> None:
    ref = city.booked("o-fangxun", WISH)
    city.say("o-fangxun-2", f"同意 {ref}")
    city.at("11-23 16:00")
    assert "到出发时间仍没有车可派" in city.heard("o-fangxun")
    assert "已过期" in city.tell("o-fangxun", "我的订单")
    assert not city.events("task.failed")


def test_a_car_that_is_declined_at_the_hour_is_replaced_by_a_late_one(city: City) -> None:
    ref = city.booked("o-fangxun", WISH)
    city.tell("o-fangxun-2", f"同意 {ref}")
    first = city.driver_of(ref)
    city.at("11-23 11:35")
    assert "另派" in city.tell(first, "拒单 理由 车胎没气")
    second = city.driver_of(ref)
    assert second != first and "改派新车" in city.heard("o-fangxun")
    assert "已出发" in city.tell(second, "出发")


def test_nobody_approves_a_ride_whose_hour_has_come(city: City) -> None:
    ref = city.booked("o-fangxun", WISH)
    city.clock.at = city.now.replace(hour=11, minute=40)
    assert "已过" in city.say("o-fangxun-2", f"同意 {ref}")
    city.settle()
    assert "仍未批准" in city.heard("o-fangxun")


def test_a_car_still_out_after_its_hour_is_not_sent_elsewhere(city: City) -> None:
    ref = city.booked("o-fangxun", WISH)
    city.tell("o-fangxun-2", f"同意 {ref}")
    driver = city.driver_of(ref)
    city.at("11-23 11:20")
    city.tell(driver, "出发")
    city.at("11-23 14:00")
    other = city.booked("o-shuili-1", "今天下午2点40分一个人去武进区政府开会，单程")
    city.tell("o-shuili-2", f"同意 {other}")
    assert city.driver_of(other) != driver
    assert "未回场" in city.tell("o-fleet", "车辆")
    assert city.count(Booking) == 2
