"""Sign-in by mini-program code, and who I am.  A token is a signed JWT that names tenant and person; it expires."""

import functools
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import jwt
from apiflask import APIBlueprint
from flask import current_app, g, request

from app.kernel.clock import machine_now
from app.kernel.faults import Fault, Forbidden
from app.kernel.scope import ROLE_NAMES, Scope
from app.kernel.settings import Settings
from app.tenancy import ops as tenancy
from app.tenancy.model import Unit
from handlers.edge import session
from handlers.schemas.faults import REFUSALS
from handlers.schemas.people import LoginIn, MeOut, PhoneIn, TokenOut

api = APIBlueprint("login", __name__, tag="登录")
CHANNEL = "wechat_mp"
F = TypeVar("F", bound=Callable[..., Any])


class NotSignedIn(Fault):
    """No valid token came with the request."""

    status = 401


@api.post("/login/wechat")
@api.input(LoginIn)
@api.output(TokenOut)
@api.doc(responses=[401, 403, 503])
def login_wechat(json_data: LoginIn) -> dict[str, Any]:
    """小程序登录码换令牌。没登记的人得到 403 与登记办法。"""
    openid = current_app.extensions["paiche"]["wechat"].openid(json_data.code)
    if openid is None:
        raise NotSignedIn("login.code")
    scope = tenancy.sign_in(session(), CHANNEL, openid, now=g.now)
    if scope is None:
        raise Forbidden("login.stranger")
    return _token(scope)


@api.post("/login/phone")
@api.input(PhoneIn)
@api.output(TokenOut)
@api.doc(responses=[401, 403, 404, 503])
def login_phone(json_data: PhoneIn) -> dict[str, Any]:
    """首次登录：微信授权的手机号与花名册核对后绑定。"""
    wechat = current_app.extensions["paiche"]["wechat"]
    openid, phone = wechat.openid(json_data.code), wechat.phone(json_data.phone_code)
    if openid is None or phone is None:
        raise NotSignedIn("login.code")
    scope = tenancy.sign_in(session(), CHANNEL, openid, now=g.now)
    return _token(scope or tenancy.bind(session(), CHANNEL, openid, phone, now=g.now))


def signed_in(view: F) -> F:
    """A view for people: `g.scope` is who acts.  Answers 401 without a valid token."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        g.scope = _scope()
        return view(*args, **kwargs)

    return api.doc(security="bearer", responses=REFUSALS)(guarded)  # type: ignore[return-value]


@api.get("/me")
@api.output(MeOut)
@signed_in
def show_me() -> dict[str, Any]:
    """我是谁：单位与身份。"""
    scope: Scope = g.scope
    unit = session().get(Unit, scope.unit_id)
    roles = [{"role": role, "name": ROLE_NAMES.get(role, role)} for role in sorted(scope.roles)]
    return {"name": scope.name, "unit": unit.name if unit else "", "roles": roles}


def _token(scope: Scope) -> dict[str, Any]:
    settings: Settings = current_app.extensions["paiche"]["settings"]
    until = machine_now() + timedelta(hours=settings.session_hours)
    claims = {"ten": scope.tenant_id, "sub": str(scope.person_id), "exp": until}
    return {"token": jwt.encode(claims, secret(settings), "HS256"), "expires_in_s": settings.session_hours * 3600}


def _scope() -> Scope:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NotSignedIn("login.needed")
    settings: Settings = current_app.extensions["paiche"]["settings"]
    try:
        claims = jwt.decode(token.strip(), secret(settings), ["HS256"], options={"require": ["exp", "sub"]})
        found = tenancy.scope_of(session(), int(claims["ten"]), int(claims["sub"]), now=g.now)
    except (jwt.InvalidTokenError, KeyError, ValueError) as error:
        raise NotSignedIn("login.expired") from error
    if found is None:
        raise NotSignedIn("login.expired")
    return found


@functools.cache
def secret(settings: Settings) -> str:
    """The key that signs tokens: configured, or made once and kept under PAICHE_VAR for all processes."""
    given = settings.session_secret.get_secret_value()
    if given:
        return given
    settings.paiche_var.mkdir(parents=True, exist_ok=True)
    file = settings.paiche_var / "session.key"
    try:
        with file.open("x", encoding="ascii") as out:
            file.chmod(0o600)
            out.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    key = file.read_text("ascii")
    if len(key) < 32:
        raise RuntimeError(f"{file} is damaged: remove it and start again, everybody signs in anew")
    return key
