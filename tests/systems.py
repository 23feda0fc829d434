"""Small systems built by hand, whose states a person can count."""

from __future__ import annotations

from dataclasses import replace

from tdpspec.source.span import Origin
from tdpspec.system.maps import Branch, Build, Current, Map, Store
from tdpspec.system.model import (
    Action,
    Assertion,
    Check,
    Choice,
    Design,
    Invariant,
    Shared,
    Sort,
    System,
    Update,
    Variable,
)
from tdpspec.system.terms import (
    TRUE,
    And,
    Arithmetic,
    BoolValue,
    Bound,
    ChoiceRead,
    Compare,
    EnumValue,
    Equal,
    ForAll,
    Implies,
    IntValue,
    Member,
    MemberValue,
    NoneValue,
    Not,
    Order,
    Read,
    Saturate,
    SetOf,
    SetOp,
    SetOperation,
    Sign,
    Some,
    Term,
    The,
)
from tdpspec.system.types import BOOL, EnumType, OptionType, RangeType, Scalar, SetType, Type

HERE = Origin("hand.tdp", 1, 1)


def variable(
    name: str, type_: Type, initial: Term | None, indices: tuple[Scalar, ...] = ()
) -> Variable:
    return Variable(name, indices, type_, initial, Shared(), "", HERE)


def action(
    name: str,
    parameters: tuple[Bound, ...],
    guard: Term,
    updates: dict[str, Map],
    checks: tuple[Check, ...] = (),
) -> Action:
    changes = tuple(Update(*one) for one in updates.items())
    return Action(name, "", name, "", parameters, guard, changes, checks, HERE)


def invariant(name: str, condition: Term) -> Invariant:
    return Invariant(name, condition, f"about {name}", HERE)


def system(name: str, *, sorts: tuple[Sort, ...] = (), variables: tuple[Variable, ...]) -> System:
    """A system without actions, to be completed by ``replace``."""
    return System(name, "", sorts, (), (), (), (), variables, (), (), (), (), design="only")


PROC = Sort("Proc", 2, (), "", HERE)
PLACE = EnumType("Place", ("idle", "critical"))
IDLE, CRITICAL = (EnumValue(one, PLACE) for one in PLACE.values)


def mutex() -> System:
    """Processes that enter and leave, and a lock that the design "free" forgets to look at.

    With n processes "locked" has n + 1 states and 2n transitions; "free" breaks
    ``mutual_exclusion`` in two steps.
    """
    p, q = Bound("p", PROC.type), Bound("q", PROC.type)
    holder_type = OptionType(PROC.type)
    holder = Read("holder", (), holder_type)
    nobody = NoneValue(holder_type)

    def place(one: Term) -> Term:
        return Read("place", (one,), PLACE)

    def move(to: Term) -> Map:
        return Store(Current("place", PLACE), (p,), to)

    def hand(to: Term) -> Map:
        return Store(Current("holder", holder_type), (), to)

    is_locked = ChoiceRead("locked", BOOL)
    enter = And((Equal(place(p), IDLE), Implies(is_locked, Equal(holder, nobody))))
    exclusion = Implies(And((Equal(place(p), CRITICAL), Equal(place(q), CRITICAL))), Equal(p, q))
    return replace(
        system(
            "mutex",
            sorts=(PROC,),
            variables=(
                variable("place", PLACE, IDLE, (PROC.type,)),
                variable("holder", holder_type, nobody),
            ),
        ),
        design=None,
        choices=(Choice("locked", BOOL, "", HERE),),
        designs=tuple(
            Design(name, (("locked", BoolValue(value)),), "", HERE)
            for name, value in (("locked", True), ("free", False))
        ),
        actions=(
            action("enter", (p,), enter, {"place": move(CRITICAL), "holder": hand(Some(p))}),
            action(
                "leave",
                (p,),
                Equal(place(p), CRITICAL),
                {"place": move(IDLE), "holder": hand(nobody)},
            ),
        ),
        properties=(invariant("mutual_exclusion", ForAll((p, q), exclusion)),),
    )


NUMBER = RangeType(0, 3)


