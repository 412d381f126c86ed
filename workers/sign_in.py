"""The sign-in port of the web process: WeChat's codes to openid and phone."""

from collections.abc import Callable
from typing import TypeVar

from redis import Redis

from app.kernel.settings import Settings
from workers.channels.port import Refusal, Unreachable
from workers.channels.wechat_mp import WechatMp

T = TypeVar("T")


class WechatSignIn:
    """Answers None where WeChat says no.  Raises TimeoutError where it says nothing."""

    def __init__(self, settings: Settings) -> None:
        self._client = WechatMp(
            appid=settings.wechat_appid,
            secret=settings.wechat_secret.get_secret_value(),
            base_url=settings.wechat_api,
            redis=Redis.from_url(settings.queue_url, socket_timeout=1, socket_connect_timeout=1),
            timeout_s=settings.wechat_timeout_s,
        )

    def openid(self, code: str) -> str | None:
        found = _heard(lambda: self._client.code_to_session(code))
        return None if isinstance(found, Refusal) else found.openid

    def phone(self, code: str) -> str | None:
        found = _heard(lambda: self._client.phone_number(code))
        return None if isinstance(found, Refusal) else found.number


def _heard(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except Unreachable as silence:
        raise TimeoutError("WeChat did not answer") from silence
