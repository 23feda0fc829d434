"""Trees of declarations to nodes: the last part of parsing."""

from __future__ import annotations

from lark import Token, Tree

from tdpspec.source.codes import TOO_DEEP
from tdpspec.source.diagnostic import Diagnostic, Found
from tdpspec.source.span import Span
from tdpspec.syntax.build_expressions import (
    Building,
    Syntax,
    any_type,
    binders,
    doc_of,
    expression,
    names,
    number,
    part,
    trees,
)
from tdpspec.syntax.build_statements import block, process_body, variable
from tdpspec.syntax.declarations import (
    Action,
    AtSize,
    Choice,
    Claim,
    Declaration,
    Definition,
    Design,
    Enumeration,
    Expect,
    Fair,
    Initially,
    Invariant,
    Lemma,
    Lock,
    Module,
    Outcome,
    Parameter,
    Procedure,
    Process,
    Setting,
    Sort,
    Temporal,
    TemporalOperator,
)
from tdpspec.syntax.expressions import Doc, Word

DEEPEST = 120
"""Levels in the deepest tree that is accepted: brackets, blocks, and the operators of a chain
(`a and b and c` has two) count. All stages walk trees recursively, and Python's stack is short."""


def build_module(header: Syntax, rest: tuple[Syntax, ...], path: str) -> tuple[Module, Found]:
    """The module of a whole file, cut into the piece with the ``protocol`` line and the others.

    Errors: the module is of use only if nothing found is an error.
    """
    building = Building(path)
    protocol, *declared = trees(header)
    for piece in rest:
        declared.extend(trees(piece))
    module = Module(
        building.word(names(protocol)[0]),
        doc_of(protocol, building),
        _declarations(declared, building),
        span=building.span(protocol).to(building.span(declared[-1] if declared else protocol)),
    )
    return module, tuple(building.found)


def mistakes_in(piece: Syntax, path: str) -> Found:
    """What building a piece of a file complains about, where another piece has mistakes."""
    building = Building(path)
    _declarations([tree for tree in trees(piece) if tree.data != "protocol"], building)
    return tuple(building.found)


def _declarations(found: list[Syntax], building: Building) -> tuple[Declaration, ...]:
    result: list[Declaration] = []
    for tree in found:
        deep = too_deep(tree, building.path)
        if deep is not None:
            building.found.append(deep)
        elif tree.data == "sorts":
            result.extend(_sort(child, building) for child in trees(tree))
        else:
            result.append(_declaration(tree, building))
    return tuple(result)


def too_deep(tree: Syntax, path: str) -> Diagnostic | None:
    """A complaint if ``tree`` has more than ``DEEPEST`` levels; found without recursion."""
    level: list[Syntax] = [tree]
    for _ in range(DEEPEST):
        level = [child for parent in level for child in parent.children if isinstance(child, Tree)]
        if not level:
            return None
    at = Span(path, level[0].meta.start_pos, level[0].meta.start_pos + 1)
    return Diagnostic(
        TOO_DEEP,
        at,
        f"this is nested more than {DEEPEST} levels deep",
        hint="name parts of it: a `def` for an expression, a `procedure` for statements",
    )


