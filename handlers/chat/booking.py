"""The booking talk: ask, read back, submit, call the draft off."""

import dataclasses
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

import nlu
from app.approvals.ops import current_round
from app.bookings import ops as bookings
from app.bookings.model import Booking, State
from app.bookings.wish import Draft, Pin, Wish
from app.dispatch import views
from app.kernel import texts
from app.kernel.clock import day_of, day_words
from app.kernel.events import subject_of
from app.kernel.faults import Fault, Forbidden, Invalid
from app.kernel.money import yuan
from app.policies.find import rule_words
from app.tenancy.gazetteer import gazetteer
from handlers.chat import asking, cards, deciding, growing, hearing, helping
from handlers.chat.slots import completed, like
from handlers.chat.turn import Turn
from nlu.dialogue import refused, resumed

COPIES_MAX = 5
NOW_MEANS = timedelta(minutes=5)
URGENT_PARTY = 4  # Who does not say how many go gets a car that any crew of one fits in.
EVENT = re.compile(
    "渗漏|漏水|管涌|决口|决堤|溃堤|溃坝|溃口|漫堤|内涝|洪水|泄漏|火情|火灾|着火|起火|失火|爆炸|坍塌|塌方|滑坡|事故|抢险|救援|抢救|救护|断电|停水"
)
AS_BEFORE = re.compile("算了|按刚才|按原来|还是刚才|还是原来")

ASK_AGAIN = {
    "booking.past": "depart_at",
    "booking.too_late": "depart_at",
    "booking.too_far": "depart_at",
    "booking.no_hour": "depart_at",
    "booking.return_before": "return_at",
    "booking.too_many": "passengers",
    "purpose.private": "purpose",
    "place.unknown": "destination",
    "place.no_origin": "origin",
}


def answer(turn: Turn, state: nlu.State, found: Any) -> str:
    """Words for what the dialogue wants next; Act is not handled here.  Raises Forbidden for who may not book."""
    if not turn.scope.has(*bookings.BOOKERS) and not isinstance(found, nlu.Drop | nlu.Unclear):
        turn.memory.drop_draft()
        raise Forbidden("booking.not_yours")
    if isinstance(found, nlu.Ask | nlu.Ready):
        state, found = urgent(turn, state, found)
    if isinstance(found, nlu.Ask):
        return ask(turn, state, found)
    if isinstance(found, nlu.Ready):
        return read_back(turn, state, found)
    if isinstance(found, nlu.Drop):
        turn.memory.drop_draft()
        waiting = f"\n您还说了“{found.queued[0]}”，要约的话请再说一遍。" if found.queued else ""
        return f"好的，这次不约了。需要时再说，例如“明早8点三人去无锡”。{waiting}"
    if isinstance(found.resume, nlu.Ask):
        return f"没有听懂这句话。\n{asking.words(found.resume, turn.now)}"
    hint = "正在约的这一单还在，可以接着说。" if state.slots else ""
    return helping.UNCLEAR.format(hint=hint)


def urgent(turn: Turn, state: nlu.State, found: nlu.Ask | nlu.Ready) -> tuple[nlu.State, nlu.Ask | nlu.Ready]:
    """An emergency is not asked what for, nor how many: the sentence tells, or a convention does and is read back."""
    if not state.slots.get("urgent"):
        return state, found
    event = EVENT.search(turn.text)
    usual: dict[str, Any] = {}
    if event or isinstance(found, nlu.Ready):
        usual["purpose"] = f"应急处置（{event[0]}）" if event else "应急"
    if isinstance(found, nlu.Ready):
        usual["passengers"] = URGENT_PARTY
    usual = {slot: value for slot, value in usual.items() if not state.slots.get(slot)} | placed(turn, state.slots)
    slots, inferred = {**state.slots, **usual}, tuple(dict.fromkeys((*state.inferred, *usual)))
    state = dataclasses.replace(state, slots=slots, inferred=inferred)
    if isinstance(found, nlu.Ready):
        state = dataclasses.replace(state, read_back=slots)
        found = dataclasses.replace(found, wish=slots, inferred=inferred)
    turn.memory.dialogue = state.to_json()
    return state, found


def placed(turn: Turn, slots: Mapping[str, Any]) -> dict[str, Any]:
    """An emergency goes where it was said to: a place that nobody knows lies in the tenant's own town (注意 tells)."""
    place, known = str(slots.get("destination") or ""), gazetteer(turn.session)
    town = home_of(turn)
    if not place or not town or known.find(place) is not None:
        return {}
    return {"destination": town + place}


def home_of(turn: Turn) -> str:
    """The name of the tenant's own town."""
    known = gazetteer(turn.session)
    return next((p.name for p in known.places if p.kind == "division" and p.division == known.home), "")


