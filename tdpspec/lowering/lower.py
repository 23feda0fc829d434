"""``lower``: a checked module as a transition system, once for all designs and sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tdpspec.checking.checked import Checked, Fair, Process
from tdpspec.lowering.processes import lower_action, lower_process, placed
from tdpspec.lowering.situation import Vocabulary
from tdpspec.source.span import Origin
from tdpspec.system import model
from tdpspec.system.claims import terms_of
from tdpspec.system.make import disjunction, exists, unused
from tdpspec.system.model import (
    CAN_STEP,
    LOCKS_CLAIM,
    RANGES_CLAIM,
    Action,
    Assertion,
    Definition,
    Expectation,
    Fairness,
    Hint,
    Property,
    System,
)
from tdpspec.system.terms import Bound, definitions_used
from tdpspec.system.types import BOOL, EnumType


def lower(checked: Checked) -> System:
    """The transition system of ``checked``, choices left open.

    The claims that every spec has, lock use and ranges, come last, and only where some step
    could break them or something is expected of them.
    """
    vocabulary = Vocabulary(
        {one.name: one for one in checked.variables},
        {one.name: one for one in checked.definitions},
    )
    procedures = {one.name: one for one in checked.procedures}
    lock_names = tuple(one.name for one in checked.locks)
    names = _action_names(checked)
    places = dict(zip((one.name for one in checked.processes), checked.places, strict=True))
    actions = [
        action
        for process in checked.processes
        for action in lower_process(
            process, places[process.name], vocabulary, procedures, lock_names, names
        )
    ]
    for free in checked.actions:
        actions.extend(lower_action(free, vocabulary, procedures))
    actions = list(_named_apart(actions, names))
    claims = (*checked.properties, *_claims_of_every_spec(actions, checked.expectations))
    return System(
        name=checked.name,
        doc=checked.doc,
        sorts=checked.sorts,
        choices=checked.choices,
        designs=checked.designs,
        locks=checked.locks,
        processes=tuple(_process(one, places[one.name]) for one in checked.processes),
        variables=checked.variables,
        definitions=(*checked.definitions, *_can_step(actions, claims, checked.hints)),
        initially=checked.initially,
        actions=tuple(actions),
        properties=claims,
        expectations=checked.expectations,
        fairness=tuple(_fairness(one, checked, actions) for one in checked.fairness),
        hints=checked.hints,
        file=checked.file,
    )


def _action_names(checked: Checked) -> Mapping[tuple[str, str], str]:
    """A step's action is called after its label, with the process in front where two share it."""
    labels = [(one.name, step.step.label) for one in checked.processes for step in placed(one)]
    uses = Counter(label for _, label in labels)
    uses.update(one.name for one in checked.actions)
    taken = {one.name for one in checked.actions} | {one for one in uses if uses[one] == 1}
    names: dict[tuple[str, str], str] = {}
    for process, label in labels:
        name = label if uses[label] == 1 else unused(f"{process}_{label}", taken)
        names[process, label] = name
        taken.add(name)
    return names


def _named_apart(
    actions: Iterable[Action], names: Mapping[tuple[str, str], str]
) -> Iterator[Action]:
    """``actions``, a suffix changed where with it an action would be called as another one."""
    taken = {*names.values()}
    taken.update(one.step for one in actions if not one.process)
    for one in actions:
        if one.name != names.get((one.process, one.step), one.step):
            one = replace(one, name=unused(one.name, taken))
            taken.add(one.name)
        yield one


def _process(process: Process, places: EnumType) -> model.Process:
    kernel = {one.step.label: one.step.kernel for one in placed(process)}
    return model.Process(
        process.name,
        process.parameter,
        places,
        tuple(kernel.get(place, "") for place in places.values),
        process.doc,
        process.origin,
    )


def _fairness(fair: Fair, checked: Checked, actions: list[Action]) -> Fairness:
    """The actions that ``fair`` names, with the parameters that they have in common: the copy of
    a process, or what a free-standing action is declared with."""
    parameters: tuple[Bound, ...] = ()
    for process in checked.processes:
        if process.name == fair.process and process.parameter is not None:
            parameters = (process.parameter,)
    for free_standing in checked.actions:
        if not fair.process and free_standing.name == fair.step:
            parameters = free_standing.parameters
    meant = tuple(
        one.name for one in actions if one.process == fair.process and fair.step in ("", one.step)
    )
    return Fairness(fair.name, fair.strong, parameters, meant, fair.doc, fair.origin)


def _can_step(
    actions: list[Action], claims: tuple[Property, ...], hints: tuple[Hint, ...]
) -> Iterator[Definition]:
    """The definition that some action is enabled, where a claim or a lemma reads it."""
    for one in (*claims, *hints):
        terms = (one.condition,) if isinstance(one, Hint) else terms_of(one)
        if any(CAN_STEP in definitions_used(term) for term in terms):
            body = disjunction(*(exists(action.parameters, action.guard) for action in actions))
            doc = "some step can be taken"
            yield Definition(CAN_STEP, (), body, BOOL, doc, one.origin)
            return


def _claims_of_every_spec(
    actions: list[Action], expectations: tuple[Expectation, ...]
) -> tuple[Property, ...]:
    docs = {
        LOCKS_CLAIM: "nobody takes a lock twice, releases one he does not hold, or upgrades one",
        RANGES_CLAIM: "no update leaves the range of its variable",
    }
    claims: list[Property] = []
    for name, doc in docs.items():
        origins: list[Origin] = [
            *(one.origin for action in actions for one in action.checks if one.claim == name),
            *(one.origin for one in expectations if one.claim == name),
        ]
        if origins:
            claims.append(Assertion(name, doc, origins[0]))
    return tuple(claims)
