"""Statements with one way through: each against a graph drawn by hand."""

from tests.spec import drawn, graph_of, system_of, violated

# ------------------------------------------------------------------------------- assignments


def test_assignment():
    assert graph_of("var x: 0..2 = 0  process p { a: x := 2 }") == drawn("* a x=0 --a--> done x=2")


def test_assignment_of_one_entry_and_of_all():
    spec = """
    sort R
    var n: R -> 0..2 = 0
    process p {
        a: choose r: R { n[r] := 1 }
        b: n := 2
    }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a n[r0]=0 n[r1]=0 --a(r0)--> b n[r0]=1 n[r1]=0 --b--> done n[r0]=2 n[r1]=2
      a n[r0]=0 n[r1]=0 --a(r1)--> b n[r0]=0 n[r1]=1 --b--> done n[r0]=2 n[r1]=2
    """)


def test_assignment_to_all_entries_after_a_wait_for_one_of_them():
    spec = """
    sort R
    var n: R -> 0..3 = 1
    action go { when exists r: R. n[r] = 1  n := 2 }
    """
    assert graph_of(spec, R=2) == drawn("* n[r0]=1 n[r1]=1 --go--> n[r0]=2 n[r1]=2")


def test_value_of_all_entries_is_read_before_any_of_them_changes():
    spec = """
    sort R
    var n: R -> 0..3 = any
    initially forall r, q: R. n[r] = n[q] <=> r = q
    initially forall r: R. n[r] >= 1 and n[r] <= 2
    process p { a: choose r: R { n := n[r] } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a n[r0]=1 n[r1]=2 --a(r0)--> done n[r0]=1 n[r1]=1
      a n[r0]=1 n[r1]=2 --a(r1)--> done n[r0]=2 n[r1]=2
    * a n[r0]=2 n[r1]=1 --a(r0)--> done n[r0]=2 n[r1]=2
      a n[r0]=2 n[r1]=1 --a(r1)--> done n[r0]=1 n[r1]=1
    """)


def test_local_variable_is_the_own_copy_of_each():
    spec = """
    sort P
    process w(p: P) {
        var x: 0..1 = 0
        a: x := 1
    }
    """
    assert graph_of(spec, P=2) == drawn("""
    * a,a p0.x=0 p1.x=0 --a(p0)--> done,a p0.x=1 p1.x=0 --a(p1)--> done,done p0.x=1 p1.x=1
      a,a p0.x=0 p1.x=0 --a(p1)--> a,done p0.x=0 p1.x=1 --a(p0)--> done,done p0.x=1 p1.x=1
    """)


def test_all_entries_of_a_local_variable_are_those_of_the_own_copy():
    spec = """
    sort P, R
    process w(p: P) {
        var n: R -> bool = false
        a: n := true
    }
    """
    assert graph_of(spec, P=2, R=2) == drawn("""
    * a,a --a(p0)--> done,a p0.n[r0] p0.n[r1]
      a,a --a(p1)--> a,done p1.n[r0] p1.n[r1]
      done,a p0.n[r0] p0.n[r1] --a(p1)--> done,done p0.n[r0] p0.n[r1] p1.n[r0] p1.n[r1]
      a,done p1.n[r0] p1.n[r1] --a(p0)--> done,done p0.n[r0] p0.n[r1] p1.n[r0] p1.n[r1]
    """)


