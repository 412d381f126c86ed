"""The product's web process with two plain endpoints beside it, to be measured on the same server and database.

/bench/insert: one row inserted and committed.  /bench/echo: wechatpy opens a sealed push and seals its text again.
"""

from flask import Response, request
from sqlalchemy import Column, Integer, MetaData, String, Table
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import create_reply

from wsgi import application, settings

sessions = application.extensions["paiche"]["sessions"]
rows = Table("bench_row", MetaData(), Column("id", Integer, primary_key=True), Column("words", String(80)))
crypto = WeChatCrypto(
    settings.wechat_token.get_secret_value(), settings.wechat_aes_key.get_secret_value(), settings.wechat_appid
)


@application.post("/bench/insert")
def insert() -> str:
    with sessions.begin() as session:
        session.execute(rows.insert().values(words="a bare insert and a commit"))
    return "ok"


@application.post("/bench/echo")
def echo() -> Response:
    args = request.args
    message = parse_message(
        crypto.decrypt_message(request.get_data(), args["msg_signature"], args["timestamp"], args["nonce"])
    )
    answer = create_reply(message.content, message).render()
    return Response(crypto.encrypt_message(answer, args["nonce"], args["timestamp"]), content_type="application/xml")
