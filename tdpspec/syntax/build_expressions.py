"""Trees of expressions and types to nodes."""

from __future__ import annotations

from dataclasses import dataclass, field

from lark import Token, Tree

from tdpspec.source.codes import BAD_BINDER, BINDER_IN_SET, NUMBER_TOO_LARGE
from tdpspec.source.diagnostic import Code, Diagnostic
from tdpspec.source.span import Span
from tdpspec.syntax.expressions import (
    AnyTypeName,
    At,
    Binary,
    Binder,
    BoolTypeName,
    Call,
    CanStep,
    Comprehension,
    Conditional,
    Doc,
    Expr,
    Field,
    HoldsLock,
    Index,
    Is,
    LockMode,
    Name,
    Negated,
    NoneLiteral,
    Number,
    Operator,
    OptionTypeName,
    Quantified,
    Quantifier,
    RangeTypeName,
    ScalarTypeName,
    SetLiteral,
    SetTypeName,
    Truth,
    Tuple,
    TypeName,
    VariableTypeName,
    Word,
)

Syntax = Tree[Token]
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Building:
    """What every builder needs: the path for spans, and the place for complaints."""

    path: str
    found: list[Diagnostic] = field(default_factory=list)

    def span(self, part: Syntax | Token) -> Span:
        """Where ``part`` was written. No rule but the roots can be empty, so there is always a
        beginning."""
        if isinstance(part, Token):
            return Span(self.path, part.start_pos or 0, part.end_pos or 0)
        return Span(self.path, part.meta.start_pos, part.meta.end_pos)

    def complain(self, code: Code, part: Syntax | Token, message: str, hint: str) -> None:
        self.found.append(Diagnostic(code, self.span(part), message, hint=hint))

    def word(self, token: Token) -> Word:
        return Word(str(token), span=self.span(token))


def trees(tree: Syntax) -> list[Syntax]:
    """The children that are trees, in order."""
    return [child for child in tree.children if isinstance(child, Tree)]


def names(tree: Syntax) -> list[Token]:
    """The children that are tokens, in order."""
    return [child for child in tree.children if isinstance(child, Token)]


def part(tree: Syntax, *rules: str) -> Syntax | None:
    """The first child that is a tree of one of ``rules``."""
    return next((child for child in trees(tree) if child.data in rules), None)


def doc_of(tree: Syntax, building: Building) -> Doc | None:
    """The doc string among the children."""
    doc = part(tree, "doc")
    if doc is None:
        return None
    text = " ".join(str(string)[1:-1] for string in names(doc))
    return Doc(" ".join(text.split()), span=building.span(doc))


def mode_of(tree: Syntax) -> LockMode | None:
    """The ``read`` or ``write`` among the children."""
    mode = part(tree, "mode")
    return None if mode is None else LockMode(str(names(mode)[0]))


# ---------------------------------------------------------------------------------------- types


def variable_type(tree: Syntax, building: Building) -> VariableTypeName:
    *indices, value = [any_type(child, building) for child in trees(tree)]
    return VariableTypeName(tuple(indices), value, span=building.span(tree))


def any_type(tree: Syntax, building: Building) -> AnyTypeName:
    at = building.span(tree)
    match str(tree.data):
        case "option_type":
            return OptionTypeName(_scalar_type(trees(tree)[0], building), span=at)
        case "set_type":
            return SetTypeName(tuple(_scalar_type(of, building) for of in trees(tree)), span=at)
        case _:
            return _scalar_type(tree, building)


def _scalar_type(tree: Syntax, building: Building) -> ScalarTypeName:
    at = building.span(tree)
    match str(tree.data):
        case "bool_type":
            return BoolTypeName(span=at)
        case "range_type":
            low, high = (_signed(bound, building) for bound in trees(tree))
            return RangeTypeName(low, high, span=at)
        case "named_type":
            return TypeName(str(names(tree)[0]), span=at)
        case rule:
            raise AssertionError(f"no type is built from the rule '{rule}'")


def _signed(tree: Syntax, building: Building) -> int:
    tokens = names(tree)
    value = number(tokens[-1], building)
    return -value if len(tokens) == 2 else value


def number(token: Token, building: Building) -> int:
    """The value of an INT; 0 and a complaint where it has more than nine digits."""
    if len(token.lstrip("0")) > MOST_DIGITS:
        building.complain(
            NUMBER_TOO_LARGE,
            token,
            f"this number has more than {MOST_DIGITS} digits",
            "ranges and sizes are small: every value is a case to look at",
        )
        return 0
    return int(token)


# ---------------------------------------------------------------------------------- expressions


