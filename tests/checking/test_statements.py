from tdpspec.checking.checked import (
    Add,
    Assign,
    Binding,
    Call,
    Choose,
    Condition,
    For,
    If,
    Remove,
    When,
)
from tdpspec.system.terms import (
    TRUE,
    And,
    Arithmetic,
    Bound,
    EnumValue,
    Equal,
    IntValue,
    Member,
    NoneValue,
    Not,
    Read,
    SetOf,
    Sign,
    Some,
    The,
)
from tdpspec.system.types import OptionType, RangeType
from tests.checking.reading import (
    PAGE,
    PAGES,
    PHASE,
    ROOT,
    ROOTS,
    WORLD,
    accepted,
    statements,
    step,
)

CURRENT = Read("current", (), OptionType(ROOT))
HAS_CURRENT = Not(Equal(CURRENT, NoneValue(OptionType(ROOT))))
LISTED = Read("listed", (), ROOTS)
R = Bound("r", ROOT)
P = Bound("p", PAGE)
ME = Bound("me", PAGE)


def test_a_value_is_wrapped_for_an_optional_variable():
    (one,) = statements("current := r")
    assert isinstance(one, Assign)
    assert (one.variable, one.indices, one.value, one.range) == ("current", (), Some(R), None)


def test_a_number_that_may_leave_its_variable_says_the_range():
    (one,) = statements("count  :=  count /* up */ + 1")
    assert isinstance(one, Assign)
    assert one.value == Arithmetic(Sign.PLUS, Read("count", (), RangeType(0, 3)), IntValue(1))
    assert one.range == RangeType(0, 3)
    assert one.text == "count := count + 1"


def test_a_number_that_fits_says_no_range():
    (one,) = statements("count := 3")
    assert isinstance(one, Assign)
    assert one.range is None


def test_an_ambiguous_word_is_of_the_type_that_is_assigned():
    (one,) = statements("phase := busy")
    assert isinstance(one, Assign)
    assert one.value == EnumValue("busy", PHASE)


def test_an_assignment_to_all_entries_gives_no_index():
    (one,) = statements("maps := {}")
    assert isinstance(one, Assign)
    assert (one.indices, one.value) == ((), SetOf((), PAGES))


def test_a_process_writes_its_own_copy():
    one, other, all_of_it = step("own := none  if current is x { mine[x] := true }  mine := false")
    assert isinstance(one, Assign)
    assert (one.variable, one.indices) == ("it.own", (ME,))
    assert isinstance(other, If)
    (inner,) = other.then
    assert isinstance(inner, Assign)
    assert inner.indices == (ME, Bound("x", ROOT))
    assert isinstance(all_of_it, Assign)
    assert all_of_it.indices == (ME,)


def test_names_from_a_condition_are_bound_in_the_block():
    (one,) = statements("if current is c and c in listed { remove c from listed }")
    assert isinstance(one, If)
    assert one.condition == Condition(
        And((HAS_CURRENT, Member((The(CURRENT),), LISTED))),
        (Binding(Bound("c", ROOT), CURRENT),),
    )
    (inner,) = one.then
    assert isinstance(inner, Remove)
    assert inner.elements == (Bound("c", ROOT),)


def test_names_from_when_last_to_the_end_of_the_block():
    when, add = statements("when current is c  add c to listed")
    assert isinstance(when, When)
    assert when.condition.bindings == (Binding(Bound("c", ROOT), CURRENT),)
    assert isinstance(add, Add)
    assert add.elements == (Bound("c", ROOT),)


def test_a_branch_says_membership_and_its_condition():
    (one,) = statements(
        "choose c in listed where c != r as other { remove c from listed } else { }"
    )
    assert isinstance(one, Choose)
    (branch,) = one.branches
    c = Bound("c", ROOT)
    assert (branch.bound, branch.name) == ((c,), "other")
    assert branch.where == Condition(And((Member((c,), LISTED), Not(Equal(c, R)))))
    assert one.otherwise == ()


def test_pairs_are_added_element_by_element():
    (one,) = statements("add (r, p) to pairs")
    assert isinstance(one, Add)
    assert one.elements == (R, P)


def test_a_loop_over_entries_and_elements():
    (one,) = statements(
        "for c in listed { remove c from listed  maps[c] := {}  add (c, p) to pairs }"
    )
    assert isinstance(one, For)
    assert one.bound == (Bound("c", ROOT),)
    assert one.where == Condition(Member((Bound("c", ROOT),), LISTED))
    assert len(one.body) == 3


def test_a_loop_inside_a_loop_may_write_what_both_name():
    (one,) = statements("for c: Root { for q: Page { add q to maps[c] } }")
    assert isinstance(one, For)
    (inner,) = one.body
    assert isinstance(inner, For)
    assert inner.where == Condition(TRUE)


def test_a_procedure_is_called_with_the_terms_at_the_call():
    checked = accepted(
        f"{WORLD}\naction it {{ when current is c  for x in listed {{ drop(x) }}  drop(c) }}"
        "\nprocedure drop(d: Root) { forget(d)  remove d from listed }"
        "\nprocedure forget(e: Root) { maps[e] := {} }"
    )
    assert [one.name for one in checked.procedures] == ["forget", "drop"]
    call = checked.actions[0].body[-1]
    assert isinstance(call, Call)
    assert call.arguments == (Bound("c", ROOT),)


def test_the_text_of_an_assert_is_on_one_line_and_without_comments():
    (one,) = statements("assert safe: r in listed // mine\n   and /* too */ count = 0")
    assert getattr(one, "text", None) == "r in listed and count = 0"