def counter() -> System:
    """A number that goes up, saturated at 3, and down to 0. 4 states, 7 transitions; the assertion
    "in_range" fails in the state 3 steps from the start."""
    n = Read("n", (), NUMBER)
    current = Current("n", NUMBER)
    more, less = Arithmetic(Sign.PLUS, n, IntValue(1)), Arithmetic(Sign.MINUS, n, IntValue(1))
    fits = Check("in_range", Compare(Order.AT_MOST, more, IntValue(3)), "n + 1 in 0..3", HERE)
    return replace(
        system("counter", variables=(variable("n", NUMBER, IntValue(0)),)),
        actions=(
            action("up", (), TRUE, {"n": Store(current, (), Saturate(more, NUMBER))}, (fits,)),
            action(
                "down",
                (),
                Compare(Order.GREATER, n, IntValue(0)),
                {"n": Store(current, (), Saturate(less, NUMBER))},
            ),
        ),
        properties=(
            Assertion("in_range", "", HERE),
            invariant("below_two", Compare(Order.LESS, n, IntValue(2))),
        ),
    )


WORKER, TOOL = Sort("Worker", 2, (), "", HERE), Sort("Tool", 2, (), "", HERE)
HELD = SetType((WORKER.type, TOOL.type))
BEST = OptionType(TOOL.type)


def workshop() -> System:
    """Two symmetric sorts, a relation between them, an option for each worker, and a bool that
    begins as anything and stays.

    A tool is held by one worker or none, a worker's best tool is none or one that it holds: at
    2 workers and 2 tools 1 + 4 * 2 + 2 * 3 + 2 * 4 = 23 states, twice for the bool.
    """
    w, v, t = Bound("w", WORKER.type), Bound("v", WORKER.type), Bound("t", TOOL.type)
    held, best = Read("held", (), HELD), Read("best", (w,), BEST)
    none = NoneValue(BEST)
    is_open = Read("open", (), BOOL)

    def hold(op: SetOp) -> Map:
        new = SetOperation(op, held, SetOf(((w, t),), HELD))
        return Store(Current("held", HELD), (), new)

    free = ForAll((v,), Not(Member((v, t), held)))
    forget = Store(Current("best", BEST), (w,), none)
    own_best = Implies(Not(Equal(best, none)), Member((w, The(best)), held))
    return replace(
        system(
            "workshop",
            sorts=(WORKER, TOOL),
            variables=(
                variable("held", HELD, SetOf((), HELD)),
                variable("best", BEST, none, (WORKER.type,)),
                variable("open", BOOL, None),
            ),
        ),
        actions=(
            action("take", (w, t), free, {"held": hold(SetOp.UNION)}),
            action(
                "prefer",
                (w, t),
                Member((w, t), held),
                {"best": Store(Current("best", BEST), (w,), Some(t))},
            ),
            action(
                "give",
                (w, t),
                Member((w, t), held),
                {
                    "held": hold(SetOp.MINUS),
                    "best": Branch(Equal(best, Some(t)), forget, Current("best", BEST)),
                },
            ),
            action(
                "close",
                (),
                Not(is_open),
                {
                    "held": Store(Current("held", HELD), (), SetOf((), HELD)),
                    "best": Build((w,), none),
                },
            ),
        ),
        properties=(
            invariant("own_best", ForAll((w,), own_best)),
            invariant("nothing_held", ForAll((w, t), Not(Member((w, t), held)))),
        ),
    )


SIDE = Sort("Side", 2, ("left", "right"), "", HERE)
LEFT, RIGHT = (MemberValue(one, SIDE.type) for one in SIDE.members)


def handover() -> System:
    """A sort with named members: the turn goes to the right once and stays there. 2 states, the
    second a deadlock."""
    turn = Read("turn", (), SIDE.type)
    return replace(
        system("handover", sorts=(SIDE,), variables=(variable("turn", SIDE.type, LEFT),)),
        actions=(
            action(
                "pass_on",
                (),
                Equal(turn, LEFT),
                {"turn": Store(Current("turn", SIDE.type), (), RIGHT)},
            ),
        ),
        properties=(invariant("stays_left", Equal(turn, LEFT)),),
    )
