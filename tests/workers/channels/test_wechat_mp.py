"""Our line out to WeChat, spoken with a stand-in over a real socket and, for the shared token, a real Redis."""

import json
import logging
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, jsonify, request
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from emulators.faults import Fault
from emulators.server import serving
from tests import lanes
from workers.channels.port import Identity, Phone, Refusal, Sent, Unreachable, Verdict, in_parts
from workers.channels.wechat_mp import WechatMp

ROOT = Path(__file__).parents[3]
APPID, SECRET = "wxdemo0000000001", "paiche-demo-secret"
TOKEN_NAME = f"wechat:{APPID}:token"
TRIP = {"thing1": "无锡东站", "car_number2": "苏D0A123"}


@pytest.fixture
def line(wechat_server) -> Callable[..., WechatMp]:
    def open_line(redis: Redis | None = None, *, secret: str = SECRET, timeout_s: float = 3) -> WechatMp:
        return WechatMp(appid=APPID, secret=secret, base_url=wechat_server.base_url, redis=redis, timeout_s=timeout_s)

    return open_line


@pytest.fixture
def no_redis() -> Redis:
    """A Redis that nobody answers for."""
    return Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0))


# --- what is sent ---


def test_a_text_arrives_as_it_was_written(line, wechat_server):
    assert line().send_text("o-zhangmin", "已派车 🚗 <b>&amp;\n苏D·0A123") == Sent()
    assert [each["text"] for each in wechat_server.arrived("o-zhangmin")] == ["已派车 🚗 <b>&amp;\n苏D·0A123"]


def test_a_long_text_arrives_as_several_in_order(line, wechat_server):
    lines = [f"{n}. YC20261123-{n:04d} 11-24 08:00 3人 无锡东站" for n in range(1, 101)]
    assert line().send_text("o-zhangmin", "\n".join(lines)) == Sent()
    arrived = [each["text"] for each in wechat_server.arrived("o-zhangmin")]
    assert len(arrived) > 1 and "\n".join(arrived).split("\n") == lines


def test_parts_keep_the_limit_and_lose_no_character():
    assert in_parts("派" * 1000, 2048) == ["派" * 682, "派" * 318]
    assert in_parts("一\n二", 7) == ["一\n二"] and in_parts("一\n二", 6) == ["一", "二"]
    assert in_parts("\n\n", 10) == []


def test_a_subscribe_message_needs_an_acceptance(line, wechat_server):
    wechat_server.world.store.set_quota("o-zhangmin", "T1", 1)
    sent = line().send_subscribe("o-zhangmin", "T1", TRIP, page="pages/trip?ref=YC20261123-0007")
    assert isinstance(sent, Sent) and int(sent.message_id) > 2**53
    again = line().send_subscribe("o-zhangmin", "T1", TRIP)
    assert isinstance(again, Refusal) and (again.code, again.errcode) == ("no_quota", 43101)
    (arrived,) = wechat_server.arrived("o-zhangmin")
    assert arrived["body"]["page"] == "pages/trip?ref=YC20261123-0007"


def test_codes_tell_who_somebody_is_and_never_the_session_key(line):
    found = line().code_to_session("demo:o-zhangmin")
    assert found == Identity("o-zhangmin", "u-o-zhangmin")
    assert line().phone_number("demo:13800001234") == Phone("13800001234")
    assert "1380000" not in repr(line().phone_number("demo:13800001234"))


def test_signing_in_needs_no_token(line, wechat_server):
    line().code_to_session("demo:o-zhangmin")
    assert wechat_server.tokens.fetches == 0


def test_the_text_check_gives_its_verdict(line):
    assert line().check_text("o-zhangmin", "明早8点去无锡", 2) == Verdict("pass", 100)
    assert line().check_text("o-zhangmin", "【违规】", 2).suggest == "risky"


# --- no, as a value ---


@pytest.mark.parametrize(
    ("call", "code", "errcode"),
    [
        (lambda line: line.send_text("张敏", "一"), "bad_openid", 40003),
        (lambda line: line.send_text("o-zhangmin", ""), "empty", 44004),
        (lambda line: line.send_subscribe("o-zhangmin", "", TRIP), "bad_template", 40037),
        (lambda line: line.send_subscribe("o-zhangmin", "T1", {"car_number2": "苏D·0A123"}), "bad_template", 47003),
        (lambda line: line.send_subscribe("o-zhangmin", "T1", TRIP, page="https://x"), "bad_template", 41030),
        (lambda line: line.code_to_session("071abc"), "bad_code", 40029),
        (lambda line: line.phone_number("071abc"), "bad_code", 40029),
        (lambda line: line.check_text("o-zhangmin", "派" * 2501, 2), "too_long", 45002),
    ],
)
def test_a_refusal_has_our_code_and_wechats(line, call, code, errcode):
    found = call(line())
    assert isinstance(found, Refusal) and (found.code, found.errcode) == (code, errcode)


