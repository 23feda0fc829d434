import pytest

from tdpspec.system.instance import instance
from tdpspec.tla.names import names_of
from tdpspec.tla.values import UnreadableError, parse_value, state_of
from tests import systems
from tests.spec import instance_of

AT = instance_of(
    """
    sort P = 2
    sort Side = {left, right}
    enum Colour = red | green
    var a: P -> P? = none
    var b: Side -> bool = false
    var c: set (P, Side) = {}
    var d: 1..2 -> set 0..3 = {}
    var e: Colour? = none
    action go(p: P) {
        a[p] := p  b[left] := true  add (p, left) to c  d[1] := {1}  e := red
    }
    invariant i true
    """
)


def test_every_shape_that_tlc_prints_is_read():
    text = """/\\ e = "green"
/\\ a = (p0 :> NoP @@ p1 :> p0)
/\\ d = <<{}, 0..2>>
/\\ c = { <<p0, "right">>,
  <<p1, "left">> }
/\\ b = [left |-> TRUE, right |-> FALSE]
"""
    assert state_of(text, AT, names_of(AT.system)) == (
        (None, 0),
        (True, False),
        frozenset({(0, 1), (1, 0)}),
        (frozenset(), frozenset({0, 1, 2})),
        "green",
    )


def test_the_only_variable_of_a_module_comes_without_a_bullet():
    at = instance(systems.counter())
    assert state_of("n = 2\n", at, names_of(at.system)) == (2,)


@pytest.mark.parametrize(
    "text", ["n = 4", "n = TRUE", "n = {1}", "n = ", "m = 1", "n = 1 2", "n = ?", 'n = "1"']
)
def test_what_is_no_value_of_the_variable_is_refused(text):
    at = instance(systems.counter())
    with pytest.raises(UnreadableError):
        state_of(text, at, names_of(at.system))


def test_a_function_must_have_its_whole_domain():
    with pytest.raises(UnreadableError, match="not a function over"):
        state_of(
            'place = (proc0 :> "idle")\n/\\ holder = NoProc',
            instance(systems.mutex()),
            names_of(systems.mutex()),
        )


def test_numbers_may_be_negative():
    assert parse_value("<<-1, -2..0>>").of == (-1, parse_value("{-2, -1, 0}"))
