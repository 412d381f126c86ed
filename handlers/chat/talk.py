"""A message becomes an answer: who speaks, what was read, which verb that is, and its words."""

import dataclasses
import re
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

import nlu
from app.conversations import ops as conversations
from app.kernel import texts
from app.kernel.faults import Fault
from app.kernel.geo import wgs_from_gcj
from app.kernel.scope import Scope
from app.notices import ops as notices
from app.tenancy import ops as tenancy
from app.tenancy.gazetteer import gazetteer
from handlers.chat import asking, booking, deciding, driving, fleet, growing, hearing, helping, orders
from handlers.chat.memory import Memory
from handlers.chat.turn import Turn, Verb
from handlers.chat.wire import CONTENT_MAX, Message, split_words
from nlu.dialogue import alive, standing

PICK = re.compile(
    r"\s*(?:就|选|要)?(?:第)?\s*(?P<n>\d{1,2}|[一二三四五六七八九十])\s*(?:个|单|号|条)?[吧。.]?\s*|(?P<last>最后一?[个单条][吧。.]?)"
)
VERBS: dict[str, Verb] = {**orders.VERBS, **deciding.VERBS, **driving.VERBS, **fleet.VERBS, **growing.VERBS}


def reply(session: Session, message: Message, inbox_id: int, *, now: datetime) -> str:
    """The words that answer `message`; effects are in the session.  Empty: nothing is to be said."""
    scope = tenancy.sign_in(session, message.channel, message.sender, now=now)
    if message.kind == "event":
        return _event_words(message, scope)
    if scope is None:
        return helping.STRANGER
    row = conversations.open_conversation(session, scope, message.channel, now=now)
    turn = Turn(session, scope, Memory.of(row.memory), now, inbox_id, message.text.strip())
    words = _spoken(turn, message)
    conversations.keep(row, turn.memory.to_json(), now=now)
    missed = notices.catch_up(session, scope.person_id or 0, now=now)
    if missed:
        words = "\n\n".join([words, "您有几条消息此前没能送达：", *(notice.words for notice in missed)])
    return _first_part(turn, words)


def _spoken(turn: Turn, message: Message) -> str:
    _let_lapse(turn)
    if message.kind == "location" and message.location:
        return _pinned(turn, message.location)
    if message.kind not in ("text", "voice") or not turn.text:
        return helping.KINDS.get(message.kind, helping.UNCLEAR.format(hint=""))
    aside = _picked(turn) or growing.fixed_word(turn)
    return _resumed(turn, _guarded(turn, aside or _understood), is_aside=aside is not None)


def _resumed(turn: Turn, words: str, *, is_aside: bool) -> str:
    """Something else was answered in the middle of a draft: its open question is asked again."""
    state = nlu.State.from_json(turn.memory.dialogue or {})
    found = standing(state, asking.MANNER) if is_aside or turn.is_aside else None
    if found is None or turn.must_pick or turn.has_resumed:
        return words
    if isinstance(found, nlu.Ask) and found.points[0] in asking.BARE:
        turn.memory.menu = []  # A bare number answers the question that was asked last.
    return f"{words}\n\n{asking.resumed(found, turn.now)}"


def _let_lapse(turn: Turn) -> None:
    """A draft that was not confirmed in time is given up before the next word is read in its light."""
    kept = nlu.State.from_json(turn.memory.dialogue or {})
    if kept.has_draft and not alive(kept, turn.now).has_draft:
        turn.has_lapsed = bool(turn.memory.draft_key)
        turn.memory.drop_draft()
    growing.let_lapse(turn)


