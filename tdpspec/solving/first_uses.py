"""One run of all its renamings: the one whose steps name the members of a sort in ascending order.

Nothing tells interchangeable members apart, so a run with its members renamed is a run. A solver
that has to see that there is none need not look at all renamings, of which five members have 120.
"""

from __future__ import annotations

from tdpspec.solving.clauses import Clauses
from tdpspec.solving.relation import Relation
from tdpspec.system.types import SortType

Member = tuple[str, object]


class FirstUses:
    """Shape: a member is a sort and a number. A step names the members that are arguments of its
    action, in their order."""

    def __init__(self, relation: Relation) -> None:
        system = relation.instance.system
        sorts = {one.type for one in system.interchangeable}
        self._named_by: dict[Member, list[int]] = {}
        self._after: list[tuple[int, Member]] = []
        self._named: dict[Member, int] = {}
        for action in relation.actions:
            named: set[Member] = set()
            parameters = system.action[action.step.action].parameters
            for parameter, value in zip(parameters, action.step.arguments, strict=True):
                type_ = parameter.type
                if not isinstance(type_, SortType) or type_ not in sorts:
                    continue
                before = (type_.name, int(value) - 1)
                if int(value) > 0 and before not in named:
                    self._after.append((action.selector, before))
                named.add((type_.name, int(value)))
            for member in named:
                self._named_by.setdefault(member, []).append(action.selector)

    def require_at(self, step: Clauses) -> None:
        """That the action that is selected at ``step``, the one after the last that was told of,
        names a member only where the one before it has been named."""
        sat, named = step.sat, self._named
        for selector, member in self._after:
            sat.add([-step.literal(selector), *([named[member]] if member in named else [])])
        now = {}
        for member, selectors in self._named_by.items():
            now[member] = sat.fresh()
            earlier = [named[member]] if member in named else []
            sat.add([-now[member], *earlier, *(step.literal(one) for one in selectors)])
        self._named = now
