"""A cube that names all members of a sort may be about "all others"; one that names few is not."""

from __future__ import annotations

from itertools import product

from tdpspec.engines.lemmas.orbits import Cube, Symmetry
from tdpspec.engines.lemmas.quantify import lemma
from tdpspec.engines.lemmas.readings import FEWEST, Others, reading, widened
from tdpspec.interpret.evaluate import evaluator
from tdpspec.solving.atoms import Atom
from tdpspec.system.instance import Instance
from tdpspec.system.printer import term_text
from tests.spec import instance_of

TEXT = """
    design only "" {}
    sort Node
    var held: set Node = {}
    var is_free: bool = true
    action take(n: Node) { add n to held  is_free := false }
    invariant fine "" is_free or (exists n: Node. n in held)
"""
FREE = Atom("is_free", (), True)


def at(size: int) -> Instance:
    return instance_of(TEXT, Node=size)


def held(node: int) -> Atom:
    return Atom("held", (), node)


def nobody(size: int, *but: int) -> Cube:
    """Not free, and none of ``size`` nodes holds it but these."""
    return frozenset({(FREE, False), *((held(one), one in but) for one in range(size))})


def test_all_of_three_in_the_same_words_are_all_there_are() -> None:
    found = reading(Symmetry(at(3)), nobody(3))
    assert found.about == {(FREE, False)}
    assert found.others == {"Node": Others(("Node", 0), (frozenset({(held(0), False)}),))}
    assert widened(Symmetry(at(3)), nobody(3), at(4)) == nobody(4)
    assert widened(Symmetry(at(3)), nobody(3), at(5)) == nobody(5)


def test_all_of_three_but_one_are_all_others() -> None:
    found = reading(Symmetry(at(3)), nobody(3, 1))
    assert found.about == {(FREE, False), (held(1), True)}
    assert found.others == {"Node": Others(("Node", 0), (frozenset({(held(0), False)}),))}
    assert widened(Symmetry(at(3)), nobody(3, 1), at(4)) == nobody(4, 1)


def test_all_of_two_are_just_these_two() -> None:
    assert FEWEST == 3
    for cube in (nobody(2), nobody(2, 0)):
        found = reading(Symmetry(at(2)), cube)
        assert (found.about, found.others) == (cube, {})
        assert widened(Symmetry(at(2)), cube, at(3)) == cube


def test_three_of_four_are_just_these_three() -> None:
    found = reading(Symmetry(at(4)), nobody(3))
    assert (found.about, found.others) == (nobody(3), {})
    assert widened(Symmetry(at(4)), nobody(3), at(5)) == nobody(3)


def test_in_words() -> None:
    small = at(3)
    symmetry = Symmetry(small)
    assert term_text(small.system, lemma(symmetry, nobody(3), "l").condition) == (
        "(forall n: Node. n notin held) => is_free"
    )
    assert term_text(at(2).system, lemma(Symmetry(at(2)), nobody(2), "l").condition) == (
        "forall n, n2: Node. n != n2 => n in held or n2 in held or is_free"
    )


def test_a_lemma_excludes_the_renamings_of_its_cube_and_nothing_else() -> None:
    for size, but in product((2, 3, 4), ((), (0,), (1,), (0, 1))):
        small = at(size)
        condition = lemma(Symmetry(small), nobody(size, *but), "l").condition
        meaning = evaluator(small)
        for free, chosen in product((False, True), product((False, True), repeat=size)):
            members = frozenset(one for one, inside in enumerate(chosen) if inside)
            excluded = not free and len(members) == len(but)
            assert meaning.value(condition, (members, free)) == (not excluded)


def test_all_others_of_one_sort_name_members_of_another_that_are_no_all_others() -> None:
    small = instance_of(
        """
        design only "" {}
        sort Node, Ballot
        var joined: set (Node, Ballot) = {}
        var tried: set Ballot = {}
        action join(n: Node, b: Ballot) { add (n, b) to joined  add b to tried }
        invariant fine "" tried = {} or (exists n: Node, b: Ballot. (n, b) in joined)
        """,
        Node=3,
        Ballot=3,
    )
    nobody_joined = ((Atom("joined", (), (n, b)), False) for n in range(3) for b in (1, 2))
    cube = frozenset({(Atom("tried", (), 0), True), *nobody_joined})
    found = reading(Symmetry(small), cube)
    assert found.about == {(Atom("tried", (), 0), True)}
    assert list(found.others) == ["Node"]
    assert term_text(small.system, lemma(Symmetry(small), cube, "l").condition) == (
        "forall b, b2, b3: Ballot. not (b != b2 and b != b3 and b2 != b3 and b in tried and "
        "forall n: Node. (n, b2) notin joined and (n, b3) notin joined)"
    )
