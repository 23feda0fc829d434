"""Terms as text: the language's own words, and no parenthesis too many or too few."""

from __future__ import annotations

import pytest

from tdpspec.system.model import Holders, Mode, Process, Variable
from tdpspec.system.printer import term_text
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    And,
    Apply,
    Arithmetic,
    BoolValue,
    Bound,
    Compare,
    Comprehension,
    EnumValue,
    Equal,
    Everything,
    Exists,
    ForAll,
    Implies,
    IntValue,
    Ite,
    Member,
    NoneValue,
    Not,
    Or,
    Order,
    Read,
    Saturate,
    SetOf,
    SetOp,
    SetOperation,
    Sign,
    Some,
    Subset,
    Term,
    The,
)
from tdpspec.system.types import BOOL, OptionType, RangeType, SetType
from tests.report.example import (
    PAGE,
    PAGES,
    ROOT,
    ROOTS,
    RUN,
    ZAP,
    ZAPPER,
    ZAPPERS,
    P,
    R,
    V,
    Z,
    at_line,
    system,
)

A, B, C = (Bound(name, BOOL) for name in "abc")
N = Bound("n", RangeType(0, 3))
LISTED = Read("listed", (), ROOTS)
MAPS = Read("maps", (R,), PAGES)
NO_ROOTS, NO_PAGES = SetOf((), ROOTS), SetOf((), PAGES)
ROOT_OF_V = Read("vcpu.root", (V,), OptionType(ROOT.type))
AT_ZAP = Equal(Read("zapper.at", (Z,), ZAP), EnumValue("zap", ZAP))
HELD = Member((Z,), Read("mmu_lock.read", (), ZAPPERS))
PAIRS = SetType((ROOT.type, PAGE.type))

TERMS: list[tuple[Term, str]] = [
    (TRUE, "true"),
    (And((A, Or((B, C)))), "a and (b or c)"),
    (Or((A, And((B, C)))), "a or b and c"),
    (Implies(A, Implies(B, C)), "a => b => c"),
    (Implies(Implies(A, B), C), "(a => b) => c"),
    (Equal(Implies(A, B), C), "(a => b) <=> c"),
    (Implies(A, Equal(B, C)), "a => (b <=> c)"),
    (Not(And((A, B))), "not (a and b)"),
    (And((Not(A), B)), "not a and b"),
    (Not(Equal(A, B)), "not (a <=> b)"),
    (Not(Equal(R, The(ROOT_OF_V))), "r != v.root"),
    (Equal(ROOT_OF_V, Some(R)), "v.root = r"),
    (Equal(ROOT_OF_V, NoneValue(OptionType(ROOT.type))), "v.root = none"),
    (Member((R,), LISTED), "r in listed"),
    (Not(Member((R,), LISTED)), "r notin listed"),
    (Member((R, P), Bound("pairs", BOOL)), "(r, p) in pairs"),
    (AT_ZAP, "z at zap"),
    (Not(AT_ZAP), "not z at zap"),
    (HELD, "z holds mmu_lock read"),
    (Not(HELD), "not z holds mmu_lock read"),
    (Equal(MAPS, NO_PAGES), "maps[r] = {}"),
    (Equal(SetOperation(SetOp.INTERSECT, MAPS, PAGE_SET := SetOf(((P,),), PAGES)), NO_PAGES),
     "maps[r] disjoint {p}"),
    (Subset(SetOperation(SetOp.UNION, MAPS, PAGE_SET), Everything(PAGES)),
     "maps[r] union {p} subset Page"),
    (SetOperation(SetOp.MINUS, LISTED, SetOperation(SetOp.UNION, LISTED, NO_ROOTS)),
     "listed minus (listed union {})"),
    (SetOperation(SetOp.MINUS, SetOperation(SetOp.UNION, LISTED, NO_ROOTS), LISTED),
     "listed union {} minus listed"),
    (Everything(PAIRS), "{x1: Root, x2: Page | true}"),
    (SetOf(((R, P), (R, P)), PAIRS), "{(r, p), (r, p)}"),
    (Comprehension((R, P), Member((P,), MAPS)), "{r: Root, p: Page | p in maps[r]}"),
    (Compare(Order.AT_MOST, Arithmetic(Sign.MINUS, N, Arithmetic(Sign.PLUS, N, IntValue(-1))), N),
     "n - (n + -1) <= n"),
    (Saturate(Arithmetic(Sign.PLUS, N, IntValue(1)), RangeType(0, 3)), "n + 1"),
    (ForAll((R, Bound("q", ROOT.type), P), And((A, Exists((V,), A)))),
     "forall r, q: Root, p: Page. a and exists v: Vcpu. a"),
    (And((Exists((V,), A), B)), "(exists v: Vcpu. a) and b"),
    (And((A, Not(Exists((V,), A)))), "a and not exists v: Vcpu. a"),
    (Implies(A, ForAll((V,), Implies(A, B))), "a => forall v: Vcpu. a => b"),
    (Equal(ForAll((V,), A), B), "(forall v: Vcpu. a) <=> b"),
    (Equal(Ite(A, N, IntValue(0)), N), "(if a then n else 0) = n"),
    (Ite(A, FALSE, Ite(B, A, C)), "if a then false else if b then a else c"),
    (Apply("held", (R,), BOOL), "held(r)"),
    (Apply("quiet", (), BOOL), "quiet"),
    (BoolValue(False), "false"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "text"), TERMS, ids=[text for _, text in TERMS])
def test_term_is_written_as_in_a_spec(term: Term, text: str) -> None:
    assert term_text(system(), term) == text


def test_process_without_copies_stands_for_itself() -> None:
    from dataclasses import replace

    here = system()
    held = Variable(
        "big.kernel", (), BOOL, FALSE, Holders("big", Mode.EXCLUSIVE, "kernel"), "", at_line(1)
    )
    at = replace(here.variable["vcpu.at"], name="kernel.at", indices=(), role=_place("kernel"))
    alone = Process("kernel", None, RUN, ("", "", ""), "", at_line(1))
    here = replace(here, variables=(*here.variables, held, at), processes=(*here.processes, alone))
    place = Equal(Read("kernel.at", (), RUN), EnumValue("map", RUN))
    assert term_text(here, And((Read("big.kernel", (), BOOL), place))) == (
        "kernel holds big and kernel at map"
    )


def _place(process: str) -> object:
    from tdpspec.system.model import Place

    return Place(process)


def test_every_copy_is_a_member_of_its_sort() -> None:
    assert term_text(system(), ForAll((Z,), AT_ZAP)) == "forall z: Zapper. z at zap"
    assert ZAPPER.type == Z.type
