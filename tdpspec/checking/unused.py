"""Warnings about what a spec declares and does not use; asked once everything has been read."""

from __future__ import annotations

from collections.abc import Iterator

from tdpspec.checking import meaning_mistakes
from tdpspec.checking.locks import excluding
from tdpspec.checking.names import (
    KIND,
    ActionName,
    LockName,
    Meaning,
    ProcessName,
    VariableName,
)
from tdpspec.checking.scopes import Scope
from tdpspec.source.diagnostic import Diagnostic
from tdpspec.syntax.declarations import Action, Module, Process, Variable
from tdpspec.syntax.expressions import Word


def unused(module: Module, scope: Scope) -> Iterator[Diagnostic]:
    """Everything declared that nothing uses, variables that nothing reads, locks that exclude
    nothing."""
    held = {
        lock
        for node in module.declarations
        if isinstance(node, Process)
        for lock in excluding(node.body)
    }
    for name, entry in scope.declared.names.items():
        word = Word(name, span=entry.span)
        if isinstance(entry.meaning, (ProcessName, ActionName, VariableName)):
            continue
        if not scope.report.uses(name):
            yield meaning_mistakes.unused(word, _kind(entry.meaning))
        elif isinstance(entry.meaning, LockName) and name not in held:
            yield meaning_mistakes.excludes_nothing(word)
    for full, word in _variables(module):
        if not scope.report.uses(full):
            yield meaning_mistakes.never_read(word)


def _kind(meaning: Meaning) -> str:
    return KIND[type(meaning)].split(" ")[1]


def _variables(module: Module) -> Iterator[tuple[str, Word]]:
    for node in module.declarations:
        if isinstance(node, Variable):
            yield node.name.text, node.name
        elif isinstance(node, Process):
            for one in node.variables:
                yield f"{node.name.text}.{one.name.text}", one.name


def nothing_done_or_claimed(module: Module, scope: Scope) -> Iterator[Diagnostic]:
    """A protocol in which nothing happens, or of which nothing is claimed."""
    if not any(isinstance(one, (Process, Action)) for one in module.declarations):
        yield meaning_mistakes.nothing_happens(module.name)
    elif not scope.declared.claims:
        yield meaning_mistakes.nothing_claimed(module.name)
