"""parse: one sentence in, one Reading out.  Pure; never raises for a Unicode string."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from nlu import lexicon as known_places
from nlu.lexicon import Known, Lexicon
from nlu.rule import Scope
from nlu.journey import reading as journey
from nlu.rules import intent, numbers, party, talk, trip_shape
from nlu.rules.time import compose, settle
from nlu.rules.words import WORDS
from nlu.scene import Reading, Scene, Span
from nlu.text import Text, normalise, number

TEXT_MAX = 2_000
CHINA = timezone(timedelta(hours=8))
QUIET = frozenset(
    ["greet", "thanks", "help", "human", "complaint", "confirm", "deny", "hold", "undo", "other", "chitchat"]
)
DRIVERS = frozenset(
    [
        "accept",
        "decline",
        "depart",
        "arrive",
        "aboard",
        "return",
        "finish",
        "back",
        "breakdown",
        "delay",
        "noshow",
        "expense",
    ]
)
KEPT = {
    "approve": ("target", "decisions", "condition", "reason"), "reject": ("target", "decisions", "reason"), "cancel": ("target", "reason"),
    "query": ("query", "target"), "delegate": ("delegate_to", "target", "from_at", "to_at"), "dispatch": ("plate", "driver", "target", "vehicle_type", "reason"),
    **dict.fromkeys(DRIVERS, ("odometer_km", "expenses", "place", "reason", "target")),
}  # fmt: skip
NEVER_SAID = ("order_no",)


def parse(
    text: str, now: datetime | str, context: Mapping[str, Any] | None = None, lexicon: Lexicon | None = None
) -> Reading:
    """now: the reference instant; context: role, intent, slots, asked, doubt, pending; lexicon: the tenant's places."""
    if len(text) > TEXT_MAX:
        return Reading({"intent": "other", "too_long": True})
    scene = _scene(text, now, context or {})
    fixed = _fixed(scene)
    if fixed is not None:
        return fixed
    scene, known = _mend(scene, lexicon)
    numbers.read(scene)
    _read_slots(scene, known)
    _bare_answer(scene)
    return _reading(scene, intent.decide(scene))


def _scene(text: str, now: datetime | str, context: Mapping[str, Any]) -> Scene:
    at = datetime.fromisoformat(now) if isinstance(now, str) else now
    at = at.replace(tzinfo=CHINA) if at.tzinfo is None else at.astimezone(CHINA)
    slots = {k: v for k, v in (context.get("slots") or {}).items() if v is not None}
    role, doubt = context.get("role") or "official", context.get("doubt") or ""
    scope = Scope(at, slots, context.get("asked") or "", role, doubt)
    return Scene(normalise(text), scope, tuple(context.get("pending") or ()), context.get("intent") or "")


def _fixed(scene: Scene) -> Reading | None:
    if len(scene.text) > 120:
        return None
    for rule in WORDS:
        found = rule.pattern.match(scene.text)
        value = rule.build(found, scene.scope) if found else None
        if value is not None:
            if value.get("command", {}).get("name") == "suspend":
                value = _suspension(value, scene)
            spans = {
                slot: Span(*scene.source.span(0, len(scene.text)), rule.name) for slot in value if slot != "intent"
            }
            return Reading(value, spans)
    return None


def _suspension(value: dict[str, Any], scene: Scene) -> dict[str, Any]:
    """停用 plate 明天8点到18点 原因: the window and the reason are read by the time rules; it may have begun."""
    args = value["command"]["args"]
    rest = Scene(Text(args.pop("rest"), ()), scene.scope, flags={"may_have_begun"})
    times = compose.read(rest.text, rest.scope)
    settle.settle(rest, times)
    if not any(expr.when.has_day for expr in times.exprs):
        _not_over(rest)
    names = {"depart_at": "from_at", "return_at": "to_at"}
    if re.match("一?直?[到至]", rest.text) and "return_at" not in rest.slots:
        names = {"depart_at": "to_at"}
    args.update({names[slot]: at for slot, at in rest.slots.items() if slot in names})
    words = re.sub("[从自由于]?[\ue000-\ue0ff]+(?:起|止|开始|结束|期间|之?间|[至到](?= |，|$))?", " ", rest.free).strip(
        " ，。:至到"
    )
    reason = re.sub(r"^(?:原因|理由|事由|因为)(?:是|为|:)?", "", words).strip(" ，。:")
    return {**value, "command": {"name": "suspend", "args": args | ({"reason": reason} if reason else {})}}


def _not_over(scene: Scene) -> None:
    """Hours without a day that are over are tomorrow's."""
    leave, back = (settle.said(scene.slots.get(slot)) for slot in ("depart_at", "return_at"))
    if leave and back and back <= scene.now:
        for slot, at in (("depart_at", leave), ("return_at", back)):
            scene.slots[slot] = (at + timedelta(days=1)).isoformat(timespec="seconds")


