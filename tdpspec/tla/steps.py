"""What may happen and what must: ``Next``, ``Fairness`` and ``Spec``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tdpspec.system.model import Action, Fairness, System
from tdpspec.system.terms import Bound
from tdpspec.tla.actions import call
from tdpspec.tla.layout import (
    WIDTH,
    Binds,
    Lines,
    Text,
    atom,
    bullets,
    comment,
    definition,
    indent,
    junction,
    sentence,
)
from tdpspec.tla.terms import Writer


def next_lines(writer: Writer) -> tuple[Lines, ...]:
    """``Next``; before it the operators of the processes whose every step is fair, as one."""
    actions = writer.system.actions
    if not actions:
        return (("Next == FALSE",),)
    whole = _whole(writer.system)
    found: list[Lines] = []
    parts: list[Text] = []
    for process in whole:
        parameter = writer.system.process[process].parameter
        bound = () if parameter is None else (parameter,)
        inner = writer.binding(bound)
        own = [one for one in actions if one.process == process]
        head = _process_call(process, inner)
        body = bullets("\\/", _calls(own, len(bound), inner), WIDTH - 2)
        found.append((f"{head} ==", *indent(body)))
        parts.append(_ranging(bound, inner, atom(head)))
    parts += _calls([one for one in actions if one.process not in whole], 0, writer)
    if len(parts) == 1:
        return (*found, definition("Next", parts[0]))
    return (*found, ("Next ==", *indent(bullets("\\/", parts, WIDTH - 2))))


def spec_lines(writer: Writer) -> tuple[Lines, ...]:
    """``Fairness``, where there is any, and ``Spec``."""
    plain = "Spec == Init /\\ [][Next]_vars"
    demanded = [one for one in writer.system.fairness if one.actions]
    if not demanded:
        return ((plain,),)
    if len(demanded) == 1 and not demanded[0].doc:
        return (definition("Fairness", _fair(demanded[0], writer)), (f"{plain} /\\ Fairness",))
    lines: list[str] = []
    for one in demanded:
        if one.doc:
            lines += comment(sentence(one.doc))
        lines += bullets("/\\", [_fair(one, writer), atom("")], WIDTH - 2)[:-1]
    return (("Fairness ==", *indent(lines)), (f"{plain} /\\ Fairness",))


def _whole(system: System) -> tuple[str, ...]:
    """The processes of which a condition of fairness speaks as a whole."""
    return tuple(
        process.name
        for process in system.processes
        if any(
            set(one.actions) == {a.name for a in system.actions if a.process == process.name}
            for one in system.fairness
        )
    )


def _process_call(process: str, writer: Writer) -> str:
    name = writer.names.processes[process]
    parameter = writer.system.process[process].parameter
    return name if parameter is None else f"{name}({writer.bound[parameter]})"


def _fair(one: Fairness, writer: Writer) -> Text:
    """``\\A v \\in Vcpus : WF_vars(...)``"""
    inner = writer.binding(one.parameters)
    step = _fair_step(one, inner)
    sign = "SF_vars" if one.strong else "WF_vars"

    def lines(width: int) -> Lines:
        below = step.lines(width - len(sign) - 2)
        first, *rest = (f"{sign}({below[0]}", *(" " * (len(sign) + 1) + b for b in below[1:]))
        return (first, *rest[:-1], f"{rest[-1]})") if rest else (f"{first})",)

    fair = Text(f"{sign}({step.flat})", Binds.ATOM, broken=lines)
    return _ranging(one.parameters, inner, fair)


def _fair_step(one: Fairness, writer: Writer) -> Text:
    """The steps that a condition of fairness is about; its parameters, the first ones of each of
    its actions, are in scope."""
    for process in _whole(writer.system):
        own = [action.name for action in writer.system.actions if action.process == process]
        if list(one.actions) == own:
            return atom(_process_call(process, writer))
    parts: list[Text] = []
    for name in one.actions:
        action = writer.system.action[name]
        scope = _renamed(action, one.parameters, writer)
        parts.append(_alone(action, len(one.parameters), scope))
    return junction("\\/", parts)


def _renamed(action: Action, parameters: tuple[Bound, ...], writer: Writer) -> Writer:
    """The writer for ``action`` whose first parameters go by the names of ``parameters``."""
    own = dict(writer.bound)
    for mine, given in zip(action.parameters, parameters, strict=False):
        own[mine] = writer.bound[given]
    return replace(writer, bound=own)


def _alone(action: Action, depth: int, writer: Writer) -> Text:
    rest = action.parameters[depth:]
    inner = writer.binding(rest)
    return _ranging(rest, inner, atom(call(action, inner)))


def _ranging(bound: tuple[Bound, ...], inner: Writer, body: Text) -> Text:
    """``body`` under an existential quantifier, or a universal one for fairness."""
    if not bound:
        return body
    sign = "\\A" if body.flat[:3] in ("WF_", "SF_") else "\\E"
    return _below(f"{sign} {inner.ranging(bound)} :", [body])


def _calls(actions: Sequence[Action], depth: int, writer: Writer) -> list[Text]:
    """The calls of ``actions``, whose first ``depth`` parameters are in scope; those with the
    same next parameter share a quantifier."""
    parts: list[Text] = []
    groups: dict[object, list[Action]] = {}
    for one in actions:
        alone = depth == len(one.parameters)
        groups.setdefault(one.name if alone else one.parameters[depth], []).append(one)
    for bound, found in groups.items():
        if not isinstance(bound, Bound):
            parts += [atom(call(one, writer)) for one in found]
        elif len(found) == 1:
            parts.append(_alone(found[0], depth, writer))
        else:
            inner = writer.binding((bound,))
            head = f"\\E {inner.ranging((bound,))} :"
            parts.append(_below(head, _calls(found, depth + 1, inner)))
    return parts


_ON_ONE_LINE = 3


def _below(head: str, parts: list[Text]) -> Text:
    def broken(width: int) -> Lines:
        return (head, *indent(bullets("\\/", parts, width - 2)))

    flat = f"{head} " + " \\/ ".join(one.left(Binds.JUNCTION).flat for one in parts)
    if len(parts) == 1:
        flat = f"{head} {parts[0].flat}"
    return Text(flat if len(parts) <= _ON_ONE_LINE else " " * WIDTH, Binds.NOT, True, broken)
