"""A run's folder: whole or absent, never overwritten, verified byte by byte."""

import gc
import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.domain.errors import InputError
from sim.domain.records import Record
from sim.engines.protocol import Records
from sim.engines.simpy import SimpyEngine
from sim.experiments import store
from sim.experiments.explain import explained
from sim.experiments.replicate import replicate
from sim.experiments.result import Result
from sim.experiments.store import Spool
from sim.experiments.verify import opened, other_versions, verify
from sim.metrics.registry import METRICS
from sim.scenario.load import load
from sim.scenario.resolve import resolve
from sim.workload.stream import workload

NOW = datetime(2026, 3, 2, 9, 30)


@pytest.fixture
def result(day: Path) -> Result:
    return sim.run(day, replications=2, short=True)


@pytest.fixture
def folder(result: Result, tmp_path: Path) -> Path:
    return store.save(result, tmp_path / "results", NOW, {"report.html": "<p>a report</p>"})


def test_a_run_is_a_folder_named_by_time_and_digest(result: Result, folder: Path, tmp_path: Path) -> None:
    assert folder == tmp_path / "results" / "small" / f"20260302T093000-{result.digest[:8]}"
    assert (folder / "report.html").read_text() == "<p>a report</p>"
    assert not list(folder.parent.glob(".*"))


def test_tables_are_parquet_and_csv_of_the_same_rows(result: Result, folder: Path) -> None:
    for name, table in result.tables.items():
        assert (
            len(pd.read_parquet(folder / f"{name}.parquet")) == len(pd.read_csv(folder / f"{name}.csv")) == len(table)
        )
    assert {"calls", "messages", "agent_states", "intervals"} <= set(result.tables)


def test_the_manifest_hashes_every_input_and_every_file(folder: Path, day: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["scenario"]["text"] == day.read_text()
    assert [entry["role"] for entry in manifest["inputs"]] == ["scenario"]
    assert manifest["schema_version"] == json.loads((folder / "summary.json").read_text())["schema_version"] == 1
    inside = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == inside - {"manifest.json"}


def test_saving_twice_overwrites_nothing(result: Result, folder: Path, tmp_path: Path) -> None:
    before = (folder / "manifest.json").read_bytes()
    again = store.save(result, tmp_path / "results", NOW, {})
    assert again.name == f"{folder.name}-2"
    assert (folder / "manifest.json").read_bytes() == before


def test_a_run_that_fails_half_way_leaves_nothing(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written = store._write, []

    def full(path: Path, data: bytes) -> None:
        written.append(path)
        if len(written) == 3:
            raise OSError("no space left on device")
        write(path, data)

    monkeypatch.setattr(store, "_write", full)
    with pytest.raises(OSError, match="no space left"):
        store.save(result, tmp_path / "out", NOW, {})
    assert list((tmp_path / "out" / "small").iterdir()) == []


def test_a_run_that_fails_among_its_records_leaves_nothing(day: Path, tmp_path: Path) -> None:
    whole = sim.run(day, replications=2, short=True, records="all")
    last = whole.done[-1].records
    assert last
    last.path.unlink()
    with pytest.raises(FileNotFoundError):
        store.save(whole, tmp_path / "out", NOW, {})
    assert list((tmp_path / "out" / "small").iterdir()) == []


def test_equal_runs_write_equal_files(day: Path, folder: Path, tmp_path: Path) -> None:
    again = store.save(
        sim.run(day, replications=2, short=True), tmp_path / "again", NOW, {"report.html": "<p>a report</p>"}
    )
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert all((folder / name).read_bytes() == (again / name).read_bytes() for name in names)


def test_an_untouched_run_is_identical(folder: Path, day: Path) -> None:
    day.unlink()  # the folder stands alone
    assert verify(opened(folder)) == []
    assert other_versions(opened(folder)) == []


@pytest.mark.parametrize("name", ["calls.csv", "report.html", "inputs/scenario.yaml", "agent_states.parquet"])
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes() + b" ")
    assert verify(opened(folder)) == [f"{name}: was changed after the run (its SHA-256 differs from the manifest's)"]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "calls.csv").unlink()
    assert verify(opened(folder)) == ["calls.csv: is missing"]


