"""Comparisons: paired, judged by interval and margin, and right about what is known to be different or the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import sim
from sim.domain.errors import InputError
from sim.experiments.answer import answer, base_of
from sim.experiments.compare import Row, compare
from sim.experiments.replicate import replicate
from sim.experiments.result import Result
from sim.experiments.sentence import run_word, sentence
from sim.scenario.load import load
from tests.conftest import DAY


@pytest.fixture(scope="module")
def lunch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Result]:
    path = tmp_path_factory.mktemp("day") / "small.yaml"
    path.write_text(DAY)
    result = sim.run(path, replications=12)
    base = base_of(result)
    assert base is not None
    return replicate(base, replications=12, jobs=1), result


def test_the_question_is_answered_against_the_day_without_what_it_asks_about(lunch: tuple[Result, Result]) -> None:
    found = answer(*lunch)
    row = found.rows[0]
    assert (row.metric, row.verdict, found.between) == ("reach", "worse", "12:00-13:00")
    assert row.difference is not None
    assert row.high is not None
    assert row.high < 0
    assert found.sentence.startswith("With lunch, reach between 12:00 and 13:00 is ")
    assert "12 days with the same callers" in found.sentence
    assert found.sentence.endswith(": worse.")


def test_outside_the_window_the_pause_changes_nothing_before_it(lunch: tuple[Result, Result]) -> None:
    row = compare(*lunch, between="10:00-12:00").rows[0]
    assert (row.difference, row.low, row.high, row.verdict) == (0, 0, 0, "same")


def test_a_window_is_that_of_every_day_of_the_horizon(tmp_path: Path) -> None:
    """Three days from noon to noon: the lunch hours of two and a half of them, counted from the table of calls."""
    path = tmp_path / "days.yaml"
    longer = DAY.replace("2026-03-02T10:00, end: 2026-03-02T14:00", "2026-03-02T12:30, end: 2026-03-04T14:00")
    path.write_text(longer.replace("at: 12:00, until: 13:00, ", ""))
    result = sim.run(path, replications=2)
    row = compare(result, result, between="12:00-13:00").rows[0]
    calls = result.tables["calls"]
    hour = (calls["arrival_s"] + 12.5 * 3600) // 3600 % 24
    lunch = calls[(calls["direction"] == "inbound") & (hour == 12)]
    days = {int(at) for at in (lunch["arrival_s"] + 12.5 * 3600) // 86_400}
    assert days == {0, 1, 2}
    assert (row.n, row.base) == (len(lunch), pytest.approx(lunch["live"].mean()))


def test_a_ratio_is_pooled_and_its_interval_is_the_jackknife_over_pairs(lunch: tuple[Result, Result]) -> None:
    row = compare(*lunch).rows[0]
    counts = [
        [(one.totals.calls(in_hours=True, live=True), one.totals.calls(in_hours=True)) for one in side.done]
        for side in lunch
    ]
    base, variant = (np.array(side) for side in counts)

    def pooled(side: np.ndarray) -> float:
        return float(side[:, 0].sum() / side[:, 1].sum())

    assert row.difference == pytest.approx(pooled(variant) - pooled(base), abs=1e-12)
    left = np.array([pooled(np.delete(variant, i, 0)) - pooled(np.delete(base, i, 0)) for i in range(12)])
    error = np.sqrt(11 / 12 * ((left - left.mean()) ** 2).sum())
    assert row.high - row.difference == pytest.approx(stats.t.ppf(0.975, 11) * error, rel=1e-9)  # type: ignore[operator]


def test_a_mean_has_the_interval_of_a_paired_t_test(lunch: tuple[Result, Result]) -> None:
    row = compare(*lunch, metric="answered").rows[0]
    base, variant = (np.array([one.totals.calls(live=True) for one in side.done]) for side in lunch)
    expected = stats.ttest_rel(variant, base).confidence_interval(0.95)
    assert (row.low, row.high) == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_a_scenario_is_the_same_as_itself(lunch: tuple[Result, Result]) -> None:
    found = compare(lunch[0], lunch[0])
    assert {row.verdict for row in found.rows if row.difference is not None} == {"same"}


def row(**changes: object) -> Row:
    numbers = {"base": 0.9, "variant": 0.8, "difference": -0.1, "low": -0.15, "high": -0.05}
    return Row("reach", "Reach", n=100, **{"unit": "ratio", "verdict": "worse"} | numbers | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "In b, reach is 80.0 %; in a it is 90.0 %: 10.0 points lower (95 % interval 5.0 to 15.0 points, "),
        ({"high": 0.02}, ": 10.0 points lower (95 % interval 15.0 points lower to 2.0 points higher, "),
        ({"difference": 0.0, "low": -0.05, "high": 0.05}, ": no difference (95 % interval 5.0 points lower to 5.0 points "),
        ({"difference": 0.0, "low": 0.0, "high": 0.0}, ": no difference (95 % interval 0.0 to 0.0 points, "),
        ({"unit": "calls", "base": 12_345.0, "variant": 1.0, "difference": -12_344.0, "low": -20_000.0, "high": -1.0},
         "reach is 1 call; in a it is 12,345 calls: 12,344 calls lower (95 % interval 1 to 20,000 calls, "),
        ({"unit": "money", "base": 744.5, "variant": 750.0, "difference": 5.5, "low": 1.25, "high": 9.75},
         "reach is 750; in a it is 744: 5.5 higher (95 % interval 1.2 to 9.8, "),
        ({"low": None, "high": None, "verdict": "cannot tell"},
         "90.0 %: what is counted falls on a single day, so we cannot tell without more replications."),
        ({"base": None, "difference": None}, "There is no reach to compare: nothing is counted on one side."),
        ({"base": None, "variant": None, "difference": None}, "nothing is counted on either side."),
    ],
)  # fmt: skip
def test_the_sentence_is_true_of_every_kind_of_difference(changes: dict[str, object], said: str) -> None:
    assert said in sentence(row(**changes), ("in a", "in b"), "", 8, "day", True)


def test_the_sentence_claims_the_same_callers_only_where_they_are(day: Path) -> None:
    """Twice the calls, and other calls, are not the same callers; a pause leaves them what they are."""
    base = sim.run(day, replications=2)
    for overlay, callers in (("pause", True), ("volume", False)):
        text = {"pause": "2@sales", "volume": "2x"}[overlay]
        found = compare(base, sim.run(day, replications=2, overlays=[(overlay, text)]))
        assert ("2 days with the same callers" in found.sentence) is callers
        assert ("2 days with the same seed" in found.sentence) is not callers


def test_a_replication_of_a_week_is_not_called_a_day(day: Path) -> None:
    plan = sim.run(day).plan
    assert [run_word(replace(plan, end_us=hours * 3_600_000_000)) for hours in (24, 25)] == ["day", "replication"]


def test_a_single_pair_of_days_cannot_tell(day: Path) -> None:
    found = sim.compare(day, sim.run(day, overlays=[("pause", "2@sales")]), replications=1)
    assert found.rows[0].verdict == "cannot tell"
    assert "on a single day, so we cannot tell" in found.sentence


def test_a_margin_wide_enough_makes_everything_the_same(lunch: tuple[Result, Result]) -> None:
    found = compare(*lunch, margin=1.0)
    assert found.rows[0].verdict == "same"
    assert found.sentence.endswith(": same (practical margin 100 points).")
    assert "practical margin 100 points, or of 5 % of the base for what is no ratio" in found.rule


def test_more_volume_is_more_offered_and_neither_better_nor_worse(day: Path) -> None:
    louder = sim.run(day, replications=4, overlays=[("volume", "2x")])
    row = compare(sim.run(day, replications=4), louder, metric="offered").rows[0]
    assert row.verdict == "more"
    assert row.variant == pytest.approx(2 * row.base, rel=0.2)  # type: ignore[operator]


def test_a_metric_or_window_that_does_not_exist_is_refused_with_a_guess(lunch: tuple[Result, Result]) -> None:
    with pytest.raises(InputError, match="did you mean reach"):
        compare(*lunch, metric="reech")
    with pytest.raises(InputError, match="between must be a window HH:MM-HH:MM, but is noon"):
        compare(*lunch, between="noon")


def test_a_window_of_the_day_needs_single_calls(day: Path) -> None:
    """The whole horizon does not, and is the same without them."""
    bare, kept = (sim.run(day, replications=3, records=records) for records in ("none", "calls"))
    with pytest.raises(InputError, match="between must be left out, or asked of runs with --records calls"):
        compare(kept, bare, between="12:00-13:00")
    assert compare(bare, bare).rows == compare(kept, kept).rows


def test_a_charge_has_no_hour_of_the_day(lunch: tuple[Result, Result]) -> None:
    with pytest.raises(InputError, match="between must be left out, for charge belongs to billing periods"):
        compare(*lunch, metric="charge", between="12:00-13:00")
    assert compare(*lunch, metric="cost_per_answered", between="12:00-13:00").rows[0].base > 0


def test_a_scenario_without_a_question_has_no_base(day: Path) -> None:
    plain = load(day, sets=["question=null"])
    assert base_of(replicate(plain, jobs=1)) is None
