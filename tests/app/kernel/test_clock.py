"""Two clocks: the machine's, and the product's that a file moves for every process at once."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.kernel.clock import (
    CITY_TZ,
    Clock,
    day_of,
    day_words,
    hour_minute,
    local,
    machine_now,
    month_day,
    read_instant,
    set_clock,
    span_words,
)

FAR = datetime(2031, 5, 6, 7, 8, tzinfo=CITY_TZ)
HAIR = timedelta(milliseconds=1)  # The file keeps the machine's second as a float.


def assert_runs_from(clock: Clock, to: datetime, since: datetime) -> None:
    """It has run since `to` no longer than the machine has since `since`."""
    now = clock.now()
    assert to - HAIR <= now <= to + (machine_now() - since) + HAIR


def test_without_a_file_both_clocks_are_one(tmp_path: Path) -> None:
    for clock in (Clock(), Clock(tmp_path / "none.json")):
        before = machine_now()
        assert before <= clock.now() <= machine_now()


def test_a_moved_clock_moves_for_every_reader_at_once(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    readers = [Clock(file), Clock(file)]
    assert readers[0].now() < FAR, "read before the file was there"
    for to in (FAR, FAR + timedelta(days=40), FAR - timedelta(days=1)):
        since = machine_now()
        set_clock(file, to)
        for reader in (*readers, Clock(file)):
            assert_runs_from(reader, to, since)


def test_the_clock_file_is_replaced_whole_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    set_clock(file, FAR)
    first = file.stat().st_ino
    with file.open("rb") as reader:
        set_clock(file, FAR + timedelta(days=1))
        assert json.loads(reader.read())["product"] == FAR.isoformat(), "who reads the old file reads all of it"
    assert file.stat().st_ino != first
    assert [each.name for each in tmp_path.iterdir()] == ["clock.json"]


def test_now_is_the_citys_time(tmp_path: Path) -> None:
    assert Clock().now().utcoffset() == timedelta(hours=8)


def test_an_instant_without_an_offset_is_the_citys() -> None:
    assert read_instant("2026-12-01T09:40") == datetime(2026, 12, 1, 1, 40, tzinfo=UTC)
    assert read_instant("2026-12-01T09:40+00:00") == datetime(2026, 12, 1, 9, 40, tzinfo=UTC)
    with pytest.raises(ValueError, match="Invalid isoformat"):
        read_instant("明早九点")


def test_people_read_the_citys_day_and_hour() -> None:
    late = datetime(2026, 12, 4, 16, 5, tzinfo=UTC)
    assert (day_words(late), hour_minute(late), month_day(late)) == ("12-05(周六) 00:05", "00:05", "12-05")
    assert str(day_of(late)) == "2026-12-05" and local(late).hour == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0分钟"),
        (59 * 60, "59分钟"),
        (3600, "1小时"),
        (5 * 3600 + 1500, "5小时25分"),
        (86_400, "1天"),
        (3 * 86_400 + 7200, "3天2小时"),
        (3599, "1小时"),
    ],
)
def test_how_long_is_said_as_people_say_it(seconds: int, words: str) -> None:
    assert span_words(seconds) == words
