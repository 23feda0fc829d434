"""An induction at given sizes as SMT-LIB 2 scripts of Booleans: one for the first states, one for
each action, one for the claim. No solver takes part in writing them.

The invariant is that each entry has one value, the claim, and the lemmas. The value of an atom
after a step is defined by the state before and by the ground action that is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tdpspec.solving.aiger_file import atom_text
from tdpspec.solving.atoms import Atom
from tdpspec.solving.circuit import FALSE, TRUE, Circuit
from tdpspec.solving.relation import GroundAction, Relation
from tdpspec.solving.smtlib import query
from tdpspec.system.certificate import Script
from tdpspec.system.changes import argument_names
from tdpspec.system.instance import Instance
from tdpspec.system.terms import Term

_HEAD = ("(set-logic QF_UF)",)


def finite_scripts(
    instance: Instance, claim: Term, lemmas: Mapping[str, Term], k: int
) -> tuple[Script, ...]:
    """Scripts that show together that ``claim`` holds in all reachable states of ``instance``, by
    induction from ``k`` states in a row, with ``lemmas``."""
    relation = Relation(instance)
    parts = {
        "each entry has one value": relation.circuit.conjunction(relation.well_formed),
        "the claim": relation.condition(claim),
        **{name: relation.condition(one) for name, one in lemmas.items()},
    }
    held = relation.circuit.conjunction(parts.values())
    return (
        _base(relation, parts, k),
        *_steps(relation, parts, held, k),
        _claim(relation, parts, held),
    )


def _base(relation: Relation, parts: Mapping[str, int], k: int) -> Script:
    run = _Run(relation)
    run.assume(0, relation.initial)
    for name, literal in parts.items():
        run.ask(f"{name}: in all initial states", 0, -literal)
    for step in range(1, k):
        run.step(relation.actions)
        for name, literal in parts.items():
            run.ask(f"{name}: after {step} steps", step, -literal)
    where = "in all initial states" if k == 1 else f"in the first {k} states of all runs"
    return run.script("finite.initial.smt2", f"the claim and the lemmas hold {where}")


def _steps(relation: Relation, parts: Mapping[str, int], held: int, k: int) -> Iterable[Script]:
    for action in relation.instance.system.actions:
        taken = tuple(one for one in relation.actions if one.step.action == action.name)
        if not taken:
            continue  # its guard is the constant false at these sizes
        run = _Run(relation)
        for step in range(k):
            run.assume(step, held)
            run.step(taken if step == k - 1 else relation.actions)
        for name, literal in parts.items():
            run.ask(f"{name}: after a step of {action.name}", k, -literal)
        kept = "a state" if k == 1 else f"{k} states in a row"
        yield run.script(
            f"finite.step.{action.name}.smt2",
            f"the claim and the lemmas hold after a step of {action.name} from {kept} in which"
            " they hold",
        )


def _claim(relation: Relation, parts: Mapping[str, int], held: int) -> Script:
    run = _Run(relation)
    run.assume(0, held)
    run.ask("the claim", 0, -parts["the claim"])
    return run.script("finite.claim.smt2", "the claim follows")


class _Run:
    """A script about a run that grows, from a state of which nothing is known."""

    def __init__(self, relation: Relation) -> None:
        self._relation = relation
        self._circuit: Circuit = relation.circuit
        self._names: dict[tuple[int, int], str] = {}
        self._lines: list[str] = list(_HEAD)
        self._queries = 0
        self._length = 0
        for atom, node in relation.atoms.items():
            self._declare(0, node, f"{self._atom(atom)} @0")
        for choice, node in relation.frozen.items():
            self._declare(0, node, f"choice {choice.choice} = {choice.key}")

    def step(self, actions: tuple[GroundAction, ...]) -> None:
        """One of ``actions`` is taken in the last state."""
        relation, circuit, at = self._relation, self._circuit, self._length
        for one in actions:
            names = ", ".join(argument_names(relation.instance, one.step))
            self._declare(at, one.selector, f"step {at + 1}: {one.step.action}({names})")
        fires = {one.step: FALSE for one in relation.actions}
        fires.update((one.step, one.selector) for one in actions)
        after = relation.next_values(fires)
        for condition in circuit.exactly_one(one.selector for one in actions):
            self.assume(at, condition)
        for one in actions:
            self.assume(at, circuit.implies(one.selector, one.guard))
        for atom, node in relation.atoms.items():
            text = self._literal(at, after[node])
            self._define(at + 1, node, f"{self._atom(atom)} @{at + 1}", text)
        for node in relation.frozen.values():
            self._names[at + 1, node] = self._names[at, node]
        self._length += 1

    def assume(self, step: int, literal: int) -> None:
        text = self._literal(step, literal)
        self._lines.append(f"(assert {text})")

    def ask(self, comment: str, step: int, literal: int) -> None:
        text = self._literal(step, literal)
        self._lines.extend(query(comment, (text,)))
        self._queries += 1

    def script(self, file: str, shows: str) -> Script:
        text = "\n".join((f"; If all answers are unsat: {shows}.", *self._lines)) + "\n"
        return Script(file, shows, self._queries, text)

    def _atom(self, atom: Atom) -> str:
        return atom_text(self._relation.instance, atom)

    def _declare(self, step: int, node: int, name: str) -> None:
        self._names[step, node] = f"|{name}|"
        self._lines.append(f"(declare-const |{name}| Bool)")

    def _define(self, step: int, node: int, name: str, text: str) -> None:
        self._names[step, node] = f"|{name}|"
        self._lines.append(f"(define-fun |{name}| () Bool {text})")

    def _literal(self, step: int, literal: int) -> str:
        """A term for ``literal`` at ``step``; the gates that it needs are defined first."""
        if literal in (TRUE, FALSE):
            return "true" if literal == TRUE else "false"
        if (step, abs(literal)) not in self._names:
            for node in self._circuit.cone((literal,)):
                if node != TRUE and (step, node) not in self._names:
                    operands = self._circuit.operands(node)
                    assert operands is not None, (step, node)  # all inputs are declared before
                    inside = " ".join(self._literal(step, one) for one in operands)
                    self._define(step, node, f"gate {node} @{step}", f"(and {inside})")
        name = self._names[step, abs(literal)]
        return name if literal > 0 else f"(not {name})"
