"""cvc5 reads an SMT-LIB 2 script, where it is installed; the only home of cvc5."""

from __future__ import annotations

from importlib.util import find_spec

from tdpspec.solving.script_answers import answers_in
from tdpspec.solving.session import Answer


def has_cvc5() -> bool:
    return find_spec("cvc5") is not None


def cvc5_version() -> str:
    """``cvc5 1.3.0``, for reports."""
    import cvc5

    return f"cvc5 {cvc5.__version__}"


def cvc5_answers(text: str, seconds: float) -> tuple[Answer, ...] | str:
    """What a fresh cvc5 says to each query of a script, or why it cannot be read.

    Units: ``seconds`` for each query, by cvc5's own clock.
    """
    import cvc5

    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("tlimit-per", str(max(1, int(seconds * 1000))))
    # Terms are put for what quantifiers speak of, one after another, where no pattern matches: else
    # it gives up on what alternates.
    solver.setOption("enum-inst", "true")
    parser = cvc5.InputParser(solver)
    said = []
    try:
        parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "script")
        symbols = parser.getSymbolManager()
        while not (command := parser.nextCommand()).isNull():
            told = str(command.invoke(solver, symbols)).strip()
            # It says why, as in "unknown (TIMEOUT)".
            said.append("unknown" if told.startswith("unknown (") else told)
    except RuntimeError as failure:
        return str(failure).strip()
    return answers_in("\n".join(said))
