"""A graph as a file in AIGER 1.9, ASCII or binary, with a symbol table that says what its bits are.

Source: Biere, Heljanko, Wieringa, AIGER 1.9 And Beyond, Linz 2011.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from tdpspec.solving.aiger import Aiger, FirstValue, Started
from tdpspec.solving.atoms import Atom
from tdpspec.solving.relation import Selector
from tdpspec.system.changes import argument_names, index_names
from tdpspec.system.instance import Instance
from tdpspec.system.printer import entry_text
from tdpspec.system.types import BoolType, SetType


def ascii_text(graph: Aiger, instance: Instance) -> str:
    """The file that people can read: ``.aag``."""
    latches = (
        f"{2 * number} {one.after}{' 1' if one.reset else ''}"
        for number, one in enumerate(graph.latches, start=len(graph.inputs) + 1)
    )
    lines = (
        _header("aag", graph),
        *(str(2 * number) for number in range(1, len(graph.inputs) + 1)),
        *latches,
        *(str(one.literal) for one in graph.bads),
        *(f"{one.output} {one.left} {one.right}" for one in graph.gates),
        *_symbols(graph, instance),
    )
    return "".join(f"{one}\n" for one in lines)


def binary(graph: Aiger, instance: Instance) -> bytes:
    """The file that programs read: ``.aig``."""
    lines = (
        _header("aig", graph),
        *(f"{one.after}{' 1' if one.reset else ''}" for one in graph.latches),
        *(str(one.literal) for one in graph.bads),
    )
    gates = b"".join(
        _number(one.output - one.left) + _number(one.left - one.right) for one in graph.gates
    )
    symbols = "".join(f"{one}\n" for one in _symbols(graph, instance))
    return "".join(f"{one}\n" for one in lines).encode() + gates + symbols.encode()


def _header(kind: str, graph: Aiger) -> str:
    inputs, latches, gates = len(graph.inputs), len(graph.latches), len(graph.gates)
    last = inputs + latches + gates
    return f"{kind} {last} {inputs} {latches} 0 {gates} {len(graph.bads)}"


def _number(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _symbols(graph: Aiger, instance: Instance) -> Iterator[str]:
    """The symbol table, and a comment that says where the file comes from."""
    for number, one in enumerate(graph.inputs):
        yield f"i{number} {_input_text(instance, one)}"
    for number, latch in enumerate(graph.latches):
        yield f"l{number} {_latch_text(instance, latch.means)}"
    for number, bad in enumerate(graph.bads):
        yield f"b{number} {bad.claim}"
    yield "c"
    yield "written by tdpspec"
    yield f"spec: {instance.system.file}"
    yield f"design: {instance.system.design or instance.system.name}"
    yield f"sizes: {', '.join(f'{sort}={size}' for sort, size in instance.sizes)}"


def _input_text(instance: Instance, name: Selector | FirstValue) -> str:
    match name:
        case Selector(step):
            return f"{step.action}({', '.join(argument_names(instance, step))})"
        case FirstValue(atom):
            return f"first: {atom_text(instance, atom)}"
        case _:
            assert_never(name)


def _latch_text(instance: Instance, name: Atom | Started) -> str:
    match name:
        case Atom():
            return atom_text(instance, name)
        case Started():
            return "started"
        case _:
            assert_never(name)


def atom_text(instance: Instance, atom: Atom) -> str:
    """``busy``, ``vcpu0.at = faulted``, ``listed contains root0``"""
    variable = instance.system.variable[atom.variable]
    name = entry_text(instance.system, variable, index_names(instance, variable, atom.indices))
    match variable.type:
        case BoolType():
            return name
        case SetType():
            element = frozenset({atom.key})
            return f"{name} contains {instance.show(variable.type, element).strip('{}')}"  # type: ignore[arg-type]  # an element of the set
        case type_:
            return f"{name} = {instance.show(type_, atom.key)}"  # type: ignore[arg-type]  # a value of the type
