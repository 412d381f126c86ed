"""The edge of every request: its clock, session, scope and number; one transaction, committed or rolled back here."""

import logging
import secrets
import time
from typing import Any

import structlog
from apiflask import APIFlask, abort
from flask import Flask, Request, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import IntegerConverter, Map

from app.kernel import texts
from app.kernel.clock import Clock
from app.kernel.faults import Fault
from handlers.ports import Nudge

log = structlog.get_logger()
REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "paiche_requests_total", "Requests by endpoint and status", ["endpoint", "status"], registry=REGISTRY
)
SECONDS = Histogram("paiche_request_seconds", "Seconds a request took", ["endpoint"], registry=REGISTRY)
SECURITY = Counter("paiche_security_events_total", "Posts turned away, by why", ["why"], registry=REGISTRY)
HTTP_CODES = {404: "request.missing", 405: "request.method", 413: "request.too_large", 429: "request.too_many"}
CALM_HEADERS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


class JsonRequest(Request):
    """What is no JSON is as invalid as JSON that does not fit."""

    def get_json(self, *args: Any, **how: Any) -> Any:
        try:
            return super().get_json(*args, **how)
        except RecursionError:
            return self.on_json_loading_failed(None)

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        abort(422, detail={"json": {"body": ["不是合格的 JSON"]}})


class KeyInPath(IntegerConverter):
    """A row's key: what is wider than 64 bits names nothing."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**63 - 1)


def attach(app: APIFlask, sessions: sessionmaker[Session], clock: Clock, nudge: Nudge) -> None:
    """Give every request of `app` its `g`: now, session, request_id; and settle its transaction."""

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        g.request_id = secrets.token_hex(8)
        g.now = clock.now()
        g.sessions = sessions
        g.failed = False

    @app.after_request
    def settle(response: Response) -> Response:
        held: Session | None = g.pop("held", None)
        if held is not None:
            owes = held.info.get("owes") and not g.failed
            _end(held, keep=not g.failed)
            if owes:
                nudge()
        response.headers["X-Request-Id"] = g.get("request_id", "")
        for name, value in CALM_HEADERS.items():
            response.headers.setdefault(name, value)
        _count(response.status_code)
        return response

    @app.teardown_request
    def drop(_error: BaseException | None) -> None:
        held: Session | None = g.pop("held", None)
        if held is not None:
            _end(held, keep=False)

    _render_faults(app)


def session() -> Session:
    """This request's session, opened when first asked for; a GET only reads."""
    if "held" not in g:
        g.held = g.sessions()
        if request.method in ("GET", "HEAD"):
            g.held.connection(execution_options={"reading": True})
    held: Session = g.held
    return held


def fault_body(code: str, message: str, field: str | None = None) -> dict[str, Any]:
    """Our one shape of errors."""
    error = {"code": code, "message": message, "request_id": g.get("request_id", "")}
    return {"error": error | ({"field": field} if field else {})}


def _render_faults(app: APIFlask) -> None:
    @app.errorhandler(Fault)
    def show_fault(fault: Fault) -> tuple[dict[str, Any], int]:
        g.failed = True
        return fault_body(fault.code, texts.words(fault), fault.field), fault.status

    @app.errorhandler(TimeoutError)
    def show_silence(_silent: TimeoutError) -> tuple[dict[str, Any], int]:
        g.failed = True
        return fault_body("server.busy", texts.TEXTS["server.busy"]), 503

    @app.errorhandler(OperationalError)
    def show_busy(error: DBAPIError) -> tuple[dict[str, Any], int]:
        g.failed = True
        log.warning("database_busy", request_id=g.get("request_id"), error=type(error.orig).__name__)
        return fault_body("server.busy", texts.TEXTS["server.busy"]), 503

    @app.errorhandler(Exception)
    def show_bug(error: Exception) -> tuple[dict[str, Any], int]:
        g.failed = True
        log.error("bug", request_id=g.get("request_id"), error=type(error).__name__, where=_where(error))
        words = texts.TEXTS["server.error"].format(request_id=g.get("request_id", ""))
        return fault_body("server.error", words), 500

    @app.error_processor
    def show_http(error: Any) -> tuple[dict[str, Any], int, Any]:
        g.failed = True
        if error.status_code == 422 and error.detail:
            field, why = _first_problem(error.detail)
            words = texts.TEXTS["request.invalid"].format(field=field, why=why)
            return fault_body("request.invalid", words, field), 422, error.headers
        code = HTTP_CODES.get(error.status_code, "request.invalid" if error.status_code < 500 else "server.error")
        words = texts.TEXTS[code].format(field="", why=error.message, request_id=g.get("request_id", ""))
        return fault_body(code, words), error.status_code, error.headers


def _first_problem(detail: Any) -> tuple[str, str]:
    """(field, why) out of the first validation error, however nested."""
    names: list[str] = []
    while isinstance(detail, dict) and detail:
        name, detail = next(iter(detail.items()))
        names.append(str(name))
    why = detail[0] if isinstance(detail, list) and detail else detail
    return ".".join(names[1:] or names), texts.in_chinese(str(why))


def _end(held: Session, *, keep: bool) -> None:
    try:
        if keep:
            held.commit()
        else:
            held.rollback()
    finally:
        held.close()


def _count(status: int) -> None:
    endpoint = request.endpoint or "none"
    REQUESTS.labels(endpoint, str(status)).inc()
    if "started" in g:
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.started)


def _where(error: BaseException) -> str:
    """file:line of the innermost frame; never values, which may be private."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""


def quiet_logs(app: Flask, level: str) -> None:
    """Structured lines on standard output; no request bodies, no addresses of people."""
    logging.basicConfig(level=level, format="%(message)s")
    logging.getLogger("werkzeug").setLevel("WARNING")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
    app.logger.setLevel(level)
