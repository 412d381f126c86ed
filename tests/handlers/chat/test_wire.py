"""What a stranger, WeChat and somebody in between may post, and who of them is let in."""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat.wire import BODY_MAX, Account, WireRefusal, check_echo, open_message, seal_reply, signature
from tests.handlers.chat.posts import (
    APPID,
    COMPATIBLE,
    KEY,
    NONCE,
    NOW_S,
    PATIENT,
    PLAIN,
    SECURE,
    TOKEN,
    envelope,
    plain_args,
    refused,
    refused_inside,
    seal,
    sealed_args,
    text_xml,
    xml,
)

# --- modes ---


def test_plain_mode_reads_plain_words_and_asks_for_the_signature():
    message = open_message(PLAIN, plain_args(), text_xml(), machine_s=NOW_S)
    assert not message.sealed
    assert refused(PLAIN, {**plain_args(), "signature": "0" * 40}, text_xml()) == (401, "forged")


def test_secure_mode_refuses_plain_words_however_well_signed():
    assert refused(SECURE, plain_args(), text_xml()) == (403, "downgraded")
    assert refused(SECURE, sealed_args("anything"), text_xml()) == (403, "downgraded")


def test_compatible_mode_believes_the_sealed_half():
    encrypted = seal(text_xml("去无锡"))
    both = text_xml("去上海").replace(b"</xml>", f"<Encrypt>{encrypted}</Encrypt></xml>".encode())
    message = open_message(COMPATIBLE, sealed_args(encrypted), both, machine_s=NOW_S)
    assert (message.text, message.sealed) == ("去无锡", True)
    assert refused(COMPATIBLE, plain_args(), both) == (401, "forged")  # The sealed half without its signature.


def test_compatible_mode_reads_plain_words_only_where_no_seal_was_promised():
    assert open_message(COMPATIBLE, plain_args(), text_xml(), machine_s=NOW_S).text
    assert refused(COMPATIBLE, {**plain_args(), "encrypt_type": "aes"}, text_xml()) == (403, "downgraded")


def test_wecom_signs_the_sealed_half_only():
    encrypted = seal(text_xml())
    args = {name: value for name, value in sealed_args(encrypted).items() if name not in ("signature", "encrypt_type")}
    assert open_message(SECURE, args, envelope(encrypted), machine_s=NOW_S).sealed


# --- who and when ---


@pytest.mark.parametrize("name", ["signature", "msg_signature"])
@pytest.mark.parametrize("value", ["", "0" * 40, "签名", "\udcff"])
def test_a_forged_signature_is_refused(name, value):
    encrypted = seal(text_xml())
    assert refused(SECURE, {**sealed_args(encrypted), name: value}, envelope(encrypted)) == (401, "forged")


@pytest.mark.parametrize("missing", [("signature", "msg_signature"), ("msg_signature",)])
def test_a_missing_signature_is_refused(missing):
    encrypted = seal(text_xml())
    args = {name: value for name, value in sealed_args(encrypted).items() if name not in missing}
    assert refused(SECURE, args, envelope(encrypted)) == (401, "forged")


def test_a_body_exchanged_under_a_good_signature_is_refused():
    assert refused(SECURE, sealed_args(seal(text_xml("去无锡"))), envelope(seal(text_xml("去上海")))) == (401, "forged")


