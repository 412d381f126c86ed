"""What the core leaves to the edges: commits, the time, and the wall between tenants."""

import ast
from collections.abc import Iterator

from tests.shape.source import Module, called, dotted, modules

CLOCK = "app/kernel/clock.py"
STATES = "app/kernel/states.py"
ENGINE = "app/kernel/db.py"
EDGE = "handlers/edge.py"
NOW = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime"}


def test_the_core_never_commits_nor_rolls_back():
    assert not [
        module.at(call)
        for module in modules("app", "nlu")
        for call in module.calls()
        if called(call) in {"commit", "rollback"}
    ]


def test_of_the_handlers_only_the_edge_commits():
    assert not [
        module.at(call)
        for module in modules("handlers")
        for call in module.calls()
        if called(call) == "commit" and module.path != EDGE
    ]


def test_the_core_is_told_the_time():
    assert not [
        module.at(call)
        for module in modules("app", "nlu")
        for call in module.calls()
        if module.path != CLOCK and ".".join(dotted(call.func).split(".")[-2:]) in NOW
    ]


def test_only_move_sets_a_state():
    assert not [
        module.at(node)
        for module in modules("app", "handlers", "workers")
        if module.path != STATES
        for node in ast.walk(module.tree)
        if sets_state(node)
    ]


def sets_state(node: ast.AST) -> bool:
    """An assignment to `.state`, setattr with that name, or an UPDATE that fills the column past `move`."""
    match node:
        case ast.Assign(targets=targets):
            return any(isinstance(each, ast.Attribute) and each.attr == "state" for each in targets)
        case ast.AugAssign(target=ast.Attribute(attr="state")) | ast.AnnAssign(target=ast.Attribute(attr="state")):
            return True
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), *_]):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner, attr="values"), keywords=keywords):
            return called(inner) in {"update", "where"} and any(each.arg == "state" for each in keywords)
    return False


def test_raw_sql_lives_in_views_only():
    assert not [
        module.at(call)
        for module in modules("app", "handlers", "workers")
        for call in raw_sql(module)
        if not module.path.endswith("/views.py")
    ]


def test_raw_sql_names_the_tenant():
    assert not [
        module.at(call)
        for module in modules("app", "handlers", "workers")
        for call in raw_sql(module)
        if "tenant_id" not in ast.unparse(call)
    ], "the tenant wall stands before ORM selects only"


def test_only_the_engine_recipe_speaks_to_the_driver():
    assert not [
        module.at(call)
        for module in modules("app", "handlers", "workers")
        for call in module.calls()
        if called(call) == "exec_driver_sql" and module.path != ENGINE
    ]


def raw_sql(module: Module) -> Iterator[ast.Call]:
    """Calls of SQLAlchemy's text(), under whatever name this file gave it."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in {"text", "TextClause"}
    }
    spelled = names | {"sqlalchemy.text", "sa.text"}
    return (call for call in module.calls() if dotted(call.func) in spelled)
