"""One HTTP server for all stand-ins.  `serving(…)` runs it in a thread, `main` until it is told to stop."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from emulators.controls import controls
from emulators.wechat import wechat
from emulators.world import World, open_world

BODY_MAX = 1_048_576  # bytes
STOP_LOOK_S = 0.05  # How often the loop looks whether it shall stop.


def create_app(world: World) -> Flask:
    """Every firm registers itself here: one line each."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_MAX
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.register_blueprint(controls(world))
    app.register_blueprint(wechat(world))
    app.add_url_rule("/healthz", "healthz", lambda: jsonify(status="ok"))
    app.register_error_handler(HTTPException, told)
    return app


def told(error: HTTPException) -> tuple[Response, int]:
    return jsonify({"error": error.name}), error.code or 500


class Quiet(WSGIRequestHandler):
    """Request lines carry secrets and tokens in their queries: none is written down."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def server(app: Flask, host: str, port: int) -> BaseWSGIServer:
    return make_server(host, port, app, threaded=True, request_handler=Quiet)


@contextmanager
def serving(app: Flask, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The server in a thread; yields its address.  Port 0: any free one."""
    running = server(app, host, port)
    thread = threading.Thread(target=running.serve_forever, args=(STOP_LOOK_S,), daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def main() -> None:
    """Variables: HOST, EMULATOR_PORT, PAICHE_VAR, and EMULATOR_QUOTA (acceptances of a template nobody set; 0)."""
    quota_default = int(os.environ.get("EMULATOR_QUOTA") or 0)
    world = open_world(Path(os.environ.get("PAICHE_VAR") or "var"), quota_default=quota_default)
    running = server(
        create_app(world), os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("EMULATOR_PORT") or 8010)
    )

    def stop(_: int, __: FrameType | None) -> None:
        threading.Thread(target=running.shutdown).start()  # From another thread: the loop must go on to see it.

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    running.serve_forever(STOP_LOOK_S)
    running.server_close()
    world.store.close()
