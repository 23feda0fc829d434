"""What comes for free is true of every reachable state, and inductive together."""

from __future__ import annotations

from hypothesis import given, settings

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.free import free_invariants, guesses, inductive_part
from tdpspec.interpret.explore import graph
from tdpspec.solving.atoms import Atom, encode
from tdpspec.solving.relation import Relation
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tests import systems
from tests.spec import instance_of
from tests.strategies import systems as random_systems


def never_happens(at: Instance, relation: Relation, cubes: tuple[Literals, ...]) -> None:
    for state in graph(at).states:
        true = {relation.atoms[one] for one in encode(at, state)}
        for cube in cubes:
            assert not all((abs(one) in true) == (one > 0) for one in cube)


@given(random_systems(budget=300))
@settings(max_examples=25)
def test_an_inductive_part_never_happens(system: System) -> None:
    at = instance(system)
    frames = Frames(Relation(at))
    literals = tuple(frames.relation.atoms.values())
    cubes = [frozenset({a, -b}) for a in literals for b in literals if a != b][:200]
    cubes += [frozenset({sign * one}) for one in literals for sign in (1, -1)]
    found = inductive_part(frames, cubes)
    images = tuple(image for one in found for image in frames.images(one))
    never_happens(at, frames.relation, images)


def test_a_local_that_is_set_at_one_place_is_free() -> None:
    at = instance_of(
        """
        design only "" {}
        sort Node
        process worker(w: Node) {
            var is_busy: bool = false
            idle: is_busy := true
            work: is_busy := false
                  goto idle
        }
        invariant fine "" forall w: Node. w at idle => not w.is_busy
        """
    )
    frames = Frames(Relation(at))
    found = free_invariants(frames)
    never_happens(at, frames.relation, tuple(i for one in found for i in frames.images(one)))
    named = [frames.named(one) for one in found]
    busy = Atom("worker.is_busy", (0,), True)
    assert any((busy, True) in cube and len(cube) == 2 for cube in named)


def test_what_only_holds_initially_is_not_inductive_and_what_never_begins_is() -> None:
    frames = Frames(Relation(instance(systems.counter())))
    number = {atom.key: node for atom, node in frames.relation.atoms.items()}
    cubes = [frozenset({number[one]}) for one in range(4)]
    assert inductive_part(frames, cubes) == ()
    assert inductive_part(frames, [frozenset({number[0], number[1]})]) == (
        frozenset({number[0], number[1]}),
    )


def test_of_what_has_very_many_values_no_two_are_guessed() -> None:
    at = instance_of(
        """
        design only "" {}
        sort Node
        process worker(w: Node) {
            var has: 0..5 = 0
            var done: set 0..120 = {}
            idle: choose k: 0..5 { has := k  goto work }
            work: add has to done  goto idle
        }
        invariant fine "" true
        """,
        Node=1,
    )
    assert all(len(one) == 1 for one in guesses(Frames(Relation(at))))
