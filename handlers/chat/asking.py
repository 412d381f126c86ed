"""The words of the dialogue: questions, doubts, and the card that is read back before a yes."""

from datetime import date, datetime
from typing import Any

import nlu
from app.bookings.wish import Draft, Wish
from app.kernel.clock import CITY_TZ, day_words
from app.kernel.money import yuan
from app.policies.topics import RING_NAMES
from app.pricing.rules import km_words

QUESTIONS = {
    "depart_at": "什么时候出发？例如“明早8点”。",
    "depart_time": "几点出发？",
    "arrive_by": "要几点前到？",
    "destination": "要去哪里？",
    "origin": "从哪里出发？",
    "passengers": "几个人乘车？",
    "purpose": "什么事由？",
    "place_detail": "{destination}哪个地点？",
    "return_at": "几点回（单程请说“单程”）？",
    "return_time": "几点回？",
    "change": "要改哪里？例如“改成九点”“三个人”。",
}
PROBLEMS = {
    "past": "这个时间已经过去了，",
    "vague": "还要说得确切一些，",
    "impossible_date": "没有这一天，",
    "absurd_count": "乘车人数须为1到55人，",
    "too_long": "这段话太长了，请分几句说（最多2000字）。",
    "missing_holiday_year": "还没有那一年的放假安排，请直接说几月几日。",
}
NAMES = {
    "depart_at": "出发时间",
    "arrive_by": "到达时间",
    "return_at": "返程时间",
    "destination": "目的地",
    "origin": "出发地",
    "passengers": "人数",
    "purpose": "事由",
    "vehicle_type": "车型",
    "stops": "途经",
    "phone": "电话",
    "seats": "座位数",
    "trip_type": "往返",
    "duration": "用车时长",
    "window": "出发时段",
    "letter_no": "公函号",
    "train_or_flight": "车次航班",
    "vehicle_count": "车辆数",
}


def question(points: tuple[str, ...], slots: dict[str, Any], problem: str | None = None) -> str:
    """One question for the points still open, after what is known so far."""
    parts = [QUESTIONS.get(point, f"{NAMES.get(point, point)}？") for point in points]
    asked = "".join(parts).format_map({"destination": slots.get("destination", "")})
    said = known_so_far(slots)
    return "\n".join(line for line in (said, PROBLEMS.get(problem or "", "") + asked) if line)


def doubt(found: nlu.Doubt) -> str:
    """Which of the candidates is meant."""
    name = NAMES.get(found.slot, "")
    ends = [*found.until, *[""] * len(found.candidates)]
    candidates = [
        moment(c) + (f"–{moment(e).rpartition(' ')[2]}" if e else "")
        for c, e in zip(found.candidates, ends, strict=False)
    ]
    problem = PROBLEMS.get(found.why, "")
    if found.why == "past":
        return problem + QUESTIONS.get(found.slot, f"请重新说{name}。")
    if len(candidates) == 1:
        return f"{problem}{name}是{candidates[0]}，对吗？"
    return f"{problem}{name}是{'，还是'.join(candidates)}？"


def known_so_far(slots: dict[str, Any]) -> str:
    """11-24(周二) 08:00，3人，无锡 — what has been understood already."""
    parts = [moment(slots[key]) for key in ("depart_at", "arrive_by") if slots.get(key)]
    parts += [f"{slots['passengers']}人"] if slots.get("passengers") else []
    way = "→".join(str(slots[key]) for key in ("origin", "destination") if slots.get(key))
    return "，".join([*parts, *([way] if way else [])])


def moment(value: Any) -> str:
    """An ISO instant, date or span of them in words; anything else as it is."""
    if isinstance(value, list | tuple):
        return "–".join(moment(part) for part in value)
    if not isinstance(value, str):
        return str(value)
    try:
        if len(value) == 10:
            day = date.fromisoformat(value)
            return day_words(datetime(day.year, day.month, day.day, tzinfo=CITY_TZ)).rpartition(" ")[0]
        return day_words(datetime.fromisoformat(value))
    except ValueError:
        return value


def card(
    wish: Wish,
    draft: Draft,
    slots: dict[str, Any],
    *,
    inferred: list[str],
    changed: list[str],
    about: list[nlu.Doubt],
) -> str:
    """The whole summary, read back once before it is submitted."""
    mark = dict.fromkeys(inferred, "（默认）")
    outward = draft.legs[:-1] if draft.return_at and len(draft.legs) > 1 else draft.legs
    spots = [outward[0].pickup, *(leg.dropoff for leg in outward)]
    lines = ["【请确认】" + (f"（已改：{'、'.join(NAMES.get(c, c) for c in changed)}）" if changed else "")]
    window = f"（{'–'.join(slots['window'])}之间均可）" if slots.get("window") else mark.get("depart_at", "")
    lines.append(f"出发 {day_words(draft.depart_at)}{window}，预计{day_words(outward[-1].arrive_at)}到")
    back = day_words(draft.return_at) if draft.return_at else f"单程{mark.get('return_at', '')}"
    lines.append(f"返程 {back}")
    lines.append(
        f"{'→'.join(spot.name for spot in spots)}（{RING_NAMES[draft.ring]}，全程约{km_words(draft.metres)}公里）"
    )
    lines += [
        f"注意：{spot.name} 按{spot.known}的位置安排" for spot in spots if not spot.exact and spot.name != spot.known
    ]
    mark |= {doubt.slot: "（约数，请核对）" for doubt in about}
    lines.append(f"{wish.passengers}人{mark.get('passengers', '')}，事由 {wish.purpose}{vehicle_words(wish)}")
    lines.append(f"预计费用 {yuan(draft.estimate_fen)}元（{'；'.join(line.formula for line in draft.lines)}）")
    who = "→".join(d.name for d in draft.deciders)
    lines.append(f"由{who}审批（规则 {draft.rules[0]}）" if who else f"免审批（规则 {draft.rules[0]}）")
    lines.append("回复“确认”提交；要改直接说，例如“改成九点”；“取消”放弃。")
    return "\n".join(lines)


def vehicle_words(wish: Wish) -> str:
    parts = [wish.vehicle_type or "", f"{wish.seats}座" if wish.seats else "", wish.train_or_flight or ""]
    parts += [wish.letter_no or "", f"电话 {wish.phone}" if wish.phone else ""]
    return "".join(f"，{part}" for part in parts if part)
