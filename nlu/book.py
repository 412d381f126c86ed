"""The book of rules: every rule, frame and production of the language layer with the sentences that prove it.

Tests read it, and `python -m nlu.book` writes it as a page (docs/rules.md).
"""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import nlu
from nlu import lexicon
from nlu.frames import Frame, Vocabulary
from nlu.journey.phrases import Line, Production, phrases
from nlu.rule import Rule, Scope
from nlu.rules import numbers
from nlu.rules.time import compose
from nlu.rules.time.role_lines import Role
from nlu.text import normalise
from nlu.tokens import tokens

DIGITS_OF_PLACES = ("clock", "bare_count", "party_size", "day_of_month", "holiday")
"""Rules that are shown the text with the digits of places hidden."""


class Entry(NamedTuple):
    """One rule.  reads: a sentence and a scope in, the values it finds out."""

    module: str
    name: str
    says: tuple[Any, ...]
    silent: tuple[str, ...]
    reads: Callable[[str, Scope], list[Any]]


def entries() -> list[Entry]:
    """Every rule once, in the order of the modules."""
    found: dict[int, Entry] = {}
    for module in _modules():
        for thing, vocabulary in _things(module):
            found.setdefault(id(thing), _entry(module.__name__, thing, vocabulary))
    return list(found.values())


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(nlu.__path__, "nlu."):
        if not info.name.rpartition(".")[2].startswith("__") and info.name != __name__:
            yield importlib.import_module(info.name)


def _things(module: Any) -> Iterator[tuple[Any, Vocabulary | None]]:
    """A module's own rules; its frames speak the vocabulary that stands before them."""
    vocabulary = None
    for value in list(vars(module).values()):
        if isinstance(value, Vocabulary):
            vocabulary = value
        for thing in value if isinstance(value, tuple) else (value,):
            if isinstance(thing, Rule | Frame | Production | Role):
                yield thing, vocabulary


def _entry(module: str, thing: Any, vocabulary: Vocabulary | None) -> Entry:
    if isinstance(thing, Rule):
        return Entry(
            module, thing.name, thing.says, thing.silent, lambda sentence, scope: _marks(thing, sentence, scope)
        )
    if isinstance(thing, Production):
        return Entry(
            module, thing.name, thing.says, thing.silent, lambda sentence, scope: _phrases(thing, sentence, scope)
        )
    if isinstance(thing, Role):
        return Entry(
            module, thing.name, thing.says, thing.silent, lambda sentence, scope: _roles(thing, sentence, scope)
        )
    if vocabulary is None:
        raise LookupError(f"{module}: frame {thing.name} stands before its vocabulary")
    return Entry(
        module, thing.name, thing.says, thing.silent, lambda sentence, scope: _fits(thing, vocabulary, sentence)
    )


def _marks(rule: Rule, sentence: str, scope: Scope) -> list[Any]:
    text = normalise(sentence).norm
    if rule.name in DIGITS_OF_PLACES:
        text = numbers.without_place_digits(text)
    return [mark.value for mark in rule.marks(text, scope)]


def _roles(role: Role, sentence: str, scope: Scope) -> list[Any]:
    text = numbers.without_place_digits(normalise(sentence).norm)
    return [expr.role for expr in compose.read(text, scope).exprs if expr.sign == role.name]


def _phrases(production: Production, sentence: str, scope: Scope) -> list[Any]:
    text = normalise(sentence).norm
    line = Line(tokens(text, lexicon.find(text, None)), scope.asked, dict(scope.slots))
    return [phrase.words for phrase in phrases(line) if phrase.rule == production.name]


def _fits(frame: Frame, vocabulary: Vocabulary, sentence: str) -> list[Any]:
    return [frame.value] if frame.fits(vocabulary.find(normalise(sentence).norm)) else []


def page() -> str:
    """The book as Markdown."""
    lines = [
        "# 语言规则",
        "",
        "由 `python -m nlu.book` 生成：每条规则、它读出的句子与读数，以及它必须保持沉默的句子。",
        "",
    ]
    module = ""
    for entry in entries():
        if entry.module != module:
            module = entry.module
            lines += ["", f"## {module}", "", str(importlib.import_module(module).__doc__ or "").split("\n")[0], ""]
        lines.append(f"- **{entry.name}**")
        lines += [
            f"  - 「{_shown(case[0])}」{_draft(case)} → `{case[1]}`"
            if isinstance(case, tuple)
            else f"  - 「{_shown(case)}」"
            for case in entry.says
        ]
        if entry.silent:
            lines.append("  - 不读：" + "".join(f"「{_shown(sentence)}」" for sentence in entry.silent))
    return "\n".join(lines) + "\n"


def _draft(case: tuple[Any, ...]) -> str:
    """What the draft holds, where a sentence is read only beside it."""
    return "（草稿中 " + "、".join(f"{slot}={value}" for slot, value in case[2].items()) + "）" if len(case) > 2 else ""


def _shown(sentence: str) -> str:
    return sentence.replace("\ue000", "▢").replace("\n", " ")


if __name__ == "__main__":
    sys.stdout.write(page())
