"""Claims about whole runs, and the fairness that they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from tdpspec.checking import checked, meaning_mistakes, name_mistakes, type_mistakes
from tdpspec.checking.expressions import bind, both, condition, expect, unwrapping
from tdpspec.checking.names import KIND, ActionName, Entry, ProcessName, ProcessShape, SortName
from tdpspec.checking.scopes import Scope, nearest
from tdpspec.checking.walk import steps_in
from tdpspec.source.diagnostic import Diagnostic
from tdpspec.source.span import Span
from tdpspec.syntax.declarations import Fair, Module, Process, Temporal, TemporalOperator
from tdpspec.syntax.expressions import Word
from tdpspec.system import make, model
from tdpspec.system.model import TemporalKind
from tdpspec.system.terms import TRUE, Term, free
from tdpspec.system.types import BOOL

_KINDS = {
    TemporalOperator.LEADS_TO: TemporalKind.LEADS_TO,
    TemporalOperator.EVENTUALLY: TemporalKind.EVENTUALLY,
    TemporalOperator.ALWAYS_EVENTUALLY: TemporalKind.ALWAYS_EVENTUALLY,
    TemporalOperator.EVENTUALLY_ALWAYS: TemporalKind.EVENTUALLY_ALWAYS,
}


def temporal_claim(node: Temporal, scope: Scope) -> model.Temporal | None:
    """The claim; None where it is wrong. What restricts its variables joins the premise of
    ``leads to``, and is a mistake with the other operators."""
    outer = bind(node.binders, scope)
    restriction, named = (TRUE, ()) if node.where is None else condition(node.where, outer.scope)
    premise: Term | None = TRUE
    if node.premise is not None:
        said = expect(node.premise, BOOL, unwrapping(outer.scope, named))
        premise = both(make.conjunction, outer.membership, restriction, said)
    else:
        for place in _restrictions(node):
            scope.complain(meaning_mistakes.no_moment(place, node.operator.value))
    # A name given by `is` stands for a value of the moment of the premise, which has passed.
    goal = expect(node.goal, BOOL, outer.scope)
    if premise is None or goal is None or outer.membership is None or restriction is None:
        return None
    read = free(premise) | free(goal)
    return model.Temporal(
        node.name.text,
        _KINDS[node.operator],
        tuple(one for one in outer.bound if one in read),
        premise,
        goal,
        "" if node.doc is None else node.doc.text,
        scope.source.origin(node.name.span),
        tuple(_sizes(node, scope)),
    )


def _sizes(node: Temporal, scope: Scope) -> Iterator[tuple[str, int]]:
    first: dict[str, Span] = {}
    for one in node.sizes:
        entry = scope.entry(one.sort, SortName)
        if entry is None:
            continue
        if one.sort.text in first:
            scope.complain(name_mistakes.size_twice(one.sort, first[one.sort.text]))
        elif isinstance(entry.meaning, SortName) and entry.meaning.names_members:
            scope.complain(type_mistakes.named_members(one.sort))
        elif one.size < 1:
            scope.complain(type_mistakes.empty_sort(one.sort))
        else:
            yield one.sort.text, one.size
        first.setdefault(one.sort.text, one.sort.span)


def _restrictions(node: Temporal) -> Iterator[Span]:
    yield from (one.set.span for one in node.binders if one.set is not None)
    if node.where is not None:
        yield node.where.span


def check_fairness(module: Module, scope: Scope) -> Iterator[checked.Fair]:
    """What is fair, in the order written; wrong and repeated ones are reported and left out."""
    labels = {
        node.name.text: tuple(step.label.text for step in steps_in(node.body))
        for node in module.declarations
        if isinstance(node, Process)
    }
    first: dict[str, Fair] = {}
    for node in module.declarations:
        if not isinstance(node, Fair):
            continue
        target = _target(node, labels, scope)
        if target is None:
            continue
        process, step = target
        doc = "" if node.doc is None else node.doc.text
        fair = checked.Fair(node.strongly, process, step, doc, scope.source.origin(node.span))
        if fair.name in first:
            before = first[fair.name]
            agrees = before.strongly == node.strongly
            place = meaning_mistakes.fair_twice(_span(node), fair.name, _span(before), agrees)
            scope.complain(place)
            continue
        first[fair.name] = node
        yield fair


def _span(node: Fair) -> Span:
    return node.name.span if node.label is None else node.name.span.to(node.label.span)


def _target(node: Fair, labels: dict[str, tuple[str, ...]], scope: Scope) -> tuple[str, str] | None:
    """The process and the step that ``node`` names, "" for what it leaves out."""
    entry = scope.declared.names.get(node.name.text)
    match entry:
        case Entry(ProcessName(), _):
            if node.label is None:
                return node.name.text, ""
            return _step(node.label, scope.declared.processes[node.name.text], labels, scope)
        case Entry(ActionName(), _) if node.label is None:
            return "", node.name.text
        case Entry(ActionName(), declared):
            message = f"`{node.name.text}` is an action, which has no labels"
            scope.complain(name_mistakes.wrong_kind(node.name.span, message, declared))
        case Entry(meaning, declared):
            kind = KIND[type(meaning)]
            message = f"`{node.name.text}` is {kind}, which does nothing that could be fair"
            hint = "a process, one of its steps (`process.label`) or an action can be"
            scope.complain(name_mistakes.wrong_kind(node.name.span, message, declared, hint))
        case None:
            _unknown(node.name, labels, scope)
    return None


def _step(
    label: Word, process: ProcessShape, labels: dict[str, tuple[str, ...]], scope: Scope
) -> tuple[str, str] | None:
    known = labels[process.name]
    if label.text in known:
        return process.name, label.text
    advice = "nothing is done at the place `done`" if label.text in process.places else None
    scope.complain(
        name_mistakes.unknown_name(
            label.span,
            f"process `{process.name}` has no step `{label.text}`",
            nearest(label.text, known),
            advice,
        )
    )
    return None


def _unknown(name: Word, labels: dict[str, tuple[str, ...]], scope: Scope) -> None:
    """A label alone is told with its process; anything else with what it is a misspelling of."""
    owners = [process for process, known in labels.items() if name.text in known]
    able = [
        key
        for key, one in scope.declared.names.items()
        if isinstance(one.meaning, (ProcessName, ActionName))
    ]
    close = f"{owners[0]}.{name.text}" if owners else nearest(name.text, able)
    message = f"no process and no action is called `{name.text}`"
    scope.complain(name_mistakes.unknown_name(name.span, message, close))


def needless_or_missing(module: Module) -> Iterator[Diagnostic]:
    """Warnings: fairness that no claim rests on, or temporal claims that rest on none."""
    fair = [one for one in module.declarations if isinstance(one, Fair)]
    claims = [one for one in module.declarations if isinstance(one, Temporal)]
    if fair and not claims:
        yield from (meaning_mistakes.fair_for_nothing(_span(one)) for one in fair)
    if claims and not fair:
        yield from (meaning_mistakes.nothing_fair(one.name) for one in claims)
