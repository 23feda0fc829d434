"""Names of lemmas: one for each, and each for one, over all proofs of a design."""

from __future__ import annotations

from tdpspec.engines.lemmas.naming import Naming
from tdpspec.system.make import negation
from tdpspec.system.terms import Read
from tdpspec.system.types import BoolType
from tdpspec.system.verdict import Exhaustive, Induction, Lemma, Proved
from tests.spec import instance_of

SYSTEM = instance_of(
    """
    design only "" {}
    var on: bool = false
    var off: bool = false
    lemma lemma_1 not on
    action go { off := true }
    invariant fine "" not on
    """
).system
ON, OFF = Read("on", (), BoolType()), Read("off", (), BoolType())


def proof(needs: dict[str, tuple[str, ...]], **lemmas: object) -> Proved:
    named = tuple(Lemma(name, one) for name, one in lemmas.items())
    return Proved(None, Induction(1, named, tuple(needs.items())))


def names(found: Proved) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    assert isinstance(found.by, Induction)
    return [one.name for one in found.by.lemmas], dict(found.by.needs)


def test_a_name_means_one_lemma_and_what_is_declared_keeps_its_name() -> None:
    naming = Naming(SYSTEM)
    first = naming.of(
        proof({"fine": ("lemma_7",), "lemma_7": ("lemma_1",)}, lemma_7=OFF, lemma_1=negation(ON))
    )
    assert names(first) == (
        ["lemma_2", "lemma_1"],
        {"fine": ("lemma_2",), "lemma_2": ("lemma_1",)},
    )
    # The same name for another, and another for the same.
    second = naming.of(proof({"lemma_9": ("lemma_7",)}, lemma_7=ON, lemma_9=OFF))
    assert names(second) == (["lemma_3", "lemma_2"], {"lemma_2": ("lemma_3",)})
    assert names(naming.of(proof({}, someone_4=ON))) == (["someone_1"], {})


def test_two_of_one_proof_keep_two_names() -> None:
    twice = Naming(SYSTEM).of(proof({"lemma_5": ("lemma_6",)}, lemma_5=ON, lemma_6=ON))
    assert names(twice) == (["lemma_2", "lemma_3"], {"lemma_2": ("lemma_3",)})


def test_a_proof_by_all_states_has_none() -> None:
    whole = Proved(None, Exhaustive(7))
    assert Naming(SYSTEM).of(whole) == whole
