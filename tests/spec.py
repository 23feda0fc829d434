"""Specs of a few lines, and their state graphs as lines that a person can write by hand.

A state is written as the places of all copies of all processes, then what is not empty:
``a,b x=1 n[r0]=2 s={r0} l.held={p1}``; false, none and the empty set are left out, true is just
the name. ``*`` marks an initial state. An edge carries the action with all its parameters:
``* a x=0 --up(p0)--> b x=1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tdpspec.interpret.evaluate import evaluator
from tdpspec.interpret.explore import Graph, graph
from tdpspec.pipeline import build_system
from tdpspec.source.diagnostic import Severity
from tdpspec.source.text import SourceText
from tdpspec.system.changes import argument_names, index_names
from tdpspec.system.claims import condition_of
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, State, instance
from tdpspec.system.model import LOCKS_CLAIM, RANGES_CLAIM, Place, System
from tdpspec.system.printer import entry_text
from tdpspec.system.trace import Step

_ARROW = re.compile(r"\s*--(.+?)-->\s*")


def system_of(text: str) -> System:
    """The system that the declarations in ``text`` describe, choices left open."""
    source = SourceText("t.tdp", text if "protocol " in text else f"protocol t\n{text}")
    system, found = build_system(source)
    errors = [
        f"{source.origin(one.span)}: {one.message}"
        for one in found
        if one.code.severity is Severity.ERROR
    ]
    assert system is not None, errors
    return system


def instance_of(text: str, design: str | None = None, **sizes: int) -> Instance:
    """One design at ``sizes``; without ``design`` the first."""
    system = system_of(text)
    return instance(fix(system, design or system.designs[0].name), sizes)


def graph_of(text: str, design: str | None = None, **sizes: int) -> list[str]:
    """Initial states and edges as lines, sorted."""
    at = instance_of(text, design, **sizes)
    return lines_of(at, graph(at))


def lines_of(at: Instance, found: Graph) -> list[str]:
    texts = [state_text(at, one) for one in found.states]
    assert len(set(texts)) == len(texts)
    edges = (
        f"{texts[before]} --{step_text(at, step)}--> {texts[after]}"
        for before, step, after in found.edges
    )
    return sorted([*(f"* {one}" for one in texts[: found.initial]), *edges])


def drawn(text: str) -> list[str]:
    """The lines of a graph written by hand; one line may follow several edges."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        state, *rest = _ARROW.split(line)
        if state.startswith("*"):
            state = state.removeprefix("*").strip()
            lines.append(f"* {state}")
        for action, after in zip(rest[::2], rest[1::2], strict=True):
            lines.append(f"{state} --{action}--> {after}")
            state = after
    return sorted(lines)


def violated(text: str, claim: str, design: str | None = None, **sizes: int) -> list[str]:
    """The reachable states in which ``claim`` is false, sorted."""
    at = instance_of(text, design, **sizes)
    if claim not in at.system.property:
        assert claim in (LOCKS_CLAIM, RANGES_CLAIM)
        return []  # the claims of every spec are left out where no step could break them
    holds = evaluator(at, {}).function(condition_of(at.system, at.system.property[claim]))
    return sorted(state_text(at, one) for one in graph(at).states if not holds(one))


def state_text(at: Instance, state: State) -> str:
    places: list[str] = []
    parts: list[str] = []
    for variable in at.system.variables:
        for indices in at.index_tuples(variable):
            value = at.read(state, variable, indices)
            if isinstance(variable.role, Place):
                places.append(str(value))
                continue
            name = entry_text(at.system, variable, index_names(at, variable, indices))
            if value is True:
                parts.append(name)
            elif value is not None and value is not False and value != frozenset():
                parts.append(f"{name}={at.show(variable.type, value)}")
    return " ".join(_not_empty(",".join(places), *parts)) or "empty"


def step_text(at: Instance, step: Step) -> str:
    names = argument_names(at, step)
    return f"{step.action}({','.join(names)})" if names else step.action


def _not_empty(*parts: str) -> Iterator[str]:
    return filter(None, parts)
