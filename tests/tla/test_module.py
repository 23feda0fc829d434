import warnings

import pytest
import tree_sitter_tlaplus
from tree_sitter import Language, Parser

from tdpspec.source.locate import shipped_specs
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.tla.emit import files
from tdpspec.tla.layout import WIDTH
from tdpspec.tla.module import module_text
from tdpspec.tla.sany import complaints
from tests import systems
from tests.spec import system_of
from tests.tla.shipped import SIZES, instances, shipped


@pytest.mark.parametrize("name", SIZES)
def test_the_module_and_its_models_are_as_last_read(name, matches_golden):
    design = shipped(name).designs[0].name
    for one in files(instances(name, design)[0]):
        matches_golden(f"tla/{name}/{one.name}", one.text)


with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the grammar's package is older
    LANGUAGE = Language(tree_sitter_tlaplus.language())


def hand_made():
    return [systems.mutex(), systems.counter(), systems.workshop(), systems.handover()]


LIVELY = """
    protocol lively
    sort P = 2
    var on: P -> bool = false
    action go(p: P) "goes" { on[p] := not on[p] }
    invariant fine forall p: P. on[p] or not on[p]
"""


def test_no_line_is_too_long_and_none_ends_in_a_blank():
    texts = []
    for name in SIZES:
        at, _ = instances(name, shipped(name).designs[0].name)
        texts += [one.text for one in files(at)]
    for text in texts:
        assert text.endswith("\n")
        assert "\t" not in text
        for line in text.splitlines():
            assert len(line) <= WIDTH, line
            assert line == line.rstrip(), line


def test_sany_accepts_every_module_without_a_warning(tools, tmp_path):
    modules = []
    for name in shipped_specs():
        for one in files(instance(shipped(name))):
            (tmp_path / one.name).write_text(one.text, encoding="utf-8")
            if one.name.endswith(".tla"):
                modules.append(tmp_path / one.name)
    for system in (*hand_made(), system_of(LIVELY)):
        path = tmp_path / f"{system.name.capitalize()}.tla"
        path.write_text(module_text(system), encoding="utf-8")
        modules.append(path)
    assert complaints(tools, modules) == {}


def test_sany_complains_of_what_is_wrong(tools, tmp_path):
    good, bad, broken = (tmp_path / f"{one}.tla" for one in ("Good", "Bad", "Broken"))
    good.write_text("---- MODULE Good ----\nA == TRUE\n====\n")
    bad.write_text("---- MODULE Bad ----\nA == b\n====\n")
    broken.write_text("---- MODULE Broken ----\nA == ( \n====\n")
    assert sorted(complaints(tools, [good, bad, broken])) == ["Bad", "Broken"]


def test_a_second_parser_accepts_every_module_too():
    parser = Parser(LANGUAGE)
    found = [shipped(name) for name in SIZES] + hand_made()
    for system in found:
        tree = parser.parse(module_text(system).encode())
        assert not tree.root_node.has_error, system.name


def test_a_system_fixed_to_a_design_has_no_constants_for_choices():
    system = shipped("tdp_mmu_roots")
    assert "OnInvalidate" in module_text(system)
    assert "OnInvalidate" not in module_text(fix(system, "keep_on_list"))


def test_lemmas_are_operators_that_no_model_checks():
    system = system_of(LIVELY + 'lemma all_off "a hint" forall p: P. not on[p]')
    module, *models = (one.text for one in files(instance(system)))
    assert (
        "\n".join(
            (
                "\\* Lemmas: hints for a proof by induction.  They are not claimed, and may be",
                "\\* wrong.",
                "",
                "\\* A hint.  Source: t.tdp, line 7.",
                "AllOff == \\A p \\in Ps : ~on[p]",
            )
        )
        in module
    )
    assert "[]AllOff" not in module
    for one in models:
        assert one.count("AllOff") in (0, one.count("\\*  AllOff"))
