"""Several verdicts in one sentence: which orders each of them speaks of.

前两个通过第三个退回 · 同意第一个，驳回其余 · 除了第二个都同意 · 同意，第二个退回 · 1和3批，2不批
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nlu.acts.clauses import Clause, Said
from nlu.acts.orders import Ref

GIVEN = ("approve", "reject")


class Decided(NamedTuple):
    """decisions: by order; is_whole: all orders shown, by one word; target: an order told by who or where, not by number."""

    decisions: dict[str, str]
    is_whole: bool = False
    target: dict[str, Any] = {}
    is_lost: bool = False
    """An order was named that is none of those shown."""
    is_unclear: bool = False
    """It is said of all but one, or of the others, and nothing tells which that one is: 都同意，张敏那个除外."""


@dataclass(slots=True)
class Verdict:
    """A verdict with the orders named beside it; but: the orders it leaves out."""

    said: Said
    refs: list[Ref] = field(default_factory=list)
    but: list[Ref] = field(default_factory=list)
    leaves_out: bool = False

    def has(self, *sorts: str) -> bool:
        return any(ref.sort in sorts for ref in self.refs)

    @property
    def orders(self) -> list[str]:
        return [order for ref in self.refs for order in ref.orders]


def decide(clauses: Sequence[Clause], pending: Sequence[str]) -> Decided:
    """What is decided of which order; no decisions at all where no order is named."""
    verdicts = _verdicts(clauses)
    given = [v for v in verdicts if v.said.verdict in GIVEN]
    lost = any(v.has("lost") or any(r.sort == "lost" for r in v.but) for v in given)
    if not given or lost or any(_is_of_lost(clause) for clause in clauses):
        return Decided({}, is_lost=bool(given))
    named = {order for v in verdicts for order in v.orders} | {o for v in verdicts for r in v.but for o in r.orders}
    if any(_is_unclear(v, verdicts, named) for v in given):
        return Decided({}, target=_told(verdicts), is_unclear=True)
    decisions: dict[str, str] = {}
    for verdict in given:
        others = [order for order in pending if order not in named]
        orders = list(verdict.orders)
        if verdict.has("all", "rest") and not orders:
            orders = others
        elif not verdict.refs and named and verdict is given[0] and len(given) > 1:
            orders = others  # 同意，第二个退回: the first verdict is of all the others.
        decisions.update(dict.fromkeys(orders, verdict.said.verdict))
    ordered = {order: decisions[order] for order in _in_order(given, decisions)}
    target = next((ref.target for v in given for ref in v.refs if ref.target), {})
    is_whole = (not named and any(v.has("all", "rest") for v in given)) or (_is_count(given, pending))
    return Decided(ordered, is_whole and len(set(decisions.values())) < 2, target)


def _is_of_lost(clause: Clause) -> bool:
    """第一个同意，第二个让他写清楚事由, where only one is shown."""
    first = next(iter(clause.refs), None)
    return not clause.said and first is not None and first.sort == "lost" and first.start <= clause.start + 1


def _is_unclear(wide: Verdict, verdicts: list[Verdict], named: set[str]) -> bool:
    """A verdict on all or the others, where an order that stays out is told by who or where: 张敏那个先放放，其他同意."""
    if wide.leaves_out and all(ref.target for ref in wide.but):
        return True
    if not wide.has("all", "rest"):
        return False
    others = [v for v in verdicts if v is not wide]
    return any(v.has("target") for v in others) or (wide.has("rest") and bool(others) and not named)


def _told(verdicts: list[Verdict]) -> dict[str, Any]:
    """The order told by who or where."""
    return next((ref.target for v in verdicts for ref in (*v.but, *v.refs) if ref.target), {})


def _is_count(given: list[Verdict], pending: Sequence[str]) -> bool:
    """这仨都同意: as many as are shown."""
    return (
        len(given) == 1
        and len(pending) > 1
        and any(tuple(r.orders) == tuple(pending) for r in given[0].refs)
        and not given[0].but
    )


def _in_order(given: list[Verdict], decisions: dict[str, str]) -> Iterator[str]:
    """As said; the others at their verdict's place."""
    for verdict in given:
        yield from (order for order in verdict.orders if order in decisions)
    named = {order for verdict in given for order in verdict.orders}
    yield from (order for order in decisions if order not in named)


