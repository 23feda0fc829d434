"""The comparison as a neutral document: everything that is said, in words and in order, and nothing
of how it looks."""

from __future__ import annotations

from dataclasses import dataclass

from tdpspec.report.document import Report
from tdpspec.system.comparison import Comparison
from tdpspec.system.finding import Finding
from tdpspec.system.mutant import Mutation
from tdpspec.system.opinion import Compared


@dataclass(frozen=True, slots=True)
class Dossier:
    """The findings that a document is made of.

    Shape: ``mutation`` is None where nobody asked; ``left_out`` what the spec says that it leaves
           out, a text a paragraph. ``footer``: whether versions are told at the end.
           ``opinions`` are those of TLC, empty where it was not asked.
    """

    report: Report
    comparison: Comparison
    mutation: Mutation | None = None
    left_out: tuple[str, ...] = ()
    footer: bool = True
    opinions: tuple[Compared, ...] = ()

    def opinion(self, finding: Finding) -> Compared | None:
        """What TLC says of the claim of ``finding`` at the same sizes."""
        wanted = (finding.design, finding.claim.name, finding.instance.sizes)
        for one in self.opinions:
            if (one.instance.system.design, one.claim.name, one.instance.sizes) == wanted:
                return one
        return None


@dataclass(frozen=True, slots=True)
class Cell:
    """One verdict. Shape: ``word`` is "proved", "refuted", "holds", "unknown" or "" where nothing
    was asked; ``detail`` how far. ``surprise`` is what was expected instead, "" where it came out
    as expected. ``story`` is the anchor of the run that refutes, which may break more claims."""

    word: str
    detail: str
    surprise: str = ""
    story: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One claim under every design; ``claimed`` is the condition as it would be written."""

    claim: str
    doc: str
    claimed: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One design. Shape: ``choices`` are its choices as ``name = value``; ``refuted`` and ``open``
    the claims that do not hold, or of which it is not known; ``unbeaten``: no other design is known
    to keep all that this one keeps and more."""

    design: str
    doc: str
    choices: tuple[str, ...]
    proved: int
    refuted: tuple[str, ...]
    open: tuple[str, ...]
    unbeaten: bool


@dataclass(frozen=True, slots=True)
class Mixture:
    """One mixture of two designs: the choices taken from the one that holds, what it is called
    where it has a name, and its verdicts, one for each claim of the difference."""

    taken: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What turns the verdict of some claims: a sentence each way."""

    claims: tuple[str, ...]
    mends: str
    breaks: str


@dataclass(frozen=True, slots=True)
class Divide:
    """The difference between a design that is refuted and one that is proved.

    Shape: ``choices`` are (name, question, value in the refuted, value in the holding design);
           ``mixtures`` is empty where there are too many choices, as ``note`` then says.
    """

    anchor: str
    refuted: str
    holding: str
    claims: tuple[str, ...]
    choices: tuple[tuple[str, str, str, str], ...]
    turns: tuple[Turn, ...]
    mixtures: tuple[Mixture, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a run.

    Shape: ``lane`` is who takes it, as an index of the story's lanes, None for the environment;
           ``held`` has for each lane the marks of the locks that it holds after the step.
    """

    lane: int | None
    who: str
    step: str
    kernel: str
    source: str
    changed: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class States:
    """The states of a run: ``names`` of all entries, and for each state their values."""

    names: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """How designs that keep the claim follow a run, all of ``designs`` in the same way.

    Shape: ``summary`` is one sentence, ``points`` say where the first difference is, why the run
           cannot be followed, and what can be done instead. ``states`` are those that the steps
           lead to here, ``agrees`` of its steps lead to the very states of the run.
    """

    designs: tuple[str, ...]
    agrees: int
    summary: str
    points: tuple[str, ...]
    states: States


@dataclass(frozen=True, slots=True)
class Story:
    """One refutation.

    Shape: ``marks`` explain the letters in ``held``. ``start`` says what the run begins with where
           that was free; ``breaking`` is the step that breaks an assert, enabled at the end and
           not taken; ``loop`` how a lasso goes on, or "". ``reason`` says what is broken for whom.
    """

    anchor: str
    design: str
    claim: str
    title: str
    doc: str
    claimed: str
    provenance: str
    lanes: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    start: tuple[str, ...]
    held: tuple[str, ...]
    moments: tuple[Moment, ...]
    breaking: Moment | None
    loop: str
    reason: tuple[str, ...]
    source: str
    states: States
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One run, told once, with each claim that it breaks on its way.

    Shape: ``stories`` in the order in which the claims are broken, the whole run last; all have
           the same lanes. ``beside`` as that of a story, each with the claims that it is about, ""
           where these are all.
    """

    anchor: str
    title: str
    stories: tuple[Story, ...]
    beside: tuple[tuple[Beside, str], ...]

    @property
    def whole(self) -> Story:
        """The story that has all steps."""
        return self.stories[-1]

    def broken_after(self, steps: int) -> tuple[Story, ...]:
        """Those of the claims that are broken after so many steps."""
        return tuple(one for one in self.stories if len(one.moments) == steps)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why one claim is proved under one design; ``lemmas`` are numbers into those of the design."""

    claim: str
    doc: str
    covers: str
    how: str
    confirmed: str
    lemmas: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proofs:
    """All proofs of one design; ``lemmas`` as sentences, each once, numbered from 1."""

    design: str
    evidence: tuple[Evidence, ...]
    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Honesty:
    """What keeps the greens honest for one design, a sentence each: ``sentences`` of what can
    happen at all, ``faults`` of those put into the spec; ``witnesses`` are actions with the length
    of a run that takes them, or what else is known."""

    design: str
    sentences: tuple[str, ...]
    faults: tuple[str, ...]
    witnesses: tuple[tuple[str, str], ...]
    kills: tuple[tuple[str, int, int], ...]
    survivors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole comparison, in the order in which it is told. Shape: ``stories`` has each
    refutation by itself, ``tellings`` each run once."""

    dossier: Dossier
    title: str
    doc: str
    sizes: str
    summary: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    divides: tuple[Divide, ...]
    divides_note: str
    stories: tuple[Story, ...]
    tellings: tuple[Telling, ...]
    chosen: str
    proofs: tuple[Proofs, ...]
    honesty: tuple[Honesty, ...]
    assumptions: tuple[str, ...]
    left_out: tuple[str, ...]
    footer: str

    @property
    def chosen_story(self) -> Story | None:
        """The refutation that is told where there is room for one only."""
        return next((one for one in self.stories if one.anchor == self.chosen), None)
