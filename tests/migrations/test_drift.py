"""The migrations make exactly the tables that the models describe, on both databases; each step may be repeated."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from app.kernel.db import make_engine
from migrations import at, downgrade, upgrade
from migrations.tables import metadata
from tests.conftest import DATABASES, own_database


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        with own_database() as url:
            yield url


def test_migrated_tables_are_the_models_tables(empty_url: str) -> None:
    upgrade(empty_url)
    engine = make_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_upgrading_twice_and_going_down_and_up_again_changes_nothing(empty_url: str) -> None:
    upgrade(empty_url)
    stands_at = at(empty_url)
    upgrade(empty_url)
    downgrade(empty_url, "base")
    upgrade(empty_url)
    assert at(empty_url) == stands_at


def test_a_step_that_was_cut_off_is_simply_run_again(empty_url: str) -> None:
    upgrade(empty_url)
    engine = make_engine(empty_url)
    with engine.begin() as connection:
        before = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0003_tenant'"))
    upgrade(empty_url)
    assert at(empty_url) == before
    assert inspect(engine).has_table("booking")
    engine.dispose()