@pytest.mark.parametrize(("off_s", "accepted"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_posts_are_fresh_for_five_minutes_in_both_directions(off_s, accepted):
    encrypted = seal(text_xml())
    args = sealed_args(encrypted, NOW_S + off_s)
    if accepted:
        assert open_message(SECURE, args, envelope(encrypted), machine_s=NOW_S).text
    else:
        assert refused(SECURE, args, envelope(encrypted)) == (401, "stale")


@pytest.mark.parametrize("stamp", ["", "now", "-1", "１７９５４７８４００", "1e9", "9" * 5000])
def test_a_time_that_is_none_is_stale(stamp):
    args = {"timestamp": stamp, "nonce": NONCE, "signature": signature(TOKEN, stamp, NONCE)}
    assert refused(PLAIN, args, text_xml()) == (401, "stale")


def test_words_sealed_for_another_account_are_refused():
    assert refused_inside(text_xml(), appid="wx0000000000000002") == (401, "wrong_appid")
    assert refused_inside(text_xml(), appid=APPID[:-1]) == (401, "wrong_appid")


# --- malformed ---


@pytest.mark.parametrize("cut", [1, 4, 8, 20])
def test_a_truncated_cipher_is_malformed_even_when_signed(cut):
    encrypted = seal(text_xml())[:-cut]
    status, code = refused(SECURE, sealed_args(encrypted), envelope(encrypted))
    assert status == 400 and code.startswith("malformed")


@pytest.mark.parametrize("encrypted", ["===", "不是", "AAAA", "!" * 64])
def test_a_cipher_that_is_none_is_malformed(encrypted):
    assert refused(SECURE, sealed_args(encrypted), envelope(encrypted)) == (400, "malformed_cipher")


@pytest.mark.parametrize("encrypted", ["", None, 7, ["a"], {"a": "b"}])
def test_an_encrypt_element_without_words_is_malformed(encrypted):
    assert refused(SECURE, sealed_args(""), json.dumps({"Encrypt": encrypted}).encode()) == (400, "malformed_cipher")


@pytest.mark.parametrize("last", [0, 255])
def test_padding_out_of_range_is_malformed(last):
    fill = 16 - (20 + len(text_xml()) + len(APPID)) % 16
    assert refused_inside(text_xml(), pad=bytes([1]) * (fill - 1) + bytes([last])) == (400, "malformed_padding")


def test_padding_of_more_than_32_bytes_is_malformed_even_when_all_are_equal():
    fill = 48 - (20 + len(text_xml()) + len(APPID)) % 16
    assert 32 < fill <= 48
    assert refused_inside(text_xml(), pad=bytes([fill]) * fill) == (400, "malformed_padding")


def test_padding_of_unequal_bytes_is_malformed():
    fill = 32 - (20 + len(text_xml()) + len(APPID)) % 32
    assert refused_inside(text_xml(), pad=b"\x00" * (fill - 1) + bytes([fill])) == (400, "malformed_padding")


@pytest.mark.parametrize("length", [0, 100_000, 0xFFFFFFFF])
def test_a_length_beyond_the_sealed_bytes_is_malformed(length):
    assert refused_inside(text_xml(), length=length) == (400, "malformed_length")


BOMB = b'<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><FromUserName>&b;</FromUserName></xml>'
DOCTYPES = [
    BOMB,
    b'<!DOCTYPE xml SYSTEM "http://192.0.2.1/x.dtd"><xml><FromUserName>o</FromUserName></xml>',
    b'<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><FromUserName>&f;</FromUserName></xml>',
    b"<!DOCTYPE xml><xml><FromUserName>o</FromUserName></xml>",
]


@pytest.mark.parametrize("body", DOCTYPES)
def test_entities_and_doctypes_are_refused_outside_and_inside(body):
    assert refused(PLAIN, plain_args(), body) == (400, "malformed_body")
    assert refused_inside(body) == (400, "malformed_body")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        b"<xml>",
        b"<xml/>",
        b"<xml>words</xml>",
        b"<html><FromUserName>o</FromUserName></html>",
        b"<xml><a></b></xml>",
        b"<xml><a>\x00</a></xml>",
        b"<xml>" + b"<a>" * 5000,
        b"<xml>" + b"<a>" * 30 + b"</a>" * 30 + b"</xml>",
        b"{",
        b"[1]",
        b'{"a":' * 100_000,
        b'{"a":' + b"[" * 400 + b"]" * 400 + b"}",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b'{"a": ' + b"9" * 10_000 + b"}",
    ],
)
def test_bodies_that_are_neither_xml_nor_json_of_ours(body):
    assert refused(PLAIN, plain_args(), body) == (400, "malformed_body")
    if body:
        assert refused_inside(body) == (400, "malformed_body")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"FromUserName": "", "MsgType": "text", "MsgId": 1}, "malformed_fromusername"),
        ({"FromUserName": "a b", "MsgType": "text", "MsgId": 1}, "malformed_fromusername"),
        ({"FromUserName": "o" * 65, "MsgType": "text", "MsgId": 1}, "malformed_fromusername"),
        ({"FromUserName": "<a>o</a>", "MsgType": "text", "MsgId": 1}, "malformed_fromusername"),
        ({"CreateTime": "today", "MsgType": "event", "Event": "CLICK"}, "malformed_createtime"),
        ({"CreateTime": "", "MsgType": "event", "Event": "CLICK"}, "malformed_createtime"),
        ({"MsgType": "text", "Content": "去无锡"}, "malformed_msgid"),
        ({"MsgType": "text", "Content": "去无锡", "MsgId": "9" * 33}, "malformed_msgid"),
    ],
)
def test_a_message_without_sender_time_or_id_is_malformed(fields, code):
    assert refused_inside(xml(**fields)) == (400, code)


