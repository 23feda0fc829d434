"""Runs in a SAT solver are those of the interpreter, step for step."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings

from tdpspec.interpret.explore import explore, graph
from tdpspec.interpret.replay import Mismatch, replay
from tdpspec.interpret.step import stepper
from tdpspec.solving.atoms import encode
from tdpspec.solving.relation import Relation
from tdpspec.solving.runs import Runs
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import instance
from tdpspec.system.model import System
from tdpspec.system.trace import Step
from tests import systems
from tests.spec import instance_of
from tests.strategies import systems as random_systems

DEPTH = 4


@pytest.mark.parametrize("up_to_renaming", [False, True])
@given(system=random_systems(budget=300))
@settings(max_examples=25)
def test_a_claim_is_broken_after_so_many_steps_as_a_search_says(
    system: System, up_to_renaming: bool
) -> None:
    at = instance(system)
    relation = Relation(at)
    shortest = {one.name: len(trace) for one, trace in explore(at, system.properties).refuted}
    for claim in system.properties:
        holds = relation.condition(condition_of(system, claim))
        runs = Runs(relation, up_to_renaming=up_to_renaming)
        for length in range(DEPTH + 1):
            assert runs.depth == length
            found = runs.exist([(length, -holds)])
            if found:
                assert len(runs.trace()) == length
                assert not isinstance(replay(at, runs.trace(), claim), Mismatch)
            assert found == (shortest.get(claim.name) == length)
            if found:
                break
            runs.require(length, holds)
            runs.extend()


@given(random_systems(budget=100))
@settings(max_examples=25)
def test_states_of_each_length_are_those_that_so_many_steps_lead_to(system: System) -> None:
    at = instance(system)
    relation, whole = Relation(at), graph(at)
    runs, steps = Runs(relation), stepper(at)
    here = set(whole.states[: whole.initial])
    for length in range(3):
        for state in whole.states[:30]:
            true = {relation.atoms[one] for one in encode(at, state)}
            literals = [one if one in true else -one for one in relation.atoms.values()]
            assert runs.exist((length, one) for one in literals) == (state in here)
        here = {after for one in here for _, after in steps.moves(one)}
        runs.extend()


def test_what_is_excluded_is_on_no_run() -> None:
    at = instance(systems.counter())
    relation = Relation(at)
    runs = Runs(relation)
    for _ in range(2):
        runs.extend()
    number = {atom.key: node for atom, node in relation.atoms.items()}
    # Up twice, or up and down; nothing else.
    assert [n for n in range(4) if runs.exist([(2, number[n])])] == [0, 2]
    runs.exclude(1, [number[1]])
    assert not runs.exist()


PAIRS = """
    sort Node
    sort Key
    var linked: set (Node, Node) = {}
    var used: set Key = {}
    action link(a: Node, b: Node) { when a != b  add (a, b) to linked }
    action use(k: Key) { when k notin used  add k to used }
    invariant few "" not exists a, b, c: Node. (a, b) in linked and (b, c) in linked and a != c
"""


def runs_of_length(length: int, *, up_to_renaming: bool) -> set[tuple[Step, ...]]:
    """All there are, with three nodes and two keys."""
    relation = Relation(instance_of(PAIRS, Node=3, Key=2))
    runs = Runs(relation, up_to_renaming=up_to_renaming)
    for _ in range(length):
        runs.extend()
    selectors = {one.step: one.selector for one in relation.actions}
    return {
        steps
        for steps in product(selectors, repeat=length)
        if runs.exist((at, selectors[one]) for at, one in enumerate(steps))
    }


def renamed(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """With the members of each sort called in the order in which they are named."""
    names: dict[bool, list[object]] = {True: [], False: []}
    found = []
    for one in steps:
        of = names[one.action == "link"]
        of.extend(value for value in one.arguments if value not in of)
        found.append(Step(one.action, tuple(map(of.index, one.arguments))))
    return tuple(found)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_of_each_run_there_is_one_renaming(length: int) -> None:
    every = runs_of_length(length, up_to_renaming=False)
    assert runs_of_length(length, up_to_renaming=True) == set(map(renamed, every)) < every
