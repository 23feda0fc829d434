"""A condition as a sentence: ``for any two different workers a and b: never a at use and b in s``.

What stands under the outer quantifier is the language's own text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, groupby

from tdpspec.system.instance import plural, snake_case
from tdpspec.system.make import conjunction, disjunction
from tdpspec.system.model import System
from tdpspec.system.printer import term_text
from tdpspec.system.terms import And, Bound, Equal, Exists, ForAll, Implies, Not, Term
from tdpspec.system.types import EnumType, RangeType, Scalar, SortType, describe

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def sentence(system: System, condition: Term) -> str:
    """``condition`` in the spec's own names, on one line.

    Conditions that variables differ become words about them, implications ``if ... then``.
    """
    match condition:
        case ForAll(bound, body):
            premises, conclusion = _split(body)
            groups, rest = _groups(bound, premises)
            return f"for {_every(groups)}: {_said(system, rest, conclusion)}"
        case _:
            premises, conclusion = _split(condition)
            return _said(system, premises, conclusion)


def _split(body: Term) -> tuple[tuple[Term, ...], Term | None]:
    """What is presupposed, and what follows; None for a contradiction."""
    match body:
        case Implies(left, right):
            premises, conclusion = _split(right)
            return (*_parts(left), *premises), conclusion
        case Not(And(of)):
            denied = tuple(one.of for one in of if isinstance(one, Not) and not _is_apart(one))
            premises = tuple(one for one in of if not isinstance(one, Not) or _is_apart(one))
            return premises, disjunction(*denied) if denied else None
        case _:
            return (), body


def _is_apart(condition: Term) -> bool:
    """Whether it says that two variables differ."""
    match condition:
        case Not(Equal(Bound(), Bound())):
            return True
        case _:
            return False


def _parts(condition: Term) -> tuple[Term, ...]:
    return condition.of if isinstance(condition, And) else (condition,)


def _said(system: System, premises: Sequence[Term], conclusion: Term | None) -> str:
    """``if a and b then c``, ``never a and b``, or ``c``."""
    if conclusion is None:
        if len(premises) == 1:
            return term_text(system, Not(premises[0]))
        return f"never {term_text(system, conjunction(*premises))}" if premises else "never"
    then = _concluded(system, conclusion)
    return f"if {term_text(system, conjunction(*premises))} then {then}" if premises else then


def _concluded(system: System, conclusion: Term) -> str:
    match conclusion:
        case Exists(bound, body):
            some = " and ".join(f"{_article(_word(one.type))} {one.name}" for one in bound)
            return f"there is {some} with {term_text(system, body)}"
        case ForAll():
            return sentence(system, conclusion)
        case _:
            return term_text(system, conclusion)


_Group = tuple[tuple[Bound, ...], bool]
"""Variables of one type, and whether they are all different."""


def _groups(
    bound: tuple[Bound, ...], premises: tuple[Term, ...]
) -> tuple[list[_Group], tuple[Term, ...]]:
    """The variables by type, and the premises but for those that all of a type differ."""
    apart: dict[frozenset[Term], Term] = {}
    for one in premises:
        match one:
            case Not(Equal(Bound() as left, Bound() as right)):
                apart[frozenset((left, right))] = one
            case _:
                pass
    groups: list[_Group] = []
    told: set[Term] = set()
    for _, some in groupby(bound, key=lambda one: one.type):
        members = tuple(some)
        pairs: list[frozenset[Term]] = [frozenset(pair) for pair in combinations(members, 2)]
        differ = bool(pairs) and all(pair in apart for pair in pairs)
        if differ:
            told.update(apart[pair] for pair in pairs)
        groups.append((members, differ))
    return groups, tuple(one for one in premises if one not in told)


def _every(groups: list[_Group]) -> str:
    """``every root r and vcpu v``, ``any two different clients c and d, and every lock l``"""
    parts: list[str] = []
    for is_single, some in groupby(groups, key=lambda one: len(one[0]) == 1):
        if is_single:
            named = [f"{_word(one.type)} {one.name}{_within(one.type)}" for (one,), _ in some]
            parts.append(f"every {_and(named)}")
        else:
            parts.extend(_several(members, differ) for members, differ in some)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _several(members: tuple[Bound, ...], differ: bool) -> str:
    type_ = members[0].type
    count = _NUMBERS.get(len(members), str(len(members)))
    head = f"any {count} different" if differ else "all"
    names = _and([one.name for one in members])
    return f"{head} {plural(_word(type_))} {names}{_within(type_)}"


def _word(type_: Scalar) -> str:
    """``resource manager`` for ``ResourceManager``."""
    match type_:
        case SortType(name) | EnumType(name, _):
            return snake_case(name).replace("_", " ")
        case RangeType():
            return "number"
        case _:
            return "truth value"


def _within(type_: Scalar) -> str:
    return f" in {describe(type_)}" if isinstance(type_, RangeType) else ""


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
