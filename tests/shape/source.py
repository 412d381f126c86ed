"""The project's own Python, read once, for the tests that look at its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("app", "nlu", "handlers", "workers")
CODE = (*PRODUCT, "emulators", "demo", "bench")


@dataclass(frozen=True)
class Module:
    path: str
    text: str
    tree: ast.Module

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def at(self, node: ast.AST) -> str:
        """app/trips/ops.py:12"""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below these folders of the repository, in order."""
    paths = sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts
    )
    return tuple(read(path) for path in paths)


def read(path: Path) -> Module:
    text = path.read_text("utf8")
    return Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


def called(call: ast.Call) -> str:
    """The last word of what is called: `session.commit()` gives commit."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def dotted(node: ast.AST) -> str:
    """`datetime.now` for that expression, "" for one that is no chain of names."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            before = dotted(value)
            return f"{before}.{name}" if before else ""
    return ""


def literals(node: ast.AST) -> Iterator[str]:
    """String constants an expression may come to; a filled-in part of an f-string reads as *."""
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts)
        case ast.IfExp(body=yes, orelse=no):
            yield from literals(yes)
            yield from literals(no)
