"""A system as a TLA+ module: every design at once, a choice being a constant.

One action is one operator, and ``Next`` is a plain disjunction of calls of them over constant sets:
then TLC's traces name the action that was taken. A run may come to an end where every process
is done; the language has no claim against it, so TLC is to be run with ``-deadlock``, which
switches its own check off. The alternative, a stuttering step where all is done, would have to
guess which ends are meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import assert_never

from tdpspec.system.claims import checks_of, temporal_claims
from tdpspec.system.maps import terms_in
from tdpspec.system.model import (
    CAN_STEP,
    RANGES_CLAIM,
    Assertion,
    Design,
    Expected,
    Invariant,
    Process,
    Property,
    System,
    Temporal,
    TemporalKind,
)
from tdpspec.system.terms import definitions_used
from tdpspec.tla import declarations
from tdpspec.tla.actions import action_lines, check_text
from tdpspec.tla.declarations import definition_lines
from tdpspec.tla.header import designs_of, expected_of, header_lines, value_text
from tdpspec.tla.layout import (
    ENDING,
    RULE,
    WIDTH,
    Binds,
    Lines,
    Text,
    atom,
    bullets,
    comment,
    definition,
    hang,
    heading,
    indent,
    junction,
    prefixed,
    sentence,
    sourced,
)
from tdpspec.tla.names import names_of
from tdpspec.tla.phrase import phrase
from tdpspec.tla.steps import next_lines, spec_lines
from tdpspec.tla.terms import Writer


def module_text(system: System) -> str:
    """The module of ``system``, with its choices as constants unless it is fixed to a design."""
    writer = Writer(system, names_of(system))
    head = [heading(writer.names.module), *header_lines(system, writer.names)]
    if extended := declarations.extended(system):
        head.append(extended)
    late = {CAN_STEP} if _is_only_claimed(CAN_STEP, system) else set()
    definitions = [
        definition_lines(one, writer) for one in system.definitions if one.name not in late
    ]
    begins_with_definitions = any(map(definitions_used, system.initially))
    actions = _actions(writer)
    claims = [_claim(one, writer) for one in system.properties]
    lemmas = _lemmas(writer)
    init = declarations.init(writer)
    parts: list[Lines] = [
        tuple(head),
        declarations.constants(writer),
        declarations.assumptions(writer),
        *declarations.sets(writer),
        *_numbers((init, *definitions, *actions, *claims, *lemmas)),
        declarations.variables(writer),
        declarations.tuples(writer),
        *(definitions if begins_with_definitions else ()),
        (RULE,),
        declarations.type_ok(writer),
        init,
        (RULE,),
        *(() if begins_with_definitions or not definitions else (*definitions, (RULE,))),
        *actions,
        (RULE,),
        *next_lines(writer),
        *((f"{writer.names.definitions[one]} == ENABLED Next",) for one in late),
        *spec_lines(writer),
        (RULE,),
        *claims,
        *lemmas,
        *_theorems(writer),
    ]
    body = "\n\n".join("\n".join(one) for one in parts if one)
    return f"{body}\n{ENDING}\n"


def _is_only_claimed(name: str, system: System) -> bool:
    """Whether a definition is used in claims only, so that it may stand below ``Next``."""
    terms = (
        *(one.body for one in system.definitions),
        *(one.guard for one in system.actions),
        *(t for one in system.actions for update in one.updates for t in terms_in(update.map)),
        *system.initially,
    )
    return name in system.definition and all(name not in definitions_used(one) for one in terms)


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


def _claim(claim: Property, writer: Writer) -> Lines:
    """A claim as the state property that it is."""
    name = writer.names.properties[claim.name]
    said = sourced(claim.doc, claim.origin)
    match claim:
        case Invariant(_, condition, _, _):
            return (*said, *definition(name, writer.text(phrase(condition))))
        case Assertion():
            return _assertion(claim, said, name, writer)
        case Temporal():
            return (*said, *definition(name, _temporal(claim, writer)))
        case _:
            assert_never(claim)


def _lemmas(writer: Writer) -> list[Lines]:
    """The lemmas as operators that no model checks: what an inductive invariant may be made of."""
    if not writer.system.hints:
        return []
    found: list[Lines] = [
        (RULE,),
        comment("Lemmas: hints for a proof by induction.  They are not claimed, and may be wrong."),
    ]
    for one in writer.system.hints:
        name = writer.names.lemmas[one.name]
        said = sourced(one.doc, one.origin)
        found.append((*said, *definition(name, writer.text(phrase(one.condition)))))
    return found


def _temporal(claim: Temporal, writer: Writer) -> Text:
    inner = writer.binding(claim.bound)
    goal = inner.text(phrase(claim.goal))
    match claim.kind:
        case TemporalKind.LEADS_TO:
            premise = inner.text(phrase(claim.premise)).left(Binds.RELATION)
            said = inner.infix("~>", premise, goal.at_least(Binds.RELATION), Binds.LOOSE)
        case TemporalKind.EVENTUALLY:
            said = prefixed("<>", goal)
        case TemporalKind.ALWAYS_EVENTUALLY:
            said = prefixed("[]<>", goal)
        case TemporalKind.EVENTUALLY_ALWAYS:
            said = prefixed("<>[]", goal)
        case _:
            assert_never(claim.kind)
    if not claim.bound:
        return said
    head = f"\\A {inner.ranging(claim.bound)} :"

    def broken(width: int) -> Lines:
        return (head, *indent(said.lines(width - 2)))

    return Text(f"{head} {said.flat}", Binds.NOT, True, broken)


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
        lines += comment(f"{writer.names.actions[action.name]}: {texts}", width=WIDTH - 2)
        lines += bullets("/\\", [text, atom("")], WIDTH - 2)[:-1]
    return (*said, f"{name} ==", *indent(lines))


def _theorems(writer: Writer) -> list[Lines]:
    """What is claimed of the specification, design by design."""
    system, names = writer.system, writer.names.properties
    temporal = {one.name for one in temporal_claims(system.properties)}
    found: list[Lines] = [("THEOREM Spec => []TypeOK",)]
    for design in designs_of(system):
        holding = [
            claim
            for claim, verdict in expected_of(system, design.name)
            if verdict is not Expected.REFUTES
        ]
        always = [atom(names[one]) for one in holding if one not in temporal]
        conclusions = [prefixed("[]", junction("/\\", always))] if always else []
        conclusions += [atom(names[one]) for one in holding if one in temporal]
        found += [_theorem(design, one, writer) for one in conclusions]
    return found


def _theorem(design: Design, conclusion: Text, writer: Writer) -> Lines:
    claim = writer.infix("=>", atom("Spec"), conclusion, Binds.LOOSE)
    if not writer.system.choices:
        if len(claim.flat) + len("THEOREM ") <= WIDTH:
            return (f"THEOREM {claim.flat}",)
        return ("THEOREM", *indent(claim.lines(WIDTH - 2)))
    chosen = [
        atom(f"{writer.names.choices[name]} = {value_text(value)}")
        for name, value in design.assignment
    ]
    return (
        *comment(f"Design {design.name}."),
        "THEOREM",
        # The arrow stands to the left of the list, or it would belong to the last conjunct.
        *indent(junction("/\\", chosen).lines(WIDTH - 5), 5),
        *indent(hang("=> ", claim.inside().lines(WIDTH - 5))),
    )
