"""WeChat's API as the product calls it: tokens, sign-in, customer-service and subscribe messages, the text check.

Everything stands under /wechat.  As with the real one, the HTTP status is 200 and `errcode` says what went wrong.
"""

import base64
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from emulators.store import Delivery
from emulators.wechat_tokens import TooOften, WechatTokens
from emulators.wechat_values import bad_field, readable
from emulators.world import World

APPID, SECRET = "wxdemo0000000001", "paiche-demo-secret"
TEXT_MAX = 2048  # bytes
CHECKED_MAX = 2500  # characters
MSG_ID_FIRST = 2_000_000_000_000_000_000  # Beyond what a JavaScript number holds, like the real ones.
OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
RISKY_WORD = "【违规】"  # The censor of the demo reacts to this word alone.

ERRMSG = {
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40008: "invalid message type",
    40013: "invalid appid",
    40029: "invalid code",
    40037: "invalid template_id",
    40125: "invalid appsecret",
    40129: "invalid scene",
    41001: "access_token missing",
    41030: "invalid page",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43101: "user refuse to accept the msg",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45015: "response out of time limit or subscription is canceled",
    47001: "data format error",
    47003: "argument invalid!",
}

Reply = dict[str, Any]
Answers = Callable[[World, WechatTokens], Reply]


class No(Exception):
    """An errcode for an answer."""

    def __init__(self, errcode: int, about: str = "") -> None:
        super().__init__(errcode)
        self.errcode, self.about = errcode, about


def wechat(world: World, tokens: WechatTokens | None = None) -> Blueprint:
    known = tokens or WechatTokens()
    blueprint = Blueprint("wechat", __name__, url_prefix="/wechat")
    for method, path, answers in PATHS:
        view = told(world, known, method, answers)
        blueprint.add_url_rule(path, path, view, methods=["GET", "POST"])
    blueprint.before_request(lambda: meet_fault(world))
    world.targets.add("wechat")
    return blueprint


def meet_fault(world: World) -> tuple[str, int] | None:
    fault = world.faults.next("wechat")
    g.is_unwilling = fault.mode == "refuse"
    if fault.mode == "timeout":
        time.sleep(fault.silent_s)  # The caller is gone by then; nothing was done.
        return "", 504
    return ("", 500) if fault.mode == "http500" else None


def told(world: World, tokens: WechatTokens, method: str, answers: Answers) -> Callable[[], Response]:
    def view() -> Response:
        try:
            if request.method != method:
                raise No(43001 if method == "GET" else 43002)
            reply = answers(world, tokens)
        except No as no:
            errmsg = f"{ERRMSG[no.errcode]}{no.about} rid: {secrets.token_hex(4)}-{secrets.token_hex(4)}"
            reply = {"errcode": no.errcode, "errmsg": errmsg}
        return jsonify(reply)

    return view


# --- tokens ---


def token(world: World, tokens: WechatTokens) -> Reply:
    require_client(request.args, grant_type="client_credential")
    value, lives_s = tokens.fetch()
    return {"access_token": value, "expires_in": lives_s}


def stable_token(world: World, tokens: WechatTokens) -> Reply:
    ask = body()
    require_client(ask, grant_type="client_credential")
    try:
        value, lives_s = tokens.fetch_stable(is_forced=ask.get("force_refresh") is True)
    except TooOften:
        raise No(45009) from None
    return {"access_token": value, "expires_in": lives_s}


def require_client(ask: Any, *, grant_type: str) -> None:
    if ask.get("grant_type") != grant_type:
        raise No(40002)
    if ask.get("appid") != APPID:
        raise No(40013)
    if ask.get("secret") != SECRET:
        raise No(40125)


# --- who somebody is ---


def jscode2session(world: World, tokens: WechatTokens) -> Reply:
    require_client(request.args, grant_type="authorization_code")
    openid = demo_code(request.args.get("js_code", ""), OPENID)
    session_key = base64.b64encode(secrets.token_bytes(16)).decode()
    return {"openid": openid, "session_key": session_key, "unionid": f"u-{openid}"}


