"""A hardware model checker on what is exported: the verdicts and runs of abc are ours."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tdpspec.interpret.explore import explore
from tdpspec.interpret.retrace import retrace
from tdpspec.pipeline import load
from tdpspec.solving.aiger import Started, aiger
from tdpspec.solving.aiger_file import binary
from tdpspec.solving.relation import Relation
from tdpspec.solving.witness import claim_of, read_witness, run_of
from tdpspec.system.claims import state_claims
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.recording import Recording
from tests import systems

ABC = shutil.which("berkeley-abc")
pytestmark = pytest.mark.skipif(ABC is None, reason="berkeley-abc (Debian) is not installed")

SPECS = (
    ("peterson", {}),
    ("die_hard", {}),
    ("two_phase_commit", {}),
    ("lock_server", {"Lock": 1}),
    ("sharded_kv", {"Key": 1}),
    ("german", {}),
    ("ticket_lock", {}),
    ("client_server", {"Response": 1}),
    pytest.param(
        "tdp_mmu_roots",
        {"Root": 1, "Vcpu": 1, "Page": 1, "Zapper": 1},
        marks=pytest.mark.slow,
        id="tdp_mmu_roots",
    ),
)


def judged(at, folder):
    """The numbers of the bads that abc refutes, each with its witness; all others it proves."""
    (folder / "model.aig").write_bytes(binary(aiger(Relation(at)), at))
    commands = "read_aiger model.aig; pdr -a -x; write_cex -a model.cex"
    output = subprocess.run(
        [ABC, "-c", commands], cwd=folder, capture_output=True, text=True, timeout=120, check=True
    ).stdout
    (counts,) = re.findall(r"Proved = (\d+)\. +Disproved = (\d+)\. +Undecided = (\d+)", output)
    proved, refuted, undecided = map(int, counts)
    assert undecided == 0
    assert proved + refuted == len(state_claims(at.system.properties))
    if not refuted:
        return {}
    heading = "# CEX for output "
    _, *parts = (folder / "model.cex").read_text().split(heading)
    assert len(parts) == refuted
    found = {int(re.match(r"\d+", one)[0]): f"{heading}{one}" for one in parts}
    assert len(found) == refuted
    return found


def agrees(at, folder):
    claims = state_claims(at.system.properties)
    expected = {claim.name: len(trace) for claim, trace in explore(at, claims).refuted}
    found = judged(at, folder)
    assert {claims[number].name for number in found} == set(expected)
    for number, text in found.items():
        witness = read_witness("model.cex", text.encode())
        name = claims[number].name
        assert claim_of(witness, at) == name
        recording = run_of(witness, at)
        assert isinstance(recording, Recording)
        followed = retrace(at, recording).exact
        assert followed.stop is None
        assert name in {one.claim for one in followed.broken}
        assert len(followed.trace) >= expected[name]


@pytest.mark.parametrize(("spec", "sizes"), SPECS)
def test_shipped_specs(spec, sizes, tmp_path):
    _, system, _ = load(spec)
    for design in system.designs:
        agrees(instance(fix(system, design.name), sizes), tmp_path)


def test_a_system_with_a_first_step(tmp_path):
    at = instance(systems.workshop())
    assert any(one.means == Started() for one in aiger(Relation(at)).latches)
    agrees(at, tmp_path)
