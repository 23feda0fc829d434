"""``report.txt`` is ASCII of at most 72 columns whatever names, texts and numbers a spec has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from hypothesis import given, settings
from hypothesis import strategies as st

from tdpspec import pipeline
from tdpspec.engines.examining.elsewhere import elsewhere
from tdpspec.interpret.simulate import simulate
from tdpspec.report.comparison.compose import compose
from tdpspec.report.comparison.document import Dossier
from tdpspec.report.comparison.to_text import report_lines, story_text, text_report
from tdpspec.report.document import Report
from tdpspec.report.layout import text_of
from tdpspec.source.text import SourceText
from tdpspec.system.comparison import Between, Comparison, Difference, Differing, subsets
from tdpspec.system.finding import Finding, Statistics
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import System
from tdpspec.system.verdict import Exhaustive, HoldsTo, Proved, Refuted, Unknown, Verdict

NAMES = st.from_regex(r"[a-z]{1,4}(_?[a-z]{1,12}){0,7}", fullmatch=True).map(lambda one: f"n{one}")
LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters='"\\')
# The latter are several letters each in ASCII.
WORDS = st.text(LETTERS, max_size=120) | st.text(st.sampled_from("a …→≤½"), max_size=200)
STEPS = 30


def _spec(name: str, doc: str, designs: int, choices: int, claims: int, members: int) -> str:
    """Everything in it is called ``name`` and a number, and described by ``doc``."""
    lines = [f'protocol {name} "{doc}"', f"sort {name.capitalize()} = {members}"]
    lines.extend(f'choice {name}_c{at}: bool "{doc}"' for at in range(choices))
    for number in range(designs):
        made = ", ".join(
            f"{name}_c{at} = {'true' if number >> at & 1 else 'false'}" for at in range(choices)
        )
        lines.append(f'design {name}_d{number} "{doc}" {{ {made} }}')
    sort = name.capitalize()
    lines.append(f"mutex {name}_lock\nvar {name}_v: set {sort} = {{}}")
    lines.append(
        f"""process {name}(x: {sort}) {{
    {name}_a "{doc}": add x to {name}_v
    {name}_b: acquire {name}_lock
    {name}_e: release {name}_lock
        goto {name}_a
}}"""
    )
    lines.extend(
        f'invariant {name}_i{at} "{doc}" forall x: {sort}. x notin {name}_v' for at in range(claims)
    )
    return "\n".join(lines) + "\n"


def _verdicts(at: Instance, doc: str) -> Iterator[Verdict]:
    trace = simulate(at, STEPS, seed=0)
    assert trace is not None
    some = (
        Refuted(trace, shortest=False),
        Proved(None, Exhaustive(1)),
        Refuted(trace, shortest=True),
        HoldsTo(20, doc),
        Proved(at.sizes, Exhaustive(12345)),
        Unknown(doc),
        Proved(None, Exhaustive(3)),
    )
    return cycle(some)


def _findings(system: System, doc: str) -> tuple[Finding, ...]:
    fixed = [instance(fix(system, one.name)) for one in system.designs]
    verdicts = _verdicts(fixed[0], doc)
    cost = Statistics(0.0)
    return tuple(
        Finding(at, claim, next(verdicts), "bmc", cost)
        for at in fixed
        for claim in system.properties
    )


def _comparison(system: System, findings: tuple[Finding, ...]) -> Comparison:
    """As if the first and the last design had been compared, with whatever verdicts."""
    names = tuple(one.name for one in system.choices)
    claims = tuple(one.name for one in system.properties)
    each = len(claims)
    groups = cycle([findings[at : at + each] for at in range(0, len(findings), each)])
    difference = Difference(
        system.designs[0].name,
        system.designs[-1].name,
        claims,
        tuple(Differing(one, "false", "true") for one in names),
        tuple(Between(one, names, next(groups)) for one in subsets(names)),
    )
    return Comparison((difference,), elsewhere(findings), len(names))


@settings(max_examples=25)
@given(
    name=NAMES,
    doc=WORDS,
    designs=st.sampled_from([1, 2, 3, 5, 11, 30]),
    choices=st.integers(1, 4),
    claims=st.integers(1, 9),
    members=st.sampled_from([1, 2, 5, 12, 25]),
    left_out=WORDS,
)
def test_every_line_is_ascii_and_fits(
    name: str, doc: str, designs: int, choices: int, claims: int, members: int, left_out: str
) -> None:
    source = SourceText("n.tdp", _spec(name, doc, designs, choices, claims, members))
    system, complaints = pipeline.build_system(source)
    assert system is not None, complaints
    findings = _findings(system, doc)
    sizes = findings[0].instance.sizes
    names = tuple(one.name for one in system.designs)
    asked = tuple(one.name for one in system.properties)
    report = Report(source, system, sizes, names, asked, findings, (), (("tdpspec", "1"),), 0.0)
    document = compose(Dossier(report, _comparison(system, findings), None, (left_out,)))
    # Lines that become too long only as ASCII are folded anew, which a table does not survive.
    assert [one for one in map(text_of, report_lines(document)) if len(one) > 72] == []
    for text in (text_report(document), *islice(map(story_text, document.stories), 2)):
        assert text.isascii()
        wide = [one for one in text.splitlines() if len(one) > 72]
        assert wide == []
        assert [one for one in text.splitlines() if one != one.rstrip()] == []
