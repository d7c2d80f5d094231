"""Both engines, record by record: shipped scenarios, random days on three grids, and a machine that is wrong."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.compiled.ahead import MANY
from sim.engines import first_difference
from sim.engines.choice import contacts
from sim.engines.compiled import CompiledEngine
from sim.engines.simpy import SimpyEngine
from sim.scenario.folder import shipped_names
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload
from tests.bench.scaled import scaled
from tests.equality.days import compiled, plainly, read, shipped

DAYS = 7_200
LONG = 20_000
"""Contacts from which a shipped scenario is run short."""


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_scenario_has_the_same_records(name: str) -> None:
    loaded = shipped(name)
    plan = resolve(loaded)
    if contacts(plan) > LONG:
        plan = resolve(loaded, short=True)
    for replication in (1, 2):
        runs = [
            engine.run(plan, workload(plan, 7, replication), 7, replication)
            for engine in (SimpyEngine(), CompiledEngine())
        ]
        assert first_difference(runs[0].records, runs[1].records) is None
        assert runs[0].digest == runs[1].digest


def test_a_floor_so_large_that_it_is_fetched_ahead_has_the_same_records(tmp_path: Path) -> None:
    path = scaled(tmp_path, MANY // 20 + 1, 20, 1.0, 1)
    text = path.read_text().replace("lines:\n", "lines:\n  own: {personal: a0-1}\n", 1)
    path.write_text(f"{text}    - {{line: own, per_hour: 60, handle_s: 30}}\n")
    plan = resolve(load(path))
    assert len(plan.agents) > MANY
    runs = [engine.run(plan, workload(plan, 7, 1), 7, 1) for engine in (SimpyEngine(), CompiledEngine())]
    assert first_difference(runs[0].records, runs[1].records) is None
    assert len(runs[0].records) > 50_000


def test_random_days_have_the_same_records() -> None:
    """Every kind of event and option, on grids of 1 us, 1 s and 10 s; one in ten with room for 64 records only."""
    records = 0
    for seed in range(DAYS):
        day, plan = read(seed)
        left, right = plainly(day, plan), compiled(day, plan, 64 if seed % 10 == 0 else 8192)
        found = first_difference(left, right)
        assert found is None, f"tests.equality.days.read({seed}): record {found}"
        records += len(left)
    assert records > 1_000_000


def test_a_run_is_the_same_under_either_engine(day: Path) -> None:
    from sim.experiments.store import files

    made = [files(sim.run(day, replications=2, engine=engine)) for engine in ("simpy", "compiled")]
    assert made[0] == made[1]


RIGHT, SWAPPED = "since < after or", "since > after or"


def test_a_swapped_comparison_is_caught_with_the_record_and_a_command(tmp_path: Path) -> None:
    home = Path(sim.__file__).parent
    shutil.copytree(home, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(home.parent / "scenarios", tmp_path / "sim" / "_scenarios")
    wrong = tmp_path / "sim" / "compiled" / "idle.py"
    assert wrong.read_text().count(RIGHT) == 1
    wrong.write_text(wrong.read_text().replace(RIGHT, SWAPPED))
    command = [sys.executable, "-m", "sim.cli", "verify", "--engines", "quickstart", "--short"]
    env = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(tmp_path)}
    told = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 3, told.stderr
    lines = told.stdout.splitlines()
    assert re.fullmatch(r"record \d+ of replication 1 differs", lines[0])
    assert re.fullmatch(
        r"simpy     \d+ us RING calls/main#\d+ agent sales-\d+ group sales offer 1 value 0 reason 0", lines[1]
    )
    assert lines[2].startswith("compiled  ")
    assert lines[1].removeprefix("simpy").strip() != lines[2].removeprefix("compiled").strip()
    assert "after that instant: active, available" in lines[3]
    assert lines[-1] == "again: ringsim verify --engines quickstart --seed 1 --replications 1 --short"
