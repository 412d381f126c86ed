"""pytest plugin: skip the lanes this machine cannot run, and say at the end what ran and what did not.

With REQUIRE_LANES=1 a run in which a required lane was missing or skipped a test has failed.
"""

import os
from collections import Counter

import pytest

from tests.lanes import LANES, MISSING, REQUIRED

counts: dict[str, Counter[str]] = {lane: Counter() for lane in LANES}
reasons: Counter[str] = Counter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for lane in LANES:
            if item.get_closest_marker(lane):
                item.user_properties.append(("lane", lane))
                if LANES[lane]() is None:
                    item.add_marker(pytest.mark.skip(reason=MISSING[lane]))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or (report.when == "setup" and report.outcome != "passed"):
        for name, lane in report.user_properties:
            if name == "lane":
                counts[str(lane)][report.outcome] += 1
        if report.outcome == "skipped" and isinstance(report.longrepr, tuple):
            reasons[report.longrepr[2]] += 1


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    if session.exitstatus == pytest.ExitCode.OK and required_but_skipped():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.config.option.collectonly:
        return
    terminalreporter.section("lanes")
    for lane in LANES:
        terminalreporter.write_line(f"{lane:8} {sentence(lane)}")
    terminalreporter.write_line(f"skipped  {sum(reasons.values())} in all")
    for lane in required_but_skipped():
        terminalreporter.write_line(f"FAILED   the {lane} lane is required here and was skipped", red=True)


def required_but_skipped() -> list[str]:
    if os.environ.get("REQUIRE_LANES") != "1":
        return []
    return [lane for lane in REQUIRED if LANES[lane]() is None or counts[lane]["skipped"]]


def sentence(lane: str) -> str:
    """What became of one lane."""
    seen = counts[lane]
    ran = seen["passed"] + seen["failed"]
    if LANES[lane]() is None:
        return f"SKIPPED, {seen['skipped']} tests: {MISSING[lane]}"
    if not seen:
        return "is there, no test of this run asked for it"
    skipped = f", {seen['skipped']} SKIPPED" if seen["skipped"] else ""
    return f"ran, {ran} tests{skipped}"
