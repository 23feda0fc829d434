import pytest

from tdpspec.system.terms import (
    And,
    Apply,
    Arithmetic,
    Bound,
    ChoiceRead,
    Compare,
    Comprehension,
    EnumValue,
    Equal,
    Everything,
    Exists,
    ForAll,
    Implies,
    IntValue,
    Ite,
    Member,
    MemberValue,
    NoneValue,
    Not,
    Or,
    Order,
    Read,
    SetOf,
    SetOp,
    SetOperation,
    Sign,
    Some,
    Subset,
    The,
)
from tdpspec.system.types import BOOL, EnumType, OptionType, RangeType, SetType, SortType
from tests.checking.reading import PAGE, PAGES, PHASE, ROOT, ROOTS, VCPU, WORLD, condition, errors

CURRENT = Read("current", (), OptionType(ROOT))
LISTED = Read("listed", (), ROOTS)
COUNT = Read("count", (), RangeType(0, 3))
R = Bound("r", ROOT)
V = Bound("v", VCPU)
HAS_CURRENT = Not(Equal(CURRENT, NoneValue(OptionType(ROOT))))
CURRENT_LISTED = Member((The(CURRENT),), LISTED)


def test_a_name_given_by_is_means_the_value_inside_to_the_right_of_and():
    assert condition("current is r and r in listed") == And((HAS_CURRENT, CURRENT_LISTED))


def test_a_name_given_by_is_reaches_the_right_of_an_implication():
    assert condition("current is r => r in listed") == Implies(HAS_CURRENT, CURRENT_LISTED)


def test_a_name_given_by_is_reaches_the_then_part_only():
    assert condition("if current is r then r in listed else listed = {}") == Ite(
        Equal(CURRENT, NoneValue(OptionType(ROOT))),
        Equal(LISTED, SetOf((), ROOTS)),
        CURRENT_LISTED,
    )


def test_a_name_given_in_where_reaches_the_body():
    root = Read("vcpu.root", (V,), OptionType(ROOT))
    assert condition("forall v: Vcpu where v.root is r. r in listed") == ForAll(
        (V,),
        Implies(Not(Equal(root, NoneValue(OptionType(ROOT)))), Member((The(root),), LISTED)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "current is r or r in listed",
        "not (current is r) and r in listed",
        "r in listed and current is r",
        "(current is r => count = 0) and r in listed",
        "if current is r then count = 0 else r in listed",
    ],
)
def test_a_name_given_by_is_does_not_leak(text):
    assert errors(f"{WORLD}\ninvariant it {text}") == [("TDP201", "r")]


def test_a_value_is_wrapped_where_an_optional_is_compared():
    assert condition("forall r: Root. r = current") == ForAll((R,), Equal(Some(R), CURRENT))


def test_a_number_is_wrapped_in_an_optional_range():
    level = Read("level", (), OptionType(RangeType(0, 3)))
    assert condition("level = 2") == Equal(level, Some(IntValue(2)))


def test_an_ambiguous_word_is_what_it_is_compared_with():
    visits = EnumType("visits", ("valid", "all"))
    assert condition("visits = all") == Equal(
        ChoiceRead("visits", visits), EnumValue("all", visits)
    )
    assert condition("busy = phase") == Equal(EnumValue("busy", PHASE), Read("phase", (), PHASE))


def test_an_ambiguous_word_in_a_set_is_of_the_element_type():
    phase = Read("phase", (), PHASE)
    assert condition("phase in {busy, idle}") == Member(
        (phase,),
        SetOf(((EnumValue("busy", PHASE),), (EnumValue("idle", PHASE),)), SetType((PHASE,))),
    )


def test_a_bool_choice_is_a_condition():
    assert condition("lazy") == ChoiceRead("lazy", BOOL)


def test_a_sort_is_the_set_of_its_members():
    assert condition("listed = Root") == Equal(LISTED, Everything(ROOTS))


def test_a_named_member_is_a_value():
    side = SortType("Side")
    assert condition("flag[left]") == Read("flag", (MemberValue("left", side),), BOOL)


