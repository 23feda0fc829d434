"""The example report as a comparison, with everything in it that a document can say."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.report.comparison.compose import compose
from tdpspec.report.comparison.document import Document, Dossier
from tdpspec.system.comparison import Between, Comparison, Difference, Differing, Elsewhere
from tdpspec.system.finding import Finding
from tdpspec.system.instance import instance
from tdpspec.system.model import Choice
from tdpspec.system.mutant import Baseline, Fate, Fault, Judgement, Kill, Mutant, Mutation
from tdpspec.system.recording import Followed, Retraced, Stop, StopKind
from tdpspec.system.trace import Trace
from tdpspec.system.types import BOOL
from tdpspec.system.vacuity import ActionSeen, DesignVacuity, IdlePremise, Vacuity, Why
from tdpspec.system.verdict import Induction, Proved, Refuted, Unknown
from tests.report import example

CLAIM = example.NOTHING_LEFT.name
LEFT_OUT = ("TLB flushes & <shadow> pages", "**Dirty logging**, by `kvm_dirty_ring`")


def dossier() -> Dossier:
    """Two choices differ, both are needed; a run goes on elsewhere in two ways."""
    report = example.report()
    visits = Choice("visits_all", BOOL, "does a notifier meet every <root>?", example.at_line(12))
    report = replace(
        report,
        system=replace(report.system, choices=(*report.system.choices, visits)),
        vacuity=vacuity(),
    )
    return Dossier(report, comparison(), mutation(), LEFT_OUT)


def document() -> Document:
    return compose(dossier())


def _between(taken: tuple[str, ...], designs: tuple[str, ...], verdict: object) -> Between:
    found = example.finding("keep_and_skip", CLAIM, verdict)  # type: ignore[arg-type]
    return Between(taken, designs, (found,))


def comparison() -> Comparison:
    broken = Refuted(example.trace(), shortest=False)
    proved = Proved(example.report().sizes, Induction(1))
    difference = Difference(
        "keep_and_skip",
        "keep_on_list",
        (CLAIM,),
        (
            Differing("on_invalidate", "keep", "unlink"),
            Differing("visits_all", "false", "true"),
        ),
        (
            _between((), ("keep_and_skip",), Refuted(example.trace(), shortest=True)),
            _between(("on_invalidate",), (), broken),
            _between(("visits_all",), (), Unknown("out of time")),
            _between(("on_invalidate", "visits_all"), ("keep_on_list",), proved),
        ),
    )
    return Comparison((difference,), (elsewhere(),), 4)


def elsewhere() -> Elsewhere:
    """The third step leads elsewhere, and the last cannot be taken."""
    trace = example.trace()
    states = trace.states
    exact = Followed(
        Trace(states[:3], trace.steps[:2]),
        Stop(
            2,
            StopKind.LEADS_ELSEWHERE,
            "zapper0 invalidate",
            ("listed is {} in the trace, {root0} here",),
        ),
    )
    there = tuple((frozenset({0}), *one[1:]) for one in states[3:6])
    by_steps = Followed(
        Trace((*states[:3], *there), trace.steps[:5]),
        Stop(5, StopKind.NOT_ENABLED, "zapper0 zap(root0, page0)", ("false: root0 in listed",)),
    )
    return Elsewhere(
        CLAIM,
        "keep_and_skip",
        holding(),
        Retraced(exact, by_steps),
        ("put", "zap(root0, page1)"),
    )


def holding() -> Finding:
    (found,) = (
        one for one in example.report().findings if one.identifier == f"keep_on_list/{CLAIM}"
    )
    return found


def vacuity() -> Vacuity:
    idle = IdlePremise(CLAIM, "z at done", Why.EXHAUSTIVE, example.at_line(90))
    return Vacuity(
        (
            DesignVacuity(
                "keep_and_skip",
                (
                    ActionSeen("load", example.trace_of_nothing()),
                    ActionSeen("fault", None, Why.INDUCTION),
                    ActionSeen("map", None),
                ),
            ),
            DesignVacuity(
                "keep_on_list", (ActionSeen("zap", example.trace()),), ("listed",), (idle,)
            ),
        )
    )


def mutation() -> Mutation:
    sizes = instance(example.system()).sizes
    mutants = (
        Mutant("a", Fault.GUARD_DROPPED, "`when r in listed` is gone", example.at_line(60)),
        Mutant(
            "b", Fault.STATEMENT_SKIPPED, "`remove r from <listed>` is gone", example.at_line(61)
        ),
    )
    kill = Kill(CLAIM, 4, sizes)
    return Mutation(
        mutants,
        (Baseline("keep_on_list", (CLAIM, "listed"), (), (sizes,), 100),),
        (
            Judgement("a", "keep_on_list", Fate.KILLED, (kill,), (sizes,), 90),
            Judgement("b", "keep_on_list", Fate.SURVIVED, (), (sizes,), 100),
        ),
    )
