"""What is inductive at every size, what is not, and what was not tried."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
import z3

from tdpspec.engines.lemmas.evident import Evident
from tdpspec.engines.lemmas.general import FIRST_EFFORT, MOST_OBSTACLES, EverySizeChecker, _Check
from tdpspec.solving import first_order
from tdpspec.solving.first_order import FirstOrder
from tdpspec.solving.session import Answer, Formula
from tdpspec.system.make import conjunction, negation
from tdpspec.system.model import Action, Invariant, System
from tdpspec.system.terms import FALSE, TRUE, Read, Term
from tdpspec.system.types import BOOL
from tdpspec.system.verdict import Induction, Lemma
from tests.spec import instance_of

ALL = ("a", "b", "c", "d", "e")


def bits(actions: str) -> System:
    """Five bits, false at first."""
    declared = "\n".join(f"var {one}: bool = false" for one in ALL)
    used = " and ".join(f"not {one}" for one in ALL)
    return instance_of(
        f'design only "" {{}}\n{declared}\n{actions}\ninvariant all_off "" {used}'
    ).system


def off(*names: str) -> Term:
    return conjunction(*(negation(Read(one, (), BOOL)) for one in names))


COPY = bits("action copy { b := a }\n action keep { when c  c := true }")


def test_what_is_inductive_says_what_it_needs() -> None:
    lemmas = {"no a": off("a"), "no b": off("b")}
    hints = {"no b": frozenset({"no a"}), "claim": frozenset({"no b"})}
    found = EverySizeChecker(COPY).needs(lemmas, {"claim": off("b")}, hints)
    assert found.obstacles == {}
    # The lemma itself may always be used; "no a" changes by no action.
    assert found.of == {
        "no a": frozenset(),
        "no b": frozenset({"no a", "no b"}),
        "claim": frozenset({"no b"}),
    }
    assert found.closure(["claim"]) == {"claim", "no a", "no b"}


def test_what_is_not_says_why() -> None:
    lemmas = {"no c": off("c"), "a": negation(off("a"))}
    found = EverySizeChecker(COPY).needs(lemmas, {"claim": off("b")}, {})
    assert found.obstacles == {
        "a": "a was not shown to hold initially",
        "claim": "claim was not shown to follow from the lemmas that were found; to declare a "
        "`lemma` may help",
    }
    assert EverySizeChecker(COPY).needs({"no b": off("b")}, {}, {}).obstacles == {
        "no b": "no b was not shown to survive a step of copy"
    }


def test_more_lemmas_prove_nothing_with_one_that_is_wrong() -> None:
    checker = EverySizeChecker(COPY, lambda: {"no d": off("d")})
    wrong = checker.needs({"no b": off("b")}, {"claim": off("b", "d")}, {})
    assert wrong.obstacles.keys() == {"no b", "claim"}
    right = checker.needs({"no c": off("c")}, {"claim": off("c", "d")}, {})
    assert right.obstacles == {}
    assert right.of["claim"] == {"no c", "no d"}
    assert right.added == {"no d": off("d")}
    # A claim that would have to be kept by itself need not be where it follows.
    needed = checker.needs({"no a": off("a"), "claim": off("a", "d")}, {"claim": off("a", "d")}, {})
    assert needed.obstacles == {}


def test_one_more_lemma_with_a_name_that_is_taken_hides_nothing() -> None:
    checker = EverySizeChecker(COPY, lambda: {"no b": off("d")})
    found = checker.needs({"no b": off("b")}, {"claim": off("d")}, {})
    assert found.obstacles.keys() == {"no b", "claim"}
    assert found.added == {}


def test_an_action_that_is_ignored_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = _Check._kept

    def ignores(self: _Check, action: Action, wanted: tuple[str, ...]) -> None:
        if action.name != "copy":
            honest(self, action, wanted)

    monkeypatch.setattr(_Check, "_kept", ignores)
    with pytest.raises(AssertionError):
        test_what_is_not_says_why()


def test_what_is_wrongly_evident_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Evident, "keeps", lambda *_: True)
    with pytest.raises(AssertionError):
        test_what_is_not_says_why()


def test_initial_states_that_are_ignored_would_be_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FirstOrder, "initial", property(lambda self: self.holds(FALSE)))
    with pytest.raises(AssertionError):
        test_what_is_not_says_why()


def test_a_step_that_is_taken_to_change_nothing_would_be_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        FirstOrder, "precondition", lambda self, _, condition: self.holds(condition)
    )
    with pytest.raises(AssertionError):
        test_what_is_not_says_why()


def test_a_step_that_is_taken_to_be_impossible_would_be_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FirstOrder, "guard", lambda self, _: (self.holds(FALSE),))
    with pytest.raises(AssertionError):
        test_what_is_not_says_why()


BREAK_ALL = bits("action turn_on { " + "  ".join(f"{one} := true" for one in ALL) + " }")


def test_what_was_given_up_in_the_last_step_is_not_shown() -> None:
    lemmas = {one: off(one) for one in ALL}
    found = EverySizeChecker(BREAK_ALL).needs(lemmas, {}, {})
    assert set(found.obstacles) == set(ALL)
    tried = [one for one in found.obstacles.values() if one.endswith("step of turn_on")]
    assert len(tried) == MOST_OBSTACLES


def test_after_as_many_obstacles_as_are_wanted_nothing_is_tried() -> None:
    lemmas = {"no b": off("b"), "no c": off("c")}
    found = EverySizeChecker(COPY).needs(lemmas, {}, {}, obstacles=1)
    assert found.not_shown == {"no b"}
    assert found.obstacles["no c"] == "not all steps were tried"
    assert EverySizeChecker(COPY).needs(lemmas, {}, {}).obstacles.keys() == {"no b"}


def test_what_was_not_shown_in_one_proof_is_shown_in_the_next() -> None:
    rechecker = EverySizeChecker(BREAK_ALL)
    lemmas = tuple(Lemma(one, off(one)) for one in ALL)
    assert not rechecker.confirms(TRUE, Induction(1, lemmas))
    assert not rechecker.confirms(off("e"), Induction(1, lemmas[-1:]))


def test_a_lemma_that_was_shown_with_another_needs_it_again() -> None:
    rechecker = EverySizeChecker(COPY)
    no_a, no_b = Lemma("a", off("a")), Lemma("b", off("b"))
    assert rechecker.confirms(off("b"), Induction(1, (no_a, no_b)))
    assert rechecker.confirms(off("a", "b"), Induction(1, (no_a, no_b)))
    assert not rechecker.confirms(off("b"), Induction(1, (no_b,)))
    assert not rechecker.confirms(off("b"), Induction(2, (no_a, no_b)))


def test_a_range_that_is_too_wide_is_an_obstacle() -> None:
    system = instance_of(
        """
        design only "" {}
        var n: 0..100 = 0
        var seen: set 0..100 = {}
        action see { add n to seen }
        invariant few "" forall k: 0..100. k in seen => k = 0
        """
    ).system
    condition = system.properties[0].condition  # type: ignore[union-attr]  # it is an invariant
    found = EverySizeChecker(system).needs({"few": condition}, {}, {})
    assert found.obstacles == {"few": "a range of 101 values is too wide"}


def test_a_claim_that_is_a_lemma_needs_no_solver() -> None:
    found = EverySizeChecker(COPY).needs({"no b": off("b")}, {"claim": off("b")}, {}, 1)
    assert "no b" in found.obstacles
    assert "claim" not in found.obstacles
    assert found.of["claim"] == {"no b"}


def test_what_was_shown_is_not_shown_again(monkeypatch: pytest.MonkeyPatch) -> None:
    checker = EverySizeChecker(COPY)
    hints = {"no b": frozenset({"no a"})}
    first = checker.needs({"no a": off("a"), "no b": off("b")}, {}, hints)
    monkeypatch.setattr(FirstOrder, "guard", lambda *_: pytest.fail("asked again"))
    # Under other names, and with more lemmas, of which these do not need any.
    again = checker.needs({"B": off("b"), "A": off("a")}, {"claim": off("a", "b")}, {})
    assert first.obstacles == again.obstacles == {}
    assert again.of == {
        "A": frozenset(),
        "B": frozenset({"A", "B"}),
        "claim": frozenset({"A", "B"}),
    }


def test_a_claim_that_was_shown_as_a_lemma_needs_what_it_needed_then() -> None:
    checker = EverySizeChecker(COPY)
    lemmas = {"b": off("b"), "a": off("a")}
    assert checker.needs(lemmas, {}, {}).obstacles == {}
    again = checker.needs(lemmas, {"b": off("b")}, {})
    assert again.closure(["b"]) == {"a", "b"}


def test_a_lemma_that_was_not_shown_is_not_forgotten_the_second_time() -> None:
    checker = EverySizeChecker(bits("action copy { b := a }  action break { a := true }"))
    lemmas = {"b": off("b"), "a": off("a")}
    for _ in range(2):
        found = checker.needs(lemmas, {"b": off("b")}, {})
        assert found.closure(["b"]) & found.obstacles.keys() == {"a"}


def test_the_values_of_a_parameter_are_known() -> None:
    """Also to the first proof that asks about the action."""
    at = instance_of(
        'design only "" {}\nvar n: 0..7 = 0\naction put(x: 0..3) { n := x }\n'
        'invariant small "" n < 4'
    )
    claim = at.system.property["small"]
    assert isinstance(claim, Invariant)
    found = EverySizeChecker(at.system).needs({"small": claim.condition}, {}, {}, FIRST_EFFORT)
    assert found.obstacles == {}


def test_a_solver_that_breaks_off_is_asked_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may not know any more what it was told: the next question is put to a new one."""
    honest, asked = first_order.answer_of, list[object]()

    def breaks_off(solver: object, assumptions: Sequence[Formula] = ()) -> Answer:
        asked.append(solver)
        if len(asked) % 2:
            raise z3.Z3Exception(b"max. resource limit exceeded")
        return honest(solver, assumptions)

    monkeypatch.setattr(first_order, "answer_of", breaks_off)
    claims = {"claim": off("a"), "other": off("b")}
    found = EverySizeChecker(COPY).needs({}, claims, {}, FIRST_EFFORT)
    assert list(found.obstacles) == ["claim", "other"]
    first, second = asked
    assert first is not second


