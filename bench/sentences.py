"""Sentences about departures whose truth is computed from their parts: day × part of the day × clock, in frames.

Drawn with a seed, so that every run asks the same; and not with our parser's help.  Only wordings on whose meaning
people agree: a bare hour lies within office hours, no weekday is today's, no day is over.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.kernel.clock import CITY_TZ, WEEKDAYS

COMMITTED = Path(__file__).parents[1] / "tests" / "nlu"
SEED, COUNT = 20261123, 1000
PRESENTS = ("2026-11-23T10:00", "2026-12-10T08:30", "2027-03-02T14:20", "2026-09-22T16:40", "2027-01-29T09:05")
FUSED = {"今晚": ("今天", "晚上"), "明早": ("明天", "早上"), "明晚": ("明天", "晚上"), "后天早": ("后天", "早上")}
HOURS = {"早上": (6, 9), "上午": (8, 11), "中午": (12, 12), "下午": (13, 18), "傍晚": (17, 18), "晚上": (18, 22)}
BARE_HOURS = (*range(6, 18), *range(6, 18), *range(18, 22))
OFFICE_ENDS_H = 17  # 明天两点半出发 is half past two in the afternoon; later hours are said on the long face, 19点.
MINUTES = (0, 0, 0, 0, 0, 0, 30, 30, 30, 15, 45, 10, 20, 40, 50, 5)
DAYS_ON = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3}
SPANS_MIN = {"半小时后": 30, "一个小时后": 60, "两小时后": 120, "一个半小时后": 90, "40分钟后": 40, "3小时后": 180}
DIGITS = "零一二三四五六七八九十"
FRAMES = (
    "{t}{n}人去{to}",
    "{t}{n}个人去{to}{why}",
    "{t}从{origin}去{to}，{n}个人，{why}",
    "{n}个人，{t}从{origin}出发到{to}",
    "麻烦派辆车，{t}去{to}，{n}人",
    "我们{n}个人{t}要去{to}{why}，当天回",
    "去{to}{why}，{t}出发，{n}人",
    "{t}用车，{n}位，{origin}到{to}",
    "申请用车：{t}，{origin}至{to}，乘车{n}人，事由{why}",
    "帮我约个车 {t} {to} {n}人",
    "你好，{t}需要一辆商务车去{to}{why}",
    "{t}送{n}位客人到{to}",
    "{t}{n}人去{to}",
    "{t}{n}个人去{to}，晚上8点前回",
    "{n}个人去{to}{why}，{t}走，住一晚",
)
PEOPLE = ("两", "三", "四", "五", "2", "3", "4", "6")
PLACES = (
    *("无锡", "南京", "金坛", "溧阳市政府", "常州北站", "第二人民医院", "武进区政府", "江阴", "上海", "三井街道"),
    *("五一路12号", "八佰伴", "科技园3号楼", "第三人民医院", "十里牌"),
)
ORIGINS = ("市政府", "单位", "市住建局", "市水利局", "新北区政府")
WHYS = ("开会", "调研", "检查工地", "参加培训", "汇报工作", "对接项目")


@dataclass(frozen=True)
class Question:
    """depart_at: every reading that is right, as ISO minutes of the city."""

    text: str
    now: datetime
    depart_at: tuple[str, ...]


def generated(count: int = COUNT, seed: int = SEED) -> list[Question]:
    """`count` different sentences; the same for the same seed."""
    lots = random.Random(seed)
    found: dict[tuple[str, datetime], Question] = {}
    while len(found) < count:
        now = datetime.fromisoformat(lots.choice(PRESENTS)).replace(tzinfo=CITY_TZ)
        said, at = moment(now, lots)
        if at > now:
            text = framed(said, lots)
            found[text, now] = Question(text, now, (minute(at),))
    return list(found.values())


def committed(folder: Path = COMMITTED) -> list[Question]:
    """The test sentences that stand alone and name the hour of a departure."""
    return [question for file in sorted(folder.rglob("*.jsonl")) for question in _of_file(file)]


def _of_file(file: Path) -> Iterator[Question]:
    for line in file.read_text("utf8").splitlines():
        row = json.loads(line)
        expect = row.get("expect") or {}
        said = expect.get("depart_at")
        right = tuple(str(at)[:16] for at in (said if isinstance(said, list) else [said]) if len(str(at or "")) > 10)
        if right and "now" in row and not row.get("context"):
            yield Question(row["text"], datetime.fromisoformat(row["now"]), right)


def minute(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def moment(now: datetime, lots: random.Random) -> tuple[str, datetime]:
    """(words, instant): after a span, in a fused word, or day × part × clock."""
    kind = lots.random()
    if kind < 0.06:
        return after_a_span(now, lots)
    if kind < 0.2:
        word = lots.choice(list(FUSED))
        day_word, part = FUSED[word]
        clock, at = a_clock(part, lots)
        return word + clock, datetime.combine(now.date() + timedelta(days=DAYS_ON[day_word]), at, CITY_TZ)
    day_words, day = lots.choice(DATES)(now.date(), lots)
    part = lots.choice(("", *HOURS))
    clock, at = a_clock(part, lots)
    return day_words + part + clock, datetime.combine(day, at, CITY_TZ)


def after_a_span(now: datetime, lots: random.Random) -> tuple[str, datetime]:
    words, minutes = lots.choice(
        (
            ("半小时后", 30),
            ("一个小时后", 60),
            ("两小时后", 120),
            ("一个半小时后", 90),
            ("40分钟后", 40),
            ("3小时后", 180),
        )
    )
    return words, now + timedelta(minutes=minutes)


def a_clock(part: str, lots: random.Random) -> tuple[str, time]:
    """(words, clock): in figures or in characters, on the twelve-hour face where a part of the day is said."""
    hour, minutes = lots.choice(range(HOURS[part][0], HOURS[part][1] + 1) if part else BARE_HOURS), lots.choice(MINUTES)
    shown = hour - 12 if hour > 12 and (part or (hour <= OFFICE_ENDS_H and lots.random() < 0.5)) else hour
    at = time(hour, minutes)
    style = lots.choice(("figures", "characters", "colon"))
    if style == "colon":
        return f"{shown}:{minutes:02d}", at
    if minutes == 50 and shown not in (1, 12, 23) and lots.random() < 0.5:
        return f"差十分{spelled(shown + 1)}点", at
    number = spelled(shown) if style == "characters" else str(shown)
    return f"{number}点{minute_words(minutes, style)}", at


def minute_words(minutes: int, style: str) -> str:
    named = {0: "", 30: "半"} | ({15: "一刻", 45: "三刻"} if style == "characters" else {})
    if minutes in named:
        return named[minutes]
    return (
        f"{spelled(minutes) if minutes > 9 else '零' + spelled(minutes)}分"
        if style == "characters"
        else f"{minutes:02d}分"
    )


def spelled(number: int) -> str:
    """8 八, 12 十二, 45 四十五; the second hour is 两."""
    if number == 2:
        return "两"
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return head + (DIGITS[ones] if ones or not tens else "")


def near(today: date, lots: random.Random) -> tuple[str, date]:
    word = lots.choice(("今天", "明天", "明天", "明天", "后天", "后天", "大后天"))
    return word, today + timedelta(days=DAYS_ON[word])


def weekday(today: date, lots: random.Random) -> tuple[str, date]:
    """周四 to come in this week; 下周四, 下下周四 by the calendar's weeks, which begin on Monday."""
    monday, n = today - timedelta(days=today.weekday()), lots.randrange(7)
    name = "日" if n == 6 and lots.random() < 0.5 else "天" if n == 6 else WEEKDAYS[n]
    weeks = lots.choice((0, 1, 1, 2) if n > today.weekday() else (1, 1, 2))
    word = lots.choice(("周", "星期") if name != "天" else ("星期",))
    return "下" * weeks + word + name, monday + timedelta(days=7 * weeks + n)


