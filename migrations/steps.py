"""Steps that may be repeated: MySQL commits each DDL at once, so a step that was cut off is simply run again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

# Keys tell letters' case apart (openids do), and every Chinese character and emoji fits.
MYSQL = {"engine": "InnoDB", "charset": "utf8mb4", "collate": "utf8mb4_bin"}
OPTIONS: dict[str, Any] = {
    f"{dialect}_{name}": value for dialect in ("mysql", "mariadb") for name, value in MYSQL.items()
}


def table(name: str, *parts: Any) -> None:
    if not _inspect().has_table(name):
        op.create_table(name, *parts, **OPTIONS)


def index(name: str, table_name: str, columns: list[str], *, unique: bool) -> None:
    if name not in {found["name"] for found in _inspect().get_indexes(table_name)}:
        op.create_index(name, table_name, columns, unique=unique)


def column(table_name: str, new: sa.Column[Any]) -> None:
    """A further column.  NOT NULL needs a server default, or the rows that are there have nothing to hold."""
    if new.name not in {found["name"] for found in _inspect().get_columns(table_name)}:
        op.add_column(table_name, new)


def drop_table(name: str) -> None:
    if _inspect().has_table(name):
        op.drop_table(name)


def _inspect() -> sa.Inspector:
    return sa.inspect(op.get_bind())


@contextmanager
def rebuilds_are_safe(connection: sa.Connection) -> Iterator[None]:
    """SQLite: batch mode rebuilds a table by dropping it, and with foreign keys on that takes the rows that refer to it
    along.  The pragma counts for nothing inside a transaction, so it goes to the driver before one is begun."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=OFF")
    yield
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=ON")
