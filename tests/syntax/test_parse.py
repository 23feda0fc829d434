"""From text to nodes, and all mistakes at once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdpspec.source import codes
from tdpspec.source.diagnostic import Code, Found
from tdpspec.source.read import LARGEST
from tdpspec.source.text import SourceText
from tdpspec.syntax.build import DEEPEST
from tdpspec.syntax.declarations import Definition, Invariant, Module, Process, Region, Step
from tdpspec.syntax.expressions import Binary, Expr, Name, Operator, Quantified
from tdpspec.syntax.parse import parse
from tdpspec.syntax.tokens import MOST_MISTAKES
from tests.corpus import ACCEPTED, read

SIGNS = (*'{}()[].,:=|?"/;@\n', ":=", "==", "=>", "//", "/*", "goto", "with", "var", "def", "else")


def module_of(text: str) -> Module:
    module, found = parse(SourceText("a.tdp", text))
    assert module is not None, found
    return module


def mistakes_of(text: str) -> list[tuple[int, Code]]:
    source = SourceText("a.tdp", text)
    module, found = parse(source)
    assert module is None
    return [(source.position(one.span.start)[0], one.code) for one in found]


def only_mistake(text: str) -> tuple[Found, SourceText]:
    source = SourceText("a.tdp", text)
    module, found = parse(source)
    assert module is None
    assert len(found) == 1, found
    return found, source


def expression(text: str) -> Expr:
    (declaration,) = module_of(f"protocol a\ninvariant x {text}").declarations
    assert isinstance(declaration, Invariant)
    return declaration.condition


def spelled(text: str) -> str:
    """The text with all parentheses that the tree stands for."""

    def show(expr: Expr) -> str:
        match expr:
            case Binary(op, left, right):
                return f"({show(left)} {op.value} {show(right)})"
            case Quantified(quantifier, _, _, body):
                return f"({quantifier.value} {show(body)})"
            case Name(name):
                return name
            case _:
                raise AssertionError(expr)

    return show(expression(text))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a and b or c and d", "((a and b) or (c and d))"),
        ("a => b => c", "(a => (b => c))"),
        ("(a => b) => c", "((a => b) => c)"),
        ("a or b <=> c", "((a or b) <=> c)"),
        ("a union b minus c", "((a union b) minus c)"),
        ("a = b and c in d union e", "((a = b) and (c in (d union e)))"),
        ("a and forall r: T. b and c => d", "(a and (forall ((b and c) => d)))"),
        ("(forall r: T. a) and b", "((forall a) and b)"),
        ("a => exists r in b. c or d", "(a => (exists (c or d)))"),
    ],
)
def test_how_tightly_operators_hold(text: str, meant: str) -> None:
    assert spelled(text) == meant


def test_a_dot_before_a_name_reads_a_field_and_one_before_a_blank_ends_a_quantifier() -> None:
    condition = expression("exists z in v.gifts. z = v.own")
    assert isinstance(condition, Quantified)
    assert isinstance(condition.body, Binary)
    assert condition.body.op is Operator.EQUAL


def test_a_span_is_the_exact_piece() -> None:
    text = "protocol a\ndef x(r: Root) =\n    (p or  q) and r in listed // all\nsort Root\n"
    definition = module_of(text).declarations[0]
    assert isinstance(definition, Definition)

    def piece(node: Expr | Definition) -> str:
        return text[node.span.start : node.span.end]

    assert isinstance(definition.body, Binary)
    assert piece(definition) == "def x(r: Root) =\n    (p or  q) and r in listed"
    assert piece(definition.body) == "(p or  q) and r in listed"
    assert piece(definition.body.left) == "p or  q"
    assert piece(definition.body.right) == "r in listed"


def test_offsets_count_characters_and_keep_line_ends() -> None:
    text = 'protocol a\r\n"∀ ü"\r\nvar x: bool = true\r\n'
    (variable,) = module_of(text).declarations
    assert text[variable.span.start : variable.span.end] == "var x: bool = true"


def test_lines_of_a_process_become_steps_and_regions() -> None:
    module = module_of(
        """protocol a
