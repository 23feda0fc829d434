"""Names for what a spec does not declare, such as the lemmas that an engine finds: none that it
does, so that a name in a proof means one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count

from tdpspec.system.model import System


def declared_names(system: System) -> frozenset[str]:
    """What the spec gives a name at its top level: claims, lemmas, actions, variables and so on."""
    named = (
        system.sorts,
        system.choices,
        system.designs,
        system.locks,
        system.processes,
        system.variables,
        system.definitions,
        system.actions,
        system.properties,
        system.hints,
    )
    return frozenset(one.name for some in named for one in some)


def numbered(stem: str, taken: Collection[str]) -> Iterator[str]:
    """``stem_1``, ``stem_2`` and so on without end, those left out that are ``taken``.

    >>> from itertools import islice
    >>> list(islice(numbered("lemma", {"lemma_1", "lemma_3"}), 3))
    ['lemma_2', 'lemma_4', 'lemma_5']
    """
    return (name for number in count(1) if (name := f"{stem}_{number}") not in taken)
