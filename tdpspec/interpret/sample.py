"""Some of the reachable states: all of them where they are few, else those nearest to the
beginning and those along random runs."""

from __future__ import annotations

from random import Random

from tdpspec.interpret.explore import Search
from tdpspec.interpret.step import Stepper, stepper
from tdpspec.interpret.uncollected import uncollected
from tdpspec.system.instance import Instance, State

NEAR = 2000
"""States nearest to the beginning."""

RUNS, LENGTH = 100, 60
"""Random runs, and steps of each."""

TRIES = 20_000
"""Ways to begin in a row none of which is an initial state, after which no more are tried."""

_SEED = 0


@uncollected()
def sample(instance: Instance) -> tuple[State, ...]:
    """Reachable states, each once and in the order found; the same every time."""
    steps = stepper(instance)
    search = Search(steps, limit=NEAR, tries=TRIES)
    while search.level and not search.stopped:
        search.expand()
    found = dict.fromkeys(search.origin)
    if search.stopped:
        starts = [state for state, before in search.origin.items() if before is None]
        random = Random(_SEED)
        for _ in range(RUNS if starts else 0):
            found.update(dict.fromkeys(_random_run(steps, random.choice(starts), random)))
    return tuple(found)


def _random_run(steps: Stepper, state: State, random: Random) -> list[State]:
    """Each step is one of an action that is chosen evenly among those enabled: those that can be
    taken in many ways would else be taken most of the time."""
    found = []
    for _ in range(LENGTH):
        moves = [taken for one in steps.actions if (taken := one.moves(state))]
        if not moves:
            break
        _, state = random.choice(random.choice(moves))
        found.append(state)
    return found
