"""AIGER files read and simulated, written from the format's definition alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Simulator:
    """A circuit as the file tells it; ``inputs``, ``latches`` and ``bads`` go by their symbols."""

    inputs: dict[str, int]
    latches: dict[str, tuple[int, int, int]]
    bads: dict[str, int]
    gates: list[tuple[int, int, int]]
    comment: list[str] = field(default_factory=list)

    def first(self) -> frozenset[str]:
        """The latches that are true at first."""
        return frozenset(name for name, (_, _, reset) in self.latches.items() if reset)

    def after(self, latches: frozenset[str], inputs: Iterable[str]) -> frozenset[str]:
        """The latches that are true after a step."""
        values = self._values(latches, inputs)
        return frozenset(name for name, (_, to, _) in self.latches.items() if values(to))

    def broken(self, latches: frozenset[str]) -> frozenset[str]:
        """The bads that are true."""
        values = self._values(latches, ())
        return frozenset(name for name, one in self.bads.items() if values(one))

    def _values(self, latches, inputs):
        known = {0: False}
        held, given = set(latches), set(inputs)
        assert given <= self.inputs.keys()
        known.update({literal: name in given for name, literal in self.inputs.items()})
        known.update({one[0]: name in held for name, one in self.latches.items()})

        def value(literal):
            return known[literal & ~1] != bool(literal & 1)

        for output, left, right in self.gates:
            assert output > left >= right
            known[output] = value(left) and value(right)
        return value


def read_ascii(text: str) -> Simulator:
    lines = text.splitlines()
    word, last, inputs, latches, outputs, gates, bads = lines[0].split()
    assert (word, outputs) == ("aag", "0")
    numbers = [tuple(map(int, one.split())) for one in lines[1 : 1 + int(inputs) + int(latches)]]
    rest = lines[1 + len(numbers) :]
    bad_numbers = [int(one) for one in rest[: int(bads)]]
    gate_numbers = [tuple(map(int, one.split())) for one in rest[int(bads) :][: int(gates)]]
    assert int(last) == int(inputs) + int(latches) + int(gates)
    return _named(
        [one for (one,) in numbers[: int(inputs)]],
        [(*one, 0)[:3] for one in numbers[int(inputs) :]],
        bad_numbers,
        gate_numbers,
        rest[int(bads) + int(gates) :],
    )


def read_binary(content: bytes) -> Simulator:
    head, _, content = content.partition(b"\n")
    word, last, *counts = head.split()
    inputs, latches, outputs, gates, bads = map(int, counts)
    assert (word, outputs, int(last)) == (b"aig", 0, inputs + latches + gates)
    *lines, content = content.split(b"\n", latches + bads)
    latch_numbers = [
        (2 * number, *map(int, line.split()), 0)[:3]
        for number, line in enumerate(lines[:latches], inputs + 1)
    ]
    bad_numbers = [int(one) for one in lines[latches:]]
    at, found = 0, []

    def number() -> int:
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = content[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    for output in range(2 * (inputs + latches + 1), 2 * int(last) + 1, 2):
        left = output - number()
        found.append((output, left, left - number()))
    symbols = content[at:].decode().splitlines()
    inputs_ = list(range(2, 2 * inputs + 1, 2))
    return _named(inputs_, latch_numbers, bad_numbers, found, symbols)


def _named(inputs, latches, bads, gates, lines) -> Simulator:
    end = lines.index("c")
    names = dict(line.split(" ", 1) for line in lines[:end])
    assert len(names) == len(inputs) + len(latches) + len(bads)
    return Simulator(
        {names[f"i{number}"]: one for number, one in enumerate(inputs)},
        {names[f"l{number}"]: one for number, one in enumerate(latches)},
        {names[f"b{number}"]: one for number, one in enumerate(bads)},
        gates,
        lines[end + 1 :],
    )
