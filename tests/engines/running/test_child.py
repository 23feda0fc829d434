"""Limits hold, and whatever ends a child, its claims get an answer and its process is gone."""

import multiprocessing
import signal
import subprocess
import sys
import threading

import pytest

from tdpspec.engines.base import Limits, Progress
from tdpspec.engines.contradiction import ContradictionError
from tdpspec.engines.running.child import Bounds, Judged, Task, judge_in_child
from tdpspec.engines.running.processes import deaf_to_interrupts
from tdpspec.engines.search.bmc import Bmc
from tdpspec.system.instance import instance
from tdpspec.system.verdict import HoldsTo, Refuted, Unknown
from tests import systems
from tests.engines import doubles
from tests.spec import instance_of


def run(engine, bounds=None, claims=None):
    """The verdicts of the two claims of the workshop, and everything that was said."""
    at = instance(systems.workshop())
    chosen = at.system.properties if claims is None else claims
    said = list(judge_in_child(Task(engine, at, chosen), Limits(3), bounds or Bounds()))
    assert multiprocessing.active_children() == []
    return {one.claim: one.verdict for one in said if isinstance(one, Judged)}, said


def test_a_child_gives_the_answers_of_its_engine_confirmed():
    verdicts, said = run(Bmc())
    assert verdicts["own_best"] == HoldsTo(3, "depth limit of 3 steps")
    assert isinstance(verdicts["nothing_held"], Refuted)
    by = {one.claim: one.confirmed_by for one in said if isinstance(one, Judged)}
    assert by["nothing_held"] == ("interpreter",)
    assert by["own_best"][0].startswith("z3 ")
    assert [one.depth for one in said if isinstance(one, Progress)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("engine", "bounds", "why"),
    [
        (doubles.Dying(), Bounds(), "the engine failed: its process was ended by SIGSEGV"),
        (doubles.Leaving(), Bounds(), "the engine failed: its process ended with status 9"),
        (doubles.Raising(), Bounds(), "the engine failed: RuntimeError: no idea"),
        (doubles.Misbehaving(), Bounds(), "the engine said nothing"),
    ],
    ids=lambda one: getattr(type(one), "__name__", None),
)
def test_what_is_clean_and_decided_survives_a_bad_end(engine, bounds, why):
    verdicts, _ = run(engine, bounds)
    assert verdicts["own_best"] == HoldsTo(3, "asked for")
    left = verdicts["nothing_held"]
    assert isinstance(left, HoldsTo)
    assert left.depth == 3
    assert left.reason.startswith(why)
    assert left.reason.endswith("after depth 3")


def test_where_nothing_can_begin_it_is_said_why():
    at = instance_of("""
        sort Key
        var db: Key -> 0..2 = any
        var used: set (Key, 0..2) = {}
        initially forall k: Key. db[k] != 0
        initially forall k: Key, v: 0..2. (k, v) in used <=> db[k] = v
        initially forall k: Key. db[k] != 1
        action go(k: Key) { when db[k] = 1  db[k] := 2 }
        invariant fine forall k: Key. db[k] != 0
    """)
    (one,) = judge_in_child(Task(Bmc(), at, at.system.properties), Limits(3), Bounds())
    assert isinstance(one.verdict, Unknown)
    assert one.verdict.reason == (
        "there is no initial state at these sizes, so anything would be true: with what is "
        "declared before it, no state meets `forall k: Key, v: 0..2. (k, v) in used <=> db[k] = v`"
    )


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit address space")
def test_memory_has_a_limit():
    verdicts, _ = run(doubles.Hungry(), Bounds(seconds=60, megabytes=800))
    assert verdicts["nothing_held"] == HoldsTo(3, "memory limit of 800 MB reached after depth 3")


def test_nothing_is_known_when_time_is_up_before_the_first_depth():
    verdicts, _ = run(Bmc(), Bounds(seconds=0.001))
    assert set(verdicts.values()) == {Unknown("time limit of 0.001 s reached")}


def test_a_child_that_sleeps_meets_its_time_limit(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("tdpspec.engines.running.child.time.monotonic", lambda: clock[0])
    at = instance(systems.workshop())
    task = Task(doubles.Sleeping(), at, at.system.properties)
    said = []
    for message in judge_in_child(task, Limits(3), Bounds(seconds=90)):
        said.append(message)
        if isinstance(message, Judged):
            clock[0] = 90.0
    assert said[-1].verdict == HoldsTo(3, "time limit of 90 s reached after depth 3")
    assert said[-1].seconds == 90.0
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_a_child_that_sleeps_meets_its_time_limit_by_the_clock():
    verdicts, _ = run(doubles.Sleeping(), Bounds(seconds=5))
    assert verdicts["nothing_held"] == HoldsTo(3, "time limit of 5 s reached after depth 3")


def test_a_child_ends_when_its_caller_wants_to_stop():
    at = instance(systems.workshop())
    stop = threading.Event()
    task = Task(doubles.Sleeping(), at, at.system.properties)
    said = []
    for message in judge_in_child(task, Limits(3), Bounds(), stop):
        said.append(message)
        if isinstance(message, Judged):
            stop.set()
    assert said[-1].verdict == HoldsTo(3, "interrupted after depth 3")
    assert multiprocessing.active_children() == []


def test_an_interrupt_does_not_reach_what_is_only_beginning():
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with deaf_to_interrupts():
        begun = subprocess.Popen([sys.executable, "-c", "print('there', flush=True); input()"],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
    begun.send_signal(signal.SIGINT)
    told, _ = begun.communicate(b"\n", timeout=30)
    assert (begun.returncode, told) == (0, b"there\n")


def test_a_child_ends_when_its_caller_listens_no_more():
    at = instance(systems.workshop())
    messages = judge_in_child(
        Task(doubles.Sleeping(), at, at.system.properties), Limits(3), Bounds()
    )
    next(messages)
    assert len(multiprocessing.active_children()) == 1
    messages.close()
    assert multiprocessing.active_children() == []


def test_an_answer_that_is_not_confirmed_is_raised_and_never_given():
    at = instance(systems.counter())
    with pytest.raises(ContradictionError, match=r"^only/in_range: liar is contradicted: a fresh"):
        list(
            judge_in_child(
                Task(doubles.proves_everything(at), at, at.system.properties), Limits(3), Bounds()
            )
        )
    assert multiprocessing.active_children() == []


def test_contradiction_that_the_engine_meets_is_not_swallowed():
    with pytest.raises(ContradictionError, match="another does not"):
        run(doubles.Contradicting(), Bounds())
