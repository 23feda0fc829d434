"""The command as a whole: help at once, a version, an end for every kind of wrong word."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

import pytest

from tdpspec import __version__
from tdpspec.__main__ import main
from tests.cli.conftest import Run

COMMANDS = ("prove", "check", "states", "simulate", "replay")


def test_version(run: Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout == f"tdpspec {__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"\n  {one} " in result.stdout for one in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_an_example(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: tdpspec {command} " in result.stdout
    assert "Exit status: 0" in result.stdout


def test_unknown_command_is_a_usage_error(run: Run) -> None:
    result = run("porve")
    assert result.exit_code == 2
    assert "porve" in result.stderr


def test_no_command_shows_the_help(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "Commands:" in result.output


def test_help_loads_neither_solver_nor_parser() -> None:
    code = (
        "import sys; from tdpspec.cli.app import app\n"
        "try: app(['prove', '--help'])\n"
        "except SystemExit as ended: assert ended.code == 0\n"
        "slow = {'z3', 'lark', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {slow}' if slow else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_reader_that_leaves_is_no_crash() -> None:
    words = [sys.executable, "-m", "tdpspec", "check", "peterson"]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, text=True)
    finally:
        os.close(writer)
    assert done.returncode == 141
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this platform")
@pytest.mark.parametrize(
    ("words", "redirected", "status"),
    [
        ("check peterson", ">/dev/full", 74),
        ("--version", ">/dev/full", 74),
        ("check --help", ">/dev/full", 74),
        ("check peterson", ">&-", 0),
        ("check peterson", "2>&-", 0),
        ("check peterson", "2>/dev/full", 0),
        ("porve", "2>&-", 2),
        ("porve", "2>/dev/full", 74),
    ],
)
def test_output_that_goes_nowhere_is_no_crash(words: str, redirected: str, status: int) -> None:
    line = f"exec {shlex.quote(sys.executable)} -m tdpspec {words} {redirected}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True)
    assert done.returncode == status
    assert "Traceback" not in done.stderr


def test_an_interrupt_while_it_is_loaded_is_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupting:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "tdpspec.cli.app":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "tdpspec.cli.app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
