from tdpspec.system.instance import instance
from tdpspec.tla.config import configuration, configuration_without_claims, symmetry_module
from tests.tla.shipped import instances, shipped

KEEP_AND_SKIP = r"""\* Design keep_and_skip.  Expected: NoTouchAfterNotifier is violated (exit 12).
"""


def test_the_first_line_says_what_is_expected():
    text = configuration(instances("tdp_mmu_roots", "keep_and_skip")[0], "keep_and_skip")
    assert text.startswith(KEEP_AND_SKIP)
    assert configuration(instances("peterson", "peterson")[0], "peterson").startswith(
        "\\* Design peterson.  Expected: no error.\n"
    )


def test_type_ok_is_the_first_invariant_and_the_sizes_are_as_asked():
    at = instance(shipped("two_phase_commit"), {"ResourceManager": 1})
    text = configuration(at, "two_phase_commit", ("consistent",))
    assert text.partition("SPECIFICATION")[2] == (
        "\n    Spec\n\nCONSTANTS\n    ResourceManagers = {resource_manager0}\n"
        "\nINVARIANTS\n    TypeOK\n    Consistent\n"
    )


def test_a_claim_that_is_violated_too_would_hide_the_first_and_is_a_comment():
    text = configuration(instances("tdp_mmu_roots", "keep_and_skip")[0], "keep_and_skip")
    checked, _, rest = text.partition("INVARIANTS")[2].partition("\\*")
    assert "NoTouchAfterNotifier" in checked
    for also in ("NothingSurvivesItsNotifier", "ListedIsValid"):
        assert also not in checked
        assert also in rest


def test_a_claim_of_which_the_spec_says_nothing_is_expected_to_hold():
    text = configuration(instances("paxos", "any_vote")[0], "any_vote")
    checked = text.partition("INVARIANTS")[2]
    assert "\n    VotesAreForProposals\n" in checked


def test_without_claims_nothing_is_checked():
    at, _ = instances("peterson", "peterson")
    assert "INVARIANT" not in configuration_without_claims(at, "peterson")


def test_symmetry_is_of_sorts_without_named_members_only():
    assert symmetry_module(shipped("peterson")) is None
    text = symmetry_module(shipped("two_phase_commit"))
    assert "Symmetry == Permutations(ResourceManagers)\n" in text
    assert "EXTENDS TwoPhaseCommit, TLC\n" in text
