"""Mutants that are other designs of the spec: what is known of those is known of these."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.system.finding import Finding
from tdpspec.system.mutant import Fate, Judgement, Kill, Mutation
from tdpspec.system.verdict import Proved, Refuted


def noticed(mutation: Mutation, findings: tuple[Finding, ...]) -> Mutation:
    """``mutation`` with those killed that make a design another one under which a claim is refuted
    that is proved for it, at the same sizes: for mutants the search is less thorough."""
    known = {(one.design, one.claim.name): one for one in findings}
    same = {one.name: one.same_as for one in mutation.mutants}

    def informed(one: Judgement) -> Judgement:
        kills = tuple(
            Kill(claim, len(there.verdict.trace), there.instance.sizes)
            for (design, claim), there in known.items()
            if design == same[one.mutant]
            and isinstance(there.verdict, Refuted)
            and (here := known.get((one.design, claim))) is not None
            and isinstance(here.verdict, Proved)
            and here.instance.sizes == there.instance.sizes
        )
        if one.fate is Fate.KILLED or not kills:
            return one
        return replace(one, fate=Fate.KILLED, kills=kills)

    return replace(mutation, judgements=tuple(map(informed, mutation.judgements)))
