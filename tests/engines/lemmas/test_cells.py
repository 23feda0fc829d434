"""What is true of one member alone, and how it is said in few words."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.lemmas.cells import Aspect, Cell, Member, members, situations
from tdpspec.system.make import rewrite, truth
from tdpspec.system.printer import term_text
from tdpspec.system.terms import FALSE, TRUE, Bound, Read, Term
from tdpspec.system.types import BOOL, SortType
from tests.spec import instance_of

ANY = Bound("m", SortType("Node"))


def aspect(number: int, ways: int) -> Aspect:
    return tuple(Read(f"is_{number}_{way}", (ANY,), BOOL) for way in range(ways))


def holds(term: Term, member: Member, cell: Cell) -> bool:
    so = {
        one: truth(number == at)
        for conditions, at in zip(member.aspects, cell, strict=True)
        for number, one in enumerate(conditions)
    }
    found = rewrite(term, so.get)
    assert found in (TRUE, FALSE)
    return found == TRUE


@st.composite
def questions(draw: st.DrawFn) -> tuple[Member, list[Cell], list[Cell]]:
    """A member, the cells that are possible, and some of them."""
    ways = draw(st.lists(st.integers(2, 4), min_size=1, max_size=3))
    member = Member(ANY, tuple(aspect(number, way) for number, way in enumerate(ways)))
    cells = list(member.cells())
    assert cells == list(product(*map(range, ways)))
    possible = draw(st.lists(st.sampled_from(cells), unique=True, min_size=1))
    return member, possible, draw(st.lists(st.sampled_from(possible), unique=True))


@given(questions())
@settings(max_examples=200)
def test_some_of_the_possible_cells_are_told_from_the_others(
    question: tuple[Member, list[Cell], list[Cell]],
) -> None:
    member, possible, some = question
    said = member.is_in_one(some, possible)
    assert [one for one in possible if holds(said, member, one)] == [
        one for one in possible if one in some
    ]


@given(questions())
@settings(max_examples=200)
def test_what_is_not_possible_is_excluded_and_nothing_else(
    question: tuple[Member, list[Cell], list[Cell]],
) -> None:
    member, possible, _ = question
    parts = list(member.excluded(possible))
    for cell in member.cells():
        assert any(holds(one, member, cell) for one in parts) == (cell not in possible)


TEXT = """
    design only "" {}
    sort Node
    sort Lock
    enum Word = free | taken
    var word: Lock -> Word = free
    var owner: Node? = none
    var count: 0..9 = 0
    var up: set Node = {}
    var has: set (Node, Lock) = {}
    process node(n: Node) {
        var wants: Lock? = none
        idle: choose l: Lock { wants := l }
        busy: wants := none
              goto idle
    }
    invariant fine "" true
"""


def told(aspects: tuple[Aspect, ...], of: str, text: str = TEXT) -> list[list[str]]:
    system = instance_of(text).system
    return [[term_text(system, one) for one in conditions] for conditions in aspects]


def test_what_is_said_of_a_member() -> None:
    node, lock = members(instance_of(TEXT).system, None)
    assert told(node.aspects, "n") == [
        ["n at idle", "n at busy"],
        ["owner = n", "owner != n"],
        ["n in up", "n notin up"],
        ["n.wants = none", "n.wants != none"],
    ]
    assert told(lock.aspects, "l") == [["word[l] = free", "word[l] = taken"]]


def test_how_a_member_stands_to_another() -> None:
    system = instance_of(TEXT).system
    lock = Bound("l", SortType("Lock"))
    # No lock stands in any way to another one.
    (node,) = members(system, lock)
    assert told(node.aspects, "n")[1:3] == [
        ["(n, l) in has", "(n, l) notin has"],
        ["n.wants = l", "n.wants = none", "n.wants != l and n.wants != none"],
    ]
    # Said in one with whom it is.
    assert not any("none" in one for aspect in told(node.aspects, "n")[3:] for one in aspect)


BY_WORDS = """
    sort Node
    enum Half = low | high
    var sent: set (Half, Node) = {}
    var kept: Half, bool -> set Node = {}
    var last: Node -> Half = low
    var many: set (Node, 0..9) = {}
    action go(n: Node) { add (low, n) to sent }
"""


def test_what_is_also_about_words_is_said_for_each_of_them() -> None:
    (node,) = members(instance_of(BY_WORDS).system, None)
    assert [one for one, *_ in told(node.aspects, "n", BY_WORDS)] == [
        "last[n] = low",
        "(low, n) in sent",
        "(high, n) in sent",
        "n in kept[low, false]",
        "n in kept[low, true]",
        "n in kept[high, false]",
        "n in kept[high, true]",
    ]


def test_what_a_claim_reads_is_looked_at_first() -> None:
    (node,) = members(instance_of(BY_WORDS).system, None, {"kept"})
    assert [one for one, *_ in told(node.aspects, "n", BY_WORDS)][:2] == [
        "n in kept[low, false]",
        "n in kept[low, true]",
    ]


def test_situations_are_of_nothing_of_one_thing_and_of_two() -> None:
    system = instance_of(TEXT).system
    of_all = told(tuple(situations(system, None)), "")
    assert of_all[:3] == [["true"], ["owner = none", "owner != none"], ["up = {}", "up != {}"]]
    assert len(of_all[-1]) == 4
    of_lock = told(tuple(situations(system, Bound("l", SortType("Lock")))), "l")
    assert of_lock[:2] == [["true"], ["word[l] = free", "word[l] = taken"]]
    assert "word[l] = free and owner = none" in of_lock[2]
