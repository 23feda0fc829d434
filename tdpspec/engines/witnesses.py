"""Which actions were seen to be taken: a guard against verdicts about a model that cannot move."""

from __future__ import annotations

from dataclasses import dataclass, field

from tdpspec.engines.base import Fired, Progress
from tdpspec.engines.bmc import Bmc
from tdpspec.engines.portfolio import News
from tdpspec.source.codes import NEVER_TAKEN
from tdpspec.source.diagnostic import Diagnostic, Found
from tdpspec.source.span import Origin, Span
from tdpspec.source.text import SourceText
from tdpspec.system.instance import Instance

SEARCHER = Bmc().name
"""The engine that looks for a run to every action."""


@dataclass(slots=True)
class Witnesses:
    """What the jobs told so far. Shape: by the number of the instance, ``taken`` has the actions
    that some run takes, ``depth`` the length of the runs that were searched without a gap."""

    taken: dict[int, set[str]] = field(default_factory=dict)
    depth: dict[int, int] = field(default_factory=dict)

    def record(self, news: News) -> None:
        if news.job.engine_name != SEARCHER:
            return
        match news.message:
            case Fired(action, _):
                self.taken.setdefault(news.job.number, set()).add(action)
            case Progress(_, depth):
                self.depth[news.job.number] = depth
            case _:
                pass


def never_taken(source: SourceText, instances: tuple[Instance, ...], witnesses: Witnesses) -> Found:
    """One warning for all actions that no run takes within the depth searched under the same
    designs, at the first of them; actions that a design switches off are not in its system."""
    silent: dict[tuple[str, Origin], list[tuple[str, int]]] = {}
    for number, instance in enumerate(instances):
        depth = witnesses.depth.get(number, 0)
        if not depth:
            continue
        taken = witnesses.taken.get(number, set())
        for action in instance.system.actions:
            if action.name not in taken:
                design = instance.system.design or instance.system.name
                silent.setdefault((action.name, action.origin), []).append((design, depth))
    alike: dict[tuple[tuple[str, int], ...], list[tuple[str, Origin]]] = {}
    for place, where in silent.items():
        alike.setdefault(tuple(where), []).append(place)
    return tuple(
        Diagnostic(
            NEVER_TAKEN,
            _span(source, places[0][1]),
            f"no run of {_within(where)} takes {', '.join(name for name, _ in places)}",
            hint="longer runs (--depth) or more members (--size) may be needed, "
            "or a guard can never be true",
        )
        for where, places in alike.items()
    )


def _within(where: tuple[tuple[str, int], ...]) -> str:
    by_depth: dict[int, list[str]] = {}
    for design, depth in where:
        by_depth.setdefault(depth, []).append(design)
    return " and of ".join(
        f"up to {depth} steps of {', '.join(designs)}" for depth, designs in by_depth.items()
    )


def _span(source: SourceText, origin: Origin) -> Span:
    """The word at ``origin``."""
    start = source.line_starts[origin.line - 1] + origin.column - 1
    end = start
    while end < len(source.text) and (source.text[end].isalnum() or source.text[end] == "_"):
        end += 1
    return Span(source.path, start, max(end, start + 1))
