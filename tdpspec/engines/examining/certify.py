"""Proofs by induction as certificates: scripts that any SMT solver can check."""

from __future__ import annotations

import json

from tdpspec.engines.running.data_json import to_json
from tdpspec.solving.finite_script import finite_scripts
from tdpspec.solving.general_script import general_scripts
from tdpspec.system.certificate import Certificate
from tdpspec.system.claims import condition_of
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property, Temporal
from tdpspec.system.verdict import Induction, Proved, Verdict


def certify(instance: Instance, claim: Property, verdict: Verdict) -> Certificate | None:
    """The certificate of ``verdict``, at the sizes of ``instance`` and, where it is a proof for
    every size and there is more than one, at every size; None if it is no proof by induction."""
    match verdict:
        case Proved(covers, Induction(k, lemmas, needs)) if not isinstance(claim, Temporal):
            system = instance.system
            condition = condition_of(system, claim)
            named = {one.name: one.condition for one in lemmas}
            scripts = finite_scripts(instance, condition, named, k)
            if covers is None and system.interchangeable:
                known = dict(needs)
                first = known.get(claim.name, tuple(named))
                scripts += general_scripts(system, condition, first, named, known)
            proof = json.dumps(to_json(verdict), indent=1) + "\n"
            return Certificate(
                instance, claim.name, covers is None, k, lemmas, needs, scripts, proof
            )
        case _:
            return None
