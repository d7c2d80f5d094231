"""Closed forms and exact Markov chains: every measure within 4 standard errors, at a stated half-width.

Rule: |simulated - exact| <= 4 standard errors, and the half-width of the 95 % interval is at most 3 % of the value under the
SimPy engine and 0.3 % under the compiled one (`SLOW` names the exceptions); of a probability 0.01 and 0.001. The same harness
must fail on a machine that is wrong.

SimPy is measured from records. The compiled engine keeps none and is measured from totals, each value corrected for the luck
in what the scenario states (`System.inputs`), which takes a fifth of the calls. The correction would also hide a small error in
an input, so the inputs are measures of their own, to the same half-width, and the value without it must agree as well.
What totals do not tell (how long each single agent or group talks, what becomes of the calls of one line) is measured from
records with the compiled engine, too, to 3 %.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pytest
from scipy.special import stdtrit

from sim.engines.choice import COMPILED, SIMPY, prepare
from tests.theory.measure import Pairs, counted, measures, pooled
from tests.theory.systems import PROBABILITIES, REPLICATIONS, System, systems
from tests.theory.under import Under

SIGMAS = 4.0
ROUNDING = 1e-9
"""Some measures follow from the inputs and then have no error, but that of arithmetic."""
FROM_RECORDS = 0.03

SYSTEMS = systems()


class Runs(NamedTuple):
    """The measures of a system, one entry per replication: from records, and from totals."""

    recorded: list[Pairs]
    counted: list[Pairs]


Results = dict[tuple[str, str], Future[Runs]]
"""(System, engine) -> its runs."""


def simulate(system: System, under: Under, folder: Path) -> Runs:
    """Run a system under an engine."""
    path, found = folder / "textbook.yaml", Runs([], [])
    if under.engine == COMPILED:
        path.write_text(system.scenario(COMPILED))
        done = under.result(path, REPLICATIONS[COMPILED], crc32(system.id.encode())).done  # its own luck
        found.counted.extend(counted(one.totals) for one in done)
    if not found.counted or not system.expected.keys() <= found.counted[0].keys():
        path.write_text(system.scenario(SIMPY))
        found.recorded.extend(measures(*run) for run in under.records(path, REPLICATIONS[SIMPY]))
    return found


@pytest.fixture(scope="module")
def results(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """The runs of every system selected, two at a time."""
    wanted = {(item.callspec.params["system"], item.callspec.params["under"]) for item in request.session.items
              if hasattr(item, "callspec") and {"system", "under"} <= item.callspec.params.keys()}  # fmt: skip
    if any(engine == COMPILED for _, engine in wanted):
        prepare()  # once here, or both workers would compile
    with ProcessPoolExecutor(2) as pool:
        yield {
            (name, engine): pool.submit(simulate, SYSTEMS[name], Under(engine), tmp_path_factory.mktemp("run"))
            for name, engine in sorted(wanted, key=lambda pair: (list(SYSTEMS).index(pair[0]), pair[1]))
        }


def shortfalls(system: System, runs: Runs) -> list[str]:
    """Every measure that is too far from the truth, or too loosely known; in words."""
    found = []
    for name, exact in (system.expected | (system.inputs if runs.counted else {})).items():
        replications, share, inputs = runs.recorded, FROM_RECORDS, {}
        if runs.counted and name in runs.counted[0]:
            replications, share = runs.counted, system.half_width
            inputs = {} if name in system.inputs else system.inputs
        known = pooled(replications, name, inputs)
        for value, error, _ in (known, pooled(replications, name)):
            if abs(value - exact) > SIGMAS * error + ROUNDING * exact:
                found.append(
                    f"{name}: {value:.6g}, exact {exact:.6g}: {abs(value - exact) / error:.1f} standard errors"
                )
        half_width = float(stdtrit(known.freedom, 0.975)) * known.error
        bound = share / 3 if name.startswith(PROBABILITIES) else share * exact
        if half_width > bound:
            found.append(f"{name}: half-width {half_width:.3g} exceeds {bound:.3g} ({half_width / exact:.1%} of it)")
    return found


@pytest.mark.parametrize(
    ("system", "under"), [(name, engine) for name, one in SYSTEMS.items() for engine in one.calls], indirect=["under"]
)
def test_agrees_within_four_standard_errors(system: str, under: Under, results: Results) -> None:
    assert not shortfalls(SYSTEMS[system], results[system, under.engine].result())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("exponential: {mean: 120}", "exponential: {mean: 144}"), ("count: 15", "count: 16")],
    ids=["patience x 1.2", "one agent too many"],
)
def test_fails_on_a_system_that_is_wrong(right: str, wrong: str, under: Under, tmp_path: Path) -> None:
    system = SYSTEMS["MMnM-08"]
    assert right in system.text
    broken = replace(system, text=system.text.replace(right, wrong))
    found = [line for line in shortfalls(system, simulate(broken, under, tmp_path)) if "standard errors" in line]
    assert {line.split(":")[0] for line in found} & system.expected.keys()
