"""Verdicts remembered from run to run, each in a file of its own; none is believed.

A file is found by a hash of all that its verdict depends on, so that it is never out of date: the
system under the design, the claim and those declared before it, the sizes, how the engines were
asked, the versions of tdpspec and Z3. What it says is confirmed as an engine's answer is, in a
child process and under the same limits. A file that cannot be read, says something else or is
contradicted is as good as none, and one is written that takes its place.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeGuard

from tdpspec.engines.base import Engine, Limits, OnDemand
from tdpspec.engines.contradiction import ContradictionError
from tdpspec.engines.running.child import Bounds, Judged, Task, judge_in_child
from tdpspec.engines.running.data_json import NotOursError, from_json, text_of, to_json
from tdpspec.engines.running.merge import finding_of
from tdpspec.engines.search.registry import ENGINES
from tdpspec.system.finding import Finding
from tdpspec.system.instance import Instance, Sizes
from tdpspec.system.model import Action, Property, System
from tdpspec.system.verdict import Proved, Refuted

FORMAT = 3
"""To be raised when entries come to mean something else."""

LONGEST = 10**7
"""Seconds that a verdict may have taken: some months."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says. Units: ``seconds`` that the verdict took when it was found."""

    engine: str
    seconds: float
    verdict: Proved | Refuted


