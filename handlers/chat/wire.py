"""WeChat's push as it stands on the wire: signatures, sealing, XML and JSON.  Bytes in, a Message or a refusal out.

Pure: no database, no Flask, no clock of its own.  WeCom (企业微信) seals in the same way and is read by the same code.
"""

import base64
import hashlib
import hmac
import math
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from handlers.chat.trees import Tree, Wire, read, render

BODY_MAX = 1_048_576  # bytes; WeChat's own pushes stay far below.
SKEW_MAX_S = 300
CONTENT_MAX = 2048  # bytes of UTF-8; a longer text reply is dropped by WeChat with error 45002.
SENDER_MAX = 64  # characters; an openid has 28, a WeCom user id up to 64.
MSG_ID_MAX = 32  # characters; WeChat's are integers of 64 bits.
PAD_MAX = 32  # WeChat pads to 32 bytes although the AES block has 16.
PREFIX = 20  # 16 random bytes, then the length of the message in 4.

ECHO = re.compile(r"[^<>{}\x00-\x1f\x7f]{1,256}")  # An echo is a number; it must never serve to unseal or reflect more.
ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # Everything XML 1.0 has no place for.
KINDS = ("text", "voice", "location", "event", "image", "video", "link", "miniprogrampage")
EVENT_KEYS = ("EventKey", "SessionFrom")  # A menu's key, a card's button; or where a customer-service chat was opened.


@dataclass(frozen=True)
class Account:
    """One receiver of pushes.  `appid` is what stands at the end of the sealed bytes: AppID, or a corp's id."""

    appid: str
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    mode: Literal["plain", "compatible", "secure"]
    channel: str = "wechat_mp"

    def __post_init__(self) -> None:
        if self.mode != "plain" and len(self.key) != 32:
            raise ValueError("an EncodingAESKey has 43 letters and digits")

    @property
    def key(self) -> bytes:
        return base64.b64decode(self.aes_key + "=")


@dataclass(frozen=True)
class Message:
    """What one person said or did.  `key` is the same whenever WeChat, or anybody, sends it again."""

    channel: str
    account: str
    sender: str
    to_user: str
    kind: str
    text: str
    key: str
    created_at_s: int
    location: tuple[float, float, str] | None  # lat_gcj, lng_gcj, label
    event: str
    event_key: str
    media_id: str
    has_recognition: bool
    wire: Wire
    sealed: bool
    raw: Tree = field(compare=False, repr=False)

    @property
    def entries(self) -> list[Tree]:
        """`List` of a subscribe_msg_* event.  WeChat sends a single entry bare, and XML wraps the list once more."""
        wrapped = [self.raw, *(value for value in self.raw.values() if isinstance(value, dict))]
        found: object = next((tree["List"] for tree in wrapped if "List" in tree), [])
        return [entry for entry in (found if isinstance(found, list) else [found]) if isinstance(entry, dict)]


