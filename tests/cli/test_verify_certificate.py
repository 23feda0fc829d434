"""``prove --certificates`` and ``verify-certificate``: proofs that solvers check from files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytest.importorskip("cvc5")


def certified(run: Run, spec: object, folder: Path, *words: str) -> Path:
    result = run("prove", spec, "--no-vacuity", "--certificates", folder, *words)
    assert "wrote" in result.stderr
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def rewritten(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text in a file, and its digest in the manifest, as a forger would."""
    path, manifest = folder / name, folder / "manifest.json"
    before = path.read_text()
    assert old in before
    path.write_text(before.replace(old, new))
    digests = [hashlib.sha256(one.encode()).hexdigest() for one in (before, path.read_text())]
    manifest.write_text(manifest.read_text().replace(*digests))
    sealed_again(folder)


def sealed_again(folder: Path) -> None:
    """The manifest with the digest that it should have, as a forger would leave it."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    del manifest["sha256"]
    digest = hashlib.sha256(json.dumps(manifest).encode()).hexdigest()
    path.write_text(json.dumps({**manifest, "sha256": digest}))


@pytest.mark.parametrize(
    ("spec", "words", "general", "scripts"),
    [
        ("lock_server", ("--design", "guarded"), True, 14),
        ("german", (), True, 24),
        ("peterson", ("--claim", "mutual_exclusion"), False, 8),
        ("lock_order", ("--design", "by_address", "--claim", "no_deadlock"), True, 14),
        pytest.param(
            *("paxos", ("--design", "paxos", "--claim", "agreement"), True, 14),
            marks=[pytest.mark.slow, pytest.mark.slowest],
        ),
    ],
)
def test_both_solvers_confirm_proofs_of_shipped_specs(
    run: Run, tmp_path: Path, spec: str, words: tuple[str, ...], general: bool, scripts: int
) -> None:
    folder = certified(run, spec, tmp_path / "proofs", *words)
    (one,) = json.loads((folder / "manifest.json").read_text())["certificates"]
    assert any(it["file"].startswith("every_size") for it in one["scripts"]) == general
    result = run("verify-certificate", folder, "--spec", spec)
    assert result.exit_code == 0, result.output
    assert len(one["scripts"]) == scripts
    for solver in ("z3", "cvc5"):
        told = [line for line in result.stdout.splitlines() if f"  {solver} " in line]
        assert len(told) == scripts
        assert all(line.endswith("unsat") for line in told)
    assert f"confirmed: {scripts} scripts; the same as made from {spec}" in result.stdout
    where = "every size" if general else "Process=2"
    assert f"{one['folder']}, for {where}: confirmed by z3" in result.stdout


def test_proofs_without_a_certificate_are_told(run: Run, tmp_path: Path) -> None:
    result = run("prove", "peterson", "--no-vacuity", "--certificates", tmp_path / "proofs")
    told = result.stderr.partition("no certificate, as the proof is no induction: ")[2]
    manifest = json.loads((tmp_path / "proofs" / "manifest.json").read_text())
    certified = {f"{one['design']}/{one['claim']}" for one in manifest["certificates"]}
    assert told.strip()
    assert not certified & set(told.strip().split(", "))


def test_what_no_solver_is_asked_about_is_told(run: Run, tmp_path: Path) -> None:
    words = ("--design", "by_address", "--claim", "no_deadlock")
    folder = certified(run, "lock_order", tmp_path / "proofs", *words)
    told = run("verify-certificate", folder).stdout.splitlines()
    (name,) = (line.rpartition(": ")[2] for line in told if line.startswith("not asked"))
    assert name.startswith("by_address.no_deadlock/first_")
    lemmas = (folder / "by_address.no_deadlock" / "lemmas.txt").read_text()
    assert "  true of finitely many members where order_" in lemmas


def test_a_name_that_is_none_is_no_proof(run: Run, gate: Path, tmp_path: Path) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    path = folder / "careful.alone" / "proof.json"
    proof = json.loads(path.read_text())
    assert proof["by"]["lemmas"]
    proof["by"]["lemmas"][0]["name"] = "x\n(assert false)\n; y"
    proof["by"]["needs"] = []
    text = json.dumps(proof, indent=1) + "\n"
    path.write_text(text)
    manifest = json.loads((folder / "manifest.json").read_text())
    digest = hashlib.sha256(text.encode()).hexdigest()
    manifest["certificates"][0]["sha256"]["proof.json"] = digest
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    sealed_again(folder)
    result = run("verify-certificate", folder, "--spec", gate)
    assert result.exit_code == 2
    assert "careful.alone is not about this spec" in result.stderr


def test_the_same_bytes_each_time(run: Run, gate: Path, tmp_path: Path) -> None:
    first = contents(certified(run, gate, tmp_path / "a"))
    assert first == contents(certified(run, gate, tmp_path / "b", "--no-cache"))
    assert "careful.alone/lemmas.txt" in first
    assert not any(name.startswith("blind") for name in first)


CLIMB = """protocol climb
"A number that would climb if it ever began to."

