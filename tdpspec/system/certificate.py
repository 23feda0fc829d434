"""A proof as scripts that any SMT solver can check, without believing this program."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.system.instance import Instance
from tdpspec.system.verdict import Lemma


@dataclass(frozen=True, slots=True)
class Script:
    """SMT-LIB 2 commands with ``queries`` times ``(check-sat)``, each to be answered ``unsat``;
    ``shows`` says what follows if they are. ``file`` is its name."""

    file: str
    shows: str
    queries: int
    text: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """One proof by induction, of ``claim`` under the design of ``instance``.

    Shape: ``scripts`` named ``finite...`` are about the sizes of ``instance``; those named
           ``every_size...`` are there where the proof is for every size. ``proof`` is the verdict
           as JSON, from which the scripts can be made again.
    """

    instance: Instance
    claim: str
    every_size: bool
    k: int
    lemmas: tuple[Lemma, ...]
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    scripts: tuple[Script, ...]
    proof: str
