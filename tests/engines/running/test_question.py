"""What can be asked, and what is said to a question about nothing."""

from __future__ import annotations

import pytest

from tdpspec.engines.running.question import (
    Question,
    chosen_claims,
    chosen_designs,
    instances,
    mistakes,
)
from tests import systems
from tests.report.example import system


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Question(designs=("keep",)), "no design is called 'keep'; there is keep_and_skip, "
         "remove_from_list, keep_on_list"),
        (Question(designs=("keep_on_lisp",)), "no design is called 'keep_on_lisp'; did you mean "
         "'keep_on_list'?"),
        (Question(claims=("lsted",)), "no claim is called 'lsted'; did you mean 'listed'?"),
        (Question(sizes=(("Rot", 2),)), "no sort is called 'Rot'; did you mean 'Root'?"),
        (Question(sizes=(("Root", 0),)), "sort Root needs at least one member, not 0"),
        (Question(engines=("bnc",)), "no engine is called 'bnc'; did you mean 'bmc'?"),
    ],
)  # fmt: skip
def test_mistake_is_named(question: Question, message: str) -> None:
    assert [one.message for one in mistakes(system(), question)] == [message]


def test_all_mistakes_are_told_at_once() -> None:
    wrong = Question(designs=("a", "b"), claims=("c",), sizes=(("D", 1),), engines=("e",))
    options = [one.option for one in mistakes(system(), wrong)]
    assert options == ["design", "design", "claim", "size", "engine"]


def test_sort_with_named_members_has_one_size() -> None:
    here = systems.handover()
    assert mistakes(here, Question(sizes=(("Side", 2),))) == ()
    (one,) = mistakes(here, Question(sizes=(("Side", 3),)))
    assert one.message == "sort Side has exactly these members: left, right"


def test_nothing_named_is_everything() -> None:
    assert chosen_designs(system(), Question()) == tuple(one.name for one in system().designs)
    assert chosen_claims(system(), Question()) == tuple(one.name for one in system().properties)


def test_what_is_named_comes_in_declaration_order() -> None:
    question = Question(designs=("keep_on_list", "keep_and_skip"), sizes=(("Root", 3),))
    found = instances(system(), question)
    assert [one.system.design for one in found] == ["keep_and_skip", "keep_on_list"]
    assert dict(found[0].sizes) == {"Root": 3, "Page": 2, "Vcpu": 1, "Zapper": 1}
