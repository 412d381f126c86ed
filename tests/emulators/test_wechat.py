"""The stand-in answers as WeChat does: the same paths, fields and errcodes."""

import json
import time

import pytest
from flask import Flask

from emulators.controls import controls
from emulators.wechat import wechat
from emulators.wechat_tokens import LIFE_S, TooOften, WechatTokens
from emulators.wechat_values import bad_field, readable

CLIENT = {"grant_type": "client_credential", "appid": "wxdemo0000000001", "secret": "paiche-demo-secret"}
SIGN_IN = {**CLIENT, "grant_type": "authorization_code"}
TRIP = {"thing1": {"value": "无锡东站"}, "car_number2": {"value": "苏D0A123"}, "time3": {"value": "2026-11-24 08:00"}}


@pytest.fixture
def tokens() -> WechatTokens:
    return WechatTokens()


@pytest.fixture
def http(world, tokens):
    app = Flask(__name__)
    app.register_blueprint(controls(world))
    app.register_blueprint(wechat(world, tokens))
    return app.test_client()


@pytest.fixture
def post(http, tokens):
    def call(path: str, body: object, token: str | None = None) -> dict:
        token = tokens.fetch_stable(is_forced=False)[0] if token is None else token
        answer = http.post(f"/wechat{path}", data=json.dumps(body), query_string={"access_token": token})
        assert answer.status_code == 200
        return answer.json

    return call


def text(words: str, to: str = "o-zhangmin") -> dict:
    return {"touser": to, "msgtype": "text", "text": {"content": words}}


def subscribe(data: object = None, to: str = "o-zhangmin", **more: object) -> dict:
    return {"touser": to, "template_id": "T1", "data": TRIP if data is None else data, **more}


# --- tokens ---


def test_tokens_are_given_to_the_right_client_only(http):
    found = http.get("/wechat/cgi-bin/token", query_string=CLIENT).json
    assert len(found["access_token"]) > 100 and found["expires_in"] == LIFE_S
    assert http.get("/wechat/cgi-bin/token", query_string={**CLIENT, "appid": "wx1"}).json["errcode"] == 40013
    assert http.get("/wechat/cgi-bin/token", query_string={**CLIENT, "secret": "x"}).json["errcode"] == 40125
    assert http.post("/wechat/cgi-bin/stable_token", json={**CLIENT, "secret": "x"}).json["errcode"] == 40125
    assert http.get("/wechat/cgi-bin/token").json["errcode"] == 40002


def test_the_stable_token_stays_until_it_is_forced(http):
    first = http.post("/wechat/cgi-bin/stable_token", json=CLIENT).json["access_token"]
    assert http.post("/wechat/cgi-bin/stable_token", json=CLIENT).json["access_token"] == first
    forced = http.post("/wechat/cgi-bin/stable_token", json={**CLIENT, "force_refresh": True}).json["access_token"]
    assert forced != first
    again = http.post("/wechat/cgi-bin/stable_token", json={**CLIENT, "force_refresh": True}).json
    assert again["errcode"] == 45009


def test_the_old_kind_of_token_outlives_its_successor_by_five_minutes():
    now_s = [0.0]
    tokens = WechatTokens(lambda: now_s[0])
    first, _ = tokens.fetch()
    second, _ = tokens.fetch()
    now_s[0] = 299
    assert tokens.errcode(first) == tokens.errcode(second) == 0
    now_s[0] = 301
    assert (tokens.errcode(first), tokens.errcode(second)) == (42001, 0)


def test_a_stable_token_is_renewed_in_its_last_five_minutes():
    now_s = [0.0]
    tokens = WechatTokens(lambda: now_s[0])
    first, _ = tokens.fetch_stable(is_forced=False)
    now_s[0] = LIFE_S - 299
    second, lives_s = tokens.fetch_stable(is_forced=False)
    assert second != first and lives_s == LIFE_S
    assert tokens.errcode(first) == 0


