"""Faults put into the proof engine: whatever is wrong in it, nothing wrong is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tdpspec.engines.base import Engine
from tdpspec.engines.contradiction import ContradictionError
from tdpspec.engines.lemmas import free, quantify
from tdpspec.engines.lemmas.frames import Frames, Predecessor
from tdpspec.engines.lemmas.general import EverySizeChecker, Needs
from tdpspec.engines.lemmas.orbits import Symmetry
from tdpspec.engines.lemmas.proof import Support
from tdpspec.engines.search import small_sizes
from tdpspec.engines.search.every_size import EverySize
from tdpspec.engines.search.pdr import Pdr, Search
from tdpspec.interpret.explore import explore
from tdpspec.system.instance import Instance
from tdpspec.system.types import SortType
from tdpspec.system.verdict import Induction, Proved, Refuted
from tests.engines.confirmed import confirmed
from tests.engines.doubles import Fixed
from tests.spec import instance_of

CHAIN = """
    var start: bool = false
    var key: bool = false
    var a: bool = false
    var b: bool = false
    action first { when key  a := true }
    action second { when a  b := true }
    invariant never "" not b
"""
"""True: nothing sets the key. The proof needs ``not a`` and ``not key``."""

STAIRS = """
    var n: 0..3 = 0
    action up { when n < 3  n := n + 1 }
    invariant low "" n != 3
"""
"""False after three steps."""

LATCH = """
    var y: bool = false
    var z: bool = false
    var x: bool = true
    action first { z := true }
    action second { when z  y := true }
    action other { y := true  x := false }
    invariant not_both "" not (x and y)
"""
"""False after two steps. No step sets ``x``, which is true initially."""

TOKEN = """
    sort Node
    var is_free: bool = true
    var held: set Node = {}
    action take(n: Node) { when is_free  is_free := false  add n to held }
    action give(n: Node) { when n in held  remove n from held  is_free := true }
    invariant not_lost "" is_free or (exists n: Node. n in held)
"""
"""True; that no node holds the token is said of all of them."""

SIDES = """
    sort Side = {left, right}
    var hit: set Side = {}
    var is_armed: bool = false
    action arm { is_armed := true }
    action strike { when is_armed  add right to hit }
    invariant left_is_safe "" left notin hit
    invariant right_is_safe "" right notin hit
"""
"""The second is false after two steps; sides have names, and are not alike."""

COPIES = """
    sort Node
    process worker(w: Node) {
        var is_new: bool = true
        work: is_new := false
        goto work
    }
    invariant all_are_old "" forall w: Node. not w.is_new
"""
"""False initially."""


@pytest.fixture(autouse=True)
def only_proofs_are_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that breaks a claim, found before, would hide what is wrong with the search."""
    monkeypatch.setattr(small_sizes, "short_runs", lambda *_: iter(()))
    monkeypatch.setattr(small_sizes, "where_long", lambda *_: iter(()))


def at(text: str, **sizes: int) -> Instance:
    return instance_of(f'design only "" {{}}\n{text}', **sizes)


def is_right(engine: Engine, here: Instance) -> bool:
    """Whether it says what is so; False if it, or what confirms it, noticed that it is wrong.
    What is wrong and shown all the same fails."""
    wrong = {one.name for one, _ in explore(here, here.system.properties).refuted}
    try:
        verdicts = confirmed(engine, here)
    except (ContradictionError, AssertionError):
        return False
    for name, verdict in verdicts.items():
        assert isinstance(verdict, Refuted if name in wrong else Proved), name
    return len(verdicts) == len(here.system.properties)


@pytest.mark.parametrize("text", [CHAIN, STAIRS, LATCH, TOKEN, SIDES, COPIES])
@pytest.mark.parametrize("engine", [Pdr(), EverySize()], ids=lambda one: one.name)
def test_without_a_fault_all_is_right(text: str, engine: Engine) -> None:
    assert is_right(engine, at(text))


ENGINES = pytest.mark.parametrize("engine", [Pdr(), EverySize()], ids=lambda one: one.name)


