"""Operators' commands: what they say, and what they say to a wrong option."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.city import City
from tests.handlers.chat.people import OFFICIAL, WISH, on_sqlite


def candidates(city: City, *options: str) -> Result:
    return city.app.test_cli_runner().invoke(args=["nlu", "candidates", *options])


@pytest.fixture
def told(city: City) -> City:
    """A city with one sentence to review."""
    for words in ("同意收集例句", WISH, "不对，是上午10点", "确认"):
        city.tell(OFFICIAL, words)
    return city


def test_what_is_done_is_not_exported_again(told: City, tmp_path: Path) -> None:
    assert "共1句待审" in candidates(told).stderr
    file = tmp_path / "candidates.jsonl"
    done = candidates(told, "-o", str(file), "--done")
    assert done.stdout == "" and "已标为审过" in done.stderr
    assert [json.loads(line)["text"] for line in file.read_text("utf8").splitlines()] == [WISH]
    again = candidates(told)
    assert again.exit_code == 0 and again.stdout == "" and "共0句待审" in again.stderr


@on_sqlite
def test_since_a_day(told: City) -> None:
    assert "共1句" in candidates(told, "--since", "2026-11-23").stderr
    assert "共0句" in candidates(told, "--since", "2026-11-24").stderr


@on_sqlite
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--since", "昨天"], "日期“昨天”不对"),
        (["--since", "2026-02-30"], "不对"),
        (["--since"], "--since 的用法不对"),
        (["--sinse", "2026-11-23"], "没有 --sinse 这个选项"),
        (["everything"], "没有看懂“everything”"),
        (["-o", "/no/such/folder/file"], "写不进文件"),
    ],
)
def test_a_wrong_option_is_told_in_chinese(city: City, options: list[str], words: str) -> None:
    done = candidates(city, *options)
    assert done.exit_code == 2 and words in done.stderr and "Traceback" not in done.output


@on_sqlite
def test_a_file_that_cannot_be_written_marks_nothing(told: City) -> None:
    assert candidates(told, "--done", "-o", "/no/such/folder/file").exit_code == 2
    assert "共1句" in candidates(told).stderr
