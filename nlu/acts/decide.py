"""What the sentence wants: its readers in their order, by the role of who speaks.  The first that knows, decides."""

import re
from collections.abc import Callable

from nlu.acts import (
    asking,
    cancelling,
    delegating,
    dispatching,
    driving,
    fields,
    idle,
    orders,
    rating,
    revising,
    talk,
    verdicts,
    wishing,
)
from nlu.acts.hearing import TRIP
from nlu.scene import Scene

Reader = Callable[[Scene], str | None]


def decide(scene: Scene) -> str:
    fields.named(scene)
    readers = BY_ROLE.get(scene.role, TRAVELLER)
    for reader in readers:
        intent = reader(scene)
        if intent is not None:
            return intent
    return "other"


def _picked(scene: Scene) -> str | None:
    """A bare number, or 第二个, chooses from the orders shown; 第二个呢 asks how it stands."""
    if not scene.pending or scene.asked in COUNTED:
        return None
    words = scene.text.strip(" ，。？！")
    asks = words.endswith("呢")
    order = orders.resolve(words.removeprefix("那").removesuffix("呢") if asks else words, scene.pending)
    if order is None:
        return None
    scene.slots = {}
    scene.put("target", {"order_no": order}, 0, len(scene.text), "picked")
    if asks:
        scene.put("query", "status", 0, len(scene.text), "picked")
        return "query"
    return scene.draft_intent if scene.draft_intent in PICKING else "inform"


COUNTED = ("passengers", "depart_at", "depart_time", "return_at")
"""Questions that a bare number answers by itself."""
PICKING = ("approve", "reject", "cancel", "query", "change", "dispatch")


def _verdict_of_reader(scene: Scene) -> str | None:
    """Of somebody who is no approver as far as we know, but was shown a list: only with a verdict's own words."""
    if not scene.pending or scene.asked == "confirm" or VERDICT.search(scene.text) is None:
        return None
    intent = verdicts.read(scene)
    return intent if intent in ("approve", "reject") else None


VERDICT = re.compile(r"同意|批准|驳回|(?<!审)批(?![次量发])|通过")


def _small_talk(scene: Scene) -> str | None:
    """Nothing but small words, where no number or time answers the question that is open."""
    if scene.slots.keys() & TRIP - WORDY and (scene.asked != "confirm" or not talk.is_small(scene.text)):
        return None
    if any(doubt["why"] == "absurd_count" for doubt in scene.doubts):
        return None  # -3人
    intent = talk.small(scene)
    if intent == "nothing":
        return None if scene.slots.keys() & WORDY else "chitchat"
    return intent


WORDY = frozenset(["purpose", "destination", "origin", "stops"])
"""Slots that small words may be mistaken for."""


def _hands_over(scene: Scene) -> str | None:
    """Of somebody who is no approver as far as we know: only with a word of approving in it."""
    return delegating.read(scene) if HANDED.search(scene.text) else None


HANDED = re.compile("批|单子|权限|授权")
COMMON: tuple[Reader, ...] = (
    _small_talk, rating.read, fields.one_way, idle.told, revising.undo, wishing.cleared, fields.emptied, cancelling.keep, cancelling.cancel, idle.errand, talk.read, revising.hold, revising.copy, asking.read,
    revising.change, wishing.in_draft, wishing.fresh, talk.thanks,
)  # fmt: skip
BY_ROLE: dict[str, tuple[Reader, ...]] = {
    "driver": (idle.trick, _picked, driving.read, *COMMON),
    "approver": (idle.trick, _picked, delegating.read, verdicts.read, *COMMON),
    "dispatcher": (idle.trick, _picked, delegating.read, dispatching.read, *COMMON),
}
TRAVELLER: tuple[Reader, ...] = (idle.trick, _picked, _hands_over, _verdict_of_reader, *COMMON)
