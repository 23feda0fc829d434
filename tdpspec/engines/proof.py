"""From the cubes that a search has blocked to proofs: for each claim the lemmas it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tdpspec.engines.frames import Frames, Literals
from tdpspec.engines.quantify import lemma
from tdpspec.solving.session import Answer
from tdpspec.solving.unroll import Start, Steps, Unrolling
from tdpspec.system.verdict import Induction, Lemma, Proved


def proofs(
    frames: Frames, invariant: list[Literals], holds: Mapping[str, int]
) -> Iterator[tuple[str, Proved]]:
    """A proof for each claim in ``holds``: those lemmas among the blocked cubes of ``invariant``
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

    before: dict[str, list[str]] = {}
    for claim, literal in holds.items():
        todo = needed(0, literal)
        closed = set(todo)
        while todo:
            name = todo.pop()
            if name not in before:
                before[name] = needed(1, literals[name])
            todo.extend(one for one in before[name] if one not in closed)
            closed.update(before[name])
        used = tuple(lemmas[name] for name in lemmas if name in closed)
        yield claim, Proved(relation.instance.sizes, Induction(1, used))
