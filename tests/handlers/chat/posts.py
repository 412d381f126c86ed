"""Posts as WeChat makes them, good ones and bad ones, for the tests of the wire."""

import base64
import json
import struct
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import HealthCheck, settings

from handlers.chat.wire import Account, Message, WireRefusal, open_message, signature

# The first text that hypothesis draws on a machine makes it build its table of characters, for seconds when busy.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOW_S = 1_795_478_400  # 2026-11-24 08:00 in the city.
TOKEN, KEY, APPID = "a-token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx0000000000000001"
SECURE = Account(APPID, TOKEN, KEY, "secure")
COMPATIBLE = Account(APPID, TOKEN, KEY, "compatible")
PLAIN = Account(APPID, TOKEN, "", "plain")
NONCE = "n-7"


def xml(**fields: object) -> bytes:
    fields = {"ToUserName": "gh_city", "FromUserName": "o-zhangmin", "CreateTime": NOW_S, **fields}
    return ("<xml>" + "".join(f"<{k}>{v}</{k}>" for k, v in fields.items()) + "</xml>").encode()


def text_xml(words: str = "明早8点三人去无锡", msg_id: int = 24_000_000_000_000_001) -> bytes:
    return xml(MsgType="text", Content=f"<![CDATA[{words}]]>", MsgId=msg_id)


def plain_args(at_s: int = NOW_S) -> dict[str, str]:
    return {"timestamp": str(at_s), "nonce": NONCE, "signature": signature(TOKEN, str(at_s), NONCE)}


def sealed_args(encrypted: str, at_s: int = NOW_S) -> dict[str, str]:
    due = signature(TOKEN, str(at_s), NONCE, encrypted)
    return {**plain_args(at_s), "encrypt_type": "aes", "msg_signature": due}


def seal(inner: bytes, appid: str = APPID, pad: bytes | None = None, length: int | None = None) -> str:
    whole = b"r" * 16 + struct.pack(">I", len(inner) if length is None else length) + inner + appid.encode()
    fill = 32 - len(whole) % 32
    key = base64.b64decode(KEY + "=")
    sealer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(
        sealer.update(whole + (bytes([fill]) * fill if pad is None else pad)) + sealer.finalize()
    ).decode()


def envelope(encrypted: str, wire: str = "xml") -> bytes:
    if wire == "json":
        return json.dumps({"ToUserName": "gh_city", "Encrypt": encrypted}).encode()
    return f"<xml><ToUserName>gh_city</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()


def opened(inner: bytes, *, account: Account = SECURE, wire: str = "xml") -> Message:
    encrypted = seal(inner)
    return open_message(account, sealed_args(encrypted), envelope(encrypted, wire), machine_s=NOW_S)


def opened_json(**fields: Any) -> Message:
    whole = {"ToUserName": "gh_city", "FromUserName": "o-zhangmin", "CreateTime": NOW_S, **fields}
    return opened(json.dumps(whole).encode(), wire="json")


def refused(account: Account, args: dict[str, str], body: bytes, *, machine_s: int = NOW_S) -> tuple[int, str]:
    with pytest.raises(WireRefusal) as found:
        open_message(account, args, body, machine_s=machine_s)
    return found.value.status, found.value.code


def refused_inside(inner: bytes, **how: Any) -> tuple[int, str]:
    encrypted = seal(inner, **how)
    return refused(SECURE, sealed_args(encrypted), envelope(encrypted))
