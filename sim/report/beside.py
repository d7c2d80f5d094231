"""A scenario's recorded figures in the words of a report, each beside ours. May not compute a number."""

from dataclasses import dataclass
from difflib import get_close_matches

from sim.domain.errors import invalid
from sim.report.inputs import Result
from sim.report.numbers import amount
from sim.scenario.figures import Figure


@dataclass(frozen=True, slots=True)
class Row:
    """One recorded figure and ours."""

    name: str
    recorded: str
    simulated: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Recorded figures beside the simulated ones, and why they differ."""

    title: str
    rows: tuple[Row, ...]
    why: str


def beside(result: Result) -> Beside | None:
    """The recorded figures of a result's scenario; None if it has none.

    Raises
    ------
    InputError
        If a figure names a metric that does not exist.
    """
    recorded = result.recorded
    if recorded is None:
        return None
    return Beside(recorded.title, tuple(_row(figure, result) for figure in recorded.figures), recorded.why)


def _row(figure: Figure, result: Result) -> Row:
    known = result.estimates
    if figure.metric not in known:
        guess = "".join(get_close_matches(figure.metric, known, 1))
        raise invalid(figure.name, "the metric of a recorded figure", "a metric", figure.metric, guess)
    ours = known[figure.metric]
    return Row(figure.name, amount(figure.recorded, figure.unit), amount(ours.value, ours.unit))
