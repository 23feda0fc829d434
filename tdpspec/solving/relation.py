"""An instance as a circuit: atoms, initial condition, one ground action per choice of parameters.

Everything an engine asks a solver is a literal of this circuit, read at some step of a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tdpspec.solving.atoms import Atom, ChoiceAtom, combinations, keys, state_atoms
from tdpspec.solving.circuit import FALSE, Circuit
from tdpspec.solving.ground import Grounder, Values
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.instance import Instance
from tdpspec.system.maps import entry
from tdpspec.system.model import Action, Property
from tdpspec.system.terms import Bound, Term
from tdpspec.system.trace import Step

NO_VALUES: Values = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Selector:
    """The input that chooses one ground action for a step."""

    step: Step


@dataclass(frozen=True, slots=True)
class GroundAction:
    """An action with values for its parameters.

    Shape: ``changes`` gives, for each atom that the action may change, the literal of the atom
           and the literal, over the state before, of its next value.
    """

    step: Step
    selector: int
    guard: int
    changes: tuple[tuple[int, int], ...]


class Relation:
    """The ground transition system of an instance.

    Shape: ``atoms`` and ``frozen`` give the inputs that are the state and the open choices.
           ``initial`` is true in initial states. ``well_formed`` literals hold in every state:
           each one-hot entry has exactly one value, which initial states and actions keep.
           ``actions`` leaves out those whose guard is the constant false; without ``steps`` there
           are none, for what is asked about one state only.
    """

    def __init__(self, instance: Instance, *, steps: bool = True) -> None:
        self.instance = instance
        self.circuit = Circuit()
        self._grounder = Grounder(instance, self.circuit)
        self.atoms: Mapping[Atom, int] = {
            one: self.circuit.input(one) for one in state_atoms(instance)
        }
        self.well_formed = self._well_formed()
        self.frozen: Mapping[ChoiceAtom, int] = {
            name: literal
            for name, literal in self.circuit.inputs.items()
            if isinstance(name, ChoiceAtom)
        }
        self.initial = self._initial()
        self.actions = tuple(
            one
            for action in (instance.system.actions if steps else ())
            for one in self._all(action)
        )

    def condition(self, term: Term, values: Values = NO_VALUES) -> int:
        """A bool term about one state, as a literal, its free variables having ``values``; claims
        and lemmas, which are closed, need none."""
        return self._grounder.literal(term, values)

    def claims(self, claims: tuple[Property, ...]) -> dict[str, int]:
        """By name what those of ``claims`` that are about states say, as literals."""
        system = self.instance.system
        return {one.name: self.condition(condition_of(system, one)) for one in state_claims(claims)}

    def next_values(self, fires: Mapping[Step, int]) -> dict[int, int]:
        """For each atom's literal the literal of its value after the step, if at most one of
        ``fires`` is true; where none is, nothing changes."""
        changing: dict[int, dict[int, list[int]]] = {one: {} for one in self.atoms.values()}
        for action in self.actions:
            for atom, value in action.changes:
                changing[atom].setdefault(value, []).append(fires[action.step])
        circuit = self.circuit
        after = {}
        for atom, by_value in changing.items():
            moved = circuit.disjunction(one for ones in by_value.values() for one in ones)
            set_ = [
                circuit.conjunction((circuit.disjunction(ones), value))
                for value, ones in by_value.items()
            ]
            after[atom] = circuit.disjunction((*set_, circuit.conjunction((atom, -moved))))
        return after

    def _well_formed(self) -> tuple[int, ...]:
        system, grounder = self.instance.system, self._grounder
        entries = (
            grounder.well_formed(one.type, grounder.entry(one, indices))
            for one in system.variables
            for indices in self.instance.index_tuples(one)
        )
        choices = (grounder.well_formed(one.type, grounder.choice(one)) for one in system.choices)
        return tuple(literal for group in (*entries, *choices) for literal in group)

    def _initial(self) -> int:
        circuit, grounder = self.circuit, self._grounder
        conditions = list(self.well_formed)
        for variable in self.instance.system.variables:
            if variable.initial is None:
                continue
            value = grounder.literals(variable.initial, {})
            for indices in self.instance.index_tuples(variable):
                for key, atom in grounder.entry(variable, indices).items():
                    conditions.append(circuit.iff(atom, value.get(key, FALSE)))
        conditions.extend(map(self.condition, self.instance.system.initially))
        return circuit.conjunction(conditions)

    def _all(self, action: Action) -> list[GroundAction]:
        grounder, system = self._grounder, self.instance.system
        updates = []
        for update in action.updates:
            variable = system.variable[update.variable]
            # A name that no spec can contain: nothing in the map captures it.
            at = tuple(
                Bound(f"index {place}", type_) for place, type_ in enumerate(variable.indices)
            )
            updates.append((variable, at, entry(update.map, at)))
        found = []
        for arguments in combinations(self.instance, (one.type for one in action.parameters)):
            values = dict(zip(action.parameters, arguments, strict=True))
            guard = grounder.literal(action.guard, values)
            if guard == FALSE:
                continue
            changes: list[tuple[int, int]] = []
            for variable, at, term in updates:
                known = frozenset(keys(self.instance, variable.type))
                for indices in self.instance.index_tuples(variable):
                    value = grounder.literals(
                        term, {**values, **dict(zip(at, indices, strict=True))}
                    )
                    lost = [key for key, one in value.items() if one != FALSE and key not in known]
                    # A value without an atom would make the transition vanish.
                    assert not lost, (action.name, variable.name, lost)
                    before = grounder.entry(variable, indices)
                    changes.extend(
                        (atom, after)
                        for key, atom in before.items()
                        if (after := value.get(key, FALSE)) != atom
                    )
            step = Step(action.name, arguments)
            selector = self.circuit.input(Selector(step))
            found.append(GroundAction(step, selector, guard, tuple(changes)))
        return found
