"""A proof as scripts that any SMT solver can check, without believing this program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from tdpspec.system.instance import Instance
from tdpspec.system.verdict import Lemma

FORMAT = 2
"""Of certificates as files; to be raised when they come to mean something else."""

MANIFEST = "manifest.json"
"""The file that names all others, with their digests and one of its own."""


def digest(text: str) -> str:
    """SHA-256. It guards against accidents; whoever forges a file can make it anew."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal(manifest: Mapping[str, object]) -> str:
    """The digest of a manifest without its own, which is called ``sha256``."""
    return digest(json.dumps({name: it for name, it in manifest.items() if name != "sha256"}))


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
