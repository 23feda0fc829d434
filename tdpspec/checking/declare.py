"""The first pass: every name that the module declares, so that order does not matter after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tdpspec.checking import meaning_mistakes, name_mistakes
from tdpspec.checking.locks import kept_by
from tdpspec.checking.names import (
    VALUE_KINDS,
    ActionName,
    ChoiceName,
    Declared,
    DefinitionName,
    Entry,
    EnumerationName,
    Literal,
    LockName,
    Meaning,
    ProcedureName,
    ProcessName,
    ProcessShape,
    SortName,
    VariableName,
)
from tdpspec.checking.resolve import Names, resolve, resolve_scalar
from tdpspec.checking.scopes import Report
from tdpspec.checking.walk import all_statements, falls_through, steps_in
from tdpspec.source.span import Span
from tdpspec.syntax.declarations import (
    Action,
    Choice,
    Claim,
    Declaration,
    Definition,
    Enumeration,
    Invariant,
    Lemma,
    Lock,
    Module,
    Procedure,
    Process,
    Region,
    Sort,
    Step,
    Temporal,
    Variable,
)
from tdpspec.syntax.expressions import Word
from tdpspec.syntax.statements import Assert
from tdpspec.system.model import LOCKS_CLAIM, RANGES_CLAIM
from tdpspec.system.terms import Bound
from tdpspec.system.types import BOOL, EnumType, SortType

DONE = "done"
"""The place of a copy that has run off the end of its process's code."""


def declare(module: Module, report: Report) -> Declared:
    """Every name with what it stands for; what uses what is not looked at yet."""
    names: dict[str, Entry] = {}
    for declaration in module.declarations:
        found = _meaning(declaration)
        if found is None:
            continue
        word, meaning = found
        if word.text in names:
            report.add(name_mistakes.declared_twice(word, "the name", names[word.text].span))
        else:
            names[word.text] = Entry(meaning, word.span)
    # Types of variables may name sorts that stand further below.
    for declaration in module.declarations:
        if isinstance(declaration, Variable):
            word = declaration.name
            if names[word.text].span == word.span:
                names[word.text] = Entry(_variable(declaration, "", names, report), word.span)
    literals = _literals(module, names, report)
    processes: dict[str, ProcessShape] = {}
    for declaration in module.declarations:
        if isinstance(declaration, Process):
            shape = _process(declaration, names, literals, report)
            processes.setdefault(shape.name, shape)
    return Declared(names, literals, processes, *_claims(module, report))


def _meaning(declaration: Declaration) -> tuple[Word, Meaning] | None:
    """What a declaration adds to the module's names, variables without their types."""
    match declaration:
        case Sort(word):
            return word, SortName(SortType(word.text), bool(declaration.members))
        case Enumeration(word, values):
            return word, EnumerationName(EnumType(word.text, _texts(values)))
        case Choice(word, None):
            return word, ChoiceName(BOOL)
        case Choice(word, values) if values is not None:
            return word, ChoiceName(EnumType(word.text, _texts(values)))
        case Lock(word, is_rwlock):
            return word, LockName(is_rwlock)
        case Variable(word):
            return word, VariableName(word.text, (), None, word.span)
        case Definition(word, parameters):
            return word, DefinitionName(bool(parameters))
        case Procedure(word):
            return word, ProcedureName()
        case Process(word):
            return word, ProcessName()
        case Action(word):
            return word, ActionName()
        case _:  # designs, claims with lemmas, and expectations have names of their own
            return None


def _texts(words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.text for one in words))


def _variable(node: Variable, prefix: str, names: Names, report: Report) -> VariableName:
    indices = [resolve_scalar(one, names, report, "an index") for one in node.type.indices]
    type_ = resolve(node.type.value, names, report)
    known = tuple(one for one in indices if one is not None)
    full = prefix + node.name.text
    if len(known) < len(indices) or type_ is None:
        return VariableName(full, (), None, node.name.span)
    return VariableName(full, known, type_, node.name.span)


def _literals(module: Module, names: Names, report: Report) -> dict[str, tuple[Literal, ...]]:
    literals: dict[str, tuple[Literal, ...]] = {}
    for declaration in module.declarations:
        owner: EnumType | SortType
        match declaration:
            case Enumeration(word, values):
                owner = EnumType(word.text, _texts(values))
            case Choice(word, tuple() as values):
                owner = EnumType(word.text, _texts(values))
            case Sort(word, _, values):
                owner = SortType(word.text)
            case _:
                continue
        first: dict[str, Span] = {}
        for value in values:
            if value.text in first:
                report.add(name_mistakes.declared_twice(value, "the value", first[value.text]))
                continue
            first[value.text] = value.span
            entry = names.get(value.text)
            if entry is not None and isinstance(entry.meaning, VALUE_KINDS):
                report.add(name_mistakes.value_is_a_name(value, entry.span))
            literals[value.text] = (
                *literals.get(value.text, ()),
                Literal(owner, value.span),
            )
    return literals


