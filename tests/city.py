"""The fixture language: a city in which people say things and time passes.

Everything goes in through the front doors (the sealed webhook, the API) and out through a fake channel that obeys the
channel's contract; owed work is run inline by `settle()`.
"""

import itertools
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.kernel import clock as clocks
from app.kernel.clock import CITY_TZ
from app.kernel.db import across_tenants, make_engine, make_sessions
from app.kernel.events import Event, Task
from app.kernel.settings import Settings
from handlers import create_app
from handlers.chat import wire
from workers.channels.port import Refusal, Sent
from workers.job import Runner, load_jobs

NOW = datetime(2026, 11, 23, 10, 15, tzinfo=CITY_TZ)  # A Monday.
REF = re.compile(r"YC\d{8}-\d{4,}")
_ids = itertools.count(1)


def city_settings(folder: Path, url: str, **more: Any) -> Settings:
    return Settings(paiche_var=folder, database_url=url, session_secret="s" * 32, log_level="ERROR", **more)


def load_story_city(settings: Settings, now: datetime, *, make_tables: bool = True) -> None:
    from demo.load import load_city
    from migrations import upgrade

    if make_tables:
        upgrade(settings.sql_url)
    engine = make_engine(settings.sql_url)
    load_city(make_sessions(engine), settings, now)
    engine.dispose()


class FrozenClock(clocks.Clock):
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        super().__init__(None)
        self.at = at

    def now(self) -> datetime:
        return self.at


class FakeSignIn:
    """Answers demo codes as the emulator does."""

    def openid(self, code: str) -> str | None:
        return code.removeprefix("demo:") if code.startswith("demo:") else None

    def phone(self, code: str) -> str | None:
        return self.openid(code)


@dataclass
class FakeChannel:
    """Keeps what was sent; answers as it is told to."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def send_text(self, openid: str, words: str) -> Sent | Refusal:
        answer = self.answers.pop(0) if self.answers else Sent()
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Sent):
            self.sent.append((openid, words))
        return answer


class City:
    """One city in one process."""

    def __init__(self, settings: Settings, sessions: sessionmaker[Session], now: datetime = NOW) -> None:
        self.settings, self.sessions = settings, sessions
        self.clock = FrozenClock(now)
        self.channel = FakeChannel()
        self.app = create_app(settings, wechat=FakeSignIn(), nudge=lambda: None, clock=self.clock)
        self.client = self.app.test_client()
        load_jobs()
        ports = {"wechat_mp": self.channel}
        self.runner = Runner(settings, sessions, now=self.clock.now, ports=ports, raises=True)
        self.heard_up_to: dict[str, int] = {}

    @property
    def now(self) -> datetime:
        return self.clock.at

    def at(self, words: str) -> "City":
        """Move the clock to "11-24 08:00", running what falls due on the way in order."""
        self.move_to(datetime.strptime(f"{self.now.year}-{words}", "%Y-%m-%d %H:%M").replace(tzinfo=CITY_TZ))
        return self

    def move_to(self, at: datetime) -> None:
        assert at >= self.now
        self.clock.at = at
        self.settle()

    def later(self, **span: float) -> "City":
        self.move_to(self.now + timedelta(**span))
        return self

    def settle(self) -> None:
        """Run what is due, oldest first, until nothing is."""
        for _ in range(1000):
            with self.sessions.begin() as session:
                query = select(Task).where(Task.done_at.is_(None), Task.failed_at.is_(None), Task.due_at <= self.now)
                task = session.scalars(query.order_by(Task.due_at, Task.id).limit(1)).first()
                if task is None:
                    return
                task.attempts += 1
                task.error = None
                key, attempt = task.id, task.attempts
            self.runner.run(key, attempt)
        raise AssertionError("owed work never ends")

    def say(self, openid: str, words: str, *, msg_id: int | None = None) -> str:
        """A text message, sealed as WeChat seals it; the words of the passive answer."""
        inner = text_message(openid, words, msg_id or next(_ids), self._machine_s())
        answer = self.post(inner)
        assert answer.status_code == 200, answer.status_code
        return opened(self.account, answer.data)

    def post(self, inner: str, **spoil: Any) -> Any:
        return self.client.post("/wechat/mp", **sealed_post(self.account, inner, self._machine_s(), **spoil))

    def tell(self, openid: str, words: str) -> str:
        """`say`, and everything that is owed because of it."""
        answer = self.say(openid, words)
        self.settle()
        return answer

    def heard(self, openid: str) -> str:
        """What was pushed to this person since the last look, in order."""
        mine = [words for to, words in self.channel.sent if to == openid]
        new = mine[self.heard_up_to.get(openid, 0) :]
        self.heard_up_to[openid] = len(mine)
        return "\n".join(new)

    def booked(self, openid: str, *sentences: str) -> str:
        """Say the sentences, then 确认; the order's number."""
        for sentence in sentences:
            self.tell(openid, sentence)
        answer = self.tell(openid, "确认")
        found = REF.search(answer)
        assert found, answer
        return found[0]

    def driver_of(self, ref: str) -> str:
        """The openid of whoever got the job card of this order last."""
        cards = [to for to, words in self.channel.sent if "任务卡" in words and ref in words]
        assert cards, f"no job card for {ref}"
        return cards[-1]

    def events(self, kind: str | None = None) -> list[Event]:
        with self.sessions() as session, across_tenants(session):
            query = select(Event).order_by(Event.id)
            return list(session.scalars(query.where(Event.kind == kind) if kind else query))

    def count(self, model: Any) -> int:
        with self.sessions() as session, across_tenants(session):
            return len(session.scalars(select(model)).all())

    def sign_in(self, openid: str) -> dict[str, str]:
        """Headers of a signed-in API caller."""
        answer = self.client.post("/api/v1/login/wechat", json={"code": f"demo:{openid}"})
        assert answer.status_code == 200, answer.json
        return {"Authorization": f"Bearer {answer.json['token']}"}

    @property
    def account(self) -> wire.Account:
        settings = self.settings
        return wire.Account(
            appid=settings.wechat_appid,
            token=settings.wechat_token.get_secret_value(),
            aes_key=settings.wechat_aes_key.get_secret_value(),
            mode=settings.wechat_mode,
        )

    def _machine_s(self) -> int:
        return int(clocks.machine_now().timestamp())


