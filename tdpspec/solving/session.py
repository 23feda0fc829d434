"""A Z3 solver with what the engines need of it: assumptions, a core, a model, a count of queries.

Each session has a Z3 context of its own, so that sessions share nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

import z3

Formula = Any
"""A Z3 Boolean; z3 has no types of its own. Only ``solving`` looks inside."""

_SEED = 0


class SolverKind(Enum):
    """Which of Z3's solvers. Measured with ``bmc`` on the shipped spec at two members a sort (102
    atoms, 72 ground actions), seconds to depth 15 and 25: ``FINITE`` 2.7 and 44, ``BITS`` 4.4
    and 46, ``SIMPLE`` 12 and 166."""

    FINITE = "QF_FD"
    BITS = "QF_BV"
    SIMPLE = "SimpleSolver"
    PLAIN = "Solver"


class Answer(Enum):
    """What a query came to; ``UNKNOWN`` only when a limit was hit."""

    SAT = "sat"
    UNSAT = "unsat"
    UNKNOWN = "unknown"


class Session:
    """One solver.

    Formulas are built by Z3's C interface: its Python operators check and convert every operand;
    with them property-directed reachability takes 1.6 times as long on the shipped spec.

    Units: ``effort`` limits each query in Z3's own deterministic resource units, some millions a
           second; 0 for no limit. ``queries`` counts the calls of ``check``.
    """

    def __init__(self, kind: SolverKind = SolverKind.FINITE, effort: int = 0) -> None:
        self.context = z3.Context()
        self._ref = self.context.ref()
        self._solver = _SOLVERS[kind](self.context)
        self._solver.set("random_seed", _SEED)
        if effort:
            self._solver.set("rlimit", effort)
        self._model: Any = None
        self.queries = 0

    def constant(self, name: str) -> Formula:
        """A free Boolean; the same for the same name."""
        return z3.Bool(name, self.context)

    def conjunction(self, formulas: Iterable[Formula]) -> Formula:
        listed = tuple(formulas)
        return self._formula(z3.Z3_mk_and(self._ref, len(listed), _array(listed)))

    def negation(self, formula: Formula) -> Formula:
        return self._formula(z3.Z3_mk_not(self._ref, formula.ast))

    def equal(self, left: Formula, right: Formula) -> Formula:
        return self._formula(z3.Z3_mk_eq(self._ref, left.ast, right.ast))

    def implies(self, left: Formula, right: Formula) -> Formula:
        return self._formula(z3.Z3_mk_implies(self._ref, left.ast, right.ast))

    def clause(self, formulas: Iterable[Formula], switch: Formula | None = None) -> Formula:
        """One of ``formulas`` holds, or ``switch`` is off."""
        listed = (*formulas, *(() if switch is None else (self.negation(switch),)))
        return self._formula(z3.Z3_mk_or(self._ref, len(listed), _array(listed)))

    def substitute(self, formula: Formula, pairs: Iterable[tuple[Formula, Formula]]) -> Formula:
        """``formula`` with constants replaced, all at once."""
        listed = tuple(pairs)
        old, new = _array([one for one, _ in listed]), _array([one for _, one in listed])
        return self._formula(z3.Z3_substitute(self._ref, formula.ast, len(listed), old, new))

    def add(self, formula: Formula) -> None:
        """From now on ``formula`` holds."""
        z3.Z3_solver_assert(self._ref, self._solver.solver, formula.ast)

    def check(self, assumptions: Iterable[Formula] = ()) -> Answer:
        """Whether everything added can hold together with ``assumptions``, which are constants
        or negated constants."""
        self.queries += 1
        listed = tuple(assumptions)
        answer = z3.Z3_solver_check_assumptions(
            self._ref, self._solver.solver, len(listed), _array(listed)
        )
        self._model = None
        if answer == z3.Z3_L_TRUE:
            self._model = self._solver.model()
            return Answer.SAT
        return Answer.UNSAT if answer == z3.Z3_L_FALSE else Answer.UNKNOWN

    def value(self, formula: Formula) -> bool:
        """``formula`` in the model of the last query, which was satisfiable; constants that do
        not matter are false."""
        return bool(z3.is_true(self._model.eval(formula, model_completion=True)))

    def core(self) -> frozenset[int]:
        """Identities (``identity``) of assumptions that the last query, which was
        unsatisfiable, cannot hold together with."""
        return frozenset(map(self.identity, self._solver.unsat_core()))

    def conflicts(self) -> int:
        """How often all queries so far together ran into a dead end."""
        told = self._solver.statistics()
        counts = (int(value) for name, value in told if name.endswith("conflicts"))
        return sum(counts)

    def _formula(self, ast: Any) -> Formula:
        return z3.BoolRef(ast, self.context)

    def identity(self, formula: Formula) -> int:
        """A number that equal formulas of this session share."""
        return int(formula.get_id())

    def why_unknown(self) -> str:
        """Z3's own words on why the last query was not answered."""
        return str(self._solver.reason_unknown())


def _array(formulas: Sequence[Formula]) -> Any:
    """Formulas as Z3's C interface takes them; they must stay alive as long as the array."""
    return (z3.Ast * len(formulas))(*(one.ast for one in formulas))


_SOLVERS: Mapping[SolverKind, Callable[[z3.Context], Any]] = {
    SolverKind.FINITE: lambda context: z3.SolverFor("QF_FD", ctx=context),
    SolverKind.BITS: lambda context: z3.SolverFor("QF_BV", ctx=context),
    SolverKind.SIMPLE: lambda context: z3.SimpleSolver(ctx=context),
    SolverKind.PLAIN: lambda context: z3.Solver(ctx=context),
}


def solver_version() -> str:
    """``z3 4.13.0``, for reports."""
    return f"z3 {z3.get_version_string()}"


def limit_memory(megabytes: int) -> None:
    """Let Z3 give up with an error of its own before the operating system ends the process."""
    z3.set_param("memory_max_size", megabytes)
