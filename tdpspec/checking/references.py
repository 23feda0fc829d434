"""Names, fields, indices, places and locks in expressions: everything that is looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from tdpspec.checking import meaning_mistakes, name_mistakes, type_mistakes
from tdpspec.checking.coerce import Hint, Unknown, scalar
from tdpspec.checking.locks import holders_name, modes_of
from tdpspec.checking.names import (
    KIND,
    VALUE_KINDS,
    ActionName,
    ChoiceName,
    DefinitionName,
    EnumerationName,
    Literal,
    LockName,
    ProcedureName,
    ProcessName,
    ProcessShape,
    SortName,
    VariableName,
)
from tdpspec.checking.scopes import Scope, nearest
from tdpspec.source.span import Span
from tdpspec.syntax.expressions import At, Expr, Field, HoldsLock, Name, Word
from tdpspec.system import make
from tdpspec.system.terms import (
    FALSE,
    Apply,
    ChoiceRead,
    EnumValue,
    Everything,
    MemberValue,
    Read,
    Term,
    type_of,
)
from tdpspec.system.types import BOOL, EnumType, OptionType, SetType, SortType, fits

Elaborate = Callable[[Expr, Scope], Term | None]
"""How the expressions inside a reference are read; ``expressions.py`` gives it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A variable with the indices that its name alone stands for: the copy of the process.

    Shape: ``variable.indices`` are still to be given.
    """

    variable: VariableName
    copy: tuple[Term, ...]


def name(expr: Name, hint: Hint, scope: Scope) -> Term | None:
    """The value of a bare name."""
    literals = scope.declared.literals.get(expr.text, ())
    entry = scope.declared.names.get(expr.text)
    if literals and entry is not None and isinstance(entry.meaning, VALUE_KINDS):
        return None  # a clash of names, told where the value is declared
    place = place_of_name(expr.text, scope)
    if place is not None:
        return read_plain(place, expr.span, scope)
    if expr.text in scope.inner:
        return scope.inner[expr.text].term
    if literals:
        return _literal(expr, literals, hint, scope)
    if entry is None:
        _unknown(expr, hint, scope)
        return None
    wrong_hint: str | None = None
    match entry.meaning:
        case SortName(type_):
            scope.report.use(expr.text)
            return Everything(SetType((type_,)))
        case ChoiceName(type_):
            scope.report.use(expr.text)
            return ChoiceRead(expr.text, type_)
        case DefinitionName(has_parameters):
            scope.report.use(expr.text)
            shape = scope.declared.definitions.get(expr.text)
            if shape is None:
                return None
            if has_parameters:
                scope.complain(
                    type_mistakes.wrong_count(
                        expr.span,
                        f"`{expr.text}`",
                        len(shape.parameters),
                        "argument",
                        0,
                        entry.span,
                    )
                )
                return None
            return Apply(expr.text, (), shape.type)
        case ProcessName():
            wrong_hint = f"its variables are read as `{expr.text}.variable`, or with a copy's name"
        case EnumerationName():
            wrong_hint = "write one of its values, or bind a variable of this type"
        case LockName():
            wrong_hint = f"`v holds {expr.text}` asks who holds it"
        case ProcedureName() | ActionName() | VariableName():
            wrong_hint = None
        case _:
            assert_never(entry.meaning)
    scope.complain(
        name_mistakes.wrong_kind(
            expr.span,
            f"`{expr.text}` is {KIND[type(entry.meaning)]}, not a value",
            entry.span,
            wrong_hint,
        )
    )
    return None


def _literal(expr: Name, literals: tuple[Literal, ...], hint: Hint, scope: Scope) -> Term | None:
    wanted = scalar(hint)
    fitting = [one for one in literals if one.type == wanted] or list(literals)
    for one in fitting:
        scope.report.use(one.type.name)
    if len(fitting) > 1:
        if not isinstance(hint, Unknown):
            scope.complain(
                name_mistakes.ambiguous_value(
                    expr.text, expr.span, [one.type.name for one in fitting]
                )
                if wanted is None
                else type_mistakes.wrong_type(expr.span, wanted, fitting[0].type)
            )
        return None
    match fitting[0].type:
        case EnumType() as enumeration:
            return EnumValue(expr.text, enumeration)
        case SortType() as sort:
            return MemberValue(expr.text, sort)
        case other:
            assert_never(other)


_NONE_ELSEWHERE = frozenset({"null", "nil", "undefined", "nothing"})


def _unknown(expr: Name, hint: Hint, scope: Scope) -> None:
    wanted = scalar(hint)
    values = wanted.values if isinstance(wanted, EnumType) else ()
    close = nearest(expr.text, values) or nearest(expr.text, scope.values())
    advice: str | None = None
    if expr.text.lower() in _NONE_ELSEWHERE:
        close = "none"
    owners = [one for one in scope.declared.processes.values() if expr.text in one.variables]
    if owners:
        owner = owners[0]
        copy = owner.name if owner.parameter is None else owner.parameter.name
        close = None
        advice = f"it belongs to process `{owner.name}`: read it as `{copy}.{expr.text}`"
    elif scope.report.named(expr.text) is not None:
        close = None
        advice = (
            "a name given by `is` is known to the right of its `and` or `=>` "
            "and in the block that follows"
        )
    scope.complain(
        name_mistakes.unknown_name(
            expr.span, f"nothing is called `{expr.text}` here", close, advice
        )
    )


def place_of_name(text: str, scope: Scope) -> Place | None:
    """The variable that a bare name stands for, if it does."""
    if text in scope.inner:
        return None
    if scope.process is not None and text in scope.process.variables:
        return Place(scope.process.variables[text], scope.own_parameter())
    entry = scope.declared.names.get(text)
    if entry is not None and isinstance(entry.meaning, VariableName):
        return Place(entry.meaning, ())
    return None


def place_of_field(expr: Field, scope: Scope, elaborate: Elaborate) -> Place | None:
    """The variable that ``v.root`` stands for; complains where there is none."""
    found = copies(expr.of, scope, elaborate)
    if found is None:
        return None
    processes, copy = found
    word = expr.name
    process = _only(
        [one for one in processes if word.text in one.variables],
        word.span,
        f"a variable `{word.text}`",
        scope,
    )
    if process is None:
        if not any(word.text in one.variables for one in processes):
            _no_part(
                word,
                "variable",
                processes,
                [key for one in processes for key in one.variables],
                scope,
            )
        return None
    return Place(process.variables[word.text], copy)


def read_plain(place: Place, span: Span, scope: Scope) -> Term | None:
    """The value of a variable that wants no indices but the copy's."""
    scope.report.use(place.variable.full)
    if not counts_match(place, 0, span, scope):
        return None
    return read(place, place.copy, scope)


