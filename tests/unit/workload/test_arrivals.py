"""Arrivals: Poisson with the rates of the table, busier on some days, the same however they are asked for."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sim.domain.contacts import Channel
from sim.domain.plan import SourcePlan
from sim.domain.time import SECOND
from sim.workload import arrivals
from sim.workload.arrivals import arrivals_us

HOUR = 3600 * SECOND
TWO_RATES = SourcePlan(
    "calls/main", Channel.INBOUND_CALL, 0, -1,
    rates=((0, 2 * HOUR, 40.0), (3 * HOUR, 4 * HOUR, 400.0)), days=((0, 24 * HOUR),),
)  # fmt: skip


def test_each_piece_of_the_table_brings_as_many_calls_as_its_rate_says() -> None:
    counts = np.zeros(3)
    for replication in range(1, 401):
        counts += np.histogram(list(arrivals_us(TWO_RATES, 1, replication)), [0, 2 * HOUR, 3 * HOUR, 4 * HOUR])[0]
    mean = counts / 400
    assert mean[0] == pytest.approx(80, abs=4 * (80 / 400) ** 0.5)
    assert mean[1] == 0
    assert mean[2] == pytest.approx(400, abs=4 * (400 / 400) ** 0.5)


def test_counts_spread_as_a_poisson_process_and_gaps_are_exponential() -> None:
    steady = replace(TWO_RATES, rates=((0, 4 * HOUR, 100.0),))
    days = [list(arrivals_us(steady, 3, replication)) for replication in range(1, 401)]
    counts = np.array([len(day) for day in days])
    assert counts.var(ddof=1) / counts.mean() == pytest.approx(1, abs=4 * (2 / 399) ** 0.5)
    gaps = np.concatenate([np.diff(day) for day in days])
    assert gaps.std() / gaps.mean() == pytest.approx(1, abs=0.02)


def test_arrivals_are_in_order_and_inside_their_piece() -> None:
    times = list(arrivals_us(TWO_RATES, 1, 1))
    assert all(first <= second for first, second in pairwise(times))
    assert not [at for at in times if 2 * HOUR <= at < 3 * HOUR or at >= 4 * HOUR]


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(arrivals_us(TWO_RATES, 1, 1))
    monkeypatch.setattr(arrivals, "block_size", lambda source: 7)
    assert list(arrivals_us(TWO_RATES, 1, 1)) == whole


def test_twice_the_rate_brings_the_same_callers_in_half_the_time() -> None:
    slow, fast = (replace(TWO_RATES, rates=((0, 4 * HOUR, rate),)) for rate in (50.0, 100.0))
    first, second = (list(arrivals_us(source, 1, 1)) for source in (slow, fast))
    shared = min(len(first), len(second))
    assert shared > 100
    assert first[:shared] == pytest.approx([2 * at for at in second[:shared]], abs=2)


def test_busy_days_spread_the_volume_and_keep_its_mean() -> None:
    busy = replace(TWO_RATES, rates=((0, 4 * HOUR, 500.0),), busyness_cv=0.2)
    counts = np.array([sum(1 for _ in arrivals_us(busy, 1, replication)) for replication in range(1, 401)])
    expected = 2000 + (0.2 * 2000) ** 2
    assert counts.mean() == pytest.approx(2000, abs=4 * (expected / 400) ** 0.5)
    assert counts.var(ddof=1) == pytest.approx(expected, rel=4 * (2 / 399) ** 0.5)


def test_days_are_busy_each_on_its_own() -> None:
    day = 24 * HOUR
    two = replace(TWO_RATES, rates=((0, 2 * day, 500.0),), days=((0, day), (day, 2 * day)), busyness_cv=0.3)
    halves = np.array([np.histogram(list(arrivals_us(two, 1, r)), [0, day, 2 * day])[0] for r in range(1, 101)])
    assert abs(np.corrcoef(halves.T)[0, 1]) < 0.4
    assert (halves[:, 0] != halves[:, 1]).all()


def test_a_source_without_a_rate_brings_nobody() -> None:
    assert list(arrivals_us(replace(TWO_RATES, rates=()), 1, 1)) == []
