"""What is visible at one place of a module, and what has been noted on the way there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from tdpspec.checking import name_mistakes
from tdpspec.checking.names import (
    KIND,
    Declared,
    DefinitionName,
    Entry,
    LockName,
    ProcedureName,
    ProcessShape,
    SortName,
)
from tdpspec.source.diagnostic import Diagnostic, Found, in_order
from tdpspec.source.span import Span
from tdpspec.source.text import SourceText
from tdpspec.syntax.expressions import Word
from tdpspec.system.terms import Bound, Term
from tdpspec.system.types import Scalar


class Report:
    """The complaints about one module, and which of its names were used; ``check`` makes one
    and drops it."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}
        self._used: set[str] = set()
        self._named: dict[str, Span] = {}

    def add(self, *diagnostics: Diagnostic) -> None:
        """Note complaints; the same one twice is one."""
        self._found.update(dict.fromkeys(diagnostics))

    @property
    def found(self) -> Found:
        return in_order(tuple(self._found))

    def use(self, name: str) -> None:
        """``name`` (in full, for a variable) is used."""
        self._used.add(name)

    def uses(self, name: str) -> bool:
        return name in self._used

    def name(self, word: Word) -> None:
        """``word`` is given by an ``is``, here or elsewhere."""
        self._named.setdefault(word.text, word.span)

    def named(self, name: str) -> Span | None:
        """Where ``name`` is first given by an ``is``, if anywhere so far."""
        return self._named.get(name)


@dataclass(frozen=True, slots=True)
class Inner:
    """A name inside one declaration: a parameter, a bound variable, a name given by ``is``.

    Shape: ``term`` is what reading it means, None where its type is not known.
    """

    term: Term | None
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """What ``option is word`` names; ``option`` and ``type`` are None where it was wrong."""

    word: Word
    option: Term | None
    type: Scalar | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Shape: ``process`` is the one whose variables are read by their bare names. ``is_claim``
    where ``can_step`` may be read: in claims and lemmas, not in what decides about steps."""

    declared: Declared
    source: SourceText
    report: Report
    process: ProcessShape | None = None
    inner: Mapping[str, Inner] = field(default_factory=dict)
    is_claim: bool = False

    def complain(self, *diagnostics: Diagnostic) -> None:
        self.report.add(*diagnostics)

    def with_inner(self, word: Word, term: Term | None) -> Scope:
        """The scope in which ``word`` also means ``term``; complains where it hides a name."""
        before = self.place_of(word.text)
        if before is not None:
            self.complain(name_mistakes.hides_name(word, before))
        return self._knowing(word, term)

    def naming_by_is(self, word: Word) -> None:
        """Complains where ``x is word`` hides a name: mostly ``x = word`` is meant."""
        before = self.place_of(word.text)
        if before is not None:
            hint = f"`is` gives the value a new name; to compare it, write `= {word.text}`"
            self.complain(name_mistakes.hides_name(word, before, hint))

    def with_named(self, named: Iterable[tuple[Word, Term | None]]) -> Scope:
        """The scope that knows names given by ``is``, each with what it means from here on."""
        scope = self
        for word, term in named:
            scope = scope._knowing(word, term)
        return scope

    def _knowing(self, word: Word, term: Term | None) -> Scope:
        return replace(self, inner={**self.inner, word.text: Inner(term, word.span)})

    def place_of(self, name: str) -> Span | None:
        """Where ``name`` is declared, if anything visible here is called so."""
        if name in self.inner:
            return self.inner[name].span
        if self.process is not None and name in self.process.variables:
            return self.process.variables[name].span
        if name in self.declared.names:
            return self.declared.names[name].span
        if name in self.declared.literals:
            return self.declared.literals[name][0].span
        return None

    def own_parameter(self) -> tuple[Bound, ...]:
        """The own process's parameter as the first indices of its variables."""
        if self.process is None or self.process.parameter is None:
            return ()
        return (self.process.parameter,)

    def values(self) -> Iterator[str]:
        """Every name that can stand in an expression here."""
        yield from self.inner
        if self.process is not None:
            yield from self.process.variables
        for name, entry in self.declared.names.items():
            if not isinstance(entry.meaning, (LockName, ProcedureName)):
                yield name
        yield from self.declared.literals

    def entry(
        self, word: Word, kind: type[LockName | ProcedureName | DefinitionName | SortName]
    ) -> Entry | None:
        """The module's ``word``, which must be of ``kind``; complains and is None otherwise."""
        entry = self.declared.names.get(word.text)
        if entry is not None and isinstance(entry.meaning, kind):
            self.report.use(word.text)
            return entry
        if entry is None or word.text in self.inner:
            like = [
                name for name, one in self.declared.names.items() if isinstance(one.meaning, kind)
            ]
            self.complain(
                name_mistakes.unknown_name(
                    word.span,
                    f"no {KIND[kind].split(' ')[1]} is called `{word.text}`",
                    nearest(word.text, like),
                )
            )
        else:
            self.complain(
                name_mistakes.wrong_kind(
                    word.span,
                    f"`{word.text}` is {KIND[type(entry.meaning)]}, not {KIND[kind]}",
                    entry.span,
                )
            )
        return None


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``name`` is most likely a misspelling of, if any is close.

    >>> nearest("lsited", ["maps", "listed"])
    'listed'
    """
    by_lower: dict[str, str] = {}
    for one in candidates:
        by_lower.setdefault(one.lower(), one)
    found = get_close_matches(name.lower(), by_lower, n=1)
    return by_lower[found[0]] if found else None
