"""The kill test: people book by chat while parts of the running product are killed.  `python -m bench.chaos`

Then it is counted: each acknowledged order exists exactly once, each notice that was owed was sent, and sent once.
CHAOS_MESSAGES (2000), CHAOS_KILLS (50), CHAOS_SEED (1).  Ends with 1 when something was lost or done twice.
"""

import json
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.bookings.model import Booking
from app.kernel.clock import CITY_TZ
from app.kernel.db import across_tenants, make_engine, make_sessions
from app.kernel.events import Task
from app.notices.model import Notice, State
from bench.phone import Phone, Unanswered
from bench.running import Product, running

START = datetime(2026, 11, 23, 9, 0, tzinfo=CITY_TZ)
DAYS = range(1, 15)
HOURS = range(7, 21)
MINUTES = (0, 10, 20, 30, 40, 50)
REF = re.compile(r"YC\d{8}-\d{4,}")
SETTLE_S = 240.0
LOOK_S = 0.5
KILLED = ("worker", "relay", "redis", "web", "web_master")
APPROVED_EACH = 10  # Every so many orders one is approved as well, which sets dispatch and three notices in motion.


@dataclass(frozen=True)
class Pair:
    """Who books, from where to where, and who approves.  One thread plays both."""

    traveller: str
    approver: str
    sentence: str


# What is said.  {day} 11月24日, {hour} 9点20分.  Whoever changes the language changes these lines only.
SCRIPT = (
    Pair("o-zhangmin", "o-liqiang", "{day}{hour}2人从市住建局去常州北站开会，单程"),
    Pair("o-shuili-1", "o-shuili-2", "{day}{hour}2人从市水利局去三井街道开会，单程"),
    Pair("o-fangxun", "o-fangxun-2", "{day}{hour}3人从市防汛办去第二人民医院开会，单程"),
)
READ_BACK = "请确认"
YES, NO, APPROVE = "确认", "取消", "同意 {ref}"
APPROVED = ("同意", "批准")


@dataclass
class Story:
    """What the people know afterwards: the product has to agree with it."""

    refs: list[str] = field(default_factory=list)
    approvers: dict[str, str] = field(default_factory=dict)
    approved: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    unanswered: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, words: str) -> None:
        with self.lock:
            getattr(self, kind).append(words)


