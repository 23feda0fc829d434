"""Small specs, checked: what the tests of this folder begin with."""

from tdpspec.checking.check import check
from tdpspec.checking.checked import Checked, Statement, Step
from tdpspec.source.diagnostic import Found
from tdpspec.source.text import SourceText
from tdpspec.syntax.parse import parse
from tdpspec.system.model import Invariant
from tdpspec.system.terms import Term
from tdpspec.system.types import EnumType, SetType, SortType

ROOT = SortType("Root")
PAGE = SortType("Page")
VCPU = SortType("Vcpu")
ROOTS = SetType((ROOT,))
PAGES = SetType((PAGE,))
PHASE = EnumType("Phase", ("idle", "busy"))

WORLD = """
protocol world

sort Root, Page, Vcpu
sort Side = {left, right}
enum Phase = idle | busy
enum Mood = busy | sad
choice visits: valid | all
choice frees: one | all
choice lazy: bool
design first { visits = all, frees = all, lazy = true }
mutex slots_lock
rwlock mmu_lock

var listed: set Root = {}
var current: Root? = none
var maps: Root -> set Page = {}
var pairs: set (Root, Page) = {}
var phase: Phase = idle
var mood: Mood = sad
var count: 0..3 = 0
var level: 0..3? = none
var flag: Side -> bool = false

def held(r: Root) = exists v: Vcpu. v.root = r
def twice = count + count

process vcpu(v: Vcpu) {
    var root: Root? = none
    var seen: Page -> bool = false
    run:
        goto run
}

process controller {
    var busy_with: Root? = none
    with mmu_lock read {
        look: acquire slots_lock
        act: release slots_lock
    }
}
"""
"""Declarations that most tests can do with."""


def read(text: str) -> tuple[Checked | None, Found]:
    """``text`` parsed and checked; a syntax mistake in it is a mistake of the test."""
    source = SourceText("specs/test.tdp", text)
    module, found = parse(source)
    assert module is not None, found
    return check(module, source)


def accepted(text: str) -> Checked:
    """``text`` checked without an error."""
    checked, found = read(text)
    assert checked is not None, found
    return checked


def errors(text: str) -> list[tuple[str, str]]:
    """Code and place (the text there) of every error in ``text``."""
    _, found = read(text)
    return [(one.code.number, text[one.span.start : one.span.end]) for one in found if one.is_error]


def condition(text: str) -> Term:
    """The term of ``text`` as an invariant of ``WORLD``."""
    checked = accepted(f"{WORLD}\ninvariant it {text}")
    (claim,) = (one for one in checked.properties if isinstance(one, Invariant))
    return claim.condition


def statements(text: str) -> tuple[Statement, ...]:
    """The statements of ``text`` as an action of ``WORLD`` with parameters ``r`` and ``p``."""
    checked = accepted(f"{WORLD}\naction it(r: Root, p: Page) {{ {text} }}")
    (action,) = checked.actions
    return action.body


def step(text: str) -> tuple[Statement, ...]:
    """The statements of ``text`` as the step of a process over Page, with parameter ``me``."""
    process = "process it(me: Page) { var own: Root? = none  var mine: Root -> bool = false "
    checked = accepted(f"{WORLD}\n{process} it: {text} }}")
    (body,) = checked.processes[-1].body
    assert isinstance(body, Step)
    return body.body