def test_all_entries_of_a_local_variable_indexed_by_the_process_itself():
    spec = """
    sort P
    process w(p: P) {
        var n: P -> bool = false
        a: n[p] := true  n := true  n[p] := false
    }
    """
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a(p0)--> done,a p0.n[p1] --a(p1)--> done,done p0.n[p1] p1.n[p0]
      a,a --a(p1)--> a,done p1.n[p0] --a(p0)--> done,done p0.n[p1] p1.n[p0]
    """)


def test_two_indices():
    spec = """
    sort R, Q
    var n: R, Q -> bool = false
    process p { a: choose r: R, q: Q { n[r, q] := true  n[r, q] := not n[r, q]  n[r, q] := true } }
    """
    assert graph_of(spec, R=2, Q=1) == drawn("""
    * a --a(r0,q0)--> done n[r0, q0]
      a --a(r1,q0)--> done n[r1, q0]
    """)


# -------------------------------------------------------------------------------------- sets


def test_add_and_remove():
    spec = """
    sort R
    var s: set R = {}
    process p {
        a: choose r: R { add r to s }
        b: choose r: R { remove r from s }
    }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0)--> b s={r0} --b(r0)--> done
      a --a(r1)--> b s={r1} --b(r0)--> done s={r1}
      b s={r0} --b(r1)--> done s={r0}
      b s={r1} --b(r1)--> done
    """)


def test_add_and_remove_in_a_map_of_sets():
    spec = """
    sort R, Q
    var m: R -> set Q = {}
    process p {
        a: choose r: R, q: Q { add q to m[r] }
        b: choose r: R, q in m[r] { remove q from m[r] }
    }
    """
    assert graph_of(spec, R=2, Q=1) == drawn("""
    * a --a(r0,q0)--> b m[r0]={q0} --b(r0,q0)--> done
      a --a(r1,q0)--> b m[r1]={q0} --b(r1,q0)--> done
    """)


def test_add_and_remove_in_a_set_of_pairs():
    spec = """
    sort R
    var s: set (R, R) = {}
    process p {
        a: choose r, q: R where r != q { add (r, q) to s  add (r, r) to s }
        b: choose r: R { remove (r, r) from s }
    }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0,r1)--> b s={(r0, r0), (r0, r1)}
      a --a(r1,r0)--> b s={(r1, r0), (r1, r1)}
      b s={(r0, r0), (r0, r1)} --b(r0)--> done s={(r0, r1)}
      b s={(r0, r0), (r0, r1)} --b(r1)--> done s={(r0, r0), (r0, r1)}
      b s={(r1, r0), (r1, r1)} --b(r0)--> done s={(r1, r0), (r1, r1)}
      b s={(r1, r0), (r1, r1)} --b(r1)--> done s={(r1, r0)}
    """)


def test_add_and_remove_in_sets_of_a_copy():
    spec = """
    sort P
    process w(p: P) {
        var s: set P = {}
        a: add p to s
        b: choose q: P { remove q from s }
    }
    """
    assert graph_of(spec, P=1) == drawn("* a --a(p0)--> b p0.s={p0} --b(p0,p0)--> done")


# -------------------------------------------------------------------- one after the other


def test_later_statements_read_earlier_ones():
    spec = """
    var x: 0..9 = 1
    var y: 0..9 = 0
    process p { a: y := x  x := x + 1  x := x + x  y := x + y }
    """
    assert graph_of(spec) == drawn("* a x=1 y=0 --a--> done x=4 y=5")


def test_entry_is_read_through_a_write_to_another_name_of_it():
    spec = """
    sort R
    var n: R -> 0..3 = 0
    var x: 0..3 = 0
    process p { a: choose r, q: R { n[r] := 1  n[q] := 2  x := n[r] } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a n[r0]=0 n[r1]=0 x=0 --a(r0,r0)--> done n[r0]=2 n[r1]=0 x=2
      a n[r0]=0 n[r1]=0 x=0 --a(r0,r1)--> done n[r0]=1 n[r1]=2 x=1
      a n[r0]=0 n[r1]=0 x=0 --a(r1,r0)--> done n[r0]=2 n[r1]=1 x=1
      a n[r0]=0 n[r1]=0 x=0 --a(r1,r1)--> done n[r0]=0 n[r1]=2 x=2
    """)


def test_definition_applied_after_a_write_sees_it():
    spec = """
    sort R
    var s: set R = {}
    var x: bool = false
    var y: bool = false
    def all_in = s = R
    def nearly = forall r: R. r in s or all_in
    process p { a: x := nearly  s := R  y := nearly }
    """
    assert graph_of(spec, R=2) == drawn("* a --a--> done s={r0, r1} y")


def test_quantifier_of_a_definition_does_not_capture_its_argument():
    spec = """
    sort R
    var s: set R = {}
    var x: bool = false
    def another(r: R) = exists q: R. q != r and q notin s
    process p { a: choose q: R { add q to s  x := another(q) } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0)--> done s={r0} x
      a --a(r1)--> done s={r1} x
    """)


def test_definition_applied_under_a_quantifier_of_the_same_name():
    spec = """
    sort R
    var s: set (R, R) = {}
    var x: bool = false
    def sees(r: R) = exists q: R. q != r and (r, q) in s
    process p {
        a: choose t, r: R where t != r { add (t, r) to s  x := exists q: R. not sees(q) }
    }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0,r1)--> done s={(r0, r1)} x
      a --a(r1,r0)--> done s={(r1, r0)} x
    """)


def test_names_of_a_procedure_do_not_capture_its_arguments():
    spec = """
    sort R
    var s: set R = {}
    procedure all_but(q: R) { for r: R where r != q { add r to s } }
    process p { a: choose r: R { all_but(r) } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0)--> done s={r1}
      a --a(r1)--> done s={r0}
    """)


def test_parameter_of_a_procedure_is_unknown_after_the_call():
    spec = """
    sort P
    var s: set P = {}
    var t: set P = {}
    procedure mark(p: P) { add p to s }
    process w(p: P) { a: choose q: P where q != p { mark(q) }  add p to t }
    """
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a(p0,p1)--> done,a s={p1} t={p0} --a(p1,p0)--> done,done s={p0, p1} t={p0, p1}
      a,a --a(p1,p0)--> a,done s={p0} t={p1} --a(p0,p1)--> done,done s={p0, p1} t={p0, p1}
    """)


