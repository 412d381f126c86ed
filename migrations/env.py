"""How Alembic reaches the database: by the product's own engine recipe, a transaction where the engine has them."""

from alembic import context

from app.kernel.db import make_engine
from migrations.tables import metadata


def run() -> None:
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(
                "PRAGMA foreign_keys=OFF"
            )  # Batch mode rebuilds tables; ON DELETE must not fire.
            connection.commit()
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()
    engine.dispose()


run()
