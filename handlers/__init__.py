"""Inbound: the web application.  Handlers read, call the core and show; the edge keeps the transaction."""

from typing import Any

import openapi_ui_bundles.swagger_ui
from apiflask import APIFlask
from flask import send_from_directory

from app.kernel.clock import Clock
from app.kernel.db import make_engine, make_sessions
from app.kernel.settings import Settings
from handlers import approvals, bookings, chat, commands, edge, health, login, readings, slips, trips
from handlers.ports import Nudge, SignInPort
from handlers.schemas.faults import FAULT

BODY_MAX = 2 * 1024 * 1024
LOCK_WAIT_S = 3  # WeChat hangs up after five seconds and sends the message again.


def create_app(settings: Settings, *, wechat: SignInPort, nudge: Nudge, clock: Clock | None = None) -> APIFlask:
    """The WSGI application.  wechat: who answers sign-in codes; nudge: tells the relay that something is owed."""
    app = APIFlask(__name__, title="Paiche 派车", version="0.1", spec_path="/openapi.json", docs_path="/docs")
    app.config.update(_config(settings))
    app.request_class = edge.JsonRequest
    app.url_map.converters["int"] = edge.KeyInPath
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    sessions = make_sessions(make_engine(settings.sql_url, patience_s=LOCK_WAIT_S))
    clock = clock or Clock(settings.clock_file)
    app.extensions["paiche"] = {"settings": settings, "sessions": sessions, "wechat": wechat, "clock": clock}
    edge.quiet_logs(app, settings.log_level)
    edge.attach(app, sessions, clock, nudge)
    for part in (login, bookings, approvals, trips, readings):
        app.register_blueprint(part.api, url_prefix="/api/v1")
    app.register_blueprint(chat.make(settings))
    app.register_blueprint(health.pages)
    app.register_blueprint(slips.pages)
    _serve_docs(app)
    commands.attach(app)
    return app


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "MAX_CONTENT_LENGTH": BODY_MAX,
        "DESCRIPTION": "公务出行平台的接口。聊天能做的事，这里都能做。",
        "SERVERS": [{"url": "/"}],
        "SECURITY_SCHEMES": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        "VALIDATION_ERROR_STATUS_CODE": 422,
        "VALIDATION_ERROR_SCHEMA": FAULT,
        "HTTP_ERROR_SCHEMA": FAULT,
        "DOCS_FAVICON": "/docs/assets/favicon-32x32.png",
        "SWAGGER_UI_CSS": "/docs/assets/swagger-ui.css",
        "SWAGGER_UI_BUNDLE_JS": "/docs/assets/swagger-ui-bundle.js",
        "SWAGGER_UI_STANDALONE_PRESET_JS": "/docs/assets/swagger-ui-standalone-preset.js",
    }


def _serve_docs(app: APIFlask) -> None:
    """Swagger's own files from the package: /docs asks no other host."""
    folder = openapi_ui_bundles.swagger_ui.static_path

    @app.get("/docs/assets/<path:name>")
    @app.doc(hide=True)
    def docs_asset(name: str) -> Any:
        return send_from_directory(folder, name, max_age=86_400)
