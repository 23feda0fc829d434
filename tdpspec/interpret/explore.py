"""Exhaustive search: every reachable state, counted exactly. The judge of all other engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tdpspec.interpret.step import FruitlessError, Stepper, stepper
from tdpspec.interpret.uncollected import uncollected
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import Element, Instance, State
from tdpspec.system.model import StateProperty
from tdpspec.system.trace import Step, Trace


@dataclass(frozen=True, slots=True)
class Fired:
    """How often one action was taken.

    Shape: ``witness`` is the length in steps of the shortest run that ends with the action, None
           where it was never taken.
    """

    action: str
    times: int
    witness: int | None


@dataclass(frozen=True, slots=True)
class Explored:
    """What a search met.

    Shape: ``states`` counts distinct states, ``transitions`` pairs of a state and a step enabled
           in it (steps that change nothing included), ``deadlocks`` states without an enabled
           step. ``depth`` counts the states of the longest shortest run: 1 if there are only
           initial states; it is TLC's "depth of the complete state graph search", and
           transitions plus initial states are its "states generated". ``actions`` are in
           declaration order. ``refuted`` has, for each claim that is false somewhere, a shortest
           run to a state where it is; the claims in the order given.
           If not ``complete``, the counts are of what was visited before the search stopped.
    """

    states: int
    transitions: int
    depth: int
    deadlocks: int
    actions: tuple[Fired, ...]
    refuted: tuple[tuple[StateProperty, Trace], ...]
    complete: bool

    @property
    def never_fired(self) -> tuple[str, ...]:
        """The actions that no reachable state enables; meaningful if ``complete``."""
        return tuple(one.action for one in self.actions if not one.times)


@dataclass(frozen=True, slots=True)
class Graph:
    """All reachable states in the order found, and all transitions as
    ``(number of the state before, step, number of the state after)``; the first ``initial``
    states are the initial ones."""

    states: tuple[State, ...]
    edges: tuple[tuple[int, Step, int], ...]
    initial: int


def explore(
    instance: Instance,
    claims: tuple[StateProperty, ...] = (),
    *,
    limit: int | None = None,
    stop_when_refuted: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Explored:
    """All reachable states of ``instance``, shallowest first, each judged by ``claims``.

    The search stops early, and is not complete, when there are more than ``limit`` states, or with
    ``stop_when_refuted`` once every claim is refuted. ``progress`` is called before each further
    level with the number of its states and the number of states so far.
    """
    search = Search(stepper(instance), claims, limit, stop_when_refuted)
    while search.level and not search.stopped:
        if progress is not None:
            progress(len(search.level), len(search.origin))
        search.expand()
    return search.result()


class Search:
    """A breadth-first search, level by level: ``expand`` it while there is a ``level`` and it is
    not ``stopped``.

    It stops where so many ``tries`` in a row lead to no further initial state, as ``initial`` says.
    ``origin`` has for each state found the state it was found from, and by what; the entries are
    in the order found. ``open`` and ``bad`` are by the numbers of the claims: those that hold so
    far, and a state for each of the others.
    """

    def __init__(
        self,
        steps: Stepper,
        claims: tuple[StateProperty, ...] = (),
        limit: int | None = None,
        stop_when_refuted: bool = False,
        tries: int | None = None,
    ) -> None:
        system = steps.instance.system
        self.steps = steps
        self.claims = claims
        self.limit = limit
        self.stop_when_refuted = stop_when_refuted
        self.open = {
            number: steps.meaning.function(condition_of(system, one))
            for number, one in enumerate(claims)
        }
        self.bad: dict[int, State] = {}
        self.origin: dict[State, tuple[State, str, tuple[Element, ...]] | None] = {}
        self.times = [0] * len(steps.actions)
        self.witness: list[int | None] = [None] * len(steps.actions)
        self.deadlocks = 0
        self.depth = 0
        self.stopped = False
        self.level: list[State] = []
        try:
            for state in steps.initial(tries):
                if not self.found(state, None):
                    break
        except FruitlessError:
            self.stopped = True
        if self.level:
            self.depth = 1

    def found(self, state: State, origin: tuple[State, str, tuple[Element, ...]] | None) -> bool:
        """Take up a new state; False if the search is to stop."""
        if len(self.origin) == self.limit:
            self.stopped = True
            return False
        self.origin[state] = origin
        self.level.append(state)
        if self.open:
            for number in [one for one, holds in self.open.items() if not holds(state)]:
                del self.open[number]
                self.bad[number] = state
            self.stopped = self.stop_when_refuted and not self.open
        return not self.stopped

    @uncollected()
    def expand(self) -> None:
        """Go on from all states of the last level to the states of the next."""
        actions = [
            (number, one.action.name, one.moves) for number, one in enumerate(self.steps.actions)
        ]
        level, self.level = self.level, []
        for state in level:
            stuck = True
            for number, name, moves in actions:
                taken = moves(state)
                if not taken:
                    continue
                stuck = False
                if self.witness[number] is None:
                    self.witness[number] = self.depth
                self.times[number] += len(taken)
                for arguments, after in taken:
                    if after not in self.origin and not self.found(after, (state, name, arguments)):
                        self.depth += bool(self.level)
                        return
            self.deadlocks += stuck
        self.depth += bool(self.level)

    def result(self) -> Explored:
        return Explored(
            states=len(self.origin),
            transitions=sum(self.times),
            depth=self.depth,
            deadlocks=self.deadlocks,
            actions=tuple(
                Fired(one.action.name, times, witness)
                for one, times, witness in zip(
                    self.steps.actions, self.times, self.witness, strict=True
                )
            ),
            refuted=tuple(
                (self.claims[number], self.trace(self.bad[number])) for number in sorted(self.bad)
            ),
            complete=not self.stopped,
        )

    def trace(self, state: State) -> Trace:
        """The run by which ``state`` was found."""
        states, steps = [state], []
        while (origin := self.origin[states[-1]]) is not None:
            before, action, arguments = origin
            states.append(before)
            steps.append(Step(action, arguments))
        return Trace(tuple(reversed(states)), tuple(reversed(steps)))


@uncollected()
def graph(instance: Instance) -> Graph:
    """The whole state graph of ``instance``; for systems small enough to hold it."""
    steps = stepper(instance)
    numbers = {state: number for number, state in enumerate(steps.initial())}
    states = list(numbers)
    initial = len(states)
    edges = []
    for number, state in enumerate(states):  # grows while it is walked
        for step, after in steps.moves(state):
            if after not in numbers:
                numbers[after] = len(states)
                states.append(after)
            edges.append((number, step, numbers[after]))
    return Graph(tuple(states), tuple(edges), initial)
