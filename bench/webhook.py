"""How fast the webhook writes bookings, against a bare insert and against an echo, on one server and one database."""

import contextlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session, sessionmaker

from app.kernel.clock import CITY_TZ
from app.kernel.db import across_tenants, make_engine, make_sessions
from app.kernel.settings import Settings
from app.tenancy.model import Identity, Person, RoleGrant
from bench.load import Request, Result, fire, pss_mb
from bench.phone import Account, Phone
from bench.running import ROOT, free_ports
from demo.load import SINCE, enter, load_city
from migrations import upgrade

PEOPLE = 300
ROUNDS = 3
Line = dict[str, object]


def measure(database: str) -> list[Line]:
    """Lines for one database URL; the best of a few rounds each, so that a neighbour's noise counts less."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), database) as (port, pids):
        results: dict[str, list[Result]] = {"booking": [], "insert": [], "echo": []}
        for _ in range(ROUNDS):
            for sentence in (sentence_in(days=2), "确认"):
                requests = [push(Phone("", f"o-bench-{n}"), sentence) for n in range(PEOPLE)]
                booked = fire(port, requests, pids)
            results["booking"].append(booked)
            results["insert"].append(fire(port, [Request("/bench/insert", b"")] * PEOPLE, pids))
            echo = [push(Phone("", "o-bench-1"), "回声", "/bench/echo") for _ in range(PEOPLE)]
            results["echo"].append(fire(port, echo, pids))
        best = {name: max(found, key=lambda r: r.rate) for name, found in results.items()}
        memory = max(pss_mb(pid) for pid in pids)
    kind = database.partition(":")[0].partition("+")[0]
    return [*lines(best, kind), {"name": f"web_pss_{kind}", "value": round(memory, 1), "unit": "MB"}]


def lines(best: dict[str, Result], kind: str) -> list[Line]:
    booking = best["booking"]
    found: list[Line] = []
    for other in ("insert", "echo"):
        against = {"name": f"{other} ({kind})", "value": round(best[other].rate, 1)}
        found.append(
            {
                "name": f"webhook_booking_vs_{other}",
                "value": round(booking.rate, 1),
                "unit": "requests/s",
                "against": against,
                "ratio": round(booking.rate / best[other].rate, 3),
                "database": kind,
                "cpu_us": round(booking.cpu_us),
                "against_cpu_us": round(best[other].cpu_us),
                "failed": booking.failed,
            }
        )
    return found


@contextlib.contextmanager
def serving(var: Path, database: str) -> Iterator[tuple[int, list[int]]]:
    """(port, pids of the web processes) of a server with PEOPLE officials, on its own database."""
    (port,) = free_ports(1)
    with own_database(var, database) as url:
        settings = Settings(paiche_var=var, database_url=url)
        upgrade(url)
        sessions = make_sessions(make_engine(url))
        load_city(sessions, settings, datetime.now(CITY_TZ))
        add_people(sessions)
        env = os.environ | {"PAICHE_VAR": str(var), "DATABASE_URL": url, "PORT": str(port), "LOG_LEVEL": "ERROR"}
        command = [sys.executable, "-m", "gunicorn", "-c", "workers/gunicorn_conf.py", "bench.endpoints:application"]
        server = subprocess.Popen(command, cwd=ROOT, env=env)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield port, children(server.pid)
        finally:
            server.terminate()
            server.wait(timeout=20)


@contextlib.contextmanager
def own_database(var: Path, database: str) -> Iterator[str]:
    if database.startswith("sqlite"):
        url = f"sqlite:///{var / 'bench.sqlite3'}"
        make_row_table(url)
        yield url
        return
    name = f"paiche_bench_{secrets.token_hex(4)}"
    base = database.rpartition("/")[0]
    server = create_engine(f"{base}/information_schema", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
    try:
        url = f"{base}/{name}?charset=utf8mb4"
        make_row_table(url)
        yield url
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))


def make_row_table(url: str) -> None:
    engine = make_engine(url)
    counting = "INTEGER PRIMARY KEY" if url.startswith("sqlite") else "INTEGER AUTO_INCREMENT PRIMARY KEY"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE bench_row (id {counting}, words VARCHAR(80))"))
    engine.dispose()


def add_people(sessions: sessionmaker[Session]) -> None:
    """PEOPLE more officials in the story's first bureau, each with a WeChat of their own."""
    with sessions.begin() as session, across_tenants(session):
        tenant = enter(session)
        model = session.scalars(select(Person).where(Person.code == "shuili-1")).one()
        for n in range(PEOPLE):
            person = Person(tenant_id=tenant.id, code=f"bench-{n}", unit_id=model.unit_id, name=f"测试{n}", phone="")
            session.add(person)
            session.flush()
            own = {"tenant_id": tenant.id, "person_id": person.id}
            session.add(Identity(channel="wechat_mp", external_id=f"o-bench-{n}", **own))
            session.add(RoleGrant(role="official", unit_id=model.unit_id, from_on=SINCE, **own))


def sentence_in(days: int) -> str:
    day = datetime.now(CITY_TZ) + timedelta(days=days)
    return f"{day.month}月{day.day}日上午9点两个人去宜兴市政府开会，下午四点回"


def push(phone: Phone, words: str, path: str = "/wechat/mp") -> Request:
    """A sealed push, ready to be sent."""
    account: Account = phone.account
    sealed = account.seal(phone.message(words, next(Phone._ids)))
    stamp, nonce = str(int(time.time())), secrets.token_hex(5)
    query = {
        "timestamp": stamp,
        "nonce": nonce,
        "signature": account.sign(stamp, nonce),
        "encrypt_type": "aes",
        "msg_signature": account.sign(stamp, nonce, sealed),
    }
    body = f"<xml><ToUserName>gh_demo</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    return Request(f"{path}?{urlencode(query)}", body.encode())


def wait_for(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, trust_env=False, timeout=2).status_code == 200:
                return
        time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    return [int(pid) for pid in found]