def in_days(today: date, lots: random.Random) -> tuple[str, date]:
    n = lots.randrange(3, 9)
    return f"{lots.choice((str(n), spelled(n)))}天后", today + timedelta(days=n)


def of_month(today: date, lots: random.Random) -> tuple[str, date]:
    """28号: of this month, or of the next when it is over."""
    day = today + timedelta(days=lots.randrange(1, 26))
    return f"{day.day}{lots.choice('号日')}", day


def of_year(today: date, lots: random.Random) -> tuple[str, date]:
    day = today + timedelta(days=lots.randrange(1, 60))
    if lots.random() < 0.3:
        return f"{spelled_month(day.month)}月{spelled_month(day.day)}{lots.choice('号日')}", day
    return lots.choice(
        (f"{day.month}月{day.day}日", f"{day.month}月{day.day}号", f"{day.year}年{day.month}月{day.day}日")
    ), day


def spelled_month(number: int) -> str:
    return "二" if number == 2 else spelled(number)


DATES = (near, near, near, weekday, weekday, in_days, of_month, of_year)


def framed(said: str, lots: random.Random) -> str:
    """The moment in a frame; nobody writes the figures of a clock and of a count without a gap."""
    frame, people = lots.choice(FRAMES), lots.choice(PEOPLE)
    if said[-1].isdigit() and people.isdigit():
        frame = frame.replace("{t}{n}", "{t} {n}")
    to, origin, why = lots.choice(PLACES), lots.choice(ORIGINS), lots.choice(WHYS)
    return frame.format(t=said, n=people, to=to, origin=origin, why=why)
