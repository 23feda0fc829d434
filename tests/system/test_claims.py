"""Claims as one term."""

from tdpspec.system.claims import checks_of, condition_of
from tdpspec.system.terms import TRUE
from tests import systems


def test_invariant_is_its_condition():
    system = systems.handover()
    (claim,) = system.properties
    assert condition_of(system, claim) == claim.condition


def test_assertion_says_that_no_enabled_action_fails_its_check():
    system = systems.counter()
    up, _ = system.actions
    assert up.guard == TRUE
    assert checks_of(system, "in_range") == ((up, up.checks[0]),)
    assert condition_of(system, system.property["in_range"]) == up.checks[0].condition


def test_claim_without_checks_is_true():
    system = systems.counter()
    assert condition_of(system, systems.Assertion("lock_use", "", systems.HERE)) == TRUE