process p {
    var x: bool = true
    first: x := false
        with L { x := true }
    with L read {
        second: goto third
        with M { third: }
        with M { x := true  fourth: }
    }
    fifth:
}
""".replace("with M { x := true  fourth: }", "with M { fourth: x := true }")
    )
    (process,) = module.declarations
    assert isinstance(process, Process)
    assert [variable.name.text for variable in process.variables] == ["x"]
    first, region, fifth = process.body
    assert isinstance(first, Step)
    assert [type(statement).__name__ for statement in first.body] == ["Assign", "With"]
    assert isinstance(region, Region)
    assert [type(part).__name__ for part in region.body] == ["Step", "Region", "Region"]
    assert isinstance(fifth, Step)
    assert fifth.body == ()


def test_doc_strings_are_joined_and_folded() -> None:
    module = module_of('protocol a "one   two"\n   "three" // four\n  " five "\n')
    assert module.doc is not None
    assert module.doc.text == "one two three five"


def test_every_and_size_are_free_names() -> None:
    text = "protocol a\nvar size: bool = true\nvar every: bool = size"
    assert len(module_of(f"{text}\nexpect d proves c for  every size").declarations) == 3


def test_all_mistakes_are_told_at_once_without_others_that_follow() -> None:
    text = """protocol a
