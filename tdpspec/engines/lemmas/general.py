"""Whether lemmas are an inductive invariant at every size, and imply the claims: one query for
each lemma and each action that does not evidently keep it, in first-order logic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from tdpspec.engines.lemmas.evident import Evident
from tdpspec.solving.first_order import FirstOrder
from tdpspec.solving.logic import TooWideError
from tdpspec.solving.session import Formula
from tdpspec.system.claims import all_variables_read
from tdpspec.system.first_member import by_order
from tdpspec.system.model import Action, System
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction

EFFORT = 20_000_000
"""Of one query, in Z3's resource units, some millions a second. What is true mostly takes a
hundredth of it; what is not, all of it."""

FIRST_EFFORT = EFFORT // 10
"""Of one query at first; with all of the effort only those are asked again that were not answered
then, if they are few."""

SEEDS = (1, 2, 3)
"""Of solvers that are asked once more where all of the effort is spent: what one does not find, by
the luck of what it instantiates first, another one mostly does."""

INSTANCES = 200_000
"""Of quantifiers in a query to one of them."""

AT_ONCE = FIRST_EFFORT // 20
"""Of one query, where it is asked just in case."""

MOST_OBSTACLES = 3
"""After so many, what is left is not tried: each costs seconds."""

_NOT_TRIED = "not all steps were tried"

_FOLLOW = "follow from the lemmas that were found; to declare a `lemma` may help"


@dataclass(frozen=True, slots=True)
class Needs:
    """How lemmas follow from one another at every size.

    Shape: ``of`` has for the name of a lemma, or of a claim, those that it was shown with;
           ``obstacles`` for each that was not shown why, for a person; ``not_shown`` those of
           them that were tried. ``added`` are lemmas that were not among those given.
    """

    of: Mapping[str, frozenset[str]]
    obstacles: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, Term] = field(default_factory=dict)

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


class EverySizeChecker:
    """Says what is inductive at every size of the sorts of one system, which is fixed to a design;
    what was shown once is not shown again. ``more`` gives lemmas, by name, that are tried as well
    where a claim does not follow from others."""

    def __init__(
        self, system: System, more: Callable[[], Mapping[str, Term]] = dict[str, Term]
    ) -> None:
        self._more = cache(more)
        self._logic = cache(partial(FirstOrder, system))
        self._evident = Evident(system)
        self._shown: dict[Term, frozenset[Term]] = {}

    def needs(
        self,
        lemmas: Mapping[str, Term],
        claims: Mapping[str, Term],
        hints: Mapping[str, frozenset[str]],
        effort: int = EFFORT,
        obstacles: int = MOST_OBSTACLES,
    ) -> Needs:
        """Whether ``lemmas`` hold initially, are kept by every step, and imply ``claims``.

        Shape: ``hints`` names for a lemma or a claim the lemmas that are tried first to show it
               with; all of them are tried if these do not suffice. After so many ``obstacles``
               what is left is not tried.
        """
        names = {condition: name for name, condition in lemmas.items()}
        before = {
            name: frozenset(names[one] for one in needed)
            for name, condition in lemmas.items()
            if (needed := self._shown.get(condition)) is not None and needed <= names.keys()
        }
        new = tuple(name for name in lemmas if name not in before)

        def ask(new: tuple[str, ...], claims: Mapping[str, Term], effort: int) -> Needs:
            check = _Check(self._logic(), self._evident, lemmas, hints, effort, obstacles)
            return check.needs(new, claims)

        try:
            found = ask(new, claims, min(effort, FIRST_EFFORT))
            if 0 < len(found.obstacles) < obstacles and effort > FIRST_EFFORT:
                open_ = tuple(name for name in new if name in found.obstacles)
                left = {name: one for name, one in claims.items() if name in found.obstacles}
                more = ask(open_, left, effort)
                found = Needs({**found.of, **more.of}, more.obstacles)
        except TooWideError as wide:
            return Needs({}, dict.fromkeys((*lemmas, *claims), str(wide)))
        for name in new:
            if name not in found.obstacles:
                self._shown[lemmas[name]] = frozenset(lemmas[one] for one in found.of[name])
        # A claim may be one of the lemmas, and as that need more than itself.
        of = {
            name: before.get(name, frozenset()) | found.of.get(name, frozenset())
            for name in (*before, *found.of)
        }
        needs = Needs(of, found.obstacles)
        left = {name: one for name, one in claims.items() if name in needs.obstacles}
        return self._with_more(lemmas, left, needs, min(effort, FIRST_EFFORT)) if left else needs

    def _with_more(
        self, lemmas: Mapping[str, Term], left: Mapping[str, Term], found: Needs, effort: int
    ) -> Needs:
        """``found`` with those of the claims ``left`` that follow from lemmas shown and ``more``,
        and do not have to be kept themselves."""
        wrong = {name for name, one in lemmas.items() if one in left.values()}.union(
            found.obstacles
        )
        shown = {name: one for name, one in lemmas.items() if not found.closure([name]) & wrong}
        known = frozenset(shown.values())
        # By name alone is told what was not shown, so one that is taken would hide it.
        taken = {*lemmas, *left}
        more = {
            name: one
            for name, one in self._more().items()
            if one not in known and name not in taken
        }
        if not more:
            return found
        lemmas = {**shown, **more}
        most = len(left) + 1
        check = _Check(self._logic(), self._evident, lemmas, {}, effort, most, tuple(more))
        told = check.needs(tuple(more), left)
        open_ = {name: why for name, why in found.obstacles.items() if name not in told.of}
        open_.update(told.obstacles)
        return Needs({**found.of, **told.of}, open_, more)

    def confirms(self, claim: Term, by: Induction) -> bool:
        """Whether the lemmas of ``by`` are shown to be inductive and to imply ``claim``; with
        what it says that each needs, or else with all of them."""
        lemmas = {one.name: one.condition for one in by.lemmas}
        goal = "the claim"
        hints = {name: frozenset(names) for name, names in by.needs}
        hints[goal] = frozenset(lemmas) if not by.needs else frozenset(by.needs[0][1])
        return by.k == 1 and not self.needs(lemmas, {goal: claim}, hints).obstacles


class _Check:
    def __init__(
        self,
        logic: FirstOrder,
        evident: Evident,
        lemmas: Mapping[str, Term],
        hints: Mapping[str, frozenset[str]],
        effort: int,
        most: int,
        may_be_spared: tuple[str, ...] = (),
    ) -> None:
        self._may_be_spared = may_be_spared
        self._logic = logic
        self._evident = evident
        self._lemmas = lemmas
        self._hints = hints
        self._effort = effort
        self._most = most
        self._holds = {name: self._logic.holds(one) for name, one in lemmas.items()}
        self._switches = {name: self._logic.switch(name) for name in lemmas}
        self._guarded = tuple(
            logic.implies(self._switches[name], one) for name, one in self._holds.items()
        )
        self._reads = {name: all_variables_read(logic.system, one) for name, one in lemmas.items()}
        self._said = {condition: name for name, condition in lemmas.items()}
        self._first = by_order(lemmas)
        self._needs: dict[str, set[str]] = {}
        self._obstacles: dict[str, str] = {}

    def needs(self, wanted: tuple[str, ...], claims: Mapping[str, Term]) -> Needs:
        logic = self._logic
        self._needs = {name: set() for name in (*wanted, *claims)}
        for name in wanted:
            if name in self._first:
                self._needs[name].add(self._first[name])
        wanted = tuple(name for name in wanted if name not in self._first)
        initial = _Asked(logic, (logic.initial,), self._effort)
        for name in wanted:
            if not initial.excludes(logic.negation(self._holds[name])):
                self._obstacles[name] = f"{name} was not shown to hold initially"
        any_state = self._asked(())
        for name, condition in claims.items():
            if condition in self._said:
                # Not asked: a solver may fail to see even this where quantifiers alternate.
                self._needs[name].add(self._said[condition])
                continue
            broken = logic.negation(logic.holds(condition))
            self._show(any_state, broken, name, _FOLLOW)
        for action in logic.system.actions:
            if len(self._obstacles) < self._most:
                self._kept(action, wanted)
        if len(self._obstacles) >= self._most:
            # Also where it was the last action at which the others were given up.
            for name in wanted:
                self._obstacles.setdefault(name, _NOT_TRIED)
        shown = {name: frozenset(one) for name, one in self._needs.items()}
        return Needs(shown, self._obstacles)

    def _kept(self, action: Action, wanted: tuple[str, ...]) -> None:
        """Whether a step of ``action`` keeps each lemma; what is evident is not asked."""
        changes = frozenset(one.variable for one in action.updates)
        left = []
        for name in wanted:
            if not self._reads[name] & changes:
                continue
            if self._evident.keeps(action, self._lemmas[name]):
                self._needs[name].add(name)
            else:
                left.append(name)
        if not left:
            return
        step = self._asked(self._logic.guard(action))
        for name in left:
            if len(self._obstacles) < self._most:
                kept = self._logic.precondition(action, self._lemmas[name])
                self._show(
                    step, self._logic.negation(kept), name, f"survive a step of {action.name}"
                )

    def _asked(self, conditions: Iterable[Formula]) -> _Asked:
        return _Asked(self._logic, tuple(conditions), self._effort, self._guarded)

    def _show(self, asked: _Asked, broken: Formula, name: str, what: str) -> None:
        found = self._excluded(asked, broken, name)
        if found is None and self._effort > FIRST_EFFORT:
            found = self._excluded_by_others(asked.conditions, broken, name)
        if found is None:
            self._obstacles[name] = f"{name} was not shown to {what}"
        else:
            self._needs[name] |= found

    def _excluded_by_others(
        self, conditions: tuple[Formula, ...], broken: Formula, name: str
    ) -> frozenset[str] | None:
        """The same by solvers that know nothing else."""
        names = frozenset((*self._hints.get(name, self._holds), name)) & self._holds.keys()
        known = tuple(one for other, one in self._holds.items() if other in names)
        for seed in SEEDS:
            solver = self._logic.solver((*conditions, *known), FIRST_EFFORT, seed, INSTANCES)
            if self._logic.excludes(solver, broken):
                return names
        return None

    def _excluded(self, asked: _Asked, broken: Formula, name: str) -> frozenset[str] | None:
        """The lemmas with which ``broken`` was shown to be impossible; None if it was not."""
        own = frozenset({name}) & self._switches.keys()
        first = self._hints.get(name, frozenset()) | own
        for names in dict.fromkeys((first, frozenset(self._switches))):
            assumed = [one for other, one in self._switches.items() if other in names]
            if asked.excludes(broken, assumed):
                return self._spared(asked, broken, names)
        return None

    def _spared(self, asked: _Asked, broken: Formula, names: frozenset[str]) -> frozenset[str]:
        """``names`` without those that may be spared and can be, the last ones first."""
        for one in reversed(self._may_be_spared):
            fewer = names - {one}
            if one in names and asked.excludes(
                broken, [it for name, it in self._switches.items() if name in fewer]
            ):
                names = fewer
        return names


class _Asked:
    """A solver that knows ``conditions`` and what is ``guarded`` by switches; a new one after each
    question to which there was no answer, which may have cost it what it knew."""

    def __init__(
        self,
        logic: FirstOrder,
        conditions: tuple[Formula, ...],
        effort: int,
        guarded: tuple[Formula, ...] = (),
    ) -> None:
        self.conditions = conditions
        self._logic = logic
        self._new = partial(logic.solver, (*conditions, *guarded), effort)
        self._solver: object = None

    def excludes(self, formula: Formula, assumptions: Sequence[Formula] = ()) -> bool:
        """Whether ``formula`` was shown to be impossible where ``assumptions`` hold."""
        if self._solver is None:
            self._solver = self._new()
        found = self._logic.excludes(self._solver, formula, assumptions)
        if not found:
            self._solver = None
        return found