def test_what_one_solver_does_not_show_others_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only where all of the effort may be spent; and what is wrong none of them shows."""
    honest, seeds = FirstOrder.solver, list[int]()

    def noted(
        self: FirstOrder, formulas: Iterable[Formula], effort: int = 0, seed: int = 0, *more: int
    ) -> object:
        seeds.append(seed)
        return honest(self, formulas, effort, seed, *more)

    def first_fails(solver: object, assumptions: Sequence[Formula] = ()) -> Answer:
        return Answer.UNKNOWN if seeds[-1] in (0, 1) else answer(solver, assumptions)

    answer = first_order.answer_of
    monkeypatch.setattr(FirstOrder, "solver", noted)
    monkeypatch.setattr(first_order, "answer_of", first_fails)
    lemmas, claim = {"no a": off("a")}, {"claim": off("a", "a")}
    assert EverySizeChecker(COPY).needs(lemmas, claim, {}, FIRST_EFFORT).obstacles
    assert set(seeds) == {0}
    assert not EverySizeChecker(COPY).needs({}, {"claim": TRUE}, {}).obstacles
    assert seeds[-3:] == [0, 1, 2]
    assert EverySizeChecker(COPY).needs({}, {"claim": off("a")}, {}).obstacles


def test_what_else_goes_wrong_in_a_solver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Answer:
        raise z3.Z3Exception(b"out of memory")

    monkeypatch.setattr(first_order, "answer_of", fails)
    with pytest.raises(z3.Z3Exception, match="out of memory"):
        EverySizeChecker(COPY).needs({"no a": off("a")}, {}, {})
