"""Lowering against running the statements one by one, on random protocols and shipped ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from random import Random
from types import MappingProxyType

import pytest

from tdpspec.checking.check import check
from tdpspec.checking.checked import Checked
from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import stepper
from tdpspec.interpret.values import values_of
from tdpspec.lowering.lower import lower
from tdpspec.source.text import SourceText
from tdpspec.syntax.parse import parse
from tdpspec.system.claims import condition_of
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, State, Value, instance
from tdpspec.system.model import Assertion, Local, Shared
from tdpspec.system.types import Scalar
from tests.lowering.running import Running
from tests.lowering.writing import Writer
from tests.test_specs import FOLDERS

STATES = 40

FEWER = {"paxos": {"Acceptor": 2, "Ballot": 2}}
"""Members of a spec's sorts, where a set of triples has too many values to draw one of."""


def checked(text: str) -> Checked | None:
    source = SourceText("t.tdp", text)
    module, found = parse(source)
    assert module is not None, found
    return check(module, source)[0]


def anywhere(at: Instance, state: State, random: Random) -> State:
    """``state`` with other data. Whether it can be reached does not matter to what a step does;
    places and locks stay, which lowering knows things about."""
    data = list(state)
    for i, variable in enumerate(at.system.variables):
        if isinstance(variable.role, (Shared, Local)):
            values = tuple(values_of(at, variable.type))
            data[i] = _filled(at, variable.indices, values, random)
    return tuple(data)


def _filled(
    at: Instance, indices: tuple[Scalar, ...], values: tuple[Value, ...], random: Random
) -> object:
    if not indices:
        return random.choice(values)
    return tuple(_filled(at, indices[1:], values, random) for _ in at.elements(indices[0]))


def assert_lowered_as_it_runs(
    spec: Checked, states: int, sizes: Mapping[str, int] = MappingProxyType({})
) -> None:
    """The same steps, with the same values, to the same states, breaking the same claims; from
    ``states`` states of every design, about half of them of any data."""
    system = lower(spec)
    for design in system.designs:
        values = {name: value.value for name, value in design.assignment}
        running = Running(spec, evaluator(instance(system, sizes), values))
        fixed = instance(fix(system, design.name), sizes)
        steps = stepper(fixed)
        labels = {one.name: (one.process, one.step) for one in system.actions}
        claims = {
            one.name: steps.meaning.function(condition_of(fixed.system, one))
            for one in fixed.system.properties
            if isinstance(one, Assertion)
        }
        seen: list[State] = list(islice(steps.initial(), 2))
        seen.extend(anywhere(fixed, seen[0], Random(number)) for number in range(states // 2))
        seen = list(dict.fromkeys(seen))
        for state in seen:
            lowered = list(steps.moves(state))
            run = list(running.moves(state))
            assert Counter((one.process, one.step, one.arguments, one.after) for one in run) == (
                Counter((*labels[step.action], step.arguments, after) for step, after in lowered)
            )
            broken = frozenset().union(*(one.broken for one in run))
            assert broken == {name for name, holds in claims.items() if not holds(state)}
            for one in run:
                if one.after not in seen and len(seen) < states:
                    seen.append(one.after)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_shipped_specs_are_lowered_as_they_run(folder):
    text = (folder / f"{folder.name}.tdp").read_text(encoding="utf-8")
    spec = checked(text)
    assert spec is not None
    assert_lowered_as_it_runs(spec, STATES, FEWER.get(folder.name, {}))


def lowered_as_they_run(seeds: range) -> int:
    """How many of the random protocols had no mistake in them."""
    good = 0
    for seed in seeds:
        spec = checked(Writer(seed).protocol())
        if spec is not None:
            assert_lowered_as_it_runs(spec, STATES)
            good += 1
    return good


def test_random_protocols_are_lowered_as_they_run():
    assert lowered_as_they_run(range(30)) > 10


@pytest.mark.slow
def test_many_random_protocols_are_lowered_as_they_run():
    assert lowered_as_they_run(range(100, 140)) > 26
