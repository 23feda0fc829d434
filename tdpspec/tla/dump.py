"""The state graph that ``-dump dot,actionlabels`` writes, in the terms of the system."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tdpspec.system.instance import Instance, State
from tdpspec.tla.names import Names
from tdpspec.tla.values import state_of


@dataclass(frozen=True, slots=True)
class Dumped:
    """Shape: ``edges`` are ``(state before, action, state after)``; TLC 2.15 names the action and
    not its parameters."""

    states: frozenset[State]
    initial: frozenset[State]
    edges: frozenset[tuple[State, str, State]]


_NODE = re.compile(r'^(-?\d+) \[label="((?:[^"\\]|\\.)*)"(.*)\];?$')
_EDGE = re.compile(r'^(-?\d+) -> (-?\d+) \[label="((?:[^"\\]|\\.)*)"')


def read_graph(text: str, instance: Instance, names: Names) -> Dumped:
    """The graph in a ``.dot`` file.

    Errors: ``values.UnreadableError`` where a state is none of the system's, ``KeyError`` for an
            unknown action.
    """
    own = {operator: action for action, operator in names.actions.items()}
    states: dict[str, State] = {}
    initial: list[State] = []
    edges: list[tuple[str, str, str]] = []
    for line in text.splitlines():
        edge, node = _EDGE.match(line), _NODE.match(line)
        if edge is not None:
            before, after, label = edge.groups()
            edges.append((before, own[label.partition("(")[0]], after))
        elif node is not None:
            number, label, rest = node.groups()
            plain = label.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")
            states[number] = state_of(plain, instance, names)
            if "style = filled" in rest:
                initial.append(states[number])
    return Dumped(
        frozenset(states.values()),
        frozenset(initial),
        frozenset((states[before], action, states[after]) for before, action, after in edges),
    )
