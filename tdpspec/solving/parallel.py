"""Which actions may be taken in one step of a run, so that a long run needs few steps.

Four processes that each take seven steps make a run of 28 steps one by one; where they do not look
at one another they are seven. The solver's work grows with the steps, steeply.

Source: the exists-step semantics of Rintanen, Heljanko, Niemela, Planning as Satisfiability:
Parallel Plans and Algorithms for Plan Search, Artificial Intelligence 170, 2006.
"""

from __future__ import annotations

from collections.abc import Iterable

from tdpspec.solving.circuit import TRUE
from tdpspec.solving.relation import GroundAction, Relation


def in_order(relation: Relation) -> tuple[int, ...]:
    """Conditions on the selectors under which the chosen actions can be taken one after another in
    the order of ``relation.actions``, if the guard of each holds before the step, and then lead
    where ``relation.next_values`` says: no action changes what a later one reads, and no two
    change the same atom."""
    circuit = relation.circuit
    atoms = frozenset(relation.atoms.values())
    chosen_before = dict.fromkeys(atoms, -TRUE)
    conditions: dict[int, None] = {}
    for action in relation.actions:
        changed = [atom for atom, _ in action.changes]
        for atom in sorted({*changed, *_read(relation, action, atoms)}):
            conditions[circuit.implies(action.selector, -chosen_before[atom])] = None
        for atom in changed:
            chosen_before[atom] = circuit.disjunction((chosen_before[atom], action.selector))
    conditions.pop(TRUE, None)
    return tuple(conditions)


def _read(relation: Relation, action: GroundAction, atoms: Iterable[int]) -> frozenset[int]:
    """The atoms that the guard and the new values of ``action`` depend on."""
    values = (after for _, after in action.changes)
    return frozenset(relation.circuit.cone((action.guard, *values))).intersection(atoms)
