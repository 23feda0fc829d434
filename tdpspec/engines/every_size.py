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

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tdpspec.engines.alone import proved_alone
from tdpspec.engines.base import Decided, Event, Limits, Progress, left_to_explore
from tdpspec.engines.falsify import Broken, long_runs, short_runs, taken_at, where_long
from tdpspec.engines.frames import Frames, Literals
from tdpspec.engines.free import constants, guesses, known_from
from tdpspec.engines.general import EverySizeChecker, Needs
from tdpspec.engines.orbits import Cube, Symmetry
from tdpspec.engines.pdr import GaveUp, Invariant, Pdr, Reached, Search, Told, search_all
from tdpspec.engines.proof import Support, proofs_at_every_size
from tdpspec.engines.readings import widened
from tdpspec.engines.shortest import Shortest
from tdpspec.engines.strengthen import strengthened
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
"""Members of a sort that are tried at most."""

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
        small = _search(instance.system, open_, {one.name: one.condition for one in known})
        if small.obstacle:
            _strengthen(instance.system, open_, small)
        # The proofs first: whether a run is a shortest one, another engine may know by now.
        for name, proof in small.proofs.items():
            yield Decided(name, proof, small.queries)
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

    Shape: ``conditions`` has by name what they say, also hints that are right, and what no step
           changes; ``cubes`` those that never happen by it. ``needs`` has for each of them, and
           for each claim, the names of those that it follows from.
    """

    at: Instance
    cubes: dict[str, tuple[Cube, ...]]
    conditions: dict[str, Term]
    needs: dict[str, frozenset[str]]

    def never(self, but: Collection[str] = ()) -> tuple[Cube, ...]:
        """All cubes, without those of the lemmas called so."""
        return tuple(one for name, some in self.cubes.items() if name not in but for one in some)


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
    checker = EverySizeChecker(system)
    _search_together(system, sizes, terms, hints, result, checker)
    if late and system.interchangeable:
        larger = {one.name: sizes[one.name] + (not one.members) for one in system.sorts}
        proofs = tuple(result.proofs.values())
        alone = proved_alone(instance(system, larger), late, proofs, hints, checker)
        result.proofs.update(alone)
        late = {name: one for name, one in late.items() if name not in alone}
    _search_together(system, sizes, late, hints, result, checker)
    return result


def _search_together(
    system: System,
    sizes: dict[str, int],
    terms: dict[str, Term],
    hints: Mapping[str, Term],
    result: _Small,
    checker: EverySizeChecker,
) -> None:
    """Proofs of ``terms``, from which those are taken that are wrong, as one search; ``hints``
    need not be right."""
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
        needs = checker.needs(lemmas.conditions, terms, lemmas.needs)
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
            return
        sizes = larger
        seeds = lemmas.never(needs.obstacles)


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
    grounds = support.grounds(left)
    cubes = {
        lemma.name: last.frames.named(one)
        for lemma, one in zip(support.lemmas, last.invariant, strict=False)
    }
    always = frozenset(one.name for one in axioms)
    return _Lemmas(
        at,
        {
            name: tuple(cubes[one] for one in parts if one in cubes)
            for name, parts in grounds.parts.items()
        },
        {**grounds.lemmas, **{one.name: one.condition for one in axioms}},
        {name: always.union(some) for name, some in grounds.needs.of.items()},
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
    system: System, lemmas: _Lemmas, hints: Mapping[str, Term]
) -> tuple[dict[str, int], tuple[Cube, ...]] | None:
    """One member more of the first sort with which the lemmas are not inductive any more, and
    those that still are; None if there is none. Of ``hints`` those count that are among them: one
    that is needed with more members only has to be found to be needed there."""
    now = dict(lemmas.at.sizes)
    hints = {name: one for name, one in hints.items() if name in lemmas.conditions}
    for sort in system.interchangeable:
        larger = {**now, sort.name: now[sort.name] + 1}
        if larger[sort.name] > LARGEST:
            continue
        relation = Relation(instance(system, larger))
        frames, kept, _ = known_from(relation, hints, lambda at: _widened(lemmas, at.relation))
        if len(kept) < len(lemmas.never()):
            return larger, tuple(frames.named(one) for one in kept)
    return None


def _fuller_sizes(lemmas: _Lemmas, needs: Needs) -> dict[str, int] | None:
    """One member more of each sort of which a lemma that was not shown names all members: it may
    be about "all others" and not about these; None if there is none."""
    symmetry = Symmetry(lemmas.at)
    larger = dict(lemmas.at.sizes)
    for cube in (one for name in needs.obstacles for one in lemmas.cubes.get(name, ())):
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


def _widened(lemmas: _Lemmas, relation: Relation) -> tuple[Literals, ...]:
    """The lemmas as they read at the larger sizes of ``relation``."""
    symmetry, larger = Symmetry(lemmas.at), relation.instance
    return _literals(relation, (widened(symmetry, one, larger) for one in lemmas.never()))