def read(place: Place, indices: tuple[Term, ...], scope: Scope) -> Term | None:
    """The entry of a variable at ``indices``, which are all that it has."""
    scope.report.use(place.variable.full)
    if place.variable.type is None:
        return None
    return Read(place.variable.full, indices, place.variable.type)


def counts_match(place: Place, given: int, span: Span, scope: Scope) -> bool:
    """Whether ``given`` indices are as many as ``place`` wants; complains otherwise."""
    variable = place.variable
    if variable.type is None or given == len(variable.indices):
        return True
    short = variable.full.rsplit(".", 1)[-1]
    scope.complain(
        type_mistakes.wrong_count(
            span, f"`{short}`", len(variable.indices), "index", given, variable.span
        )
    )
    return False


def copies(
    expr: Expr, scope: Scope, elaborate: Elaborate
) -> tuple[list[ProcessShape], tuple[Term, ...]] | None:
    """The processes that ``expr`` may stand for a copy of, and the copy as an index; complains
    and is None where it stands for no copy."""
    if isinstance(expr, Name) and scope.place_of(expr.text) is not None:
        entry = scope.declared.names.get(expr.text)
        if entry is not None and isinstance(entry.meaning, ProcessName):
            shape = scope.declared.processes[expr.text]
            if shape.parameter is None:
                return ([shape], ()) if shape.is_known else None
            scope.complain(
                name_mistakes.wrong_kind(
                    expr.span,
                    f"process `{expr.text}` has many copies, and this does not say which",
                    entry.span,
                    f"name a copy by a value of its parameter, as in `forall "
                    f"{shape.parameter.name}: ...`",
                )
            )
            return None
    term = elaborate(expr, scope)
    if term is None:
        return None
    type_ = type_of(term)
    found = [
        one
        for one in scope.declared.processes.values()
        if one.parameter is not None and fits(type_, one.parameter.type)
    ]
    if found:
        return found, (term,)
    if isinstance(type_, (OptionType, SetType)):
        scope.complain(type_mistakes.not_scalar(expr.span, "a copy of a process", type_))
    elif all(one.is_known for one in scope.declared.processes.values()):
        scope.complain(name_mistakes.no_process(expr.span, type_))
    return None


