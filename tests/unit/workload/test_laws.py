"""Distributions as tables: exact means, true spread, the same draw one at a time and in columns."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.domain.laws import (
    Constant,
    Distribution,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Lognormal,
    Uniform,
)
from sim.domain.luck import Purpose, draw, stream
from sim.domain.time import NEVER
from sim.workload.laws import SHARES, table, values

LAWS: list[tuple[Distribution, float, float]] = [
    (Constant(30.0), 30.0, 0.0),
    (Exponential(mean=90.0), 90.0, 90.0),
    (Exponential(mean=8.0, shift=1.0), 9.0, 8.0),
    (Lognormal(mean=190.0, cv=1.3), 190.0, 247.0),
    (Lognormal(median=2.5, sigma=0.6, shift=1.5), 1.5 + 2.5 * np.exp(0.18), 2.5 * np.exp(0.18) * np.sqrt(np.expm1(0.36))),
    (Gamma(mean=1.0, cv=0.06), 1.0, 0.06),
    (Gamma(mean=100.0, cv=0.001), 100.0, 0.1),
    (Lognormal(mean=100.0, cv=0.01), 100.0, 1.0),
    (Gamma(mean=100.0, cv=2.0), 100.0, 200.0),
    (Gamma(mean=120.0, cv=0.5**0.5), 120.0, 120.0 * 0.5**0.5),
    (Uniform(low=1.0, high=5.0), 3.0, 4.0 / 12**0.5),
    (Erlang(mean=180.0, k=2), 180.0, 180.0 * 0.5**0.5),
    (Erlang(mean=180.0, k=1000, shift=3.0), 183.0, 180.0 * 0.001**0.5),
    (Hyperexponential(means=(30.0, 480.0), weights=(2.0, 1.0)), 180.0, np.sqrt((2 * 900 + 230_400) / 3 * 2 - 180**2)),
    (Hyperexponential(means=(1e-3, 1e7), weights=(1.0, 1.0)), 5e6, np.sqrt(0.75) * 1e7),
    (Empirical(values=(5.0, 1.0)), 3.0, 2.0),
    (Empirical(values=(7.0, 1.0, 1.0, 3.0), shift=2.0), 5.0, 6**0.5),
]  # fmt: skip


@pytest.mark.parametrize(("law", "mean", "deviation"), LAWS, ids=lambda value: type(value).__name__)
def test_mean_and_deviation_of_a_table_are_those_of_its_law(law: Distribution, mean: float, deviation: float) -> None:
    low, width = (np.array(part, float) / 1e6 for part in (table(law).low, table(law).width))
    centre = low + width / 2
    average = (centre * SHARES).sum()
    variance = ((centre**2 + width**2 / 12) * SHARES).sum() - average**2
    assert average == pytest.approx(mean, rel=1e-6)
    assert variance**0.5 == pytest.approx(deviation, rel=1e-5, abs=1e-6)
    assert (width >= 0).all()
    assert (np.diff(low) >= 0).all()


@pytest.mark.parametrize("law", [row[0] for row in LAWS] + [Lognormal(mean=1e7, cv=20.0), Gamma(mean=1e7, cv=20.0)])
def test_a_column_of_draws_is_the_same_as_draws_one_by_one(law: Distribution) -> None:
    words = draw(stream(7, 1, Purpose.HANDLE), np.arange(1, 2_001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    of = table(law)
    assert values(of, words).tolist() == [of.value(int(word)) for word in words]


@pytest.mark.parametrize("law", [Lognormal(median=1e7, sigma=3.0), Lognormal(mean=1e7, cv=20.0, shift=1e7)])
def test_the_widest_law_that_is_allowed_fits_into_64_bits(law: Distribution) -> None:
    words = np.uint64(2**64 - 1) - (np.arange(5_000, dtype=np.uint64) << np.uint64(36))
    of = table(law)
    drawn = values(of, words)
    assert drawn.tolist() == [of.value(int(word)) for word in words]
    assert (np.diff(drawn) <= 0).all() and 0 < drawn[-1] < drawn[0] <= NEVER


def test_draws_follow_the_law_and_not_only_its_moments() -> None:
    words = draw(stream(7, 1, Purpose.PATIENCE), np.arange(1, 200_001, dtype=np.uint64) * np.uint64(0xD1342543DE82EF95))
    drawn = np.sort(values(table(Exponential(mean=60.0)), words)) / 60e6
    distance = np.abs(-np.expm1(-drawn) - (np.arange(len(drawn)) + 0.5) / len(drawn)).max()
    assert distance < 1.95 / len(drawn) ** 0.5  # Kolmogorov's bound at one in a thousand


@pytest.mark.parametrize(
    ("law", "beyond"),
    [
        (Erlang(mean=120.0, k=2), lambda t: (1 + t / 60) * np.exp(-t / 60)),
        (Hyperexponential(means=(10.0, 240.0), weights=(0.3, 0.7)),
         lambda t: 0.3 * np.exp(-t / 10) + 0.7 * np.exp(-t / 240)),
    ],
    ids=["erlang", "hyperexponential"],
)  # fmt: skip
def test_bins_begin_at_the_quantiles_of_the_law(law: Distribution, beyond: Callable[[Any], Any]) -> None:
    low = np.array(table(law).low, float)[1:] / 1e6
    shares = np.cumsum(SHARES)[:-1]
    left = np.cumsum(SHARES[::-1])[::-1][1:]
    at = low > 0.01  # to be known to more than the microsecond
    assert beyond(low[at]) == pytest.approx(left[at], rel=1e-4)
    assert 1 - beyond(low[at]) == pytest.approx(shares[at], rel=2e-4)


def test_of_measured_values_each_is_drawn_alike_and_few_draws_lie_between_two() -> None:
    seen = (12.0, 40.0, 41.5, 300.0, 7.25)
    words = draw(stream(7, 1, Purpose.HANDLE), np.arange(1, 100_001, dtype=np.uint64) * np.uint64(0xD1342543DE82EF95))
    drawn = values(table(Empirical(values=seen)), words)
    shares = [(drawn == one * 1e6).mean() for one in seen]
    assert min(shares) > 0.19 and sum(shares) > 1 - 4 / 256 - 0.002
    many = np.array(table(Empirical(values=tuple(range(100_000)))).low) / 1e6
    assert many == pytest.approx(np.cumsum([0.0, *SHARES[:-1]]) * 100_000, abs=1)
