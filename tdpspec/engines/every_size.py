"""Proofs for every size: property-directed reachability at small sizes finds the lemmas, larger
sizes and then first-order logic say whether they are true of all.

    short runs that break claims -> search for proofs -> long runs that break claims
    search at two members a sort -> lemmas -> do they stay inductive with one member more?
        no: that sort gets one member more, what stayed inductive is kept, search again
        yes: check them at every size

Source: the loop as in Goel, Sakallah, On Symmetry and Quantification, NFM 2021; keeping the largest
inductive part of a set of candidates: Flanagan, Leino, Houdini, FME 2001.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import islice

from tdpspec.engines.alone import proved_alone
from tdpspec.engines.base import Decided, Event, Limits, Progress, left_to_explore
from tdpspec.engines.falsify import Broken, long_runs, short_runs, where_long
from tdpspec.engines.frames import Frames, Literals
from tdpspec.engines.free import constants, guesses, known_from
from tdpspec.engines.general import Needs, check_every_size
from tdpspec.engines.orbits import Cube, Symmetry
from tdpspec.engines.pdr import GaveUp, Invariant, Pdr, Reached, Search, Told, search_all
from tdpspec.engines.proof import Support, proofs_at_every_size
from tdpspec.engines.readings import widened
from tdpspec.engines.shortest import Shortest
from tdpspec.engines.strengthen import strengthened
from tdpspec.interpret.replay import Mismatch, replay, run
from tdpspec.interpret.step import stepper
from tdpspec.solving.first_order import FirstOrder
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

LARGEST = 4
"""Members of a sort that are tried at most, before the lemmas are checked at every size."""

FARTHEST = 5
"""Members of a sort that are tried at most where lemmas were not shown at every size: some are
true only because there are as few members of one sort as of another."""

SOON = 12_000
"""Queries of the first search after which long runs are looked for, and then it begins again."""

MOST = 25_000
"""Queries of one search at small sizes."""

_STARTS = 20
"""Initial states in which a run of other sizes is tried."""


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
        small = _search(instance.system, open_, {one.name: one.condition for one in known})
        if small.obstacle:
            _strengthen(instance.system, open_, small)
        # The proofs first: whether a run is a shortest one, another engine may know by now.
        for name, proof in small.proofs.items():
            yield Decided(name, proof, small.queries)
        shortest = Shortest(instance, claims)
        refuted = set()
        for name, broken in small.broken.items():
            found = _at(instance, broken.trace)
            if found is not None and _breaks(instance, found, name):
                at_least = small.at_least.get(name, 0) if broken.sizes == instance.sizes else 0
                shown, is_shortest = shortest.instead_of(name, found, at_least)
                yield Decided(name, Refuted(shown, is_shortest), small.queries)
                refuted.add(name)
        open_ = tuple(one for one in open_ if one.name not in small.proofs.keys() | refuted)
        for name, verdict in small.undecided.items():
            if any(one.name == name for one in open_):
                yield Decided(name, _of_any_size(verdict), small.queries)
                open_ = tuple(one for one in open_ if one.name != name)
        if open_:
            for event in Pdr().judge(instance, open_, known, limits):
                yield _with_obstacle(event, small)


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
    steps every such run has ``at_least``; by claim a proof for every size; and what stood in the
    way of others."""

    broken: dict[str, Broken] = field(default_factory=dict)
    at_least: dict[str, int] = field(default_factory=dict)
    proofs: dict[str, Proved] = field(default_factory=dict)
    obstacle: str = ""
    queries: int = 0
    undecided: dict[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Lemmas:
    """What one search has proved its claims with, at the sizes of ``at``.

    Shape: ``cubes`` never happen, ``conditions`` say so, in the same order, and after them are
           hints that are right, and what no step changes; ``needs`` has for each of them, and for
           each claim, the names of those that it follows from.
    """

    at: Instance
    cubes: tuple[Cube, ...]
    conditions: dict[str, Term]
    needs: dict[str, frozenset[str]]


def _search(system: System, claims: tuple[StateProperty, ...], hints: Mapping[str, Term]) -> _Small:
    """The claims that something exists come last, and what proves the others is known then."""
    terms = {one.name: condition_of(system, one) for one in claims}
    late = {
        one.name: terms.pop(one.name)
        for one in claims
        if isinstance(one, InvariantClaim) and says_that_something_exists(system, terms[one.name])
    }
    sizes = {one.name: len(one.members) or FIRST for one in system.sorts}
    result = _Small()
    logic = cache(partial(FirstOrder, system))
    _search_together(system, sizes, terms, hints, result, logic)
    if late and system.interchangeable:
        larger = {one.name: sizes[one.name] + (not one.members) for one in system.sorts}
        proofs = tuple(result.proofs.values())
        alone = proved_alone(instance(system, larger), late, proofs, hints, logic)
        result.proofs.update(alone)
        late = {name: one for name, one in late.items() if name not in alone}
    _search_together(system, sizes, late, hints, result, logic)
    return result


def _search_together(
    system: System,
    sizes: dict[str, int],
    terms: dict[str, Term],
    hints: Mapping[str, Term],
    result: _Small,
    logic: Callable[[], FirstOrder],
) -> None:
    """Proofs of ``terms``, from which those are taken that are wrong, as one search; ``hints``
    need not be right, and ``logic`` gives the system in first-order logic."""
    seeds: tuple[Cube, ...] = ()
    first = True
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
        grown = _next_sizes(system, lemmas, hints)
        if grown is not None:
            sizes, seeds = grown
            continue
        needs = check_every_size(system, lemmas.conditions, terms, lemmas.needs, logic=logic)
        result.proofs.update(proofs_at_every_size(lemmas.conditions, needs, terms))
        if not needs.obstacles:
            return
        if hints.keys() & needs.obstacles:
            # They looked right, and the search leant on them.
            hints = {name: one for name, one in hints.items() if name not in needs.obstacles}
            continue
        result.obstacle = next(iter(needs.obstacles.values()))
        larger = _fuller_sizes(lemmas, needs)
        if larger is None:
            grown = _next_sizes(system, lemmas, hints, FARTHEST)
            if grown is None:
                return
            sizes, seeds = grown
            continue
        sizes = larger
        seeds = tuple(
            cube
            for name, cube in zip(lemmas.conditions, lemmas.cubes, strict=False)
            if name not in needs.obstacles
        )


def _of_any_size(verdict: Verdict) -> Unknown:
    """That a search at other sizes than those asked for was given up."""
    return Unknown(getattr(verdict, "reason", "the search was given up"))


def _strengthen(system: System, claims: tuple[StateProperty, ...], result: _Small) -> None:
    """Try the claims without a proof in another way, each on its own."""
    facts = {one.name: one.condition for one in constants(system)}
    sizes = {one.name: len(one.members) or FIRST for one in system.sorts}
    for claim in claims:
        if claim.name in result.proofs or claim.name in result.broken:
            continue
        found = strengthened(
            instance(system, sizes), {claim.name: condition_of(system, claim)}, facts
        )
        if found is None:
            continue
        lemmas, needs = found
        result.proofs.update(proofs_at_every_size(lemmas, needs, (claim.name,)))


def _search_once(
    at: Instance,
    terms: dict[str, Term],
    seeds: tuple[Cube, ...],
    hints: Mapping[str, Term],
    result: _Small,
    *,
    first: bool,
) -> _Lemmas | None:
    """The lemmas that prove what is left of ``terms``, from which those claims are taken that are
    wrong; None if nothing is left, or the solver gave up. Runs that break claims are looked for
    the ``first`` time."""
    relation = Relation(at)
    open_ = {name: relation.condition(term) for name, term in terms.items()}
    frames, known, right = known_from(
        relation, hints, lambda frames: (*guesses(frames), *_literals(relation, seeds))
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
    axioms = constants(at.system)
    if right:
        # Now they are not taken for granted any more, so that it shows what needs them.
        frames = Frames(relation, (relation.condition(one.condition) for one in axioms))
    support = Support(frames if right else last.frames, last.invariant, right)
    left = {name: open_[name] for name in terms}
    used = sorted({place for places in support.of(left).values() for place in places})
    names = {place: support.lemmas[place].name for place in used}
    needs = {names[place]: support.below(place) for place in used}
    needs.update((name, support.directly(name)) for name in left)
    always = frozenset(one.name for one in axioms)
    return _Lemmas(
        at,
        tuple(last.frames.named(one) for place, one in enumerate(last.invariant) if place in names),
        {
            **{names[place]: support.lemmas[place].condition for place in used},
            **{one.name: one.condition for one in axioms},
        },
        {one: always.union(names[place] for place in places) for one, places in needs.items()},
    )


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


def _next_sizes(
    system: System, lemmas: _Lemmas, hints: Mapping[str, Term], most: int = LARGEST
) -> tuple[dict[str, int], tuple[Cube, ...]] | None:
    """One member more, up to ``most``, of the first sort with which the lemmas are not inductive
    any more, and those that still are; None if there is none. Of ``hints`` those count that are
    among them: one that is needed with more members only has to be found to be needed there."""
    now = dict(lemmas.at.sizes)
    hints = {name: one for name, one in hints.items() if name in lemmas.conditions}
    for sort in system.interchangeable:
        larger = {**now, sort.name: now[sort.name] + 1}
        if larger[sort.name] > most:
            continue
        relation = Relation(instance(system, larger))
        frames, kept, _ = known_from(relation, hints, lambda at: _widened(lemmas, at.relation))
        if len(kept) < len(lemmas.cubes):
            return larger, tuple(frames.named(one) for one in kept)
    return None


def _fuller_sizes(lemmas: _Lemmas, needs: Needs) -> dict[str, int] | None:
    """One member more of each sort of which a lemma that was not shown names all members: it may
    be about "all others" and not about these; None if there is none."""
    symmetry = Symmetry(lemmas.at)
    larger = dict(lemmas.at.sizes)
    for name, cube in zip(lemmas.conditions, lemmas.cubes, strict=False):
        if name in needs.obstacles:
            for sort, members in symmetry.members(cube).items():
                size = dict(lemmas.at.sizes)[sort]
                if len(members) == size < LARGEST:
                    larger[sort] = size + 1
    return larger if larger != dict(lemmas.at.sizes) else None


def _literals(relation: Relation, cubes: Iterable[Cube]) -> tuple[Literals, ...]:
    """Cubes of atoms as literals of this relation."""
    return tuple(
        frozenset(relation.atoms[atom] if sign else -relation.atoms[atom] for atom, sign in cube)
        for cube in cubes
    )


def _breaks(at: Instance, trace: Trace, claim: str) -> bool:
    return not isinstance(replay(at, trace, at.system.property[claim]), Mismatch)


def _widened(lemmas: _Lemmas, relation: Relation) -> tuple[Literals, ...]:
    """The lemmas as they read at the larger sizes of ``relation``."""
    symmetry, larger = Symmetry(lemmas.at), relation.instance
    return _literals(relation, (widened(symmetry, one, larger) for one in lemmas.cubes))


def _at(at: Instance, trace: Trace) -> Trace | None:
    """The steps of ``trace`` at the sizes of ``at``, if they can be taken there."""
    for start in islice(stepper(at).initial(), _STARTS):
        found = run(at, start, trace.steps)
        if not isinstance(found, Mismatch):
            return found
    return None
