"""``for`` is simultaneous: its body reads the state before the loop and its own writes."""

from tests.spec import drawn, graph_of, violated


def test_set_variable():
    spec = """
    sort R
    var s: set R = any
    var t: set R = {}
    process p { a: for r: R where r in s { remove r from s  add r to t } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a--> done
    * a s={r0} --a--> done t={r0}
    * a s={r1} --a--> done t={r1}
    * a s={r0, r1} --a--> done t={r0, r1}
    """)


def test_every_turn_reads_the_state_before_the_loop():
    spec = """
    sort R
    var n: R -> 0..2 = any
    initially exists r: R. n[r] = 1 and forall q: R where q != r. n[q] = 2
    process p { a: for r: R { n[r] := if exists q: R. q != r and n[q] = 2 then 0 else 1 } }
    """
    # one turn after the other would give the second turn another answer
    assert graph_of(spec, R=2) == drawn("""
    * a n[r0]=1 n[r1]=2 --a--> done n[r0]=0 n[r1]=1
    * a n[r0]=2 n[r1]=1 --a--> done n[r0]=1 n[r1]=0
    """)


def test_turn_reads_its_own_writes_and_no_others():
    spec = """
    sort R
    var s: set R = {}
    var n: R -> 0..3 = 0
    process p {
        a: for r: R {
            add r to s
            if s = {r} { n[r] := 1 } else { n[r] := 2 }
            n[r] := n[r] + 1
        }
    }
    """
    assert graph_of(spec, R=2) == drawn(
        "* a n[r0]=0 n[r1]=0 --a--> done s={r0, r1} n[r0]=2 n[r1]=2"
    )


def test_loop_after_a_write_sees_it():
    spec = """
    sort R
    var s: set R = {}
    var n: R -> 0..3 = 0
    process p {
        a: choose q: R { add q to s  n := 1  for r in s { n[r] := n[r] + 1 }  n[q] := n[q] + 1 }
    }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a n[r0]=0 n[r1]=0 --a(r0)--> done s={r0} n[r0]=3 n[r1]=1
      a n[r0]=0 n[r1]=0 --a(r1)--> done s={r1} n[r0]=1 n[r1]=3
    """)


def test_swap_through_another_variable():
    spec = """
    sort R
    var a_: set R = any
    var b_: set R = {}
    process p {
        a: for r: R {
            if r in a_ { remove r from a_  add r to b_ } else { add r to a_ }
        }
    }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a--> done a_={r0, r1}
    * a a_={r0} --a--> done a_={r1} b_={r0}
    * a a_={r1} --a--> done a_={r0} b_={r1}
    * a a_={r0, r1} --a--> done b_={r0, r1}
    """)


def test_map_of_sets_by_its_index():
    spec = """
    sort R, Q
    var m: R -> set Q = {}
    process p { a: for r: R { m[r] := Q } b: for r: R where m[r] != {} { m[r] := {} } }
    """
    assert graph_of(spec, R=2, Q=1) == drawn("* a --a--> b m[r0]={q0} m[r1]={q0} --b--> done")


def test_map_of_sets_by_its_elements():
    spec = """
    sort R, Q
    var m: R -> set Q = {}
    process p {
        a: choose r: R { for q: Q { add q to m[r] } }
        b: choose r: R, x: Q { for q: Q where q != x { remove q from m[r] } }
    }
    """
    lines = graph_of(spec, R=2, Q=2)
    assert [one for one in lines if "--a" in one] == [
        "a --a(r0)--> b m[r0]={q0, q1}",
        "a --a(r1)--> b m[r1]={q0, q1}",
    ]
    assert [one for one in lines if one.startswith("b m[r0]")] == [
        "b m[r0]={q0, q1} --b(r0,q0)--> done m[r0]={q0}",
        "b m[r0]={q0, q1} --b(r0,q1)--> done m[r0]={q1}",
        "b m[r0]={q0, q1} --b(r1,q0)--> done m[r0]={q0, q1}",
        "b m[r0]={q0, q1} --b(r1,q1)--> done m[r0]={q0, q1}",
    ]


def test_map_of_sets_by_index_and_element():
    spec = """
    sort R, Q
    var m: R -> set Q = {}
    var s: set R = any
    process p { a: for r in s, q: Q { add q to m[r] } }
    """
    assert graph_of(spec, R=2, Q=2) == drawn("""
    * a --a--> done
    * a s={r0} --a--> done m[r0]={q0, q1} s={r0}
    * a s={r1} --a--> done m[r1]={q0, q1} s={r1}
    * a s={r0, r1} --a--> done m[r0]={q0, q1} m[r1]={q0, q1} s={r0, r1}
    """)


def test_pairs():
    spec = """
    sort R
    var s: set (R, R) = {}
    process p { a: for r, q: R where r != q { add (q, r) to s } }
    """
    assert graph_of(spec, R=2) == drawn("* a --a--> done s={(r0, r1), (r1, r0)}")


