"""WeChat's webhook: verify, drop the repeat, read, talk, answer in time."""

import secrets
from typing import NoReturn

from apiflask import APIBlueprint
from flask import Response, abort, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.conversations import ops as conversations
from app.kernel.clock import machine_now
from app.kernel.settings import Settings
from handlers import edge
from handlers.chat import talk
from handlers.chat.wire import Account, Message, WireRefusal, check_echo, open_message, seal_reply

CHANNEL = "wechat_mp"


def make(settings: Settings) -> APIBlueprint:
    """The blueprint of one account's push."""
    pages = APIBlueprint("chat", __name__, enable_openapi=False)
    account = Account(
        appid=settings.wechat_appid,
        token=settings.wechat_token.get_secret_value(),
        aes_key=settings.wechat_aes_key.get_secret_value(),
        mode=settings.wechat_mode,
        channel=CHANNEL,
    )

    @pages.get("/wechat/mp")
    def verify() -> Response:
        try:
            return Response(check_echo(account, request.args, machine_s=_machine_s()), mimetype="text/plain")
        except WireRefusal as refusal:
            _turn_away(refusal)

    @pages.post("/wechat/mp")
    def receive() -> Response:
        try:
            message = open_message(account, request.args, _body(), machine_s=_machine_s())
        except WireRefusal as refusal:
            _turn_away(refusal)
        return _answer(account, message)

    return pages


def _answer(account: Account, message: Message) -> Response:
    """The first arrival is answered in one transaction with its effects; a repeat gets the same bytes."""
    held = edge.session()
    inbox = conversations.take_in(held, message.channel, message.key, at=machine_now())
    if inbox is None:
        body, kind = conversations.first_answer(held, message.channel, message.key) or (b"success", "text/plain")
        return Response(body, content_type=kind)
    words = talk.reply(held, message, inbox.id, now=g.now)
    inbox.answer, inbox.answer_type = seal_reply(
        account, message, words, machine_s=_machine_s(), nonce=secrets.token_hex(8)
    )
    return Response(inbox.answer, content_type=inbox.answer_type)


def _body() -> bytes:
    """The post's bytes.  What is beyond even the server's own limit is turned away like what is beyond WeChat's."""
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        raise WireRefusal(413, "too_large") from None


def _turn_away(refusal: WireRefusal) -> NoReturn:
    edge.SECURITY.labels(refusal.code).inc()
    edge.log.warning("push_refused", why=refusal.code, status=refusal.status, request_id=g.request_id)
    abort(refusal.status)


def _machine_s() -> int:
    return int(machine_now().timestamp())