def test_forcing_twice_in_a_row_is_too_often():
    tokens = WechatTokens()
    tokens.fetch_stable(is_forced=True)
    with pytest.raises(TooOften):
        tokens.fetch_stable(is_forced=True)


def test_a_bad_token_has_its_errcode(http, post, tokens):
    good = tokens.fetch_stable(is_forced=False)[0]
    assert http.post("/wechat/cgi-bin/message/custom/send", json=text("一")).json["errcode"] == 41001
    assert post("/cgi-bin/message/custom/send", text("一"), "stale")["errcode"] == 40001
    tokens.expire()
    assert post("/cgi-bin/message/custom/send", text("一"), good)["errcode"] == 42001


# --- who somebody is ---


def test_a_demo_code_signs_its_openid_in_as_often_as_wished(http):
    for _ in range(2):
        found = http.get("/wechat/sns/jscode2session", query_string={**SIGN_IN, "js_code": "demo:o-zhangmin"}).json
        assert found["openid"] == "o-zhangmin" and found["session_key"] and found["unionid"]


@pytest.mark.parametrize("code", ["", "071abc", "demo:", "demo:a b", "o-zhangmin"])
def test_other_codes_are_invalid(http, code):
    assert http.get("/wechat/sns/jscode2session", query_string={**SIGN_IN, "js_code": code}).json["errcode"] == 40029


def test_a_demo_code_tells_a_phone_number(post):
    found = post("/wxa/business/getuserphonenumber", {"code": "demo:13800001234"})
    assert found["phone_info"]["purePhoneNumber"] == "13800001234"
    assert post("/wxa/business/getuserphonenumber", {"code": "demo:police"})["errcode"] == 40029


# --- messages ---


def test_a_customer_service_text_arrives(http, post):
    assert post("/cgi-bin/message/custom/send", text("已派车 🚗")) == {"errcode": 0, "errmsg": "ok"}
    (found,) = http.get("/_sent?to=o-zhangmin").json
    assert (found["kind"], found["text"], found["body"]) == ("custom", "已派车 🚗", text("已派车 🚗"))


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (text("一", to=""), 40003),
        (text("一", to="张敏"), 40003),
        (text(""), 44004),
        (text("派" * 683), 45002),
        ({"touser": "o-zhangmin", "msgtype": "song", "song": {}}, 40008),
        ({"touser": "o-zhangmin", "msgtype": "text"}, 44004),
        ([], 47001),
    ],
)
def test_a_bad_text_has_its_errcode_and_is_not_sent(http, post, body, errcode):
    assert post("/cgi-bin/message/custom/send", body)["errcode"] == errcode
    assert http.get("/_sent").json == []


def test_bytes_and_methods_have_their_errcodes(http, tokens):
    query = {"access_token": tokens.fetch_stable(is_forced=False)[0]}
    path = "/wechat/cgi-bin/message/custom/send"
    assert http.post(path, data=b"{", query_string=query).json["errcode"] == 47001
    assert http.post(path, query_string=query).json["errcode"] == 44002
    assert http.get(path, query_string=query).json["errcode"] == 43002
    assert http.post("/wechat/cgi-bin/token").json["errcode"] == 43001


def test_a_subscribe_message_uses_up_an_acceptance(http, post):
    assert post("/cgi-bin/message/subscribe/send", subscribe())["errcode"] == 43101
    http.post("/_quota", json={"openid": "o-zhangmin", "template_id": "T1", "quota": 1})
    assert post("/cgi-bin/message/subscribe/send", subscribe())["msgid"] > 2**53
    assert post("/cgi-bin/message/subscribe/send", subscribe())["errcode"] == 43101
    (found,) = http.get("/_sent").json
    assert (found["kind"], found["text"]) == ("subscribe", "无锡东站\n苏D0A123\n2026-11-24 08:00")


