"""Locks: who waits for whom, what is held where, and what counts as misuse."""

import pytest

from tests.spec import drawn, graph_of, system_of, violated

LOCKS = "locks_are_used_correctly"


def edges(lines: list[str], action: str) -> list[str]:
    return [one for one in lines if f"--{action}" in one]


# --------------------------------------------------------------------------- inside one step


@pytest.mark.parametrize(
    ("held", "wanted", "waits"),
    [
        ("read", "read", False),
        ("read", "write", True),
        ("write", "read", True),
        ("write", "write", True),
    ],
)
def test_with_in_a_step_waits_for_those_who_exclude_it(held, wanted, waits):
    spec = f"""
    rwlock l
    var x: bool = false
    process h {{ a: acquire l {held}  b: release l }}
    process g {{ c: with l {wanted} {{ x := true }} }}
    """
    expected = f"""
    * a,c --a--> b,c l.{held} --b--> done,c --c--> done,done x
      a,c --c--> a,done x --a--> b,done x l.{held} --b--> done,done x
    """
    if not waits:
        expected += f"b,c l.{held} --c--> b,done x l.{held}"
    assert graph_of(spec) == drawn(expected)


@pytest.mark.parametrize("wanted", ["read", "write"])
def test_with_in_an_action_waits_too(wanted):
    spec = f"""
    rwlock l
    var x: bool = false
    process h {{ a: acquire l write  b: release l }}
    action go {{ when not x  with l {wanted} {{ x := true }} }}
    """
    assert edges(graph_of(spec), "go") == ["a --go--> a x", "done --go--> done x"]


def test_with_in_a_step_is_held_by_nobody_afterwards():
    spec = """
    mutex m
    sort P
    var s: set P = {}
    process w(p: P) { a: with m { add p to s } }
    """
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a(p0)--> done,a s={p0} --a(p1)--> done,done s={p0, p1}
      a,a --a(p1)--> a,done s={p1} --a(p0)--> done,done s={p0, p1}
    """)
    assert not system_of(spec).properties


def test_copies_that_only_read_hold_together():
    spec = """
    rwlock l
    sort P
    process w(p: P) { a: acquire l read  b: release l }
    """
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a(p0)--> b,a l.read={p0} --a(p1)--> b,b l.read={p0, p1}
      a,a --a(p1)--> a,b l.read={p1} --a(p0)--> b,b l.read={p0, p1}
      b,a l.read={p0} --b(p0)--> done,a --a(p1)--> done,b l.read={p1} --b(p1)--> done,done
      a,b l.read={p1} --b(p1)--> a,done --a(p0)--> b,done l.read={p0} --b(p0)--> done,done
      b,b l.read={p0, p1} --b(p0)--> done,b l.read={p1}
      b,b l.read={p0, p1} --b(p1)--> b,done l.read={p0}
    """)


ONE_AT_A_TIME = """
    * a,a --a(p0)--> b,a L={p0} --b(p0)--> done,a --a(p1)--> done,b L={p1} --b(p1)--> done,done
      a,a --a(p1)--> a,b L={p1} --b(p1)--> a,done --a(p0)--> b,done L={p0} --b(p0)--> done,done
"""


def test_copies_that_write_hold_one_at_a_time():
    spec = "rwlock l  sort P  process w(p: P) { a: acquire l write  b: release l }"
    assert graph_of(spec, P=2) == drawn(ONE_AT_A_TIME.replace("L", "l.write"))
    assert violated(spec, LOCKS, P=2) == []


def test_mutex_is_held_by_one_at_a_time():
    spec = "mutex m  sort P  process w(p: P) { a: acquire m  b: release m }"
    assert graph_of(spec, P=2) == drawn(ONE_AT_A_TIME.replace("L", "m.held"))


def test_holders_of_several_processes_exclude_each_other():
    spec = """
    mutex m
    process g { a: acquire m  b: release m }
    process h { c: acquire m  d: release m }
    """
    assert graph_of(spec) == drawn("""
    * a,c --a--> b,c m.held.g --b--> done,c --c--> done,d m.held.h --d--> done,done
      a,c --c--> a,d m.held.h --d--> a,done --a--> b,done m.held.g --b--> done,done
    """)


