from tdpspec.system.terms import Arithmetic, Compare, IntValue, Order, Read, Sign
from tdpspec.system.types import RangeType
from tdpspec.tla.numbers import always

SMALL = Read("small", (), RangeType(0, 3))
BIG = Read("big", (), RangeType(0, 5))
SUM = Arithmetic(Sign.PLUS, SMALL, BIG)


def at_most(left, right):
    return Compare(Order.AT_MOST, left, right)


def test_the_ranges_alone_may_decide():
    assert always(at_most(IntValue(0), SUM), ())
    assert always(at_most(SUM, IntValue(8)), ())
    assert not always(at_most(SUM, IntValue(7)), ())


def test_a_known_condition_may_decide():
    known = at_most(SUM, IntValue(5))
    assert always(at_most(SMALL, IntValue(3)), (known,))
    assert always(at_most(SUM, IntValue(5)), (known,))
    assert not always(at_most(SUM, IntValue(4)), (known,))


def test_too_many_values_decide_nothing():
    wide = Read("wide", (), RangeType(0, 100_000))
    assert not always(at_most(IntValue(0), wide), ())
