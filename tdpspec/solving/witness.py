"""A run that a hardware model checker found on an exported graph, read back.

The file is a witness as AIGER defines it, ``1``, ``b0``, the latches, the inputs of each step and
``.``; or what ``write_cex -a`` of abc writes, which is the same without the first lines and the
last. It says nothing of the spec, so the design and the sizes must be those of the export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tdpspec.solving.aiger import Aiger, Started, aiger
from tdpspec.solving.atoms import Atom, decode
from tdpspec.solving.relation import Relation, Selector
from tdpspec.system.claims import state_claims
from tdpspec.system.instance import Instance, State
from tdpspec.system.recording import Recording, Unreadable
from tdpspec.system.trace import Step

RESULTS = {
    "0": "it says that no bad state is reachable: there is no run in it",
    "2": "it says that nothing is known: there is no run in it",
}
"""The first lines of a witness without a run."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Bits whose meaning is not known yet.

    Shape: ``bad`` is the number of the bad-state output, None where the file does not say;
           ``latches`` and each of ``inputs`` are words of 0, 1 and x, which is either. There is
           one of ``inputs`` for each state, those of the last one choose nothing.
    """

    name: str
    bad: int | None
    latches: str
    inputs: tuple[str, ...]


def is_witness(content: bytes) -> bool:
    """Whether a file looks like a witness rather than a trace, which is JSON."""
    lines = _lines(content.decode("ascii", "replace"))
    return re.fullmatch(r"[012]|[bjc][0-9]+|[01xX]+", next(lines, "")) is not None


def read_witness(name: str, content: bytes) -> Witness | Unreadable:
    """The witness in a file with this ``content``; ``name`` is for messages and reports."""
    text = content.decode("ascii", "replace")
    lines = list(_lines(text))
    told = re.findall(r"# CEX for output ([0-9]+)", text)
    if lines.count(".") > 1 or len(told) > 1:
        return Unreadable("it has several witnesses; one at a time can be replayed")
    # Without the property after it such a line is the value of one latch.
    if lines and (lines[1:] == [] or re.fullmatch("[bjc][0-9]+", lines[1])):
        if lines[0] in RESULTS:
            return Unreadable(RESULTS[lines[0]])
        if lines[0] == "1":
            del lines[0]
    bad = int(told[0]) if told else None
    if lines and re.fullmatch(r"b[0-9]{1,9}", lines[0]):
        bad = int(lines.pop(0)[1:])
    words = lines[: lines.index(".")] if "." in lines else lines
    strange = next((one for one in words if not re.fullmatch("[01xX]*", one)), None)
    if strange is not None:
        return Unreadable(f"'{strange[:40]}' is no line of a witness for a bad state")
    if len(words) < 2:
        return Unreadable("it has no run: the values of the latches and of the inputs are expected")
    return Witness(name, bad, words[0], tuple(words[1:]))


def _lines(text: str) -> Iterator[str]:
    """The lines without comments. Empty ones are kept: where there are no inputs, each of them
    says that there is one more state."""
    for line in text.strip().splitlines():
        said, comment, _ = line.partition("#")
        if said.strip() or not comment:
            yield said.strip()


def claim_of(witness: Witness, instance: Instance) -> str:
    """The claim that ``witness`` says it breaks, ``""`` where it does not say or there is none."""
    claims = state_claims(instance.system.properties)
    number = -1 if witness.bad is None else witness.bad
    return claims[number].name if 0 <= number < len(claims) else ""


def run_of(witness: Witness, instance: Instance) -> Recording | Unreadable:
    """The run that ``witness`` tells of ``instance``, whose choices are fixed: the states are those
    of the graph, without steps that change nothing."""
    graph = aiger(Relation(instance))
    for words, wanted, what in (
        ((witness.latches,), len(graph.latches), "latches"),
        (witness.inputs, len(graph.inputs), "inputs"),
    ):
        for word in words:
            if len(word) != wanted:
                sizes = ", ".join(f"{sort}={size}" for sort, size in instance.sizes)
                made = f"{instance.system.design or instance.system.name} ({sizes})"
                return Unreadable(
                    f"it has {len(word)} {what} where {made} has {wanted}: "
                    "the design and the sizes must be those of the export"
                )
    first = "".join("1" if one.reset else "0" for one in graph.latches)
    if any(a not in ("x", "X", b) for a, b in zip(witness.latches, first, strict=True)):
        return Unreadable("its latches do not begin as those of the export")
    states: list[State] = []
    steps: list[Step] = []
    for state, step in _states(graph, instance, witness.inputs):
        if not states or state != states[-1]:
            states.append(state)
            if step is not None:
                steps.append(step)
    if not states:
        return Unreadable("its inputs never propose an initial state")
    return Recording(tuple(states), tuple(steps))


def _states(
    graph: Aiger, instance: Instance, words: tuple[str, ...]
) -> Iterator[tuple[State, Step | None]]:
    """Each state since the run started, with the step that was chosen before it."""
    latches = [one.reset for one in graph.latches]
    starts = not any(one.means == Started() for one in graph.latches)
    step: Step | None = None
    for word in words:
        inputs = [one == "1" for one in word]
        if starts or latches[-1]:
            held = zip(graph.latches, latches, strict=True)
            means = (one.means for one, value in held if value)
            yield decode(instance, (one for one in means if isinstance(one, Atom))), step
            step = _chosen(graph, inputs)
        latches = _after(graph, inputs, latches)


def _chosen(graph: Aiger, inputs: list[bool]) -> Step | None:
    named = zip(graph.inputs, inputs, strict=True)
    return next((one.step for one, value in named if value and isinstance(one, Selector)), None)


def _after(graph: Aiger, inputs: list[bool], latches: list[bool]) -> list[bool]:
    """The latches after a step."""
    values = [False, *inputs, *latches, *(False for _ in graph.gates)]

    def value(literal: int) -> bool:
        return values[literal // 2] ^ bool(literal % 2)

    for gate in graph.gates:
        values[gate.output // 2] = value(gate.left) and value(gate.right)
    return [value(one.after) for one in graph.latches]
