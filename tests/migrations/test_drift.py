"""The migrations make exactly the tables that the models describe, on both databases; each step may be repeated."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Table, create_engine, inspect, text

from app.kernel.db import BigKey, UtcDateTime, make_engine
from migrations import at, config, downgrade, steps, upgrade
from migrations.draft import draft
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


def test_foreign_keys_and_checks_are_the_models_too(empty_url: str) -> None:
    upgrade(empty_url)
    engine = make_engine(empty_url)
    found = inspect(engine)
    for table in metadata.sorted_tables:
        wanted = {(key.parent.name, key.column.table.name) for key in table.foreign_keys}
        keys = found.get_foreign_keys(table.name)
        assert {(key["constrained_columns"][0], key["referred_table"]) for key in keys} == wanted, table.name
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
    assert any("minutes" in check["sqltext"] for check in found.get_check_constraints("occupancy_hour"))
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


def test_each_step_is_one_line_of_descent_and_makes_one_table_at_most() -> None:
    found = ScriptDirectory.from_config(config("sqlite://"))
    assert len(found.get_heads()) == 1
    for step in found.walk_revisions():
        file = Path(step.path)
        assert file.stem == step.revision
        assert file.read_text("utf8").count("steps.table(") <= 1, "MySQL commits each DDL at once"


@pytest.mark.mariadb
def test_keys_tell_letters_case_apart_whatever_the_server_prefers() -> None:
    with own_database() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text(f"ALTER DATABASE {engine.url.database} COLLATE utf8mb4_general_ci"))
        upgrade(url)
        with engine.connect() as connection:
            found = connection.execute(
                text(
                    "SELECT DISTINCT engine, table_collation FROM information_schema.tables"
                    " WHERE table_schema = DATABASE() AND table_name <> 'alembic_version'"
                )
            ).all()
        engine.dispose()
    assert [tuple(row) for row in found] == [("InnoDB", "utf8mb4_bin")]


@pytest.mark.mariadb
def test_two_hosts_may_upgrade_at_once() -> None:
    with own_database() as url, ThreadPoolExecutor(2) as hosts:
        assert list(hosts.map(upgrade_elsewhere, [url, url])) == [0, 0]
        assert at(url) is not None


def upgrade_elsewhere(url: str) -> int:
    """In a process of its own: Alembic keeps its context in a module."""
    script = f"import migrations; migrations.upgrade({url!r})"
    return subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode


def test_rows_that_refer_to_a_rebuilt_table_survive(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'rebuilt.sqlite3'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE above (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE below (id INTEGER REFERENCES above (id) ON DELETE CASCADE)")
        connection.exec_driver_sql("INSERT INTO above VALUES (1)")
        connection.exec_driver_sql("INSERT INTO below VALUES (1)")
    with engine.connect() as connection, steps.rebuilds_are_safe(connection):
        with connection.begin():
            connection.exec_driver_sql("DROP TABLE above")
        assert connection.exec_driver_sql("SELECT count(*) FROM below").scalar() == 1
    engine.dispose()


def test_a_draft_says_what_the_models_have_and_the_steps_have_not(tmp_path: Path) -> None:
    toy = Table("toy", metadata, Column("id", BigKey, primary_key=True), Column("seen_at", UtcDateTime()))
    try:
        text_of_step = draft("0999_toy", tmp_path).read_text("utf8")
    finally:
        metadata.remove(toy)
    assert "steps.table(" in text_of_step and "types.instant()" in text_of_step and "types.big_key()" in text_of_step
    assert "batch_alter_table" not in text_of_step
