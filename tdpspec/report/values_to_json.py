"""Values, states and steps as JSON has them: sets as lists, none as null, members by name."""

from __future__ import annotations

from typing import Any, assert_never

from tdpspec.source.span import Origin
from tdpspec.system.changes import argument_names, changes, elements_text, who_steps
from tdpspec.system.instance import Element, Instance, State, Value
from tdpspec.system.model import Variable
from tdpspec.system.trace import Step, Trace, Violation
from tdpspec.system.types import BoolType, EnumType, OptionType, RangeType, SetType, SortType, Type

Json = dict[str, Any]


def value_json(instance: Instance, type_: Type, value: Value) -> object:
    """A bool, a number, a word or a member's name; null; a list of elements in order, each a
    name, or ``"(root0, page1)"`` in a set of tuples."""
    match type_:
        case OptionType(of):
            return None if value is None else value_json(instance, of, value)
        case SetType():
            return list(elements_text(instance, type_, value))
        case SortType():
            return instance.show(type_, value)
        case BoolType() | RangeType() | EnumType():
            return value
        case _:
            assert_never(type_)


def state_json(instance: Instance, state: State) -> Json:
    """Every variable with its value; one with indices is an object by the names of its index."""
    return {one.name: _entries(instance, state, one, ()) for one in instance.system.variables}


def _entries(
    instance: Instance, state: State, variable: Variable, indices: tuple[Element, ...]
) -> object:
    if len(indices) == len(variable.indices):
        return value_json(instance, variable.type, instance.read(state, variable, indices))
    type_ = variable.indices[len(indices)]
    return {
        instance.show(type_, one): _entries(instance, state, variable, (*indices, one))
        for one in instance.elements(type_)
    }


def step_json(instance: Instance, step: Step) -> Json:
    """A step without what it changed."""
    action = instance.system.action[step.action]
    names = (one.name for one in action.parameters)
    return {
        "action": action.name,
        "process": who_steps(instance, step) or None,
        "arguments": dict(zip(names, argument_names(instance, step), strict=True)),
        "kernel": action.kernel or None,
        "source": origin_json(action.origin),
    }


def trace_json(instance: Instance, trace: Trace) -> Json:
    """The first state in full, then for each step what it changed. ``loop`` as in ``Trace``: null,
    or the number of steps after which the rest repeats for ever; where no steps are left, nothing
    more happens."""
    return {
        "initial": state_json(instance, trace.states[0]),
        "steps": [
            {
                **step_json(instance, step),
                "changes": [
                    {
                        "variable": one.variable.name,
                        "index": list(one.index),
                        "from": value_json(instance, one.variable.type, one.before),
                        "to": value_json(instance, one.variable.type, one.after),
                    }
                    for one in changes(instance, before, after)
                ],
            }
            for before, step, after in trace.moves()
        ],
        "loop": trace.loop,
    }


def violation_json(instance: Instance, violation: Violation) -> Json:
    """What is broken, for whom, and by which step where it is an assert."""
    return {
        "claim": violation.claim,
        "members": dict(violation.members),
        "step": violation.step and step_json(instance, violation.step),
        "text": violation.text,
        "fairness": list(violation.fairness),
        "source": origin_json(violation.origin),
    }


def origin_json(origin: Origin) -> str:
    """``tdp_mmu_roots.tdp:140``"""
    return str(origin)
