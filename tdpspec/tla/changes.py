"""What an action changes, as TLA+: ``x' = ...`` with ``EXCEPT`` for single entries, changes with a
condition in common under one ``IF``, and ``UNCHANGED`` for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from tdpspec.system.make import conjunction, negation, rewrite
from tdpspec.system.maps import Branch, Build, Current, Map, Store, branch, entry, store
from tdpspec.system.model import Update
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    Bound,
    Ite,
    Not,
    Read,
    Term,
    bound_by,
    free,
    type_of,
)
from tdpspec.tla.layout import (
    Binds,
    Lines,
    Text,
    after,
    atom,
    bullets,
    enclosed,
    hang,
    indent,
)
from tdpspec.tla.phrase import Facts, learn, phrase
from tdpspec.tla.terms import OLD, Writer


@dataclass(frozen=True, slots=True)
class Plain:
    """The new value, whatever the circumstances."""

    map: Map


@dataclass(frozen=True, slots=True)
class Depends:
    """One change or the other."""

    condition: Term
    then: Change
    otherwise: Change


Change = Plain | Depends


@dataclass(frozen=True, slots=True)
class Together:
    """The changes of several variables that depend on the same condition."""

    condition: Term
    then: tuple[Item, ...]
    otherwise: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Single:
    variable: str
    change: Change


Item = Single | Together


def items(updates: Sequence[Update], facts: Facts) -> tuple[Item, ...]:
    """The updates of an action, those with a condition in common put together."""
    return _together([Single(one.variable, _change(one.map, facts)) for one in updates])


def variables_of(item: Item) -> frozenset[str]:
    """The variables that ``item`` changes in one case at least."""
    match item:
        case Single(variable, _):
            return frozenset({variable})
        case Together(_, then, otherwise):
            return frozenset().union(*map(variables_of, (*then, *otherwise)))
        case _:
            assert_never(item)


def is_unchanged(change: Change) -> bool:
    return isinstance(change, Plain) and isinstance(change.map, Current)


def _change(map_: Map, facts: Facts) -> Change:
    """``map_`` with its outermost conditions in the open."""
    match map_:
        case Current():
            return Plain(map_)
        case Branch(condition, then, otherwise):
            return _depends(condition, then, otherwise, facts)
        case Store(base, indices, value) if isinstance(base, Current):
            value = phrase(value, facts)
            at = tuple(phrase(one, facts) for one in indices)
            if isinstance(value, Ite):
                then, otherwise = store(base, at, value.then), store(base, at, value.otherwise)
                return _depends(value.condition, then, otherwise, facts)
            return Plain(store(base, at, value))
        case Store() | Build():
            return Plain(_phrase_map(map_, facts))
        case _:
            assert_never(map_)


def _phrase_map(map_: Map, facts: Facts) -> Map:
    match map_:
        case Current():
            return map_
        case Store(base, indices, value):
            at = tuple(phrase(one, facts) for one in indices)
            return store(_phrase_map(base, facts), at, phrase(value, facts))
        case Build(bound, value):
            names = {one.name for one in bound}
            outside = frozenset(one for one in facts if not names & {b.name for b in free(one)})
            return Build(bound, phrase(value, outside))
        case Branch(condition, then, otherwise):
            return branch(
                phrase(condition, facts),
                _phrase_map(then, learn(facts, condition)),
                _phrase_map(otherwise, learn(facts, negation(condition))),
            )
        case _:
            assert_never(map_)


def _depends(condition: Term, then: Map, otherwise: Map, facts: Facts) -> Change:
    if isinstance(condition, Not):
        condition, then, otherwise = condition.of, otherwise, then
    known = phrase(condition, facts)
    if known == TRUE:
        return _change(then, facts)
    if known == FALSE:
        return _change(otherwise, facts)
    yes = _change(then, learn(facts, condition))
    no = _change(otherwise, learn(facts, negation(condition)))
    if yes == no:
        return yes
    return Depends(known, yes, no)


def _narrowed(change: Depends) -> tuple[Term, Change, Change]:
    """The condition, what is then so and what otherwise: with no change, if any, at the end, and
    conditions that only narrow it further joined to it."""
    condition, then, otherwise = change.condition, change.then, change.otherwise
    if is_unchanged(then) and not is_unchanged(otherwise):
        condition, then, otherwise = negation(condition), otherwise, then
    if isinstance(then, Depends):
        inner, narrower, rest = _narrowed(then)
        if rest == otherwise:
            return conjunction(condition, inner), narrower, otherwise
    return condition, then, otherwise


def _together(singles: Sequence[Single]) -> tuple[Item, ...]:
    result: list[Item] = []
    done: set[str] = set()
    for one in singles:
        if one.variable in done:
            continue
        same = [
            other
            for other in singles
            if isinstance(one.change, Depends)
            and isinstance(other.change, Depends)
            and other.change.condition == one.change.condition
        ]
        if len(same) < 2:
            done.add(one.variable)
            result.append(one)
            continue
        done.update(other.variable for other in same)
        result.append(_one_if(same))
    return tuple(result)


def _one_if(same: Sequence[Single]) -> Together:
    """``same`` under one ``IF`` whose ``ELSE`` changes less than its ``THEN``; conditions that only
    narrow it further are joined to it."""
    yes = [Single(one.variable, one.change.then) for one in same if isinstance(one.change, Depends)]
    no = [
        Single(one.variable, one.change.otherwise)
        for one in same
        if isinstance(one.change, Depends)
    ]
    first = same[0].change
    assert isinstance(first, Depends)
    condition = first.condition
    if sum(is_unchanged(one.change) for one in yes) > sum(is_unchanged(one.change) for one in no):
        condition, yes, no = negation(condition), no, yes
    then, otherwise = _together(yes), _together(no)
    match then:
        case (Together() as inner,) if otherwise == inner.otherwise:
            return Together(conjunction(condition, inner.condition), inner.then, otherwise)
        case _:
            return Together(condition, then, otherwise)


@dataclass(frozen=True)
class ChangeWriter:
    """Writes the changes of one action."""

    writer: Writer

    def conjuncts(self, found: Sequence[Item], unchanged: Iterable[str]) -> tuple[Text, ...]:
        """One conjunct an item; the signs ``=`` of neighbours below one another. ``unchanged`` are
        the variables, in TLA+, that stay as they are besides."""
        parts: list[Text] = []
        widths = self._widths(found)
        still: list[str] = []
        for one, width in zip(found, widths, strict=True):
            match one:
                case Single(variable, change) if is_unchanged(change):
                    still.append(self.writer.names.variables[variable])
                case Single():
                    parts.append(self._single(one, width))
                case Together():
                    parts.append(self._if(one))
                case _:
                    assert_never(one)
        rest = self._in_groups([*unchanged, *still])
        if rest:
            parts.append(self._unchanged(rest))
        return tuple(parts)

    def _widths(self, found: Sequence[Item]) -> tuple[int, ...]:
        """For each item the width of the longest name beside it, up to the next ``IF``."""
        widths: list[int] = []
        for is_single, run in groupby(found, lambda one: isinstance(one, Single)):
            lengths = [self._length(one) for one in run]
            widths += [max(lengths) if is_single else 0] * len(lengths)
        return tuple(widths)

    def _length(self, one: Item) -> int:
        if isinstance(one, Together) or is_unchanged(one.change):
            return 0
        return len(self.writer.names.variables[one.variable])

    def _in_groups(self, unchanged: Sequence[str]) -> tuple[str, ...]:
        """In the order of declaration, a whole group by its own name."""
        names = self.writer.names
        rest = list(names.order)
        result: list[str] = []
        members = {one: group for group, of in names.groups.items() for one in of}
        still = set(unchanged)
        for one in rest:
            group = members.get(one)
            if group is not None and set(names.groups[group]) <= still:
                if group not in result:
                    result.append(group)
            elif one in still:
                result.append(one)
        return tuple(result)

    def _unchanged(self, names: tuple[str, ...]) -> Text:
        if len(names) == 1:
            return Text(f"UNCHANGED {names[0]}", Binds.NOT)
        listed = enclosed("UNCHANGED <<", [atom(one) for one in names], ">>")
        return replace(listed, binds=Binds.NOT)

    def _if(self, one: Together) -> Text:
        changed = variables_of(one)
        then, otherwise = (_list(self._side(side, changed)) for side in (one.then, one.otherwise))
        condition = self.writer.text(one.condition)

        def broken(width: int) -> Lines:
            return (
                *hang("IF ", condition.lines(width - 3)),
                *indent(hang("THEN ", then.lines(width - 7))),
                *indent(hang("ELSE ", otherwise.lines(width - 7))),
            )

        # Never on one line: an IF with primed variables below is easily overlooked.
        return Text(" " * 200, Binds.NOT, broken=broken)

    def _side(self, side: tuple[Item, ...], changed: frozenset[str]) -> tuple[Text, ...]:
        named = frozenset().union(*map(variables_of, side))
        names = self.writer.names.variables
        return self.conjuncts(side, [names[one] for one in changed - named])

    def _single(self, one: Single, width: int) -> Text:
        name = self.writer.names.variables[one.variable]
        value = self._value(one.change)
        if not value.open:
            value = value.at_least(Binds.SET)
        head = f"{name}'{' ' * (width - len(name))} = "

        def broken(room: int) -> Lines:
            return hang(head, value.lines(room - len(head)))

        return Text(head + value.flat, Binds.RELATION, broken=broken)

    def _value(self, change: Change) -> Text:
        match change:
            case Plain(map_):
                return self.map(map_)
            case Depends():
                condition, then, otherwise = _narrowed(change)
                return self._entry_if(change) or self.writer.choice(
                    self.writer.text(condition), self._value(then), self._value(otherwise)
                )
            case _:
                assert_never(change)

    def _entry_if(self, change: Depends) -> Text | None:
        """``[f EXCEPT ![i] = IF c THEN a ELSE b]`` where both sides change the same entry."""
        match change:
            case Depends(condition, Plain(Store(a, i, x)), Plain(Store(b, j, y))) if (
                i and i == j and a == b and isinstance(a, Current)
            ):
                return self.map(Store(a, i, Ite(condition, x, y)))
            case _:
                return None

    # -------------------------------------------------------------------------------- maps

    def map(self, map_: Map) -> Text:
        """The new value of a whole variable."""
        match map_:
            case Current(variable, _):
                return atom(self.writer.names.variables[variable])
            case Store(_, (), value):
                return self.writer.text(value)
            case Store():
                return self._except(map_)
            case Build((), value):
                return self.writer.text(value)
            case Build(bound, value):
                return self._build(bound, value)
            case Branch(condition, then, otherwise):
                return self.writer.choice(
                    self.writer.text(condition), self.map(then), self.map(otherwise)
                )
            case _:
                assert_never(map_)

    def _except(self, map_: Store) -> Text:
        stores: list[Store] = []
        base: Map = map_
        while isinstance(base, Store):
            stores.insert(0, base)
            base = base.base
        start = self.map(base)
        if isinstance(base, Branch):
            start = start.inside()
        changes = [self._clause(one) for one in stores]
        return _except_text(start, changes)

    def _clause(self, one: Store) -> Text:
        at = "".join(f"[{self.writer.text(index).flat}]" for index in one.indices)
        value = self.writer.text(_with_old(one.value, entry(one.base, one.indices)))
        head = f"!{at} = "

        def broken(width: int) -> Lines:
            return hang(head, value.lines(width - len(head)))

        return Text(head + value.flat, Binds.RELATION, broken=broken)

    def _build(self, bound: tuple[Bound, ...], value: Term) -> Text:
        inner = self.writer.binding(bound)
        head = "".join(
            f"[{inner.bound[one]} \\in {self.writer.set_of(one.type).flat} |-> " for one in bound
        )
        body = inner.text(value)
        end = "]" * len(bound)

        def broken(width: int) -> Lines:
            return (head.rstrip(), *indent(after(body.lines(width - 2 - len(end)), end)))

        return Text(head + body.flat + end, Binds.ATOM, broken=broken)


def _except_text(start: Text, changes: Sequence[Text]) -> Text:
    head = f"[{start.flat} EXCEPT "

    def broken(width: int) -> Lines:
        if any(len(one.flat) > width - len(head) - 1 for one in changes):
            lines = [
                line
                for one in changes
                for line in after(one.lines(width - 3), "," if one is not changes[-1] else "]")
            ]
            return (head.rstrip(), *indent(lines))
        return hang(
            head,
            [one.flat + ("," if one is not changes[-1] else "]") for one in changes],
        )

    return Text(head + ", ".join(one.flat for one in changes) + "]", Binds.ATOM, broken=broken)


def _list(parts: tuple[Text, ...]) -> Text:
    def broken(width: int) -> Lines:
        return bullets("/\\", parts, width)

    if len(parts) == 1:
        return parts[0]
    return Text(" " * 200, Binds.JUNCTION, broken=broken)


def _with_old(value: Term, old: Term) -> Term:
    """``value`` with ``@`` for the old value of the entry."""
    own = free(old)

    def leaf(term: Term) -> Term | None:
        if term == old:
            return Read(OLD, (), type_of(old))
        return term if set(bound_by(term)) & own else None

    return rewrite(value, leaf)
