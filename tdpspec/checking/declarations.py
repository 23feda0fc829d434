"""Declarations as the system has them: sorts, choices, locks, variables, definitions and what
runs, one function for each kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tdpspec.checking import checked, meaning_mistakes, name_mistakes, type_mistakes
from tdpspec.checking.coerce import UNKNOWN
from tdpspec.checking.expressions import elaborate, expect
from tdpspec.checking.names import (
    ChoiceName,
    DefinitionName,
    DefinitionShape,
    ProcedureName,
    VariableName,
)
from tdpspec.checking.order import in_dependency_order
from tdpspec.checking.resolve import resolve_parameters
from tdpspec.checking.scopes import Scope
from tdpspec.checking.statements import Around, Where, check_block
from tdpspec.checking.temporal import temporal_claim
from tdpspec.checking.walk import all_statements, names_in
from tdpspec.syntax.declarations import (
    Action,
    Choice,
    Claim,
    Definition,
    Initially,
    Invariant,
    Lemma,
    Lock,
    Module,
    Parameter,
    Procedure,
    Process,
    Sort,
    Temporal,
    Variable,
)
from tdpspec.syntax.expressions import Doc, Expr, Word
from tdpspec.syntax.statements import CallProcedure
from tdpspec.system import model
from tdpspec.system.instance import snake_case
from tdpspec.system.model import Local, Shared
from tdpspec.system.terms import Bound, Term, definitions_used, type_of, variables_read
from tdpspec.system.types import BOOL, Scalar

DEFAULT_SIZE = 2
"""How many members a sort has where its declaration says nothing: few, but not one alone."""


def doc_text(doc: Doc | None) -> str:
    return "" if doc is None else doc.text


def sorts(module: Module, scope: Scope) -> Iterator[model.Sort]:
    earlier: list[Word] = []
    for node in module.declarations:
        if not isinstance(node, Sort):
            continue
        if not node.members:
            other = next((one for one in earlier if _same_members(one, node.name)), None)
            if other is not None:
                scope.complain(name_mistakes.same_members(node.name, other))
            earlier.append(node.name)
        members = tuple(one.text for one in node.members)
        size = len(members) or (DEFAULT_SIZE if node.size is None else node.size)
        if size < 1:
            scope.complain(type_mistakes.empty_sort(node.name))
        origin = scope.source.origin(node.span)
        yield model.Sort(node.name.text, size, members, doc_text(node.doc), origin)


def _same_members(one: Word, other: Word) -> bool:
    """Whether members of the two sorts can have the same name: ``Cpu`` and ``cpu`` both have a
    ``cpu0``, the eleventh of ``X`` is called as the first of ``X1``."""
    short, long = sorted((snake_case(one.text), snake_case(other.text)), key=len)
    rest = long.removeprefix(short)
    same = long.startswith(short) and (not rest or rest.isdigit())
    return same and one.text != other.text  # the same sort twice is another mistake


def choices(module: Module, scope: Scope) -> Iterator[model.Choice]:
    for node in module.declarations:
        if isinstance(node, Choice):
            entry = scope.declared.names[node.name.text]
            if isinstance(entry.meaning, ChoiceName) and entry.span == node.name.span:
                origin = scope.source.origin(node.span)
                type_ = entry.meaning.type
                yield model.Choice(node.name.text, type_, doc_text(node.doc), origin)


def locks(module: Module, scope: Scope) -> Iterator[model.Lock]:
    for node in module.declarations:
        if isinstance(node, Lock):
            origin = scope.source.origin(node.span)
            yield model.Lock(node.name.text, node.is_rwlock, doc_text(node.doc), origin)


# ------------------------------------------------------------------------- variables and states


def variables(module: Module, scope: Scope) -> Iterator[model.Variable]:
    """Shared and local variables as declared."""
    for node in module.declarations:
        if isinstance(node, Variable):
            meaning = scope.declared.names[node.name.text].meaning
            if isinstance(meaning, VariableName) and meaning.span == node.name.span:
                one = _variable(node, meaning, Shared(), (), scope)
                if one is not None:
                    yield one
        elif isinstance(node, Process):
            shape = scope.declared.processes[node.name.text]
            if shape.span != node.name.span:
                continue
            inside = replace(scope, process=shape)
            copy = tuple(one.type for one in inside.own_parameter())
            for local in node.variables:
                known = shape.variables.get(local.name.text)
                if known is not None and known.span == local.name.span:
                    role = Local(shape.name)
                    one = _variable(local, known, role, copy, inside)
                    if one is not None:
                        yield one


def _variable(
    node: Variable,
    known: VariableName,
    role: Shared | Local,
    copy: tuple[Scalar, ...],
    scope: Scope,
) -> model.Variable | None:
    initial = None
    if node.initial is not None:
        initial = expect(node.initial, UNKNOWN if known.type is None else known.type, scope)
        if initial is None or _reads_state(node.initial, initial, scope):
            return None
    if known.type is None:
        return None
    origin = scope.source.origin(node.span)
    indices = (*copy, *known.indices)
    doc = doc_text(node.doc)
    return model.Variable(known.full, indices, known.type, initial, role, doc, origin)


def _reads_state(expr: Expr, initial: Term, scope: Scope) -> bool:
    read = _variables_behind(initial, scope)
    if not read:
        return False
    scope.complain(type_mistakes.state_in_initial(expr.span, min(read).rsplit(".", 1)[-1]))
    return True


def _variables_behind(term: Term, scope: Scope) -> frozenset[str]:
    """The state variables that ``term`` depends on, through definitions as well."""
    shapes = scope.declared.definitions
    used = (shapes[name].reads for name in definitions_used(term) if name in shapes)
    return variables_read(term).union(*used)


def initially(module: Module, scope: Scope) -> Iterator[Term]:
    for node in module.declarations:
        if isinstance(node, Initially):
            term = expect(node.condition, BOOL, scope)
            if term is not None:
                yield term


# ------------------------------------------------------------------ definitions and procedures


def definitions(module: Module, scope: Scope) -> tuple[tuple[model.Definition, ...], Scope]:
    """The definitions, each after those that it uses, and the scope that knows them."""
    nodes: dict[str, Definition] = {}
    for one in module.declarations:
        if isinstance(one, Definition) and _is_first(one.name, DefinitionName, scope):
            nodes[one.name.text] = one
    uses = {name: tuple(names_in(node.body)) for name, node in nodes.items()}
    order, cycles = in_dependency_order(uses)
    _complain_about_cycles(cycles, {name: node.name for name, node in nodes.items()}, scope)
    found: list[model.Definition] = []
    for name in (*order, *(key for key in nodes if key not in order)):
        node = nodes[name]
        bound, inside = _with_parameters(node.parameters, scope)
        body = elaborate(node.body, inside)
        if bound is None or body is None:
            continue
        shape = DefinitionShape(bound, type_of(body), _variables_behind(body, scope))
        known = {**scope.declared.definitions, name: shape}
        scope = replace(scope, declared=replace(scope.declared, definitions=known))
        origin = scope.source.origin(node.span)
        doc = doc_text(node.doc)
        found.append(model.Definition(name, bound, body, shape.type, doc, origin))
    return tuple(found), scope


def procedures(module: Module, scope: Scope) -> tuple[tuple[checked.Procedure, ...], Scope]:
    """The procedures, each after those that it calls, and the scope that knows them."""
    nodes: dict[str, Procedure] = {}
    for one in module.declarations:
        if isinstance(one, Procedure) and _is_first(one.name, ProcedureName, scope):
            nodes[one.name.text] = one
    uses = {
        name: tuple(
            one.name.text for one in all_statements(node.body) if isinstance(one, CallProcedure)
        )
        for name, node in nodes.items()
    }
    order, cycles = in_dependency_order(uses)
    _complain_about_cycles(cycles, {name: node.name for name, node in nodes.items()}, scope)
    found: list[checked.Procedure] = []
    for name in (*order, *(key for key in nodes if key not in order)):
        node = nodes[name]
        bound, inside = _with_parameters(node.parameters, scope)
        body = check_block(node.body, inside, Around(Where.PROCEDURE))
        if bound is None or name not in order:
            continue
        found.append(checked.Procedure(name, bound, body))
        known = {**scope.declared.procedures, name: found[-1]}
        scope = replace(scope, declared=replace(scope.declared, procedures=known))
    return tuple(found), scope


def _is_first(word: Word, kind: type[object], scope: Scope) -> bool:
    """Whether ``word`` is the declaration that its name stands for, not a later one."""
    entry = scope.declared.names[word.text]
    return isinstance(entry.meaning, kind) and entry.span == word.span


def _complain_about_cycles(
    cycles: tuple[tuple[str, ...], ...], words: dict[str, Word], scope: Scope
) -> None:
    for cycle in cycles:
        spans = [words[name].span for name in cycle]
        scope.complain(name_mistakes.uses_itself(spans[0], cycle, spans[1:]))


def _with_parameters(
    parameters: tuple[Parameter, ...], scope: Scope
) -> tuple[tuple[Bound, ...] | None, Scope]:
    """The parameters, None where one is wrong, and the scope inside."""
    bound = resolve_parameters(parameters, scope.declared.names, scope.report)
    for parameter, one in zip(parameters, bound, strict=True):
        scope = scope.with_inner(parameter.name, one)
    known = tuple(one for one in bound if one is not None)
    return known if len(known) == len(bound) else None, scope


def actions(module: Module, scope: Scope) -> Iterator[checked.Action]:
    for node in module.declarations:
        if isinstance(node, Action):
            bound, inside = _with_parameters(node.parameters, scope)
            body = check_block(node.body, inside, Around(Where.ACTION))
            origin = scope.source.origin(node.span)
            if bound is not None:
                doc = doc_text(node.doc)
                yield checked.Action(node.name.text, bound, doc, body, origin)


# -------------------------------------------------------------------------------------- claims


def properties(module: Module, scope: Scope) -> Iterator[model.Property]:
    """The claims in the order of their first mention. Errors are reported on the way, and a
    claim without asserts; call it when all statements have been read."""
    docs = {one.name.text: one for one in module.declarations if isinstance(one, Claim)}
    scope = replace(scope, is_claim=True)
    formulas: dict[str, model.Property | None] = {}
    for node in module.declarations:
        if isinstance(node, Invariant):
            formulas.setdefault(node.name.text, _invariant(node, scope))
        elif isinstance(node, Temporal):
            formulas.setdefault(node.name.text, temporal_claim(node, scope))
    for name, span in scope.declared.claims.items():
        origin = scope.source.origin(span)
        if name in formulas:
            claim = formulas[name]
            if claim is not None:
                yield claim
            continue
        doc = doc_text(docs[name].doc) if name in docs else ""
        yield model.Assertion(name, doc, origin)
        if name in docs and not scope.report.uses(f"claim {name}"):
            scope.complain(meaning_mistakes.empty_claim(docs[name].name))


def hints(module: Module, scope: Scope) -> Iterator[model.Hint]:
    """The lemmas, in the order written."""
    scope = replace(scope, is_claim=True)
    for node in module.declarations:
        if isinstance(node, Lemma):
            condition = expect(node.condition, BOOL, scope)
            if condition is not None:
                origin = scope.source.origin(node.name.span)
                yield model.Hint(node.name.text, condition, doc_text(node.doc), origin)


def _invariant(node: Invariant, scope: Scope) -> model.Invariant | None:
    condition = expect(node.condition, BOOL, scope)
    if condition is None:
        return None
    origin = scope.source.origin(node.name.span)
    return model.Invariant(node.name.text, condition, doc_text(node.doc), origin)
