"""Where a fair run can stay for ever: strongly connected parts of a state graph.

A run visits some states again and again, and all steps between them; these are strongly connected,
or a single state in which nothing happens any more. Whether such a run is fair depends on these
states and steps alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tdpspec.interpret.fairness import FairGraph, strong_and_weak


def strong_components(
    successors: Sequence[tuple[int, ...]], states: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """The strongly connected components of ``states`` and the edges among them.

    Source: Tarjan, Depth-First Search and Linear Graph Algorithms, SIAM J. Comput. 1(2), 1972;
            with a stack of its own, as the graphs are deep.
    """
    inside = set(states)
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    waiting: list[int] = []
    open_: set[int] = set()
    for root in states:
        if root in number:
            continue
        calls = [(root, iter(successors[root]))]
        number[root] = low[root] = len(number)
        waiting.append(root)
        open_.add(root)
        while calls:
            state, rest = calls[-1]
            for to in rest:
                if to not in inside:
                    continue
                if to not in number:
                    number[to] = low[to] = len(number)
                    waiting.append(to)
                    open_.add(to)
                    calls.append((to, iter(successors[to])))
                    break
                if to in open_:
                    low[state] = min(low[state], number[to])
            else:
                calls.pop()
                if calls:
                    before = calls[-1][0]
                    low[before] = min(low[before], low[state])
                if low[state] == number[state]:
                    component: list[int] = []
                    while not component or component[-1] != state:
                        component.append(waiting.pop())
                    open_.difference_update(component)
                    yield tuple(component)


def fair_components(
    graph: FairGraph, states: Sequence[int], wanted: Callable[[int], bool]
) -> Iterator[tuple[int, ...]]:
    """The largest sets of ``states`` that a fair run can visit, all of them, again and again and
    nothing else, with a ``wanted`` state in each.

    A component in which a strong condition is possible and not done can only be stayed in by
    never coming to where it is possible: these states are taken out, and the rest is looked at.
    Source: Emerson, Lei, Modalities for Model Checking, Sci. Comput. Program. 8(3), 1987.
    """
    strong, weak = strong_and_weak(graph.conditions)
    todo: list[Sequence[int]] = [states]
    while todo:
        for component in strong_components(graph.successors, todo.pop()):
            if not any(map(wanted, component)):
                continue
            inside = set(component)
            always, sometimes, done = weak, 0, 0
            for state in component:
                always &= graph.possible[state]
                sometimes |= graph.possible[state]
                for to, mask in zip(graph.successors[state], graph.done[state], strict=True):
                    if mask and to in inside:
                        done |= mask
            if always & ~done:
                continue  # and so for each part of it
            neglected = strong & sometimes & ~done
            if not neglected:
                yield component
            else:
                todo.append([one for one in component if not graph.possible[one] & neglected])
