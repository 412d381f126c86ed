"""The card: the whole wish read back once before it is submitted, with what changed and what was taken as usual."""

from typing import Any

import nlu
from app.bookings.wish import Draft, Wish
from app.fleet.model import KIND_NAMES, Kind
from app.kernel.clock import day_words
from app.kernel.money import yuan
from app.policies.topics import RING_NAMES
from app.pricing.rules import km_words
from handlers.chat.asking import MANNER, NAMES, moment, recurring

USUAL = "（按惯例）"
SHOWN = (
    "depart_at",
    "arrive_by",
    "return_at",
    "passengers",
    "seats",
    "vehicle_count",
    "window",
)  # Old and new side by side.


def card(wish: Wish, draft: Draft, found: nlu.Ready, *, filled: list[str]) -> str:
    """filled: the slots that a convention of the edge filled, besides those of the language."""
    slots = dict(found.wish)
    mark = dict.fromkeys((*filled, *found.inferred), USUAL)
    mark |= {doubt.slot: "（约数，请核对）" for doubt in found.confirm if doubt.why == "approximate"}
    outward = draft.legs[:-1] if draft.return_at and len(draft.legs) > 1 else draft.legs
    spots = [outward[0].pickup, *(leg.dropoff for leg in outward)]
    lines = ["【请确认】" + changes(found)]
    window = f"（{moment(slots['window'])}之间均可）" if slots.get("window") else mark.get("depart_at", "")
    lines.append(f"出发 {day_words(draft.depart_at)}{window}，预计{day_words(outward[-1].arrive_at)}到")
    lines += _recurring(slots)
    back = f"单程{mark.get('trip_type', '')}"
    if draft.return_at and wish.return_at is None and "trip_type" in found.inferred:
        back = f"待定（先按{day_words(draft.return_at)}估算）"
    elif draft.return_at:
        back = f"{day_words(draft.return_at)}{mark.get('return_at', '')}"
    lines.append(f"返程 {back}")
    lines.append(
        f"{'→'.join(spot.name for spot in spots)}（{RING_NAMES[draft.ring]}，全程约{km_words(draft.metres)}公里）"
    )
    lines += _mended(found)
    lines += [
        f"注意：{spot.name} 按{spot.known}的位置安排" for spot in spots if not spot.exact and spot.name != spot.known
    ]
    vehicle = _vehicle(wish, draft, mark)
    lines.append(
        f"{wish.passengers}人{mark.get('passengers', '')}，事由 {wish.purpose}{mark.get('purpose', '')}{vehicle}"
    )
    lines += _several(slots)
    lines.append(f"预计费用 {yuan(draft.estimate_fen)}元（{'；'.join(line.formula for line in draft.lines)}）")
    who = "→".join(d.name for d in draft.deciders)
    lines.append(f"由{who}审批（规则 {draft.rules[0]}）" if who else f"免审批（规则 {draft.rules[0]}）")
    lines.append("回复“确认”提交；要改直接说，例如“改成九点”；“取消”放弃。")
    return "\n".join(lines)


def changes(found: nlu.Ready) -> str:
    """（已改：出发时间 08:00→09:00、目的地、人数 3→4）"""
    changed = [slot for slot in NAMES if slot in found.changed]
    if "return_at" in changed:
        changed = [slot for slot in changed if slot != "trip_type"]
    if "depart_at" in changed:
        changed = [slot for slot in changed if slot != "window"]  # The line of the departure shows it.
    said = [NAMES[slot] + _step(slot, found.was.get(slot), found.wish.get(slot)) for slot in changed]
    return f"（已改：{'、'.join(said)}）" if said else ""


def _step(slot: str, old: Any, new: Any) -> str:
    if slot not in SHOWN or not old or not new:
        return ""
    before, after = moment(old), moment(new)
    if isinstance(old, str) and isinstance(new, str) and old[:10] == new[:10] and len(old) == len(new) > 10:
        before, after = before.rpartition(" ")[2], after.rpartition(" ")[2]
    return f" {before}→{after}"


def _mended(found: nlu.Ready) -> list[str]:
    """A name that was mistyped or misheard stands beside what was typed."""
    mended = [doubt for doubt in found.confirm if doubt.why == "mended" and doubt.said]
    return [f"注意：“{doubt.said}”按“{doubt.candidates[0]}”理解，不对请直接改" for doubt in mended]


def _recurring(slots: dict[str, Any]) -> list[str]:
    if not slots.get("recurrence"):
        return []
    return [f"定期 {recurring(slots['recurrence'])}：一次一约，这是第一次；以后说“跟上次一样”再加日期"]


def _several(slots: dict[str, Any]) -> list[str]:
    """One order is one car so far: more than one is not promised."""
    count = int(slots.get("vehicle_count") or 1)
    return [f"注意：要{count}辆，一单派一辆，其余请再约"] if count > 1 else []


def _vehicle(wish: Wish, draft: Draft, mark: dict[str, str]) -> str:
    kind = wish.vehicle_type or ""
    if not kind and max(wish.passengers, wish.seats or 0) > MANNER.car_seats:
        kind, mark = KIND_NAMES[Kind(draft.priced_kind)], {"vehicle_type": USUAL}
    parts = [f"{kind}{mark.get('vehicle_type', '')}" if kind else "", f"{wish.seats}座" if wish.seats else ""]
    parts += [wish.train_or_flight or "", wish.letter_no or "", f"电话 {wish.phone}" if wish.phone else ""]
    return "".join(f"，{part}" for part in parts if part)
