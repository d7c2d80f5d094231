"""Numbers with intervals: pooled, never averaged over days; checked against textbook formulas."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.metrics.day import Day
from sim.metrics.estimate import difference, estimates, pairs
from sim.metrics.totals import Totals, totals
from sim.metrics.waits import Waits

from .toys import day_a, day_b


def waiting(day: Day, *waits_s: float) -> Totals:
    """A day whose calls are all answered, after these waits."""
    return totals(answered(day, *waits_s))


def answered(day: Day, *waits_s: float) -> Day:
    like = day.contacts.where(np.repeat(np.flatnonzero(day.contacts.live)[:1], len(waits_s)))
    waits_us = np.array([round(1e6 * wait) for wait in waits_s], dtype=np.int64)
    return replace(day, contacts=replace(like, wait_us=waits_us))


def test_a_ratio_is_the_sum_over_the_sum() -> None:
    """One call that waits 100 s and four that wait 0: 20 s on average, not the 50 s of averaging two days."""
    days = [waiting(day_a(), 100), waiting(day_a(), 0, 0, 0, 0)]
    assert estimates(days)["asa"].value == 20


def test_a_mean_a_day_has_students_interval() -> None:
    """Counts a day: the jackknife of a mean is Student's t, to the last digits."""
    sizes = [3, 8, 5, 9, 4]
    days = [waiting(day_a(), *[1.0] * size) for size in sizes]
    estimate = estimates(days)["offered"]
    low, high = stats.t.interval(0.95, len(sizes) - 1, np.mean(sizes), stats.sem(sizes))
    assert (estimate.value, estimate.n) == (pytest.approx(np.mean(sizes)), sum(sizes))
    assert (estimate.low, estimate.high) == (pytest.approx(low), pytest.approx(high))


def test_a_ratio_has_the_jackknife_interval() -> None:
    """Against the pseudo-values written out."""
    waits = [(4.0, 10.0), (30.0,), (2.0, 2.0, 5.0)]
    days = [waiting(day_a(), *one) for one in waits]
    without = [np.concatenate(waits[:i] + waits[i + 1 :]).mean() for i in range(3)]
    pooled = np.concatenate(waits).mean()
    pseudo = [3 * pooled - 2 * one for one in without]
    half = stats.t.ppf(0.975, 2) * stats.sem(pseudo)
    estimate = estimates(days)["asa"]
    assert estimate.value == pytest.approx(pooled)
    assert (estimate.low, estimate.high) == (pytest.approx(max(0, pooled - half)), pytest.approx(pooled + half))


def test_a_quantile_is_that_of_the_pooled_sample() -> None:
    rng = np.random.default_rng(7)
    waits = [rng.exponential(20, size) for size in (30, 80, 55)]
    waits = [np.round(one, 6) for one in waits]
    number = estimates([waiting(day_a(), *one) for one in waits])
    for name, level in (("wait_s_p50", 0.5), ("wait_s_p90", 0.9), ("wait_s_p95", 0.95)):
        estimate = number[name]
        exact = np.quantile(np.concatenate(waits), level)
        assert estimate.value == pytest.approx(exact, rel=1 / 2048) and estimate.n == 165
        assert estimate.low < estimate.value < estimate.high
    assert number["wait_s_max"].value == pytest.approx(np.mean([one.max() for one in waits]))


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """p90 of exponential waits, mean 20 s, ten days of 200 calls: 300 intervals of 95 % cover 46.05 s.

    With coverage 0.95 the share seen has a standard error of 0.0126; the bounds are four of them.
    """
    rng, truth = np.random.default_rng(11), 20 * np.log(10)
    nothing, hits = waiting(day_a(), 0.0), 0
    for _ in range(300):
        waits_us = np.round(1e6 * rng.exponential(20, (10, 200))).astype(np.int64)
        days = [replace(nothing, waits=Waits.of(one)) for one in waits_us]
        change = difference("wait_s_p90", [nothing] * 10, days)
        hits += change.low <= truth <= change.high
    assert 0.95 - 4 * 0.0126 <= hits / 300 <= 1


def test_a_share_stays_between_none_and_all() -> None:
    """Two days of one call each, one answered: the interval is cut to 0 .. 1."""
    lost = replace(answered(day_a(), 5).contacts, live=np.array([False]))
    estimate = estimates([waiting(day_a(), 5), totals(replace(day_a(), contacts=lost))])["reach"]
    assert (estimate.value, estimate.low, estimate.high) == (0.5, 0, 1)


def test_where_a_day_has_all_the_calls_there_is_a_number_but_no_interval() -> None:
    """Without that day there is nothing to count, so nothing is known of the spread."""
    estimate = estimates([waiting(day_a(), 5, 7), waiting(day_a())])["asa"]
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (6, None, None, 2)


def test_a_difference_is_paired_day_by_day() -> None:
    """Days that differ much among themselves but always by 3 s within a pair have a difference of exactly 3 s."""
    base = [waiting(day_a(), wait) for wait in (5, 50, 200)]
    variant = [waiting(day_a(), wait + 3) for wait in (5, 50, 200)]
    change = difference("asa", base, variant)
    assert (change.value, change.low, change.high) == (pytest.approx(3), pytest.approx(3), pytest.approx(3))
    assert (change.base, change.variant, change.n) == (85, 88, 3)
    assert difference("asa", base[:1], variant[:1]).low is None
    assert estimates(base)["asa"].high - estimates(base)["asa"].low > 100


def test_a_days_pairs_give_its_value() -> None:
    for day in (day_a(), day_b()):
        numbers, parts = estimates([totals(day)]), pairs(totals(day))
        for name, part in parts.items():
            value = part.over / part.under if part.under else None
            assert numbers[name].value == (None if value is None else pytest.approx(value)), name
