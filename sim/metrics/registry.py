"""The registry of metrics. One decorated function is one metric: totals in, what its number is pooled from out.

Nothing lists the metrics a second time: estimates, comparisons, the report and the docs ask `METRICS`.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from sim.metrics.totals import Totals
from sim.metrics.waits import Waits

HIGHER, LOWER, NEITHER = "higher", "lower", "neither"


class Pair(NamedTuple):
    """One day's part of a number: sums pool over days as `over` / `under`; `n` is the sample behind it."""

    over: float
    under: float
    n: int


def share(over: float, under: float) -> Pair:
    """A ratio of counts, whose sample is what it is a share of."""
    return Pair(float(over), float(under), int(under))


def of_time(over: float, under: float) -> Pair:
    """A ratio of durations, whose sample is the day."""
    return Pair(float(over), float(under), int(under > 0))


def a_day(value: float, n: int = 1) -> Pair:
    """A number a day: pooled it is the mean over days."""
    return Pair(float(value), 1.0, int(n))


Measure = Callable[[Totals], Pair]
Sample = Callable[[Totals], Waits]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    `better` is "higher", "lower" or "neither". A quantile has a `level` in 0..1 and a `sample`, anything else a
    `measure`. `missing` says why there is no number where nothing is counted. What belongs to billing periods has no
    part in a window of the day: `of_periods`. What no engine counts on its way needs a row of each call: `of_calls`.
    """

    name: str
    title: str
    unit: str
    better: str
    formula: str
    group: str
    source: str
    missing: str
    measure: Measure
    level: float | None = None
    sample: Sample | None = None
    of_periods: bool = False
    of_calls: bool = False


_FOUND: dict[str, Metric] = {}


def metric(
    name: str,
    title: str,
    unit: str,
    better: str,
    formula: str,
    *,
    group: str,
    source: str,
    missing: str = "",
    of_periods: bool = False,
    of_calls: bool = False,
) -> Callable[[Measure], Measure]:
    """Register a metric pooled as sum over sum (a mean is the case where every day's `under` is 1)."""

    def register(function: Measure) -> Measure:
        row = Metric(name, title, unit, better, formula, group, source, missing, function)
        _add(replace(row, of_periods=of_periods, of_calls=of_calls))
        return function

    return register


def quantile(
    name: str, title: str, unit: str, better: str, formula: str, *, group: str, source: str, level: float
) -> Callable[[Sample], Sample]:
    """Register a quantile of pooled waits; a single day's part is that day's own quantile."""

    def register(function: Sample) -> Sample:
        def measure(totals: Totals) -> Pair:
            waits = function(totals)
            return Pair(waits.quantile_s(level), 1.0, waits.calls) if waits.calls else Pair(0.0, 0.0, 0)

        _add(Metric(name, title, unit, better, formula, group, source, "", measure, level, function))
        return function

    return register


def _add(row: Metric) -> None:
    assert row.name not in _FOUND, f"two metrics are called {row.name}"
    assert row.better in (HIGHER, LOWER, NEITHER), f"{row.name}: better is {row.better!r}"
    _FOUND[row.name] = row


_MODULES = ("coverage", "outcomes", "waits", "agents", "conduct", "outbound", "texts", "licences")
"""In the order in which a reader wants them."""


def _all() -> dict[str, Metric]:
    for module in _MODULES:
        importlib.import_module(f"sim.metrics.measures.{module}")
    return _FOUND


METRICS = _all()
"""Name -> metric."""
