"""Finite states, and the steps between them, as models of first-order logic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import z3

from tdpspec.interpret.step import stepper
from tdpspec.solving.first_order import FirstOrder, answer_of
from tdpspec.solving.session import Answer, Formula
from tdpspec.system.instance import Element, Instance, State
from tdpspec.system.make import conjunction, equal
from tdpspec.system.model import Variable
from tdpspec.system.terms import (
    BoolValue,
    Bound,
    EnumValue,
    IntValue,
    MemberValue,
    NoneValue,
    Read,
    SetOf,
    Some,
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

EFFORT = 100_000
"""Of one query, in Z3's resource units. Where it does not suffice nothing is known; that is rare
where formulas exclude each other."""


class Models:
    """First-order logic about just one size: that of ``at``, whose members are constants."""

    def __init__(self, at: Instance) -> None:
        self.at = at
        self.logic = FirstOrder(at.system)
        self.answers: Counter[Answer] = Counter()
        self.values: dict[Bound, Formula] = {}
        self.conditions: list[Formula] = []
        for sort in at.system.interchangeable:
            kind = self.logic.signature.logic.sort(sort.type)
            members = [z3.Const(f"{sort.name} {one}", kind) for one in range(at.size(sort.type))]
            self.values.update(
                (_member(sort.type, number), one) for number, one in enumerate(members)
            )
            any_ = z3.Const("any", kind)
            self.conditions.append(z3.ForAll([any_], z3.Or([any_ == one for one in members])))
            if len(members) > 1:
                self.conditions.append(z3.Distinct(members))

    def agree(self, condition: Term, state: State, expected: bool) -> None:
        """A bool term is ``expected`` in ``state``."""
        self._is(self._in(state), self.logic.holds(condition, self.values), expected)

    def agree_initially(self, state: State, expected: bool) -> None:
        self._is(self._in(state), self.logic.initial, expected)

    def have_the_steps_of(self, state: State) -> None:
        """Each step that the interpreter takes from ``state`` is one here and leads to the same
        state, in both ways to say it; there are no others."""
        moves = dict(stepper(self.at).moves(state))
        for action in self.at.system.actions:
            step = self.logic.step(action)
            reached = {one.arguments: to for one, to in moves.items() if one.action == action.name}
            for chosen in product(*(self.at.elements(one.type) for one in action.parameters)):
                given = [
                    z3.Const(f"{one.name}!{action.name}", self.logic.signature.logic.sort(one.type))
                    == self.logic.translation.value(self.term(one.type, value), self.values)
                    for one, value in zip(action.parameters, chosen, strict=True)
                ]
                known = [*self._in(state), *given]
                if chosen not in reached:
                    assert self._answer([*known, *step.conditions]) is not Answer.SAT
                    assert self._answer([*known, *self.logic.guard(action)]) is not Answer.SAT
                    continue
                to = self.is_(reached[chosen])
                after = self.logic.after(to, step.changed, self.values)
                self._is([*known, *step.conditions], after, True)
                before = self.logic.precondition(action, to, self.values)
                self._is([*known, *self.logic.guard(action)], before, True)

    def _in(self, state: State) -> list[Formula]:
        return [*self.conditions, self.logic.holds(self.is_(state), self.values)]

    def _is(self, known: list[Formula], holds: Formula, expected: bool) -> None:
        # Above all what is so must not be excluded: that is how something false would be proved.
        opposite = self.logic.negation(holds)
        so, not_so = (holds, opposite) if expected else (opposite, holds)
        assert self._answer([*known, so]) is not Answer.UNSAT
        assert self._answer([*known, not_so]) is not Answer.SAT

    def _answer(self, formulas: list[Formula]) -> Answer:
        answer = answer_of(self.logic.solver(formulas, EFFORT))
        self.answers[answer] += 1
        return answer

    def is_(self, state: State) -> Term:
        """That the state is ``state``."""
        return conjunction(
            *(
                one
                for variable, value in zip(self.at.system.variables, state, strict=True)
                for one in self._entries(variable, value)
            )
        )

    def term(self, type_: Scalar, value: Element) -> Term:
        match type_:
            case BoolType():
                return BoolValue(bool(value))
            case EnumType():
                return EnumValue(str(value), type_)
            case RangeType():
                return IntValue(int(value))
            case SortType(name):
                members = self.at.system.sort[name].members
                if members:
                    return MemberValue(members[int(value)], type_)
                return _member(type_, int(value))

    def _entries(self, variable: Variable, value: object) -> Iterator[Term]:
        kinds = variable.indices
        for places in product(*(range(len(self.at.elements(one))) for one in kinds)):
            here = value
            for place in places:
                here = here[place]  # type: ignore[index]  # one level an index
            indices = tuple(
                self.term(one, self.at.elements(one)[place])
                for one, place in zip(kinds, places, strict=True)
            )
            yield equal(Read(variable.name, indices, variable.type), self._whole(variable, here))

    def _whole(self, variable: Variable, value: object) -> Term:
        match variable.type:
            case OptionType(of) as type_:
                return NoneValue(type_) if value is None else Some(self.term(of, value))  # type: ignore[arg-type]
            case SetType(of) as type_:
                assert isinstance(value, frozenset)
                each = [one if isinstance(one, tuple) else (one,) for one in value]
                return SetOf(
                    tuple(
                        tuple(self.term(t, e) for t, e in zip(of, one, strict=True))
                        for one in sorted(each, key=repr)
                    ),
                    type_,
                )
            case type_:
                return self.term(type_, value)  # type: ignore[arg-type]


def _member(type_: SortType, number: int) -> Bound:
    return Bound(f"{type_.name} {number}", type_)