def test_pairs_turned_round():
    spec = """
    sort R
    var s: set (R, R) = any
    var t: set (R, R) = {}
    process p { a: for r, q: R where (r, q) in s { add (q, r) to t } }
    """
    lines = graph_of(spec, R=2)
    assert len(lines) == 32
    assert (
        "a s={(r0, r0), (r0, r1)} --a--> done s={(r0, r0), (r0, r1)} t={(r0, r0), (r1, r0)}"
        in lines
    )


def test_half_of_a_pair():
    spec = """
    sort R
    var s: set (R, R) = {}
    process p {
        a: choose q: R { for r: R { add (r, q) to s } }
        b: choose q: R { for r: R where r != q { remove (q, r) from s } }
    }
    """
    lines = graph_of(spec, R=2)
    assert [one for one in lines if "--a" in one] == [
        "a --a(r0)--> b s={(r0, r0), (r1, r0)}",
        "a --a(r1)--> b s={(r0, r1), (r1, r1)}",
    ]
    assert [one for one in lines if one.startswith("b s={(r0, r0)")] == [
        "b s={(r0, r0), (r1, r0)} --b(r0)--> done s={(r0, r0), (r1, r0)}",
        "b s={(r0, r0), (r1, r0)} --b(r1)--> done s={(r0, r0)}",
    ]


def test_writes_that_have_only_one_index_in_common():
    spec = """
    sort R
    var n: R, R -> bool = false
    process p { a: choose x: R { for r: R { n[r, x] := true  n[r, r] := true } } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0)--> done n[r0, r0] n[r1, r0] n[r1, r1]
      a --a(r1)--> done n[r0, r0] n[r0, r1] n[r1, r1]
    """)


def test_writes_that_have_only_the_element_in_common():
    spec = """
    sort R
    var m: R -> set R = {}
    process p { a: choose x: R { for r: R { add r to m[r]  add r to m[x] } } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0)--> done m[r0]={r0, r1} m[r1]={r1}
      a --a(r1)--> done m[r0]={r0} m[r1]={r0, r1}
    """)


def test_index_that_depends_on_the_loop():
    spec = """
    sort R
    var w: R -> R = any
    var m: R -> set R = {}
    initially forall r: R. w[r] != r
    process p { a: for r: R { add r to m[w[r]] } }
    """
    assert graph_of(spec, R=2) == drawn(
        "* a w[r0]=r1 w[r1]=r0 --a--> done w[r0]=r1 w[r1]=r0 m[r0]={r1} m[r1]={r0}"
    )


def test_two_loops_one_after_the_other_that_write_in_different_places():
    spec = """
    sort R
    var s: set (R, R) = {}
    process p {
        a: choose x: R {
            for r: R { add (r, x) to s }
            for r: R where r != x { add (x, r) to s  remove (x, r) from s }
        }
    }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0)--> done s={(r0, r0), (r1, r0)}
      a --a(r1)--> done s={(r0, r1), (r1, r1)}
    """)


def test_two_indices_one_of_them_the_loop():
    spec = """
    sort R, Q
    var n: R, Q -> bool = false
    process p { a: choose r: R { for q: Q { n[r, q] := true } } }
    """
    assert graph_of(spec, R=2, Q=2) == drawn("""
    * a --a(r0)--> done n[r0, q0] n[r0, q1]
      a --a(r1)--> done n[r1, q0] n[r1, q1]
    """)


