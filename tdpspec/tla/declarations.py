"""The upper half of a module: constants and what is assumed of them, variables, their beginning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from tdpspec.system.instance import snake_case
from tdpspec.system.model import (
    Definition,
    Holders,
    Local,
    Mode,
    Place,
    Shared,
    System,
    Variable,
    Yielded,
)
from tdpspec.system.terms import Term
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
from tdpspec.tla.layout import (
    WIDTH,
    Binds,
    Lines,
    Text,
    atom,
    bullets,
    comment,
    definition,
    enclosed,
    filled,
    indent,
    sentence,
    sourced,
)
from tdpspec.tla.names import camel, types_used, variable_blocks
from tdpspec.tla.phrase import phrase
from tdpspec.tla.terms import Writer, strings

Entry = tuple[str, str, str]
"""A declared name, its type for Apalache, what it is."""


def extended(system: System) -> str:
    """The EXTENDS line, with what is needed only; ``""`` if nothing is."""
    ranges = [one for one in types_used(system) if isinstance(one, RangeType)]
    modules = []
    if ranges:
        modules.append("Integers" if any(one.low < 0 for one in ranges) else "Naturals")
    if system.interchangeable:
        modules.append("FiniteSets")
    return f"EXTENDS {', '.join(modules)}" if modules else ""


def constants(writer: Writer) -> Lines:
    """Sorts with interchangeable members, no-values, choices."""
    system, names = writer.system, writer.names
    entries: list[Entry] = [
        (names.sorts[one.name], f"Set({_uninterpreted(one.name)})", one.doc)
        for one in system.interchangeable
    ]
    for inside, name in names.absences.items():
        doc = f"none, where {_called(inside)} is optional"
        entries.append((name, apalache_type(writer, inside), doc))
    for choice in system.choices:
        of = "Bool" if isinstance(choice.type, BoolType) else "Str"
        entries.append((names.choices[choice.name], of, choice.doc))
    return ("CONSTANTS", *_declared([entries])) if entries else ()


def _called(of: Scalar) -> str:
    match of:
        case SortType(name):
            return _with_article(snake_case(name).replace("_", " "))
        case RangeType():
            return "a number"
        case BoolType():
            return "a truth value"
        case EnumType(name, _):
            return _with_article(name)
        case _:
            assert_never(of)


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"


def assumptions(writer: Writer) -> Lines:
    system, names = writer.system, writer.names
    found: list[tuple[str, str]] = []
    for sort in system.sorts:
        if not sort.members:
            name = names.sorts[sort.name]
            found.append((names.assumptions[name], f"IsFiniteSet({name}) /\\ {name} # {{}}"))
    for of, name in names.absences.items():
        found.append((names.assumptions[name], f"{name} \\notin {_whole(writer, of)}"))
    for choice in system.choices:
        name = names.choices[choice.name]
        is_bool = isinstance(choice.type, BoolType)
        values = "BOOLEAN" if is_bool else strings(choice.type.values).flat  # type: ignore[union-attr]  # a choice is one of two
        found.append((names.assumptions[name], f"{name} \\in {values}"))
    width = max((len(name) for name, _ in found), default=0)
    lines: list[str] = []
    for name, condition in found:
        line = f"ASSUME {name:<{width}} == {condition}"
        lines += [line] if len(line) <= WIDTH else [f"ASSUME {name} ==", f"  {condition}"]
    return tuple(lines)


def _whole(writer: Writer, of: Type) -> str:
    """All values of options of the kind of ``of``: the ranges share one no-value."""
    if isinstance(of, RangeType):
        return "Int" if of.low < 0 else "Nat"
    return writer.set_of(of).flat


def sets(writer: Writer) -> tuple[Lines, ...]:
    """The sorts with named members, and the enumerations."""
    system, names = writer.system, writer.names
    found = [
        (*comment(sentence(one.doc)), *definition(names.sorts[one.name], strings(one.members)))
        for one in system.sorts
        if one.members
    ]
    found += [definition(name, strings(of.values)) for of, name in names.enumerations.items()]
    return tuple(found)


def variables(writer: Writer) -> Lines:
    """The variables, and the tuples of them."""
    names = writer.names
    blocks = [
        [
            (names.variables[one.name], _variable_type(writer, one), _what(writer, one))
            for one in block
        ]
        for _, block in variable_blocks(writer.system)
    ]
    return ("VARIABLES", *_declared(blocks)) if writer.system.variables else ()


def tuples(writer: Writer) -> Lines:
    names = writer.names
    width = max(map(len, names.groups), default=0)
    lines: list[str] = []
    for name, of in names.groups.items():
        lines += _tuple(f"{name:<{width}}", of)
    if lines:
        lines.append("")
    members = {one: group for group, of in names.groups.items() for one in of}
    everything = tuple(dict.fromkeys(members.get(one, one) for one in names.order))
    return (*lines, *_tuple("vars", everything))


def _tuple(name: str, of: Sequence[str]) -> Lines:
    listed = enclosed(f"{name} == <<", [atom(one) for one in of], ">>")
    return listed.lines(WIDTH)


def type_ok(writer: Writer) -> Lines:
    names = writer.names
    entries = [
        (names.variables[one.name], "\\in", _functions(writer, one, writer.set_of(one.type)))
        for _, block in variable_blocks(writer.system)
        for one in block
    ]
    return ("TypeOK ==", *indent(_aligned(entries)))


def init(writer: Writer) -> Lines:
    names = writer.names
    entries = []
    for _, block in variable_blocks(writer.system):
        for one in block:
            name = names.variables[one.name]
            if one.initial is None:
                entries.append((name, "\\in", _functions(writer, one, writer.set_of(one.type))))
            else:
                entries.append((name, "=", _everywhere(writer, one, phrase(one.initial))))
    conditions = [
        line
        for one in writer.system.initially
        for line in bullets("/\\", [writer.text(one), _NOTHING], WIDTH - 2)[:-1]
    ]
    return ("Init ==", *indent((*_aligned(entries), *conditions)))


_NOTHING = atom("")


def definition_lines(one: Definition, writer: Writer) -> Lines:
    """A definition of the spec, with its doc string."""
    inner = writer.binding(one.parameters)
    name = writer.names.definitions[one.name]
    given = ", ".join(inner.bound[parameter] for parameter in one.parameters)
    head = f"{name}({given})" if given else name
    return (
        *sourced(one.doc, one.origin),
        *definition(head, inner.text(one.body)),
    )


def apalache_type(writer: Writer, type_: Type) -> str:
    """The type annotation of Apalache for values of ``type_``."""
    match type_:
        case BoolType():
            return "Bool"
        case EnumType():
            return "Str"
        case RangeType():
            return "Int"
        case SortType(name):
            return "Str" if writer.system.sort[name].members else _uninterpreted(name)
        case OptionType(of):
            return apalache_type(writer, of)
        case SetType((one,)):
            return f"Set({apalache_type(writer, one)})"
        case SetType(of):
            return f"Set(<<{', '.join(apalache_type(writer, one) for one in of)}>>)"
        case _:
            assert_never(type_)


def _variable_type(writer: Writer, variable: Variable) -> str:
    parts = (*variable.indices, variable.type)
    first, *rest = (apalache_type(writer, one) for one in parts)
    if len(rest) > 1:
        return f"{first} -> ({' -> ('.join(rest)}{')' * (len(rest) - 1)}"
    return " -> ".join((first, *rest))


def _uninterpreted(sort: str) -> str:
    return snake_case(sort).upper()


def _declared(blocks: Sequence[Sequence[Entry]]) -> Lines:
    """Names one a line with what they are behind them; blocks apart by an empty line."""
    every = [one for block in blocks for one in block]
    column = max(len(name) for name, _, _ in every) + 1
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        for name, type_, doc in block:
            comma = "" if (name, type_, doc) == every[-1] else ","
            lines.append(f"\\* @type: {type_};")
            head = f"{name + comma:<{column}}"
            first, *more = filled(doc, WIDTH - 2 - column - 5) or ("",)
            lines.append(f"{head}  \\* {first}" if first else head.rstrip())
            lines += [f"{'':<{column}}  \\* {one}" for one in more]
    return indent(lines)


def _what(writer: Writer, variable: Variable) -> str:
    match variable.role:
        case Shared() | Local():
            return variable.doc
        case Place(process):
            parameter = writer.system.process[process].parameter
            if parameter is None:
                return f"the step that {process} takes next"
            return f"the step that each {process} takes next"
        case Holders(lock, mode, process):
            return f"{_who(variable, process)} {lock}{_mode(mode)} between two steps"
        case Yielded(lock, mode, process):
            return (
                f"{_who(variable, process, 'take')} {lock}{_mode(mode)} again with their next step"
            )
        case _:
            assert_never(variable.role)


def _who(variable: Variable, process: str, verb: str = "hold") -> str:
    if isinstance(variable.type, BoolType):
        return f"whether {process} {verb}s"
    return f"each {process} that {verb}s"


def _mode(mode: Mode) -> str:
    return "" if mode is Mode.EXCLUSIVE else f" for {'reading' if mode is Mode.READ else 'writing'}"


def _functions(writer: Writer, variable: Variable, values: Text) -> Text:
    """All functions from the variable's indices to ``values``, nested."""
    for index in reversed(variable.indices):
        domain = writer.set_of(index).flat
        values = _function(domain, values)
    return values


