"""parse: one sentence in, one Reading out.  Pure; never raises for a Unicode string."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from nlu import lexicon as known_places
from nlu.acts import fixed, reading, target, urgency
from nlu.acts.decide import decide
from nlu.journey import reading as journey
from nlu.lexicon import Known, Lexicon
from nlu.rule import HIDDEN, Scope
from nlu.rules import bygone, numbers, party, struck
from nlu.rules.time import compose, settle
from nlu.rules.time.expr import Times
from nlu.scene import Reading, Scene
from nlu.text import Text, normalise, number

TEXT_MAX = 2_000
CHINA = timezone(timedelta(hours=8))
COUNTABLE = re.compile(r"[\d一二三四五六七八九十两]")
READ = re.compile(f"{HIDDEN}+")


def parse(
    text: str, now: datetime | str, context: Mapping[str, Any] | None = None, lexicon: Lexicon | None = None
) -> Reading:
    """now: the reference instant; context: role, intent, slots, asked, doubt, pending; lexicon: the tenant's places."""
    if len(text) > TEXT_MAX:
        return Reading({"intent": "other", "too_long": True})
    sent = normalise(text)
    return _as_sent(sent, _read(_scene(sent, now, context or {}), lexicon))


def _read(scene: Scene, lexicon: Lexicon | None) -> Reading:
    """The reading of a sentence, its spans in the normal text."""
    said = fixed.read(scene)
    if said is not None:
        return said
    scene, known = _mend(scene, lexicon)
    scene.read_part = lambda part: _read_slots(part, tuple(known_places.find(part.text, lexicon)))
    numbers.read(scene)
    target.read(scene)
    struck.read(scene)
    bygone.read(scene)
    if scene.struck or scene.bygone:
        known = tuple(k for k in known if scene.free[k.start] == scene.text[k.start])
    _read_slots(scene, known)
    _bare_answer(scene)
    return reading.of(scene, decide(scene))


def _as_sent(sent: Text, reading: Reading) -> Reading:
    """The reading with its spans in the sentence as sent: the layers know the normal text only, whatever it came from."""
    if not isinstance(sent.at, range):
        for slot, span in reading.spans.items():
            start, end = sent.span(span.start, span.end)
            reading.spans[slot] = span._replace(start=start, end=end)
    return reading


def _scene(sent: Text, now: datetime | str, context: Mapping[str, Any]) -> Scene:
    at = datetime.fromisoformat(now) if isinstance(now, str) else now
    at = at.replace(tzinfo=CHINA) if at.tzinfo is None else at.astimezone(CHINA)
    slots = {k: v for k, v in (context.get("slots") or {}).items() if v is not None}
    role, doubt = context.get("role") or "official", context.get("doubt") or ""
    scope = Scope(at, slots, context.get("asked") or "", role, doubt)
    source = sent if isinstance(sent.at, range) else Text(sent.norm, range(len(sent.norm)))
    return Scene(source, scope, tuple(context.get("pending") or ()), context.get("intent") or "")


def _mend(scene: Scene, lexicon: Lexicon | None) -> tuple[Scene, tuple[Known, ...]]:
    """The sentence with mistyped names of known places put right; lengths stay."""
    known = tuple(known_places.find(scene.text, lexicon))
    if lexicon is None:  # Whose city it is nobody knows: of several places of one name none is doubted.
        known = tuple(k._replace(candidates=()) if k.candidates else k for k in known)
    norm = scene.text
    for k in known:
        if k.said != k.name:
            norm = norm[: k.start] + k.name + norm[k.end :]
    if norm != scene.text:
        scene.source = Text(norm, scene.source.at)
        scene.text = scene.free = norm
    return scene, known


def _read_slots(scene: Scene, known: tuple[Known, ...]) -> None:
    countable = numbers.without_place_digits(scene.free, scene.source.hints)
    for k in known:
        if COUNTABLE.search(k.name) or scene.text.startswith("不", k.end):  # 江阴不去了: no 江 stays away.
            countable = countable[: k.start] + "\ue010" * (k.end - k.start) + countable[k.end :]
    settle.settle(scene, _times(scene, countable, known))
    for found in READ.finditer(scene.free):
        countable = countable[: found.start()] + found.group() + countable[found.end() :]
    party.read(scene, countable)
    journey.read(scene, known)
    _tidy(scene)


def _times(scene: Scene, countable: str, known: tuple[Known, ...]) -> Times:
    """The times of the sentence, read beside its trains, stations and places."""
    span, at = scene.spans.get("train_or_flight"), scene.source.at
    trains = [(bisect_left(at, span.start), bisect_right(at, span.end - 1))] if span else []
    places = [(k.start, k.end, k.kind in ("station", "airport")) for k in known]
    return compose.read(countable, scene.scope, trains, places, hinted=scene.source.hints)


def _tidy(scene: Scene) -> None:
    slots = scene.slots
    if slots.get("destination") and slots.get("destination") == slots.get("purpose"):
        del slots["purpose"]
    if urgency.is_urgent(scene.text) and (
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


__all__ = ["parse"]