def test_name_that_a_procedure_gives_by_is_is_unknown_after_the_call():
    spec = """
    sort P
    var o: P? = none
    var s: set P = {}
    procedure empty() { if o is p { remove p from s  o := none } }
    action fill(q: P) { when o = none and s = {}  o := q }
    process w(p: P) { a: when o != none  empty()  add p to s }
    """
    assert graph_of(spec, P=1) == drawn("""
    * a --fill(p0)--> a o=p0 --a(p0)--> done s={p0}
    """)
    assert {line for line in graph_of(spec, P=2) if line.startswith("a,a o=p1")} == {
        "a,a o=p1 --a(p0)--> done,a s={p0}",
        "a,a o=p1 --a(p1)--> a,done s={p1}",
    }


def test_procedure_reads_its_arguments_at_the_call():
    spec = """
    var x: 0..3 = 1
    var y: 0..9 = 0
    procedure grow(n: 0..3) { x := 3  y := n }
    process p { a: grow(x)  b: x := 2  grow(x) }
    """
    assert graph_of(spec) == drawn("* a x=1 y=0 --a--> b x=3 y=1 --b--> done x=3 y=2")


def test_procedure_that_calls_another_with_its_names_swapped():
    spec = """
    sort R
    var s: set (R, R) = {}
    procedure put(r: R, q: R) { add (r, q) to s }
    procedure swapped(r: R, q: R) { put(q, r)  if r = q { remove (r, q) from s } }
    action go(r: R, q: R) { when s = {}  swapped(r, q) }
    """
    assert graph_of(spec, R=2) == drawn("""
    * empty --go(r0,r0)--> empty
      empty --go(r1,r1)--> empty
      empty --go(r0,r1)--> s={(r1, r0)}
      empty --go(r1,r0)--> s={(r0, r1)}
    """)


# ------------------------------------------------------------------------- conditions and waits

LADDER = """
    var x: 0..3 = any
    var y: 0..3 = 0
    process p {
        a: if x = 0 { y := 1 } else if x = 1 { y := 2 } else { x := 0 }
           if x = 0 { x := 3 }
    }
"""


def test_if_and_else_if():
    assert graph_of(LADDER) == drawn("""
    * a x=0 y=0 --a--> done x=3 y=1
    * a x=1 y=0 --a--> done x=1 y=2
    * a x=2 y=0 --a--> done x=3 y=0
    * a x=3 y=0 --a--> done x=3 y=0
    """)


def test_if_does_not_split_an_action():
    assert [one.name for one in system_of(LADDER).actions] == ["a"]


def test_is_names_the_value_as_at_the_test():
    spec = """
    sort R
    var o: R? = any
    var s: set R = {}
    process p { a: if o is r { o := none  add r to s  if s != {} { o := r } } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a--> done
    * a o=r0 --a--> done o=r0 s={r0}
    * a o=r1 --a--> done o=r1 s={r1}
    """)


def test_is_of_a_value_just_written():
    spec = """
    sort R
    var o: R? = none
    var s: set R = {}
    process p { a: choose r: R { o := r }  if o is q and q notin s { o := none  add q to s } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0)--> done s={r0}
      a --a(r1)--> done s={r1}
    """)


def test_is_chains_from_one_optional_value_to_the_next():
    spec = """
    sort R
    var next: R -> R? = none
    var first: R? = none
    var s: set R = {}
    action link(r: R, q: R) { when first = none and r != q and s = {}  first := r  next[r] := q }
    action follow { when first is r and next[r] is q  first := none  next := none  add q to s }
    """
    assert graph_of(spec, R=2) == drawn("""
    * empty --link(r0,r1)--> next[r0]=r1 first=r0 --follow--> s={r1}
      empty --link(r1,r0)--> next[r1]=r0 first=r1 --follow--> s={r0}
    """)


def test_when_waits():
    spec = """
    var x: 0..1 = 0
    process p { a: when x = 1 }
    action rise { when x = 0  x := 1 }
    """
    assert graph_of(spec) == drawn("* a x=0 --rise--> a x=1 --a--> done x=1")


def test_when_after_a_write_sees_it_and_undoes_the_whole_step():
    spec = """
    var x: 0..3 = any
    process p { a: x := x - 1  when x = 1  x := 3 }
    """
    assert graph_of(spec) == drawn("""
    * a x=0
    * a x=1
    * a x=2 --a--> done x=3
    * a x=3
    """)


def test_when_inside_an_if_waits_only_there():
    spec = """
    var x: 0..2 = any
    var y: bool = false
    process p { a: if x = 0 { when y  x := 2 } else { x := 1 } }
    """
    assert graph_of(spec) == drawn("""
    * a x=0
    * a x=1 --a--> done x=1
    * a x=2 --a--> done x=1
    """)