def test_a_long_term_template_has_no_end(http, post):
    http.post("/_quota", json={"openid": "o-zhangmin", "template_id": "T1", "quota": None})
    assert [post("/cgi-bin/message/subscribe/send", subscribe())["errcode"] for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (subscribe(to=""), 40003),
        (subscribe(template_id=""), 40037),
        (subscribe(page="https://example.org"), 41030),
        (subscribe({}), 47003),
        (subscribe({"thing1": {"value": "派" * 21}}), 47003),
    ],
)
def test_a_bad_subscribe_message_costs_no_acceptance(http, post, body, errcode):
    http.post("/_quota", json={"openid": "o-zhangmin", "template_id": "T1", "quota": 1})
    assert post("/cgi-bin/message/subscribe/send", body)["errcode"] == errcode
    assert post("/cgi-bin/message/subscribe/send", subscribe())["errcode"] == 0


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("thing1", "市政府 → 无锡东站", ""),
        ("car_number2", "苏D0A123", "苏D·0A123"),
        ("car_number3", "苏D0A123学", "苏D0A123456"),
        ("time4", "2026年11月24日 08:00", "明早8点"),
        ("time5", "08:00~09:30", "25:00"),
        ("date6", "2026-11-24", "11-24"),
        ("number7", "12480.5", "12480公里"),
        ("amount8", "¥356.00", "三百元"),
        ("phrase9", "已派车", "已派车请到北门上车"),
        ("name10", "孙师傅", "孙师傅1号"),
        ("phone_number11", "0519-86000000", "八六零零"),
        ("character_string12", "YC20261123-0007", "申请单7"),
    ],
)
def test_values_have_their_formats(name, good, bad):
    assert bad_field({name: {"value": good}}) is None
    assert bad_field({name: {"value": bad}}) == name


@pytest.mark.parametrize(
    "data",
    [None, [], {"thing": {"value": "x"}}, {"poem1": {"value": "x"}}, {"thing1": "x"}, {"thing1": {"value": None}}],
)
def test_data_of_another_shape_is_bad(data):
    assert bad_field(data)


def test_values_read_as_lines():
    assert readable(TRIP) == "无锡东站\n苏D0A123\n2026-11-24 08:00"


def test_the_text_check_passes_all_but_the_demos_bad_word(post):
    ask = {"version": 2, "openid": "o-zhangmin", "scene": 2, "content": "明早8点去无锡"}
    assert post("/wxa/msg_sec_check", ask)["result"] == {"suggest": "pass", "label": 100}
    assert post("/wxa/msg_sec_check", {**ask, "content": "【违规】"})["result"]["suggest"] == "risky"
    assert post("/wxa/msg_sec_check", {**ask, "version": 1})["errcode"] == 40129
    assert post("/wxa/msg_sec_check", {**ask, "content": "派" * 2501})["errcode"] == 45002


# --- trouble to order ---


def test_refusing_it_says_what_wechat_says_when_the_window_is_closed(http, post):
    http.post("/_quota", json={"openid": "o-zhangmin", "template_id": "T1", "quota": 9})
    http.post("/_fault", json={"target": "wechat", "mode": "refuse"})
    assert post("/cgi-bin/message/custom/send", text("一"))["errcode"] == 45015
    assert post("/cgi-bin/message/subscribe/send", subscribe())["errcode"] == 43101
    http.post("/_fault", json={"target": "wechat", "mode": "ok"})
    assert post("/cgi-bin/message/custom/send", text("二"))["errcode"] == 0


def test_a_counted_fault_is_over_after_its_calls(http, post):
    http.post("/_fault", json={"target": "wechat", "mode": "http500", "count": 2})
    statuses = [http.get("/wechat/cgi-bin/token", query_string=CLIENT).status_code for _ in range(3)]
    assert statuses == [500, 500, 200]


def test_a_timeout_holds_the_call_and_does_nothing(http, tokens):
    http.post("/_fault", json={"target": "wechat", "mode": "timeout", "count": 1, "delay_s": 0.2})
    started = time.monotonic()
    query = {"access_token": tokens.fetch_stable(is_forced=False)[0]}
    answer = http.post("/wechat/cgi-bin/message/custom/send", json=text("一"), query_string=query)
    assert answer.status_code == 504 and time.monotonic() - started >= 0.2
    assert http.get("/_sent").json == []
