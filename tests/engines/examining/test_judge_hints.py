"""The lemmas of a spec after its claims: used where they are right, told where they are wrong."""

from __future__ import annotations

import pytest

from tdpspec import pipeline
from tdpspec.engines.base import Limits
from tdpspec.engines.examining.judge_hints import hint_warnings, judge_hints, proved_in
from tdpspec.engines.running.child import Bounds
from tdpspec.engines.running.portfolio import prove
from tdpspec.engines.running.question import Question, mistakes
from tdpspec.source.codes import LEMMA_BROKEN, LEMMA_NOT_INDUCTIVE
from tdpspec.source.text import SourceText
from tdpspec.system.finding import Finding
from tdpspec.system.fix import fix
from tdpspec.system.hints import Broken, Inductive, JudgedHint, NotInductive, Undecided
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.verdict import HoldsTo, Induction, Proved
from tests.spec import system_of

TEXT = """protocol steps

choice starts_on: bool
design off { starts_on = false }
design on  { starts_on = true }

var on: bool = starts_on
var n: 0..30 = 0
var m: 0..7 = 0

action up { when on and n < 30  n := n + 1 }
action down { when m > 1  m := m - 2 }
action leap { when m < 7 and on  m := m + 1 }

invariant low n < 15

lemma never_on "nothing switches it on" not starts_on => not on
lemma never_one m != 1
lemma still "false with starts_on" n = 0
"""
SYSTEM = system_of(TEXT)
SHORTER = system_of(TEXT.split("lemma still")[0])
SOURCE = SourceText("steps.tdp", TEXT)


def designs(system: System) -> tuple[Instance, ...]:
    return tuple(instance(fix(system, one.name)) for one in system.designs)


def proved(system: System, engine: str = "kinduction") -> tuple[Finding, ...]:
    low = frozenset({"low"})
    return tuple(prove(designs(system), claims=low, limits=Limits(5), engines=(engine,)))


def judged(system: System, findings: tuple[Finding, ...] = (), seconds: float = 60.0):
    bounds = Bounds(seconds=seconds)
    return judge_hints(designs(system), findings, limits=Limits(20), bounds=bounds, jobs=1)


def test_lemma_makes_a_claim_inductive() -> None:
    off, on = proved(SHORTER)
    assert isinstance(off.verdict, Proved)
    assert isinstance(off.verdict.by, Induction)
    assert (off.verdict.by.k, [one.name for one in off.verdict.by.lemmas]) == (1, ["never_on"])
    assert off.confirmed_by
    # Under the other design the lemma says nothing, and n = 15 is further than the bound.
    assert isinstance(on.verdict, HoldsTo)


def test_without_the_lemma_it_is_not_inductive() -> None:
    without = system_of(TEXT.split("lemma never_on")[0] + "invariant other m <= 7")
    assert isinstance(proved(without)[0].verdict, HoldsTo)


def test_lemmas_are_no_claims() -> None:
    found = prove(designs(SYSTEM), limits=Limits(1), engines=("bmc",))
    assert {one.claim.name for one in found} == {"low", "ranges_are_respected"}
    (wrong,) = mistakes(SYSTEM, Question(claims=("still", "low")))
    assert wrong.option == "claim"
    assert wrong.message == "'still' is a lemma, not a claim; lemmas are judged without asking"


def test_every_lemma_is_judged_under_every_design() -> None:
    found = judged(SYSTEM)
    assert [(one.design, one.hint.name, type(one.verdict)) for one in found] == [
        ("off", "never_on", Inductive),
        ("off", "never_one", NotInductive),
        ("off", "still", Inductive),
        ("on", "never_on", Inductive),
        ("on", "never_one", Broken),
        ("on", "still", Broken),
    ]


def test_lemma_that_a_proof_uses_excludes_states() -> None:
    text = TEXT.replace("m > 1  m := m - 2", "n > 14  m := 1").split("lemma still")[0]
    with_claim = system_of(text)
    assert isinstance(judged(with_claim)[1].verdict, NotInductive)
    assert judged(with_claim, proved(with_claim))[1].verdict == Inductive()


def test_what_is_proved_elsewhere_is_not_taken_as_given() -> None:
    findings = proved(SHORTER)
    off, on = designs(SHORTER)
    assert len(proved_in(off, findings)) == 2  # the claim and the lemma
    assert proved_in(on, findings) == ()


def test_time_limit_leaves_them_undecided() -> None:
    found = judged(SYSTEM, seconds=0.01)
    assert {type(one.verdict) for one in found} == {Undecided}
    assert len(found) == 6
    assert hint_warnings(SOURCE, SYSTEM, found) == ()


def test_warnings_name_the_designs_and_point_at_the_lemma() -> None:
    found = hint_warnings(SOURCE, SYSTEM, judged(SYSTEM))
    assert [
        (one.code, SOURCE.text[one.span.start : one.span.end], one.message) for one in found
    ] == [
        (LEMMA_BROKEN, "never_one", "the lemma 'never_one' is false: a run of on breaks it"),
        (
            LEMMA_NOT_INDUCTIVE,
            "never_one",
            "the lemma 'never_one' is not inductive under off",
        ),
        (LEMMA_BROKEN, "still", "the lemma 'still' is false: a run of on breaks it"),
    ]
    assert "may be unreachable" in (found[1].hint or "")


@pytest.mark.parametrize("jobs", [1, 2])
def test_pipeline_judges_them_after_the_claims(jobs: int) -> None:
    question = Question(designs=("off",), engines=("kinduction",), depth=5, jobs=jobs)
    answers = pipeline.prove(SOURCE, SYSTEM, question)
    assert [type(one.verdict) for one in answers.hints] == [Inductive, NotInductive, Inductive]
    assert LEMMA_NOT_INDUCTIVE in [one.code for one in answers.warnings]


def test_spec_without_lemmas_has_none_judged() -> None:
    assert (
        judged(system_of("var x: bool = false  action go { x := true }  invariant i x or not x"))
        == ()
    )


def test_design_of_a_judged_lemma() -> None:
    (hint, *_) = SYSTEM.hints
    assert JudgedHint(designs(SYSTEM)[1], hint, Inductive()).design == "on"
