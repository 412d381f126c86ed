"""The stage, on each database; what its processes said is shown when a test fails."""

import contextlib
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests import lanes
from tests.workers import toy
from tests.workers.stage import Stage
from workers.job import JOBS, Job

DATABASES = ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)]

MakeStage = Callable[..., Stage]


def is_toy(job: Job) -> bool:
    return (job.effect or type(job.outward)).__module__ == toy.__name__


TOYS = {name: JOBS.pop(name) for name, job in [*JOBS.items()] if is_toy(job)}  # Other tests never see them.


@pytest.fixture(autouse=True)
def only_toys() -> Iterator[None]:
    """While these tests run the registry holds toy jobs alone, afterwards what it held before."""
    before = dict(JOBS)
    JOBS.clear()
    JOBS.update(TOYS)
    yield
    JOBS.clear()
    JOBS.update(before)


@pytest.fixture(params=DATABASES)
def make_stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeStage]:
    """A function that sets the stage; its words are variables of the environment."""
    with contextlib.ExitStack() as stack:

        def make(**more: str) -> Stage:
            url = f"sqlite:///{tmp_path / 'toy.sqlite3'}"
            if request.param == "mariadb":
                url = stack.enter_context(own_database())
            stage = Stage(tmp_path, url, more)
            stack.callback(stage.close)
            return stage

        yield make
    if (said := tmp_path / "players.log").exists():
        print(said.read_text("utf8")[-6000:])


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    return make_stage()


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """A database of this test's own on the server; dropped after it."""
    server = make_url(lanes.database_url() or "")
    name = f"{server.database}_{secrets.token_hex(4)}"
    engine = create_engine(server._replace(database=None), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
        engine.dispose()