def test_disjoint_is_an_empty_intersection():
    assert condition("forall r: Root, p: Page. maps[r] disjoint {p}") == ForAll(
        (R, Bound("p", PAGE)),
        Equal(
            SetOperation(
                SetOp.INTERSECT, Read("maps", (R,), PAGES), SetOf(((Bound("p", PAGE),),), PAGES)
            ),
            SetOf((), PAGES),
        ),
    )


def test_subset_and_union():
    assert condition("listed subset {} union {r: Root | held(r)}") == Subset(
        LISTED, Comprehension((R,), Apply("held", (R,), BOOL))
    )


def test_a_binder_in_a_set_is_a_condition_on_its_variable():
    assert condition("forall r in listed. held(r)") == ForAll(
        (R,), Implies(Member((R,), LISTED), Apply("held", (R,), BOOL))
    )
    assert condition("exists r in listed where r != r. held(r)") == condition("false")
    assert condition("exists r in listed. held(r)") == Exists(
        (R,), And((Member((R,), LISTED), Apply("held", (R,), BOOL)))
    )


def test_a_later_binder_reads_an_earlier_one():
    p = Bound("p", PAGE)
    inside = Member((p,), Read("maps", (R,), PAGES))
    assert condition("exists r in listed, p in maps[r]. (r, p) in pairs") == Exists(
        (R, p),
        And(
            (
                Member((R,), LISTED),
                inside,
                Member((R, p), Read("pairs", (), SetType((ROOT, PAGE)))),
            )
        ),
    )


def test_arithmetic_is_exact_and_ranges_of_other_bounds_compare():
    assert condition("count + 1 <= twice") == Compare(
        Order.AT_MOST,
        Arithmetic(Sign.PLUS, COUNT, IntValue(1)),
        Apply("twice", (), RangeType(0, 6)),
    )


def test_a_place_is_a_value_of_its_variable():
    place = EnumType("vcpu place", ("run",))
    assert condition("forall v: Vcpu. v at run") == ForAll(
        (V,), Equal(Read("vcpu.at", (V,), place), EnumValue("run", place))
    )


def test_a_process_without_parameter_is_read_by_its_name():
    place = EnumType("controller place", ("look", "act", "done"))
    assert condition("controller at done or controller.busy_with = none") == Or(
        (
            Equal(Read("controller.at", (), place), EnumValue("done", place)),
            Equal(Read("controller.busy_with", (), OptionType(ROOT)), NoneValue(OptionType(ROOT))),
        )
    )


def test_a_field_with_indices_of_its_own():
    assert condition("forall v: Vcpu, p: Page. v.seen[p]") == ForAll(
        (V, Bound("p", PAGE)), Read("vcpu.seen", (V, Bound("p", PAGE)), BOOL)
    )


def test_holds_reads_the_holders():
    assert condition("controller holds slots_lock") == Read("slots_lock.held", (), BOOL)
    assert condition("controller holds mmu_lock") == Read("mmu_lock.read", (), BOOL)


def test_holds_of_a_lock_that_is_never_kept_is_false():
    assert condition("controller holds mmu_lock write") == condition("false")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("lsited = {} and count = 1", "lsited"),
        ("not (lsited union {} = {none})", "lsited"),
        ("forall r in lsited. maps[r] = {} or r.nothing", "lsited"),
        ("lsited is r and maps[r] = {}", "lsited"),
        ("forall r: Root, p: Page. (r, p) in lsited", "lsited"),
        ("{r: Nothing | held(r)} = {}", "Nothing"),
        ("(if lsited then current else none) = none", "lsited"),
    ],
)
def test_one_mistake_makes_one_complaint(text, place):
    assert errors(f"{WORLD}\ninvariant it {text}") == [("TDP201", place)]


def test_all_mistakes_are_told_at_once():
    text = f"{WORLD}\ninvariant it lsited = {{}} and count = listed\naction go {{ cuont := 1 }}"
    assert errors(text) == [
        ("TDP201", "lsited"),
        ("TDP301", "count = listed"),
        ("TDP201", "cuont"),
    ]
