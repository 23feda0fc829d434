"""Lemmas that differ in one word are one: that z is not zapping r at begin, at mark and at drop are
three cubes to a search, and to a person one sentence about where z is.

Together they say what they said one by one, and a proof has fewer lemmas to read and to check.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from tdpspec.engines.lemmas.general import Needs
from tdpspec.system.clause import Clause, clause_of
from tdpspec.system.make import disjunction, equal
from tdpspec.system.terms import EnumValue, Equal, Read, Term
from tdpspec.system.types import EnumType


@dataclass(frozen=True, slots=True)
class Joined:
    """Shape: ``lemmas`` has by name what they say, ``parts`` the names of the lemmas that there
    were of which each consists; ``needs`` as before, for the lemmas that there are now."""

    lemmas: Mapping[str, Term]
    parts: Mapping[str, tuple[str, ...]]
    needs: Needs


def joined(
    lemmas: Mapping[str, Term], claims: Iterable[str], needs: Needs, only: Collection[str]
) -> Joined:
    """``lemmas``, of which those of ``only`` that differ in one word are made one, again and
    again, and called as the first of them.

    Shape: ``needs`` has for the lemmas and for ``claims`` what each is shown with. No claim needs
           more afterwards: lemmas are joined where the claims that need one of them need all
           that any of them needs.
    """
    claims = tuple(claims)
    needed_by: dict[str, set[str]] = {name: set() for name in lemmas}
    for claim in claims:
        for name in needs.closure([claim]) & lemmas.keys():
            needed_by[name].add(claim)

    def may_be_one(group: _Group) -> bool:
        claims = {claim for name in group.names for claim in needed_by[name]}
        below = {one for name in group.names for one in needs.of[name]}
        return all(claims <= needed_by[one] for one in below.difference(group.names))

    groups = [_group(name, condition, name in only) for name, condition in lemmas.items()]
    before = len(groups) + 1
    while len(groups) < before:
        before = len(groups)
        for entry in dict.fromkeys(one for group in groups for one in group.words):
            groups = _joined_at(entry, groups, may_be_one)

    called = {part: group.names[0] for group in groups for part in group.names}
    parts = {group.names[0]: group.names for group in groups}
    of = {
        name: frozenset(called[one] for part in parts.get(name, (name,)) for one in needs.of[part])
        for name in (*claims, *parts)
    }
    return Joined({one.names[0]: one.term for one in groups}, parts, Needs(of))


@dataclass(frozen=True, slots=True)
class _Group:
    """Lemmas that are ``rest``, but for the words that entries of enums have in their cubes."""

    names: tuple[str, ...]
    condition: Term
    rest: Clause
    words: Mapping[Read, frozenset[str]]

    def all_but(self, entry: Read) -> object:
        """What must be the same of two groups that differ in this entry only."""
        others = frozenset((one, words) for one, words in self.words.items() if one != entry)
        premises, alternatives = frozenset(self.rest.premises), frozenset(self.rest.alternatives)
        return self.rest.bound, premises, alternatives, others

    def with_(self, other: _Group, entry: Read) -> _Group:
        words = {**self.words, entry: self.words[entry] | other.words[entry]}
        return replace(self, names=(*self.names, *other.names), words=words)

    @property
    def term(self) -> Term:
        """An entry of few words is a premise, one of many is none of the others."""
        if len(self.names) == 1:
            return self.condition
        premises, alternatives = list(self.rest.premises), list(self.rest.alternatives)
        for entry, words in self.words.items():
            type_ = entry.type
            assert isinstance(type_, EnumType), type_
            is_one = {one: equal(entry, EnumValue(one, type_)) for one in type_.values}
            these = [said for one, said in is_one.items() if one in words]
            others = [said for one, said in is_one.items() if one not in words]
            if len(these) <= len(others):
                premises.append(disjunction(*these))
            else:
                alternatives.extend(others)
        return Clause(self.rest.bound, tuple(premises), tuple(alternatives)).term


def _joined_at(
    entry: Read, groups: list[_Group], may_be_one: Callable[[_Group], bool]
) -> list[_Group]:
    """``groups``, of which those that differ just in ``entry`` are one where they may be."""
    found: list[_Group] = []
    alike: dict[object, list[int]] = {}
    for group in groups:
        if entry in group.words:
            places = alike.setdefault(group.all_but(entry), [])
            for place in places:
                both = found[place].with_(group, entry)
                if may_be_one(both):
                    found[place] = both
                    break
            else:
                places.append(len(found))
                found.append(group)
        else:
            found.append(group)
    return found


def _group(name: str, condition: Term, may_be_joined: bool) -> _Group:
    clause = clause_of(condition)
    if not may_be_joined:
        return _Group((name,), condition, clause, {})
    words: dict[Read, frozenset[str]] = {}

    def without_words(terms: tuple[Term, ...], is_so: bool) -> tuple[Term, ...]:
        left = []
        for one in terms:
            match one:
                case Equal(Read() as entry, EnumValue(word, EnumType(_, values))):
                    possible = frozenset({word} if is_so else {*values} - {word})
                    words[entry] = words.get(entry, possible) & possible
                case _:
                    left.append(one)
        return tuple(left)

    premises = without_words(clause.premises, True)
    alternatives = without_words(clause.alternatives, False)
    return _Group((name,), condition, Clause(clause.bound, premises, alternatives), words)
