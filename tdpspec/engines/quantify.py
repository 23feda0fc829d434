"""A cube that never happens as a lemma over any members: distinct members become distinct
variables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from tdpspec.engines.orbits import Literal, Symmetry
from tdpspec.solving.atoms import Atom, Key
from tdpspec.system.instance import Element
from tdpspec.system.make import (
    conjunction,
    equal,
    for_all,
    implies,
    member,
    negation,
    some,
    unused,
)
from tdpspec.system.terms import (
    TRUE,
    Bound,
    EnumValue,
    IntValue,
    MemberValue,
    NoneValue,
    Read,
    Term,
)
from tdpspec.system.types import (
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
)
from tdpspec.system.verdict import Lemma


def lemma(symmetry: Symmetry, cube: Iterable[Literal], name: str) -> Lemma:
    """``cube`` and all its renamings are false: positive literals imply that one of the
    negative ones is not so, in the order in which the atoms are declared."""
    literals = sorted(cube, key=lambda one: _order(symmetry, one))
    names: dict[tuple[str, int], Bound] = {}
    taken: set[str] = set()
    for sort, members in symmetry.members(literals).items():
        for one in members:
            new = Bound(unused(sort[0].lower(), taken), SortType(sort))
            taken.add(new.name)
            names[sort, one] = new

    def value(type_: Scalar, element: Element) -> Term:
        match type_:
            case BoolType():
                return TRUE if element else negation(TRUE)
            case EnumType():
                return EnumValue(str(element), type_)
            case RangeType():
                return IntValue(int(element))
            case SortType(sort):
                number = int(element)
                if (sort, number) in names:
                    return names[sort, number]
                return MemberValue(symmetry.instance.member_name(type_, number), type_)

    distinct = [
        negation(equal(a, b)) for a, b in combinations(names.values(), 2) if a.type == b.type
    ]
    if_ = [_term(symmetry, atom, value) for atom, sign in literals if sign]
    not_all = [_term(symmetry, atom, value) for atom, sign in literals if not sign]
    condition = implies(
        conjunction(*distinct, *if_), negation(conjunction(*map(negation, not_all)))
    )
    return Lemma(name, for_all(names.values(), condition))


def _order(symmetry: Symmetry, literal: Literal) -> tuple[int, str]:
    variables = [one.name for one in symmetry.instance.system.variables]
    atom, _ = literal
    return variables.index(atom.variable), repr((atom.indices, atom.key))


def _term(symmetry: Symmetry, atom: Atom, value: Callable[[Scalar, Element], Term]) -> Term:
    variable = symmetry.instance.system.variable[atom.variable]
    indices = tuple(map(value, variable.indices, atom.indices))
    read = Read(variable.name, indices, variable.type)
    key: Key = atom.key
    match variable.type:
        case BoolType():
            return read
        case SetType(of):
            elements = key if isinstance(key, tuple) else (key,)
            return member(tuple(value(t, e) for t, e in zip(of, elements, strict=True)), read)  # type: ignore[arg-type]  # a set has no none
        case OptionType(of) as option:
            if key is None:
                return equal(read, NoneValue(option))
            assert not isinstance(key, tuple)
            return equal(read, some(value(of, key)))
        case type_:
            assert not isinstance(key, tuple)
            assert key is not None
            return equal(read, value(type_, key))
