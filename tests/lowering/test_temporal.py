"""Fairness as actions with the parameters that they share; ``can_step`` as a definition."""

from __future__ import annotations

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import graph
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import CAN_STEP, System, Temporal
from tdpspec.system.terms import Bound
from tdpspec.system.types import SortType
from tests.spec import system_of

R, Q = Bound("r", SortType("R")), Bound("q", SortType("R"))

SPEC = """
choice slow: bool
design quick { slow = false }
design careful { slow = true }
sort R, S
var s: set R = {}
process p(r: R) {
    a: choose q: R where q in s as one { remove q from s }
       or choose where slow as two { }
    b: add r to s
}
process alone { a: s := {} }
action act(r: R, q: R) {
    choose as left { when slow  add r to s }
    or choose as right { add q to s }
}
fair p "each copy"
strongly fair p.a
fair alone
fair act
temporal filled forall x: R. x notin s leads to x in s
invariant alive can_step or alone at done
"""


def shapes(system: System) -> list[tuple[object, ...]]:
    return [(one.name, one.strong, one.parameters, one.actions) for one in system.fairness]


def test_fairness_names_actions_and_their_first_parameters():
    system = system_of(SPEC)
    assert shapes(system) == [
        ("p", False, (R,), ("p_a_one", "p_a_two", "b")),
        ("p.a", True, (R,), ("p_a_one", "p_a_two")),
        ("alone", False, (), ("alone_a",)),
        ("act", False, (R, Q), ("act_left", "act_right")),
    ]
    for fairness in system.fairness:
        width = len(fairness.parameters)
        for name in fairness.actions:
            assert system.action[name].parameters[:width] == fairness.parameters
    assert system.fairness[0].doc == "each copy"


def test_a_design_takes_its_actions_out_of_fairness():
    assert shapes(fix(system_of(SPEC), "quick")) == [
        ("p", False, (R,), ("p_a_one", "b")),
        ("p.a", True, (R,), ("p_a_one",)),
        ("alone", False, (), ("alone_a",)),
        ("act", False, (R, Q), ("act_right",)),
    ]


def test_a_design_decides_what_temporal_claims_read():
    spec = SPEC.replace("x notin s leads", "x notin s and slow leads")
    (quick,) = (
        one for one in fix(system_of(spec), "quick").properties if isinstance(one, Temporal)
    )
    (open_,) = (one for one in system_of(spec).properties if isinstance(one, Temporal))
    assert quick.premise != open_.premise
    assert quick.goal == open_.goal


def test_can_step_is_true_exactly_where_something_is_enabled():
    spec = SPEC.replace("action act(r: R, q: R) {", "action act(r: R, q: R) { when alone at a ")
    at = instance(fix(system_of(spec), "careful"))
    holds = evaluator(at).function(at.system.definition[CAN_STEP].body)
    whole = graph(at)
    moving = {before for before, _, _ in whole.edges}
    assert [bool(holds(state)) for state in whole.states] == [
        number in moving for number in range(len(whole.states))
    ]
    assert len(moving) < len(whole.states)


def test_can_step_is_defined_last_and_only_where_it_is_asked_for():
    assert [one.name for one in system_of(SPEC).definitions] == [CAN_STEP]
    assert system_of(SPEC.replace("can_step or", "")).definitions == ()
    with_other = system_of(SPEC + "\ndef full = s = R\ninvariant more full or can_step")
    assert [one.name for one in with_other.definitions] == ["full", CAN_STEP]
