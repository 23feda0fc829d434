"""One refutation as a story: who does what, in lanes, and how the other designs go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tdpspec.report.comparison.document import Beside, Moment, States, Story, Telling
from tdpspec.report.comparison.sentences import confirmed_text, found_text
from tdpspec.report.document import and_text
from tdpspec.report.interleaving import row
from tdpspec.report.refutation import broken_lines, claimed_text
from tdpspec.report.runs import OneRun, title_of, trace_of
from tdpspec.system.changes import change_texts, changes, copy_name, holders, index_names, who_steps
from tdpspec.system.comparison import Comparison, Elsewhere
from tdpspec.system.finding import Finding
from tdpspec.system.instance import Instance, State
from tdpspec.system.model import Holders, Mode, Place
from tdpspec.system.opinion import Compared
from tdpspec.system.printer import entry_text, lock_text
from tdpspec.system.recording import Followed, Stop, StopKind
from tdpspec.system.trace import Step, Trace
from tdpspec.system.verdict import Refuted

Opinion = Callable[[Finding], Compared | None]
"""What TLC says of the claim of a finding."""


def anchor_of(design: str, claim: str) -> str:
    """
    >>> anchor_of("keep", "listed_is_valid")
    'run-keep-listed_is_valid'
    """
    return f"run-{design}-{claim}"


def story(
    finding: Finding,
    elsewhere: tuple[Elsewhere, ...] = (),
    tlc: Compared | None = None,
    run: OneRun = (),
) -> Story:
    """The run that refutes ``finding``, how those of ``elsewhere`` follow it, and what TLC says.
    Where it is told as a part of ``run``, it has the lanes of all of it."""
    verdict = finding.verdict
    assert isinstance(verdict, Refuted), finding.identifier
    instance, trace, violation = finding.instance, verdict.trace, finding.violation
    marks = _marks(instance)
    lanes = _lanes(instance, run or (finding,))
    breaking = None
    if violation is not None and violation.step is not None:
        changed = (f"breaks {finding.claim.name}: {violation.text}",)
        held = _held(instance, lanes, marks, trace.states[-1])
        breaking = _moment(instance, lanes, violation.step, changed, held)
    return Story(
        anchor_of(finding.design, finding.claim.name),
        finding.design,
        finding.claim.name,
        title_of((finding,)),
        finding.claim.doc,
        claimed_text(finding),
        f"{found_text(finding)}; {confirmed_text(finding, tlc)}",
        lanes,
        tuple(
            (mark, text)
            for mark, text in marks.values()
            if any(
                mark in one
                for state in trace.states
                for one in _held(instance, lanes, marks, state)
            )
        ),
        _start(instance, trace),
        _held(instance, lanes, marks, trace.states[0]),
        tuple(
            _moment(
                instance,
                lanes,
                step,
                change_texts(instance, changes(instance, before, after)),
                _held(instance, lanes, marks, after),
            )
            for before, step, after in trace.moves()
        ),
        breaking,
        _loop(trace),
        broken_lines(finding),
        str(finding.claim.origin if violation is None else violation.origin),
        states(instance, _unrolled(trace)),
        _beside(elsewhere),
    )


def _moment(
    instance: Instance,
    lanes: tuple[str, ...],
    step: Step,
    changed: tuple[str, ...],
    held: tuple[str, ...],
) -> Moment:
    told = row(instance, step)
    lane = lanes.index(told.who) if told.who else None
    return Moment(lane, told.who, told.step, told.kernel, told.source, changed, held)


def telling(run: OneRun, comparison: Comparison, opinion: Opinion = lambda _: None) -> Telling:
    """``run`` told once, with how the others follow it and what TLC says of each claim."""
    stories = tuple(story(one, comparison.of(one), opinion(one), run) for one in run)
    first = run[0]
    return Telling(
        anchor_of(first.design, first.claim.name),
        title_of(run),
        stories,
        _all_beside(stories),
    )


def _all_beside(stories: tuple[Story, ...]) -> tuple[tuple[Beside, str], ...]:
    """What is said of each design, once: to the end of the run, if it follows to there."""
    found: dict[tuple[str, str, tuple[str, ...]], tuple[Beside, list[str]]] = {}
    for one in reversed(stories):
        for beside in one.beside:
            for design in beside.designs:
                key = (design, beside.summary, beside.points)
                found.setdefault(key, (beside, []))[1].insert(0, one.claim)
    together: dict[tuple[Beside, tuple[str, ...]], list[str]] = {}
    for (design, *_), (beside, claims) in found.items():
        together.setdefault((replace(beside, designs=()), tuple(claims)), []).append(design)
    return tuple(
        (
            replace(beside, designs=tuple(designs)),
            "" if len(claims) == len(stories) else and_text(claims),
        )
        for (beside, claims), designs in together.items()
    )


def _lanes(instance: Instance, run: OneRun) -> tuple[str, ...]:
    """The copies of processes that take a step, in declaration order."""
    steps = list(trace_of(run[-1]).steps)
    for one in run:
        if one.violation is not None and one.violation.step is not None:
            steps.append(one.violation.step)
    taking = {who_steps(instance, one) for one in steps}
    return tuple(one for one in _copies(instance) if one in taking)


def _copies(instance: Instance) -> tuple[str, ...]:
    return tuple(
        copy_name(instance, variable.role.process, index_names(instance, variable, indices))
        for variable in instance.system.variables
        if isinstance(variable.role, Place)
        for indices in instance.index_tuples(variable)
    )


def _marks(instance: Instance) -> dict[tuple[str, Mode], tuple[str, str]]:
    """For each lock and mode a letter and what it stands for: a small one for reading, a capital
    one for the rest."""
    letters: dict[str, str] = {}
    for lock in instance.system.locks:
        free = (one for one in f"{lock.name}abcdefghijklmnopqrstuvwxyz" if one.isalpha())
        letter = next((one for one in free if one.lower() not in letters.values()), "?")
        letters[lock.name] = letter.lower()
    found: dict[tuple[str, Mode], tuple[str, str]] = {}
    for variable in instance.system.variables:
        role = variable.role
        if isinstance(role, Holders):
            letter = letters[role.lock]
            mark = letter if role.mode is Mode.READ else letter.upper()
            found[role.lock, role.mode] = (mark, lock_text(role))
    return found


def _held(
    instance: Instance,
    lanes: tuple[str, ...],
    marks: dict[tuple[str, Mode], tuple[str, str]],
    state: State,
) -> tuple[str, ...]:
    """For each lane the marks of what it holds in ``state``."""
    held = dict.fromkeys(lanes, "")
    for variable in instance.system.variables:
        role = variable.role
        if isinstance(role, Holders):
            for who in holders(instance, variable, role, state):
                if who in held:
                    held[who] += marks[role.lock, role.mode][0]
    return tuple(held.values())


def _start(instance: Instance, trace: Trace) -> tuple[str, ...]:
    """What the run could have begun with otherwise."""
    return tuple(
        f"{entry_text(instance.system, variable, index_names(instance, variable, indices))} = "
        f"{instance.show(variable.type, instance.read(trace.states[0], variable, indices))}"
        for variable in instance.system.variables
        if variable.initial is None
        for indices in instance.index_tuples(variable)
    )


def _loop(trace: Trace) -> str:
    if trace.loop is None:
        return ""
    if trace.stutters:
        return "nothing more happens, for ever"
    first, last = trace.loop + 1, len(trace)
    if first == last:
        return f"step {last} repeats for ever"
    return f"the steps {first} to {last} repeat for ever"


def _unrolled(trace: Trace) -> tuple[State, ...]:
    """The states before and after each step: for a lasso the one that it goes back to as well."""
    if len(trace.steps) < len(trace.states) or trace.loop is None:
        return trace.states
    return (*trace.states, trace.states[trace.loop])


def states(instance: Instance, some: tuple[State, ...]) -> States:
    """``some`` with every entry of every variable as a person reads it."""
    entries = tuple(
        (variable, indices)
        for variable in instance.system.variables
        for indices in instance.index_tuples(variable)
    )
    names = tuple(
        entry_text(instance.system, variable, index_names(instance, variable, indices))
        for variable, indices in entries
    )
    values = tuple(
        tuple(
            instance.show(variable.type, instance.read(state, variable, indices))
            for variable, indices in entries
        )
        for state in some
    )
    return States(names, values)


def _beside(elsewhere: tuple[Elsewhere, ...]) -> tuple[Beside, ...]:
    """Designs that go on alike are told together."""
    groups: dict[tuple[object, ...], list[Elsewhere]] = {}
    for one in elsewhere:
        groups.setdefault((one.retraced, one.instead), []).append(one)
    return tuple(_told(tuple(some)) for some in groups.values())


def _told(some: tuple[Elsewhere, ...]) -> Beside:
    one = some[0]
    designs = tuple(it.holding.design for it in some)
    exact = one.retraced.exact
    agrees = len(exact.trace)
    instance = one.holding.instance
    return Beside(
        designs,
        agrees,
        _summary(exact, one.retraced.by_steps, agrees),
        tuple(_points(one)),
        states(instance, _unrolled(one.farthest.trace)),
    )


def _summary(exact: Followed, by_steps: Followed | None, agrees: int) -> str:
    stop = exact.stop
    if stop is None:
        return "the same run is possible here, and does not break the claim"
    same = f"the same up to step {agrees}" if agrees else "different from the first step on"
    match stop.kind:
        case StopKind.NOT_INITIAL:
            return "the run cannot begin like that here"
        case StopKind.LEADS_ELSEWHERE:
            first = f"{same}; step {stop.at + 1}, {stop.step}, does something else here"
            if by_steps is None or by_steps.stop is None:
                return f"{first}, and the same steps do not break the claim"
            return f"{first}; step {by_steps.stop.at + 1}, {by_steps.stop.step}, is then impossible"
        case StopKind.NOT_FAIR:
            return "the same steps are possible here, but cannot go on like that for ever"
        case StopKind.NOT_ENABLED | StopKind.NO_STEP:
            return f"{same}; step {stop.at + 1}, {stop.step or 'the next'}, is impossible here"


def _points(one: Elsewhere) -> list[str]:
    found: list[str] = []
    exact, by_steps = one.retraced.exact, one.retraced.by_steps
    if exact.stop is not None:
        found.extend(_reasons(exact.stop))
    if by_steps is not None and by_steps.stop is not None:
        found.extend(f"step {by_steps.stop.at + 1}: {it}" for it in _reasons(by_steps.stop))
    if one.instead:
        found.append(f"possible there instead: {', '.join(one.instead)}")
    return found


def _reasons(stop: Stop) -> tuple[str, ...]:
    return tuple(one.replace(" in the trace, ", " in the run above, ") for one in stop.reasons)