def _verdicts(clauses: Sequence[Clause]) -> list[Verdict]:
    verdicts: list[Verdict] = []
    waiting: list[Ref] = []
    was_bare = True
    for clause in clauses:
        if not clause.said:
            waiting += clause.refs
            was_bare = was_bare and clause.is_bare
            continue
        for verdict, refs in _shared(clause):
            if waiting and (not refs or was_bare or _excepts(waiting)):
                refs = [*waiting, *refs]
            if refs or verdict.verdict in GIVEN:
                waiting, was_bare = [], True
            verdicts.append(_with_exceptions(Verdict(verdict, refs)))
    if verdicts and waiting:
        _trailing(verdicts, waiting, was_bare)
    return verdicts


def _excepts(refs: list[Ref]) -> bool:
    return any(ref.sort in ("but", "outside") for ref in refs)


def _trailing(verdicts: list[Verdict], waiting: list[Ref], is_bare: bool) -> None:
    """同意，第二个 · 全部同意，除了第三个 · 退回，第二个人数太多; 同意，第二个注意安全 names no order to decide on."""
    last = verdicts[-1]
    if _excepts(waiting):
        last.but += [ref for ref in waiting if ref.sort in ("some", "lost", "target")]
        last.leaves_out = last.has("all", "rest") or bool(last.but)
    elif not last.refs and (is_bare or last.said.verdict == "reject"):
        last.refs += [ref for ref in waiting if is_bare or ref.sort == "some"]


def _shared(clause: Clause) -> list[tuple[Said, list[Ref]]]:
    """Orders between two verdicts belong to the later one, in a clause that begins with its verdict to the earlier."""
    said = clause.said
    groups = [one.before for one in said] + [said[-1].after]
    if groups[0] or len(groups) < 2 or not groups[1]:
        shared = [(one, list(group)) for one, group in zip(said, groups, strict=False)]
        return _with_last(shared, groups[-1])
    if len(said) == 2 and not groups[2]:
        first, second = _parted(groups[1], said[0])
        return [(said[0], first), (said[1], second)]
    return [(one, list(group)) for one, group in zip(said, groups[1:], strict=False)]


def _with_last(shared: list[tuple[Said, list[Ref]]], after: list[Ref]) -> list[tuple[Said, list[Ref]]]:
    if after and (not shared[-1][1] or _excepts(after)):
        shared[-1] = (shared[-1][0], [*shared[-1][1], *after])
    return shared


def _parted(refs: list[Ref], said: Said) -> tuple[list[Ref], list[Ref]]:
    """批前三个其余退回 is parted at the others; 同意 第二个退回 at the pause."""
    rest = next((i for i, ref in enumerate(refs) if ref.sort in ("rest", "all") and i), None)
    if rest is not None:
        return refs[:rest], refs[rest:]
    if len(refs) > 1:
        return refs[:-1], refs[-1:]
    return ([], refs) if refs[0].start > said.end else (refs, [])


def _with_exceptions(verdict: Verdict) -> Verdict:
    """除了第三个(外)都同意 leaves the third out; 除了第三个不批 is a verdict on the third."""
    sorts = [ref.sort for ref in verdict.refs]
    if not {"but", "outside"} & set(sorts):
        return verdict
    named = [ref for ref in verdict.refs if ref.sort in ("some", "lost", "target")]
    if "outside" not in sorts and not {"rest", "all"} & set(sorts):
        verdict.refs = named
        return verdict
    edge = max(i for i, sort in enumerate(sorts) if sort in ("but", "outside"))
    limit = next((i for i, s in enumerate(sorts) if i > edge and s in ("rest", "all")), len(sorts))
    verdict.but = [ref for ref in verdict.refs[:limit] if ref in named]
    verdict.refs = [ref for ref in verdict.refs if ref not in verdict.but and ref.sort not in ("but", "outside")]
    verdict.leaves_out = True
    return verdict
