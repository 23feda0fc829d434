"""Random modules for the round trip; they need not make sense, only be what can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

from tdpspec.source.span import Span
from tdpspec.syntax import declarations as d
from tdpspec.syntax import expressions as e
from tdpspec.syntax import statements as s
from tdpspec.syntax.grammar import words

AT = Span("random.tdp", 0, 0)

T = TypeVar("T")


def build(node: Callable[..., T], *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """Nodes of the class ``node`` with these parts."""
    return st.builds(lambda *values: node(*values, span=AT), *parts)


def some(strategy: st.SearchStrategy[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, min_size=least, max_size=least + 2).map(tuple)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


TEXTS = st.one_of(
    st.sampled_from(["r", "listed", "a_rather_long_name_that_fills_its_line", "X1", "_"]),
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,6}", fullmatch=True),
).filter(lambda text: text not in words())
WORDS = build(e.Word, TEXTS)
DOCS = maybe(
    build(
        e.Doc,
        st.lists(st.text("abcxyz,/*∀ü'.", min_size=1, max_size=9), max_size=24).map(" ".join),
    )
)
MODES = maybe(st.sampled_from(e.LockMode))

SCALARS = st.one_of(
    build(e.BoolTypeName),
    build(e.TypeName, TEXTS),
    build(e.RangeTypeName, st.integers(-9, 9), st.integers(0, 99)),
)
TYPES = st.one_of(
    SCALARS, build(e.OptionTypeName, SCALARS), build(e.SetTypeName, some(SCALARS, least=1))
)
VARIABLE_TYPES = build(e.VariableTypeName, some(TYPES), TYPES)


def binder(exprs: st.SearchStrategy[e.Expr]) -> st.SearchStrategy[e.Binder]:
    typed = st.tuples(some(WORDS, least=1), TYPES, st.none())
    member = st.tuples(WORDS.map(lambda word: (word,)), st.none(), exprs)
    return (typed | member).map(lambda parts: e.Binder(*parts, span=AT))


def reference(exprs: st.SearchStrategy[e.Expr]) -> st.SearchStrategy[e.Expr]:
    name = build(e.Name, TEXTS)
    field = build(e.Field, name, WORDS)
    return field | build(e.Index, name | field, some(exprs, least=1))


def larger(exprs: st.SearchStrategy[e.Expr]) -> st.SearchStrategy[e.Expr]:
    binders = some(binder(exprs), least=1)
    return st.one_of(
        build(e.Binary, st.sampled_from(e.Operator), exprs, exprs),
        build(e.Binary, st.sampled_from(e.Operator), exprs, exprs),
        build(e.Negated, exprs),
        build(e.Quantified, st.sampled_from(e.Quantifier), binders, maybe(exprs), exprs),
        build(e.Conditional, exprs, exprs, exprs),
        build(e.Comprehension, binders, exprs),
        build(e.SetLiteral, some(exprs)),
        build(e.Tuple, some(exprs, least=2)),
        build(e.Call, WORDS, some(exprs)),
        build(e.Is, exprs, WORDS),
        build(e.At, exprs, WORDS),
        build(e.HoldsLock, exprs, WORDS, MODES),
        reference(exprs),
    )


EXPRS: st.SearchStrategy[e.Expr] = st.recursive(
    st.one_of(
        build(e.Number, st.integers(-99, 99)),
        build(e.Truth, st.booleans()),
        build(e.NoneLiteral),
        build(e.CanStep),
        build(e.Name, TEXTS),
    ),
    larger,
    max_leaves=12,
)

SMALL = build(e.Name, TEXTS) | EXPRS
TARGETS = build(s.Target, WORDS, some(SMALL), maybe(WORDS))
SIMPLE: st.SearchStrategy[s.Statement] = st.one_of(
    build(s.Assign, TARGETS, SMALL),
    build(s.Add, SMALL, TARGETS),
    build(s.Remove, SMALL, TARGETS),
    build(s.When, SMALL),
    build(s.Goto, WORDS),
    build(s.CallProcedure, WORDS, some(SMALL)),
    build(s.Assert, WORDS, SMALL),
    build(s.Acquire, WORDS, MODES),
    build(s.Release, WORDS),
    build(s.Yield, WORDS),
)


def larger_statement(inner: st.SearchStrategy[s.Statement]) -> st.SearchStrategy[s.Statement]:
    body = some(inner)
    binders = some(binder(SMALL))
    branch = build(s.Branch, binders, maybe(SMALL), maybe(WORDS), body)
    return st.one_of(
        build(s.If, SMALL, body, body),
        build(s.Choose, some(branch, least=1), maybe(body)),
        build(s.For, some(binder(SMALL), least=1), maybe(SMALL), body),
        build(s.With, WORDS, MODES, body),
    )


STATEMENTS = st.recursive(SIMPLE, larger_statement, max_leaves=4)
BODIES = some(STATEMENTS)
STEPS = build(d.Step, WORDS, DOCS, BODIES)
# A `with` that holds no label is a statement, so a region has at least one step.
REGIONS = st.recursive(
    build(d.Region, WORDS, MODES, some(STEPS, least=1)),
    lambda inner: build(d.Region, WORDS, MODES, some(inner | STEPS, least=1)),
    max_leaves=3,
)
PARAMETERS = build(d.Parameter, WORDS, TYPES)
VARIABLES = build(d.Variable, WORDS, VARIABLE_TYPES, maybe(SMALL), DOCS)


def temporal(premise: bool, bound: bool) -> st.SearchStrategy[d.Declaration]:
    """Only ``leads to`` has a premise, only ``forall`` a restriction."""
    others = [one for one in d.TemporalOperator if one is not d.TemporalOperator.LEADS_TO]
    return build(
        d.Temporal,
        WORDS,
        DOCS,
        some(build(d.AtSize, WORDS, st.integers(0, 9))),
        some(binder(SMALL), least=1) if bound else st.just(()),
        maybe(SMALL) if bound else st.none(),
        st.just(d.TemporalOperator.LEADS_TO) if premise else st.sampled_from(others),
        SMALL if premise else st.none(),
        SMALL,
    )


DECLARATIONS: st.SearchStrategy[d.Declaration] = st.one_of(
    build(d.Sort, WORDS, maybe(st.integers(0, 9)), st.just(()), DOCS),
    build(d.Sort, WORDS, st.none(), some(WORDS, least=1), DOCS),
    build(d.Enumeration, WORDS, some(WORDS, least=1), DOCS),
    build(d.Choice, WORDS, maybe(some(WORDS, least=1)), DOCS),
    build(d.Design, WORDS, DOCS, maybe(WORDS), some(build(d.Setting, WORDS, WORDS))),
    build(d.Lock, WORDS, st.booleans(), DOCS),
    VARIABLES,
    build(d.Initially, SMALL),
    build(d.Definition, WORDS, some(PARAMETERS), DOCS, SMALL),
    build(d.Procedure, WORDS, some(PARAMETERS), DOCS, BODIES),
    build(d.Process, WORDS, maybe(PARAMETERS), DOCS, some(VARIABLES), some(STEPS | REGIONS)),
    build(d.Action, WORDS, some(PARAMETERS), DOCS, BODIES),
    build(d.Claim, WORDS, DOCS),
    build(d.Invariant, WORDS, DOCS, SMALL),
    build(d.Lemma, WORDS, DOCS, SMALL),
    build(d.Fair, st.booleans(), WORDS, maybe(WORDS), DOCS),
    *(temporal(premise, bound) for premise in (False, True) for bound in (False, True)),
    build(d.Expect, WORDS, st.sampled_from(d.Outcome), some(WORDS, least=1), st.booleans()),
)
MODULES = build(d.Module, WORDS, DOCS, some(DECLARATIONS))