def test_a_closed_window_is_a_refusal(line, wechat_server):
    wechat_server.world.faults.order("wechat", Fault("refuse"))
    found = line().send_text("o-zhangmin", "一")
    assert isinstance(found, Refusal) and (found.code, found.errcode) == ("window_closed", 45015)


# --- silence, as an exception ---


@pytest.mark.parametrize("fault", [Fault("http500"), Fault("timeout", delay_s=2)])
def test_silence_raises_within_the_timeout(line, wechat_server, fault):
    wechat_server.world.faults.order("wechat", fault)
    started = time.monotonic()
    for call in (
        lambda: line(timeout_s=0.3).send_text("o-zhangmin", "一"),
        lambda: line(timeout_s=0.3).code_to_session("c"),
    ):
        with pytest.raises(Unreachable):
            call()
    assert time.monotonic() - started < 1.5


def test_nobody_there_raises():
    line = WechatMp(appid=APPID, secret=SECRET, base_url="http://127.0.0.1:1", redis=None, timeout_s=1)
    with pytest.raises(Unreachable):
        line.send_text("o-zhangmin", "一")


def test_an_account_not_set_up_is_silence_and_no_fault_of_the_message(line):
    with pytest.raises(Unreachable, match="40125"):
        line(secret="wrong").send_text("o-zhangmin", "一")
    with pytest.raises(Unreachable, match="40125"):
        line(secret="wrong").code_to_session("demo:o-zhangmin")


def scripted(*replies: object) -> Flask:
    """A WeChat that says these things in this order, and after that the last one for ever."""
    app, left = Flask("scripted"), list(replies)
    app.config["calls"] = []

    @app.route("/<path:path>", methods=["GET", "POST"])
    def say(path: str):
        app.config["calls"].append(path)
        if path == "cgi-bin/stable_token":
            return jsonify(access_token=f"t{len(app.config['calls'])}", expires_in=7200)
        reply = left.pop(0) if len(left) > 1 else left[0]
        assert request.method == "POST"
        return reply if isinstance(reply, str) else jsonify(reply)

    return app


@pytest.mark.parametrize(
    "reply",
    [
        {"errcode": -1, "errmsg": "system error"},
        {"errcode": 45009, "errmsg": "reach max api daily quota limit"},
        {"errcode": "many", "errmsg": ""},
        "<html>bad gateway</html>",
        "[]",
    ],
)
def test_busy_limited_or_garbled_is_silence(reply):
    with serving(scripted(reply)) as address, pytest.raises(Unreachable):
        WechatMp(appid=APPID, secret=SECRET, base_url=address, redis=None, timeout_s=2).send_text("o-zhangmin", "一")


def test_a_reply_of_another_shape_is_silence():
    with serving(scripted({"errcode": 0})) as address, pytest.raises(Unreachable):
        WechatMp(appid=APPID, secret=SECRET, base_url=address, redis=None, timeout_s=2).phone_number("demo:13800001234")


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_a_token_refused_for_ever_is_tried_twice_and_no_more(errcode):
    app = scripted({"errcode": errcode, "errmsg": "invalid credential"})
    with serving(app) as address, pytest.raises(Unreachable, match=str(errcode)):
        WechatMp(appid=APPID, secret=SECRET, base_url=address, redis=None, timeout_s=2).send_text("o-zhangmin", "一")
    assert app.config["calls"].count("cgi-bin/message/custom/send") == 2
    assert app.config["calls"].count("cgi-bin/stable_token") == 2


def test_a_redirect_is_not_followed():
    app = Flask("elsewhere")
    app.add_url_rule(
        "/<path:path>", "go", lambda path: ("", 307, {"Location": "http://127.0.0.1:1/"}), methods=["POST"]
    )
    with serving(app) as address, pytest.raises(Unreachable, match="TooManyRedirects"):
        WechatMp(appid=APPID, secret=SECRET, base_url=address, redis=None, timeout_s=2).send_text("o-zhangmin", "一")


# --- secrets stay here ---


