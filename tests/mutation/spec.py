"""The mutants of a spec of a few lines, and what they do."""

from __future__ import annotations

from tdpspec.checking.check import check
from tdpspec.interpret.explore import graph
from tdpspec.lowering.lower import lower
from tdpspec.mutation.mutate import Mutated, mutate, system_of
from tdpspec.source.text import SourceText
from tdpspec.syntax.parse import parse
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tests.spec import lines_of


def mutants_of(text: str) -> dict[str, Mutated]:
    """All mutants by name, in their order."""
    source = SourceText("t.tdp", text if "protocol " in text else f"protocol t\n{text}")
    module, _ = parse(source)
    assert module is not None
    checked, found = check(module, source)
    assert checked is not None, found
    mutants = mutate(checked, lower(checked))
    by_name = {one.mutant.name: one for one in mutants}
    assert len(by_name) == len(mutants)
    return by_name


def mutant_graph(one: Mutated, design: str | None = None, **sizes: int) -> list[str]:
    """Initial states and edges of the mutant as lines, sorted."""
    system, why = system_of(one)
    assert system is not None, why
    at = instance(fix(system, design or system.designs[0].name), sizes)
    return lines_of(at, graph(at))