var select: 0..3 = 0
var store: bool = false

process distinct {
    and_then:
        when select > 0 and select < 3
        select := select + 1
        store := not store
        goto and_then
}

invariant low "the number is never three"
    select != 3
"""


def test_induction_from_three_states_of_a_spec_with_names_of_theories(
    run: Run, tmp_path: Path
) -> None:
    spec = tmp_path / "climb.tdp"
    spec.write_text(CLIMB)
    words = ("--engine", "kinduction", "--claim", "low")
    folder = certified(run, spec, tmp_path / "proofs", *words)
    (one,) = json.loads((folder / "manifest.json").read_text())["certificates"]
    # There is only one size.
    assert (one["k"], one["every_size"]) == (3, True)
    result = run("verify-certificate", folder, "--spec", spec)
    assert result.exit_code == 0, result.output


def test_names_of_theories_at_every_size(run: Run, gate: Path, tmp_path: Path) -> None:
    text = gate.read_text().replace("Walker", "Set").replace("inside", "select")
    gate.write_text(text.replace("within", "distinct"))
    folder = certified(run, gate, tmp_path / "proofs")
    result = run("verify-certificate", folder, "--spec", gate)
    assert result.exit_code == 0, result.output
    assert "every_size.step.distinct.smt2" in result.stdout


def test_a_step_from_any_state_is_contradicted(run: Run, gate: Path, tmp_path: Path) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    name = "careful.alone/finite.step.outside.smt2"
    lines = (folder / name).read_text().splitlines()
    invariant = next(line for line in lines if line.startswith("(assert "))
    rewritten(folder, name, invariant, "(assert true)")
    result = run("verify-certificate", folder)
    assert result.exit_code == 12
    assert "contradicted" in result.stdout
    *_, told, which, _ = result.stdout.splitlines()
    assert "does not say unsat to 1 of" in told
    assert which == f"  {name}"


def test_a_script_that_is_trivially_unsat_is_noticed_with_the_spec_only(
    run: Run, gate: Path, tmp_path: Path
) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    rewritten(folder, "careful.alone/finite.claim.smt2", "(check-sat)", "(assert false)(check-sat)")
    assert run("verify-certificate", folder).exit_code == 0
    result = run("verify-certificate", folder, "--spec", gate)
    assert result.exit_code == 2
    assert "careful.alone/finite.claim.smt2 is not what" in result.stderr


def test_a_script_left_out_of_the_list_is_noticed(run: Run, gate: Path, tmp_path: Path) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    manifest = json.loads((folder / "manifest.json").read_text())
    left_out = manifest["certificates"][0]["scripts"].pop()["file"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    result = run("verify-certificate", folder)
    assert (result.exit_code, "manifest.json was changed" in result.stderr) == (2, True)
    sealed_again(folder)
    result = run("verify-certificate", folder)
    assert result.exit_code == 2
    assert f"manifest.json contradicts itself about {left_out}" in result.stderr


def test_a_script_left_out_altogether_is_named_and_noticed_with_the_spec(
    run: Run, gate: Path, tmp_path: Path
) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    manifest = json.loads((folder / "manifest.json").read_text())
    (one,) = manifest["certificates"]
    left_out = one["scripts"].pop()["file"]
    del one["sha256"][left_out]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    sealed_again(folder)
    result = run("verify-certificate", folder)
    assert result.exit_code == 0
    assert result.stderr == (
        f"not checked, as manifest.json does not name it: careful.alone/{left_out}\n"
    )
    assert run("verify-certificate", folder, "--spec", gate).exit_code == 2


@pytest.mark.parametrize("old", ['"queries": 1', '"condition": "', '"every_size": true'])
def test_a_changed_manifest_is_2(run: Run, gate: Path, tmp_path: Path, old: str) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    path = folder / "manifest.json"
    before = path.read_text()
    new = {'"queries": 1': '"queries": 2', '"condition": "': '"condition": "not '}
    after = before.replace(old, new.get(old, '"every_size": false'), 1)
    assert after != before
    path.write_text(after)
    result = run("verify-certificate", folder)
    assert result.exit_code == 2
    assert "manifest.json was changed" in result.stderr


def test_a_query_that_is_missing_is_4(run: Run, gate: Path, tmp_path: Path) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    rewritten(folder, "careful.alone/finite.claim.smt2", "(check-sat)", "")
    result = run("verify-certificate", folder)
    assert result.exit_code == 4
    assert "0 answers to 1 queries" in result.stdout


def test_a_step_without_its_guard_is_contradicted_at_every_size(
    run: Run, gate: Path, tmp_path: Path
) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    name = "careful.alone/every_size.step.outside.smt2"
    lines = (folder / name).read_text().splitlines()
    guard = next(line for line in lines if line.startswith("(assert "))
    rewritten(folder, name, guard, "(assert true)")
    assert run("verify-certificate", folder).exit_code == 12


@pytest.mark.parametrize("name", ["manifest.json", "careful.alone/finite.claim.smt2"])
def test_a_missing_file_is_2(run: Run, gate: Path, tmp_path: Path, name: str) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    (folder / name).unlink()
    result = run("verify-certificate", folder)
    assert result.exit_code == 2
    assert f"{name} is missing" in result.stderr


def test_a_changed_file_is_2(run: Run, gate: Path, tmp_path: Path) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    path = folder / "careful.alone" / "finite.claim.smt2"
    path.write_text(path.read_text() + "\n")
    result = run("verify-certificate", folder)
    assert result.exit_code == 2
    assert "finite.claim.smt2 was changed" in result.stderr


def test_another_spec_is_2(run: Run, gate: Path, tmp_path: Path) -> None:
    folder = certified(run, gate, tmp_path / "proofs")
    assert run("verify-certificate", folder, "--spec", "german").exit_code == 2
    gate.write_text(gate.read_text().replace("        add w to inside\n", ""))
    assert run("verify-certificate", folder, "--spec", gate).exit_code == 2


def test_a_file_of_somebody_else_stays(run: Run, gate: Path, tmp_path: Path) -> None:
    folder = tmp_path / "proofs"
    folder.mkdir()
    (folder / "manifest.json").write_text("mine\n")
    assert run("prove", gate, "--no-vacuity", "--certificates", folder).exit_code == 2
    assert (folder / "manifest.json").read_text() == "mine\n"


@pytest.mark.slow
def test_both_solvers_confirm_a_proof_of_the_shipped_spec(run: Run, tmp_path: Path) -> None:
    words = ("--design", "keep_on_list", "--claim", "no_use_after_free")
    folder = certified(run, "tdp_mmu_roots", tmp_path / "proofs", *words)
    result = run("verify-certificate", folder, "--spec", "tdp_mmu_roots")
    assert result.exit_code == 0, result.output
