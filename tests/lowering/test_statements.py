"""The ways through a step: ``choose`` and what may stand around it, ``goto``."""

from tests.spec import drawn, graph_of, instance_of, system_of, violated


def actions_of(spec: str) -> list[str]:
    """``name(parameters)`` of every action."""
    return [
        f"{one.name}({', '.join(parameter.name for parameter in one.parameters)})"
        for one in system_of(spec).actions
    ]


def test_choose_is_a_parameter():
    spec = """
    var x: 0..3 = 0
    process p { a: choose n: 1..2 { x := n } }
    """
    assert graph_of(spec) == drawn("""
    * a x=0 --a(1)--> done x=1
      a x=0 --a(2)--> done x=2
    """)


def test_choose_waits_for_its_condition():
    spec = """
    sort R
    var s: set R = any
    process p { a: choose r in s where r in s { remove r from s } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a
    * a s={r0} --a(r0)--> done
    * a s={r1} --a(r1)--> done
    * a s={r0, r1} --a(r0)--> done s={r1}
      a s={r0, r1} --a(r1)--> done s={r0}
    """)


def test_branches_by_name_and_number():
    spec = """
    var x: 0..3 = 0
    process p {
        a: choose where x = 0 as zero { x := 1 }
           or choose { x := 2 }
           or choose where x = 1 { x := 3 }
    }
    """
    assert actions_of(spec) == ["a_zero()", "a_2()", "a_3()"]
    assert graph_of(spec) == drawn("""
    * a x=0 --a_zero--> done x=1
      a x=0 --a_2--> done x=2
    """)


def test_condition_of_choose_sees_earlier_writes_and_names_values():
    spec = """
    sort R
    var o: R -> R? = none
    var s: set R = {}
    process p {
        a: choose r, q: R where r != q { o[r] := q }
           choose t: R where o[t] is u { add u to s  o := none }
    }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0,r1,r0)--> done s={r1}
      a --a(r1,r0,r1)--> done s={r0}
    """)


