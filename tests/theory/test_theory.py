"""Closed forms and exact Markov chains: every measure within 4 standard errors, at a stated half-width.

Rule: 20 replications; the half-width of the 95 % interval is at most 3 % of the value (0.01 for probabilities);
|simulated - exact| <= 4 standard errors. The same harness must fail on a machine that is wrong.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import pytest
from scipy.special import stdtrit

from sim.engines.choice import COMPILED, SIMPY, prepare
from tests.theory.measure import Pairs, measures, pooled
from tests.theory.systems import PROBABILITIES, System, systems

REPLICATIONS = 20
SIGMAS = 4.0
RELATIVE, ABSOLUTE = 0.03, 0.01

SYSTEMS = systems()

Results = dict[tuple[str, str], Future[list[Pairs]]]
"""(System, engine) -> its runs."""


def simulate(text: str, folder: str, awt_min: float, seed: int, name: str) -> list[Pairs]:
    """Run one scenario file under an engine; a list of measures, one entry per replication."""
    from sim.engines.choice import engine_of
    from sim.scenario.load import load
    from sim.scenario.resolve import resolve
    from sim.workload.stream import workload

    path = Path(folder) / "textbook.yaml"
    path.write_text(text)
    plan = resolve(load(path))
    engine = engine_of(name)
    assert engine.name == name
    runs = (engine.run(plan, workload(plan, seed, nth), seed, nth) for nth in range(1, REPLICATIONS + 1))
    return [measures(plan, run.records, awt_min) for run in runs]


@pytest.fixture(scope="module")
def results(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """The runs of every system selected, two at a time."""
    wanted = {(item.callspec.params["system"], item.callspec.params["engine"]) for item in request.session.items
              if hasattr(item, "callspec") and {"system", "engine"} <= item.callspec.params.keys()}  # fmt: skip
    if any(engine == COMPILED for _, engine in wanted):
        prepare()  # once here, or both workers would compile
    with ProcessPoolExecutor(2) as pool:
        yield {
            (name, engine): pool.submit(
                simulate, SYSTEMS[name].text, str(tmp_path_factory.mktemp("run")), SYSTEMS[name].awt_min, 1, engine
            )
            for name, engine in sorted(wanted, key=lambda pair: (list(SYSTEMS).index(pair[0]), pair[1]))
        }


def shortfalls(row: System, runs: list[Pairs]) -> list[str]:
    """Every measure that is too far from the truth, or too loosely known; in words."""
    found = []
    for name, exact in row.expected.items():
        value, error = pooled(runs, name)
        half_width = float(stdtrit(len(runs) - 1, 0.975)) * error
        bound = ABSOLUTE if name.startswith(PROBABILITIES) else RELATIVE * exact
        if abs(value - exact) > SIGMAS * error:
            found.append(f"{name}: {value:.6g}, exact {exact:.6g}: {abs(value - exact) / error:.1f} standard errors")
        if half_width > bound:
            found.append(f"{name}: half-width {half_width:.3g} exceeds {bound:.3g} ({half_width / exact:.1%} of it)")
    return found


@pytest.mark.parametrize("engine", [SIMPY, COMPILED])
@pytest.mark.parametrize("system", list(SYSTEMS))
def test_agrees_within_four_standard_errors(system: str, engine: str, results: Results) -> None:
    assert not shortfalls(SYSTEMS[system], results[system, engine].result())


@pytest.mark.parametrize("engine", [SIMPY, COMPILED])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [("exponential: {mean: 120}", "exponential: {mean: 144}"), ("count: 15", "count: 16")],
    ids=["patience x 1.2", "one agent too many"],
)
def test_fails_on_a_system_that_is_wrong(right: str, wrong: str, engine: str, tmp_path: Path) -> None:
    row = SYSTEMS["MMnM-08"]
    assert right in row.text
    broken = row.text.replace(right, wrong)
    assert any(
        "standard errors" in line for line in shortfalls(row, simulate(broken, str(tmp_path), row.awt_min, 1, engine))
    )
