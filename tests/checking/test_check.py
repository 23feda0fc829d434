from tdpspec.source.span import Origin
from tdpspec.system.model import (
    Assertion,
    Design,
    Expectation,
    Expected,
    Holders,
    Invariant,
    Local,
    Mode,
    Place,
    Shared,
    Variable,
    Yielded,
)
from tdpspec.system.terms import FALSE, BoolValue, EnumValue, NoneValue, SetOf
from tdpspec.system.types import BOOL, EnumType, OptionType, SetType, SortType
from tests.checking.reading import PAGE, ROOT, VCPU, WORLD, accepted, errors, read

SMALL = "protocol small\nvar x: bool = false\naction go { x := true }\n"


def shapes(variables: tuple[Variable, ...]) -> list[tuple[str, object, object, object]]:
    return [(one.name, one.indices, one.type, one.role) for one in variables]


def test_local_variables_follow_in_place_then_places_and_locks():
    checked = accepted(f"{WORLD}\nvar last: bool = any")
    place = EnumType("vcpu place", ("run",))
    other = EnumType("controller place", ("look", "act", "done"))
    assert shapes(checked.variables[8:]) == [
        ("flag", (SortType("Side"),), BOOL, Shared()),
        ("vcpu.root", (VCPU,), OptionType(ROOT), Local("vcpu")),
        ("vcpu.seen", (VCPU, PAGE), BOOL, Local("vcpu")),
        ("controller.busy_with", (), OptionType(ROOT), Local("controller")),
        ("last", (), BOOL, Shared()),
        ("vcpu.at", (VCPU,), place, Place("vcpu")),
        ("controller.at", (), other, Place("controller")),
        ("slots_lock.held", (), BOOL, Holders("slots_lock", Mode.EXCLUSIVE, "controller")),
        ("mmu_lock.read", (), BOOL, Holders("mmu_lock", Mode.READ, "controller")),
    ]
    assert checked.places == (place, other)


def test_initial_values():
    checked = accepted(f"{WORLD}\nvar last: bool = any")
    initial = {one.name: one.initial for one in checked.variables}
    assert initial["current"] == NoneValue(OptionType(ROOT))
    assert initial["last"] is None
    assert initial["slots_lock.held"] == FALSE
    place = EnumType("controller place", ("look", "act", "done"))
    assert initial["controller.at"] == EnumValue("look", place)


def test_a_lock_of_two_processes_has_holders_of_each():
    checked = accepted(
        """protocol two
        sort Vcpu, Page
        rwlock mmu_lock
        process vcpu(v: Vcpu) { with mmu_lock read { a: b: goto a } }
        process page(p: Page) {
            c: acquire mmu_lock read
            d: yield mmu_lock
            e: release mmu_lock
               acquire mmu_lock write
        }
        """
    )
    vcpus, pages = SetType((VCPU,)), SetType((PAGE,))
    assert shapes(checked.variables) == [
        ("vcpu.at", (VCPU,), EnumType("vcpu place", ("a", "b")), Place("vcpu")),
        ("mmu_lock.read.vcpu", (), vcpus, Holders("mmu_lock", Mode.READ, "vcpu")),
        ("page.at", (PAGE,), EnumType("page place", ("c", "d", "e", "done")), Place("page")),
        ("mmu_lock.read.page", (), pages, Holders("mmu_lock", Mode.READ, "page")),
        ("mmu_lock.read.page.yielded", (), pages, Yielded("mmu_lock", Mode.READ, "page")),
        ("mmu_lock.write", (), pages, Holders("mmu_lock", Mode.WRITE, "page")),
        ("mmu_lock.write.yielded", (), pages, Yielded("mmu_lock", Mode.WRITE, "page")),
    ]
    assert checked.variables[1].initial == SetOf((), vcpus)


