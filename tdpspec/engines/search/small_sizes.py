"""What is true at every size, found at small ones: property-directed reachability finds lemmas,
larger sizes and then first-order logic say whether they are true of all.

    short runs that break claims -> search for proofs -> long runs that break claims
    search at two members a sort -> lemmas -> do they stay inductive with one member more?
        no: that sort gets one member more, what stayed inductive is kept, search again;
            what is found then is first checked at every size with little effort
        yes: check them at every size
        either way, where many name all members of a sort: what they say of everyone may do
    what is left -> what was never seen together in some states -> what lemmas say of everyone,
        where that was not tried yet -> all states, where these are few -> taken for granted before
        each step
    claims that something exists -> by lemmas that someone is there; and the same two ways, with
        what is proved by then
    what is still left of the others -> search again with more members and more effort

Source: the loop as in Goel, Sakallah, On Symmetry and Quantification, NFM 2021; keeping the largest
inductive part of a set of candidates: Flanagan, Leino, Houdini, FME 2001.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tdpspec.engines.base import Progress
from tdpspec.engines.lemmas.frames import Frames, Literals
from tdpspec.engines.lemmas.free import frames_of, guesses, known_from
from tdpspec.engines.lemmas.general import AT_ONCE, EFFORT, FIRST_EFFORT, EverySizeChecker, Needs
from tdpspec.engines.lemmas.history import histories
from tdpspec.engines.lemmas.orbits import Cube
from tdpspec.engines.lemmas.proof import proofs_at_every_size
from tdpspec.engines.search.alone import (
    first_members,
    lemmas_in,
    proved_alone,
    proved_with_someone,
)
from tdpspec.engines.search.assuming import proved_assuming
from tdpspec.engines.search.by_unseen import Guesses, guessed, proved_by_unseen
from tdpspec.engines.search.falsify import (
    Broken,
    long_runs,
    short_runs,
    where_few_states,
    where_long,
)
from tdpspec.engines.search.few_states import visited
from tdpspec.engines.search.growing import (
    FARTHEST,
    Lemmas,
    fuller_sizes,
    kept_with,
    lemmas_of,
    literals_of,
    next_sizes,
)
from tdpspec.engines.search.pdr import GaveUp, Invariant, Reached, Search, Told, search_all
from tdpspec.engines.search.with_everyone import Candidates, candidates, proved_with_everyone
from tdpspec.solving.atoms import state_atoms
from tdpspec.solving.relation import Relation
from tdpspec.system.claims import condition_of
from tdpspec.system.existential import says_that_something_exists
from tdpspec.system.fresh_names import declared_names
from tdpspec.system.instance import Instance, Sizes, instance
from tdpspec.system.model import Invariant as InvariantClaim
from tdpspec.system.model import StateProperty, System
from tdpspec.system.printer import term_text
from tdpspec.system.terms import Term
from tdpspec.system.verdict import Exhaustive, Proved, Verdict

FIRST = 2
"""Members a sort to begin with. The sizes that a user names do not matter here."""

SOON = 12_000
"""Queries of the first search after which long runs are looked for, and then it begins again."""

MOST = 25_000
"""Queries of one search at small sizes."""

FEW_FACTS = 100
"""About one state with a member more of each sort, that what was never seen together may be tried
before long runs are looked for."""

MANY_FACTS = 300
"""About one state, with which a search for a proof may take all the time that there is."""

MOST_AT_ONCE = 100
"""Lemmas and guesses about everyone that are tried before the search goes on with more members."""

MOST_LATER = 300
"""The same, where the search has ended."""

MULTIPLE = 2
"""Where one member more takes so many times the lemmas, they are about these members, and a proof
by what was never seen together, or one that takes its claim for granted, is looked for before there
are still more."""


@dataclass
class Found:
    """By claim a run to a state that breaks it, and how many steps every such run has ``at_least``
    at some sizes; by claim a proof for every size, what stood in the way of one, and what was given
    up."""

    broken: dict[str, Broken] = field(default_factory=dict)
    at_least: dict[str, tuple[Sizes, int]] = field(default_factory=dict)
    proofs: dict[str, Proved] = field(default_factory=dict)
    obstacles: dict[str, str] = field(default_factory=dict)
    queries: int = 0
    undecided: dict[str, Verdict] = field(default_factory=dict)

    def steps_at_least(self, claim: str, sizes: Sizes) -> int:
        """Of every run that breaks ``claim`` at ``sizes``, as far as that is known."""
        at, steps = self.at_least.get(claim, (sizes, 0))
        return steps if at == sizes else 0


class SmallSizes:
    """The search for what is true of ``claims`` at every size of the sorts of ``system``, one way
    after the other.

    Shape: ``hints`` need not be right. ``found`` grows as the search goes on.
    """

    def __init__(
        self, system: System, claims: tuple[StateProperty, ...], hints: Mapping[str, Term]
    ) -> None:
        self.found = Found()
        self._system = system
        self._hints = hints
        self._claims = claims
        self._terms = {one.name: condition_of(system, one) for one in claims}
        self._late = frozenset(
            one.name
            for one in claims
            if isinstance(one, InvariantClaim)
            and says_that_something_exists(system, self._terms[one.name])
        )
        self._sizes = {one.name: len(one.members) or FIRST for one in system.sorts}
        self._larger = instance(
            system, {one.name: self._sizes[one.name] + (not one.members) for one in system.sorts}
        )
        self._checker = EverySizeChecker(system, self._first_members)
        self._assumed: dict[str, int] = {}
        self._untried: list[Candidates] = []
        self._guessed: set[tuple[frozenset[str], int]] = set()

    def search(self) -> Iterator[None]:
        """Add to ``found``, with a break wherever there may be more proofs: after the first one all
        runs are found that are looked for. The claims that something exists come last, and what
        proves the others is known then."""
        late, many = self._late, bool(self._system.interchangeable)
        yield from self._by_hints()
        others = self._terms.keys() - late
        ended = yield from self._together(self._sizes, self._open(others))
        yield
        if many:
            yield from self._alone(self._open(others))
            yield from self._alone(self._open(late))
            yield from self._by_unseen(self._open())
            yield from self._with_everyone_later(self._open(others))
            yield from self._where_few_states(self._open(others))
            yield from self._assuming(self._open(others))
        if late and many:
            yield from self._where_few_states(self._open(late))
            yield from self._with_someone(self._open(late))
            yield from self._assuming(self._open(late))
        yield from self._together(self._sizes, self._open(late))
        yield
        if many:
            yield from self._with_everyone_later(self._open(late))
            yield from self._assuming(self._open())
        if ended is not None:
            # Of what says that something exists more members have never shown more.
            open_ = self._open(others)
            yield from self._together(ended, open_, farther=True)
            yield

    def search_soon(self) -> Iterator[None]:
        """The same for what is found with a moderate effort, if at all."""
        yield from self._by_hints()
        open_ = self._open(self._terms.keys() - self._late)
        yield from self._together(self._sizes, open_, soon=True)
        yield

    def _open(self, among: Collection[str] | None = None) -> dict[str, Term]:
        """The claims that are neither proved nor broken, in their order."""
        decided = self.found.proofs.keys() | self.found.broken.keys()
        return {
            name: term
            for name, term in self._terms.items()
            if name not in decided and (among is None or name in among)
        }

    def _first_members(self) -> dict[str, Term]:
        return first_members(self._larger, tuple(self.found.proofs.values()), self._hints)

    def _by_hints(self) -> Iterator[None]:
        """Proofs that the hints are, with nothing else to be found: where somebody has thought of
        all that is needed, a search for lemmas may take longer than there is time."""
        if self._hints and self._system.interchangeable:
            yield from self._alone(self._open())

    def _alone(self, terms: Mapping[str, Term]) -> Iterator[None]:
        """Proofs of ``terms`` as they stand, with the hints and what proves others."""
        if terms:
            # At few members it takes a third of the time.
            at = instance(self._system, self._sizes)
            proofs = tuple(self.found.proofs.values())
            found = proved_alone(at, terms, proofs, self._hints, self._checker)
            self.found.proofs.update(found)
            if found:
                yield

    def _by_unseen(self, terms: Mapping[str, Term]) -> Iterator[None]:
        """Proofs of ``terms`` by what was never seen together in some states."""
        if self._proved_by_unseen(terms):
            yield

    def _proved_soon(self, terms: Mapping[str, Term]) -> dict[str, Proved]:
        """The same, where that is soon tried; and where there is only one size, proofs by all
        states, if these are few."""
        if not self._system.interchangeable:
            return self._proved_by_all_states(terms)
        few = len(state_atoms(self._larger)) <= FEW_FACTS
        return self._proved_by_unseen(terms) if few else {}

    def _proved_by_all_states(self, terms: Collection[str]) -> dict[str, Proved]:
        claims = tuple(one for one in self._claims if one.name in terms)
        search = visited(instance(self._system, self._sizes), claims)
        if search is None or search.stopped:
            return {}
        by = Exhaustive(len(search.origin))
        found = {
            one.name: Proved(None, by)
            for number, one in enumerate(claims)
            if number not in search.bad
        }
        self.found.proofs.update(found)
        return found

    def _proved_by_unseen(self, terms: Mapping[str, Term]) -> dict[str, Proved]:
        """Not tried again where no more is known than then."""
        tried = (frozenset(terms), len(self.found.proofs))
        if not terms or tried in self._guessed:
            return {}
        self._guessed.add(tried)
        proofs = tuple(self.found.proofs.values())
        found = proved_by_unseen(self._guesses, terms, proofs, self._hints, self._checker)
        self.found.proofs.update(found)
        return found

    @cached_property
    def _guesses(self) -> Guesses:
        return guessed(self._larger)

    def _where_few_states(self, terms: Collection[str]) -> Iterator[None]:
        """Runs that break ``terms`` which only the search for a proof would come to, or not even
        that; where there is one the proof need not be looked for."""
        claims = tuple(one for one in self._claims if one.name in terms)
        for one in where_few_states(self._system, self._sizes, claims) if claims else ():
            self.found.broken[one.claim] = one
            self.found.at_least[one.claim] = one.sizes, len(one.trace)
            yield

    @cached_property
    def _reasons(self) -> dict[str, Term]:
        return histories(self._larger)

    def _with_someone(self, terms: Mapping[str, Term]) -> Iterator[None]:
        """Proofs of ``terms`` by lemmas that someone is there."""
        for name, term in terms.items():
            proofs = tuple(self.found.proofs.values())
            proof = proved_with_someone(
                self._larger, name, term, proofs, self._hints, self._checker
            )
            if proof is not None:
                self.found.proofs[name] = proof
                yield

    def _assuming(self, terms: Mapping[str, Term]) -> Iterator[None]:
        """Proofs of ``terms``, each taken for granted before each step, with the hints if there
        are any, and without; not tried again where no more is known than then."""
        for name, term in terms.items():
            proofs = tuple(self.found.proofs.values())
            if self._assumed.get(name) == len(proofs):
                continue
            self._assumed[name] = len(proofs)
            known = {**lemmas_in(self._system, proofs), **self._reasons}
            for hints in (self._hints, {}) if self._hints else ({},):
                proof = proved_assuming(
                    self._system, self._sizes, name, term, known, hints, self._checker
                )
                if proof is not None:
                    self.found.proofs[name] = proof
                    yield
                    break

    def _together(
        self,
        sizes: dict[str, int],
        terms: dict[str, Term],
        *,
        soon: bool = False,
        farther: bool = False,
    ) -> Generator[None, None, dict[str, int] | None]:
        """Proofs of ``terms``, from which those are taken that are decided, as one search; it
        returns the sizes at which it has ended for what was not shown. ``soon``: with less effort.
        ``farther``: with more, from such sizes."""
        hints = self._hints
        seeds: tuple[Cube, ...] = ()
        first = not farther
        many_before = 0
        while terms:
            at = instance(self._system, sizes)
            lemmas = yield from self._once(at, terms, seeds, hints, first=first, soon=soon)
            first = False
            if lemmas is None:
                return None
            if not self._system.interchangeable:
                # These are all the sizes that there are.
                self._add_proofs(lemmas, Needs(lemmas.needs), terms)
                return None
            if seeds and self._proved_at_once(lemmas, terms):
                return None
            yield from self._with_everyone(lemmas, terms)
            if not terms:
                return None
            grown = next_sizes(lemmas, kept_with(hints, lemmas))
            if grown is not None:
                if 0 < MULTIPLE * many_before <= len(lemmas.conditions):
                    if self._proved_soon(terms):
                        yield
                    self._without_proved(terms)
                    yield from self._assuming(terms)
                    self._without_proved(terms)
                many_before = len(lemmas.conditions)
                sizes, seeds = grown
                continue
            effort = EFFORT if farther else FIRST_EFFORT
            needs = self._checker.needs(lemmas.conditions, terms, lemmas.needs, effort)
            self._add_proofs(lemmas, needs, terms)
            if not needs.obstacles:
                return None
            if hints.keys() & needs.obstacles:
                # They looked right, and the search leant on them.
                hints = {name: one for name, one in hints.items() if name not in needs.obstacles}
                continue
            self._one_by_one(lemmas, needs, terms, effort)
            yield
            if not farther:
                return sizes
            if not terms:
                return None
            larger = fuller_sizes(lemmas, needs)
            if larger is not None:
                sizes, seeds = larger, lemmas.never(needs.obstacles)
                continue
            grown = next_sizes(lemmas, kept_with(hints, lemmas), FARTHEST)
            if grown is None:
                return None
            sizes, seeds = grown
        return None

    def _proved_at_once(self, lemmas: Lemmas, terms: Mapping[str, Term]) -> bool:
        """Whether all is shown at every size with little effort: after some members more it mostly
        is, and this is the sooner known."""
        needs = self._checker.needs(lemmas.conditions, terms, lemmas.needs, AT_ONCE, obstacles=1)
        if not needs.obstacles:
            self._add_proofs(lemmas, needs, terms)
        return not needs.obstacles

    def _with_everyone(self, lemmas: Lemmas, terms: dict[str, Term]) -> Iterator[None]:
        """Proofs of ``terms``, from which those are taken, by what ``lemmas`` say of everyone, if
        that may be soon known; else it is left for later."""
        tried = candidates(lemmas)
        if not tried.guesses:
            return
        if len(tried) > MOST_AT_ONCE or len(tried.of_all) < len(tried.of_few) / 2:
            self._untried.append(tried)
            return
        yield from self._proved_by(tried, terms)
        self._without_proved(terms)

    def _with_everyone_later(self, terms: Mapping[str, Term]) -> Iterator[None]:
        """The same where it was left, with the fewest first."""
        for tried in sorted(self._untried, key=len):
            open_ = self._open(terms)
            if open_ and len(tried) <= MOST_LATER:
                yield from self._proved_by(tried, open_)
        self._untried.clear()

    def _proved_by(self, tried: Candidates, terms: Mapping[str, Term]) -> Iterator[None]:
        found = proved_with_everyone(tried, terms, self._checker)
        self.found.proofs.update(found)
        if found:
            yield

    def _without_proved(self, terms: dict[str, Term]) -> None:
        for name in terms.keys() & self.found.proofs.keys():
            del terms[name]

    def _add_proofs(self, lemmas: Lemmas, needs: Needs, claims: Iterable[str]) -> None:
        self.found.proofs.update(proofs_at_every_size(lemmas.conditions, needs, claims))

    def _one_by_one(
        self, lemmas: Lemmas, needs: Needs, terms: dict[str, Term], effort: int
    ) -> None:
        """Take those of ``terms`` away that have a proof without the lemmas that were not shown;
        the check of all of them together ends after a few of these."""
        by_support = Needs(lemmas.needs)
        closures = {name: by_support.closure([name]) for name in terms}
        for name in sorted(terms, key=lambda one: len(closures[one])):
            if name not in self.found.proofs:
                # The claim itself first: why a lemma was not shown says less.
                missing = closures[name] & needs.not_shown
                obstacles = [
                    needs.obstacles[at] for at in (name, *needs.obstacles) if at in missing
                ]
                if not missing:
                    part = {
                        one: lemmas.conditions[one]
                        for one in lemmas.conditions
                        if one in closures[name]
                    }
                    claim = {name: terms[name]}
                    shown = self._checker.needs(part, claim, lemmas.needs, effort)
                    self.found.proofs.update(proofs_at_every_size(part, shown, claim))
                    obstacles = list(shown.obstacles.values())
                if obstacles:
                    self.found.obstacles[name] = self._in_words(obstacles[0], lemmas.conditions)
            if name in self.found.proofs:
                del terms[name]

    def _in_words(self, obstacle: str, lemmas: Mapping[str, Term]) -> str:
        """``obstacle`` with what a lemma says that it is about, if nobody else knows its name."""
        name, _, rest = obstacle.partition(" ")
        if name not in lemmas or name in declared_names(self._system):
            return obstacle
        return f"`{term_text(self._system, lemmas[name])}` {rest}"

    def _once(
        self,
        at: Instance,
        terms: dict[str, Term],
        seeds: tuple[Cube, ...],
        hints: Mapping[str, Term],
        *,
        first: bool,
        soon: bool,
    ) -> Generator[None, None, Lemmas | None]:
        """The lemmas that prove what is left of ``terms``, from which those claims are taken that
        are wrong; None if nothing is left, or the solver gave up. Runs that break claims are
        looked for the ``first`` time; long ones not if ``soon``. Where there is much to say of a
        state, there is a break when it is known which claims short runs break."""
        relation = Relation(at)
        open_ = {name: relation.condition(term) for name, term in terms.items()}
        frames, known, right = known_from(
            relation, hints, lambda frames: (*guesses(frames), *literals_of(relation, seeds))
        )
        last: Search | None = None
        judged: Iterator[Told | Broken | None] = (
            self._judged_with_runs(frames, open_, known, terms, soon=soon)
            if first
            else self._judged(frames, open_, known, SOON if soon else MOST)
        )
        for told in judged:
            match told:
                case None:
                    yield
                case Broken(name):
                    self.found.broken[name] = told
                    del terms[name]
                case Reached(name, trace, queries, at_least):
                    self.found.broken[name] = Broken(name, at.sizes, trace, queries)
                    self.found.at_least[name] = at.sizes, at_least
                    del terms[name]
                case Invariant(_, search):
                    last = search
                case GaveUp(name, verdict, _):
                    self.found.undecided[name] = verdict
                    del terms[name]
                case Progress():
                    pass
        self._without_proved(terms)
        if last is None:
            return None
        # Hints are not taken for granted any more, so that it shows what needs them.
        frames = frames_of(relation) if right else last.frames
        return lemmas_of(frames, last.invariant, right, {name: open_[name] for name in terms})

    def _judged(
        self, frames: Frames, open_: Mapping[str, int], known: tuple[Literals, ...], most: int
    ) -> Iterator[Told]:
        """What becomes of each of ``open_`` within about ``most`` queries."""
        yield from search_all(frames, open_, known, most)
        self.found.queries += frames.queries

    def _judged_with_runs(
        self,
        frames: Frames,
        open_: Mapping[str, int],
        known: tuple[Literals, ...],
        terms: Mapping[str, Term],
        *,
        soon: bool,
    ) -> Iterator[Told | Broken | None]:
        """What becomes of each of ``open_``, and runs that break them are looked for: short ones
        before the search for proofs; long ones where that takes long, if it is not to end
        ``soon``, and then it begins again, since what is wrong is what makes it take long."""
        left = dict(open_)
        for one in short_runs(frames, left, known, terms):
            self.found.queries += one.queries
            del left[one.claim]
            yield one
        if len(frames.relation.atoms) > MANY_FACTS:
            yield None
        where, is_last = iter(where_long(frames.relation.instance.system, FIRST)), soon
        while left:
            before = len(left)
            most = MOST if is_last and not soon else SOON
            for told in self._judged(frames, left, known, most):
                match told:
                    case GaveUp() if not is_last:
                        continue
                    case Reached(name) | GaveUp(name):
                        del left[name]
                    case Invariant(names, search):
                        left = {name: one for name, one in left.items() if name not in names}
                        known = tuple(search.invariant)
                yield told
            if soon:
                return
            if len(left) == before:
                for name in self._proved_soon({name: terms[name] for name in left}):
                    del left[name]
            if len(left) == before:
                found: tuple[Broken, ...] = ()
                for at in where:
                    found = tuple(long_runs(at, {name: terms[name] for name in left}))
                    if found:
                        break
                is_last = not found
                for one in found:
                    self.found.queries += one.queries
                    # The frames below the top one exclude what breaks any that is left.
                    self.found.at_least[one.claim] = frames.relation.instance.sizes, frames.top
                    del left[one.claim]
                    yield one
            frames = Frames(frames.relation, frames.facts)
