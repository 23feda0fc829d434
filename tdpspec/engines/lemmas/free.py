"""Invariants that come for free: what two facts about one copy of a process never hold together,
and which locks exclude which, as far as that is inductive by itself.

``z at next_root`` and ``z.next = root0``; ``z.zapping = root0`` and ``root0 notin z.gifts``; two
holders of a mutex. They are guesses, kept only where a solver shows that they are inductive; the
search then need not find them one by one, and finds what depends on them in better words.

Source: Flanagan, Leino, Houdini, an Annotation Assistant for ESC/Java, FME 2001.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TypeVar

from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.solving.atoms import Atom
from tdpspec.solving.relation import Relation
from tdpspec.solving.sat import Sat
from tdpspec.system.claims import all_variables_read
from tdpspec.system.fresh_names import declared_names, numbered
from tdpspec.system.model import Holders, Local, Place, System, Yielded
from tdpspec.system.terms import Term
from tdpspec.system.types import SetType
from tdpspec.system.verdict import Lemma

Key = TypeVar("Key")

MOST = 100
"""Facts about one copy of a process, or one member, of which each two are looked at."""


def constants(system: System) -> tuple[Lemma, ...]:
    """What is said of initial states and only about variables that no action changes, so that it
    stays true: an order, a topology."""
    changed = {update.variable for action in system.actions for update in action.updates}
    kept = [one for one in system.initially if not all_variables_read(system, one) & changed]
    names = numbered("initially", declared_names(system))
    return tuple(Lemma(name, one) for name, one in zip(names, kept, strict=False))


def frames_of(relation: Relation, given: Iterable[Lemma] = ()) -> Frames:
    """Frames that know what no step changes, and that ``given`` is true."""
    facts = (*constants(relation.instance.system), *given)
    return Frames(relation, (relation.condition(one.condition) for one in facts))


def free_invariants(frames: Frames, *, mixed: bool = False) -> tuple[Literals, ...]:
    """Cubes of one or two literals that never happen, one of each orbit, inductive together;
    ``mixed`` as for ``guesses``."""
    return inductive_part(frames, guesses(frames, mixed=mixed))


def never(relation: Relation) -> tuple[Literals, ...]:
    """Those cubes and all their renamings: they are worth telling a solver of runs, which then
    need not find them out."""
    frames = Frames(relation)
    return tuple(image for one in free_invariants(frames) for image in frames.images(one))


def inductive_part(frames: Frames, cubes: Iterable[Literals]) -> tuple[Literals, ...]:
    """The largest part of ``cubes`` that no initial state is in, and that no step enters from
    outside of them all."""
    steps = frames.any_step()
    left: dict[Literals, int] = {}
    for cube in cubes:
        if cube in left or frames.meets_initial(cube) is not None:
            continue
        switch = left[cube] = steps.sat.fresh()
        for clause in frames.denial(steps, cube):
            steps.sat.add([-switch, *clause])
    after = {cube: frames.after(steps, cube) for cube in left}
    keep_inductive(steps.sat, left, after)
    # What never happens alone says all that a larger cube would.
    single = {
        one for cube in left if len(cube) == 1 for image in frames.images(cube) for one in image
    }
    return tuple(cube for cube in left if len(cube) == 1 or not cube & single)


def keep_inductive(sat: Sat, left: dict[Key, int], after: Mapping[Key, list[int]]) -> None:
    """Take out of ``left`` what a step enters from where nothing is that is left, until no step
    does: by name the literal that nothing of it is so before the step, and those of ``after``,
    which the solver knows, are all true where the step enters it."""
    changed = True
    while changed:
        changed = False
        for one in tuple(left):
            # A model that enters one enters others as well, most of the time.
            while one in left and sat.solve([*left.values(), *after[one]]):
                changed = True
                for other in tuple(left):
                    if all(map(sat.is_true, after[other])):
                        del left[other]


def inductive_terms(
    frames: Frames, never: Iterable[Literals], terms: Mapping[str, Term], known: Mapping[str, Term]
) -> dict[str, Term]:
    """The largest part of ``terms`` that is true initially and that every step keeps from states
    in none of ``never``, in which ``known`` holds."""
    relation = frames.relation
    steps = frames.any_step()
    for cube in never:
        steps.sat.add_all(frames.denial(steps, cube))
    for term in known.values():
        steps.require(relation.condition(term))
    then = frames.state_after(steps)
    holds = {name: relation.condition(term) for name, term in terms.items()}
    left = {name: steps.literal(one) for name, one in holds.items() if frames.holds_initially(one)}
    keep_inductive(steps.sat, left, {name: [then.literal(-holds[name])] for name in left})
    return {name: terms[name] for name in left}


def that_follow(
    frames: Frames, never: Iterable[Literals], terms: Mapping[str, Term], among: Iterable[str]
) -> frozenset[str]:
    """Those of ``terms``, ``among`` the ones called so, that follow from the others that are left,
    in states in none of ``never``."""
    state = frames.any_step()
    for cube in never:
        state.sat.add_all(frames.denial(state, cube))
    left = {name: state.literal(frames.relation.condition(one)) for name, one in terms.items()}
    for name in among:
        others = [one for other, one in left.items() if other != name]
        if not state.sat.solve([*others, -left[name]]):
            del left[name]
    return frozenset(terms.keys() - left.keys())


def known_from(
    relation: Relation,
    hints: Mapping[str, Term],
    cubes: Callable[[Frames], Iterable[Literals]],
) -> tuple[Frames, tuple[Literals, ...], tuple[Lemma, ...]]:
    """Frames in which those of ``hints`` are facts that are right as far as can be seen at these
    sizes; the inductive part of ``cubes`` there; and those hints, inductive with it."""
    frames = frames_of(relation)
    known = inductive_part(frames, cubes(frames))
    terms = inductive_terms(frames, known, hints, {}) if hints else {}
    right = tuple(Lemma(name, one) for name, one in terms.items())
    if right:
        frames = frames_of(relation, right)
        known = inductive_part(frames, cubes(frames))
    return frames, known, right


def guesses(frames: Frames, *, mixed: bool = False) -> Iterator[Literals]:
    """What may be such a cube, one of each orbit; if ``mixed``, also of one fact about a copy of a
    process and one about the member it is for, which are many."""
    seen: set[Literals] = set()
    for pair in _pairs(frames, mixed=mixed):
        if pair not in seen:
            seen.update(frames.images(pair))
            yield pair


def _pairs(frames: Frames, *, mixed: bool) -> Iterator[Literals]:
    system = frames.relation.instance.system
    atoms = frames.relation.atoms
    holders = [
        literal
        for atom, literal in atoms.items()
        if isinstance(system.variable[atom.variable].role, Holders)
    ]
    for pair in combinations(holders, 2):
        yield frozenset(pair)
    of_copy: dict[tuple[str, object], list[int]] = {}
    of_member: dict[object, list[int]] = {}
    for atom, literal in atoms.items():
        copy, members = _copy(frames, atom), frames.orbits.members(literal)
        if copy is not None:
            of_copy.setdefault(copy, []).append(literal)
        if len(members) == 1 and (copy is None or mixed):
            of_member.setdefault(members, []).append(literal)
    for literals in (*of_copy.values(), *of_member.values()):
        for one in literals:
            yield frozenset((one,))
            yield frozenset((-one,))
        for one, other in combinations(literals, 2) if len(literals) <= MOST else ():
            for a in (one, -one):
                for b in (other, -other):
                    yield frozenset((a, b))


def _copy(frames: Frames, atom: Atom) -> tuple[str, object] | None:
    """The copy of a process that ``atom`` is about; None if it is about none."""
    system = frames.relation.instance.system
    variable = system.variable[atom.variable]
    match variable.role:
        case Local(process) | Place(process):
            has_copies = system.process[process].parameter is not None
            return process, atom.indices[0] if has_copies else None
        case Holders(_, _, process) | Yielded(_, _, process):
            return process, atom.key if isinstance(variable.type, SetType) else None
        case _:
            return None
