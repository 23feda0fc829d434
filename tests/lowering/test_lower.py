"""What is around the steps: actions of the environment, initial states, designs, claims."""

import pytest

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.step import Stepper
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tests.spec import drawn, graph_of, system_of, violated

# ------------------------------------------------------------------------------------- actions


def test_action_may_happen_at_any_time():
    spec = """
    sort R
    var s: set R = {}
    action put(r: R) { when r notin s  add r to s }
    action clear { when s = R  s := {} }
    """
    assert graph_of(spec, R=2) == drawn("""
    * empty --put(r0)--> s={r0} --put(r1)--> s={r0, r1} --clear--> empty
      empty --put(r1)--> s={r1} --put(r0)--> s={r0, r1}
    """)


def test_action_with_choices_of_its_own():
    spec = """
    sort R
    var s: set (R, R) = {}
    action go(r: R) {
        when s = {}
        choose q: R where q != r as other { add (r, q) to s }
        or choose r2: R where r2 = r as same { add (r2, r2) to s }
    }
    """
    assert [(one.name, len(one.parameters)) for one in system_of(spec).actions] == [
        ("go_other", 2),
        ("go_same", 2),
    ]
    assert graph_of(spec, R=2) == drawn("""
    * empty --go_other(r0,r1)--> s={(r0, r1)}
      empty --go_other(r1,r0)--> s={(r1, r0)}
      empty --go_same(r0,r0)--> s={(r0, r0)}
      empty --go_same(r1,r1)--> s={(r1, r1)}
    """)


def test_action_called_as_a_step_keeps_its_name():
    spec = "var x: bool = false  process p { a: x := true }  action a { when x  x := false }"
    assert graph_of(spec) == drawn("* a --p_a--> done x --a--> done")


def test_procedure_called_with_the_names_of_an_action():
    spec = """
    sort R
    var s: set (R, R) = {}
    procedure put(q: R, r: R) { add (q, r) to s }
    action go(r: R, q: R) { when s = {}  put(r, q)  if r = q { remove (q, r) from s } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * empty --go(r0,r0)--> empty
      empty --go(r1,r1)--> empty
      empty --go(r0,r1)--> s={(r0, r1)}
      empty --go(r1,r0)--> s={(r1, r0)}
    """)


# ------------------------------------------------------------------------------ initial states


def test_any_is_every_value_and_initially_relates_them():
    spec = """
    sort R
    var s: set R = any
    var o: R? = any
    var n: R -> 0..1 = 0
    initially o is r => s = {r}
    initially s != R
    action go { when false }
    """
    assert graph_of(spec, R=2) == drawn("""
    * n[r0]=0 n[r1]=0
    * s={r0} n[r0]=0 n[r1]=0
    * s={r1} n[r0]=0 n[r1]=0
    * s={r0} o=r0 n[r0]=0 n[r1]=0
    * s={r1} o=r1 n[r0]=0 n[r1]=0
    """)


def test_local_variable_of_any_value_begins_differently_in_each_copy():
    spec = "sort P  process w(p: P) { var x: 0..1 = any  a: goto a }"
    assert [one for one in graph_of(spec, P=2) if one.startswith("*")] == [
        f"* a,a p0.x={x} p1.x={y}" for x in (0, 1) for y in (0, 1)
    ]


def test_named_members_are_values():
    spec = """
    sort Side = {left, right}
    var turn: Side = left
    var seen: Side -> bool = false
    process w(s: Side) {
        a: when turn = s  seen[s] := true  turn := if s = left then right else left
    }
    """
    assert graph_of(spec) == drawn("""
    * a,a turn=left --a(left)--> done,a turn=right seen[left]
      done,a turn=right seen[left] --a(right)--> done,done turn=left seen[left] seen[right]
    """)


# ------------------------------------------------------------------------------------- designs

DESIGNS = """
    choice order: up | down "which way?"
    choice twice: bool
    design slow { order = up, twice = false }
    design fast like slow { twice = true }
    design back { order = down, twice = false }
    var x: 0..3 = 0
    process p {
        a: choose where order = up as rise { x := x + 1  if twice { x := x + 1 } }
           or choose where order = down as fall { x := 3 }
           goto b
        b: if order = down { goto a }
    }
"""


def test_each_design_has_its_own_graph():
    assert graph_of(DESIGNS, "slow") == drawn("* a x=0 --a_rise--> b x=1 --b--> done x=1")
    assert graph_of(DESIGNS, "fast") == drawn("* a x=0 --a_rise--> b x=2 --b--> done x=2")
    assert graph_of(DESIGNS, "back") == drawn("""
    * a x=0 --a_fall--> b x=3 --b--> a x=3 --a_fall--> b x=3
    """)


@pytest.mark.parametrize("design", ["slow", "fast", "back"])
def test_design_may_be_fixed_before_or_after_the_question(design):
    system = system_of(DESIGNS)
    chosen = {one.name: one for one in system.designs}[design]
    values = {name: value.value for name, value in chosen.assignment}
    open_, fixed = instance(system), instance(fix(system, design))
    one, other = Stepper(evaluator(open_, values)), Stepper(evaluator(fixed, {}))
    (state,) = one.initial()
    assert [state] == list(other.initial())
    for _ in range(4):
        moves = list(one.moves(state))
        assert moves == list(other.moves(state))
        if moves:
            ((_, state),) = moves


def test_design_drops_the_actions_that_it_rules_out():
    assert [one.name for one in system_of(DESIGNS).actions] == ["a_rise", "a_fall", "b"]
    assert [one.name for one in fix(system_of(DESIGNS), "back").actions] == ["a_fall", "b"]


# -------------------------------------------------------------------------------------- claims


def test_asserts_of_one_name_are_one_claim():
    spec = """
    var x: 0..2 = any
    claim fine "never wrong"
    process p { a: assert fine: x != 0  b: assert fine: x != 1 }
    """
    assert [(one.name, one.doc) for one in system_of(spec).properties] == [("fine", "never wrong")]
    assert violated(spec, "fine") == ["a x=0", "b x=1"]


def test_claims_of_every_spec_come_last_and_where_a_step_could_break_them():
    spec = """
    mutex m
    var x: 0..2 = 0
    process p { a: x := x + 1  release m  b: acquire m }
    invariant small x < 2
    """
    assert [one.name for one in system_of(spec).properties] == [
        "small",
        "locks_are_used_correctly",
        "ranges_are_respected",
    ]


def test_claim_of_every_spec_that_is_expected_is_there_even_where_no_step_could_break_it():
    spec = """
    mutex m
    var x: bool = false
    process p { a: acquire m  b: release m  x := not x }
    expect t proves locks_are_used_correctly
    """
    assert [one.name for one in system_of(spec).properties] == ["locks_are_used_correctly"]
    assert violated(spec, "locks_are_used_correctly") == []
