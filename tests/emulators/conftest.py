"""One set of stand-ins in a folder of its own, spoken to without a network."""

import pytest
from flask.testing import FlaskClient

from emulators.server import create_app
from emulators.world import World, open_world


@pytest.fixture
def world(tmp_path) -> World:
    return open_world(tmp_path)


@pytest.fixture
def http(world) -> FlaskClient:
    return create_app(world).test_client()
