"""A module as canonical text: reading it back gives the same nodes, printing that the same text.

Comments are no nodes and are lost, so this is for tests and messages, not for rewriting files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import assert_never

from tdpspec.syntax.declarations import (
    Action,
    Choice,
    Claim,
    Declaration,
    Definition,
    Design,
    Enumeration,
    Expect,
    Fair,
    Initially,
    Invariant,
    Lemma,
    Lock,
    Module,
    Parameter,
    Procedure,
    Process,
    Region,
    Sort,
    Step,
    Temporal,
    Variable,
)
from tdpspec.syntax.expressions import Doc, Expr, Word
from tdpspec.syntax.print_expressions import (
    expression_lines,
    expression_text,
    for_all_text,
    mode_text,
    prefixed,
    premise_lines,
    premise_text,
    type_text,
)
from tdpspec.syntax.print_statements import INDENT, statement_lines

WIDTH = 100
"""Columns of a line; what cannot be broken may be longer."""

_Body = Sequence[Step | Region]


def print_module(module: Module) -> str:
    """The whole file, one declaration after the other, with a line end at its end."""
    lines = _with_doc(f"protocol {module.name.text}", module.doc)
    before: Declaration | None = None
    previous: list[str] = []
    for declaration in module.declarations:
        printed = declaration_lines(declaration)
        is_alone = len(printed) > 1 or len(previous) > 1
        if before is None or type(before) is not type(declaration) or is_alone:
            lines.append("")
        lines.extend(printed)
        before, previous = declaration, printed
    return "\n".join(lines) + "\n"


def declaration_lines(declaration: Declaration) -> list[str]:
    """One declaration, its first line not indented."""
    match declaration:
        case Sort(name, size, members, doc):
            value = "" if size is None else f" = {size}"
            value = f" = {{{_names(members)}}}" if members else value
            return _with_doc(f"sort {name.text}{value}", doc)
        case Enumeration(name, values, doc):
            return _with_doc(f"enum {name.text} = {_names(values, ' | ')}", doc)
        case Choice(name, choices, doc):
            text = "bool" if choices is None else _names(choices, " | ")
            return _with_doc(f"choice {name.text}: {text}", doc)
        case Design():
            return _design(declaration)
        case Lock(name, is_rwlock, doc):
            return _with_doc(f"{'rwlock' if is_rwlock else 'mutex'} {name.text}", doc)
        case Variable():
            return _variable(declaration)
        case Initially(condition):
            return _with_expression("initially", condition)
        case Definition(name, parameters, doc, body):
            *lines, last = _with_doc(f"def {name.text}{_parameters(parameters)}", doc)
            return [*lines, *_with_expression(f"{last} =", body)]
        case Procedure(name, parameters, doc, statements):
            head = f"procedure {name.text}({_parameter_list(parameters)})"
            return _braced(_with_doc(head, doc), statement_lines(statements, WIDTH - len(INDENT)))
        case Action(name, parameters, doc, statements):
            head = f"action {name.text}{_parameters(parameters)}"
            return _braced(_with_doc(head, doc), statement_lines(statements, WIDTH - len(INDENT)))
        case Process():
            return _process(declaration)
        case Claim(name, doc):
            return _with_doc(f"claim {name.text}", doc)
        case Invariant(name, doc, condition):
            *lines, last = _with_doc(f"invariant {name.text}", doc)
            return [*lines, *_with_expression(last, condition)]
        case Lemma(name, doc, condition):
            *lines, last = _with_doc(f"lemma {name.text}", doc)
            return [*lines, *_with_expression(last, condition)]
        case Fair(strongly, name, label, doc):
            target = name.text if label is None else f"{name.text}.{label.text}"
            return _with_doc(f"{'strongly ' if strongly else ''}fair {target}", doc)
        case Temporal():
            return _temporal(declaration)
        case Expect(design, outcome, claims, every_size):
            tail = " for every size" if every_size else ""
            return [f"expect {design.text} {outcome.value} {_names(claims)}{tail}"]
        case _:
            assert_never(declaration)


def _names(words: Iterable[Word], between: str = ", ") -> str:
    return between.join(word.text for word in words)


def _with_doc(head: str, doc: Doc | None, indent: str = INDENT) -> list[str]:
    """``head`` with its doc string, on the same line where it fits, else wrapped below it."""
    if doc is None:
        return [head]
    flat = f'{head} "{doc.text}"'
    # Two columns are left for what follows, " {" or " =".
    if len(flat) <= WIDTH - 2:
        return [flat]
    room = WIDTH - len(indent) - 4
    pieces = wrap(doc.text, room, break_long_words=False, break_on_hyphens=False) or [""]
    return [head, *(f'{indent}"{piece}"' for piece in pieces)]


def _with_expression(head: str, expr: Expr) -> list[str]:
    flat = f"{head} {expression_text(expr)}"
    if len(flat) <= WIDTH:
        return [flat]
    return [head, *(INDENT + line for line in expression_lines(expr, WIDTH - len(INDENT)))]


def _temporal(claim: Temporal) -> list[str]:
    *lines, last = _with_doc(f"temporal {claim.name.text}", claim.doc)
    at = ", ".join(f"{one.sort.text} = {one.size}" for one in claim.sizes)
    binding = [f"at {at}"] if at else []
    binding += [for_all_text(claim.binders, claim.where)] if claim.binders else []
    premise = [] if claim.premise is None else [premise_text(claim.premise)]
    formula = [*premise, f"{claim.operator.value} {expression_text(claim.goal)}"]
    flat = " ".join([last, *binding, *formula])
    if len(flat) <= WIDTH:
        return [*lines, flat]
    indent = INDENT * (1 + len(binding))
    room = WIDTH - len(indent)
    if claim.premise is not None:
        premise = list(premise_lines(claim.premise, room))
    sign = f"{claim.operator.value} "
    goal = prefixed(sign, expression_lines(claim.goal, room - len(sign)))
    whole = " ".join(formula)
    broken = [whole] if len(whole) <= room else [*premise, *goal]
    return [
        *lines,
        last,
        *(INDENT + line for line in binding),
        *(indent + line for line in broken),
    ]


def _braced(head: list[str], body: list[str]) -> list[str]:
    if not body:
        return [*head[:-1], head[-1] + " { }"]
    return [*head[:-1], head[-1] + " {", *(INDENT + line for line in body), "}"]


def _parameters(parameters: Sequence[Parameter]) -> str:
    return f"({_parameter_list(parameters)})" if parameters else ""


def _parameter_list(parameters: Sequence[Parameter]) -> str:
    return ", ".join(f"{each.name.text}: {type_text(each.type)}" for each in parameters)


def _design(design: Design) -> list[str]:
    head = _with_doc(f"design {design.name.text}", design.doc)
    if design.like is not None:
        head[-1] += f" like {design.like.text}"
    settings = [f"{each.choice.text} = {each.value.text}" for each in design.settings]
    flat = f"{head[-1]} {{ {', '.join(settings)} }}" if settings else f"{head[-1]} {{ }}"
    if len(flat) <= WIDTH:
        return [*head[:-1], flat]
    return _braced(head, [f"{each}," for each in settings[:-1]] + settings[-1:])


def _variable(variable: Variable) -> list[str]:
    of_type = type_text(variable.type)
    head = f"var {variable.name.text}: {of_type} ="
    if variable.initial is None:
        return _with_doc(f"{head} any", variable.doc)
    *lines, last = _with_expression(head, variable.initial)
    return [*lines, *_with_doc(last, variable.doc)]


def _process(process: Process) -> list[str]:
    parameter = _parameters(() if process.parameter is None else (process.parameter,))
    head = _with_doc(f"process {process.name.text}{parameter}", process.doc)
    body = [line for variable in process.variables for line in _variable(variable)]
    if body and process.body:
        body.append("")
    return [
        line.rstrip() for line in _braced(head, body + _body(process.body, WIDTH - len(INDENT)))
    ]


def _body(body: _Body, width: int) -> list[str]:
    lines: list[str] = []
    for part in body:
        match part:
            case Step(label, doc, statements):
                *head, last = _with_doc(label.text, doc)
                lines.extend([*head, f"{last}:"])
                inner = statement_lines(statements, width - len(INDENT))
                lines.extend(INDENT + line for line in inner)
            case Region(lock, mode, inner_body):
                inner = _body(inner_body, width - len(INDENT))
                lines.extend(_braced([f"with {lock.text}{mode_text(mode)}"], inner))
            case _:
                assert_never(part)
    return lines
