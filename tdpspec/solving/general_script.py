"""A proof for every size as SMT-LIB 2 scripts with uninterpreted sorts and quantifiers: one for the
first states, one for each action, one for the claim; each lemma is a query of its own, with just
the lemmas that it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tdpspec.solving.first_order import FirstOrder
from tdpspec.solving.session import Formula
from tdpspec.solving.smtlib import Declarations, assertion, query
from tdpspec.system.certificate import Script
from tdpspec.system.claims import all_variables_read
from tdpspec.system.first_member import by_order
from tdpspec.system.model import Action, System
from tdpspec.system.terms import Term


def general_scripts(
    system: System,
    claim: Term,
    claim_needs: Iterable[str],
    lemmas: Mapping[str, Term],
    needs: Mapping[str, Iterable[str]],
) -> tuple[Script, ...]:
    """Scripts that show together that ``claim`` holds in all reachable states at every size: it
    follows from the lemmas ``claim_needs``, and each lemma is kept by every step from a state in
    which it holds with those that ``needs`` has for it, or with all where it has none.

    Errors: ``TooWideError`` where the first-order form cannot be written.
    """
    logic = FirstOrder(system)
    holds = {name: logic.holds(one) for name, one in lemmas.items()}
    start = _Page(logic)
    for name, one in holds.items():
        start.define(name, one)
    start.assume(logic.initial)
    first = by_order(lemmas)
    for name in lemmas:
        if name not in first:
            start.ask(f"{name}: in all initial states", (), name)
    for name, order in first.items():
        start.note(_of_finitely_many(name, order))
    end = _Page(logic)
    for name in claim_needs:
        end.define(name, holds[name])
    end.define("the claim", logic.holds(claim))
    end.ask("the claim: in all states in which the lemmas hold", tuple(claim_needs), "the claim")
    initial = start.script("every_size.initial.smt2", "the lemmas hold in all initial states")
    return (
        *((initial,) if lemmas else ()),
        *_kept(logic, lemmas, holds, needs),
        end.script("every_size.claim.smt2", "the claim follows from the lemmas"),
    )


def _kept(
    logic: FirstOrder,
    lemmas: Mapping[str, Term],
    holds: Mapping[str, Formula],
    needs: Mapping[str, Iterable[str]],
) -> Iterator[Script]:
    for action in logic.system.actions if lemmas else ():
        page = _Page(logic)
        _ask_kept(page, logic, action, lemmas, holds, needs)
        yield page.script(
            f"every_size.step.{action.name}.smt2",
            f"each lemma holds after a step of {action.name} from a state in which they hold",
        )


def _ask_kept(
    page: _Page,
    logic: FirstOrder,
    action: Action,
    lemmas: Mapping[str, Term],
    holds: Mapping[str, Formula],
    needs: Mapping[str, Iterable[str]],
) -> None:
    """Ask for each lemma that the step may break, and say of the others why it cannot."""
    step = logic.step(action)
    for one in step.conditions:
        page.assume(one)
    first = by_order(lemmas)
    touched = [
        name
        for name, one in lemmas.items()
        if name not in first and all_variables_read(logic.system, one) & step.changed
    ]
    for name, one in holds.items():
        page.define(name, one)
    for name in touched:
        page.define(f"{name} after", logic.after(lemmas[name], step.changed))
        used = [one for one in lemmas if one == name or one in needs.get(name, tuple(lemmas))]
        page.ask(f"{name}: after the step, with {', '.join(used)}", used, f"{name} after")
    left = [name for name in lemmas if name not in touched and name not in first]
    if left:
        page.note(f"Not asked, since the step changes no variable of it: {', '.join(left)}.")
    for name, order in first.items():
        page.note(_of_finitely_many(name, order))


def _of_finitely_many(lemma: str, order: str) -> str:
    return (
        f"Not asked, since no solver knows that there are finitely many members: {lemma}, that one "
        f"of them comes first. It is true where {order} is, that the order is one."
    )


class _Page:
    """A script in the making."""

    def __init__(self, logic: FirstOrder) -> None:
        self._declared = Declarations()
        self._axioms = logic.axioms
        self._lines: list[str] = []
        self._queries = 0

    def assume(self, formula: Formula) -> None:
        self._lines.append(assertion(self._declared.text(formula)))

    def define(self, name: str, formula: Formula) -> None:
        text = self._declared.text(formula)
        self._lines.append(f"(define-fun |: {name}| () Bool {text})")

    def ask(self, comment: str, held: Iterable[str], broken: str) -> None:
        names = (*(f"|: {one}|" for one in held), f"(not |: {broken}|)")
        self._lines.extend(query(comment, names))
        self._queries += 1

    def note(self, text: str) -> None:
        self._lines.extend(("", f"; {text}"))

    def script(self, file: str, shows: str) -> Script:
        """With the axioms, which are known when all symbols are."""
        axioms = [assertion(self._declared.text(one)) for one in self._axioms]
        lines = (
            f"; If all answers are unsat: {shows}.",
            "(set-logic ALL)",
            *self._declared.lines(),
            *axioms,
            *self._lines,
        )
        return Script(file, shows, self._queries, "\n".join(lines) + "\n")
