"""The document from the findings: what is said, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Mapping

from tdpspec.report.comparison.divides import divides
from tdpspec.report.comparison.document import (
    Cell,
    Column,
    Document,
    Dossier,
    Evidence,
    Proofs,
    Row,
    Story,
)
from tdpspec.report.comparison.honesty import assumptions, honesty
from tdpspec.report.comparison.sentences import (
    confirmed_text,
    covers_text,
    lemma_sentence,
    open_text,
    opinion_text,
    proof_text,
)
from tdpspec.report.comparison.story import story, telling
from tdpspec.report.document import (
    and_text,
    as_expected,
    expected_text,
    is_cut_short,
    obstacle_text,
    sizes_text,
    verdict_lines,
    verdict_text,
)
from tdpspec.report.runs import distinct_runs
from tdpspec.system.finding import Finding, refutations
from tdpspec.system.instance import Sizes
from tdpspec.system.model import Design, Invariant, Property, System, Temporal
from tdpspec.system.printer import temporal_text, term_text
from tdpspec.system.terms import BoolValue, EnumValue
from tdpspec.system.verdict import Induction, Lemma, Proved, Refuted

MOST = 6
"""Verdicts that came out otherwise than expected which are listed one by one."""


def compose(dossier: Dossier) -> Document:
    """Everything that is told of ``dossier``, for every format."""
    report = dossier.report
    columns = _columns(dossier)
    stories = tuple(
        story(one, dossier.comparison.of(one), dossier.opinion(one))
        for one in refutations(report.findings)
    )
    runs = distinct_runs(report.findings)
    tellings = tuple(telling(one, dossier.comparison, dossier.opinion) for one in runs)
    anchors = {
        one.identifier: told.anchor for run, told in zip(runs, tellings, strict=True) for one in run
    }
    told, note = divides(dossier.comparison, report.system)
    return Document(
        dossier,
        report.system.name,
        report.system.doc,
        _sizes(dossier),
        _summary(dossier, columns),
        columns,
        tuple(_row(dossier, claim, anchors) for claim in report.claims),
        told,
        note,
        stories,
        tellings,
        _chosen(dossier, columns, stories),
        tuple(one for design in report.designs if (one := _proofs(dossier, design)).evidence),
        honesty(dossier),
        assumptions(dossier),
        dossier.left_out,
        ", ".join(f"{name} {version}" for name, version in report.tool) if dossier.footer else "",
    )


def _sizes(dossier: Dossier) -> str:
    report = dossier.report
    own: dict[str, Sizes] = {
        one.claim.name: one.instance.sizes
        for one in report.findings
        if one.instance.sizes != report.sizes
    }
    others = (f"{claim} at {sizes_text(sizes)}" for claim, sizes in own.items())
    return "; ".join(filter(None, (sizes_text(report.sizes), *others)))


def cell(finding: Finding | None, anchors: Mapping[str, str]) -> Cell:
    """The verdict in a few words; ``anchors`` has that of the run that refutes, by finding."""
    if finding is None:
        return Cell("", "")
    word, detail = verdict_lines(finding.verdict)
    surprise = "" if as_expected(finding) else expected_text(finding)
    return Cell(word, detail, surprise, anchors.get(finding.identifier, ""))


def _row(dossier: Dossier, claim: str, anchors: Mapping[str, str]) -> Row:
    report = dossier.report
    found = report.system.property[claim]
    cells = tuple(cell(report.cell(one, claim), anchors) for one in report.designs)
    return Row(claim, found.doc, _claimed(report.system, found), cells)


def _claimed(system: System, claim: Property) -> str:
    """The condition as it would be written; asserts are spread over the spec."""
    match claim:
        case Invariant(_, condition, _, _):
            return term_text(system, condition)
        case Temporal():
            return temporal_text(system, claim)
        case _:
            return ""


def _columns(dossier: Dossier) -> tuple[Column, ...]:
    report = dossier.report
    designs = {one.name: one for one in report.system.designs}
    kept = {name: _claims(dossier, name, Proved) for name in report.designs}
    return tuple(
        Column(
            name,
            designs[name].doc,
            _choices(designs[name]),
            len(kept[name]),
            refuted := _claims(dossier, name, Refuted),
            tuple(
                one.claim.name
                for one in report.findings
                if one.design == name and one.claim.name not in {*kept[name], *refuted}
            ),
            not any(set(kept[name]) < set(other) for other in kept.values()),
        )
        for name in report.designs
    )


def _choices(design: Design) -> tuple[str, ...]:
    return tuple(f"{name} = {_value(value)}" for name, value in design.assignment)


def _value(value: EnumValue | BoolValue) -> str:
    return str(value.value).lower() if isinstance(value, BoolValue) else value.value


def _claims(dossier: Dossier, design: str, kind: type[Proved] | type[Refuted]) -> tuple[str, ...]:
    return tuple(
        one.claim.name
        for one in dossier.report.findings
        if one.design == design and isinstance(one.verdict, kind)
    )


def _summary(dossier: Dossier, columns: tuple[Column, ...]) -> tuple[str, ...]:
    """What a reader takes home: what keeps everything, or the most; what came out otherwise."""
    report = dossier.report
    told: list[str] = []
    whole = [one.design for one in columns if not one.refuted and not one.open and one.proved]
    limited = {one.design for one in report.findings if obstacle_text(one)}
    for some, ending in (
        ([one for one in whole if one not in limited], ""),
        ([one for one in whole if one in limited], " at these sizes, not each for every size"),
    ):
        if some:
            told.append(f"Every claim is proved for {and_text(some)}{ending}.")
    if columns and not whole:
        told.append("No design is proved to keep every claim.")
    best = [f"{one.design} ({one.proved})" for one in columns if one.unbeaten]
    if not whole and len(columns) > 1:
        told.append(
            f"Beaten by no other, with how many of the {len(report.claims)} claims each keeps: "
            f"{and_text(best)}. No design keeps what one of these keeps, and more."
        )
    told.extend(_not_for_every_size(dossier))
    broken: dict[tuple[str, ...], list[str]] = {}
    for one in columns:
        if one.refuted:
            broken.setdefault(one.refuted, []).append(one.design)
    for claims, designs in broken.items():
        verb = "breaks" if len(designs) == 1 else "break"
        told.append(f"{and_text(designs)} {verb} {and_text(claims)}.")
    for one in columns:
        told.extend(_undecided(dossier, one))
    surprises = [one for one in report.findings if not as_expected(one)]
    if surprises:
        count = f"{len(surprises)} of {len(report.findings)} verdicts"
        told.append(f"Not as the spec expects: {count}; they are marked in the matrix.")
        told.extend(
            f"{one.identifier}: {verdict_text(one.verdict)}, expected {expected_text(one)}."
            for one in surprises[:MOST]
        )
    elif report.findings:
        told.append(f"All {len(report.findings)} verdicts are as the spec expects.")
    told.extend(
        f"No verdict depends on {name}: with any other value of it alone, every design has the "
        "same verdicts."
        for name in (report.vacuity.indifferent if report.vacuity else ())
    )
    told.extend(
        f"{one.identifier}: {said}."
        for one in report.findings
        if (tlc := dossier.opinion(one)) is not None
        and "DISAGREES" in (said := opinion_text(one, tlc))
    )
    if report.interrupted:
        told.append(
            "Interrupted: this is what was known by then."
            if any(map(is_cut_short, report.findings))
            else "Interrupted when all verdicts were known: what turns them, and what they rest "
            "on, is told as far as it was known by then."
        )
    return tuple(told)


def _not_for_every_size(dossier: Dossier) -> list[str]:
    """What stood in the way of proofs that cover these sizes only: that the claim is false at
    others, it may be. Once for each reason."""
    reasons: dict[str, list[str]] = {}
    for one in dossier.report.findings:
        if why := obstacle_text(one):
            reasons.setdefault(why, []).append(one.identifier)
    return [
        f"Proved at these sizes and not for every size: {and_text(some)}; {reason}."
        for reason, some in reasons.items()
    ]


def _undecided(dossier: Dossier, column: Column) -> list[str]:
    """The claims that are open under one design, those for the same reason together."""
    reasons: dict[str, list[str]] = {}
    for one in dossier.report.findings:
        if one.design == column.design and one.claim.name in column.open:
            reasons.setdefault(open_text(one), []).append(one.claim.name)
    return [
        f"{column.design}: {and_text(claims)} not decided; {reason}."
        for reason, claims in reasons.items()
    ]


def _chosen(dossier: Dossier, columns: tuple[Column, ...], stories: tuple[Story, ...]) -> str:
    """The run to be told where there is room for one: of a claim that divides the designs most
    evenly, of a design that no other beats if there is one, the shortest, the first of equals."""
    unbeaten = {one.design for one in columns if one.unbeaten}

    def rank(one: Story) -> tuple[int, bool, bool, int]:
        findings = [it for it in dossier.report.findings if it.claim.name == one.claim]
        refuted = sum(isinstance(it.verdict, Refuted) for it in findings)
        proved = sum(isinstance(it.verdict, Proved) for it in findings)
        even = -min(refuted, proved)
        return (even, not one.beside, one.design not in unbeaten, len(one.moments))

    return min(stories, key=rank).anchor if stories else ""


def _nearest_first(by: Induction, claim: str) -> tuple[Lemma, ...]:
    """What the claim itself needs, then what that needs, and so on; the rest as it comes."""
    needs = dict(by.needs)
    order = dict.fromkeys(needs.get(claim, ()))
    queue = list(order)
    for name in queue:
        more = [one for one in needs.get(name, ()) if one not in order]
        order.update(dict.fromkeys(more))
        queue.extend(more)
    place = {name: at for at, name in enumerate(order)}
    return tuple(sorted(by.lemmas, key=lambda one: place.get(one.name, len(place))))


def _proofs(dossier: Dossier, design: str) -> Proofs:
    numbers: dict[str, int] = {}
    evidence: list[Evidence] = []
    for one in dossier.report.findings:
        if one.design != design or not isinstance(one.verdict, Proved):
            continue
        by = one.verdict.by
        lemmas = _nearest_first(by, one.claim.name) if isinstance(by, Induction) else ()
        sentences = (lemma_sentence(one.instance.system, it.condition) for it in lemmas)
        evidence.append(
            Evidence(
                one.claim.name,
                one.claim.doc,
                covers_text(one),
                proof_text(one),
                confirmed_text(one, dossier.opinion(one)),
                tuple(numbers.setdefault(it, len(numbers) + 1) for it in sentences),
            )
        )
    return Proofs(design, tuple(evidence), tuple(numbers))
