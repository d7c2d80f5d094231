"""`ringsim load`: the table, JSON, what it refuses, and its exit codes."""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

import sim.cli
from sim.experiments import under_load
from tests.unit.loadtest.worlds import MS, Time

FAST_NS = 10_000


class Told(NamedTuple):
    code: int
    out: str
    err: str


Load = Callable[..., Told]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Load:
    def run(*arguments: object, look_ns: int | None = FAST_NS) -> Told:
        clock = {} if look_ns is None else {"clock": Time(look_ns).clock}
        monkeypatch.setattr(sys, "argv", ["ringsim", "load", *map(str, arguments)])
        monkeypatch.setattr(under_load, "under_load", partial(real, **clock))
        with pytest.raises(SystemExit) as ended:
            sim.cli.main()
        return Told(int(ended.value.code or 0), *capsys.readouterr())

    real = under_load.under_load
    monkeypatch.setattr(under_load, "REHEARSED", 5_000)
    return run


def test_the_table_has_a_row_for_each_share_and_the_floor_beside_it(load: Load, day: Path) -> None:
    told = load(day, "--rate", 200, "--duration", "0.5s")
    assert told.code == 0
    rows = [line.split()[:3] for line in told.out.splitlines() if "/4 " in line]
    assert [row[:3] for row in rows] == [["0", "%:", "0/4"], ["50", "%:", "2/4"], ["90", "%:", "4/4"]]
    assert "200 decisions/s for 0.5 s" in told.out
    assert "own floor" in told.out
    assert "2 of 4 agents paused" in told.err, "what is done is said beside the answer"


def test_json_is_one_document_and_nothing_else(load: Load, day: Path) -> None:
    told = load(day, "--json", "--rate", 200, "--duration", 0.5, "--target", "null", "-n", 2, "--seed", 7)
    data = json.loads(told.out)
    assert (data["target"], data["rate_decisions_per_s"], data["duration_s"]) == ("null", 200, 0.5)
    assert [step["share_paused"] for step in data["steps"]] == [0.0, 0.5, 0.9]
    assert data["steps"][0]["reach"]["low"] is not None
    assert data["floor"]["requests"] > 0


def test_it_runs_on_the_clock_on_the_wall(load: Load, day: Path) -> None:
    told = load(day, "--rate", 50, "--duration", 0.2, "--short", "-n", 1, look_ns=None)
    assert told.code in (0, 6), "6 where something else takes this machine"
    assert "own floor" in told.out


def test_a_generator_that_was_the_limit_has_a_code_and_a_sentence(load: Load, day: Path) -> None:
    told = load(day, "--rate", 1000, "--duration", 0.2, look_ns=MS)
    assert told.code == 6
    assert "the load tester was the limit" in told.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--target", "cor"), "--target: the target must be one of core, null, but is cor (did you mean core?)"),
        (("--rate", "-3"), "--rate: decisions per second must be a number above 0 and at most 10,000,000, but is -3"),
        (("--rate", "nan"), "but is nan"),
        (("--rate", "1e999"), "but is 1e999"),
        (("--rate", "fast"), "but is fast"),
        (("--rate", ""), "but is empty"),
        (("--duration", "0"), "--duration: the length must be a number above 0 and at most 3,600 s, but is 0"),
        (("--duration", "5m"), "but is 5m"),
        (("--rate", "9e6"), "--rate: the rate must be low enough that 5 s have at most 2,000,000 requests"),
    ],
)
def test_a_mistake_is_one_line(load: Load, day: Path, arguments: tuple[str, ...], message: str) -> None:
    told = load(day, *arguments)
    assert told.code == 2
    assert message in told.err.splitlines()[-1]
    assert not told.out
