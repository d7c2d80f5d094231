"""Calls by outcome per interval, as stacked bars."""

import pandas as pd
from matplotlib.axes import Axes

from sim.experiments.sentence import run_word
from sim.report.charts import Drawn, chart, nothing
from sim.report.clock import Clock
from sim.report.inputs import Result
from sim.report.intervals import Intervals, clock_of, per_day
from sim.report.numbers import percent, span
from sim.report.style import LIGHT, boxes, canvas, legend_above

STACK = {
    "answered": ("reached a person", "blue", ""),
    "voicemail": ("voicemail", "sky", "//"),
    "abandoned": ("abandoned", "orange", "\\\\"),
    "missed": ("missed", "vermillion", "xx"),
    "after_hours": ("after hours", "grey", "--"),
}
"""Column of the interval table -> label, colour, hatch; from the bottom of the stack."""
_MOST_BARS = 60
_FEWEST_CALLS = 10
"""Offered calls (all replications) below which an interval's reach is not worth a headline."""
_NEAR = 0.02
_SIGMAS = 3.0
"""How far below the whole an interval must lie, in standard errors of a share: the lowest of many is low by chance."""


@chart("outcomes", "Calls by outcome", place=10)
def draw(result: Result) -> Drawn:
    """What became of the calls, by the interval in which they arrived."""
    intervals = per_day(result, _MOST_BARS)
    rows = intervals.rows
    data = rows[["from_s", "to_s", *STACK]]
    if not rows["offered"].sum():
        return nothing("No inbound call was offered: no outcomes to show", tuple(data.columns))
    figure, (axes,) = canvas()
    clock = clock_of(result)
    _bars(axes, rows)
    clock.axis(axes, rows["from_s"].min(), rows["to_s"].max())
    axes.set_ylabel(f"calls per {span(intervals.length_s)}" + _mean(result))
    legend_above(axes, len(STACK))
    finding = _finding(rows, clock)
    return Drawn(figure, finding, _alt(result, rows, finding), data, _note(result, intervals))


def _bars(axes: Axes, rows: pd.DataFrame) -> None:
    left, right = rows["from_s"], rows["from_s"] + 0.95 * (rows["to_s"] - rows["from_s"])
    base = pd.Series(0.0, index=rows.index)
    for column, (label, colour, hatch) in STACK.items():
        top = base + rows[column]
        boxes(axes, (left, right), (base, top), label=label, facecolor=LIGHT[colour], hatch=hatch, linewidth=0.5)
        base = top
    axes.grid(visible=False, axis="x")
    axes.set_ylim(0, 1.04 * float(base.max()))


def _finding(rows: pd.DataFrame, clock: Clock) -> str:
    offered, live = rows["in_hours_sum"].sum(), rows["reached_sum"].sum()
    if not offered:
        return "Every call came after hours"
    overall = live / offered
    dip = _deepest(rows, overall)
    if dip is None:
        return f"Reach was {percent(overall)} of calls in opening hours; no time of lower reach stands out"
    share = dip["reached_sum"].sum() / dip["in_hours_sum"].sum()
    window = f"between {clock.label(dip['from_s'].min())} and {clock.label(dip['to_s'].max())}"
    return f"Reach fell to {percent(share)} {window} ({percent(overall)} over the whole time)"


def _deepest(rows: pd.DataFrame, overall: float) -> pd.DataFrame | None:
    """The interval of lowest reach with the neighbours nearer to it than to `overall`; None where none stands out."""
    calls = rows["in_hours_sum"].where(rows["in_hours_sum"] >= _FEWEST_CALLS)
    shares, noise = rows["reached_sum"] / calls, (overall * (1 - overall) / calls) ** 0.5
    clear = shares.where(overall - shares >= (_SIGMAS * noise).clip(lower=_NEAR))
    if clear.isna().all():
        return None
    low = shares < (overall + clear.min()) / 2
    run = low.ne(low.shift()).cumsum()
    dip: pd.DataFrame = rows[low & run.eq(run[clear.idxmin()])]
    return dip


def _mean(result: Result) -> str:
    return f", mean {run_word(result.plan)}" if result.replications > 1 else ""


def _alt(result: Result, rows: pd.DataFrame, finding: str) -> str:
    totals = ", ".join(f"{label} {rows[column].sum():,.0f}" for column, (label, _, _) in STACK.items())
    return f"Stacked bars of calls by outcome over time. {finding}. In all{_mean(result)}: {totals}."


def _note(result: Result, intervals: Intervals) -> str:
    merged = f"{intervals.merged} intervals are drawn as one bar. " if intervals.merged > 1 else ""
    mean = (
        f"Bars are the mean of {result.replications} simulated {run_word(result.plan)}s. "
        if result.replications > 1
        else ""
    )
    return merged + mean + "A call counts where it arrived; reach is of calls in opening hours."
