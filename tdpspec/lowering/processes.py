"""A process as actions: its steps, the regions around them, and where each step may lead.

What a process holds at each place is found on the way: steps are lowered again until nothing
new is learnt about the locks at any place, which is a small fixpoint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from tdpspec.checking.checked import Action as FreeAction
from tdpspec.checking.checked import Procedure, Process, Region, Step
from tdpspec.lowering import locks
from tdpspec.lowering.actions import Path, paths, suffixes
from tdpspec.lowering.plain import Code, Effect, effects_of
from tdpspec.lowering.situation import FREE, Possible, Situation, Vocabulary
from tdpspec.lowering.statements import Run, after_effects
from tdpspec.lowering.tree import End, Tree
from tdpspec.system.make import conjunction, equal
from tdpspec.system.maps import Current, entry, store
from tdpspec.system.model import Action, Place, Update, Variable
from tdpspec.system.terms import TRUE, Bound, EnumValue
from tdpspec.system.types import EnumType

LocksAt = Mapping[str, Mapping[str, Possible]]
"""By place, then by lock: what the process may hold there, before its step begins."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step with the regions around it, outermost first, and the label that follows it."""

    step: Step
    regions: tuple[tuple[int, Region], ...]
    next: str


def lower_process(
    process: Process,
    places: EnumType,
    vocabulary: Vocabulary,
    procedures: Mapping[str, Procedure],
    lock_names: tuple[str, ...],
    names: Mapping[tuple[str, str], str],
) -> tuple[Action, ...]:
    """The actions of all steps, in the order written.

    ``names`` gives the name of each step's action by process and label.
    """
    steps = placed(process)
    code = Code(locks.Copy(process.name, process.parameter), procedures)
    lowering = _Steps(process, places, steps, vocabulary, code, lock_names)
    known = lowering.locks_at_places()
    return tuple(
        action
        for one in steps
        for action in lowering.actions(one, known, names[process.name, one.step.label])
    )


def lower_action(
    action: FreeAction, vocabulary: Vocabulary, procedures: Mapping[str, Procedure]
) -> tuple[Action, ...]:
    """A free-standing action; several where it has ``choose`` branches."""
    code = Code(locks.Copy("", None), procedures)
    situation = Situation(vocabulary)
    parameters: list[Bound] = []
    for one in action.parameters:
        situation, new = situation.with_parameter(one)
        parameters.append(new)
    tree = Run(code, lambda after, _: End(after)).run(action.body, situation, End)
    blank = Action(
        action.name, "", action.name, action.doc, tuple(parameters), TRUE, (), (), action.origin
    )
    return _as_actions(blank, paths(tree))


def placed(process: Process) -> tuple[Placed, ...]:
    """The steps of ``process`` in the order written, each with what is around and after it."""
    numbers = count()

    def flat(
        body: Iterable[Step | Region], around: tuple[tuple[int, Region], ...]
    ) -> Iterable[tuple[Step, tuple[tuple[int, Region], ...]]]:
        for one in body:
            if isinstance(one, Region):
                yield from flat(one.body, (*around, (next(numbers), one)))
            else:
                yield one, around

    found = tuple(flat(process.body, ()))
    labels = [*[step.label for step, _ in found][1:], "done"]
    return tuple(
        Placed(step, around, label) for (step, around), label in zip(found, labels, strict=True)
    )


@dataclass(frozen=True)
class _Steps:
    process: Process
    places: EnumType
    steps: tuple[Placed, ...]
    vocabulary: Vocabulary
    code: Code
    lock_names: tuple[str, ...]

    def locks_at_places(self) -> LocksAt:
        """What the process may hold at each place, from its first place on."""
        known: dict[str, dict[str, Possible]] = {self.steps[0].step.label: {}}
        by_label = {one.step.label: one for one in self.steps}
        work = [self.steps[0].step.label]
        while work:
            label = work.pop(0)
            if label not in by_label:
                continue
            for target, held in self._ends(by_label[label], known):
                merged = _join(known.get(target), held, self.lock_names)
                if merged != known.get(target):
                    known[target] = merged
                    if target not in work:
                        work.append(target)
        return known

    def actions(self, one: Placed, known: LocksAt, name: str) -> tuple[Action, ...]:
        if one.step.label not in known:
            known = {**known, one.step.label: {}}  # never reached; checking has warned
        tree, _ = self._tree(one, known)
        place = self._place
        parameters = () if self.process.parameter is None else (self.process.parameter,)
        here = entry(Current(place.name, place.type), parameters)
        blank = Action(
            name,
            self.process.name,
            one.step.label,
            one.step.kernel,
            parameters,
            equal(here, EnumValue(one.step.label, self.places)),
            (),
            (),
            one.step.origin,
        )
        return _as_actions(blank, paths(tree))

    @property
    def _place(self) -> Variable:
        return next(
            one
            for one in self.vocabulary.variables.values()
            if one.role == Place(self.process.name)
        )

    def _ends(self, one: Placed, known: LocksAt) -> tuple[tuple[str, Mapping[str, Possible]], ...]:
        _, ends = self._tree(one, known)
        return tuple(ends)

    def _tree(
        self, one: Placed, known: LocksAt
    ) -> tuple[Tree, list[tuple[str, Mapping[str, Possible]]]]:
        """The ways through a step, and for each of its ends the next place and what is held."""
        ends: list[tuple[str, Mapping[str, Possible]]] = []
        regions = {two.step.label: {number for number, _ in two.regions} for two in self.steps}
        held = known[one.step.label]
        copy = self.code.copy
        taken = frozenset() if copy.parameter is None else frozenset({copy.parameter.name})
        start = Situation(
            self.vocabulary,
            taken=taken,
            locks=held,
            free_at_start=frozenset(
                name for name in self.lock_names if held.get(name, FREE) == FREE
            ),
        )

        def finish(after: Situation, label: str) -> Tree:
            for number, region in reversed(one.regions):
                if number not in regions.get(label, set()):
                    after = locks.let_go(after, copy, region.lock)
            ends.append((label, after.locks))
            indices = () if copy.parameter is None else (copy.parameter,)
            place = self._place
            moved = store(after.map(place.name), indices, EnumValue(label, self.places))
            return End(after.with_map(place.name, moved))

        effects: list[Effect] = []
        situation = start
        for name in self.lock_names:
            again = locks.take_again(situation, copy, name)
            situation = again.situation
            effects.extend(effects_of(again))
        for number, region in one.regions:
            entered = locks.enter_region(
                situation, copy, region.lock, region.mode, number, region.origin
            )
            situation = entered.situation
            effects.extend(effects_of(entered))
        tree = Run(self.code, finish).run(
            one.step.body, situation, lambda after: finish(after, one.next)
        )
        return after_effects(tuple(effects), tree), ends


def _join(
    old: Mapping[str, Possible] | None, new: Mapping[str, Possible], names: tuple[str, ...]
) -> dict[str, Possible]:
    if old is None:
        return {name: new.get(name, FREE) for name in names}
    return {
        name: tuple(dict.fromkeys((*old.get(name, FREE), *new.get(name, FREE)))) for name in names
    }


def _as_actions(blank: Action, found: tuple[Path, ...]) -> tuple[Action, ...]:
    return tuple(
        replace(
            blank,
            name=blank.name + suffix,
            parameters=(*blank.parameters, *path.parameters),
            guard=conjunction(blank.guard, path.guard),
            updates=tuple(
                Update(name, map_)
                for name, map_ in path.situation.maps.items()
                if not isinstance(map_, Current)
            ),
            checks=path.checks,
        )
        for path, suffix in zip(found, suffixes(found), strict=True)
    )
