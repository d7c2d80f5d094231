"""ringsim: a call-routing simulator and load tester for cloud phone systems.

>>> import sim
>>> result = sim.run("quickstart", seed=1, short=True)
>>> result.estimates["reach"].n > 0
True
"""

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison
    from sim.experiments.result import Result


def run(
    scenario: str | PathLike[str],
    *,
    seed: int = 1,
    replications: int = 1,
    short: bool = False,
    jobs: int | None = 1,
    engine: str = "auto",
    records: str = "calls",
    sets: Sequence[str] = (),
    overlays: Sequence[tuple[str, str]] = (),
) -> "Result":
    """Simulate a scenario.

    Parameters
    ----------
    scenario : str or path
        A YAML file, or the name of a shipped scenario.
    seed : int
        Key of the luck, 0 .. 2**64-1.
    replications : int
        Days to simulate.
    short : bool
        End the horizon after the scenario's `short_s`.
    jobs : int, optional
        Worker processes; None takes one a core.
    engine : str
        `simpy`, `compiled`, or `auto` for the one that pays; both write the same records.
    records : str
        What is kept of single calls: `none` (numbers, intervals and charges still are), `calls` for a row each, `alone` for
        every record, `all` for both; of more than a million contacts `all` is `alone`.
    sets, overlays
        Laid over the file, as in `sim.scenario.load.load`: `"targets.awt_s=30"`, `("pause", "4@sales@12:00-13:00")`,
        `("preset", "asterisk")`.

    Returns
    -------
    Result
        `estimates` (metric -> value, low, high, n) and `tables` (name -> pandas DataFrame).

    Raises
    ------
    sim.domain.errors.InputError
        With everything that is wrong with the scenario.
    """
    from sim.experiments.workers import begin, several

    if several(jobs, replications) > 1:
        begin()
    from sim.experiments.replicate import replicate
    from sim.scenario.load import load

    loaded = load(scenario, sets=sets, overlays=overlays)
    return replicate(
        loaded, seed=seed, replications=replications, short=short, jobs=jobs, engine=engine, records=records
    )


def compare(
    base: "Result | str | PathLike[str]",
    variant: "Result | str | PathLike[str]",
    *,
    metric: str = "reach",
    between: str = "",
    seed: int = 1,
    replications: int = 30,
    short: bool = False,
    jobs: int | None = 1,
) -> "Comparison":
    """Compare two scenarios (or results with the same seed and replications) with the same callers.

    Parameters
    ----------
    metric : str
        What the verdict is about.
    between : str
        `HH:MM-HH:MM`: judge only calls that arrive in this window.
    seed, replications, short, jobs
        As in `run`, for sides that are not results yet.
    """
    from sim.experiments.compare import askable, keeps
    from sim.experiments.compare import compare as compared
    from sim.experiments.result import Result

    asked: dict[str, Any] = {"seed": seed, "replications": replications, "short": short, "jobs": jobs}
    askable(metric, between)
    records = keeps(metric, between)
    sides = [side if isinstance(side, Result) else run(side, records=records, **asked) for side in (base, variant)]
    return compared(*sides, metric=metric, between=between)
