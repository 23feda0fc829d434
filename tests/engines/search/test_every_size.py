"""Proofs for every size against exhaustive search at many sizes: what is proved is true at all of
them, what is refuted is so by a shortest run."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from tdpspec.engines.base import Decided, Engine, Limits
from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.engines.running.portfolio import prove
from tdpspec.engines.search import every_size, small_sizes
from tdpspec.engines.search.every_size import EverySize
from tdpspec.engines.search.falsify import Broken
from tdpspec.engines.search.registry import ENGINES
from tdpspec.engines.search.small_sizes import Found, SmallSizes
from tdpspec.interpret.explore import explore
from tdpspec.interpret.replay import Mismatch, replay, run
from tdpspec.interpret.step import stepper
from tdpspec.interpret.values import ways_to_begin
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.finding import exit_status
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import StateProperty, System
from tdpspec.system.trace import Step, Trace
from tdpspec.system.verdict import Exhaustive, Induction, Lemma, Proved, Refuted, Verdict, hinted
from tests.relations import BETWEEN, total_order
from tests.spec import instance_of
from tests.strategies import systems

LARGEST = 3
MOST_STATES = 3000
"""Larger instances are searched no further than this, which may still find what is wrong."""

MOST_WAYS = 100_000
"""To begin; where there are more of them, and only some are initial states, it is not searched."""


def judged(
    at: Instance, engine: Engine | None = None, hints: tuple[Lemma, ...] = ()
) -> dict[str, Verdict]:
    return {one.claim: one.verdict for one in decided(engine or EverySize(), at, hints)}


def decided(engine: Engine, at: Instance, hints: tuple[Lemma, ...] = ()) -> list[Decided]:
    """What it decides, in its order."""
    events = engine.judge(at, at.system.properties, hints, Limits(depth=0))
    return [one for one in events if isinstance(one, Decided)]


def broken(at: Instance) -> dict[str, int]:
    """By claim that is false within ``MOST_STATES`` states the length of a shortest run there."""
    found = explore(at, at.system.properties, limit=MOST_STATES)
    return {claim.name: len(trace) for claim, trace in found.refuted}


def at_every_size(system: System) -> list[Instance]:
    """Those among which the initial states are soon found."""
    names = [one.name for one in system.interchangeable]
    sizes = product(range(1, LARGEST + 1), repeat=len(names))
    found = [instance(system, dict(zip(names, one, strict=True))) for one in sizes]
    return [at for at in found if not system.initially or ways_to_begin(at) <= MOST_WAYS]


def is_right(system: System, hints: tuple[Lemma, ...] = ()) -> None:
    here = instance(system)
    wrong_here = broken(here)
    verdicts = judged(here, hints=hints)
    assert sorted(verdicts) == sorted(one.name for one in system.properties)
    wrong: set[str] = set()
    if any(isinstance(one, Proved) and one.covers is None for one in verdicts.values()):
        wrong = {name for at in at_every_size(system) for name in broken(at)}
    for claim in system.properties:
        verdict = verdicts[claim.name]
        if isinstance(verdict, Refuted):
            assert verdict.shortest
            assert len(verdict.trace) == wrong_here[claim.name]
            assert not isinstance(replay(here, verdict.trace, claim), Mismatch)
        else:
            assert isinstance(verdict, Proved)
            assert claim.name not in wrong_here
            if verdict.covers is None:
                assert claim.name not in wrong
        assert isinstance(confirm(here, claim, verdict, 10**8), Confirmed)


@given(systems(budget=400))
@settings(max_examples=40)
def test_every_size_agrees_with_exhaustive_search(system: System) -> None:
    is_right(system)


@given(systems(budget=400))
@settings(max_examples=40)
def test_hints_right_or_wrong_change_no_verdict(system: System) -> None:
    said = (condition_of(system, one) for one in system.properties)
    is_right(system, tuple(Lemma(f"hint_{place}", one) for place, one in enumerate(said)))


PARITY = """
sort Worker
var n: 0..7 = 0
var last: Worker? = none
action up(w: Worker) { when n < 6  last := w  n := n + 2 }
invariant not_three n != 3
lemma even n = 0 or n = 2 or n = 4 or n = 6
lemma small n < 5
"""


def test_a_hint_that_is_right_proves_and_is_named_where_it_is_needed() -> None:
    at = instance_of(PARITY)
    proof = judged(at, hints=hinted(at.system))["not_three"]
    assert isinstance(proof, Proved)
    assert proof.covers is None
    assert isinstance(proof.by, Induction)
    assert proof.by.lemmas == hinted(at.system)[:1]


SAME = "a = b or a = c or a = d or b = c or b = d or c = d"
CROWD = f"""
sort Worker
var inside: set Worker = {{}}
action enter(w: Worker) {{ add w to inside }}
invariant three forall a, b, c, d: Worker.
    a in inside and b in inside and c in inside and d in inside => {SAME}
