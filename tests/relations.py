"""Relations over a sort as specs say them: any that meets these conditions, chosen at first."""

from __future__ import annotations

BETWEEN = """
var between: set (Node, Node, Node) = any
initially forall a, b, c: Node. (a, b, c) in between => (b, c, a) in between
initially forall a, b, c: Node. (a, b, c) in between => (a, c, b) notin between
initially forall a, b, c, d: Node.
    (a, b, c) in between and (a, c, d) in between => (a, b, d) in between
initially forall a, b, c: Node where a != b and b != c and a != c.
    (a, b, c) in between or (a, c, b) in between
"""
"""Nodes in a ring: going on from the first, the second is met before the third."""


def total_order(sort: str) -> str:
    """``le`` over the members of ``sort``."""
    return f"""
var le: set ({sort}, {sort}) = any
initially forall a: {sort}. (a, a) in le
initially forall a, b: {sort}. (a, b) in le or (b, a) in le
initially forall a, b: {sort}. (a, b) in le and (b, a) in le => a = b
initially forall a, b, c: {sort}. (a, b) in le and (b, c) in le => (a, c) in le
"""
