"""One run that proves nothing: what a simulation did, for reading and for loading."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.report.document import Page, sizes_text, steps_text
from tdpspec.report.interleaving import NUMBER, columns, interleaving, rows
from tdpspec.report.layout import Line, Style, indented
from tdpspec.report.to_json import SCHEMA, json_text
from tdpspec.report.to_plain import COLUMNS, plain_text
from tdpspec.report.to_terminal import terminal_text
from tdpspec.report.values_to_json import trace_json
from tdpspec.system.instance import Instance
from tdpspec.system.trace import Trace


@dataclass(frozen=True, slots=True)
class Run:
    """A random run; ``wanted`` is the number of steps asked for, which a run that can go no
    further does not reach."""

    instance: Instance
    trace: Trace
    seed: int
    wanted: int

    @property
    def design(self) -> str:
        return self.instance.system.design or self.instance.system.name


def run_text(run: Run, format_: str, page: Page) -> str:
    """The run in one of the formats."""
    match format_:
        case "json":
            return run_json(run)
        case "plain":
            return plain_text(_lines(run, COLUMNS))
        case _:
            return terminal_text(_lines(run, page.width), page)


def _lines(run: Run, width: int) -> tuple[Line, ...]:
    sizes = f" ({sizes_text(run.instance.sizes)})" if run.instance.sizes else ""
    title = f"{run.design}{sizes}: a random run of {steps_text(len(run.trace))}, seed {run.seed}"
    lines = list(indented(title, 0, width, Style.TITLE))
    at = columns(rows(run.instance, run.trace), width)
    lines.extend(interleaving(run.instance, run.trace, at))
    if len(run.trace) < run.wanted:
        lines.extend(indented("no further step can be taken", NUMBER + 2, width, Style.UNKNOWN))
    return tuple(lines)


def run_json(run: Run) -> str:
    return json_text(
        {
            "schema": SCHEMA,
            "spec": run.instance.system.file,
            "design": run.design,
            "sizes": dict(run.instance.sizes),
            "seed": run.seed,
            "trace": trace_json(run.instance, run.trace),
        }
    )
