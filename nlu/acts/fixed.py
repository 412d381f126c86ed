"""The fixed words of every role, before the free language: a table (nlu.rules.words) and what one of its rows reads besides."""

import re
from datetime import timedelta
from typing import Any

from nlu.rules.time import compose, settle
from nlu.rules.words import WORDS
from nlu.scene import Reading, Scene, Span
from nlu.text import Text

LONGEST = 120
"""A fixed word with its reason is shorter than this many characters."""


def read(scene: Scene) -> Reading | None:
    if len(scene.text) > LONGEST:
        return None
    for rule in WORDS.likely(scene.text, scene.source.hints):
        found = rule.pattern.match(scene.text)
        value = rule.build(found, scene.scope) if found else None
        if value is not None:
            if value.get("command", {}).get("name") == "suspend":
                value = _suspension(value, scene)
            whole = scene.source.span(0, len(scene.text))
            return Reading(value, {slot: Span(*whole, rule.name) for slot in value if slot != "intent"})
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
