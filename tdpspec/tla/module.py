"""A system as a TLA+ module: every design at once, a choice being a constant.

One action is one operator, and ``Next`` is a plain disjunction of calls of them over constant sets:
then TLC's traces name the action that was taken. A run may come to an end where every process
is done; the language has no claim against it, so TLC is to be run with ``-deadlock``, which
switches its own check off. The alternative, a stuttering step where all is done, would have to guess
which ends are meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import assert_never

from tdpspec.system.claims import checks_of
from tdpspec.system.model import (
    RANGES_CLAIM,
    Action,
    Assertion,
    Design,
    Expected,
    Invariant,
    Process,
    Property,
    System,
)
from tdpspec.system.terms import Bound, definitions_used
from tdpspec.tla import declarations
from tdpspec.tla.actions import action_lines, call, check_text
from tdpspec.tla.declarations import definition_lines
from tdpspec.tla.header import designs_of, expected_of, header_lines, value_text
from tdpspec.tla.layout import (
    ENDING,
    RULE,
    WIDTH,
    Binds,
    Lines,
    Text,
    after,
    atom,
    bullets,
    comment,
    definition,
    hang,
    heading,
    indent,
    sentence,
    sourced,
)
from tdpspec.tla.names import names_of
from tdpspec.tla.phrase import phrase
from tdpspec.tla.terms import Writer

SPEC = ("Spec == Init /\\ [][Next]_vars",)


def module_text(system: System) -> str:
    """The module of ``system``, with its choices as constants unless it is fixed to a design."""
    writer = Writer(system, names_of(system))
    head = [heading(writer.names.module), *header_lines(system, writer.names)]
    if extended := declarations.extended(system):
        head.append(extended)
    definitions = [definition_lines(one, writer) for one in system.definitions]
    begins_with_definitions = any(map(definitions_used, system.initially))
    actions = _actions(writer)
    claims = [_claim(one, writer) for one in system.properties]
    parts: list[Lines] = [
        tuple(head),
        declarations.constants(writer),
        declarations.assumptions(writer),
        *declarations.sets(writer),
        declarations.variables(writer),
        declarations.tuples(writer),
        *(definitions if begins_with_definitions else ()),
        (RULE,),
        declarations.type_ok(writer),
        declarations.init(writer),
        (RULE,),
        *_numbers((*actions, *claims)),
        *(() if begins_with_definitions or not definitions else (*definitions, (RULE,))),
        *actions,
        (RULE,),
        _next(writer),
        SPEC,
        (RULE,),
        *claims,
        *_theorems(writer),
    ]
    body = "\n\n".join("\n".join(one) for one in parts if one)
    return f"{body}\n{ENDING}\n"


def _numbers(texts: Sequence[Lines]) -> list[Lines]:
    """What saturating updates need."""
    used = "\n".join(line for one in texts for line in one)
    found: list[Lines] = []
    for name, sign in (("Min", "<"), ("Max", ">")):
        if f"{name}(" in used:
            found.append((f"{name}(a, b) == IF a {sign} b THEN a ELSE b",))
    return found


def _actions(writer: Writer) -> list[Lines]:
    """The operators of all actions, process by process."""
    found: list[Lines] = []
    for process, actions in groupby(writer.system.actions, lambda one: one.process):
        if found:
            found.append((RULE,))
        if process and writer.system.process[process].doc:
            found.append(comment(_about(writer.system.process[process])))
        found += [action_lines(one, writer) for one in actions]
    return found


def _about(process: Process) -> str:
    who = process.name if process.parameter is None else f"{process.name}({process.parameter.name})"
    return f"Process {who}: {process.doc if process.doc[-1] in '.!?' else process.doc + '.'}"


def _next(writer: Writer) -> Lines:
    if not writer.system.actions:
        return ("Next == FALSE",)
    parts = _calls(writer.system.actions, 0, writer)
    if len(parts) == 1:
        return definition("Next", parts[0])
    return ("Next ==", *indent(bullets("\\/", parts, WIDTH - 2)))


def _calls(actions: Sequence[Action], depth: int, writer: Writer) -> list[Text]:
    """The calls of ``actions``, whose first ``depth`` parameters are in scope; those with the
    same next parameter share a quantifier."""
    parts: list[Text] = []
    groups: dict[object, list[Action]] = {}
    for one in actions:
        alone = depth == len(one.parameters)
        groups.setdefault(one.name if alone else one.parameters[depth], []).append(one)
    for bound, found in groups.items():
        if not isinstance(bound, Bound):
            parts += [atom(call(one, writer)) for one in found]
        elif len(found) == 1:
            rest = found[0].parameters[depth:]
            inner = writer.binding(rest)
            head = f"\\E {inner.ranging(rest)} :"
            parts.append(_below(head, [atom(call(found[0], inner))]))
        else:
            inner = writer.binding((bound,))
            head = f"\\E {inner.ranging((bound,))} :"
            parts.append(_below(head, _calls(found, depth + 1, inner)))
    return parts


def _below(head: str, calls: list[Text]) -> Text:
    def broken(width: int) -> Lines:
        return (head, *indent(bullets("\\/", calls, width - 2)))

    if len(calls) == 1:
        return Text(f"{head} {calls[0].flat}", Binds.NOT, open=True, broken=broken)
    flat = f"{head} " + " \\/ ".join(one.flat for one in calls)
    return Text(flat if len(calls) <= _ON_ONE_LINE else " " * WIDTH, Binds.NOT, True, broken)


_ON_ONE_LINE = 3


def _claim(claim: Property, writer: Writer) -> Lines:
    """A claim as the state property that it is."""
    system, name = writer.system, writer.names.properties[claim.name]
    said = sourced(claim.doc, claim.origin)
    match claim:
        case Invariant(_, condition, _, _):
            return (*said, *definition(name, writer.text(phrase(condition))))
        case Assertion():
            return _assertion(claim, said, name, writer)
        case _:
            assert_never(claim)


def _assertion(claim: Assertion, said: Lines, name: str, writer: Writer) -> Lines:
    """That no action is enabled whose check fails. The ranges need no words of their own where each
    update is seen to stay in its range: then no update is cut off, and TypeOK says the same."""
    found = []
    for action, pairs in groupby(checks_of(writer.system, claim.name), lambda one: one[0]):
        checks = tuple(check for _, check in pairs)
        text = check_text(action, checks, writer)
        if text is not None:
            found.append((text, action, checks))
    if not found and claim.name == RANGES_CLAIM:
        return (*comment(f"{sentence(claim.doc)}  TypeOK says just that."), f"{name} == TypeOK")
    if not found:
        return (*said, f"{name} == TRUE")
    if len(found) == 1:
        return (*said, *definition(name, found[0][0]))
    lines: list[str] = []
    for text, action, checks in found:
        texts = ", ".join(dict.fromkeys(one.text for one in checks))
        lines += comment(f"{writer.names.actions[action.name]}: {texts}")
        lines += bullets("/\\", [text, atom("")], WIDTH - 2)[:-1]
    return (*said, f"{name} ==", *indent(lines))


def _theorems(writer: Writer) -> list[Lines]:
    """What is claimed of the specification, design by design."""
    system = writer.system
    found: list[Lines] = [("THEOREM Spec => []TypeOK",)]
    for design in designs_of(system):
        holding = [
            writer.names.properties[claim]
            for claim, verdict in expected_of(system, design.name)
            if verdict is not Expected.REFUTES
        ]
        if holding:
            found.append(_theorem(design, holding, writer))
    return found


def _theorem(design: Design, holding: list[str], writer: Writer) -> Lines:
    claims = " /\\ ".join(holding)
    always = Text(
        f"Spec => []{claims if len(holding) == 1 else f'({claims})'}",
        Binds.LOOSE,
        broken=lambda width: hang(
            "Spec => [](", after(bullets("/\\", list(map(atom, holding)), width), ")")
        ),
    )
    if not writer.system.choices:
        return (f"THEOREM {always.flat}",) if len(always.flat) < WIDTH - 8 else (
            "THEOREM", *indent(always.lines(WIDTH - 2))
        )
    condition = " /\\ ".join(
        f"{writer.names.choices[name]} = {value_text(value)}" for name, value in design.assignment
    )
    return (
        *comment(f"Design {design.name}."),
        "THEOREM",
        f"  {condition}",
        *indent(hang("=> ", always.inside().lines(WIDTH - 7)), 4),
    )
