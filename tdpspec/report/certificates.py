"""Certificates as files: a folder for each proof, and a manifest of them all."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tdpspec.report.sentence import sentence
from tdpspec.report.values_to_json import Json
from tdpspec.system.certificate import FORMAT, MANIFEST, Certificate, digest, seal
from tdpspec.system.first_member import by_order
from tdpspec.system.printer import term_text


def certificate_files(spec: str, certificates: Iterable[Certificate]) -> dict[str, str]:
    """Names and contents: the manifest, and for each proof ``DESIGN.CLAIM/`` with its scripts, its
    lemmas to read (``lemmas.txt``) and to load (``proof.json``).

    Shape: the manifest has the SHA-256 of each file and of itself, so that it is noticed if one
           is changed by accident.
    """
    files: dict[str, str] = {}
    told: list[Json] = []
    for one in certificates:
        folder = f"{one.instance.system.design}.{one.claim}"
        texts = {"lemmas.txt": _lemmas(one), "proof.json": one.proof}
        texts.update((script.file, script.text) for script in one.scripts)
        files.update((f"{folder}/{name}", text) for name, text in texts.items())
        told.append(
            {
                "folder": folder,
                "design": one.instance.system.design,
                "claim": one.claim,
                "sizes": dict(one.instance.sizes),
                "every_size": one.every_size,
                "k": one.k,
                "lemmas": [
                    {
                        "name": lemma.name,
                        "condition": term_text(one.instance.system, lemma.condition),
                        "needs": list(dict(one.needs).get(lemma.name, ())),
                    }
                    for lemma in one.lemmas
                ],
                "scripts": [
                    {"file": script.file, "shows": script.shows, "queries": script.queries}
                    for script in one.scripts
                ],
                "sha256": {name: digest(text) for name, text in texts.items()},
            }
        )
    manifest: dict[str, object] = {"format": FORMAT, "spec": spec, "certificates": told}
    manifest["sha256"] = seal(manifest)
    return {MANIFEST: json.dumps(manifest, indent=1) + "\n", **files}


def _lemmas(one: Certificate) -> str:
    """The claim and the lemmas, each as a sentence and in the spec's own syntax."""
    system = one.instance.system
    sizes = ", ".join(f"{sort}={size}" for sort, size in one.instance.sizes)
    where = "every size" if one.every_size else sizes or "its one size"
    steps = "" if one.k == 1 else f" from {one.k} states in a row"
    lines = [f"{system.design}: {one.claim} by induction{steps}, for {where}"]
    needs = dict(one.needs)
    first = by_order({lemma.name: lemma.condition for lemma in one.lemmas})
    if one.claim in needs:
        lines.append(f"  needs {', '.join(needs[one.claim]) or 'no lemma'}")
    for lemma in one.lemmas:
        lines.extend(
            (
                "",
                lemma.name,
                f"  {sentence(system, lemma.condition)}",
                f"  {term_text(system, lemma.condition)}",
            )
        )
        others = [name for name in needs.get(lemma.name, ()) if name != lemma.name]
        if lemma.name in first:
            lines.append(f"  true of finitely many members where {first[lemma.name]} is")
        elif lemma.name in needs:
            lines.append(f"  needs {', '.join(others) or 'no other'}")
    return "\n".join(lines) + "\n"
