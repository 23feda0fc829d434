"""Names: one namespace, values of several enumerations, places."""

import pytest

from tests.checking.reading import WORLD, accepted, errors, read


@pytest.mark.parametrize(
    ("declaration", "place"),
    [
        ("sort listed", "listed"),
        ("def idle = true", "idle"),
        ("var q: bool = true\naction go(q: Root) { }", "q"),
        ("procedure vcpu() { }", "vcpu"),
        ("process other { var listed: bool = false  a: }", "listed"),
        ("process other(a: Root) { var a: bool = false  a: }", "a"),
        ("enum Kind = one | one", "one"),
    ],
)
def test_a_name_has_one_meaning(declaration, place):
    (found,) = errors(f"{WORLD}\n{declaration}")
    assert found[0] in ("TDP202", "TDP203")
    assert found[1] == place


def test_claims_designs_and_labels_have_names_of_their_own():
    accepted(
        f"{WORLD}\ninvariant listed listed = {{}}\nprocess other {{ listed: goto listed }}"
        "\ndesign listed like first { lazy = false }"
    )


def test_two_processes_may_use_the_same_local_name_and_label():
    accepted(f"{WORLD}\nprocess other(p: Page) {{ var root: bool = false  run: goto run }}")


@pytest.mark.parametrize(
    ("last", "places"),
    [
        ("x := true", ("a", "done")),
        ("goto a", ("a",)),
        ("if x { goto a }", ("a", "done")),
        ("if x { goto a } else { goto a }", ("a",)),
        ("choose where x { goto a }", ("a",)),
        ("choose where x { goto a } else { }", ("a", "done")),
        ("with m { goto a }", ("a",)),
        ("when x", ("a", "done")),
    ],
)
def test_there_is_a_place_done_where_the_last_step_can_run_off_its_end(last, places):
    checked = accepted(f"protocol p\nvar x: bool = any\nmutex m\nprocess q {{ a: {last} }}")
    assert checked.places[0].values == places


def test_a_misspelled_name_is_suggested_whatever_its_case():
    _, found = read(f"{WORLD}\ninvariant i Listed = {{}}")
    assert [one.hint for one in found if one.is_error] == ["did you mean `listed`?"]


def test_a_name_given_by_is_that_exists_may_be_meant_to_be_compared():
    _, found = read(f"{WORLD}\ninvariant i forall r: Root. current is r => r in listed")
    assert [one.hint for one in found if one.is_error] == [
        "`is` gives the value a new name; to compare it, write `= r`"
    ]


def test_a_wrong_process_parameter_is_told_once():
    text = "process other(o: Othre) { var x: bool = false  a: x := not x  goto a }"
    claim = "invariant i forall r: Root. r.x or r at a"
    assert errors(f"{WORLD}\n{text}\n{claim}") == [("TDP201", "Othre")]
