"""Mutants, and which claims have noticed them: for reading and for loading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tdpspec.report.document import Page, sizes_text, steps_text
from tdpspec.report.layout import EMPTY, Line, Segment, Style, indented, line, pad
from tdpspec.report.to_json import SCHEMA, json_text
from tdpspec.report.to_plain import COLUMNS, plain_text
from tdpspec.report.to_terminal import WIDEST, terminal_text
from tdpspec.report.values_to_json import Json, origin_json
from tdpspec.system.mutant import Baseline, Fate, Judgement, Kill, Mutant, Mutation

UNJUDGED = (Fate.TOO_LARGE, Fate.OUT_OF_TIME, Fate.NOT_TRIED)


def mutation_text(
    found: Mutation, spec: str, seed: int, show_all: bool, format_: str, page: Page
) -> str:
    """Everything in one of the formats; ``show_all`` lists what is killed or equivalent, too."""
    match format_:
        case "json":
            return json_text(mutation_json(found, spec, seed))
        case "plain":
            return plain_text(mutation_lines(found, show_all, COLUMNS))
        case _:
            return terminal_text(mutation_lines(found, show_all, min(page.width, WIDEST)), page)


def mutation_lines(found: Mutation, show_all: bool, width: int) -> tuple[Line, ...]:
    lines: list[Line] = []
    mutants = {one.name: one for one in found.mutants}
    for baseline in found.baselines:
        own = [one for one in found.judgements if one.design == baseline.design]
        lines.extend((*_design(baseline, own, width), EMPTY))
        for fate, style in (
            (Fate.SURVIVED, Style.BAD),
            (Fate.KILLED, Style.GOOD),
            (Fate.EQUIVALENT, Style.QUIET),
            *((one, Style.UNKNOWN) for one in UNJUDGED),
        ):
            shown = [one for one in own if one.fate is fate]
            if shown and (show_all or fate is Fate.SURVIVED):
                lines.append(line(f"  {fate.value}", style))
                for one in shown:
                    lines.extend(_mutant(mutants[one.mutant], one, width))
                lines.append(EMPTY)
        counts = ", ".join(f"{n} {word}" for word, n in _counts(own).items() if n)
        lines.extend((*indented(counts or "no mutants", 2, width), EMPTY))
    lines.extend(_invalid(found, show_all, width))
    return tuple(lines[:-1] if lines and lines[-1] == EMPTY else lines)


def _design(baseline: Baseline, own: list[Judgement], width: int) -> Iterator[Line]:
    sizes = "; ".join(sizes_text(one) for one in baseline.searched if one)
    yield from indented(baseline.design + (f" ({sizes})" if sizes else ""), 0, width, Style.TITLE)
    if not baseline.claims:
        yield from indented("no claim is known to hold, so none can kill", 2, width, Style.UNKNOWN)
    column = max((len(one) for one in baseline.claims), default=0)
    if baseline.claims:
        head = f"  {pad('claim', column)}  {'kills':>5}  {'alone':>5}"
        yield line(head, Style.QUIET)
    for name, kills, alone in _by_claim(baseline, own):
        row = f"  {pad(name, max(column, len(name)))}  {kills:>5}  {alone:>5}"
        yield (Segment(row), Segment("" if kills else "  kills nothing", Style.UNKNOWN))
    if baseline.open:
        text = f"not known to hold, so cannot kill: {', '.join(baseline.open)}"
        yield from indented(text, 2, width, Style.QUIET)


def _by_claim(baseline: Baseline, own: list[Judgement]) -> Iterator[tuple[str, int, int]]:
    """Each claim that could kill, how many mutants it does, and how many of them nobody else."""
    names = dict.fromkeys(baseline.claims)
    names.update(dict.fromkeys(kill.claim for one in own for kill in one.kills))
    kills = Counter(kill.claim for one in own for kill in one.kills)
    alone = Counter(one.kills[0].claim for one in own if len(one.kills) == 1)
    for name in names:
        yield name, kills[name], alone[name]


def _mutant(mutant: Mutant, one: Judgement, width: int) -> Iterator[Line]:
    at = f"{mutant.origin}:{mutant.origin.column}"
    same = f" (this is {mutant.same_as})" if mutant.same_as else ""
    yield from indented(f"{at}: {mutant.text}{same}", 4, width)
    if one.kills:
        by = ", ".join(f"{kill.claim} in {steps_text(kill.steps)}" for kill in one.kills)
        yield from indented(f"by {by}", 6, width, Style.QUIET)
    if one.wider:
        yield from indented(one.wider, 6, width, Style.QUIET)


def _counts(own: list[Judgement]) -> dict[str, int]:
    return {fate.value: sum(one.fate is fate for one in own) for fate in Fate}


def _invalid(found: Mutation, show_all: bool, width: int) -> Iterator[Line]:
    invalid = [one for one in found.mutants if one.invalid]
    valid = len(found.mutants) - len(invalid)
    count = f"{valid} mutants of the spec, and {len(invalid)} invalid ones left out"
    yield from indented(count, 0, width)
    for one in invalid if show_all else ():
        at = f"{one.origin}:{one.origin.column}"
        yield from indented(f"{at}: {one.text}: {one.invalid}", 4, width, Style.QUIET)


def mutation_json(found: Mutation, spec: str, seed: int) -> Json:
    """Shape: ``designs`` in declaration order, each with its ``claims`` (how many mutants each
    kills, and how many only it does) and ``mutants`` by name; ``mutants`` says what these are."""
    return {
        "schema": SCHEMA,
        "spec": spec.replace("\\", "/").rsplit("/", 1)[-1],
        "seed": seed,
        "complete": found.complete,
        "mutants": [_mutant_json(one) for one in found.mutants],
        "designs": [_design_json(one, found) for one in found.baselines],
        "invalid": sum(bool(one.invalid) for one in found.mutants),
    }


def _mutant_json(one: Mutant) -> Json:
    return {
        "name": one.name,
        "fault": one.fault.value,
        "text": one.text,
        "at": f"{origin_json(one.origin)}:{one.origin.column}",
        "design": one.design,
        "same_as": one.same_as,
        "invalid": one.invalid or None,
    }


def _design_json(baseline: Baseline, found: Mutation) -> Json:
    own = [one for one in found.judgements if one.design == baseline.design]
    return {
        "design": baseline.design,
        "sizes": [dict(one) for one in baseline.searched],
        "states": baseline.states,
        "claims": {
            name: {"kills": kills, "alone": alone}
            for name, kills, alone in _by_claim(baseline, own)
        },
        "cannot_kill": list(baseline.open),
        "counts": _counts(own),
        "mutants": {one.mutant: _judgement_json(one) for one in own},
    }


def _judgement_json(one: Judgement) -> Json:
    return {
        "fate": one.fate.value,
        "kills": [_kill_json(kill) for kill in one.kills],
        "searched": [dict(sizes) for sizes in one.searched],
        "states": one.states,
        "wider": one.wider or None,
    }


def _kill_json(kill: Kill) -> Json:
    return {"claim": kill.claim, "steps": kill.steps, "sizes": dict(kill.sizes)}
