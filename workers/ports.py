"""The lines out of this process, by code: what jobs that call out are handed."""

from collections.abc import Mapping
from typing import Any

from redis import Redis

from app.kernel.settings import Settings
from workers.channels.wechat_mp import WechatMp


def open_ports(settings: Settings) -> Mapping[str, Any]:
    """Adapters connect when first used, so opening them costs nothing and cannot fail."""
    redis = Redis.from_url(settings.queue_url, socket_timeout=2, socket_connect_timeout=2)
    wechat = WechatMp(
        appid=settings.wechat_appid,
        secret=settings.wechat_secret.get_secret_value(),
        base_url=settings.wechat_api,
        redis=redis,
        timeout_s=settings.wechat_timeout_s,
    )
    return {"wechat_mp": wechat}
