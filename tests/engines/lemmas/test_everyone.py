"""What is guessed of everyone from cubes that say something of each member."""

from __future__ import annotations

from tdpspec.engines.lemmas.everyone import everyone, names_everyone
from tdpspec.engines.lemmas.orbits import Cube, Symmetry
from tdpspec.solving.atoms import Atom
from tdpspec.system.printer import term_text
from tests.spec import instance_of

TEXT = """
    design only "" {}
    sort Node
    sort Quorum = 2
    var inside: set (Node, Quorum) = {}
    var joined: set Node = {}
    var before: set (Node, Node) = {}
    var started: bool = false
    action change(n: Node, m: Node, q: Quorum) {
        add n to joined
        add (n, q) to inside
        add (n, m) to before
        started := true
    }
    invariant fine "" true
"""
STARTED = (Atom("started", (), True), True)


def outside(node: int, quorum: int = 0) -> tuple[Atom, bool]:
    return Atom("inside", (), (node, quorum)), False


def idle(node: int) -> tuple[Atom, bool]:
    return Atom("joined", (), node), False


def later(node: int, than: int) -> tuple[Atom, bool]:
    return Atom("before", (), (than, node)), True


def guessed(size: int, *cubes: Cube) -> tuple[str, ...]:
    at = instance_of(TEXT, Node=size)
    return tuple(term_text(at.system, one) for one in everyone(Symmetry(at), cubes))


def test_each_is_in_one_of_the_ways_of_the_cube() -> None:
    cube = frozenset({STARTED, outside(0), outside(1), idle(2)})
    assert guessed(3, cube)[0] == (
        "forall q: Quorum. started => exists n: Node. (n, q) in inside and n in joined"
    )


def test_two_literals_about_one_member_are_one_way() -> None:
    also = (later(0, 0), outside(0), idle(1), outside(1), idle(2))
    assert guessed(3, frozenset({STARTED, *also}))[0] == (
        "forall q: Quorum. started => exists n: Node. "
        "not ((n, q) notin inside and (n, n) in before) and n in joined"
    )


def test_who_is_in_one_way_and_more_is_in_that_way() -> None:
    cube = frozenset({STARTED, outside(0), idle(0), outside(1), idle(2)})
    assert guessed(3, cube)[0] == (
        "forall q: Quorum. started => exists n: Node. (n, q) in inside and n in joined"
    )


def test_cubes_that_say_the_same_else_are_taken_together() -> None:
    """Of other quorums and members, as a search finds them; and each for itself as well."""
    some = frozenset({STARTED, *(outside(one, 1) for one in range(3))})
    others = frozenset({STARTED, *(idle(one) for one in range(3))})
    together = "forall q: Quorum. started => exists n: Node. (n, q) in inside and n in joined"
    assert guessed(3, some, others) == (
        together,
        "forall q: Quorum. not (started and forall n: Node. (n, q) notin inside)",
        "not (started and forall n: Node. n notin joined)",
    )
    assert guessed(3, others, some)[0] == together


def test_of_one_member_something_else_may_be_said() -> None:
    """It has to be told from all others where they are said to be something to it."""
    cube = frozenset({STARTED, (idle(1)[0], True), later(0, 1), idle(2)})
    assert (
        "forall n: Node. n in joined and started => "
        "exists n2: Node. n2 != n and n2 in joined and (n, n2) notin before"
    ) in guessed(3, cube)
    assert all("exists n2: Node. n2 != n and" in guess for guess in guessed(3, cube))


def test_who_is_not_named_is_not_guessed_about() -> None:
    of_two = frozenset({STARTED, outside(0), idle(1)})
    for size in (2, 3):
        assert guessed(size, of_two) == ()
        assert not names_everyone(Symmetry(instance_of(TEXT, Node=size)), of_two)
    cube = of_two | {idle(2)}
    assert names_everyone(Symmetry(instance_of(TEXT, Node=3)), cube)
    assert guessed(4, cube) == ()


def test_pairs_of_all_members_are_not_guessed_about() -> None:
    in_order = frozenset({later(one, than) for one in range(4) for than in range(one)})
    assert guessed(4, in_order) == ()
