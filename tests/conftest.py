"""Fixtures for every test: the story city on both databases, in one process, at one frozen time."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from app.kernel.db import make_engine, make_sessions
from tests import lanes
from tests.city import NOW, City, city_settings, load_story_city
from tests.rows import Snapshot

DATABASES = ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)]


@pytest.fixture(scope="session")
def sqlite_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story city, loaded once, as a file to be copied."""
    folder = tmp_path_factory.mktemp("city")
    settings = city_settings(folder, f"sqlite:///{folder / 'paiche.sqlite3'}")
    load_story_city(settings, NOW)
    return folder / "paiche.sqlite3"


@pytest.fixture(scope="session")
def mariadb_engine() -> Iterator[Engine]:
    """An empty database of this process's own, with its tables; dropped at the end."""
    with own_database() as url:
        from migrations import upgrade

        upgrade(url)
        engine = make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def mariadb_city(mariadb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> "Snapshot":
    url = mariadb_engine.url.render_as_string(hide_password=False)
    load_story_city(city_settings(tmp_path_factory.mktemp("city"), url), NOW, make_tables=False)
    return Snapshot.take(mariadb_engine)


@pytest.fixture(params=DATABASES)
def city(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[City]:
    """The story city on one database, fresh for each test, at NOW."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_city"), tmp_path / "paiche.sqlite3")
        url = f"sqlite:///{tmp_path / 'paiche.sqlite3'}"
    else:
        snapshot: Snapshot = request.getfixturevalue("mariadb_city")
        url = snapshot.url
    engine = make_engine(url)
    try:
        yield City(city_settings(tmp_path, url), make_sessions(engine))
    finally:
        if request.param == "mariadb":
            snapshot.restore()
        engine.dispose()


class own_database:  # noqa: N801  (reads as a word in a with statement)
    """A database with a random name on the test server, for as long as the block runs."""

    def __enter__(self) -> str:
        server = make_url(lanes.database_url() or "")
        self.name = f"{server.database}_{secrets.token_hex(4)}"
        self.server = create_engine(server.set(database="information_schema"), isolation_level="AUTOCOMMIT")
        with self.server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {self.name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
        return server.set(database=self.name).render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        with self.server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {self.name}"))
        self.server.dispose()
