"""The edge of every request: errors, headers, health, figures; the contract document and whoever reads it to the letter."""

import re
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.city import City
from tests.handlers import ledger
from tests.handlers.chat.people import WISH, driven, on_sqlite

CALM = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


@on_sqlite
def test_every_answer_has_a_number_of_its_own_and_calm_headers(city: City) -> None:
    answers = [
        city.client.get(path) for path in ("/healthz", "/openapi.json", "/docs", "/nowhere", "/api/v1/me", "/metrics")
    ]
    for answer in answers:
        assert {name: answer.headers[name] for name in CALM} == CALM
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == len(answers)


@on_sqlite
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/nowhere", 404, "request.missing"),
        ("get", "/api/v1/nowhere", 404, "request.missing"),
        ("delete", "/api/v1/bookings", 405, "request.method"),
        ("put", "/wechat/mp", 405, "request.method"),
        ("get", "/api/v1/trips/abc/acceptance", 404, "request.missing"),
        ("get", "/slips/PC20261123-0001/1", 404, "slip.none"),
    ],
)
def test_errors_have_one_shape_everywhere(city: City, method: str, path: str, status: int, code: str) -> None:
    answer = getattr(city.client, method)(path)
    assert answer.status_code == status and answer.json["error"]["code"] == code
    assert answer.json["error"]["request_id"] == answer.headers["X-Request-Id"]
    assert status != 405 or answer.headers["Allow"]


@on_sqlite
def test_a_body_beyond_the_limit_is_not_read(city: City) -> None:
    before = ledger.rows(city)
    answer = city.client.post(
        "/api/v1/login/wechat", data=b"x" * (2 * 1024 * 1024 + 1), content_type="application/json"
    )
    assert answer.status_code == 413 and answer.json["error"]["code"] == "request.too_large"
    assert ledger.rows(city) == before


def test_health_names_the_oldest_due_task(city: City) -> None:
    assert city.client.get("/healthz").json == {"status": "ok", "oldest_due_task_s": 0}
    city.say("o-fangxun", WISH)
    city.say("o-fangxun", "确认")  # Owes a card to the approver.
    city.clock.at = city.now.replace(minute=16, second=30)
    assert city.client.get("/healthz").json["oldest_due_task_s"] == 90
    lines = city.client.get("/metrics").text
    assert re.search(r'paiche_tasks\{job="notify_approver",state="due"\} 1\.0', lines)
    assert re.search(r'paiche_tasks\{job="lapse_booking",state="later"\} 1\.0', lines)
    assert re.search(r'paiche_oldest_due_task_seconds\{job="notify_approver"\} 90\.0', lines)
    assert (
        'paiche_requests_total{endpoint="chat.receive",status="200"}' in lines
        and "paiche_request_seconds_bucket" in lines
    )
    city.settle()
    assert city.client.get("/healthz").json["oldest_due_task_s"] == 0


@on_sqlite
def test_figures_and_health_say_nothing_of_people(city: City) -> None:
    driven(city)
    words = city.client.get("/metrics").text + city.client.get("/healthz").text
    assert not any(private in words for private in ("吴磊", "o-fangxun", "1380000", "苏D"))


@on_sqlite
def test_the_contract_document_is_valid_and_complete(city: City) -> None:
    document = city.client.get("/openapi.json").json
    schemathesis.openapi.from_wsgi("/openapi.json", city.app).validate()
    operations = [
        (path, method, op)
        for path, each in document["paths"].items()
        for method, op in each.items()
        if method != "parameters"
    ]
    assert len(operations) >= 20
    for path, method, operation in operations:
        assert operation.get("summary") and operation["tags"], (path, method)
        if not path.startswith("/api/v1/login"):
            assert operation["security"] == [{"bearer": []}], path
            assert "401" in operation["responses"], path
    assert "/wechat/mp" not in document["paths"]


@on_sqlite
def test_the_documentation_asks_no_other_host(city: City) -> None:
    page = city.client.get("/docs").text
    links = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
    assert links and all(link.startswith("/") and not link.startswith("//") for link in links)
    for link in links:
        assert city.client.get(link).status_code == 200, link


CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
BOUNDED = hypothesis.settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@on_sqlite
@pytest.mark.slow
@pytest.mark.parametrize("openid", ["o-fangxun", "o-driver-8"])
def test_whatever_fits_the_document_is_answered_as_it_promises(city: City, openid: str) -> None:
    ref, _ = driven(city, WISH.replace("2人", "16人"))
    schema = schemathesis.openapi.from_wsgi("/openapi.json", city.app)
    headers = city.sign_in(openid)

    def holds(case: Any) -> None:
        if "ref" in case.path_parameters and len(str(case.path_parameters["ref"])) % 2:
            case.path_parameters["ref"] = ref  # Half of them about an order that is there.
        case.call_and_validate(headers=headers, checks=CHECKS)

    for found in schema.get_all_operations():
        BOUNDED(hypothesis.given(found.ok().as_strategy())(holds))()
