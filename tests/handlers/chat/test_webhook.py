"""The webhook as strangers and WeChat meet it: what is turned away leaves no trace, what repeats has one effect."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from handlers import create_app
from handlers.chat import wire
from tests.city import City, FakeSignIn, opened, sealed_post, text_message
from tests.handlers import ledger

WISH = "后天上午9点两个人去金坛区政府，防汛检查，下午3点回"
CAME, WHO = 1_795_000_000, "o-fangxun"


def message(kind: str, openid: str = WHO, *, msg_id: int | None = 41, **fields: object) -> str:
    fields = {"ToUserName": "gh_city", "FromUserName": openid, "CreateTime": CAME, "MsgType": kind, **fields}
    fields |= {} if msg_id is None else {"MsgId": msg_id}
    return "<xml>" + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items()) + "</xml>"


def event(name: str, *, openid: str = WHO, at_s: int = CAME, key: str = "") -> str:
    return message("event", openid, msg_id=None, Event=name, EventKey=key, CreateTime=at_s)


def words_of(city: City, inner: str) -> str:
    answer = city.post(inner)
    assert answer.status_code == 200
    return opened(city.account, answer.data)


# --- what is turned away ---


def forged(city: City) -> dict[str, Any]:
    return good(city, forge=True)


def stale(city: City) -> dict[str, Any]:
    return good(city, skew_s=-301)


def ahead_of_time(city: City) -> dict[str, Any]:
    return good(city, skew_s=302)  # One second may pass until it is read.


def unsigned(city: City) -> dict[str, Any]:
    post = good(city)
    return {**post, "query_string": {}}


def plaintext(city: City) -> dict[str, Any]:
    post = good(city)
    kept = {name: post["query_string"][name] for name in ("signature", "timestamp", "nonce")}
    return {**post, "query_string": kept, "data": text_message(WHO, WISH, 1, CAME).encode()}


def of_another_account(city: City) -> dict[str, Any]:
    theirs = wire.Account("wx9999999999999999", city.account.token, city.account.aes_key, "secure")
    return sealed_post(theirs, text_message(WHO, WISH, 1, CAME), city._machine_s())


def no_tree(city: City) -> dict[str, Any]:
    return {**good(city), "data": b"\xff\xfe neither XML nor JSON"}


def no_cipher(city: City) -> dict[str, Any]:
    """Rightly signed, yet not a sealed message at all."""
    post = good(city)
    args = post["query_string"]
    args["msg_signature"] = wire.signature(city.account.token, args["timestamp"], args["nonce"], "AAAA")
    return {**post, "data": b"<xml><Encrypt>AAAA</Encrypt></xml>"}


def nobody_inside(city: City) -> dict[str, Any]:
    inner = f"<xml><CreateTime>{CAME}</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>"
    return sealed_post(city.account, inner, city._machine_s())


def too_large(city: City) -> dict[str, Any]:
    return {**good(city), "data": b" " * (wire.BODY_MAX + 1)}


def far_too_large(city: City) -> dict[str, Any]:
    return {**good(city), "data": b" " * (4 * wire.BODY_MAX)}


def good(city: City, **spoil: Any) -> dict[str, Any]:
    return sealed_post(city.account, text_message(WHO, WISH, 1, CAME), city._machine_s(), **spoil)


@pytest.mark.parametrize(
    ("post", "status", "why"),
    [
        (forged, 401, "forged"),
        (unsigned, 401, "stale"),
        (stale, 401, "stale"),
        (ahead_of_time, 401, "stale"),
        (of_another_account, 401, "wrong_appid"),
        (plaintext, 403, "downgraded"),
        (no_tree, 400, "malformed_body"),
        (no_cipher, 400, "malformed_cipher"),
        (nobody_inside, 400, "malformed_fromusername"),
        (too_large, 413, "too_large"),
        (far_too_large, 413, "too_large"),
    ],
)
def test_a_bad_post_is_counted_and_leaves_no_row(
    city: City, post: Callable[[City], dict[str, Any]], status: int, why: str
) -> None:
    before, seen = ledger.rows(city), ledger.counted(city, "paiche_security_events_total", why=why)
    answer = city.client.post("/wechat/mp", **post(city))
    assert answer.status_code == status
    assert answer.json["error"]["request_id"] == answer.headers["X-Request-Id"]
    assert ledger.rows(city) == before
    assert ledger.counted(city, "paiche_security_events_total", why=why) == seen + 1


def test_the_openid_of_the_query_speaks_for_nobody(city: City) -> None:
    post = sealed_post(city.account, message("text", "o-guest-1", Content="我能做什么"), city._machine_s())
    post["query_string"]["openid"] = "o-dispatch"
    assert "不认识您" in opened(city.account, city.client.post("/wechat/mp", **post).data)


def test_a_post_as_large_as_allowed_is_read(city: City) -> None:
    post = good(city)
    assert city.client.post("/wechat/mp", **{**post, "data": post["data"].ljust(wire.BODY_MAX)}).status_code == 200


# --- what is answered ---


def test_the_address_is_verified_by_its_echo(city: City) -> None:
    account, stamp = city.account, str(city._machine_s())
    args = {"timestamp": stamp, "nonce": "n1", "signature": wire.signature(account.token, stamp, "n1")}
    plain = city.client.get("/wechat/mp", query_string={**args, "echostr": "2750417"})
    assert (plain.status_code, plain.text, plain.mimetype) == (200, "2750417", "text/plain")
    sealed = wire.encrypt(account, b"8861204")
    signed = {"msg_signature": wire.signature(account.token, stamp, "n1", sealed), "echostr": sealed}
    assert city.client.get("/wechat/mp", query_string={**args, **signed}).text == "8861204"
    for bad in ({"signature": "0" * 40}, {"timestamp": str(int(stamp) - 301)}, {"echostr": "<script>"}):
        assert city.client.get("/wechat/mp", query_string={**args, "echostr": "1", **bad}).status_code in (400, 401)


def test_json_is_answered_in_json(city: City) -> None:
    inner = {"ToUserName": "gh", "FromUserName": WHO, "CreateTime": CAME, "MsgType": "text", "MsgId": 2**62}
    post = sealed_post(city.account, json.dumps(inner | {"Content": "我能做什么"}), city._machine_s())
    sealed = wire.read_body(post["data"])[0]["Encrypt"]
    answer = city.client.post("/wechat/mp", **{**post, "data": json.dumps({"Encrypt": sealed}).encode()})
    assert answer.mimetype == "application/json" and {"Encrypt", "MsgSignature"} <= answer.json.keys()
    assert "您可以这样说" in opened(city.account, answer.data)


@pytest.mark.parametrize(("mode", "status"), [("secure", 403), ("compatible", 200), ("plain", 200)])
def test_plain_words_are_taken_only_where_configured(city: City, mode: str, status: int) -> None:
    settings = city.settings.model_copy(update={"wechat_mode": mode})
    client = create_app(settings, wechat=FakeSignIn(), nudge=lambda: None, clock=city.clock).test_client()
    answer = client.post("/wechat/mp", **plaintext(city))
    assert answer.status_code == status
    if status == 200:
        assert "【请确认】" in str(wire.read_body(answer.data)[0]["Content"])


def test_compatible_mode_takes_no_plain_words_that_claim_to_be_sealed(city: City) -> None:
    settings = city.settings.model_copy(update={"wechat_mode": "compatible"})
    client = create_app(settings, wechat=FakeSignIn(), nudge=lambda: None, clock=city.clock).test_client()
    post = plaintext(city)
    assert (
        client.post(
            "/wechat/mp", **{**post, "query_string": {**post["query_string"], "encrypt_type": "aes"}}
        ).status_code
        == 403
    )
    assert client.post("/wechat/mp", **good(city)).status_code == 200


def test_recognised_speech_is_read_like_text(city: City) -> None:
    heard = words_of(city, message("voice", MediaId="m1", Format="amr", Recognition=WISH))
    assert "【请确认】" in heard and "金坛区政府" in heard
    assert "没有听清" in words_of(city, message("voice", msg_id=42, MediaId="m2", Format="amr"))


def test_a_pin_is_where_the_car_comes(city: City) -> None:
    near_the_hospital = {"Location_X": "31.77483", "Location_Y": "119.96051", "Scale": 16, "Label": ""}
    taken = words_of(city, message("location", **near_the_hospital))
    assert "第二人民医院附近" in taken
    assert "第二人民医院→金坛区政府" in city.say(WHO, WISH)


def test_a_pin_in_the_middle_of_a_booking_moves_its_pickup(city: City) -> None:
    assert "市防汛办→金坛区政府" in city.say(WHO, WISH)
    moved = words_of(city, message("location", Location_X="31.8641", Location_Y="119.9978", Label="北广场"))
    assert "上车点改为 北广场" in moved and "北广场→金坛区政府" in moved
    ref = city.booked(WHO)
    assert "北广场→金坛区政府" in city.say(WHO, ref)


def test_a_pin_after_small_talk_is_kept_for_the_next_booking(city: City) -> None:
    city.say(WHO, "你好")
    taken = words_of(city, message("location", Location_X="31.8641", Location_Y="119.9978", Label="北广场"))
    assert "收到上车点 北广场" in taken and "几个人" in taken
    assert "北广场→金坛区政府" in city.say(WHO, WISH)


def test_a_pin_far_from_everywhere_is_asked_about(city: City) -> None:
    assert "文字说上车点" in words_of(
        city, message("location", Location_X="43.82", Location_Y="87.61", Label="乌鲁木齐")
    )


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("image", {"PicUrl": "http://mmbiz.example/1", "MediaId": "m"}, "图片"),
        ("video", {"MediaId": "m"}, "视频"),
        ("link", {"Title": "公告", "Url": "http://gov.example"}, "链接"),
        ("file", {"Title": "附件.pdf"}, "文字"),
        ("text", {"Content": ""}, "没有听懂"),
    ],
)
def test_what_cannot_be_read_is_answered_kindly(city: City, kind: str, fields: dict[str, str], said: str) -> None:
    before = ledger.business(city)
    assert said in words_of(city, message(kind, **fields))
    assert ledger.business(city) == before


def test_who_follows_is_welcomed_and_a_stranger_told_how_to_enrol(city: City) -> None:
    assert "欢迎使用派车" in words_of(city, event("subscribe"))
    assert "登记" in words_of(city, event("subscribe", openid="o-guest-1"))
    assert city.post(event("unsubscribe", at_s=CAME + 1)).data == b"success"
    assert "您可以这样说" in words_of(city, event("CLICK", at_s=CAME + 2, key="help"))
