"""The meaning of a system: its initial states, the steps of a state, and where they lead.

An action is compiled to one list comprehension over the values of its parameters. A conjunct of
the guard is tested as soon as the parameters it reads have values; evaluation is total, so the
order in which conjuncts are tested cannot be observed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import assert_never

from tdpspec.interpret.evaluate import Evaluator, Names, evaluator
from tdpspec.interpret.first_values import Test, first_entries, instances
from tdpspec.interpret.values import entries_of, is_filled, same_entries
from tdpspec.system.clause import conjuncts
from tdpspec.system.instance import Element, Instance, State
from tdpspec.system.maps import Branch, Build, Current, Map, Store
from tdpspec.system.model import Action, Variable
from tdpspec.system.terms import (
    Bound,
    EnumValue,
    Equal,
    Read,
    Term,
    definitions_used,
    free,
    variables_read,
)
from tdpspec.system.trace import Step

Move = tuple[tuple[Element, ...], State]
"""The values of an action's parameters, and the state that the step leads to."""


_last: deque[Stepper] = deque(maxlen=8)
"""Those that were asked for last: to compile the actions takes longer than to follow a run."""


def stepper(instance: Instance, choices: Mapping[str, Element] | None = None) -> Stepper:
    """The steps of ``instance``; ``choices`` as for ``evaluator``."""
    if choices:
        return Stepper(evaluator(instance, choices))
    for one in tuple(_last):
        if one.instance is instance:
            return one
    _last.append(made := Stepper(evaluator(instance)))
    return made


class FruitlessError(Exception):
    """Of very many ways to begin few are initial states, if any."""


class Stepper:
    """The initial states and the steps of one instance, each action compiled when first used."""

    def __init__(self, meaning: Evaluator) -> None:
        self.meaning = meaning
        self.instance = meaning.instance
        self.actions = tuple(Steps(meaning, one) for one in self.instance.system.actions)
        self._action = {one.action.name: one for one in self.actions}

    def initial(self, tries: int | None = None) -> Iterator[State]:
        """All initial states, each once. A variable with the initial value ``None`` begins with
        any value, for every entry independently. Errors: ``FruitlessError`` after so many
        ``tries`` since the last of them, if not None."""
        tests, variables = self._tests, self.instance.system.variables
        tried = 0

        def extend(state: State) -> Iterator[State]:
            nonlocal tried
            if len(state) == len(variables):
                tried = 0
                yield state
                return
            variable, due = variables[len(state)], tests[len(state) + 1]
            if variable.initial is None and due:
                following = first_entries(self.instance, state, variable, due)
            else:
                following = self._first_entries(variable)
            for entries in following:
                if tried == tries:
                    raise FruitlessError
                tried += 1
                longer = (*state, entries)
                if variable.initial is None or all(test(longer) for test in due):
                    yield from extend(longer)

        return extend(()) if all(test(()) for test in tests[0]) else iter(())

    def is_initial(self, state: State) -> bool:
        """Whether ``state`` is one of ``initial()``, without listing them."""
        variables = self.instance.system.variables
        return (
            len(state) == len(variables)
            and all(map(self._may_begin, variables, state))
            and all(test(state) for tests in self._tests for test in tests)
        )

    def enabled(self, state: State) -> tuple[Step, ...]:
        """The steps that can be taken in ``state``: actions in declaration order, and the values
        of each one's parameters in the order of ``Instance.elements``, the last fastest."""
        return tuple(step for step, _ in self.moves(state))

    def moves(self, state: State) -> Iterator[tuple[Step, State]]:
        """The steps of ``enabled``, each with the state that it leads to."""
        for one in self.actions:
            for arguments, after in one.moves(state):
                yield Step(one.action.name, arguments), after

    def is_step(self, step: Step) -> bool:
        """Whether ``step`` is one of an action of the system, with values of its parameters."""
        found = self._action.get(step.action)
        return (
            found is not None
            and len(step.arguments) == len(found.action.parameters)
            and all(
                argument in self.instance.elements(parameter.type)
                for parameter, argument in zip(found.action.parameters, step.arguments, strict=True)
            )
        )

    def is_enabled(self, state: State, step: Step) -> bool:
        """Whether ``step`` is one of ``enabled(state)``."""
        return self.is_step(step) and self._action[step.action].guard(state, *step.arguments)

    def successor(self, state: State, step: Step) -> State:
        """The state after ``step``; it has a value even where the guard does not hold."""
        return self._action[step.action].successor(state, *step.arguments)

    def _first_entries(self, variable: Variable) -> Iterator[object]:
        if variable.initial is None:
            return entries_of(self.instance, variable.indices, variable.type)
        value = self.meaning.value(variable.initial, ())
        return iter((same_entries(self.instance, variable.indices, value),))

    def _may_begin(self, variable: Variable, entries: object) -> bool:
        if variable.initial is None:
            return is_filled(self.instance, variable.indices, variable.type, entries)
        return entries == next(self._first_entries(variable))

    @cached_property
    def _tests(self) -> tuple[tuple[Test, ...], ...]:
        """The conditions on initial states, by how many variables must have values to test one."""
        system = self.instance.system
        due: list[list[Test]] = [[] for _ in range(len(system.variables) + 1)]
        for term in system.initially:
            places = (self.meaning.place(name) + 1 for name in self._reads(term))
            due[max(places, default=0)].extend(instances(self.meaning, term))
        return tuple(map(tuple, due))

    def _reads(self, term: Term) -> frozenset[str]:
        """The variables read by ``term``, also inside definitions."""
        applied = [self.instance.system.definition[name].body for name in definitions_used(term)]
        return variables_read(term).union(*map(self._reads, applied))