def test_a_yield_inside_a_critical_section_needs_no_yielders():
    checked = accepted(
        "protocol one\nmutex m\nprocess p { with m { a: yield m  goto b  b: goto a } }"
    )
    assert [one.name for one in checked.variables] == ["p.at", "m.held"]


def test_a_protocol_without_choices_is_its_own_design():
    checked = accepted(SMALL)
    assert checked.designs == (Design("small", (), "", Origin("test.tdp", 1, 10)),)


def test_like_fills_in_what_a_design_does_not_say():
    checked = accepted(
        SMALL + "choice a: one | two\nchoice b: bool\n"
        "design second like first { b = false }\ndesign first { b = true, a = two }\n"
    )
    two = EnumValue("two", EnumType("a", ("one", "two")))
    assert [(one.name, one.assignment) for one in checked.designs] == [
        ("second", (("a", two), ("b", BoolValue(False)))),
        ("first", (("a", two), ("b", BoolValue(True)))),
    ]


def test_a_gap_is_told_where_it_is_and_not_where_it_is_inherited():
    text = (
        SMALL + "choice a: one | two\nchoice b: bool\n"
        "design second like first { b = false }\ndesign first { b = true }\n"
    )
    assert errors(text) == [("TDP401", "first")]


def test_claims_are_in_the_order_of_their_first_mention():
    checked = accepted(
        SMALL + 'invariant later not x\naction other { assert made: x }\nclaim said "a doc"\n'
        'claim made "late doc"\naction third { assert said: x  assert silent: x }'
    )
    assert checked.properties[0].name == "later"
    assert isinstance(checked.properties[0], Invariant)
    assert [(type(one), one.name, one.doc) for one in checked.properties[1:]] == [
        (Assertion, "made", "late doc"),
        (Assertion, "said", "a doc"),
        (Assertion, "silent", ""),
    ]


def test_each_claim_of_an_expect_line_is_an_expectation():
    checked = accepted(
        SMALL + "invariant a not x\nexpect small refutes a\n"
        "expect small proves locks_are_used_correctly, ranges_are_respected for every size"
    )
    assert checked.expectations == (
        Expectation("small", "a", Expected.REFUTES, False, Origin("test.tdp", 5, 1)),
        Expectation(
            "small",
            "locks_are_used_correctly",
            Expected.PROVES,
            True,
            Origin("test.tdp", 6, 1),
        ),
        Expectation(
            "small", "ranges_are_respected", Expected.PROVES, True, Origin("test.tdp", 6, 1)
        ),
    )


def test_definitions_come_after_those_that_they_use():
    checked = accepted(SMALL + "def a = b or c\ndef b = not c\ndef c = x\ninvariant i a")
    assert [one.name for one in checked.definitions] == ["c", "b", "a"]


def test_declarations_may_stand_in_any_order():
    accepted(
        "protocol any_order\ninvariant i forall v: Vcpu. v.root = none or v at run\n"
        "action go(r: Root) { add r to listed }\nvar listed: set Root = {}\n"
        "process vcpu(v: Vcpu) { var root: Root? = none  run: goto run }\nsort Root, Vcpu"
    )


def test_warnings_ride_along():
    checked, found = read(SMALL + "sort Root\nvar y: bool = true")
    assert checked is not None
    assert [one.code.number for one in found] == ["TDP460", "TDP452", "TDP451", "TDP452"]


def test_what_is_wrong_is_not_called_unused_as_well():
    checked, found = read(SMALL + "sort Root\nvar listed: set Rot = {}\ninvariant i listed = {}")
    assert checked is None
    assert [one.code.number for one in found] == ["TDP201"]


def test_sorts_have_two_members_where_nothing_is_said():
    checked = accepted(SMALL + "sort A, B = 3\nsort C = {left, right, middle}")
    assert [(one.name, one.default_size, one.members) for one in checked.sorts] == [
        ("A", 2, ()),
        ("B", 3, ()),
        ("C", 3, ("left", "right", "middle")),
    ]
