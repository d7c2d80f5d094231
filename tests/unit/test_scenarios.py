"""The shipped scenarios: each asks one question, repeats no default, runs short, and its base is another day."""

import importlib.util
import json
import time
from collections import Counter
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sim import theory
from sim.domain.laws import LAWS
from sim.engines.protocol import Run
from sim.engines.simpy import SimpyEngine
from sim.scenario.audit import CODES, audit
from sim.scenario.folder import scenario_folder, shipped_names
from sim.scenario.load import Loaded, load, variant
from sim.scenario.resolve import resolve
from sim.scenario.tree import plain
from sim.workload.stream import workload

SCENARIOS = shipped_names()
SHIPPED = {
    "quickstart", "vacation", "supervisor_off_calls", "leaver_suspended", "licence_reused", "deleted_below_minimum",
    "whole_group_paused", "dead_ends", "blended_day", "bank_day", "asterisk_day", "erlang_a_200",
    "ten_groups", "four_vendors",
}  # fmt: skip
DATA = Path(__file__).parents[1] / "data"
SHORT_RUN_S = 10


def script(name: str) -> ModuleType:
    """A script of tests/data as a module."""
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_short(loaded: Loaded) -> Run:
    plan = resolve(loaded, short=True)
    return SimpyEngine().run(plan, workload(plan, 1, 1), 1, 1)


def repeated(written: Any, value: Any, path: str = "") -> list[str]:
    """Keys that are written down with the value they would have anyway."""
    if isinstance(written, list) and isinstance(value, tuple):
        return [found for i, item in enumerate(written) for found in repeated(item, value[i], f"{path}.{i}")]
    if not isinstance(written, dict):
        return []
    if type(value) in LAWS.values() and set(written) <= set(LAWS):
        return repeated(next(iter(written.values())), value, path)
    if isinstance(value, dict):
        return [found for key, item in written.items() for found in repeated(item, value[key], f"{path}.{key}")]
    assert is_dataclass(value), path
    defaults = {
        entry.name: entry.default_factory() if entry.default_factory is not MISSING else entry.default
        for entry in fields(value)
    }
    found = [f"{path}.{key}" for key in written if getattr(value, key) == defaults[key]]
    return found + [
        text for key, item in written.items() for text in repeated(item, getattr(value, key), f"{path}.{key}")
    ]


def test_the_scenarios_of_the_house_are_there() -> None:
    assert set(SCENARIOS) == SHIPPED


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_first_line_is_the_question(name: str) -> None:
    first = SCENARIOS[name].read_text().splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith("?")


@pytest.mark.parametrize("name", SCENARIOS)
def test_numbers_are_cited_or_marked_as_assumed(name: str) -> None:
    comments = [line for line in SCENARIOS[name].read_text().splitlines() if "#" in line]
    assert any("assumed" in line.lower() for line in comments)


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_default_is_repeated(name: str) -> None:
    loaded = load(name)
    assert repeated(plain(loaded.document), loaded.scenario) == []


def test_a_repeated_default_would_be_found() -> None:
    loaded = load("quickstart", sets=["ring_groups.sales.strategy=longest_idle", "question.metric=reach"])
    assert repeated(plain(loaded.document), loaded.scenario) == [".question.metric", ".ring_groups.sales.strategy"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_short_run_is_short(name: str) -> None:
    started = time.monotonic()
    run = run_short(load(name))
    assert time.monotonic() - started < SHORT_RUN_S
    assert len(run.records) > 100


@pytest.mark.parametrize("name", [name for name in SCENARIOS if load(name).scenario.question])
def test_the_base_of_the_question_is_another_day(name: str) -> None:
    loaded = load(name)
    assert loaded.scenario.question
    base = variant(loaded, loaded.scenario.question.without)
    assert run_short(base).digest != run_short(loaded).digest


@pytest.mark.parametrize(
    "name", sorted(SHIPPED - {"asterisk_day", "bank_day", "dead_ends", "erlang_a_200", "ten_groups", "four_vendors"})
)
def test_what_can_have_a_base_has_one(name: str) -> None:
    assert load(name).scenario.question


def test_dead_ends_has_every_finding_of_the_audit() -> None:
    assert {finding.code for finding in audit(load("dead_ends"))} == set(CODES)


@pytest.mark.parametrize("name", sorted(SHIPPED - {"dead_ends", "leaver_suspended"}))
def test_no_other_scenario_has_a_routing_error(name: str) -> None:
    assert [finding for finding in audit(load(name)) if finding.level == "error"] == []


# --- the recorded queue -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["data/asterisk_calls.csv", "data/asterisk_pauses.csv", "asterisk_day.recorded.json"])
def test_the_script_makes_the_committed_recording(file: str) -> None:
    path = scenario_folder() / file
    assert script("make_asterisk_day").MADE[path]().encode() == path.read_bytes()


def test_the_recorded_figures_are_those_of_the_recording() -> None:
    recorded = json.loads((scenario_folder() / "asterisk_day.recorded.json").read_text())
    figures = {row["metric"]: row["recorded"] for row in recorded["figures"]}
    summary = json.loads((DATA / "reference/asterisk/x10/linear/summary.json").read_text())
    per_agent = summary["calls_per_member"].values()
    assert figures["answered"] == summary["answered"]
    assert figures["abandoned"] == summary["abandoned"]
    assert figures["asa"] == pytest.approx(summary["mean_wait_answered"], abs=1e-3)
    assert figures["wait_s_p50"] == pytest.approx(summary["p50_wait_answered"], abs=1e-3)
    assert (figures["answered_per_agent_min"], figures["answered_per_agent_max"]) == (min(per_agent), max(per_agent))


# --- the bank ---------------------------------------------------------------------------------------------------------


def staffed(loaded: Loaded) -> dict[str, int]:
    """Agents on shift by the start of the half hour, as the scenario has them."""
    found: Counter[str] = Counter()
    for agent in loaded.scenario.agents.values():
        assert isinstance(agent.shift, str)
        start, end = agent.shift.split("-")
        for clock in half_hours(loaded):
            found[clock] += (agent.count or 1) * (start <= clock < end)
    return dict(found)


def half_hours(loaded: Loaded) -> list[str]:
    rates = loaded.scenario.workload.calls[0].per_hour
    assert isinstance(rates, dict)
    return list(rates)


def test_the_bank_is_staffed_by_erlang_c_at_80_20() -> None:
    loaded, needed = load("bank_day"), {}
    source, aht_s = loaded.scenario.workload.calls[0], script("make_bank_day").handle_law()["mean_s"]
    assert isinstance(source.per_hour, dict)
    for clock, per_hour in source.per_hour.items():
        needed[clock] = theory.agents_for(0.8, 20, per_hour / 3600, aht_s)
    assert staffed(loaded) == needed == loaded.scenario.targets.required


def test_the_bank_has_the_published_figures() -> None:
    text, made = SCENARIOS["bank_day"].read_text(), script("make_bank_day")
    assert [line for line in made.blocks() if line not in text] == []
    assert sum(made.per_hour().values()) / 2 == pytest.approx(32461.35, rel=0.003)  # published: calls a day
    law = load("bank_day").scenario.workload.calls[0].handle_s
    assert (law.median, law.sigma) == pytest.approx(
        (made.handle_law()["median_s"], made.handle_law()["sigma"]), rel=1e-4
    )
