"""The interface's documentation in a browser: it renders from our own files."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Seen
from tests.handlers.chat.people import on_sqlite

pytestmark = [pytest.mark.browser, on_sqlite]


def test_the_documentation_renders_every_operation_and_asks_no_other_host(seen: Seen) -> None:
    page = seen.open("/docs")
    page.wait_for_selector(".opblock")
    document = page.request.get(f"{seen.url}/openapi.json").json()
    operations = sum(len(each) - ("parameters" in each) for each in document["paths"].values())
    assert page.locator(".opblock").count() == operations >= 20
    assert "Paiche 派车" in page.locator(".info .title").inner_text()
    page.locator(".opblock-summary", has_text="/bookings/preview").click()
    page.wait_for_selector(".opblock.is-open .responses-table")
    assert seen.hosts == {urlsplit(seen.url).netloc}
    assert seen.complaints == []