class Steps:
    """What one action does."""

    def __init__(self, meaning: Evaluator, action: Action) -> None:
        self.action = action
        self._meaning = meaning
        self._stored = meaning.constant(_stored)

    @cached_property
    def moves(self) -> Callable[[State], list[Move]]:
        """All ways to take the action in a state."""
        names = self._meaning.names(self.action.parameters)
        tests = self._tests(names)
        loops = "".join(
            self._meaning.loops((one,), names) + "".join(f" if {test}" for test in due)
            for one, due in zip(self.action.parameters, tests[1:], strict=True)
        )
        arguments = "".join(f"{names[one]}, " for one in self.action.parameters)
        move = f"(({arguments}), {self._after(names)})"
        first = " and ".join((*self._somewhere(), *tests[0])) or "True"
        return self._meaning.compile((), f"[{move}{loops}] if {first} else []")

    @cached_property
    def guard(self) -> Callable[..., bool]:
        """Whether the action is enabled, of a state and the values of the parameters."""
        return self._meaning.function(self.action.guard, self.action.parameters)  # type: ignore[return-value]  # guards are bool

    @cached_property
    def successor(self) -> Callable[..., State]:
        """The state after the action, of the state before and the values of the parameters."""
        names = self._meaning.names(self.action.parameters)
        return self._meaning.compile(names.values(), self._after(names))

    def _somewhere(self) -> Iterator[str]:
        """That anyone is where the action begins: asked of all of them at once, it saves most loops
        over the parameters."""
        for one in conjuncts(self.action.guard):
            match one:
                case Equal(Read(name, (Bound(),)), EnumValue(value)):
                    yield f"{value!r} in s[{self._meaning.place(name)}]"

    def _tests(self, names: Names) -> list[list[str]]:
        """The conjuncts of the guard, by how many parameters must have values to test one."""
        due: list[list[str]] = [[] for _ in range(len(self.action.parameters) + 1)]
        for one in conjuncts(self.action.guard):
            places = (self.action.parameters.index(used) + 1 for used in free(one))
            due[max(places, default=0)].append(self._meaning.text(one, names))
        return due

    def _after(self, names: Names) -> str:
        """The whole state after the action, as a Python expression over the state before."""
        maps = {one.variable: one.map for one in self.action.updates}
        parts = (
            self._map(one, maps[one.name], names)
            if one.name in maps
            else f"s[{self._meaning.place(one.name)}]"
            for one in self._meaning.instance.system.variables
        )
        return f"({''.join(f'{one}, ' for one in parts)})"

    def _map(self, variable: Variable, map_: Map, names: Names) -> str:
        """All entries of ``variable`` after the step, as a Python expression."""
        match map_:
            case Current(name, _):
                return f"s[{self._meaning.place(name)}]"
            case Store(base, indices, value):
                new = self._meaning.text(value, names)
                at = self._meaning.positions(variable.name, indices, names)
                if not at:
                    return new
                positions = "".join(f"{one}, " for one in at)
                return f"{self._stored}({self._map(variable, base, names)}, ({positions}), {new})"
            case Build(bound, value):
                inner = self._meaning.names(bound, names)
                built = self._meaning.text(value, inner)
                for one in reversed(bound):
                    built = f"tuple([{built}{self._meaning.loops((one,), inner)}])"
                return built
            case Branch(condition, then, otherwise):
                test = self._meaning.text(condition, names)
                first, second = (self._map(variable, one, names) for one in (then, otherwise))
                return f"({first} if {test} else {second})"
            case _:
                assert_never(map_)


def _stored(entries: tuple[object, ...], at: tuple[int, ...], value: object) -> tuple[object, ...]:
    """Nested tuples as in a ``State``, but for the one entry whose positions are ``at``."""
    first, *rest = at
    new = _stored(entries[first], tuple(rest), value) if rest else value  # type: ignore[arg-type]  # nested as deep as ``at`` is long
    return (*entries[:first], new, *entries[first + 1 :])
