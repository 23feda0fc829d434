"""The proofs by induction for a person: each lemma as a sentence, with what needs it, and where."""

from __future__ import annotations

from tdpspec.report.document import Report
from tdpspec.report.layout import EMPTY, Line, Style, indented
from tdpspec.report.sentence import sentence
from tdpspec.report.values_to_json import Json
from tdpspec.system.explanation import Explanation, Unexplained
from tdpspec.system.fix import fix
from tdpspec.system.model import Invariant, System
from tdpspec.system.printer import term_text


def explanation_lines(report: Report, width: int) -> tuple[Line, ...]:
    """One section for each proof; nothing where nobody asked."""
    lines: list[Line] = []
    for one in report.explanations or ():
        lines.extend((EMPTY, EMPTY, *_proof(one, fix(report.system, one.design), width)))
    if report.explanations == ():
        lines.extend((EMPTY, *indented("There is no proof by induction to explain.", 0, width)))
    return tuple(lines)


def _proof(one: Explanation | Unexplained, system: System, width: int) -> tuple[Line, ...]:
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
    lines.extend((EMPTY, *_stated(one, one.claim, said or "what its asserts say", width)))
    for lemma in one.lemmas:
        said = sentence(system, lemma.condition)
        lines.extend((EMPTY, *_stated(one, lemma.name, said, width)))
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


def _stated(one: Explanation, name: str, said: str, width: int) -> tuple[Line, ...]:
    """The name, the sentence, and a line for each thing that needs it."""
    lines = [*indented(name, 2, width, Style.NAME), *indented(said, 4, width)]
    for target, actions in one.supports(name):
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
