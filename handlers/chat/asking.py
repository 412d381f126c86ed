"""The words of the dialogue: what is asked, which of several things is meant, and what was understood so far."""

from datetime import date, datetime, timedelta
from typing import Any

import nlu
from app.kernel.clock import CITY_TZ, WEEKDAYS, day_words, hour_minute, local, month_day

MANNER = nlu.Manner()  # The story city's own: 出发、去哪、几人 one by one, then 地点、返程、事由 in one question.
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
    "vehicle_type": "要什么车？例如“商务车”“中巴”。",
    "change": "要改哪里？例如“改成九点”“三个人”。",
}
PROBLEMS = {
    "past": "这个时间已经过去了，",
    "vague": "还要说得确切一些，",
    "impossible_date": "没有这一天，",
    "absurd_count": "乘车人数须为1到55人，",
    "too_long": "这段话太长了，请分几句说（最多2000字）。",
    "missing_holiday_year": "还没有那一年的放假安排，请直接说几月几日。",
    "return_before": "返程时间早于出发，",
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
    "recurrence": "定期",
}
PARTS = {"dawn": "凌晨", "morning": "上午", "noon": "中午", "afternoon": "下午", "evening": "晚上"}
DAYS = {0: "今天", 1: "明天", 2: "后天"}
BARE = ("passengers", "depart_at", "depart_time", "return_at", "arrive_by", "vehicle_type")  # A bare number answers.


def words(found: nlu.Ask, now: datetime) -> str:
    """One question; before it what is known, and what of an answer could not be taken."""
    if found.doubt is not None:
        return doubt(found, now)
    wish = dict(found.wish)
    parts = [QUESTIONS.get(point, f"{NAMES.get(point, point)}？") for point in found.points]
    asked = "".join(parts).format_map({"destination": wish.get("destination", "")})
    problem = PROBLEMS.get(found.problem or "", "")
    return "\n".join(line for line in (known_so_far(wish), problem + kept(found) + asked) if line)


def kept(found: nlu.Ask) -> str:
    """An answer that could not be taken leaves the earlier value as it was, and says so."""
    point = found.points[0]
    value = found.wish.get(point) if found.problem else None
    return f"{NAMES.get(point, '')}仍是{spoken(point, value)}。" if value else ""


def doubt(found: nlu.Ask, now: datetime) -> str:
    """Which of the candidates is meant."""
    asked = found.doubt
    assert asked is not None
    if asked.why == "beyond_car":
        return _bigger(found)
    name = f"“{asked.said}”" if asked.said else NAMES.get(asked.slot, "")
    ends = [*asked.until, *[""] * len(asked.candidates)]
    shown = [_candidate(at, end, now) for at, end in zip(asked.candidates, ends, strict=False)]
    problem = PROBLEMS.get(asked.why, "")
    if asked.why == "midnight":
        shown = [_midnight(str(at)) for at in asked.candidates]
    if not shown:
        return problem + QUESTIONS.get(asked.slot, f"请重新说{name}。")
    if len(shown) == 1:
        return f"{problem}{name}是{shown[0]}，对吗？"
    if len(shown) > 2:
        return "\n".join([f"{problem}{name}是哪一个？回复序号或直接说：", *numbered(shown)])
    return f"{problem}{name}是{'，还是'.join(shown)}？（回复1或2也可以）"


def numbered(lines: list[str]) -> list[str]:
    return [f"{n}. {line}" for n, line in enumerate(lines, 1)]


def resumed(found: nlu.Ask | nlu.Ready, now: datetime) -> str:
    """What stood open before something else was answered."""
    if isinstance(found, nlu.Ask):
        return f"接着约车：\n{words(found, now)}"
    return f"刚才的行程还没提交（{known_so_far(dict(found.wish))}），回复“确认”提交，“取消”放弃。"


def known_so_far(slots: dict[str, Any]) -> str:
    """11-24(周二) 08:00，3人，无锡 — what has been understood already."""
    parts = [moment(slots[key]) for key in ("depart_at", "arrive_by") if slots.get(key)]
    if slots.get("recurrence"):
        parts = [recurring(slots["recurrence"])]
    if parts and slots.get("window"):
        parts[0] += f" {moment(slots['window'])}之间均可"
    elif parts and slots.get("depart_part"):
        parts[0] += PARTS.get(str(slots["depart_part"]), "")
    elif parts and _same_day(slots):
        parts[0] += f"–{moment(slots['return_at']).rpartition(' ')[2]}"
    parts += [f"{slots['passengers']}人"] if slots.get("passengers") else []
    way = "→".join(str(slots[key]) for key in ("origin", "destination") if slots.get(key))
    return "，".join([*parts, *([way] if way else [])])


def _same_day(slots: dict[str, Any]) -> bool:
    leave, back = str(slots.get("depart_at") or ""), str(slots.get("return_at") or "")
    return len(leave) > 10 < len(back) and leave[:10] == back[:10]


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


def recurring(value: dict[str, Any]) -> str:
    """每周二、周四 09:00; 每天 08:00."""
    days = sorted(int(day) for day in value.get("weekdays") or ())
    named = {(1, 2, 3, 4, 5, 6, 7): "每天", (1, 2, 3, 4, 5): "每个工作日"}.get(tuple(days))
    spelt = named or "每" + "、".join(f"周{WEEKDAYS[day - 1]}" for day in days)
    return f"{spelt} {value['at']}" if value.get("at") else spelt


def spoken(slot: str, value: Any) -> str:
    """A slot's value as people say it."""
    if slot in ("depart_at", "arrive_by", "return_at", "window"):
        return moment(value)
    if slot == "passengers":
        return f"{value}人"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _candidate(at: Any, end: str, now: datetime) -> str:
    """今天20:00–21:00（11-23 周一）; a place as it is."""
    value = str(at)
    try:
        here = local(datetime.fromisoformat(value)) if len(value) > 10 else None
    except ValueError:
        here = None
    if here is None:
        return moment(value)
    hours = hour_minute(here) + (f"–{hour_minute(datetime.fromisoformat(end))}" if end else "")
    day = DAYS.get((here.date() - local(now).date()).days)
    return f"{day}{hours}（{month_day(here)} 周{WEEKDAYS[here.weekday()]}）" if day else f"{moment(value)}{hours[5:]}"


def _midnight(at: str) -> str:
    """11-23 24:00（即11-24 00:00）"""
    here = datetime.fromisoformat(at)
    return f"{month_day(here - timedelta(days=1))} 24:00（即{month_day(here)} {hour_minute(here)}）"


def _bigger(found: nlu.Ask) -> str:
    """40人超出小车运力: what carries them; the party that was said before stands until one is chosen."""
    assert found.doubt is not None
    party, seats = int(found.held.get("passengers") or found.wish["passengers"]), dict(MANNER.bigger)
    counts = [(name, seats[name], MANNER.count_for(party, name)) for name in found.doubt.candidates]
    lines = numbered([f"{name}（{each}座{f'，要{count}辆' if count > 1 else ''}）" for name, each, count in counts])
    small = f"“{found.doubt.said}”" if found.doubt.said else f"小车运力（最多坐{MANNER.car_seats}人）"
    before = f"选定之前仍按{found.wish['passengers']}人。" if found.held and found.wish.get("passengers") else ""
    return "\n".join([f"{party}人超出{small}，请选车型：", *lines, f"{before}不换车请说“还是按刚才的”。"])
