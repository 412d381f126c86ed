"""How Alembic reaches the database: by the product's own engine recipe, one process at a time."""

from alembic import context
from sqlalchemy import Connection, NullPool, text

from app.kernel.db import make_engine
from migrations.steps import rebuilds_are_safe
from migrations.tables import metadata
from migrations.types import render

LOCK = ".migrations"
LOCK_WAIT_S = 300


def run() -> None:
    engine = make_engine(context.config.attributes["url"], poolclass=NullPool)
    with engine.connect() as connection, rebuilds_are_safe(connection):
        stand_alone(connection)
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()


def stand_alone(connection: Connection) -> None:
    """Several hosts start at once: the second waits, then finds nothing to do.  The lock ends with the connection;
    SQLite's own write lock does the same."""
    if connection.dialect.name == "sqlite":
        return
    lock = text("SELECT GET_LOCK(CONCAT(DATABASE(), :name), :wait)").bindparams(name=LOCK, wait=LOCK_WAIT_S)
    if connection.scalar(lock) != 1:
        raise TimeoutError(f"somebody else has been migrating for more than {LOCK_WAIT_S} s")
    connection.commit()


run()
