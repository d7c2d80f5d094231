"""Waits in buckets: what is merged is what was counted together, and quantiles are within 1/2048."""

import numpy as np
import pytest

from sim.domain.cells import BUCKETS, bucket
from sim.domain.time import SECOND
from sim.metrics.waits import Waits, buckets

LEVELS = (0.0, 0.01, 0.5, 0.9, 0.95, 0.999, 1.0)
EDGES = sorted({(1 << power) + step for power in range(62) for step in (-1, 0, 1)})


def columns(waits: Waits) -> list[list[int]]:
    return [waits.bucket.tolist(), waits.count.tolist(), waits.sum_us.tolist()]


def test_columns_of_waits_have_the_buckets_of_single_ones() -> None:
    """Every power of two and its neighbours, and what lies between."""
    waits = [*EDGES, *np.random.default_rng(1).integers(0, 1 << 62, 2_000).tolist()]
    assert buckets(np.array(waits, dtype=np.int64)).tolist() == [bucket(wait) for wait in waits]
    assert max(map(bucket, waits)) < BUCKETS


@pytest.mark.parametrize("mean_s", [0.001, 20.0, 5_000.0])
def test_a_quantile_of_many_waits_is_within_a_2048th(mean_s: float) -> None:
    wait_us = (1e6 * np.random.default_rng(2).exponential(mean_s, 100_000)).astype(np.int64)
    waits = Waits.of(wait_us)
    assert len(waits.bucket) < 30_000
    for level in LEVELS:
        assert waits.quantile_s(level) == pytest.approx(np.quantile(wait_us, level) / SECOND, rel=1 / 2048, abs=0)


def test_a_quantile_is_exact_where_no_two_waits_share_a_bucket() -> None:
    wait_us = np.array([0, 1, 4095, 17 * SECOND, 18 * SECOND, 400 * SECOND])
    for level in LEVELS:
        assert Waits.of(wait_us).quantile_s(level) == pytest.approx(np.quantile(wait_us, level) / SECOND, rel=1e-12)


def test_merged_parts_are_the_whole_and_without_one_the_others() -> None:
    rng = np.random.default_rng(3)
    parts = [(1e6 * rng.exponential(10, size)).astype(np.int64) for size in (0, 300, 1, 50_000)]
    counted = [Waits.of(part) for part in parts]
    whole = Waits.merged(counted)
    assert columns(whole) == columns(Waits.of(np.concatenate(parts)))
    assert (whole.calls, int(whole.sum_us.sum())) == (50_301, int(np.concatenate(parts).sum()))
    for nth, part in enumerate(counted):
        others = Waits.of(np.concatenate(parts[:nth] + parts[nth + 1 :]))
        assert columns(whole.without(part)) == columns(others)
    assert whole.without(whole).calls == 0