def text_message(openid: str, words: str, msg_id: int, machine_s: int) -> str:
    return (
        f"<xml><ToUserName>gh_city</ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
        f"<CreateTime>{machine_s}</CreateTime><MsgType>text</MsgType>"
        f"<Content><![CDATA[{words}]]></Content><MsgId>{msg_id}</MsgId></xml>"
    )


def sealed_post(
    account: wire.Account, inner: str, machine_s: int, *, skew_s: int = 0, forge: bool = False
) -> dict[str, Any]:
    """The query and body of one sealed push, for Flask's test client."""
    stamp, nonce = str(machine_s + skew_s), "n0nce"
    encrypted = wire.encrypt(account, inner.encode())
    signed = wire.signature(account.token, stamp, nonce, encrypted)
    query = {
        "signature": wire.signature(account.token, stamp, nonce),
        "msg_signature": signed[::-1] if forge else signed,
        "timestamp": stamp,
        "nonce": nonce,
        "encrypt_type": "aes",
    }
    body = f"<xml><ToUserName>gh_city</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return {"query_string": query, "data": body.encode(), "content_type": "text/xml"}


def opened(account: wire.Account, body: bytes) -> str:
    """The words in a sealed passive answer; empty for `success`."""
    if body.strip() in (b"", b"success"):
        return ""
    tree, _ = wire.read_body(body)
    inner, _ = wire.take_apart(_unsealed(account, str(tree["Encrypt"])))
    answer, _ = wire.read_body(inner)
    return str(answer["Content"])


def _unsealed(account: wire.Account, encrypted: str) -> bytes:
    import base64

    work = wire.aes(account).decryptor()
    return work.update(base64.b64decode(encrypted)) + work.finalize()
