"""A driver's words: the job and its steps, what was paid, and the reading at the end."""

from collections.abc import Callable
from typing import Any

from app.dispatch import driving, views
from app.dispatch.driving import Step
from app.dispatch.ops import bookings_of
from app.kernel.clock import day_words, hour_minute
from app.kernel.money import fen, yuan
from app.settlement import ops as settlement
from app.settlement.views import CHARGE_NAMES
from app.trips.model import State, Stop, Trip
from handlers.chat.turn import Choice, Turn, Verb, pick

NOTHING = "您现在没有这样的任务。有新任务会发任务卡给您。"
OPEN = (State.ISSUED, State.ACCEPTED, State.RUNNING)
EXPENSES = {
    "toll": "toll",
    "parking": "parking",
    "过路费": "toll",
    "停车费": "parking",
    "meal": "meal",
    "误餐费": "meal",
}


def jobs(turn: Turn) -> str:
    """The cards of what is still to be driven, the running one first."""
    trips = driving.my_trips(turn.session, turn.scope)
    return "\n\n".join(views.job_card(turn.session, trip) for trip in trips) or NOTHING


def accept(turn: Turn) -> str:
    trip, words = _which(turn, "accept", (State.ISSUED,), fallback=(State.ACCEPTED,))
    if trip is None:
        return words
    driving.accept(turn.session, turn.scope, trip.id, now=turn.now)
    return f"已接单，{day_words(trip.depart_at)} 出场。\n{views.job_card(turn.session, trip)}\n到点请回复“出发”。"


def decline(turn: Turn) -> str:
    trip, words = _which(turn, "decline", (State.ISSUED, State.ACCEPTED))
    if trip is None:
        return words
    refs = "、".join(b.ref for b in bookings_of(turn.session, trip))
    driving.decline(turn.session, turn.scope, trip.id, reason=str(turn.args.get("reason") or ""), now=turn.now)
    return f"已记录拒单，{refs} 将另派车辆。"


def depart(turn: Turn) -> str:
    trip, words = _which(turn, "depart", (State.ISSUED, State.ACCEPTED), fallback=(State.RUNNING,))
    if trip is None:
        return words
    step = driving.depart(turn.session, turn.scope, trip.id, now=turn.now)
    first = step.trip.stops[0]
    repeat = "（已记录过）" if step.is_repeat else ""
    return (
        f"已出发{repeat}，{hour_minute(step.trip.left_at or turn.now)}，出车里程表 里程 {step.trip.odometer_out_km}。\n"
        f"先到 {first.place} 接人（{hour_minute(first.due_at)}），到了请回复“到达”。"
    )


def arrive(turn: Turn) -> str:
    step, words = _move(turn, "arrive", driving.arrive)
    if step is None:
        return words
    here = step.stops[-1]
    if step.is_repeat:
        return f"已记录 {hour_minute(here.reached_at or turn.now)} 到达 {here.place}。{_after(step.trip, here)}。"
    following = _after(step.trip, here)
    return f"{hour_minute(turn.now)} 到达 {here.place}。{following}。{_implied(step)}"


def aboard(turn: Turn) -> str:
    step, words = _move(turn, "aboard", driving.aboard)
    if step is None:
        return words
    if step.is_repeat:
        return "上车已记录过。" + _next_words(step.trip) + "。"
    return f"{hour_minute(turn.now)} {step.stops[-1].place} 乘客已上车。{_next_words(step.trip)}。{_implied(step)}"


def turn_back(turn: Turn) -> str:
    step, words = _move(turn, "return", driving.turn_back)
    return f"{hour_minute(turn.now)} 返程。{_next_words(step.trip)}。{_implied(step)}" if step else words


def finish(turn: Turn) -> str:
    step, words = _move(turn, "finish", driving.finish)
    if step is None:
        return words
    return f"{hour_minute(turn.now)} 服务完成。回场后请回复“回场 里程 …”。{_implied(step)}"


def back(turn: Turn) -> str:
    """回场 里程 12480; without a reading it is asked for, one far beyond the plan is asked about once."""
    trip, words = _which(turn, "back", (State.RUNNING,))
    if trip is None:
        return words
    reading = turn.args.get("odometer_km")
    if reading is None:
        turn.memory.asked = "odometer_km"
        return f"请报收车里程表读数（出车 {trip.odometer_out_km}），例如：回场 里程 {(trip.odometer_out_km or 0) + 100}"
    step = driving.back_at_base(turn.session, turn.scope, trip.id, int(reading), now=turn.now)
    if step.far_km is not None:
        turn.memory.asked = "odometer_km"
        planned = round(trip.planned_m / 1000)
        return (
            f"里程{reading}算下来行驶了{step.far_km}公里，计划约{planned}公里。确认无误请再发一次：回场 里程 {reading}"
        )
    driven = int(reading) - (trip.odometer_out_km or 0)
    return f"{hour_minute(turn.now)} 已回场，里程 {reading}，本次行驶{driven}公里，费用随后结算。{_implied(step)}"


