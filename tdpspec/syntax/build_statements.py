"""Trees of statements to nodes, and the flat lines of a process to its steps and regions."""

from __future__ import annotations

from dataclasses import dataclass, field

from lark import Token, Tree

from tdpspec.source.codes import LABEL_IN_STEP, LATE_VARIABLE, NO_STEP, VARIABLE_IN_STEP
from tdpspec.syntax.build_expressions import (
    Building,
    Syntax,
    binders,
    doc_of,
    expression,
    mode_of,
    names,
    part,
    trees,
    variable_type,
)
from tdpspec.syntax.declarations import Region, Step, Variable
from tdpspec.syntax.expressions import Doc, Expr, Word
from tdpspec.syntax.statements import (
    Acquire,
    Add,
    Assert,
    Assign,
    Branch,
    CallProcedure,
    Choose,
    For,
    Goto,
    If,
    Release,
    Remove,
    Statement,
    Target,
    When,
    With,
    Yield,
)


def block(tree: Syntax, building: Building) -> tuple[Statement, ...]:
    """The statements between two braces."""
    return tuple(statement(child, building) for child in trees(tree))


def statement(tree: Syntax, building: Building) -> Statement:
    """One statement; labels and variables in the block of a ``with`` are complained about."""
    at = building.span(tree)
    words = [building.word(name) for name in names(tree)]
    children = trees(tree)
    match str(tree.data):
        case "assign":
            target, value = children
            return Assign(_target(target, building), expression(value, building), span=at)
        case "add":
            element, target = children
            return Add(expression(element, building), _target(target, building), span=at)
        case "remove":
            element, target = children
            return Remove(expression(element, building), _target(target, building), span=at)
        case "if_":
            condition, then, *more = children
            otherwise: tuple[Statement, ...] = ()
            if more and more[0].data == "if_":
                otherwise = (statement(more[0], building),)
            elif more:
                otherwise = block(more[0], building)
            return If(expression(condition, building), block(then, building), otherwise, span=at)
        case "when":
            return When(expression(children[0], building), span=at)
        case "choose":
            last = part(tree, "block")
            return Choose(
                tuple(_branch(child, building) for child in children if child.data == "branch"),
                None if last is None else block(last, building),
                span=at,
            )
        case "for_":
            bound, where, body = tree.children
            assert isinstance(bound, Tree)
            assert isinstance(body, Tree)
            return For(
                binders(bound, building), _optional(where, building), block(body, building), span=at
            )
        case "goto":
            return Goto(words[0], span=at)
        case "call_statement":
            arguments = tuple(expression(child, building) for child in children)
            return CallProcedure(words[0], arguments, span=at)
        case "assert_":
            return Assert(words[0], expression(children[0], building), span=at)
        case "with_":
            return _with_in_step(tree, building)
        case "acquire":
            return Acquire(words[0], mode_of(tree), span=at)
        case "release":
            return Release(words[0], span=at)
        case "yield_":
            return Yield(words[0], span=at)
        case rule:
            raise AssertionError(f"no statement is built from the rule '{rule}'")


def _optional(tree: Syntax | Token | None, building: Building) -> Expr | None:
    return expression(tree, building) if isinstance(tree, Tree) else None


def _target(tree: Syntax, building: Building) -> Target:
    *owner, name = (building.word(word) for word in names(tree))
    indices = tuple(expression(child, building) for child in trees(tree))
    return Target(name, indices, owner[0] if owner else None, span=building.span(tree))


def _branch(tree: Syntax, building: Building) -> Branch:
    bound, where, name, body = tree.children
    assert isinstance(body, Tree)
    return Branch(
        binders(bound, building) if isinstance(bound, Tree) else (),
        _optional(where, building),
        building.word(name) if isinstance(name, Token) else None,
        block(body, building),
        span=building.span(tree),
    )


