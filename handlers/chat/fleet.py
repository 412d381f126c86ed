"""Words of dispatchers and fleet managers: what waits for a car, send this car, the roster, out of duty and back."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.bookings.model import Booking, State
from app.dispatch import ops as dispatch
from app.dispatch import views
from app.fleet import ops as fleet
from app.fleet.model import DUTY_NAMES, KIND_NAMES, Duty, Fitness, Kind
from app.kernel.clock import day_words, read_instant
from handlers.chat.turn import Choice, Turn, Verb, pick

LIST_MAX = 40


def waiting_orders(turn: Turn) -> str:
    """待派的: orders that have no car, the earliest first."""
    turn.scope.demand("dispatcher")
    rows = _waiting(turn)
    if not rows:
        return "没有待派的订单。"
    turn.memory.show_menu([b.ref for b in rows], "query", {"query": "status"}, now=turn.now)
    return "\n".join(f"{n}. {views.order_line(turn.session, b)}" for n, b in enumerate(rows, 1))


def assign(turn: Turn) -> str:
    """派 苏D·0A123 孙师傅 YC…"""
    turn.scope.demand("dispatcher")
    plate = str(turn.command_args.get("plate") or turn.args.get("plate") or "")
    if not plate:
        return "请写明车牌和单号，例如：派 苏D·0A123 YC…"
    if wrong := _other_driver(turn, plate):
        return wrong
    rows = _waiting(turn)
    choices = [Choice(b.ref, views.order_line(turn.session, b)) for b in rows]
    ref, words = pick(turn, "assign", choices, none="没有待派的订单。")
    if not ref:
        return words
    booking, trip = dispatch.assign(turn.session, turn.scope, ref, plate, now=turn.now)
    return f"{booking.ref} 已派。\n{views.car_words(turn.session, trip)}"


def vehicles(turn: Turn) -> str:
    """车辆: each car with its class and what it is doing now."""
    turn.scope.demand("fleet_manager", "dispatcher", "supervisor", "administrator")
    taken = fleet.busy(turn.session, turn.now, turn.now + timedelta(minutes=1))
    out = {trip.vehicle_id for trip in dispatch.out_now(turn.session)}
    rows = fleet.roster(turn.session)
    lines = []
    for vehicle, depot, driver in rows[:LIST_MAX]:
        spans = taken.get(f"vehicle:{vehicle.id}", [])
        state = "在修" if vehicle.fitness == Fitness.IN_REPAIR else "空闲"
        if vehicle.id in out:
            state = "出车未回场"
        elif spans:
            why = {"trip": "出车", "service": "停用"}.get(spans[0].reason, spans[0].reason)
            state = f"{why}至{day_words(spans[0].to_at)}"
        kind, duty = KIND_NAMES[Kind(vehicle.kind)], DUTY_NAMES[Duty(vehicle.duty)]
        who = driver.name if driver else "无驾驶员"
        lines.append(f"{vehicle.plate} {kind}{vehicle.seats}座 {duty} {depot.pool} {who} {state}")
    more = [f"共{len(rows)}辆，只列前{LIST_MAX}辆。"] if len(rows) > LIST_MAX else []
    return "\n".join(lines + more)


def suspend(turn: Turn) -> str:
    """停用 苏D·0B122 明天8点到18点 原因"""
    args = {**turn.args, **turn.command_args}
    plate = str(args.get("plate") or "")
    from_at, to_at = _instant(args.get("from_at")), _instant(args.get("to_at"))
    if not plate or not from_at or not to_at:
        return "请写明车牌和起止时间，例如：停用 苏D·0B122 明天8点到18点 保养"
    reason = str(args.get("reason") or "")
    vehicle = fleet.suspend(turn.session, turn.scope, plate, from_at, to_at, reason=reason, now=turn.now)
    return f"{vehicle.plate} 停用 {day_words(from_at)} 至 {day_words(to_at)}。"


def resume(turn: Turn) -> str:
    """恢复 苏D·0B122"""
    plate = str(turn.command_args.get("plate") or turn.args.get("plate") or "")
    vehicle = fleet.resume(turn.session, turn.scope, plate, now=turn.now)
    return f"{vehicle.plate} 已恢复，可以派车。"


def _other_driver(turn: Turn, plate: str) -> str:
    """A car goes with its own driver: naming another is not passed over in silence."""
    said = str(turn.args.get("driver") or "")
    vehicle = fleet.vehicle_by_plate(turn.session, plate)
    own = next((d.name for v, _, d in fleet.roster(turn.session) if v.id == vehicle.id and d), "")
    if not said or not own or said == own:
        return ""
    return f"{vehicle.plate} 的驾驶员是{own}，不是{said}，没有派。请核对后重发，例如：派 {vehicle.plate} {own} YC…"


def _waiting(turn: Turn) -> list[Booking]:
    query = select(Booking).where(Booking.state.in_([State.APPROVED, State.UNSERVED]))
    return list(turn.session.scalars(query.order_by(Booking.depart_at, Booking.id).limit(20)))


def _instant(value: object) -> datetime | None:
    return read_instant(str(value)) if value else None


VERBS: dict[str, Verb] = {
    "waiting_orders": waiting_orders,
    "assign": assign,
    "dispatch": assign,
    "vehicles": vehicles,
    "suspend": suspend,
    "resume": resume,
}
