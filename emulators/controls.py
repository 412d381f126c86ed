"""The controls: what a tester says to the stand-ins.  JSON; an unknown name is 404, a body that cannot be read 400."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from emulators.clock import InThePast, instant
from emulators.faults import CALLBACK_MODES, MODES, Fault
from emulators.world import World

TARGETS = ("wechat", "wecom", "didi", "caocao", "rental", "t3", "sms")
WITHOUT_CALLBACKS = ("wechat", "wecom", "sms")  # Whoever pushes to the product here is the tester's phone, not we.
DELAY_MAX_S = 3600
COUNT_MAX = 1_000_000

Body = dict[str, Any]
Answer = tuple[Response, int]
Control = Callable[[World], Any]


class Unreadable(Exception):
    """400: what the caller has to mend."""


class Unknown(Exception):
    """404: a name nobody answers to, or not yet."""


def controls(world: World) -> Blueprint:
    blueprint = Blueprint("controls", __name__)
    for method, path, control in CONTROLS:
        blueprint.add_url_rule(path, f"{method} {path}", told(world, control), methods=[method])
    blueprint.register_error_handler(Unreadable, lambda error: problem(error, 400))
    blueprint.register_error_handler(Unknown, lambda error: problem(error, 404))
    blueprint.register_error_handler(InThePast, lambda _: problem("the product's clock runs forward only", 409))
    return blueprint


def told(world: World, control: Control) -> Callable[[], Response]:
    return lambda: jsonify(control(world))


def problem(error: object, status: int) -> Answer:
    return jsonify({"error": str(error)}), status


def sent(world: World) -> list[dict[str, Any]]:
    after = request.args.get("after") or "0"
    if not (after.isascii() and after.isdigit() and len(after) <= 18):
        raise Unreadable("after: the id of a message")
    return world.store.sent(to=request.args.get("to") or None, after=int(after))


def tell_clock(world: World) -> Body:
    return {"now": world.clock.now().isoformat()}


def move_clock(world: World) -> Body:
    try:
        to = instant(field(body(), "to"))
    except (ValueError, OverflowError):
        raise Unreadable("to: an ISO instant") from None
    return {"now": world.clock.move(to).isoformat()}


def order_fault(world: World) -> Body:
    ask = body()
    target, mode = field(ask, "target"), field(ask, "mode")
    if target not in TARGETS:
        raise Unreadable(f"target: one of {', '.join(TARGETS)}")
    if mode not in MODES:
        raise Unreadable(f"mode: one of {', '.join(MODES)}")
    count, delay_s = number(ask, "count", 1, COUNT_MAX), number(ask, "delay_s", 0, DELAY_MAX_S)
    if count is not None and not isinstance(count, int):
        raise Unreadable("count: a whole number")
    if target not in world.targets:
        raise Unknown(f"{target} does not answer here yet")
    if mode in CALLBACK_MODES and target in WITHOUT_CALLBACKS:
        raise Unreadable(f"mode: {target} has no callbacks of its own here")
    world.faults.order(target, Fault(mode, count, delay_s))
    return {"target": target, "mode": mode, "count": count, "delay_s": delay_s}


def set_quota(world: World) -> Body:
    """How many messages of a template a person has accepted; null: a long-term template, without end."""
    ask = body()
    openid, template_id = field(ask, "openid"), field(ask, "template_id")
    if "quota" not in ask:
        raise Unreadable("quota: a number of acceptances, or null for a long-term template")
    quota = number(ask, "quota", 0, COUNT_MAX)
    if quota is not None and not isinstance(quota, int):
        raise Unreadable("quota: a whole number")
    world.store.set_quota(openid, template_id, quota)
    return {"openid": openid, "template_id": template_id, "quota": quota}


def body() -> Body:
    found = request.get_json(force=True, silent=True)
    if not isinstance(found, dict):
        raise Unreadable("a JSON object is wanted")
    return found


def field(ask: Body, name: str) -> str:
    found = ask.get(name)
    if not isinstance(found, str) or not found:
        raise Unreadable(f"{name}: a text is wanted")
    return found


def number(ask: Body, name: str, least: float, most: float) -> float | int | None:
    found = ask.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Unreadable(f"{name}: a number is wanted")
    if not least <= found <= most:  # Not a number is in no range either.
        raise Unreadable(f"{name}: from {least} to {most}")
    return found


CONTROLS: tuple[tuple[str, str, Control], ...] = (
    ("GET", "/_sent", sent),
    ("GET", "/_clock", tell_clock),
    ("POST", "/_clock", move_clock),
    ("POST", "/_fault", order_fault),
    ("POST", "/_quota", set_quota),
)
