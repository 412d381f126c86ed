"""A telephone with WeChat in it, as the product sees one: sealed pushes in, sealed passive answers out.

Written from WeChat's documentation and apart from the product's own reading of it, so that both do not share a mistake.
A push that is not answered within five seconds, or not at all, is pushed again with the same MsgId.
"""

import base64
import hashlib
import re
import secrets
import struct
import time
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ANSWER_WAIT_S = 5.0
AGAIN_S = 0.3
BLOCK = 32  # WeChat pads to 32 bytes, not to AES's 16.
ENCRYPTED = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</Encrypt>", re.DOTALL)
CONTENT = re.compile(r"<Content>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</Content>", re.DOTALL)


class Unanswered(Exception):
    """Nobody answered, however often it was pushed."""


@dataclass(frozen=True)
class Account:
    appid: str = "wxdemo0000000001"
    token: str = "paiche-demo-token"
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

    def cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(self.aes_key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def seal(self, text: str) -> str:
        words = text.encode()
        plain = secrets.token_bytes(16) + struct.pack(">I", len(words)) + words + self.appid.encode()
        pad = BLOCK - len(plain) % BLOCK
        encryptor = self.cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()

    def unseal(self, sealed: bytes) -> str:
        decryptor = self.cipher().decryptor()
        plain = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
        (length,) = struct.unpack(">I", plain[16:20])
        return plain[20 : 20 + length].decode()

    def sign(self, *words: str) -> str:
        return hashlib.sha1("".join(sorted((self.token, *words))).encode()).hexdigest()  # noqa: S324 - WeChat's choice.


@dataclass
class Tally:
    """repeats: pushes beyond the first of a message.  answer_s: from the first push to the answer."""

    messages: int = 0
    repeats: int = 0
    answer_s: list[float] = field(default_factory=list)


class Phone:
    """One person's.  Messages of one phone go one after the other."""

    _ids = count(int(time.time() * 1000) << 20)

    def __init__(self, web: str, openid: str, *, account: Account | None = None, patience_s: float = 120.0) -> None:
        self.web, self.openid, self.patience_s = web, openid, patience_s
        self.account, self.tally = account or Account(), Tally()

    def say(self, words: str) -> str:
        """The words of the passive answer; empty when the answer has none.  Raises Unanswered."""
        msg_id, began = next(self._ids), time.monotonic()
        self.tally.messages += 1
        while time.monotonic() - began < self.patience_s:
            answer = self.push(words, msg_id)
            if answer is not None:
                self.tally.answer_s.append(time.monotonic() - began)
                return answer
            self.tally.repeats += 1
            time.sleep(AGAIN_S)
        raise Unanswered(f"{self.openid}: {words}")

    def push(self, words: str, msg_id: int) -> str | None:
        """One push; None when it was not answered as WeChat wants it answered."""
        sealed = self.account.seal(self.message(words, msg_id))
        timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
        query = {
            "openid": self.openid,
            "timestamp": timestamp,
            "nonce": nonce,
            "signature": self.account.sign(timestamp, nonce),
            "encrypt_type": "aes",
            "msg_signature": self.account.sign(timestamp, nonce, sealed),
        }
        body = f"<xml><ToUserName><![CDATA[gh_demo]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        try:
            reply = httpx.post(
                f"{self.web}/wechat/mp",
                params=query,
                content=body,
                headers={"Content-Type": "text/xml"},
                timeout=ANSWER_WAIT_S,
                trust_env=False,
            )
        except httpx.HTTPError:
            return None
        return self.read(reply.content) if reply.status_code == 200 else None

    def message(self, words: str, msg_id: int) -> str:
        return (
            f"<xml><ToUserName>gh_demo</ToUserName><FromUserName>{escape(self.openid)}</FromUserName>"
            f"<CreateTime>{int(time.time())}</CreateTime><MsgType>text</MsgType>"
            f"<Content>{escape(words)}</Content><MsgId>{msg_id}</MsgId></xml>"
        )

    def read(self, body: bytes) -> str:
        sealed = ENCRYPTED.search(body)
        found = CONTENT.search(self.account.unseal(sealed[1])) if sealed else None
        return found[1] if found else ""
