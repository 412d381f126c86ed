"""Column types as the steps wrote them; they outlive changes of the models."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql


def instant() -> Any:
    """UTC with microseconds, on both engines."""
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def big_key() -> Any:
    """A 64-bit key; SQLite numbers rows by itself only for INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def long_text() -> Any:
    return sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
