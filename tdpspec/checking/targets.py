"""What statements write: which variable, which entry, and whether the value fits."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.checking import meaning_mistakes, name_mistakes, type_mistakes
from tdpspec.checking.coerce import UNKNOWN, Hint, fit
from tdpspec.checking.expressions import elaborate, index_terms
from tdpspec.checking.names import KIND
from tdpspec.checking.references import Place, place_of_name
from tdpspec.checking.scopes import Scope, nearest
from tdpspec.syntax.expressions import Expr
from tdpspec.syntax.statements import Target
from tdpspec.system.terms import Term, type_of
from tdpspec.system.types import RangeType


@dataclass(frozen=True, slots=True)
class Entries:
    """Shape: ``indices`` are the first indices of the variable, those of the copy before the
    ones that are written; None where one of them is wrong."""

    place: Place
    indices: tuple[Term, ...] | None

    @property
    def hint(self) -> Hint:
        """What a value of the target is expected to be."""
        return self.place.variable.type or UNKNOWN


def target_of(target: Target, scope: Scope, whole: bool) -> Entries | None:
    """What ``target`` names; complains where that cannot be written. ``whole`` allows a target
    without its indices."""
    place = _place(target, scope)
    if place is None:
        return None
    if whole and not target.indices and place.variable.indices:
        return Entries(place, place.copy)
    return Entries(place, index_terms(place, target.indices, target.span, scope))


def _place(target: Target, scope: Scope) -> Place | None:
    word = target.name
    if target.owner is not None:
        own = {one.name for one in scope.own_parameter()}
        scope.complain(
            meaning_mistakes.foreign_write(target.span, word.text, target.owner.text in own)
        )
        return None
    place = place_of_name(word.text, scope)
    if place is not None:
        return place
    entry = scope.declared.names.get(word.text)
    hint: str | None = None
    if word.text in scope.inner:
        declared = scope.inner[word.text].span
        what = "a name for a value"
        hint = "only variables change: write to the one that the value comes from"
        scope.complain(meaning_mistakes.not_writable(word, what, declared, hint))
    elif entry is not None:
        what = KIND[type(entry.meaning)]
        if what == "a choice":
            hint = "a design sets it once and for all"
        scope.complain(meaning_mistakes.not_writable(word, what, entry.span, hint))
    elif word.text in scope.declared.literals:
        first = scope.declared.literals[word.text][0]
        what = f"a value of {first.type.name}"
        scope.complain(meaning_mistakes.not_writable(word, what, first.span, None))
    else:
        _unknown(target, scope)
    return None


def _unknown(target: Target, scope: Scope) -> None:
    name = target.name.text
    owners = [one.name for one in scope.declared.processes.values() if name in one.variables]
    if owners:
        scope.complain(meaning_mistakes.foreign_write(target.name.span, name, own=False))
        return
    writable = [one for one in scope.values() if place_of_name(one, scope) is not None]
    scope.complain(
        name_mistakes.unknown_name(
            target.name.span, f"no variable is called `{name}`", nearest(name, writable)
        )
    )


@dataclass(frozen=True, slots=True)
class Value:
    """A value for a variable; ``range`` is the variable's where the value can leave it."""

    term: Term
    range: RangeType | None


def value_for(expr: Expr, entries: Entries | None, scope: Scope) -> Value | None:
    """The value that an assignment gives; a number need not fit its variable always, but it
    must be able to."""
    wanted: Hint = UNKNOWN if entries is None else entries.hint
    term = elaborate(expr, scope, wanted)
    if term is None or entries is None:
        return None
    got = type_of(term)
    if isinstance(wanted, RangeType) and isinstance(got, RangeType):
        if got.high < wanted.low or wanted.high < got.low:
            name = entries.place.variable.full.rsplit(".", 1)[-1]
            scope.complain(type_mistakes.never_fits(expr.span, name, wanted, got))
            return None
        leaves = got.low < wanted.low or wanted.high < got.high
        return Value(term, wanted if leaves else None)
    fitted = fit(term, wanted, expr.span, scope)
    return None if fitted is None else Value(fitted, None)