sort Root,
var listed: set Root := {}
invariant one forall r: Root.r in listed && listed == {}
vra other: bool = true
process p {
    begin
        listed = {};
        chose r: Root { add r to listed }
    next:
        if listed = {} {
            listed := Root
}
def broken = (1 + 2
invariant two 1 < 2 < 3
process q {
    var x: bool = true @
    x := false
    one: goto one
}
"""
    assert mistakes_of(text) == [
        (2, codes.UNEXPECTED),
        (3, codes.WRONG_ASSIGNMENT),
        (4, codes.TIGHT_DOT),
        (4, codes.FOREIGN_SIGN),
        (4, codes.FOREIGN_SIGN),
        (5, codes.MISSPELLED_WORD),
        (7, codes.MISSING_COLON),
        (8, codes.WRONG_ASSIGNMENT),
        (8, codes.FOREIGN_SIGN),
        (9, codes.MISSPELLED_WORD),
        (14, codes.OPEN_BRACKET),
        (15, codes.OPEN_BRACKET),
        (15, codes.MIXED_OPERATORS),
        (17, codes.STRAY_CHARACTER),
        (18, codes.NO_STEP),
    ]


def test_a_missing_brace_is_shown_with_the_one_that_is_open() -> None:
    text = """protocol a
process p {
    one:
        if x {
            y := z
    two:
        goto one
}
"""
    (found,), source = only_mistake(text)
    assert found.code is codes.OPEN_BRACKET
    assert source.line(source.position(found.span.start)[0]).strip() == "two:"
    (label,) = found.labels
    assert source.position(label.span.start) == (4, 14)


def test_a_misspelled_word_is_hinted_at() -> None:
    (found,), source = only_mistake("protocol a\nprocess p {\n    one: chooze r: R { }\n}\n")
    assert found.code is codes.MISSPELLED_WORD
    assert found.hint == "did you mean `choose`?"
    assert source.text[found.span.start : found.span.end] == "chooze"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("invariant i forall v: V. v.at = look", "write `v at look`"),
        ("invariant i forall v: V. v.at in held", "write `v at ...`"),
        ("expect a, b proves i", "write a line for each design; a line may name several claims"),
        ("invariant i: x", "remove it: what is claimed follows the name, or what is said of it"),
        ('lemma i "d": x', "remove it: what is claimed follows the name, or what is said of it"),
        ("invariant x = true", "write `invariant NAME x = ...`"),
        ("process p { a: assert x = true }", "write `assert NAME: x = ...`"),
        ('invariant i "one\n  two"\n  x', None),
    ],
)
def test_what_is_meant_is_hinted_at(line: str, hint: str | None) -> None:
    (found,), _ = only_mistake(f"protocol a\nvar x: bool = true\n{line}\n")
    assert found.hint == hint or hint is None


def test_a_string_that_is_closed_far_below_was_not_meant_to_have_lines() -> None:
    text = 'protocol a "open\nvar x: bool = true\ninvariant i "doc" x\n'
    (found,), source = only_mistake(text)
    assert source.text[found.span.start : found.span.end] == '"open'


def test_a_word_that_only_looks_misspelled_is_left_alone() -> None:
    module = module_of("protocol a\nvar chose: bool = true\ninvariant x chose")
    assert len(module.declarations) == 2


def test_the_end_of_a_file_is_after_its_last_token() -> None:
    (found,), source = only_mistake("protocol a\nvar x: bool =\n\n// nothing more\n")
    assert found.code is codes.UNEXPECTED
    assert found.message == "expected a value, found the end of the file"
    assert source.position(found.span.start) == (2, 14)


def test_groups_of_expectations_have_one_name() -> None:
    (found,), _ = only_mistake("protocol a\nprocess p { one: x := y ] }")
    assert found.code is codes.STRAY_BRACKET
    (found,), _ = only_mistake("protocol a\naction p { x := y 3 }")
    assert found.message == "expected a statement, an operator or `}`, found `3`"


def test_an_open_comment_hides_what_it_swallows() -> None:
    assert mistakes_of("protocol a\nprocess p {\n  /* one:\n  goto one\n}\n") == [
        (3, codes.OPEN_COMMENT)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "invariant x " + "(" * 10_000 + "a" + ")" * 10_000,
        "invariant x " + "(" * 10_000,
        "invariant x " + "{" * 10_000 + "}" * 10_000,
        "invariant x " + "not " * 2_000 + "a",
        "invariant x " + "a and " * 2_000 + "a",
        "invariant x " + "a => " * 2_000 + "a",
        "invariant x " + "a + " * 2_000 + "a",
        "invariant x " + "if a then b else " * 2_000 + "c",
        "invariant x " + "forall r: R. " * 2_000 + "c",
        "invariant x " + "a" + "[a" * 2_000 + "]" * 2_000,
        "invariant x " + "a" + ".a" * 2_000,
        "action x { " + "if a { } else " * 2_000 + "{ } }",
        "action x { " + "if a { " * 2_000 + "}" * 2_001,
        "process x { " + "with a { " * 2_000 + "b: " + "}" * 2_001,
    ],
    ids=range(14),
)
def test_thousands_of_levels_are_told_not_crashed_on(text: str) -> None:
    module, found = parse(SourceText("a.tdp", f"protocol a\n{text}\n"))
    assert module is None
    assert found
    assert {one.code for one in found} <= {codes.TOO_DEEP, codes.UNEXPECTED, codes.OPEN_BRACKET}


def test_the_deepest_chain_parses_and_one_longer_is_told() -> None:
    # The invariant and the names at its leaves are two of the levels.
    longest = " and ".join("a" for _ in range(DEEPEST - 1))
    assert expression(longest)
    ((_, code),) = mistakes_of(f"protocol a\ninvariant x {longest} and a")
    assert code is codes.TOO_DEEP


def test_thousands_of_declarations_and_statements_are_no_depth() -> None:
    many = "protocol a\n" + "var x: bool = true\n" * 3_000
    assert len(module_of(many).declarations) == 3_000
    assert module_of("protocol a\naction b { " + "x := y " * 3_000 + "}")


def test_a_file_full_of_mistakes_stops_being_told() -> None:
    for line in ("var : bool = true\n", "@\n", "a == b\n", "var a: bool == true\n"):
        _, found = parse(SourceText("a.tdp", "protocol a\n" + line * 1_000))
        assert 0 < len(found) <= MOST_MISTAKES


def test_the_largest_file_of_garbage_is_told() -> None:
    rng = random.Random(1)
    letters = "".join(chr(rng.randrange(32, 0x250)) for _ in range(LARGEST))
    module, found = parse(SourceText("a.tdp", letters))
    assert module is None
    assert len(found) <= MOST_MISTAKES


def assert_complaint_or_module(text: str) -> None:
    source = SourceText("a.tdp", text)
    module, found = parse(source)
    assert (module is None) == any(one.is_error for one in found)
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(text)
        assert one.message
        assert not one.message.endswith(".")
    assert parse(source) == (module, found)


@given(st.text())
def test_any_text_gives_a_module_or_complaints(text: str) -> None:
    assert_complaint_or_module(text)


@given(st.lists(st.sampled_from([*SIGNS, "a", "1", "process", "forall", "choose", "in"])))
def test_any_tokens_give_a_module_or_complaints(pieces: list[str]) -> None:
    assert_complaint_or_module("protocol a " + " ".join(pieces))


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_a_changed_spec_gives_a_module_or_complaints(path: Path) -> None:
    rng = random.Random(7)
    text = read(path).text
    for _ in range(15):
        start = rng.randrange(len(text))
        end = start + rng.choice((0, 1, 5, 40))
        assert_complaint_or_module(text[:start] + rng.choice(SIGNS) + text[end:])
