"""What the stand-ins remember over a restart: words delivered and subscriptions, in one SQLite file."""

import json
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS sent (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, "to" TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sent_to ON sent ("to", id);
CREATE TABLE IF NOT EXISTS quota (
    openid TEXT NOT NULL, template_id TEXT NOT NULL, quota INTEGER, PRIMARY KEY (openid, template_id)
);
"""
COLUMNS = ("id", "at", "to", "kind", "text", "body")


@dataclass(frozen=True)
class Delivery:
    """One message that reached a person.  kind: custom, subscribe, template_card or sms."""

    to: str
    kind: str
    text: str
    body: dict[str, Any]


class Store:
    """One connection behind one lock: the stand-ins are no place for throughput."""

    def __init__(self, file: Path) -> None:
        self.lock = threading.Lock()
        self.db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.executescript(SCHEMA)

    def deliver(self, delivery: Delivery, *, at: str) -> int:
        """Keep a delivered message; its id rises for ever, over restarts too."""
        row = (at, delivery.to, delivery.kind, delivery.text, json.dumps(delivery.body, ensure_ascii=False))
        with self.lock:
            found = self.db.execute('INSERT INTO sent (at, "to", kind, text, body) VALUES (?, ?, ?, ?, ?)', row)
            return int(found.lastrowid or 0)

    def sent(self, *, to: str | None, after: int) -> list[dict[str, Any]]:
        with self.lock:
            rows = self.db.execute(
                'SELECT id, at, "to", kind, text, body FROM sent WHERE id > ? AND (? IS NULL OR "to" = ?) ORDER BY id',
                (after, to, to),
            ).fetchall()
        return [{**dict(zip(COLUMNS, row, strict=True)), "body": json.loads(row[5])} for row in rows]

    def set_quota(self, openid: str, template_id: str, quota: int | None) -> None:
        with self.lock:
            self.db.execute("INSERT OR REPLACE INTO quota VALUES (?, ?, ?)", (openid, template_id, quota))

    def take_quota(self, openid: str, template_id: str, *, default: int) -> bool:
        """Use up one acceptance; False when there is none left.  A quota of NULL never ends (a long-term template)."""
        key = (openid, template_id)
        with self.lock:
            if default > 0:
                self.db.execute("INSERT OR IGNORE INTO quota VALUES (?, ?, ?)", (*key, default))
            used = self.db.execute(
                "UPDATE quota SET quota = quota - 1"
                " WHERE openid = ? AND template_id = ? AND (quota > 0 OR quota IS NULL)",
                key,
            )
            return used.rowcount == 1

    def close(self) -> None:
        with self.lock:
            self.db.close()
