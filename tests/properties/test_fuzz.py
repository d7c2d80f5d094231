"""What a failure is handed on with: a file that says all of a day, and a day that has been made small."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.domain.contacts import Channel
from sim.domain.plan import Verb
from sim.routing import ringing

from . import fuzz
from .days import Day, many, numbered
from .running import run
from .shrinking import shrink, size
from .written import read, write


def test_a_written_day_is_the_day() -> None:
    for number in range(many(100)):
        day = fuzz.numbered_day(number)
        again = read(write(day))
        assert again == day
        assert write(again) == write(day)
        assert run(again).records == run(day).records


def test_a_day_shrinks_to_what_fails() -> None:
    def fails(day: Day) -> bool:
        calls = [one for one in day.facts.values() if one.channel is Channel.INBOUND_CALL]
        return len(calls) >= 2 and any(entry.verb is Verb.PAUSE for entry in day.plan.timeline)

    found = 0
    for number in range(200):
        day = numbered(number)
        if fails(day):
            small = shrink(day, fails)
            run(small)
            assert (len(small.facts), len(small.plan.timeline), len(small.plan.agents)) == (2, 1, 1)
            assert size(small) == 6
            found += 1
    assert found > 10


def test_a_machine_that_is_wrong_is_found_shrunk_and_replayed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _, events, failed = fuzz.chunk(0)
    assert events > 1000
    assert not failed
    monkeypatch.setattr(ringing, "cancel_leg", lambda world, agent: None)
    _, _, failed = fuzz.chunk(0)
    assert failed
    told = fuzz.tell(fuzz.numbered_day(failed[0]), failed[0])
    assert f"again: make fuzz REPLAY=results/fuzz/{failed[0]}.json" in told
    monkeypatch.setenv("REPLAY", f"results/fuzz/{failed[0]}.json")
    assert fuzz.main() == 1
    assert capsys.readouterr().out.strip() == told.splitlines()[0].partition(": ")[2]
    day = read(Path(f"results/fuzz/{failed[0]}.json").read_text())
    assert size(day) < size(fuzz.numbered_day(failed[0])) / 2
    monkeypatch.undo()
    assert not fuzz.complaint(replace(day))