def _process(
    node: Process, names: Names, literals: dict[str, tuple[Literal, ...]], report: Report
) -> ProcessShape:
    parameter: Bound | None = None
    if node.parameter is not None:
        type_ = resolve_scalar(node.parameter.type, names, report, "a parameter")
        if type_ is not None:
            parameter = Bound(node.parameter.name.text, type_)
    variables: dict[str, VariableName] = {}
    for one in node.variables:
        word = one.name
        found = _variable(one, f"{node.name.text}.", names, report)
        if word.text in variables:
            first = variables[word.text].span
            report.add(name_mistakes.declared_twice(word, "the variable", first))
            continue
        if word.text in names:
            report.add(name_mistakes.hides_name(word, names[word.text].span))
        elif word.text in literals:
            report.add(name_mistakes.hides_name(word, literals[word.text][0].span))
        variables[word.text] = found
    locks = {
        name: entry.meaning for name, entry in names.items() if isinstance(entry.meaning, LockName)
    }
    places, has_done = _places(node, report)
    kept, yielded, is_sure = kept_by(node.body, locks)
    return ProcessShape(
        name=node.name.text,
        parameter=parameter,
        is_known=parameter is not None or node.parameter is None,
        variables=variables,
        places=places,
        has_done=has_done,
        kept=kept,
        yielded=yielded,
        is_sure=is_sure,
        span=node.name.span,
    )


def _places(node: Process, report: Report) -> tuple[tuple[str, ...], bool]:
    """The labels, ``done`` behind them where the last step can run off the end."""
    steps = tuple(steps_in(node.body))
    if not steps:
        report.add(meaning_mistakes.no_steps(node.name, "process"))
        return (), False
    for section in _empty_sections(node.body):
        report.add(meaning_mistakes.no_steps(section.lock, "the critical section of"))
    has_done = falls_through(steps[-1].body)
    first: dict[str, Span] = {}
    for step in steps:
        label = step.label
        if label.text in first:
            report.add(name_mistakes.declared_twice(label, "the label", first[label.text]))
        elif has_done and label.text == DONE:
            report.add(name_mistakes.label_done(label))
        first.setdefault(label.text, label.span)
    labels = tuple(first)
    return (*labels, DONE) if has_done and DONE not in labels else labels, has_done


def _empty_sections(body: tuple[Step | Region, ...]) -> Iterator[Region]:
    for item in body:
        if isinstance(item, Region):
            if not item.body:
                yield item
            yield from _empty_sections(item.body)


_FORMULAS: Mapping[type[Declaration], str] = {
    Invariant: "an invariant",
    Temporal: "a temporal claim",
    Lemma: "a lemma",
}
"""What is no claim that asserts make up, as a person calls it."""


def _claims(module: Module, report: Report) -> tuple[dict[str, Span], dict[str, Span]]:
    """Where each claim is mentioned first, by ``claim``, ``invariant``, ``temporal`` or
    ``assert``; and where each lemma is declared. No claim is called as a lemma."""
    declared: dict[str, Span] = {}
    formulas: dict[str, Invariant | Temporal | Lemma] = {}
    for one in module.declarations:
        if not isinstance(one, (Claim, Invariant, Temporal, Lemma)):
            continue
        word = one.name
        if word.text in (LOCKS_CLAIM, RANGES_CLAIM):
            report.add(name_mistakes.reserved_name(word))
        elif word.text in declared:
            what = "the lemma" if isinstance(one, Lemma) else "the claim"
            report.add(name_mistakes.declared_twice(word, what, declared[word.text]))
        declared.setdefault(word.text, word.span)
        if not isinstance(one, Claim):
            formulas.setdefault(word.text, one)
    for assertion in asserts_in(module):
        word = assertion.claim
        if word.text in (LOCKS_CLAIM, RANGES_CLAIM):
            report.add(name_mistakes.reserved_name(word))
        elif word.text in formulas:
            other = formulas[word.text]
            kind = _FORMULAS[type(other)]
            report.add(meaning_mistakes.two_kinds_of_claim(word, kind, other.name.span))
        before = declared.get(word.text)
        if before is None or word.span.start < before.start:
            declared[word.text] = word.span
    in_order = sorted(declared.items(), key=lambda item: item[1].start)
    lemmas = {name for name, one in formulas.items() if isinstance(one, Lemma)}
    return (
        {name: span for name, span in in_order if name not in lemmas},
        {name: span for name, span in in_order if name in lemmas},
    )


def asserts_in(module: Module) -> Iterator[Assert]:
    """Every ``assert`` of the module, as written."""
    for one in module.declarations:
        if isinstance(one, (Procedure, Action)):
            bodies = [one.body]
        elif isinstance(one, Process):
            bodies = [step.body for step in steps_in(one.body)]
        else:
            continue
        for body in bodies:
            for statement in all_statements(body):
                if isinstance(statement, Assert):
                    yield statement
