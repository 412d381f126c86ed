"""A file and a function fit into a head."""

import ast
from collections.abc import Iterator

from tests.shape.source import CODE, Module, modules

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 40


def test_a_file_has_at_most_400_lines():
    long = {each.path: lines for each in modules(*CODE) if (lines := len(each.text.splitlines())) > FILE_LINES_MAX}
    assert not long, "split by noun"


def test_a_function_has_at_most_40_lines():
    long = {
        f"{module.at(function)} {function.name}": lines
        for module in modules(*CODE)
        for function in functions(module)
        if (lines := length(function)) > FUNCTION_LINES_MAX
    }
    assert not long, "ifs up, fors down: take a pure helper out"


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last statement, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)
