"""An approver's words: what waits, yes, no with a reason."""

import re
from typing import Literal

from app.approvals import ops as approvals
from app.bookings import ops as bookings
from app.bookings.model import State
from app.dispatch import views
from app.kernel.clock import local
from app.kernel.faults import Refused
from handlers.chat import meant
from handlers.chat.turn import Turn, Verb, pick

HOW = "要批哪一单，请说“同意 YC…”或“驳回 YC… 理由 …”。"
PLACE = re.compile(r"第(?P<n>\d{1,2}|[一二三四五六七八九十])[个单条份张]")
NOTHING = "没有待您审批的订单。"


def pending(turn: Turn) -> str:
    """待我审批的: one a line; a bare number shows that one."""
    waiting = bookings.awaiting(turn.session, turn.scope)
    if not waiting:
        return NOTHING
    turn.memory.show_menu([b.ref for _, b in waiting], "query", {"query": "status"}, now=turn.now)
    return "\n".join(f"{n}. {views.order_line(turn.session, b)}" for n, (_, b) in enumerate(waiting, 1))


def is_asked(turn: Turn) -> bool:
    """Whether anything waits for this person's verdict."""
    return bool(bookings.awaiting(turn.session, turn.scope))


def hold(turn: Turn) -> str:
    """先不批; 都同意，张敏那个除外: nothing is decided, and which orders shall be is asked."""
    return f"好的，都还没有批。待您审批的：\n{pending(turn)}\n{HOW}"


def which(turn: Turn) -> str:
    """第二个同意, where only one waits: nothing is decided, what waits is shown."""
    count = len(bookings.awaiting(turn.session, turn.scope))
    beyond = next((found[0] for found in PLACE.finditer(turn.text) if _number(found["n"]) > count), "")
    no_such = f"没有{beyond}，待您审批的只有{count}单。" if beyond else ""
    return f"{no_such or '没有听懂要批哪一单。'}都还没有批：\n{pending(turn)}\n{HOW}"


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else "一二三四五六七八九十".index(words) + 1


def approve(turn: Turn) -> str:
    return _decide(turn, "approve", "grant")


def reject(turn: Turn) -> str:
    return _decide(turn, "reject", "decline")


def _decide(turn: Turn, verb: str, verdict: Literal["grant", "decline"]) -> str:
    """Several verdicts at once are each recorded; one that is wrong does not undo the others."""
    decisions = turn.args.get("decisions")
    if isinstance(decisions, dict) and decisions:
        given: dict[str, Literal["grant", "decline"]] = {"approve": "grant", "reject": "decline"}
        return "\n".join(_one(turn, ref, given[said]) for ref, said in decisions.items() if said in given)
    waiting = bookings.awaiting(turn.session, turn.scope)
    if not waiting and not turn.order_no:
        return _nothing_left(turn)
    rows = [booking for _, booking in waiting]
    found = meant.fitting(turn, rows)
    if rows and not found:
        return meant.none_fits(turn, verb, rows)
    ref, words = pick(turn, verb, meant.choices(turn, found), none=NOTHING)
    return _one(turn, ref, verdict) if ref else words


def _one(turn: Turn, ref: str, verdict: Literal["grant", "decline"]) -> str:
    reason = str(turn.args.get("reason") or turn.args.get("condition") or "")
    booking = bookings.decide(turn.session, turn.scope, ref, verdict, reason=reason, now=turn.now)
    at = f"{local(turn.now):%H:%M:%S}"
    if verdict == "decline":
        return f"{booking.ref} 已于{at}驳回，理由：{reason.rstrip('。.')}。申请人会收到通知。"
    if booking.state == State.REQUESTED:
        return f"{booking.ref} 已于{at}同意，转下一级审批。"
    return f"{booking.ref} 已于{at}同意，正在自动派车。"


def _nothing_left(turn: Turn) -> str:
    """A late word: who decided the last one, and when."""
    last = approvals.last_decided(turn.session, turn.scope.person_id or 0)
    if last is None:
        return NOTHING
    booking = bookings.by_subject(turn.session, last.subject)
    steps = approvals.current_round(turn.session, last.subject)
    fault: Refused = approvals.already(steps, [last])
    return f"{NOTHING}{booking.ref} {fault.facts['who']}已于{fault.facts['at']}{fault.facts['verdict']}。"


VERBS: dict[str, Verb] = {"approve": approve, "reject": reject, "pending": pending}
