"""A cube that never happens as a lemma over any members: distinct members become distinct
variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

from tdpspec.engines.lemmas.orbits import Cube, Literal, Symmetry
from tdpspec.engines.lemmas.readings import Member, Reading, reading
from tdpspec.solving.atoms import Atom, Key
from tdpspec.system.clause import Clause
from tdpspec.system.instance import Element
from tdpspec.system.make import (
    conjunction,
    equal,
    exists,
    for_all,
    implies,
    member,
    negation,
    some,
    unused,
)
from tdpspec.system.terms import (
    FALSE,
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


def lemma(symmetry: Symmetry, cube: Cube, name: str) -> Lemma:
    """``cube``, as it is read at every size, and all its renamings are false."""
    return Lemma(name, denial(symmetry, reading(symmetry, cube)))


def denial(symmetry: Symmetry, meant: Reading) -> Term:
    """That there are no such members: positive literals imply that one of the negative ones is not
    so, or that some other member is in none of the ways, in the order in which the atoms are
    declared."""
    taken: set[str] = set()
    names: dict[Member, Bound] = {}
    others = {one.member for one in meant.others.values()}
    said_of_others = [it for one in meant.others.values() for it in one.literals()]
    named = {
        member
        for atom, _ in (*meant.about, *said_of_others)
        for member in symmetry.named(atom)
        if member not in others
    }
    for sort in (one.name for one in symmetry.sorts()):
        for one in sorted(one for one in named if one[0] == sort):
            names[one] = _variable(sort, taken)
    own = tuple(names.values())
    literals = _in_order(symmetry, meant.about)
    if_ = [_literal(symmetry, one, names) for one in literals if one[1]]
    not_all = [_literal(symmetry, one, names) for one in literals if not one[1]]
    alternatives = [negation(one) for one in not_all]
    for sort, all_others in meant.others.items():
        other = _variable(sort, taken)
        inner = {**names, all_others.member: other}
        apart = [negation(equal(other, one)) for one in own if one.type == other.type]
        ways = [
            conjunction(*(_literal(symmetry, one, inner) for one in _in_order(symmetry, way)))
            for way in sorted(all_others.ways, key=lambda one: _places(symmetry, one))
        ]
        match ways:
            case [way]:
                if_.append(for_all([other], implies(conjunction(*apart), way)))
            case _:
                in_none = (negation(way) for way in ways)
                alternatives.append(exists([other], conjunction(*apart, *in_none)))
    distinct = [negation(equal(a, b)) for a, b in combinations(own, 2) if a.type == b.type]
    return Clause(own, (*distinct, *if_), tuple(alternatives)).term


def _variable(sort: str, taken: set[str]) -> Bound:
    new = Bound(unused(sort[0].lower(), taken), SortType(sort))
    taken.add(new.name)
    return new


def _literal(symmetry: Symmetry, literal: Literal, names: Mapping[Member, Bound]) -> Term:
    """One literal, positive or negative, its members being the variables ``names``."""

    def value(type_: Scalar, element: Element) -> Term:
        match type_:
            case BoolType():
                return TRUE if element else FALSE
            case EnumType():
                return EnumValue(str(element), type_)
            case RangeType():
                return IntValue(int(element))
            case SortType(sort):
                number = int(element)
                if (sort, number) in names:
                    return names[sort, number]
                return MemberValue(symmetry.instance.member_name(type_, number), type_)

    atom, sign = literal
    term = _term(symmetry, atom, value)
    return term if sign else negation(term)


def _in_order(symmetry: Symmetry, literals: Cube) -> list[Literal]:
    return sorted(literals, key=lambda one: _place(symmetry, one))


def _places(symmetry: Symmetry, literals: Cube) -> list[tuple[int, str]]:
    return sorted(_place(symmetry, one) for one in literals)


def _place(symmetry: Symmetry, literal: Literal) -> tuple[int, str]:
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
