"""What TLC said, read by the codes of its messages, and how far to believe it.

An exit status of 0 is not a verdict: TLC returns it for a search that was cut off, for
properties that it could not evaluate, and more. A green is believed only from a breadth-first
search that says it is complete, has nothing left on its queue and reports no error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tdpspec.system.instance import Instance, State
from tdpspec.tla.names import Names
from tdpspec.tla.run import Run
from tdpspec.tla.values import UnreadableError, state_of


@dataclass(frozen=True, slots=True)
class Message:
    """Shape: ``code`` is TLC's number for the kind of message, 0 for text outside of messages;
    ``severity`` is 0 for none, 1 error, 2 a mistake of TLC's own, 3 warning, 4 state."""

    code: int
    severity: int
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Shape: ``generated`` counts initial states and every way to take a step, ``distinct`` the
    states, ``queue`` those whose successors were not computed, ``depth`` the states of the longest
    shortest run, 0 where TLC did not say."""

    generated: int
    distinct: int
    queue: int
    depth: int


@dataclass(frozen=True, slots=True)
class Printed:
    """One state of a trace: ``action`` is the operator that led to it, with what TLC adds, ``""``
    for an initial state; ``text`` its conjuncts."""

    action: str
    text: str


@dataclass(frozen=True, slots=True)
class NoError:
    """The whole state space was searched, and nothing is wrong."""

    counted: Counted


@dataclass(frozen=True, slots=True)
class Broken:
    """What is violated, by its TLA+ name, ``"deadlock"`` or ``""`` for a temporal property that
    TLC does not name; ``loop`` is the index of the state after the last one, None for a finite
    trace; it is the last one itself where the run stutters."""

    what: str
    states: tuple[Printed, ...]
    loop: int | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing is known; ``reason`` has TLC's own words."""

    reason: str


Answer = NoError | Broken | NoAnswer


class Code:
    """The messages that matter; 2.15 and newer ones agree."""

    TEMPORAL_VIOLATED = 2116
    VIOLATED_INITIALLY = 2107
    PROPERTY_VIOLATED_INITIALLY = 2108
    VIOLATED = 2110
    ACTION_PROPERTY_VIOLATED = 2112
    DEADLOCK = 2114
    BREADTH_FIRST = 2187
    SUCCESS = 2193
    DEPTH = 2194
    STATISTICS = 2199
    PROGRESS = 2200
    UNFINISHED_LIVENESS = 2213
    CONSTRAINED_LIVENESS = 2251
    STATE = 2217
    STUTTERING = 2218
    BACK_TO = 2122
    VIOLATIONS = (
        VIOLATED_INITIALLY,
        PROPERTY_VIOLATED_INITIALLY,
        VIOLATED,
        ACTION_PROPERTY_VIOLATED,
        DEADLOCK,
        TEMPORAL_VIOLATED,
    )
    NO_GREEN = (TEMPORAL_VIOLATED, UNFINISHED_LIVENESS, CONSTRAINED_LIVENESS)


_START = re.compile(r"^@!@!@STARTMSG (-?\d+)(?::(\d+))? @!@!@$")
_END = re.compile(r"^@!@!@ENDMSG (-?\d+) @!@!@$")


def messages(output: str) -> tuple[Message, ...]:
    """The messages of ``-tool``, and the text between them."""
    return tuple(_messages(output))


def _messages(output: str) -> Iterator[Message]:
    code, severity = 0, 0
    text: list[str] = []

    def said() -> Iterator[Message]:
        joined = "\n".join(text).strip("\n")
        if code or joined:
            yield Message(code, severity, joined)
        text.clear()

    for line in output.splitlines():
        start, end = _START.match(line), _END.match(line)
        if start is not None or end is not None:
            yield from said()
            code = int(start.group(1)) if start is not None else 0
            severity = int(start.group(2) or 0) if start is not None else 0
        else:
            text.append(line)
    yield from said()


_STATISTICS = re.compile(
    r"([\d,]+) states generated.*?([\d,]+) distinct states found.*?([\d,]+) states left on queue",
    re.DOTALL,
)


