"""A finite day from empty, drained after closing, against its exact expectations: the product's own metrics and intervals.

|simulated - exact| <= 4 standard errors, each of which is at most the share of the exact value written beside it, for 40 days
of the SimPy engine; the compiled engine runs 5,000, a hundred phone systems side by side, and is held to an eleventh of it.
The mean wait of a day varies by two fifths of itself, so the bound on its error is wide.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from scipy.special import stdtrit

from sim.engines.choice import COMPILED, SIMPY
from sim.experiments.result import Result
from tests.theory.systems import REFERENCE, TEXTBOOK_AGENT
from tests.theory.under import Under

DAYS = {SIMPY: 40, COMPILED: 50}
BESIDE = {SIMPY: 1, COMPILED: 100}
"""Systems side by side: each has a day of its own."""
SIGMAS = 4.0
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads((REFERENCE / "transient_reference.json").read_text())
}
PATIENT, IMPATIENT = "", ", patience_s: {exponential: {mean: 60}}"


def days(under: Under, folder: Path, patience: str, agents: int = 12) -> Result:
    """Eight hours of some phone systems side by side."""
    path, each = folder / "transient.yaml", range(BESIDE[under.engine])
    pool = "ring_timeout_s: null, queue: {}, overflow: hang_up"
    sections = {
        "agents": [f"agent{i}: {{count: {agents}, {TEXTBOOK_AGENT}}}" for i in each],
        "ring_groups": [f"pool{i}: {{layers: [{{members: [agent{i}]}}], {pool}}}" for i in each],
        "lines": [f"main{i}: {{route: {{ring_group: pool{i}}}}}" for i in each],
    }
    calls = [f"{{line: main{i}, per_hour: 252, handle_s: {{exponential: {{mean: 120}}}}{patience}}}" for i in each]
    text = "# What is expected of a day?\nschema: 1\nname: transient\n"
    text += "horizon: {start: 2026-03-02T08:00, end: 2026-03-02T16:00}\n"
    text += "".join(f"{name}: {{{', '.join(rows)}}}\n" for name, rows in sections.items())
    path.write_text(f"{text}workload: {{calls: [{', '.join(calls)}]}}\n")
    return under.result(path, DAYS[under.engine])


def assert_agrees(result: Result, name: str, exact: float, share: float) -> None:
    found, systems = result.estimates[name], BESIDE[result.engine]
    exact *= systems if found.unit == "calls" else 1
    share *= (DAYS[SIMPY] / result.replications / systems) ** 0.5
    assert found.value is not None
    assert found.low is not None and found.high is not None
    error = (found.high - found.low) / 2 / float(stdtrit(result.replications - 1, 0.975))
    assert error <= share * exact, f"{found.name}: a standard error of {error:.3g} is too wide"
    assert abs(found.value - exact) <= SIGMAS * error, (
        f"{found.name}: {found.value:.5g}, exact {exact:.5g} +- {error:.2g}"
    )


def test_an_eight_hour_day_of_patient_callers(under: Under, tmp_path: Path) -> None:
    """4.2 calls a minute, 2 minutes each, 12 agents: speed of answer and occupancy."""
    case = CASES["T02-CC-MMC"]
    assert case["inputs"] == {"lam": 4.2, "mu": 0.5, "n": 12, "day_min": 480}
    result, exact = days(under, tmp_path, PATIENT), case["outputs"]
    assert_agrees(result, "asa", 60 * exact["speed_of_answer_min"], 0.08)
    assert_agrees(result, "occupancy", exact["occupancy_in_8h"], 0.007)
    assert_agrees(result, "offered", 4.2 * 480, 0.005)


def test_an_eight_hour_day_of_impatient_callers(under: Under, tmp_path: Path) -> None:
    """The same with a mean patience of a minute: how many hang up, and the occupancy that leaves."""
    case = CASES["T03-CC-MMCAb"]
    assert case["inputs"] == {"lam": 4.2, "mu": 0.5, "n": 12, "day_min": 480, "patience_mean": 1.0}
    result, exact = days(under, tmp_path, IMPATIENT), case["outputs"]
    assert_agrees(result, "abandoned", exact["expected_abandoned"], 0.05)
    assert_agrees(result, "abandon_ratio", exact["p_abandon"], 0.05)
    assert_agrees(result, "occupancy", exact["occupancy_in_8h"], 0.007)


def test_a_day_with_one_agent_more_is_told_apart(under: Under, tmp_path: Path) -> None:
    """What passes above is not passed by everything."""
    exact = CASES["T03-CC-MMCAb"]["outputs"]
    result = days(under, tmp_path, IMPATIENT, agents=13)
    with pytest.raises(AssertionError, match=r"abandoned: .* exact"):
        assert_agrees(result, "abandoned", exact["expected_abandoned"], 0.06)
    with pytest.raises(AssertionError, match=r"occupancy: .* exact"):
        assert_agrees(result, "occupancy", exact["occupancy_in_8h"], 0.007)