def expression(tree: Syntax, building: Building) -> Expr:
    """One expression; parentheses leave no trace, and a span does not include them."""
    at = building.span(tree)
    children = tree.children
    match str(tree.data):
        case "parenthesis":
            return expression(trees(tree)[0], building)
        case "number":
            return Number(number(names(tree)[0], building), span=at)
        case "negative":
            return Number(-number(names(tree)[-1], building), span=at)
        case "truth":
            return Truth(names(tree)[0] == "true", span=at)
        case "none":
            return NoneLiteral(span=at)
        case "can_step":
            return CanStep(span=at)
        case "name":
            return Name(str(names(tree)[0]), span=at)
        case "field":
            return Field(_first(tree, building), building.word(names(tree)[0]), span=at)
        case "index":
            of, *arguments = _all(tree, building)
            return Index(of, tuple(arguments), span=at)
        case "call":
            return Call(building.word(names(tree)[0]), tuple(_all(tree, building)), span=at)
        case "tuple":
            return Tuple(tuple(_all(tree, building)), span=at)
        case "set_literal":
            return _set_literal(tree, building)
        case "comprehension":
            *parts, condition = trees(tree)
            bound = _comprehension_binders(parts, building)
            return Comprehension(bound, expression(condition, building), span=at)
        case "negated":
            return Negated(_first(tree, building), span=at)
        case "binary":
            left, right = _all(tree, building)
            return Binary(Operator(str(names(tree)[0])), left, right, span=at)
        case "is_":
            return Is(_first(tree, building), building.word(names(tree)[0]), span=at)
        case "at":
            return At(_first(tree, building), building.word(names(tree)[0]), span=at)
        case "holds":
            lock = building.word(names(tree)[0])
            return HoldsLock(_first(tree, building), lock, mode_of(tree), span=at)
        case "quantified":
            quantifier, bound_by, where, body = children
            assert isinstance(bound_by, Tree)
            assert isinstance(body, Tree)
            return Quantified(
                Quantifier(str(quantifier)),
                binders(bound_by, building),
                expression(where, building) if isinstance(where, Tree) else None,
                expression(body, building),
                span=at,
            )
        case "conditional":
            condition_, then, otherwise = _all(tree, building)
            return Conditional(condition_, then, otherwise, span=at)
        case rule:
            raise AssertionError(f"no expression is built from the rule '{rule}'")


def _first(tree: Syntax, building: Building) -> Expr:
    return expression(trees(tree)[0], building)


def _all(tree: Syntax, building: Building) -> list[Expr]:
    return [expression(child, building) for child in trees(tree)]


def binders(tree: Syntax, building: Building) -> tuple[Binder, ...]:
    """``p, q: Page, r in listed``"""
    return tuple(_binder(child, building) for child in trees(tree))


def _binder(tree: Syntax, building: Building) -> Binder:
    bound = tuple(building.word(name) for name in names(tree))
    last = trees(tree)[0]
    if tree.data == "binder_in":
        return Binder(bound, None, expression(last, building), span=building.span(tree))
    return Binder(bound, any_type(last, building), None, span=building.span(tree))


def _set_literal(tree: Syntax, building: Building) -> SetLiteral:
    elements = []
    for element in trees(tree):
        if element.data == "typed_binder":
            name = names(element)[0]
            building.complain(
                BINDER_IN_SET,
                element,
                f"`{name}` ranges over a type here, but no condition follows",
                f"a set is written `{{a, b}}`, or `{{{name}: Root | condition}}`; "
                "the name of a sort alone is the set of all its members",
            )
        else:
            elements.append(expression(element, building))
    return SetLiteral(tuple(elements), span=building.span(tree))


def _comprehension_binders(parts: list[Syntax], building: Building) -> tuple[Binder, ...]:
    """Before ``|``, ``r in listed`` was read as an expression, and the ``p`` of ``p, q: Page`` as
    a name that waits for its type."""
    result: list[Binder] = []
    waiting: list[Syntax] = []
    for piece in parts:
        if piece.data == "name":
            waiting.append(piece)
            continue
        if piece.data == "typed_binder":
            bound = [*(names(name)[0] for name in waiting), names(piece)[0]]
            at = building.span(waiting[0] if waiting else piece).to(building.span(piece))
            of = any_type(trees(piece)[0], building)
            result.append(Binder(tuple(map(building.word, bound)), of, None, span=at))
            waiting = []
            continue
        element = expression(piece, building)
        match element:
            case Binary(Operator.IN, Name(text), members) if piece.data == "binary":
                name = Word(text, span=element.left.span)
                result.append(Binder((name,), None, members, span=element.span))
            case _:
                _complain_of_binder(piece, building)
        for name_alone in waiting:
            _complain_of_binder(name_alone, building)
        waiting = []
    for name_alone in waiting:
        _complain_of_binder(name_alone, building)
    return tuple(result)


def _complain_of_binder(tree: Syntax, building: Building) -> None:
    building.complain(
        BAD_BINDER,
        tree,
        "this binds no variable",
        "left of `|` stand variables: `r: Root` or `r in listed`; what is collected are "
        "their values",
    )
