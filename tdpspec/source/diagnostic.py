"""A complaint is a record: found below, shown above."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tdpspec.source.span import Span


class Severity(Enum):
    """An error stops the pipeline after its stage; a warning rides along."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of complaint: ``TDP201``; 1xx text and syntax, 2xx names, 3xx types, 4xx designs
    and meaning, 5xx engines."""

    number: str
    summary: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that belongs to a complaint, with what it has to do with it."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One complaint. It is data: nothing here prints, colours or raises."""

    code: Code
    span: Span
    message: str
    labels: tuple[Label, ...] = ()
    hint: str | None = None

    @property
    def is_error(self) -> bool:
        return self.code.severity is Severity.ERROR


Found = tuple[Diagnostic, ...]


def has_errors(found: Found) -> bool:
    """Whether a stage must stop: at least one complaint is an error."""
    return any(diagnostic.is_error for diagnostic in found)


def in_order(found: Found) -> Found:
    """The complaints sorted by place, then by code; the order in which they are shown."""
    return tuple(sorted(found, key=lambda one: (one.span.start, one.span.end, one.code.number)))