def _only(fitting: list[ProcessShape], span: Span, what: str, scope: Scope) -> ProcessShape | None:
    if len(fitting) > 1:
        scope.complain(
            name_mistakes.ambiguous_process(span, what, [(one.name, one.span) for one in fitting])
        )
    return fitting[0] if len(fitting) == 1 else None


def _no_part(
    word: Word, what: str, processes: list[ProcessShape], known: list[str], scope: Scope
) -> None:
    who = " or ".join(f"`{one.name}`" for one in processes)
    advice: str | None = None
    if what == "label" and word.text == "done":
        advice = "its last step always ends in a `goto`, so it is never done"
    scope.complain(
        name_mistakes.unknown_name(
            word.span,
            f"process {who} has no {what} `{word.text}`",
            nearest(word.text, known),
            advice,
        )
    )


def at(expr: At, scope: Scope, elaborate: Elaborate) -> Term | None:
    """``z at zap``"""
    found = copies(expr.process, scope, elaborate)
    if found is None:
        return None
    processes, copy = found
    label = expr.place.text
    fitting = [one for one in processes if label in one.places]
    process = _only(fitting, expr.place.span, f"a label `{label}`", scope)
    if process is None:
        if not fitting:
            _no_part(
                expr.place,
                "label",
                processes,
                [key for one in processes for key in one.places],
                scope,
            )
        return None
    type_ = process.place_type
    return make.equal(Read(process.place, copy, type_), EnumValue(label, type_))


def holds(expr: HoldsLock, scope: Scope, elaborate: Elaborate) -> Term | None:
    """``z holds mmu_lock read``: one of the lock's holders in that mode, or in any."""
    found = copies(expr.process, scope, elaborate)
    entry = scope.entry(expr.lock, LockName)
    if entry is None or found is None:
        return None
    lock = expr.lock.text
    assert isinstance(entry.meaning, LockName)
    modes = modes_of(entry.meaning, expr.mode)
    if modes is None:
        scope.complain(meaning_mistakes.wrong_mode(expr.lock, entry.meaning.is_rwlock, entry.span))
        return None
    processes, copy = found
    keeping = [one for one in processes if any((lock, mode) in one.kept for mode in modes)]
    if not keeping and not all(one.is_sure for one in processes):
        return None
    if not keeping:
        scope.complain(
            meaning_mistakes.never_holds(
                expr.span, lock, [one.name for one in processes], expr.mode
            )
        )
        return FALSE
    process = _only(keeping, expr.lock.span, f"`{lock}`", scope)
    if process is None:
        return None
    parts: list[Term] = []
    for mode in modes:
        if (lock, mode) not in process.kept:
            continue
        variable = holders_name(lock, mode, process.name, scope.declared.processes.values())
        if process.parameter is None:
            parts.append(Read(variable, (), BOOL))
        else:
            type_ = SetType((process.parameter.type,))
            parts.append(make.member(copy, Read(variable, (), type_)))
    return make.disjunction(*parts)
