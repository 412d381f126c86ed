"""The tables that hold the product together name the same things as the code that uses them."""

import ast
import importlib
from collections.abc import Iterator
from enum import Enum
from fnmatch import fnmatchcase
from string import Formatter
from typing import Any

import pytest

from tests.shape.source import PRODUCT, Module, called, literals, modules

FAULTS = {"Refused", "Invalid", "NotFound", "Forbidden"}
FAULT_OWN = {"field"}  # Taken by the fault itself, not by its sentence.
TEXTS_FILE = "app/kernel/texts.py"
REACTIONS_FILE = "app/reactions.py"


# --- What follows from a fact -----------------------------------------------------------------------------------------


def jobs() -> set[str]:
    importlib.import_module("workers.jobs")
    return set(importlib.import_module("workers.job").JOBS)


def reactions() -> Any:
    return importlib.import_module("app.reactions")


def test_every_reaction_has_a_job():
    owed = {job for each in reactions().REACTIONS.values() for job in each} | set(reactions().OWED)
    assert not owed - jobs()


def test_every_job_is_owed_by_somebody():
    owed = {job for each in reactions().REACTIONS.values() for job in each} | set(reactions().OWED)
    assert not jobs() - owed


def test_every_fact_somebody_waits_for_is_recorded_somewhere():
    spoken = set(words_outside(REACTIONS_FILE))
    assert not {kind for kind, owed in reactions().REACTIONS.items() if owed and not meant(kind, spoken)}


# --- What a fault says ------------------------------------------------------------------------------------------------


def texts() -> dict[str, str]:
    found: dict[str, str] = importlib.import_module("app.kernel.texts").TEXTS
    return found


def raised() -> Iterator[tuple[str, str, ast.Call]]:
    """(where, code, call) of each fault the product makes; a code with a filled-in part holds a *."""
    for module in modules(*PRODUCT):
        for call in module.calls():
            if called(call) in FAULTS and call.args:
                for code in literals(call.args[0]):
                    yield module.at(call), code, call


def test_every_fault_has_its_words():
    known = texts()
    assert not [(at, code) for at, code, _ in raised() if not any(fnmatchcase(key, code) for key in known)]


def test_every_wording_is_used():
    spoken = set(words_outside(TEXTS_FILE))
    assert not {key for key in texts() if not meant(key, spoken)}


def test_a_fault_carries_the_figures_its_sentence_needs():
    known = texts()
    wanting = {}
    for at, code, call in raised():
        if code in known and all(each.arg for each in call.keywords):  # No **facts, whose names cannot be read here.
            given = {str(each.arg) for each in call.keywords} - FAULT_OWN
            if lacking := places(known[code]) - given:
                wanting[at, code] = lacking
    assert not wanting


def places(sentence: str) -> set[str]:
    """The names in braces."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def words_outside(path: str) -> Iterator[str]:
    """Every string the product's code holds outside `path`, with * for what f-strings fill in."""
    for module in modules(*PRODUCT):
        if module.path != path:
            for node in ast.walk(module.tree):
                yield from literals(node)


def meant(key: str, spoken: set[str]) -> bool:
    """Whether the code says `key`, whole or as an f-string with the same first word (`booking.*`)."""
    return key in spoken or any("." in word.partition("*")[0] and fnmatchcase(key, word) for word in spoken)


# --- Where a state may go ---------------------------------------------------------------------------------------------


def models() -> tuple[Module, ...]:
    return tuple(each for each in modules("app") if each.path.endswith("/model.py") or "/model/" in each.path)


def move_tables() -> list[Any]:
    """Every module-level MOVES or …_MOVES of a model, with its enum of states."""
    found = []
    for each in models():
        held = importlib.import_module(each.path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        for name, table in vars(held).items():
            if name == "MOVES" or name.endswith("_MOVES"):
                found.append(pytest.param(table, id=f"{each.path}:{name}"))
    return found


@pytest.mark.parametrize("moves", move_tables())
def test_every_state_is_reached_from_the_first(moves: dict[Enum, set[Enum]]):
    states = type(next(iter(moves)))
    first = next(iter(states))
    reached, open_ends = {first}, [first]
    while open_ends:
        fresh = set(moves.get(open_ends.pop(), ())) - reached
        reached |= fresh
        open_ends += fresh
    assert reached == set(states)


@pytest.mark.parametrize("moves", move_tables())
def test_a_move_leads_from_one_state_to_another_of_the_same_table(moves: dict[Enum, set[Enum]]):
    states = type(next(iter(moves)))
    for old, targets in moves.items():
        assert isinstance(old, states)
        assert all(isinstance(new, states) and new is not old for new in targets)