def test_lock_taken_and_released_in_one_step():
    spec = """
    mutex m
    process g { a: acquire m  release m  b: acquire m  c: release m  acquire m  d: release m }
    process h { e: acquire m  f: goto f }
    """
    lines = graph_of(spec)
    assert edges(lines, "a") == ["a,e --a--> b,e"]
    assert edges(lines, "c") == ["c,e m.held.g --c--> d,e m.held.g"]
    assert violated(spec, LOCKS) == []


def test_what_a_copy_holds_can_be_asked():
    spec = """
    rwlock l
    sort P
    var s: set P = {}
    process w(p: P) { a: acquire l read  b: release l }
    action note(q: P) { when q holds l  and q notin s  add q to s }
    invariant readers forall p: P. p at b <=> p holds l read
    """
    assert violated(spec, "readers", P=2) == []
    assert edges(graph_of(spec, P=1), "note") == [
        "b l.read={p0} --note(p0)--> b s={p0} l.read={p0}"
    ]


# ------------------------------------------------------------------------------------- regions


def test_region_is_taken_by_its_first_step_and_held_up_to_its_last():
    spec = "mutex m  sort P  process w(p: P) { with m { a:  b: } }"
    assert graph_of(spec, P=2) == drawn(ONE_AT_A_TIME.replace("L", "m.held"))


def test_region_of_one_step_is_never_held_between_steps():
    spec = "mutex m  process w { with m { a: } b: }"
    assert graph_of(spec) == drawn("* a --a--> b --b--> done")


def test_others_come_in_between_before_the_first_step_of_a_region():
    spec = """
    mutex m
    var x: bool = false
    process w { a:  with m { b:  c: } d: }
    action go { when not x  with m { x := true } }
    """
    assert graph_of(spec) == drawn("""
    * a --a--> b --b--> c m.held --c--> d --d--> done
      a --go--> a x --a--> b x --b--> c x m.held --c--> d x --d--> done x
      b --go--> b x
      d --go--> d x
      done --go--> done x
    """)


def test_goto_out_of_a_region_releases():
    spec = """
    mutex m
    process w { with m { a: choose as out { goto d } or choose as on {}  b: goto d  c: } d: goto a }
    """
    assert graph_of(spec) == drawn("""
    * a --a_out--> d --d--> a
      a --a_on--> b m.held --b--> d
    """)


