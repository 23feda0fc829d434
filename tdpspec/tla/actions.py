"""One operator for each action: its guard, what it changes, what it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tdpspec.system.clause import conjuncts
from tdpspec.system.make import conjunction, for_all, implies
from tdpspec.system.maps import terms_in
from tdpspec.system.model import RANGES_CLAIM, Action, Check
from tdpspec.system.terms import (
    TRUE,
    Bound,
    Read,
    Term,
    The,
    children,
    free,
)
from tdpspec.system.types import SortType
from tdpspec.tla.changes import (
    ChangeWriter,
    Depends,
    Item,
    Plain,
    Single,
    Together,
    items,
    variables_of,
)
from tdpspec.tla.layout import WIDTH, Lines, Text, bullets, indent, sourced
from tdpspec.tla.phrase import NO_FACTS, certain, learn, phrase
from tdpspec.tla.terms import Writer


def action_lines(action: Action, writer: Writer) -> Lines:
    """The operator with its comment."""
    inner = writer.binding(action.parameters)
    guard = phrase(action.guard)
    found = items(action.updates, learn(NO_FACTS, action.guard))
    used = [guard, *(term for one in found for term in _terms(one))]
    inner = replace(inner, short=_shortened(used, action.parameters, inner))
    guards = tuple(inner.text(one) for one in conjuncts(guard))
    changed = frozenset().union(*map(variables_of, found))
    names = writer.names.variables
    unchanged = [names[one.name] for one in writer.system.variables if one.name not in changed]
    parts = (*guards, *ChangeWriter(inner).conjuncts(found, unchanged))
    lets = [
        f"{name} == {replace(inner, short={}).text(term).flat}"
        for term, name in inner.short.items()
    ]
    return (
        *sourced(action.kernel, action.origin),
        f"{call(action, inner)} ==",
        *indent(_let(lets)),
        *indent(bullets("/\\", parts, WIDTH - 2)),
    )


def call(action: Action, writer: Writer) -> str:
    """The operator applied to the action's parameters, which must be in scope."""
    name = writer.names.actions[action.name]
    if not action.parameters:
        return name
    return f"{name}({', '.join(writer.bound[one] for one in action.parameters)})"


def check_text(action: Action, checks: tuple[Check, ...], writer: Writer) -> Text | None:
    """That the checks of an action hold wherever it is enabled; None if they do in any case."""
    facts = learn(NO_FACTS, action.guard)
    conditions = conjunction(
        *(
            certain(one.condition, facts)
            if one.claim == RANGES_CLAIM
            else phrase(one.condition, facts)
            for one in checks
        )
    )
    if conditions == TRUE:
        return None
    return writer.text(for_all(action.parameters, implies(phrase(action.guard), conditions)))


def _let(definitions: list[str]) -> Lines:
    if not definitions:
        return ()
    first, *more = definitions
    if not more:
        return (f"LET {first} IN",)
    return (f"LET {first}", *(f"    {one}" for one in more), "IN")


def _terms(item: Item) -> Iterator[Term]:
    match item:
        case Single(_, Plain(map_)):
            yield from terms_in(map_)
        case Single(variable, Depends(condition, then, otherwise)):
            yield condition
            yield from _terms(Single(variable, then))
            yield from _terms(Single(variable, otherwise))
        case Together(condition, then_items, other_items):
            yield condition
            for one in (*then_items, *other_items):
                yield from _terms(one)
        case _:
            raise AssertionError(item)


_OFTEN = 3


def _shortened(terms: list[Term], parameters: tuple[Bound, ...], writer: Writer) -> dict[Term, str]:
    """What options hold, by a name of its own where it is used again and again."""
    uses: Counter[Term] = Counter()
    held: dict[Term, None] = {}

    def walk(term: Term) -> None:
        if isinstance(term, The) and isinstance(term.of, Read) and term.of.indices:
            held.setdefault(term.of)
        if isinstance(term, Read):
            uses[term] += 1
        for one in children(term):
            walk(one)

    for term in terms:
        walk(term)
    short: dict[Term, str] = {}
    for term in held:
        if uses[term] < _OFTEN or not free(term) <= set(parameters):
            continue
        assert isinstance(term, Read)
        inside = getattr(term.type, "of", term.type)
        wanted = inside.name[0].lower() if isinstance(inside, SortType) else term.variable[0]
        used = {*writer.bound.values(), *short.values()}
        short[term] = writer.names.bound(wanted, used)
    return short
