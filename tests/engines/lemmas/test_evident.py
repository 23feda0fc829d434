"""What a step evidently keeps, it keeps; and most of what most steps keep is evident."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec.engines.lemmas.evident import Evident
from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import stepper
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import Instance, instance
from tdpspec.system.make import disjunction, implies, negation
from tdpspec.system.model import Action
from tdpspec.system.terms import Term
from tests.spec import instance_of
from tests.strategies import scope_of, states, systems, terms

SHELF = """
design only "" {}
sort Worker, Tool
enum Place = home | way | bench
var place: Worker -> Place = home
var best: Worker -> Tool? = none
var held: Worker -> set Tool = {}
var favourite: Tool = any
var reserved: Place -> bool = true
var marked: set Place = {home, way}
var open: bool = false
var count: 0..3 = 0
def busy(w: Worker) = place[w] = bench
"""

LEAVE = "action leave(w: Worker) { when place[w] = bench  place[w] := way }"
TAKE = "action take(w: Worker, t: Tool) { when t notin held[w]  held[w] := held[w] union {t} }"
GIVE = "action give(w: Worker, t: Tool) { held[w] := held[w] minus {t} }"
SWAP = "action swap(w: Worker, t: Tool, u: Tool) { held[w] := (held[w] minus {t}) union {u} }"
SHARE = "action share(w: Worker, v: Worker) { held[w] := held[v] }"
ONLY = "action only_home { marked := marked intersect {home} }"
LIKE = "action prefer(w: Worker, t: Tool) { held[w] := held[w] union {t}  favourite := t }"
DROP = "action drop(w: Worker) { held[w] := {}  best[w] := none }"
GO = "action go(w: Worker) { when place[w] != bench  place[w] := if open then way else home }"
EITHER = "action go(v: Worker, w: Worker) { if open { place[v] := way } else { place[w] := home } }"
BOTH = "action go(v: Worker, w: Worker) { place[v] := home  place[w] := way }"
FREE = "action free { reserved[way] := false }"
RESET = "action reset { for w: Worker { place[w] := home } }"
CLEAR = "action clear { when open  count := 0  open := false }"


@pytest.mark.parametrize(
    ("action", "condition", "evident"),
    [
        # Nothing of it is changed.
        (LEAVE, "forall w: Worker. best[w] = none", True),
        # What is written is not what is spoken of; what is left was known.
        (LEAVE, "forall w: Worker. place[w] != home", True),
        (LEAVE, "forall w: Worker. place[w] != way", False),
        (LEAVE, "forall w: Worker. place[w] = way or place[w] = home", True),
        (LEAVE, "forall w: Worker. place[w] = bench => best[w] = none", True),
        (LEAVE, "forall w: Worker. best[w] = none => place[w] = bench", False),
        (LEAVE, "forall w: Worker. busy(w) => open", True),
        (LEAVE, "forall w: Worker. open => busy(w)", False),
        (LEAVE, "not (exists w: Worker. place[w] = bench)", True),
        (LEAVE, "not (exists w: Worker. place[w] = way)", False),
        # One word of the condition stands for many entries: not all of them change.
        (LEAVE, "not (exists w: Worker. place[w] = bench) or not open", True),
        (
            LEAVE,
            "(exists w: Worker. place[w] = home) => (exists w: Worker. place[w] = bench)",
            False,
        ),
        (LEAVE, "{w: Worker | place[w] = bench} subset {w: Worker | open}", False),
        # The same entry twice, and two entries.
        (LEAVE, "forall w: Worker. not (place[w] = home and place[w] = bench)", True),
        (LEAVE, "forall v, w: Worker. place[v] = place[w]", False),
        # Sets gain or lose what is named, or all.
        (TAKE, "forall w: Worker, t: Tool. open => t in held[w]", True),
        (TAKE, "forall w: Worker, t: Tool. t in held[w] => open", False),
        (DROP, "forall w: Worker, t: Tool. t in held[w] => open", True),
        (DROP, "forall w: Worker, t: Tool. open => t in held[w]", False),
        (DROP, "forall w: Worker. open => best[w] = none", True),
        (DROP, "forall w: Worker. held[w] = {}", False),
        (GIVE, "forall w: Worker, t: Tool. t in held[w] => open", True),
        (GIVE, "forall w: Worker, t: Tool. open => t in held[w]", False),
        (SWAP, "forall w: Worker, t: Tool. t in held[w] => open", False),
        (SWAP, "forall w: Worker, t: Tool. open => t in held[w]", False),
        (SHARE, "forall w: Worker, t: Tool. t in held[w] => open", False),
        (SHARE, "forall w: Worker, t: Tool. open => t in held[w]", False),
        (ONLY, "way in marked", False),
        (LIKE, "forall w: Worker. open => favourite in held[w]", False),
        # One thing or the other, one after the other, and one of those with names.
        (GO, "forall w: Worker. place[w] != home", False),
        (GO, "forall w: Worker. place[w] != way", False),
        (GO, "forall w: Worker. open => place[w] = way", False),
        (GO, "forall w: Worker. place[w] = bench => open", True),
        (EITHER, "forall w: Worker. place[w] != home", False),
        (EITHER, "forall w: Worker. place[w] != way", False),
        (EITHER, "forall w: Worker. place[w] != bench", True),
        (BOTH, "forall w: Worker. place[w] != home", False),
        (BOTH, "forall w: Worker. place[w] != way", False),
        (FREE, "reserved[home]", True),
        (FREE, "reserved[way]", False),
        (FREE, "forall p: Place. reserved[p]", False),
        # All entries at once.
        (RESET, "forall w: Worker. place[w] = home", False),
        # Numbers and bits without an index.
        (CLEAR, "count < 3", True),
        (CLEAR, "count > 0 => open", False),
        (CLEAR, "open => count = 0", True),
    ],
)
def test_what_is_evident(action: str, condition: str, evident: bool) -> None:
    at = instance_of(f'{SHELF}\n{action}\ninvariant asked "" {condition}')
    (claim,) = (one for one in at.system.properties if one.name == "asked")
    (step,) = at.system.actions
    term = condition_of(at.system, claim)  # type: ignore[arg-type]  # an invariant is about states
    assert Evident(at.system).keeps(step, term) is evident


def literal(data: st.DataObject, at: Instance) -> Term:
    term = data.draw(terms(scope_of(at.system), depth=1))
    return negation(term) if data.draw(st.booleans()) else term


def keeps_what_it_says(data: st.DataObject) -> None:
    at = instance(data.draw(systems(budget=300)))
    evident, values = Evident(at.system), evaluator(at)
    parts = [literal(data, at) for _ in range(data.draw(st.integers(1, 3)))]
    conditions = (*parts, disjunction(*parts), implies(parts[0], disjunction(*parts[1:])))
    kept: list[tuple[Action, Term]] = [
        (action, one)
        for action in at.system.actions
        for one in conditions
        if evident.keeps(action, one)
    ]
    for state in (data.draw(states(at)) for _ in range(6)):
        for step, after in stepper(at).moves(state):
            for action, one in kept:
                if action.name == step.action and values.value(one, state):
                    assert values.value(one, after), (action, one)


@given(st.data())
@settings(max_examples=60)
def test_what_is_evident_is_so(data: st.DataObject) -> None:
    keeps_what_it_says(data)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=200)
def test_what_is_evident_of_many_systems_is_so(data: st.DataObject) -> None:
    keeps_what_it_says(data)
