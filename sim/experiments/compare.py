"""Two scenarios with the same callers: paired differences, and a verdict in words.

Replication i of both has the same luck, so a difference is taken day by day. Ratios are differences of pooled ratios with
a jackknife over pairs of days, means use Student's t on the daily differences; the interval is the 95 % one.

::

    better / worse   the interval excludes 0, and the difference is at least the practical margin
    same             the whole interval lies within the margin
    cannot tell      anything else, and every single pair of days
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sim.domain.contacts import Channel
from sim.domain.errors import invalid
from sim.domain.plan import Plan
from sim.experiments.result import CALLS, NONE, Result
from sim.experiments.sentence import run_word, sentence
from sim.metrics.day import between as limited
from sim.metrics.estimate import Difference, difference
from sim.metrics.registry import HIGHER, METRICS, NEITHER, Metric
from sim.metrics.totals import Totals, totals
from sim.scenario.kinds import KINDS, Names

MARGIN = 0.01
"""Practical margin of a ratio: one point."""
RELATIVE_MARGIN = 0.05
"""Practical margin of anything else, as a share of the base's value."""
BESIDE = ("reach", "sl_excl_short", "asa", "abandon_ratio", "answered", "occupancy", "sms_reach", "licences_charged")
"""What a comparison shows besides the metric asked about."""
BETTER, WORSE, MORE, LESS, SAME, CANNOT_TELL = "better", "worse", "more", "less", "same", "cannot tell"


@dataclass(frozen=True, slots=True)
class Row:
    """One metric: base, variant, variant minus base with its interval (None from a single pair of days), verdict."""

    metric: str
    title: str
    unit: str
    base: float | None
    variant: float | None
    difference: float | None
    low: float | None
    high: float | None
    n: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A variant against its base; the first row is about the metric asked about."""

    base_name: str
    variant_name: str
    replications: int
    between: str
    """Clock window of arrival the first row is limited to; empty: the whole horizon."""
    rows: tuple[Row, ...]
    sentence: str
    rule: str
    """What a verdict means, with the margins it was given by."""


def compare(
    base: Result,
    variant: Result,
    *,
    metric: str = "reach",
    between: str = "",
    margin: float = MARGIN,
    relative_margin: float = RELATIVE_MARGIN,
    named: tuple[str, str] = ("", ""),
) -> Comparison:
    """The paired comparison of two results with the same seed and replications.

    Parameters
    ----------
    metric : str
        What the first row and the sentence are about.
    between : str
        `HH:MM-HH:MM`: the first row counts only calls that arrive in this window of each day.
    margin, relative_margin : float
        Practical margin of a ratio, and of any other number as a share of the base's.
    named : (str, str)
        What the two are called, to be read as `without lunch`; default: their files.

    Raises
    ------
    InputError
        If there is no such metric or window, or nothing of single calls was kept to look into a window.
    """
    askable(metric, between)
    assert (base.seed, base.replications) == (variant.seed, variant.replications), "both sides have the same callers"
    names = named if any(named) else _names(base, variant)
    judge = _Judge(margin, relative_margin)
    whole = [[run.totals for run in result.done] for result in (base, variant)]
    sides = [_limited(result, between) for result in (base, variant)] if between else whole
    rows = [judge.row(METRICS[metric], *sides)]
    rows += [judge.row(METRICS[name], *whole) for name in BESIDE if between or name != metric]
    places = named if any(named) else (f"in {names[0]}", f"in {names[1]}")
    said = sentence(
        rows[0], places, between, base.replications, run_word(base.plan), _callers(base.plan) == _callers(variant.plan)
    )
    if rows[0].low is not None and rows[0].verdict in (SAME, CANNOT_TELL):
        said = f"{said[:-1]} ({judge.margin_of(rows[0].unit)})."
    return Comparison(*names, base.replications, between, tuple(rows), said, judge.rule)


def askable(metric: str, between: str = "") -> None:
    """Nothing, if there is such a metric and window; worth asking before a long run.

    Raises
    ------
    InputError
        If there is not.
    """
    if metric not in METRICS:
        guess = "".join(get_close_matches(metric, METRICS, 1))
        raise invalid("compare", "the metric", f"one of {', '.join(METRICS)}", metric, guess)
    if between and not KINDS["window"].accepts(between, Names()):
        raise invalid("compare", "between", KINDS["window"].bound, between)
    if between and METRICS[metric].of_periods:
        raise invalid("compare", "between", f"left out, for {metric} belongs to billing periods", between)


def keeps(metric: str, between: str) -> str:
    """What must be kept of single calls: a row each if it is about a window of the day or about what only these tell."""
    return CALLS if between or METRICS[metric].of_calls else NONE


def _names(base: Result, variant: Result) -> tuple[str, str]:
    """The files of both sides, with the flags that tell them apart."""
    first, second = (" ".join([result.loaded.path.stem, *result.loaded.flags]) for result in (base, variant))
    return first, second


def _limited(result: Result, between: str) -> list[Totals]:
    """Every replication limited to a clock window of each of its local days."""
    windows = result.loaded.calendar.windows(between)
    days = [run.day for run in result.done if run.day]
    if len(days) < result.replications:
        raise invalid("compare", "between", "left out, or asked of runs with --records calls", between)
    return [totals(limited(day, *windows)) for day in days]


def _callers(plan: Plan) -> list[object]:
    """What decides which calls arrive when, beside the luck: what is drawn for a call hangs on its source and its number."""
    return [
        (source.name, source.rates, source.days, source.busyness_cv, source.replayed and source.replayed.arrival_us)
        for source in plan.sources
        if source.channel is Channel.INBOUND_CALL
    ]


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says what a difference amounts to."""

    margin: float
    relative_margin: float

    @property
    def rule(self) -> str:
        """What its verdicts mean."""
        return (
            f"Verdicts: better, worse, more or less if the interval excludes 0 and the difference is at least the "
            f"{self.margin_of('ratio')}, or of {100 * self.relative_margin:.3g} % of the base for what is no ratio; same if the whole "
            f"interval lies within it."
        )

    def margin_of(self, unit: str) -> str:
        """The practical margin of a unit in words."""
        points = f"{100 * self.margin:.3g} {'point' if self.margin == 0.01 else 'points'}"
        return f"practical margin {points if unit == 'ratio' else f'{100 * self.relative_margin:.3g} % of the base'}"

    def row(self, metric: Metric, base: Sequence[Totals], variant: Sequence[Totals]) -> Row:
        """One metric of both sides, judged."""
        found = difference(metric.name, base, variant)
        return Row(metric.name, metric.title, metric.unit, found.base, found.variant, found.value, found.low,
                   found.high, found.n, self._verdict(metric, found))  # fmt: skip

    def _verdict(self, metric: Metric, found: Difference) -> str:
        if found.value is None or found.low is None or found.high is None or found.base is None:
            return CANNOT_TELL
        margin = self.margin if metric.unit == "ratio" else self.relative_margin * abs(found.base)
        if -margin <= found.low and found.high <= margin:
            return SAME
        if found.low <= 0 <= found.high or abs(found.value) < margin:
            return CANNOT_TELL
        up = found.value > 0
        if metric.better == NEITHER:
            return MORE if up else LESS
        return BETTER if up is (metric.better == HIGHER) else WORSE
