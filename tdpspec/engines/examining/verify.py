"""Certificates checked again: nothing is asked but solvers that read the scripts as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tdpspec.engines.examining.certify import certify
from tdpspec.engines.running.data_json import from_json
from tdpspec.solving.cvc5_answers import cvc5_answers, cvc5_version, has_cvc5
from tdpspec.solving.script_answers import z3_answers
from tdpspec.solving.session import Answer, solver_version
from tdpspec.system.certificate import FORMAT, MANIFEST, Certificate, digest, seal
from tdpspec.system.first_member import by_order
from tdpspec.system.fix import fix
from tdpspec.system.instance import instance
from tdpspec.system.model import System
from tdpspec.system.verdict import Induction, Proved
from tdpspec.system.well_formed import is_induction


class CertificateError(ValueError):
    """A folder that is no certificate, or not the one it says it is; told in the message."""


@dataclass(frozen=True, slots=True)
class Part:
    """A script of the certificate in ``folder``."""

    folder: str
    file: str
    queries: int
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a folder of certificates says: its manifest, and all files that it names, by name;
    ``proofs`` has by folder the sizes that its scripts are for; ``others`` are scripts in the
    folder that it does not name, as an earlier run leaves them."""

    manifest: dict[str, Any]
    parts: tuple[Part, ...]
    files: dict[str, str]
    proofs: dict[str, str]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``solver`` says to a script: ``UNSAT`` if to all its queries; ``SAT`` if to one, or
    ``UNKNOWN``. ``reason`` where it could not be read."""

    part: Part
    solver: str
    answer: Answer
    reason: str = ""


def open_certificates(folder: Path) -> Opened:
    """All files of ``folder`` that its manifest names, unchanged.

    Errors: ``CertificateError`` if there is no manifest, or a file is missing or was changed, or a
    script would not be asked about. This is about accidents: digests can be made anew.
    """
    text = _read(folder, MANIFEST)
    try:
        manifest = json.loads(text)
        if manifest["format"] != FORMAT:
            raise CertificateError(f"{MANIFEST} has the format {manifest['format']}")
        if manifest["sha256"] != seal(manifest):
            raise CertificateError(f"{MANIFEST} was changed")
        files: dict[str, str] = {MANIFEST: text}
        parts: list[Part] = []
        proofs: dict[str, str] = {}
        for one in manifest["certificates"]:
            listed = [it["file"] for it in one["scripts"]]
            scripts = [name for name in one["sha256"] if name.endswith(".smt2")]
            if listed != scripts:
                wrong = ", ".join(sorted({*listed} ^ {*scripts})) or "its scripts"
                raise CertificateError(f"{MANIFEST} contradicts itself about {wrong}")
            sizes = ", ".join(f"{sort}={size}" for sort, size in one["sizes"].items())
            of_all = any(name.startswith("every_size.") for name in scripts)
            proofs[one["folder"]] = "every size" if of_all else sizes or "its one size"
            for name, expected in one["sha256"].items():
                path = f"{one['folder']}/{name}"
                if ".." in PurePosixPath(path).parts or path.startswith("/"):
                    raise CertificateError(f"{path} is outside the folder")
                files[path] = _read(folder, path)
                if digest(files[path]) != expected:
                    raise CertificateError(f"{path} was changed")
            parts.extend(
                Part(
                    one["folder"], it["file"], it["queries"], files[f"{one['folder']}/{it['file']}"]
                )
                for it in one["scripts"]
            )
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as failure:
        raise CertificateError(f"{MANIFEST} is not a manifest: {failure!r}") from failure
    if not parts:
        raise CertificateError("there is no script to check")
    there = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*.smt2"))
    others = tuple(one for one in there if one not in files)
    return Opened(manifest, tuple(parts), files, proofs, others)


def made_again(system: System, opened: Opened) -> tuple[Certificate, ...]:
    """The certificates that ``system`` has for the lemmas and the sizes that the files tell: what
    they should be.

    Errors: ``CertificateError`` where they are about another system.
    """
    found = []
    for one in opened.manifest["certificates"]:
        try:
            at = instance(fix(system, one["design"]), one["sizes"])
            verdict = from_json(json.loads(opened.files[f"{one['folder']}/proof.json"]))
            assert isinstance(verdict, Proved)
            assert isinstance(verdict.by, Induction)
            assert is_induction(at.system, verdict.by)
            made = certify(at, at.system.property[one["claim"]], verdict)
        except Exception as failure:
            # Anything can be wrong with terms that somebody else has written.
            raise CertificateError(f"{one['folder']} is not about this spec") from failure
        if made is None:
            raise CertificateError(f"{one['folder']} is no proof by induction")
        found.append(made)
    return tuple(found)


def of_finitely_many(opened: Opened) -> tuple[str, ...]:
    """The lemmas, each after its folder, that no script asks about: they say that one of finitely
    many members comes first in an order, which the scripts show to be one."""
    found: list[str] = []
    for one in opened.manifest["certificates"]:
        try:
            verdict = from_json(json.loads(opened.files[f"{one['folder']}/proof.json"]))
            lemmas = {lemma.name: lemma.condition for lemma in verdict.by.lemmas}
            found.extend(f"{one['folder']}/{name}" for name in by_order(lemmas))
        except (ValueError, AttributeError, TypeError, LookupError):
            continue  # that it is no proof is told by whoever makes the scripts again
    return tuple(found)


def check_scripts(opened: Opened, seconds: float) -> Iterator[Checked]:
    """Each script as Z3 and, where it is installed, cvc5 answer it; ``seconds`` a query."""
    solvers = {solver_version(): z3_answers}
    if has_cvc5():
        solvers[cvc5_version()] = cvc5_answers
    for part in opened.parts:
        for name, ask in solvers.items():
            said = ask(part.text, seconds)
            if isinstance(said, str):
                yield Checked(part, name, Answer.UNKNOWN, said)
            elif Answer.SAT in said:
                yield Checked(part, name, Answer.SAT)
            elif len(said) != part.queries:
                reason = f"{len(said)} answers to {part.queries} queries"
                yield Checked(part, name, Answer.UNKNOWN, reason)
            elif Answer.UNKNOWN in said:
                yield Checked(part, name, Answer.UNKNOWN)
            else:
                yield Checked(part, name, Answer.UNSAT)


def _read(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        raise CertificateError(f"{name} is missing or cannot be read") from failure
