"""The load test as an experiment: who is paused, what is put on, what stands beside it. On a clock of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.domain.agents import Status
from sim.domain.errors import InputError
from sim.experiments.replicate import replicate
from sim.experiments.under_load import SHARES, UnderLoad, under_load, with_paused
from sim.report.load import summary, table, warnings
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from tests.unit.loadtest.worlds import MS, Time

FAST_NS = 10_000
"""What a look at the clock takes: it spins in long steps."""


@pytest.fixture(scope="module", autouse=True)
def rehearsals_are_short() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.experiments.under_load.REHEARSED", 8_000)
        yield


@pytest.fixture(scope="module")
def found() -> UnderLoad:
    return under_load(load("quickstart"), rate_per_s=400, duration_s=3, short=True, clock=Time(FAST_NS).clock)


def test_a_share_is_spread_evenly_over_the_agents_who_are_active_at_the_start() -> None:
    plan = resolve(load("quickstart"))
    there, paused, at_work = with_paused(plan, 0.5)
    assert paused == tuple(f"sales-{n}" for n in (1, 3, 5, 7, 9, 11, 12)), "7 of 13: halves round up"
    assert at_work == ("ann", *(f"sales-{n}" for n in (2, 4, 6, 8, 10)))
    assert {agent.id for agent in there.agents if agent.status is Status.PAUSED} == set(paused)
    assert next(agent for agent in there.agents if agent.id == "bob").status is Status.SUSPENDED, "has no say in it"
    assert with_paused(plan, 0.0)[0] == plan
    assert with_paused(plan, 1.0)[2] == ()


def test_every_share_gets_its_load_and_its_reach(found: UnderLoad) -> None:
    assert tuple(step.share for step in found.steps) == SHARES
    for step in found.steps:
        assert len(step.load.service_ns) == pytest.approx(1200, rel=0.05), "400 decisions/s for 3 s"
        assert step.load.requests > len(step.load.service_ns)
        assert step.capacity.decisions > 500
        assert step.load.late == 0
    reaches = [step.reach.value for step in found.steps if step.reach.value is not None]
    assert len(reaches) == 3
    assert reaches[0] > reaches[1] > reaches[2]
    assert found.floor.requests == pytest.approx(found.steps[0].load.requests / 3, abs=2)


def test_reach_is_that_of_the_same_scenario_simulated_with_the_same_agents_paused(found: UnderLoad) -> None:
    for step in found.steps:
        overlays = [("pause", ",".join(step.paused))] if step.paused else []
        told = replicate(load("quickstart", overlays=overlays), replications=3, short=True, jobs=1).estimates["reach"]
        assert (step.reach.value, step.reach.n) == pytest.approx((told.value, told.n))


def test_the_default_rate_is_half_of_the_capacity_with_nobody_paused(day: Path) -> None:
    found = under_load(load(day), duration_s=0.5, clock=Time(MS).clock)
    assert found.rate_per_s == pytest.approx(found.steps[0].capacity.decisions_per_s / 2)
    assert found.generator_limited, "three looks a request at 1 ms each"


def test_a_load_that_is_too_large_or_decides_nothing_is_refused(day: Path) -> None:
    with pytest.raises(
        InputError, match=r"--rate: the rate must be low enough that 5 s have at most 2,000,000 requests"
    ):
        under_load(load(day), rate_per_s=1e6, clock=Time(FAST_NS).clock)
    silent = [f"workload.calls.{n}.per_hour=0" for n in (0, 1)]
    with pytest.raises(InputError, match=r"small\.yaml: the scenario must be one that makes routing decisions"):
        under_load(load(day, sets=silent), clock=Time(FAST_NS).clock)


def test_the_table_says_its_units_who_is_paused_and_its_own_floor(found: UnderLoad) -> None:
    shown = table(found)
    assert "capacity of core in decisions/s, and times in us at 400 decisions/s for 3 s" in shown.caption
    assert [row[0] for row in shown.rows] == ["0 %: 0/13", "50 %: 7/13", "90 %: 12/13"]
    assert "sales-1, sales-3" not in shown.note, "who stays is the shorter list"
    assert "50 % all but ann, sales-2, sales-4, sales-6, sales-8, sales-10; 90 % all but ann" in shown.note
    assert "floor, with a target that does nothing" in shown.note
    assert "started late, row by row: 0 of" in shown.note


def test_a_percentile_of_few_samples_is_told_not_guessed(day: Path) -> None:
    few = under_load(load(day), rate_per_s=100, duration_s=1, replications=1, clock=Time(FAST_NS).clock)
    assert all(row[2].endswith("/too few") for row in table(few).rows)
    steps = summary(few)["steps"]
    assert isinstance(steps, list)
    assert steps[0]["response_us_p99"] is None
    assert steps[0]["response_us_p50"] is not None
    assert "single replication" in table(few).rows[0][6]


def test_only_loads_that_were_late_are_warned_of(found: UnderLoad, day: Path) -> None:
    assert warnings(found) == []
    late = under_load(load(day), rate_per_s=500, duration_s=0.5, clock=Time(MS).clock)
    assert len(warnings(late)) == 3
    assert "the load tester was the limit" in warnings(late)[0]
