"""Faults in how steps and locks around them hang together: merged, split, locks held too short."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tdpspec.checking.checked import (
    If,
    Procedure,
    Region,
    Release,
    Statement,
    Step,
    When,
    With,
)
from tdpspec.mutation.conditions import names_only
from tdpspec.mutation.faults import Block, Faulty, assigned_in, bounds_in, goes_on
from tdpspec.mutation.statements import block_faults
from tdpspec.mutation.words import Words, lock_words
from tdpspec.system.make import unused
from tdpspec.system.model import Mode
from tdpspec.system.mutant import Fault
from tdpspec.system.terms import variables_read

Body = tuple[Step | Region, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What faults in a process need to know. ``taken`` are its labels and all other names."""

    words: Words
    procedures: Mapping[str, Procedure]
    taken: frozenset[str]


def body_faults(body: Body, setting: Setting) -> Iterator[tuple[str, Faulty[Body]]]:
    """``body`` with one fault, in all ways, each with the label of the step that it is in."""
    for place, one in enumerate(body):
        before, after = body[:place], body[place + 1 :]

        if isinstance(one, Region):
            for label, found in _region_faults(one, setting):
                yield label, found.inside(_between(before, after))
            continue
        for found in _step_faults(one, setting):
            yield one.label, found.inside(_between(before, after))
        following = after[0] if after else None
        if isinstance(following, Step) and goes_on(one.body, setting.procedures):
            yield one.label, _merged(one, following).inside(_between(before, after))
            early = _released_early(one, following)
            if early is not None:
                yield following.label, early.inside(_between(before, after[1:]))


def _between(before: Body, after: Body) -> Callable[[Body], Body]:
    return lambda new: (*before, *new, *after)


def _region_faults(region: Region, setting: Setting) -> Iterator[tuple[str, Faulty[Body]]]:
    first = _first_label(region)
    text = lock_words(region.lock, region.mode)
    what = f"`with {text}` left out"
    yield first, Faulty(Fault.LOCK_NOT_TAKEN, what, region.origin, region.body)
    if region.mode is Mode.WRITE:
        weak = (replace(region, mode=Mode.READ),)
        what = f"`{text}` taken for read only"
        yield first, Faulty(Fault.LOCK_WEAKENED, what, region.origin, weak)
    if len(region.body) > 1:
        last, opening = region.body[-1], region.body[0]
        what = f"`{region.lock}` released before `{_first_label(last)}`"
        early = (replace(region, body=region.body[:-1]), last)
        yield first, Faulty(Fault.LOCK_RELEASED_EARLY, what, region.origin, early)
        what = f"`{text}` taken after `{_first_label(opening)}`"
        late = (opening, replace(region, body=region.body[1:]))
        yield first, Faulty(Fault.LOCK_TAKEN_LATE, what, region.origin, late)
    for label, found in body_faults(region.body, setting):
        yield label, found.inside(lambda new: (replace(region, body=new),))


def _first_label(one: Step | Region) -> str:
    return one.label if isinstance(one, Step) else _first_label(one.body[0])


def _step_faults(step: Step, setting: Setting) -> Iterator[Faulty[Body]]:
    for found in block_faults(step.body, setting.words):
        yield found.inside(lambda new: (replace(step, body=new),))
    second = unused(f"{step.label}_2", setting.taken)
    for cut in _cuts(step.body, setting):
        if goes_on(cut.piece[0], setting.procedures):
            yield cut.inside(
                lambda two: (
                    replace(step, body=two[0]),
                    Step(second, step.kernel, two[1], step.origin),
                )
            )


def _cuts(block: Block, setting: Setting) -> Iterator[Faulty[tuple[Block, Block]]]:
    """``block`` in two, at each boundary between two of its statements, also inside a ``with``,
    whose lock is then dropped in between, or dropped for good."""
    for place, one in enumerate(block):
        before, after = block[:place], block[place + 1 :]
        if place:
            what = f"step split before `{setting.words.statement(one)}`"
            again, invalid = _named_again(before, block[place:])
            parts = (before, (*again, *block[place:]))
            yield Faulty(Fault.STEP_SPLIT, what, one.origin, parts, invalid)
        if not isinstance(one, With):
            continue
        for cut in _cuts(one.body, setting):
            first = (*before, replace(one, body=cut.piece[0]))
            held = (replace(one, body=cut.piece[1]), *after)
            dropped = (*cut.piece[1], *after)
            again, lost = _named_again(before, held)
            invalid = cut.invalid or lost
            what = f"{cut.text}, `{one.lock}` dropped and taken again"
            parts = (first, (*again, *held))
            yield replace(cut, text=what, piece=parts, invalid=invalid)
            if cut.fault is Fault.STEP_SPLIT:
                what = cut.text.replace("step split", f"`{one.lock}` released", 1)
                early = replace(cut, fault=Fault.LOCK_RELEASED_EARLY, text=what)
                yield replace(early, piece=(first, (*again, *dropped)), invalid=invalid)


def _named_again(before: Block, after: Block) -> tuple[Block, str]:
    """What has to stand before ``after`` so that names from ``before`` mean something there, or
    why nothing can: the option has been assigned in between."""
    again: list[Statement] = []
    wanted = set(bounds_in(after))
    for place, one in enumerate(before):
        if not isinstance(one, When):
            continue
        used = [each for each in one.condition.bindings if each.name in wanted]
        if not used:
            continue
        options = tuple(each.option for each in one.condition.bindings)
        changed = frozenset().union(*map(variables_read, options)) & {*assigned_in(before[place:])}
        if changed:
            return (), f"`{used[0].name.name}` stands for what `{min(changed)}` was before"
        again.append(When(names_only(one.condition), one.origin))
    return tuple(again), ""


def _merged(one: Step, following: Step) -> Faulty[Body]:
    """``one`` goes on as ``following``, which stays for those who go to it."""
    what = f"`{one.label}` and `{following.label}` merged into one step"
    whole = replace(one, body=(*one.body, *following.body))
    return Faulty(Fault.STEPS_MERGED, what, one.origin, (whole,))


def _released_early(one: Step, following: Step) -> Faulty[Body] | None:
    """What releases a lock in ``following`` done at the end of ``one``."""
    for place, release in enumerate(following.body):
        match release:
            case Release(lock, origin) | If(_, (Release(lock, origin),), (), _):
                rest = (*following.body[:place], *following.body[place + 1 :])
                what = f"`release {lock}` done at the end of `{one.label}`"
                whole = (replace(one, body=(*one.body, release)), replace(following, body=rest))
                return Faulty(Fault.LOCK_RELEASED_EARLY, what, origin, whole)
            case _:
                pass
    return None