def ask(turn: Turn, state: nlu.State, found: nlu.Ask) -> str:
    """One question; a place that nobody knows, or a day too far off, is better said now than after three more.

    The place is asked once: what is said of other things afterwards is taken, and the place comes up again at the end.
    """
    place = str(state.slots.get("destination") or "")
    is_unknown = bool(place) and gazetteer(turn.session).find(place) is None
    if is_unknown and AS_BEFORE.search(turn.text):
        return given_up(turn, state, place)
    far = too_far(turn, state)
    if far is not None:
        kept_slots = {
            s: value for s, value in state.slots.items() if s not in ("depart_at", "depart_part", "arrive_by")
        }
        turn.memory.dialogue = dataclasses.replace(state, slots=kept_slots, doubts=(), asked="depart_at").to_json()
        return f"{texts.words(far)}\n{asking.QUESTIONS['depart_at']}"
    is_new = place != turn.before.get("destination") or "确认" in turn.text
    if is_unknown and is_new and (found.points != ("destination",) or found.doubt):
        kept = dataclasses.replace(state, asked="destination", doubts=())
        head = "目的地还没有定，不能提交。" if "确认" in turn.text else ""
        return "\n".join([asking.known_so_far(dict(state.slots)), head + unknown(turn, kept, "destination", place)])
    if is_unknown and found.doubt is not None and (found.doubt.slot, found.doubt.said) == ("destination", place):
        turn.memory.dialogue = dataclasses.replace(state, doubts=state.doubts[1:]).to_json()
        return again(turn)  # It was asked already, and something else was answered.
    return noted(turn, state, found) + asking.words(found, turn.now)


def noted(turn: Turn, state: nlu.State, found: nlu.Ask) -> str:
    """已记下：出发时间 11-24(周二) 09:00。 — what was changed while the same choice of a vehicle stands open."""
    if found.doubt is None or found.doubt.why != "beyond_car" or turn.doubted != "beyond_car":
        return ""
    said = [
        f"{name} {asking.spoken(slot, state.slots[slot])}"
        for slot, name in asking.NAMES.items()
        if slot in state.slots and state.slots[slot] != turn.before.get(slot) and slot != "trip_type"
    ]
    return f"已记下：{'、'.join(said)}。\n" if said else ""


def too_far(turn: Turn, state: nlu.State) -> Fault | None:
    """The fault of a day that was said just now and that nobody may book yet."""
    slots = state.slots
    if all(slots.get(slot) == turn.before.get(slot) or not slots.get(slot) for slot in ("depart_at", "arrive_by")):
        return None
    try:
        tried(turn, state.slots)
    except Fault as fault:
        return fault if fault.code == "booking.too_far" else None
    return None


def tried(turn: Turn, slots: Mapping[str, Any]) -> Draft:
    """What the draft would be, with what is not yet said taken in the plainest way.  Raises what stands against it."""
    wished = {**slots}
    if not wished.get("depart_at") and not wished.get("arrive_by"):
        wished["depart_at"] = (day_of(turn.now) + timedelta(days=1)).isoformat()
    if not wished.get("destination") or gazetteer(turn.session).find(str(wished["destination"])) is None:
        wished["destination"] = home_of(turn)
    wished = {"passengers": 1, "purpose": "公务"} | wished
    return bookings.preview(turn.session, turn.scope, wish_of(turn, wished)[0], now=turn.now)


def price(turn: Turn) -> str:
    """多少钱 in the middle of a draft: the card says it, or what it comes to by what is known so far."""
    state = nlu.State.from_json(turn.memory.dialogue or {})
    if state.asked == "confirm":
        return again(turn)
    place = str(state.slots.get("destination") or "")
    if not place or gazetteer(turn.session).find(place) is None:
        return "说了去哪里就能算费用。"
    try:
        draft = tried(turn, state.slots)
    except Fault:
        return "行程说全了，读回时就写明预计费用。"
    lines = "；".join(line.formula for line in draft.lines)
    return f"按目前说的，预计费用 {yuan(draft.estimate_fen)}元（{lines}），说全后以读回为准。"


def unknown(turn: Turn, state: nlu.State, slot: str, place: str) -> str:
    """Nobody knows the place: what is to be said instead, and the known ones that it may be, to be picked by number."""
    alike = hearing.similar(turn.session, place)
    said = (nlu.Doubt(slot, tuple(alike), "place", said=place),) if alike else ()
    turn.memory.dialogue = dataclasses.replace(state, doubts=said).to_json()
    line = texts.TEXTS["place.unknown"].format(place=place)
    return "\n".join([line, *(["相近的有（回复序号）：", *asking.numbered(alike)] if alike else [])])


