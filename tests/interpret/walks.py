"""Systems drawn as graphs: states are numbers, arrows have names, and names can be fair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tdpspec.system.instance import Instance, instance
from tdpspec.system.make import disjunction
from tdpspec.system.maps import Current, Store
from tdpspec.system.model import Fairness, Temporal, TemporalKind
from tdpspec.system.terms import TRUE, Equal, IntValue, Read, Term
from tdpspec.system.types import RangeType
from tests import systems

Arrow = tuple[int, str, int]


def walk(arrows: str | Iterable[Arrow], *, fair: str = "", strong: str = "") -> Instance:
    """``walk("0 go 1 | 1 back 0", fair="go")`` begins in state 0 and follows the arrows; all that
    have one name are one thing that is fair, weakly or strongly."""
    drawn = tuple(_read(arrows) if isinstance(arrows, str) else arrows)
    last = max((state for a, _, b in drawn for state in (a, b)), default=0)
    type_ = RangeType(0, max(last, 1))
    at = Read("at", (), type_)
    actions = tuple(
        systems.action(
            f"{name}{number}",
            (),
            Equal(at, IntValue(before)),
            {"at": Store(Current("at", type_), (), IntValue(after))},
        )
        for number, (before, name, after) in enumerate(drawn)
    )
    fairness = tuple(
        Fairness(
            name,
            is_strong,
            (),
            tuple(f"{name}{number}" for number, one in enumerate(drawn) if one[1] == name),
            "",
            systems.HERE,
        )
        for is_strong, names in ((False, fair), (True, strong))
        for name in names.split()
    )
    base = systems.system("walk", variables=(systems.variable("at", type_, IntValue(0)),))
    return instance(replace(base, actions=actions, fairness=fairness))


def _read(arrows: str) -> Iterable[Arrow]:
    for one in arrows.split("|"):
        before, name, after = one.split()
        yield int(before), name, int(after)


def somewhere(at: Instance, states: Iterable[int]) -> Term:
    """That the walk is in one of ``states``."""
    read = Read("at", (), at.system.variables[0].type)
    return disjunction(*(Equal(read, IntValue(one)) for one in states))


def claim(
    at: Instance, kind: TemporalKind, goal: Iterable[int], premise: Iterable[int] | None = None
) -> Temporal:
    """A claim about ``at``, its conditions given by the states where they hold."""
    given = TRUE if premise is None else somewhere(at, premise)
    return Temporal("claim", kind, (), given, somewhere(at, goal), "", systems.HERE)
