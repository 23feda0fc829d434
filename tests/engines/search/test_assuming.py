"""Claims that something exists, which a search for forbidden members does not prove: taken for
granted before each step, they need only lemmas about a few members."""

from __future__ import annotations

import pytest

from tdpspec.engines.search.assuming import proved_assuming
from tdpspec.system.claims import condition_of
from tdpspec.system.model import System
from tdpspec.system.printer import term_text
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Proved, Refuted
from tests.engines.search.test_every_size import judged
from tests.spec import instance_of

FRAMES = """
sort Cpu, Frame, Virt
choice isolates: bool
design right { isolates = true }
design crowded { isolates = false }
var free: set Frame = Frame
var pte: Virt -> Frame? = none
var migrating: set Virt = {}
action fault(v: Virt, f: Frame) {
    when pte[v] = none and v notin migrating and f in free
    remove f from free
    pte[v] := f
}
process migrator(c: Cpu) {
    var page: Virt? = none
    var from_frame: Frame? = none
    var to_frame: Frame? = none
    isolate:
        choose v: Virt, f in free where pte[v] != none and (isolates => v notin migrating) {
            remove f from free
            to_frame := f
            from_frame := pte[v]
            page := v
            add v to migrating
            if isolates { pte[v] := none }
        }
    finish:
        if page is v { pte[v] := to_frame  remove v from migrating }
        if from_frame is f { add f to free }
        page := none
        from_frame := none
        to_frame := none
        goto isolate
}
invariant no_leak
    forall f: Frame. f in free or (exists v: Virt. pte[v] = f)
        or exists c: Cpu. c.from_frame = f or c.to_frame = f
"""

VOTES = """
sort Node, Quorum
var member: set (Node, Quorum) = any
initially forall p, q: Quorum. exists n: Node. (n, p) in member and (n, q) in member
var voted: set Node = {}
var vote: set (Node, Node) = {}
var leader: set Node = {}
action cast(n: Node, c: Node) { when n notin voted  add n to voted  add (n, c) to vote }
action elect(c: Node, q: Quorum) {
    when forall n: Node where (n, q) in member. (n, c) in vote
    add c to leader
}
invariant one_leader forall a, b: Node. a in leader and b in leader => a = b
invariant has_quorum
    forall c in leader. exists q: Quorum. forall n: Node where (n, q) in member. (n, c) in vote
"""


def assuming(system: System, claim: str, *known: str) -> Proved | None:
    def condition(name: str) -> Term:
        return condition_of(system, system.property[name])

    sizes = {one.name: 2 for one in system.sorts}
    given = {name: condition(name) for name in known}
    return proved_assuming(system, sizes, claim, condition(claim), given)


def lemmas(system: System, proof: Proved | None) -> dict[str, str]:
    assert proof is not None
    assert proof.covers is None
    assert isinstance(proof.by, Induction)
    return {one.name: term_text(system, one.condition) for one in proof.by.lemmas}


def test_that_nothing_is_lost_needs_that_no_two_work_on_one_page() -> None:
    system = instance_of(FRAMES, "right").system
    found = lemmas(system, assuming(system, "no_leak"))
    assert "no_leak" in found
    assert (
        "forall c, c2: Cpu, v: Virt. not (c != c2 and c.page = v and c2.page = v)" in found.values()
    )
    assert not any("exists" in text for name, text in found.items() if name != "no_leak")


def test_a_claim_that_a_step_breaks_is_not_proved() -> None:
    system = instance_of(FRAMES, "crowded").system
    assert assuming(system, "no_leak") is None


def test_what_is_known_already_is_leant_on() -> None:
    system = instance_of(VOTES).system
    assert "has_quorum" in lemmas(system, assuming(system, "one_leader", "has_quorum"))


@pytest.mark.parametrize(("text", "design"), [(FRAMES, "right"), (VOTES, None)])
def test_all_claims_are_proved_for_every_size(text: str, design: str | None) -> None:
    for verdict in judged(instance_of(text, design)).values():
        assert isinstance(verdict, Proved)
        assert verdict.covers is None


def test_what_is_not_true_at_first_is_not_proved() -> None:
    system = instance_of(
        """
        sort Node
        var held: set Node = {}
        action take(n: Node) { add n to held }
        invariant somebody exists n: Node. n in held
        """
    ).system
    assert assuming(system, "somebody") is None


def test_hints_are_taken_for_granted_too_and_must_be_kept() -> None:
    """That the quorum's votes are for the leader is a hint here; a wrong one proves nothing."""
    system = instance_of(VOTES).system

    def condition(name: str) -> Term:
        return condition_of(system, system.property[name])

    sizes = {one.name: 2 for one in system.sorts}
    one_leader = condition("one_leader")
    hints = {"has_quorum": condition("has_quorum")}
    proof = proved_assuming(system, sizes, "one_leader", one_leader, {}, hints)
    assert "has_quorum" in lemmas(system, proof)
    nobody = instance_of(VOTES + "invariant nobody leader = {}").system.property["nobody"]
    wrong = {"nobody": condition_of(system, nobody)}
    assert proved_assuming(system, sizes, "one_leader", one_leader, {}, wrong) is None


FEW = """
    sort Node
    var bad: set Node = {}
    var good: set Node = {}
    var begun: bool = false
    action begin(n: Node) { add n to good  begun := true }
    action swap(n: Node, m: Node) { when n in good  remove n from good  add m to good }
    action crash(p: Node, q: Node, r: Node, s: Node, t: Node) {
        when p != q and p != r and p != s and p != t and q != r and q != s and q != t
        when r != s and r != t and s != t
        add p to bad
    }
    action drop(b: Node) { when b in bad  good := {} }
    invariant somebody "" begun => exists n: Node. n in good
"""
"""True of up to four nodes: that nothing is bad is kept by all steps of so few."""


def test_a_claim_is_not_proved_by_itself_alone() -> None:
    verdict = judged(instance_of(FEW, Node=3))["somebody"]
    assert isinstance(verdict, Proved)
    assert verdict.covers == (("Node", 3),)
    assert isinstance(judged(instance_of(FEW, Node=5))["somebody"], Refuted)
