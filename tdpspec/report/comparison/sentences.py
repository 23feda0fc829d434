"""Lemmas and verdicts as sentences."""

from __future__ import annotations

import re
from typing import assert_never

from tdpspec.report.document import sizes_text, steps_text
from tdpspec.system.finding import Finding
from tdpspec.system.model import System
from tdpspec.system.opinion import Breaks, Compared, Holds, Silent
from tdpspec.system.printer import bounds_text, term_text
from tdpspec.system.terms import And, Equal, ForAll, Implies, Not, Or, Term
from tdpspec.system.verdict import Exhaustive, HoldsTo, Induction, Proved, Refuted, Unknown

FOUND = {
    "every_size": "by learning lemmas at small sizes that hold at all",
    "parallel": "by a bounded search in which many actions are one step",
    "pdr": "by a search backwards from the bad states",
    "bmc": "by a search of all runs up to this length",
    "kinduction": "by induction",
    "explore": "by visiting every state",
    "interpreter": "by following a run that breaks another design",
}
"""What each engine does, for somebody who knows none of them."""

WHO = {
    "interpreter": "the interpreter",
    "z3 (fresh)": "a fresh Z3",
    "fixpoint": "a fixpoint over all states",
    "fixpoint (circuit)": "a fixpoint over all states",
    "second search (circuit)": "a second search of all states",
}

_VERSION = re.compile(r" \d+(\.\d+)+")


def lemma_sentence(system: System, condition: Term) -> str:
    """``For all c, c2: Client, never together: c != c2; c in sharers.``

    An implication is "if ..., then ..."; what has no such shape is the condition itself.
    """
    prefix, body = "", condition
    while isinstance(body, ForAll):
        prefix += f"for all {bounds_text(body.bound)}, "
        body = body.body
    text = prefix + _said(system, body)
    return text[0].upper() + text[1:] + "."


def _said(system: System, body: Term) -> str:
    match body:
        case Not(And(of)):
            # That two members are not the same one is a condition on whom it is about.
            about = [one for one in of if isinstance(one, Not) and isinstance(one.of, Equal)]
            rest = [one for one in of if one not in about]
            if about and len(rest) > 1:
                which = " and ".join(term_text(system, one) for one in about)
                return f"where {which}, never together: {_listed(system, rest)}"
            return f"never together: {_listed(system, of)}"
        case Implies(left, Not(And(of))):
            return f"never together: {_listed(system, [*_conjuncts(left), *of])}"
        case Implies(left, right):
            return f"if {term_text(system, left)}, then {term_text(system, right)}"
        case Or(of):
            premises = [one.of for one in of if isinstance(one, Not)]
            ends = [one for one in of if not isinstance(one, Not)]
            if premises and ends:
                first = " and ".join(term_text(system, one) for one in premises)
                return f"if {first}, then {' or '.join(term_text(system, one) for one in ends)}"
            if premises:
                return f"never together: {_listed(system, premises)}"
            return term_text(system, body)
        case _:
            return f"always {term_text(system, body)}"


def _conjuncts(term: Term) -> tuple[Term, ...]:
    return term.of if isinstance(term, And) else (term,)


def _listed(system: System, of: tuple[Term, ...] | list[Term]) -> str:
    return "; ".join(term_text(system, one) for one in of)


def covers_text(finding: Finding) -> str:
    """``every size``, ``these sizes: Root=2``, ``the only size there is``"""
    assert isinstance(finding.verdict, Proved)
    covers = finding.verdict.covers
    if not finding.instance.system.interchangeable:
        return "the only size there is"
    if covers is None:
        return "every size"
    here = f"these sizes: {sizes_text(covers)}"
    obstacle = finding.verdict.obstacle
    return f"{here}; not for every size: {obstacle}" if obstacle else here


def proof_text(finding: Finding) -> str:
    """How the claim was proved, and by which engine."""
    assert isinstance(finding.verdict, Proved)
    match finding.verdict.by:
        case Exhaustive(states):
            how = f"every reachable state was visited, {states} of them"
        case Induction(1, ()):
            how = "it holds at first, and each step keeps it"
        case Induction(1, lemmas):
            word = "lemma" if len(lemmas) == 1 else "lemmas"
            how = f"with {len(lemmas)} {word} it holds at first, and each step keeps them all"
        case Induction(k, lemmas):
            with_ = f", with {len(lemmas)} lemmas" if lemmas else ""
            how = f"it holds in the first {k} states, and after any {k} states in a row{with_}"
    return f"{how} ({found_text(finding)})"


def found_text(finding: Finding) -> str:
    """``found by visiting every state: explore``"""
    told = FOUND.get(finding.engine)
    return f"found {told}: {finding.engine}" if told else f"found by {finding.engine}"


def confirmed_text(finding: Finding, tlc: Compared | None = None) -> str:
    """``confirmed by a fresh Z3; TLC: the same, 288 states``; versions belong into a footer."""
    by = ", ".join(WHO.get(one, one) for one in confirmed_by(finding))
    how = "replayed" if isinstance(finding.verdict, Refuted) else "confirmed"
    text = f"{how} by {by}" if by else "not confirmed by anything else"
    return f"{text}; {opinion_text(finding, tlc)}" if tlc is not None else text


def opinion_text(finding: Finding, compared: Compared) -> str:
    """What TLC says of a claim, beside what is said here."""
    match compared.tlc:
        case Holds(states):
            same = not isinstance(finding.verdict, Refuted)
            found = f"it holds, in all of {states} states"
        case Breaks(steps, _):
            same = not isinstance(finding.verdict, Proved)
            found = f"it is broken, in {steps_text(steps)}"
        case Silent(reason):
            return f"TLC has no answer: {reason}"
        case _:
            assert_never(compared.tlc)
    return f"TLC: {found}" if same else f"TLC DISAGREES: {found}"


def confirmed_by(finding: Finding) -> tuple[str, ...]:
    """Who came to the same answer, without versions."""
    return tuple(_VERSION.sub("", one) for one in finding.confirmed_by)


def open_text(finding: Finding) -> str:
    """Why nothing more is known of a claim."""
    match finding.verdict:
        case HoldsTo(depth, reason):
            return f"no run of {steps_text(depth)} or fewer breaks it: {reason}"
        case Unknown(reason):
            return f"nothing is known: {reason}"
        case Proved() | Refuted():
            return ""


def without_marks(text: str) -> str:
    """``text`` from a Markdown file as it is read: no stars, no backticks.

    >>> without_marks("**Data.** `x` is 1 * 2")
    'Data. x is 1 * 2'
    """
    return re.sub(r"\*\*(.+?)\*\*|`(.+?)`", lambda found: found[1] or found[2], text)
