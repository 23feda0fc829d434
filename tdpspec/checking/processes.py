"""Processes, their steps and the variables that running them needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tdpspec.checking import checked, meaning_mistakes
from tdpspec.checking.locks import lock_variables
from tdpspec.checking.names import ProcessShape
from tdpspec.checking.scopes import Scope
from tdpspec.checking.statements import Around, Where, check_block, check_mode
from tdpspec.checking.walk import all_statements, falls_through, steps_in
from tdpspec.syntax.declarations import Process, Region, Step
from tdpspec.syntax.statements import Goto
from tdpspec.system.model import Place, Variable
from tdpspec.system.terms import EnumValue


def check_process(node: Process, shape: ProcessShape, scope: Scope) -> checked.Process:
    """The process with its steps; wrong statements are reported and left out."""
    scope = inside(node, shape, scope)
    _complain_about_unreachable(node, scope)
    return checked.Process(
        name=shape.name,
        parameter=shape.parameter,
        doc="" if node.doc is None else node.doc.text,
        body=_items(node.body, scope, Around(Where.STEP)),
        origin=scope.source.origin(node.span),
    )


def inside(node: Process, shape: ProcessShape, scope: Scope) -> Scope:
    """The scope of the statements of a process: its variables, and its parameter."""
    scope = replace(scope, process=shape)
    if node.parameter is None:
        return scope
    return scope.with_inner(node.parameter.name, shape.parameter)


def _items(
    body: tuple[Step | Region, ...], scope: Scope, around: Around
) -> tuple[checked.Step | checked.Region, ...]:
    found: list[checked.Step | checked.Region] = []
    for item in body:
        origin = scope.source.origin(item.span)
        if isinstance(item, Step):
            kernel = "" if item.doc is None else item.doc.text
            block = check_block(item.body, scope, around)
            found.append(checked.Step(item.label.text, kernel, block, origin))
        else:
            mode = check_mode(item.lock, item.mode, scope)
            sections = around.sections | {item.lock.text}
            inner = _items(item.body, scope, replace(around, sections=sections))
            if mode is not None:
                found.append(checked.Region(item.lock.text, mode, inner, origin))
    return tuple(found)


def _complain_about_unreachable(node: Process, scope: Scope) -> None:
    steps = tuple(steps_in(node.body))
    numbers = {step.label.text: i for i, step in reversed(list(enumerate(steps)))}
    reached: set[int] = set()
    waiting = [0] if steps else []
    while waiting:
        i = waiting.pop()
        if i in reached or i == len(steps):
            continue
        reached.add(i)
        if falls_through(steps[i].body):
            waiting.append(i + 1)
        for statement in all_statements(steps[i].body):
            if isinstance(statement, Goto) and statement.label.text in numbers:
                waiting.append(numbers[statement.label.text])
    for i, step in enumerate(steps):
        # What an unreached step runs on to is unreached for the same reason.
        after_unreached = i > 0 and i - 1 not in reached and falls_through(steps[i - 1].body)
        if i not in reached and not after_unreached:
            scope.complain(meaning_mistakes.unreachable_step(step.label))


def process_variables(node: Process, shape: ProcessShape, scope: Scope) -> Iterator[Variable]:
    """What a process needs besides its own variables: its place, and the locks that it keeps."""
    origin = scope.source.origin(node.span)
    copy = () if shape.parameter is None else (shape.parameter.type,)
    type_ = shape.place_type
    first = EnumValue(shape.places[0], type_)
    yield Variable(shape.place, copy, type_, first, Place(shape.name), "", origin)
    yield from lock_variables(shape, scope.declared.processes.values(), origin)
