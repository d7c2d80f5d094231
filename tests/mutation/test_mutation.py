"""The mistakes are those we mean, a trial tells a noticed one from an unnoticed one, and the interval is Wilson's."""

import pytest

from .__main__ import wilson
from .mutants import ROOT, UNCHANGED, every, mutants_of, mutated
from .trial import killed_by

RULE = """
def rule(agent: int, calls: list[int]) -> int:
    \"\"\"A rule.\"\"\"
    assert agent >= 0, "never"
    if agent < 3 and not calls:
        agent.state = Reason.BUSY
        return 0
    calls.append(agent)
    return agent + 1
"""

STORIES = [("stories", ("tests/stories/test_ring_groups.py",))]


def test_the_mistakes_are_small_and_in_what_decides() -> None:
    told = {(one.line, one.was, one.now) for one in mutants_of("sim/routing/a.py", RULE)}
    assert told == {
        (5, "if agent < 3 and (not calls)", "if not (agent < 3 and (not calls))"),
        (5, "agent < 3 and (not calls)", "agent < 3 or not calls"),
        (5, "agent < 3", "agent <= 3"),
        (5, "3", "4"),
        (5, "not calls", "calls"),
        (6, "agent.state = Reason.BUSY", "pass"),
        (6, "Reason.BUSY", "Reason.PAUSED"),
        (7, "0", "1"),
        (8, "calls.append(agent)", "pass"),
        (9, "agent + 1", "agent - 1"),
        (9, "1", "2"),
    }


def test_every_mutant_of_a_module_differs_from_it_and_from_the_others() -> None:
    mutants = [one for one in every() if one.file.endswith("strategies.py")]
    texts = {one.text() for one in mutants}
    assert len(texts | {mutated((ROOT / mutants[0].file).read_text(encoding="utf-8"), -1, 0)}) == len(mutants) + 1
    assert any(one.was == "False" and one.now == "True" for one in mutants), "rows of tables are not judged"


def test_a_trial_tells_what_is_noticed_from_what_is_not() -> None:
    mutants = [one for one in every() if one.file == "sim/routing/ringing.py"]
    noticed = next(one for one in mutants if one.was.startswith("world.log(RecordKind.RING,") and one.now == "pass")
    assert killed_by(noticed, 120, STORIES) == "stories"
    assert killed_by(UNCHANGED, 120, STORIES) == ""


@pytest.mark.parametrize(("hits", "of", "low", "high"), [(268, 300, 0.8533, 0.9236), (0, 10, 0.0, 0.2775)])
def test_the_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=2e-4)