def _function(domain: str, values: Text) -> Text:
    def broken(width: int) -> Lines:
        lines = values.lines(width - 5)
        return (f"[{domain} ->", *(f"   {one}" for one in lines[:-1]), f"   {lines[-1]}]")

    return Text(f"[{domain} -> {values.flat}]", Binds.ATOM, broken=broken)


def _everywhere(writer: Writer, variable: Variable, value: Term) -> Text:
    """``value`` for each entry."""
    heads: list[str] = []
    letters: list[str] = []
    for index in variable.indices:
        letters.append(writer.names.bound(_letter(index), letters))
        heads.append(f"[{letters[-1]} \\in {writer.set_of(index).flat} |-> ")
    flat = "".join(heads) + writer.text(value).flat + "]" * len(heads)
    return Text(flat, Binds.ATOM)


def _letter(type_: Type) -> str:
    match type_:
        case SortType(name) | EnumType(name, _):
            return camel(name)[0].lower()
        case _:
            return "n"


def _aligned(entries: Sequence[tuple[str, str, Text]]) -> Lines:
    """A conjunct an entry, the signs below one another."""
    width = max(len(name) for name, _, _ in entries)
    lines: list[str] = []
    for name, sign, value in entries:
        head = f"/\\ {name:<{width}} {sign} "
        block = value.lines(WIDTH - 2 - len(head))
        lines += [head + block[0], *(" " * len(head) + one for one in block[1:])]
    return tuple(lines)
