"""Of an invariant a proof takes what its claim follows from, and what that follows from in turn."""

from __future__ import annotations

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.general import Needs
from tdpspec.engines.lemmas.proof import Support, proofs, proofs_at_every_size
from tdpspec.solving.atoms import Atom
from tdpspec.solving.relation import Relation
from tdpspec.system.make import negation
from tdpspec.system.terms import TRUE, Read
from tdpspec.system.types import BOOL
from tdpspec.system.verdict import Induction, Lemma
from tests.spec import instance_of

AT = instance_of("""
var a: bool = false
var b: bool = false
var c: bool = false
var d: bool = false
action copy { b := a }
action on { c := b }
action off { d := false }
invariant not_c not c
""")
RELATION = Relation(AT)


def cube(name: str) -> Literals:
    return frozenset({RELATION.atoms[Atom(name, (), True)]})


def test_what_a_claim_does_not_need_is_left_out() -> None:
    """``c`` is ``b`` a step before, and that is ``a``; ``d`` has nothing to do with it."""
    frames = Frames(RELATION)
    invariant = [cube(name) for name in "dbac"]
    found = proofs(frames, invariant, {"not_c": RELATION.claims(AT.system.properties)["not_c"]})
    by = found["not_c"].by
    assert found["not_c"].covers == AT.sizes
    assert isinstance(by, Induction)
    assert [one.name for one in by.lemmas] == ["lemma_2", "lemma_3", "lemma_4"]


def test_what_a_condition_needs_is_not_asked_where_it_is_known() -> None:
    conditions = tuple(
        Lemma(f"no_{name}", negation(Read(name, (), BOOL))) for name in ("a", "b", "c")
    )
    claims = {"not_c": RELATION.claims(AT.system.properties)["not_c"]}
    asked = Support(Frames(RELATION), [], conditions).grounds(claims)
    assert asked.needs.of["no_c"] == {"no_b", "no_c"}
    known = {"no_c": frozenset({"no_a"}), "no_b": frozenset[str]()}
    told = Support(Frames(RELATION), [], conditions, known).grounds(claims)
    assert told.needs.of == {
        "not_c": {"no_c"},
        "no_c": {"no_a"},
        "no_a": asked.needs.of["no_a"],
    }


def test_a_claim_that_needs_what_was_not_shown_has_no_proof() -> None:
    needs = Needs(
        {"x": frozenset({"p"}), "y": frozenset({"q"}), "p": frozenset(), "q": frozenset({"r"})},
        {"r": "r was not shown to hold initially"},
    )
    found = proofs_at_every_size(dict.fromkeys("pqr", TRUE), needs, ["x", "y"])
    assert list(found) == ["x"]
    assert found["x"].by == Induction(1, (Lemma("p", TRUE),), (("x", ("p",)), ("p", ())))
