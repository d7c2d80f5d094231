"""Routing coverage over the day: agents who could take a call, above calls waiting."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.domain.time import seconds
from sim.experiments.sentence import run_word
from sim.report.charts import Drawn, chart, nothing
from sim.report.clock import Clock
from sim.report.inputs import Result
from sim.report.intervals import clock_of, per_day
from sim.report.numbers import figure as figured
from sim.report.numbers import span
from sim.report.style import LIGHT, boxes, canvas

_MOST_STEPS = 1_200
_COLUMNS = ("t_s", "routable", "waiting")
_NOTHING = "Nobody was routable and no call waited: no coverage to show"


@chart("coverage", "Routing coverage", place=30)
def draw(result: Result) -> Drawn:
    """Agents routable and calls waiting: every moment of the first simulated day or, where it is not kept, averages."""
    return _moments(result) if "steps" in result.tables else _averages(result)


def _moments(result: Result) -> Drawn:
    end_s = seconds(result.plan.end_us)
    steps = _steps(result.tables["steps"], end_s)
    if not steps[["routable", "waiting"]].to_numpy().any():
        return nothing(_NOTHING, _COLUMNS)
    clock, gaps = clock_of(result), _gaps(steps, result.plan.opening, end_s)
    shown, width_s = _envelope(steps, end_s)
    figure, panels = _panels(shown, end_s)
    for axes in panels:
        _shade(axes, gaps, end_s / _MOST_STEPS)
    clock.axis(panels[1], 0, end_s)
    finding = _finding(steps, gaps, clock)
    return Drawn(figure, finding, _alt(steps, finding), shown, _note(result, width_s, bool(gaps)))


def _averages(result: Result) -> Drawn:
    """Averages of each interval over time and over the replications."""
    pooled, clock = per_day(result, _MOST_STEPS), clock_of(result)
    means = pooled.rows[["from_s", "routable", "waiting"]].set_axis(list(_COLUMNS), axis=1)
    if not means[["routable", "waiting"]].to_numpy().any():
        return nothing(_NOTHING, _COLUMNS)
    end_s = float(pooled.rows["to_s"].max())
    figure, panels = _panels(means, end_s)
    clock.axis(panels[1], means["t_s"].min(), end_s)
    leanest = _leanest(result, pooled.rows)
    fullest = pooled.rows.iloc[int(pooled.rows["waiting"].argmax())]
    finding = (
        f"Fewest agents routable in opening hours: {figured(leanest['routable'], 'mean')} on average from "
        f"{clock.label(leanest['from_s'])}; most calls waiting: {figured(fullest['waiting'], 'mean')} from "
        f"{clock.label(fullest['from_s'])}"
    )
    alt = f"Two step curves over time: agents routable above calls waiting, both averages. {finding}."
    over = f" and over {result.replications} {run_word(result.plan)}s" if result.replications > 1 else ""
    note = f"Averages over {span(pooled.length_s)} each{over}; every moment is drawn with --records calls."
    return Drawn(figure, finding, alt, means, note)


def _leanest(result: Result, rows: pd.DataFrame) -> pd.Series:
    """The interval with the fewest agents routable of those that lie in opening hours, or of all if none does."""
    open_s = [(seconds(opens), seconds(closes)) for opens, closes in result.plan.opening]
    inside = [any(opens <= low and high <= closes for opens, closes in open_s)
              for low, high in zip(rows["from_s"], rows["to_s"], strict=True)]  # fmt: skip
    among = rows[inside] if any(inside) else rows
    return among.iloc[int(among["routable"].argmin())]


def _panels(steps: pd.DataFrame, end_s: float) -> tuple[Figure, list[Axes]]:
    """Agents routable above calls waiting, which hang down."""
    figure, (above, below) = canvas(4.2, (3, 2))
    _ribbon(above, steps, end_s, "routable", "blue", "agents routable")
    _ribbon(below, steps, end_s, "waiting", "orange", "calls waiting")
    below.invert_yaxis()
    return figure, [above, below]


def _steps(table: pd.DataFrame, end_s: float) -> pd.DataFrame:
    """What held from each instant on, one row an instant, inside the horizon."""
    inside = table.loc[(table["t_s"] >= 0) & (table["t_s"] < end_s), list(_COLUMNS)]
    return inside.sort_values("t_s", kind="stable").drop_duplicates("t_s", keep="last").reset_index(drop=True)


def _gaps(steps: pd.DataFrame, opening: tuple[tuple[int, int], ...], end_s: float) -> list[tuple[float, float]]:
    """Windows of opening hours with nobody routable, joined where they touch, in order."""
    starts = steps["t_s"].to_numpy(float)
    ends = np.append(starts[1:], end_s)
    empty = steps["routable"].to_numpy() == 0
    gaps: list[tuple[float, float]] = []
    for low, high in zip(starts[empty].tolist(), ends[empty].tolist(), strict=True):
        for opens, closes in opening:
            start, stop = max(low, seconds(opens)), min(high, seconds(closes))
            if start >= stop:
                continue
            if gaps and gaps[-1][1] == start:
                start = gaps.pop()[0]
            gaps.append((start, stop))
    return gaps


def _envelope(steps: pd.DataFrame, end_s: float) -> tuple[pd.DataFrame, float]:
    """Steps as they are, or the worst of each slice of time where they are too many to draw; slice in s, else 0."""
    if len(steps) <= _MOST_STEPS:
        return steps, 0.0
    width_s = end_s / _MOST_STEPS
    grid = pd.DataFrame({"t_s": np.arange(_MOST_STEPS) * width_s})
    carried = pd.merge_asof(grid, steps.astype({"t_s": float}), on="t_s").fillna(0)
    every = pd.concat([steps, carried])
    worst = every.groupby((every["t_s"] / width_s + 1e-9).astype(int)).agg({"routable": "min", "waiting": "max"})
    return worst.reset_index(names="t_s").assign(t_s=lambda rows: rows["t_s"] * width_s), width_s


def _ribbon(axes: Axes, steps: pd.DataFrame, end_s: float, column: str, colour: str, label: str) -> None:
    changes = steps[steps[column].ne(steps[column].shift())]
    at = np.append(changes["t_s"].to_numpy(float), end_s)
    level = np.append(changes[column], changes[column].iloc[-1])
    axes.fill_between(at, level, step="post", facecolor=LIGHT[colour], linewidth=0)
    axes.set_ylim(0, max(1.0, float(level.max()) * 1.05))
    axes.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
    axes.set_ylabel(label)


def _shade(axes: Axes, gaps: list[tuple[float, float]], nearest_s: float) -> None:
    """Bands over the gaps; those closer than a reader could tell apart are one."""
    bands: list[tuple[float, float]] = []
    for low_s, high_s in gaps:
        start_s = bands.pop()[0] if bands and low_s - bands[-1][1] < nearest_s else low_s
        bands.append((start_s, high_s))
    if bands:
        edges = np.array(bands)
        boxes(axes, (edges[:, 0], edges[:, 1]), axes.get_ylim(), facecolor=LIGHT["vermillion"], alpha=0.25, linewidth=0)


def _finding(steps: pd.DataFrame, gaps: list[tuple[float, float]], clock: Clock) -> str:
    most, peak = int(steps["waiting"].max()), steps["t_s"].iloc[int(steps["waiting"].argmax())]
    queue = f"at most {most:,} waited, first at {clock.minute(peak)}" if most else "no call waited"
    if not gaps:
        return f"Somebody was routable throughout opening hours; {queue}"
    total, (low, high) = sum(b - a for a, b in gaps), max(gaps, key=lambda gap: gap[1] - gap[0])
    return f"Nobody was routable for {span(total)} of opening hours (longest {span(high - low)}, " \
           f"from {clock.minute(low)}); {queue}"  # fmt: skip


def _alt(steps: pd.DataFrame, finding: str) -> str:
    return (
        f"Two step curves over time: agents routable, from {steps['routable'].min()} to "
        f"{steps['routable'].max()}, above calls waiting, up to {steps['waiting'].max()}. {finding}."
    )


def _note(result: Result, width_s: float, gaps: bool) -> str:
    day = f"The first of {result.replications} simulated {run_word(result.plan)}s. " if result.replications > 1 else ""
    shaded = "Shaded: opening hours with nobody routable. " if gaps else ""
    worst = f"Drawn as the fewest routable and the most waiting in each {span(width_s)}. " if width_s else ""
    return (day + shaded + worst).strip()
