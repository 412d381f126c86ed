"""What a message says, in XML and JSON alike, and the words that go back.  Our seals are opened by wechatpy's code."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from handlers.chat.wire import CONTENT_MAX, fit, open_message, seal_reply, split_words
from tests.handlers.chat.posts import (
    APPID,
    KEY,
    NOW_S,
    PATIENT,
    PLAIN,
    SECURE,
    TOKEN,
    envelope,
    opened,
    opened_json,
    plain_args,
    seal,
    sealed_args,
    text_xml,
    xml,
)

# --- what is read ---


@pytest.mark.parametrize("words", ["明早8点三人去无锡", "去🚗站👨‍👩‍👧", "a &amp; b <b>粗</b>", " 两\n行 "])
def test_sealed_words_arrive_as_they_were_typed(words):
    message = opened(text_xml(words))
    assert (message.kind, message.text, message.sender) == ("text", words, "o-zhangmin")
    assert (message.channel, message.account, message.to_user) == ("wechat_mp", APPID, "gh_city")
    assert message.sealed and message.wire == "xml" and message.created_at_s == NOW_S


def test_json_says_the_same_as_xml_and_keeps_all_64_bits_of_the_id():
    message = opened_json(MsgType="text", Content="确认", MsgId=9_223_372_036_854_775_807)
    assert (message.text, message.wire, message.key) == ("确认", "json", "o-zhangmin:9223372036854775807")


def test_a_repeat_has_the_same_key_though_sealed_anew():
    first, again = opened(text_xml(msg_id=7)), opened(text_xml(msg_id=7))
    assert first.key == again.key == "o-zhangmin:7"
    assert first == again
    assert opened(text_xml(msg_id=8)).key != first.key


def test_an_event_repeats_by_sender_and_second():
    assert opened(xml(MsgType="event", Event="subscribe")).key == f"e:o-zhangmin:{NOW_S}"


def test_the_openid_of_the_query_means_nothing():
    encrypted = seal(text_xml())
    args = {**sealed_args(encrypted), "openid": "o-juzhang"}
    assert open_message(SECURE, args, envelope(encrypted), machine_s=NOW_S).sender == "o-zhangmin"


def test_a_voice_speaks_only_where_wechat_recognised_it():
    heard = opened(xml(MsgType="voice", MediaId="m1", Format="amr", Recognition="去无锡", MsgId=1))
    unheard = opened(xml(MsgType="voice", MediaId="m1", Format="amr", MsgId=2))
    assert (heard.text, heard.has_recognition, heard.media_id) == ("去无锡", True, "m1")
    assert (unheard.kind, unheard.text, unheard.has_recognition) == ("voice", "", False)


@pytest.mark.parametrize(
    "fields",
    [
        {
            "MsgType": "location",
            "Location_X": "31.81",
            "Location_Y": "119.97",
            "Scale": 15,
            "Label": "市政府",
            "MsgId": 3,
        },
        {
            "MsgType": "event",
            "Event": "location_select",
            "SendLocationInfo": "<Location_X>31.81</Location_X><Location_Y>119.97</Location_Y><Label>市政府</Label>",
        },
    ],
)
def test_a_pin_has_latitude_first(fields):
    assert opened(xml(**fields)).location == (31.81, 119.97, "市政府")


def test_a_reported_position_is_a_location_without_a_label():
    message = opened_json(MsgType="event", Event="LOCATION", Latitude=31.81, Longitude=119.97, Precision=40)
    assert (message.event, message.location) == ("LOCATION", (31.81, 119.97, ""))


@pytest.mark.parametrize("lat", ["", "nan", "inf", "91", "north"])
def test_a_pin_off_the_earth_is_none(lat):
    assert opened(xml(MsgType="location", Location_X=lat, Location_Y="119.97", MsgId=3)).location is None


@pytest.mark.parametrize(
    ("fields", "event", "key"),
    [
        ({"Event": "CLICK", "EventKey": "my_orders"}, "CLICK", "my_orders"),
        ({"Event": "VIEW", "EventKey": "https://example.org/m/"}, "VIEW", "https://example.org/m/"),
        ({"Event": "subscribe", "EventKey": "qrscene_12"}, "subscribe", "qrscene_12"),
        ({"Event": "unsubscribe"}, "unsubscribe", ""),
        ({"Event": "user_enter_tempsession", "SessionFrom": "trip:7"}, "user_enter_tempsession", "trip:7"),
        ({"Event": "view_miniprogram", "EventKey": "pages/index"}, "view_miniprogram", "pages/index"),
    ],
)
def test_events_name_themselves_and_their_key(fields, event, key):
    message = opened(xml(MsgType="event", **fields))
    assert (message.kind, message.event, message.event_key, message.text) == ("event", event, key, "")


ACCEPTED = {"TemplateId": "T1", "SubscribeStatusString": "accept", "PopupScene": "0"}
REJECTED = {"TemplateId": "T2", "SubscribeStatusString": "reject", "PopupScene": "0"}


@pytest.mark.parametrize(
    ("found", "entries"), [(ACCEPTED, [ACCEPTED]), ([ACCEPTED, REJECTED], [ACCEPTED, REJECTED]), ("?", []), (None, [])]
)
def test_entries_of_a_subscription_are_a_list_whether_one_or_several(found, entries):
    assert opened_json(MsgType="event", Event="subscribe_msg_popup_event", List=found).entries == entries


def test_entries_of_a_subscription_in_xml_lie_one_level_deeper():
    one = "<List><TemplateId>T1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>"
    for times in (1, 2):
        message = opened(xml(MsgType="event", Event="subscribe_msg_popup_event", SubscribeMsgPopupEvent=one * times))
        assert message.entries == [{"TemplateId": "T1", "SubscribeStatusString": "accept"}] * times


@pytest.mark.parametrize("kind", ["image", "video", "link", "miniprogrampage"])
def test_other_kinds_keep_their_name_and_their_title(kind):
    message = opened(xml(MsgType=kind, Title="公函", MediaId="m9", MsgId=5))
    assert (message.kind, message.text, message.media_id) == (kind, "公函", "m9")


def test_a_kind_of_next_year_is_unknown():
    assert opened(xml(MsgType="hologram", MsgId=5)).kind == "unknown"


def test_control_characters_of_json_do_not_reach_the_core():
    assert opened_json(MsgType="text", Content="去\u0000无\u0008锡", MsgId=1).text == "去无锡"


# --- the reply ---


def unsealed(body: bytes) -> dict[str, str]:
    """By wechatpy's code: signature, AppID and XML or JSON."""
    tree = json.loads(body) if body.startswith(b"{") else None
    found = tree or dict(read_flat(body.decode()))
    inner = WeChatCrypto(TOKEN, KEY, APPID).decrypt_message(
        {"Encrypt": found["Encrypt"]}, found["MsgSignature"], str(found["TimeStamp"]), found["Nonce"]
    )
    return json.loads(inner) if tree else dict(read_flat(inner))