@dataclass(frozen=True, slots=True)
class Cache:
    """Verdicts in ``folder``, found by engines that were asked in the same way.

    Shape: ``engines`` and ``depth`` as in ``Question``; ``versions`` of all that takes part in a
           verdict.
    """

    folder: Path
    engines: tuple[str, ...]
    depth: int
    versions: tuple[tuple[str, str], ...]
    _digests: dict[int, tuple[object, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def find(self, instance: Instance, claim: Property) -> Entry | None:
        """What is remembered, if anything; it may be wrong. A proof for every size comes after
        one at the sizes asked about."""
        at = instance.for_claim(claim)
        for sizes in (at.sizes, None):
            entry = self._read(self.key(at, claim, sizes))
            if entry is not None and _covered(entry.verdict, at.sizes) == sizes:
                return entry
        return None

    def store(self, finding: Finding) -> None:
        """Remember ``finding`` if it is final and was confirmed; where the folder cannot be
        written to, nothing is remembered."""
        verdict, at = finding.verdict, finding.instance
        if not isinstance(verdict, (Proved, Refuted)) or not finding.confirmed_by:
            return
        sizes = _covered(verdict, at.sizes)
        if sizes not in (at.sizes, None):
            return
        key = self.key(at, finding.claim, sizes)
        about = {
            "claim": finding.claim.name,
            "sizes": None if sizes is None else dict(sizes),
        }
        entry = {
            "engine": finding.engine,
            "seconds": round(finding.statistics.seconds, 3),
            "verdict": to_json(verdict),
        }
        self.keep(key, at.system, about, entry)

    def key(self, instance: Instance, claim: Property, sizes: Sizes | None) -> str:
        """The name of the entry, and what it is about: SHA-256 in hexadecimal."""
        system = instance.system
        # What is known of a claim may depend on those proved before, never on those after it.
        place = [one.name for one in system.properties].index(claim.name)
        parts = (system, *system.properties[: place + 1])
        judged = tuple(map(self.digest_of, parts))
        return digest((FORMAT, self.versions, self.engines, self.depth, claim.name, sizes, judged))

    def digest_of(self, part: System | Action | Property) -> str:
        """Of a claim, or of the steps of a system, which all its entries share; made once, as is
        that of an action, which most designs share."""
        # By identity: to hash so large a thing takes as long. The entry keeps it alive.
        known = self._digests.get(id(part))
        if known is None:
            said: object = part
            if isinstance(part, System):
                rest = replace(
                    part, actions=(), properties=(), expectations=(), designs=(), design=None
                )
                said = (rest, tuple(map(self.digest_of, part.actions)))
            known = self._digests[id(part)] = (part, digest(said))
        return known[1]

    def path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _read(self, key: str) -> Entry | None:
        found = self.content(key) or {}
        engine, seconds = found.get("engine"), found.get("seconds")
        try:
            verdict = from_json(found.get("verdict"))
        except NotOursError:
            return None
        if not isinstance(engine, str) or engine not in ENGINES or not is_time(seconds):
            return None
        return Entry(engine, seconds, verdict) if isinstance(verdict, (Proved, Refuted)) else None

    def content(self, key: str) -> dict[str, object] | None:
        """What the file for ``key`` says, if it is one of ours."""
        try:
            found = json.loads(self.path(key).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        ours = isinstance(found, dict) and found.get("format") == FORMAT and found.get("key") == key
        return found if ours else None

    def keep(
        self,
        key: str,
        system: System,
        about: Mapping[str, object],
        content: Mapping[str, object],
    ) -> None:
        """Remember ``content``, where the folder can be written to; for people also what of
        ``system`` it is ``about``."""
        named = {"spec": system.name, "design": system.design, **about}
        told = {"about": {**named, "versions": dict(self.versions)}, **content}
        with suppress(OSError):
            self._write(key, told)

    def _write(self, key: str, content: Mapping[str, object]) -> None:
        """All of it or nothing, whoever else writes the same."""
        text = json.dumps({"format": FORMAT, "key": key, **content}) + "\n"
        self.folder.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=f"{key}.", suffix=".new", dir=self.folder)
        try:
            with open(number, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(name, self.path(key))
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise


def is_time(seconds: object) -> TypeGuard[float]:
    """Whether a run may have taken so long: no infinity, nor what no clock can wait for."""
    return isinstance(seconds, (int, float)) and 0 <= seconds <= LONGEST


def digest(value: object) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text_of(value).encode()).hexdigest()


def _covered(verdict: Proved | Refuted, at: Sizes) -> Sizes | None:
    return verdict.covers if isinstance(verdict, Proved) else at


def recall(
    cache: Cache,
    instances: tuple[Instance, ...],
    claims: tuple[str, ...],
    bounds: Bounds,
    jobs: int,
) -> tuple[tuple[Finding, ...], float]:
    """A finding for each of ``claims`` of each instance of which a verdict is remembered that is
    confirmed, in order; and how many seconds the one took that took longest when it was found."""
    todo: list[tuple[Instance, dict[str, Entry]]] = []
    running: list[Future[list[Finding]]] = []
    limits, stop = Limits(cache.depth), threading.Event()
    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        for one in instances:
            known = {name: cache.find(one, one.system.property[name]) for name in claims}
            entries = {name: entry for name, entry in known.items() if entry is not None}
            for sizes in dict.fromkeys(_sizes(one, name) for name in entries):
                some = {name: it for name, it in entries.items() if _sizes(one, name) == sizes}
                todo.append((Instance(one.system, sizes), some))
                running.append(pool.submit(_confirmed, *todo[-1], limits, bounds, stop))
        found = tuple(finding for one in running for finding in one.result())
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
    answered = {(one.design, one.claim.name) for one in found}
    took = (
        entry.seconds
        for at, entries in todo
        for name, entry in entries.items()
        if (at.system.design, name) in answered
    )
    return found, max(took, default=0.0)


def _sizes(instance: Instance, claim: str) -> Sizes:
    return instance.for_claim(instance.system.property[claim]).sizes


def _remembered(verdicts: Mapping[str, Proved | Refuted]) -> Engine:
    from tdpspec.engines.running.recalled import Recalled

    return Recalled(verdicts)


def _confirmed(
    at: Instance,
    entries: dict[str, Entry],
    limits: Limits,
    bounds: Bounds,
    stop: threading.Event,
) -> list[Finding]:
    claims = tuple(at.system.property[name] for name in entries)
    verdicts = {name: one.verdict for name, one in entries.items()}
    engine = OnDemand("cache", partial(_remembered, verdicts))
    task = Task(engine, at, claims, again=True)
    found = []
    # One that is contradicted ends the child: those after it are judged anew as well.
    with suppress(ContradictionError):
        for one in judge_in_child(task, limits, bounds, stop):
            if isinstance(one, Judged) and _is_all(one, entries[one.claim].verdict, at.sizes):
                found.append(finding_of(at, entries[one.claim].engine, one))
    return found


def _is_all(judged: Judged, verdict: Proved | Refuted, at: Sizes) -> bool:
    """Whether all of ``verdict`` was confirmed, also that it is for every size."""
    said = judged.verdict
    if not isinstance(said, (Proved, Refuted)) or not judged.confirmed_by:
        return False
    return _covered(said, at) == _covered(verdict, at)
