"""What every agent did, as a Gantt chart by state; too many marks become the dominant state of each interval."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.experiments.sentence import run_word
from sim.report.charts import Drawn, chart, nothing
from sim.report.inputs import Result
from sim.report.intervals import clock_of
from sim.report.numbers import percent, span
from sim.report.style import LIGHT, boxes, canvas, legend_above

MOST_MARKS = 2_000
MOST_ROWS = 200
_MOST_LABELS = 40
_WIDTHS_S = (60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0)
"""Lengths of an interval to try, then doubled."""
_COLUMNS = ("agent", "from_s", "to_s", "state")

LOOKS = {
    "on_call": ("blue", ""),
    "ringing": ("orange", "||||"),
    "wrap_up": ("sky", ""),
    "idle": ("green", "////"),
    "on_break": ("yellow", "----"),
    "busy": ("purple", "\\\\\\\\"),
    "offline": ("grey", ""),
    "paused": ("vermillion", "xxxx"),
    "suspended": ("ink", ""),
    "off_shift": ("grid", ""),
}
"""State -> colour, hatch; a state without a row here gets one of `SPARE`."""
SPARE = (("purple", "++"), ("green", "xx"), ("muted", "//"), ("orange", "--"))


@chart("agents", "Agents by state", place=40)
def draw(result: Result) -> Drawn:
    """Every agent of the first simulated day, in one row of coloured states."""
    if "agent_states" not in result.tables:
        return nothing("No agent's day to show: it is kept with --records calls", _COLUMNS)
    table = result.tables["agent_states"]
    day = table[table["replication"] == table["replication"].min()]
    named = day[day["agent"].notna()]
    if named.empty:
        why = "every agent was deleted" if len(day) else "there was no agent"
        return nothing(f"No agent's day to show: {why}", _COLUMNS)
    present = set(named["agent"].unique())
    order = [agent.id for agent in result.plan.agents if agent.id in present]
    shown = named[named["agent"].isin(order[:MOST_ROWS])]
    marks, width_s = bounded(shown)
    clock, rows = clock_of(result), order[:MOST_ROWS]
    figure, (axes,) = canvas(1.6 + max(0.13, 0.26 - 0.001 * len(rows)) * len(rows))
    _bars(axes, marks, {agent: row for row, agent in enumerate(rows)})
    _names(axes, rows)
    clock.axis(axes, marks["from_s"].min(), marks["to_s"].max())
    finding = _finding(day)
    note = _note(result, width_s, len(order), bool(day["agent"].isna().any()))
    return Drawn(figure, finding, _alt(day, order, finding), marks, note)


def bounded(states: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """At most `MOST_MARKS` marks.

    Neighbours in one state are joined first; if that is not enough, each interval (as short as fits) shows the state
    that filled most of it.

    Returns
    -------
    marks : DataFrame
        Columns agent, from_s, to_s, state.
    width_s : float
        Length of the intervals in s; 0 where nothing was aggregated.
    """
    marks = _joined(states[list(_COLUMNS)])
    if len(marks) <= MOST_MARKS:
        return marks, 0.0
    joined, width_s, ladder = marks, 0.0, iter(_WIDTHS_S)
    while len(marks) > MOST_MARKS:
        width_s = next(ladder, 2 * width_s)
        marks = _joined(_dominant(joined, width_s))
    return marks, width_s


def _joined(states: pd.DataFrame) -> pd.DataFrame:
    """Marks sorted by agent and time, touching neighbours of one state joined, empty ones dropped."""
    rows = states[states["to_s"] > states["from_s"]].sort_values(["agent", "from_s"], kind="stable")
    before = rows.shift()
    same = (rows["agent"] == before["agent"]) & (rows["state"] == before["state"]) & (rows["from_s"] == before["to_s"])
    groups = rows.groupby((~same).cumsum())
    spans = {"agent": "first", "from_s": "first", "to_s": "last", "state": "first"}
    return groups.agg(spans).reset_index(drop=True)


def _dominant(states: pd.DataFrame, width_s: float) -> pd.DataFrame:
    """The state that filled most of each interval, per agent; the first in name order among equals."""
    first, last = (states["from_s"] // width_s).astype(int), (-(-states["to_s"] // width_s)).astype(int)
    parts = states.loc[states.index.repeat(last - first)].assign(first=first)
    parts["slot"] = parts["first"] + parts.groupby(level=0).cumcount()
    low = np.maximum(parts["from_s"], parts["slot"] * width_s)
    high = np.minimum(parts["to_s"], (parts["slot"] + 1) * width_s)
    parts = parts.assign(from_s=low, to_s=high, filled=high - low)
    cells = parts.groupby(["agent", "slot"]).agg({"from_s": "min", "to_s": "max"})
    filled = parts.groupby(["agent", "slot", "state"])["filled"].sum().reset_index("state")
    most = filled.sort_values(["filled", "state"], ascending=[False, True], kind="stable")
    winner = most[~most.index.duplicated()]["state"]
    return cells.join(winner).reset_index()[list(_COLUMNS)]


def _bars(axes: Axes, marks: pd.DataFrame, row_of: dict[str, int]) -> None:
    """One compound path a state: small, and one entry of the legend each."""
    spare = iter(SPARE)
    states = marks["state"].unique()
    for state in [s for s in LOOKS if s in states] + sorted(s for s in states if s not in LOOKS):
        colour, hatch = LOOKS.get(state) or next(spare)
        mine = marks[marks["state"] == state]
        row = mine["agent"].map(row_of)
        name = str(state).replace("_", " ")
        boxes(axes, (mine["from_s"], mine["to_s"]), (row - 0.4, row + 0.4), label=name, facecolor=LIGHT[colour],
              hatch=hatch, linewidth=0)  # fmt: skip


def _names(axes: Axes, rows: list[str]) -> None:
    every = -(-len(rows) // _MOST_LABELS)
    axes.set_yticks(range(0, len(rows), every), rows[::every], fontsize=9)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_ylabel("agent (name)")
    axes.grid(visible=False, axis="y")
    legend_above(axes, 5)


def _finding(day: pd.DataFrame) -> str:
    lasted = (day["to_s"] - day["from_s"]).groupby(day["state"]).sum()
    present = lasted.drop(labels=["off_shift", "suspended"], errors="ignore")
    if not present.sum():
        return "No agent was on shift"
    share = (present / present.sum()).sort_values(ascending=False, kind="stable")
    words = [f"{percent(part)} {str(state).replace('_', ' ')}" for state, part in share.items() if part > 0]
    return f"Agents' time on shift: {', '.join(words[:4])}"


def _alt(day: pd.DataFrame, order: list[str], finding: str) -> str:
    paused = day.loc[day["state"] == "paused", "agent"].dropna().nunique()
    return f"One bar an agent over time, coloured by state. {finding}. Agents: {len(order)}; paused at some time: {paused}."


def _note(result: Result, width_s: float, agents: int, deleted: bool) -> str:
    day = f"The first of {result.replications} simulated {run_word(result.plan)}s. " if result.replications > 1 else ""
    most = f"More than {MOST_MARKS:,} marks: each {span(width_s)} shows the state that filled most of it. "
    rows = f"The first {MOST_ROWS} of {agents:,} agents. " if agents > MOST_ROWS else ""
    gone = "Deleted agents have no row: their history has no name. " if deleted else ""
    return (day + (most if width_s else "") + rows + gone).strip()
