"""Faults in a condition: dropped, negated, one conjunct dropped.

What ``is`` gives a name to stays tested: behind ``root is r`` an ``r`` must have a value.
"""

from __future__ import annotations

from collections.abc import Iterator

from tdpspec.checking.checked import Condition
from tdpspec.mutation.faults import Faulty
from tdpspec.mutation.words import Words
from tdpspec.source.span import Origin
from tdpspec.system.make import conjunction, negation
from tdpspec.system.mutant import Fault
from tdpspec.system.terms import TRUE, And, Equal, NoneValue, Not, Term, The, children


def condition_faults(
    condition: Condition, origin: Origin, words: Words
) -> Iterator[Faulty[Condition]]:
    """The faults of one condition; none for one that is ``true``."""
    parts = condition.term.of if isinstance(condition.term, And) else (condition.term,)
    kept = tuple(one for one in parts if condition.bindings and _present(one) is not None)
    rest = tuple(one for one in parts if one not in kept)
    if not rest or rest == (TRUE,):
        return
    text = words.term(conjunction(*rest))

    def faulty(fault: Fault, what: str, *terms: Term) -> Faulty[Condition]:
        term = conjunction(*(one for one in parts if one in kept), *terms)
        return Faulty(fault, what, origin, Condition(term, condition.bindings))

    yield faulty(Fault.GUARD_DROPPED, f"guard `{text}` dropped")
    yield faulty(Fault.GUARD_NEGATED, f"guard `{text}` negated", negation(conjunction(*rest)))
    if len(rest) == 1:
        return
    for one in rest:
        others = tuple(other for other in rest if other is not one)
        option = _present(one)
        if option is not None and any(_opens(other, option) for other in others):
            continue
        what = f"`{words.term(one)}` dropped from guard `{text}`"
        yield faulty(Fault.CONJUNCT_DROPPED, what, *others)


def names_only(condition: Condition) -> Condition:
    """``condition`` without what it says beyond that its names have values."""
    parts = condition.term.of if isinstance(condition.term, And) else (condition.term,)
    kept = (one for one in parts if _present(one) is not None)
    return Condition(conjunction(*kept), condition.bindings)


def _present(term: Term) -> Term | None:
    """The option that ``term`` says is not none."""
    match term:
        case Not(Equal(option, NoneValue())) | Not(Equal(NoneValue(), option)):
            return option
        case _:
            return None


def _opens(term: Term, option: Term) -> bool:
    """Whether ``term`` reads the value inside ``option``."""
    if isinstance(term, The) and term.of == option:
        return True
    return any(_opens(one, option) for one in children(term))
