"""Steps that may be repeated: MySQL commits each DDL at once, so a step that was cut off is simply run again."""

from typing import Any

import sqlalchemy as sa
from alembic import op

# Keys tell letters' case apart (openids do), and every Chinese character and emoji fits.
MYSQL = {"engine": "InnoDB", "charset": "utf8mb4", "collate": "utf8mb4_bin"}
OPTIONS = {f"{dialect}_{name}": value for dialect in ("mysql", "mariadb") for name, value in MYSQL.items()}


def table(name: str, *parts: Any) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(name, *parts, **OPTIONS)


def index(name: str, table_name: str, columns: list[str], *, unique: bool) -> None:
    if name not in {found["name"] for found in sa.inspect(op.get_bind()).get_indexes(table_name)}:
        op.create_index(name, table_name, columns, unique=unique)
