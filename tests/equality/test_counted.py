"""Both counts of a day: what the compiled machine counts on its way is what the records come to, number by number."""

from dataclasses import fields, replace

import numpy as np
import pytest

from sim.domain.contacts import Channel, source_of
from sim.domain.knobs import Targets
from sim.domain.plan import Plan, SourcePlan
from sim.domain.time import SECOND
from sim.engines.compiled import CompiledEngine
from sim.metrics.counted import asked, totals_of
from sim.metrics.day import fold
from sim.metrics.settings import Settings, settings
from sim.metrics.totals import Totals, totals
from sim.metrics.waits import Waits
from sim.scenario.folder import shipped_names
from sim.scenario.resolve import resolve
from sim.workload.stream import workload
from tests.equality.days import DRAIN, read, replica_of, shipped
from tests.properties.days import Day

DAYS = 1_000
LONG = 20_000
"""Contacts from which a shipped scenario is cut short."""


def differing(one: Totals, other: Totals) -> list[str]:
    """Names of the fields that differ; the conduct of a day is counted from its calls alone."""
    names = [entry.name for entry in fields(one) if entry.name != "conduct"]
    return [name for name in names if not _equal(getattr(one, name), getattr(other, name))]


def _equal(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, Waits):
        return all(_equal(getattr(one, entry.name), getattr(other, entry.name)) for entry in fields(one))
    return one == other


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_scenario_is_counted_as_its_records(name: str) -> None:
    loaded = shipped(name)
    plan = resolve(loaded)
    if sum((to - begin) / 3600 / SECOND * rate for one in plan.sources for begin, to, rate in one.rates) > LONG:
        plan = resolve(loaded, short=True)
    known = settings(loaded, plan)
    run = CompiledEngine().run(plan, workload(plan, 7, 1), 7, 1, counting=asked(plan, known))
    assert differing(totals(fold(plan, run.records, known)), totals_of(plan, known, run.counted)) == []


def test_random_days_are_counted_as_their_records() -> None:
    counted = 0
    for seed in range(DAYS):
        day, plan = read(seed)
        plan, known = _windowed(day, plan, seed)
        replica = replica_of(day, plan, 64 if seed % 10 == 0 else 8192, asked(plan, known))
        records = np.concatenate(list(replica.blocks(DRAIN * day.grid_us)))
        one, other = totals(fold(plan, records, known)), totals_of(plan, known, replica.counted())
        assert differing(one, other) == [], f"tests.equality.days.read({seed})"
        counted += int(one.cells.sum())
    assert counted > 10_000


def test_records_that_are_not_kept_leave_the_same_counts_and_digest() -> None:
    for seed in range(0, DAYS, 10):
        day, plan = read(seed)
        plan, known = _windowed(day, plan, seed)
        replicas = [replica_of(day, plan, rows, asked(plan, known)) for rows in (64, 0)]
        blocks = [list(one.blocks(DRAIN * day.grid_us)) for one in replicas]
        assert any(map(len, blocks[0]))
        assert not any(map(len, blocks[1]))
        assert replicas[0].digest == replicas[1].digest
        one, other = (totals_of(plan, known, replica.counted()) for replica in replicas)
        assert differing(one, other) == []


def _windowed(day: Day, plan: Plan, seed: int) -> tuple[Plan, Settings]:
    """A warm-up, intervals, an acceptable wait and required agents that fit the day's grid, and sources by channel."""
    end_us = plan.end_us
    channels = {source_of(key): facts.channel for key, facts in day.facts.items()}
    sources = tuple(
        SourcePlan(f"s{rank}", channels.get(rank, Channel.INBOUND_CALL), 0, 0, (), ())
        for rank in range(max(channels, default=0) + 1)
    )
    step = max(end_us // (1 + seed % 7), 1)
    required = tuple((k * step, (k + 1) * step, 0.5 + k) for k in range(end_us // step) if k % 3 != 1)
    goals = Targets(awt_s=(seed % 5) * day.grid_us / SECOND, interval_s=max(end_us // (1 + seed % 11), 1) / SECOND)
    windowed = replace(plan, warm_up_us=(seed % 4) * end_us // 5, sources=sources)
    return windowed, Settings(targets=goals, required=required)
