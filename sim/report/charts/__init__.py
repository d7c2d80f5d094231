"""The registry of charts. One file in this folder is one chart: a pure function of a result, decorated with `@chart`.

Nothing lists the charts a second time: the report, `ringsim chart NAME` and the gallery ask `charts()`, which imports
every module of this folder.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from sim.domain.errors import invalid
from sim.report.inputs import Result
from sim.report.style import empty, house_style


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart of one result.

    `finding` is the title (what the data say), `alt` the alternative text, `note` how it was made (may be empty),
    `data` what was drawn, for the CSV file beside it.
    """

    figure: Figure
    finding: str
    alt: str
    data: pd.DataFrame
    note: str = ""


Draw = Callable[[Result], Drawn]


@dataclass(frozen=True, slots=True)
class Chart:
    """One row of the registry; `place` orders the charts of a report."""

    name: str
    title: str
    place: int
    function: Draw

    def draw(self, result: Result) -> Drawn:
        """Draw it in the house style."""
        with house_style():
            return self.function(result)


_CHARTS: dict[str, Chart] = {}


def chart(name: str, title: str, *, place: int) -> Callable[[Draw], Draw]:
    """Register a chart under `name`, which is also the stem of its CSV file."""

    def register(function: Draw) -> Draw:
        assert name not in _CHARTS, f"two charts are called {name}"
        _CHARTS[name] = Chart(name, title, place, function)
        return function

    return register


def charts() -> tuple[Chart, ...]:
    """Every chart, in the order of the report."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(module.name)
    return tuple(sorted(_CHARTS.values(), key=lambda row: (row.place, row.name)))


def find(name: str) -> Chart:
    """The chart called `name`.

    Raises
    ------
    InputError
        There is none; the message lists the names.
    """
    known = {row.name: row for row in charts()}
    if name not in known:
        raise invalid("chart", "NAME", f"one of {', '.join(known)}", name)
    return known[name]


def nothing(finding: str, columns: tuple[str, ...]) -> Drawn:
    """A chart of a result that has nothing to show; `finding` says why."""
    return Drawn(empty(finding), finding, finding, pd.DataFrame(columns=list(columns)))
