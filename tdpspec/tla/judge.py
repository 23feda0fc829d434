"""TLC as a judge: from an instance and a claim to an answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tdpspec.system.instance import Instance
from tdpspec.system.trace import Trace
from tdpspec.tla.config import configuration, configuration_without_claims
from tdpspec.tla.module import module_text
from tdpspec.tla.names import names_of
from tdpspec.tla.read_output import (
    Answer,
    Broken,
    Code,
    Counted,
    Message,
    NoAnswer,
    NoError,
    answer,
    counted,
)
from tdpspec.tla.run import Options, run_tlc
from tdpspec.tla.tools import Tools
from tdpspec.tla.trace_module import CLAIM, trace_module

Progress = Callable[[Counted], None]


def judge(
    at: Instance,
    design: str,
    claims: tuple[str, ...] | None,
    tools: Tools,
    folder: Path,
    options: Options | None = None,
    *,
    expected_states: int | None = None,
    progress: Progress | None = None,
) -> Answer:
    """What TLC says of ``claims`` and of TypeOK; with None it only walks through the states.

    ``at`` has its choices open or is fixed to ``design``. The module, its model and all that TLC
    writes go to ``folder``. ``expected_states`` is the number of distinct states without which a
    green is not believed. A temporal claim needs a question, and one worker, of its own.
    """
    names = names_of(at.system)
    module = folder / f"{names.module}.tla"
    model = folder / f"{names.designs.get(design, names.module)}.cfg"
    module.write_text(module_text(at.system), encoding="utf-8")
    if claims is None:
        text = configuration_without_claims(at, design)
    else:
        text = configuration(at, design, claims)
    model.write_text(text, encoding="utf-8")
    heard = None if progress is None else _listener(progress)
    return answer(run_tlc(tools, module, model, options, heard), expected_states)


def follow(
    at: Instance,
    design: str,
    claim: str,
    trace: Trace,
    tools: Tools,
    folder: Path,
    options: Options | None = None,
) -> str | None:
    """Whether TLC finds that a finite ``trace`` is a behaviour of the emitted specification that
    ends where ``claim`` is false: None if so, else what it says."""
    names = names_of(at.system)
    (folder / f"{names.module}.tla").write_text(module_text(at.system), encoding="utf-8")
    found = trace_module(at, design, claim, trace)
    module, model = folder / f"{found.name}.tla", folder / f"{found.name}.cfg"
    module.write_text(found.module, encoding="utf-8")
    model.write_text(found.model, encoding="utf-8")
    match answer(run_tlc(tools, module, model, options)):
        case Broken(what, states, _) if what == CLAIM and len(states) == len(trace) + 1:
            return None
        case Broken(what, states, _):
            return f"{what} is violated after {len(states) - 1} steps"
        case NoError():
            return "the run does not get to its end"
        case NoAnswer(reason):
            return reason


def _listener(progress: Progress) -> Callable[[str], None]:
    """Passes the numbers on that TLC prints while it searches."""

    def listen(line: str) -> None:
        if line.startswith("Progress("):
            found = counted((Message(Code.PROGRESS, 0, line),))
            if found is not None:
                progress(found)

    return listen
