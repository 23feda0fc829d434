"""Designs and what is expected of them."""

from __future__ import annotations

from collections.abc import Mapping

from tdpspec.checking import meaning_mistakes, name_mistakes
from tdpspec.checking.order import in_dependency_order
from tdpspec.checking.scopes import Scope, nearest
from tdpspec.source.span import Span
from tdpspec.syntax.declarations import Choice, Design, Expect, Module, Outcome, Setting
from tdpspec.syntax.expressions import Word
from tdpspec.system import model
from tdpspec.system.make import truth
from tdpspec.system.model import LOCKS_CLAIM, RANGES_CLAIM, Expectation, Expected
from tdpspec.system.terms import BoolValue, EnumValue
from tdpspec.system.types import BoolType, EnumType

Value = BoolValue | EnumValue
Assignment = tuple[tuple[str, Value], ...]


def check_designs(
    module: Module, choices: tuple[model.Choice, ...], scope: Scope
) -> tuple[model.Design, ...]:
    """Every design as a full assignment. A protocol without choices and designs has one design,
    of its own name."""
    nodes: dict[str, Design] = {}
    for one in module.declarations:
        if isinstance(one, Design):
            if one.name.text in nodes:
                first = nodes[one.name.text].name.span
                scope.complain(name_mistakes.declared_twice(one.name, "the design", first))
            nodes.setdefault(one.name.text, one)
    if not nodes:
        for one in module.declarations:
            if isinstance(one, Choice):
                scope.complain(meaning_mistakes.no_design(one.name))
                return ()
        origin = scope.source.origin(module.name.span)
        return (model.Design(module.name.text, (), "", origin),)
    types = {one.name: one.type for one in choices}
    own = {name: _settings(node.settings, types, scope) for name, node in nodes.items()}
    likes = {name: _like(node, nodes, scope) for name, node in nodes.items()}
    order, cycles = in_dependency_order(likes)
    for cycle in cycles:
        spans = [nodes[name].name.span for name in cycle]
        scope.complain(name_mistakes.uses_itself(spans[0], cycle, spans[1:]))
    full: dict[str, Mapping[str, Value | None]] = {}
    for name in order:
        base = full.get(likes[name][0], {}) if likes[name] else {}
        full[name] = {**base, **own[name]}
        _complain_if_incomplete(nodes[name], choices, full, scope)
    found: list[model.Design] = []
    for name, node in nodes.items():
        assignment = _assignment(choices, full.get(name, {}))
        if assignment is not None:
            _complain_if_same(node.name, assignment, found, nodes, scope)
            doc = "" if node.doc is None else node.doc.text
            origin = scope.source.origin(node.span)
            found.append(model.Design(name, assignment, doc, origin))
    return tuple(found)


def _settings(
    settings: tuple[Setting, ...], types: Mapping[str, EnumType | BoolType], scope: Scope
) -> dict[str, Value | None]:
    """The values that a design gives itself; None for one that is wrong."""
    values: dict[str, Value | None] = {}
    first: dict[str, Span] = {}
    for setting in settings:
        choice, value = setting.choice, setting.value
        type_ = types.get(choice.text)
        if type_ is None:
            scope.complain(
                name_mistakes.unknown_name(
                    choice.span,
                    f"no choice is called `{choice.text}`",
                    nearest(choice.text, types),
                )
            )
            continue
        if choice.text in first:
            scope.complain(name_mistakes.set_twice(choice, first[choice.text]))
            continue
        first[choice.text] = choice.span
        values[choice.text] = None
        allowed = type_.values if isinstance(type_, EnumType) else ("true", "false")
        if value.text not in allowed:
            scope.complain(meaning_mistakes.wrong_choice_value(value, choice.text, allowed))
        elif isinstance(type_, EnumType):
            values[choice.text] = EnumValue(value.text, type_)
        else:
            values[choice.text] = truth(value.text == "true")
    return values


def _like(node: Design, nodes: Mapping[str, Design], scope: Scope) -> tuple[str, ...]:
    if node.like is None or not _is_known(node.like, nodes, scope):
        return ()
    return (node.like.text,)


def _is_known(design: Word, designs: Mapping[str, object], scope: Scope) -> bool:
    if design.text in designs:
        return True
    scope.complain(
        name_mistakes.unknown_name(
            design.span, f"no design is called `{design.text}`", nearest(design.text, designs)
        )
    )
    return False


def _complain_if_incomplete(
    node: Design,
    choices: tuple[model.Choice, ...],
    full: Mapping[str, Mapping[str, Value | None]],
    scope: Scope,
) -> None:
    # A design that is like an incomplete or unknown one inherits its gaps: told once, there.
    if node.like is not None and _has_gaps(node.like.text, choices, full):
        return
    missing = [one.name for one in choices if one.name not in full[node.name.text]]
    if missing:
        places = [(name, scope.declared.names[name].span) for name in missing]
        scope.complain(meaning_mistakes.incomplete_design(node.name, places))


def _has_gaps(
    name: str,
    choices: tuple[model.Choice, ...],
    full: Mapping[str, Mapping[str, Value | None]],
) -> bool:
    return name not in full or any(one.name not in full[name] for one in choices)


def _assignment(
    choices: tuple[model.Choice, ...], values: Mapping[str, Value | None]
) -> Assignment | None:
    found: list[tuple[str, Value]] = []
    for choice in choices:
        value = values.get(choice.name)
        if value is None:
            return None
        found.append((choice.name, value))
    return tuple(found)


def _complain_if_same(
    word: Word,
    assignment: Assignment,
    before: list[model.Design],
    nodes: Mapping[str, Design],
    scope: Scope,
) -> None:
    for other in before:
        if other.assignment == assignment:
            scope.complain(meaning_mistakes.same_design(word, nodes[other.name].name))
            return


_EXPECTED = {
    Outcome.PROVES: Expected.PROVES,
    Outcome.REFUTES: Expected.REFUTES,
    Outcome.HOLDS: Expected.HOLDS,
}


def check_expectations(
    module: Module, designs: tuple[model.Design, ...], scope: Scope
) -> tuple[Expectation, ...]:
    """One expectation for each claim of each ``expect`` line. ``designs`` are the right ones; a
    wrong one is known here all the same."""
    written = [one.name.text for one in module.declarations if isinstance(one, Design)]
    names = dict.fromkeys([*written, *(one.name for one in designs)])
    claims = [*scope.declared.claims, LOCKS_CLAIM, RANGES_CLAIM]
    found: dict[tuple[str, str], tuple[Expectation, Span]] = {}
    for node in module.declarations:
        if not isinstance(node, Expect):
            continue
        known = bool(names) and _is_known(node.design, names, scope)
        for claim in node.claims:
            if claim.text in scope.declared.lemmas:
                declared = scope.declared.lemmas[claim.text]
                scope.complain(name_mistakes.lemma_expected(claim, declared))
                continue
            if claim.text not in claims:
                scope.complain(
                    name_mistakes.unknown_name(
                        claim.span,
                        f"no claim is called `{claim.text}`",
                        nearest(claim.text, claims),
                    )
                )
                continue
            if not known:
                continue
            one = Expectation(
                node.design.text,
                claim.text,
                _EXPECTED[node.outcome],
                node.every_size,
                scope.source.origin(node.span),
            )
            key = (one.design, one.claim)
            if key in found:
                other, span = found[key]
                agrees = (other.verdict, other.every_size) == (one.verdict, one.every_size)
                scope.complain(meaning_mistakes.expected_twice(claim, one.design, span, agrees))
            else:
                found[key] = (one, claim.span)
    return tuple(one for one, _ in found.values())
