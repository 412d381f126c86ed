"""What stands in the database, whole: the measure of "nothing was written"."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

from sqlalchemy import Engine, event

from app.kernel.db import Base, across_tenants
from tests.city import City

TALK = ("inbox", "conversation")  # Where a talk stands; no business.


def rows(city: City, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of its key."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in but]
    with city.sessions() as session, across_tenants(session):
        return {
            table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key.columns))]
            for table in tables
        }


def business(city: City) -> dict[str, list[tuple[Any, ...]]]:
    return rows(city, but=TALK)


def counted(city: City, name: str, **labels: str) -> float:
    """The sum of one counter, as /metrics shows it."""
    wanted = [f'{label}="{value}"' for label, value in labels.items()]
    lines = city.client.get("/metrics").text.splitlines()
    found = [line for line in lines if line.startswith(name) and all(label in line for label in wanted)]
    return sum(float(line.rpartition(" ")[2]) for line in found)


def engine_of(city: City) -> Engine:
    """The engine of the application under test, not the fixture's own."""
    engine: Engine = city.app.extensions["paiche"]["sessions"].kw["bind"]
    return engine


@contextmanager
def watched(city: City, before: Callable[[str, int], None]) -> Iterator[None]:
    """`before(statement, thread)` runs ahead of each statement of the application; what it raises, the database said."""

    def see(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        before(statement, get_ident())

    event.listen(engine_of(city), "before_cursor_execute", see)
    try:
        yield
    finally:
        event.remove(engine_of(city), "before_cursor_execute", see)