lemma few forall a, b, c, d: Worker. {SAME}
"""


def test_a_hint_that_is_right_for_few_members_only_proves_nothing_for_every_size() -> None:
    at = instance_of(CROWD)
    verdict = judged(at, hints=hinted(at.system))["three"]
    assert isinstance(verdict, Proved)
    assert verdict.covers == at.sizes


RING = f"""
sort Node, Id
{total_order("Id")}
var id: Node -> Id = any
initially forall m, n: Node. id[m] = id[n] => m = n
{BETWEEN}
def next(a: Node, b: Node) =
    a != b and forall c: Node where c != a and c != b. (a, b, c) in between
var pending: set (Id, Node) = {{}}
var leader: set Node = {{}}
action send(n: Node, m: Node) {{ when next(n, m)  add (id[n], m) to pending }}
action receive(i: Id, n: Node, m: Node) {{
    when next(n, m) and (i, n) in pending
    remove (i, n) from pending
    if i = id[n] {{ add n to leader }} else if (id[n], i) in le {{ add (i, m) to pending }}
}}
invariant one_leader forall m, n: Node. m in leader and n in leader => m = n
"""
"""As many identifiers as nodes make lemmas true that are not with one more."""


def test_what_is_true_only_of_as_many_members_is_looked_for_with_one_more() -> None:
    for sizes in ({"Node": 2, "Id": 2}, {"Node": 3, "Id": 3}):
        verdict = judged(instance_of(RING, **sizes))["one_leader"]
        assert isinstance(verdict, Proved)
        assert verdict.covers is None


NEEDED_BY_THREE = """
sort Worker
var inside: set Worker = {}
var n: 0..3 = 0
action crowd {
    when exists a in inside, b in inside, c in inside. a != b and b != c and a != c
    n := 2
}
invariant small n < 2
lemma empty inside = {}
"""


def test_a_hint_that_is_needed_with_more_members_only_is_found_to_be_needed() -> None:
    at = instance_of(NEEDED_BY_THREE)
    for hints in ((), hinted(at.system)):
        verdict = judged(at, hints=hints)["small"]
        assert isinstance(verdict, Proved)
        assert verdict.covers is None


@pytest.mark.slow
@given(systems(budget=1000))
@settings(max_examples=300)
def test_every_size_agrees_with_exhaustive_search_on_many_systems(system: System) -> None:
    is_right(system)


NOT_ALIKE = {
    2: "p: Node, q: Node, r: Node) { when p != q and q != r and p != r",
    3: "p: Node, q: Node, r: Node, s: Node) {\n"
    "    when p != q and p != r and p != s and q != r and q != s and r != s",
}
"""By a number of members what only more of them can do."""


def breaks_with_more_than(safe: int, declared: str = "", guard: str = "", change: str = "") -> str:
    """A spec that holds with up to ``safe`` members."""
    return f"""
        sort Node
        design only "" {{}}
        var bad: Node -> bool = false
        {declared}
        action crash({NOT_ALIKE[safe]}
            {guard}
            bad[p] := true
            {change}
        }}
        invariant never "" forall n: Node. not bad[n]
    """


def is_bounded_by(safe: int, text: str) -> None:
    for size in range(1, safe + 1):
        at = instance_of(text, Node=size)
        verdict = judged(at)["never"]
        assert isinstance(verdict, Proved)
        assert verdict.covers == at.sizes
        assert verdict.obstacle
    for size in (safe + 1, safe + 2):
        at = instance_of(text, Node=size)
        verdict = judged(at)["never"]
        assert isinstance(verdict, Refuted)
        assert len(verdict.trace) == broken(at)["never"] == 1


@pytest.mark.parametrize("safe", [2, 3])
def test_what_breaks_with_more_members_is_not_proved_for_every_size(safe: int) -> None:
    is_bounded_by(safe, breaks_with_more_than(safe))


def test_two_ranges_without_a_value_in_common_are_both_none_after_a_step() -> None:
    declared = "var low: 0..1? = none\n var high: 5..6? = none"
    is_bounded_by(3, breaks_with_more_than(3, declared, change="low := none\n high := none"))


@pytest.mark.parametrize("number", range(1, 8))
def test_no_name_of_a_variable_is_bound_by_a_quantifier(number: int) -> None:
    name = f"x{number}"
    guard = f"when exists n: Node. n != {name}"
    is_bounded_by(3, breaks_with_more_than(3, f"var {name}: Node = any", guard))


def test_what_is_broken_is_told_before_claims_that_something_exists_are_searched() -> None:
    at = instance_of("""
        sort Node
        var begun: set Node = {}
        var left: set Node = {}
        var met: set Node = {}
        action begin(n: Node) { add n to begun }
        action meet(n: Node) { add n to left  add n to met }
        action leave(n: Node) { when n in begun  remove n from left }
        invariant one forall n, m: Node. n in begun and m in begun => n = m
        invariant met_is_seen
            (exists n: Node. n in met) => exists n: Node. n in met and (n in left or n in begun)
    """)
    found = decided(EverySize(), at)
    assert [(one.claim, type(one.verdict)) for one in found] == [
        ("one", Refuted),
        ("met_is_seen", Proved),
    ]


def test_a_claim_that_holds_at_one_size_only_is_refuted_at_the_others() -> None:
    text = """
        sort Node
        design only "" {}
        var done: set Node = {}
        action finish(n: Node) { add n to done }
        invariant all_are_alike "" forall m: Node, n: Node. m in done and n in done => m = n
        invariant not_two "" exists m: Node. forall n: Node. n = m
    """
    one, two = (judged(instance_of(text, Node=size)) for size in (1, 2))
    assert [getattr(one[name], "covers", ()) for name in one] == [(("Node", 1),)] * 2
    assert {name: len(verdict.trace) for name, verdict in two.items()} == {  # type: ignore[union-attr]
        "all_are_alike": 2,
        "not_two": 0,
    }


@pytest.mark.parametrize(("enough", "searches"), [(True, 1), (False, 2)])
def test_a_claim_that_is_not_decided_alone_is_decided_with_all_that_is_claimed(
    enough: bool, searches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = instance_of("""
        sort Node
        var begun: set Node = {}
        var left: set Node = {}
        var done: set Node = {}
        action begin(n: Node) { add n to begun }
        action leave(n: Node) { when n in begun  add n to left }
        action finish(n: Node) { when n in left  add n to done }
        invariant one forall n, m: Node. n in begun and m in begun => n = m
        invariant leaves_after_begin forall n: Node. n in left => n in begun
        invariant done_after_begin forall n: Node. n in done => n in begun
    """)
    asked: list[tuple[str, ...]] = []

    class Watched(SmallSizes):
        def __init__(self, system: System, claims: tuple[StateProperty, ...], *more: Any) -> None:
            asked.append(tuple(one.name for one in claims))
            super().__init__(system, claims, *more)

    monkeypatch.setattr(every_size, "SmallSizes", Watched)
    if not enough:
        monkeypatch.setattr(small_sizes, "SOON", 0)
    claims = (at.system.property["done_after_begin"],)
    told = [one for one in EverySize().judge(at, claims, (), Limits(0)) if isinstance(one, Decided)]
    assert [(one.claim, getattr(one.verdict, "covers", ())) for one in told] == [
        ("done_after_begin", None)
    ]
    everything = ("one", "leaves_after_begin", "done_after_begin")
    assert asked == [("done_after_begin",), everything][:searches]


def test_of_all_that_is_claimed_only_what_is_asked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_sizes, "SOON", 0)
    at = instance_of("""
        sort Node
        var begun: set Node = {}
        var left: set Node = {}
        action begin(n: Node) { add n to begun }
        action leave(n: Node) { when n in begun  add n to left  remove n from begun }
        invariant nobody forall n: Node. n notin begun
        invariant not_left forall n: Node. n in left => n notin begun
        invariant at_most_one forall n, m: Node. n in left and m in left => n = m
    """)
    for name, expected in (("nobody", 1), ("not_left", 3), ("at_most_one", 4)):
        claims = (at.system.property[name],)
        (told,) = (
            one for one in EverySize().judge(at, claims, (), Limits(0)) if isinstance(one, Decided)
        )
        assert isinstance(told.verdict, Refuted)
        assert told.claim == name
        assert (len(told.verdict.trace), told.verdict.shortest) == (expected, True)


def test_a_search_that_was_given_up_says_how_long_a_run_is_at_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The claim is broken after 18 steps, more than a short run has."""
    at = instance_of("""
        sort Node
        sort Page
        sort Root
        var n: 0..20 = 0
        var seen: set Node = {}
        action up(x: Node) { when n < 18  n := n + 1  add x to seen }
        action rest(x: Node) { when n = 20  remove x from seen }
        invariant below n < 18
    """)
    shortest = broken(instance(at.system, dict.fromkeys(("Node", "Page", "Root"), 2)))["below"]
    known: list[int] = []
    for queries in (0, 60, 120, 240, 380):
        monkeypatch.setattr(small_sizes, "SOON", queries)
        search = SmallSizes(at.system, state_claims(at.system.properties), {})
        for _ in search.search():
            pass
        sizes, steps = search.found.at_least["below"]
        assert set(dict(sizes).values()) == {small_sizes.FIRST}
        known.append(steps)
    assert known == sorted(known)
    assert (known[0], known[-1], shortest) == (0, 18, 18)


