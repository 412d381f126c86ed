"""WeChat's stand-in on a free port, and a Redis with nothing of ours in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from redis import Redis

from emulators.server import serving
from emulators.wechat import wechat
from emulators.wechat_tokens import WechatTokens
from emulators.world import World, open_world
from tests import lanes

REDIS_DB = 14  # Beside the one that other tests may flush at any moment.


@dataclass
class Wechat:
    """The stand-in seen from behind: what arrived, which tokens it gave."""

    world: World
    tokens: WechatTokens
    base_url: str

    def arrived(self, openid: str) -> list[dict[str, Any]]:
        return self.world.store.sent(to=openid, after=0)


@pytest.fixture
def wechat_server(tmp_path) -> Iterator[Wechat]:
    world, tokens = open_world(tmp_path), WechatTokens()
    app = Flask("emulator")
    app.register_blueprint(wechat(world, tokens))
    with serving(app) as address:
        yield Wechat(world, tokens, f"{address}/wechat")


@pytest.fixture
def redis() -> Iterator[Redis]:
    """Of the lane `redis`: mark the test so."""
    server = Redis.from_url(lanes.redis_url() or "")
    server.connection_pool.connection_kwargs["db"] = REDIS_DB
    server.flushdb()
    yield server
    server.flushdb()
    server.close()
