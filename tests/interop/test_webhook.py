"""The whole webhook, from the first byte of another library's post to the last byte of our answer."""

import time

import pytest

from app.kernel.db import Base, make_engine
from app.kernel.settings import Settings
from handlers import create_app
from tests.interop import speech


class NobodySignsIn:
    def openid(self, code: str) -> None: ...

    def phone(self, code: str) -> None: ...


@pytest.fixture
def http(tmp_path):
    settings = Settings(paiche_var=tmp_path, database_url=f"sqlite:///{tmp_path / 'city.sqlite3'}")
    Base.metadata.create_all(make_engine(settings.sql_url))
    return create_app(settings, wechat=NobodySignsIn(), nudge=lambda: None).test_client()


@pytest.mark.parametrize("wire", ["xml", "json"])
def test_a_stranger_is_answered_in_words_the_peer_can_open(http, peer, wire):
    args, body = speech.sealed(peer, "明早8点三人去无锡东站", wire, at_s=int(time.time()))
    answer = http.post("/wechat/mp", query_string=args, data=body)
    assert answer.status_code == 200
    reply = speech.opened(peer, answer.data, wire)
    assert reply["Content"] and (reply["ToUserName"], reply["FromUserName"]) == ("o-zhangmin", "gh_city")


def test_a_repeat_sealed_anew_gets_the_first_answers_bytes(http, peer):
    first, again = (
        http.post("/wechat/mp", query_string=args, data=body)
        for args, body in (speech.sealed(peer, "我能做什么", "xml", at_s=int(time.time())) for _ in range(2))
    )
    assert first.data == again.data and first.status_code == again.status_code == 200


@pytest.mark.parametrize(
    ("change", "statuses"),
    [
        ({"msg_signature": "0" * 40}, {401, 403}),
        ({"signature": "签名"}, {401, 403}),
        ({"timestamp": "1"}, {401, 403}),
    ],
)
def test_a_forged_post_is_turned_away(http, peer, change, statuses):
    args, body = speech.sealed(peer, "去无锡", "xml", at_s=int(time.time()))
    assert http.post("/wechat/mp", query_string={**args, **change}, data=body).status_code in statuses


def test_the_first_handshake_is_answered_with_its_echo(http, peer):
    args, _ = speech.sealed(peer, "", "xml", at_s=int(time.time()))
    answer = http.get("/wechat/mp", query_string={**args, "msg_signature": None, "echostr": "5927446571"})
    assert answer.status_code == 200 and answer.text == "5927446571"
