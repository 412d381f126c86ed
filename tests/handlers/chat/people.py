"""Short cuts of the chat tests: one database where only words are tried, and an order brought to where a test begins."""

import pytest

from app.bookings.model import Booking
from tests.city import City

on_sqlite = pytest.mark.parametrize("city", ["sqlite"], indirect=True)

OFFICIAL, HEAD = "o-fangxun", "o-fangxun-2"
WISH = "后天上午9点，2人，去金坛区政府，防汛检查，下午3点回"
BIG = "后天上午9点，16人，去金坛区政府，防汛检查，下午3点回"
LATER = "大后天上午10点，3人，去溧阳市政府，检查水库，单程"


def talks_on(city: City, openid: str = OFFICIAL) -> None:
    """Whatever was said before, the next booking is understood and read back, and given up again."""
    city.tell(openid, "取消")
    assert "【请确认】" in city.tell(openid, LATER)
    assert "不约了" in city.tell(openid, "取消")
    assert city.count(Booking) == 0


def assigned(city: City, wish: str = WISH) -> tuple[str, str]:
    """An order with a car: its number, and who drives."""
    ref = city.booked(OFFICIAL, wish)
    city.tell(HEAD, f"同意 {ref}")
    return ref, city.driver_of(ref)


def driven(city: City, wish: str = WISH) -> tuple[str, str]:
    """An order whose car is back."""
    ref, driver = assigned(city, wish)
    city.at("11-25 08:30").tell(driver, "出发")
    city.at("11-25 15:50").tell(driver, "完成")
    city.at("11-25 16:00")
    assert "已回场" in city.tell(driver, "回场 里程 12452")
    return ref, driver
