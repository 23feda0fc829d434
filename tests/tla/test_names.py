import re
from dataclasses import replace

from tdpspec.system.model import Sort
from tdpspec.tla.names import legal, names_of
from tdpspec.tla.reserved import WORDS
from tests import systems
from tests.spec import system_of
from tests.tla.shipped import SIZES, shipped


def every_name(names):
    return [
        *names.sorts.values(),
        *names.absences.values(),
        *names.choices.values(),
        *names.variables.values(),
        *names.enumerations.values(),
        *names.definitions.values(),
        *names.actions.values(),
        *names.processes.values(),
        *names.properties.values(),
        *names.groups,
        *names.assumptions.values(),
    ]


def test_names_of_shipped_specs_are_legal_and_all_different():
    for name in SIZES:
        found = every_name(names_of(shipped(name)))
        assert len(found) == len(set(found))
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", one) for one in found)
        assert not set(found) & WORDS


def test_operators_are_camel_case_and_variables_lower_camel_case():
    names = names_of(shipped("two_phase_commit"))
    assert names.module == "TwoPhaseCommit"
    assert names.sorts == {"ResourceManager": "ResourceManagers"}
    assert names.variables["prepared_sent"] == "preparedSent"
    assert names.actions["obey_commit"] == "ObeyCommit"


def test_a_local_variable_has_its_process_in_front_only_where_two_have_the_name():
    names = names_of(shipped("tdp_mmu_roots")).variables
    assert names["vcpu.root"] == "root"
    assert names["zapper.todo"] == "zapperTodo"
    assert names["notifier.todo"] == "notifierTodo"
    assert names["zapper.at"] == "zapperPc"
    assert names["mmu_lock.read"] == "mmuLockReaders"
    assert names["slots_lock.held"] == "slotsLockHolders"


def test_names_that_tla_or_the_module_itself_needs_are_given_away():
    system = system_of(
        """
        sort Seq = 2
        sort Permutation = 2
        var vars: bool = false
        var nat: set Seq = {}
        def cardinality = vars
        action init { vars := cardinality }
        action next(s: Seq, p: Permutation) { add s to nat }
        action append { vars := true }
        action IF { vars := false }
        invariant spec vars
        invariant type_oK vars
        """
    )
    names = names_of(system)
    assert names.sorts == {"Seq": "Seqs", "Permutation": "PermutationsSet"}
    assert names.variables["vars"] == "varsVar"
    assert names.definitions == {"cardinality": "CardinalityValue"}
    assert list(names.actions.values()) == ["InitStep", "NextStep", "AppendStep", "IFStep"]
    assert list(names.properties.values()) == ["SpecClaim", "TypeOKClaim"]


def test_a_bound_variable_never_has_the_name_of_something_declared():
    names = names_of(systems.mutex())
    assert names.bound("holder", ()) == "holder2"
    assert names.bound("p", ("p",)) == "p2"
    assert names.bound("IN", ()) == "IN2"


def test_sorts_with_one_plural_are_told_apart():
    system = replace(
        systems.mutex(),
        sorts=(systems.PROC, Sort("Procs", 2, (), "", systems.HERE)),
    )
    assert list(names_of(system).sorts.values()) == ["Procs", "ProcsSet"]


def test_none_is_a_string_among_strings_and_a_model_value_elsewhere():
    system = system_of(
        """
        sort Root = 2
        sort Side = {left, right}
        enum Colour = red | green
        var a: Root? = none
        var b: Side? = none
        var c: Colour? = none
        var d: 0..3? = none
        var e: 1..2? = none
        action go(r: Root) { a := r  b := left  c := red  d := 1  e := 2 }
        invariant i a != none or b != none or c != none or d != none or e != none
        """
    )
    names = names_of(system)
    texts = {names.variables[one.name]: names.nothing[one.type.of] for one in system.variables}
    assert texts == {
        "a": "NoRoot",
        "b": '"none"',
        "c": '"none"',
        "d": "NoNumber",
        "e": "NoNumber",
    }
    assert list(names.absences.values()) == ["NoRoot", "NoNumber"]


def test_what_is_no_identifier_becomes_one():
    assert [legal(one) for one in ("r", "_x", "SF_r", "a.b")] == ["r", "x_x", "xSF_r", "a_b"]
