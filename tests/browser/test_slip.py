"""The printable slip on a phone, on a screen and on paper."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Seen
from tests.city import City
from tests.handlers.chat.people import assigned, driven, on_sqlite
from tests.handlers.test_slips import GROUPS, print_url

pytestmark = [pytest.mark.browser, on_sqlite]
WIDTHS = [390, 1280]


def overflow_px(page: Page) -> int:
    """How much wider than the window the page, or anything on it, is."""
    return int(
        page.evaluate(
            """() => {
                const wide = document.documentElement.clientWidth;
                const rights = [...document.querySelectorAll("main, main *")].map(e => e.getBoundingClientRect().right);
                return Math.max(document.documentElement.scrollWidth, ...rights.map(Math.ceil)) - wide;
            }"""
        )
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("bring", [assigned, driven])
def test_all_of_the_slip_is_seen_without_scrolling_sideways(city: City, seen: Seen, width: int, bring) -> None:
    ref, driver = bring(city)
    if bring is driven:
        city.tell(driver, "过路费 25，停车费 8")
    seen.page.set_viewport_size({"width": width, "height": 900})
    page = seen.open(print_url(city, ref))
    assert overflow_px(page) <= 0
    assert tuple(page.locator("h2").all_inner_texts()) == GROUPS
    assert all(box and box["width"] > 40 for box in (h.bounding_box() for h in page.locator("h2").all()))
    assert page.locator(".warn").count() == 0
    assert seen.hosts == {urlsplit(seen.url).netloc} and seen.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_longest_words_stay_on_the_page(city: City, seen: Seen, width: int) -> None:
    wish = {
        "destination": "金坛区政府" + "行" * 55,
        "depart_at": "2026-11-25T09:00:00+08:00",
        "return_at": "2026-11-25T15:00:00+08:00",
        "passengers": 16,
        "purpose": "W" * 120,
        "letter_no": "0123456789" * 4,
        "key": "longest-words",
    }
    ref = city.client.post("/api/v1/bookings", headers=city.sign_in("o-fangxun"), json=wish).json["ref"]
    city.tell("o-fangxun-2", f"同意 {ref}")
    seen.page.set_viewport_size({"width": width, "height": 900})
    assert overflow_px(seen.open(print_url(city, ref))) <= 0


def test_a_warning_is_seen_before_anything_else(city: City, seen: Seen) -> None:
    ref, driver = assigned(city)
    url = print_url(city, ref)
    city.tell(driver, "拒单 理由 车辆报修")
    seen.page.set_viewport_size({"width": 390, "height": 700})
    page = seen.open(url)
    box = page.locator(".warn").bounding_box()
    assert box and box["y"] + box["height"] < 700 and "已作废" in page.locator(".warn").inner_text()


@pytest.mark.parametrize("bring", [assigned, driven])
def test_it_prints_on_one_page_of_paper(city: City, seen: Seen, bring) -> None:
    ref, _ = bring(city)
    page = seen.open(print_url(city, ref))
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF-") and len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
