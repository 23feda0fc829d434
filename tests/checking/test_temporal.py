"""Temporal claims as terms, and what is fair."""

from __future__ import annotations

import pytest

from tdpspec.checking.checked import Fair
from tdpspec.source.span import Origin
from tdpspec.system.model import CAN_STEP, Assertion, Invariant, Temporal, TemporalKind
from tdpspec.system.terms import TRUE, And, Apply, Bound, Member, Not, Or, Read
from tdpspec.system.types import BOOL
from tests.checking.reading import (
    PAGE,
    PAGES,
    ROOT,
    ROOTS,
    WORLD,
    accepted,
    condition,
    errors,
    read,
)

R, P = Bound("r", ROOT), Bound("p", PAGE)
LISTED = Read("listed", (), ROOTS)


def temporal(text: str) -> Temporal:
    """The claim ``text`` about ``WORLD``."""
    checked = accepted(f"{WORLD}\nfair controller\ntemporal it {text}")
    (claim,) = (one for one in checked.properties if isinstance(one, Temporal))
    return claim


def shape(claim: Temporal) -> tuple[object, ...]:
    return claim.kind, claim.bound, claim.premise, claim.goal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("eventually lazy", TemporalKind.EVENTUALLY),
        ("always eventually lazy", TemporalKind.ALWAYS_EVENTUALLY),
        ("eventually always lazy", TemporalKind.EVENTUALLY_ALWAYS),
    ],
)
def test_only_leads_to_has_a_premise(text, kind):
    claim = temporal(text)
    assert (claim.kind, claim.premise) == (kind, TRUE)
    assert temporal("lazy leads to not lazy").premise == claim.goal


def test_restrictions_join_the_premise():
    claim = temporal(
        "forall r in listed, p: Page where held(r). p in maps[r] leads to r notin listed"
    )
    listed, mapped = Member((R,), LISTED), Member((P,), Read("maps", (R,), PAGES))
    premise = And((listed, Apply("held", (R,), BOOL), mapped))
    assert shape(claim) == (TemporalKind.LEADS_TO, (R, P), premise, Not(listed))


def test_variables_that_nothing_reads_are_dropped():
    claim = temporal("forall p: Page, r: Root. eventually r in listed")
    assert shape(claim) == (TemporalKind.EVENTUALLY, (R,), TRUE, Member((R,), LISTED))


def test_a_name_of_the_premise_is_a_name_of_that_moment_only():
    claim = temporal("current is r leads to current = none")
    assert claim.bound == ()
    text = f"{WORLD}\nfair controller\ntemporal it current is r leads to r in listed"
    assert errors(text) == [("TDP201", "r")]


def test_claims_come_in_the_order_of_their_first_mention():
    checked = accepted(
        """protocol order
        var x: bool = false
        fair go
        temporal last eventually x
        action go { x := true  assert made: x }
        invariant first x or not x
        """
    )
    assert [type(one) for one in checked.properties] == [Temporal, Assertion, Invariant]
    assert checked.properties[0].origin == Origin("test.tdp", 4, 18)


def test_what_is_fair_is_a_process_a_step_or_an_action():
    checked = accepted(
        f"""{WORLD}
        fair vcpu "runs"
        strongly fair controller.act
        fair go
        action go(r: Root) {{ add r to listed }}
        temporal it eventually listed = Root
        """
    )
    assert [(one.name, one.strong, one.process, one.step, one.doc) for one in checked.fairness] == [
        ("vcpu", False, "vcpu", "", "runs"),
        ("controller.act", True, "controller", "act", ""),
        ("go", False, "", "go", ""),
    ]
    assert isinstance(checked.fairness[0], Fair)


def test_a_label_alone_is_told_with_its_process():
    _, found = read(f"{WORLD}\nfair act\ntemporal it eventually lazy")
    (mistake,) = (one for one in found if one.is_error)
    assert mistake.hint == "did you mean `controller.act`?"


def test_expectations_know_temporal_claims():
    checked = accepted(f"{WORLD}\nfair vcpu\ntemporal it eventually lazy\nexpect first proves it")
    assert [one.claim for one in checked.expectations] == ["it"]


def test_can_step_is_a_definition_that_claims_may_read():
    assert condition("can_step or lazy") == Or((Apply(CAN_STEP, (), BOOL), condition("lazy")))
    assert errors(f"{WORLD}\naction go {{ when can_step }}") == [("TDP414", "can_step")]
    assert errors(f"{WORLD}\ninitially can_step") == [("TDP414", "can_step")]