def test_when_names_a_value_to_the_end_of_its_block():
    spec = """
    sort R
    var o: R? = any
    var s: set R = {}
    process p { a: when o is r  o := none  add r to s }
    """
    assert graph_of(spec, R=1) == drawn("""
    * a
    * a o=r0 --a--> done s={r0}
    """)


def test_when_in_a_procedure_waits_for_the_whole_step():
    spec = """
    var x: 0..2 = any
    procedure need(n: 0..2) { when x = n }
    process p { a: x := 2  need(2)  b: need(1) }
    """
    assert graph_of(spec) == drawn("""
    * a x=0 --a--> b x=2
    * a x=1 --a--> b x=2
    * a x=2 --a--> b x=2
    """)


# --------------------------------------------------------------------------- asserts and ranges


def test_assert_speaks_of_its_place_in_the_step():
    spec = """
    var x: 0..3 = any
    process p { a: x := x - 1  assert small: x <= 1  x := 3 }
    """
    # x = 0 stays 0, which is another claim's business
    assert violated(spec, "small") == ["a x=3"]


def test_assert_is_about_the_path_through_the_step():
    spec = """
    var x: 0..3 = any
    process p { a: if x >= 2 { assert odd: x = 3 } else { assert odd: x = 1 } }
    """
    assert violated(spec, "odd") == ["a x=0", "a x=2"]


def test_assert_before_a_wait_is_not_violated_where_the_step_waits():
    spec = """
    var x: 0..3 = any
    process p { a: assert never: false  when x = 1 }
    """
    assert violated(spec, "never") == ["a x=1"]


def test_assert_changes_no_transition():
    with_, without = (
        f"var x: 0..1 = 0 process p {{ a: {text} x := 1 }}" for text in ("assert no: x = 1", "")
    )
    assert graph_of(with_) == graph_of(without) == drawn("* a x=0 --a--> done x=1")
    assert violated(with_, "no") == ["a x=0"]


def test_assert_in_a_for_is_about_every_turn():
    spec = """
    sort R
    var s: set R = any
    var t: set R = any
    process p { a: for r in s { add r to t  assert alone: t = {r} } }
    """
    # every turn reads the t of before the loop, and its own write
    assert violated(spec, "alone", R=2) == [
        "a s={r0, r1} t={r0, r1}",
        "a s={r0, r1} t={r0}",
        "a s={r0, r1} t={r1}",
        "a s={r0} t={r0, r1}",
        "a s={r0} t={r1}",
        "a s={r1} t={r0, r1}",
        "a s={r1} t={r0}",
    ]


def test_assert_in_a_procedure_called_on_a_path():
    spec = """
    var x: 0..2 = any
    procedure need(n: 0..2) { assert low: n < 2 }
    process p { a: if x != 1 { need(x) } }
    """
    assert violated(spec, "low") == ["a x=2"]


def test_value_outside_of_its_range_is_the_nearest_one_and_a_violation():
    spec = """
    var x: 0..2 = any
    process p { a: x := x + 1 }
    """
    assert graph_of(spec) == drawn("""
    * a x=0 --a--> done x=1
    * a x=1 --a--> done x=2
    * a x=2 --a--> done x=2
    """)
    assert violated(spec, "ranges_are_respected") == ["a x=2"]


def test_range_is_left_below_and_in_the_middle_of_a_step():
    spec = """
    var x: 1..3 = any
    process p { a: x := x - 1  x := x + 1 }
    """
    assert graph_of(spec) == drawn("""
    * a x=1 --a--> done x=2
    * a x=2 --a--> done x=2
    * a x=3 --a--> done x=3
    """)
    assert violated(spec, "ranges_are_respected") == ["a x=1"]


def test_range_is_not_violated_where_the_step_waits_or_goes_another_way():
    spec = """
    var x: 0..2 = any
    var ok: bool = any
    process p { a: if ok { x := x + 1 }  when x != 1 }
    """
    assert violated(spec, "ranges_are_respected") == ["a x=2 ok"]


def test_range_in_a_for():
    spec = """
    sort R
    var n: R -> 0..1 = any
    process p { a: for r: R { n[r] := n[r] + 1 } }
    """
    assert graph_of(spec, R=1) == drawn("""
    * a n[r0]=0 --a--> done n[r0]=1
    * a n[r0]=1 --a--> done n[r0]=1
    """)
    assert violated(spec, "ranges_are_respected", R=2) == [
        "a n[r0]=0 n[r1]=1",
        "a n[r0]=1 n[r1]=0",
        "a n[r0]=1 n[r1]=1",
    ]


def test_claim_about_ranges_is_made_only_where_one_can_be_left():
    assert not system_of("var x: 0..2 = 0 process p { a: x := 2 }").properties
