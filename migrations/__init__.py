"""The database, step by step.  `upgrade(url)` brings any database to the newest step; done twice it does nothing."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.kernel.db import make_engine

HERE = Path(__file__).parent


def config(url: str) -> Config:
    found = Config()
    found.set_main_option("script_location", str(HERE))
    found.attributes["url"] = url
    return found


def upgrade(url: str, to: str = "head") -> None:
    """Run every step up to `to` on the database at `url`."""
    settings = config(url)
    if to == "head" and at(url) == ScriptDirectory.from_config(settings).get_current_head():
        return
    command.upgrade(settings, to)


def downgrade(url: str, to: str) -> None:
    command.downgrade(config(url), to)


def at(url: str) -> str | None:
    """The step a database stands at; None for an empty one."""
    engine = make_engine(url)
    try:
        with engine.connect().execution_options(reading=True) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
