"""Replications: the same for any number of workers and any hash seed, kept when a run is interrupted."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.domain.errors import InputError
from sim.engines.choice import contacts
from sim.engines.simpy import SimpyEngine
from sim.experiments import replicate as module
from sim.experiments import store
from sim.experiments.replicate import replicate
from sim.scenario.load import load
from sim.scenario.resolve import resolve


def test_one_two_and_four_workers_give_the_same_bytes(day: Path) -> None:
    made = [store.files(replicate(load(day), replications=4, jobs=jobs)) for jobs in (1, 2, 4)]
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("hash_seed", ["0", "1", "12345"])
def test_the_hash_seed_of_python_changes_nothing(day: Path, hash_seed: str) -> None:
    code = f"import sim; print(sim.run({str(day)!r}, replications=2).digest)"
    env = os.environ | {"PYTHONHASHSEED": hash_seed}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == sim.run(day, replications=2).digest


def test_replications_differ_and_are_numbered(day: Path) -> None:
    result = sim.run(day, replications=3)
    assert [one.number for one in result.done] == [1, 2, 3]
    assert len({one.digest for one in result.done}) == 3
    assert set(result.tables["calls"]["replication"]) == {1, 2, 3}
    assert next(iter(result.tables["calls"].columns)) == "replication"


def test_more_replications_keep_the_first_ones(day: Path) -> None:
    few, many = sim.run(day, replications=2), sim.run(day, replications=3)
    assert [one.digest for one in few.done] == [one.digest for one in many.done[:2]]


def test_a_single_day_has_no_interval_and_two_have_one(day: Path) -> None:
    one, two = (sim.run(day, replications=count).estimates["reach"] for count in (1, 2))
    assert (one.low, one.high) == (None, None)
    assert two.low is not None
    assert two.value is not None
    assert two.high is not None
    assert two.low <= two.value <= two.high


def test_an_interrupted_run_keeps_what_is_finished(day: Path) -> None:
    def stop_after_two(done: int, asked: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    result = replicate(load(day), replications=5, jobs=1, on_done=stop_after_two)
    assert (result.replications, result.asked) == (2, 5)
    assert result.estimates["offered"].replications == 2


def test_a_signal_ends_workers_and_keeps_what_is_finished(day: Path) -> None:
    def interrupt(done: int, asked: int) -> None:
        if done == 1:
            os.kill(os.getpid(), signal.SIGINT)

    result = replicate(load(day), replications=40, jobs=2, on_done=interrupt)
    assert 1 <= result.replications < 40
    whole = replicate(load(day), replications=result.done[-1].number, jobs=1)
    digests = {one.number: one.digest for one in whole.done}
    assert all(digests[one.number] == one.digest for one in result.done)


def test_nothing_finished_is_an_interruption(day: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(SimpyEngine, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replicate(load(day), replications=2, jobs=1)


def test_flags_and_sets_are_laid_over_the_file(day: Path) -> None:
    plain = sim.run(day)
    paused = sim.run(day, overlays=[("pause", "3@sales")])
    assert paused.estimates["answered"].value < plain.estimates["answered"].value  # type: ignore[operator]
    with pytest.raises(InputError, match="did you mean ring_timeout_s"):
        sim.run(day, sets=["ring_groups.sales.ring_timeot_s=3"])


def test_a_run_says_how_to_get_it_again(day: Path) -> None:
    result = sim.run(day, seed=5, replications=2, short=True, overlays=[("pause", "2@sales@11:00-11:30")])
    words = f"ringsim run {day.name} --seed 5 --replications 2 --short --pause 2@sales@11:00-11:30"
    assert result.command == words
    assert sim.run("quickstart", short=True).command == "ringsim run quickstart --seed 1 --replications 1 --short"
    assert sim.run(day, records="none").command.endswith(" --replications 1 --records none")


def test_what_is_kept_is_one_of_four_words(day: Path) -> None:
    with pytest.raises(InputError, match=r"--records: what is kept must be one of none, calls, .* mean calls\?"):
        sim.run(day, records="call")


def test_of_very_many_calls_every_record_is_kept_and_no_row_each(day: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = contacts(resolve(load(day))) * 3
    monkeypatch.setattr(module, "MOST_CALLS", expected)
    assert [sim.run(day, replications=n, records="all").records for n in (3, 4)] == ["all", "alone"]
    assert "calls" in sim.run(day, replications=4).tables
    many = sim.run(day, replications=4, records="all")
    assert "calls" not in many.tables
    assert all(one.records for one in many.done)
    assert many.command.endswith(" --records alone")


def test_memory_does_not_grow_with_the_calls_whose_records_are_kept() -> None:
    """The records of the longer run alone would take 60 MB, those of the shorter 10 MB."""
    code = """if True:
        import tracemalloc, sim
        for hours in (1, 6, 36):
            sets = [f"horizon.end=2026-01-0{1 + hours // 24}T{hours % 24:02}:00", "horizon.short_s=null"]
            sim.run("erlang_a_200", records="alone", engine="compiled", sets=[*sets, "horizon.warm_up_s=0"])
            print(tracemalloc.get_traced_memory()[1])
            tracemalloc.start()
            tracemalloc.reset_peak()
    """
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    _, short, long = map(int, told.stdout.split())
    assert 0 < long < 1.2 * short