@ENGINES
def test_a_step_that_is_taken_whatever_its_guard(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    honest = Frames.__init__

    def unguarded(self: Frames, relation: object, known: object = ()) -> None:
        honest(self, relation, known)  # type: ignore[arg-type]
        self._after = self.relation.next_values(
            {one.step: one.selector for one in self.relation.actions}
        )
        self._open()

    monkeypatch.setattr(Frames, "__init__", unguarded)
    assert not is_right(engine, at(CHAIN))


@ENGINES
def test_a_predecessor_that_forgets_the_guard(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    honest = Frames.predecessor

    def lifted(self: Frames, cube: frozenset[int]) -> Predecessor:
        found = honest(self, cube)
        (fired,) = (one for one in self.relation.actions if one.step == found.step)
        after = dict(fired.changes)
        goals = [after.get(abs(one), abs(one)) * (1 if one > 0 else -1) for one in sorted(cube)]
        return replace(found, cube=self._cube(goals))

    monkeypatch.setattr(Frames, "predecessor", lifted)
    assert not is_right(engine, at(CHAIN))


@ENGINES
def test_a_generalised_cube_that_initial_states_are_in(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    honest = Search._generalise

    def unchecked(self: Search, cube: frozenset[int], level: int) -> frozenset[int]:
        with uninitialised(self.frames):
            return honest(self, cube, level)

    monkeypatch.setattr(Search, "_generalise", unchecked)
    assert not is_right(engine, at(LATCH))


@contextmanager
def uninitialised(frames: Frames) -> Iterator[None]:
    """It takes no state for an initial one."""
    frames.meets_initial = lambda cube: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del frames.meets_initial


@ENGINES
def test_members_with_names_that_are_taken_for_alike(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    def all_sorts(self: Symmetry) -> tuple[SortType, ...]:
        return tuple(one.type for one in self.instance.system.sorts)

    monkeypatch.setattr(Symmetry, "sorts", all_sorts)
    assert not is_right(engine, at(SIDES))


@ENGINES
def test_what_comes_for_free_is_not_looked_at_initially(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    honest = free.inductive_part

    def unchecked(frames: Frames, cubes: object) -> object:
        with uninitialised(frames):
            return honest(frames, cubes)  # type: ignore[arg-type]

    monkeypatch.setattr(free, "inductive_part", unchecked)
    # Where all states are visited it does no harm.
    monkeypatch.setattr(small_sizes, "where_few_states", lambda *_: ())
    assert not is_right(engine, at(COPIES))


def test_a_lemma_that_is_needed_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Support._needed
    monkeypatch.setattr(Support, "_needed", lambda self, goal: honest(self, goal)[1:])
    assert not is_right(Pdr(), at(CHAIN))


def test_what_lemmas_need_in_turn_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Needs, "closure", lambda self, names: frozenset(names))
    assert not is_right(EverySize(), at(CHAIN))


def test_what_is_said_of_all_others_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = quantify.reading
    monkeypatch.setattr(quantify, "reading", lambda *of: replace(honest(*of), others={}))
    assert not is_right(Pdr(), at(TOKEN, Node=3))
    # It looks for a way that does without; what it says must be right all the same.
    is_right(EverySize(), at(TOKEN, Node=3))


LIAR = Fixed("liar", Proved(None, Induction(1)))
"""Says that the claim alone is inductive at every size."""

FOUR = """
    sort Node
    var bad: set Node = {}
    action crash(p: Node, q: Node, r: Node, s: Node) {
        when p != q and p != r and p != s and q != r and q != s and r != s
        add p to bad
    }
    invariant never "" forall n: Node. n notin bad
"""
"""True of up to three members."""


def test_a_lie_is_noticed_where_it_is_one_at_these_sizes() -> None:
    with pytest.raises(ContradictionError, match="a fresh solver contradicts its step"):
        confirmed(LIAR, at(FOUR, Node=4))


def test_a_lie_about_other_sizes_is_shown_for_these_only() -> None:
    for size in (1, 2, 3):
        verdict = confirmed(LIAR, at(FOUR, Node=size))["never"]
        assert isinstance(verdict, Proved)
        assert verdict.covers == (("Node", size),)
        assert verdict.obstacle == "a fresh solver did not confirm it for every size"


def test_without_confirmation_the_lie_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EverySizeChecker, "confirms", lambda *_: True)
    verdict = confirmed(LIAR, at(FOUR, Node=3))["never"]
    assert isinstance(verdict, Proved)
    assert verdict.covers is None
