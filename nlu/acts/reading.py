"""What a sentence is told as: its intent with the slots that belong to it, its doubts, and what is still to be asked."""

from typing import Any

from nlu.scene import Reading, Scene, Span

QUIET = frozenset("greet thanks help human complaint confirm deny hold undo other chitchat".split())
"""Intents without slots, but for the order meant."""
DRIVING = frozenset("accept decline depart arrive aboard return finish back breakdown delay noshow expense".split())
KEPT: dict[str, tuple[str, ...]] = {
    "approve": ("target", "decisions", "condition", "reason"),
    "reject": ("target", "decisions", "reason"),
    "cancel": ("target", "reason"),
    "query": ("query", "target"),
    "rate": ("rating", "target", "reason"),
    "delegate": ("delegate_to", "from_at", "to_at", "target"),
    "dispatch": ("plate", "driver", "target", "vehicle_type", "seats", "reason"),
    **dict.fromkeys(DRIVING, ("odometer_km", "expenses", "place", "reason", "target")),
}
OF_AN_ORDER = frozenset(("change", "approve", "reject", "delegate", *DRIVING))
"""Intents of which an order's number, wherever it stands, tells the order."""
NEVER_SAID = "order_no"


def of(scene: Scene, wanted: str) -> Reading:
    slots = {**scene.slots}
    slots.pop(NEVER_SAID, None)
    if wanted == "copy":
        wanted, slots = "book", _copied(slots)
        scene.spans["copy"] = scene.spans.get("target") or Span(*scene.source.span(0, len(scene.text)), "copy")
    elif wanted == "book":
        slots.pop("target", None)
    if wanted in QUIET:
        slots = {k: v for k, v in slots.items() if wanted in ("undo", "hold") and k == "target"}
    elif wanted in KEPT:
        slots = {k: v for k, v in slots.items() if k in KEPT[wanted]}
    if wanted in OF_AN_ORDER and "order_no" in scene.slots and "target" not in slots and "decisions" not in slots:
        slots["target"] = {"order_no": scene.slots["order_no"]}
        scene.spans["target"] = scene.spans["order_no"]
    spans = {slot: scene.spans[slot] if slot in scene.spans else _whole(scene) for slot in slots}
    reading = Reading({"intent": wanted, **slots}, spans)
    if wanted in ("book", "change", "inform"):
        _say_doubts(scene, reading, wanted)
    return reading


def _whole(scene: Scene) -> Span:
    return Span(*scene.source.span(0, len(scene.text)), "sentence")


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


def _copied(slots: dict[str, Any]) -> dict[str, Any]:
    """昨天那单再来一次，改到明天: the order named is copied, the slots said besides are new."""
    day = slots.get("target", {}).get("depart_at")
    copy = {"depart_at": str(day)[:10]} if day else {"which": "last"}
    return {**{k: v for k, v in slots.items() if k not in ("purpose", "target")}, "copy": copy}
