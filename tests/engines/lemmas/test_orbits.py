"""Renaming members: it commutes with everything that engines look at, and knows its limits."""

from __future__ import annotations

from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.lemmas.orbits import Orbits, Symmetry
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


def images_are_all_renamings(small: Instance, data: st.DataObject) -> None:
    symmetry, atoms = Symmetry(small), state_atoms(small)
    numbers = {atom: number for number, atom in enumerate(atoms, start=1)}
    signs = data.draw(
        st.dictionaries(st.sampled_from(atoms), st.booleans(), min_size=1, max_size=4)
    )
    cube = frozenset(numbers[atom] if sign else -numbers[atom] for atom, sign in signs.items())
    images = Orbits(small, numbers).images(cube)
    assert images[0] == cube
    assert len(set(images)) == len(images)
    assert set(images) == {
        frozenset(
            numbers[symmetry.rename(atom, renaming)] * (1 if sign else -1)
            for atom, sign in signs.items()
        )
        for renaming in renamings(small)
    }


@given(st.data())
@settings(max_examples=40)
def test_the_images_of_a_cube_are_its_renamings_under_all_permutations(
    data: st.DataObject,
) -> None:
    images_are_all_renamings(instance(data.draw(systems(budget=400))), data)


def test_images_place_only_the_members_that_are_named() -> None:
    small = instance(workshop(), {"Worker": 5, "Tool": 4})
    numbers = {atom: number for number, atom in enumerate(state_atoms(small), start=1)}
    orbits = Orbits(small, numbers)
    held = [numbers[Atom("held", (), (worker, 0))] for worker in range(2)]
    assert len(orbits.images(frozenset(held[:1]))) == 5 * 4
    # Two workers that are interchangeable in the cube: the same set twice is one image.
    assert len(orbits.images(frozenset(held))) == 5 * 4 // 2 * 4
    assert len(orbits.images(frozenset({held[0], -held[1]}))) == 5 * 4 * 4
    assert orbits.images(frozenset({numbers[Atom("open", (), True)]})) == (
        frozenset({numbers[Atom("open", (), True)]}),
    )


def test_a_fixed_design_of_a_symmetric_system_is_symmetric() -> None:
    for design in mutex().designs:
        is_invariant_under_renaming(instance(fix(mutex(), design.name)))
