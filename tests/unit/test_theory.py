"""The closed forms against reference points computed elsewhere with 50 digits, to a millionth."""

import csv
import json
from math import exp, inf
from pathlib import Path

import numpy as np
import pytest

from sim import theory

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
with (REFERENCE / "erlang_reference.csv").open() as file:
    ROWS = {row["id"]: row for row in csv.DictReader(file)}
STAFFING = json.loads((REFERENCE / "staffing_reference.json").read_text())
OURS = {
    "p_block": "p_block",
    "p_wait": "p_wait",
    "p_abandon": "p_abandon",
    "mean_wait_entered": "mean_wait",
    "mean_wait_served": "mean_wait_answered",
    "mean_queue": "mean_queue",
    "occupancy": "occupancy",
    "sl": "sl_offered",
}
"""Column of the reference -> field of ours."""

ERLANG2 = theory.Patience(lambda x: (1 + x) * np.exp(-x), lambda x: 2 - (2 + x) * np.exp(-x))
"""Two stages of rate 1."""
HYPER = theory.Patience(
    lambda x: 0.3 * np.exp(-6 * x) + 0.7 * np.exp(-x / 4),
    lambda x: 0.05 * -np.expm1(-6 * x) + 2.8 * -np.expm1(-x / 4),
)


def solved(row: dict[str, str]) -> theory.Steady:
    """The row's system by our closed forms (unit of time: minute)."""
    pool = int(row["n"]), float(row["lam"]), 1 / float(row["mu"])
    mean = 1 / float(row["theta"]) if row["theta"] else inf
    awt = float(row["awt"])
    match row["model"]:
        case "MMn":
            return theory.patient_pool(*pool, awt)
        case "MMnn":
            return theory.finite_pool(*pool, places=pool[0])
        case "MMnK" | "MMnKM":
            return theory.finite_pool(*pool, int(row["K"]), mean)
        case "MMnM":
            return theory.erlang_a(*pool, mean, awt)
        case "MMnD" | "MMnMD":
            return theory.impatient_pool(*pool, theory.time_out(float(row["tau"]), mean), awt)
        case "MMnE2":
            return theory.impatient_pool(*pool, ERLANG2, awt)
        case "MMnH2":
            return theory.impatient_pool(*pool, HYPER, awt)
    raise AssertionError(row["model"])


POOLS = [name for name, row in ROWS.items() if row["model"].startswith("MMn")]


@pytest.mark.parametrize("name", POOLS)
def test_every_measure_of_a_pool_is_right_to_a_millionth(name: str) -> None:
    row, found = ROWS[name], solved(ROWS[name])
    finite = row["model"] in ("MMnK", "MMnKM") and float(row["awt"]) > 0
    compared = {column: ours for column, ours in OURS.items() if row[column] and not (finite and column == "sl")}
    assert {ours: getattr(found, ours) for ours in compared.values()} == pytest.approx(
        {ours: float(row[column]) for column, ours in compared.items()}, rel=1e-6, abs=1e-12
    )


def test_the_reference_holds_every_model_we_claim() -> None:
    assert {ROWS[name]["model"] for name in POOLS} == {
        "MMnn", "MMn", "MMnK", "MMnM", "MMnKM", "MMnD", "MMnMD", "MMnH2", "MMnE2"
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row["model"] == "MMnn"])
def test_erlang_b_is_the_share_turned_away(name: str) -> None:
    row = ROWS[name]
    assert theory.erlang_b(int(row["n"]), float(row["a"])) == pytest.approx(float(row["p_block"]), rel=1e-9)


@pytest.mark.parametrize("name", ["MG1-01", "MG1-03"])
def test_one_agent_waits_longer_the_more_handle_times_vary(name: str) -> None:
    row = ROWS[name]
    found = theory.mean_wait_one_agent(float(row["lam"]), 1 / float(row["mu"]), float(row["scv"]) ** 0.5)
    assert found == pytest.approx(float(row["mean_wait_entered"]), rel=1e-9)


@pytest.mark.parametrize("row", STAFFING["erlang_c_min_agents"], ids=lambda row: row["id"])
def test_staffing_by_erlang_c_is_the_published_one(row: dict) -> None:
    goal, awt_s = (float(part) for part in row["target"].split("/"))
    rate, agents = row["calls_per_half_hour"] / 1800, row["n_min"]
    assert theory.agents_for(goal / 100, awt_s, rate, row["aht_s"]) == agents
    found, one_fewer = (theory.patient_pool(n, rate, row["aht_s"], awt_s) for n in (agents, agents - 1))
    assert (found.sl_offered, found.mean_wait, found.occupancy) == pytest.approx(
        (row["sl_at_n"], row["asa_s_at_n"], row["occupancy_at_n"]), rel=1e-9
    )
    assert one_fewer.sl_offered == pytest.approx(row["sl_at_n_minus_1"], rel=1e-9)


@pytest.mark.parametrize("row", STAFFING["erlang_a_min_agents"], ids=lambda row: row["id"])
def test_staffing_by_erlang_a_is_the_published_one(row: dict) -> None:
    goal, awt_s = (float(part) for part in row["target"].split()[0].split("/"))
    rate, agents = row["calls_per_half_hour"] / 1800, row["n_min_sl"]
    assert theory.agents_for(goal / 100, awt_s, rate, row["aht_s"], row["patience_s"]) == agents
    found = theory.erlang_a(agents, rate, row["aht_s"], row["patience_s"], awt_s)
    assert (found.sl_offered, found.p_abandon) == pytest.approx((row["sl_at_n"], row["p_abandon_at_n"]), rel=1e-6)


def test_too_much_load_makes_all_wait_for_ever() -> None:
    found = theory.patient_pool(2, rate=3.0, aht=1.0, awt=1.0)
    assert (found.p_wait, found.mean_wait, found.sl_offered, found.occupancy) == (1.0, inf, 0.0, 1.0)
    assert theory.mean_wait_one_agent(2.0, 1.0, 1.0) == inf


def test_boundless_patience_and_room_are_erlang_c() -> None:
    patient = theory.patient_pool(8, 1.5, 4.0, 0.3)
    for found in (theory.erlang_a(8, 1.5, 4.0, 1e9, 0.3), theory.finite_pool(8, 1.5, 4.0, 400)):
        assert found.mean_wait_answered == pytest.approx(patient.mean_wait, rel=1e-6)
        assert found.mean_queue == pytest.approx(theory.little(1.5, patient.mean_wait), rel=1e-6)


def test_a_large_overloaded_pool_neither_overflows_nor_loses_calls() -> None:
    found = theory.erlang_a(1000, rate=2000.0, aht=1.0, patience_mean=5.0, awt=1.0)
    assert found.p_abandon == pytest.approx(0.5, abs=1e-3)
    assert found.occupancy == pytest.approx(1.0, abs=1e-6)
    assert found.mean_wait == pytest.approx(5 * found.p_abandon, rel=1e-9)
    assert found.mean_wait_answered == pytest.approx(-5 * np.log(0.5), rel=1e-2)
    assert exp(-found.mean_wait_answered / 5) == pytest.approx(0.5, rel=1e-2)
