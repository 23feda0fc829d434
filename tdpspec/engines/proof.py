"""From the cubes that a search has blocked to a proof: the lemmas that its claim needs."""

from __future__ import annotations

from tdpspec.engines.frames import Frames, Literals
from tdpspec.engines.quantify import lemma
from tdpspec.solving.session import Answer
from tdpspec.solving.unroll import Start, Steps, Unrolling
from tdpspec.system.verdict import Induction, Lemma, Proved


def proof(frames: Frames, invariant: list[Literals], holds: int) -> Proved:
    """The proof of the claim ``holds``: those lemmas among the blocked cubes of ``invariant``
    from which the claim follows, and those from which they follow in turn after a step.

    Which lemmas are taken is what the solver's cores name, no fewest set.
    """
    relation = frames.relation
    lemmas: dict[str, Lemma] = {}
    literals: dict[str, int] = {}
    for number, cube in enumerate(invariant, start=1):
        name = f"lemma_{number}"
        lemmas[name] = lemma(frames.symmetry, frames.named(cube), name)
        literals[name] = relation.condition(lemmas[name].condition)
    step = Unrolling(relation, Start.ANY, Steps.TOTAL)
    step.extend()

    def needed(at: int, literal: int) -> list[str]:
        """The lemmas before the step from which ``literal`` follows at ``at``."""
        assumed = [(at, -literal), *((0, one) for one in literals.values())]
        answer = step.check(assumed)
        assert answer is Answer.UNSAT, "the frames are not an invariant"
        used = {literal for when, literal in step.core(assumed) if when == 0}
        return [name for name, one in literals.items() if one in used]

    todo = needed(0, holds)
    closed = set(todo)
    while todo:
        before = needed(1, literals[todo.pop()])
        todo.extend(one for one in before if one not in closed)
        closed.update(before)
    used = tuple(lemmas[name] for name in lemmas if name in closed)
    return Proved(relation.instance.sizes, Induction(1, used))
