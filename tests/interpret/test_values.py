"""All values of a type: which, in which order, how many."""

import pytest

from tdpspec.interpret import values
from tdpspec.interpret.values import (
    count_values,
    entries_of,
    is_filled,
    is_value,
    same_entries,
    values_of,
)
from tdpspec.system.instance import instance
from tdpspec.system.types import BOOL, OptionType, RangeType, SetType
from tests import systems

AT = instance(systems.workshop())
WORKER, TOOL = systems.WORKER.type, systems.TOOL.type


@pytest.mark.parametrize(
    ("type_", "listed"),
    [
        (BOOL, [False, True]),
        (RangeType(-1, 1), [-1, 0, 1]),
        (OptionType(TOOL), [None, 0, 1]),
        (SetType((TOOL,)), [frozenset(), frozenset({0}), frozenset({1}), frozenset({0, 1})]),
    ],
    ids=["bool", "range", "option", "set"],
)
def test_values_are_in_order(type_, listed):
    assert list(values_of(AT, type_)) == listed
    assert count_values(AT, (), type_) == len(listed)
    assert all(is_value(AT, type_, one) for one in listed)
    assert not is_value(AT, type_, "something else")


def test_relation_has_a_value_for_each_set_of_pairs():
    found = list(values_of(AT, SetType((WORKER, TOOL))))
    assert len(set(found)) == len(found) == 16
    assert found[:3] == [frozenset(), frozenset({(0, 0)}), frozenset({(0, 1)})]


def test_entries_are_filled_independently():
    found = list(entries_of(AT, (TOOL, BOOL), OptionType(WORKER)))
    assert len(set(found)) == len(found) == count_values(AT, (TOOL, BOOL), OptionType(WORKER)) == 81
    assert found[0] == ((None, None), (None, None))
    assert found[1] == ((None, None), (None, 0))
    assert all(is_filled(AT, (TOOL, BOOL), OptionType(WORKER), one) for one in found)


def test_entries_that_nobody_has_room_for_come_one_by_one_in_the_same_order(monkeypatch):
    shape = (TOOL, BOOL), OptionType(WORKER)
    before = list(entries_of(AT, *shape))
    monkeypatch.setattr(values, "FEW_WAYS", 1)
    assert list(entries_of(AT, *shape)) == before
    monkeypatch.undo()
    large = instance(systems.workshop(), {"Worker": 6, "Tool": 6})
    shape = (WORKER, TOOL), SetType((WORKER, TOOL))
    assert next(entries_of(large, *shape)) == same_entries(large, shape[0], frozenset())


def test_same_value_in_every_entry():
    assert same_entries(AT, (TOOL, BOOL), 5) == ((5, 5), (5, 5))
    assert same_entries(AT, (), 5) == 5


@pytest.mark.parametrize("entries", [(0,), (0, 1, 0), (0, 2), 0, [0, 1]])
def test_other_shapes_are_not_filled(entries):
    assert not is_filled(AT, (TOOL,), WORKER, entries)
