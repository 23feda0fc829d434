"""What a reader takes home: for each design in one sentence what it keeps, breaks and leaves open.

It is what a terminal shows last, and so what somebody sees first who did not scroll back.
"""

from __future__ import annotations

from tdpspec.report.document import (
    Report,
    is_surprise,
    is_unjudged,
    obstacle_text,
    verdict_text,
)
from tdpspec.report.layout import Line, indented
from tdpspec.system.finding import Finding
from tdpspec.system.verdict import Proved, Refuted


def in_short(report: Report, width: int) -> tuple[Line, ...]:
    """A sentence a design, in lines of at most ``width`` cells."""
    return tuple(
        line
        for design in report.designs
        if (own := tuple(one for one in report.findings if one.design == design))
        for line in indented(f"{design} {_sentence(own)}.", 0, width)
    )


def _sentence(own: tuple[Finding, ...]) -> str:
    """``keeps 13 of 15 claims, 12 of them for every size; breaks safe, live``"""
    refuted = [one for one in own if isinstance(one.verdict, Refuted)]
    unjudged = [one for one in own if is_unjudged(one)]
    open_ = [
        one
        for one in own
        if not isinstance(one.verdict, (Proved, Refuted)) and not is_unjudged(one)
    ]
    parts = [_kept(own)] if len(refuted) + len(unjudged) < len(own) else []
    limited: dict[str, list[str]] = {}
    for one in own:
        if why := obstacle_text(one):
            limited.setdefault(why, []).append(one.claim.name)
    if limited:
        told = (f"{', '.join(names)} ({why})" for why, names in limited.items())
        parts.append(f"not for every size: {', '.join(told)}")
    if refuted:
        parts.append(f"breaks {', '.join(map(_marked, refuted))}")
    if open_:
        told = (f"{_marked(one)} ({verdict_text(one.verdict)})" for one in open_)
        parts.append(f"not decided: {', '.join(told)}")
    if unjudged:
        parts.append(f"{len(unjudged)} not judged")
    return "; ".join(parts)


def _kept(own: tuple[Finding, ...]) -> str:
    """``keeps both claims for every size``, ``keeps none of 3 claims``"""
    proved = [one.verdict for one in own if isinstance(one.verdict, Proved)]
    every_size = sum(one.covers is None for one in proved)
    if not proved:
        return f"keeps none of {len(own)} claims" if len(own) > 1 else _NOT_KNOWN
    if len(proved) < len(own):
        kept = f"keeps {len(proved)} of {len(own)} claims"
    else:
        kept = f"keeps {_ALL.get(len(own), f'all {len(own)} claims')}"
    if every_size == len(proved):
        return f"{kept} for every size"
    return f"{kept}, {every_size} of them for every size" if every_size else kept


_ALL = {1: "its claim", 2: "both claims"}
_NOT_KNOWN = "is not known to keep its claim"


def _marked(one: Finding) -> str:
    """The claim; with a mark where something else was expected."""
    return f"{one.claim.name}(!)" if is_surprise(one) else one.claim.name
