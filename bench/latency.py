"""From the yes of a traveller to the driver's job card, with a policy that asks nobody, through the whole product."""

import re
import tempfile
import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.kernel.clock import CITY_TZ, read_instant
from app.kernel.db import make_engine, make_sessions
from app.policies.ops import publish
from app.tenancy.model import Unit
from bench.load import pss_mb
from bench.phone import Phone
from bench.running import Product, running
from demo.load import enter

BOOKINGS = 100
PER_SECOND = 2.5  # Each booking is two messages: five messages a second.
TRAVELLERS = ("zhangmin", "liqiang", "wangfang", "zhaowei", "juzhang", "shuili-1", "shuili-2", "fangxun", "fangxun-2")
PATIENCE_S = 60.0
NUMBER = re.compile(r"YC\d{8}-\d{4,}")


def measure() -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "var") as product:
        ask_nobody(product)
        warm_up(product)
        asked = talk(product)
        cards = job_cards(product, len(asked))
        memory = {role: max(map(pss_mb, product.find(role))) for role in ("web", "worker", "relay")}
    waits = sorted(cards[ref] - at for ref, at in asked.items() if ref in cards)
    found: list[dict[str, object]] = [
        {
            "name": "text_to_job_card_p95_s",
            "value": round(waits[int(len(waits) * 0.95)], 3),
            "unit": "s",
            "against": {"name": "messages/s", "value": PER_SECOND * 2},
            "p50": round(waits[len(waits) // 2], 3),
            "asked": len(asked),
            "answered": len(waits),
        }
    ]
    return found + [{"name": f"{role}_pss", "value": round(mb, 1), "unit": "MB"} for role, mb in memory.items()]


def ask_nobody(product: Product) -> None:
    """The city's chain of approval becomes empty from today on."""
    sessions = make_sessions(make_engine(product.database_url))
    with sessions.begin() as session:
        tenant = enter(session)
        root = next(
            u for u in session.query(Unit).order_by(Unit.id) if u.parent_id is None and u.tenant_id == tenant.id
        )
        body: dict[str, Any] = {"rings": {ring: [] for ring in ("zone", "city", "province", "beyond")}}
        publish(session, root, "approval_chain", body, rule="R30", source="bench", valid_from=date(2026, 1, 1))


def warm_up(product: Product) -> None:
    """One booking before the measured ones: the web answers before relay and workers have come up."""
    asked: dict[str, float] = {}
    one(product, BOOKINGS, asked)
    job_cards(product, 1)


def talk(product: Product) -> dict[str, float]:
    """When each order's yes was sent (the machine's clock), at a steady pace."""
    asked: dict[str, float] = {}
    threads = []
    for n in range(BOOKINGS):
        threads.append(threading.Thread(target=one, args=(product, n, asked)))
        threads[-1].start()
        time.sleep(1 / PER_SECOND)
    for thread in threads:
        thread.join()
    return asked


_turns = {name: threading.Lock() for name in TRAVELLERS}


def one(product: Product, n: int, asked: dict[str, float]) -> None:
    """One booking of one traveller; hours are spread over the days, so that there is a car for each."""
    who = TRAVELLERS[n % len(TRAVELLERS)]
    day = datetime.now(CITY_TZ) + timedelta(days=1 + n % 13)
    hour = 7 + n // 13
    with _turns[who]:
        phone = Phone(product.web, f"o-{who}")
        phone.say(f"{day.month}月{day.day}日{hour:02d}:00两个人去第二人民医院开会，单程")
        sent_at = time.time()
        answer = phone.say("确认")
    found = NUMBER.search(answer)
    if found:
        asked[found[0]] = sent_at


def job_cards(product: Product, count: int) -> dict[str, float]:
    """When each order's job card reached the emulator."""
    cards: dict[str, float] = {}
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and len(cards) < count:
        time.sleep(1)
        for sent in product.sent():
            head = str(sent["text"]).partition("\n")[0]
            if head.startswith("【任务卡】"):
                cards.setdefault(head.removeprefix("【任务卡】"), read_instant(sent["at"]).timestamp())
    return cards
