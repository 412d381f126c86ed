"""The printable slip: its code opens it, a superseded or altered one says so, and what was driven and paid is on it."""

import pytest
from sqlalchemy import update

from app.kernel.db import across_tenants
from app.trips.model import Slip
from tests.city import City
from tests.handlers import ledger
from tests.handlers.chat.people import OFFICIAL, assigned, driven

GROUPS = ("申请", "乘车与事由", "行程", "审批", "车辆与驾驶员", "行车记录", "费用", "确认")


def print_url(city: City, ref: str) -> str:
    return str(city.client.get(f"/api/v1/bookings/{ref}/slip", headers=city.sign_in(OFFICIAL)).json["print_url"])


def page(city: City, url: str) -> str:
    answer = city.client.get(url)
    assert answer.status_code == 200 and answer.mimetype == "text/html"
    return str(answer.text)


def test_a_slip_shows_every_group_and_leaves_room_for_the_drive(city: City) -> None:
    ref, _ = assigned(city)
    words = page(city, print_url(city, ref))
    assert [words.index(f"<h2>{title}</h2>") for title in GROUPS] == sorted(
        words.index(f"<h2>{title}</h2>") for title in GROUPS
    )
    for fact in (
        f"PC{ref[2:]}",
        "版本1",
        ref,
        "市防汛办",
        "吴磊",
        "防汛检查",
        "金坛区政府",
        "郑宏",
        "R30",
        "苏D·",
        "325.00",
        "预计",
    ):
        assert fact in words, fact
    assert 'class="warn"' not in words and "None" not in words


def test_after_the_drive_readings_and_fees_are_on_it(city: City) -> None:
    ref, driver = driven(city)
    city.tell(driver, "过路费 16.5")
    words = page(city, print_url(city, ref))
    for fact in ("12360", "12452", "92公里", "11-25(周三) 08:30", "11-25(周三) 16:00", "16.50", "合计"):
        assert fact in words, fact


@pytest.mark.parametrize("spoil", ["", "?code=", "?code=000000000000", "?code=%C3%A9", "?code=%ED%A0%80"])
def test_a_slip_opens_only_with_its_own_code(city: City, spoil: str) -> None:
    ref, _ = assigned(city)
    url = print_url(city, ref)
    before = ledger.rows(city)
    answer = city.client.get(url.partition("?")[0] + spoil)
    assert answer.status_code == 404 and answer.json["error"]["code"] == "slip.none"
    assert city.client.get(url.replace("/1?", "/2?")).status_code == 404
    assert city.client.get(url.replace("/1?", f"/{2**31}?")).status_code == 404
    assert ledger.rows(city) == before


def test_a_superseded_slip_says_so(city: City) -> None:
    ref, driver = assigned(city)
    first = print_url(city, ref)
    city.tell(driver, "拒单 理由 家中有事")
    second = print_url(city, ref)
    assert "此版本已作废" in page(city, first) and "此版本已作废" not in page(city, second)
    assert "版本2" in page(city, second)


def test_an_altered_slip_says_so(city: City) -> None:
    ref, _ = assigned(city)
    url = print_url(city, ref)
    with city.sessions.begin() as session, across_tenants(session):
        slip = session.query(Slip).one()
        body = {**slip.body, "itinerary": {**slip.body["itinerary"], "目的地": "天目湖"}}
        session.execute(update(Slip).where(Slip.id == slip.id).values(body=body))
    assert "与校验码不符，请勿放行" in page(city, url)


def test_what_people_wrote_is_shown_as_words_not_as_markup(city: City) -> None:
    wish = {
        "destination": "金坛区政府",
        "depart_at": "2026-11-25T09:00:00+08:00",
        "passengers": 2,
        "purpose": "<img src=x onerror=alert(1)>检查",
        "letter_no": '"><script>',
        "key": "markup-in-words",
    }
    ref = city.client.post("/api/v1/bookings", headers=city.sign_in(OFFICIAL), json=wish).json["ref"]
    city.tell("o-fangxun-2", f"同意 {ref}")
    words = page(city, print_url(city, ref))
    assert "&lt;img src=x" in words and "<img" not in words and "<script" not in words
