"""Conditions as sentences."""

from __future__ import annotations

import pytest

from tdpspec.report.sentence import sentence
from tdpspec.system.make import conjunction, for_all, implies, negation
from tdpspec.system.terms import Bound, Equal, Member, Read, Term
from tdpspec.system.types import SetType
from tests.spec import system_of

DECLARED = """
sort Root, ResourceManager, Entry
enum Phase = idle | busy
var listed: set Root = {}
var link: Root -> Root? = none
var phase: Phase = idle
var n: 0..3 = 0
var by: set (Root, ResourceManager) = {}
process vcpu(v: Entry) { var root: Root? = none  run: root := none }
action go(r: Root) { add r to listed }
invariant i listed = listed
"""
WORLD = system_of(DECLARED)


def said(text: str) -> str:
    system = system_of(f"{DECLARED}\nlemma it {text}")
    return sentence(system, system.hints[0].condition)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("phase = idle", "phase = idle"),
        ("not (phase = idle and n = 0)", "never phase = idle and n = 0"),
        ("phase = idle => n = 0 => listed = {}", "if phase = idle and n = 0 then listed = {}"),
        (
            "forall r: Root, v: Entry. v.root is q and q = r => r in listed",
            "for every root r and entry v: if v.root != none and v.root = r then r in listed",
        ),
        ("forall r: Root. r notin listed", "for every root r: r notin listed"),
        (
            "forall a, b: Root. a in listed and b in listed => a = b",
            "for all roots a and b: if a in listed and b in listed then a = b",
        ),
        (
            "forall a, b: Root. a != b and a in listed => b notin listed",
            "for any two different roots a and b: if a in listed then b notin listed",
        ),
        (
            "forall a, b: Root. not (b != a and a in listed and b in listed)",
            "for any two different roots a and b: never a in listed and b in listed",
        ),
        (
            "forall a, b, c: Root. not (a != b and a != c and a in listed and b in listed)",
            "for all roots a, b and c: never a != b and a != c and a in listed and b in listed",
        ),
        (
            "forall a, b, c: Root. a != b and a != c and b != c => a in listed",
            "for any three different roots a, b and c: a in listed",
        ),
        (
            "forall a, b: Root, m: ResourceManager, e: Entry. "
            "a != b and (a, m) in by and e at run => (b, m) notin by",
            "for any two different roots a and b, and every resource manager m and entry e: "
            "if (a, m) in by and e at run then (b, m) notin by",
        ),
        (
            "forall r: Root. not (r notin listed and link[r] != none)",
            "for every root r: r in listed or link[r] = none",
        ),
        (
            "forall r: Root. not (r in listed and link[r] != none)",
            "for every root r: if r in listed then link[r] = none",
        ),
        (
            "forall r: Root. r in listed => exists m: ResourceManager. (r, m) in by",
            "for every root r: if r in listed then there is a resource manager m with (r, m) in by",
        ),
        (
            "exists e: Entry, r: Root. e at run and r in listed",
            "there is an entry e and a root r with e at run and r in listed",
        ),
        (
            "forall p: Phase, k: 0..3, on: bool. n = k and on => phase = p",
            "for every phase p, number k in 0..3 and truth value on: "
            "if n = k and on then phase = p",
        ),
        (
            "(phase = busy or n = 1) => n = 1",
            "if phase = busy or n = 1 then n = 1",
        ),
        (
            "phase = busy => forall r: Root. r in listed",
            "if phase = busy then for every root r: r in listed",
        ),
    ],
)
def test_sentence(text: str, expected: str) -> None:
    assert said(text) == expected


def test_a_lemma_as_the_engine_makes_it() -> None:
    """Distinct variables stand within the implication, in either order."""
    root = WORLD.sort["Root"].type
    r, q = Bound("r", root), Bound("r2", root)
    listed = Read("listed", (), SetType((root,)))

    def member(one: Bound) -> Term:
        return Member((one,), listed)

    apart = negation(Equal(r, q))
    lemma = for_all((r, q), implies(conjunction(apart, member(r)), negation(member(q))))
    expected = "for any two different roots r and r2: "
    assert sentence(WORLD, lemma) == f"{expected}if r in listed then r2 notin listed"