def test_two_choices_of_one_name():
    spec = """
    sort R
    var s: set (R, R) = {}
    var one: R? = none
    process p {
        a: choose r: R { one := r }
           choose r: R where one is q and r != q { add (q, r) to s  one := none }
    }
    """
    assert actions_of(spec) == ["a(r, r2)"]
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0,r1)--> done s={(r0, r1)}
      a --a(r1,r0)--> done s={(r1, r0)}
    """)


# ----------------------------------------------------------------------------------------- else


def test_else_where_no_condition_holds():
    spec = """
    sort R
    var s: set R = any
    var x: bool = false
    process p { a: choose r in s as some { remove r from s } else { x := true } }
    """
    assert graph_of(spec, R=1) == drawn("""
    * a --a_else--> done x
    * a s={r0} --a_some(r0)--> done
    """)


def test_else_where_every_branch_waits():
    spec = """
    var x: 0..2 = any
    var y: 0..2 = 0
    process p {
        a: choose { x := x - 1  when x = 1  y := 1 }
           or choose { when x = 0  y := 1 }
           else { y := 2 }
    }
    """
    # from 0 the first branch stays at 0, which the second does not mind
    assert graph_of(spec) == drawn("""
    * a x=0 y=0 --a_2--> done x=0 y=1
    * a x=1 y=0 --a_else--> done x=1 y=2
    * a x=2 y=0 --a_1--> done x=1 y=1
    """)


def test_else_where_the_lock_is_taken():
    spec = """
    mutex m
    var x: 0..2 = 0
    process h { a: acquire m  b: release m }
    process g { c: choose { with m { x := 1 } } else { x := 2 } }
    """
    assert graph_of(spec) == drawn("""
    * a,c x=0 --a--> b,c x=0 m.held --b--> done,c x=0 --c_1--> done,done x=1
      a,c x=0 --c_1--> a,done x=1 --a--> b,done x=1 m.held --b--> done,done x=1
      b,c x=0 m.held --c_else--> b,done x=2 m.held --b--> done,done x=2
    """)


def test_else_where_the_lock_is_only_read():
    spec = """
    rwlock l
    var x: 0..2 = 0
    process h { a: acquire l read  b: goto b }
    process g { c: choose { with l read { x := 1 } } else { x := 2 } }
    """
    assert {one for one in graph_of(spec) if "--c" in one} == {
        "a,c x=0 --c_1--> a,done x=1",
        "b,c x=0 l.read --c_1--> b,done x=1 l.read",
    }


def test_else_where_a_choose_inside_waits():
    spec = """
    sort R
    var s: set R = any
    var x: 0..2 = 0
    process p {
        a: choose as outer { choose r in s as inner { remove r from s  x := 1 } }
           else { x := 2 }
    }
    """
    assert graph_of(spec, R=1) == drawn("""
    * a x=0 --a_else--> done x=2
    * a s={r0} x=0 --a_outer_inner(r0)--> done x=1
    """)


def test_else_where_one_side_of_an_if_waits():
    spec = """
    var x: 0..2 = any
    var y: 0..2 = 0
    process p {
        a: choose { if x = 0 { when y = 1 } else { if x = 1 { goto b } y := 1 } } else { y := 2 }
        b: goto b
    }
    """
    assert [one for one in graph_of(spec) if "a_" in one] == [
        "a x=0 y=0 --a_else--> b x=0 y=2",
        "a x=1 y=0 --a_1--> b x=1 y=0",
        "a x=2 y=0 --a_1--> b x=2 y=1",
    ]


def test_else_does_not_ask_what_comes_after():
    spec = """
    var x: 0..2 = 0
    process p { a: choose as some { x := 1 } else { x := 2 }  when x = 2 }
    """
    # the branch can be taken, so `else` cannot; that the step then waits is another matter
    assert graph_of(spec) == drawn("* a x=0")


def test_else_that_does_nothing_goes_on():
    spec = """
    sort R
    var s: set R = any
    process p { a: choose r in s { remove r from s } else {}  b: goto b }
    """
    assert [one for one in graph_of(spec, R=1) if "a_" in one] == [
        "a --a_else--> b",
        "a s={r0} --a_1(r0)--> b",
    ]


# -------------------------------------------------------------------------- choose, if and goto


def test_choose_inside_an_if_is_skipped_where_it_is_not_met():
    spec = """
    sort R
    var x: bool = any
    var s: set R = {}
    process p { a: if x { choose r: R as pick { add r to s } }  x := false }
    """
    assert graph_of(spec, R=1) == drawn("""
    * a --a_skip--> done
    * a x --a_pick(r0)--> done s={r0}
    """)


def test_choose_after_a_plain_if_is_one_action():
    spec = """
    sort R
    var x: bool = any
    var s: set R = {}
    process p { a: if x { x := false }  choose r: R { add r to s } }
    """
    assert actions_of(spec) == ["a(r)"]
    assert graph_of(spec, R=1) == drawn("""
    * a --a(r0)--> done s={r0}
    * a x --a(r0)--> done s={r0}
    """)


def test_choose_after_an_if_that_may_end_the_step_is_one_action():
    spec = """
    sort R
    var x: 0..2 = any
    var s: set R = {}
    process p {
        a: if x = 0 { x := 2 } else { if x = 1 { goto b } x := 0 }
           choose r: R as pick { add r to s  x := 1 }
        b: goto b
    }
    """
    assert actions_of(spec) == ["a_pick(r)", "a_skip()", "b()"]
    assert [one for one in graph_of(spec, R=1) if "a_" in one] == [
        "a x=0 --a_pick(r0)--> b x=1 s={r0}",
        "a x=1 --a_skip--> b x=1",
        "a x=2 --a_pick(r0)--> b x=1 s={r0}",
    ]


def test_choose_after_an_if_that_contains_one():
    spec = """
    sort R
    var x: bool = any
    var s: set R = {}
    var t: set R = {}
    process p { a: if x { choose r: R { add r to s } } choose r: R { add r to t } }
    """
    # where x is false there is one value to choose, so these are two actions
    assert actions_of(spec) == ["a_1(r, r2)", "a_skip(r)"]
    assert graph_of(spec, R=2) == drawn("""
    * a --a_skip(r0)--> done t={r0}
      a --a_skip(r1)--> done t={r1}
    * a x --a_1(r0,r0)--> done x s={r0} t={r0}
      a x --a_1(r0,r1)--> done x s={r0} t={r1}
      a x --a_1(r1,r0)--> done x s={r1} t={r0}
      a x --a_1(r1,r1)--> done x s={r1} t={r1}
    """)


def test_choose_on_both_sides_of_an_if():
    spec = """
    sort R
    var x: bool = any
    var s: set R = {}
    process p { a: if x { choose r: R { add r to s } } else { choose q: R, r: R { x := true } } }
    """
    assert actions_of(spec) == ["a_1(r)", "a_2(q, r)"]
    assert graph_of(spec, R=1) == drawn("""
    * a --a_2(r0,r0)--> done x
    * a x --a_1(r0)--> done x s={r0}
    """)


def test_branches_that_are_impossible_on_one_side_of_an_if():
    spec = """
    sort R
    var x: 0..2 = any
    var s: set R = {}
    process p {
        a: if x = 0 { x := 1  if s != {} { goto b } } else { x := 0 }
           choose r: R where x = 0 as zero { add r to s }
           or choose where x = 1 as one { x := 2 }
        b: goto b
    }
    """
    assert actions_of(spec) == ["a_skip()", "a_one()", "a_zero(r)", "b()"]
    assert [one for one in graph_of(spec, R=1) if "a_" in one] == [
        "a x=0 --a_one--> b x=2",
        "a x=1 --a_zero(r0)--> b x=0 s={r0}",
        "a x=2 --a_zero(r0)--> b x=0 s={r0}",
    ]


def test_choose_inside_a_choose():
    spec = """
    sort R
    var x: 0..9 = 0
    process p {
        a: choose as one { choose as first { x := 1 } or choose { x := 2 } }
           or choose { choose n: 3..4 { x := n } }
           x := x + 5
    }
    """
    assert actions_of(spec) == ["a_one_first()", "a_one_2()", "a_2(n)"]
    assert graph_of(spec) == drawn("""
    * a x=0 --a_one_first--> done x=6
      a x=0 --a_one_2--> done x=7
      a x=0 --a_2(3)--> done x=8
      a x=0 --a_2(4)--> done x=9
    """)


def test_choose_in_a_procedure_called_twice():
    spec = """
    sort R
    var s: set R = {}
    var t: set R = {}
    procedure take() { choose r: R where r notin s { add r to s } }
    process p { a: take()  t := s  take() }
    """
    assert actions_of(spec) == ["a(r, r2)"]
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0,r1)--> done s={r0, r1} t={r0}
      a --a(r1,r0)--> done s={r0, r1} t={r1}
    """)


