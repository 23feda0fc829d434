"""Sizes, values in order, and how a person reads them."""

import pytest

from tdpspec.system.instance import instance
from tdpspec.system.types import BOOL, EnumType, OptionType, RangeType, SetType, SortType
from tests import systems

WORKER, TOOL = systems.WORKER.type, systems.TOOL.type
WORKSHOP = instance(systems.workshop(), {"Tool": 3})


def test_sizes_are_the_defaults_but_for_those_given():
    assert WORKSHOP.sizes == (("Worker", 2), ("Tool", 3))
    assert WORKSHOP.size(TOOL) == 3


@pytest.mark.parametrize("sizes", [{"Worker": 0}, {"Nobody": 1}], ids=["too small", "unknown sort"])
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(ValueError, match=r"Worker|Nobody"):
        instance(systems.workshop(), sizes)


def test_sort_with_named_members_has_one_size():
    assert instance(systems.handover(), {"Side": 2}).sizes == (("Side", 2),)
    with pytest.raises(ValueError, match="Side"):
        instance(systems.handover(), {"Side": 3})


@pytest.mark.parametrize(
    ("type_", "elements"),
    [
        (BOOL, (False, True)),
        (RangeType(-1, 1), (-1, 0, 1)),
        (EnumType("Word", ("b", "a")), ("b", "a")),
        (TOOL, (0, 1, 2)),
    ],
    ids=["bool", "range", "enumeration", "sort"],
)
def test_elements_stand_at_their_positions(type_, elements):
    assert WORKSHOP.elements(type_) == elements
    assert [WORKSHOP.position(type_, one) for one in elements] == list(range(len(elements)))


def test_set_of_pairs_ranges_over_all_pairs_in_order():
    both = SetType((WORKER, TOOL))
    assert WORKSHOP.set_elements(both) == ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2))
    assert WORKSHOP.set_elements(SetType((WORKER,))) == (0, 1)


def test_entry_is_read_at_its_indices():
    best = WORKSHOP.system.variable["best"]
    state = (frozenset(), (None, 2), True)
    assert WORKSHOP.index_tuples(best) == ((0,), (1,))
    assert [WORKSHOP.read(state, best, one) for one in ((0,), (1,))] == [None, 2]
    assert WORKSHOP.read(state, WORKSHOP.system.variable["open"], ()) is True


@pytest.mark.parametrize(
    ("type_", "value", "shown"),
    [
        (BOOL, True, "true"),
        (BOOL, False, "false"),
        (RangeType(-1, 1), -1, "-1"),
        (EnumType("Word", ("b", "a")), "a", "a"),
        (TOOL, 2, "tool2"),
        (OptionType(TOOL), None, "none"),
        (OptionType(TOOL), 0, "tool0"),
        (SetType((TOOL,)), frozenset(), "{}"),
        (SetType((TOOL,)), frozenset({2, 0}), "{tool0, tool2}"),
        (
            SetType((WORKER, TOOL)),
            frozenset({(1, 0), (0, 2)}),
            "{(worker0, tool2), (worker1, tool0)}",
        ),
    ],
)
def test_value_is_shown(type_, value, shown):
    assert WORKSHOP.show(type_, value) == shown


def test_named_member_is_shown_by_its_name():
    assert instance(systems.handover()).show(SortType("Side"), 1) == "right"
