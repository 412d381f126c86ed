"""The JSON interface: the whole story by it alone, one shape of errors, and nothing of other people's."""

import json
from typing import Any

import jwt
import pytest

from app.bookings.model import Booking
from app.kernel.clock import machine_now
from handlers.login import secret
from tests.city import City
from tests.handlers import ledger
from tests.handlers.chat.people import on_sqlite

WISH = {
    "destination": "金坛区政府",
    "depart_at": "2026-11-25T13:00:00+08:00",
    "return_at": "2026-11-25T17:00:00+08:00",
    "passengers": 5,
    "purpose": "河长制检查",
}
WHO, HEAD = "o-shuili-1", "o-shuili-2"


class Caller:
    """One signed-in person at the interface."""

    def __init__(self, city: City, openid: str) -> None:
        self.city, self.headers = city, city.sign_in(openid)

    def get(self, path: str, *, status: int = 200) -> Any:
        return self._checked(self.city.client.get(f"/api/v1{path}", headers=self.headers), status)

    def post(self, path: str, body: Any = None, *, status: int = 200) -> Any:
        answer = self.city.client.post(f"/api/v1{path}", headers=self.headers, json=body)
        self.city.settle()
        return self._checked(answer, status)

    def _checked(self, answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.text
        return answer.json


def submitted(city: City, openid: str = WHO, **more: object) -> str:
    body = {**WISH, "key": f"test-key-{openid}", **more}
    return str(Caller(city, openid).post("/bookings", body, status=201)["ref"])


def approved(city: City) -> str:
    ref = submitted(city)
    Caller(city, HEAD).post(f"/approvals/{ref}/verdict", {"verdict": "grant"})
    return ref


def fault(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The one shape of errors."""
    assert answer.status_code == status and answer.json.keys() == {"error"}, answer.text
    error: dict[str, Any] = answer.json["error"]
    assert {"code", "message", "request_id"} <= error.keys() <= {"code", "message", "request_id", "field"}
    assert (
        error["code"] == code
        and "×" not in error["message"]
        and error["request_id"] == answer.headers["X-Request-Id"]
        and error["message"]
    )
    return error


# --- signing in ---


def test_a_code_becomes_a_token_that_says_who_i_am(city: City) -> None:
    me = Caller(city, "o-wangfang").get("/me")
    assert (me["name"], me["unit"]) == ("王芳", "市住建局")
    assert [role["role"] for role in me["roles"]] == ["deputy_in_charge", "official"]


def test_unknown_codes_and_strangers_are_told_apart(city: City) -> None:
    before = ledger.rows(city)
    fault(city.client.post("/api/v1/login/wechat", json={"code": "not-a-code"}), 401, "login.code")
    fault(city.client.post("/api/v1/login/wechat", json={"code": "demo:o-guest-1"}), 403, "login.stranger")
    assert fault(city.client.post("/api/v1/login/wechat", json={"code": ""}), 422, "request.invalid")["field"] == "code"
    for body in (b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b"9" * 5_000, b'{"code": "\\ud800"}'):
        answer = city.client.post("/api/v1/login/wechat", data=body, content_type="application/json")
        fault(answer, 422, "request.invalid")
    assert ledger.rows(city) == before


def test_a_proved_phone_binds_the_person_on_the_roster(city: City) -> None:
    phone = "13800000004"  # 赵伟 stands fourth on the roster.
    body = {"code": "demo:o-new-phone", "phone_code": f"demo:{phone}"}
    unknown = {**body, "phone_code": "demo:13999999999"}
    fault(city.client.post("/api/v1/login/phone", json=unknown), 404, "person.unknown")
    fault(city.client.post("/api/v1/login/phone", json={**body, "phone_code": "bad"}), 401, "login.code")
    answer = city.client.post("/api/v1/login/phone", json=body)
    assert answer.status_code == 200
    me = city.client.get("/api/v1/me", headers={"Authorization": f"Bearer {answer.json['token']}"})
    assert me.json["name"] == "赵伟"
    assert "赵伟" in city.say("o-new-phone", "你好")
    assert city.client.post("/api/v1/login/phone", json=body).status_code == 200  # Bound already.


def _token(city: City, **claims: object) -> str:
    valid = {"ten": 1, "sub": "1", "exp": int(machine_now().timestamp()) + 60}
    kept = {name: value for name, value in {**valid, **claims}.items() if value is not None}
    return jwt.encode(kept, secret(city.settings), "HS256")


def test_only_a_valid_token_opens(city: City) -> None:
    past = int(machine_now().timestamp()) - 5
    good = _token(city)
    bad = [
        ("", "login.needed"),
        ("Bearer ", "login.needed"),
        ("Basic abc", "login.needed"),
        (f"Bearer {_token(city, exp=past)}", "login.expired"),
        (f"Bearer {_token(city, exp=None)}", "login.expired"),
        (f"Bearer {_token(city, sub='x')}", "login.expired"),
        (f"Bearer {_token(city, sub='999999')}", "login.expired"),
        (f"Bearer {_token(city, ten=2)}", "login.expired"),  # Nobody of that number lives in the other city.
        (f"Bearer {_token(city, ten=None)}", "login.expired"),
        (f"Bearer {good[:-3]}abc", "login.expired"),
        (f"Bearer {jwt.encode({'ten': 1, 'sub': '1', 'exp': past + 90}, 'k' * 32, 'HS256')}", "login.expired"),
        (f"Bearer {jwt.encode({'ten': 1, 'sub': '1', 'exp': past + 90}, '', 'none')}", "login.expired"),
    ]
    for header, code in bad:
        fault(city.client.get("/api/v1/me", headers={"Authorization": header}), 401, code)
    assert city.client.get("/api/v1/me", headers={"Authorization": f"bearer {good}"}).status_code == 200


# --- the story ---


def test_the_whole_story_by_the_interface_alone(city: City) -> None:
    official, head = Caller(city, WHO), Caller(city, HEAD)
    draft = official.post("/bookings/preview", WISH)
    assert draft["approvers"] == ["周涛"] and draft["ring"] == "city"
    assert draft["estimate_fen"] == sum(line["amount_fen"] for line in draft["lines"]) > 0
    assert city.count(Booking) == 0
    made = official.post("/bookings", {**WISH, "key": "a-client-key"}, status=201)
    ref = made["ref"]
    assert (made["state"], made["estimate_fen"], made["cars"]) == ("requested", draft["estimate_fen"], [])
    assert [b["ref"] for b in head.get("/approvals")["bookings"]] == [ref]
    assert head.post(f"/approvals/{ref}/verdict", {"verdict": "grant"})["state"] == "approved"
    assert head.get("/approvals")["bookings"] == []
    booking = official.get(f"/bookings/{ref}")
    assert (
        booking["state_name"] == "已派车"
        and booking["cars"][0]["plate"] in official.get(f"/bookings/{ref}/explanation")["words"]
    )
    _drive(city, Caller(city, city.driver_of(ref)))
    official.post(f"/bookings/{ref}/rating", {"score": 4, "comment": "路上很稳"})
    fees = official.get(f"/bookings/{ref}/fees")
    assert fees["total_fen"] == sum(line["amount_fen"] for line in fees["charges"]) and "toll" in {
        c["kind"] for c in fees["charges"]
    }
    steps = [step["step"] for step in official.get(f"/bookings/{ref}/timeline")["steps"]]
    story = ["申请", "审批同意", "调度派车", "驾驶员接单", "出车", "回场", "结算", "评分"]
    assert [step for step in steps if step in story] == story
    slip = official.get(f"/bookings/{ref}/slip")
    assert slip["number"] == f"PC{ref[2:]}" and city.client.get(slip["print_url"]).status_code == 200
    assert [b["state"] for b in official.get("/bookings")["bookings"]] == ["done"]


def _drive(city: City, driver: Caller) -> None:
    trip = driver.get("/trips")["trips"][0]
    here = f"/trips/{trip['id']}"
    assert trip["odometer_km"] == 12_360 and [s["kind"] for s in trip["stops"]] == ["pickup", "dropoff"] * 2
    assert driver.post(f"{here}/acceptance")["trip"]["state"] == "accepted"
    assert driver.post(f"{here}/acceptance")["is_repeat"]
    city.at("11-25 12:30")
    assert driver.post(f"{here}/departure")["trip"]["state"] == "running"
    city.at("11-25 12:50")
    assert driver.post(f"{here}/arrival")["trip"]["stops"][0]["state"] == "reached"
    city.at("11-25 13:00")
    assert driver.post(f"{here}/boarding")["implied"] == []
    city.at("11-25 17:02")
    assert driver.post(f"{here}/way-back")["implied"] == [2, 3]
    city.at("11-25 18:00")
    assert driver.post(f"{here}/completion")["implied"] == [4]
    driver.post(f"{here}/expenses", {"kind": "toll", "amount_fen": 2_250})
    assert "再提交一次" in driver.post(f"{here}/return", {"odometer_km": 13_000})["asks"]
    assert driver.post(f"{here}/return", {"odometer_km": 12_455})["asks"] is None
    assert driver.get("/trips")["trips"] == []


def test_one_key_makes_one_booking(city: City) -> None:
    assert submitted(city) == submitted(city) == submitted(city, passengers=3)
    assert city.count(Booking) == 1
    assert submitted(city, key="another-key") != submitted(
        city, "o-fangxun", key="another-key"
    )  # Keys are each person's own.
    assert city.count(Booking) == 3


def test_a_pin_a_deadline_and_stops_are_taken(city: City) -> None:
    wish = {
        **{name: WISH[name] for name in ("destination", "passengers", "purpose")},
        "origin_pin": {"lat_wgs": 31.777, "lng_wgs": 119.956, "label": "西门"},
        "stops": ["武进区政府"],
        "arrive_by": "2026-11-25T10:00:00+08:00",
    }
    draft = Caller(city, WHO).post("/bookings/preview", wish)
    assert [leg["pickup"] for leg in draft["legs"]] == ["西门", "武进区政府"]
    assert draft["legs"][-1]["arrive_at"] <= "2026-11-25T10:00:00+08:00"


# --- what is refused ---


def test_a_refusal_says_why_and_what_to_do(city: City) -> None:
    official = Caller(city, WHO)
    before = ledger.rows(city)
    table: list[tuple[dict[str, object], int, str, str | None]] = [
        ({"depart_at": "2026-11-23T10:00:00+08:00", "return_at": None}, 409, "booking.past", None),
        ({"depart_at": "2026-11-23T10:40:00+08:00", "return_at": None}, 409, "booking.too_late", None),
        ({"depart_at": "2026-12-20T10:00:00+08:00", "return_at": None}, 409, "booking.too_far", None),
        ({"return_at": "2026-11-25T13:05:00+08:00"}, 422, "booking.return_before", "return_at"),
        ({"depart_at": None}, 422, "booking.no_hour", "depart_at"),
        ({"destination": "水星基地"}, 404, "place.unknown", None),
        ({"purpose": "带家人旅游"}, 409, "purpose.private", None),
        ({"passengers": 30}, 409, "booking.too_many", None),
        ({"passengers": 0}, 422, "request.invalid", "passengers"),
        ({"passengers": 56}, 422, "request.invalid", "passengers"),
        ({"passengers": "许多"}, 422, "request.invalid", "passengers"),
        ({"destination": " "}, 422, "request.invalid", "destination"),
        ({"depart_at": "2026-11-25T13:00:00"}, 422, "request.invalid", "depart_at"),
        ({"origin_pin": {"lat_wgs": 91, "lng_wgs": 0}}, 422, "request.invalid", "origin_pin.lat_wgs"),
        ({"purpose": None}, 422, "request.invalid", "purpose"),
    ]
    for change, status, code, field in table:
        for path, extra in (("/bookings/preview", {}), ("/bookings", {"key": "key-of-a-refusal"})):
            answer = city.client.post(f"/api/v1{path}", headers=official.headers, json={**WISH, **extra, **change})
            error = fault(answer, status, code)
            assert field is None or error.get("field") == field, error
    assert ledger.rows(city) == before


@on_sqlite
def test_half_a_character_and_a_key_too_wide_are_no_bugs(city: City) -> None:
    headers = city.sign_in(WHO) | {"Content-Type": "application/json"}
    body = json.dumps({**WISH, "purpose": "检查\ud800"})
    fault(city.client.post("/api/v1/bookings/preview", headers=headers, data=body), 422, "request.invalid")
    fault(_post(city, "o-driver-3", f"/trips/{2**63 - 1}/acceptance"), 404, "trip.unknown")
    fault(_post(city, "o-driver-3", f"/trips/{2**63}/acceptance"), 404, "request.missing")


def test_roles_are_kept_by_the_interface_too(city: City) -> None:
    ref = submitted(city)
    before = ledger.rows(city)
    fault(_post(city, "o-driver-6", "/bookings", {**WISH, "key": "drivers-key"}), 403, "role.missing")
    fault(_post(city, WHO, "/trips/1/acceptance"), 403, "role.missing")
    fault(city.client.get("/api/v1/trips", headers=city.sign_in(WHO)), 403, "role.missing")
    fault(_post(city, "o-fangxun-2", f"/approvals/{ref}/verdict", {"verdict": "grant"}), 404, "booking.unknown")
    fault(_post(city, HEAD, f"/approvals/{ref}/verdict", {"verdict": "decline"}), 422, "approval.reason")
    assert (
        fault(_post(city, HEAD, f"/approvals/{ref}/verdict", {"verdict": "maybe"}), 422, "request.invalid")["field"]
        == "verdict"
    )
    assert ledger.rows(city) == before


def test_a_late_verdict_and_a_second_calling_off_are_conflicts(city: City) -> None:
    ref = approved(city)
    error = fault(
        _post(city, HEAD, f"/approvals/{ref}/verdict", {"verdict": "decline", "reason": "晚了"}),
        409,
        "approval.decided",
    )
    assert "周涛已于10:15:00同意" in error["message"]
    assert Caller(city, WHO).post(f"/bookings/{ref}/cancellation", {"reason": "改期"})["state"] == "cancelled"
    fault(_post(city, WHO, f"/bookings/{ref}/cancellation", {}), 409, "booking.cannot_cancel")


READS = ("", "/timeline", "/fees", "/slip", "/explanation")
WRITES = (("/cancellation", {}), ("/rating", {"score": 5}))


def test_other_peoples_and_other_tenants_bookings_do_not_exist(city: City) -> None:
    ref = approved(city)
    trip = Caller(city, city.driver_of(ref)).get("/trips")["trips"][0]["id"]
    before = ledger.rows(city)
    for openid in ("o-zhaowei", "o-zhouhang"):
        headers = city.sign_in(openid)
        for path in READS:
            fault(city.client.get(f"/api/v1/bookings/{ref}{path}", headers=headers), 404, "booking.unknown")
        for path, body in WRITES:
            fault(_post(city, openid, f"/bookings/{ref}{path}", body), 404, "booking.unknown")
        assert city.client.get("/api/v1/bookings", headers=headers).json == {"bookings": []}
    fault(_post(city, "o-zhouhang", f"/approvals/{ref}/verdict", {"verdict": "grant"}), 404, "booking.unknown")
    stranger = next(f"o-driver-{n}" for n in (15, 16) if f"o-driver-{n}" != city.driver_of(ref))
    for path, more in (
        ("acceptance", None),
        ("return", {"odometer_km": 12_400}),
        ("expenses", {"kind": "toll", "amount_fen": 1}),
    ):
        fault(_post(city, stranger, f"/trips/{trip}/{path}", more), 404, "trip.unknown")
    assert ledger.rows(city) == before


@pytest.mark.parametrize(
    "ref", ["YC20261123-9999", "YC20261122-0001", "YC", "0001", "YC20261123-", "YC20261123-１", "x" * 300]
)
@on_sqlite
def test_a_number_that_means_nothing_is_unknown(city: City, ref: str) -> None:
    submitted(city)
    fault(city.client.get(f"/api/v1/bookings/{ref}", headers=city.sign_in(WHO)), 404, "booking.unknown")


def _post(city: City, openid: str, path: str, body: Any = None) -> Any:
    return city.client.post(f"/api/v1{path}", headers=city.sign_in(openid), json=body)
