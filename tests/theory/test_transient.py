"""A finite day from empty, drained after closing, against its exact expectations: the product's own metrics and intervals.

40 days; |simulated - exact| <= 4 standard errors, each of which is at most the share of the exact value written beside it.
The mean wait of a day varies by two fifths of itself, so the bound on its error is wide.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from scipy.special import stdtrit

from sim.experiments.replicate import replicate
from sim.experiments.result import Result
from sim.metrics.estimate import Estimate
from sim.scenario.load import load
from tests.theory.systems import REFERENCE, TEXTBOOK_AGENT

DAYS = 40
SIGMAS = 4.0
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads((REFERENCE / "transient_reference.json").read_text())
}
POOL = f"""# What is expected of a day?
schema: 1
name: transient
horizon: {{start: 2026-03-02T08:00, end: 2026-03-02T16:00}}
agents: {{agent: {{count: 12, {TEXTBOOK_AGENT}}}}}
ring_groups: {{pool: {{layers: [{{members: [agent]}}], ring_timeout_s: null, queue: {{}}, overflow: hang_up}}}}
lines: {{main: {{route: {{ring_group: pool}}}}}}
workload:
  calls: [{{line: main, per_hour: 252, handle_s: {{exponential: {{mean: 120}}}}}}]
"""
IMPATIENT = POOL.replace("{mean: 120}}", "{mean: 120}}, patience_s: {exponential: {mean: 60}}")


def days(text: str, folder: Path) -> Result:
    path = folder / "transient.yaml"
    path.write_text(text)
    return replicate(load(path), seed=1, replications=DAYS)


def assert_agrees(found: Estimate, exact: float, share: float) -> None:
    assert found.value is not None
    assert found.low is not None and found.high is not None
    error = (found.high - found.low) / 2 / float(stdtrit(DAYS - 1, 0.975))
    assert error <= share * exact, f"{found.name}: a standard error of {error:.3g} is too wide"
    assert abs(found.value - exact) <= SIGMAS * error, (
        f"{found.name}: {found.value:.5g}, exact {exact:.5g} +- {error:.2g}"
    )


def test_an_eight_hour_day_of_patient_callers(tmp_path: Path) -> None:
    """4.2 calls a minute, 2 minutes each, 12 agents: speed of answer and occupancy."""
    case = CASES["T02-CC-MMC"]
    assert case["inputs"] == {"lam": 4.2, "mu": 0.5, "n": 12, "day_min": 480}
    numbers, exact = days(POOL, tmp_path).estimates, case["outputs"]
    assert_agrees(numbers["asa"], 60 * exact["speed_of_answer_min"], 0.08)
    assert_agrees(numbers["occupancy"], exact["occupancy_in_8h"], 0.007)
    assert_agrees(numbers["offered"], 4.2 * 480, 0.005)


def test_an_eight_hour_day_of_impatient_callers(tmp_path: Path) -> None:
    """The same with a mean patience of a minute: how many hang up, and the occupancy that leaves."""
    case = CASES["T03-CC-MMCAb"]
    assert case["inputs"] == {"lam": 4.2, "mu": 0.5, "n": 12, "day_min": 480, "patience_mean": 1.0}
    numbers, exact = days(IMPATIENT, tmp_path).estimates, case["outputs"]
    assert_agrees(numbers["abandoned"], exact["expected_abandoned"], 0.05)
    assert_agrees(numbers["abandon_ratio"], exact["p_abandon"], 0.05)
    assert_agrees(numbers["occupancy"], exact["occupancy_in_8h"], 0.007)


def test_a_day_with_one_agent_more_is_told_apart(tmp_path: Path) -> None:
    """What passes above is not passed by everything."""
    exact = CASES["T03-CC-MMCAb"]["outputs"]
    numbers = days(IMPATIENT.replace("count: 12", "count: 13"), tmp_path).estimates
    with pytest.raises(AssertionError, match=r"abandoned: .* exact"):
        assert_agrees(numbers["abandoned"], exact["expected_abandoned"], 0.06)
    with pytest.raises(AssertionError, match=r"occupancy: .* exact"):
        assert_agrees(numbers["occupancy"], exact["occupancy_in_8h"], 0.007)
