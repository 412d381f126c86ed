"""From when to when somebody is away: the first and the last day, or hour, of a delegation."""

import re
from dataclasses import replace
from datetime import date, timedelta

from nlu import days
from nlu.rules.time import compose, settle
from nlu.rules.time.expr import Times
from nlu.scene import Scene
from nlu.text import number

NOW_ON = re.compile(r"(?:从|自)?(?:现在|即日|此刻|今天?)(?:起|开始)(?!后)")
OPEN = re.compile("\ue000(?:的?时候)?(?:起|开始|以后|之后|过后|往后|后)")
UNTIL = re.compile("(?:到|至|截至|截止到?|直到|持续到|延续到)\ue000|\ue000(?:之前|以前|前)")
SOON = re.compile(r"(?P<a>[今明后])(?:天|日)?(?:起|开始)")
LENGTH = re.compile(
    r"(?<![第前每号月\d])(?<![以之]后)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})(?P<unit>个?(?:星期|礼拜|周|月)|天|日)(?!前|后[，。]|\d|[一二三四五六日末])"
)
BOTH = re.compile(r"(?P<a>[今明后])[、和]?(?P<b>[明后])(?:两|二|这两)?[天日]")
WEEK = r"(?:周|星期|礼拜)"
PAIR = re.compile(
    rf"(?P<w>下下|下|这|本)?个?{WEEK}(?P<a>[一二三四五六日天])[、和跟及]?(?:{WEEK})?(?P<b>[一二三四五六日天])(?!号|个|点|人|位)"
)
WEEKEND = re.compile(r"(?P<w>下下|下|这|本|上)?个?(?:周末|双休日?)")
WHOLE_WEEK = re.compile(rf"(?P<w>这|本|下下|下)(?:个|一)?整?个?{WEEK}(?![一二三四五六日天1-7末\d])")
WHOLE_MONTH = re.compile(r"(?P<w>这|本|下)(?:个|一)?整?个?月(?!\d|底|初|中|[一二三四五六七八九十])")
AHEAD = {"下": 1, "下下": 2}


def put(scene: Scene) -> None:
    """from_at and to_at; one day said alone is both; what only begins has no end."""
    first, last = _named_days(scene) or _said(scene)
    for name, value in (("from_at", first), ("to_at", last)):
        if value:
            scene.put(name, value, *_where(scene), "delegation_days")


def _where(scene: Scene) -> tuple[int, int]:
    """From the first time said to the last."""
    times = sorted(scene.times) or [(0, len(scene.text))]
    return times[0][0], times[-1][1]


def _said(scene: Scene) -> tuple[str, str]:
    slots, text = _read(scene)
    first, last = slots.get("depart_at", ""), slots.get("return_at", "") or str(scene.slots.get("return_at", ""))
    if NOW_ON.search(scene.text) and not first.startswith(scene.now.date().isoformat()):
        return scene.now.isoformat(timespec="seconds"), last or first
    if first and not last and UNTIL.search(text) and not OPEN.search(text):
        return scene.now.date().isoformat(), first
    if not first and not last and (soon := SOON.search(scene.text)):
        first = _days(scene.now.date(), "今明后".index(soon["a"]), 0)[0]
        text = "\ue000起"
    if first and last and last < first:  # 1月3号出国17号回国
        start, end = settle.said_day(first), settle.said_day(last)
        moved = days.day_of_month(start, end.day, None) if start and end else None
        last = moved.isoformat() if moved else ""
    if last and not first:
        return scene.now.date().isoformat(), last  # 我周四回来
    if not first or last:
        return first, last
    length = _length(scene.text)
    if length:
        return first, _after(first, length)
    return first, "" if OPEN.search(text) or len(first) > 10 else first


def _read(scene: Scene) -> tuple[dict[str, str], str]:
    """The times of the sentence as a plain from and to, whatever stands beside them but the way back; the text with each hidden as one mark."""
    times = compose.read(scene.text, replace(scene.scope, slots={}, asked="", doubt=""))
    plain = times._replace(
        exprs=tuple(expr if expr.role == "return" else expr._replace(role="") for expr in times.exprs)
    )
    fresh = Scene(scene.source, replace(scene.scope, slots={}, asked="", doubt=""), flags={"may_have_begun"})
    settle.settle(fresh, plain)
    if [expr.role for expr in plain.exprs] == ["return"]:  # 我周四回来
        fresh.slots = {"return_at": fresh.slots.get("return_at") or fresh.slots.get("depart_at", "")}
    if len(plain.exprs) > 1 and "return_at" not in fresh.slots:
        _add_last(fresh, plain)
    text = scene.text
    for expr in reversed(times.exprs):
        text = f"{text[: expr.start]}\ue000{text[expr.end :]}"
    return {slot: value for slot, value in fresh.slots.items() if isinstance(value, str)}, text


def _add_last(scene: Scene, times: Times) -> None:
    """从12月7号休到12月11号: the last day stands apart from the first."""
    end = Scene(scene.source, scene.scope, flags={"may_have_begun"})
    settle.settle(end, times._replace(exprs=(times.exprs[-1]._replace(role=""),), spans=()))
    last = end.slots.get("depart_at", "")
    if last > scene.slots.get("depart_at", ""):
        scene.slots["return_at"] = last


def _length(text: str) -> int:
    """Days; both ends count."""
    found = LENGTH.search(text)
    if found is None:
        return 0
    unit = found["unit"].removeprefix("个")
    return (number(found["n"]) or 0) * (7 if unit in ("星期", "礼拜", "周") else 30 if unit == "月" else 1)


def _after(first: str, length: int) -> str:
    start = settle.said_day(first)
    return (start + timedelta(days=length - 1)).isoformat() if start else first


def _named_days(scene: Scene) -> tuple[str, str] | None:
    """明后两天, 周四周五, 这周末, 下周, 下个月: names of several days."""
    today, text = scene.now.date(), scene.text
    monday = today - timedelta(days=today.weekday())
    if found := BOTH.search(text):
        return _days(today, "今明后".index(found["a"]), "今明后".index(found["b"]))
    if found := PAIR.search(text):
        weeks = {"这": 0, "本": 0, **AHEAD}.get(found["w"])
        start, end = (
            days.weekday(today, "一二三四五六日".index(found[name].replace("天", "日")) + 1, weeks) for name in "ab"
        )
        return (start.isoformat(), end.isoformat()) if start < end else None
    if found := WEEKEND.search(text):
        return _days(monday, 7 * AHEAD.get(found["w"], 0) + 5, 7 * AHEAD.get(found["w"], 0) + 6)
    if found := WHOLE_WEEK.search(text):
        first, last = _days(monday, 7 * AHEAD.get(found["w"], 0), 7 * AHEAD.get(found["w"], 0) + 6)
        return max(first, today.isoformat()), last
    if found := WHOLE_MONTH.search(text):
        return _month(today, AHEAD.get(found["w"], 0))
    return None


def _days(start: date, first: int, last: int) -> tuple[str, str]:
    return (start + timedelta(days=first)).isoformat(), (start + timedelta(days=last)).isoformat()


def _month(today: date, ahead: int) -> tuple[str, str]:
    first = date(today.year + (today.month - 1 + ahead) // 12, (today.month - 1 + ahead) % 12 + 1, 1)
    return max(first, today).isoformat(), days.month_end(first.year, first.month).isoformat()