def given_up(turn: Turn, state: nlu.State, place: str) -> str:
    """算了还是按刚才的: the place that nobody knows is let go; the rest stays."""
    slots = {slot: value for slot, value in state.slots.items() if slot != "destination"}
    turn.memory.dialogue = dataclasses.replace(state, slots=slots, doubts=(), asked="destination").to_json()
    return f"好的，不去“{place}”。\n{asking.known_so_far(slots)}\n{asking.QUESTIONS['destination']}"


def why(turn: Turn) -> str:
    """Who decides the draft that was read back, and by which rule."""
    state = nlu.State.from_json(turn.memory.dialogue or {})
    wish, _ = wish_of(turn, dict(state.slots))
    wish, _ = soonest(turn, wish, dict(state.slots))
    draft = bookings.preview(turn.session, turn.scope, wish, now=turn.now)
    who = "→".join(decider.name for decider in draft.deciders)
    head = f"这一单由{who}审批" if who else "这一单免审批"
    return f"{head}（规则 {draft.rules[0]}）：\n{rule_words(turn.session, draft.rules[0])}"


def read_back(turn: Turn, state: nlu.State, found: nlu.Ready) -> str:
    """The card; or the fault that stands against it, with what is to be said instead."""
    slots = dict(found.wish)
    if "copy" in slots:
        return copied(turn, state, slots)
    try:
        wish, filled = wish_of(turn, slots)
        wish, moved = soonest(turn, wish, slots)
        filled += moved
        draft = bookings.preview(turn.session, turn.scope, wish, now=turn.now)
    except Fault as fault:
        return turned_down(turn, state, found, fault)
    turn.memory.draft_key = f"chat:{turn.inbox_id}"
    return cards.card(wish, draft, found, filled=filled)


def turned_down(turn: Turn, state: nlu.State, found: nlu.Ready, fault: Fault) -> str:
    """A rule stands against the wish: what was read back before it, if anything was, stands again."""
    turn.memory.draft_key = ""
    asked = ASK_AGAIN.get(fault.code)
    if fault.code == "place.unknown" and fault.facts.get("place") == found.wish.get("origin"):
        asked = "origin"
    if fault.code == "wish.unclear" and fault.facts.get("field") in asking.QUESTIONS:
        asked = str(fault.facts["field"])
    if asked is None:
        return texts.words(fault)
    after = refused(state, asked) if found.changed else dataclasses.replace(state, asked=asked)
    turn.memory.dialogue = after.to_json()
    old = after.slots.get(asked)
    if fault.code == "place.unknown" and old == fault.facts.get("place"):
        return f"{asking.known_so_far(dict(after.slots))}\n{unknown(turn, after, asked, str(old))}"
    is_kept = bool(found.changed) and old is not None and old != found.wish.get(asked)
    return texts.words(fault) + (f"\n{asking.NAMES[asked]}仍是{asking.spoken(asked, old)}。" if is_kept else "")


def copied(turn: Turn, state: nlu.State, slots: dict[str, Any]) -> str:
    """跟上次一样, 昨天那单再来一次: that order's content under what was said now, then asked or read back as usual."""
    rows = bookings.mine(turn.session, turn.scope)
    if not rows:
        turn.memory.drop_draft()
        return "您还没有订过车，没有可以照抄的。请直接说行程，例如“明早8点三人去无锡”。"
    day = str(slots["copy"].get("depart_at") or "")[:10]
    meant = [b for b in rows if str(day_of(b.depart_at)) == day] or [
        b for b in rows if str(day_of(b.created_at)) == day
    ]
    if not day or len(meant) == 1:
        return copy_of(turn, state, meant[0] if day else rows[0])
    shown = (meant or rows)[:COPIES_MAX]
    turn.memory.show_menu([b.ref for b in shown], "copy", {}, now=turn.now)
    turn.must_pick = True
    head = "请回复序号选择照抄哪一单：" if meant else f"没有{asking.moment(day)}的订单，请回复序号选择照抄哪一单："
    return "\n".join([head, *asking.numbered([views.order_line(turn.session, b) for b in shown])])


def copy_of(turn: Turn, state: nlu.State, earlier: Booking) -> str:
    new = dataclasses.replace(state, slots=like(earlier, dict(state.slots)), read_back=None)
    turn.memory.dialogue = new.to_json()
    return again(turn)


def copy(turn: Turn) -> str:
    """The order that was picked from those that may be copied."""
    state = nlu.State.from_json(turn.memory.dialogue or {})
    return copy_of(turn, state, bookings.get(turn.session, turn.scope, turn.order_no))


