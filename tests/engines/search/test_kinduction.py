"""What is proved, with which k, and with which lemmas."""

from dataclasses import replace

from tdpspec.engines.base import Decided, Limits
from tdpspec.engines.running.confirm import Confirmed, confirm
from tdpspec.engines.search.kinduction import KInduction
from tdpspec.solving.session import solver_version
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.maps import Current, Store
from tdpspec.system.terms import TRUE, Bound, Equal, ForAll, IntValue, Ite, Not, Read
from tdpspec.system.types import RangeType
from tdpspec.system.verdict import HoldsTo, Induction, Lemma, Proved, Refuted
from tests import systems


def judge(at, known=(), depth=9, **settings):
    engine = KInduction(**settings)
    events = engine.judge(at, at.system.properties, known, Limits(depth))
    return {one.claim: one.verdict for one in events if isinstance(one, Decided)}


RING = RangeType(0, 7)
FRESH = (f"{solver_version()} (fresh)",)


def ring(*claims):
    """0 -> 1 -> 2 -> 0, and beyond what is reachable 3 -> 4 -> 5 -> 6 -> 3: there k = 3 steps from
    4 lead to the first state that breaks "never 6"."""
    n = Read("n", (), RING)
    following = {0: 1, 1: 2, 2: 0, 3: 4, 4: 5, 5: 6, 6: 3, 7: 4}
    after = IntValue(0)
    for number, target in following.items():
        after = Ite(Equal(n, IntValue(number)), IntValue(target), after)
    step = systems.action("next", (), TRUE, {"n": Store(Current("n", RING), (), after)})
    return instance(
        replace(
            systems.system("ring", variables=(systems.variable("n", RING, IntValue(0)),)),
            actions=(step,),
            properties=tuple(systems.invariant(f"never_{one}", never(one)) for one in claims),
        )
    )


def never(number):
    return Not(Equal(Read("n", (), RING), IntValue(number)))


def test_a_claim_on_its_own_needs_no_lemma():
    at = ring(7)
    assert judge(at) == {"never_7": Proved(at.sizes, Induction(1))}


def test_claims_prove_each_other_and_name_only_what_they_need():
    at = ring(3, 4, 5, 6, 7)
    found = {name: [one.name for one in v.by.lemmas] for name, v in judge(at).items()}
    assert found["never_7"] == []
    # 3 is reached from 6, 6 from 5, 5 from 4, 4 from 3 and 7.
    circle = {"never_3", "never_4", "never_5", "never_6"}
    for name in circle:
        assert set(found[name]) == (circle | {"never_7"}) - {name}
    assert {verdict.by.k for verdict in judge(at).values()} == {1}


def test_a_larger_k_proves_what_a_smaller_one_cannot():
    # 6 follows 5, 4 and 3 or 7; from 3 one goes back to 6 itself, which the assumption excludes.
    at = ring(6)
    for largest in (1, 2, 3):
        assert judge(at, largest=largest)["never_6"] == HoldsTo(
            largest - 1, f"not k-inductive for any k up to {largest}"
        )
    assert judge(at, largest=4) == {"never_6": Proved(at.sizes, Induction(4))}


def test_known_lemmas_are_used_and_named():
    at = ring(6)
    known = (Lemma("low", never(5)), Lemma("lower", never(4)), Lemma("lowest", never(3)))
    (verdict,) = judge(at, (*known, Lemma("unused", never(7)))).values()
    assert verdict.by.k == 1
    assert [one.name for one in verdict.by.lemmas] == ["low", "lower", "lowest", "unused"]
    assert confirm(at, at.system.properties[0], verdict, 0) == Confirmed(FRESH)


def test_a_known_lemma_that_is_false_proves_nothing():
    at = ring(6)
    false = (Lemma("wrong", never(1)), Lemma("absurd", Not(TRUE)))
    assert judge(at, false, largest=3) == {
        "never_6": HoldsTo(2, "not k-inductive for any k up to 3")
    }


def test_the_first_states_refute_with_a_shortest_trace():
    at = ring(2)
    verdict = judge(at)["never_2"]
    assert isinstance(verdict, Refuted)
    assert len(verdict.trace) == 2
    assert verdict.trace.states == ((0,), (1,), (2,))


def test_the_depth_limit_also_limits_the_base():
    assert judge(ring(2), depth=1) == {
        "never_2": HoldsTo(1, "not k-inductive for any k up to 2; depth limit")
    }


def test_one_hot_values_need_no_lemma():
    at = instance(fix(systems.mutex(), "locked"), {"Proc": 3})
    p, q = Bound("p", systems.PROC.type), Bound("q", systems.PROC.type)
    place = lambda one: Read("place", (one,), systems.PLACE)  # noqa: E731
    exclusive = ForAll((p, q), Not(Equal(place(p), place(q))))
    assert isinstance(judge(at)["mutual_exclusion"], (HoldsTo, Proved))
    lemma = Lemma(
        "critical_holds",
        ForAll(
            (p,),
            systems.Implies(
                Equal(place(p), systems.CRITICAL),
                Equal(Read("holder", (), systems.OptionType(systems.PROC.type)), systems.Some(p)),
            ),
        ),
    )
    verdict = judge(at, (lemma, Lemma("wrong", exclusive)))["mutual_exclusion"]
    assert verdict == Proved(at.sizes, Induction(1, (lemma,)))
