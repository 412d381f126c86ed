"""The booking talk: ask, read back, submit, call the draft off."""

import dataclasses
from typing import Any

from pydantic import ValidationError

import nlu
from app.approvals.ops import current_round
from app.bookings import ops as bookings
from app.bookings.wish import Pin, Wish
from app.kernel import texts
from app.kernel.events import subject_of
from app.kernel.faults import Fault, Forbidden, Invalid
from app.tenancy.gazetteer import gazetteer
from handlers.chat import asking, deciding, helping
from handlers.chat.slots import completed, like
from handlers.chat.turn import Turn

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
    if isinstance(found, nlu.Ask):
        slots = dict(state.slots)
        place = str(slots.get("destination") or "")
        if place and gazetteer(turn.session).find(place) is None:  # Better said now than after three more questions.
            turn.memory.dialogue = dataclasses.replace(state, asked="destination").to_json()
            return texts.TEXTS["place.unknown"].format(place=place)
        return asking.doubt(found.doubt) if found.doubt else asking.question(found.points, slots, found.problem)
    if isinstance(found, nlu.Ready):
        return read_back(turn, state, found)
    if isinstance(found, nlu.Drop):
        turn.memory.drop_draft()
        return "好的，这次不约了。需要时再说，例如“明早8点三人去无锡”。"
    hint = "正在约的这一单还在，可以接着说。" if state.slots else ""
    return helping.UNCLEAR.format(hint=hint)


def read_back(turn: Turn, state: nlu.State, found: nlu.Ready) -> str:
    """The card; or the fault that stands against it, with what is to be said instead."""
    slots = dict(found.wish)
    if "copy" in slots:
        return copied(turn, state, slots)
    try:
        wish, filled = wish_of(turn, slots)
        draft = bookings.preview(turn.session, turn.scope, wish, now=turn.now)
    except Fault as fault:
        turn.memory.draft_key = ""
        asked = ASK_AGAIN.get(fault.code)
        if fault.code == "place.unknown" and fault.facts.get("place") == slots.get("origin"):
            asked = "origin"
        if asked:
            turn.memory.dialogue = dataclasses.replace(state, asked=asked).to_json()
        return texts.words(fault)
    turn.memory.draft_key = f"chat:{turn.inbox_id}"
    filled += found.inferred
    return asking.card(wish, draft, slots, inferred=filled, changed=list(found.changed), about=list(found.confirm))


def copied(turn: Turn, state: nlu.State, slots: dict[str, Any]) -> str:
    """跟上次一样: the last order's content under what was said now, then asked or read back as usual."""
    earlier = bookings.mine(turn.session, turn.scope, limit=1)
    if not earlier:
        turn.memory.drop_draft()
        return "您还没有订过车，没有可以照抄的。请直接说行程，例如“明早8点三人去无锡”。"
    turn.memory.dialogue = dataclasses.replace(state, slots=like(earlier[0], slots), read_back=None).to_json()
    return again(turn)


def again(turn: Turn) -> str:
    """The card or the question once more, after something outside the sentence changed."""
    state = dataclasses.replace(nlu.State.from_json(turn.memory.dialogue or {}), read_back=None)
    state, found = nlu.advance(state, nlu.Reading({"intent": "confirm"}), turn.now)
    turn.memory.dialogue = state.to_json()
    return answer(turn, state, found) if not isinstance(found, nlu.Act) else ""


def submit(turn: Turn) -> str:
    """确认: the draft that was read back becomes an order."""
    memory = turn.memory
    if not memory.draft_key:
        return confirm_nothing(turn)
    wish, _ = wish_of(turn, turn.args)
    key = memory.draft_key
    booking = bookings.submit(turn.session, turn.scope, wish, key=key, channel="wechat_mp", now=turn.now)
    waiting = (memory.dialogue or {}).get("queued") or ()
    queued = f"\n您还说了：“{waiting[0]}”，要约的话请再说一遍。" if waiting else ""
    memory.drop_draft()
    memory.last_ref = booking.ref
    steps = current_round(turn.session, subject_of(booking))
    if not steps:
        return f"已提交，订单号 {booking.ref}。免审批，正在派车，派好后告诉您车牌和驾驶员。{queued}"
    who = f"待{steps[0].approver_name}审批（规则 {steps[0].rule}）"
    return f"已提交，订单号 {booking.ref}，{who}，批准后自动派车。{queued}"


def confirm_nothing(turn: Turn) -> str:
    """A yes with nothing to say yes to."""
    if "同意" in turn.text:
        return deciding.NOTHING
    if turn.has_lapsed:
        return "刚才的行程太久没有确认，没有提交。还要用车请再说一遍，例如“明早8点三人去无锡”。"
    if not turn.scope.has(*bookings.BOOKERS):
        return "现在没有要您确认的事。回复“我能做什么”看用法。"
    if turn.memory.last_ref:
        return f"{turn.memory.last_ref} 已经提交过了，不会重复下单。回复“我的订单”查看进度。"
    return "现在没有待确认的订单。请直接说行程，例如“明早8点三人去无锡”。"


def wish_of(turn: Turn, slots: dict[str, Any]) -> tuple[Wish, list[str]]:
    """The slots as a wish, with the place that was pointed at, and what a convention filled.

    Raises Invalid("wish.unclear"), Refused("booking.recurring").
    """
    given, filled = completed(slots)
    if turn.memory.pin and not given.get("origin"):
        given["origin_pin"] = Pin.model_validate(turn.memory.pin)
    try:
        return Wish.model_validate(given), filled
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise Invalid("wish.unclear", field=field, name=asking.NAMES.get(field, field)) from error
