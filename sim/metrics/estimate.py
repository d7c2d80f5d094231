"""Days to numbers with intervals. Every number is pooled: sum over sum, never a mean of ratios.

::

    value      = sum(over) / sum(under)                      a mean a day is the case under = 1
    interval   = value +- t(0.975, R - 1) x s                R days, cut to what the unit can be
    s          = jackknife over days; with under = 1 this is exactly Student's t
    quantile   = that of all waits together, s again by leaving out a day at a time (a day holds many calls, so this is the
                 delete-d jackknife, which is right for quantiles where the one that leaves out single calls is not)

A day is one replication, however long its horizon; a single one has no interval. Ten days of a hundred calls cover the
truth 92 to 95 times in 100; a count of which ten days see one or none covers it about half as often, for its spread
is not seen: ask for more days.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.metrics.registry import METRICS, Metric, Pair
from sim.metrics.totals import Totals
from sim.metrics.waits import Waits

CONFIDENCE = 0.95

Leave = Callable[[int | None], float | None]
"""The number without one day; None leaves out nobody. None where there is nothing to count."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number of a scenario.

    `value` is None where there is nothing to count; `low` and `high` are the 95 % interval, None from a single day; `n`
    is the sample behind the value.
    """

    name: str
    title: str
    unit: str
    better: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    replications: int
    formula: str
    group: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Variant minus base of one metric, day by day with the same callers; fields as in `Estimate`."""

    name: str
    base: float | None
    variant: float | None
    value: float | None
    low: float | None
    high: float | None
    n: int
    replications: int


def pairs(day: Totals) -> dict[str, Pair]:
    """Metric -> this day's (over, under, n); a quantile's is the day's own quantile over 1."""
    return {name: metric.measure(day) for name, metric in METRICS.items()}


def estimates(days: Sequence[Totals]) -> dict[str, Estimate]:
    """Metric -> its number pooled over days, at least one."""
    assert days, "an estimate needs a day"
    return {name: _estimate(metric, days) for name, metric in METRICS.items()}


def difference(name: str, base: Sequence[Totals], variant: Sequence[Totals]) -> Difference:
    """The paired difference of one metric: day i of both has the same luck, a day is left out of both."""
    assert len(base) == len(variant) > 0, "days come in pairs"
    metric = METRICS[name]
    (n, left), (m, right) = _leave(metric, base), _leave(metric, variant)

    def leave(day: int | None) -> float | None:
        before, after = left(day), right(day)
        return None if before is None or after is None else after - before

    value = leave(None)
    half = _half_width(leave, value, len(base))
    low, high = (None, None) if value is None or half is None else (value - half, value + half)
    return Difference(name, left(None), right(None), value, low, high, min(n, m), len(base))


def _estimate(metric: Metric, days: Sequence[Totals]) -> Estimate:
    n, leave = _leave(metric, days)
    value = leave(None)
    half = _half_width(leave, value, len(days))
    low = high = None
    if value is not None and half is not None:
        low, high = max(0.0, value - half), value + half
        high = min(high, 1.0) if metric.unit == "ratio" else high
    formula = f"{metric.formula} ({metric.missing})" if value is None and metric.missing else metric.formula
    return Estimate(
        metric.name, metric.title, metric.unit, metric.better, value, n, low, high, len(days), formula, metric.group
    )


def _half_width(leave: Leave, value: float | None, days: int) -> float | None:
    """Half the jackknife interval; None where there is no number without one of the days."""
    if value is None or days < 2:
        return None
    without = [leave(day) for day in range(days)]
    known = np.array([number for number in without if number is not None])
    if len(known) < days:
        return None
    spread = np.sqrt((days - 1) / days * ((known - known.mean()) ** 2).sum())
    from scipy.special import stdtrit

    return float(stdtrit(days - 1, (1 + CONFIDENCE) / 2) * spread)


def _leave(metric: Metric, days: Sequence[Totals]) -> tuple[int, Leave]:
    """The sample size, and the number with a day left out."""
    if metric.sample is not None and metric.level is not None:
        return _quantile([metric.sample(day) for day in days], metric.level)
    return _ratio([metric.measure(day) for day in days])


def _ratio(parts: Sequence[Pair]) -> tuple[int, Leave]:
    over, under = [part.over for part in parts], [part.under for part in parts]
    total = sum(over), sum(under)

    def leave(day: int | None) -> float | None:
        above, below = total if day is None else (total[0] - over[day], total[1] - under[day])
        return above / below if below > 0 else None

    return sum(part.n for part in parts), leave


def _quantile(parts: Sequence[Waits], level: float) -> tuple[int, Leave]:
    whole = Waits.merged(parts)

    def leave(day: int | None) -> float | None:
        kept = whole if day is None else whole.without(parts[day])
        return kept.quantile_s(level) if kept.calls else None

    return whole.calls, leave