def again(turn: Turn) -> str:
    """The card or the question once more, after something outside the sentence changed."""
    turn.has_resumed = True
    state, found = resumed(nlu.State.from_json(turn.memory.dialogue or {}), turn.now, asking.MANNER)
    turn.memory.dialogue = state.to_json()
    return answer(turn, state, found)


def submit(turn: Turn) -> str:
    """确认: the draft that was read back becomes an order, and what was said of another one comes next."""
    memory = turn.memory
    if not memory.draft_key:
        return confirm_nothing(turn)
    wish, _ = wish_of(turn, turn.args)
    wish, moved = soonest(turn, wish, turn.args)
    key = memory.draft_key
    booking = bookings.submit(turn.session, turn.scope, wish, key=key, channel="wechat_mp", now=turn.now)
    waiting = tuple((memory.dialogue or {}).get("queued") or ())
    more = growing.settle(turn, turn.args)
    memory.drop_draft()
    memory.last_ref = booking.ref
    more = (f"出发 {day_words(booking.depart_at)}。" if moved else "") + more + following(turn, waiting)
    steps = current_round(turn.session, subject_of(booking))
    if not steps:
        return f"已提交，订单号 {booking.ref}。免审批，正在派车，派好后告诉您车牌和驾驶员。{more}"
    who = f"待{steps[0].approver_name}审批（规则 {steps[0].rule}）"
    return f"已提交，订单号 {booking.ref}，{who}，批准后自动派车。{more}"


def following(turn: Turn, waiting: tuple[str, ...]) -> str:
    """The next of the bookings that were said at once: asked or read back."""
    if not waiting:
        return ""
    turn.has_resumed = True
    state, found = nlu.advance(None, hearing.hear(turn, None, waiting[0]), turn.now, asking.MANNER)
    if not isinstance(found, nlu.Ask | nlu.Ready):
        return f"\n您还说了“{waiting[0]}”，要约的话请再说一遍。"
    state = dataclasses.replace(state, queued=(*state.queued, *waiting[1:]))
    turn.memory.dialogue = state.to_json()
    return f"\n接着约“{waiting[0]}”：\n{answer(turn, state, found)}"


def confirm_nothing(turn: Turn) -> str:
    """A yes with nothing to say yes to."""
    if "同意" in turn.text:
        return deciding.NOTHING
    if turn.has_lapsed:
        return "刚才的行程太久没有确认，没有提交。还要用车请再说一遍，例如“明早8点三人去无锡”。"
    if not turn.scope.has(*bookings.BOOKERS):
        return "现在没有要您确认的事。回复“我能做什么”看用法。"
    if turn.memory.last_ref:
        booking = bookings.get(turn.session, turn.scope, turn.memory.last_ref)
        if booking.state == State.CANCELLED:
            return f"{booking.ref} 已取消，没有待确认的订单。还要用车请再说一遍，例如“明早8点三人去无锡”。"
        return f"{turn.memory.last_ref} 已经提交过了，不会重复下单。回复“我的订单”查看进度。"
    return "现在没有待确认的订单。请直接说行程，例如“明早8点三人去无锡”。"


def is_late_yes(turn: Turn) -> bool:
    """行，就这样 right after the order was submitted, from someone for whom nothing waits: no verdict."""
    if not turn.memory.last_ref or turn.order_no or hearing.VERDICT.search(turn.text):
        return False
    return not bookings.awaiting(turn.session, turn.scope)


def soonest(turn: Turn, wish: Wish, slots: dict[str, Any]) -> tuple[Wish, list[str]]:
    """马上 in an emergency is as soon as the rule lets a car leave, with the time it takes to say yes; and whether the
    departure was moved to that."""
    at = wish.depart_at
    if not slots.get("urgent") or at is None or at > turn.now + NOW_MEANS:
        return wish, []
    wish = wish.model_copy(update={"depart_at": turn.now + NOW_MEANS})
    try:
        bookings.preview(turn.session, turn.scope, wish, now=turn.now)
    except Fault as fault:
        if fault.code == "booking.too_late":
            lead = timedelta(minutes=int(fault.facts["lead"]))
            wish = wish.model_copy(update={"depart_at": turn.now + lead + NOW_MEANS})
    return wish, ["depart_at"]


def wish_of(turn: Turn, slots: dict[str, Any]) -> tuple[Wish, list[str]]:
    """The slots as a wish, with the place that was pointed at, and what a convention filled.

    Raises Invalid("wish.unclear").
    """
    given, filled = completed(slots, turn.now)
    if turn.memory.pin and not given.get("origin"):
        given["origin_pin"] = Pin.model_validate(turn.memory.pin)
    try:
        return Wish.model_validate(given), filled
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise Invalid("wish.unclear", field=field, name=asking.NAMES.get(field, field)) from error
