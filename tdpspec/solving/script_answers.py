"""Z3 reads an SMT-LIB 2 script as any solver does, and answers."""

from __future__ import annotations

from typing import Any

import z3

from tdpspec.solving.session import Answer

UNLIMITED = 4294967295
"""What Z3 takes for no time limit."""

_ANSWERS = {one.value: one for one in Answer}


def z3_answers(text: str, seconds: float) -> tuple[Answer, ...] | str:
    """What a fresh Z3 says to each query of a script, or why it cannot be read.

    Units: ``seconds`` for each query, by Z3's own clock.
    """
    context = z3.Context()
    # Scripts obey the process's limit, not their context's.
    z3.set_param("timeout", max(1, int(seconds * 1000)))
    try:
        said = str(z3.Z3_eval_smtlib2_string(context.ref(), text))
    except z3.Z3Exception as failure:
        return _message(failure)
    finally:
        z3.set_param("timeout", UNLIMITED)
    return answers_in(said)


def answers_in(said: str) -> tuple[Answer, ...] | str:
    """Answers, one a line; anything else is a complaint."""
    lines = said.split("\n")
    strange = [one for one in lines if one.strip() and one.strip() not in _ANSWERS]
    if strange:
        return strange[0]
    return tuple(_ANSWERS[one.strip()] for one in lines if one.strip())


def _message(failure: Any) -> str:
    value = failure.value
    return value.decode(errors="replace").strip() if isinstance(value, bytes) else str(value)
