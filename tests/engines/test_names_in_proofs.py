"""No lemma that an engine finds is called as something that the spec declares, so that a name in a
proof, an explanation or a certificate means one thing."""

from __future__ import annotations

import pytest

from tdpspec.engines.base import Decided, Engine, Explained, Limits
from tdpspec.engines.examining.certify import certify
from tdpspec.engines.examining.explain import Proof
from tdpspec.engines.examining.support import Explainer
from tdpspec.engines.search.every_size import EverySize
from tdpspec.engines.search.pdr import Pdr
from tdpspec.pipeline import build_system
from tdpspec.solving.script_answers import z3_answers
from tdpspec.solving.session import Answer
from tdpspec.source.locate import locate
from tdpspec.source.read import read_source
from tdpspec.source.text import SourceText
from tdpspec.system.claims import condition_of
from tdpspec.system.fix import fix
from tdpspec.system.fresh_names import declared_names
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import Property
from tdpspec.system.verdict import Induction, Lemma, Proved, hinted
from tests.spec import instance_of

CHAIN = """
var a: bool = false
var b: bool = false
var c: bool = false
var lemma_3: bool = false
action ab {{ when a  b := true }}
action bc {{ when b and not lemma_3  c := true }}
action lemma_2 {{ when c  lemma_3 := true }}
invariant {claim} not c
"""


def proved(at: Instance, engine: Engine) -> tuple[Property, Proved, Induction]:
    (claim,) = at.system.properties
    (verdict,) = (
        one.verdict for one in engine.judge(at, (claim,), (), Limits(6)) if isinstance(one, Decided)
    )
    assert isinstance(verdict, Proved)
    assert isinstance(verdict.by, Induction)
    return claim, verdict, verdict.by


def means_one_thing(at: Instance, engine: Engine) -> list[str]:
    """The names of the lemmas with which ``engine`` proves the only claim."""
    claim, verdict, by = proved(at, engine)
    condition = condition_of(at.system, claim)
    names = [one.name for one in by.lemmas]
    assert len(set(names)) == len(names)
    # The claim may be a lemma of its own proof, and a lemma of the spec one of it.
    stated = {one.name: one.condition for one in (*hinted(at.system), Lemma(claim.name, condition))}
    found = {one.name: one.condition for one in by.lemmas if stated.get(one.name) != one.condition}
    assert not declared_names(at.system) & found.keys()
    proof = Proof(claim.name, condition, by)
    (told,) = (
        one.explanation
        for one in Explainer((proof,)).judge(at, (), (), Limits(6))
        if isinstance(one, Explained)
    )
    assert set(names) - {claim.name} == {one.name for one in told.lemmas} | set(told.needless)
    made = certify(at, claim, verdict)
    assert made is not None
    for script in made.scripts:
        assert list(z3_answers(script.text, 10.0)) == [Answer.UNSAT] * script.queries
    return names


@pytest.mark.parametrize("engine", [Pdr(), EverySize()])
@pytest.mark.parametrize(
    ("claim", "names"),
    [("no_c", ["lemma_1", "lemma_4", "lemma_5"]), ("lemma_1", ["lemma_4", "lemma_5", "lemma_6"])],
)
def test_numbers_that_the_spec_uses_are_left_out(
    engine: Engine, claim: str, names: list[str]
) -> None:
    assert means_one_thing(instance_of(CHAIN.format(claim=claim)), engine) == names


ORDER = """
sort Node
var edge: set (Node, Node) = any
var seen: set Node = {{}}
initially forall n: Node. (n, n) notin edge
action see(n: Node) {{ when (n, n) in edge  add n to seen }}
invariant {claim} forall n: Node. n notin seen
"""


@pytest.mark.parametrize("engine", [Pdr(), EverySize()])
@pytest.mark.parametrize(
    ("claim", "name"), [("nothing_seen", "initially_1"), ("initially_1", "initially_2")]
)
def test_what_initially_holds(engine: Engine, claim: str, name: str) -> None:
    assert name in means_one_thing(instance_of(ORDER.format(claim=claim)), engine)


@pytest.mark.parametrize(
    ("declared", "name"), [("", "history_1"), ("def history_1 = true", "history_2")]
)
def test_why_something_is_so(declared: str, name: str) -> None:
    source, _ = read_source(*locate("client_server"))
    assert source is not None
    system, _ = build_system(SourceText("client_server.tdp", f"{source.text}\n{declared}\n"))
    assert system is not None
    assert name in means_one_thing(instance(fix(system, "to_sender")), EverySize())
