"""A system as a TLA+ module: every design at once, a choice being a constant.

One action is one operator, and ``Next`` is a plain disjunction of calls of them over constant sets:
then TLC's traces name the action that was taken. A run may come to an end where every process
is done; the language has no claim against it, so TLC is to be run with ``-deadlock``, which
switches its own check off. The alternative, a stuttering step where all is done, would have to guess
which ends are meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from tdpspec.system.claims import checks_of
from tdpspec.system.make import conjunction
from tdpspec.system.maps import terms_in
from tdpspec.system.model import (
    RANGES_CLAIM,
    Action,
    Assertion,
    Choice,
    Definition,
    Expected,
    Holders,
    Invariant,
    Mode,
    Place,
    Property,
    Shared,
    Sort,
    System,
    Variable,
    Yielded,
)
from tdpspec.system.printer import lock_text
from tdpspec.system.terms import (
    Arithmetic,
    Compare,
    IntValue,
    Saturate,
    Sign,
    Term,
    children,
    definitions_used,
    type_of,
)
from tdpspec.system.types import (
    BOOL,
    BoolType,
    EnumType,
    OptionType,
    RangeType,
    Scalar,
    SetType,
    SortType,
    Type,
)
from tdpspec.tla.actions import action_lines, call, check_text
from tdpspec.tla.header import header_lines
from tdpspec.tla.layout import (
    ENDING,
    RULE,
    WIDTH,
    Binds,
    Lines,
    Text,
    after,
    atom,
    box,
    bullets,
    comment,
    definition,
    enclosed,
    filled,
    hang,
    heading,
    indent,
    plain,
)
from tdpspec.tla.names import Names, all_terms, names_of, types_used, variable_blocks
from tdpspec.tla.phrase import phrase
from tdpspec.tla.terms import Writer, strings


def module_text(system: System) -> str:
    """The module of ``system``, with its choices as constants unless it is fixed to a design."""
    writer = Writer(system, names_of(system))
    parts = [
        (heading(writer.names.module), *header_lines(system, writer.names)),
        _constants(writer),
        _assumptions(writer),
        _sets(writer),
        _variables(writer),
    ]
    early = any(definitions_used(one) for one in system.initially)
    definitions = [_definition(one, writer) for one in system.definitions]
    if early:
        parts += definitions
    parts += [(RULE,), _type_ok(writer), _init(writer)]
    if not early and definitions:
        parts += [(RULE,), *definitions]
    parts += _saturation(writer)
    parts += _actions(writer)
    parts += [(RULE,), _next(writer), ("Spec == Init /\\ [][Next]_vars",)]
    claims = [_claim(one, writer) for one in system.properties]
    if claims:
        parts += [(RULE,), *claims]
    parts += [*_theorems(writer)]
    body = "\n\n".join("\n".join(one) for one in parts if one)
    return f"{body}\n{ENDING}\n"