def test_how_long_a_run_is_at_least_is_known_at_its_sizes_only() -> None:
    at = instance_of("""
        sort Node
        var seen: set Node = {}
        action see(x: Node) { add x to seen }
        invariant nobody forall x: Node. x notin seen
    """)
    small = instance(at.system, {"Node": 1})
    trace = run(small, next(stepper(small).initial()), (Step("see", (0,)),))
    assert isinstance(trace, Trace)
    for sizes, steps in ((at.sizes, 1), (small.sizes, 0)):
        found = Found({"nobody": Broken("nobody", small.sizes, trace, 0)}, {"nobody": (sizes, 1)})
        ((name, (here, at_least)),) = every_size._runs_at(at, found, {"nobody"})
        assert (name, here.steps, at_least) == ("nobody", trace.steps, steps)


def test_where_nothing_is_asked_nothing_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(every_size, "SmallSizes", None)
    at = instance_of("var on: bool = false\naction press { on := true }\ninvariant off not on")
    assert list(EverySize().judge(at, (), (), Limits(0))) == []


COUNTED = """
    design only "" {}
    var x: 0..7 = 0
    var y: 0..7 = 0
    action both { when x < 7  x := x + 1  y := y + 1 }
    action back { when x > 0  x := x - 1  y := y - 1 }
    invariant same "" x = y
    invariant never_three "" x = 3 => y != 3
    expect only proves same for every size
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_proof_at_the_only_size_is_for_every_size(engine: str) -> None:
    at = instance_of(COUNTED)
    found = prove((at,), limits=Limits(20), claims=frozenset({"same"}), engines=(engine,))
    for one in found:
        if isinstance(one.verdict, Proved):
            assert one.verdict.covers is None
            assert exit_status((one,)) == 0
        else:
            assert engine in ("bmc", "parallel")


def test_where_there_is_one_size_and_a_search_takes_long_all_states_are_visited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(small_sizes, "SOON", 0)
    monkeypatch.setattr(small_sizes, "MOST", 0)
    found = judged(instance_of(COUNTED))
    assert found["same"] == Proved(None, Exhaustive(8))
    assert isinstance(found["never_three"], Refuted)


def test_where_there_is_much_to_say_what_short_runs_break_is_told_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(small_sizes, "MANY_FACTS", 0)
    system = instance_of(COUNTED).system
    search = SmallSizes(system, state_claims(system.properties), {})
    next(search.search())
    assert search.found.broken.keys() == {"never_three"}
    assert not search.found.proofs
