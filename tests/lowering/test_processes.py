"""Processes: labels one after the other, many copies, what each may read of the others."""

from tests.spec import drawn, graph_of, system_of, violated


def test_step_goes_on_to_the_next_label_and_at_last_to_done():
    assert graph_of("process p { a:  b:  c: }") == drawn("* a --a--> b --b--> c --c--> done")


def test_process_that_never_runs_off_its_end_has_no_place_done():
    spec = "process p { a:  b: goto a }"
    assert graph_of(spec) == drawn("* a --a--> b --b--> a")
    assert system_of(spec).processes[0].places.values == ("a", "b")


def test_goto_to_the_own_label():
    assert graph_of("process p { a: goto a }") == drawn("* a --a--> a")


def test_copies_take_turns_in_every_order():
    spec = "sort P  process w(p: P) { a: }"
    assert graph_of(spec, P=1) == drawn("* a --a(p0)--> done")
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a(p0)--> done,a --a(p1)--> done,done
      a,a --a(p1)--> a,done --a(p0)--> done,done
    """)


def test_process_over_an_enumeration_and_over_numbers():
    spec = "enum Side = left | right  process w(s: Side) { a: }"
    assert graph_of(spec) == drawn("""
    * a,a --a(left)--> done,a --a(right)--> done,done
      a,a --a(right)--> a,done --a(left)--> done,done
    """)
    assert graph_of("process w(n: 1..1) { a: }") == drawn("* a --a(1)--> done")


def test_labels_of_two_processes_get_the_process_in_front():
    spec = "process p { a:  b: }  process q { a: goto c  c: goto c }"
    assert graph_of(spec) == drawn("""
    * a,a --p_a--> b,a --b--> done,a --q_a--> done,c --c--> done,c
      a,a --q_a--> a,c --p_a--> b,c --b--> done,c
      b,a --q_a--> b,c --c--> b,c
      a,c --c--> a,c
    """)


def test_variables_and_places_of_others_can_be_read():
    spec = """
    sort P
    process w(p: P) {
        var up: bool = false
        a: when forall q: P where q != p. q at b or not q.up
           up := true
        b: when exists q: P where q != p. q.up
    }
    """
    assert graph_of(spec, P=2) == drawn("""
    * a,a --a(p0)--> b,a p0.up
      a,a --a(p1)--> a,b p1.up
      b,a p0.up --a(p1)--> b,b p0.up p1.up
      a,b p1.up --a(p0)--> b,b p0.up p1.up
      b,b p0.up p1.up --b(p0)--> done,b p0.up p1.up --b(p1)--> done,done p0.up p1.up
      b,b p0.up p1.up --b(p1)--> b,done p0.up p1.up --b(p0)--> done,done p0.up p1.up
    """)


def test_only_copy_of_a_process_is_read_by_the_name_of_the_process():
    spec = """
    process p { var x: 0..1 = 0  a: x := 1 }
    process q { b: when p.x = 1 and p at done }
    """
    assert graph_of(spec) == drawn("* a,b p.x=0 --a--> done,b p.x=1 --b--> done,done p.x=1")


def test_own_place_is_the_one_of_the_step_until_it_ends():
    spec = "var x: bool = false  process p { a: x := p at a and not p at b  b: x := p at a  c: }"
    assert graph_of(spec) == drawn("* a --a--> b x --b--> c --c--> done")


def test_variable_may_be_called_as_a_label_of_its_process():
    spec = "process p { var b: 0..1 = 0  a: b := 1  b: b := 0 }"
    assert graph_of(spec) == drawn("* a p.b=0 --a--> b p.b=1 --b--> done p.b=0")


def test_step_that_is_never_reached_is_still_an_action():
    spec = "mutex m  process p { a: goto a  b: release m  c: acquire m  goto b }"
    assert [one.name for one in system_of(spec).actions] == ["a", "b", "c"]
    assert graph_of(spec) == drawn("* a --a--> a")
    assert violated(spec, "locks_are_used_correctly") == []
