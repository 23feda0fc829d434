"""One random run."""

from __future__ import annotations

from itertools import islice
from random import Random

from tdpspec.interpret.step import stepper
from tdpspec.system.instance import Instance
from tdpspec.system.trace import Step, Trace

_STARTS = 1000


def simulate(instance: Instance, steps: int, seed: int) -> Trace | None:
    """A run of ``steps`` steps, or shorter if it comes to a state without an enabled step; the
    same for the same seed. None if there is no initial state.

    Each step is chosen evenly among those enabled; the start among the first thousand initial
    states, since there can be too many to list.
    """
    random = Random(seed)
    meaning = stepper(instance)
    starts = list(islice(meaning.initial(), _STARTS))
    if not starts:
        return None
    states = [random.choice(starts)]
    taken: list[Step] = []
    while len(taken) < steps:
        moves = list(meaning.moves(states[-1]))
        if not moves:
            break
        step, after = random.choice(moves)
        taken.append(step)
        states.append(after)
    return Trace(tuple(states), tuple(taken))
