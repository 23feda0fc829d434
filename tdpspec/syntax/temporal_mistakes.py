"""Temporal operators that are missing, or stand where only a condition on one state can."""

from __future__ import annotations

from tdpspec.source.codes import TEMPORAL_OPERATOR
from tdpspec.syntax.grammar import kinds
from tdpspec.syntax.place import DECLARATIONS, Mistake, Place, begins_declaration, complain

_OPERATORS = kinds("LEADS EVENTUALLY ALWAYS")
_OPEN = kinds("FORALL EXISTS IF")


def temporal_mistake(place: Place) -> Mistake | None:
    """What is wrong with a temporal operator at ``place``, or with there being none."""
    declared = _last_declaration(place)
    is_claim = place.tokens[declared].type == "TEMPORAL"
    before = {token.type for token in place.tokens[declared : place.index]}
    if is_claim and place.kind_before == "ALWAYS":
        message = "what is always true is an invariant"
        hint = "write `invariant NAME condition`; here stands `always eventually`"
    elif place.kind in _OPERATORS and _stands_in_condition(place):
        if is_claim:
            message = "a temporal claim has one temporal operator, with plain conditions below it"
            hint = "make two claims of it, or name what has happened by a variable"
        else:
            sign = "leads to" if place.kind == "LEADS" else place.token
            message = f"`{sign}` stands only in a temporal claim"
            hint = "`temporal NAME eventually ...` is about whole runs, this is about one state"
    elif not is_claim or before & _OPERATORS:
        return None
    elif place.kind in _OPEN and place.kind_before == "_DOT":
        message = f"`{place.token}` cannot stand between `forall` and the temporal operator"
        hint = "bind all variables by one `forall`, or put parentheses around the condition"
    elif place.kind in _OPEN and ("EVENTUALLY" in place.accepted or place.kind_before == "NOT"):
        message = f"`{place.token}` cannot stand outside of the temporal operator"
        hint = f"put parentheses around the condition: `({place.token} ...) leads to ...`"
    elif "LEADS" in place.accepted and _is_at_end(place):
        message = "this claim does not say when"
        hint = (
            "write `leads to`, `eventually` or `always eventually`; "
            "what is true in every state is an `invariant`"
        )
    else:
        return None
    return Mistake(complain(place, TEMPORAL_OPERATOR, message, hint))


def _last_declaration(place: Place) -> int:
    """The index of the last word before the place that can begin a declaration; else 0."""
    for i in range(place.index - 1, 0, -1):
        if place.tokens[i].type in DECLARATIONS:
            return i
    return 0


def _stands_in_condition(place: Place) -> bool:
    """Whether an expression could begin here, or for ``leads`` go on."""
    return ("AND" if place.kind == "LEADS" else "LPAR") in place.accepted


def _is_at_end(place: Place) -> bool:
    return place.token is None or begins_declaration(place.token)
