"""A run as a module that TLC can follow: each step is the action that it is said to be, and leads
to just the state recorded. So TLC confirms that it is a behaviour of the emitted ``Spec``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from tdpspec.system.instance import Element, Instance, State, Value
from tdpspec.system.make import unused
from tdpspec.system.trace import Step, Trace
from tdpspec.system.types import (
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
)
from tdpspec.tla.config import configuration
from tdpspec.tla.layout import (
    ENDING,
    WIDTH,
    Lines,
    Text,
    atom,
    bullets,
    comment,
    definition,
    hang,
    heading,
    indent,
)
from tdpspec.tla.names import Names, names_of

CLAIM = "ClaimAtTheEnd"
"""The invariant that TLC must find violated, in the last state of the run."""

Members = dict[tuple[str, int], str]
"""The constant for each member of a sort, by the sort and the member's number."""


@dataclass(frozen=True, slots=True)
class TraceModule:
    """Shape: ``name`` is that of the module and of its model."""

    name: str
    module: str
    model: str


def trace_module(at: Instance, design: str, claim: str, trace: Trace) -> TraceModule:
    """The module of a finite ``trace`` of ``design`` that ends where ``claim`` is false.

    ``at`` has its choices open or is fixed to the design.
    """
    names = names_of(at.system)
    name = f"{names.module}Trace"
    members = _members(at, names)
    writer = _Writer(at, names, members)
    about = comment(
        f"A run of design {design} in {len(trace)} steps that violates "
        f"{names.properties[claim]}. TLC confirms it by reporting that {CLAIM} is violated "
        f"in state {len(trace) + 1}: every step is one of the specification's, and the claim is "
        "false where they lead."
    )
    lines: list[str] = [heading(name), *about, f"EXTENDS {names.module}, TLC", ""]
    if members:
        lines += [*hang("CONSTANTS ", _listed(list(members.values()))), ""]
    lines += ["VARIABLE moment", ""]
    first = [atom("moment = 0"), atom("Init"), *writer.state(trace.states[0], "")]
    lines += ["TraceInit ==", *indent(bullets("/\\", first, WIDTH - 2)), "", "TraceNext =="]
    for number, (step, after) in enumerate(zip(trace.steps, trace.states[1:], strict=True)):
        parts = [
            atom(f"moment = {number}"),
            atom(f"moment' = {number + 1}"),
            atom(writer.step(step)),
            *writer.state(after, "'"),
        ]
        lines += indent(hang("\\/ ", bullets("/\\", parts, WIDTH - 5)))
    if not trace.steps:
        lines.append("  FALSE")
    lines += ["", *_spec(names, claim, len(trace)), ENDING]
    return TraceModule(name, "\n".join(lines) + "\n", _model(at, design, members))


def _spec(names: Names, claim: str, length: int) -> Lines:
    return (
        "TraceSpec == TraceInit /\\ [][TraceNext]_<<vars, moment>>",
        "",
        *definition(CLAIM, atom(f"moment = {length} => {names.properties[claim]}")),
    )


def _members(at: Instance, names: Names) -> Members:
    """A constant for each member. It is called as the member, unless something else is."""
    taken = set(names.taken)
    constants: Members = {}
    for sort in at.system.interchangeable:
        for number in range(at.size(sort.type)):
            constants[sort.name, number] = unused(at.member_name(sort.type, number), taken)
            taken.add(constants[sort.name, number])
    return constants


def _model(at: Instance, design: str, members: Members) -> str:
    """The design's own model, asked about the run instead of about its claims."""
    text = configuration(at, design, ())
    before, _, _ = text.partition("\nINVARIANTS\n")
    own = "\n".join(
        f"    {constant} = {at.member_name(SortType(sort), number)}"
        for (sort, number), constant in members.items()
    )
    head = before.replace("    Spec\n", "    TraceSpec\n", 1).rstrip("\n")
    constants = "" if not own else f"\n{own}" if "CONSTANTS" in head else f"\n\nCONSTANTS\n{own}"
    return f"{head}{constants}\n\nINVARIANTS\n    {CLAIM}\n"


def _listed(words: list[str]) -> Lines:
    lines, line = [], ""
    for word in words:
        added = f"{line}, {word}" if line else word
        if len(added) > WIDTH - 12:
            lines.append(f"{line},")
            added = word
        line = added
    return (*lines, line)


@dataclass(frozen=True)
class _Writer:
    at: Instance
    names: Names
    members: Members

    def step(self, step: Step) -> str:
        action = self.at.system.action[step.action]
        arguments = [
            self.element(parameter.type, value)
            for parameter, value in zip(action.parameters, step.arguments, strict=True)
        ]
        operator = self.names.actions[step.action]
        return f"{operator}({', '.join(arguments)})" if arguments else operator

    def state(self, state: State, prime: str) -> list[Text]:
        """One conjunct a variable."""
        return [
            atom(
                f"{self.names.variables[variable.name]}{prime} = "
                f"{self._entries(variable.indices, variable.type, value)}"
            )
            for variable, value in zip(self.at.system.variables, state, strict=True)
        ]

    def _entries(self, indices: tuple[Scalar, ...], type_: Type, value: object) -> str:
        if not indices:
            return self._value(type_, value)  # type: ignore[arg-type]  # a Value by State's shape
        assert isinstance(value, tuple)
        entries = (
            f"{self.element(indices[0], key)} :> {self._entries(indices[1:], type_, one)}"
            for key, one in zip(self.at.elements(indices[0]), value, strict=True)
        )
        return f"({' @@ '.join(entries)})"

    def _value(self, type_: Type, value: Value) -> str:
        match type_:
            case OptionType(of):
                if value is None:
                    return self.names.nothing[of]
                assert not isinstance(value, frozenset)
                return self.element(of, value)
            case SetType(of):
                assert isinstance(value, frozenset)
                inside = [one for one in self.at.set_elements(type_) if one in value]
                return f"{{{', '.join(self._tuple(of, one) for one in inside)}}}"
            case BoolType() | EnumType() | SortType() | RangeType():
                assert value is not None
                assert not isinstance(value, frozenset)
                return self.element(type_, value)
            case _:
                assert_never(type_)

    def _tuple(self, of: tuple[Scalar, ...], value: Element | tuple[Element, ...]) -> str:
        if not isinstance(value, tuple):
            return self.element(of[0], value)
        return f"<<{', '.join(map(self.element, of, value))}>>"

    def element(self, type_: Scalar, value: Element) -> str:
        match type_:
            case BoolType():
                return "TRUE" if value else "FALSE"
            case EnumType():
                return f'"{value}"'
            case RangeType():
                return str(value)
            case SortType(name):
                assert isinstance(value, int)
                if self.at.system.sort[name].members:
                    return f'"{self.at.member_name(type_, value)}"'
                return self.members[name, value]
            case _:
                assert_never(type_)
