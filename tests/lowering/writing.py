"""Random protocols, as text: every statement in every place where it may stand.

Names come from a short list on purpose: what is bound in one place has the name of something
else in another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

HEAD = """protocol random
sort R = 2
choice fast: bool
design slowly { fast = false }
design quickly { fast = true }
mutex k
rwlock l
rwlock g
var x: 0..2 = 1
var y: bool = any
var n: R -> 0..2 = 0
var s: set R = {}
var m: R -> set R = {}
var e: set (R, R) = {}
var f: R, R -> bool = false
var o: R? = none
var q: R -> R? = none
def d1(a: R) = exists b: R. b != a and (b in s or (a, b) in e)
def d2 = forall a: R. d1(a) or o = a or f[a, a]
def d3(b: R, a: R) = a in m[b] and d1(a)
"""

NAMES = ("a", "b", "c", "r", "t")


@dataclass(frozen=True)
class Where:
    """What may be said at this point.

    Shape: ``members`` are the names of values of R; ``loop`` those of the loops around, each of
           which every write must name; ``calls`` the procedures that may be called.
    """

    members: tuple[str, ...] = ()
    loop: tuple[str, ...] = ()
    calls: tuple[tuple[str, int], ...] = ()
    labels: tuple[str, ...] = ()
    local: bool = False
    depth: int = 3
    choices: int = 2


class Writer:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.splits = 0  # how many more statements of a step may have several ways through

    def protocol(self) -> str:
        text = [HEAD]
        calls: tuple[tuple[str, int], ...] = ()
        for number, parameters in enumerate((("a",), ("b", "a"), ("r", "t"))):
            where = Where(members=parameters, calls=calls, depth=2, choices=1)
            body = f"{{ {self.whole(where, 1)} }}"
            given = ", ".join(f"{one}: R" for one in parameters)
            text.append(f"procedure p{number}({given}) {body}")
            calls = (*calls, (f"p{number}", len(parameters)))
        where = Where(members=("a",), calls=calls, labels=("one", "two", "three"), local=True)
        text.append("process w(a: R) {\nvar j: set R = {}\nvar h: R -> R? = none")
        text.append(self.steps(where))
        text.append("}")
        where = Where(calls=calls, labels=("four", "five"))
        text.append("process u {")
        text.append(self.steps(where))
        text.append("}")
        where = Where(members=("r",), calls=calls)
        text.append(f"action go(r: R) {{ {self.whole(where, 3)} }}")
        return "\n".join(text)

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def steps(self, where: Where) -> str:
        steps = [f"{one}: {self.whole(where, 3)}" for one in where.labels]
        if self.random.random() < 0.6:
            first = self.random.randrange(len(steps))
            last = self.random.randrange(first, len(steps))
            mode = self.pick("read", "write")
            steps[first] = f"with g {mode} {{ {steps[first]}"
            pause = self.pick("yield g", "if y { yield g }", "")
            steps[last] += f" {pause} }}"
        text = "\n".join(steps)
        for lock, mode in (("k", ""), ("l", self.pick(" read", " write"))):
            if f"acquire {lock}" not in text:  # what is never kept cannot be given back
                text = re.sub(rf"(release|yield) {lock}\b", f"acquire {lock}{mode}", text)
        return text

    def block(self, where: Where) -> str:
        return f"{{ {self.statements(where)} }}"

    def whole(self, where: Where, splits: int) -> str:
        """The statements of a step or a procedure."""
        self.splits = splits
        return self.statements(where)

    def statements(self, where: Where) -> str:
        return "  ".join(self.statement(where) for _ in range(self.random.choice((1, 1, 2, 3))))

    def statement(self, where: Where) -> str:
        inner = replace(where, depth=where.depth - 1)
        kinds = ["write", "write", "write", "assert"]
        if where.depth > 0:
            kinds += ["if", "if", "is", "for", "when"]
            if not where.loop:
                kinds += ["with"] + ["choose"] * (2 * where.choices)
        if where.calls:
            kinds += ["call", "call"]
        if where.labels and not where.loop:
            kinds += ["goto", "lock", "lock"]
        kind = self.pick(*kinds)
        if kind in ("choose", "goto", "call"):
            kind = kind if self.splits > 0 else "write"
            self.splits -= 1
        match kind:
            case "write":
                return self.write(where)
            case "assert":
                return f"assert fine: {self.condition(where)}"
            case "when":
                return f"when {self.condition(where)} or {self.condition(where)}"
            case "if":
                other = self.pick("", f" else {self.block(inner)}")
                return f"if {self.condition(where)} {self.block(inner)}{other}"
            case "is":
                name = self.fresh(where)
                if name is None:
                    return self.write(where)
                inner = replace(inner, members=(*inner.members, name))
                more = self.pick("", f" and {self.condition(inner)}")
                return f"if {self.optional(where)} is {name}{more} {self.block(inner)}"
            case "for":
                name = self.fresh(where)
                if name is None or len(where.loop) == 2:
                    return self.write(where)
                inner = replace(
                    inner, members=(*inner.members, name), loop=(*where.loop, name), labels=()
                )
                binder = self.pick(f"{name}: R", f"{name} in {self.set(where)}")
                return f"for {binder} where {self.condition(inner)} {self.block(inner)}"
            case "choose":
                inner = replace(inner, choices=where.choices - 1)
                branches = [self.branch(inner) for _ in range(self.random.choice((1, 1, 2)))]
                other = self.pick("", f" else {self.block(inner)}", " else { }")
                return " or ".join(branches) + other
            case "with":
                lock = self.pick("k", "l write", "l read")
                return f"with {lock} {self.block(inner)}"
            case "lock":
                return self.pick(
                    "acquire k", "release k", "yield k", "acquire l read", "acquire l write",
                    "release l", "yield l",
                )  # fmt: skip
            case "goto":
                return f"if {self.condition(where)} {{ goto {self.pick(*where.labels)} }}"
            case "call":
                name, count = self.random.choice(where.calls)
                if where.loop:
                    return self.write(where)  # most calls could not stand in a loop
                given = ", ".join(self.member(where) for _ in range(count))
                return f"{name}({given})" if where.members else self.write(where)
            case other:
                raise AssertionError(other)

    def branch(self, where: Where) -> str:
        name = self.fresh(where)
        if name is None or self.random.random() < 0.4:
            return f"choose where {self.condition(where)} {self.block(where)}"
        inside = replace(where, members=(*where.members, name))
        binder = self.pick(f"{name}: R", f"{name} in {self.set(where)}")
        asked = self.pick("", f" where {self.condition(inside)}")
        return f"choose {binder}{asked} {self.block(inside)}"

    def fresh(self, where: Where) -> str | None:
        free = [one for one in NAMES if one not in where.members]
        return self.random.choice(free) if free else None

    def write(self, where: Where) -> str:
        """A statement that changes something; in a loop only what its variables name."""
        if len(where.loop) == 2:
            a, b = where.loop
            return self.pick(
                f"add ({a}, {b}) to e", f"remove ({a}, {b}) from e", f"add {a} to m[{b}]",
                f"f[{b}, {a}] := {self.condition(where)}", f"remove {a} from m[{b}]",
            )  # fmt: skip
        if where.loop:
            (a,), b = where.loop, self.member(where)
            options = [
                f"n[{a}] := {self.number(where)}", f"n[{a}] := n[{a}] + 1", f"add {a} to s",
                f"remove {a} from s", f"q[{a}] := {self.optional(where)}",
                f"m[{a}] := {self.set(where)}", f"add {b} to m[{a}]", f"add ({a}, {b}) to e",
                f"remove ({a}, {b}) from e", f"f[{a}, {b}] := {self.condition(where)}",
            ]  # fmt: skip
            if where.local:
                options += [f"add {a} to j", f"h[{a}] := {self.optional(where)}"]
            return self.random.choice(options)
        options = [
            f"x := {self.number(where)}", "x := x + 1", "x := x - 1",
            f"y := {self.condition(where)}",
            f"n := {self.number(where)}", f"s := {self.set(where)}", f"o := {self.optional(where)}",
            f"q := {self.optional(where)}", "e := {}", f"f := {self.condition(where)}",
        ]  # fmt: skip
        if where.members:
            a, b = self.member(where), self.member(where)
            options += [
                f"n[{a}] := {self.number(where)}", f"add {a} to s", f"remove {a} from s",
                f"add {a} to m[{b}]", f"m[{a}] := {self.set(where)}", f"add ({a}, {b}) to e",
                f"remove ({a}, {b}) from e", f"o := {a}", f"q[{a}] := {self.optional(where)}",
                f"f[{a}, {b}] := {self.condition(where)}",
            ]  # fmt: skip
            if where.local:
                options += [
                    f"add {a} to j", f"h[{a}] := {b}", f"h := {self.optional(where)}",
                    f"remove {a} from j",
                ]  # fmt: skip
        return self.random.choice(options)

    # -------------------------------------------------------------------------- expressions

    def member(self, where: Where) -> str:
        return self.pick(*where.members) if where.members else ""

    def number(self, where: Where) -> str:
        options = ["0", "1", "2", "x", "x + 1", f"(if {self.condition(where)} then 1 else x)"]
        if where.members:
            options += [f"n[{self.member(where)}]", f"n[{self.member(where)}] - 1"]
        return self.random.choice(options)

    def optional(self, where: Where) -> str:
        options = ["o", "o"]
        if where.members:
            options += [f"q[{self.member(where)}]"] * 2
            if where.local:
                options.append(f"h[{self.member(where)}]")
        return self.random.choice(options)

    def set(self, where: Where) -> str:
        options = ["s", "R", "(s minus {b: R | d1(b)})".replace("b", self.binder(where))]
        if where.members:
            options += [f"m[{self.member(where)}]", f"{{{self.member(where)}}}"]
        if where.local:
            options += ["j", "(j union s)"]
        return self.random.choice(options)

    def binder(self, where: Where) -> str:
        return self.fresh(where) or "z"

    def condition(self, where: Where) -> str:
        v = self.binder(where)
        options = ["y", "x > 1", "d2", "fast", "o = none", "s = {}",
                   f"exists {v}: R. {v} notin s and not d1({v})",
                   f"forall {v}: R. {v} in s or n[{v}] = x"]  # fmt: skip
        if where.members:
            a, b = self.member(where), self.member(where)
            options += [
                f"{a} in s", f"{a} = {b}", f"o = {a}", f"d1({a})", f"d3({a}, {b})",
                f"n[{a}] < 2", f"({a}, {b}) in e", f"f[{a}, {b}]", f"{a} notin m[{b}]",
                f"exists {v}: R. {v} != {a} and d3({v}, {a})", f"q[{a}] != none",
                f"forall {v}: R. ({v}, {a}) in e => d1({v})",
            ]  # fmt: skip
            if where.local:
                options += [f"{a} in j", f"h[{a}] = o", f"{a} at one", f"{a} holds l"]
        text = self.random.choice(options)
        return f"not ({text})" if self.random.random() < 0.3 else f"({text})"
