"""Joined lemmas say together what the lemmas said, and no claim needs more of them."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.lemmas.general import Needs
from tdpspec.engines.lemmas.joined import joined
from tdpspec.interpret.evaluate import evaluator
from tdpspec.system.make import conjunction, disjunction, equal, implies, negation
from tdpspec.system.printer import term_text
from tdpspec.system.terms import Bound, EnumValue, ForAll, Member, Read, Term
from tdpspec.system.types import EnumType, SetType, SortType
from tests.spec import instance_of

AT = instance_of("""
    sort Node
    enum Phase = idle | asks | waits | leaves
    enum Turn = left | right
    var phase: Node -> Phase = idle
    var turn: Turn = left
    var known: set Node = {}
    action go { turn := right }
    invariant any_turn "" turn = left or turn = right
""")
NODE = SortType("Node")
N = Bound("n", NODE)
PHASE = EnumType("Phase", ("idle", "asks", "waits", "leaves"))
TURN = EnumType("Turn", ("left", "right"))
KNOWN = Member((N,), Read("known", (), SetType((NODE,))))


def phase(word: str) -> Term:
    return equal(Read("phase", (N,), PHASE), EnumValue(word, PHASE))


def turn(word: str) -> Term:
    return equal(Read("turn", (), TURN), EnumValue(word, TURN))


def each(body: Term) -> Term:
    return ForAll((N,), body)


def texts(*lemmas: Term) -> list[str]:
    """Of ``lemmas``, which one claim needs, joined."""
    by_name = {f"l{number}": one for number, one in enumerate(lemmas)}
    needs = Needs({"claim": frozenset(by_name), **dict.fromkeys(by_name, frozenset[str]())})
    found = joined(by_name, ["claim"], needs, list(by_name))
    assert sorted(one for some in found.parts.values() for one in some) == sorted(by_name)
    assert found.needs.of["claim"] == found.lemmas.keys() == found.parts.keys()
    return [term_text(AT.system, one) for one in found.lemmas.values()]


def test_a_few_words_are_a_premise_and_many_are_none_of_the_others() -> None:
    asks, waits, leaves = (each(implies(phase(one), KNOWN)) for one in PHASE.values[1:])
    assert texts(asks, waits) == [
        "forall n: Node. phase[n] = asks or phase[n] = waits => n in known"
    ]
    assert texts(asks, waits, leaves) == ["forall n: Node. n in known or phase[n] = idle"]
    # All but one word is the same as not that word, and has the others within it.
    not_idle = each(disjunction(phase("idle"), KNOWN))
    assert texts(waits, not_idle) == ["forall n: Node. n in known or phase[n] = idle"]


def test_all_words_are_no_premise_at_all() -> None:
    assert texts(*(each(implies(phase(one), KNOWN)) for one in PHASE.values)) == [
        "forall n: Node. n in known"
    ]


def test_one_entry_after_another() -> None:
    lemmas = [
        each(negation(conjunction(KNOWN, phase(one), turn(two))))
        for one in ("idle", "asks")
        for two in TURN.values
    ]
    assert texts(*lemmas) == [
        "forall n: Node. not (n in known and (phase[n] = idle or phase[n] = asks))"
    ]
    # The fourth is missing: two are one, or the other two, but not all three.
    assert (
        texts(*lemmas[:3])
        == [
            "forall n: Node. not (n in known and phase[n] = idle)",
            "forall n: Node. not (n in known and phase[n] = asks and turn = left)",
        ]
        or len(texts(*lemmas[:3])) == 2
    )


def test_lemmas_about_different_things_are_left_as_they_are() -> None:
    lemmas = (
        each(implies(phase("asks"), KNOWN)),
        negation(turn("left")),
        each(negation(phase("waits"))),
    )
    assert texts(*lemmas) == [term_text(AT.system, one) for one in lemmas]


def test_a_claim_does_not_need_what_it_did_not() -> None:
    lemmas = {
        "asks": each(implies(phase("asks"), KNOWN)),
        "waits": each(implies(phase("waits"), KNOWN)),
        "other": negation(turn("right")),
    }
    none = frozenset[str]()
    apart = {"one": frozenset({"asks"}), "two": frozenset({"waits"}), "other": none}
    # Each has a claim of its own, but neither needs more than itself.
    together = Needs({**apart, "asks": none, "waits": frozenset({"waits"})})
    found = joined(lemmas, ["one", "two"], together, list(lemmas))
    assert found.parts == {"asks": ("asks", "waits"), "other": ("other",)}
    assert found.needs.of["two"] == found.needs.of["one"] == {"asks"}
    # Now "one" would need "other" as well.
    longer = Needs({**apart, "asks": none, "waits": frozenset({"other"})})
    assert joined(lemmas, ["one", "two"], longer, list(lemmas)).lemmas == lemmas
    # What is not to be joined keeps its name and its words.
    assert joined(lemmas, ["one", "two"], together, ["asks", "other"]).lemmas == lemmas


LITERALS: tuple[tuple[Term, ...], ...] = (
    tuple(phase(word) for word in PHASE.values),
    tuple(turn(word) for word in TURN.values),
    (KNOWN,),
)


def not_together(cube: tuple[tuple[Term, bool | None], ...]) -> Term:
    """That what is said of each of some things is not all so."""
    said = (one if sign else negation(one) for one, sign in cube if sign is not None)
    return each(negation(conjunction(*said)))


LEMMAS = st.tuples(
    *(st.tuples(st.sampled_from(some), st.sampled_from((None, True, False))) for some in LITERALS)
).map(not_together)
CLAIMS = ("one", "two")
MEANING = evaluator(AT)


@given(st.lists(LEMMAS, min_size=2, max_size=8), st.data())
@settings(max_examples=200)
def test_together_they_say_the_same(conditions: list[Term], data: st.DataObject) -> None:
    lemmas = {f"l{number}": one for number, one in enumerate(conditions)}
    some = st.frozensets(st.sampled_from([*lemmas]), max_size=2)
    needs = Needs({name: data.draw(some) for name in (*lemmas, *CLAIMS)})
    found = joined(lemmas, CLAIMS, needs, list(lemmas))
    for claim in CLAIMS:
        before = needs.closure([claim])
        after = found.needs.closure([claim])
        parts = {one for name in after for one in found.parts.get(name, (name,))}
        assert before <= parts
        assert len(after) <= len(before)
    words = product(PHASE.values, repeat=2)
    members = (frozenset(one) for one in ((), (0,), (1,), (0, 1)))
    for state in product(words, TURN.values, members):
        old, new = (
            all(MEANING.value(one, state) for one in some.values())
            for some in (lemmas, found.lemmas)
        )
        assert old == new, state
