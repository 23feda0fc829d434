"""The proofs by induction for a person: each lemma as a sentence, with what needs it, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tdpspec.report.document import Report
from tdpspec.report.layout import EMPTY, Line, Style, indented
from tdpspec.report.sentence import sentence
from tdpspec.report.values_to_json import Json
from tdpspec.system.explanation import Explanation, Support, Unexplained
from tdpspec.system.fix import fix
from tdpspec.system.model import Invariant, System
from tdpspec.system.printer import term_text
from tdpspec.system.verdict import Lemma


def explanation_lines(report: Report, width: int) -> tuple[Line, ...]:
    """One section for each proof; nothing where nobody asked. What one proof of a design has told
    of a lemma, the next ones do not tell again."""
    lines: list[Line] = []
    told: dict[str, dict[Lemma, frozenset[Support]]] = {}
    for one in report.explanations or ():
        before = told.setdefault(one.design, {})
        lines.extend((EMPTY, EMPTY, *_proof(one, fix(report.system, one.design), before, width)))
        if isinstance(one, Explanation):
            for lemma in one.lemmas:
                before[lemma] = before.get(lemma, frozenset()).union(one.supports(lemma.name))
    if report.explanations == ():
        lines.extend((EMPTY, *indented("There is no proof by induction to explain.", 0, width)))
    return tuple(lines)


def _proof(
    one: Explanation | Unexplained,
    system: System,
    told: Mapping[Lemma, frozenset[Support]],
    width: int,
) -> tuple[Line, ...]:
    title = f"{one.design}: why {one.claim} is proved"
    if isinstance(one, Unexplained):
        text = "It was not found out in time which lemmas are needed for what."
        return (
            *indented(title, 0, width, Style.TITLE),
            *indented(text, 2, width, Style.UNKNOWN),
        )
    lines = list(indented(title, 0, width, Style.TITLE))
    lines.extend(indented(f"{_how(one)}.", 2, width, Style.QUIET))
    claim = system.property[one.claim]
    said = sentence(system, claim.condition) if isinstance(claim, Invariant) else claim.doc
    of_claim = one.supports(one.claim)
    lines.extend((EMPTY, *_stated(one.claim, said or "what its asserts say", of_claim, width)))
    as_before: list[str] = []
    for lemma in one.lemmas:
        before, supports = told.get(lemma), one.supports(lemma.name)
        if before is None:
            said = sentence(system, lemma.condition)
            lines.extend((EMPTY, *_stated(lemma.name, said, supports, width)))
        elif new := tuple(support for support in supports if support not in before):
            lines.extend((EMPTY, *_stated(lemma.name, "told above", new, width)))
        else:
            as_before.append(lemma.name)
    if as_before:
        text = f"needed too, as told above: {', '.join(as_before)}"
        lines.extend((EMPTY, *indented(text, 2, width, Style.QUIET)))
    return tuple(lines)


def _how(one: Explanation) -> str:
    """``by induction, with 3 lemmas; 2 more of the proof are not needed``"""
    steps = "by induction" if one.k == 1 else f"by induction from {one.k} states in a row"
    if one.lemmas:
        count = len(one.lemmas)
        lemmas = f"with {count} lemma{'' if count == 1 else 's'}"
    else:
        lemmas = "from the claim alone"
    text = f"{steps}, {lemmas}"
    if one.needless:
        left = len(one.needless)
        text += f"; {left} more of the proof {'is' if left == 1 else 'are'} not needed"
    return text


def _stated(name: str, said: str, supports: Iterable[Support], width: int) -> tuple[Line, ...]:
    """The name, the sentence, and a line for each thing that needs it."""
    lines = [*indented(name, 2, width, Style.NAME), *indented(said, 4, width)]
    for target, actions in supports:
        lines.extend(
            indented(f"needed for {target} at {', '.join(actions)}", 4, width, Style.QUIET)
        )
    return tuple(lines)


def explanations_json(report: Report) -> list[Json] | None:
    """Null where nobody asked.

    Shape: ``lemmas`` with the claim first; ``needed_for`` what each supports and the actions at
           which, by name. A proof that was not explained in time has null for ``lemmas``.
    """
    if report.explanations is None:
        return None
    return [_json(one, fix(report.system, one.design)) for one in report.explanations]


def _json(one: Explanation | Unexplained, system: System) -> Json:
    if isinstance(one, Unexplained):
        return {"design": one.design, "claim": one.claim, "k": None, "lemmas": None, "needless": []}
    claim = system.property[one.claim]
    stated = [(lemma.name, lemma.condition) for lemma in one.lemmas]
    told = [(one.claim, claim.condition if isinstance(claim, Invariant) else None), *stated]
    return {
        "design": one.design,
        "claim": one.claim,
        "k": one.k,
        "lemmas": [
            {
                "name": name,
                "condition": condition and term_text(system, condition),
                "sentence": condition and sentence(system, condition),
                "needed_for": {target: list(actions) for target, actions in one.supports(name)},
            }
            for name, condition in told
        ],
        "needless": list(one.needless),
    }
