"""Peers: other people's code for WeChat's sealing, all behind one pair of verbs.  And the receiver they talk to."""

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree

import pytest
from werobot.crypto import MessageCrypt

from handlers.chat.wire import Account, open_message, seal_reply
from tests import lanes

HERE = Path(__file__).parent
ACCOUNT = Account("wxdemo0000000001", "paiche-demo-token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "secure")
NODE_TIMEOUT_S = 20

Post = Callable[[Mapping[str, str], bytes], bytes]  # Query and body of a POST to the webhook -> body of its answer.


class Peer(Protocol):
    """Somebody else's WeChat.  Times and nonces are theirs to sign as well."""

    def seal(self, message: str, timestamp: str, nonce: str) -> tuple[str, str]:
        """Ciphertext and signature."""
        ...

    def open(self, encrypted: str, signature: str, timestamp: str, nonce: str) -> str:
        """The message, after the peer has found signature and AppID to be right."""
        ...


class Werobot:
    """Python's, from PyPI."""

    def __init__(self) -> None:
        self.crypt = MessageCrypt(ACCOUNT.token, ACCOUNT.aes_key, ACCOUNT.appid)

    def seal(self, message: str, timestamp: str, nonce: str) -> tuple[str, str]:
        tree = ElementTree.fromstring(self.crypt.encrypt_message(message, timestamp, nonce))
        return tree.findtext("Encrypt", ""), tree.findtext("MsgSignature", "")

    def open(self, encrypted: str, signature: str, timestamp: str, nonce: str) -> str:
        return self.crypt.decrypt_message(timestamp, nonce, signature, encrypted).decode()


@dataclass
class Npm:
    """One of two libraries for Node."""

    library: str

    def seal(self, message: str, timestamp: str, nonce: str) -> tuple[str, str]:
        found = self.ask(message=message, timestamp=timestamp, nonce=nonce)
        return found["encrypted"], found["signature"]

    def open(self, encrypted: str, signature: str, timestamp: str, nonce: str) -> str:
        found = self.ask(encrypted=encrypted, timestamp=timestamp, nonce=nonce)
        assert (found["signature"], found["id"]) == (signature, ACCOUNT.appid)
        return found["message"]

    def ask(self, **what: str) -> dict[str, str]:
        account = {"token": ACCOUNT.token, "key": ACCOUNT.aes_key, "appid": ACCOUNT.appid}
        done = subprocess.run(
            [lanes.node() or "node", "--no-deprecation", "peer.js"],
            cwd=HERE,
            input=json.dumps({"library": self.library, "account": account, **what}),
            capture_output=True,
            text=True,
            timeout=NODE_TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


needs_node = (
    pytest.mark.node,
    pytest.mark.skipif(
        not (HERE / "node_modules" / "wechat-crypto").is_dir(), reason="tests/interop: npm install has not run"
    ),
)
PEERS = [
    pytest.param(Werobot(), id="werobot"),
    pytest.param(Npm("wechat-crypto"), id="wechat-crypto", marks=needs_node),
    pytest.param(Npm("@wecom/crypto"), id="@wecom/crypto", marks=needs_node),
]


@pytest.fixture(params=PEERS)
def peer(request) -> Peer:
    return request.param


@pytest.fixture
def post() -> Post:
    """A receiver that says back what it heard: the wire alone.  A Flask test client fits in here as well."""

    def to_wire(args: Mapping[str, str], body: bytes) -> bytes:
        at_s = int(args["timestamp"])
        message = open_message(ACCOUNT, args, body, machine_s=at_s)
        return seal_reply(ACCOUNT, message, message.text, machine_s=at_s, nonce="our-nonce")[0]

    return to_wire
