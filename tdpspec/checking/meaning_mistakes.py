"""Complaints 4xx: about designs, statements and what a spec claims; warnings."""

from __future__ import annotations

from collections.abc import Sequence

from tdpspec.source import codes
from tdpspec.source.diagnostic import Diagnostic, Label
from tdpspec.source.span import Span
from tdpspec.syntax.expressions import LockMode, Word

# designs and claims


def incomplete_design(word: Word, missing: Sequence[tuple[str, Span]]) -> Diagnostic:
    names = ", ".join(f"`{name}`" for name, _ in missing)
    return Diagnostic(
        codes.INCOMPLETE_DESIGN,
        word.span,
        f"design `{word.text}` says nothing about {names}",
        tuple(Label(span, "this choice") for _, span in missing),
        "set every choice, or say `like` another design that does",
    )


def wrong_choice_value(value: Word, choice: str, values: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        codes.WRONG_CHOICE_VALUE,
        value.span,
        f"choice `{choice}` has no value `{value.text}`",
        hint=f"it has {', '.join(f'`{one}`' for one in values)}",
    )


def no_design(choice: Word) -> Diagnostic:
    return Diagnostic(
        codes.NO_DESIGN,
        choice.span,
        "there are choices, but no design that makes them",
        hint=f"add `design NAME {{ {choice.text} = ... }}`",
    )


def expected_twice(claim: Word, design: str, first: Span, agrees: bool) -> Diagnostic:
    how = "expected already" if agrees else "expected otherwise"
    return Diagnostic(
        codes.EXPECTED_TWICE,
        claim.span,
        f"`{claim.text}` under design `{design}` is {how}",
        (Label(first, "here"),),
        "keep one of the two",
    )


def two_kinds_of_claim(claim: Word, kind: str, declared: Span) -> Diagnostic:
    """``kind`` is what the claim already is: ``an invariant``."""
    return Diagnostic(
        codes.TWO_KINDS_OF_CLAIM,
        claim.span,
        f"`{claim.text}` is {kind}, so no assert can be part of it",
        (Label(declared, "declared here"),),
        "give the assert a claim of its own",
    )


def nothing_happens(protocol: Word) -> Diagnostic:
    return Diagnostic(
        codes.NOTHING_HAPPENS,
        protocol.span,
        f"`{protocol.text}` has neither a process nor an action, so nothing ever happens",
        hint="add `process NAME { ... }` or `action NAME { ... }`",
    )


def no_steps(word: Word, what: str) -> Diagnostic:
    return Diagnostic(
        codes.NO_STEPS,
        word.span,
        f"{what} `{word.text}` has no steps",
        hint="a step is a label and what it does: `begin: ...`",
    )


def fair_twice(target: Span, name: str, first: Span, agrees: bool) -> Diagnostic:
    hint = "keep one of the two"
    return Diagnostic(
        codes.FAIR_TWICE,
        target,
        f"fairness of `{name}` is demanded twice",
        (Label(first, "first here"),),
        hint if agrees else f"{hint}; what is strongly fair is fair",
    )


def no_moment(span: Span, operator: str) -> Diagnostic:
    return Diagnostic(
        codes.NO_MOMENT,
        span,
        f"there is no moment at which this could be asked: `{operator}` is about the whole run",
        hint="put it into the condition, or claim what it `leads to`",
    )


def can_step_outside(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.WRONG_PLACE,
        span,
        "`can_step` stands only in invariants, lemmas and temporal claims",
        hint="what a step does cannot depend on whether there is one",
    )


# statements


def not_writable(word: Word, what: str, declared: Span | None, hint: str | None) -> Diagnostic:
    labels = () if declared is None else (Label(declared, "declared here"),)
    return Diagnostic(
        codes.NOT_WRITABLE,
        word.span,
        f"`{word.text}` is {what} and cannot be written",
        labels,
        hint,
    )


def foreign_write(span: Span, variable: str, own: bool) -> Diagnostic:
    hint = (
        f"for the own copy, write `{variable}` alone"
        if own
        else "tell the other process by a shared variable"
    )
    return Diagnostic(
        codes.FOREIGN_WRITE,
        span,
        f"only its own process writes `{variable}`",
        hint=hint,
    )


def wrong_mode(lock: Word, is_rwlock: bool, declared: Span) -> Diagnostic:
    if is_rwlock:
        message = f"`{lock.text}` is a rwlock, and this does not say how it is taken"
        hint = f"write `{lock.text} read` or `{lock.text} write`"
    else:
        message = f"`{lock.text}` is a mutex, which has no modes"
        hint = f"write `{lock.text}` alone"
    return Diagnostic(
        codes.WRONG_MODE, lock.span, message, (Label(declared, "declared here"),), hint
    )