def main() -> int:
    messages = int(os.environ.get("CHAOS_MESSAGES") or 2000)
    kills = int(os.environ.get("CHAOS_KILLS") or 50)
    seed = int(os.environ.get("CHAOS_SEED") or 1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # The product's processes end with this one.
    began = time.monotonic()
    console = Console(stderr=True, highlight=False)
    with tempfile.TemporaryDirectory(prefix="paiche-chaos-") as folder:
        with running(Path(folder) / "var", DEMO_NOW=START.isoformat()) as product:
            story, killed, phones = play(product, messages, kills, seed, console)
            talked_s = time.monotonic() - began
            settled = wait_until_settled(product)
            found = count_up(product, story)
        keep_logs(Path(folder))
    tallies = [phone.tally for phone in phones]
    answers = sorted(second for tally in tallies for second in tally.answer_s)
    line: dict[str, Any] = {
        "name": "chaos",
        "seed": seed,
        "messages": sum(tally.messages for tally in tallies),
        "repeats": sum(tally.repeats for tally in tallies),
        "kills": dict(sorted(killed.items())),
        "acknowledged": len(story.refs),
        "approved": len(story.approved),
        **found,
        "odd_answers": len(story.odd),
        "unanswered": story.unanswered,
        "answer_p50_s": round(answers[len(answers) // 2], 3) if answers else None,
        "answer_p99_s": round(answers[len(answers) * 99 // 100], 3) if answers else None,
        "settled": settled,
        "talk_s": round(talked_s, 1),
        "seconds": round(time.monotonic() - began, 1),
    }
    line["ok"] = is_well(line)
    for odd in story.odd[:5]:
        console.print(f"odd answer: {odd}", markup=False)
    print(json.dumps(line, ensure_ascii=False))
    return 0 if line["ok"] else 1


def is_well(line: dict[str, Any]) -> bool:
    """Nothing lost and no effect of our own twice.  WeChat knows no key for a message: see `notices_twice`."""
    lost = (
        "orders_missing",
        "orders_twice",
        "orders_unknown",
        "notices_missing",
        "tasks_failed",
        "tasks_open",
        "unanswered",
    )
    killed_worker = line["kills"].get("worker", 0) + line["kills"].get("redis", 0)
    return line["settled"] and not any(line[name] for name in lost) and line["notices_twice"] <= killed_worker


def play(
    product: Product, messages: int, kills: int, seed: int, console: Console
) -> tuple[Story, Counter[str], list[Phone]]:
    """Everybody talks; whenever the count of messages passes a drawn number, something is killed."""
    lots = random.Random(seed)
    at = sorted(lots.randrange(messages // 50, max(messages * 49 // 50, messages // 50 + 1)) for _ in range(kills))
    story, phones = Story(), []
    threads = []
    for n, pair in enumerate(SCRIPT):
        share = messages // len(SCRIPT) + (n < messages % len(SCRIPT))
        mine = [Phone(product.web, pair.traveller), Phone(product.web, pair.approver)]
        phones += mine
        threads.append(threading.Thread(target=talk, args=(pair, mine, share, story), daemon=True))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    killed: Counter[str] = Counter()
    with Progress(*columns, console=console) as progress:
        said_bar = progress.add_task("messages", total=messages)
        kill_bar = progress.add_task("kills", total=kills)
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            said = sum(phone.tally.messages for phone in phones)
            while at and said >= at[0]:
                at.pop(0)
                killed[strike(product, lots)] += 1
                progress.advance(kill_bar)
            progress.update(said_bar, completed=said)
            time.sleep(0.02)
        progress.update(said_bar, completed=sum(phone.tally.messages for phone in phones))
    return story, killed, phones


def strike(product: Product, lots: random.Random) -> str:
    """One kill, drawn; of those meant for Redis every other is a FLUSHALL.  Who is not there is waited for."""
    role = lots.choice(KILLED)
    flush = role == "redis" and lots.random() < 0.5
    for _ in range(100):
        if product.flush() if flush else product.kill(role, lots):
            return "flushall" if flush else role
        time.sleep(0.1)
    return f"no_{role}"


def talk(pair: Pair, phones: list[Phone], messages: int, story: Story) -> None:
    """Order after order until `messages` are said; every tenth is approved."""
    traveller, approver = phones
    for n, (day, hour) in enumerate(moments(), 1):
        if sum(phone.tally.messages for phone in phones) >= messages:
            return
        try:
            ref = book(traveller, pair.sentence.format(day=day, hour=hour), story)
            if ref:
                story.approvers[ref] = pair.approver
                story.note("refs", ref)
            if ref and n % APPROVED_EACH == 0:
                answer = approver.say(APPROVE.format(ref=ref))
                story.note("approved" if any(word in answer for word in APPROVED) else "odd", f"{ref} {answer}")
        except Unanswered:
            story.unanswered += 1


def book(traveller: Phone, sentence: str, story: Story) -> str | None:
    answer = traveller.say(sentence)
    if READ_BACK not in answer:
        story.note("odd", f"{sentence} → {answer}")
        traveller.say(NO)
        return None
    answer = traveller.say(YES)
    found = REF.search(answer)
    if not found:
        story.note("odd", f"{sentence}, {YES} → {answer}")
    return found[0] if found else None


def moments() -> Iterator[tuple[str, str]]:
    """Every hour that may be booked, as it is said; after the last from the first again."""
    while True:
        for hour in HOURS:
            for minute in MINUTES:
                for days in DAYS:
                    day = START + timedelta(days=days)
                    yield f"{day.month}月{day.day}日", f"{hour}点{f'{minute}分' if minute else ''}"


def wait_until_settled(product: Product) -> bool:
    """Until no due task is open; leases of what was killed last have to run out first."""
    sessions = sessions_of(product)
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        if open_and_failed(sessions)[0] == 0:
            return True
        time.sleep(LOOK_S)
    return False


def count_up(product: Product, story: Story) -> dict[str, int]:
    """What the database and the emulators say about what the people know."""
    sessions = sessions_of(product)
    with sessions.begin() as session, across_tenants(session):
        orders = Counter(booking.ref for booking in session.scalars(select(Booking)))
        wished = Counter(map(tuple, session.execute(select(Booking.requester_id, Booking.depart_at))))
        notices = session.execute(select(Notice.address, Notice.words, Notice.state)).all()
    is_open, failed = open_and_failed(sessions)
    owed = Counter((address, words) for address, words, _ in notices)
    sent = Counter((each["to"], each["text"]) for each in product.sent())
    told = {(to, ref) for to, words in sent for ref in REF.findall(words)}
    waiting = set(story.refs) - {words.split()[0] for words in story.approved}  # The others may be told or not.
    untold = [ref for ref in waiting if (story.approvers[ref], ref) not in told]
    known = Counter(story.refs)
    return {
        "orders": orders.total(),
        "orders_missing": sum(1 for ref in known if orders[ref] == 0),
        "orders_twice": wished.total() - len(wished) + len(story.refs) - len(known),
        "orders_unknown": sum(1 for ref in orders if ref not in known),
        "notices": owed.total(),
        "notices_missing": (owed - sent).total() + len(untold),
        "notices_twice": (sent - owed).total(),
        "notices_refused": sum(1 for *_, state in notices if state == State.FAILED),
        "tasks_open": is_open,
        "tasks_failed": failed,
    }


def sessions_of(product: Product) -> sessionmaker[Session]:
    return make_sessions(make_engine(product.database_url))


def open_and_failed(sessions: sessionmaker[Session]) -> tuple[int, int]:
    """Tasks that are due and not done, and tasks that were given up.  What is due later is nobody's debt yet."""
    with sessions.begin() as session:
        session.connection(execution_options={"reading": True})
        soon = START + timedelta(hours=12)
        is_open = Task.done_at.is_(None) & Task.failed_at.is_(None)
        is_due = is_open & (Task.due_at <= soon) & Task.job.not_in(RECURRING)
        due = session.scalar(select(func.count(Task.id)).where(is_due)) or 0
        failed = session.scalar(select(func.count(Task.id)).where(Task.failed_at.is_not(None))) or 0
    return due, failed


RECURRING = ("seal_events", "tidy")


def keep_logs(folder: Path) -> None:
    """CHAOS_LOGS: a folder that gets what the processes wrote, for whoever looks for a cause."""
    target = os.environ.get("CHAOS_LOGS")
    if target:
        Path(target).mkdir(parents=True, exist_ok=True)
        for log in (*(folder / "var" / "logs").glob("*"), folder / "var" / "demo.out"):
            (Path(target) / log.name).write_bytes(log.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
