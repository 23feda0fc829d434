"""Output of TLC, shortened, and what is made of it."""

import pytest

from tdpspec.tla.read_output import (
    Broken,
    Counted,
    NoAnswer,
    NoError,
    Printed,
    answer,
    counted,
    messages,
)
from tdpspec.tla.run import Run


def said(*found: tuple[int, int, str]) -> str:
    return "".join(
        f"@!@!@STARTMSG {code}:{severity} @!@!@\n{text}\n@!@!@ENDMSG {code} @!@!@\n"
        for code, severity, text in found
    )


BREADTH_FIRST = (2187, 0, "Running breadth-first search Model-Checking with fp 0 and seed 0")
SUCCESS = (2193, 0, "Model checking completed. No error has been found.")
NUMBERS = (2199, 0, "1,077 states generated, 42 distinct states found, 0 states left on queue.")
DEPTH = (2194, 0, "The depth of the complete state graph search is 11.")
GREEN = (BREADTH_FIRST, SUCCESS, NUMBERS, DEPTH)


def ended(*found: tuple[int, int, str], status: int | None = 0, stopped: str = "") -> Run:
    return Run(("tlc",), said(*found), status, stopped)


def test_a_complete_search_is_believed():
    assert answer(ended(*GREEN)) == NoError(Counted(1077, 42, 0, 11))
    assert answer(ended(*GREEN), expected_states=42) == NoError(Counted(1077, 42, 0, 11))


def reason(run: Run, expected_states: int | None = None) -> str:
    found = answer(run, expected_states)
    assert isinstance(found, NoAnswer), found
    return found.reason


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (ended(BREADTH_FIRST, NUMBERS, DEPTH), "status 0: The depth"),
        (ended(*GREEN, status=1), "status 1"),
        (ended(SUCCESS, NUMBERS, DEPTH), "did not search breadth first"),
        (
            ended(*GREEN[:2], (2199, 0, NUMBERS[2].replace("0 states left", "6 states left"))),
            "left 6",
        ),
        (ended(*GREEN, (1000, 1, "Error: the thing\nis odd")), "TLC said: Error: the thing is odd"),
        (ended(*GREEN, (2213, 0, "The liveness is partly checked")), "TLC said: The liveness"),
        (ended(*GREEN, (2251, 0, "constraint")), "TLC said: constraint"),
        (ended(status=1), "it said nothing"),
        (ended(*GREEN, status=None, stopped="stopped after 3 seconds"), "TLC was stopped after 3"),
    ],
)
def test_a_green_of_another_kind_is_not_believed(run, words):
    assert words in reason(run)


def test_a_green_with_other_states_than_expected_is_not_believed():
    assert reason(ended(*GREEN), 43) == ("TLC found 42 distinct states where 43 are expected")


def test_an_error_line_outside_of_messages_is_an_error():
    run = Run(("tlc",), said(*GREEN) + "Error: out of nowhere\n", 0)
    assert reason(run) == "TLC said: Error: out of nowhere"


FIRST = (2217, 4, "1: <Initial predicate>\n/\\ x = 0\n/\\ y = 1\n")
SECOND = (2217, 4, "2: <Go line 3, col 4 to line 5, col 6 of module M>\n/\\ x = 1\n/\\ y = 1\n")
NEWER = (2217, 4, "2: <Go(a,b) line 3, col 4 to line 5, col 6 of module M>\n/\\ x = 1\n/\\ y = 1\n")
STATES = (Printed("", "/\\ x = 0\n/\\ y = 1"), Printed("Go", "/\\ x = 1\n/\\ y = 1"))


@pytest.mark.parametrize("second", [SECOND, NEWER])
def test_a_violation_comes_with_its_trace(second):
    run = ended(
        BREADTH_FIRST, (2110, 1, "Invariant Inv is violated."), FIRST, second, NUMBERS, status=12
    )
    assert answer(run) == Broken("Inv", STATES)


def test_a_violation_in_an_initial_state_has_one_state():
    text = "Invariant Inv is violated by the initial state:\n/\\ x = 0\n/\\ y = 1\n"
    assert answer(ended(BREADTH_FIRST, (2107, 1, text), status=12)) == Broken("Inv", STATES[:1])


def test_a_lasso_says_where_it_goes_back_to():
    violated = (2116, 1, "Temporal properties were violated.\n")
    back = (2122, 4, "1: Back to state: <Go line 3, col 4 to line 5, col 6 of module M>\n")
    assert answer(ended(violated, FIRST, SECOND, back, status=13)) == Broken("", STATES, 0)
    stays = (2218, 4, "3: Stuttering")
    assert answer(ended(violated, FIRST, SECOND, stays, status=13)) == Broken("", STATES, 1)
    named = (2116, 1, "Temporal property Prog was violated.\n")
    assert answer(ended(named, FIRST, stays, status=13)) == Broken("Prog", STATES[:1], 0)


def test_a_deadlock_is_one():
    run = ended((2114, 1, "Deadlock reached."), FIRST, status=11)
    assert answer(run) == Broken("deadlock", STATES[:1])


def test_numbers_are_read_while_tlc_still_searches():
    text = (
        "Progress(21) at 2026-11-22 13:37:49: 142,139 states generated (142,139 s/min), "
        "95,622 distinct states found (95,622 ds/min), 22,032 states left on queue."
    )
    assert counted(messages(said((2200, 0, text)))) == Counted(142139, 95622, 22032, 0)
