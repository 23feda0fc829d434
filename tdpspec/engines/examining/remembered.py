"""What an earlier run has found out of the worth of verdicts, remembered beside them (``Cache``).

No verdict and no warning depends on it: it only says what is worth looking at again.
"""

from __future__ import annotations

from tdpspec.engines.base import Examined, Runs
from tdpspec.engines.running.cache import FORMAT, Cache, digest, is_time
from tdpspec.engines.running.data_json import NotOursError, from_json, to_json
from tdpspec.system.finding import Finding
from tdpspec.system.instance import Instance
from tdpspec.system.model import System
from tdpspec.system.trace import Step
from tdpspec.system.vacuity import Why


def choices_worth_trying(
    cache: Cache, system: System, findings: tuple[Finding, ...], seconds: float
) -> tuple[str, ...] | None:
    """The choices of which so long a search, or a longer one, has found that no verdict depends on
    them, so that it need not look at any other; None if none is remembered."""
    found = cache.content(_key_of_choices(cache, system, findings)) or {}
    took, names = found.get("seconds"), found.get("choices")
    if not is_time(took) or took < seconds or not isinstance(names, list):
        return None
    return tuple(one.name for one in system.choices if one.name in names)


def keep_choices(
    cache: Cache,
    system: System,
    findings: tuple[Finding, ...],
    seconds: float,
    choices: tuple[str, ...],
) -> None:
    """Remember what a search of so many ``seconds`` has found of the choices."""
    found = {"seconds": round(seconds, 3), "choices": list(choices)}
    cache.keep(_key_of_choices(cache, system, findings), system, {}, found)


def runs_worth_following(cache: Cache, at: Instance, claims: tuple[str, ...]) -> Runs | None:
    """The runs on which an earlier look at the same has found all that it found; None if there was
    none, or it need not look for them. They may be wrong."""
    found = cache.content(_key_of_runs(cache, at, claims)) or {}
    try:
        runs = from_json(found.get("runs"))
    except NotOursError:
        return None
    is_ours = isinstance(runs, tuple) and all(
        isinstance(one, tuple)
        and len(one) == 2
        and all(isinstance(part, tuple) for part in one)
        and all(isinstance(step, Step) for step in one[1])
        for one in runs
    )
    return runs if is_ours else None


def keep_runs(cache: Cache, at: Instance, claims: tuple[str, ...], found: Examined) -> None:
    """Remember how an examination ended, but for one that has seen every state: that is what its
    warnings rest on, and soon done again."""
    whys = (*(one.never for one in found.vacuity.actions), *(it.why for it in found.vacuity.idle))
    if Why.EXHAUSTIVE in whys:
        return
    key, about = _key_of_runs(cache, at, claims), {"sizes": dict(at.sizes)}
    cache.keep(key, at.system, about, {"runs": to_json(found.runs)})


def _key_of_choices(cache: Cache, system: System, findings: tuple[Finding, ...]) -> str:
    verdicts = tuple(
        (one.design, one.claim.name, type(one.verdict).__name__, one.instance.sizes)
        for one in findings
    )
    return digest((FORMAT, cache.versions, cache.depth, "choices", system, verdicts))


def _key_of_runs(cache: Cache, at: Instance, claims: tuple[str, ...]) -> str:
    judged = tuple(map(cache.digest_of, (at.system, *at.system.properties)))
    return digest((FORMAT, cache.versions, cache.depth, "runs", judged, at.sizes, claims))
