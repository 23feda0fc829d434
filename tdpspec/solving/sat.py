"""Propositional solvers behind one small interface: clauses of integers in, a model or a core out.

Property-directed reachability puts tens of thousands of small queries, most of whose cost is the
way to the solver and back. A CDCL solver from PySAT answers one in a fraction of a millisecond;
where PySAT is not installed (the extra ``fast``), Z3 answers the same queries, more slowly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from tdpspec.solving.session import Answer, Formula, Session

try:
    from pysat.solvers import Solver as _PySat
except ImportError:  # the extra is not installed
    _PySat = None

_KIND = "cadical153"


class SolverGaveUpError(Exception):
    """A query was not answered; an engine turns it into ``Unknown``."""


class Sat(Protocol):
    """Clauses over the variables 1, 2, ...; a literal is a variable or its negative.

    Units: ``queries`` counts the calls of ``solve``.
    """

    queries: int

    def fresh(self) -> int:
        """A variable that was not handed out before."""
        ...

    def add(self, clause: Iterable[int]) -> None:
        """From now on one of the literals of ``clause`` holds."""
        ...

    def add_all(self, clauses: Iterable[list[int]]) -> None:
        """The same for many."""
        ...

    def solve(self, assumptions: Sequence[int] = ()) -> bool:
        """Whether all clauses can hold together with ``assumptions``. Errors:
        ``SolverGaveUpError``."""
        ...

    def is_true(self, literal: int) -> bool:
        """``literal`` in the model of the last query, which was satisfiable and after which no
        clause was added; variables that do not matter are false."""
        ...

    def conflicts(self) -> int:
        """How often all queries so far together ran into a dead end: a measure of their work that
        is the same on every machine."""
        ...

    def core(self) -> frozenset[int]:
        """Assumptions of the last query, which was unsatisfiable, that exclude each other under
        the clauses. Not the fewest."""
        ...


def new_sat() -> Sat:
    """The fastest solver that is installed."""
    return Z3Sat() if _PySat is None else PySat()


class PySat:
    """CaDiCaL, through PySAT. Source: Ignatiev, Morgado, Marques-Silva, PySAT: A Python Toolkit
    for Prototyping with SAT Oracles, SAT 2018."""

    def __init__(self) -> None:
        self._solver = _PySat(name=_KIND)
        # Fetched when it is first asked for: most queries are just whether there is one.
        self._model: list[int] | None = None
        self._count = 0
        self.queries = 0

    def fresh(self) -> int:
        self._count += 1
        return self._count

    def add(self, clause: Iterable[int]) -> None:
        self._solver.add_clause(list(clause))

    def add_all(self, clauses: Iterable[list[int]]) -> None:
        self._solver.append_formula(clauses)

    def solve(self, assumptions: Sequence[int] = ()) -> bool:
        self.queries += 1
        self._model = None
        answer = self._solver.solve(assumptions=assumptions)
        if answer is None:
            raise SolverGaveUpError("the SAT solver was interrupted")
        return bool(answer)

    def is_true(self, literal: int) -> bool:
        if self._model is None:
            self._model = self._solver.get_model()
            assert self._model is not None, "there is no model"
        place = abs(literal) - 1
        value = place < len(self._model) and self._model[place] > 0
        return value == (literal > 0)

    def conflicts(self) -> int:
        return int(self._solver.accum_stats()["conflicts"])

    def core(self) -> frozenset[int]:
        return frozenset(self._solver.get_core() or ())


class Z3Sat:
    """The same through Z3."""

    def __init__(self) -> None:
        self._session = Session()
        self._constants: dict[int, Formula] = {}
        self._values: dict[int, bool] = {}
        self._assumed: dict[int, int] = {}
        self._opposites: frozenset[int] = frozenset()
        self._count = 0
        self.queries = 0

    def fresh(self) -> int:
        self._count += 1
        return self._count

    def add(self, clause: Iterable[int]) -> None:
        self._session.add(self._session.clause([self._formula(one) for one in clause]))

    def add_all(self, clauses: Iterable[list[int]]) -> None:
        for one in clauses:
            self.add(one)

    def solve(self, assumptions: Sequence[int] = ()) -> bool:
        self.queries += 1
        # Of two that are opposites some versions of Z3 put only one into a core.
        known = frozenset(assumptions)
        self._opposites = frozenset(one for one in known if -one in known)
        if self._opposites:
            return False
        formulas = [self._formula(one) for one in assumptions]
        self._assumed = {
            self._session.identity(formula): one
            for formula, one in zip(formulas, assumptions, strict=True)
        }
        self._values = {}
        answer = self._session.check(formulas)
        if answer is Answer.UNKNOWN:
            raise SolverGaveUpError(self._session.why_unknown())
        return answer is Answer.SAT

    def is_true(self, literal: int) -> bool:
        variable = abs(literal)
        if variable not in self._values:
            self._values[variable] = self._session.value(self._formula(variable))
        return self._values[variable] == (literal > 0)

    def conflicts(self) -> int:
        return self._session.conflicts()

    def core(self) -> frozenset[int]:
        if self._opposites:
            return self._opposites
        return frozenset(self._assumed[one] for one in self._session.core())

    def _formula(self, literal: int) -> Any:
        variable = abs(literal)
        found = self._constants.get(variable)
        if found is None:
            found = self._constants[variable] = self._session.constant(f"v{variable}")
        return found if literal > 0 else self._session.negation(found)


def sat_version() -> str:
    """What answers, for reports: ``cadical153 (PySAT)`` or ``z3``."""
    return "z3" if _PySat is None else f"{_KIND} (PySAT)"
