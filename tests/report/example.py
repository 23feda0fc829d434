"""A small report with every kind of verdict, made by hand: a zapper, a vCPU, a list of roots."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.report.document import Report
from tdpspec.source.diagnostic import Code, Diagnostic, Severity
from tdpspec.source.span import Origin, Span
from tdpspec.source.text import SourceText
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.fix import fix
from tdpspec.system.hints import Broken, HintVerdict, JudgedHint, NotInductive, Undecided
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.maps import Current, Store
from tdpspec.system.model import (
    Action,
    Assertion,
    Check,
    Choice,
    Design,
    Expectation,
    Expected,
    Hint,
    Holders,
    Invariant,
    Local,
    Lock,
    Mode,
    Place,
    Process,
    Shared,
    Sort,
    System,
    Update,
    Variable,
    Yielded,
)
from tdpspec.system.terms import (
    TRUE,
    Bound,
    EnumValue,
    Equal,
    ForAll,
    Implies,
    Member,
    NoneValue,
    Not,
    Read,
    SetOf,
    Term,
)
from tdpspec.system.trace import Step, Trace, Violation
from tdpspec.system.types import EnumType, OptionType, SetType
from tdpspec.system.verdict import HoldsTo, Induction, Lemma, Proved, Refuted, Unknown, Verdict

SOURCE = SourceText("specs/roots.tdp", "protocol roots\n" + "// a line\n" * 200)


def at_line(number: int) -> Origin:
    return Origin("roots.tdp", number, 5)


ROOT, PAGE, VCPU, ZAPPER = (
    Sort(name, size, (), "", at_line(2))
    for name, size in (("Root", 2), ("Page", 2), ("Vcpu", 1), ("Zapper", 1))
)
LISTED = EnumType("on_invalidate", ("keep", "unlink"))
ROOTS, PAGES, ZAPPERS = (SetType((one.type,)) for one in (ROOT, PAGE, ZAPPER))
RUN = EnumType("vcpu", ("run", "fault", "map"))
ZAP = EnumType("zapper", ("begin", "zap", "put", "done"))
V, Z = Bound("v", VCPU.type), Bound("z", ZAPPER.type)
R, P = Bound("r", ROOT.type), Bound("p", PAGE.type)
NO_ROOT = NoneValue(OptionType(ROOT.type))


def _empty(type_: SetType) -> Term:
    return SetOf((), type_)


VARIABLES = (
    Variable("listed", (), ROOTS, _empty(ROOTS), Shared(), "", at_line(3)),
    Variable("maps", (ROOT.type,), PAGES, _empty(PAGES), Shared(), "", at_line(4)),
    Variable("first", (), PAGE.type, None, Shared(), "", at_line(5)),
    Variable(
        "vcpu.root", (VCPU.type,), OptionType(ROOT.type), NO_ROOT, Local("vcpu"), "", at_line(6)
    ),
    Variable("vcpu.at", (VCPU.type,), RUN, EnumValue("run", RUN), Place("vcpu"), "", at_line(7)),
    Variable(
        "zapper.at", (ZAPPER.type,), ZAP, EnumValue("begin", ZAP), Place("zapper"), "", at_line(8)
    ),
    Variable(
        "mmu_lock.read",
        (),
        ZAPPERS,
        _empty(ZAPPERS),
        Holders("mmu_lock", Mode.READ, "zapper"),
        "",
        at_line(9),
    ),
    Variable(
        "mmu_lock.read.yielded",
        (),
        ZAPPERS,
        _empty(ZAPPERS),
        Yielded("mmu_lock", Mode.READ, "zapper"),
        "",
        at_line(9),
    ),
)


def _action(
    name: str, process: str, kernel: str, parameters: tuple[Bound, ...], line: int
) -> Action:
    """The reports never run an action, so its guard and updates only have to be well-formed."""
    unlisted = Update("listed", Store(Current("listed", ROOTS), (), _empty(ROOTS)))
    return Action(name, process, name, kernel, parameters, TRUE, (unlisted,), (), at_line(line))


ACTIONS = (
    _action("load", "vcpu", "kvm_mmu_load()", (V, R), 20),
    _action("fault", "vcpu", "", (V,), 30),
    replace(
        _action("map", "vcpu", "kvm_tdp_mmu_map()", (V, P), 40),
        checks=(Check("maps_only_listed", TRUE, "r in listed", at_line(42)),),
    ),
    _action(
        "invalidate", "zapper", "kvm_tdp_mmu_invalidate_all_roots(), first of its loops", (Z,), 50
    ),
    _action("zap", "zapper", "zap_gfn_range()", (Z, R, P), 60),
    _action("reboot", "", "", (), 70),
)

NOTHING_LEFT = Invariant(
    "nothing_survives_the_zapper",
    ForAll(
        (Z, R),
        Implies(
            Equal(Read("zapper.at", (Z,), ZAP), EnumValue("done", ZAP)),
            Equal(Read("maps", (R,), PAGES), _empty(PAGES)),
        ),
    ),
    "when a zapper is done, nothing it invalidated maps anything",
    at_line(90),
)
ONLY_LISTED = Assertion("maps_only_listed", "a vCPU never maps into an unlisted root", at_line(42))
LISTED_MAPS = Invariant(
    "listed", ForAll((R,), Not(Member((R,), Read("listed", (), ROOTS)))), "", at_line(95)
)


def system() -> System:
    """Three designs of one protocol; the actions stay alike, since nothing here runs them."""
    return System(
        name="roots",
        doc="Who may still map into a root that was invalidated?",
        sorts=(ROOT, PAGE, VCPU, ZAPPER),
        choices=(Choice("on_invalidate", LISTED, "", at_line(10)),),
        designs=tuple(
            Design(name, (("on_invalidate", EnumValue(value, LISTED)),), doc, at_line(11))
            for name, value, doc in (
                ("keep_and_skip", "keep", "stays listed, notifiers skip it"),
                ("remove_from_list", "unlink", ""),
                ("keep_on_list", "keep", "stays listed, notifiers visit every root"),
            )
        ),
        locks=(Lock("mmu_lock", True, "", at_line(9)),),
        processes=(
            Process("vcpu", V, RUN, ("kvm_mmu_load()", "", "kvm_tdp_mmu_map()"), "", at_line(12)),
            Process("zapper", Z, ZAP, ("", "zap_gfn_range()", "", ""), "", at_line(13)),
        ),
        variables=VARIABLES,
        definitions=(),
        initially=(),
        actions=ACTIONS,
        properties=(NOTHING_LEFT, ONLY_LISTED, LISTED_MAPS),
        expectations=(
            Expectation("keep_and_skip", NOTHING_LEFT.name, Expected.REFUTES, False, at_line(97)),
            Expectation("keep_on_list", NOTHING_LEFT.name, Expected.PROVES, True, at_line(98)),
        ),
        file="roots.tdp",
    )


def _state(
    listed: set[int],
    maps: tuple[set[int], set[int]],
    vcpu: tuple[int | None, str],
    zapper: str,
    held: set[int] = frozenset(),  # type: ignore[assignment]  # an empty set that nobody changes
    yielded: set[int] = frozenset(),  # type: ignore[assignment]
) -> State:
    root, at = vcpu
    return (
        frozenset(listed),
        tuple(map(frozenset, maps)),
        1,
        (root,),
        (at,),
        (zapper,),
        frozenset(held),
        frozenset(yielded),
    )


def trace() -> Trace:
    """A run of six steps that shows every kind of change."""
    return Trace(
        (
            _state({0}, (set(), set()), (None, "run"), "begin"),
            _state({0}, (set(), set()), (0, "fault"), "begin"),
            _state({0}, (set(), set()), (0, "map"), "begin"),
            _state(set(), (set(), set()), (0, "map"), "zap", {0}),
            _state(set(), (set(), set()), (0, "map"), "zap", set(), {0}),
            _state(set(), ({0, 1}, set()), (0, "map"), "zap", set(), {0}),
            _state(set(), ({1}, set()), (0, "map"), "done", {0}),
        ),
        (
            Step("load", (0, 0)),
            Step("fault", (0,)),
            Step("invalidate", (0,)),
            Step("zap", (0, 0, 0)),
            Step("map", (0, 1)),
            Step("zap", (0, 0, 0)),
        ),
    )


def trace_of_nothing() -> Trace:
    """One step of the environment that changes nothing."""
    first = trace().states[0]
    return Trace((first, first), (Step("reboot", ()),))


def finding(design: str, claim: str, verdict: Verdict, engine: str = "bmc") -> Finding:
    fixed: Instance = instance(fix(system(), design))
    found = next(one for one in fixed.system.properties if one.name == claim)
    expected = {(one.design, one.claim): one for one in fixed.system.expectations}
    confirmed = ("interpreter",) if isinstance(verdict, Refuted) else ()
    return Finding(
        fixed,
        found,
        verdict,
        engine,
        Statistics(1.2345, queries=17),
        confirmed_by=("z3 4.13.0 (fresh)",) if isinstance(verdict, Proved) else confirmed,
        violation=_violation(claim) if isinstance(verdict, Refuted) else None,
        expectation=expected.get((design, claim)),
    )


def _violation(claim: str) -> Violation:
    if claim == ONLY_LISTED.name:
        members = (("v", "vcpu0"), ("p", "page0"))
        return Violation(claim, members, Step("map", (0, 0)), "r in listed", at_line(42))
    return Violation(claim, (("z", "zapper0"), ("r", "root0")), None, "", at_line(90))


def judged_hint(design: str, verdict: HintVerdict) -> JudgedHint:
    hint = Hint("listed_maps", LISTED_MAPS.condition, "what is listed may be mapped", at_line(95))
    return JudgedHint(instance(fix(system(), design)), hint, verdict)


def hints() -> tuple[JudgedHint, ...]:
    """A lemma that a run breaks, that one step breaks, and of which nothing is known."""
    whole = trace()
    one_step = Trace(whole.states[2:4], whole.steps[2:3])
    violation = Violation("listed_maps", (("r", "root0"),), None, "", at_line(95))
    return (
        judged_hint("keep_and_skip", Broken(whole, violation)),
        judged_hint("remove_from_list", Undecided("nothing was found out in time")),
        judged_hint("keep_on_list", NotInductive(one_step, violation, whole.states[0])),
    )


def report() -> Report:
    """All four verdicts, expected and not; an assert and an invariant refuted; a warning; a
    lemma."""
    here = system()
    sizes = instance(here).sizes
    lemma = Lemma("listed", LISTED_MAPS.condition)
    findings = (
        finding("keep_and_skip", NOTHING_LEFT.name, Refuted(trace(), shortest=True)),
        finding("keep_and_skip", ONLY_LISTED.name, Refuted(trace_of_nothing(), shortest=False)),
        finding("keep_and_skip", "listed", HoldsTo(20, "depth limit of 20 steps")),
        finding("remove_from_list", NOTHING_LEFT.name, Unknown("out of time after 60 s")),
        finding("remove_from_list", ONLY_LISTED.name, HoldsTo(20, "depth limit of 20 steps")),
        finding("keep_on_list", NOTHING_LEFT.name, Proved(sizes, Induction(1)), "kinduction"),
        finding("keep_on_list", ONLY_LISTED.name, Proved(None, Induction(1, (lemma,))), "pdr"),
        finding("keep_on_list", "listed", Proved(sizes, Induction(2)), "kinduction"),
    )
    never = Code("TDP501", "an action that was not seen to be taken", Severity.WARNING)
    warning = Diagnostic(
        never, Span(SOURCE.path, 25, 34), "in keep_on_list, 'reboot' is never taken"
    )
    return Report(
        SOURCE,
        here,
        sizes,
        tuple(one.name for one in here.designs),
        tuple(one.name for one in here.properties),
        findings,
        (warning,),
        (("tdpspec", "0.1.0"), ("z3", "4.13.0")),
        hints=hints(),
    )
