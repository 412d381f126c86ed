"""The story city at the core's own desk, and one that stands on MariaDB only."""

import pytest

from tests.app.desk import Desk
from tests.city import City


@pytest.fixture
def desk(city: City) -> Desk:
    return Desk(city)