def phone_number(world: World, tokens: WechatTokens) -> Reply:
    number = demo_code(str(signed_body(tokens).get("code", "")), re.compile(r"[0-9]{5,15}"))
    return ok(
        phone_info={
            "phoneNumber": number,
            "purePhoneNumber": number,
            "countryCode": "86",
            "watermark": {"timestamp": int(time.time()), "appid": APPID},
        }
    )


def demo_code(code: str, form: re.Pattern[str]) -> str:
    """`demo:<what the code stands for>`.  A real code serves once, this one as often as a tester likes."""
    meant = code.removeprefix("demo:")
    if g.is_unwilling or meant == code or not form.fullmatch(meant):
        raise No(40029)
    return meant


# --- messages ---


def custom_send(world: World, tokens: WechatTokens) -> Reply:
    ask = signed_body(tokens)
    openid = recipient(ask)
    kind = ask.get("msgtype")
    part = ask.get(kind) if isinstance(kind, str) else None
    if kind not in ("text", "image", "voice", "link", "news", "msgmenu", "miniprogrampage"):
        raise No(40008)
    if not isinstance(part, dict):
        raise No(44004)
    text = part.get("content") if kind == "text" else part.get("title") or part.get("head_content") or f"[{kind}]"
    if not isinstance(text, str) or not text:
        raise No(44004)
    if len(text.encode("utf-8", "surrogatepass")) > TEXT_MAX:
        raise No(45002)
    if g.is_unwilling:
        raise No(45015)
    world.deliver(Delivery(openid, "custom", text, ask))
    return ok()


def subscribe_send(world: World, tokens: WechatTokens) -> Reply:
    ask = signed_body(tokens)
    openid, template_id = recipient(ask), ask.get("template_id")
    if not isinstance(template_id, str) or not OPENID.fullmatch(template_id):
        raise No(40037)
    page = ask.get("page") or ""
    if not isinstance(page, str) or "://" in page or len(page) > 1024:
        raise No(41030)
    if bad := bad_field(ask.get("data")):
        raise No(47003, f" data.{bad}.value invalid")
    if g.is_unwilling or not world.store.take_quota(openid, template_id, default=world.quota_default):
        raise No(43101)
    delivery_id = world.deliver(Delivery(openid, "subscribe", readable(ask["data"]), ask))
    return ok(msgid=MSG_ID_FIRST + delivery_id)


def msg_sec_check(world: World, tokens: WechatTokens) -> Reply:
    ask = signed_body(tokens)
    content = ask.get("content")
    if not isinstance(content, str) or not content:
        raise No(44004)
    if len(content) > CHECKED_MAX:
        raise No(45002)
    if not isinstance(ask.get("openid"), str) or not OPENID.fullmatch(ask["openid"]):
        raise No(40003)
    if ask.get("version") != 2 or ask.get("scene") not in (1, 2, 3, 4):
        raise No(40129)
    is_risky = g.is_unwilling or RISKY_WORD in content
    result = {"suggest": "risky", "label": 20001} if is_risky else {"suggest": "pass", "label": 100}
    return ok(
        result=result, detail=[{"strategy": "content_model", "errcode": 0, **result}], trace_id=secrets.token_hex(8)
    )


def recipient(ask: Reply) -> str:
    openid = ask.get("touser")
    if not isinstance(openid, str) or not OPENID.fullmatch(openid):
        raise No(40003)
    return openid


def signed_body(tokens: WechatTokens) -> Reply:
    if errcode := tokens.errcode(request.args.get("access_token", "")):
        raise No(errcode)
    return body()


def body() -> Reply:
    if not request.get_data(cache=True):
        raise No(44002)
    found = request.get_json(force=True, silent=True)
    if not isinstance(found, dict):
        raise No(47001)
    return found


def ok(**more: Any) -> Reply:
    return {"errcode": 0, "errmsg": "ok", **more}


PATHS: tuple[tuple[str, str, Answers], ...] = (
    ("GET", "/cgi-bin/token", token),
    ("POST", "/cgi-bin/stable_token", stable_token),
    ("GET", "/sns/jscode2session", jscode2session),
    ("POST", "/cgi-bin/message/custom/send", custom_send),
    ("POST", "/cgi-bin/message/subscribe/send", subscribe_send),
    ("POST", "/wxa/business/getuserphonenumber", phone_number),
    ("POST", "/wxa/msg_sec_check", msg_sec_check),
)
