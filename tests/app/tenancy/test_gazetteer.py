"""What a name as said means: itself, an alias, a place in the town it begins with, or nothing known."""

import pytest

from app.kernel.geo import Point
from app.tenancy.gazetteer import gazetteer
from demo.load import enter
from tests.city import City


@pytest.mark.parametrize(
    ("said", "place", "exact"),
    [
        ("宜兴", "宜兴", True),
        ("高铁站", "常州北站", True),
        ("无锡市人社局", "无锡", False),
        ("宜兴市丁蜀镇青龙村", "丁蜀镇", False),
        ("武进区湖塘镇政府", "湖塘镇", False),
        ("南京江宁区某街道", "江宁", False),
    ],
)
def test_a_name_means_the_nearest_thing_known(city: City, said: str, place: str, exact: bool) -> None:
    with city.sessions() as session:
        enter(session)
        found = gazetteer(session).find(said)
    assert found is not None
    assert (found[0].name, found[1]) == (place, exact)


@pytest.mark.parametrize("said", ["霍格沃茨", "", "  ", "某个地方"])
def test_what_is_not_known_is_not_guessed(city: City, said: str) -> None:
    with city.sessions() as session:
        enter(session)
        assert gazetteer(session).find(said) is None


def test_a_pin_is_near_the_place_it_lies_at(city: City) -> None:
    with city.sessions() as session:
        enter(session)
        found = gazetteer(session).nearest(Point(31.8671, 119.9931))
    assert found is not None
    assert found[0].name == "常州北站" and found[1] < 100