def _with_in_step(tree: Syntax, building: Building) -> With:
    lock, *items = [child for child in tree.children if child is not None]
    assert isinstance(lock, Token)
    body = []
    for item in items:
        assert isinstance(item, Tree)
        if item.data == "label":
            building.complain(
                LABEL_IN_STEP,
                item,
                f"the label `{names(item)[0]}` stands inside a block of a step",
                "a step is whole: labels stand directly in a process, or in a `with` that does",
            )
        elif item.data == "variable":
            complain_of_variable(item, building)
        elif item.data != "mode":
            body.append(statement(item, building))
    return With(building.word(lock), mode_of(tree), tuple(body), span=building.span(tree))


def variable(tree: Syntax, building: Building) -> Variable:
    """``var x: T = value``"""
    name, of_type, initial = tree.children[:3]
    assert isinstance(name, Token)
    assert isinstance(of_type, Tree)
    return Variable(
        building.word(name),
        variable_type(of_type, building),
        _optional(initial, building),
        doc_of(tree, building),
        span=building.span(tree),
    )


def complain_of_variable(tree: Syntax, building: Building) -> None:
    building.complain(
        VARIABLE_IN_STEP,
        tree,
        f"the variable `{names(tree)[0]}` is declared inside a block",
        "declare it at the beginning of the process, or outside of it",
    )


# ------------------------------------------------------------------------------ steps and regions


@dataclass(slots=True)
class _OpenStep:
    """A step whose statements are still being collected."""

    label: Word
    doc: Doc | None
    tree: Syntax
    body: list[Statement] = field(default_factory=list)

    def close(self, building: Building) -> Step:
        at = building.span(self.tree)
        end = self.body[-1].span if self.body else at
        return Step(self.label, self.doc, tuple(self.body), span=at.to(end))


def process_body(
    items: list[Syntax], building: Building
) -> tuple[tuple[Variable, ...], tuple[Step | Region, ...]]:
    """The local variables of a process, and its steps and regions."""
    variables = []
    rest: list[Syntax] = []
    for item in items:
        if item.data == "variable" and rest and any(map(_has_label, rest)):
            building.complain(
                LATE_VARIABLE,
                item,
                f"the variable `{names(item)[0]}` is declared after the first label",
                "a process declares its variables first: move it up",
            )
        elif item.data == "variable":
            variables.append(variable(item, building))
        else:
            rest.append(item)
    return tuple(variables), _steps(rest, building)


def _has_label(item: Syntax) -> bool:
    """Whether ``item`` is a label, or a ``with`` around labels."""
    if item.data == "with_":
        return any(map(_has_label, trees(item)))
    return item.data == "label"


def _steps(items: list[Syntax], building: Building) -> tuple[Step | Region, ...]:
    """Labels begin steps, a ``with`` around labels is a region."""
    result: list[Step | Region] = []
    step: _OpenStep | None = None
    told = False
    place = "before the first label"
    for item in items:
        if item.data == "label":
            if step is not None:
                result.append(step.close(building))
            label = building.word(names(item)[0])
            step, told = _OpenStep(label, doc_of(item, building), item), False
        elif item.data == "with_" and _has_label(item):
            if step is not None:
                result.append(step.close(building))
            result.append(_region(item, building))
            step, told, place = None, False, "directly after a block with labels"
        elif item.data == "variable":
            complain_of_variable(item, building)
        else:
            node = statement(item, building)
            if step is not None:
                step.body.append(node)
            elif not told:
                told = True
                building.complain(
                    NO_STEP,
                    item,
                    f"this statement stands {place}",
                    "a statement belongs to a step: write a label before it, `begin:`",
                )
    if step is not None:
        result.append(step.close(building))
    return tuple(result)


def _region(tree: Syntax, building: Building) -> Region:
    items = [item for item in trees(tree) if item.data != "mode"]
    lock = building.word(names(tree)[0])
    return Region(lock, mode_of(tree), _steps(items, building), span=building.span(tree))
