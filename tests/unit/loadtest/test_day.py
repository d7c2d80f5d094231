"""A rehearsed day, put to the routing machine, is the day that the engine runs."""

import numpy as np
import pytest

from sim.domain.contacts import Channel
from sim.domain.errors import InputError
from sim.domain.plan import Plan
from sim.engines.digest import digest
from sim.engines.simpy import SimpyEngine
from sim.loadtest.day import rehearse
from sim.loadtest.targets import TARGETS, target_called
from sim.routing.state import Row
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

ALL = 10**9


@pytest.fixture(scope="module", params=["quickstart", "blended_day", "asterisk_day"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return resolve(load(request.param), short=True)


def test_the_core_target_writes_the_records_of_the_engine(plan: Plan) -> None:
    day = rehearse(plan, seed=5, replication=2, most=ALL)
    rows: list[Row] = []
    machine = day.machine(rows.append)
    for now_us, due in day.requests:
        machine.step(now_us, due)
    run = SimpyEngine().run(plan, workload(plan, 5, 2), 5, 2)
    within = run.records[run.records[:, 0] < plan.end_us]
    assert len(within) > 500
    assert digest(np.array(rows, np.int64)) == digest(within), "up to the end of the horizon"
    assert machine.world.counts.decisions >= sum(day.decided) > 0


def test_a_fresh_target_has_seen_nothing_of_the_one_before(plan: Plan) -> None:
    day = rehearse(plan, 1, 1, 400)
    answers = []
    for _ in range(2):
        target = TARGETS["core"](day)
        answers.append([target(now_us, due) for now_us, due in day.requests])
    assert answers[0] == answers[1]
    assert any(answers[0])


def test_a_rehearsal_ends_when_it_has_enough() -> None:
    day = rehearse(resolve(load("quickstart")), 1, 1, 100)
    assert len(day.requests) == len(day.decided) == 100
    times = [now_us for now_us, _ in day.requests]
    assert times == sorted(set(times)), "one request an instant"


def test_the_null_target_does_nothing() -> None:
    day = rehearse(resolve(load("quickstart")), 1, 1, 10)
    target = TARGETS["null"](day)
    assert [target(now_us, due) for now_us, due in day.requests] == [None] * 10


def test_an_unknown_target_is_refused_with_a_guess() -> None:
    with pytest.raises(
        InputError, match=r"--target: the target must be one of core, null, but is cor \(did you mean core\?\)"
    ):
        target_called("cor")


def test_a_day_counts_its_inbound_calls(plan: Plan) -> None:
    arriving = workload(plan, 1, 1)
    inbound = [rank for rank, source in enumerate(plan.sources) if source.channel is Channel.INBOUND_CALL]
    expected = sum(at < plan.end_us for rank in inbound for at in arriving.arrivals_us(rank))
    assert rehearse(plan, 1, 1, ALL).calls == expected > 0
