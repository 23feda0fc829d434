"""Print, then parse, is the identity; printing twice is printing once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from tdpspec.source.text import SourceText
from tdpspec.syntax.declarations import Declaration, Invariant, Module
from tdpspec.syntax.expressions import Expr
from tdpspec.syntax.parse import parse
from tdpspec.syntax.print_expressions import expression_text
from tdpspec.syntax.printer import WIDTH, declaration_lines, print_module
from tests.corpus import ACCEPTED, read
from tests.syntax.modules import DECLARATIONS, EXPRS, MODULES


def parsed(text: str) -> Module:
    module, found = parse(SourceText("printed.tdp", text))
    assert module is not None, (text, found)
    return module


def parsed_expression(text: str) -> Expr:
    (invariant,) = parsed(f"protocol a invariant b {text}").declarations
    assert isinstance(invariant, Invariant)
    return invariant.condition


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_a_spec_is_the_same_after_printing(path: Path) -> None:
    module = parsed(read(path).text)
    text = print_module(module)
    assert parsed(text) == module
    assert print_module(parsed(text)) == text
    assert max(map(len, text.splitlines())) <= WIDTH


@settings(max_examples=300)
@given(EXPRS)
def test_an_expression_is_the_same_after_printing(expr: Expr) -> None:
    assert parsed_expression(expression_text(expr)) == expr


@settings(max_examples=200)
@given(DECLARATIONS)
def test_a_declaration_is_the_same_after_printing(declaration: Declaration) -> None:
    text = "\n".join(["protocol a", *declaration_lines(declaration)])
    assert parsed(text).declarations == (declaration,)


@given(MODULES)
def test_a_module_is_the_same_after_printing(module: Module) -> None:
    text = print_module(module)
    assert parsed(text) == module
    assert print_module(parsed(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "a and b or not c => d => e",
        "(a => b) => c",
        "a and (b and c)",
        "(a <=> b) <=> c",
        "a => (b <=> c)",
        "(forall r: Root. a) and b",
        "a and forall r: Root. b => c",
        "not (a and forall r: Root. b)",
        "x = (if a then b else c)",
        "if a then b else if c then d else e",
        "x - (y - z) - 3 + -3",
        "(a = b) = (c in d)",
        "{r: Root, p in maps[r] | p notin v.pins} union {(a, b), none}",
        "exists z in v.gifts where z != none. z at zap and z holds gate read",
        "(if a then b else c) union d",
        "root is r and (r is s or a)",
    ],
)
def test_only_the_parentheses_that_are_needed_are_printed(text: str) -> None:
    assert expression_text(parsed_expression(text)) == text


def test_long_lines_are_broken_at_operators() -> None:
    conjunct = "a_relation[first_one, second_one] and b_relation[second_one, first_one]"
    text = f"forall first_one, second_one: Root. {conjunct} => ({conjunct} or {conjunct})"
    (invariant,) = parsed(f'protocol a invariant b "why" {text}').declarations
    assert declaration_lines(invariant) == [
        'invariant b "why"',
        "    forall first_one, second_one: Root.",
        "        a_relation[first_one, second_one] and b_relation[second_one, first_one]",
        "        => a_relation[first_one, second_one] and b_relation[second_one, first_one]",
        "           or a_relation[first_one, second_one] and b_relation[second_one, first_one]",
    ]


def test_a_long_temporal_claim_is_broken_at_its_operator() -> None:
    part = "a_relation[first_one, second_one] and b_relation[second_one, first_one]"
    (short,) = parsed(
        "protocol a temporal t forall r: R where a. (forall s: R. s = r) leads to b"
    ).declarations
    assert declaration_lines(short) == [
        "temporal t forall r: R where a. (forall s: R. s = r) leads to b"
    ]
    (claim,) = parsed(
        f'protocol a temporal t "why" forall r: R. {part} leads to {part}'
    ).declarations
    assert declaration_lines(claim) == [
        'temporal t "why"',
        "    forall r: R.",
        f"        {part}",
        f"        leads to {part}",
    ]


def test_a_long_doc_string_becomes_several() -> None:
    module = parsed('protocol a "' + "many words " * 20 + '"')
    lines = print_module(module).splitlines()
    assert len(lines) > 2
    assert all(line.startswith('    "') and len(line) <= WIDTH for line in lines[1:])
    assert parsed(print_module(module)) == module
