"""Several tasks at a time: what they tell, in their order, within limits."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator

import pytest

from tdpspec.engines.base import Hinted, Limits, Progress
from tdpspec.engines.examining.hints import HintJudge
from tdpspec.engines.running.child import Bounds, Task
from tdpspec.engines.running.side_by_side import told_by
from tests.engines import doubles
from tests.spec import instance_of

TEXT = "var x: bool = false  action go { x := x }  invariant i x or not x\nlemma NAME not x"


def task(name: str) -> Task:
    return Task(HintJudge(), instance_of(TEXT.replace("NAME", name)), ())


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_told_comes_in_the_order_of_the_tasks(jobs: int) -> None:
    tasks = [task(name) for name in ("one", "two", "three")]
    found = told_by(tasks, limits=Limits(3), bounds=Bounds(), seconds=60, jobs=jobs)
    names = [[one.hint for one in told if isinstance(one, Hinted)] for told in found]
    assert names == [["one"], ["two"], ["three"]]


@pytest.mark.parametrize(("bounds", "seconds"), [(Bounds(seconds=1.5), 600), (Bounds(), 1.5)])
def test_the_shorter_limit_holds(bounds: Bounds, seconds: float) -> None:
    sleeping = Task(doubles.Sleeping(), task("one").instance, ())
    (told,) = told_by([sleeping], limits=Limits(3), bounds=bounds, seconds=seconds, jobs=1)
    assert told in ((), (Progress((), 3),))
    assert multiprocessing.active_children() == []


def test_interrupt_ends_all_children() -> None:
    def interrupted() -> Iterator[Task]:
        yield Task(doubles.Sleeping(), task("one").instance, ())
        time.sleep(0.5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        told_by(interrupted(), limits=Limits(3), bounds=Bounds(), seconds=600, jobs=2)
    assert multiprocessing.active_children() == []
