"""Which actions were seen to be taken, and what is said of the others."""

from __future__ import annotations

from tdpspec.engines.base import Fired, Progress
from tdpspec.engines.merge import Job
from tdpspec.engines.portfolio import News
from tdpspec.engines.registry import ENGINES
from tdpspec.engines.witnesses import Witnesses, never_taken
from tdpspec.system.fix import fix
from tdpspec.system.instance import Instance, instance
from tests.report.example import SOURCE, system

INSTANCES = tuple(instance(fix(system(), one.name)) for one in system().designs)
ALL = {one.name for one in system().actions}


def job(number: int, engine: str = "bmc") -> Job:
    at: Instance = INSTANCES[number]
    return Job(number, at, at.system.properties, engine, ENGINES[engine])


def told(*news: News) -> list[str]:
    witnesses = Witnesses()
    for one in news:
        witnesses.record(one)
    return [one.message for one in never_taken(SOURCE, INSTANCES, witnesses)]


def taken(number: int, names: set[str], depth: int) -> list[News]:
    fired = [News(job(number), Fired(name, 1)) for name in sorted(names)]
    return [*fired, News(job(number), Progress((), depth))]


def test_nothing_is_said_where_every_action_is_taken() -> None:
    assert told(*taken(0, ALL, 20)) == []


def test_actions_that_are_silent_alike_share_a_warning() -> None:
    assert told(*taken(0, ALL - {"zap", "reboot"}, 20), *taken(2, ALL - {"zap", "reboot"}, 20)) == [
        "no run of up to 20 steps of keep_and_skip, keep_on_list takes zap, reboot"
    ]


def test_each_design_has_the_depth_that_was_searched() -> None:
    assert told(*taken(0, ALL - {"zap"}, 20), *taken(1, ALL - {"zap"}, 7)) == [
        "no run of up to 20 steps of keep_and_skip "
        "and of up to 7 steps of remove_from_list takes zap"
    ]


def test_engine_that_does_not_look_for_witnesses_says_nothing() -> None:
    assert told(News(job(0, "kinduction"), Progress(("listed",), 4))) == []


def test_warning_stands_at_the_action() -> None:
    witnesses = Witnesses()
    for one in taken(0, ALL - {"zap"}, 3):
        witnesses.record(one)
    (warning,) = never_taken(SOURCE, INSTANCES, witnesses)
    assert SOURCE.position(warning.span.start) == (60, 5)
