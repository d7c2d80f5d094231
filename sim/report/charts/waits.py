"""How long callers waited: the cumulative distribution, with the acceptable waiting time."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from sim.report.charts import Drawn, chart, nothing
from sim.report.inputs import Result
from sim.report.intervals import counted_calls
from sim.report.numbers import amount, percent
from sim.report.style import LIGHT, canvas, legend_above

_LOOKS = {"answered": ("blue", "solid"), "abandoned": ("orange", "dashed")}
_MOST_POINTS = 400
_COLUMNS = ("callers", "wait_s", "share_waited_at_most")


@chart("waits", "Waits of callers", place=20)
def draw(result: Result) -> Drawn:
    """Share of callers who waited at most so long: those answered, and those who hung up."""
    waits = _waits(result)
    if not sum(map(len, waits.values())):
        return nothing("No call was answered or abandoned: no waits to show", _COLUMNS)
    awt_s = result.targets.awt_s
    figure, (axes,) = canvas()
    data = pd.concat([_curve(name, values) for name, values in waits.items() if len(values)], ignore_index=True)
    limit_s = max(1.5 * awt_s, *(float(np.quantile(values, 0.99)) for values in waits.values() if len(values)))
    _lines(axes, data, waits, limit_s)
    axes.axvline(awt_s, color=LIGHT["ink"], linestyle="dotted", linewidth=1.4)
    axes.annotate(f" acceptable wait {awt_s:g} s", (awt_s, 0.03), fontsize=9)
    axes.set_xlim(0, limit_s)
    axes.set_xlabel("wait since arrival (s)")
    finding = _finding(waits["answered"], awt_s)
    beyond = max(float((values > limit_s).mean()) for values in waits.values() if len(values))
    note = f"The longest waits ({percent(beyond)} of a curve) lie beyond the axis. " if beyond else ""
    return Drawn(figure, finding, _alt(waits, finding), data, note + "Calls in opening hours.")


def _waits(result: Result) -> dict[str, np.ndarray]:
    calls = counted_calls(result)
    gone = calls["outcome"].astype(str).str.upper().str.startswith("ABANDONED")
    return {
        "answered": np.sort(calls.loc[calls["live"].astype(bool), "wait_s"].to_numpy(float)),
        "abandoned": np.sort(calls.loc[gone, "wait_s"].to_numpy(float)),
    }


def _curve(name: str, values: np.ndarray) -> pd.DataFrame:
    """The empirical distribution at no more than so many of its own steps, the last one always among them."""
    steps = np.unique(np.linspace(0, len(values) - 1, min(len(values), _MOST_POINTS)).round().astype(int))
    return pd.DataFrame(dict(zip(_COLUMNS, (name, values[steps], (steps + 1) / len(values)), strict=True)))


def _lines(axes: Axes, data: pd.DataFrame, waits: dict[str, np.ndarray], limit_s: float) -> None:
    for name, curve in data.groupby("callers", sort=False):
        colour, dashes = _LOOKS[str(name)]
        at, share = np.append(curve["wait_s"], limit_s), np.append(curve["share_waited_at_most"], 1.0)
        axes.step(np.insert(at, 0, 0.0), np.insert(share, 0, 0.0), where="post", linewidth=2, color=LIGHT[colour],
                  linestyle=dashes, label=f"{name} ({len(waits[str(name)]):,} calls)")  # fmt: skip
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    axes.set_ylabel("callers who waited at most so long (%)")
    legend_above(axes, len(_LOOKS))


def _finding(answered: np.ndarray, awt_s: float) -> str:
    if not len(answered):
        return "Nobody was answered: every wait here ended in a hang-up"
    within, half = float((answered <= awt_s).mean()), float(np.quantile(answered, 0.5))
    waited = f"half waited {amount(half, 's')} or less"
    return f"{percent(within)} of answered calls waited at most {awt_s:g} s; {waited}"


def _alt(waits: dict[str, np.ndarray], finding: str) -> str:
    ninth = [f"90 % of {name} callers waited at most {np.quantile(values, 0.9):.0f} s"
             for name, values in waits.items() if len(values)]  # fmt: skip
    return f"Cumulative curves of callers' waits. {finding}. {'; '.join(ninth)}."
