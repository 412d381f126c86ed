"""Column types as the steps wrote them; they outlive changes of the models."""

from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from app.kernel.db import UtcDateTime


def instant() -> Any:
    """UTC with microseconds, on both engines."""
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def big_key() -> Any:
    """A 64-bit key; SQLite numbers rows by itself only for INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def long_text() -> Any:
    return sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """How a drafted step writes a model's type; False leaves it to Alembic."""
    if kind != "type":
        return False
    variants = getattr(thing, "_variant_mapping", {})
    if isinstance(thing, UtcDateTime):
        return "types.instant()"
    if isinstance(thing, sa.BigInteger) and "sqlite" in variants:
        return "types.big_key()"
    if isinstance(thing, sa.Text) and "mysql" in variants:
        return "types.long_text()"
    return False
