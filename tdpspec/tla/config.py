"""Configuration files: one a design, beside the module that describes them all.

Only what TLC 2.15 understands. TypeOK comes first. Symmetry and the module that has it are apart,
since a search that uses it must not be asked about liveness.
"""

from __future__ import annotations

from collections.abc import Sequence

from tdpspec.system.claims import state_claims, temporal_claims
from tdpspec.system.instance import Instance
from tdpspec.system.model import Design, Expected, System
from tdpspec.tla.header import designs_of, expected_of, value_text
from tdpspec.tla.layout import (
    ENDING,
    WIDTH,
    Lines,
    Text,
    atom,
    comment,
    enclosed,
    hang,
    heading,
    indent,
    sentence,
)
from tdpspec.tla.names import Names, names_of


def configuration(
    instance: Instance,
    design: str | None,
    claims: Sequence[str] | None = None,
    *,
    symmetry: bool = False,
) -> str:
    """The ``.cfg`` of one design at the sizes of ``instance``, whose system may be fixed or not.

    Shape: without ``claims`` all are checked that the spec does not expect to be violated in this
           design. Of those that are only the first is; the others follow as a comment.
           ``symmetry`` is for the module of ``symmetry_module``. A temporal claim is checked only
           if it is in ``claims``: that wants one worker and no symmetry.
    """
    system = instance.system
    names = names_of(system)
    found = {one.name: one for one in designs_of(system)}.get(design or system.design or "")
    refuted = _refuted(system, found)
    every = tuple(one.name for one in state_claims(system.properties))
    listed = tuple((one for one in every if one not in refuted[1:]) if claims is None else claims)
    lines = [*_about(system, found, names), "SPECIFICATION", "    Spec"]
    constants = _constants(instance, found, names)
    if constants:
        lines += ["", "CONSTANTS", *constants]
    if symmetry:
        lines += ["", "SYMMETRY", "    Symmetry"]
    temporal = {one.name for one in temporal_claims(system.properties)}
    lines += ["", "INVARIANTS", "    TypeOK"]
    lines += [f"    {names.properties[one]}" for one in listed if one not in temporal]
    if temporal & set(listed):
        lines += ["", "PROPERTIES"]
        lines += [f"    {names.properties[one]}" for one in listed if one in temporal]
    if claims is None and refuted[1:]:
        lines += ["", *comment("Violated as well, but TLC stops at the first that it finds:")]
        lines += [f"\\*  {names.properties[one]}" for one in refuted[1:]]
    if claims is None and system.hints:
        lines += ["", *comment("Lemmas, which are not claimed:")]
        lines += [f"\\*  {names.lemmas[one.name]}" for one in system.hints]
    return "\n".join(lines) + "\n"


def configuration_without_claims(instance: Instance, design: str | None) -> str:
    """The ``.cfg`` that only lets TLC walk through the states, without any invariant."""
    text = configuration(instance, design, ())
    return text.partition("\nINVARIANTS")[0]


def symmetry_module(system: System) -> str | None:
    """The module ``MC<Spec>``: the specification with the symmetry of its sorts; None if every
    sort names its members."""
    names = names_of(system)
    sets = [names.sorts[one.name] for one in system.interchangeable]
    if not sets:
        return None
    first, *more = (f"Permutations({one})" for one in sets)
    lines = [
        heading(f"MC{names.module}"),
        *comment(
            "For TLC only: states that differ by names of members are the same. "
            "For safety; a search for liveness must not use it."
        ),
        f"EXTENDS {names.module}, TLC",
        "",
    ]
    flat = f"Symmetry == {' '.join((first, *(f'{_CUP} {one}' for one in more)))}"
    if len(flat) <= WIDTH:
        lines.append(flat)
    else:
        lines += ["Symmetry ==", f"  {first}", *(f"    {_CUP} {one}" for one in more)]
    return "\n".join((*lines, ENDING)) + "\n"


_CUP = "\\cup"


def _about(system: System, design: Design | None, names: Names) -> Lines:
    if design is None:
        return ()
    refuted = _refuted(system, design)
    said = f"{names.properties[refuted[0]]} is violated (exit 12)" if refuted else "no error"
    return (
        *comment(f"Design {design.name}.  Expected: {said}."),
        *comment(sentence(design.doc)),
        *comment("Run TLC with -deadlock: a run may come to an end."),
    )


def _refuted(system: System, design: Design | None) -> tuple[str, ...]:
    """The claims that are expected to be violated, in the order of the ``expect`` lines."""
    expected = () if design is None else expected_of(system, design.name)
    return tuple(claim for claim, verdict in expected if verdict is Expected.REFUTES)


def _constants(instance: Instance, design: Design | None, names: Names) -> Lines:
    entries: list[tuple[str, Text]] = []
    for sort in instance.system.interchangeable:
        members = range(instance.size(sort.type))
        listed = [atom(instance.member_name(sort.type, number)) for number in members]
        entries.append((names.sorts[sort.name], enclosed("{", listed, "}")))
    entries += [(one, atom(one)) for one in names.absences.values()]
    if instance.system.choices and design is not None:
        entries += [
            (names.choices[name], atom(value_text(value))) for name, value in design.assignment
        ]
    width = max((len(name) for name, _ in entries), default=0)
    blocks = (
        hang(f"{name:<{width}} = ", value.lines(WIDTH - 4 - width - 3)) for name, value in entries
    )
    return indent((line for block in blocks for line in block), 4)