def counted(found: tuple[Message, ...]) -> Counted | None:
    """The numbers that TLC gave last, None if it gave none."""
    depth = 0
    numbers: tuple[int, int, int] | None = None
    for one in found:
        if one.code == Code.DEPTH:
            depth = int(re.sub(r"\D", "", one.text) or 0)
        if one.code in (Code.STATISTICS, Code.PROGRESS):
            match = _STATISTICS.search(one.text)
            if match is not None:
                generated, distinct, left = (int(n.replace(",", "")) for n in match.groups())
                numbers = (generated, distinct, left)
    return None if numbers is None else Counted(*numbers, depth)


def answer(run: Run, expected_states: int | None = None) -> Answer:
    """What a run of TLC shows; a green only under all of the conditions above, and, where
    ``expected_states`` is given, with just as many distinct states."""
    found = messages(run.output)
    codes = {one.code for one in found}
    if run.status is None:
        return NoAnswer(f"TLC was {run.stopped}")
    violation = next((one for one in found if one.code in Code.VIOLATIONS), None)
    if violation is not None:
        return Broken(_violated(violation), *_trace(found))
    errors = [one for one in found if one.severity in (1, 2) or one.text.startswith("Error:")]
    if errors:
        return NoAnswer(f"TLC said: {' '.join(errors[0].text.split())}")
    numbers = counted(found)
    if run.status != 0 or numbers is None or Code.SUCCESS not in codes:
        return NoAnswer(f"TLC ended with status {run.status}: {_last_words(found)}")
    if Code.BREADTH_FIRST not in codes:
        return NoAnswer("TLC did not search breadth first")
    doubts = codes & set(Code.NO_GREEN)
    if doubts:
        said = next(one.text for one in found if one.code in doubts)
        return NoAnswer(f"TLC said: {' '.join(said.split())}")
    if numbers.queue:
        return NoAnswer(f"TLC left {numbers.queue} states on its queue")
    if expected_states is not None and numbers.distinct != expected_states:
        return NoAnswer(
            f"TLC found {numbers.distinct} distinct states where {expected_states} are expected"
        )
    return NoError(numbers)


def _last_words(found: tuple[Message, ...]) -> str:
    words = [" ".join(one.text.split()) for one in found if one.text]
    return words[-1] if words else "it said nothing"


_NAMED = re.compile(r"(?:Invariant|property|Property) (\S+) (?:is|was) violated")


def _violated(message: Message) -> str:
    if message.code == Code.DEADLOCK:
        return "deadlock"
    match = _NAMED.search(message.text)
    return "" if match is None else match.group(1)


_STATE = re.compile(r"^(\d+): <?(.*?)>?$")
_ACTION = re.compile(r"^(\w+)(?:\(.*\))? line \d+")


def _trace(found: tuple[Message, ...]) -> tuple[tuple[Printed, ...], int | None]:
    states: list[Printed] = []
    loop: int | None = None
    for one in found:
        head, _, rest = one.text.partition("\n")
        match one.code:
            case Code.STATE:
                label = _STATE.match(head)
                action = _ACTION.match(label.group(2)) if label is not None else None
                states.append(Printed(action.group(1) if action is not None else "", rest))
            case Code.STUTTERING:
                loop = len(states) - 1
            case Code.BACK_TO:
                loop = int(head.partition(":")[0]) - 1
            case Code.VIOLATED_INITIALLY | Code.PROPERTY_VIOLATED_INITIALLY if not states:
                states.append(Printed("", rest))
            case _:
                pass
    return tuple(states), loop


@dataclass(frozen=True, slots=True)
class Decoded:
    """A trace of TLC's in the terms of the system: its states, and the actions between them by
    their names in the spec; TLC 2.15 does not say with which parameters."""

    states: tuple[State, ...]
    actions: tuple[str, ...]
    loop: int | None


def decoded(broken: Broken, instance: Instance, names: Names) -> Decoded | NoAnswer:
    """The states and actions of a counterexample."""
    own = {operator: action for action, operator in names.actions.items()}
    try:
        states = tuple(state_of(one.text, instance, names) for one in broken.states)
    except UnreadableError as error:
        return NoAnswer(f"TLC's trace could not be read: {error}")
    actions = tuple(own.get(one.action, "") for one in broken.states[1:])
    return Decoded(states, actions, broken.loop)
