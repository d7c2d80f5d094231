"""How long callers waited: the cumulative distribution, with the acceptable waiting time."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from sim.domain.contacts import Channel
from sim.domain.time import SECOND
from sim.metrics.totals import counted
from sim.metrics.waits import Waits
from sim.report.charts import Drawn, chart, nothing
from sim.report.inputs import Result
from sim.report.numbers import amount, percent
from sim.report.style import LIGHT, canvas, legend_above

_LOOKS = {"answered": ("blue", "solid"), "abandoned": ("orange", "dashed")}
_MOST_POINTS = 400
_COLUMNS = ("callers", "wait_s", "share_waited_at_most")


@chart("waits", "Waits of callers", place=20)
def draw(result: Result) -> Drawn:
    """Share of callers who waited at most so long: those answered, and those who hung up."""
    waits = {name: one for name, one in _waits(result).items() if one.calls}
    if not waits:
        return nothing("No call was answered or abandoned: no waits to show", _COLUMNS)
    awt_s = result.targets.awt_s
    figure, (axes,) = canvas()
    data = pd.concat([_curve(name, one) for name, one in waits.items()], ignore_index=True)
    limit_s = max(1.5 * awt_s, *(one.quantile_s(0.99) for one in waits.values()))
    _lines(axes, data, waits, limit_s)
    axes.axvline(awt_s, color=LIGHT["ink"], linestyle="dotted", linewidth=1.4)
    axes.annotate(f" acceptable wait {awt_s:g} s", (awt_s, 0.03), fontsize=9)
    axes.set_xlim(0, limit_s)
    axes.set_xlabel("wait since arrival (s)")
    finding = _finding(result, waits.get("answered"), awt_s)
    beyond = max(one.count[one.mean_s > limit_s].sum() / one.calls for one in waits.values())
    note = f"The longest waits ({percent(beyond)} of a curve) lie beyond the axis. " if beyond else ""
    hung_up = "" if "calls" in result.tables else "Waits of those who hung up are kept with --records calls."
    return Drawn(figure, finding, _alt(waits, finding), data, (note + hung_up).strip())


def _waits(result: Result) -> dict[str, Waits]:
    if "calls" not in result.tables:
        return {"answered": result.waits}
    calls = result.tables["calls"]
    gone = calls["outcome"].astype(str).str.startswith("abandoned") & calls["measured"].astype(bool)
    wait_us = (calls.loc[gone & (calls["direction"] == "inbound"), "wait_s"].to_numpy(float) * SECOND).round()
    return {"answered": result.waits, "abandoned": Waits.of(wait_us.astype(np.int64))}


def _curve(name: str, waits: Waits) -> pd.DataFrame:
    """The empirical distribution at no more than so many of its own steps, the last one always among them."""
    ends = np.cumsum(waits.count)
    calls = np.linspace(0, waits.calls - 1, min(waits.calls, _MOST_POINTS)).round()
    steps = np.unique(np.searchsorted(ends, calls, side="right"))
    return pd.DataFrame(dict(zip(_COLUMNS, (name, waits.mean_s[steps], ends[steps] / waits.calls), strict=True)))


def _lines(axes: Axes, data: pd.DataFrame, waits: dict[str, Waits], limit_s: float) -> None:
    for name, curve in data.groupby("callers", sort=False):
        colour, dashes = _LOOKS[str(name)]
        at, share = np.append(curve["wait_s"], limit_s), np.append(curve["share_waited_at_most"], 1.0)
        axes.step(np.insert(at, 0, 0.0), np.insert(share, 0, 0.0), where="post", linewidth=2, color=LIGHT[colour],
                  linestyle=dashes, label=f"{name} ({waits[str(name)].calls:,} calls)")  # fmt: skip
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    axes.set_ylabel("callers who waited at most so long (%)")
    legend_above(axes, len(_LOOKS))


def _finding(result: Result, answered: Waits | None, awt_s: float) -> str:
    if answered is None:
        return "Nobody was answered: every wait here ended in a hang-up"
    within = counted(result.cells, Channel.INBOUND_CALL, live=True, short=True) / answered.calls
    waited = f"half waited {amount(answered.quantile_s(0.5), 's')} or less"
    return f"{percent(within)} of answered calls waited at most {awt_s:g} s; {waited}"


def _alt(waits: dict[str, Waits], finding: str) -> str:
    ninth = [f"90 % of {name} callers waited at most {one.quantile_s(0.9):.0f} s" for name, one in waits.items()]
    return f"Cumulative curves of callers' waits. {finding}. {'; '.join(ninth)}."
