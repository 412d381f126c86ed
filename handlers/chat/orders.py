"""A traveller's words about orders: list, status, cancel, slip, fees, timeline, why, rate, copy, and small talk."""

import re
from collections.abc import Callable
from typing import Any

from app.bookings import ops as bookings
from app.bookings.model import Booking, State
from app.dispatch import driving, views
from app.dispatch import ops as dispatch
from app.kernel.faults import NotFound
from app.policies.find import rule_words
from app.settlement import ops as settlement
from app.settlement.views import fee_words
from app.trips.model import Trip
from handlers.chat import booking as talk_booking
from handlers.chat import deciding, hearing, helping, meant
from handlers.chat.driving import jobs
from handlers.chat.turn import Turn, Verb, pick

ENDED = (State.DONE, State.MISSED)
SEES_ALL = ("dispatcher", "finance", "supervisor", "administrator")


def greet(turn: Turn) -> str:
    return "\n".join([helping.GREETING.format(name=turn.scope.name), helping.what_i_can(turn.scope)])


def help_(turn: Turn) -> str:
    return helping.what_i_can(turn.scope)


def thanks(turn: Turn) -> str:
    return "不客气，一路平安。"


def human(turn: Turn) -> str:
    return "请直接联系公务用车服务中心调度员；您的订单和待办都在，随时可以继续说。"


def other(turn: Turn) -> str:
    if turn.args.get("too_long"):
        return "这段话太长了，请分几句说（最多2000字）。"
    bookings.check_purpose(turn.session, turn.scope, turn.text, now=turn.now)
    if turn.order_no:
        return query(turn)
    if hearing.VERDICT.search(turn.text) and deciding.is_asked(turn):
        return deciding.which(turn)
    return helping.UNCLEAR.format(hint="我只管公务用车。")


def deny(turn: Turn) -> str:
    return "好的。要改哪里直接说，例如“改成九点”；不约了说“取消”。"


def undo(turn: Turn) -> str:
    """撤销 without a draft calls no order off: those that could be are shown."""
    nothing, rows = "现在没有可撤销的修改。", bookings.mine(turn.session, turn.scope, states=bookings.OPEN)
    if not rows:
        return f"{nothing}已提交的订单不再需要时，请回复“取消 YC…”。"
    lines = "\n".join(choice.line for choice in meant.choices(turn, rows))
    return f"{nothing}要取消已提交的订单吗？\n{lines}\n要取消请回复“取消 {rows[0].ref}”，不取消就不用回复。"


def hold(turn: Turn) -> str:
    """等一下: a draft waits, nothing is submitted; an approver's orders wait, nothing is decided."""
    is_of_draft = turn.memory.has_draft and not turn.args.get("target") and not hearing.VERDICT.search(turn.text)
    if not is_of_draft and deciding.is_asked(turn):
        return deciding.hold(turn)
    return "好的，先不提交，这一单给您留着。" if turn.memory.has_draft else helping.NOT_HERE


def cancel(turn: Turn) -> str:
    """Call an order off: the one named, or the one that is open."""
    ref, words = _which(turn, "cancel", bookings.OPEN, "您没有可取消的订单。")
    if not ref:
        return words
    reason = str(turn.args.get("reason") or "")
    booking = dispatch.cancel(turn.session, turn.scope, ref, reason=reason, now=turn.now)
    freed = "占用的车和驾驶员已释放。" if dispatch.trips_of(turn.session, booking, also_ended=True) else ""
    return f"{booking.ref} 已取消。{freed}"


def query(turn: Turn) -> str:
    """What somebody wants to know of their orders."""
    asked = str(turn.args.get("query") or "status")
    if asked == "pending" and _decides(turn):
        return deciding.pending(turn)
    if turn.scope.has("driver") and not turn.order_no:
        return jobs(turn)
    if asked in ("list", "stats"):
        return my_orders(turn)
    if asked == "price" and turn.memory.has_draft and not turn.order_no:
        return talk_booking.price(turn)
    if asked == "why":
        return why(turn)
    if asked == "availability":
        return "请直接说行程（时间、人数、地点），我马上告诉您能不能派、要多少钱。"
    ref, words = _which(turn, "query", None, "您还没有订单。直接说行程就能约，例如“明早8点三人去无锡”。")
    if not ref:
        return words
    booking = _seen(turn, ref)
    if asked == "price":
        return fee_words(booking, settlement.charges_of(turn.session, booking))
    return views.order_card(turn.session, booking)


def my_orders(turn: Turn) -> str:
    rows = bookings.mine(turn.session, turn.scope)
    if not rows:
        return "您还没有订单。直接说行程就能约，例如“明早8点三人去无锡”。"
    turn.memory.show_menu([row.ref for row in rows], "query", {"query": "status"}, now=turn.now)
    return "\n".join(f"{n}. {views.order_line(turn.session, row)}" for n, row in enumerate(rows, 1))


