"""What is remembered is used only for the same question, and only after it was confirmed."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.running.cache import Cache, Entry, recall
from tdpspec.engines.running.child import Bounds
from tdpspec.engines.running.data_json import to_json
from tdpspec.engines.running.recalled import Recalled
from tdpspec.interpret.replay import run
from tdpspec.source.span import Origin
from tdpspec.system.claims import condition_of
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import TemporalKind
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    Bound,
    EnumValue,
    Equal,
    ForAll,
    Implies,
    IntValue,
    Not,
    Or,
    Read,
    Some,
)
from tdpspec.system.trace import Step
from tdpspec.system.types import BOOL, EnumType, OptionType, RangeType, SortType
from tdpspec.system.verdict import (
    Beyond,
    Exhaustive,
    HoldsTo,
    Induction,
    Lemma,
    Proved,
    Refuted,
    Unknown,
)
from tests import systems
from tests.interpret.walks import claim, walk
from tests.spec import instance_of

VERSIONS = (("tdpspec", "1"), ("z3", "1"))
CLAIM = "mutual_exclusion"
GUARDED = instance(fix(systems.mutex(), "locked"))
FREE = instance(fix(systems.mutex(), "free"))
P = Bound("p", systems.PROC.type)
HOLDER = OptionType(systems.PROC.type)
HOLDS = Lemma(
    "lemma_1",
    ForAll(
        (P,),
        Implies(
            Equal(Read("place", (P,), systems.PLACE), systems.CRITICAL),
            Equal(Read("holder", (), HOLDER), Some(P)),
        ),
    ),
)
"""Whoever is critical is the holder."""
PROOF = Proved(GUARDED.sizes, Induction(1, (HOLDS,)))


def refuted(*steps: Step, shortest: bool = True) -> Refuted:
    start = (("idle", "idle"), None)
    return Refuted(run(FREE, start, steps), shortest)


ENTER = tuple(Step("enter", (number,)) for number in range(2))
LEAVE = Step("leave", (0,))
TRACE = refuted(*ENTER)
ALONE = instance(FREE.system, {"Proc": 1})
ONLY_ALONE = Proved(ALONE.sizes, Induction(1), "it is false at Proc = 2", Beyond(FREE.sizes, TRACE))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", (), 20, VERSIONS)


def finding(at: Instance, verdict: object, engine: str = "pdr") -> Finding:
    claim = at.system.property[CLAIM]
    return Finding(at, claim, verdict, engine, Statistics(7.0), ("somebody",))


def recalled(cache: Cache, *instances: Instance) -> tuple[Finding, ...]:
    return recall(cache, instances, (CLAIM,), Bounds(), 2)[0]


def files(cache: Cache) -> list[Path]:
    return sorted(cache.folder.iterdir())


def test_a_proof_and_a_trace_are_confirmed_and_found_again(cache):
    cache.store(finding(GUARDED, PROOF))
    cache.store(finding(FREE, TRACE, "bmc"))
    assert [one.suffix for one in files(cache)] == [".json", ".json"]
    (proved, broken), took = recall(cache, (GUARDED, FREE), (CLAIM,), Bounds(), 2)
    assert took == 7.0
    assert (proved.verdict, proved.engine, proved.instance) == (PROOF, "pdr", GUARDED)
    assert proved.confirmed_by[0].startswith("z3 ")
    assert (broken.verdict.shortest, len(broken.verdict.trace)) == (True, 2)
    assert (broken.engine, broken.confirmed_by) == ("bmc", ("interpreter",))
    assert broken.violation.members == (("p", "proc0"), ("q", "proc1"))


def test_only_what_is_final_and_confirmed_is_stored(cache):
    cache.store(finding(GUARDED, HoldsTo(20, "limit")))
    cache.store(finding(GUARDED, Unknown("time")))
    cache.store(replace(finding(GUARDED, PROOF), confirmed_by=()))
    cache.store(finding(GUARDED, replace(PROOF, covers=(("Proc", 7),))))
    assert not cache.folder.exists()


def test_any_change_of_the_question_is_a_miss(cache):
    cache.store(finding(GUARDED, PROOF))
    claim = GUARDED.system.property[CLAIM]
    assert cache.find(GUARDED, claim) is not None
    for other in (
        replace(cache, versions=(("tdpspec", "2"), ("z3", "1"))),
        replace(cache, versions=(("tdpspec", "1"), ("z3", "2"))),
        replace(cache, engines=("pdr",)),
        replace(cache, depth=21),
        replace(cache, folder=cache.folder / "other"),
    ):
        assert other.find(GUARDED, claim) is None
    assert cache.find(instance(GUARDED.system, {"Proc": 3}), claim) is None
    assert cache.find(FREE, FREE.system.property[CLAIM]) is None


def test_any_change_of_the_system_is_a_miss(cache):
    cache.store(finding(GUARDED, PROOF))
    system = GUARDED.system
    claim = system.property[CLAIM]
    enter, leave = system.actions
    first, second = system.variables
    for changed in (
        replace(system, actions=(enter,)),
        replace(system, actions=(replace(enter, guard=TRUE), leave)),
        replace(system, actions=(replace(enter, updates=()), leave)),
        replace(system, variables=(replace(first, initial=systems.CRITICAL), second)),
        replace(system, initially=(TRUE,)),
        replace(system, properties=(replace(claim, condition=TRUE),)),
        replace(system, properties=(replace(claim, name="other"),)),
        replace(system, properties=(replace(claim, name="before"), claim)),
    ):
        for one in changed.properties:
            assert cache.find(Instance(changed, GUARDED.sizes), one) is None


def test_what_cannot_matter_is_a_hit(cache):
    cache.store(finding(GUARDED, PROOF))
    system = GUARDED.system
    claim = system.property[CLAIM]
    elsewhere = replace(claim, doc="said otherwise", origin=Origin("moved.tdp", 9, 9))
    for changed in (
        replace(system, properties=(elsewhere,)),
        replace(system, properties=(claim, replace(claim, name="after"))),
        replace(system, designs=system.designs[:1], doc="said otherwise", file="moved.tdp"),
    ):
        assert cache.find(Instance(changed, GUARDED.sizes), changed.property[CLAIM]) is not None


def swapped(cache: Cache, at: Instance, verdict: object) -> tuple[Finding, ...]:
    """What is made of a file into which somebody has put ``verdict``."""
    cache.store(finding(at, PROOF if at is GUARDED else TRACE))
    (path,) = files(cache)
    entry = json.loads(path.read_text())
    path.write_text(json.dumps({**entry, "verdict": to_json(verdict)}))
    return recalled(cache, at)


@pytest.mark.parametrize(
    "verdict",
    [
        Proved(FREE.sizes, Induction(1)),
        Proved(FREE.sizes, PROOF.by),
        Proved(FREE.sizes, Induction(1, (Lemma("lemma_1", FALSE),))),
        Proved(FREE.sizes, Induction(0)),
        Proved(FREE.sizes, Induction(-1)),
        Proved(FREE.sizes, Induction(10**9)),
        Proved(FREE.sizes, Induction("1")),
        Proved(FREE.sizes, Induction(1, (Lemma("lemma_1", None),))),
        Proved(FREE.sizes, Exhaustive(4)),
        Proved(None, Induction(1)),
        Proved((("Proc", 1),), PROOF.by),
        Proved(3, 4),
    ],
    ids=lambda one: repr(one)[:60],
)
def test_a_false_proof_is_not_believed(cache, verdict):
    assert swapped(cache, FREE, verdict) == ()


@pytest.mark.parametrize(
    "verdict",
    [
        TRACE,
        refuted(ENTER[0]),
        Refuted(replace(TRACE.trace, steps=TRACE.trace.steps[:1]), True),
        Refuted(replace(TRACE.trace, states=TRACE.trace.states[:1]), True),
        Refuted(replace(TRACE.trace, steps=(ENTER[0], Step("jump", ()))), True),
        Refuted(replace(TRACE.trace, steps=None), True),
    ],
    ids=["other design", "ends well", "steps", "states", "no such step", "no trace"],
)
def test_a_false_trace_is_not_believed(cache, verdict):
    assert swapped(cache, GUARDED, verdict) == ()


def test_a_run_at_other_sizes_is_replayed_and_found_again(cache):
    cache.store(finding(ALONE, ONLY_ALONE))
    (one,) = recalled(cache, ALONE)
    assert (one.verdict, one.instance) == (ONLY_ALONE, ALONE)
    assert one.violation.members == (("p", "proc0"), ("q", "proc1"))


@pytest.mark.parametrize(
    "beyond",
    [
        Beyond(FREE.sizes, refuted(ENTER[0])),
        Beyond(ALONE.sizes, TRACE),
        Beyond((("Proc", 3),), TRACE),
        Beyond((("Proc", 10**12),), TRACE),
        Beyond((("Proc", "2"),), TRACE),
        Beyond((("Process", 2),), TRACE),
        Beyond((), TRACE),
        Beyond(FREE.sizes, refuted(ENTER[0], LEAVE, *ENTER)),
        Beyond(FREE.sizes, PROOF),
        Beyond(FREE.sizes, None),
        3,
    ],
    ids=lambda one: repr(one)[:60],
)
def test_a_false_run_at_other_sizes_is_not_believed(cache, beyond):
    cache.store(finding(ALONE, ONLY_ALONE))
    (path,) = files(cache)
    entry = json.loads(path.read_text())
    forged = replace(ONLY_ALONE, beyond=beyond)
    path.write_text(json.dumps({**entry, "verdict": to_json(forged)}))
    assert recalled(cache, ALONE) == ()


def test_a_trace_is_no_shortest_one_because_a_file_says_so(cache):
    longer = (ENTER[0], LEAVE, *ENTER)
    assert swapped(cache, FREE, refuted(*longer)) == ()
    (path,) = files(cache)
    path.unlink()
    (one,) = swapped(cache, FREE, refuted(*longer, shortest=False))
    assert len(one.verdict.trace) == 4


def temporal(fair: str) -> Instance:
    """A hundred states one after the other, and the claim that the last one is reached."""
    at = walk([(one, "go", one + 1) for one in range(99)], fair=fair)
    of = replace(claim(at, TemporalKind.EVENTUALLY, {99}), name=CLAIM)
    return Instance(replace(at.system, properties=(of,)), at.sizes)


def test_a_temporal_proof_is_confirmed_without_its_search(cache, monkeypatch):
    at = temporal("go")
    proof = Proved(None, Exhaustive(100))
    entry = Entry("explore", 7.0, proof)

    def search(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("tdpspec.engines.search.explore.fair_graph", search)
    found = Recalled({CLAIM: entry.verdict}).judge(at, at.system.properties, (), Limits(20))
    assert list(found) == [Decided(CLAIM, proof, 0)]
    cache.store(finding(at, proof, "explore"))
    (one,) = recalled(cache, at)
    assert (one.verdict, one.engine) == (proof, "explore")
    assert one.confirmed_by in (("fixpoint (circuit)",), ("fixpoint",))


@pytest.mark.parametrize(("fair", "states"), [("go", 99), ("", 100)])
def test_a_false_temporal_proof_is_not_believed(cache, fair, states):
    assert swapped(cache, temporal(fair), Proved((), Exhaustive(states))) == ()


def test_a_false_entry_leaves_those_of_other_designs(cache):
    cache.store(finding(GUARDED, PROOF))
    cache.store(finding(FREE, TRACE))
    path = cache.path(cache.key(FREE, FREE.system.property[CLAIM], FREE.sizes))
    entry = json.loads(path.read_text())
    path.write_text(json.dumps({**entry, "verdict": to_json(PROOF)}))
    assert [one.design for one in recalled(cache, FREE, GUARDED)] == ["locked"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"format": 1}', b"[" * 100_000, b"{}" * 2],
)
def test_a_file_that_says_nothing_is_no_entry(cache, content):
    cache.store(finding(GUARDED, PROOF))
    (path,) = files(cache)
    path.write_bytes(content)
    assert recalled(cache, GUARDED) == ()
    cache.store(finding(GUARDED, PROOF))
    assert len(recalled(cache, GUARDED)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", 0),
        ("key", "0" * 64),
        ("engine", 1),
        ("engine", "a better one"),
        ("seconds", "7"),
        ("seconds", -1),
        ("seconds", float("nan")),
        ("seconds", float("inf")),
        ("seconds", 10**400),
        ("verdict", None),
    ],
)
def test_an_entry_with_a_wrong_field_is_none(cache, field, value):
    cache.store(finding(GUARDED, PROOF))
    (path,) = files(cache)
    path.write_text(json.dumps({**json.loads(path.read_text()), field: value}))
    assert cache.find(GUARDED, GUARDED.system.property[CLAIM]) is None


def test_an_entry_under_another_name_is_foreign(cache):
    cache.store(finding(GUARDED, PROOF))
    (path,) = files(cache)
    path.rename(cache.path(cache.key(FREE, FREE.system.property[CLAIM], FREE.sizes)))
    assert cache.find(FREE, FREE.system.property[CLAIM]) is None


def test_a_proof_for_every_size_is_stored_without_sizes(cache):
    cache.store(finding(GUARDED, replace(PROOF, covers=None)))
    three = instance(GUARDED.system, {"Proc": 3})
    claim = GUARDED.system.property[CLAIM]
    for at in (GUARDED, three):
        found = cache.find(at, claim)
        assert found is not None
        assert found.verdict.covers is None
        (told,) = recalled(cache, at)
        assert told.verdict.covers is None
        assert told.verdict.by == PROOF.by
    cache.store(finding(GUARDED, PROOF))
    assert cache.find(GUARDED, claim).verdict == PROOF


def test_a_proof_for_every_size_that_is_confirmed_at_one_only_is_sought_anew(cache):
    at = instance_of("""
        sort Node
        var seen: set Node = {}
        action see(n: Node) { add n to seen }
        invariant at_most_two forall a, b, c: Node.
            a in seen and b in seen and c in seen => a = b or b = c or a = c
    """)
    (at_most_two, *_) = at.system.properties
    verdict = Proved(None, Induction(1, ()))
    cache.store(Finding(at, at_most_two, verdict, "every_size", Statistics(1.0), ("somebody",)))
    assert cache.find(at, at_most_two).verdict == verdict
    assert recall(cache, (at,), (at_most_two.name,), Bounds(), 1)[0] == ()


def test_a_folder_that_cannot_be_written_to_remembers_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        cache = Cache(folder, (), 20, VERSIONS)
        cache.store(finding(GUARDED, PROOF))
        assert recalled(cache, GUARDED) == ()


def store_often(folder: Path) -> int:
    cache = Cache(folder, (), 20, VERSIONS)
    claim = GUARDED.system.property[CLAIM]
    torn = 0
    for _ in range(50):
        cache.store(finding(GUARDED, PROOF))
        torn += cache.find(GUARDED, claim) is None
    return torn


def test_two_processes_at_once_never_see_half_an_entry(cache):
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(store_often, [cache.folder] * 2)) == [0, 0]
    assert len(files(cache)) == 1


def of_nodes(guard: str) -> Instance:
    return instance_of(f"""
        sort Node
        var x: bool = false
        action go(a: Node, b: Node, c: Node) {{ when {guard}  x := true }}
        invariant mutual_exclusion not x
    """)


def forged(at: Instance, *lemmas: Lemma) -> Proved:
    """A proof for every size, as a file may have it."""
    claim = Lemma("claim", Not(Read("x", (), BOOL)))
    return Proved(None, Induction(1, (*lemmas, claim)))


def test_a_lemma_with_types_of_its_own_proves_nothing(cache):
    """Of one that says ``Node`` has a single member, who would look only at formulas with it, all
    would follow."""
    at, own = of_nodes("a != b"), EnumValue("x", EnumType("Node", ("x",)))
    cache.store(finding(at, forged(at, Lemma("own", Or((Equal(own, own), FALSE))))))
    cache.store(finding(at, Refuted(run(at, (False,), (Step("go", (0, 1, 0)),)), True)))
    (one,) = recalled(cache, at)
    assert isinstance(one.verdict, Refuted)
    (path,) = (one for one in files(cache) if "Refuted" in one.read_text())
    path.unlink()
    assert recalled(cache, at) == ()


@pytest.mark.parametrize("one", ["1", True])
def test_a_number_that_is_none_proves_nothing(cache, one):
    """To Z3 it is the number, to who compares data something else: then the step that breaks the
    lemma seems to keep it."""
    at = instance_of("""
        sort Node
        var n: 0..3 = 0
        var x: Node -> bool = false
        action go(a: Node) { when n = 0  n := 1  x[a] := true }
        invariant mutual_exclusion n != 1
    """)
    never = Not(Equal(Read("n", (), RangeType(0, 3)), IntValue(one)))
    cache.store(finding(at, Proved(None, Induction(1, (Lemma("lemma_1", never),)))))
    assert recalled(cache, at) == ()


@pytest.mark.parametrize("second", ["1", 1, None])
def test_lemmas_have_names_of_their_own(cache, second):
    """Two that are called alike would be taken for granted together, and what was shown so, be
    believed in the next proof."""
    at = instance_of("""
        sort Node
        var x: bool = false
        action go(a: Node, b: Node, c: Node) { when a != b and b != c and a != c  x := true }
        invariant first x or not x
        invariant mutual_exclusion not x
    """)
    a, b, c = (Bound(name, SortType("Node")) for name in "abc")
    few = ForAll((a, b, c), Or((Equal(a, b), Equal(a, c), Equal(b, c))))
    never = Not(Read("x", (), BOOL))
    first, last = at.system.property["first"], at.system.property[CLAIM]
    alike = (Lemma(1, never), Lemma(second, few), Lemma("c", condition_of(at.system, first)))
    for one, lemmas in ((first, alike), (last, (Lemma("z", never),))):
        proof = Proved(None, Induction(1, lemmas))
        cache.store(Finding(at, one, proof, "pdr", Statistics(7.0), ("somebody",)))
    assert recall(cache, (at,), ("first", CLAIM), Bounds(), 1)[0] == ()
