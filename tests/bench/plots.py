"""Charts of speed over size and load, as PNG files in a folder: python -m tests.bench.plots [results/bench]

Every point is one run of Erlang A in a process of its own (tests/bench/single.py), about CALLS calls long, half an hour at
least, of which WARM_UP_S fill the empty room. The SimPy engine stops where a point would take minutes.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from sim.engines.choice import COMPILED, SIMPY
from tests.bench.scaled import WARM_UP_S, scaled
from tests.bench.single import Single, alone

CALLS = {COMPILED: 200_000, SIMPY: 40_000}
LOOK = {COMPILED: {"color": "#0072b2", "marker": "o"}, SIMPY: {"color": "#d55e00", "marker": "s", "linestyle": "--"}}
MEMBERS = 20
LOADS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2)

Size = tuple[int, int, float]
"""Ring groups, members of each, load."""
Points = dict[float, Single]
"""Place on the axis -> run."""


def measured(engine: str, places: Iterable[float], size: Callable[[float], Size]) -> Points:
    """One run at every place."""
    found = {}
    for place in places:
        groups, members, load = size(place)
        with TemporaryDirectory() as folder:
            found[place] = one = alone(str(scaled(Path(folder), groups, members, load, CALLS[engine])), engine)
        print(f"{engine:9} {groups:>5,} x {members:>6,} agents, load {load:.1f}: {one.calls / one.run_s:>9,.0f} calls/s, {one.calls:>9,.0f} "
              f"calls, load {one.load_s:.2f} s, resolve {one.resolve_s:.2f} s, run {one.run_s:.1f} s, {one.peak_mb:,.0f} MB", flush=True)  # fmt: skip
    return found


def draw(axes: Axes, runs: dict[str, Points], value: Callable[[Single], float], across: str, up: str) -> None:
    """A line per engine; the last value is written beside it."""
    for engine, points in runs.items():
        values = [value(one) for one in points.values()]
        axes.plot(list(points), values, label=engine, **LOOK[engine])
        last = f"{values[-1]:,.3g}" if values[-1] < 100 else f"{values[-1]:,.0f}"
        axes.annotate(last, (list(points)[-1], values[-1]), (5, 5), textcoords="offset points")
    axes.set(xlabel=across, ylabel=up, yscale="log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter("{x:,g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.margins(x=0.2, y=0.1)
    axes.grid(alpha=0.4)
    axes.legend()


def decades(axes: Axes) -> None:
    """Agents in powers of ten."""
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:,g}")


def written(figure: Figure, title: str, runs: dict[str, Points], file: Path) -> None:
    """The figure under its title, with what was run."""
    calls = {engine: [one.calls for one in points.values()] for engine, points in runs.items()}
    ends = {engine: dict.fromkeys(f"{end(many):,.0f}" for end in (min, max)) for engine, many in calls.items()}
    told = [f"{engine} {' to '.join(both)} calls" for engine, both in ends.items()]
    figure.suptitle(f"{title}\n", fontsize=11)
    note = f"CPU time, one run a point, {WARM_UP_S} s of warm-up in it; {', '.join(told)}"
    figure.text(0.5, 0.925, note, ha="center", fontsize=8, color="#57606a")
    figure.savefig(file, dpi=120)
    print(file)


def over_agents(folder: Path) -> None:
    """One ring group of everybody, at a load of 1."""
    ends = {COMPILED: (20, 200, 2_000, 20_000), SIMPY: (20, 200, 2_000)}
    runs = {engine: measured(engine, places, lambda n: (1, round(n), 1.0)) for engine, places in ends.items()}
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    draw(axes, runs, lambda one: one.calls / one.run_s, "agents, all in one ring group", "calls per second")
    decades(axes)
    written(figure, "Erlang A at load 1.00: calls per second over agents", runs, folder / "speed_over_agents.png")


def over_load(folder: Path) -> None:
    """Two hundred agents in one ring group."""
    runs = {engine: measured(engine, LOADS, lambda load: (1, 200, load)) for engine in CALLS}
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    draw(
        axes, runs, lambda one: one.calls / one.run_s, "load (calls offered x handle time / agents)", "calls per second"
    )
    written(figure, "Erlang A with 200 agents: calls per second over load", runs, folder / "speed_over_load.png")


def over_size(folder: Path) -> None:
    """More and more ring groups of twenty, at a load of 0.8."""
    ends = {COMPILED: (100, 1_000, 10_000, 100_000), SIMPY: (100, 1_000, 10_000)}
    runs = {
        engine: measured(engine, places, lambda n: (round(n) // MEMBERS, MEMBERS, 0.8))
        for engine, places in ends.items()
    }
    figure = Figure(figsize=(13, 4.5), layout="constrained")
    agents = f"agents, in ring groups of {MEMBERS}"
    for axes, value, up in zip(figure.subplots(1, 3), (
        lambda one: 1e6 * one.run_s / one.calls, lambda one: one.load_s + one.resolve_s, lambda one: one.peak_mb,
    ), ("run: microseconds per call", "load and resolve: seconds", "peak memory: MB, import included"), strict=True):  # fmt: skip
        draw(axes, runs, value, agents, up)
        decades(axes)
    written(
        figure,
        "Erlang A at load 0.80: what a call costs over the size of the system",
        runs,
        folder / "cost_over_size.png",
    )


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "results/bench")
    target.mkdir(parents=True, exist_ok=True)
    for chart in (over_agents, over_load, over_size):
        chart(target)