def test_goto_inside_a_region_keeps():
    spec = """
    mutex m
    sort P
    process w(p: P) { with m { a: choose as again { goto a } or choose as on {}  b: goto a } }
    """
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a_again(p0)--> a,a m.held={p0} --a_again(p0)--> a,a m.held={p0}
      a,a --a_on(p0)--> b,a m.held={p0} --b(p0)--> a,a m.held={p0} --a_on(p0)--> b,a m.held={p0}
      a,a --a_again(p1)--> a,a m.held={p1} --a_again(p1)--> a,a m.held={p1}
      a,a --a_on(p1)--> a,b m.held={p1} --b(p1)--> a,a m.held={p1} --a_on(p1)--> a,b m.held={p1}
    """)


def test_goto_into_the_middle_of_a_region_takes():
    spec = """
    rwlock l
    process w { a: choose { goto c } or choose {}  with l write { b:  c:  d: } }
    """
    assert graph_of(spec) == drawn("""
    * a --a_1--> c --c--> d l.write --d--> done
      a --a_2--> b --b--> c l.write --c--> d l.write
    """)


def test_goto_from_one_region_to_another_of_the_same_lock():
    spec = """
    mutex m
    var x: bool = false
    process w { with m { a:  b: goto d } with m { c:  d:  e: } }
    action go { when not x  with m { x := true } }
    """
    lines = graph_of(spec)
    # between the two regions the lock is free
    assert edges(lines, "b") == ["b m.held --b--> d", "b x m.held --b--> d x"]
    assert edges(lines, "d") == ["d --d--> e m.held", "d x --d--> e x m.held"]
    assert edges(lines, "go") == ["a --go--> a x", "d --go--> d x", "done --go--> done x"]


def test_regions_follow_each_other():
    spec = "rwlock l  process w { with l read { a:  b: } with l write { c:  d: } }"
    assert graph_of(spec) == drawn("* a --a--> b l.read --b--> c --c--> d l.write --d--> done")
    assert violated(spec, LOCKS) == []


def test_nested_regions_of_two_locks():
    spec = """
    mutex m
    rwlock l
    process w {
        with m { a:  with l read { b:  c: choose { goto a } or choose { goto e } }  d: }
        e:
    }
    """
    assert graph_of(spec) == drawn("""
    * a --a--> b m.held --b--> c m.held l.read --c_1--> a m.held --a--> b m.held
      c m.held l.read --c_2--> e --e--> done
    """)


def test_step_that_enters_two_regions_waits_for_both_locks():
    spec = """
    mutex m
    rwlock l
    process w { with m { with l read { a:  b: } } }
    process g { c: acquire m  d: release m }
    process h { e: acquire l write  f: release l }
    """
    assert {one.split(" --")[0] for one in edges(graph_of(spec), "a")} == {
        "a,c,e",
        "a,c,done",
        "a,done,e",
        "a,done,done",
    }


def test_step_of_an_inner_region_reached_from_outside_takes_both_locks():
    spec = """
    mutex m
    rwlock l
    process w { a: goto c  with m { with l write { b:  c:  d: } } }
    """
    assert graph_of(spec) == drawn("* a --a--> c --c--> d m.held l.write --d--> done")


def test_release_in_a_region_and_the_next_step_takes_it_again():
    spec = "mutex m  process w { with m { a: release m  b:  c: } }"
    assert graph_of(spec) == drawn("* a --a--> b --b--> c m.held --c--> done")
    assert violated(spec, LOCKS) == []


# --------------------------------------------------------------------------------------- yield


def test_yield_in_a_region_lets_others_in_and_is_taken_again():
    spec = """
    rwlock l
    var x: bool = false
    process w { with l read { a:  b: yield l  c:  d: } }
    action go { when not x  with l write { x := true } }
    """
    assert graph_of(spec) == drawn("""
    * a --a--> b l.read --b--> c --c--> d l.read --d--> done
      a --go--> a x --a--> b x l.read --b--> c x --c--> d x l.read --d--> done x
      c --go--> c x
      done --go--> done x
    """)
    assert violated(spec, LOCKS) == []


def test_step_after_a_yield_in_a_region_waits_for_others():
    spec = """
    mutex m
    process w { with m { a: choose as pause { yield m  goto a } or choose as on { }  b: goto a } }
    process h { c: acquire m  d: goto d }
    """
    lines = graph_of(spec)
    assert edges(lines, "a_") == [
        "a,c --a_on--> b,c m.held.w",
        "a,c --a_pause--> a,c",
        "a,c m.held.w --a_on--> b,c m.held.w",
        "a,c m.held.w --a_pause--> a,c",
    ]
    assert edges(lines, "c") == ["a,c --c--> a,d m.held.h"]


YIELDING = """
    rwlock l
    process w { a: acquire l MODE  b: yield l  c:  d: release l }
    process h { e: acquire l write  f: release l }
"""


@pytest.mark.parametrize("mode", ["read", "write"])
def test_yield_after_acquire_is_taken_again_in_the_same_mode(mode):
    w = f"l.{mode}" if mode == "read" else "l.write.w"
    h = "l.write" if mode == "read" else "l.write.h"
    assert graph_of(YIELDING.replace("MODE", mode)) == drawn(f"""
    * a,e --a--> b,e {w} --b--> c,e {w}.yielded --c--> d,e {w} --d--> done,e
      a,e --e--> a,f {h} --f--> a,done --a--> b,done {w} --b--> c,done {w}.yielded
      c,e {w}.yielded --e--> c,f {w}.yielded {h} --f--> c,done {w}.yielded
      c,done {w}.yielded --c--> d,done {w} --d--> done,done
      done,e --e--> done,f {h} --f--> done,done
    """)


def test_yield_and_again_in_the_next_step():
    spec = """
    mutex m
    sort P
    process w(p: P) { a: acquire m  b: choose as again { yield m  goto b } or choose as on { }
                      c: release m }
    """
    assert graph_of(spec, P=1) == drawn("""
    * a --a(p0)--> b m.held={p0} --b_again(p0)--> b m.held.yielded={p0}
      b m.held.yielded={p0} --b_again(p0)--> b m.held.yielded={p0}
      b m.held.yielded={p0} --b_on(p0)--> c m.held={p0}
      b m.held={p0} --b_on(p0)--> c m.held={p0} --c(p0)--> done
    """)
    assert edges(graph_of(spec, P=2), "a")
    assert violated(spec, LOCKS, P=2) == []
    # never two of them
    assert not [one for one in graph_of(spec, P=2) if "m.held={p0, p1}" in one]


def test_yielded_on_one_path_only():
    spec = """
    mutex m
    var x: bool = any
    process w { a: acquire m  b: if x { yield m }  c:  d: release m }
    """
    assert graph_of(spec) == drawn("""
    * a --a--> b m.held --b--> c m.held --c--> d m.held --d--> done
    * a x --a--> b x m.held --b--> c x m.held.yielded --c--> d x m.held --d--> done x
    """)
    assert violated(spec, LOCKS) == []


def test_yield_and_take_in_one_step_leaves_nothing_behind():
    spec = """
    mutex m
    process w {
        a: acquire m  b: yield m  acquire m
        c: choose { yield m } or choose { }
        d: release m
        e:
    }
    """
    lines = graph_of(spec)
    assert edges(lines, "b") == ["b m.held --b--> c m.held"]
    assert edges(lines, "e") == ["e --e--> done"]
    assert violated(spec, LOCKS) == []


def test_yield_and_release_in_one_step_is_a_violation_and_leaves_nothing_behind():
    spec = """
    mutex m
    process w {
        a: acquire m  b: yield m  release m
        c: acquire m  d: choose { yield m } or choose { }
        e: release m
    }
    """
    assert edges(graph_of(spec), "b") == ["b m.held --b--> c"]
    assert violated(spec, LOCKS) == ["b m.held"]


# ------------------------------------------------------------------- one lowering, many designs

GUARDED = """
    choice guarded: bool
    design on { guarded = true }
    design off { guarded = false }
    mutex m
    sort P
    process w(p: P) {
        a: if guarded { acquire m }
        b: if guarded { release m }
    }
