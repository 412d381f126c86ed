"""What a tester says to the stand-ins, and what they answer."""

from datetime import datetime

import pytest

from emulators.server import create_app
from emulators.store import Delivery
from emulators.world import open_world


def custom(to: str, text: str) -> Delivery:
    return Delivery(to, "custom", text, {"touser": to, "text": {"content": text}})


def test_what_was_sent_is_listed_with_rising_ids(world, http):
    for text in ("一", "二", "三"):
        world.deliver(custom("o-zhangmin", text))
    world.deliver(custom("o-liqiang", "四"))
    found = http.get("/_sent?to=o-zhangmin").json
    assert [each["text"] for each in found] == ["一", "二", "三"]
    assert set(found[0]) == {"id", "at", "to", "kind", "text", "body"}
    assert found[0]["kind"] == "custom" and found[0]["body"]["text"] == {"content": "一"}
    assert http.get(f"/_sent?to=o-zhangmin&after={found[1]['id']}").json == found[2:]
    assert [each["text"] for each in http.get("/_sent").json] == ["一", "二", "三", "四"]
    assert http.get("/_sent?to=o-nobody").json == []


def test_ids_rise_over_a_restart(tmp_path):
    first = open_world(tmp_path)
    before = first.deliver(custom("o-zhangmin", "一"))
    first.store.close()
    second = open_world(tmp_path)
    assert second.deliver(custom("o-zhangmin", "二")) > before
    assert len(create_app(second).test_client().get("/_sent?to=o-zhangmin").json) == 2


def test_at_is_the_products_clock(world, http):
    http.post("/_clock", json={"to": "2030-11-24T08:00:00+08:00"})
    world.deliver(custom("o-zhangmin", "一"))
    assert http.get("/_sent").json[0]["at"].startswith("2030-11-24T08:00:0")
    assert http.get("/_sent").json[0]["at"].endswith("+08:00")


def test_the_clock_is_told_and_moved(http):
    moved = http.post("/_clock", json={"to": "2030-11-24T08:00"})
    assert moved.status_code == 200 and moved.json["now"].startswith("2030-11-24T08:00:0")
    assert datetime.fromisoformat(http.get("/_clock").json["now"]) >= datetime.fromisoformat(moved.json["now"])
    assert http.post("/_clock", json={"to": "2030-11-24T07:00"}).status_code == 409


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/_clock", {}),
        ("/_clock", {"to": "soon"}),
        ("/_clock", {"to": 7}),
        ("/_clock", {"to": "9999-12-31T23:59:59"}),
        ("/_clock", []),
        ("/_fault", {"target": "wechat"}),
        ("/_fault", {"target": "wechat", "mode": "tired"}),
        ("/_fault", {"target": "nobody", "mode": "ok"}),
        ("/_fault", {"target": "wechat", "mode": "ok", "count": 0}),
        ("/_fault", {"target": "wechat", "mode": "ok", "count": 1.5}),
        ("/_fault", {"target": "wechat", "mode": "ok", "count": True}),
        ("/_fault", {"target": "wechat", "mode": "ok", "count": "2"}),
        ("/_fault", {"target": "wechat", "mode": "timeout", "delay_s": -1}),
        ("/_fault", {"target": "wechat", "mode": "timeout", "delay_s": 10**400}),
        ("/_fault", {"target": "wechat", "mode": "late_callbacks"}),
        ("/_quota", {"openid": "o-zhangmin", "template_id": "T1"}),
        ("/_quota", {"openid": "o-zhangmin", "template_id": "T1", "quota": -1}),
    ],
)
def test_a_body_that_cannot_be_read_is_400(http, path, body):
    answer = http.post(path, json=body)
    assert answer.status_code == 400 and answer.json["error"]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"null"])
def test_bytes_that_are_no_json_are_400(http, raw):
    assert http.post("/_clock", data=raw).status_code == 400


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "９"])
def test_after_is_an_id(http, after):
    assert http.get("/_sent", query_string={"after": after}).status_code == 400


@pytest.mark.parametrize("target", ["didi", "wecom", "sms"])
def test_a_firm_that_does_not_exist_yet_is_404(http, target):
    assert http.post("/_fault", json={"target": target, "mode": "ok"}).status_code == 404


def test_an_unknown_control_is_404_in_json(http):
    answer = http.post("/_everything", json={})
    assert answer.status_code == 404 and answer.json["error"]
    assert http.get("/healthz").json == {"status": "ok"}
