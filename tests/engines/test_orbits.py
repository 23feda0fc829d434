"""Renaming members: it commutes with everything that engines look at, and knows its limits."""

from __future__ import annotations

from itertools import permutations, product

from hypothesis import given, settings

from tdpspec.engines.orbits import Symmetry
from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import graph
from tdpspec.solving.atoms import Atom, decode, encode, state_atoms
from tdpspec.system.claims import condition_of
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.model import System
from tests.strategies import systems
from tests.systems import handover, mutex, workshop


def renamings(small: Instance):
    """All permutations of all interchangeable sorts."""
    sorts = Symmetry(small).sorts()
    each = [
        [
            {(sort.name, old): new for old, new in enumerate(chosen)}
            for chosen in permutations(range(small.size(sort)))
        ]
        for sort in sorts
    ]
    for parts in product(*each):
        yield {key: value for part in parts for key, value in part.items()}


def renamed(small: Instance, state: State, renaming) -> State:
    symmetry = Symmetry(small)
    return decode(small, (symmetry.rename(atom, renaming) for atom in encode(small, state)))


def is_invariant_under_renaming(small: Instance) -> None:
    whole = graph(small)
    states, initial = set(whole.states), set(whole.states[: whole.initial])
    edges = {(whole.states[before], whole.states[after]) for before, _, after in whole.edges}
    meaning = evaluator(small)
    claims = [condition_of(small.system, one) for one in small.system.properties]
    for renaming in renamings(small):
        image = {one: renamed(small, one, renaming) for one in states}
        assert {image[one] for one in initial} == initial
        assert {(image[a], image[b]) for a, b in edges} == edges
        for claim in claims:
            assert all(
                meaning.value(claim, one) == meaning.value(claim, image[one]) for one in states
            )


@given(systems())
@settings(max_examples=40)
def test_systems_do_not_tell_interchangeable_members_apart(system: System) -> None:
    is_invariant_under_renaming(instance(system))


def test_named_members_are_never_renamed() -> None:
    small = instance(handover())
    assert Symmetry(small).sorts() == ()
    assert list(renamings(small)) == [{}]


def test_an_orbit_places_only_the_members_that_are_named() -> None:
    small = instance(workshop())
    symmetry = Symmetry(small)
    sort = symmetry.sorts()[0]
    variable = next(one for one in small.system.variables if one.indices and one.indices[0] == sort)
    atom = next(one for one in _atoms(small) if one.variable == variable.name)
    orbit = symmetry.orbit(frozenset({(atom, True)}))
    assert orbit[0] == frozenset({(atom, True)})
    assert len(set(orbit)) == len(orbit)
    named = symmetry.members([(atom, True)])
    expected = 1
    for name, members in named.items():
        size = dict(small.sizes)[name]
        for used in range(len(members)):
            expected *= size - used
    assert len(orbit) == expected


def _atoms(small: Instance) -> tuple[Atom, ...]:
    return state_atoms(small)


def test_a_fixed_design_of_a_symmetric_system_is_symmetric() -> None:
    for design in mutex().designs:
        is_invariant_under_renaming(instance(fix(mutex(), design.name)))