def test_branches_in_a_procedure_called_on_both_sides_of_an_if():
    spec = """
    var x: 0..1 = any
    var y: 0..9 = 0
    procedure put(n: 0..1) { choose as low { y := n } or choose as high { y := n + 5 } }
    process p { a: if x = 0 { put(0) } else { put(1) } }
    """
    assert graph_of(spec) == drawn("""
    * a x=0 y=0 --a_low--> done x=0 y=0
      a x=0 y=0 --a_high--> done x=0 y=5
    * a x=1 y=0 --a_low2--> done x=1 y=1
      a x=1 y=0 --a_high2--> done x=1 y=6
    """)


def test_choose_of_a_procedure_does_not_change_what_the_callers_names_mean():
    spec = """
    sort P
    var s: set P = {}
    var t: set P = {}
    procedure other(q: P) { choose p: P where p != q { add p to s } }
    process w(p: P) { a: other(p)  add p to t }
    """
    assert actions_of(spec) == ["a(p, p2)"]
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a(p0,p1)--> done,a s={p1} t={p0} --a(p1,p0)--> done,done s={p0, p1} t={p0, p1}
      a,a --a(p1,p0)--> a,done s={p0} t={p1} --a(p0,p1)--> done,done s={p0, p1} t={p0, p1}
    """)


def test_goto_ends_the_step():
    spec = """
    var x: 0..3 = any
    process p {
        a: if x = 0 { x := 1  goto c }
           x := 3
        b: x := 2
        c: goto c
    }
    """
    assert [one for one in graph_of(spec) if "--c-->" not in one and "-->" in one] == [
        "a x=0 --a--> c x=1",
        "a x=1 --a--> b x=3",
        "a x=2 --a--> b x=3",
        "a x=3 --a--> b x=3",
        "b x=3 --b--> c x=2",
    ]


def test_goto_out_of_a_branch_and_on_after_another():
    spec = """
    var x: 0..3 = 0
    process p {
        a: choose as away { goto c } or choose as on { x := 1 }
           x := x + 2
        b: goto b
        c: goto c
    }
    """
    assert [one for one in graph_of(spec) if "a_" in one] == [
        "a x=0 --a_away--> c x=0",
        "a x=0 --a_on--> b x=3",
    ]


def test_goto_releases_what_with_took_inside_the_step():
    spec = """
    mutex m
    process p {
        a: with m { goto b }
        b: acquire m
        c: release m
    }
    """
    assert graph_of(spec) == drawn("* a --a--> b --b--> c m.held --c--> done")
    assert violated(spec, "locks_are_used_correctly") == []


def test_choose_inside_with_goes_on_after_it():
    spec = """
    mutex m
    var x: 0..9 = 0
    process p {
        a: with m { choose n: 1..2 { x := n } }  x := x + 5
        b: acquire m
        c: with m { choose as twice { x := 0 } }
    }
    """
    assert [one for one in graph_of(spec) if "--a" in one] == [
        "a x=0 --a(1)--> b x=6",
        "a x=0 --a(2)--> b x=7",
    ]
    assert violated(spec, "locks_are_used_correctly") == ["c x=6 m.held", "c x=7 m.held"]


def test_assert_after_a_choose_is_about_its_values():
    spec = """
    sort R
    var s: set R = any
    process p { a: choose r: R where r notin s  as new { add r to s } or choose { }
                   assert not_all: s != R }
    """
    assert violated(spec, "not_all", R=2) == ["a s={r0, r1}", "a s={r0}", "a s={r1}"]


def test_names_of_actions_are_unique():
    spec = """
    var x: 0..9 = 0
    process p {
        a: choose as one { x := 1 } or choose { x := 2 }
        a_one: x := 3
        a_2: x := 4
        b: goto b
    }
    process q { b: goto p_b  p_b: goto b }
    action q_b { x := 0 }
    """
    names = [one.name for one in system_of(spec).actions]
    assert len(names) == len(set(names)) == 8
    assert len(instance_of(spec).system.action) == 8
