"""Terms of invariants, as they come out: one line of the language, one of TLA+."""

import pytest

from tdpspec.system.model import Invariant
from tdpspec.tla.layout import WIDTH
from tdpspec.tla.names import names_of
from tdpspec.tla.terms import Writer
from tests.spec import system_of

DECLARED = """
    sort Root = 2
    sort Page = 2
    sort Side = {left, right}
    enum Colour = red | green | blue
    var listed: set Root = {}
    var other: set Root = {}
    var held: set (Root, Page) = {}
    var pages: Root -> set Page = {}
    var best: Root -> Page? = none
    var colour: Colour = red
    var on: bool = false
    var up: bool = false
    var n: 0..3 = 0
    var m: Root, Side -> 0..2 = 0
    def known(r: Root) = r in listed
    action go(r: Root, p: Page) {
        add r to listed add r to other add (r, p) to held add p to pages[r]
        best[r] := p colour := blue on := true up := true n := 3 m[r, left] := 1
    }
"""


def lines(text: str, width: int = WIDTH) -> list[str]:
    system = system_of(f"{DECLARED} invariant i {text}")
    (claim,) = system.properties
    assert isinstance(claim, Invariant)
    return list(Writer(system, names_of(system)).text(claim.condition).lines(width))


def written(text: str) -> str:
    (line,) = lines(text)
    return line


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("on and n = 1 and not up", r"on /\ n = 1 /\ ~up"),
        ("(on or up) and on", r"(on \/ up) /\ on"),
        ("on and up => on or up", r"on /\ up => on \/ up"),
        ("(on => up) => on", r"(on => up) => on"),
        ("on => (up => on)", r"on /\ up => on"),
        ("not (on and up)", r"~(on /\ up)"),
        ("on <=> not up", r"on <=> ~up"),
        ("(on and up) <=> (on or up)", r"(on /\ up) <=> (on \/ up)"),
        ("n + 1 - (n - 2) <= 3", r"n + 1 - (n - 2) <= 3"),
        ("n != 2", r"n # 2"),
        ("0 <= n and n <= 2", r"n \in 0..2"),
        ("if on then up else n = 1", r"IF on THEN up ELSE n = 1"),
        ("(if on then 1 else 2) = n", r"(IF on THEN 1 ELSE 2) = n"),
        ("colour = red", r'colour = "red"'),
        ("colour = red or colour = blue", r'colour \in {"red", "blue"}'),
        ("forall r: Root. r in listed => on", r"\A r \in listed : on"),
        ("forall r: Root. r notin listed", r"listed = {}"),
        ("not forall r: Root. r notin listed", r"listed # {}"),
        ("exists r: Root. r in listed", r"listed # {}"),
        ("not exists r: Root. r in listed", r"listed = {}"),
        ("exists r: Root. r in listed and r notin other", r"\E r \in listed : r \notin other"),
        ("not exists r: Root. best[r] != none", r"\A r \in Roots : best[r] = NoPage"),
        (
            "forall r: Root. forall q: Root. r != q => pages[r] disjoint pages[q]",
            r"\A r, q \in Roots : r # q => pages[r] \cap pages[q] = {}",
        ),
        (
            "forall r: Root. on or exists q: Root. q != r and q in listed",
            r"\A r \in Roots : on \/ \E q \in Roots \ {r} : q \in listed",
        ),
        (
            "forall r: Root, p: Page. (r, p) in held",
            r"\A r \in Roots, p \in Pages : <<r, p>> \in held",
        ),
        ("(exists r: Root. best[r] = none) and on", r"(\E r \in Roots : best[r] = NoPage) /\ on"),
        ("on and exists r: Root. best[r] = none", r"on /\ \E r \in Roots : best[r] = NoPage"),
        ("{r: Root | r in listed and r in other} = {}", r"{r \in listed : r \in other} = {}"),
        (
            "{r: Root, p: Page | p in pages[r]} subset held",
            r"{<<r, p>> \in Roots \X Pages : p \in pages[r]} \subseteq held",
        ),
        ("(listed union other) minus listed = Root", r"(listed \cup other) \ listed = Roots"),
        ("listed union other union listed = {}", r"listed \cup other \cup listed = {}"),
        ("forall r: Root. m[r, left] = 0", r'\A r \in Roots : m[r]["left"] = 0'),
        ("forall r: Root. known(r)", r"\A r \in Roots : Known(r)"),
        (
            "forall r: Root. best[r] is p => p in pages[r]",
            r"\A r \in Roots : best[r] # NoPage => best[r] \in pages[r]",
        ),
    ],
)
def test_a_term_is_written_as_a_person_would(term: str, expected: str) -> None:
    assert written(term) == expected


def test_a_long_conjunction_becomes_a_list() -> None:
    assert lines("on and (up or n = 1 or n = 2) and listed = other", 24) == [
        r"/\ on",
        r"/\ up \/ n = 1 \/ n = 2",
        r"/\ listed = other",
    ]


def test_what_does_not_fit_is_broken_and_keeps_its_columns() -> None:
    found = lines("forall r: Root. r in listed and pages[r] != {} => r notin other or on", 30)
    assert found == [
        r"\A r \in listed :",
        r"  pages[r] # {}",
        r"  => r \notin other \/ on",
    ]


def test_a_bound_variable_hides_nothing() -> None:
    assert written("forall n2: Root. n2 in listed => exists on2: Root. on2 = n2") == (
        r"\A n2 \in listed : \E on2 \in Roots : on2 = n2"
    )