class WireRefusal(Exception):
    """A post that is not answered.  `code` is for the log and the counters, the sender learns the status only."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


def check_echo(account: Account, args: Mapping[str, str], *, machine_s: int) -> str:
    """The words to answer to a verification GET: `echostr`, unsealed when it came sealed."""
    require_fresh(args, machine_s)
    echo = args.get("echostr", "")
    if "msg_signature" in args and account.mode != "plain":
        if "signature" in args:
            require_signature(account, args)
        echo = unseal(account, args, echo).decode("utf-8", "replace")
    else:
        require_signature(account, args)
    if not ECHO.fullmatch(echo):
        raise WireRefusal(400, "malformed_echo")
    return echo


def open_message(account: Account, args: Mapping[str, str], body: bytes, *, machine_s: int) -> Message:
    """Verify and read one POST.  Raises WireRefusal and nothing else, whatever the bytes are.

    401 forged, stale or meant for another account; 403 plain where sealed is due; 400 malformed; 413 too large.
    """
    if len(body) > BODY_MAX:
        raise WireRefusal(413, "too_large")
    require_fresh(args, machine_s)
    if "signature" in args or "msg_signature" not in args or account.mode == "plain":
        require_signature(account, args)
    if account.mode == "secure" and not claims_sealing(args) and b"Encrypt" not in body:
        raise WireRefusal(403, "downgraded")
    tree, wire = read_body(body)
    sealed = account.mode != "plain" and "Encrypt" in tree
    if sealed:
        tree, _ = read_body(unseal(account, args, tree["Encrypt"]))
    elif account.mode == "secure" or (account.mode == "compatible" and claims_sealing(args)):
        raise WireRefusal(403, "downgraded")
    return to_message(account, tree, wire=wire, sealed=sealed)


def seal_reply(account: Account, message: Message, text: str, *, machine_s: int, nonce: str) -> tuple[bytes, str]:
    """Body and content type of the passive text answer, sealed when the message was; no words: `success`."""
    content = fit(text)
    if not content.strip():
        return b"success", "text/plain; charset=utf-8"
    reply: Tree = {
        "ToUserName": message.sender, "FromUserName": message.to_user, "CreateTime": machine_s,
        "MsgType": "text", "Content": content,
    }  # fmt: skip
    if message.sealed:
        encrypted = encrypt(account, render(reply, message.wire).encode())
        stamp = str(machine_s)
        reply = {
            "Encrypt": encrypted, "MsgSignature": signature(account.token, stamp, nonce, encrypted),
            "TimeStamp": machine_s, "Nonce": nonce,
        }  # fmt: skip
    subtype = "json" if message.wire == "json" else "xml"
    return render(reply, message.wire).encode(), f"application/{subtype}; charset=utf-8"


def fit(text: str, limit_bytes: int = CONTENT_MAX) -> str:
    """As much of `text` as one message carries, without characters that XML has no place for."""
    return clean(text).encode()[:limit_bytes].decode("utf-8", "ignore")


def split_words(text: str, limit_bytes: int = CONTENT_MAX) -> list[str]:
    """`text` as messages of at most `limit_bytes`, cut between lines; a line that is itself too long is cut inside."""
    parts: list[str] = []
    for line in clean(text).split("\n"):
        joined = f"{parts[-1]}\n{line}" if parts else line
        if len(joined.encode()) <= limit_bytes:
            parts[-1:] = [joined]
            continue
        while line:
            head = fit(line, limit_bytes) or line[0]
            parts.append(head)
            line = line[len(head) :]
    return [part.strip("\n") for part in parts if part.strip()]


def clean(text: str) -> str:
    return ILLEGAL.sub("", text)


# --- who sent it, and when -------------------------------------------------------------------------------------------


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts: WeChat's scheme, not ours to choose."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def same(given: str, due: str) -> bool:
    """Compared as bytes: compare_digest raises on a str beyond ASCII, and a hostile argument may hold anything."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), due.encode("utf-8", "surrogatepass"))


def require_signature(account: Account, args: Mapping[str, str]) -> None:
    due = signature(account.token, args.get("timestamp", ""), args.get("nonce", ""))
    if not same(args.get("signature", ""), due):
        raise WireRefusal(401, "forged")


def require_fresh(args: Mapping[str, str], machine_s: int) -> None:
    stamp = args.get("timestamp", "")
    if not re.fullmatch(r"[0-9]{1,12}", stamp) or abs(int(stamp) - machine_s) > SKEW_MAX_S:
        raise WireRefusal(401, "stale")


def claims_sealing(args: Mapping[str, str]) -> bool:
    return args.get("encrypt_type") == "aes" or "msg_signature" in args


# --- sealing ---------------------------------------------------------------------------------------------------------


def unseal(account: Account, args: Mapping[str, str], encrypted: object) -> bytes:
    """The sealed bytes.  The signature over the ciphertext comes first, so that padding tells a stranger nothing."""
    if not isinstance(encrypted, str) or not encrypted:
        raise WireRefusal(400, "malformed_cipher")
    due = signature(account.token, args.get("timestamp", ""), args.get("nonce", ""), encrypted)
    if not same(args.get("msg_signature", ""), due):
        raise WireRefusal(401, "forged")
    try:
        opened = aes(account).decryptor()
        padded = opened.update(base64.b64decode("".join(encrypted.split()), validate=True)) + opened.finalize()
    except ValueError:  # Not base64, or no whole number of blocks.
        raise WireRefusal(400, "malformed_cipher") from None
    content, appid = take_apart(padded)
    if not hmac.compare_digest(appid, account.appid.encode()):
        raise WireRefusal(401, "wrong_appid")
    return content


