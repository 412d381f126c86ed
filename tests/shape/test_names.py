"""Names are English in ASCII, open ends have an owner, versions are fixed."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.shape.source import CODE, ROOT, modules

EVERYWHERE = (*CODE, "tests", "migrations")
OPEN_END = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
OWNED = re.compile(r"\bTODO\([a-z][\w-]*, #\d+\): \S")
FRONT_ENDS = ("miniprogram/src", "console/src")
FRONT_END_FILES = {".ts", ".js", ".vue", ".scss", ".css"}


def test_identifiers_are_ascii():
    assert not [
        f"{module.at(node)} {name}"
        for module in modules(*EVERYWHERE)
        for node in ast.walk(module.tree)
        for name in names(node)
        if not name.isascii()
    ]


def test_python_files_have_ascii_names():
    assert not [module.path for module in modules(*EVERYWHERE) if not module.path.isascii()]


def names(node: ast.AST) -> Iterator[str]:
    """What a node calls something by."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.keyword(arg=str(name)) | ast.alias(asname=str(name)):
            yield name


def test_an_open_end_names_its_owner_and_its_issue():
    """TODO(lin, #12): what is still to be done."""
    loose = [
        f"{path}:{line}" for path, line, comment in comments() if OPEN_END.search(comment) and not OWNED.search(comment)
    ]
    assert not loose


def comments() -> Iterator[tuple[str, int, str]]:
    for module in modules(*EVERYWHERE):
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
            if token.type == tokenize.COMMENT:
                yield module.path, token.start[0], token.string
    for path in front_end_files():
        for number, line in enumerate(path.read_text("utf8").splitlines(), start=1):
            if "//" in line or "/*" in line or "<!--" in line:
                yield path.relative_to(ROOT).as_posix(), number, line


def front_end_files() -> Iterator[Path]:
    for folder in FRONT_ENDS:
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in FRONT_END_FILES)


def test_locks_fix_every_version_and_name_no_index():
    for lock in ROOT.glob("requirements*.txt"):
        for line in lock.read_text("utf8").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                assert re.match(r"[\w.\[\]-]+==[\w.+!]+( ;|$)", line), f"{lock.name}: {line}"
        assert "://" not in lock.read_text("utf8"), lock.name
