"""Statements as lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from tdpspec.syntax.expressions import Expr
from tdpspec.syntax.print_expressions import (
    binders_text,
    expression_lines,
    expression_text,
    mode_text,
    prefixed,
)
from tdpspec.syntax.statements import (
    Acquire,
    Add,
    Assert,
    Assign,
    Branch,
    CallProcedure,
    Choose,
    For,
    Goto,
    If,
    Release,
    Remove,
    Statement,
    Target,
    When,
    With,
    Yield,
)

INDENT = "    "

_Block = Sequence[Statement]


def statement_lines(statements: _Block, width: int) -> list[str]:
    """A sequence of statements, one or more lines each."""
    return [line for statement in statements for line in _lines(statement, width)]


def _lines(statement: Statement, width: int) -> list[str]:
    match statement:
        case Assign(target, value):
            return _with_expression(f"{_target(target)} := ", value, "", width)
        case Add(element, target):
            return [f"add {expression_text(element)} to {_target(target)}"]
        case Remove(element, target):
            return [f"remove {expression_text(element)} from {_target(target)}"]
        case If():
            return _if(statement, width)
        case When(condition):
            return _with_expression("when ", condition, "", width)
        case Choose(branches, otherwise):
            lines: list[str] = []
            for i, branch in enumerate(branches):
                head = "or choose" if i else "choose"
                lines.extend(_braced(_branch_head(head, branch, width), branch.body, width))
            if otherwise is not None:
                lines.extend(_braced(["else {"], otherwise, width))
            return lines
        case For(binders, where, body):
            return _braced(_head(f"for {binders_text(binders)}", where, "", width), body, width)
        case Goto(label):
            return [f"goto {label.text}"]
        case CallProcedure(name, arguments):
            return [f"{name.text}({', '.join(map(expression_text, arguments))})"]
        case Assert(claim, condition):
            return _with_expression(f"assert {claim.text}: ", condition, "", width)
        case With(lock, mode, body):
            return _braced([f"with {lock.text}{mode_text(mode)} {{"], body, width)
        case Acquire(lock, mode):
            return [f"acquire {lock.text}{mode_text(mode)}"]
        case Release(lock):
            return [f"release {lock.text}"]
        case Yield(lock):
            return [f"yield {lock.text}"]
        case _:
            assert_never(statement)


def _target(target: Target) -> str:
    owner = "" if target.owner is None else f"{target.owner.text}."
    indices = ", ".join(map(expression_text, target.indices))
    return f"{owner}{target.name.text}" + (f"[{indices}]" if indices else "")


def _with_expression(head: str, expr: Expr, tail: str, width: int) -> list[str]:
    """``head``, ``expr`` and ``tail`` on one line if it fits, else ``expr`` broken at its side."""
    flat = f"{head}{expression_text(expr)}{tail}"
    if len(flat) <= width:
        return [flat]
    lines = prefixed(head, expression_lines(expr, width - len(head) - len(tail)))
    return [*lines[:-1], lines[-1] + tail]


def _head(text: str, where: Expr | None, name: str, width: int) -> list[str]:
    """The line that ends in an opening brace."""
    if where is None:
        return [f"{text}{name} {{"]
    return _with_expression(f"{text} where ", where, f"{name} {{", width)


def _branch_head(text: str, branch: Branch, width: int) -> list[str]:
    binders = f" {binders_text(branch.binders)}" if branch.binders else ""
    name = "" if branch.name is None else f" as {branch.name.text}"
    return _head(f"{text}{binders}", branch.where, name, width)


def _if(statement: If, width: int) -> list[str]:
    """An ``else if`` is printed in a loop, so that a long chain of them stays flat."""
    lines: list[str] = []
    word = "if "
    rest: Statement = statement
    while True:
        assert isinstance(rest, If)
        head = _with_expression(word, rest.condition, " {", width)
        lines.extend(_braced(head, rest.then, width))
        if len(rest.otherwise) != 1 or not isinstance(rest.otherwise[0], If):
            break
        word, rest = "else if ", rest.otherwise[0]
    if rest.otherwise:
        lines.extend(_braced(["else {"], rest.otherwise, width))
    return lines


def _braced(head: list[str], body: _Block, width: int) -> list[str]:
    """A block on one line if it holds at most one simple statement and fits, else indented."""
    inner = statement_lines(body, width - len(INDENT))
    if not inner:
        return [*head[:-1], f"{head[-1]} }}"]
    flat = f"{head[-1]} {inner[0]} }}"
    holds_block = isinstance(body[0], If | Choose | For | With)
    if len(inner) == 1 and not holds_block and len(flat) <= width:
        return [*head[:-1], flat]
    return [*head, *(INDENT + line for line in inner), "}"]
