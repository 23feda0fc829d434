"""Statements and terms in the words of the spec, on one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from tdpspec.checking.checked import (
    Acquire,
    Add,
    Assert,
    Assign,
    Call,
    Choose,
    For,
    Goto,
    If,
    Release,
    Remove,
    Statement,
    When,
    With,
    Yield,
)
from tdpspec.system.model import Local, Mode, System
from tdpspec.system.printer import bounds_text, term_text
from tdpspec.system.terms import Term


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one spec, told by its system without faults."""

    system: System

    def term(self, term: Term) -> str:
        return term_text(self.system, term)

    def statement(self, statement: Statement) -> str:
        match statement:
            case Assign():
                return statement.text
            case Add(variable, indices, elements, _):
                return f"add {self._element(elements)} to {self._entry(variable, indices)}"
            case Remove(variable, indices, elements, _):
                return f"remove {self._element(elements)} from {self._entry(variable, indices)}"
            case If(condition, _, _, _):
                return f"if {self.term(condition.term)} ..."
            case When(condition, _):
                return f"when {self.term(condition.term)}"
            case Choose():
                return "choose ..."
            case For(bound, _, _, _):
                return f"for {bounds_text(bound)} ..."
            case Goto(label, _):
                return f"goto {label}"
            case Call(procedure, arguments, _):
                return f"{procedure}({', '.join(map(self.term, arguments))})"
            case Assert(claim, _, text, _):
                return f"assert {claim}: {text}"
            case With(lock, mode, _, _):
                return f"with {lock_words(lock, mode)}"
            case Acquire(lock, mode, _):
                return f"acquire {lock_words(lock, mode)}"
            case Release(lock, _):
                return f"release {lock}"
            case Yield(lock, _):
                return f"yield {lock}"
            case _:
                assert_never(statement)

    def _element(self, elements: tuple[Term, ...]) -> str:
        parts = ", ".join(map(self.term, elements))
        return parts if len(elements) == 1 else f"({parts})"

    def _entry(self, name: str, indices: tuple[Term, ...]) -> str:
        """As the own process writes it, without the copy."""
        variable = self.system.variable[name]
        if isinstance(variable.role, Local):
            process = self.system.process[variable.role.process]
            name = name.removeprefix(f"{process.name}.")
            indices = indices[1:] if process.parameter is not None else indices
        return f"{name}[{', '.join(map(self.term, indices))}]" if indices else name


def lock_words(lock: str, mode: Mode) -> str:
    """``mmu_lock write``; a mutex needs no mode."""
    return lock if mode is Mode.EXCLUSIVE else f"{lock} {mode.value}"