def _mend(scene: Scene, lexicon: Lexicon | None) -> tuple[Scene, tuple[Known, ...]]:
    """The sentence with mistyped names of known places put right; lengths stay."""
    known = tuple(known_places.find(scene.text, lexicon))
    if lexicon is None:  # Whose city it is nobody knows: of several places of one name none is doubted.
        known = tuple(k._replace(candidates=()) for k in known)
    norm = scene.text
    for k in known:
        norm = norm[: k.start] + k.name + norm[k.end :]
    if norm != scene.text:
        scene.source = Text(norm, scene.source.at)
        scene.free = norm
    return scene, known


def _read_slots(scene: Scene, known: tuple[Known, ...]) -> None:
    trip_shape.flags(scene)
    countable = numbers.without_place_digits(scene.free)
    for k in known:
        if re.search(r"[\d一二三四五六七八九十两]", k.name):
            countable = countable[: k.start] + "\ue010" * (k.end - k.start) + countable[k.end :]
    settle.settle(scene, compose.read(countable, scene.scope))
    covered = "".join(f if f == "\ue000" else c for c, f in zip(countable, scene.free, strict=True))
    party.read(scene, covered)
    journey.read(scene, known)
    _tidy(scene)


def _tidy(scene: Scene) -> None:
    slots = scene.slots
    if slots.get("destination") and slots.get("destination") == slots.get("purpose"):
        del slots["purpose"]
    if intent.URGENT.search(scene.text) and (
        "destination" in slots or "vehicle_count" in slots or "passengers" in slots or "车" in scene.text
    ):
        slots["urgent"] = True


def _bare_answer(scene: Scene) -> None:
    """A bare number answers what was asked: a day or an hour (a count: nlu/rules/party.py)."""
    words = scene.text.strip(" ，。！号日点个人位吧")
    value = number(words)
    if value is None or not scene.asked or scene.slots.keys() - {"passengers"}:
        return
    if scene.asked in ("depart_at", "depart_time", "return_at", "arrive_by") and "passengers" not in scene.slots:
        unit = "点" if scene.asked != "depart_at" and 0 <= value <= 24 else "号"
        if 0 < len(words) <= 3:
            settle.settle(scene, compose.read(words + unit, scene.scope))


def _reading(scene: Scene, wanted: str) -> Reading:
    slots = {k: v for k, v in scene.slots.items() if k not in NEVER_SAID}
    if wanted == "copy":
        wanted, slots = "book", _copied(scene, slots)
    if wanted in QUIET:
        slots = {k: v for k, v in slots.items() if wanted in ("undo", "hold") and k == "target"}
    elif wanted in KEPT:
        slots = {k: v for k, v in slots.items() if k in KEPT[wanted]}
    if wanted in ("change", "approve", "reject", *DRIVERS) and "order_no" in scene.slots and "target" not in slots:
        slots["target"] = {"order_no": scene.slots["order_no"]}
    reading = Reading({"intent": wanted, **slots}, {k: v for k, v in scene.spans.items() if k in slots})
    if wanted in ("book", "change", "inform"):
        _say_doubts(scene, reading, wanted)
    return reading


def _say_doubts(scene: Scene, reading: Reading, wanted: str) -> None:
    if scene.doubts:
        reading["ambiguous"] = scene.doubts
    if inferred := [slot for slot in scene.inferred if slot in reading]:
        reading["inferred"] = inferred
    has_time = any(isinstance(at, str) and len(at) > 10 for at in (reading.get("depart_at"), reading.get("arrive_by")))
    if wanted == "book" and "copy" not in reading and "recurrence" not in reading:
        missing = [] if has_time else ["depart_time" if "depart_at" in reading else "depart_at"]
        missing += [slot for slot in ("destination", "passengers") if slot not in reading]
        if missing:
            reading["needs"] = missing


def _copied(scene: Scene, slots: dict[str, Any]) -> dict[str, Any]:
    """跟上次一样; 昨天那单再来一次，改到明天: the day named first is the order's, a later one the new day."""
    found = talk.COPY.pattern.search(scene.text) or talk.COPY.pattern.search(scene.free)
    old = (
        next((day for day in compose.read(scene.text[: found.end()], scene.scope).exprs if day.when.day), None)
        if found
        else None
    )
    copy: dict[str, Any] = {"which": "last"}
    if old is not None and found is not None:
        copy = {"depart_at": str(old.when.day)}
        later = Scene(Text(scene.text[found.end() :], scene.source.at[found.end() :]), scene.scope)
        settle.settle(later, compose.read(later.text, later.scope))
        slots = {k: v for k, v in slots.items() if k not in ("depart_at", "depart_part", "return_at")} | later.slots
        scene.doubts = later.doubts
    elif found and "上周" in found.group():
        copy = {"which": "last"}
    return {**{k: v for k, v in slots.items() if k != "purpose"}, "copy": copy}


__all__ = ["parse"]
