"""Why something is so: what was asked when it came about, as far as no step undoes it."""

from __future__ import annotations

from tdpspec.engines.lemmas.history import histories
from tdpspec.engines.search.every_size import EverySize
from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import graph
from tdpspec.system.instance import Instance
from tdpspec.system.printer import term_text
from tdpspec.system.verdict import Proved
from tests.engines.search.test_every_size import decided, judged
from tests.spec import instance_of

VOTES = """
sort Node, Quorum
choice keeps: bool
design right { keeps = true }
design forgets { keeps = false }
var member: set (Node, Quorum) = any
initially forall p, q: Quorum. exists n: Node. (n, p) in member and (n, q) in member
var voted: set Node = {}
var vote: set (Node, Node) = {}
var leader: set Node = {}
var asleep: set Node = {}
action cast(n: Node, c: Node) { when n notin voted  add n to voted  add (n, c) to vote }
action recount(n: Node, c: Node) { when not keeps  remove (n, c) from vote }
action doze(n: Node) { add n to asleep }
action elect(c: Node, q: Quorum) {
    when c notin asleep
    when forall n: Node where (n, q) in member. (n, c) in vote
    add c to leader
}
invariant one_leader forall a, b: Node. a in leader and b in leader => a = b
"""


def told(at: Instance) -> list[str]:
    return [term_text(at.system, one) for one in histories(at).values()]


def test_what_a_step_asks_for_and_none_undoes_stays_true() -> None:
    # That the node was not asleep is left out: it may have fallen asleep since.
    assert told(instance_of(VOTES, "right")) == [
        "forall n2: Node. n2 in leader => "
        "exists q: Quorum. forall n: Node. (n, q) in member => (n, n2) in vote"
    ]


def test_what_a_later_step_undoes_is_not_told() -> None:
    assert told(instance_of(VOTES, "forgets")) == []


def test_they_are_true_in_all_states() -> None:
    at = instance_of(VOTES, "right", Node=2, Quorum=1)
    (history,) = histories(at).values()
    holds = evaluator(at).function(history)
    states = graph(at).states
    assert len(states) > 100
    assert all(map(holds, states))


def test_a_claim_that_rests_on_one_is_proved_for_every_size() -> None:
    verdict = judged(instance_of(VOTES, "right"))["one_leader"]
    assert isinstance(verdict, Proved)
    assert verdict.covers is None


def test_it_is_proved_by_them_before_ever_more_lemmas_are_looked_for() -> None:
    at = instance_of(VOTES, "right")
    (proof,) = decided(EverySize(), at)
    # With three nodes it takes thirty lemmas, with four more than fifty, and so on.
    assert proof.queries < 2_500


REGISTER = """
sort Replica, Quorum, Version
var le: set (Version, Version) = any
initially forall a: Version. (a, a) in le
initially forall a, b, c: Version. (a, b) in le and (b, c) in le => (a, c) in le
var member: set (Replica, Quorum) = any
var stored: Replica -> Version = any
var acked: Version = any
initially forall r: Replica. stored[r] = acked
var writing: Version? = none
action begin(v: Version) { when writing = none and (acked, v) in le  writing := v }
action store(r: Replica, v: Version) { when writing = v  stored[r] := v }
action acknowledge(q: Quorum, v: Version) {
    when writing = v
    when forall n: Replica where (n, q) in member. (v, stored[n]) in le
    acked := v
    writing := none
}
invariant stored_by_a_quorum
    exists q: Quorum. forall n: Replica where (n, q) in member. (acked, stored[n]) in le
"""


def test_what_one_shows_helps_to_see_that_another_one_is_not_undone() -> None:
    # That v is being written is not true any more after the step that asks for it.
    assert told(instance_of(REGISTER)) == [
        "forall v: Version. writing = v => (acked, v) in le",
        "forall v: Version. acked = v => "
        "exists q: Quorum. forall n: Replica. (n, q) in member => (v, stored[n]) in le",
    ]
