"""Put a server's database back to how it was after loading, between two tests."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, text

from app.kernel.db import Base


@dataclass
class Snapshot:
    engine: Engine
    rows: dict[str, list[dict[str, Any]]]

    @classmethod
    def take(cls, engine: Engine) -> "Snapshot":
        with engine.connect() as connection:
            found = {
                table.name: [dict(row._mapping) for row in connection.execute(table.select())]
                for table in Base.metadata.sorted_tables
            }
        return cls(engine, found)

    @property
    def url(self) -> str:
        return self.engine.url.render_as_string(hide_password=False)

    def restore(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(text("SET foreign_key_checks=0"))
            for table in Base.metadata.sorted_tables:
                connection.execute(table.delete())
                if rows := self.rows[table.name]:
                    connection.execute(table.insert(), rows)
            connection.execute(text("SET foreign_key_checks=1"))
