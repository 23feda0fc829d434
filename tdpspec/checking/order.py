"""Things that use each other, sorted so that each comes after what it uses."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter


def in_dependency_order(
    uses: Mapping[str, tuple[str, ...]],
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names that are in no cycle and use none that is, each after those it uses and
    otherwise in the order given; and the cycles, each beginning with its first name as given.

    Shape: ``uses`` may mention names that are not its keys; they are ignored.

    >>> in_dependency_order({"a": ("b",), "b": (), "c": ("d",), "d": ("c",)})
    (('b', 'a'), (('c', 'd'),))
    """
    graph = {name: [one for one in used if one in uses] for name, used in uses.items()}
    cycles: list[tuple[str, ...]] = []
    while (cycle := _cycle(graph)) is not None:
        cycles.append(min(_rotations(cycle), key=lambda one: list(uses).index(one[0])))
        graph = _without(graph, set(cycle))
    order: list[str] = []
    done: set[str] = set()
    for start in graph:
        waiting = [start]
        while waiting:
            name = waiting[-1]
            missing = [one for one in graph[name] if one not in done]
            if missing:
                waiting.append(missing[0])
                continue
            waiting.pop()
            if name not in done:
                done.add(name)
                order.append(name)
    return tuple(order), tuple(sorted(cycles, key=lambda one: list(uses).index(one[0])))


def _cycle(graph: Mapping[str, list[str]]) -> tuple[str, ...] | None:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # The names come back in the order "is used by", the first one again at the end.
        found: list[str] = error.args[1]
        return tuple(reversed(found[1:]))
    return None


def _rotations(cycle: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [cycle[i:] + cycle[:i] for i in range(len(cycle))]


def _without(graph: Mapping[str, list[str]], gone: set[str]) -> dict[str, list[str]]:
    """``graph`` without ``gone`` and without everything that uses it."""
    while True:
        also = {name for name, used in graph.items() if name not in gone and gone & set(used)}
        if not also:
            return {name: used for name, used in graph.items() if name not in gone}
        gone = gone | also