"""


def test_lock_under_a_choice():
    assert graph_of(GUARDED, "on", P=2) == drawn(ONE_AT_A_TIME.replace("L", "m.held"))
    assert graph_of(GUARDED, "off", P=2) == drawn("""
    * a,a --a(p0)--> b,a --a(p1)--> b,b --b(p0)--> done,b --b(p1)--> done,done
      a,a --a(p1)--> a,b --a(p0)--> b,b --b(p1)--> b,done --b(p0)--> done,done
      b,a --b(p0)--> done,a --a(p1)--> done,b
      a,b --b(p1)--> a,done --a(p0)--> b,done
    """)
    assert violated(GUARDED, LOCKS, "on", P=2) == violated(GUARDED, LOCKS, "off", P=2) == []


def test_lock_taken_under_a_choice_and_always_released():
    spec = GUARDED.replace("b: if guarded { release m }", "b: release m")
    assert violated(spec, LOCKS, "on", P=1) == []
    assert violated(spec, LOCKS, "off", P=1) == ["b"]


def test_lock_always_taken_and_released_under_a_choice():
    spec = GUARDED.replace("a: if guarded { acquire m }", "a: acquire m")
    spec = spec.replace("b: if guarded { release m }", "b: if guarded { release m }  c: acquire m")
    assert violated(spec, LOCKS, "on", P=1) == []
    assert violated(spec, LOCKS, "off", P=1) == ["c m.held={p0}"]


# -------------------------------------------------------------------------------------- misuse


@pytest.mark.parametrize(
    ("body", "where", "after"),
    [
        # taken twice
        ("a: acquire m  b: acquire m  c:", ["b m.held"], "b m.held --b--> c m.held"),
        ("a: acquire m  b: with m { }  c:", ["b m.held"], "b m.held --b--> c m.held"),
        ("a:  b: with m { with m { } }  c: acquire m", ["b"], "b --b--> c"),
        ("a:  b: acquire m  with m { }  c:", ["b"], "b --b--> c m.held"),
        ("a: acquire m  with m { b: } c: release m", ["b m.held", "c"], "b m.held --b--> c"),
        ("with m { a:  b: acquire m  c: }", ["b m.held"], "b m.held --b--> c m.held"),
        ("with m { a:  b: acquire m  c: yield m }", ["b m.held"], "b m.held --b--> c m.held"),
        ("with m { a:  b: acquire m  yield m  c: }", ["b m.held"], "b m.held --b--> c"),
        ("with m { a:  b: with m { }  c: }", ["b m.held"], "b m.held --b--> c m.held"),
        # released without being held
        ("a: acquire m  b: release m  release m  c:", ["b m.held"], "b m.held --b--> c"),
        ("a:  b: with m { release m }  c: acquire m", ["b"], "b --b--> c"),
        ("a:  b: release m  c: acquire m", ["b"], "b --b--> c"),
        ("with m { a:  b: } c: release m", ["c"], "b m.held --b--> c"),
        # yielded without being held
        ("a:  b: yield m  c: acquire m", ["b"], "b --b--> c"),
        ("a: acquire m  b: release m  yield m  c:", ["b m.held"], "b m.held --b--> c"),
        ("a:  b: with m { yield m }  c: acquire m", ["b"], "b --b--> c"),
        ("a: acquire m  b: yield m  yield m  c:", ["b m.held"], "b m.held --b--> c m.held.yielded"),
    ],
)
def test_misuse_is_a_violation_of_exactly_the_state_before_and_still_a_step(body, where, after):
    spec = f"mutex m  process w {{ {body} }}"
    assert violated(spec, LOCKS) == where
    assert after in graph_of(spec)


@pytest.mark.parametrize(("first", "second"), [("read", "write"), ("write", "read")])
def test_upgrade_and_downgrade_are_violations_and_go_on_in_the_new_mode(first, second):
    spec = f"rwlock l  process w {{ a: acquire l {first}  b: acquire l {second}  c: release l }}"
    assert violated(spec, LOCKS) == [f"b l.{first}"]
    assert graph_of(spec) == drawn(f"* a --a--> b l.{first} --b--> c l.{second} --c--> done")


def test_upgrade_waits_for_other_readers_and_is_no_violation_while_it_does():
    spec = """
    rwlock l
    sort P
    process w(p: P) { a: acquire l read  b: acquire l write  c: release l }
    """
    assert edges(graph_of(spec, P=2), "b") == [
        "a,b l.read={p1} --b(p1)--> a,c l.write={p1}",
        "b,a l.read={p0} --b(p0)--> c,a l.write={p0}",
        "b,done l.read={p0} --b(p0)--> c,done l.write={p0}",
        "done,b l.read={p1} --b(p1)--> done,c l.write={p1}",
    ]
    assert violated(spec, LOCKS, P=2) == [
        "a,b l.read={p1}",
        "b,a l.read={p0}",
        "b,done l.read={p0}",
        "done,b l.read={p1}",
    ]


def test_upgrade_by_going_into_a_region():
    spec = """
    rwlock l
    process w { a: acquire l read  b: goto d  with l write { c:  d:  e: } f: }
    """
    assert graph_of(spec) == drawn(
        "* a --a--> b l.read --b--> d l.read --d--> e l.write --e--> f --f--> done"
    )
    assert violated(spec, LOCKS) == ["d l.read"]


def test_upgrade_by_going_into_a_region_that_is_entered_rightly_as_well():
    spec = """
    rwlock l
    process w {
        a: choose as right { goto c } or choose as wrong { acquire l read  goto d }
        with l write { c:  d:  e: }
        f:
    }
    """
    assert graph_of(spec) == drawn("""
    * a --a_right--> c --c--> d l.write --d--> e l.write --e--> f --f--> done
      a --a_wrong--> d l.read --d--> e l.write
    """)
    assert violated(spec, LOCKS) == ["d l.read"]


def test_misuse_on_one_path_is_a_violation_only_there():
    spec = """
    mutex m
    var x: bool = any
    process w { a: if x { acquire m }  b: release m }
    """
    assert violated(spec, LOCKS) == ["b"]


def test_misuse_is_no_violation_where_the_step_waits():
    spec = """
    mutex m
    var x: bool = any
    process w { a: acquire m  b: acquire m  when x }
    """
    assert violated(spec, LOCKS) == ["b x m.held"]


def test_taken_twice_and_released_once_in_one_step_is_held_no_more():
    spec = """
    mutex m
    sort P
    var x: bool = any
    process w(p: P) {
        a: if x { acquire m }  acquire m  release m
        b: acquire m
    }
    """
    assert edges(graph_of(spec, P=1), "a") == ["a --a(p0)--> b", "a x --a(p0)--> b x"]
    assert violated(spec, LOCKS, P=1) == ["a x"]


def test_taken_inside_a_with_of_the_same_lock_in_another_mode():
    spec = """
    rwlock l
    sort P
    process w(p: P) { a: with l write { acquire l read }  acquire l write  b: release l }
    """
    assert graph_of(spec, P=1) == drawn("* a --a(p0)--> b l.write={p0} --b(p0)--> done")
    assert violated(spec, LOCKS, P=1) == ["a"]
