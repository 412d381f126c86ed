"""The product's clock: a file that is moved forward in one step and runs on."""

import json
import time
from datetime import datetime, timedelta

import pytest

from emulators.clock import CITY_TZ, Clock, InThePast, instant


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_without_a_file_it_is_the_machines_clock(tmp_path):
    clock = Clock(tmp_path / "clock.json")
    assert abs(clock.now().timestamp() - time.time()) < 1
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_moved_it_stands_there_and_runs_on(tmp_path):
    clock = Clock(tmp_path / "clock.json")
    moved = clock.move(at("2030-11-24T08:00:00+08:00"))
    assert timedelta(0) <= moved - at("2030-11-24T08:00:00+08:00") < timedelta(seconds=1)
    assert clock.now() >= moved


def test_every_clock_on_the_file_reads_the_move_at_once(tmp_path):
    here, there = Clock(tmp_path / "clock.json"), Clock(tmp_path / "clock.json")
    here.move(at("2030-11-24T08:00:00+08:00"))
    assert there.now() >= at("2030-11-24T08:00:00+08:00")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clock.json"]


def test_the_file_says_where_the_product_stood_at_which_second(tmp_path):
    machine_s = time.time() - 90
    (tmp_path / "clock.json").write_text(json.dumps({"machine_s": machine_s, "product": "2026-11-24T08:00:00+08:00"}))
    assert abs(Clock(tmp_path / "clock.json").now() - at("2026-11-24T08:01:30+08:00")) < timedelta(seconds=1)


def test_it_never_runs_back(tmp_path):
    clock = Clock(tmp_path / "clock.json")
    clock.move(at("2030-11-24T08:00:00+08:00"))
    with pytest.raises(InThePast):
        clock.move(at("2030-11-24T07:59:59+08:00"))


def test_an_instant_without_an_offset_is_the_citys():
    assert instant("2026-11-24T08:00") == datetime(2026, 11, 24, 8, tzinfo=CITY_TZ) == instant("2026-11-24T00:00:00Z")


@pytest.mark.parametrize("text", ["", "tomorrow", "9999-12-31", "0001-01-01"])
def test_what_is_no_instant_or_out_of_reach_is_refused(text):
    with pytest.raises(ValueError):
        instant(text)
