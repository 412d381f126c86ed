"""Calls to WeChat's API for one AppID: messages, sign-in codes, phone numbers, the text check.  Built on wechatpy.

What wechatpy leaves open is closed here: one token for all processes, one retry, no secret in a log line.
"""

import logging
import re
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import requests
from redis import Redis
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from workers.channels.port import Identity, Phone, Refusal, Sent, Unreachable, Verdict, in_parts
from workers.channels.tokens import Tokens

REAL_API = "https://api.weixin.qq.com"
TOLD_MAX = 200  # characters of WeChat's own explanation.
TEXT_MAX = 2048  # bytes of a customer-service text; beyond: 45002.

REFUSALS = {
    40003: "bad_openid",
    40029: "bad_code",
    40037: "bad_template",
    40163: "bad_code",  # Used before.
    40226: "blocked_user",
    41030: "bad_template",  # Its page.
    43004: "bad_openid",  # Does not follow the account (any more).
    43101: "no_quota",
    44004: "empty",
    45002: "too_long",
    45011: "too_often",
    45015: "window_closed",
    45047: "too_many",
    47003: "bad_template",  # A value is not in its field's format.
    48001: "not_allowed",
    87014: "risky",
}
BAD_TOKEN = (40001, 40014, 42001)
# WeChat busy, its daily limits, or our account not set up: the message is as good as it was, so it waits.
SILENCES = (-1, 40001, 40013, 40014, 40125, 40164, 41002, 41004, 42001, 45009, 50002)
IN_URL = re.compile(r"((?:secret|access_token|js_code)=)[^&\s\"]+")

Reply = dict[str, Any]
Call = Callable[[], Any]
T = TypeVar("T")


class WechatMp:
    """One account's line out.  Safe to share between threads; one per process is enough."""

    def __init__(self, *, appid: str, secret: str, base_url: str, redis: Redis | None, timeout_s: float) -> None:
        self.client = Client(appid, secret, base_url=base_url, redis=redis, timeout_s=timeout_s)

    def send_text(self, openid: str, text: str) -> Sent | Refusal:
        """A customer-service message; what is longer than one message goes as several, until one is refused."""
        answer: Sent | Refusal = Refusal("empty", 44004, "empty content")
        for part in in_parts(text, TEXT_MAX):
            answer = self.tried(partial(self.client.message.send_text, openid, part), sent)
            if isinstance(answer, Refusal):
                break
        return answer

    def send_subscribe(
        self, openid: str, template_id: str, data: Mapping[str, str], page: str | None = None
    ) -> Sent | Refusal:
        """One subscribe message.  data: field name (thing1, time2 …) to value."""
        values = {name: {"value": value} for name, value in data.items()}
        return self.tried(
            partial(self.client.wxa.send_subscribe_message, openid, template_id, values, page=page),
            sent,
        )

    def code_to_session(self, js_code: str) -> Identity | Refusal:
        return self.tried(
            partial(self.client.wxa.code_to_session, js_code),
            lambda reply: Identity(reply["openid"], reply.get("unionid") or ""),
            with_token=False,
        )

    def phone_number(self, code: str) -> Phone | Refusal:
        return self.tried(
            partial(self.client.wxa.get_phone_number, code),
            lambda reply: Phone(reply["phone_info"]["purePhoneNumber"]),
        )

    def check_text(self, openid: str, content: str, scene: int) -> Verdict | Refusal:
        """scene: 1 profile, 2 comment, 3 forum, 4 social log.  Version 2 of the check, which wechatpy does not know."""
        ask = {"version": 2, "openid": openid, "scene": scene, "content": content}
        return self.tried(
            partial(self.client.post, f"{REAL_API}/wxa/msg_sec_check", data=ask),
            lambda reply: Verdict(reply["result"]["suggest"], int(reply["result"].get("label", 0))),
        )

    def tried(self, call: Call, read: Callable[[Reply], T], *, with_token: bool = True) -> T | Refusal:
        """The answer, read; when the token was refused, once more with another one, and never a third time."""
        client = self.client
        token = client.tokens.current() if with_token else None
        reply = client.answer(call, token)
        if token and reply.get("errcode") in BAD_TOKEN:
            reply = client.answer(call, client.tokens.renewed(token))
        errcode = reply.get("errcode") or 0
        if errcode in SILENCES:
            raise Unreachable(f"wechat: errcode {errcode}")
        if errcode:
            return Refusal(REFUSALS.get(errcode, "refused"), errcode, str(reply.get("errmsg", ""))[:TOLD_MAX])
        try:
            return read(reply)
        except (KeyError, TypeError, ValueError, AttributeError):
            pass
        raise Unreachable("wechat: an answer of another shape")


class Client(WeChatClient):
    """wechatpy's client with its token and its host taken into our hands."""

    def __init__(self, appid: str, secret: str, *, base_url: str, redis: Redis | None, timeout_s: float) -> None:
        super().__init__(appid, secret, timeout=timeout_s, auto_retry=False)  # Its own retry may never end.
        self.held = threading.local()
        self.tokens = Tokens(f"wechat:{appid}:token", self.fetch_token, redis)
        self._http.max_redirects = 0  # A secret follows nobody elsewhere.
        if base_url.rstrip("/") != REAL_API:
            self._http.mount(REAL_API, Elsewhere(base_url))

    @property
    def access_token(self) -> str | None:
        return self.held.token

    def fetch_access_token(self, is_forced: bool = False) -> Reply:
        """A stable token: asked twice, WeChat gives the same one, so no process can spoil another's."""
        ask = {
            "grant_type": "client_credential", "appid": self.appid, "secret": self.secret, "force_refresh": is_forced,
        }  # fmt: skip
        return self.answer(partial(self.post, f"{REAL_API}/cgi-bin/stable_token", data=ask), None)

    def fetch_token(self, is_forced: bool) -> tuple[str, int]:
        reply = self.fetch_access_token(is_forced)
        token, lives_s = reply.get("access_token"), reply.get("expires_in")
        if isinstance(token, str) and token and isinstance(lives_s, int):
            return token, lives_s
        raise Unreachable(f"wechat: no token, errcode {reply.get('errcode')}")

    def answer(self, call: Call, token: str | None) -> Reply:
        """What WeChat said, a refusal included.  Raises Unreachable, outside of any handler: a requests error carries
        the URL, and the URL the secret."""
        self.held.token = token
        why = "no JSON object"
        try:
            reply = call()
            if isinstance(reply, dict):
                return reply
        except WeChatClientException as error:
            if error.errcode is not None:
                return {"errcode": error.errcode, "errmsg": error.errmsg}
            why = f"HTTP {error.response.status_code}"
        except (requests.RequestException, TypeError, ValueError) as error:
            why = type(error).__name__
        raise Unreachable(f"wechat: {why}")


class Elsewhere(HTTPAdapter):
    """Sends what is meant for WeChat's host to another one: a gateway of the city, or a stand-in."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base_url = base_url.rstrip("/")

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = self.base_url + (request.url or "").removeprefix(REAL_API)
        kwargs["proxies"] = {}  # The way there is as configured; the environment's proxies know the real host only.
        return super().send(request, *args, **kwargs)


class WithoutSecrets(logging.Filter):
    """urllib3 notes whole URLs at DEBUG, and WeChat puts the AppSecret into one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = IN_URL.sub(r"\1…", record.getMessage()), ()
        return True


def sent(reply: Reply) -> Sent:
    return Sent(str(reply.get("msgid") or ""))


logging.getLogger("urllib3.connectionpool").addFilter(WithoutSecrets())