def _declaration(tree: Syntax, building: Building) -> Declaration:
    at = building.span(tree)
    tokens = names(tree)
    words = [building.word(token) for token in tokens]
    doc = doc_of(tree, building)
    match str(tree.data):
        case "enumeration":
            return Enumeration(words[0], _values(tree, building), doc, span=at)
        case "choice":
            free = part(tree, "truth_values") is not None
            return Choice(words[0], None if free else _values(tree, building), doc, span=at)
        case "design":
            settings = tuple(
                Setting(*map(building.word, names(child)), span=building.span(child))
                for child in trees(tree)
                if child.data == "setting"
            )
            return Design(words[0], doc, words[1] if words[1:] else None, settings, span=at)
        case "lock":
            return Lock(words[1], tokens[0].type == "RWLOCK", doc, span=at)
        case "variable":
            return variable(tree, building)
        case "initially":
            return Initially(expression(trees(tree)[0], building), span=at)
        case "definition":
            body = expression(trees(tree)[-1], building)
            return Definition(words[0], _parameters(tree, building), doc, body, span=at)
        case "procedure":
            statements = block(trees(tree)[-1], building)
            return Procedure(words[0], _parameters(tree, building), doc, statements, span=at)
        case "action":
            statements = block(trees(tree)[-1], building)
            return Action(words[0], _parameters(tree, building), doc, statements, span=at)
        case "process":
            return _process(tree, words[0], doc, building)
        case "claim":
            return Claim(words[0], doc, span=at)
        case "invariant":
            return Invariant(words[0], doc, expression(trees(tree)[-1], building), span=at)
        case "lemma":
            return Lemma(words[0], doc, expression(trees(tree)[-1], building), span=at)
        case "fairness":
            strongly, name, label = tree.children[:3]
            assert isinstance(name, Token)
            return Fair(
                strongly is not None,
                building.word(name),
                building.word(label) if isinstance(label, Token) else None,
                doc,
                span=at,
            )
        case "temporal":
            return _temporal(tree, words[0], doc, building)
        case "expect":
            design, _, *claims = words
            every_size = part(tree, "for_every_size") is not None
            return Expect(design, Outcome(str(tokens[1])), tuple(claims), every_size, span=at)
        case rule:
            raise AssertionError(f"no declaration is built from the rule '{rule}'")


def _sort(tree: Syntax, building: Building) -> Sort:
    name = building.word(names(tree)[0])
    size = part(tree, "size")
    members = part(tree, "members")
    return Sort(
        name,
        None if size is None else number(names(size)[0], building),
        () if members is None else tuple(map(building.word, names(members))),
        doc_of(tree, building),
        span=building.span(tree),
    )


def _values(tree: Syntax, building: Building) -> tuple[Word, ...]:
    values = part(tree, "values")
    assert values is not None
    return tuple(map(building.word, names(values)))


def _parameters(tree: Syntax, building: Building) -> tuple[Parameter, ...]:
    parameters = part(tree, "parameters")
    if parameters is None:
        return ()
    return tuple(_parameter(child, building) for child in trees(parameters))


def _parameter(tree: Syntax, building: Building) -> Parameter:
    of_type = any_type(trees(tree)[0], building)
    return Parameter(building.word(names(tree)[0]), of_type, span=building.span(tree))


def _temporal(tree: Syntax, name: Word, doc: Doc | None, building: Building) -> Temporal:
    for_all = part(tree, "for_all")
    where = None
    if for_all is not None:
        _, restriction = for_all.children
        where = expression(restriction, building) if isinstance(restriction, Tree) else None
    at_sizes = part(tree, "at_sizes")
    apart = {"doc", "at_sizes", "for_all"}
    *premise, goal = (
        expression(child, building) for child in trees(tree) if child.data not in apart
    )
    sign = " ".join(map(str, names(tree)[1:]))
    return Temporal(
        name,
        doc,
        () if at_sizes is None else tuple(_at_size(one, building) for one in trees(at_sizes)),
        () if for_all is None else binders(trees(for_all)[0], building),
        where,
        TemporalOperator("leads to" if sign == "leads" else sign),
        premise[0] if premise else None,
        goal,
        span=building.span(tree),
    )


def _at_size(tree: Syntax, building: Building) -> AtSize:
    sort, size = names(tree)
    return AtSize(building.word(sort), number(size, building), span=building.span(tree))


def _process(tree: Syntax, name: Word, doc: Doc | None, building: Building) -> Process:
    own = part(tree, "process_parameter")
    items = [child for child in trees(tree) if child.data not in {"process_parameter", "doc"}]
    variables, body = process_body(items, building)
    return Process(
        name,
        None if own is None else _parameter(trees(own)[0], building),
        doc,
        variables,
        body,
        span=building.span(tree),
    )
