"""Proofs for every size: property-directed reachability at small sizes finds the lemmas, larger
sizes and then first-order logic say whether they are true of all.

    short runs that break claims -> search for proofs -> long runs that break claims
    search at two members a sort -> lemmas -> do they stay inductive with one member more?
        no: that sort gets one member more, what stayed inductive is kept, search again
        yes: check them at every size
    what is left, and claims that something exists -> taken for granted before each step
    what is still left -> search again with more members and more effort

Source: the loop as in Goel, Sakallah, On Symmetry and Quantification, NFM 2021; keeping the largest
inductive part of a set of candidates: Flanagan, Leino, Houdini, FME 2001.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial

from tdpspec.engines.alone import lemmas_in, proved_alone
from tdpspec.engines.assuming import proved_assuming
from tdpspec.engines.base import Decided, Event, Limits, Progress, left_to_explore
from tdpspec.engines.falsify import Broken, long_runs, short_runs, taken_at, where_long
from tdpspec.engines.frames import Frames, Literals
from tdpspec.engines.free import constants, guesses, known_from
from tdpspec.engines.general import EFFORT, FIRST_EFFORT, EverySizeChecker, Needs
from tdpspec.engines.growing import (
    FARTHEST,
    Lemmas,
    fuller_sizes,
    kept_with,
    lemmas_of,
    literals_of,
    next_sizes,
)
from tdpspec.engines.history import histories
from tdpspec.engines.orbits import Cube
from tdpspec.engines.pdr import GaveUp, Invariant, Pdr, Reached, Search, Told, search_all
from tdpspec.engines.proof import proofs_at_every_size
from tdpspec.engines.shortest import Shortest
from tdpspec.solving.relation import Relation
from tdpspec.system.claims import condition_of, state_claims
from tdpspec.system.existential import says_that_something_exists
from tdpspec.system.instance import Instance, instance
from tdpspec.system.model import Invariant as InvariantClaim
from tdpspec.system.model import Property, StateProperty, System
from tdpspec.system.terms import Term
from tdpspec.system.trace import Trace
from tdpspec.system.verdict import Lemma, Proved, Refuted, Unknown, Verdict

FIRST = 2
"""Members a sort to begin with. The sizes that a user names do not matter here."""

SOON = 12_000
"""Queries of the first search after which long runs are looked for, and then it begins again."""

MOST = 25_000
"""Queries of one search at small sizes."""


@dataclass(frozen=True, slots=True)
class EverySize:
    """Proves for every size, or says what stood in the way; a claim of which it knows only that
    it is wrong at small sizes is refuted at the sizes asked for, if it is wrong there."""

    name: str = "every_size"

    def judge(
        self,
        instance: Instance,
        claims: tuple[Property, ...],
        known: tuple[Lemma, ...],
        limits: Limits,
    ) -> Iterator[Event]:
        """See ``Engine.judge``. ``limits.depth`` does not bind it."""
        yield from left_to_explore(claims)
        open_ = state_claims(claims)
        small, told = _Small(), set[str]()
        hints = {one.name: one.condition for one in known}
        # The proofs first: whether a run is a shortest one, another engine may know by now.
        for _ in _search(instance.system, open_, hints, small):
            for name in (one for one in small.proofs if one not in told):
                yield Decided(name, small.proofs[name], small.queries)
            told.update(small.proofs)
        runs = dict(_runs_at(instance, small))
        for name, shown, is_shortest in Shortest(instance, claims).instead_of_each(runs):
            yield Decided(name, Refuted(shown, is_shortest), small.queries)
        open_ = tuple(one for one in open_ if one.name not in small.proofs.keys() | runs.keys())
        for name, verdict in small.undecided.items():
            if any(one.name == name for one in open_):
                yield Decided(name, _of_any_size(verdict), small.queries)
                open_ = tuple(one for one in open_ if one.name != name)
        if open_:
            for event in Pdr().judge(instance, open_, known, limits):
                yield _with_obstacle(event, small)


def _runs_at(at: Instance, small: _Small) -> Iterator[tuple[str, tuple[Trace, int]]]:
    """By claim a run that breaks it at the sizes of ``at``, and how many steps each has at least
    there."""
    for name, broken in small.broken.items():
        here = taken_at(at, broken)
        if here is not None:
            at_least = small.at_least.get(name, 0) if broken.sizes == at.sizes else 0
            yield name, (here.trace, at_least)


def _with_obstacle(event: Event, small: _Small) -> Event:
    if isinstance(event, Decided) and isinstance(event.verdict, Proved):
        obstacle = small.obstacle
        if event.claim in small.broken:
            sizes = (f"{sort} = {size}" for sort, size in small.broken[event.claim].sizes)
            obstacle = f"it is false at {', '.join(sizes)}"
        return replace(event, verdict=replace(event.verdict, obstacle=obstacle))
    return event


@dataclass
class _Small:
    """What was found out at small sizes: by claim a run to a state that breaks it, and how many
    steps every such run has ``at_least``; by claim a proof for every size; what stood in the way of
    others, and the sizes at which the last search for them ``ended`` for that."""

    broken: dict[str, Broken] = field(default_factory=dict)
    at_least: dict[str, int] = field(default_factory=dict)
    proofs: dict[str, Proved] = field(default_factory=dict)
    obstacle: str = ""
    queries: int = 0
    undecided: dict[str, Verdict] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)


def _search(
    system: System,
    claims: tuple[StateProperty, ...],
    hints: Mapping[str, Term],
    result: _Small,
) -> Iterator[None]:
    """Add to ``result`` what is found out, with a break wherever there may be more proofs. The
    claims that something exists come last, and what proves the others is known then."""
    terms = {one.name: condition_of(system, one) for one in claims}
    late = {
        one.name: terms.pop(one.name)
        for one in claims
        if isinstance(one, InvariantClaim) and says_that_something_exists(system, terms[one.name])
    }
    all_ = {**terms, **late}
    sizes = {one.name: len(one.members) or FIRST for one in system.sorts}
    larger = {one.name: sizes[one.name] + (not one.members) for one in system.sorts}
    checker = EverySizeChecker(system)

    def open_() -> list[str]:
        return [name for name in all_ if name not in result.proofs.keys() | result.broken.keys()]

    @cache
    def reasons() -> dict[str, Term]:
        return histories(instance(system, larger), {})

    def assuming(names: Iterable[str]) -> Iterator[None]:
        for name in names:
            known = {**lemmas_in(system, tuple(result.proofs.values())), **reasons()}
            ask = partial(proved_assuming, system, sizes, name, all_[name], known, checker=checker)
            proof = (hints and ask(hints=hints)) or ask()
            if proof is not None:
                result.proofs[name] = proof
                yield

    yield from _search_together(system, sizes, terms, hints, result, checker)
    yield
    if late and system.interchangeable:
        proofs = tuple(result.proofs.values())
        alone = proved_alone(instance(system, larger), late, proofs, hints, checker)
        result.proofs.update(alone)
        yield
        yield from assuming([name for name in late if name not in alone])
        late = {name: one for name, one in late.items() if name not in result.proofs}
    yield from _search_together(system, sizes, late, hints, result, checker)
    yield
    if system.interchangeable and open_():
        yield from assuming(open_())
    if result.ended:
        left = {name: all_[name] for name in open_()}
        yield from _search_together(
            system, result.ended, left, hints, result, checker, farther=True
        )
        yield


def _search_together(
    system: System,
    sizes: dict[str, int],
    terms: dict[str, Term],
    hints: Mapping[str, Term],
    result: _Small,
    checker: EverySizeChecker,
    *,
    farther: bool = False,
) -> Iterator[None]:
    """Proofs of ``terms``, from which those are taken that are decided, as one search; ``hints``
    need not be right. ``farther``: with
    more effort, from the sizes at which such a search has ended for what was not shown."""
    seeds: tuple[Cube, ...] = ()
    first = not farther
    while terms:
        at = instance(system, sizes)
        lemmas = _search_once(at, terms, seeds, hints, result, first=first)
        first = False
        if lemmas is None:
            return
        if not system.interchangeable:
            # These are all the sizes that there are.
            needs = Needs(lemmas.needs)
            result.proofs.update(proofs_at_every_size(lemmas.conditions, needs, terms))
            return
        grown = next_sizes(lemmas, kept_with(hints, lemmas))
        if grown is not None:
            sizes, seeds = grown
            continue
        effort = EFFORT if farther else FIRST_EFFORT
        needs = checker.needs(lemmas.conditions, terms, lemmas.needs, effort)
        result.proofs.update(proofs_at_every_size(lemmas.conditions, needs, terms))
        if not needs.obstacles:
            return
        if hints.keys() & needs.obstacles:
            # They looked right, and the search leant on them.
            hints = {name: one for name, one in hints.items() if name not in needs.obstacles}
            continue
        result.obstacle = next(iter(needs.obstacles.values()))
        _one_by_one(system, lemmas, needs, terms, result, checker)
        yield
        if not farther:
            result.ended = sizes
            return
        if not terms:
            return
        larger = fuller_sizes(lemmas, needs)
        if larger is None:
            grown = next_sizes(lemmas, kept_with(hints, lemmas), FARTHEST)
            if grown is None:
                return
            sizes, seeds = grown
            continue
        sizes = larger
        seeds = lemmas.never(needs.obstacles)


def _one_by_one(
    system: System,
    lemmas: Lemmas,
    needs: Needs,
    terms: dict[str, Term],
    result: _Small,
    checker: EverySizeChecker,
) -> None:
    """Take those of ``terms`` away that have a proof without the lemmas that were not shown; the
    check of all of them together ends after a few of these."""
    by_support = Needs(lemmas.needs)
    closures = {name: by_support.closure([name]) for name in terms}
    for name in sorted(terms, key=lambda one: len(closures[one])):
        if name not in result.proofs and not closures[name] & needs.not_shown:
            part = {one: term for one, term in lemmas.conditions.items() if one in closures[name]}
            claim = {name: terms[name]}
            found = checker.needs(part, claim, lemmas.needs)
            result.proofs.update(proofs_at_every_size(part, found, claim))
        if name in result.proofs:
            del terms[name]


def _of_any_size(verdict: Verdict) -> Unknown:
    """That a search at other sizes than those asked for was given up."""
    return Unknown(getattr(verdict, "reason", "the search was given up"))


def _search_once(
    at: Instance,
    terms: dict[str, Term],
    seeds: tuple[Cube, ...],
    hints: Mapping[str, Term],
    result: _Small,
    *,
    first: bool,
) -> Lemmas | None:
    """The lemmas that prove what is left of ``terms``, from which those claims are taken that are
    wrong; None if nothing is left, or the solver gave up. Runs that break claims are looked for
    the ``first`` time."""
    relation = Relation(at)
    open_ = {name: relation.condition(term) for name, term in terms.items()}
    frames, known, right = known_from(
        relation, hints, lambda frames: (*guesses(frames), *literals_of(relation, seeds))
    )
    last: Search | None = None
    judged: Iterator[Told | Broken] = (
        _judged_with_runs(frames, open_, known, terms, result)
        if first
        else _judged(frames, open_, known, MOST, result)
    )
    for told in judged:
        match told:
            case Broken(name):
                result.broken[name] = told
                del terms[name]
            case Reached(name, trace, queries, at_least):
                result.broken[name] = Broken(name, at.sizes, trace, queries)
                result.at_least[name] = at_least
                del terms[name]
            case Invariant(_, search):
                last = search
            case GaveUp(name, verdict, _):
                result.undecided[name] = verdict
                del terms[name]
            case Progress():
                pass
    if last is None:
        return None
    if right:
        # Now they are not taken for granted any more, so that it shows what needs them.
        facts = (relation.condition(one.condition) for one in constants(at.system))
        frames = Frames(relation, facts)
    else:
        frames = last.frames
    return lemmas_of(frames, last.invariant, right, {name: open_[name] for name in terms})


def _judged(
    frames: Frames,
    open_: Mapping[str, int],
    known: tuple[Literals, ...],
    most: int,
    result: _Small,
) -> Iterator[Told]:
    """What becomes of each of ``open_`` within about ``most`` queries."""
    yield from search_all(frames, open_, known, most)
    result.queries += frames.queries


def _judged_with_runs(
    frames: Frames,
    open_: Mapping[str, int],
    known: tuple[Literals, ...],
    terms: Mapping[str, Term],
    result: _Small,
) -> Iterator[Told | Broken]:
    """What becomes of each of ``open_``, and runs that break them are looked for: short ones
    before the search for proofs; long ones where that takes long, and then it begins again, since
    what is wrong is what makes it take long."""
    left = dict(open_)
    for one in short_runs(frames, left, known, terms):
        result.queries += one.queries
        del left[one.claim]
        yield one
    where, is_last = iter(where_long(frames.relation.instance.system, FIRST)), False
    while left:
        before = len(left)
        for told in _judged(frames, left, known, MOST if is_last else SOON, result):
            match told:
                case GaveUp() if not is_last:
                    continue
                case Reached(name) | GaveUp(name):
                    del left[name]
                case Invariant(names, search):
                    left = {name: one for name, one in left.items() if name not in names}
                    known = tuple(search.invariant)
            yield told
        if len(left) == before:
            found: tuple[Broken, ...] = ()
            for at in where:
                found = tuple(long_runs(at, {name: terms[name] for name in left}))
                if found:
                    break
            is_last = not found
            for one in found:
                result.queries += one.queries
                del left[one.claim]
                yield one
        frames = Frames(frames.relation, frames.facts)
