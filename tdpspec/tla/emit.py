"""All files of a spec in TLA+: the module, and for each design the models of it."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.system.claims import temporal_claims
from tdpspec.system.instance import Instance
from tdpspec.tla.config import configuration, symmetry_module
from tdpspec.tla.header import designs_of
from tdpspec.tla.module import module_text
from tdpspec.tla.names import names_of


@dataclass(frozen=True, slots=True)
class File:
    name: str
    text: str


def files(at: Instance, designs: tuple[str, ...] | None = None) -> tuple[File, ...]:
    """The files for ``designs`` (all without it) of ``at``, whose system has its choices open, at
    its sizes. The modules are the same whatever the designs are.

    Shape: ``Spec.tla``; ``SpecDesign.cfg`` with what is claimed of states, and
           ``SpecDesignLiveness.cfg`` with the temporal claims, if there are any, and with their
           names if they are judged at different sizes; ``MCSpec.tla`` and
           ``MCSpecDesign.cfg`` with symmetry, unless every sort names its members.
    """
    system, names = at.system, names_of(at.system)
    found = [File(f"{names.module}.tla", module_text(system))]
    chosen = [one for one in designs_of(system) if designs is None or one.name in designs]
    temporal = temporal_claims(system.properties)
    for design in chosen:
        name = names.designs[design.name]
        found.append(File(f"{name}.cfg", configuration(at, design.name)))
        for sizes in dict.fromkeys(at.for_claim(one).sizes for one in temporal):
            some = [one for one in temporal if at.for_claim(one).sizes == sizes]
            text = configuration(at.for_claim(some[0]), design.name, [one.name for one in some])
            which = (
                ""
                if len(some) == len(temporal)
                else "".join(names.properties[one.name] for one in some)
            )
            found.append(File(f"{name}Liveness{which}.cfg", text))
    symmetric = symmetry_module(system)
    if symmetric is not None:
        found.append(File(f"MC{names.module}.tla", symmetric))
        for design in chosen:
            text = configuration(at, design.name, symmetry=True)
            found.append(File(f"MC{names.designs[design.name]}.cfg", text))
    return tuple(found)
