"""Actions as operators: each test has the step and what it becomes."""

from tdpspec.tla.module import module_text
from tests.spec import system_of


def operator(text: str, name: str) -> list[str]:
    """The lines of one operator, without its comment."""
    lines = module_text(system_of(f"{text} invariant i true")).splitlines()
    start = next(n for n, one in enumerate(lines) if one.startswith((f"{name} ==", f"{name}(")))
    return lines[start : lines.index("", start)]


ROOTS = """
    sort Root = 2
    sort Page = 2
    sort Vcpu = 2
    var listed: set Root = {}
    var maps: Root -> set Page = {}
    var root: Vcpu -> Root? = none
    var on: bool = false
    var n: 0..3 = 0
"""


def test_guards_come_first_then_aligned_updates_then_unchanged() -> None:
    text = "action go(r: Root, v: Vcpu) { when r in listed and on  root[v] := r  n := 1 }"
    assert operator(ROOTS + text, "Go") == [
        "Go(r, v) ==",
        r"  /\ r \in listed",
        r"  /\ on",
        r"  /\ root' = [root EXCEPT ![v] = r]",
        r"  /\ n'    = 1",
        r"  /\ UNCHANGED <<listed, maps, on>>",
    ]


def test_a_name_that_is_chosen_later_is_bound_by_no_quantifier_before() -> None:
    """The choice becomes a parameter, and TLA+ lets nothing bind a name that is in scope."""
    text = "action go { when forall r: Root. r in listed  choose r: Root { add r to listed } }"
    assert operator(ROOTS + text, "Go") == [
        "Go(r) ==",
        r"  /\ \A r2 \in Roots : r2 \in listed",
        r"  /\ listed' = listed \cup {r}",
        r"  /\ UNCHANGED <<maps, root, on, n>>",
    ]


def test_one_entry_that_changes_is_written_with_except_and_at() -> None:
    text = "action go(r: Root, p: Page) { add p to maps[r] }"
    assert r"  /\ maps' = [maps EXCEPT ![r] = @ \cup {p}]" in operator(ROOTS + text, "Go")


def test_two_entries_are_changed_by_one_except() -> None:
    text = "action go(a: Root, b: Root) { maps[a] := {}  maps[b] := Page }"
    assert r"  /\ maps' = [maps EXCEPT ![a] = {}, ![b] = Pages]" in operator(ROOTS + text, "Go")


def test_only_a_change_of_every_entry_is_a_function() -> None:
    text = "action go { for r in listed { maps[r] := {} } }"
    assert r"  /\ maps' = [r \in Roots |-> IF r \in listed THEN {} ELSE maps[r]]" in operator(
        ROOTS + text, "Go"
    )


def test_a_bool_that_becomes_a_condition_has_it_in_parentheses() -> None:
    text = "action go(r: Root) { on := r in listed }"
    assert r"  /\ on' = (r \in listed)" in operator(ROOTS + text, "Go")


def test_updates_under_one_condition_are_one_if_that_leaves_the_rest_unchanged() -> None:
    text = "action go { if on { n := 1  listed := {} }  on := false }"
    assert operator(ROOTS + text, "Go") == [
        "Go ==",
        r"  /\ IF on",
        r"       THEN /\ n'      = 1",
        r"            /\ listed' = {}",
        r"       ELSE UNCHANGED <<listed, n>>",
        r"  /\ on' = FALSE",
        r"  /\ UNCHANGED <<maps, root>>",
    ]


def test_a_condition_of_one_update_only_stays_with_it() -> None:
    text = "action go { if on { n := 1 } }"
    assert operator(ROOTS + text, "Go")[:2] == ["Go ==", r"  /\ n' = IF on THEN 1 ELSE n"]


def test_what_an_option_holds_has_a_short_name_where_it_is_used_often() -> None:
    text = """action go(v: Vcpu) {
        if root[v] is r { root[v] := none  remove r from listed  maps[r] := {} }
    }"""
    assert operator(ROOTS + text, "Go") == [
        "Go(v) ==",
        "  LET r == root[v] IN",
        r"  /\ root' = [root EXCEPT ![v] = NoRoot]",
        r"  /\ IF r # NoRoot",
        r"       THEN /\ listed' = listed \ {r}",
        r"            /\ maps'   = [maps EXCEPT ![r] = {}]",
        r"       ELSE UNCHANGED <<listed, maps>>",
        r"  /\ UNCHANGED <<on, n>>",
    ]


def test_who_else_holds_it_is_asked_of_all_others() -> None:
    text = """action go(v: Vcpu) {
        if root[v] is r {
            root[v] := none
            if not exists w: Vcpu. root[w] = r { remove r from listed }
        }
    }"""
    found = operator(ROOTS + text, "Go")
    assert found[3:5] == [
        r"  /\ listed' = IF r # NoRoot /\ \A w \in Vcpus \ {v} : root[w] # r",
        r"                 THEN listed \ {r}",
    ]


def test_a_sum_that_cannot_leave_its_range_is_written_as_it_is() -> None:
    text = "action go { when n < 3  n := n + 1 }"
    assert r"  /\ n' = n + 1" in operator(ROOTS + text, "Go")


def test_a_sum_that_can_leave_its_range_is_cut_off() -> None:
    text = "action go { n := n + 1 }"
    assert r"  /\ n' = Min(n + 1, 3)" in operator(ROOTS + text, "Go")
    assert operator(ROOTS + text, "Min(a, b)") == ["Min(a, b) == IF a < b THEN a ELSE b"]


def test_a_range_claim_is_type_ok_where_no_update_is_cut_off() -> None:
    text = "action go { when n < 3  n := n + 1 }"
    assert operator(ROOTS + text, "RangesAreRespected") == ["RangesAreRespected == TypeOK"]


def test_a_range_claim_says_what_may_be_broken() -> None:
    text = "action go { when on  n := n + 1 }"
    assert operator(ROOTS + text, "RangesAreRespected") == [
        "RangesAreRespected == on => n + 1 <= 3"
    ]