def take_apart(padded: bytes) -> tuple[bytes, bytes]:
    """Message and AppID out of 16 random bytes, length, message, AppID, padding."""
    pad = padded[-1] if padded else 0
    if not 1 <= pad <= PAD_MAX or padded[-pad:] != bytes([pad]) * pad:
        raise WireRefusal(400, "malformed_padding")
    whole = padded[:-pad]
    end = PREFIX + int.from_bytes(whole[16:PREFIX], "big")
    if not PREFIX < end < len(whole):
        raise WireRefusal(400, "malformed_length")
    return whole[PREFIX:end], whole[end:]


def encrypt(account: Account, content: bytes) -> str:
    whole = secrets.token_bytes(16) + len(content).to_bytes(4, "big") + content + account.appid.encode()
    pad = PAD_MAX - len(whole) % PAD_MAX
    sealer = aes(account).encryptor()
    return base64.b64encode(sealer.update(whole + bytes([pad]) * pad) + sealer.finalize()).decode()


def aes(account: Account) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(account.key), modes.CBC(account.key[:16]))


def read_body(body: bytes) -> tuple[Tree, Wire]:
    try:
        return read(body)
    except ValueError:
        raise WireRefusal(400, "malformed_body") from None


# --- what it says ----------------------------------------------------------------------------------------------------


def to_message(account: Account, tree: Tree, *, wire: Wire, sealed: bool) -> Message:
    sender = identifier(tree, "FromUserName", SENDER_MAX)
    created_at_s = seconds(tree)
    wire_kind = word(tree, "MsgType").strip().lower()
    kind = wire_kind if wire_kind in KINDS else "unknown"
    recognised = word(tree, "Recognition").strip()
    return Message(
        channel=account.channel,
        account=account.appid,
        sender=sender,
        to_user=word(tree, "ToUserName").strip(),
        kind=kind,
        text=recognised if kind == "voice" else word(tree, "Content" if kind == "text" else "Title"),
        key=repeat_key(tree, kind, sender, created_at_s),
        created_at_s=created_at_s,
        location=location(tree),
        event=word(tree, "Event").strip() if kind == "event" else "",
        event_key=next(filter(None, (word(tree, name).strip() for name in EVENT_KEYS)), ""),
        media_id=word(tree, "MediaId").strip(),
        has_recognition=bool(recognised),
        wire=wire,
        sealed=sealed,
        raw=tree,
    )


def repeat_key(tree: Tree, kind: str, sender: str, created_at_s: int) -> str:
    """Messages repeat by MsgId; an event has none and repeats by sender and second (WeChat's own advice)."""
    if kind == "event":
        return f"e:{sender}:{created_at_s}"
    return f"{sender}:{identifier(tree, 'MsgId', MSG_ID_MAX)}"


def location(tree: Tree) -> tuple[float, float, str] | None:
    """A pin, a pin picked from the menu, or a reported position, in degrees GCJ-02; None when any of it is off."""
    picked = tree.get("SendLocationInfo")
    pin = picked if isinstance(picked, dict) else tree
    lat = degrees(pin, "Location_X", "Latitude", limit=90)
    lng = degrees(pin, "Location_Y", "Longitude", limit=180)
    return None if lat is None or lng is None else (lat, lng, (word(pin, "Label") or word(pin, "Poiname")).strip())


def degrees(tree: Tree, *names: str, limit: int) -> float | None:
    for name in names:
        try:
            found = float(word(tree, name))
        except ValueError:
            continue
        return found if math.isfinite(found) and abs(found) <= limit else None
    return None


def identifier(tree: Tree, name: str, longest: int) -> str:
    found = word(tree, name).strip()
    if not 0 < len(found) <= longest or not found.isprintable() or " " in found:
        raise WireRefusal(400, f"malformed_{name.lower()}")
    return found


def seconds(tree: Tree) -> int:
    found = word(tree, "CreateTime").strip()
    if not re.fullmatch(r"[0-9]{1,12}", found):
        raise WireRefusal(400, "malformed_createtime")
    return int(found)


def word(tree: Tree, name: str) -> str:
    """A leaf as text.  Anything else (a list, a nest, true) is no word."""
    value = tree.get(name, "")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return clean(value) if isinstance(value, str) else ""
