"""Guesses from examples: what never was, in few words, and nothing that was."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings

from tdpspec.engines.lemmas import unseen as guessing
from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.quantify import lemma
from tdpspec.engines.lemmas.unseen import unseen
from tdpspec.interpret.explore import graph
from tdpspec.interpret.sample import sample
from tdpspec.solving.atoms import encode
from tdpspec.solving.relation import Relation
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.model import System
from tdpspec.system.printer import term_text
from tests.spec import instance_of
from tests.strategies import systems

PASSING = """
    design only "" {}
    sort Node
    var token: Node? = none
    var seen: set Node = {}
    action take(n: Node) { when token = none  token := n  add n to seen }
    action drop(n: Node) { when token = n  token := none }
    invariant fine "" true
"""


def literals_in(frames: Frames, state: State) -> frozenset[int]:
    relation = frames.relation
    true = {relation.atoms[one] for one in encode(relation.instance, state)}
    return frozenset(one if one in true else -one for one in relation.atoms.values())


def guesses(at: Instance) -> tuple[Frames, tuple[Literals, ...], list[frozenset[int]]]:
    frames = Frames(Relation(at))
    states = graph(at).states
    found = tuple(unseen(frames, states))
    return frames, found, [literals_in(frames, one) for one in states]


def test_what_was_never_seen_is_said_in_few_words() -> None:
    at = instance_of(PASSING, Node=3)
    frames, found, _ = guesses(at)
    said = {
        term_text(at.system, lemma(frames.symmetry, frames.named(one), "").condition)
        for one in found
    }
    assert "forall n: Node. token = n => n in seen" in said
    assert "token = none" not in said


def test_what_was_seen_is_not_guessed() -> None:
    at = instance_of(PASSING, Node=2)
    frames = Frames(Relation(at))
    (first, *_) = graph(at).states
    # All that is known is that nobody had the token.
    said = {
        term_text(at.system, lemma(frames.symmetry, frames.named(one), "").condition)
        for one in unseen(frames, (first,))
    }
    assert said == {"token = none", "forall n: Node. token != n", "forall n: Node. n notin seen"}


@given(systems(budget=200))
@settings(max_examples=25)
def test_no_renaming_of_a_guess_was_seen_and_each_part_of_it_was(system: System) -> None:
    at = instance(system)
    frames, found, states = guesses(at)
    for cube in found:
        images = frames.images(cube)
        assert not any(image <= one for image in images for one in states)
        for part in map(frozenset, combinations(cube, len(cube) - 1)):
            assert any(image <= one for image in frames.images(part) for one in states)


def test_where_there_are_too_many_ways_none_is_guessed(monkeypatch) -> None:
    at = instance_of(PASSING, Node=2)
    frames = Frames(Relation(at))
    monkeypatch.setattr(guessing, "WAYS", (1_000, 1))
    assert not [one for one in unseen(frames, sample(at)) if len(one) > 1]