def test_another_seed_shows_the_first_difference(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["seed"] = 2
    manifest["versions"]["numpy"] = "1.0"
    path.write_text(json.dumps(manifest))
    found = verify(opened(folder))
    assert found[0].startswith("replication 1: the digest of its records was ")
    assert any(line.startswith("calls.csv: line 2 was '1,calls/") for line in found)
    assert other_versions(opened(folder))[0].startswith("numpy was 1.0, is ")


COUNTED = {"intervals", "billing"}
SINGLE = {"calls", "messages", "agent_states", "steps"}


@pytest.mark.parametrize(
    ("records", "kept"),
    [("none", COUNTED), ("calls", COUNTED | SINGLE), ("alone", COUNTED), ("all", COUNTED | SINGLE)],
)
def test_a_run_keeps_what_it_was_asked_to_and_can_be_verified(
    records: str, kept: set[str], day: Path, result: Result, tmp_path: Path
) -> None:
    one = sim.run(day, replications=2, short=True, records=records)
    assert set(one.tables) == kept
    told = {name for name, metric in METRICS.items() if not metric.of_calls or kept > COUNTED}
    assert {name: one.estimates[name] for name in told} == {name: result.estimates[name] for name in told}
    assert all(one.estimates[name].value is None for name in set(METRICS) - told)
    stored = opened(store.save(one, tmp_path / "kept", NOW, {}))
    tables = {f"{name}.{ending}" for name in kept for ending in ("csv", "parquet")} | (
        {store.RECORDS} if records in ("alone", "all") else set()
    )
    inside = {path.name for path in stored.folder.iterdir() if path.is_file()}
    assert inside == tables | {"manifest.json", "summary.json"}
    assert stored.manifest["records"] == records
    assert verify(stored) == []


def test_all_records_are_those_of_the_engine_by_replication(day: Path, tmp_path: Path) -> None:
    loaded = load(day)
    plan = resolve(loaded, short=True)
    stored = pd.read_parquet(
        store.save(sim.run(day, replications=2, short=True, records="all"), tmp_path, NOW, {}) / store.RECORDS
    )
    assert list(stored.columns) == ["replication", *Record._fields]
    for number, rows in stored.groupby("replication"):
        records = SimpyEngine().run(plan, workload(plan, 1, int(number)), 1, int(number)).records
        assert (rows.drop(columns="replication").to_numpy() == records).all()
    assert set(stored["replication"]) == {1, 2}


@pytest.mark.parametrize("size", [1, 7, 50, 1_000])
def test_records_are_the_same_file_however_they_are_cut_into_blocks(
    size: int, day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "GROUP", 50)
    whole = sim.run(day, short=True, records="alone").done[0].records
    assert whole
    records = np.concatenate(list(whole))
    with store.Spool(tmp_path / "cut.parquet", 1) as spool:
        for start in range(0, len(records), size):
            spool.take(records[start : start + size])
    assert len(records) > 100
    assert spool.kept().sha256 == whole.sha256 == store.sha256_of(tmp_path / "cut.parquet")
    assert {len(block) for block in list(whole)[:-1]} == {50}


def test_workers_and_engines_give_the_same_file_of_records(day: Path, tmp_path: Path) -> None:
    ways = [(1, "simpy"), (2, "simpy"), (1, "compiled")]
    hashes = set()
    for jobs, engine in ways:
        result = sim.run(day, replications=3, short=True, records="alone", jobs=jobs, engine=engine)
        folder = store.save(result, tmp_path, NOW, {})
        hashes.add(store.sha256_of(folder / store.RECORDS))
        assert hashes == {store.sha256_of_records(result)}
        assert verify(opened(folder)) == []


@pytest.mark.parametrize("replications", [1, 2])
def test_records_wait_in_a_folder_that_goes_with_the_result(replications: int, day: Path, tmp_path: Path) -> None:
    result = replicate(load(day), replications=replications, short=True, records="alone", near=tmp_path / "near")
    first = result.done[0]
    assert list((tmp_path / "near").iterdir())
    folders = [store.save(result, tmp_path / "out", NOW, {}) for _ in range(2)]
    assert len({store.sha256_of(folder / store.RECORDS) for folder in folders}) == 1
    del result
    assert sum(map(len, first.records or ())) > 100
    del first
    assert list((tmp_path / "near").iterdir()) == []
    assert verify(opened(folders[0])) == []


def test_records_of_a_run_that_fails_or_is_interrupted_are_gone(
    day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(run: Spool, records: Records) -> None:
        take(run, records)
        raise KeyboardInterrupt

    take = store.Spool.take
    monkeypatch.setattr(store.Spool, "take", stopped)
    with pytest.raises(KeyboardInterrupt) as caught:
        replicate(load(day), short=True, records="all", near=tmp_path / "near")
    del caught
    gc.collect()
    assert list((tmp_path / "near").iterdir()) == []


def test_other_records_than_those_stored_are_noticed(day: Path, tmp_path: Path) -> None:
    """In a folder whose manifest was made to fit."""
    folder = store.save(sim.run(day, short=True, records="all"), tmp_path, NOW, {})
    path, manifest = folder / store.RECORDS, json.loads((folder / "manifest.json").read_text())
    pd.read_parquet(path).assign(value=0).to_parquet(path)
    manifest["files"][store.RECORDS] = store.sha256_of(path)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert verify(opened(folder)) == ["records.parquet: differs"]


def test_a_folder_that_is_no_run_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"the folder must be that of a run, with its manifest\.json, but is without one"
    ):
        opened(tmp_path)
    (tmp_path / "manifest.json").write_text("[1]")
    with pytest.raises(InputError, match="no manifest of a run"):
        opened(tmp_path)
    (tmp_path / "manifest.json").write_text('{"schema_version": 99}')
    with pytest.raises(InputError, match=r"of version 1, complete, but is version 99"):
        opened(tmp_path)


def test_a_folder_above_a_run_is_answered_with_the_newest_run(folder: Path) -> None:
    for near in (folder.parent, folder.parent / "20260302"):
        with pytest.raises(InputError, match=f"did you mean {folder}"):
            opened(near)


def test_a_replayed_recording_travels_with_the_run(tmp_path: Path) -> None:
    folder = store.save(sim.run("asterisk_day"), tmp_path, NOW, {})
    assert sorted(path.name for path in (folder / "inputs").iterdir()) == [
        "scenario.recorded.json", "scenario.yaml", "timeline.replay.csv", "workload.replay.csv"]  # fmt: skip
    assert verify(opened(folder)) == []


def test_a_story_tells_every_record_of_a_call(folder: Path, result: Result) -> None:
    calls = result.tables["calls"]
    answered = calls[(calls["outcome"] == "answered_live") & (calls["replication"] == 2)].iloc[0]
    story = explained(opened(folder), answered["contact"], replication=2)
    assert "is contacted" in story[0]
    assert any(f"{answered['agent']} answers after {answered['wait_s']:.1f} s" in line for line in story)
    assert any("it is not their turn" in line for line in story)
    assert any(line.endswith("the outcome is ANSWERED_LIVE") for line in story)


@pytest.mark.parametrize(
    ("call", "replication", "message"),
    [
        ("calls/main#9999", 1, "the contact must be one that arrives in this replication, but is calls/main#9999"),
        ("calls/man#1", 1, "did you mean calls/main#1"),
        ("calls/main#1", 3, "the replication must be one of the run's 2, but is 3"),
    ],
)
def test_a_story_of_nobody_is_refused(folder: Path, call: str, replication: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        explained(opened(folder), call, replication)