def test_a_megabyte_is_read_and_one_byte_more_is_not():
    whole = text_xml("x" * 500_000)
    padded = whole + b" " * (BODY_MAX - len(whole))
    assert open_message(PLAIN, plain_args(), padded, machine_s=NOW_S).text
    assert refused(PLAIN, plain_args(), padded + b" ") == (413, "too_large")


# --- the echo ---


def test_the_echo_is_answered_plain_and_sealed():
    assert check_echo(SECURE, {**plain_args(), "echostr": "5927446571"}, machine_s=NOW_S) == "5927446571"
    encrypted = seal(b"5927446571")
    args = {**sealed_args(encrypted), "echostr": encrypted}
    assert check_echo(SECURE, args, machine_s=NOW_S) == "5927446571"
    del args["signature"]
    assert check_echo(SECURE, args, machine_s=NOW_S) == "5927446571"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"signature": "0"}, 401), ({"timestamp": "1"}, 401), ({"echostr": ""}, 400), ({"echostr": "<script>"}, 400)],
)
def test_a_bad_echo_is_refused(change, status):
    with pytest.raises(WireRefusal) as found:
        check_echo(SECURE, {**plain_args(), "echostr": "1", **change}, machine_s=NOW_S)
    assert found.value.status == status


def test_the_echo_does_not_unseal_a_message_for_whoever_overheard_it():
    encrypted = seal(text_xml())
    with pytest.raises(WireRefusal) as found:
        check_echo(SECURE, {**sealed_args(encrypted), "echostr": encrypted}, machine_s=NOW_S)
    assert found.value.code == "malformed_echo"


# --- whatever the bytes are ---


def settle(account: Account, args: dict[str, str], body: bytes) -> None:
    try:
        message = open_message(account, args, body, machine_s=NOW_S)
    except WireRefusal as refusal:
        assert refusal.status in (400, 401, 403, 413)
    else:
        assert message.sender and len(message.key) <= 120
        assert isinstance(message.entries, list)
        seal_reply(account, message, message.text, machine_s=NOW_S, nonce="n")


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=10,
)
names = st.sampled_from(
    [
        "FromUserName",
        "ToUserName",
        "CreateTime",
        "MsgType",
        "MsgId",
        "Content",
        "Event",
        "EventKey",
        "List",
        "Encrypt",
        "Location_X",
        "Location_Y",
        "SendLocationInfo",
    ]
)


@settings(PATIENT, max_examples=300)
@given(
    st.binary(max_size=200) | st.text(alphabet='<>/xml!&;[]{}":CDATAFromUserName \x00é', max_size=80).map(str.encode)
)
def test_any_bytes_are_a_message_or_a_refusal(body):
    encrypted = seal(body)
    settle(SECURE, sealed_args(encrypted), envelope(encrypted))
    settle(PLAIN, plain_args(), body)
    settle(COMPATIBLE, plain_args(), body)


@settings(PATIENT, max_examples=300)
@given(st.dictionaries(names, json_values | st.sampled_from(["event", "text", "1", "o-zhangmin"])))
def test_any_fields_are_a_message_or_a_refusal(fields):
    settle(SECURE, plain_args(), json.dumps(fields).encode())
    inner = json.dumps({"FromUserName": "o-zhangmin", "CreateTime": 1, "MsgType": "event", **fields}).encode()
    encrypted = seal(inner)
    settle(SECURE, sealed_args(encrypted), envelope(encrypted, "json"))


@PATIENT
@given(st.binary(max_size=160))
def test_any_sealed_bytes_are_a_message_or_a_refusal(raw):
    encrypted = base64.b64encode(raw).decode()
    settle(SECURE, sealed_args(encrypted), envelope(encrypted))


@PATIENT
@given(
    st.dictionaries(
        st.sampled_from(["timestamp", "nonce", "signature", "msg_signature", "encrypt_type", "echostr"]),
        st.text(max_size=50),
    )
)
def test_any_query_is_an_echo_or_a_refusal(args):
    settle(SECURE, args, text_xml())
    for account in (SECURE, PLAIN):
        with pytest.raises(WireRefusal):
            check_echo(account, args, machine_s=NOW_S)


def test_an_account_with_a_bad_key_does_not_start():
    with pytest.raises(ValueError):
        Account(APPID, TOKEN, "short", "secure")


def test_secrets_do_not_show():
    assert TOKEN not in repr(SECURE) and KEY not in repr(SECURE)
