"""`python -m emulators` as a process: quick to start, many callers at once, gone when told."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_MAX_S = 10  # About one second on an idle machine.


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(base: str, path: str, body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(base + path, data), timeout=10) as answer:
        return json.load(answer)


@pytest.fixture
def running(tmp_path):
    port = free_port()
    variables = {**os.environ, "HOST": "127.0.0.1", "EMULATOR_PORT": str(port), "PAICHE_VAR": str(tmp_path / "var")}
    process = subprocess.Popen([sys.executable, "-m", "emulators"], cwd=ROOT, env=variables)
    base, give_up = f"http://127.0.0.1:{port}", time.monotonic() + START_MAX_S
    while time.monotonic() < give_up:
        try:
            ask(base, "/healthz")
            break
        except urllib.error.URLError:
            time.sleep(0.05)
    yield process, base
    process.kill()
    process.wait()


def test_many_callers_at_once_all_arrive(running):
    _, base = running
    client = {"grant_type": "client_credential", "appid": "wxdemo0000000001", "secret": "paiche-demo-secret"}
    token = ask(base, "/wechat/cgi-bin/stable_token", client)["access_token"]

    def send(n: int) -> int:
        body = {"touser": "o-zhangmin", "msgtype": "text", "text": {"content": str(n)}}
        return ask(base, f"/wechat/cgi-bin/message/custom/send?access_token={token}", body)["errcode"]

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(send, range(100))) == {0}
    found = ask(base, "/_sent?to=o-zhangmin")
    assert sorted(int(each["text"]) for each in found) == list(range(100))


def test_sigterm_ends_it_cleanly_even_while_a_call_hangs(running):
    process, base = running
    ask(base, "/_fault", {"target": "wechat", "mode": "timeout"})
    with socket.create_connection(("127.0.0.1", int(base.rsplit(":", 1)[1]))) as hanging:
        hanging.sendall(b"GET /wechat/cgi-bin/token HTTP/1.0\r\n\r\n")
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