def _understood(turn: Turn) -> str:
    """Parse, advance the dialogue, do what came of it."""
    kept = turn.memory.dialogue
    state = nlu.State.from_json(kept) if kept else None
    context = hearing.context(turn, state)
    reading = hearing.hear(turn, state, turn.text)
    if turn.memory.asked == "odometer_km" and turn.text.isdigit():
        reading = nlu.Reading({"intent": "back", "odometer_km": int(turn.text)})
    turn.memory.menu, turn.memory.asked = [], ""
    before = state or nlu.State()
    turn.before, turn.doubted = dict(before.slots), before.doubt.why if before.doubt else ""
    state, found = nlu.advance(state, reading, turn.now, asking.MANNER)
    if isinstance(found, nlu.Ask | nlu.Ready):
        growing.hear(turn, context, reading, before, state)
    turn.memory.dialogue = state.to_json()
    if isinstance(found, nlu.Act):
        turn.is_aside = True
        return _act(turn, found.verb, dict(found.args))
    later = state.queued[len(before.queued) :]
    words = booking.answer(turn, state, found)
    return f"{words}\n另一单“{later[0]}”，等这一单提交后接着约。" if later else words


def _act(turn: Turn, name: str, args: dict[str, Any]) -> str:
    turn.args = args
    command = args.get("command")
    if name == "command" and isinstance(command, dict):
        name = str(command.get("name"))
    if name == "approve" and booking.is_late_yes(turn):
        return booking.confirm_nothing(turn)
    verb = VERBS.get(name)
    return verb(turn) if verb else helping.NOT_HERE


def _picked(turn: Turn) -> Verb | None:
    """A bare number after a list picks from it."""
    found = PICK.fullmatch(turn.text)
    if not found or not turn.memory.menu:
        return None
    refs, verb, args = turn.memory.menu, turn.memory.menu_verb, turn.memory.menu_args

    def choose(turn: Turn) -> str:
        number = len(refs) if found["last"] else _ordinal(found["n"])
        if not 1 <= number <= len(refs):
            return f"没有第{number}个，请回复1到{len(refs)}。"
        turn.memory.menu = []
        return _act(turn, verb, {**args, "target": {"order_no": refs[number - 1]}})

    return choose


def _ordinal(words: str) -> int:
    return int(words) if words.isdecimal() else "一二三四五六七八九十".index(words) + 1


def _guarded(turn: Turn, verb: Verb) -> str:
    """A fault undoes what the verb did, not the talk: its sentence is the answer."""
    before = dataclasses.replace(turn.memory)
    try:
        with turn.session.begin_nested():
            return verb(turn)
    except Fault as fault:
        turn.memory.menu, turn.memory.asked, turn.memory.dialogue = before.menu, before.asked, before.dialogue
        turn.memory.heard, turn.memory.misread = before.heard, before.misread
        return texts.words(fault)


def _pinned(turn: Turn, location: tuple[float, float, str]) -> str:
    """A location is the pickup point of the next booking, named after the nearest known place."""
    lat_gcj, lng_gcj, label = location
    point = wgs_from_gcj(lat_gcj, lng_gcj)
    near = gazetteer(turn.session).nearest(point)
    if near is None or near[1] > 300_000:
        return "这个位置附近没有认识的地方，请用文字说上车点，例如“从市政府出发”。"
    turn.memory.pin = {"lat_wgs": point.lat_wgs, "lng_wgs": point.lng_wgs, "label": label[:60]}
    name = label or f"{near[0].name}附近"
    if turn.memory.has_draft:
        return f"上车点改为 {name}。\n{booking.again(turn)}"
    return f"收到上车点 {name}。请说什么时候、几个人、去哪里，例如“明早8点三人去无锡”。"


def _event_words(message: Message, scope: Scope | None) -> str:
    if message.event == "subscribe":
        return helping.WELCOME if scope else helping.STRANGER
    if message.event in ("CLICK", "click") and scope:
        return helping.what_i_can(scope)
    return ""


def _first_part(turn: Turn, words: str) -> str:
    """One passive answer carries so many bytes; the rest follows through the API."""
    parts = split_words(words, CONTENT_MAX - 48)
    if len(parts) > 1 and turn.scope.person_id is not None:
        rest = "\n".join(parts[1:])
        notices.tell(turn.session, -turn.inbox_id, turn.scope.person_id, rest, now=turn.now)
        return parts[0] + "\n（未完，见下一条）"
    return words
