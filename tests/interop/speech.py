"""What WeChat's servers put around a person's words, and what they take off ours; sealing itself is the peer's."""

import hashlib
import json
from xml.etree import ElementTree

NONCE = "their-nonce"
MSG_ID = 2**62
Tree = dict[str, str]


def sealed(peer, words: str, wire: str, *, at_s: int) -> tuple[Tree, bytes]:
    """Query and body of the POST that brings these words of 张敏."""
    encrypted, msg_signature = peer.seal(inner(words, wire, at_s), str(at_s), NONCE)
    plain = "".join(sorted(["paiche-demo-token", str(at_s), NONCE]))
    args = {
        "timestamp": str(at_s),
        "nonce": NONCE,
        "signature": hashlib.sha1(plain.encode()).hexdigest(),
        "encrypt_type": "aes",
        "msg_signature": msg_signature,
        "openid": "o-somebody-else",
    }
    return args, envelope(encrypted, wire)


def opened(peer, answer: bytes, wire: str) -> Tree:
    found = read(answer.decode(), wire)
    return read(peer.open(found["Encrypt"], found["MsgSignature"], found["TimeStamp"], found["Nonce"]), wire)


def inner(words: str, wire: str, at_s: int) -> str:
    if wire == "json":
        fields = {"ToUserName": "gh_city", "FromUserName": "o-zhangmin", "CreateTime": at_s, "MsgType": "text"}
        return json.dumps({**fields, "Content": words, "MsgId": MSG_ID}, ensure_ascii=False)
    return (
        f"<xml><ToUserName><![CDATA[gh_city]]></ToUserName><FromUserName><![CDATA[o-zhangmin]]></FromUserName>"
        f"<CreateTime>{at_s}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{words}]]></Content><MsgId>{MSG_ID}</MsgId></xml>"
    )


def envelope(encrypted: str, wire: str) -> bytes:
    if wire == "json":
        return json.dumps({"ToUserName": "gh_city", "Encrypt": encrypted}).encode()
    return f"<xml><ToUserName>gh_city</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()


def read(text: str, wire: str) -> Tree:
    if wire == "json":
        return {name: str(value) for name, value in json.loads(text).items()}
    return {element.tag: element.text or "" for element in ElementTree.fromstring(text)}
