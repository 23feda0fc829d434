"""Engines that misbehave, to see what becomes of it. They are named here, and not in a test, so
that a child process can import them without pytest."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tdpspec.engines.base import Decided, Event, Limits, Progress
from tdpspec.engines.contradiction import ContradictionError
from tdpspec.system.instance import Instance
from tdpspec.system.model import Property
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import HoldsTo, Induction, Lemma, Proved, Refuted, Verdict


@dataclass(frozen=True)
class Misbehaving:
    """Is clean to depth 3, decides the first claim so if there are two, and then goes wrong."""

    name: str = "misbehaving"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        names = tuple(one.name for one in claims)
        yield Progress(names, 3)
        if len(names) > 1:
            yield Decided(names[0], HoldsTo(3, "asked for"), 7)
        self.go_wrong()

    def go_wrong(self) -> None:
        """What each of them does in its own way."""


class Sleeping(Misbehaving):
    def go_wrong(self) -> None:
        time.sleep(600)


class Hungry(Misbehaving):
    def go_wrong(self) -> None:
        eaten = []
        while True:
            eaten.append(bytearray(16 << 20))


class Dying(Misbehaving):
    def go_wrong(self) -> None:
        os.kill(os.getpid(), 11)


class Leaving(Misbehaving):
    def go_wrong(self) -> None:
        os._exit(9)


class Raising(Misbehaving):
    def go_wrong(self) -> None:
        raise RuntimeError("no idea")


class Contradicting(Misbehaving):
    def go_wrong(self) -> None:
        raise ContradictionError("one says so, another does not")


@dataclass(frozen=True)
class Fixed:
    """Gives the same answer to every claim."""

    name: str
    verdict: Verdict

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        for one in claims:
            yield Decided(one.name, self.verdict, 1)


def proves_everything(instance: Instance) -> Fixed:
    return Fixed("liar", Proved(instance.sizes, Induction(1)))


def refutes_with(trace: Trace) -> Fixed:
    return Fixed("refuter", Refuted(trace, shortest=True))
