"""TLC and exhaustive search say the same of what was emitted."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tdpspec.interpret.explore import explore, graph
from tdpspec.system.claims import state_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.tla.dump import read_graph
from tdpspec.tla.judge import judge
from tdpspec.tla.names import names_of
from tdpspec.tla.read_output import Answer, Broken, Decoded, NoError, decoded
from tdpspec.tla.run import Options
from tdpspec.tla.tools import Tools
from tests import systems
from tests.strategies import systems as random_systems
from tests.tla.shipped import designs, instances

SMALL = ("die_hard", "peterson", "two_phase_commit", "paxos")


def assert_same_graph(
    open_: Instance, fixed: Instance, design: str, tools: Tools, folder: Path
) -> None:
    """Same initial states, same states, same edges with the same actions."""
    own = graph(fixed)
    dump = folder / "graph.dot"
    answer = judge(
        open_,
        design,
        None,
        tools,
        folder,
        Options(seconds=120, dump=dump),
        expected_states=len(own.states),
    )
    assert isinstance(answer, NoError), answer
    found = read_graph(dump.read_text(encoding="utf-8"), fixed, names_of(open_.system))
    assert found.states == frozenset(own.states)
    assert found.initial == frozenset(own.states[: own.initial])
    assert found.edges == frozenset(
        (own.states[before], step.action, own.states[after]) for before, step, after in own.edges
    )


@pytest.mark.parametrize(("name", "design"), designs(SMALL))
def test_the_state_graph_is_the_same(name, design, tools, tmp_path):
    assert_same_graph(*instances(name, design), design, tools, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "design"), designs(("tdp_mmu_roots",)))
def test_the_state_graph_of_the_big_spec_is_the_same(name, design, tools, tmp_path):
    assert_same_graph(*instances(name, design), design, tools, tmp_path)


def test_the_state_graph_of_a_system_made_by_hand_is_the_same(tools, tmp_path):
    at = instance(systems.workshop())
    assert_same_graph(at, at, "only", tools, tmp_path)


def assert_same_verdicts(
    open_: Instance, fixed: Instance, design: str, tools: Tools, folder: Path
) -> None:
    """What holds, together; what does not, one claim at a time: a refutation has the length of the
    shortest one, and TLC's states and actions are a run of the system."""
    claims = state_claims(fixed.system.properties)
    own = explore(fixed, claims)
    refuted = {claim.name: trace for claim, trace in own.refuted}
    names = names_of(open_.system)
    edges = _edges(fixed)

    def judged(*claims: str) -> Answer:
        below = folder / claims[-1]
        below.mkdir()
        options = Options(seconds=120)
        return judge(open_, design, claims, tools, below, options, expected_states=own.states)

    held = tuple(one.name for one in claims if one.name not in refuted)
    if held:
        answer = judged(*held)
        assert isinstance(answer, NoError), answer
    for claim, trace in refuted.items():
        answer = judged(claim)
        assert isinstance(answer, Broken), (claim, answer)
        assert answer.what == names.properties[claim]
        found = decoded(answer, fixed, names)
        assert isinstance(found, Decoded)
        assert len(found.actions) == len(trace)
        for before, action, after in zip(
            found.states, found.actions, found.states[1:], strict=False
        ):
            assert (before, action, after) in edges


def _edges(at: Instance) -> frozenset[tuple[object, str, object]]:
    own = graph(at)
    return frozenset(
        (own.states[before], step.action, own.states[after]) for before, step, after in own.edges
    )


@pytest.mark.parametrize(("name", "design"), designs(("die_hard", "peterson")))
def test_the_verdicts_are_the_same(name, design, tools, tmp_path):
    assert_same_verdicts(*instances(name, design), design, tools, tmp_path)


# TLC runs once for each claim that is refuted.
@pytest.mark.slow
@pytest.mark.parametrize(("name", "design"), designs(("two_phase_commit", "tdp_mmu_roots")))
def test_the_verdicts_on_the_big_specs_are_the_same(name, design, tools, tmp_path):
    assert_same_verdicts(*instances(name, design), design, tools, tmp_path)


def test_a_claim_made_of_asserts_fails_in_the_state_before_the_step(tools, tmp_path):
    at = instance(systems.counter())
    assert_same_verdicts(at, at, "only", tools, tmp_path)


def test_fairness_decides_over_a_temporal_claim(tools, tmp_path):
    """Without fairness a process may stay where it is for ever."""
    fair, _ = instances("peterson", "peterson")
    free = instance(replace(fair.system, fairness=()))
    found = []
    for at, name in ((fair, "fair"), (free, "free")):
        folder = tmp_path / name
        folder.mkdir()
        found.append(judge(at, "peterson", ("no_starvation",), tools, folder))
    assert isinstance(found[0], NoError)
    assert isinstance(found[1], Broken)
    assert found[1].loop is not None


@pytest.mark.slow
def test_random_systems_have_the_same_state_graph(tools, tmp_path_factory):
    @seed(20261122)
    @settings(
        max_examples=25,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(random_systems(budget=400))
    def check(system: System) -> None:
        at = instance(system)
        assert_same_graph(at, at, "only", tools, tmp_path_factory.mktemp("random"))

    check()


@pytest.mark.slow
def test_random_systems_with_choices_have_the_same_state_graph(tools, tmp_path_factory):
    @seed(20261123)
    @settings(
        max_examples=12,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(random_systems(choices=True, budget=400))
    def check(system: System) -> None:
        folder = tmp_path_factory.mktemp("random")
        fixed = instance(fix(system, "one"))
        assert_same_graph(instance(system), fixed, "one", tools, folder)

    check()
