"""What lemmas are called where several proofs are read: each has one name, and each name means one
lemma, whichever search has found it; they are numbered in the order in which they are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.model import System
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Induction, Lemma, Proved


class Naming:
    """The names in proofs of claims of one system, which is fixed to a design. What the spec
    declares keeps its name."""

    def __init__(self, system: System) -> None:
        self._declared = declared_names(system)
        self._names: dict[tuple[str, Term], str] = {}
        self._new: dict[str, Iterator[str]] = {}

    def of(self, proof: Proved) -> Proved:
        """``proof`` with the names that its lemmas have among all proofs so far."""
        if not isinstance(proof.by, Induction):
            return proof
        names: dict[str, str] = {}
        for one in proof.by.lemmas:
            names[one.name] = self._name(one, frozenset(names.values()))
        lemmas = tuple(replace(one, name=names[one.name]) for one in proof.by.lemmas)
        needs = tuple(
            (names.get(name, name), tuple(names.get(one, one) for one in some))
            for name, some in proof.by.needs
        )
        return replace(proof, by=replace(proof.by, lemmas=lemmas, needs=needs))

    def _name(self, lemma: Lemma, taken: frozenset[str]) -> str:
        if lemma.name in self._declared:
            return lemma.name
        stem = lemma.name.rstrip("0123456789").rstrip("_")
        known = self._names.get((stem, lemma.condition))
        if known is not None and known not in taken:
            return known
        name = next(self._new.setdefault(stem, numbered(stem, self._declared)))
        self._names.setdefault((stem, lemma.condition), name)
        return name
