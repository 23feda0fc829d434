"""``mutate``: each kind of fault is what a person would have got by changing the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tdpspec.interpret.step import stepper
from tdpspec.mutation.mutate import system_of
from tdpspec.solving.relation import Relation
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.mutant import Fault
from tests.mutation.spec import mutant_graph, mutants_of
from tests.spec import graph_of
from tests.test_specs import FOLDERS

CORPUS = Path(__file__).parent.parent / "corpus" / "accept"

DOOR = """
sort P = 2
rwlock l
var x: 0..3 = 0
var s: set P = {}
process w(p: P) {
    a:
        when x = 0 and p notin s
        x := 1
        add p to s
    b:
        with l write {
            if p in s { x := 2 }
            remove p from s
        }
        goto a
}
"""

CASES = [
    (Fault.GUARD_DROPPED, "w.a", "when x = 0 and p notin s", ""),
    (Fault.GUARD_NEGATED, "w.a", "when x = 0 and p notin s", "when not (x = 0 and p notin s)"),
    (Fault.CONJUNCT_DROPPED, "w.a", "x = 0 and p notin s", "p notin s"),
    (Fault.STATEMENT_SKIPPED, "w.a", "x := 1\n", "\n"),
    (Fault.LOCK_NOT_TAKEN, "w.b", "with l write {", "if true {"),
    (Fault.LOCK_WEAKENED, "w.b", "with l write", "with l read"),
    (
        Fault.STEPS_MERGED,
        "w.a",
        "add p to s\n",
        "add p to s with l write { if p in s { x := 2 } remove p from s } goto a\n",
    ),
    (Fault.STEP_SPLIT, "w.a", "x := 1\n", "\na_2: x := 1\n"),
    (
        Fault.LOCK_RELEASED_EARLY,
        "w.b",
        "{ x := 2 }\n            remove p from s\n        }",
        "{ x := 2 }\n}\n b_2: remove p from s\n",
    ),
]


@pytest.mark.parametrize(("fault", "where", "old", "new"), CASES, ids=lambda one: str(one)[:20])
def test_fault_is_the_text_changed_by_hand(fault: Fault, where: str, old: str, new: str) -> None:
    mutant = mutants_of(DOOR)[f"{where}.{fault.value.replace(' ', '_')}"]
    assert DOOR.count(old) == 1
    by_hand = graph_of(DOOR.replace(old, new))
    assert mutant.mutant.fault is fault
    assert mutant_graph(mutant) == by_hand
    assert by_hand != graph_of(DOOR) or fault in (Fault.LOCK_NOT_TAKEN, Fault.LOCK_WEAKENED)


def test_a_lock_dropped_and_taken_again_within_a_step() -> None:
    found = mutants_of(DOOR)
    one = found["w.b.step_split"]
    assert one.mutant.text == ("step split before `remove p from s`, `l` dropped and taken again")
    whole = "{ x := 2 }\n            remove p from s\n"
    by_hand = DOOR.replace(whole, "{ x := 2 } }\n b_2: with l write { remove p from s\n")
    assert mutant_graph(one) == graph_of(by_hand)


def test_every_mutant_has_a_place_and_the_words_of_the_spec() -> None:
    found = [one.mutant for one in mutants_of(DOOR).values()]
    places = [(one.origin.line, one.origin.column) for one in found]
    assert places == sorted(places)
    told = {one.name: (one.origin.line, one.origin.column, one.text) for one in found}
    assert told["w.a.guard_dropped"] == (9, 9, "guard `x = 0 and p notin s` dropped")
    assert told["w.a.conjunct_dropped_2"] == (
        9,
        9,
        "`p notin s` dropped from guard `x = 0 and p notin s`",
    )
    assert told["w.b.statement_skipped"] == (14, 25, "`x := 2` skipped")


def test_skipping_the_last_goto_ends_the_process() -> None:
    text = "var n: bool = false process q { a: n := not n goto a }"
    found = mutants_of(text)
    assert mutant_graph(found["q.a.statement_skipped_2"]) == ["* a", "a --a--> done n"]
    system, _ = system_of(found["q.a.statement_skipped_2"])
    assert system is not None
    assert system.process["q"].places.values == ("a", "done")
    assert system.variable["q.at"].type == system.process["q"].places


@pytest.mark.parametrize("spec", ["counting", "paging", "relations", "serving"])
def test_every_valid_mutant_has_a_meaning_for_the_solver_too(spec: str) -> None:
    text = (CORPUS / f"{spec}.tdp").read_text("utf-8")
    found = mutants_of(text)
    valid = [system for one in found.values() if (system := system_of(one)[0]) is not None]
    assert len(valid) > 0.8 * len(found) > 0
    for system in valid:
        design = system.designs[0].name
        sizes = {one.name: len(one.members) or 1 for one in system.sorts}
        at = instance(fix(system, design), sizes)
        relation = Relation(at)
        for claim in state_claims(at.system.properties):
            relation.condition(condition_of(at.system, claim))
        state = next(stepper(at).initial())
        assert all(len(after) == len(state) for _, after in stepper(at).moves(state))


REGION = """
sort P = 2
mutex m
var n: bool = false
process w(p: P) {
    with m {
        a: n := true
        b: n := false
        c: skip_c()
    }
}
procedure skip_c() { if n { n := n } }
"""


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("w.a.lock_not_taken", "    with m {", "    "),
        ("w.a.lock_released_early", "        c: skip_c()\n    }", "    }\n c: skip_c()"),
        ("w.a.lock_taken_late", "    with m {\n        a: n := true", " a: n := true\n with m {"),
    ],
)
def test_faults_of_a_lock_around_several_steps(name: str, old: str, new: str) -> None:
    assert REGION.count(old) == 1
    by_hand = REGION.replace(old, new)
    if name.endswith("not_taken"):
        by_hand = by_hand.replace("c: skip_c()\n    }", "c: skip_c()")
    one = mutants_of(REGION)[name]

    def without_holders(lines: list[str]) -> list[str]:
        return sorted(
            line.replace(" m.held={p0}", "").replace(" m.held={p1}", "") for line in lines
        )

    assert without_holders(mutant_graph(one)) == without_holders(graph_of(by_hand))
    assert mutant_graph(one) != graph_of(REGION)


def test_acquire_left_out_and_release_done_a_step_early() -> None:
    text = "mutex m var n: bool = false process q { a: acquire m b: n := true c: release m }"
    found = mutants_of(text)
    early = text.replace("b: n := true c: release m", "b: n := true release m c: n := n")
    assert mutant_graph(found["q.c.lock_released_early"]) == graph_of(early)
    assert found["q.a.lock_not_taken"].mutant.text == "`acquire m` left out"
    assert "* a" in mutant_graph(found["q.a.lock_not_taken"])


SETS = """
    sort P = 2
    var s: set P = {}
    var t: set P = {}
    action copy { for q: P where q in s { add q to t } }
    action both { s := s union t }
    """


def test_set_operations_left_out() -> None:
    text = SETS
    found = mutants_of(text)
    inside = found["copy.set_operation_left_out"]
    assert inside.mutant.text == "`add q to t` skipped"
    gone = text.replace("{ add q to t }", "{ if false { add q to t } }")
    assert mutant_graph(inside) == graph_of(gone)
    members = [one for name, one in found.items() if name.startswith("both.set_operation")]
    assert [one.mutant.text.split("`")[1] for one in members] == ["t", "s"]
    assert mutant_graph(members[0]) == graph_of(text.replace("s := s union t", "s := s"))


CHOICES = """
    choice c: bool
    choice d: one | two | three
    design u { c = true, d = one }
    design v { c = false, d = one }
    var n: bool = false
    action a { when c and d = one n := true }
    """


def test_choices_are_flipped_design_by_design() -> None:
    text = CHOICES
    found = mutants_of(text)
    flips = [one.mutant for one in found.values() if one.mutant.fault is Fault.CHOICE_FLIPPED]
    assert [(one.design, one.text, one.same_as) for one in flips] == [
        ("u", "`c = false` instead of `true`", "v"),
        ("u", "`d = two` instead of `one`", None),
        ("u", "`d = three` instead of `one`", None),
        ("v", "`c = true` instead of `false`", "u"),
        ("v", "`d = two` instead of `one`", None),
        ("v", "`d = three` instead of `one`", None),
    ]
    assert mutant_graph(found["u.c.choice_flipped"], "u") == graph_of(text, "v")


NAMES = """
sort R = 2
var root: R? = none
var s: set R = {}
process q {
    a:
        when root is r and r notin s
        add r to s
        root := none
        add r to s
    b: root := none
}
"""


def test_what_gives_a_name_its_meaning_stays() -> None:
    found = mutants_of(NAMES)
    dropped = NAMES.replace("root is r and r notin s", "root is r")
    assert mutant_graph(found["q.a.guard_dropped"]) == graph_of(dropped)
    negated = NAMES.replace("r notin s", "not r notin s")
    assert mutant_graph(found["q.a.guard_negated"]) == graph_of(negated)
    assert "q.a.conjunct_dropped" not in found


def test_a_split_that_loses_a_name_is_invalid_and_says_why() -> None:
    found = mutants_of(NAMES)
    whole = "when root is r and r notin s\n"
    first = NAMES.replace(whole, f"{whole} a_2: when root is r\n")
    assert mutant_graph(found["q.a.step_split"]) == graph_of(first)
    assert system_of(found["q.a.step_split_3"]) == (None, "`r` stands for what `root` was before")


def test_claims_are_not_mutated() -> None:
    text = "var n: bool = false action a { assert c: not n } invariant d not n"
    assert mutants_of(text) == {}


def kinds_in(text: str) -> set[Fault]:
    return {one.mutant.fault for one in mutants_of(text).values()}


@pytest.mark.parametrize("fault", Fault, ids=lambda one: one.value)
def test_each_kind_of_fault_has_a_case_above(fault: Fault) -> None:
    assert fault in kinds_in(DOOR) | kinds_in(REGION) | kinds_in(SETS) | kinds_in(CHOICES)


def test_each_kind_of_fault_occurs_in_the_shipped_specs() -> None:
    texts = {one.name: (one / f"{one.name}.tdp").read_text("utf-8") for one in FOLDERS}
    kinds = {name: kinds_in(text) for name, text in texts.items()}
    assert kinds["tdp_mmu_roots"] == set(Fault)
    assert kinds["peterson"] == {
        Fault.GUARD_DROPPED,
        Fault.GUARD_NEGATED,
        Fault.STATEMENT_SKIPPED,
        Fault.STEPS_MERGED,
        Fault.STEP_SPLIT,
    }
    for name, text in texts.items():
        has = {Fault.CHOICE_FLIPPED: "\nchoice ", Fault.STEPS_MERGED: "\nprocess "}
        assert {one for one in has if one in kinds[name]} == {
            one for one, word in has.items() if word in text
        }
