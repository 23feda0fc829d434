"""What is asked of a system, and what can be wrong with asking."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from tdpspec.engines.defaults import DEPTH
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, Sizes, instance
from tdpspec.system.model import Sort, System


@dataclass(frozen=True, slots=True)
class Question:
    """Which designs and claims to judge, at which sizes, and with what effort.

    Shape: empty ``designs``, ``claims`` and ``engines`` stand for all of them (for ``engines``
           the usual ones); a sort that ``sizes`` leaves out has its default size. ``vacuity``:
           whether to look as well for what the verdicts are worth (``system/vacuity.py``);
           ``explain``: for why the proofs work (``system/explanation.py``).
    Units: ``depth`` in steps; ``seconds`` of wall time for one engine on one design;
           ``megabytes`` of memory for the same; ``jobs`` at a time.
    """

    designs: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    sizes: Sizes = ()
    engines: tuple[str, ...] = ()
    depth: int = DEPTH
    seconds: float | None = None
    megabytes: int | None = None
    jobs: int = 1
    vacuity: bool = True
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something asked that does not exist; ``option`` is the word on the command line."""

    option: str
    message: str


def mistakes(system: System, question: Question) -> tuple[Mistake, ...]:
    """All that is wrong with ``question``, in the order of the options; empty if it can be
    answered."""
    return (
        *_unknown("design", question.designs, tuple(one.name for one in system.designs)),
        *_claims(system, question.claims),
        *(found for name, size in question.sizes for found in _size(system, name, size)),
        *_unknown("engine", question.engines, tuple(ENGINES)),
    )


def _unknown(option: str, names: tuple[str, ...], known: tuple[str, ...]) -> tuple[Mistake, ...]:
    return tuple(
        Mistake(option, f"no {option} is called '{name}'; {nearest(name, known)}")
        for name in names
        if name not in known
    )


def _claims(system: System, names: tuple[str, ...]) -> tuple[Mistake, ...]:
    lemmas = tuple(one.name for one in system.hints)
    known = tuple(one.name for one in system.properties)
    return (
        *(
            Mistake("claim", f"'{name}' is a lemma, not a claim; lemmas are judged without asking")
            for name in names
            if name in lemmas
        ),
        *_unknown("claim", tuple(name for name in names if name not in lemmas), known),
    )


def nearest(name: str, known: tuple[str, ...]) -> str:
    """``did you mean 'listed'?`` where something is spelled alike, else all that there is."""
    alike = get_close_matches(name, known, n=1)
    if alike:
        return f"did you mean '{alike[0]}'?"
    return f"there is {', '.join(known)}" if known else "there is none"


def _size(system: System, name: str, size: int) -> tuple[Mistake, ...]:
    sort: Sort | None = system.sort.get(name)
    if sort is None:
        known = tuple(one.name for one in system.sorts)
        return (Mistake("size", f"no sort is called '{name}'; {nearest(name, known)}"),)
    if sort.members and size != len(sort.members):
        members = ", ".join(sort.members)
        return (Mistake("size", f"sort {name} has exactly these members: {members}"),)
    if size < 1:
        return (Mistake("size", f"sort {name} needs at least one member, not {size}"),)
    return ()


def chosen_designs(system: System, question: Question) -> tuple[str, ...]:
    """The designs asked about, in declaration order."""
    return tuple(
        one.name for one in system.designs if not question.designs or one.name in question.designs
    )


def chosen_claims(system: System, question: Question) -> tuple[str, ...]:
    """The claims asked about, in declaration order."""
    return tuple(
        one.name for one in system.properties if not question.claims or one.name in question.claims
    )


def instances(system: System, question: Question) -> tuple[Instance, ...]:
    """One instance for each design asked about, at the sizes asked for."""
    return tuple(
        instance(fix(system, one), dict(question.sizes)) for one in chosen_designs(system, question)
    )