def no_show(turn: Turn) -> str:
    step, words = _move(turn, "noshow", driving.no_show)
    return f"已记录未接到人，乘客和调度员会收到通知。{_next_words(step.trip)}。" if step else words


def expense(turn: Turn) -> str:
    """过路费 35: kept with the trip at hand, or the one just ended."""
    items = turn.args.get("expenses") or []
    states = (State.RUNNING, State.RETURNED, State.CLOSED)
    trips = sorted(driving.my_trips(turn.session, turn.scope, states), key=lambda t: (t.state != State.RUNNING, -t.id))
    if turn.order_no:
        wanted = turn.order_no.upper()
        trips = [t for t in trips if wanted in {b.ref for b in bookings_of(turn.session, t, also_ended=True)}]
    if not trips:
        return "没有可以记费用的任务，请核对单号；出车后才能报费用。"
    if not items:
        return "请写明费用和金额，例如“过路费 35”。"
    return "\n".join(_one_expense(turn, trips[0], item) for item in items)


def _and_expenses(verb: Verb) -> Verb:
    """还车 里程 9870 过路费 56: what was paid in the same breath is kept once it is clear which trip is meant."""

    def told(turn: Turn) -> str:
        words = verb(turn)
        return f"{words}\n{expense(turn)}" if turn.args.get("expenses") and not turn.memory.menu else words

    return told


def _one_expense(turn: Turn, trip: Trip, item: dict[str, Any]) -> str:
    kind = EXPENSES.get(str(item.get("kind")), "other")
    amount = fen(item.get("yuan") or 0)
    charge = settlement.expense(turn.session, turn.scope, trip.id, kind, amount, now=turn.now)
    return f"已记 {CHARGE_NAMES.get(charge.kind, '其他')} {yuan(charge.amount_fen)}元，票据请留好。"


def _move(turn: Turn, verb: str, move: Callable[..., Step]) -> tuple[Step | None, str]:
    trip, words = _which(turn, verb, (State.RUNNING,))
    if trip is None:
        return None, words
    return move(turn.session, turn.scope, trip.id, now=turn.now), ""


def _which(
    turn: Turn, verb: str, states: tuple[State, ...], *, fallback: tuple[State, ...] = OPEN
) -> tuple[Trip | None, str]:
    """The trip that is meant: named by an order, the only one, or to be picked."""
    mine = driving.my_trips(turn.session, turn.scope)
    trips = [t for t in mine if t.state in states] or [t for t in mine if t.state in fallback]
    by_ref = {b.ref: trip for trip in mine for b in bookings_of(turn.session, trip)}
    if turn.order_no:
        return by_ref.get(turn.order_no.upper()), "没有找到您的这趟任务，请核对单号。"
    first = [(bookings_of(turn.session, trip)[0], trip) for trip in trips]
    choices = [Choice(b.ref, views.order_line(turn.session, b)) for b, _ in first]
    ref, words = pick(turn, verb, choices, none=NOTHING)
    return (by_ref.get(ref), words) if ref else (None, words)


def _after(trip: Trip, here: Stop) -> str:
    return "乘客上车后请回复“上车”" if here.kind == "pickup" else _next_words(trip)


def _next_words(trip: Trip) -> str:
    following = next((s for s in trip.stops if s.state in ("due", "reached")), None)
    if following is None:
        return "乘客都已送到，请回复“完成”，回场后回复“回场 里程 …”"
    return f"下一站 {hour_minute(following.due_at)} {following.place}{'接人' if following.kind == 'pickup' else ''}"


def _implied(step: Step) -> str:
    stops: list[Stop] = step.implied
    if not stops:
        return ""
    return "（一并记为已完成：" + "、".join(f"{'接' if s.kind == 'pickup' else '送'}{s.place}" for s in stops) + "）"


VERBS: dict[str, Verb] = {
    "accept": accept,
    "decline": decline,
    "depart": depart,
    "arrive": arrive,
    "aboard": aboard,
    "return": turn_back,
    "finish": _and_expenses(finish),
    "back": _and_expenses(back),
    "noshow": no_show,
    "expense": expense,
}
