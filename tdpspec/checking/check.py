"""A module to what it means, or to all its mistakes: names first, then everything else."""

from __future__ import annotations

from tdpspec.checking import declarations
from tdpspec.checking.checked import Checked
from tdpspec.checking.declare import declare
from tdpspec.checking.designs import check_designs, check_expectations
from tdpspec.checking.processes import check_process, process_variables
from tdpspec.checking.scopes import Report, Scope
from tdpspec.checking.temporal import check_fairness, needless_or_missing
from tdpspec.checking.unused import nothing_done_or_claimed, unused
from tdpspec.source.diagnostic import Found, has_errors
from tdpspec.source.text import SourceText
from tdpspec.syntax.declarations import Module, Process


def check(module: Module, source: SourceText) -> tuple[Checked | None, Found]:
    """The meaning of ``module``; None exactly when one of the complaints is an error.

    Complaints are in the order of the text. What is unused is told only without errors, since
    what is wrong may well have been a use.
    """
    report = Report()
    scope = Scope(declare(module, report), source, report)
    sorts = tuple(declarations.sorts(module, scope))
    choices = tuple(declarations.choices(module, scope))
    locks = tuple(declarations.locks(module, scope))
    definitions, scope = declarations.definitions(module, scope)
    variables = tuple(declarations.variables(module, scope))
    initially = tuple(declarations.initially(module, scope))
    procedures, scope = declarations.procedures(module, scope)
    processes = tuple(
        (node, shape)
        for node in module.declarations
        if isinstance(node, Process)
        and (shape := scope.declared.processes[node.name.text]).span == node.name.span
    )
    running = tuple(check_process(node, shape, scope) for node, shape in processes)
    actions = tuple(declarations.actions(module, scope))
    properties = tuple(declarations.properties(module, scope))
    hints = tuple(declarations.hints(module, scope))
    designs = check_designs(module, choices, scope)
    expectations = check_expectations(module, designs, scope)
    fairness = tuple(check_fairness(module, scope))
    report.add(*nothing_done_or_claimed(module, scope))
    if has_errors(report.found):
        return None, report.found
    report.add(*unused(module, scope), *needless_or_missing(module))
    for node, shape in processes:
        variables += tuple(process_variables(node, shape, scope))
    checked = Checked(
        name=module.name.text,
        doc=declarations.doc_text(module.doc),
        sorts=sorts,
        choices=choices,
        designs=designs,
        locks=locks,
        variables=variables,
        definitions=definitions,
        initially=initially,
        procedures=procedures,
        processes=running,
        places=tuple(shape.place_type for _, shape in processes),
        actions=actions,
        properties=properties,
        expectations=expectations,
        fairness=fairness,
        hints=hints,
        file=source.origin(module.span).file,
    )
    return checked, report.found