def read_flat(text: str) -> list[tuple[str, str]]:
    return [(element.tag, element.text or "") for element in ElementTree.fromstring(text)]


@pytest.mark.parametrize("words", ["收到", "a ]]> b ]]]]>", "🚗 &amp; <b>", "第一行\n第二行", "]]>"])
def test_the_reply_is_sealed_when_the_message_was(words):
    body, content_type = seal_reply(SECURE, opened(text_xml()), words, machine_s=NOW_S, nonce="n-8")
    reply = unsealed(body)
    assert content_type.startswith("application/xml")
    assert (reply["Content"], reply["MsgType"]) == (words, "text")
    assert (reply["ToUserName"], reply["FromUserName"]) == ("o-zhangmin", "gh_city")


def test_json_is_answered_in_json():
    message = opened_json(MsgType="text", Content="确认", MsgId=1)
    body, content_type = seal_reply(SECURE, message, "收到 ]]> 🚗", machine_s=NOW_S, nonce="n-8")
    assert content_type.startswith("application/json")
    assert unsealed(body)["Content"] == "收到 ]]> 🚗"


def test_plain_words_are_answered_in_plain_words():
    message = open_message(PLAIN, plain_args(), text_xml(), machine_s=NOW_S)
    body, _ = seal_reply(PLAIN, message, "收到\x00\x1b", machine_s=NOW_S, nonce="n-8")
    assert dict(read_flat(body.decode()))["Content"] == "收到"


@pytest.mark.parametrize("nothing", ["", " \n", "\x00"])
def test_no_words_are_success(nothing):
    assert seal_reply(SECURE, opened(text_xml()), nothing, machine_s=NOW_S, nonce="n")[0] == b"success"


def test_a_long_reply_is_cut_between_characters():
    body, _ = seal_reply(SECURE, opened(text_xml()), "派" * 1000, machine_s=NOW_S, nonce="n")
    assert unsealed(body)["Content"] == "派" * (CONTENT_MAX // 3)


def test_long_words_are_split_between_lines():
    lines = [f"{n}. YC20261123-{n:04d} 11-24 08:00 3人 无锡东站" for n in range(1, 101)]
    parts = split_words("\n".join(lines))
    assert len(parts) > 1 and "\n".join(parts).split("\n") == lines
    assert split_words("") == [] and split_words("短") == ["短"]


@PATIENT
@given(st.text(max_size=400), st.integers(4, 60))
def test_splitting_keeps_every_visible_character_and_the_limit(text, limit):
    parts = split_words(text, limit)
    assert all(0 < len(part.encode()) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(fit(text, 10_000).split())
