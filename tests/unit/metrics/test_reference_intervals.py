"""Pooled numbers and their intervals against answers that others published or computed: counts in, interval out."""

import json
from pathlib import Path
from typing import Any

import pytest

from sim.metrics import estimate
from sim.metrics.estimate import Estimate, estimates
from sim.metrics.registry import Metric, Pair

ANSWERS = json.loads((Path(__file__).parents[2] / "data" / "reference" / "stats_reference.json").read_text())
PUBLISHED = ANSWERS["student_interval_published"]
RATIOS = ANSWERS["ratio_estimator"]


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The estimate of a metric whose days are its parts themselves, at a level of confidence."""

    def of(parts: list[Pair], confidence: float = 0.95) -> Estimate:
        toy = Metric("toy", "Toy", "s", "neither", "over / under", "Toys", "here", "", lambda part: part)
        monkeypatch.setattr(estimate, "METRICS", {"toy": toy})
        monkeypatch.setattr(estimate, "CONFIDENCE", confidence)
        return estimates(parts)["toy"]  # type: ignore[arg-type]

    return of


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["case"])
def test_a_mean_has_the_published_students_interval(case: dict[str, Any], pooled: Any) -> None:
    """Half of the days lie as far above the mean as the others below it, so that mean and deviation are the published."""
    n, off = case["n"], case["sd"] * ((case["n"] - 1) / case["n"]) ** 0.5
    found = pooled([Pair(case["mean"] + (off if i % 2 else -off), 1.0, 1) for i in range(n)], case["level"])
    assert (found.value, found.n) == (pytest.approx(case["mean"], rel=1e-12), n)
    assert (found.low, found.high) == pytest.approx(case["computed"], rel=1e-9)
    assert (found.low, found.high) == pytest.approx(case["published"], abs=1.001e-3)


@pytest.mark.parametrize("case", RATIOS, ids=lambda case: f"seed {case['lcg_seed']}")
def test_a_ratio_is_pooled_and_has_the_jackknife_interval_of_the_reference(case: dict[str, Any], pooled: Any) -> None:
    found = pooled([Pair(*pair, pair[1]) for pair in zip(case["numerators"], case["denominators"], strict=True)])
    assert found.value == pytest.approx(case["ratio_of_means"], rel=1e-12)
    assert abs(found.value - case["mean_of_ratios_BIASED"]) > 0.005
    half = (found.high - found.low) / 2
    assert half == pytest.approx(case["jackknife_halfwidth95"], rel=1e-9)
    assert half == pytest.approx(case["delta_halfwidth95"], rel=2e-3)
