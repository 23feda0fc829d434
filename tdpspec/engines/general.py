"""Whether lemmas are an inductive invariant at every size, and imply the claims: one query for
each lemma and each action that may break it, in first-order logic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from tdpspec.solving.first_order import FirstOrder, answer_of
from tdpspec.solving.logic import TooWideError
from tdpspec.solving.session import Answer, Formula
from tdpspec.system.claims import all_variables_read
from tdpspec.system.model import Action, System
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction

EFFORT = 20_000_000
"""Of one query, in Z3's resource units, some millions a second. What is true mostly takes a
hundredth of it; what is not, all of it."""


FIRST_EFFORT = EFFORT // 10
"""Of one query at first; with all of ``EFFORT`` only those are asked again that were not answered
then, if they are few."""

MOST_OBSTACLES = 3
"""After so many, what is left is not tried: each costs seconds."""


_NOT_TRIED = "not all steps were tried"


@dataclass(frozen=True, slots=True)
class Needs:
    """How lemmas follow from one another at every size.

    Shape: ``of`` has for the name of a lemma, or of a claim, those that it was shown with;
           ``obstacles`` for each that was not shown why, for a person; ``not_shown`` those of
           them that were tried.
    """

    of: Mapping[str, frozenset[str]]
    obstacles: Mapping[str, str] = field(default_factory=dict)

    @property
    def not_shown(self) -> frozenset[str]:
        return frozenset(name for name, why in self.obstacles.items() if why != _NOT_TRIED)

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """``names`` and all that they need in turn."""
        found: set[str] = set()
        todo = list(names)
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo.extend(self.of.get(one, ()))
        return frozenset(found)


def check_every_size(
    system: System,
    lemmas: Mapping[str, Term],
    claims: Mapping[str, Term],
    hints: Mapping[str, frozenset[str]],
    only: frozenset[str] | None = None,
    effort: int = EFFORT,
    logic: Callable[[], FirstOrder] | None = None,
) -> Needs:
    """Whether ``lemmas`` hold initially, are kept by every step, and imply ``claims``, at every
    size of the sorts of ``system``, which is fixed to a design.

    Shape: ``hints`` names for a lemma or a claim the lemmas that are tried first to show it with;
           all of them are tried if these do not suffice. ``only``: the lemmas that are to be
           shown, the others being just assumed before a step; None for all. ``logic``
           gives the system in first-order logic, where several checks are to share it.
    """
    wanted = tuple(one for one in lemmas if only is None or one in only)
    try:
        shared = logic() if logic else FirstOrder(system)
        found = _Check(shared, lemmas, hints, min(effort, FIRST_EFFORT)).needs(wanted, claims)
        if not 0 < len(found.obstacles) < MOST_OBSTACLES or effort <= FIRST_EFFORT:
            return found
        open_ = tuple(one for one in wanted if one in found.obstacles)
        left = {name: one for name, one in claims.items() if name in found.obstacles}
        more = _Check(shared, lemmas, hints, effort).needs(open_, left)
        return Needs({**found.of, **more.of}, more.obstacles)
    except TooWideError as wide:
        return Needs({}, dict.fromkeys((*lemmas, *claims), str(wide)))


class _Check:
    def __init__(
        self,
        logic: FirstOrder,
        lemmas: Mapping[str, Term],
        hints: Mapping[str, frozenset[str]],
        effort: int,
    ) -> None:
        self._logic = logic
        self._lemmas = lemmas
        self._hints = hints
        self._effort = effort
        self._holds = {name: self._logic.holds(one) for name, one in lemmas.items()}
        self._switches = {name: self._logic.switch(name) for name in lemmas}
        self._reads = {name: all_variables_read(logic.system, one) for name, one in lemmas.items()}
        self._broken: dict[tuple[str, frozenset[str]], Formula] = {}
        self._needs: dict[str, set[str]] = {}
        self._obstacles: dict[str, str] = {}

    def needs(self, wanted: tuple[str, ...], claims: Mapping[str, Term]) -> Needs:
        logic = self._logic
        self._needs = {name: set() for name in (*wanted, *claims)}
        for name in wanted:
            formulas = [logic.initial, logic.negation(self._holds[name])]
            if logic.inconsistent(formulas, self._effort) is not Answer.UNSAT:
                self._obstacles[name] = f"{name} was not shown to hold initially"
        solver = self._solver(())
        said = {condition: name for name, condition in self._lemmas.items()}
        for name, condition in claims.items():
            if condition in said:
                # Not asked: a solver may fail to see even this where quantifiers alternate.
                self._needs[name].add(said[condition])
                continue
            broken = logic.negation(logic.holds(condition))
            self._show(solver, broken, name, "follow from the lemmas")
        for action in logic.system.actions:
            if len(self._obstacles) < MOST_OBSTACLES:
                self._kept(action, wanted)
        if len(self._obstacles) >= MOST_OBSTACLES:
            # Also where it was the last action at which the others were given up.
            for name in wanted:
                self._obstacles.setdefault(name, _NOT_TRIED)
        shown = {name: frozenset(one) for name, one in self._needs.items()}
        return Needs(shown, self._obstacles)

    def _kept(self, action: Action, wanted: tuple[str, ...]) -> None:
        """Whether a step of ``action`` keeps each lemma."""
        changes = frozenset(one.variable for one in action.updates)
        changed = {name: both for name in wanted if (both := self._reads[name] & changes)}
        if not changed:
            return
        solver = self._solver(self._logic.step(action).conditions)
        for name, some in changed.items():
            if len(self._obstacles) < MOST_OBSTACLES:
                broken = self._after(name, some)
                self._show(solver, broken, name, f"survive a step of {action.name}")

    def _show(self, solver: object, broken: Formula, name: str, what: str) -> None:
        found = self._excluded(solver, broken, name)
        if found is None:
            self._obstacles[name] = f"{name} was not shown to {what}"
        else:
            self._needs[name] |= found

    def _after(self, name: str, changed: frozenset[str]) -> Formula:
        """That the lemma is broken after a step that changes these of its variables."""
        key = (name, changed)
        if key not in self._broken:
            holds = self._logic.after(self._lemmas[name], changed)
            self._broken[key] = self._logic.negation(holds)
        return self._broken[key]

    def _solver(self, conditions: Iterable[Formula]) -> object:
        logic = self._logic
        guarded = [
            logic.implies(self._switches[name], formula) for name, formula in self._holds.items()
        ]
        return logic.solver([*conditions, *guarded], self._effort)

    def _excluded(self, solver: object, broken: Formula, name: str) -> frozenset[str] | None:
        """The lemmas with which ``broken`` was shown to be impossible; None if it was not."""
        own = frozenset({name}) & self._switches.keys()
        first = self._hints.get(name, frozenset()) | own
        with self._logic.assuming(solver, broken):
            for names in (first, frozenset(self._switches)):
                assumed = [one for other, one in self._switches.items() if other in names]
                if answer_of(solver, assumed) is Answer.UNSAT:
                    return names
        return None


class EverySizeRechecker:
    """Proofs for every size of one system, checked again one after the other, by solvers that no
    engine has used; what was shown once is not shown again."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._logic = cache(partial(FirstOrder, system))
        self._shown: dict[Term, frozenset[Term]] = {}

    def confirms(self, claim: Term, by: Induction) -> bool:
        """Whether the lemmas of ``by`` are shown to be inductive and to imply ``claim``; with
        what it says that each needs, or else with all of them."""
        lemmas = {one.name: one.condition for one in by.lemmas}
        all_, goal = frozenset(lemmas.values()), "the claim"
        hints = {name: frozenset(names) for name, names in by.needs}
        hints[goal] = frozenset(lemmas) if not by.needs else frozenset(by.needs[0][1])
        new = frozenset(
            name
            for name, condition in lemmas.items()
            if condition not in self._shown or not self._shown[condition] <= all_
        )
        found = check_every_size(self._system, lemmas, {goal: claim}, hints, new, logic=self._logic)
        for name in new - found.obstacles.keys():
            self._shown[lemmas[name]] = frozenset(lemmas[one] for one in found.of[name])
        return by.k == 1 and not found.obstacles
