"""A recorded run followed by a system, maybe of another design: how far it is possible, and why no
further. ``replay`` asks whether a trace is right; this asks where it goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tdpspec.interpret.fairness import Condition, condition_text
from tdpspec.interpret.lasso import reasons_kept
from tdpspec.interpret.replay import Replayed, replay
from tdpspec.interpret.step import Stepper, stepper
from tdpspec.interpret.values import same_entries
from tdpspec.system.changes import change_texts, changes, holders, step_text, who_steps
from tdpspec.system.instance import Element, Instance, State
from tdpspec.system.make import substitute
from tdpspec.system.model import Action, Holders, Mode, Temporal
from tdpspec.system.printer import entry_text, term_text
from tdpspec.system.recording import Followed, Recording, Retraced, Stop, StopKind
from tdpspec.system.terms import (
    FALSE,
    TRUE,
    And,
    BoolValue,
    Bound,
    EnumValue,
    IntValue,
    MemberValue,
    Read,
    Term,
    bound_by,
    children,
    free,
)
from tdpspec.system.trace import Step, Trace
from tdpspec.system.types import BoolType, EnumType, RangeType, Scalar, SortType


def retrace(instance: Instance, recording: Recording) -> Retraced:
    """How ``instance`` follows ``recording``, whose values fit it.

    A step that is not recorded is any enabled one that leads to the next state. A state that is
    repeated without a step is passed over: others write down that nothing happened.
    """
    meaning = stepper(instance)
    exact = _exact(meaning, recording)
    steps = tuple(one for one in recording.steps if one is not None)
    if (
        exact.stop is None
        or exact.stop.kind is not StopKind.LEADS_ELSEWHERE
        or len(steps) < len(recording.steps)
    ):
        return Retraced(exact)
    return Retraced(exact, _by_steps(meaning, recording.states[0], steps))


def _exact(meaning: Stepper, recording: Recording) -> Followed:
    first, *rest = recording.states
    if not meaning.is_initial(first):
        return Followed(
            Trace((first,), ()),
            Stop(0, StopKind.NOT_INITIAL, "", tuple(_not_initial(meaning, first))),
        )
    states, places = [first], [0]
    steps: list[Step] = []
    for step, after in zip(recording.steps, rest, strict=True):
        taken = step or _step_between(meaning, states[-1], after)
        if taken is None and states[-1] == after:
            places.append(places[-1])
            continue
        stop = _wrong(meaning, len(steps), states[-1], taken, after)
        if stop is not None or taken is None:
            return Followed(Trace(tuple(states), tuple(steps)), stop)
        states.append(after)
        steps.append(taken)
        places.append(len(steps))
    if recording.loop is None:
        return _judged(meaning, Trace(tuple(states), tuple(steps)))
    loop = places[recording.loop]
    if recording.closing is None and loop < len(steps) and states[-1] == states[loop]:
        # The state that closes the loop was written down twice.
        return _fair(meaning, Trace(tuple(states[:-1]), tuple(steps), loop))
    if recording.closing is None and loop == len(steps):
        return _fair(meaning, Trace(tuple(states), tuple(steps), loop))
    back = recording.closing or _step_between(meaning, states[-1], states[loop])
    stop = _wrong(meaning, len(steps), states[-1], back, states[loop])
    if stop is not None or back is None:
        return Followed(Trace(tuple(states), tuple(steps)), stop)
    return _fair(meaning, Trace(tuple(states), (*steps, back), loop))


def _by_steps(meaning: Stepper, first: State, steps: tuple[Step, ...]) -> Followed:
    states = [first]
    for at, step in enumerate(steps):
        stop = _wrong(meaning, at, states[-1], step, None)
        if stop is not None:
            return Followed(Trace(tuple(states), steps[:at]), stop)
        states.append(meaning.successor(states[-1], step))
    return _judged(meaning, Trace(tuple(states), steps))


def _fair(meaning: Stepper, trace: Trace) -> Followed:
    kept = reasons_kept(meaning, trace)
    if isinstance(kept, Condition):
        reason = f"not kept: {condition_text(meaning.instance, kept)}"
        return Followed(trace, Stop(len(trace), StopKind.NOT_FAIR, "", (reason,)))
    return _judged(meaning, trace)


def _judged(meaning: Stepper, trace: Trace) -> Followed:
    broken, holding, not_judged = [], [], []
    for claim in meaning.instance.system.properties:
        if isinstance(claim, Temporal) and trace.loop is None:
            not_judged.append(claim.name)
            continue
        found = replay(meaning.instance, trace, claim)
        if isinstance(found, Replayed) and found.violation is not None:
            broken.append(found.violation)
        else:
            holding.append(claim.name)
    return Followed(trace, None, tuple(broken), tuple(holding), tuple(not_judged))


def _step_between(meaning: Stepper, before: State, after: State) -> Step | None:
    return next((step for step, to in meaning.moves(before) if to == after), None)


def _wrong(
    meaning: Stepper, at: int, before: State, step: Step | None, after: State | None
) -> Stop | None:
    """Why ``step`` does not lead from ``before`` to ``after`` (to anything, if None)."""
    instance = meaning.instance
    if step is None:
        assert after is not None
        wanted = change_texts(instance, changes(instance, before, after))
        return Stop(at, StopKind.NO_STEP, "", wanted)
    if not meaning.is_step(step):
        reason = f"there is no such step under {instance.system.design or instance.system.name}"
        return Stop(at, StopKind.NOT_ENABLED, step.action, (reason,))
    shown = " ".join(filter(None, (who_steps(instance, step), step_text(instance, step))))
    if not meaning.is_enabled(before, step):
        reasons = tuple(_false_conditions(meaning, before, step))
        return Stop(at, StopKind.NOT_ENABLED, shown, reasons)
    there = meaning.successor(before, step)
    if after is None or there == after:
        return None
    reasons = tuple(_differences(instance, after, there, "here"))
    return Stop(at, StopKind.LEADS_ELSEWHERE, shown, reasons)


def _differences(instance: Instance, theirs: State, ours: State, where: str) -> Iterator[str]:
    for one in changes(instance, theirs, ours):
        name = entry_text(instance.system, one.variable, one.index)
        before, after = (instance.show(one.variable.type, it) for it in (one.before, one.after))
        yield f"{name} is {before} in the trace, {after} {where}"


def _not_initial(meaning: Stepper, state: State) -> Iterator[str]:
    instance = meaning.instance
    first = tuple(
        entries
        if variable.initial is None
        else same_entries(instance, variable.indices, meaning.meaning.value(variable.initial, ()))
        for variable, entries in zip(instance.system.variables, state, strict=True)
    )
    yield from _differences(instance, state, first, "at first")
    for term in instance.system.initially:
        if not meaning.meaning.value(term, state):
            yield f"false: {term_text(instance.system, term)}"


def _false_conditions(meaning: Stepper, state: State, step: Step) -> Iterator[str]:
    """The conjuncts of the guard that are false, with what they read: the arguments are put in."""
    action = meaning.instance.system.action[step.action]
    values = dict(zip(action.parameters, step.arguments, strict=True))
    for one in _conjuncts(action.guard):
        if not meaning.meaning.value(one, state, values):
            if holders := tuple(_holders(meaning, state, one)):
                yield from holders
                continue
            text = f"false: {_condition_text(meaning, action, one, values)}"
            known = tuple(dict.fromkeys(_reads(meaning, state, one, values)))
            yield f"{text}; {', '.join(known)}" if known else text


def _holders(meaning: Stepper, state: State, condition: Term) -> Iterator[str]:
    """Who holds the locks that ``condition`` is about; nothing if it is about anything else."""
    instance = meaning.instance
    read = tuple(dict.fromkeys(_variables(condition)))
    roles = [instance.system.variable[one].role for one in read]
    if not all(isinstance(one, Holders) for one in roles):
        return
    for name, role in zip(read, roles, strict=True):
        assert isinstance(role, Holders)
        variable = instance.system.variable[name]
        who = holders(instance, variable, role, state)
        if who:
            mode = "" if role.mode is Mode.EXCLUSIVE else f" for {role.mode.value}"
            yield f"{role.lock} is held{mode} by {', '.join(who)}"


def _variables(term: Term) -> Iterator[str]:
    if isinstance(term, Read):
        yield term.variable
    for below in children(term):
        yield from _variables(below)


def _conjuncts(guard: Term) -> Iterator[Term]:
    if isinstance(guard, And):
        for one in guard.of:
            yield from _conjuncts(one)
    else:
        yield guard


def _condition_text(
    meaning: Stepper, action: Action, condition: Term, values: Mapping[Bound, Element]
) -> str:
    system = meaning.instance.system
    put_in = _put_in(meaning.instance, condition, values)
    if put_in not in (TRUE, FALSE):
        return term_text(system, put_in)
    used = (one for one in action.parameters if one in free(condition))
    shown = (f"{one.name} = {meaning.instance.show(one.type, values[one])}" for one in used)
    return f"{term_text(system, condition)}, for {', '.join(shown)}"


def _reads(
    meaning: Stepper, state: State, term: Term, values: Mapping[Bound, Element]
) -> Iterator[str]:
    """What the entries are that ``term`` reads by itself, but for those that depend on the
    variables it binds."""
    inner = {one: value for one, value in values.items() if one not in bound_by(term)}
    for below in children(term):
        yield from _reads(meaning, state, below, inner)
    if isinstance(term, Read) and free(term) <= values.keys():
        system = meaning.instance.system
        indices = tuple(
            term_text(system, _put_in(meaning.instance, one, values)) for one in term.indices
        )
        variable = system.variable[term.variable]
        value = meaning.instance.show(variable.type, meaning.meaning.value(term, state, values))
        yield f"{entry_text(system, variable, indices)} is {value}"


def _put_in(instance: Instance, term: Term, values: Mapping[Bound, Element]) -> Term:
    """``term`` with values for its variables; to be printed, not to be evaluated."""
    return substitute(
        term, {one: _constant(instance, one.type, value) for one, value in values.items()}
    )


def _constant(instance: Instance, type_: Scalar, value: Element) -> Term:
    match type_:
        case BoolType():
            return BoolValue(bool(value))
        case RangeType():
            return IntValue(int(value))
        case EnumType():
            return EnumValue(str(value), type_)
        case SortType():
            return MemberValue(instance.show(type_, value), type_)