def test_neither_logs_nor_tracebacks_tell_a_secret(line, wechat_server, caplog):
    caplog.set_level(logging.DEBUG)
    told, code, words = [], "demo:o-secretly", "悄悄话"  # Not in the lines below, which a traceback may show.
    for how in ("ok", "http500", "timeout"):
        wechat_server.world.faults.order("wechat", Fault(how, delay_s=1))
        one = line(timeout_s=0.3)
        for call in (lambda: one.code_to_session(code), lambda: one.send_text("o-zhangmin", words)):  # noqa: B023
            try:
                call()
            except Unreachable as error:
                assert error.__context__ is None and error.__cause__ is None
                told.append("".join(traceback.format_exception(error)))
    told.append("\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records))
    tokens = [*wechat_server.tokens.ends]
    assert len(told) == 5 and tokens and "jscode2session" in told[-1]
    for secret in (SECRET, code, words, *tokens):
        assert all(secret not in each for each in told)


# --- one token for everybody ---


@pytest.mark.redis
def test_twelve_cold_clients_fetch_one_token(line, wechat_server, redis):
    lines, gate = [line(redis) for _ in range(12)], threading.Barrier(12)

    def send(one: WechatMp) -> Sent | Refusal:
        gate.wait()
        return one.send_text("o-zhangmin", "一")

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(send, lines)) == {Sent()}
    assert wechat_server.tokens.fetches == 1


PROCESS = """
import sys
from redis import Redis
from workers.channels.wechat_mp import WechatMp
server = Redis.from_url(sys.argv[4])
server.connection_pool.connection_kwargs["db"] = int(sys.argv[5])
line = WechatMp(appid=sys.argv[1], secret=sys.argv[2], base_url=sys.argv[3], redis=server, timeout_s=5)
sys.stdin.readline()
print(line.send_text("o-zhangmin", "一"))
"""


@pytest.mark.redis
def test_cold_processes_fetch_one_token(wechat_server, redis):
    where = (lanes.redis_url() or "", str(redis.connection_pool.connection_kwargs["db"]))
    arguments = [sys.executable, "-c", PROCESS, APPID, SECRET, wechat_server.base_url, *where]
    processes = [
        subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert {process.communicate(timeout=60)[0].strip() for process in processes} == {"Sent(message_id='')"}
    assert wechat_server.tokens.fetches == 1


@pytest.mark.redis
def test_a_flushed_redis_costs_one_fetch_and_no_message(line, wechat_server, redis):
    one, other = line(redis), line(redis)
    assert one.send_text("o-zhangmin", "一") == Sent()
    redis.flushdb()
    assert other.send_text("o-zhangmin", "二") == one.send_text("o-zhangmin", "三") == Sent()
    assert wechat_server.tokens.fetches == 2


@pytest.mark.redis
@pytest.mark.parametrize("stored", ["", "{", "[]", "[1]", json.dumps(["old", 1.0])])
def test_nonsense_in_redis_is_as_good_as_nothing(line, redis, stored):
    redis.set(TOKEN_NAME, stored)
    assert line(redis).send_text("o-zhangmin", "一") == Sent()


@pytest.mark.redis
def test_the_lock_of_a_dead_process_holds_nobody_for_long(line, redis, monkeypatch):
    monkeypatch.setattr("workers.channels.tokens.WAIT_S", 0.2)
    redis.set(f"{TOKEN_NAME}:lock", "nobody", px=60_000)
    assert line(redis).send_text("o-zhangmin", "一") == Sent()


@pytest.mark.redis
def test_an_expired_token_is_renewed_once_for_all(line, wechat_server, redis):
    lines = [line(redis) for _ in range(3)]
    lines[0].send_text("o-zhangmin", "一")
    wechat_server.tokens.expire()
    assert {each.send_text("o-zhangmin", "二") for each in lines} == {Sent()}
    assert wechat_server.tokens.fetches == 2


@pytest.mark.redis
def test_a_token_that_wechat_disowns_but_still_hands_out_is_forced_once(line, wechat_server, redis):
    lines = [line(redis) for _ in range(3)]
    lines[0].send_text("o-zhangmin", "一")
    wechat_server.tokens.revoke()
    assert {each.send_text("o-zhangmin", "二") for each in lines} == {Sent()}
    assert wechat_server.tokens.fetches == 3  # The first, the same again, the forced one.
    assert redis.ttl(f"{TOKEN_NAME}:forced") > 0


def test_without_redis_each_process_keeps_its_own(line, wechat_server, no_redis):
    one = line(no_redis)
    assert [one.send_text("o-zhangmin", text) for text in "一二三"] == [Sent()] * 3
    assert wechat_server.tokens.fetches == 1


def test_without_redis_a_disowned_token_is_forced_too(line, wechat_server, no_redis):
    one = line(no_redis)
    one.send_text("o-zhangmin", "一")
    wechat_server.tokens.revoke()
    assert one.send_text("o-zhangmin", "二") == Sent()


def test_a_redis_that_is_down_is_left_alone_for_a_while(line):
    calls = []

    class Down(Redis):
        def execute_command(self, *args, **options):
            calls.append(args[0])
            return super().execute_command(*args, **options)

    one = line(Down(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0)))
    for text in "一二三":
        assert one.send_text("o-zhangmin", text) == Sent()
    assert len(calls) == 1
