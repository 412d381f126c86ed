"""Every pair of states of every table is allowed or refused, as its MOVES say."""

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from app.approvals import model as approvals
from app.bookings import model as bookings
from app.kernel.faults import Refused
from app.kernel.states import move
from app.notices import model as notices
from app.settlement import model as settlement
from app.trips import model as trips

TABLES = [
    (bookings.State, bookings.MOVES),
    (approvals.State, approvals.MOVES),
    (trips.State, trips.MOVES),
    (trips.StopState, trips.STOP_MOVES),
    (notices.State, notices.MOVES),
    (settlement.State, settlement.MOVES),
]
PAIRS = [(moves, old, new) for states, moves in TABLES for old, new in itertools.product(states, states)]


@pytest.mark.parametrize(("moves", "old", "new"), PAIRS)
def test_a_row_moves_only_as_its_table_allows(moves: Any, old: Any, new: Any) -> None:
    row = type("Row", (SimpleNamespace,), {"MOVES": moves})(state=old)
    if new in moves.get(old, ()):
        move(row, new)
        assert row.state == new
    else:
        with pytest.raises(Refused, match=r"state\.wrong"):
            move(row, new)
        assert row.state == old
