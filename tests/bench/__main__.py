"""``python -m tests.bench``: tdpspec, TLC and abc on the same specs, designs and sizes."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tdpspec.engines.running.question import Question, mistakes
from tdpspec.pipeline import load
from tdpspec.source.locate import shipped_specs
from tdpspec.system.claims import state_claims
from tdpspec.system.model import Expected, System
from tdpspec.tla.names import names_of
from tdpspec.tla.tools import Missing, Tools, find_tools
from tests.bench.measure import Measured, measure, median

Sizes = dict[str, int]
TDPSPEC = (sys.executable, "-m", "tdpspec")
HEADING = (
    "spec", "design", "sizes",
    "tdpspec s", "MB", "queries", "verdicts",
    "TLC s", "ratio", "MB", "states", "says",
    "abc s", "ratio", "MB", "says",
)  # fmt: skip


def main() -> None:
    options = _options()
    root = Path(__file__).parents[2]
    started = median(lambda: _run((*TDPSPEC, "--help"), root, options.cap), options.times)
    print(f"tdpspec --help: {started.seconds:.2f} s\n")
    print("| " + " | ".join(HEADING) + " |")
    print("|" + "---|" * len(HEADING), flush=True)
    for name in options.spec or shipped_specs():
        _, system, found = load(name)
        if system is None:
            sys.exit("\n".join(one.message for one in found))
        asked = Question(tuple(options.design or ()), tuple(options.claim or ()))
        if wrong := mistakes(system, asked):
            sys.exit("\n".join(one.message for one in wrong))
        for design in options.design or [one.name for one in system.designs]:
            for sizes in options.sizes or _growing(system, options.rows):
                cells = _row(name, system, design, sizes, options)
                print("| " + " | ".join(cells) + " |", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--spec", action="append", help="a shipped spec; all without it")
    parser.add_argument("--design", action="append", help="a design; all without it")
    parser.add_argument(
        "--sizes", action="append", type=_sizes, metavar="SORT=N,...", help="one row of the table"
    )
    parser.add_argument("--rows", type=int, default=3, help="sizes, from 1 of each sort upwards")
    parser.add_argument("--times", type=int, default=3, help="runs of which the median is told")
    parser.add_argument("--cap", type=float, default=600.0, help="seconds for each run")
    parser.add_argument("--jobs", type=int, default=2, help="of tdpspec, and workers of TLC")
    parser.add_argument("--claim", action="append", help="a claim about states; all without it")
    parser.add_argument(
        "--proved",
        action="store_true",
        help="leave out what is expected to be refuted, so that TLC has to see all states",
    )
    parser.add_argument("--without", action="append", default=[], choices=("tlc", "abc"))
    return parser.parse_args()


def _sizes(text: str) -> Sizes:
    return {name: int(size) for name, size in (one.split("=") for one in text.split(","))}


def _growing(system: System, rows: int) -> list[Sizes]:
    """The same number of members for every sort whose size is free; one row if none is."""
    free = [one.name for one in system.interchangeable]
    return [dict.fromkeys(free, size) for size in range(1, rows + 1)] if free else [{}]


def _row(
    name: str, system: System, design: str, sizes: Sizes, options: argparse.Namespace
) -> Iterator[str]:
    chosen = ("--design", design, *(f"--size={sort}={size}" for sort, size in sizes.items()))
    yield from (name, design, " ".join(f"{sort}={size}" for sort, size in sizes.items()) or "-")
    root = Path(__file__).parents[2]
    left_out = {
        one.claim
        for one in system.expectations
        if options.proved and one.design == design and one.verdict is Expected.REFUTES
    }
    about_states = [one.name for one in state_claims(system.properties)]
    left_out.update(one for one in about_states if options.claim and one not in options.claim)
    asked = [one for one in about_states if one not in left_out]
    if not asked:
        yield from "-" * 13
        return
    claims = [f"--claim={one}" for one in asked]
    words = ("--no-cache", "--no-vacuity", "--format=json", f"--jobs={options.jobs}")
    ours = median(
        lambda: _run((*TDPSPEC, "prove", name, *chosen, *claims, *words), root, options.cap),
        options.times,
    )
    yield from (_seconds(ours), f"{ours.megabytes:.0f}", *_told(ours))
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        emit = (*TDPSPEC, "emit", name, *chosen, "-o", folder)
        tools = find_tools()
        if "tlc" in options.without or isinstance(tools, Missing):
            yield from "-----"
        else:
            _run(emit, root, options.cap)
            names = names_of(system)
            _leave_out(
                there / f"{names.designs[design]}.cfg", {names.properties[one] for one in left_out}
            )
            command = _tlc(tools, there, names.module, names.designs[design], options.jobs)
            theirs = median(lambda: _run(command, there, options.cap), options.times)
            yield from (_seconds(theirs), _ratio(theirs, ours), f"{theirs.megabytes:.0f}")
            yield from _said_by_tlc(theirs)
        abc = shutil.which("berkeley-abc")
        if "abc" in options.without or abc is None:
            yield from "----"
        else:
            _run((*emit, "--as", "aiger"), root, options.cap)
            script = _for_abc(f"{system.name}.{design}.aig", asked, about_states)
            theirs = median(lambda: _run((abc, "-c", script), there, options.cap), options.times)
            yield from (_seconds(theirs), _ratio(theirs, ours), f"{theirs.megabytes:.0f}")
            yield _said_by_abc(theirs)


def _for_abc(file: str, asked: list[str], claims: list[str]) -> str:
    """Its commands for ``file``, whose outputs are for ``claims``: all at once if all are asked
    for, else each of ``asked`` by itself."""
    read = f"read_aiger {file}"
    if asked == claims:
        return f"{read}; pdr -a"
    return "; ".join(f"{read}; cone -s -O {claims.index(one)} -R 1; pdr -a" for one in asked)


def _leave_out(configuration: Path, invariants: set[str]) -> None:
    """Of a configuration of TLC."""
    lines = configuration.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(one for one in lines if one.strip() not in invariants)
    configuration.write_text(kept, encoding="utf-8")


def _run(command: tuple[str, ...], folder: Path, cap: float) -> Measured:
    return measure(command, folder, cap)


def _tlc(tools: Tools, folder: Path, module: str, model: str, workers: int) -> tuple[str, ...]:
    """As ``tdpspec/tla/run.py`` runs it."""
    return (
        *(str(tools.java), "-XX:+UseParallelGC", "-Xmx2048m", f"-Djava.io.tmpdir={folder}"),
        *("-cp", str(tools.jar.resolve()), "tlc2.TLC", "-deadlock", "-workers", str(workers)),
        *("-fp", "0", "-seed", "0", "-metadir", str(folder / "states")),
        *("-config", f"{model}.cfg", f"{module}.tla"),
    )


def _seconds(run: Measured) -> str:
    return f"{'> ' if run.capped else ''}{run.seconds:.2f}"


def _ratio(theirs: Measured, ours: Measured) -> str:
    """How many times as long as ours; a bound where one of the two was ended by the cap."""
    bound = {(True, False): "> ", (False, True): "< ", (True, True): "? "}
    return f"{bound.get((theirs.capped, ours.capped), '')}{theirs.seconds / ours.seconds:.2f}"


def _told(run: Measured) -> tuple[str, str]:
    """Queries, and how many claims have which verdict."""
    if run.capped:
        return "-", "-"
    try:
        findings = json.loads(run.output)["findings"]
    except ValueError:
        sys.exit(f"tdpspec ended with status {run.status}:\n{run.output}")
    verdicts = Counter(one["verdict"] for one in findings)
    return (
        str(sum(one["queries"] for one in findings)),
        ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())),
    )


def _said_by_tlc(run: Measured) -> tuple[str, str]:
    """Distinct states, and whether it found something."""
    counts = re.findall(r"([\d,]+) distinct states found", run.output)
    states = counts[-1] if counts else "-"
    if run.capped:
        return states, "-"
    if "Model checking completed. No error has been found" in run.output:
        return states, "holds"
    return states, "violated" if run.status == 12 else f"status {run.status}"


def _said_by_abc(run: Measured) -> str:
    counts = re.findall(r"Proved = (\d+)\. +Disproved = (\d+)\. +Undecided = (\d+)", run.output)
    if run.capped or not counts:
        return "-"
    words = ("proved", "refuted", "open")
    told = zip((sum(map(int, some)) for some in zip(*counts, strict=True)), words, strict=True)
    return ", ".join(f"{count} {word}" for count, word in told if count)


if __name__ == "__main__":
    main()