def wrong_place(span: Span, statement: str, where: str, hint: str | None = None) -> Diagnostic:
    return Diagnostic(codes.WRONG_PLACE, span, f"`{statement}` cannot stand in {where}", hint=hint)


def not_kept(lock: Word, statement: str) -> Diagnostic:
    return Diagnostic(
        codes.NOT_KEPT,
        lock.span,
        f"this process never holds `{lock.text}` across steps, so it has nothing to {statement}",
        hint=f"take it with `acquire {lock.text}`, or put `with {lock.text}` around the steps",
    )


def simultaneous_write(span: Span, variable: str, loop: Sequence[str]) -> Diagnostic:
    names = " and ".join(f"`{one}`" for one in loop)
    return Diagnostic(
        codes.SIMULTANEOUS_WRITE,
        span,
        f"all turns of a `for` happen at once, and two of them could write this part of "
        f"`{variable}`",
        hint=f"index the entry by {names}, or add or remove {names}, always at the same position",
    )


# warnings


def unused(word: Word, what: str) -> Diagnostic:
    return Diagnostic(
        codes.UNUSED, word.span, f"{what} `{word.text}` is never used", hint="take it out"
    )


def never_read(word: Word) -> Diagnostic:
    return Diagnostic(
        codes.NEVER_READ,
        word.span,
        f"nothing reads `{word.text}`",
        hint="take it out: it only makes the state larger",
    )


def unreachable_step(label: Word) -> Diagnostic:
    return Diagnostic(
        codes.UNREACHABLE_STEP,
        label.span,
        f"step `{label.text}` is never reached",
        hint="no `goto` leads here, and the step before it never runs on to this one",
    )


def unreachable_statement(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.UNREACHABLE_STATEMENT,
        span,
        "this is never reached: the step has ended before it",
        hint="a `goto` ends the step at once",
    )


def waits_holding(span: Span, lock: Word) -> Diagnostic:
    return Diagnostic(
        codes.WAITS_HOLDING,
        span,
        f"this waits before `{lock.text}` is taken, not while holding it: a step happens at once",
        (Label(lock.span, "the lock"),),
        "to wait while holding, put the label of a step of its own before the `when`, "
        "inside the `with`",
    )


def excludes_nothing(lock: Word) -> Diagnostic:
    return Diagnostic(
        codes.EXCLUDES_NOTHING,
        lock.span,
        f"`{lock.text}` is never held between two steps, so it excludes nothing",
        hint="a step is atomic without it; hold it across steps, or take it out",
    )


def never_otherwise(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.NEVER_OTHERWISE,
        span,
        "the `else` of this `choose` is never taken: this branch can always be",
        hint="give the branch a `where`, or take the `else` out",
    )


def same_design(word: Word, other: Word) -> Diagnostic:
    return Diagnostic(
        codes.SAME_DESIGN,
        word.span,
        f"design `{word.text}` makes the same choices as `{other.text}`",
        (Label(other.span, f"`{other.text}`"),),
        "change one of the two, or take one out",
    )


def empty_claim(word: Word) -> Diagnostic:
    return Diagnostic(
        codes.EMPTY_CLAIM,
        word.span,
        f"no assert belongs to claim `{word.text}`",
        hint=f"write `assert {word.text}: ...` where it must hold",
    )


def nothing_claimed(protocol: Word) -> Diagnostic:
    return Diagnostic(
        codes.NOTHING_CLAIMED,
        protocol.span,
        f"`{protocol.text}` claims nothing",
        hint="add an `invariant`, or an `assert` in a step",
    )


def fair_for_nothing(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.FAIR_FOR_NOTHING,
        span,
        "fairness matters to temporal claims only, and there are none",
        hint="claim something with `temporal`, or take it out",
    )


def nothing_fair(claim: Word) -> Diagnostic:
    return Diagnostic(
        codes.NOTHING_FAIR,
        claim.span,
        f"nothing is fair, so every run may stop at any time, whatever `{claim.text}` hopes for",
        hint="say what does not stop: `fair PROCESS`",
    )


def never_holds(
    span: Span, lock: str, processes: Sequence[str], mode: LockMode | None
) -> Diagnostic:
    who = " or ".join(f"`{one}`" for one in processes)
    how = "" if mode is None else f" for {'reading' if mode is LockMode.READ else 'writing'}"
    return Diagnostic(
        codes.NEVER_HOLDS,
        span,
        f"process {who} never holds `{lock}`{how} between two steps, so this is never true",
        hint="a lock taken inside one step is free again before anybody looks",
    )
