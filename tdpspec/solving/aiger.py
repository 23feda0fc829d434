"""An instance as an and-inverter graph for hardware model checkers: latches are atoms, inputs
choose the step, a bad-state output is a claim. ``aiger_file.py`` writes it, ``witness.py`` reads
back what such a checker answers.

The graph is total: of the inputs that are true the first one is the step that is chosen; where its
guard is false, or none is true, nothing changes. Where the values that the system begins with are
not constants, inputs propose them, until they are those of an initial state: then a latch says that
the run has started. Before, no state is bad.

Source: Biere, Heljanko, Wieringa, AIGER 1.9 And Beyond, Linz 2011.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tdpspec.solving import circuit as circuits
from tdpspec.solving.atoms import Atom
from tdpspec.solving.circuit import Circuit
from tdpspec.solving.relation import Relation, Selector
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.trace import Step

FALSE = 0
TRUE = 1


@dataclass(frozen=True, slots=True)
class FirstValue:
    """The input that proposes a value of ``atom`` as long as the run has not started."""

    atom: Atom


@dataclass(frozen=True, slots=True)
class Started:
    """The latch that says that the run has started."""


@dataclass(frozen=True, slots=True)
class Latch:
    """One bit of state: what it begins as, and the literal of its value after a step."""

    means: Atom | Started
    reset: bool
    after: int


@dataclass(frozen=True, slots=True)
class Bad:
    """``literal`` is true in the states that break ``claim``."""

    claim: str
    literal: int


@dataclass(frozen=True, slots=True)
class Gate:
    """The conjunction of two literals: ``output`` is larger than ``left``, which is not smaller
    than ``right``."""

    output: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Aiger:
    """An and-inverter graph.

    Shape: a literal is 0 (false), 1 (true), or 2 n for variable n and 2 n + 1 for its negation.
           The variables are numbered from 1: first the inputs, then the latches, then the gates.
    """

    inputs: tuple[Selector | FirstValue, ...]
    latches: tuple[Latch, ...]
    gates: tuple[Gate, ...]
    bads: tuple[Bad, ...]


def aiger(relation: Relation) -> Aiger:
    """The graph of ``relation``, whose choices are fixed, with a bad-state output for each of its
    claims about states. Temporal claims have none."""
    assert not relation.frozen, "a choice is open"
    circuit, system = relation.circuit, relation.instance.system
    claims = state_claims(system.properties)
    holding = [relation.condition(condition_of(system, one)) for one in claims]
    after = relation.next_values(_fires(relation))

    resets = _constant_first_values(relation)
    proposed = [FirstValue(atom) for atom in relation.atoms if atom not in resets]
    inputs: tuple[Selector | FirstValue, ...] = (
        *(Selector(one.step) for one in relation.actions),
        *proposed,
    )
    begins = [relation.atoms[atom] for atom, value in resets.items() if value]
    is_started = not proposed and all(circuit.evaluate((relation.initial,), begins))

    graph = _Graph(len(inputs) + len(relation.atoms) + (not is_started))
    input_of = {name: 2 * number for number, name in enumerate(inputs, start=1)}
    latch_of = {
        atom: 2 * number for number, atom in enumerate(relation.atoms, start=len(inputs) + 1)
    }
    started = TRUE if is_started else 2 * (len(inputs) + len(relation.atoms) + 1)
    first = {
        atom: TRUE if resets.get(atom) else input_of.get(FirstValue(atom), FALSE)
        for atom in relation.atoms
    }
    running = graph.copy(
        circuit,
        {
            **{relation.atoms[atom]: latch for atom, latch in latch_of.items()},
            **{one.selector: input_of[Selector(one.step)] for one in relation.actions},
        },
    )
    starting = graph.copy(circuit, {relation.atoms[atom]: one for atom, one in first.items()})
    latches = [
        Latch(atom, resets.get(atom, False), graph.ite(started, running(after[node]), first[atom]))
        for atom, node in relation.atoms.items()
    ]
    if not is_started:
        now_or_before = graph.disjunction(started, starting(relation.initial))
        latches.append(Latch(Started(), False, now_or_before))
    bads = tuple(
        Bad(one.name, graph.conjunction(started, running(-holds)))
        for one, holds in zip(claims, holding, strict=True)
    )
    return Aiger(inputs, tuple(latches), tuple(graph.gates), bads)


def _fires(relation: Relation) -> Mapping[Step, int]:
    """For each ground action whether it is taken: the first one selected, if its guard holds."""
    circuit, fires, earlier = relation.circuit, {}, circuits.FALSE
    for one in relation.actions:
        fires[one.step] = circuit.conjunction((one.selector, -earlier, one.guard))
        earlier = circuit.disjunction((earlier, one.selector))
    return fires


def _constant_first_values(relation: Relation) -> Mapping[Atom, bool]:
    """The first values of those atoms that have the same one in all initial states because the
    initial condition says so directly."""
    operands = relation.circuit.operands(relation.initial) if relation.initial > 0 else None
    conditions = frozenset((relation.initial,) if operands is None else operands)
    return {
        atom: node in conditions
        for atom, node in relation.atoms.items()
        if node in conditions or -node in conditions
    }


class _Graph:
    """A growing graph, each gate stored once; its first gate follows the variable ``last``."""

    def __init__(self, last: int) -> None:
        self.gates: list[Gate] = []
        self._last = last
        self._known: dict[tuple[int, int], int] = {}

    def conjunction(self, one: int, other: int) -> int:
        left, right = max(one, other), min(one, other)
        if right == FALSE or left == right ^ 1:
            return FALSE
        if right in (TRUE, left):
            return left
        found = self._known.get((left, right))
        if found is None:
            found = self._known[left, right] = 2 * (self._last + len(self.gates) + 1)
            self.gates.append(Gate(found, left, right))
        return found

    def disjunction(self, one: int, other: int) -> int:
        return self.conjunction(one ^ 1, other ^ 1) ^ 1

    def ite(self, condition: int, then: int, otherwise: int) -> int:
        if then == otherwise:
            return then
        return self.disjunction(
            self.conjunction(condition, then), self.conjunction(condition ^ 1, otherwise)
        )

    def copy(self, circuit: Circuit, inputs: Mapping[int, int]) -> Callable[[int], int]:
        """A function from literals of ``circuit`` to literals of this graph that mean the same
        where those of ``inputs`` do."""
        done = {circuits.TRUE: TRUE, **inputs}

        def literal(one: int) -> int:
            if abs(one) not in done:
                for node in circuit.cone((one,)):
                    if node not in done:
                        done[node] = self._all(map(literal, circuit.operands(node) or ()))
            return done[abs(one)] ^ (one < 0)

        return literal

    def _all(self, literals: Iterable[int]) -> int:
        """The conjunction of ``literals``, of little depth."""
        level = sorted(literals)
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2], strict=False)
            level = [*(self.conjunction(*pair) for pair in pairs), *level[len(level) & ~1 :]]
        return level[0]