def test_local_variable_of_the_own_copy_only():
    spec = """
    sort P
    process w(p: P) {
        var n: P -> bool = false
        a: for q: P where q != p { n[q] := true }
    }
    """
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a(p0)--> done,a p0.n[p1] --a(p1)--> done,done p0.n[p1] p1.n[p0]
      a,a --a(p1)--> a,done p1.n[p0] --a(p0)--> done,done p0.n[p1] p1.n[p0]
    """)


def test_loop_inside_a_loop_over_elements():
    spec = """
    sort R, Q
    var m: R -> set Q = {}
    process p { a: choose x: R { for r: R where r != x { for q: Q { add q to m[r] } } } }
    """
    assert graph_of(spec, R=2, Q=2) == drawn("""
    * a --a(r0)--> done m[r1]={q0, q1}
      a --a(r1)--> done m[r0]={q0, q1}
    """)


def test_loop_inside_a_loop_over_two_indices():
    spec = """
    sort R, Q
    var n: R, Q -> bool = false
    process p {
        a: choose x: R, y: Q {
            for r: R where r != x { for q: Q where q != y { n[r, q] := not n[r, q] } }
        }
    }
    """
    assert graph_of(spec, R=2, Q=2) == drawn("""
    * a --a(r0,q0)--> done n[r1, q1]
      a --a(r0,q1)--> done n[r1, q0]
      a --a(r1,q0)--> done n[r0, q1]
      a --a(r1,q1)--> done n[r0, q0]
    """)


def test_loop_inside_a_loop_over_pairs():
    spec = """
    sort R, Q
    var s: set (R, Q) = {}
    process p { a: choose x: R { s := {}  for r: R where r != x { for q: Q { add (r, q) to s } } } }
    """
    assert graph_of(spec, R=2, Q=2) == drawn("""
    * a --a(r0)--> done s={(r1, q0), (r1, q1)}
      a --a(r1)--> done s={(r0, q0), (r0, q1)}
    """)


def test_inner_loop_first_index_outer_loop_second():
    spec = """
    sort R, Q
    var n: R, Q -> bool = false
    process p { a: choose x: R { for q: Q { for r: R where r != x { n[r, q] := true } } } }
    """
    assert graph_of(spec, R=2, Q=2) == drawn("""
    * a --a(r0)--> done n[r1, q0] n[r1, q1]
      a --a(r1)--> done n[r0, q0] n[r0, q1]
    """)


def test_outer_turn_sees_what_its_inner_loop_wrote():
    spec = """
    sort R, Q
    var m: R -> set Q = {}
    var full: set R = {}
    process p { a: for r: R { for q: Q { add q to m[r] }  if m[r] = Q { add r to full } } }
    """
    assert graph_of(spec, R=2, Q=1) == drawn("* a --a--> done m[r0]={q0} m[r1]={q0} full={r0, r1}")


def test_loop_with_names_by_is():
    spec = """
    sort R
    var o: R -> R? = any
    var s: set (R, R) = {}
    process p { a: for r: R where o[r] is q { o[r] := none  add (r, q) to s } }
    """
    lines = graph_of(spec, R=2)
    assert len(lines) == 18
    assert "a o[r0]=r1 --a--> done s={(r0, r1)}" in lines
    assert "a o[r0]=r1 o[r1]=r1 --a--> done s={(r0, r1), (r1, r1)}" in lines


def test_loop_in_a_procedure_and_procedure_in_a_loop():
    spec = """
    sort R
    var s: set R = {}
    var t: set R = {}
    procedure one(q: R) { add q to s }
    procedure all(but: R) { for r: R where r != but { one(r)  add r to t } }
    process p { a: choose r: R { all(r) } }
    """
    assert graph_of(spec, R=2) == drawn("""
    * a --a(r0)--> done s={r1} t={r1}
      a --a(r1)--> done s={r0} t={r0}
    """)


def test_loop_over_named_members_numbers_words_and_truth():
    spec = """
    sort Side = {left, right}
    enum Phase = early | late
    var a_: Side -> bool = false
    var b_: 1..2 -> bool = false
    var c_: Phase -> bool = false
    var d_: bool -> bool = false
    process p {
        a: for x: Side where x != left { a_[x] := true }
           for n: 1..2 where n > 1 { b_[n] := true }
           for f: Phase where f = late { c_[f] := true }
           for t: bool where not t { d_[t] := true }
    }
    """
    assert graph_of(spec) == drawn("* a --a--> done a_[right] b_[2] c_[late] d_[false]")


def test_two_changes_of_one_element():
    spec = """
    sort R
    var s: set R = any
    process p {
        a: for r: R { if r in s { remove r from s } else { add r to s } }
        b: for r: R { add r to s  remove r from s }
        c: for r: R { remove r from s  add r to s }
    }
    """
    assert graph_of(spec, R=1) == drawn("""
    * a --a--> b s={r0} --b--> c --c--> done s={r0}
    * a s={r0} --a--> b --b--> c
    """)


def test_wait_in_a_for_waits_for_every_turn():
    spec = """
    sort R
    var s: set R = any
    var ok: set R = any
    process p { a: for r in s { when r in ok } }
    """
    lines = [one for one in graph_of(spec, R=2) if "-->" in one]
    assert sorted(one.split(" --")[0] for one in lines) == [
        "a",
        "a ok={r0, r1}",
        "a ok={r0}",
        "a ok={r1}",
        "a s={r0, r1} ok={r0, r1}",
        "a s={r0} ok={r0, r1}",
        "a s={r0} ok={r0}",
        "a s={r1} ok={r0, r1}",
        "a s={r1} ok={r1}",
    ]


def test_assert_in_a_nested_loop():
    spec = """
    sort R, Q
    var s: set R = any
    var t: set Q = any
    process p { a: for r in s { for q in t { assert no: false } } }
    """
    assert violated(spec, "no", R=1, Q=1) == ["a s={r0} t={q0}"]


def test_set_emptied_before_the_loop():
    spec = """
    sort R
    var s: set R = any
    process p { a: choose x: R { s := {}  for r: R where r != x { add r to s } } }
    """
    assert {one.split("--> ")[1] for one in graph_of(spec, R=2) if "-->" in one} == {
        "done s={r0}",
        "done s={r1}",
    }
