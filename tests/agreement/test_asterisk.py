"""What a real Asterisk did, the model does: 8,566 decisions, twelve recorded days, every call to ten personal lines."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiments.asterisk.decisions import Log, Verdict, counts
from sim.experiments.asterisk.validate import Judged, lines_under, queues_under, validate
from sim.workload.asterisk import Recording, read

RECORDINGS = Path(__file__).parents[1] / "data/reference/asterisk"
RUNS = 6
LEAST = {"x1": (2583, 2587), "x10": (2428, 2435)}
"""Clock -> decisions that leave nothing to chance: how many must be Asterisk's, of how many."""


@pytest.fixture(scope="module")
def judged() -> dict[str, Judged]:
    return {one.what: one for one in validate(RECORDINGS, RUNS)}


def told(one: Judged) -> tuple[int, int]:
    """The first two numbers of a line: so many of so many."""
    agreed, _, asked = one.told.replace(",", "").split()[:3]
    return int(agreed), int(asked)


def test_every_recording_is_judged(judged: dict[str, Judged]) -> None:
    assert len(queues_under(RECORDINGS)) == 12
    assert [path.name for path in lines_under(RECORDINGS)] == ["personal"]
    assert len(judged) == 2 * 12 + 2 + 1


def test_nothing_differs(judged: dict[str, Judged]) -> None:
    assert [one.what for one in judged.values() if one.good is False] == []


@pytest.mark.parametrize("clock", LEAST)
def test_whom_asterisk_rings_the_rules_name(clock: str, judged: dict[str, Judged]) -> None:
    agreed, asked = told(judged[f"{clock}, nothing by chance decisions"])
    assert asked == LEAST[clock][1]
    assert agreed >= LEAST[clock][0]


@pytest.mark.parametrize("strategy", ["ringall", "random"])
@pytest.mark.parametrize("clock", LEAST)
def test_whoever_rings_by_chance_or_with_all_may(clock: str, strategy: str, judged: dict[str, Judged]) -> None:
    agreed, asked = told(judged[f"{clock}/{strategy} decisions"])
    assert agreed >= 0.998 * asked
    assert "unexplained" not in judged[f"{clock}/{strategy} decisions"].told


def test_whole_days_of_the_longer_recordings_are_within_two_standard_deviations(judged: dict[str, Judged]) -> None:
    days = [one for what, one in judged.items() if what.startswith("x10/") and what.endswith(" day")]
    assert [one.good for one in days] == [True] * 6


def test_every_call_to_a_personal_line_ends_as_there(judged: dict[str, Judged]) -> None:
    assert told(judged["personal lines"]) == (71, 71)


@pytest.fixture(scope="module")
def longest_idle() -> Recording:
    return read(RECORDINGS / "x1/leastrecent")


def reversed_order(recording: Recording) -> Recording:
    """The same with the queue's table the other way round."""
    return replace(recording, order=recording.order[::-1])


def unexplained(recording: Recording) -> int:
    return counts(Log(recording).decisions())[Verdict.OURS]


def test_another_order_of_ties_would_be_seen(longest_idle: Recording) -> None:
    ties = [counts(Log(one).decisions())[Verdict.TIE] for one in (longest_idle, reversed_order(longest_idle))]
    assert ties[0] == 0 and ties[1] > 5


def test_another_wrap_up_or_another_strategy_would_be_seen(longest_idle: Recording) -> None:
    settings = longest_idle.settings
    assert unexplained(replace(longest_idle, settings=settings._replace(wrap_up_s=10.0))) > 50
    assert unexplained(replace(longest_idle, settings=settings._replace(strategy="fewestcalls"))) > 100