def slip(turn: Turn) -> str:
    return _about(turn, "slip", lambda b: views.slip_words(turn.session, b))


def fee_detail(turn: Turn) -> str:
    return _about(turn, "fee_detail", lambda b: fee_words(b, settlement.charges_of(turn.session, b)))


def timeline(turn: Turn) -> str:
    return _about(turn, "timeline", lambda b: views.timeline_words(turn.session, b))


def why(turn: Turn) -> str:
    """Why this car; or, when the words are about the approval or a rule, why that."""
    named = re.search(r"[Rr]\d{2}", turn.text)
    if named:
        return rule_words(turn.session, named[0])
    if turn.memory.draft_key and not turn.order_no:
        return talk_booking.why(turn)
    if "批" in turn.text:
        return rule_words(turn.session, bookings.approval_rule(turn.session, turn.scope, now=turn.now))
    return _about(turn, "why", lambda b: views.why_words(turn.session, b))


def rate(turn: Turn) -> str:
    """评价 5分 …: the order named, else the one that ended last."""
    score = turn.args.get("rating")
    ref = turn.order_no or next((b.ref for b in bookings.mine(turn.session, turn.scope, states=ENDED, limit=1)), "")
    if not ref:
        return "您还没有已结束的行程可以评价。"
    comment = str(turn.args.get("reason") or turn.args.get("comment") or "")
    rating = bookings.rate(turn.session, turn.scope, ref, int(score or 0), comment=comment, now=turn.now)
    return f"感谢评价：{ref} {rating.score}分。"


def rule(turn: Turn) -> str:
    """规则 R07: its text and where it comes from."""
    return rule_words(turn.session, str(turn.command_args.get("rule") or turn.command_args.get("id") or ""))


def change(turn: Turn) -> str:
    """An order that was submitted is not changed in place at this stage: the way that works is said."""
    ref, words = _which(turn, "change", bookings.OPEN, "没有正在约的行程。请直接说，例如“明早8点三人去无锡”。")
    if not ref:
        return words
    return f"{ref} 已提交，不能直接改。请先回复“取消 {ref}”，再把新的行程说一遍。"


def _decides(turn: Turn) -> bool:
    """谁还没批 is an approver's desk, or the progress of one's own order when there is one."""
    own = bookings.mine(turn.session, turn.scope, states=bookings.OPEN, limit=1)
    return turn.scope.has(*helping.APPROVERS) or not own


def _about(turn: Turn, verb: str, show: Callable[[Booking], str]) -> str:
    ref, words = _which(turn, verb, None, "您还没有订单。")
    return show(_seen(turn, ref)) if ref else words


def _which(turn: Turn, verb: str, states: Any, none: str) -> tuple[str, str]:
    """The order that is meant: named, spoken of last, the only one open, or to be picked."""
    if not turn.order_no and isinstance(turn.args.get("target"), dict) and turn.args["target"].get("which") == "last":
        return (rows[0].ref, "") if (rows := bookings.mine(turn.session, turn.scope, limit=1)) else ("", none)
    rows = bookings.mine(turn.session, turn.scope, states=states or bookings.OPEN)
    found = meant.fitting(turn, rows)
    if not found and states is None:  # What is only looked at may be over.
        ended = bookings.mine(turn.session, turn.scope)
        rows, found = rows or ended, meant.fitting(turn, ended)[:1]
    if rows and not found:
        return "", meant.none_fits(turn, verb, rows)
    return pick(turn, verb, meant.choices(turn, found), none=none)


def _seen(turn: Turn, ref: str) -> Booking:
    """An order this person may look at: their own, one they decide or drive, or any for those who oversee."""
    try:
        return bookings.get(turn.session, turn.scope, ref)
    except NotFound:
        booking = bookings.get(turn.session, turn.scope, ref, any_of_tenant=True)
        if (
            turn.scope.has(*SEES_ALL)
            or bookings.is_decider(turn.session, turn.scope, booking)
            or _drives(turn, booking)
        ):
            return booking
        raise


def _drives(turn: Turn, booking: Booking) -> bool:
    trips: list[Trip] = dispatch.trips_of(turn.session, booking, also_ended=True)
    return turn.scope.has("driver") and driving.driver_of(turn.session, turn.scope).id in {t.driver_id for t in trips}


VERBS: dict[str, Verb] = {
    "greet": greet,
    "help": help_,
    "thanks": thanks,
    "chitchat": greet,
    "other": other,
    "human": human,
    "complaint": human,
    "deny": deny,
    "undo": undo,
    "hold": hold,
    "copy": talk_booking.copy,
    "submit": talk_booking.submit,
    "confirm": talk_booking.confirm_nothing,
    "cancel": cancel,
    "change": change,
    "inform": change,
    "query": query,
    "slip": slip,
    "fee_detail": fee_detail,
    "timeline": timeline,
    "why": why,
    "rate": rate,
    "rule": rule,
}
