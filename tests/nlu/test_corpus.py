"""How well sentences of many voices are read, by file.  The floors are raised when a figure rises, never lowered."""

from pathlib import Path

import pytest

from tests.nlu.score import Score, read, score

FOLDER = Path(__file__).parent / "corpus"
JOURNEYS = read(Path(__file__).parent / "journeys.jsonl")
FLOORS = {
    "clerk": (0.99, 0.95), "voice": (0.99, 0.97), "desk": (0.98, 0.97), "road": (0.99, 0.96), "quiet": (0.99, 0.94), "hours": (0.99, 0.99), "hard": (0.99, 0.89),
    "opening": (0.99, 0.98), "spoken": (0.94, 0.93), "roles": (0.96, 0.93), "indirect": (0.96, 0.93), "turns": (0.98, 0.97), "unseen": (0.97, 0.91),
}  # fmt: skip
"""file: (intents right, sentences read whole and with nothing added)"""


@pytest.fixture(scope="module", params=sorted(FLOORS))
def measured(request: pytest.FixtureRequest) -> tuple[str, Score]:
    return request.param, score(read(FOLDER / f"{request.param}.jsonl"))


def test_no_file_is_read_worse_than_before(measured: tuple[str, Score]) -> None:
    name, found = measured
    intents, exact = FLOORS[name]
    shown = [(row["text"], wrong) for row, _, wrong in found.misread]
    assert found.intents >= intents * found.rows, shown
    assert found.exact >= exact * found.rows, shown
    assert found.wrong_verdicts == 0, shown


def test_every_file_has_its_floor() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == set(FLOORS)


@pytest.mark.parametrize("row", JOURNEYS, ids=[row["text"][:30] for row in JOURNEYS])
def test_a_journey_is_read_whole(row: dict[str, object]) -> None:
    assert score([row]).misread == []
