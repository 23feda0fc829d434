"""One run of all its renamings: the one whose steps name the members of a sort in ascending order.

Nothing tells interchangeable members apart, so a run with its members renamed is a run. A solver
that has to see that there is none need not look at all renamings, of which five members have 120.
"""

from __future__ import annotations

from tdpspec.solving.clauses import Clauses
from tdpspec.solving.relation import Relation
from tdpspec.system.types import SortType

Member = tuple[str, int]


class FirstUses:
    """Shape: a member is a sort and a number. A step names the members that are arguments of its
    action, in their order; of ``several`` actions in one step none names its members first."""

    def __init__(self, relation: Relation, *, several: bool) -> None:
        self._several = several
        system = relation.instance.system
        sorts = {one.type for one in system.interchangeable}
        self._named_by: dict[Member, list[int]] = {}
        self._after: list[tuple[int, Member]] = []
        self._named: dict[Member, int] = {}
        for action in relation.actions:
            named: dict[Member, None] = {}
            parameters = system.action[action.step.action].parameters
            for parameter, value in zip(parameters, action.step.arguments, strict=True):
                type_ = parameter.type
                if not isinstance(type_, SortType) or type_ not in sorts:
                    continue
                before = (type_.name, int(value) - 1)
                if int(value) > 0 and before not in named:
                    self._after.append((action.selector, before))
                named[type_.name, int(value)] = None
            for member in named:
                self._named_by.setdefault(member, []).append(action.selector)

    def require_at(self, step: Clauses) -> None:
        """That the action that is selected at ``step``, the one after the last that was told of,
        names a member only where the one before it has been named, or is by the same step."""
        sat, named = step.sat, self._named
        now = {}
        for member, selectors in self._named_by.items():
            now[member] = sat.fresh()
            earlier = [named[member]] if member in named else []
            sat.add([-now[member], *earlier, *(step.literal(one) for one in selectors)])
        before = now if self._several else named
        for selector, member in self._after:
            sat.add([-step.literal(selector), *([before[member]] if member in before else [])])
        self._named = now
